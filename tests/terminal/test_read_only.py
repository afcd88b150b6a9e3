"""A database of a newer version in the real program: read to the end, and not a byte of it changed."""

import hashlib
import sqlite3

from tests.support.desk import Desk
from tests.terminal.test_journeys import Saved, leave, ready


def test_a_newer_database_is_read_and_left_as_it_is(desk: Desk) -> None:
    with desk.open("sample_articles/01-trade-talks.txt") as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        leave(terminal)
    with sqlite3.connect(desk.database) as connection:
        connection.executescript("PRAGMA user_version=9999; CREATE TABLE dream (id INTEGER PRIMARY KEY)")
    connection.close()
    before = hashlib.sha256(desk.database.read_bytes()).hexdigest()
    new = desk.write("new.txt", "A new story.\n\nIt stands in no database yet.\n")
    with desk.open(new, rows=30, columns=120) as terminal:
        ready(terminal)
        terminal.wait_for("It stands in no database yet.")
        terminal.wait_for("9999")
        terminal.press("1")
        terminal.wait_for("upgrade copydesk to change it")
        leave(terminal)
    with desk.open(rows=30, columns=120) as terminal:
        ready(terminal)
        terminal.wait_for(lambda t: "1 tag" in t.lines[0] and t.lines[0].rstrip().endswith("read-only"))
        terminal.press("x", "G", "L")
        terminal.wait_for("Library · 1 article")
        terminal.press("escape")
        terminal.wait_for(lambda t: "1 tag" in t.lines[0])
        leave(terminal)
    assert [span["label"] for span in desk.spans()] == ["commitment"]
    assert hashlib.sha256(desk.database.read_bytes()).hexdigest() == before
    assert [path.name for path in desk.folder.glob("copydesk.db*")] == ["copydesk.db"]
