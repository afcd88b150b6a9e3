import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text import display


@pytest.mark.parametrize(
    "text", ["", "Plain.\n", "“Curly” – naïve 東京 नमस्ते", "👩‍👩‍👧 ❤️ e\u0301 \u200c\u200b\u00ad\u00a0"]
)
def test_clean_text_is_returned_as_it_is(text: str) -> None:
    assert display(text) is text


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x00", "␀"),
        ("\x07", "␇"),
        ("\t", " "),
        ("\r", "␍"),
        ("\x1b", "␛"),
        ("\x1f", "␟"),
        ("\x7f", "␡"),
        *((char, "\ufffd") for char in "\x80\x85\x9b\x9d\x9f\u061c\u200e\u200f\u2028\u2029\u202a\u202e"),
        *((char, "\ufffd") for char in "\u2066\u2069\ufeff\ufff9\ufffb\ud800\udfff\U000e0000\U000e007f"),
    ],
)
def test_what_could_command_a_terminal_is_shown_as_a_sign(hidden: str, shown: str) -> None:
    assert display(f"a{hidden}b") == f"a{shown}b"


def test_an_escape_sequence_loses_its_power_and_keeps_its_length() -> None:
    attack = "\x1b]0;title\x07\x1b[2J\x9b31m\u202eevil\n"
    assert display(attack) == "␛]0;title␇␛[2J\ufffd31m\ufffdevil\n"


def test_many_signs_are_replaced_as_few_are() -> None:
    text = "a\x1b\x9b“\t" * 20_000
    assert display(text) == "a␛\ufffd“ " * 20_000


@given(st.text(st.characters(exclude_categories=())))
def test_the_length_stays_and_nothing_dangerous_does(text: str) -> None:
    shown = display(text)
    assert len(shown) == len(text)
    assert all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") for char in shown)
    assert not any(
        unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "FSI") for char in shown
    )
    assert display(shown) is shown


def test_a_megabyte_takes_no_longer_than_a_blink() -> None:
    text = "“a\x1bé\x9b中" * 170_000
    began = time.perf_counter()
    display(text)
    assert time.perf_counter() - began < 0.5  # measured: 0.05 on a slow core
