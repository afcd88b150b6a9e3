"""Room in the journal for suggestions, answered and asked for; and for labels on whole articles.

SQLite cannot change a table's checks, so both tables are written anew. Which verbs there are is left to the
program from here on: for each new one the whole journal would have to be copied again.
"""

from typing import TYPE_CHECKING

from annotations.store.migrations.desk import check_quotes

if TYPE_CHECKING:
    from sqlite_utils import Database

_JOURNAL = """
ALTER TABLE history RENAME TO history_before;
ALTER TABLE journal RENAME TO journal_before;
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    annotator TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES article(id),
    verb TEXT NOT NULL CHECK (verb <> ''),
    before TEXT,
    after TEXT,
    state_before TEXT,
    state_after TEXT,
    undoes TEXT,
    suggestion TEXT,
    phrase TEXT
) STRICT;
INSERT INTO journal SELECT *, NULL, NULL FROM journal_before ORDER BY seq;
CREATE TABLE history (
    seq INTEGER PRIMARY KEY REFERENCES journal(seq),
    annotator TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
INSERT INTO history SELECT * FROM history_before ORDER BY seq;
DROP TABLE history_before;
DROP TABLE journal_before;
CREATE INDEX journal_by_article ON journal (article, annotator);
CREATE INDEX history_by_annotator ON history (annotator, undone, seq);
CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
"""

_TAG = """
ALTER TABLE tag RENAME TO tag_before;
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
    CHECK ("end" > start OR (start = 0 AND "end" = 0 AND text = ''))
) STRICT;
INSERT INTO tag SELECT * FROM tag_before;
DROP TABLE tag_before;
CREATE INDEX tag_by_place ON tag (article, annotator, start);
"""

_SUGGESTIONS = """
CREATE TABLE settled (
    article TEXT NOT NULL REFERENCES article(id),
    annotator TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (article, annotator, start, "end", label)
) STRICT, WITHOUT ROWID;

CREATE TABLE phrase (
    id TEXT NOT NULL PRIMARY KEY,
    annotator TEXT NOT NULL,
    article TEXT NOT NULL,
    label TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX phrase_by_article ON phrase (annotator, article);
"""


def apply(database: "Database") -> None:
    """Write the journal and the tags anew, and add what suggestions need."""
    database.executescript(_JOURNAL)
    database.executescript(_TAG)
    check_quotes(database)
    database.executescript(_SUGGESTIONS)
