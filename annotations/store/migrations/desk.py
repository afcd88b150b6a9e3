"""The first tables: articles, the journal of decisions, and what follows from it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = """
CREATE TABLE article (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    title TEXT NOT NULL,
    byline TEXT NOT NULL,
    date TEXT NOT NULL,
    source TEXT NOT NULL,
    metadata TEXT NOT NULL,
    words INTEGER NOT NULL,
    added TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    annotator TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES article(id),
    verb TEXT NOT NULL
        CHECK (verb IN ('tag', 'relabel', 'move', 'note', 'remove', 'state', 'undo', 'redo', 'import')),
    before TEXT,
    after TEXT,
    state_before TEXT,
    state_after TEXT,
    undoes TEXT
) STRICT;
CREATE INDEX journal_by_article ON journal (article, annotator);

CREATE TABLE tag (
    id TEXT NOT NULL PRIMARY KEY,
    article TEXT NOT NULL REFERENCES article(id),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    label TEXT NOT NULL CHECK (label <> ''),
    annotator TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('manual', 'suggested', 'edited', 'propagated', 'imported')),
    note TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL,
    CHECK ("end" > start)
) STRICT;
CREATE INDEX tag_by_place ON tag (article, annotator, start);

CREATE TABLE progress (
    article TEXT NOT NULL REFERENCES article(id),
    annotator TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'open', 'done', 'skipped', 'flagged')),
    position INTEGER NOT NULL DEFAULT 0 CHECK (position >= 0),
    active_seconds REAL NOT NULL DEFAULT 0 CHECK (active_seconds >= 0),
    touched INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (article, annotator)
) STRICT, WITHOUT ROWID;
CREATE INDEX progress_by_state ON progress (annotator, state);
CREATE INDEX progress_by_touch ON progress (annotator, touched);
CREATE INDEX progress_touched ON progress (touched);

CREATE TABLE history (
    seq INTEGER PRIMARY KEY REFERENCES journal(seq),
    annotator TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX history_by_annotator ON history (annotator, undone, seq);

CREATE TABLE detection (
    article TEXT NOT NULL REFERENCES article(id),
    pipeline TEXT NOT NULL,
    found TEXT NOT NULL,
    PRIMARY KEY (article, pipeline)
) STRICT;

CREATE TRIGGER article_keeps_its_text BEFORE UPDATE OF seq, id, text ON article BEGIN
    SELECT raise(ABORT, 'the text of an article never changes');
END;
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
"""

# SQLite's substr() counts code points, as we do, but ends at a NUL: an article with one is left to the
# check in Python, which every write goes through anyway.
_QUOTE_CHECK = """
CREATE TRIGGER tag_{verb}_reads_as_its_article BEFORE {event} ON tag BEGIN
    SELECT raise(ABORT, 'the text of a tag is not that of its article')
    FROM article
    WHERE id = new.article
        AND substr(text, new.start + 1, new."end" - new.start) IS NOT new.text
        AND instr(text, char(0)) = 0;
END;
"""


def apply(database: "Database") -> None:
    """Create the tables in an empty database."""
    database.executescript(_TABLES)
    check_quotes(database)


def check_quotes(database: "Database") -> None:
    """Have SQLite refuse a tag whose words are not those of its article."""
    database.executescript(_QUOTE_CHECK.format(verb="inserted", event="INSERT"))
    database.executescript(_QUOTE_CHECK.format(verb="updated", event='UPDATE OF article, start, "end", text'))
