"""Which article took the place of which, where a file was edited after it had been read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_VERSIONS = """
CREATE TABLE version (
    article TEXT NOT NULL PRIMARY KEY REFERENCES article(id),
    replaced_by TEXT NOT NULL REFERENCES article(id),
    at TEXT NOT NULL,
    CHECK (replaced_by <> article)
) STRICT;
CREATE INDEX article_by_source ON article (source);
"""


def apply(database: "Database") -> None:
    """Add the table of versions, and what finds an article by its source."""
    database.executescript(_VERSIONS)
