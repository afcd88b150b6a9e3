"""A program on a pseudo-terminal of its own: bytes in, bytes out, its size, its end."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self


class Child:
    """A running program whose whole world is one terminal; ``received`` is every byte it wrote."""

    def __init__(
        self, argv: Sequence[str], *, rows: int = 24, columns: int = 80, env: Mapping[str, str], cwd: Path
    ) -> None:
        self.received = bytearray()
        #: Whether the program has let go of its terminal.
        self.hung_up = False
        self._master, slave = os.openpty()
        _set_size(slave, rows, columns)
        self.settings_before = termios.tcgetattr(slave)
        try:
            self.process = subprocess.Popen(
                argv,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
                # It must be the *controlling* terminal, or resizing and hanging up send no signal.
                preexec_fn=_take_terminal,  # noqa: PLW1509 - one system call, no lock taken
            )
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, timeout: float) -> bytes:
        """Return what it writes next; nothing when ``timeout`` seconds pass or it has hung up."""
        if self.hung_up or not select.select([self._master], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self._master, 65536)
        except OSError:  # EIO: nobody holds the other end any more
            data = b""
        self.hung_up = not data
        self.received += data
        return data

    def write(self, data: bytes) -> None:
        """Send keys."""
        os.write(self._master, data)

    def resize(self, rows: int, columns: int) -> None:
        """Change the size of the terminal; the program gets a SIGWINCH."""
        _set_size(self._master, rows, columns)

    def send_signal(self, number: int) -> None:
        """Send a signal to the program alone, not to what it started."""
        self.process.send_signal(number)

    def is_stopped(self) -> bool:
        """Tell whether it is suspended (proc(5))."""
        state = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8", errors="replace")
        return state.rpartition(")")[2].split()[0] == "T"

    @property
    def settings(self) -> list[object]:
        """The line discipline as it is now; equal to ``settings_before`` when all was put back."""
        return termios.tcgetattr(self._master)

    def wait(self, timeout: float = 20.0) -> int:
        """Read to the end and return the exit code; negative for a signal. Raises ``TimeoutError``."""
        deadline = time.monotonic() + timeout
        while self.process.poll() is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"still running after {timeout} s: process {self.process.pid}")
            if not self.read(0.02) and self.hung_up:
                time.sleep(0.005)
        while self.read(0):
            pass
        return self.process.returncode

    def hang_up(self) -> None:
        """Take the terminal away, as when its window is closed; the program gets a SIGHUP."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
            self.hung_up = True

    def close(self) -> None:
        """End it and everything in its process group."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.hang_up()


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _set_size(fd: int, rows: int, columns: int) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
