"""What is written beside an article so that it can be listed, sorted and searched without its text."""

# ruff: noqa: S608 - statements are put together from names in this file; every value is bound

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_WORDS = "title, byline, text, source"


def put_in(database: "Database", first: int, last: int) -> None:
    """List and index the articles with these ``seq``, both included, within the open transaction."""
    rows = database.conn.execute(
        "SELECT seq, id, title, source, date, words FROM article WHERE seq BETWEEN ? AND ?", [first, last]
    ).fetchall()
    database.conn.executemany(
        "INSERT INTO listing (seq, id, title, source, date, words, name) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((*row, sort_name(row[2], row[3])) for row in rows),
    )
    database.conn.execute(
        f"INSERT INTO search (rowid, {_WORDS}) SELECT seq, {_WORDS} FROM article WHERE seq BETWEEN ? AND ?",
        [first, last],
    )


def take_out(database: "Database", seq: int) -> None:
    """Forget what is listed and indexed of an article, before what is known of it changes."""
    # The index holds no text: it has to be told which words to forget.
    database.conn.execute(
        f"INSERT INTO search (search, rowid, {_WORDS}) "
        f"SELECT 'delete', seq, {_WORDS} FROM article WHERE seq = ?",
        [seq],
    )
    database.conn.execute("DELETE FROM listing WHERE seq = ?", [seq])


def sort_name(title: str, source: str) -> str:
    """Return what an article is sorted by: its title, or where it came from, without capitals."""
    return (title or source).casefold()
