"""Whether what is in the database is what it should be, and what can be put right without losing anything.

SQLite itself notices damaged pages, but not every damaged byte: so every text is held against its hash, every
tag against its text, and all tags against the journal they follow from.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from annotations.decisions import Ledger, check_quote
from annotations.errors import CopydeskError
from annotations.records import Tag
from annotations.store import articles, journal, tags
from annotations.store.connection import Connection
from annotations.store.schema import newest, version
from annotations.text import content_id

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Problems of one kind that are named one by one; the rest are counted.
_NAMED = 5
#: Tables whose rows mean nothing without their article, and by which columns they belong to it.
_PARENTS = {
    "progress": ("article", "id"),
    "detection": ("article", "id"),
    "bookmark": ("article", "id"),
    "listing": ("seq", "seq"),
}


class Problem(NamedTuple):
    """Something that is not as it should be, in a sentence, and whether ``repair`` puts it right."""

    says: str
    mendable: bool = False


def problems(connection: Connection) -> Iterator[Problem]:
    """Yield everything that is wrong; takes some seconds for a hundred thousand tags."""
    damage = [row[0] for row in connection.rows(f"PRAGMA integrity_check({_NAMED})")]
    if damage != ["ok"]:
        yield from (Problem(f"the file is damaged: {' '.join(line.split())}") for line in damage)
        return
    yield from _strays(connection)
    yield from _several("is not the text its id says it is", _altered(connection))
    yield from _several("does not read as its article", _misread(connection))
    if version(connection) <= newest():  # Else the journal may say more than this version understands.
        yield from _drift(connection)


def repair(connection: Connection) -> list[str]:
    """Put right what can be without losing a decision, in one transaction, and say what was done.

    What follows from something else is made again from it: tags from the journal, the list and the index of
    words from the articles. Articles and journal are left as they are. Make a copy before.
    """
    with connection.writing() as database:
        done = [*_without_strays(connection, database), *_tags_again(connection, database)]
        database.execute("INSERT INTO search (search) VALUES ('rebuild')")
    return [*done, "the index of words made again"]


def _without_strays(connection: Connection, database: "Database") -> Iterator[str]:
    for table, count in _stray_rows(connection).items():
        if table in _PARENTS:
            column, parent = _PARENTS[table]
            database.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {parent} FROM article)")  # noqa: S608
            yield f"{count} rows of {table} without an article removed"


def _tags_again(connection: Connection, database: "Database") -> Iterator[str]:
    expected, _ = _replayed(connection)
    wrong = [] if expected is None else _differing(connection, expected)
    for key in wrong:
        database.table("tag").delete_where("id = ?", [key])
        if expected is not None and key in expected:
            journal.put_tag(database, expected[key])
    if wrong:
        database.execute(
            "UPDATE progress SET tags = (SELECT count(*) FROM tag "
            "WHERE tag.article = progress.article AND tag.annotator = progress.annotator)"
        )
        yield f"{len(wrong)} tags made again from the journal"


def _several(what: str, names: Iterator[str]) -> Iterator[Problem]:
    found = list(names)
    yield from (Problem(f"{name} {what}") for name in found[:_NAMED])
    if len(found) > _NAMED:
        yield Problem(f"{len(found) - _NAMED} more: each {what}")


def _strays(connection: Connection) -> Iterator[Problem]:
    for table, count in _stray_rows(connection).items():
        yield Problem(f"{count} rows of {table} belong to nothing", table in _PARENTS)


def _stray_rows(connection: Connection) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in connection.rows("PRAGMA foreign_key_check"):
        found[row[0]] = found.get(row[0], 0) + 1
    return found


def _altered(connection: Connection) -> Iterator[str]:
    for row in connection.rows("SELECT id FROM article ORDER BY seq"):
        if content_id(articles.text(connection, row[0])) != row[0]:
            yield f"article {row[0][:12]}"


def _misread(connection: Connection) -> Iterator[str]:
    for row in connection.rows("SELECT DISTINCT article FROM tag WHERE article IN (SELECT id FROM article)"):
        text = articles.text(connection, row[0])
        for tag in tags.of_article(connection, row[0]):
            try:
                check_quote(tag, text)
            except CopydeskError:
                yield f"tag {tag.id[:12]}"


def _drift(connection: Connection) -> Iterator[Problem]:
    expected, contradiction = _replayed(connection)
    if expected is None:
        yield Problem(f"the journal contradicts itself: {contradiction}")
    elif wrong := _differing(connection, expected):
        yield Problem(f"{len(wrong)} tags are not what the journal says", mendable=True)


def _replayed(connection: Connection) -> tuple[dict[str, Tag] | None, str]:
    """Return the tags that follow from the journal, or None and why there are none."""
    ledger = Ledger()
    try:
        for decision in journal.every(connection):
            ledger.play(decision)
    except CopydeskError as error:
        return None, str(error)
    return ledger.tags, ""


def _differing(connection: Connection, expected: dict[str, Tag]) -> list[str]:
    sql = f"SELECT {tags.COLUMNS} FROM tag"  # noqa: S608 - a constant
    found = {row["id"]: tags.tag_from(row) for row in connection.rows(sql)}
    return sorted(key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key))
