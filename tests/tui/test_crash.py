"""What is said and kept of a mistake in the program: where it was, and nothing of what it was about."""

import logging
import stat
import sys
import threading
from pathlib import Path

import pytest

from tui import crash

SECRET = "the minister said \x1b[2J nothing"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(logging, "lastResort", logging.lastResort)
    return tmp_path / "copydesk" / "crash.log"


def failing(article: str) -> Exception:
    try:
        looked_up(article)
    except ValueError as error:
        return error
    raise AssertionError


def looked_up(article: str) -> None:
    nothing: dict[str, str] = {}
    try:
        nothing[article]
    except KeyError as error:
        raise ValueError(article) from error


def test_the_log_has_the_place_and_no_word_of_the_article(state: Path) -> None:
    assert crash.write_down(failing(SECRET)) == state
    log = state.read_text(encoding="utf-8")
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.parent.stat().st_mode) == 0o700
    assert "builtins.ValueError" in log
    assert "builtins.KeyError" in log
    assert "test_crash.py" in log
    assert "in failing" in log
    assert log.startswith("copydesk ")
    assert "minister" not in log


def test_the_latest_mistake_takes_the_place_of_the_one_before(state: Path) -> None:
    crash.write_down(failing(SECRET))
    crash.write_down(None)
    assert "ValueError" not in state.read_text(encoding="utf-8")


def test_errors_that_name_each_other_end(state: Path) -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    crash.write_down(one)
    assert state.read_text(encoding="utf-8").count("builtins.") == 2


def test_a_log_that_is_a_link_or_cannot_be_is_done_without(state: Path, tmp_path: Path) -> None:
    state.parent.mkdir()
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    state.symlink_to(victim)
    assert crash.write_down(failing(SECRET)) is None
    assert victim.read_text(encoding="utf-8") == "mine"
    assert "crash.log" not in crash.sentence(failing(SECRET), None)


def test_the_hook_says_one_sentence_that_no_terminal_obeys(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crash.watch()
    error = failing(SECRET + "!" * 1000 + "\nmore")
    sys.excepthook(type(error), error, None)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "\x1b" not in said
    assert "ValueError" in said
    assert "is saved" in said
    assert str(state) in said
    assert len(said) < 500


def test_an_interrupt_is_no_mistake(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crash.watch()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == ""
    assert not state.exists()


def test_an_error_without_words(state: Path) -> None:
    assert "(AssertionError)" in crash.sentence(AssertionError(), state)


def test_a_thread_writes_its_mistake_down_and_nothing_on_the_screen(
    state: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    crash.watch()
    thread = threading.Thread(target=lambda: 1 // 0)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in state.read_text(encoding="utf-8")
    assert capfd.readouterr().err == ""


def test_other_peoples_warnings_stay_off_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    crash.watch()
    logger = logging.getLogger("somebody.else")
    logger.propagate = False
    logger.warning("could not parse %s", SECRET)
    assert capfd.readouterr().err == ""
