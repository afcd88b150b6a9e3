"""Large pages and Markdown texts are parsed in a program of its own, which can be stopped.

A parser may need minutes, or all memory, for a file that was made to hurt it. Of small ones with few brackets
the worst that is known takes about a second, and starting a program would be the longer wait.

Run as ``python -m annotations.sources.apart FORMAT [ENCODING]``: the document on standard input, what became
of it on standard output.
"""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from annotations import children
from annotations.errors import SourceError
from annotations.sources.parsed import Parsed

#: Documents of so many bytes are parsed where they are read, unless they have more brackets than that: each
#: may begin a link, and a parser of Markdown looks ahead from all of them.
IN_PROCESS = 256 * 1024
_BRACKETS = 5_000
#: Formats whose parsers are more than a decoder.
FORMATS = frozenset({"html", "markdown"})
SECONDS = 10.0
#: What the program may address, in bytes; of a page of 20 MB it needs half.
MEMORY = 1_500_000_000

#: Exit status of the program below when the document is refused, and why is on standard output.
_REFUSED = 3
_ROOT = Path(__file__).resolve().parents[2]


def wanted(format: str, data: bytes) -> bool:
    """Tell whether a document is to be parsed apart."""
    return format in FORMATS and (len(data) > IN_PROCESS or data.count(b"[") > _BRACKETS)


def parse(format: str, data: bytes, encoding: str | None) -> Parsed:
    """Parse a document as its format's own parser does, within limits of time and memory.

    Raises ``SourceError`` for what the parser refuses, and for what exceeds the limits.
    """
    argv = [sys.executable, "-m", "annotations.sources.apart", format, *([encoding] if encoding else [])]
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    try:
        environ = {**os.environ, "PYTHONPATH": path}
        ran = children.run(argv, data, seconds=SECONDS, environ=environ, answers=True)
    except subprocess.TimeoutExpired:
        raise SourceError(f"takes longer than {SECONDS:.0f} seconds to be read as {format}") from None
    except OSError as error:
        raise SourceError(f"cannot be read: its parser does not start ({error.strerror})") from None
    if ran.returncode == _REFUSED:
        raise SourceError(ran.stdout.decode())
    if ran.returncode != 0:
        raise SourceError(f"cannot be read as {format}: its parser failed or ran out of memory")
    return msgspec.msgpack.decode(ran.stdout, type=Parsed)


def main(format: str, encoding: str | None) -> int:
    """Parse what comes on standard input; return the exit status."""
    from annotations.sources.registry import parser  # noqa: PLC0415 - leads back here

    _limit()
    parser_of_format = parser(format)
    assert parser_of_format is not None
    try:
        answer = msgspec.msgpack.encode(parser_of_format(sys.stdin.buffer.read(), encoding))
        status = 0
    except SourceError as error:
        answer, status = str(error).encode(), _REFUSED
    sys.stdout.buffer.write(answer)
    return status


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # Should whoever stops it be killed, it stops by itself.
    resource.setrlimit(resource.RLIMIT_CPU, (round(SECONDS) + 1, round(SECONDS) + 1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))
