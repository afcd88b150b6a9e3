"""What is looked at before the reader opens, and what is said after it has closed."""

import gc
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotations.errors import CopydeskError, SchemeError, StoreError
from annotations.intake import Batch
from annotations.records import Article, Refusal
from annotations.store import Opened
from tests.support.reader import STRIKE, TALKS, article
from tui import start
from tui.config import Options, Settings
from tui.desk import Desk
from tui.report import NoTerminalError

HIDING = '[[label]]\nname = "promise"\ncolour = "green"\nkey = "j"\n'
GONE = Refusal(source="gone.txt", reason="no such file or folder")

Terminal = Callable[..., None]


class Stream(io.TextIOWrapper):
    """A stream that is a terminal or says it is."""

    def __init__(self, data: bytes, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_DB", str(tmp_path / "desk.db"))
    monkeypatch.setenv("COPYDESK_ANNOTATOR", "mira")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("ESCDELAY", "100")
    yield tmp_path
    gc.enable()  # The start turns it off, for the reader alone.


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return what decides whether the process has a terminal; it has one until told otherwise."""

    def set_terminal(*, stdin: bool = True, stdout: bool = True, piped: bytes = b"") -> None:
        streams = SimpleNamespace(
            stdin=Stream(piped, terminal=stdin),
            stdout=Stream(b"", terminal=stdout),
            setswitchinterval=lambda _: None,
        )
        # pytest puts streams of its own into sys between a fixture and its test.
        monkeypatch.setattr(start, "sys", streams)
        monkeypatch.setattr("sys.stdin", streams.stdin)

    set_terminal()
    return set_terminal


class Opening:
    """Stands for the reader itself, and remembers what it was given."""

    def __init__(self) -> None:
        self.calls: list[tuple[Settings, list[str], Article | None, list[Batch]]] = []

    def __call__(
        self, settings: Settings, paths: Sequence[str], first: Article | None, source: Iterable[Batch]
    ) -> int:
        self.calls.append((settings, list(paths), first, list(source)))
        return 7


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Opening:
    found = Opening()
    monkeypatch.setattr(start, "_run", found)
    return found


# Up to the first article.


def test_nothing_is_read_past_the_first_article() -> None:
    batches = [Batch([article(TALKS)], []), Batch([article(STRIKE)], [])]
    source = iter(batches)
    taken, first = start._up_to_first_article(source)
    assert (taken, first) == (batches[:1], article(TALKS))
    assert list(source) == batches[1:]


def test_refusals_before_the_first_article_are_kept() -> None:
    batches = [Batch([], [GONE]), Batch([article(TALKS), article(STRIKE)], [GONE])]
    assert start._up_to_first_article(iter(batches)) == (batches, article(TALKS))


@pytest.mark.parametrize("batches", [[], [Batch([], [GONE])], [Batch([], [GONE]), Batch([], [])]])
def test_there_may_be_no_article(batches: list[Batch]) -> None:
    assert start._up_to_first_article(iter(batches)) == (batches, None)


# A terminal.


@pytest.mark.parametrize(
    ("stdin", "stdout", "paths", "enough"),
    [
        (True, True, (), True),
        (True, True, ("-",), True),
        (False, True, ("-",), True),
        (False, True, ("a.txt", "-"), True),
        (False, True, ("./-",), False),
        (False, True, ("a.txt",), False),
        (False, True, (), False),
        (True, False, ("a.txt",), False),
        (False, False, ("-",), False),
    ],
)
def test_keys_must_come_from_a_terminal_and_the_page_go_to_one(
    terminal: Terminal, stdin: bool, stdout: bool, paths: tuple[str, ...], enough: bool
) -> None:
    terminal(stdin=stdin, stdout=stdout)
    if enough:
        start.check_terminal(paths)
        return
    with pytest.raises(NoTerminalError, match="needs a terminal"):
        start.check_terminal(paths)


def test_a_dumb_terminal_is_none(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(NoTerminalError, match="TERM is dumb"):
        start.check_terminal(())


# Refusals before anything opens.


def test_without_a_terminal_nothing_is_read(folder: Path, terminal: Terminal, opening: Opening) -> None:
    terminal(stdout=False)
    with pytest.raises(NoTerminalError):
        start.run_reader(Options(scheme=Path("gone.toml")), ["gone.txt"], None)
    assert opening.calls == []
    assert gc.isenabled()


def test_a_bad_scheme_is_refused_first(terminal: Terminal, opening: Opening) -> None:
    with pytest.raises(SchemeError, match=r"gone\.toml"):
        start.run_reader(Options(scheme=Path("gone.toml")), ["gone.txt"], None)
    assert opening.calls == []


def test_with_nothing_to_show_the_reader_does_not_open(
    folder: Path, terminal: Terminal, opening: Opening, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.txt").write_bytes(b"")
    assert start.run_reader(Options(), ["gone\x1b[2J.txt", "empty.txt"], None) == 1
    gone, empty = capsys.readouterr().err.splitlines()
    assert gone.startswith("copydesk: gone")
    assert "\x1b" not in gone
    assert empty == "copydesk: empty.txt: is empty"
    assert opening.calls == []
    assert not (folder / "desk.db").exists()


def test_the_reader_gets_every_batch_once(folder: Path, terminal: Terminal, opening: Opening) -> None:
    for name, text in (("1.txt", TALKS), ("2.txt", STRIKE)):
        (folder / name).write_text(text, encoding="utf-8")
    paths = ["gone.txt", "1.txt", "2.txt"]
    assert start.run_reader(Options(annotator="ana"), paths, None) == 7
    ((settings, given, first, batches),) = opening.calls
    assert (settings.annotator, settings.db, given) == ("ana", folder / "desk.db", paths)
    assert first is not None
    assert first.text == TALKS
    assert [one.text for batch in batches for one in batch.articles] == [TALKS, STRIKE]
    assert [one.source for batch in batches for one in batch.refusals] == ["gone.txt"]
    assert not (folder / "desk.db").exists()


def test_the_encoding_is_used(folder: Path, terminal: Terminal, opening: Opening) -> None:
    (folder / "a.txt").write_bytes(b"prix: 5 \x80")
    start.run_reader(Options(), ["a.txt"], "cp850")
    first = opening.calls[0][2]
    assert first is not None
    assert first.text == "prix: 5 Ç"


def test_with_no_path_the_database_is_opened(terminal: Terminal, opening: Opening) -> None:
    assert start.run_reader(Options(), [], None) == 7
    ((_, paths, first, batches),) = opening.calls
    assert (paths, first, batches) == ([], None, [])


@pytest.mark.parametrize(("paths", "times"), [(["-"], 1), (["a.txt"], 0)])
def test_keys_are_read_from_the_terminal_after_an_article_from_a_pipe(
    folder: Path,
    terminal: Terminal,
    opening: Opening,
    monkeypatch: pytest.MonkeyPatch,
    paths: list[str],
    times: int,
) -> None:
    (folder / "a.txt").write_text(TALKS, encoding="utf-8")
    terminal(stdin=paths != ["-"], piped=TALKS.encode())
    given: list[None] = []
    monkeypatch.setattr(start, "_give_back_the_keyboard", lambda: given.append(None))
    assert start.run_reader(Options(), paths, None) == 7
    assert len(given) == times
    first = opening.calls[0][2]
    assert first is not None
    assert first.text == TALKS


def test_an_empty_pipe_leaves_the_keyboard_alone(
    terminal: Terminal, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal(stdin=False)
    monkeypatch.setattr(start, "_give_back_the_keyboard", lambda: pytest.fail("nothing was read"))
    assert start.run_reader(Options(), ["-"], None) == 1
    assert opening.calls == []


@pytest.mark.parametrize(("told", "delay"), [(None, start.ESCAPE_DELAY_MS), ("50", "50")])
def test_the_escape_delay_of_the_user_wins(
    terminal: Terminal, opening: Opening, monkeypatch: pytest.MonkeyPatch, told: str | None, delay: str
) -> None:
    if told is None:
        monkeypatch.delenv("ESCDELAY")
    else:
        monkeypatch.setenv("ESCDELAY", told)
    start.run_reader(Options(), [], None)
    assert os.environ["ESCDELAY"] == delay


# The reader, and what is said after it.


class App:
    """Stands for the application: it ends at once."""

    refusals: tuple[Refusal, ...] = ()
    failure: CopydeskError | None = None
    mistake: Exception | None = None
    return_code = 0
    opened: list[str]

    def __init__(
        self, desk: Desk, first: "Future[Opened]", source: Iterable[Batch], *, offers_tour: bool
    ) -> None:
        assert offers_tour == desk.is_new
        self._first = first

    def run(self) -> None:
        type(self).opened.append(self._first.result(10).article.text)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> type[App]:
    class Told(App):
        opened: list[str] = []  # noqa: RUF012 - one list for each test

    monkeypatch.setattr("tui.app.CopydeskApp", Told)
    return Told


@pytest.fixture
def story(folder: Path) -> str:
    (folder / "a.txt").write_text(TALKS, encoding="utf-8")
    return "a.txt"


def test_a_scheme_that_hides_a_command_opens_nothing(
    folder: Path, terminal: Terminal, app: type[App], story: str
) -> None:
    (folder / "hiding.toml").write_text(HIDING, encoding="utf-8")
    with pytest.raises(SchemeError, match=r'hiding\.toml: key "j" of label promise'):
        start.run_reader(Options(scheme=Path("hiding.toml")), [story], None)
    assert app.opened == []
    assert not (folder / "desk.db").exists()


def test_a_theme_that_is_not_there_opens_nothing(
    folder: Path, terminal: Terminal, app: type[App], story: str
) -> None:
    (folder / "copydesk.toml").write_text('theme = "mud"', encoding="utf-8")
    with pytest.raises(SchemeError, match=r'copydesk\.toml: theme "mud" is not known; known are copydesk-'):
        start.run_reader(Options(), [story], None)
    assert app.opened == []


@pytest.mark.parametrize(
    ("refusals", "code", "exit_code"), [((), 0, 0), ((GONE,), 0, 1), ((), 3, 3), ((GONE,), 3, 3)]
)
def test_the_exit_code_tells_of_refusals(
    terminal: Terminal,
    app: type[App],
    story: str,
    capsys: pytest.CaptureFixture[str],
    refusals: tuple[Refusal, ...],
    code: int,
    exit_code: int,
) -> None:
    app.refusals, app.return_code = refusals, code
    assert start.run_reader(Options(), [story], None) == exit_code
    assert app.opened == [TALKS]
    assert capsys.readouterr().err == "".join(f"not taken: {refusal}\n" for refusal in refusals)


def test_a_failure_is_raised_after_the_screen_is_left(terminal: Terminal, app: type[App], story: str) -> None:
    app.failure = StoreError("the disk is full")
    with pytest.raises(StoreError, match="the disk is full"):
        start.run_reader(Options(), [story], None)
    assert app.opened == [TALKS]


def test_what_could_not_be_saved_is_named(
    terminal: Terminal,
    app: type[App],
    story: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    close = Desk.close

    def close_with_something_left(desk: Desk) -> Path:
        close(desk)
        return Path("desk.recovery")

    monkeypatch.setattr(Desk, "close", close_with_something_left)
    assert start.run_reader(Options(), [story], None) == 1
    assert capsys.readouterr().err == "not saved; kept for the next start in desk.recovery\n"
