"""The program around the reader: themes, the palette, errors, the end, and what an earlier run left."""

import json
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.css.query import NoMatches
from textual.widgets import Static
from textual.worker import WorkerFailed

from annotations.errors import TagError
from annotations.records import Article, Decision, Tag, new_id, timestamp
from annotations.scheme import Label, Scheme
from annotations.session import Session
from annotations.store import Store
from tests.support.reader import STRIKE, TALKS, Reader, article, reader
from tui import theme
from tui.screens.context import bound
from tui.screens.help import GROUPS
from tui.widgets.keybar import KeyBar


def decision(story: Article, text: str, label: str = "commitment") -> Decision:
    start = story.text.index(text)
    now = timestamp()
    tag = Tag(
        id=new_id(),
        article=story.id,
        start=start,
        end=start + len(text),
        text=text,
        label=label,
        annotator="mira",
        created=now,
        updated=now,
    )
    return Decision(id=new_id(), at=now, annotator="mira", article=story.id, verb="tag", after=tag)


async def test_the_house_theme_is_on_from_the_first_frame(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        assert desk.app.theme == theme.DARK.name
        assert desk.app.current_theme.dark
        assert desk.app.has_class("-theme-copydesk-dark")


async def test_another_theme_gives_the_labels_their_other_colours(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        dark = [hint.colour for hint in desk.keybar.labels]
        desk.app.theme = theme.LIGHT.name
        await desk.until(lambda: [hint.colour for hint in desk.keybar.labels] != dark)
        assert [hint.colour for hint in desk.keybar.labels] == [
            theme.colour(label.colour, dark=False) for label in desk.app.desk.scheme.labels
        ]


async def test_the_palette_offers_what_the_keys_do(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        offered = {command.title for command in desk.app.get_system_commands(desk.app.screen)}
        assert {"undo", "done, next", "library", "next sentence", "remove", "copy"} <= offered
        assert {"Theme", "Screenshot", "quit"} <= offered
        # What would hide the lines around the page for good is not, nor what `enter` alone should not do.
        assert not {"Keys", "Maximize", "Quit"} & offered
        await desk.press("ctrl+p")
        await desk.until(lambda: isinstance(desk.app.screen, CommandPalette))
        await desk.press("escape")
        assert desk.app.is_running


async def test_every_action_is_in_the_palette_and_in_the_help(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(120, 200)) as desk:
        offered = [command.help for command in desk.app.get_system_commands(desk.app.screen)]
        await desk.press("question_mark")
        told = "\n".join(str(each.render()) for each in desk.app.screen.query(Static))
        known = bound((desk.screen, desk.page)).values()
        missing = []
        for each in known:
            words = each.binding.tooltip or each.binding.description
            if not any(told_of.endswith(f"· {words}") for told_of in offered) and each.binding.description:
                missing.append(each.binding.id)
            if each.binding.id is not None and each.binding.id not in told:
                missing.append(each.binding.id)
        assert missing == []
        assert len(known) > 60


async def test_a_label_without_a_key_is_set_from_the_palette(tmp_path: Path) -> None:
    labels = tuple(Label(name=f"kind {number}", colour="green") for number in range(1, 12))
    async with reader(tmp_path, TALKS, scheme=Scheme(labels=labels)) as desk:
        await desk.press("}")
        commands = {command.title: command for command in desk.app.get_system_commands(desk.app.screen)}
        await commands["label: kind 11"].callback()
        await desk.saved()
        assert [tag.label for tag in desk.tags()] == ["kind 11"]


async def test_a_command_of_the_palette_does_it(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        commands = {command.title: command for command in desk.app.get_system_commands(desk.app.screen)}
        await commands["next article"].callback()
        await desk.until(lambda: "Yard strike" in desk.masthead)


async def test_what_the_user_can_mend_is_said_and_nothing_crashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(session: Session, *_: object) -> None:
        raise TagError("that cannot be tagged: \x1b[31mred")

    monkeypatch.setattr(Session, "tag", refuse)
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1")
        assert "that cannot be tagged: ␛[31mred" in desk.notices
        assert desk.app.is_running


async def test_what_an_earlier_run_could_not_save_comes_in(tmp_path: Path) -> None:
    story = article(TALKS)
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([story])
    import msgspec

    left = tmp_path / "desk.db.unsaved-0001.jsonl"
    left.write_bytes(msgspec.json.encode(decision(story, "Growers")) + b"\n")
    async with reader(tmp_path, TALKS) as desk:
        await desk.until(lambda: any("1 decisions of an earlier run" in notice for notice in desk.notices))
        assert [tag.text for tag in desk.tags()] == ["Growers"]
    assert not left.exists()


async def test_what_does_not_fit_any_more_is_kept_and_named(tmp_path: Path) -> None:
    story = article(TALKS)
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([story])
    left = tmp_path / "desk.db.unsaved-0002.jsonl"
    left.write_text(json.dumps({"no": "decision"}) + "\n")
    async with reader(tmp_path, TALKS) as desk:
        await desk.until(lambda: any("do not fit" in notice for notice in desk.notices))
    assert left.exists()


@pytest.mark.parametrize("code", [130, 143, 129])
async def test_told_to_go_it_keeps_the_place_and_goes(tmp_path: Path, code: int) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "l")
        place = desk.page.caret.start
        desk.app._leave(code)
        await desk.pilot.pause()
        assert desk.app.return_code == code
    with Store.open(tmp_path / "desk.db") as store:
        assert store.progress(article(TALKS).id, "mira").position == place


async def test_every_binding_has_a_group_in_the_help(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        for node in (desk.screen, desk.page):
            for _, binding in node._bindings:
                if binding.id and not binding.system:
                    assert binding.id.partition(".")[0] in GROUPS, binding.id


async def hints(desk: Reader) -> list[str]:
    return [hint.what for hint in desk.screen.query_one(KeyBar).hints]


async def test_the_key_bar_teaches_what_can_be_done_here(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        assert "sentence" in await hints(desk)
        await desk.press("s")
        assert {"grow", "shrink", "drop"} <= set(await hints(desk))
        await desk.press("1")
        assert "remove" in await hints(desk)


async def test_work_that_finds_its_widget_gone_at_the_end_is_no_mistake(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        app = desk.app
        bar = desk.keybar
    app._handle_exception(WorkerFailed(NoMatches("no key bar")))
    assert app.mistake is None
    assert not bar.is_attached
    app._handle_exception(WorkerFailed(ValueError("a real one")))
    assert isinstance(app.mistake, WorkerFailed)
