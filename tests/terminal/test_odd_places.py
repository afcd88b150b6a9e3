"""Odd terminals, odd articles, and keys that come before their time or were never meant as keys."""

import pytest

from tests.support.desk import Desk
from tests.support.hostile import leaks
from tests.terminal.test_journeys import Saved, leave, ready

SIZES = [(3, 10), (12, 40), (1, 1), (60, 240), (2, 3), (24, 80), (3, 10), (40, 120), (24, 80)]
SENTENCE = "The council promised to mend the lighthouse before the autumn storms come."


def test_resized_at_any_moment_nothing_is_lost(desk: Desk) -> None:
    with desk.open(desk.write("story.txt", f"A story.\n\n{SENTENCE}\n\n{'More. ' * 400}\n")) as terminal:
        ready(terminal)
        for key, (rows, columns) in zip("j}s1t1/xyG", [*SIZES, (24, 80)], strict=True):
            terminal.resize(rows, columns)
            terminal.press(key)
        terminal.press("escape")
        terminal.wait_for("lighthouse")
        terminal.wait_for(lambda t: "1 commitment" in t.lines[-1])
        terminal.press("T", "T", "?")
        for rows, columns in SIZES:
            terminal.resize(rows, columns)
        terminal.wait_for("Labels")
        terminal.press("q")
        terminal.wait_for(Saved(1))
        leave(terminal)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "xterm-16color"}, {"TERM": "linux"}], ids=str)
def test_without_colours_everything_can_still_be_told_apart(desk: Desk, env: dict[str, str]) -> None:
    desk.env.update(env)
    with desk.open(desk.write("story.txt", f"A story.\n\n{SENTENCE} Nobody came.\n")) as terminal:
        ready(terminal)
        terminal.wait_for("1 to review")
        terminal.wait_for("c┊")
        terminal.press("tab")
        terminal.wait_for("c┋")
        terminal.wait_for("commitment? ")
        terminal.press("a")
        terminal.wait_for(lambda t: "c▌" in t.text and "to review" not in t.text)
        terminal.wait_for(Saved(1))
        leave(terminal)
        assert leaks(terminal.written) == []


def test_a_bracketed_paste_is_no_keys(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.write(f"\x1b[200~c 1 2 {SENTENCE}\x1b[201~".encode())
        terminal.press("}", "1")
        terminal.wait_for(Saved(1))
        leave(terminal)
    assert [span["label"] for span in desk.spans()] == ["commitment"]


def test_an_unmarked_paste_is_held_until_it_is_confirmed(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.write(SENTENCE.encode())
        terminal.wait_for(f"{len(SENTENCE)} keys came at once")
        terminal.press("escape")
        terminal.wait_for(lambda t: "came at once" not in t.text)
        terminal.press("/")
        terminal.wait_for(lambda t: "keep" in t.lines[-1])
        terminal.write(b"two countries will keep talking")
        terminal.wait_for("1 of 1")
        terminal.press("enter", "1")
        terminal.wait_for(Saved(1))
        leave(terminal)
    (span,) = desk.spans()
    assert span["text"].startswith("The two countries will keep talking")


def test_keys_typed_ahead_act_on_the_article_that_comes(desk: Desk) -> None:
    paths = [
        desk.write(f"{number}.txt", f"Title {number}\n\nSentence {number} is here.\n") for number in range(6)
    ]
    with desk.open(*paths) as terminal:
        ready(terminal)
        terminal.wait_for("1 of 6")
        terminal.write(b"}1]" * 5 + b"}2")
        terminal.wait_for("6 of 6")
        terminal.wait_for(Saved(1))
        leave(terminal)
    found = sorted((span["text"], span["label"]) for span in desk.spans())
    assert found == [
        *((f"Sentence {number} is here.", "commitment") for number in range(5)),
        ("Sentence 5 is here.", "complaint"),
    ]


def test_keys_typed_ahead_of_a_line_go_into_it_whatever_was_opened_before(desk: Desk) -> None:
    with desk.open(desk.write("port.txt", "The port is shut.\n\nA treaty is signed.\n")) as terminal:
        ready(terminal)
        for _ in range(5):
            terminal.write(b"oo/treaty")
            terminal.wait_for("/ treaty")
            terminal.press("escape")
            terminal.wait_for("1 commitment")
        leave(terminal)
    assert not desk.spans()


ODD = {
    "one-word": "Lighthouse",
    "one-line": "The port is shut. " * 120_000,
    "lines": "Shut.\n" * 200_000,
    "right-to-left": "وعد المجلس بإصلاح المنارة.\n\nהמועצה הבטיחה לתקן.\n",
    "wide": "理事会は灯台を修理すると約束した。\n\n" * 20,
    "families": "The 👨‍👩‍👧‍👦 of 🇨🇱 pledged 1️⃣ 🏳️‍🌈.\n",
    "zalgo": "T" + "\u0301\u0323" * 500 + "he council promised.\n",
    "commands": "A \x1b]0;PWN\x07 \x1b[2J \u202e sentence \x9b31m here.\n",
}


def test_odd_articles_are_read_and_tagged_like_any_other(desk: Desk) -> None:
    paths = [desk.write(f"{number}-{name}.txt", text) for number, (name, text) in enumerate(ODD.items())]
    with desk.open(*paths) as terminal:
        ready(terminal)
        terminal.wait_for(f"1 of {len(ODD)}")
        for number in range(1, len(ODD) + 1):
            terminal.wait_for(f"{number} of {len(ODD)}")
            terminal.press("G", "k", "j", "s", "1")
            terminal.wait_for(Saved(1))
            terminal.press("]")
        terminal.wait_for("this is the last article")
        leave(terminal)
    assert len(desk.spans()) == len(ODD)


def test_escape_and_the_next_key_are_two_keys_however_quick(desk: Desk) -> None:
    with desk.open(desk.write("story.txt", f"A story.\n\n{SENTENCE} Nobody came.\n")) as terminal:
        ready(terminal)
        terminal.write(b"}/nobody\x1b1/nobody\x1bs2")
        terminal.wait_for(Saved(2))
        leave(terminal)
    assert [span["text"] for span in desk.spans()] == [SENTENCE, SENTENCE]
