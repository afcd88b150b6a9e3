"""The page to read, as a parser of HTML finds it."""

import base64
import hashlib
import io
import re
from typing import Any

import lxml.html
import msgspec
import pytest
from hypothesis import given, settings

from annotations.formats import html, html_marks
from annotations.formats.documents import Document, Request, Written
from annotations.records import Detection, Entity, Mention, Quote, Speaker
from annotations.text import display
from tests.annotations.formats.samples import (
    SCHEME,
    article,
    document,
    documents,
    nasty,
    request,
    tag,
    tag_at,
)

LABELS = ("commitment", "complaint", "an odd/label")


def wanted(**more: Any) -> Request:
    return request(SCHEME, **({"passage_labels": LABELS, "article_labels": ("front page",)} | more))


def written(*given: Document, **more: Any) -> tuple[str, Written]:
    out = io.BytesIO()
    report = html.write(given, out, wanted(**more))
    assert list(html.check(io.BytesIO(out.getvalue()))) == list(report.fingerprints)
    return out.getvalue().decode(), report


def tree(page: str) -> Any:
    return lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def texts(page: str) -> list[str]:
    return [found.text_content() for found in tree(page).xpath("//div[@class='text']")]


def marks(page: str, number: int = 0) -> dict[str, str]:
    """Return the words of each tag of a text, by its number, as another parser puts them together."""
    found: dict[str, str] = {}
    for mark in tree(page).xpath(f"(//div[@class='text'])[{number + 1}]//mark"):
        found[mark.get("data-tag")] = found.get(mark.get("data-tag"), "") + mark.text_content()
    return found


def test_the_nasty_texts_are_on_the_page_as_they_are_shown() -> None:
    page, report = written(*nasty())
    assert texts(page) == [display(one.article.text) for one in nasty()]
    for number, one in enumerate(nasty()):
        passages = sorted(
            (tag for tag in one.tags if not tag.on_article), key=lambda tag: (tag.start, tag.end, tag.label)
        )
        assert marks(page, number) == {str(place): display(tag.text) for place, tag in enumerate(passages)}
    assert report.documents == len(nasty())
    assert report.spans == sum(len(one.tags) for one in nasty())


@settings(max_examples=60, deadline=None)
@given(one=documents())
def test_any_text_is_found_again_with_its_tags(one: Document) -> None:
    written(one)


def test_a_note_is_there_to_its_end() -> None:
    story = article("They agreed.")
    note = "because " * 60 + "of the end"
    page, _ = written(document(story, tag(story, "agreed", note=note)))
    assert page.count(note) == 2  # Beside the tag, and where the pointer rests on it.


def test_what_lies_on_the_text_is_nested_and_closed() -> None:
    story = article("“We will pay Mira,” he said.", title="T")
    found = Detection(
        pipeline="p",
        entities=(Entity(start=13, end=17, label="PERSON", text="Mira"),),
        quotes=(
            Quote(
                start=0,
                end=19,
                text=story.text[:19],
                speaker=Speaker(start=20, end=22, text="he", name="R. Osei"),
                cue=Mention(start=23, end=27, text="said"),
            ),
        ),
    )
    tagged = Document(
        article=story,
        annotator="ana",
        state="done",
        tags=(
            tag(story, "We will pay"),
            tag(story, "pay Mira,", "complaint"),
            tag_at(story, 0, 0, "front page"),
        ),
        detection=found,
    )
    page, _ = written(tagged)
    body = page[page.index('<div class="text"') : page.index('<div class="side">')]
    quote = '<span class="q" title="direct, R. Osei">'
    first = '<mark class="l0" data-tag="0" title="commitment"'
    second = '<mark class="l1" data-tag="1" title="complaint"'
    assert f'{quote}{first}>{second} data-label="complaint">pay</mark></mark></span>' in body
    assert f'{quote}{first} data-label="commitment">We will </mark></span>' in body
    assert f'{quote}{second}><span class="n" title="PERSON">Mira</span></mark></span>' in body
    # Who said it stands once, at the end of the quotation.
    assert body.count('data-speaker="R. Osei"') == 1
    assert body.rindex('data-speaker="R. Osei"') > body.index("Mira")
    assert tree(page).xpath("//footer")[0].text.endswith("tags: 3 (commitment 1, complaint 1, front page 1)")
    sides = tree(page).xpath("//div[@class='side']")[0].text_content()
    assert re.findall(r"\w.*", sides) == [
        *("Tags: 2", "commitment We will pay", "complaint pay Mira,"),
        *("Who said what: 1", "R. Osei", "We will pay Mira,”"),
    ]
    assert 'class="chip l3" title="ana, manual">front page</span>' in page


def test_nothing_of_an_article_is_markup_and_nothing_runs() -> None:
    evil = '</style></div><script>alert(1)</script><img src=x onerror="x">\u202e&#60;'
    story = article(f"{evil} agreed.", title=evil, byline=evil, source=evil)
    tagged = document(story, tag(story, evil, 'l"><script>', note=evil), annotator=evil)
    page, _ = written(tagged, passage_labels=('l"><script>',))
    assert texts(page) == [display(story.text)]
    found = tree(page)
    assert (
        found.xpath("//script | //img | //link | //*[@onerror] | //*[@style] | //*[@src] | //*[@href]") == []
    )
    assert "\u202e" not in page
    (policy,) = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (sheet,) = found.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")


def test_reported_speech_is_no_quotation_and_says_whose_it_is() -> None:
    of = article("Mira Tanaka said the port would pay. “It will,” she said.")
    speaker = Speaker(start=0, end=11, text="Mira Tanaka", name="Mira Tanaka")
    quotes = (
        Quote(start=17, end=35, text="the port would pay", kind="indirect", speaker=speaker),
        Quote(start=37, end=47, text="“It will,”", kind="direct", speaker=speaker),
    )
    found = msgspec.structs.replace(document(of), detection=Detection(pipeline="rules-1", quotes=quotes))
    page, _ = written(found)
    shown = tree(page).xpath("//div[@class='text']//span[contains(@class, 'q')]")
    assert [(one.get("class"), one.get("data-speaker"), one.text_content()) for one in shown] == [
        ("q told", "Mira Tanaka", "the port would pay"),
        ("q", "Mira Tanaka", "“It will,”"),
    ]


def test_the_page_looks_by_day_by_night_and_on_paper() -> None:
    page, _ = written(document(article("A story."), state="done"))
    (sheet,) = tree(page).xpath("//style/text()")
    for rule in (
        "prefers-color-scheme: dark",
        "@media print",
        "white-space: pre-wrap",
        "mark:has(mark mark mark)",
        ".told { background: none;",
        ".l1 { --of: #cc3344; }",
    ):
        assert rule in sheet
    assert sheet.count("{") == sheet.count("}")
    legend = tree(page).xpath("//div[@class='legend']")[0].text_content().split()
    assert legend[:3] == ["commitment", "complaint", "an"]


def test_a_label_that_nobody_announced_is_shown_too() -> None:
    story = article("Two labels.")
    page, _ = written(document(story, tag(story, "Two", "new")), passage_labels=())
    assert marks(page) == {"0": "Two"}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("pay Mira", "pay mira"),
        ('data-tag="0"', 'data-tag="1"'),
        ("</mark> now", " </mark>now"),
        ("pay", "p<b>ay</b>x"),
    ],
)
def test_the_check_sees_a_change(was: str, becomes: str) -> None:
    story = article("They pay Mira now. They do.")
    out = io.BytesIO()
    report = html.write(
        [document(story, tag(story, "pay Mira"), tag(story, "do", "complaint"))], out, wanted()
    )
    data = out.getvalue().decode()
    place = data.index('<div class="text"') + data[data.index('<div class="text"') :].index(was)
    changed = data[:place] + becomes + data[place + len(was) :]
    assert list(html.check(io.BytesIO(changed.encode()))) != list(report.fingerprints)


def test_the_check_reads_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_marks, "_CHUNK", 7)
    written(*nasty())
