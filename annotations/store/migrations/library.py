"""What a library of a million articles is read from: narrow rows, an index of words, and counts kept up.

``listing`` is an article without its text, so that a page of the library costs the same whatever the texts
are long; ``search`` holds their words, not the texts again. Both are written beside ``article`` by the
program: SQLite does not let a trigger of a database from a stranger write to a table like ``search``.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_LISTING = """
CREATE TABLE listing (
    seq INTEGER PRIMARY KEY REFERENCES article(seq),
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    date TEXT NOT NULL,
    words INTEGER NOT NULL,
    name TEXT NOT NULL
) STRICT;
INSERT INTO listing
    SELECT seq, id, title, source, date, words, casefold(coalesce(nullif(title, ''), source))
    FROM article ORDER BY seq;
CREATE INDEX listing_by_name ON listing (name, seq);
CREATE INDEX listing_by_date ON listing (date, seq);
CREATE INDEX listing_by_words ON listing (words, seq);

CREATE VIRTUAL TABLE search USING fts5(
    title, byline, text, source,
    content='article', content_rowid='seq', tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO search (search) VALUES ('rebuild');
"""

_PROGRESS = """
ALTER TABLE progress ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE progress ADD COLUMN tags INTEGER NOT NULL DEFAULT 0;
INSERT OR IGNORE INTO progress (article, annotator) SELECT DISTINCT article, annotator FROM tag;
UPDATE progress SET
    seq = (SELECT seq FROM article WHERE id = progress.article),
    tags = (SELECT count(*) FROM tag WHERE article = progress.article AND annotator = progress.annotator);
DROP INDEX progress_by_state;
DROP INDEX progress_by_touch;
CREATE INDEX progress_by_state ON progress (annotator, state, seq);
CREATE INDEX progress_by_touch ON progress (annotator, touched, seq);
CREATE INDEX progress_by_tags ON progress (annotator, tags, seq);
CREATE INDEX progress_by_seq ON progress (annotator, seq, state, tags, touched);
CREATE TRIGGER progress_has_the_place_of_its_article AFTER INSERT ON progress WHEN new.seq = 0 BEGIN
    UPDATE progress SET seq = (SELECT seq FROM article WHERE id = new.article)
    WHERE article = new.article AND annotator = new.annotator;
END;
"""

_COUNTS = """
CREATE TABLE total (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    articles INTEGER NOT NULL
) STRICT;
INSERT INTO total SELECT 1, count(*) FROM listing;
CREATE TRIGGER listing_is_counted AFTER INSERT ON listing BEGIN
    UPDATE total SET articles = articles + 1;
END;
CREATE TRIGGER listing_is_counted_down AFTER DELETE ON listing BEGIN
    UPDATE total SET articles = articles - 1;
END;

CREATE TABLE tally (
    annotator TEXT NOT NULL,
    state TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (annotator, state)
) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT annotator, state, count(*) FROM progress GROUP BY annotator, state;
CREATE TRIGGER progress_is_counted AFTER INSERT ON progress BEGIN
    INSERT INTO tally VALUES (new.annotator, new.state, 1)
        ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER progress_is_counted_again AFTER UPDATE OF state ON progress WHEN old.state <> new.state BEGIN
    UPDATE tally SET articles = articles - 1 WHERE annotator = old.annotator AND state = old.state;
    INSERT INTO tally VALUES (new.annotator, new.state, 1)
        ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER progress_is_counted_down AFTER DELETE ON progress BEGIN
    UPDATE tally SET articles = articles - 1 WHERE annotator = old.annotator AND state = old.state;
END;
"""

_INDEXES = """
CREATE INDEX tag_by_label ON tag (annotator, label, article);
CREATE INDEX journal_by_time ON journal (annotator, at);
"""


def apply(database: "Database") -> None:
    """Add the listing, the index of words, the counts, and what sorting and filtering need."""
    database.register_function(str.casefold, name="casefold", deterministic=True)
    for script in (_LISTING, _PROGRESS, _COUNTS, _INDEXES):
        database.executescript(script)
