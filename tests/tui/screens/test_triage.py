"""Triage: suggestions alone, all around the queue, with how far it has come and an end that is true."""

import asyncio
from pathlib import Path

from annotations.records import Article, Detection
from tests.support.reader import STRIKE, TALKS, Reader, ToldDesk, reader, suggestion

CONTRACT = "The port will publish every contract."
GROWERS = "Growers say the fee of $2 million has hurt them."
BETWEEN = "Between\n\nNothing is said here.\n"
TOLD = Detection(
    pipeline="told",
    suggestions=(
        suggestion(TALKS, CONTRACT),
        suggestion(TALKS, GROWERS, "complaint", "“hurt”"),
        suggestion(TALKS, "$2 million", "figure", "an amount"),
        suggestion(STRIKE, "Work begins on Monday.", why="begins"),
    ),
)


def accepted(desk: Reader) -> list[str]:
    return [tag.text for tag in desk.tags()]


async def test_triage_goes_through_all_articles(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, BETWEEN, STRIKE, told=TOLD) as desk:
        await desk.press("T")
        assert desk.keybar.prompt == "commitment? a promise"
        assert desk.masthead.endswith("2 more articles · triage 0 of 3")
        assert desk.page._lit is not None
        lit = desk.page._lit.of(TALKS)
        assert lit.startswith("Harbour talks open")
        assert lit.endswith(GROWERS)
        await desk.press("a", "tab", "d")
        # What was skipped stays behind.
        await desk.until(lambda: "Yard strike" in desk.masthead)
        assert desk.keybar.prompt == "commitment? begins"
        assert desk.masthead.endswith("0 more articles · triage 2 of 4")
        await desk.press("u")
        await desk.until(lambda: "triage 1 of 4" in desk.masthead)
        await desk.press("escape")
        assert desk.page._lit is None
        assert desk.masthead.endswith("2 to review")


async def test_triage_typed_ahead_keeps_its_order(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE, told=TOLD) as desk:
        await desk.pilot.press("T", "a", "d", "a", "a")
        await desk.saved()
        assert accepted(desk) == [CONTRACT, "$2 million", "Work begins on Monday."]
        assert "done: 4 answered, nothing is left to review in the queue" in desk.notices


async def test_triage_takes_up_where_it_was_left(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE, told=TOLD) as desk:
        await desk.press("T", "a", "q")
    async with reader(tmp_path, TALKS, STRIKE, told=TOLD) as desk:
        await desk.press("T")
        assert desk.keybar.prompt == "complaint? “hurt”"
        assert desk.masthead.endswith("1 more article · triage 0 of 2")
        await desk.press("T")
        assert desk.page._lit is None


async def test_triage_with_nothing_to_do_says_so(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("T")
        await desk.until(lambda: "done: 0 answered, nothing is left to review in the queue" in desk.notices)


async def test_it_goes_around_and_tells_what_was_passed_over(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, BETWEEN, STRIKE, told=TOLD) as desk:
        await desk.press("]", "T")
        await desk.until(lambda: "Yard strike" in desk.masthead)
        # On from the end of the queue to its beginning.
        await desk.press("a")
        await desk.until(lambda: "Harbour talks" in desk.masthead)
        assert desk.masthead.endswith("0 more articles · triage 1 of 4")
        await desk.press("tab", "tab", "d")
        await desk.until(lambda: "through the whole queue: 2 answered, 2 left open" in desk.notices)
        assert desk.masthead.endswith("2 to review")


async def test_what_was_taken_back_in_an_earlier_article_does_not_end_it(tmp_path: Path) -> None:
    other = "Another\n\nWork begins on Monday.\n"
    told = Detection(
        pipeline="told",
        suggestions=(
            suggestion(STRIKE, "Work begins on Monday."),
            suggestion(other, "Work begins on Monday."),
            suggestion(TALKS, CONTRACT),
        ),
    )
    async with reader(tmp_path, STRIKE, other, TALKS, told=told) as desk:
        await desk.press("T", "a")
        await desk.until(lambda: "Another" in desk.masthead)
        await desk.press("u")
        await desk.until(lambda: "Yard strike" in desk.masthead)
        await desk.press("a")
        # The one between was met already; it is left open, and the next one comes.
        await desk.until(lambda: "Harbour talks" in desk.masthead)
        await desk.press("a")
        await desk.until(lambda: "through the whole queue: 2 answered, 1 left open" in desk.notices)


class SlowDesk(ToldDesk):
    """A desk that analyses an article when it is told to."""

    gate: asyncio.Semaphore

    async def detect(self, article: Article) -> Detection:
        await self.gate.acquire()
        return await super().detect(article)


async def test_while_it_looks_on_keys_wait_and_escape_ends_it(tmp_path: Path) -> None:
    texts = [f"Story {n}\n\nNothing happened on day {n}.\n" for n in range(30)]
    SlowDesk.gate = asyncio.Semaphore(1)
    async with reader(tmp_path, *texts, TALKS, told=TOLD, desk=SlowDesk) as desk:
        await desk.until(lambda: desk.screen.detection)
        await desk.pilot.press("T", "a")
        await desk.until(lambda: desk.keybar.prompt == "looking on … 30 articles to go")
        for _ in range(10):
            SlowDesk.gate.release()
        await desk.until(lambda: desk.keybar.prompt == "looking on … 20 articles to go")
        assert "Story 0" in desk.masthead
        await desk.pilot.press("escape")
        await desk.until(lambda: not desk.keybar.prompt)
        assert desk.notices[-1] == "dropped what was typed ahead: 1 key"
        await desk.press("j")
        assert not desk.caret.startswith("Story 0")
        for _ in range(60):
            SlowDesk.gate.release()
        # More articles than it looked at in one go before: it gets to the last one, and the keys act there.
        await desk.pilot.press("T", "a")
        await desk.until(lambda: "Harbour talks" in desk.masthead)
        await desk.saved()
        assert accepted(desk) == [CONTRACT]
