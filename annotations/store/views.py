"""What a view of the library is, and the SQL that reads it from one key of its order on.

Orders that depend on the annotator come in blocks: the articles that the annotator has been at, which an
index of progress leads to, and all the others, in the order they came. So no order needs to look at more
articles than it shows, unless a filter leaves few of many.
"""

# ruff: noqa: S608 - statements are put together from names in this file; every value is bound

from typing import Literal, NamedTuple

import msgspec

from annotations.records import State
from annotations.store.connection import json
from annotations.store.words import match

Sort = Literal["added", "title", "date", "words", "state", "tags", "worked"]
#: In the order of what wants attention first.
STATES: tuple[State, ...] = ("flagged", "open", "new", "skipped", "done")
FINISHED: tuple[State, ...] = ("done", "skipped")

COLUMNS = """
    a.seq, a.id, a.title, a.source, a.date, a.words,
    coalesce(p.state, 'new') AS state, coalesce(p.tags, 0) AS tags
"""
_MINE = "LEFT JOIN progress AS p ON p.annotator = :annotator AND p.seq = a.seq"
_LABELLED = "article FROM tag WHERE annotator = :annotator AND label = :label"


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Which articles, in which order, and as whom they are looked at."""

    annotator: str
    sort: Sort = "added"
    descending: bool = False
    #: Empty for all.
    states: tuple[State, ...] = ()
    #: One of the annotator's labels, on the article or a passage of it.
    label: str = ""
    #: Words that where it came from has to have.
    source: str = ""
    #: Words that title, byline or text has to have.
    words: str = ""
    #: Only the articles that were chosen for this run, in the order of the choice.
    chosen: bool = False

    @property
    def match(self) -> str:
        """What the full-text index is asked for; empty for nothing."""
        return match(self.words, self.source)

    @property
    def narrowed(self) -> bool:
        """Whether a filter other than that by state is set."""
        return bool(self.label or self.match or self.chosen)

    @property
    def only_chosen(self) -> bool:
        """Whether the articles of this run are shown, all of them."""
        return self.chosen and not (self.label or self.match or self.states)


class Key(NamedTuple):
    """Where an article stands in an order: the block, its value there, and its number."""

    block: int
    value: str | int
    seq: int


class Block(NamedTuple):
    """A stretch of an order that one column is the order of; ``0`` where only the number is."""

    number: int
    value: str
    where: str = ""
    #: Whether the index of progress leads through it, where nothing narrower does.
    progress: bool = False


def blocks(view: View) -> list[Block]:
    """Return the stretches of the order of a view, ascending."""
    match view.sort:
        case "state":
            wanted = view.states or STATES
            return [_of_state(number, state) for number, state in enumerate(STATES) if state in wanted]
        case "tags" | "worked":
            column = {"tags": "tags", "worked": "touched"}[view.sort]
            return [
                Block(0, "0", f"coalesce(p.{column}, 0) = 0"),
                Block(1, f"p.{column}", f"p.{column} > 0", progress=True),
            ]
        case "added" if len(view.states) == 1 and not view.narrowed:
            return [_of_state(0, view.states[0])]
        case "added":
            return [Block(0, "c.place" if view.chosen else "0")]
        case _:
            return [Block(0, {"title": "a.name", "date": "a.date", "words": "a.words"}[view.sort])]


def _of_state(number: int, state: State) -> Block:
    if state == "new":
        return Block(number, "0", "coalesce(p.state, 'new') = 'new'")
    return Block(number, "0", f"p.state = '{state}'", progress=True)


def selecting(view: View, block: Block, columns: str) -> str:
    """Return the statement that reads a block of a view, up to the end of its conditions."""
    source, conditions = _source(view, block)
    if block.where:
        conditions.append(block.where)
    if view.states:
        conditions.append("coalesce(p.state, 'new') IN (SELECT value FROM json_each(:states))")
    return f"SELECT {columns}, {block.value} AS value FROM {source} WHERE {' AND '.join(conditions)}"


def finding(view: View, block: Block) -> str:
    """Return the statement that reads one article, as it stands in the order of a view, filters aside."""
    chosen = "CROSS JOIN temp.chosen AS c ON c.seq = a.seq" if view.chosen else ""
    return f"""
        SELECT {COLUMNS}, {block.value} AS value FROM listing AS a {chosen} {_MINE}
        WHERE a.id = :article AND {block.where or "1"}
    """


def ordering(view: View, block: Block, after: Key | None, *, back: bool) -> list[str]:
    """Return the rests of the statements that read on from a key, each where the one before it ends.

    SQLite compares pairs by their first half alone when it looks for a place in an index: so those of the
    same value come first, by their number, and then all of the following values.
    """
    descending = back != view.descending
    beyond, way = ("<", " DESC") if descending else (">", "")
    seq = "search.rowid" if view.match else "p.seq" if _led_by_progress(view, block) else "a.seq"
    if block.value == "0":
        condition = "" if after is None else f" AND {seq} {beyond} :seq"
        return [f"{condition} ORDER BY {seq}{way} LIMIT :limit"]
    order = f" ORDER BY {block.value}{way}, {seq}{way} LIMIT :limit"
    if after is None:
        return [order]
    same = f" AND {block.value} = :value AND {seq} {beyond} :seq"
    return [same + order, f" AND {block.value} {beyond} :value{order}"]


def parameters(view: View) -> dict[str, object]:
    """Return the values that the statements of a view are bound to."""
    return {
        "annotator": view.annotator,
        "states": json(view.states),
        "label": view.label,
        "match": view.match,
    }


def _led_by_progress(view: View, block: Block) -> bool:
    return block.progress and not view.narrowed


def _source(view: View, block: Block) -> tuple[str, list[str]]:
    """Return what a block is read from, the narrowest first, and the conditions that go with it."""
    if _led_by_progress(view, block):
        return "progress AS p CROSS JOIN listing AS a ON a.seq = p.seq", ["p.annotator = :annotator"]
    conditions = ["1"]
    if view.match:
        source = "search CROSS JOIN listing AS a ON a.seq = search.rowid"
        conditions = ["search MATCH :match"]
        if view.chosen:
            source += " CROSS JOIN temp.chosen AS c ON c.seq = a.seq"
    elif view.chosen:
        source = "temp.chosen AS c CROSS JOIN listing AS a ON a.seq = c.seq"
    elif view.label:
        return f"(SELECT DISTINCT {_LABELLED}) AS l CROSS JOIN listing AS a ON a.id = l.article {_MINE}", [
            "1"
        ]
    else:
        source = "listing AS a"
    if view.label and (view.match or view.chosen):
        conditions.append(f"EXISTS (SELECT {_LABELLED} AND article = a.id)")
    return f"{source} {_MINE}", conditions
