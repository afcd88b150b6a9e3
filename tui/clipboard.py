"""The clipboard: get text out by whichever way this machine has, and say truly whether it went.

pyperclip believes helpers that failed, waits for ever for one that hangs and lets it write on the screen,
so it runs in a process of its own, with a time limit, and what it copied is read back. tmux is asked to
take the text itself, because it ignores OSC 52 from programs by default. OSC 52 comes last: it crosses
ssh, but no terminal ever answers whether it took the text.
"""

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from annotations.children import run
from annotations.errors import ClipboardError

#: Shared out so that a copy takes at most 2 s in all, even when the first helper hangs.
DESKTOP_SECONDS = 1.4
TMUX_SECONDS = 0.6
#: Terminals of the xterm family drop a sequence above about 100,000 bytes in silence.
OSC52_BYTES = 74_994

COPIED = "Copied"
COPIED_TO_TMUX = "Copied to tmux"
SENT_TO_DESKTOP = "Sent to the clipboard (unconfirmed)"
SENT_TO_TERMINAL = "Sent to the terminal (unconfirmed)"

#: Exit status of the helper below when it copied, but did not read back.
UNCONFIRMED = 3
#: Qt's clipboard dies with the process that filled it, so it is no use to a helper that ends.
HELPER = f"""
import os
import sys
import pyperclip
text = sys.stdin.buffer.read().decode()
copy, paste = pyperclip.determine_clipboard()
if copy.__name__ == "copy_qt":
    sys.exit(1)
copy(text)
if "WSL_DISTRO_NAME" in os.environ:
    sys.exit({UNCONFIRMED})  # reading back starts PowerShell, which takes seconds
sys.exit(paste().replace("\\r\\n", "\\n").rstrip("\\n") != text.rstrip("\\n"))
"""

#: C0 but newline and tab, DEL, C1, and the bidi controls: pasted into a shell, they are an attack.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def safe(text: str) -> str:
    """Return ``text`` fit to be pasted anywhere: no controls but newline and tab, no lone surrogates."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _UNSAFE.sub("", lines))


def copy(text: str, *, write: Callable[[str], None], environ: Mapping[str, str] = os.environ) -> str:
    """Copy ``text`` and return the sentence that tells how; blocks for up to 2 s, so call it in a thread.

    ``write`` puts characters on the terminal as they are; it is called at most once, in the caller's thread.
    Raises ``ClipboardError`` when no way took the text.
    """
    text = safe(text)
    if not text:
        raise ClipboardError("There is nothing to copy here")
    for way in _ways(environ):
        sentence = way(text, environ, write)
        if sentence is not None:
            return sentence
    raise ClipboardError(
        f"Nothing here took the text: no clipboard helper works, and {len(text):,} characters are too many"
        " to send through the terminal"
    )


def osc52(text: str) -> str | None:
    """Return the escape sequence that asks a terminal to copy ``text``; None when terminals would drop it."""
    data = text.encode()
    if len(data) > OSC52_BYTES:
        return None
    return f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\a"


_Way = Callable[[str, Mapping[str, str], Callable[[str], None]], str | None]


def ways(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Name the ways that ``copy`` would try here, in their order; whether one works only a copy can tell."""
    there: dict[_Way, str] = {_by_terminal: "the terminal (OSC 52)"}
    if _has_desktop(environ):
        there[_by_desktop] = "the desktop's clipboard"
    if environ.get("TMUX"):
        there[_by_tmux] = "tmux"
    return [there[way] for way in _ways(environ) if way in there]


def _ways(environ: Mapping[str, str]) -> tuple[_Way, ...]:
    """Order the ways; over ssh, this machine's own clipboard is not the one the user sits at."""
    if environ.get("SSH_CONNECTION") and not _has_display(environ):
        return (_by_tmux, _by_terminal, _by_desktop)
    return (_by_desktop, _by_tmux, _by_terminal)


def _by_desktop(text: str, environ: Mapping[str, str], write: Callable[[str], None]) -> str | None:
    if not _has_desktop(environ):
        return None
    # -P: a pyperclip.py in the folder the user happens to be in is not ours to run.
    status = _run([sys.executable, "-P", "-c", HELPER], text, environ, DESKTOP_SECONDS)
    return {0: COPIED, UNCONFIRMED: SENT_TO_DESKTOP}.get(status)


def _by_tmux(text: str, environ: Mapping[str, str], write: Callable[[str], None]) -> str | None:
    tmux = shutil.which("tmux", path=_absolute(environ.get("PATH", ""))) if environ.get("TMUX") else None
    if tmux is None:
        return None
    # -w: tmux passes it on to the terminal's clipboard, too.
    status = _run([tmux, "load-buffer", "-w", "-"], text, environ, TMUX_SECONDS)
    return COPIED_TO_TMUX if status == 0 else None


def _by_terminal(text: str, environ: Mapping[str, str], write: Callable[[str], None]) -> str | None:
    sequence = osc52(text)
    if sequence is None:
        return None
    write(sequence)
    return SENT_TO_TERMINAL


def _has_display(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _has_desktop(environ: Mapping[str, str]) -> bool:
    return _has_display(environ) or "WSL_DISTRO_NAME" in environ or sys.platform in {"darwin", "win32"}


def _absolute(path: str) -> str:
    """Leave only the absolute folders of a PATH: a helper in the current folder is not ours to run."""
    return os.pathsep.join(folder for folder in path.split(os.pathsep) if Path(folder).is_absolute())


def _run(argv: list[str], text: str, environ: Mapping[str, str], seconds: float) -> int:
    """Return the exit status of a helper that got ``text``; negative when it could not do its work."""
    path = _absolute(environ.get("PATH", ""))
    try:
        return run(argv, text.encode(), seconds=seconds, environ={**environ, "PATH": path}).returncode
    except (OSError, subprocess.TimeoutExpired):
        return -1
