"""Programs that work for this one: each gets its input and a time to answer in, and none outlives us."""

import atexit
import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from functools import partial


def run(
    argv: list[str], data: bytes, *, seconds: float, environ: Mapping[str, str], answers: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run a program on ``data`` and return how it ended, with what it wrote if it ``answers``.

    It is in a session of its own, and killed with all that it started when it takes longer than ``seconds``
    (``TimeoutExpired``), or when this program ends before. Raises ``OSError`` when it does not start.
    """
    with subprocess.Popen(
        argv,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if answers else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environ,
    ) as process:
        ending = partial(_end, process)
        # Whoever waits for it may be a thread that is not waited for.
        atexit.register(ending)
        try:
            written, _ = process.communicate(data, timeout=seconds)
        except BaseException:
            ending()
            raise
        finally:
            atexit.unregister(ending)
    return subprocess.CompletedProcess(argv, process.returncode, written)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program with whatever it started."""
    if os.name == "nt":
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):  # it ended by itself just now
        os.killpg(process.pid, signal.SIGKILL)
