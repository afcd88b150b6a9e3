"""Two windows on one database: each sees what the other decides, and loses nothing of its own."""

from pathlib import Path

from annotations.records import Decision, Tag, new_id, timestamp
from annotations.store import Store
from tests.support.reader import STRIKE, TALKS, Reader, article, reader

NOTICE = "this article was changed in another window"


def decide(path: Path, story: str, *, annotator: str = "mira") -> Tag:
    """Tag the first words of a story as another window does."""
    found, now = article(story), timestamp()
    tag = Tag(
        id=new_id(),
        article=found.id,
        start=0,
        end=10,
        text=found.text[:10],
        label="complaint",
        annotator=annotator,
        created=now,
        updated=now,
    )
    with Store.open(path) as store:
        store.commit(
            Decision(id=new_id(), at=now, annotator=annotator, article=found.id, verb="tag", after=tag)
        )
    return tag


def tags(desk: Reader) -> list[str]:
    session = desk.screen.session
    assert session is not None
    return [tag.text for tag in session.tags]


async def test_what_another_window_tags_is_seen_and_can_be_undone_here(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.until(lambda: desk.screen.looks)
        tag = decide(desk.database, TALKS)
        await desk.until(lambda: tags(desk) == [tag.text])
        assert desk.notices[-1] == NOTICE
        assert "1 tag" in desk.masthead
        await desk.press("u")
        await desk.saved()
        assert tags(desk) == []


async def test_what_is_begun_here_is_not_disturbed(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.until(lambda: desk.screen.looks)
        await desk.press("s")
        selected = desk.page.selection
        tag = decide(desk.database, TALKS)
        await desk.until(lambda: desk.screen.is_behind)
        assert (tags(desk), desk.page.selection) == ([], selected)
        await desk.press("escape")
        await desk.until(lambda: tags(desk) == [tag.text])


async def test_what_others_do_elsewhere_changes_nothing_here(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.until(lambda: desk.screen.looks)
        await desk.press(")", ")", ")", "1")
        await desk.saved()
        mine = tags(desk)
        decide(desk.database, STRIKE)
        decide(desk.database, TALKS, annotator="somebody else")
        looks = desk.screen.looks
        await desk.until(lambda: desk.screen.looks > looks + 1 and not desk.screen.is_behind)
        assert tags(desk) == mine
        assert NOTICE not in desk.notices
        await desk.press("u")
        await desk.saved()
        assert tags(desk) == []
