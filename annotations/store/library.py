"""The library page by page: a page begins where the one before ended, and never by counting rows."""

# ruff: noqa: S608 - statements are put together from names in these files; every value is bound

from collections.abc import Iterator, Sequence
from sqlite3 import Row
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from annotations.records import ArticleSummary
from annotations.store import views
from annotations.store.connection import Connection, json
from annotations.store.tags import states_of
from annotations.store.views import FINISHED, STATES, Block, Key, View
from annotations.store.words import match, terms

#: What a found word stands between in a snippet.
FOUND, FOUND_END = "\x02", "\x03"
#: A text of more words than this is not searched for a snippet: it would hold up the page.
_SNIPPET_WORDS = 50_000
_SNIPPET = "SELECT snippet(search, 2, ?, ?, '…', 16) FROM search WHERE search MATCH ? AND rowid = ?"

#: Articles before a place that are listed no more: an edited version has taken theirs.
_OLDER_VERSIONS = "SELECT count(*) FROM version JOIN article ON article.id = version.article WHERE seq < ?"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the library."""

    key: Key
    article: ArticleSummary
    #: Words around what was searched for, with ``FOUND`` and ``FOUND_END`` around it; foreign text.
    snippet: str = ""


class Tally(NamedTuple):
    """How far a view has been worked through."""

    articles: int
    finished: int
    #: Whether there are more, which were not counted.
    more: bool = False


def page(
    connection: Connection, view: View, *, after: Key | None = None, back: bool = False, limit: int = 50
) -> list[Line]:
    """Return lines in the order of a view: those after a key, or with ``back`` before it, the nearest first.

    Without a key they begin at the first, or at the last.
    """
    lines: list[Line] = []
    for block, sql, bounds in _statements(view, after, back, views.COLUMNS):
        values = views.parameters(view) | bounds | {"limit": limit - len(lines)}
        lines += [_line(block, row) for row in connection.rows(sql, values)]
        if len(lines) >= limit:
            break
    return [_with_snippet(connection, view, line) for line in lines] if terms(view.words) else lines


def find(connection: Connection, view: View, article: str) -> Line | None:
    """Return the line of an article as it stands in the order of a view, whatever the filters say.

    None for an article that is gone, or was not chosen where only chosen ones are shown.
    """
    bare = replace(view, states=(), label="", source="", words="")
    for block in views.blocks(bare):
        row = connection.row(views.finding(bare, block), views.parameters(bare) | {"article": article})
        if row is not None:
            return _line(block, row)
    return None


def tally(connection: Connection, view: View, limit: int = 50_000) -> Tally:
    """Count the articles of a view and the finished ones among them; filtered ones up to a limit."""
    if not view.narrowed:
        return _known_tally(connection, view)
    whole = Block(0, "0")
    counted = views.selecting(replace(view, sort="added"), whole, "coalesce(p.state, 'new') AS state")
    row = connection.row(
        f"SELECT count(*), coalesce(sum(state IN ('done', 'skipped')), 0) FROM ({counted} LIMIT :limit)",
        views.parameters(view) | {"limit": limit + 1},
    )
    assert row is not None
    return Tally(min(row[0], limit), row[1], more=row[0] > limit)


def place(connection: Connection, view: View, key: Key, limit: int = 10_000) -> int:
    """Return the place of an article in a view, from 1; 0 where more than ``limit`` come before it."""
    if not view.narrowed and not view.states and view.sort == "added":
        total: int = connection.value("SELECT articles FROM total")
        place: int = key.seq - connection.value(_OLDER_VERSIONS, [key.seq])
        return total - place + 1 if view.descending else place
    before = 0
    for _, sql, bounds in _statements(view, key, True, "a.seq"):
        values = views.parameters(view) | bounds | {"limit": limit - before}
        before += connection.value(f"SELECT count(*) FROM ({sql})", values)
        if before >= limit:
            return 0
    return before + 1


def choose(connection: Connection, articles: Sequence[str]) -> None:
    """Add articles to those of this run, in this order, each once; forgotten when the connection closes."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS chosen (place INTEGER PRIMARY KEY, seq INTEGER NOT NULL UNIQUE)"
    )
    connection.execute(
        "INSERT OR IGNORE INTO temp.chosen (seq) SELECT a.seq FROM json_each(?) AS wanted "
        "CROSS JOIN listing AS a ON a.id = wanted.value ORDER BY wanted.key",
        [json(list(articles))],
    )


def chosen(connection: Connection) -> int:
    """Return how many articles were chosen for this run."""
    return int(connection.value("SELECT coalesce(max(place), 0) FROM temp.chosen"))


def having(connection: Connection, words: str) -> frozenset[str] | None:
    """Return the articles that have all these words, whole ones; None where nothing is asked for."""
    # A space ends the last word, which is not being typed any more.
    wanted = match(f"{words} ")
    if not wanted:
        return None
    sql = "SELECT id FROM search JOIN listing ON listing.seq = search.rowid WHERE search MATCH ?"
    return frozenset(row["id"] for row in connection.rows(sql, [wanted]))


def annotators(connection: Connection) -> list[str]:
    """Return everybody who has worked on an article, by name."""
    return [row[0] for row in connection.rows("SELECT DISTINCT annotator FROM tally ORDER BY annotator")]


def _statements(
    view: View, after: Key | None, back: bool, columns: str
) -> Iterator[tuple[Block, str, dict[str, object]]]:
    """Yield the statements that read on from a key, in the order in which they are to be read."""
    for block in _following(view, after, back):
        start = after if after is not None and after.block == block.number else None
        bounds: dict[str, object] = {} if start is None else {"value": start.value, "seq": start.seq}
        for rest in views.ordering(view, block, start, back=back):
            yield block, views.selecting(view, block, columns) + rest, bounds


def _following(view: View, after: Key | None, back: bool) -> list[Block]:
    """Return the blocks from a key on, in the order in which they are walked through."""
    found = views.blocks(view)
    if back != view.descending:
        return [block for block in reversed(found) if after is None or block.number <= after.block]
    return [block for block in found if after is None or block.number >= after.block]


def _line(block: Block, row: Row) -> Line:
    fields = {name: row[name] for name in ArticleSummary.__struct_fields__}
    return Line(key=Key(block.number, row["value"], row["seq"]), article=ArticleSummary(**fields))


def _with_snippet(connection: Connection, view: View, line: Line) -> Line:
    if line.article.words > _SNIPPET_WORDS:
        return line
    found = connection.value(_SNIPPET, [FOUND, FOUND_END, view.match, line.key.seq])
    return replace(line, snippet=found or "")


def _known_tally(connection: Connection, view: View) -> Tally:
    known = states_of(connection, view.annotator)
    total = connection.value("SELECT articles FROM total")
    known["new"] = total - sum(count for state, count in known.items() if state != "new")
    states = view.states or STATES
    return Tally(
        sum(known.get(state, 0) for state in states),
        sum(known.get(state, 0) for state in FINISHED if state in states),
    )
