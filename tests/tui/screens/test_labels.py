"""Several kinds of label in one pass, and a scheme that is being written meanwhile."""

import os
from pathlib import Path
from typing import Any

from annotations import scheme
from annotations.scheme import Scheme
from tests.support.reader import TALKS, Reader, reader

TOML = """
[[label]]
name = "promise"
key = "c"
colour = "green"

[[label]]
name = "politics"
key = "K"
colour = "blue"
kind = "article"

[[label]]
name = "opinion"
colour = "red"
kind = "sentence"
"""
CONTRACT = "The port will publish every contract."


def kinds() -> Scheme:
    return scheme.parse(TOML, "mine.toml")


def kept(desk: Reader) -> list[tuple[str, str]]:
    return [(tag.label, tag.text) for tag in desk.tags()]


async def test_passages_sentences_and_the_article_in_one_pass(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, scheme=kinds()) as desk:
        await desk.press("}", "v", "l", "1", "K", "l", "l", "v", "l", "3")
        await desk.saved()
        assert sorted(kept(desk)) == [("opinion", CONTRACT), ("politics", ""), ("promise", "The port")]
        assert "politics · 2 tags" in desk.masthead
        await desk.press("2")
        await desk.saved()
        assert "politics" not in desk.masthead
        assert "the article is no longer labelled politics" in desk.notices
        await desk.press("u")
        await desk.until(lambda: "politics" in desk.masthead)


async def test_a_digit_without_a_label_says_so(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, scheme=kinds()) as desk:
        await desk.press("7")
        assert "there is no label 7" in desk.notices


def written(path: Path, text: str, second: int) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (second, second))


def following(path: Path) -> dict[str, Any]:
    written(path, TOML, 1_000)
    return {"scheme": scheme.load(path), "scheme_source": str(path)}


async def test_a_scheme_that_changes_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    async with reader(tmp_path, TALKS, **following(path)) as desk:
        await desk.press("}", "c")
        written(path, TOML.replace('"promise"\nkey = "c"', '"pledge"\nkey = "Q"'), 2_000)
        await desk.screen.follow_scheme()
        await desk.until(lambda: "the labels were read anew" in desk.notices)
        assert desk.keybar.labels[0].what == "pledge"
        await desk.press("l", ")", "c", "Q")
        await desk.saved()
        assert [label for label, _ in kept(desk)] == ["promise", "pledge"]


async def test_a_scheme_with_an_error_is_named_and_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    async with reader(tmp_path, TALKS, **following(path)) as desk:
        written(path, TOML.replace('"K"', '"x"'), 2_000)
        await desk.screen.follow_scheme()
        await desk.pilot.pause()
        said = [notice for notice in desk.notices if "the scheme stays as it was" in notice]
        assert len(said) == 1
        assert str(path) in said[0]
        assert 'key "x" of label politics already belongs to a command' in said[0]
        await desk.screen.follow_scheme()
        await desk.pilot.pause()
        assert len([notice for notice in desk.notices if "stays as it was" in notice]) == 1
        assert desk.keybar.labels[0].what == "promise"


async def test_a_file_that_only_was_touched_or_is_gone_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    async with reader(tmp_path, TALKS, **following(path)) as desk:
        written(path, TOML, 3_000)
        await desk.screen.follow_scheme()
        path.unlink()
        await desk.screen.follow_scheme()
        await desk.pilot.pause()
        assert desk.notices == []
