"""The reader on a database that can only be read: all is shown, every change refused in one sentence."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from annotations.errors import ReadOnlyError
from annotations.records import Detection
from annotations.store import Store, schema
from tests.annotations.store.desk import decide, make_tag
from tests.support.reader import STRIKE, TALKS, article, reader, suggestion

GROWERS = suggestion(TALKS, "Growers say the fee of $2 million has hurt them.", "complaint")
TOLD = Detection(pipeline="told", suggestions=(GROWERS,))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database with two articles and a tag, of a newer version."""
    talks, strike = article(TALKS, "0.txt"), article(STRIKE, "1.txt")
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([talks, strike])
        store.commit(decide(after=make_tag(talks, 0, 7, annotator="mira")))
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute(f"PRAGMA user_version={schema.newest() + 1}")
    connection.close()
    return tmp_path


def contents(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


async def test_it_is_read_walked_and_searched(folder: Path) -> None:
    before = contents(folder)
    async with reader(folder, told=TOLD, size=(120, 24)) as desk:
        assert "1 tag" in desk.masthead
        assert desk.masthead.endswith("read-only")
        await desk.until(lambda: any("newer copydesk" in notice for notice in desk.notices))
        await desk.press("]")
        assert "Yard strike" in desk.masthead
        await desk.press("[", "/", *"growers", "enter")
        assert desk.caret.startswith("Growers say")
        await desk.press("L")
        await desk.press("j", "enter")
        await desk.until(lambda: "Yard strike" in desk.masthead)
    assert contents(folder) == before


@pytest.mark.parametrize(
    "keys", ["1", "D", "S", "F", "u", "ctrl+r", "x", "p", "tab a", "tab d", "tab 2", "enter l enter", "r 2"]
)
async def test_every_change_is_refused(folder: Path, keys: str) -> None:
    before = contents(folder)
    async with reader(folder, told=TOLD, size=(120, 24)) as desk:
        await desk.until(lambda: desk.notices)
        desk.notices.clear()
        await desk.press("g", *keys.split())
        refusals = [notice for notice in desk.notices if notice.endswith("upgrade copydesk to change it")]
        assert len(refusals) == 1
        session = desk.screen.session
        assert session is not None
        assert [tag.text for tag in session.tags] == ["Harbour"]
        assert (session.state, desk.keybar.saved, desk.app.desk.store.unsaved) == ("open", "", 0)
        assert "Harbour talks" in desk.masthead
    assert contents(folder) == before


async def test_there_is_no_copy_of_the_day(folder: Path) -> None:
    before = contents(folder)
    async with reader(folder, told=TOLD) as desk:
        desk.app.desk.keep_copy()
        with pytest.raises(ReadOnlyError):
            desk.app.desk.add([article("Another.", "9.txt")])
    assert contents(folder) == before
