"""What is wrong in a database is found, and what can be is put right; nothing of the journal is touched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.store import Store, checks
from tests.annotations.store.desk import (
    decide,
    journal_on_disk,
    make_article,
    make_tag,
    raw,
    tags_on_disk,
)

ARTICLES = [make_article(), make_article("Another story of the port.")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        opened.add_articles(ARTICLES)
        for n in range(8):
            opened.commit(decide(after=make_tag(ARTICLES[n % 2], n, n + 7)))
        yield opened


def tamper(store: Store, *statements: str) -> None:
    """Change the file as no program of ours would."""
    with raw(store.path) as other:
        other.execute("PRAGMA foreign_keys=OFF")
        triggers = other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            other.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            other.execute(statement)


def said(store: Store) -> str:
    return "\n".join(problem.says for problem in checks.problems(store.connection))


def test_all_is_well(store: Store) -> None:
    assert list(checks.problems(store.connection)) == []


@pytest.mark.parametrize(
    ("statement", "found", "mended"),
    [
        ("UPDATE tag SET label = 'gossip' WHERE rowid = 1", "1 tags are not what the journal says", True),
        ("DELETE FROM tag WHERE rowid > 3", "5 tags are not what the journal says", True),
        ("UPDATE tag SET text = 'other' WHERE rowid = 1", "does not read as its article", True),
        ("UPDATE tag SET text = 'other'", "3 more: each does not read", True),
        ("UPDATE tag SET start = 900, \"end\" = 907", "does not read as its article", True),
        ("UPDATE article SET text = 'X' || text WHERE seq = 1", "is not the text its id says it is", False),
        ("INSERT INTO detection VALUES ('none', 'p', '{}')", "1 rows of detection belong to nothing", True),
        (
            "INSERT INTO progress (article, annotator, seq) VALUES ('nowhere', 'ana', 9)",
            "1 rows of progress belong to nothing",
            True,
        ),
        ("INSERT INTO history VALUES (99, 'ana', 0)", "1 rows of history belong to nothing", False),
        ("UPDATE journal SET before = after WHERE seq = 2", "the journal contradicts itself", False),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_mended(store: Store, statement: str, found: str, mended: bool) -> None:
    journal, tags = journal_on_disk(store.path), tags_on_disk(store.path)
    tamper(store, statement)
    assert found in said(store)
    done = checks.repair(store.connection)
    assert done
    assert (said(store) == "") is mended
    if mended:
        assert journal_on_disk(store.path) == journal
        assert tags_on_disk(store.path) == tags


def test_a_tag_that_the_journal_does_not_know_is_taken_out(store: Store) -> None:
    tags = tags_on_disk(store.path)
    rest = 'article, start, "end", text, label, annotator, origin, note, created, updated'
    tamper(store, f"INSERT INTO tag SELECT 'stray', {rest} FROM tag WHERE rowid = 1")
    assert "1 tags are not what the journal says" in said(store)
    assert any("1 tags made again" in line for line in checks.repair(store.connection))
    assert tags_on_disk(store.path) == tags


def test_a_damaged_file_is_said_and_nothing_else_is_asked_of_it(store: Store, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    content = bytearray(store.path.read_bytes())
    with raw(store.path) as other:
        root = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'tag_by_place'").fetchone()[0]
        size = other.execute("PRAGMA page_size").fetchone()[0]
    content[(root - 1) * size + 8 : (root - 1) * size + 40] = b"\xff" * 32
    damaged.write_bytes(content)
    with raw(damaged) as other:
        other.execute("PRAGMA user_version")
        connection = store.connection
        connection._raw, kept = other, connection._raw
        try:
            assert "the file is damaged" in said(store)
        finally:
            connection._raw = kept


def test_the_index_of_words_is_made_again(store: Store) -> None:
    tamper(store, "DELETE FROM search_data WHERE id > 10")
    checks.repair(store.connection)
    found = store.connection.rows("SELECT rowid FROM search WHERE search MATCH 'another'")
    assert [row[0] for row in found] == [2]
