"""Documents for the tests of formats: texts with every trap for offsets, made by plain rules."""

import re

from hypothesis import strategies as st

from annotations.formats.documents import Document, Request
from annotations.records import Article, State, Tag
from annotations.scheme import Label, Scheme
from annotations.text import content_id

PASSAGES = Scheme(
    name="passages",
    labels=(Label(name="commitment", colour="green"), Label(name="complaint", colour="#cc3344")),
)
#: The same with labels of whole articles.
SCHEME = Scheme(
    name="passages and articles",
    labels=(
        *PASSAGES.labels,
        Label(name="front page", colour="blue", kind="article"),
        Label(name="opinion", colour="grey", kind="article"),
    ),
)

NASTY = (
    "🚢 Port workers in Zu\u0308rich said “no deal”  today.\n\n"
    "東京の 会議 agreed to pay €3 million; the guild’s 👩‍🚀 crew walked out.\r\n"
    "A last line, with a tab\there."
)


def article(text: str = NASTY, **more: object) -> Article:
    return Article(**{"id": content_id(text), "text": text, "title": "Port talks", **more})  # type: ignore[arg-type]


def tag(of: Article, words: str, label: str = "commitment", *, annotator: str = "ana", **more: object) -> Tag:
    start = of.text.index(words)
    return tag_at(of, start, start + len(words), label, annotator=annotator, **more)


def tag_at(of: Article, start: int, end: int, label: str, *, annotator: str = "ana", **more: object) -> Tag:
    values = {
        "id": f"{label}-{start}-{end}-{annotator}-{of.id[:16]}",
        "article": of.id,
        "start": start,
        "end": end,
        "text": of.text[start:end],
        "label": label,
        "annotator": annotator,
        "created": "2026-01-01T00:00:00.000Z",
        "updated": "2026-01-01T00:00:00.000Z",
    }
    return Tag(**(values | more))  # type: ignore[arg-type]


def document(of: Article, *tags: Tag, state: State = "open", annotator: str = "ana") -> Document:
    return Document(article=of, annotator=annotator, state=state, tags=tags)


def request(scheme: Scheme = PASSAGES, **more: object) -> Request:
    return Request(scheme, **more)  # type: ignore[arg-type]


def tokenize(text: str) -> list[tuple[str, int, int, bool]]:
    """Words, marks and stretches of white space; one space after a token belongs to it."""
    tokens: list[tuple[str, int, int, bool]] = []
    for found in re.finditer(r"\w+|[^\w\s]|\s+", text):
        words, start, end = found.group(), found.start(), found.end()
        if words.startswith(" ") and tokens:
            tokens[-1] = (*tokens[-1][:3], True)
            words, start = words[1:], start + 1
        if words:
            tokens.append((words, start, end, False))
    return tokens


_ALPHABET = st.one_of(
    st.sampled_from([*"ab .\n\r\t“”’—,0€é東😀", "e\u0301", "👩‍🚀", "\n\n", ". A"]),
    st.characters(exclude_categories=["Cs"]),
)
texts = st.lists(_ALPHABET, min_size=1, max_size=60).map("".join).filter(lambda text: bool(text.strip()))
_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    return article(
        text,
        title=draw(_words),
        byline=draw(_words),
        date=draw(st.sampled_from(["", "2026-03-04"])),
        source=draw(_words),
        metadata=draw(st.dictionaries(_words, _json, max_size=3)),
    )


@st.composite
def documents(draw: st.DrawFn, of: Article | None = None, annotator: str = "ana") -> Document:
    found = draw(articles()) if of is None else of
    length = len(found.text)
    places = st.tuples(
        st.integers(0, length - 1),
        st.integers(1, length),
        st.sampled_from(["commitment", "complaint", "an odd/label"]),
    ).filter(lambda place: place[0] < place[1])
    tags = [
        tag_at(
            found,
            *place,
            annotator=annotator,
            note=draw(_words),
            origin=draw(st.sampled_from(["manual", "suggested", "edited", "propagated", "imported"])),
        )
        for place in draw(st.lists(places, unique=True, max_size=6))
    ]
    tags += [
        tag_at(found, 0, 0, label, annotator=annotator, note=draw(_words))
        for label in draw(st.lists(st.sampled_from(["front page", "opinion"]), unique=True, max_size=2))
    ]
    state: State = draw(st.sampled_from(["open", "done", "skipped", "flagged"] + ["new"] * bool(tags)))
    return document(found, *tags, state=state, annotator=annotator)


def nasty() -> list[Document]:
    """Return documents with every trap that formats have for offsets: tagged over and over, or not at all."""
    port = article(NASTY, byline="R. Osei", date="2026-02-03", source="port.txt", metadata={"desk": "news"})
    breaks = article("First line\r\nsecond  line, “third” — 東京 🚢.\n\nLast\u0301 one.", title="Breaks")
    # A name with two code points in one character, marks that markup knows, a flag of two signs.
    markup = article("<b>Zoë</b> & “Ann\u0303a” won 🇫🇷 =1+1 in Rio, x\u200dy.", title="<i>Markup</i> & more")
    return [
        document(
            port,
            tag(port, "Port workers in Zu\u0308rich said “no deal”"),
            tag(port, "“no deal”  today.\n\n東京の 会議 agreed", "complaint"),
            tag(port, "agreed to pay €3 million", note="a note; with | signs\nand a line"),
            tag(port, "pay €3", "complaint", origin="edited"),
            tag(port, "👩‍🚀 crew walked out.\r\nA last"),
            tag_at(port, 0, 0, "front page"),
            tag_at(port, 0, 0, "opinion", note="why not"),
            state="done",
        ),
        document(port, tag(port, "€3 million", annotator="zoe"), annotator="zoe"),
        document(
            breaks, tag(breaks, "line\r\nsecond  line, “third”"), tag(breaks, "Last\u0301", "complaint")
        ),
        document(article("東京の会議は、なにも約束しなかった。"), state="done"),
        document(markup, *(tag(markup, it) for it in ("<b>Zoë</b>", "&", "“Ann\u0303a”", "=1+1", "🇫🇷"))),
    ]
