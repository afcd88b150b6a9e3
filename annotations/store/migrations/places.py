"""What annotators leave behind for themselves: bookmarks, and how they had the library last."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_PLACES = """
CREATE TABLE bookmark (
    article TEXT NOT NULL REFERENCES article(id),
    annotator TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    PRIMARY KEY (article, annotator, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE shown (
    annotator TEXT NOT NULL PRIMARY KEY,
    among TEXT NOT NULL,
    view TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


def apply(database: "Database") -> None:
    """Add the table of bookmarks, and that of what was shown last."""
    database.executescript(_PLACES)
