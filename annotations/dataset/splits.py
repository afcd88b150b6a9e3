"""On which side of a split an article lies: the same for ever, however many articles are added.

Articles that belong together are on one side: near-duplicates, versions of one source, and those with the
same value of a field, if that is asked for. Each article joins the group of the earliest one that it
belongs with, or begins a group. The side of a group follows from the hash of the id of the article that
began it and from nothing else. As an article's group only ever depends on those that came before it,
nothing that is added later moves it; and as all articles of the database are grouped, and not only the
chosen ones, neither does another selection. (Only learning the source or field of an article may, as does
adding the same articles to another database in another order, for those that are not alone in their group.)

An article that belongs with articles on two sides cannot be on one without a leak, nor move what is
there: it is left out, and counted. Hashing gives each label the same share on every side in the mean;
where a label is missing on a side, the report says so.
"""

import hashlib
import re
from typing import NamedTuple

from annotations.dataset.duplicates import ALIKE, WORDS, Duplicates
from annotations.errors import ExportError
from annotations.formats.documents import Report
from annotations.records import Article
from annotations.store import Store

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,30}")
_HASH = "copydesk split 1 "
_LEFT_OUT = "articles left out of every split: they belong with articles on two sides"
#: No side: left out.
_NONE = ""


class Split(NamedTuple):
    """The sides of a dataset with their shares, and what keeps articles together."""

    parts: tuple[tuple[str, float], ...] = ()
    #: The name of a field: ``byline``, ``date``, ``title``, ``source``, or one of the metadata.
    group_by: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sides."""
        return tuple(name for name, _ in self.parts)

    @property
    def rule(self) -> str:
        """How sides are decided, in words."""
        if not self.parts:
            return "none"
        same = f", same {self.group_by}" if self.group_by else ""
        return (
            f"by SHA-256 of the id of the article that began its group; groups: near-duplicates (at least "
            f"{ALIKE:.0%} of {WORDS}-word shingles shared), versions of one source{same}; each article joins "
            f"the earliest it belongs with; not stratified but by hashing"
        )


NO_SPLIT = Split()


def parse(shares: str, group_by: str = "") -> Split:
    """Read ``train=80,dev=10,test=10``; raises ``ExportError`` for anything else."""
    parts = []
    for item in shares.split(","):
        name, _, share = item.strip().partition("=")
        if not _NAME.fullmatch(name) or not re.fullmatch(r"\d+(\.\d+)?", share) or not float(share):
            raise ExportError(f'a split is written like train=80,dev=10,test=10, and not like "{item}"')
        parts.append((name, float(share)))
    if len({name for name, _ in parts}) < len(parts):
        raise ExportError(f'a split has the same name twice: "{shares}"')
    return Split(tuple(parts), group_by)


def side_of(id: str, split: Split) -> str:
    """Return the side of a group that an article began."""
    place = int.from_bytes(hashlib.sha256((_HASH + id).encode()).digest()[:8]) / 2**64
    place *= sum(share for _, share in split.parts)
    for name, share in split.parts:
        place -= share
        if place < 0:
            return name
    return split.names[-1]


class Sides:
    """Which article lies on which side; ``report`` has what had to be left out."""

    def __init__(self, store: Store, split: Split) -> None:
        self.report = Report()
        self._split = split
        self._sides = _sides(store, split, self.report) if split.parts else {}

    def has(self, name: str, article: Article) -> bool:
        """Tell whether an article lies on a side; without a split, all do.

        Raises ``ExportError`` for an article that was not there when the sides were made.
        """
        if not self._split.parts:
            return True
        if article.id not in self._sides:
            raise ExportError(
                "the database grew while it was exported, and nothing was written: export it again"
            )
        return self._sides[article.id] == name


def _sides(store: Store, split: Split, report: Report) -> dict[str, str]:
    ids: list[str] = []
    known: dict[tuple[str, str], int] = {}
    sides: dict[str, str] = {}

    def text_of(number: int) -> str:
        article = store.article(ids[number])
        assert article is not None
        return article.text

    duplicates = Duplicates(text_of)
    for number, article in enumerate(store.articles()):
        alike, keep = duplicates.of(article.text)
        keys = _keys(article, split.group_by)
        peers = {*alike, *(known[key] for key in keys if key in known)}
        on = {sides[ids[peer]] for peer in peers}
        ids.append(article.id)
        if len(on) > 1:
            # Nobody may be held on a side by it, so it is not kept for later ones to be compared with.
            sides[article.id] = _NONE
            report.lose(_LEFT_OUT, article.title or article.id[:12])
            continue
        sides[article.id] = on.pop() if on else side_of(article.id, split)
        keep(number)
        for key in keys:
            known.setdefault(key, number)
    return sides


def _keys(article: Article, group_by: str) -> list[tuple[str, str]]:
    """Return what an article may have in common with others, so as to belong with them."""
    keys = [("source", article.source)] if article.source not in ("", "-") else []
    if group_by:
        field = getattr(article, group_by, None) if group_by in _FIELDS else article.metadata.get(group_by)
        if field not in (None, "") and isinstance(field, str | int | float):
            keys.append((f"by {group_by}", _without_line(field) if group_by == "source" else str(field)))
    return keys


_FIELDS = ("title", "byline", "date", "source")


def _without_line(source: str | float) -> str:
    """Leave out the line of a row, so that all rows of a table have one source."""
    return re.sub(r":\d+\Z", "", str(source))
