"""A database as the first version of the program left it."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from annotations.records import Decision, Tag
from annotations.store import Store, schema
from tests.annotations.store.desk import ANA, BEN, NOW, decide, decide_state, make_article, make_tag, raw

ARTICLES = [make_article(f"Story {n} of the harbour.", title=f"No. {n}") for n in range(30)]


def first_schema(path: Path) -> tuple[list[Decision], list[Tag]]:
    """Make a database as the first version left it, one step of its history undone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "STEPS", schema.STEPS[:1])
        Store.open(path).close()
    tags = [make_tag(article, annotator=who) for article in ARTICLES for who in (ANA, BEN)]
    decisions = [decide(after=tag) for tag in tags]
    undone = decide_state(ARTICLES[0], "open", "done")
    with raw(path) as connection:
        connection.execute("BEGIN")
        for n, article in enumerate(ARTICLES):
            values = [n + 1, article.id, article.text, article.title, "", "", "", "{}", 5, NOW]
            connection.execute(f"INSERT INTO article VALUES ({', '.join('?' * 10)})", values)
        for decision in [*decisions, undone]:
            _put_in_journal(connection, decision)
        connection.execute("UPDATE history SET undone = 1 WHERE seq = 61")
        for tag in tags:
            columns = ", ".join("?" * 11)
            connection.execute(f"INSERT INTO tag VALUES ({columns})", msgspec.structs.astuple(tag))
        connection.execute(
            "INSERT INTO progress SELECT id, 'ana', 'open', 3, 1.5, seq FROM article WHERE seq < 20"
        )
        connection.execute("COMMIT")
    return [*decisions, undone], sorted(tags, key=lambda tag: tag.id)


def _put_in_journal(connection: sqlite3.Connection, decision: Decision) -> None:
    after = None if decision.after is None else msgspec.json.encode(decision.after).decode()
    states = (decision.state_before, decision.state_after)
    seq = connection.execute(
        "INSERT INTO journal VALUES (NULL, ?, ?, ?, ?, ?, NULL, ?, ?, ?, NULL)",
        [decision.id, NOW, decision.annotator, decision.article, decision.verb, after, *states],
    ).lastrowid
    connection.execute("INSERT INTO history VALUES (?, ?, 0)", [seq, decision.annotator])
