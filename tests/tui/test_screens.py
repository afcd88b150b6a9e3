"""What the screens look like: texts of whole screens, kept; and colours that can be read.

After a change that is meant, ``COPYDESK_SCREENS=keep`` writes them anew; the difference is to be read.
"""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.segment import Segment
from textual.color import Color
from textual.theme import Theme

from annotations.records import Detection, Entity, Quote, Speaker
from tests.support.reader import TALKS, Reader, reader, suggestion
from tui import theme

KEPT = Path(__file__).parent / "screens"
TEXT = TALKS + "\nThe council pledged to repair both piers.\n"
TOLD = Detection(
    pipeline="told",
    entities=(
        Entity(start=TEXT.index("Mira"), end=TEXT.index("Mira") + 11, label="PERSON", text="Mira Tanaka"),
        Entity(start=TEXT.index("$2"), end=TEXT.index("$2") + 10, label="MONEY", text="$2 million"),
    ),
    quotes=tuple(
        Quote(
            start=TEXT.index(words),
            end=TEXT.index(words) + len(words),
            text=words,
            confidence=sure,
            speaker=Speaker(
                start=TEXT.index("Mira"), end=TEXT.index("Mira") + 11, text="Mira Tanaka", name="Mira Tanaka"
            ),
        )
        for words, sure in (("“We seek trade,”", 0.9), ("“It is early.”", 0.4))
    ),
    suggestions=(
        suggestion(TEXT, "Growers say the fee of $2 million has hurt them.", "complaint", "Growers: “hurt”"),
        suggestion(TEXT, "The council pledged to repair both piers.", why="The council: “pledged”"),
    ),
)


def rows(desk: Reader) -> list[list[Segment]]:
    screen = desk.app.screen
    return [list(strip) for strip in screen._compositor.render_strips()]


def text_of(desk: Reader) -> str:
    lines = ("".join(segment.text for segment in row).rstrip() for row in rows(desk))
    return "\n".join(lines).rstrip() + "\n"


def attributes_of(desk: Reader) -> str:
    """Return the screen with its attributes under each line: bold, italic, underlined, doubly, reversed."""
    shown = []
    for row in rows(desk):
        text = "".join(segment.text for segment in row).rstrip()
        signs = "".join(sign(segment) * segment.cell_length for segment in row).rstrip()
        shown += [text, signs] if signs else [text]
    return "\n".join(shown).rstrip() + "\n"


def sign(segment: Segment) -> str:
    style = segment.style
    if style is None:
        return " "
    signs = {
        "r": style.reverse,
        "b": style.bold,
        "i": style.italic,
        "d": style.underline2,
        "u": style.underline,
    }
    return next((letter for letter, on in signs.items() if on), " ")


async def work(desk: Reader) -> None:
    """Tag, and go to what is suggested."""
    await desk.until(lambda: "2 to review" in desk.masthead)
    await desk.press("}", "1", "tab")
    await desk.saved()


async def search(desk: Reader) -> None:
    await desk.press("slash", *"trade")
    await desk.until(lambda: desk.caret.startswith("trade"))


async def edit(desk: Reader) -> None:
    await work(desk)
    await desk.press("shift+tab", "[", "enter", "h")


async def helped(desk: Reader) -> None:
    await desk.press("question_mark")


async def layers(desk: Reader) -> None:
    await work(desk)
    await desk.press("t")


async def panelled(desk: Reader) -> None:
    await work(desk)
    await desk.pilot.pause(0.1)


SCREENS: dict[str, tuple[tuple[int, int], Callable[[Reader], Awaitable[None]]]] = {
    "tiny-40x12": ((40, 12), work),
    "usual-80x24": ((80, 24), work),
    "wide-120x40": ((120, 40), panelled),
    "huge-240x60": ((240, 60), panelled),
    "search-80x24": ((80, 24), search),
    "edit-80x24": ((80, 24), edit),
    "layers-80x24": ((80, 24), layers),
    "help-80x24": ((80, 24), helped),
}


def compare(name: str, shown: str) -> None:
    path = KEPT / f"{name}.txt"
    if os.environ.get("COPYDESK_SCREENS") == "keep":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8"), f"{path.name} is not what is shown"


@pytest.mark.parametrize("name", SCREENS)
async def test_screen_is_as_it_was_kept(tmp_path: Path, name: str) -> None:
    size, act = SCREENS[name]
    async with reader(tmp_path, TEXT, told=TOLD, size=size, pace=False) as desk:
        await act(desk)
        await desk.pilot.pause()
        compare(name, text_of(desk))


async def test_screen_without_colours_is_as_it_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reader(tmp_path, TEXT, told=TOLD, pace=False) as desk:
        await work(desk)
        await desk.press("Z", "slash", *"contract", "enter")
        await desk.until(lambda: desk.caret.startswith("contract"))
        await desk.pilot.pause()
        compare("no-colour-80x24", attributes_of(desk))


def contrast(ink: RichColor, paper: RichColor) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    lights = sorted((luminance(Color.from_rich_color(colour)) for colour in (ink, paper)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def luminance(colour: Color) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dress", [theme.DARK, theme.LIGHT], ids=lambda each: str(each.name))
async def test_what_is_to_be_read_can_be_read(tmp_path: Path, dress: Theme) -> None:
    async with reader(tmp_path, TEXT, told=TOLD, size=(120, 40), theme=dress.name) as desk:
        await panelled(desk)
        await desk.press("s")
        await desk.pilot.pause(0.1)
        faint = {
            segment.text: round(contrast(segment.style.color, segment.style.bgcolor), 1)
            for row in rows(desk)
            for segment in row
            if segment.style
            and segment.style.color
            and segment.style.bgcolor
            and any(char.isalnum() for char in segment.text)
            and contrast(segment.style.color, segment.style.bgcolor) < 4.5
        }
        papers = {segment.style.bgcolor for row in rows(desk) for segment in row if segment.style}
    assert faint == {}
    assert Color.parse(str(dress.background)).rich_color in papers
