"""The objects of a JSON array one by one, as they stand: no more than one of them is in memory.

An array, one object alone, and objects one after another (JSON lines) are all taken.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from annotations.errors import FormatError

_CHUNK = 1024 * 1024
#: Of a long object no more than this is read at once, so that little more than twice of it is in memory.
_LARGEST_CHUNK = 16 * _CHUNK
_BETWEEN = re.compile(rb"[\s,]*+")
_PLAIN = re.compile(rb'[^"{}\[\]]*+')
_IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_BOM = b"\xef\xbb\xbf"


def elements(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | FormatError]]:
    """Yield each object with the line it begins on, from 1; an error in the place of what is none.

    An object of more than ``limit`` bytes is such an error, and the next one follows. After anything that
    is no object, and after one that breaks off, nothing follows.
    """
    scan = _Scan(stream, limit)
    scan.enter()
    while scan.find_start():
        if scan.next_byte() != b"{":
            yield scan.line, FormatError("is no object where one should begin")
            return
        line = scan.line
        if not scan.find_end():
            break
        found = scan.take()
        yield line, FormatError(f"is longer than {limit:,} bytes") if found is None else found
    if not scan.ended:
        yield scan.line, FormatError("breaks off in the middle")


class _Scan:
    """A place in a stream, and the bytes of the object that began before it."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._data = b""
        self._start = self._at = 0
        self._too_long = self._in_array = False
        #: The line of what begins here, and whether what began before it came to its end.
        self.line, self.ended = 1, True

    def enter(self) -> None:
        """Step into the array, if it is one."""
        self._fill()
        if self._data.startswith(_BOM):
            self._move(len(_BOM))
        if self.find_start() and self.next_byte() == b"[":
            self._in_array, self.ended = True, False
            self._move(self._at + 1)

    def find_start(self) -> bool:
        """Go to where the next object begins; tell whether there is one."""
        while True:
            found = _BETWEEN.match(self._data, self._at)
            assert found is not None
            self._move(found.end())
            if self._at < len(self._data):
                return not (self._in_array and self._at_end())
            if not self._fill():
                return False

    def _at_end(self) -> bool:
        """Tell whether the array ends here, and the file with it."""
        self.ended = self.next_byte() == b"]" and not self._data[self._at + 1 :].strip()
        return self.ended

    def next_byte(self) -> bytes:
        """Return the byte here."""
        return self._data[self._at : self._at + 1]

    def find_end(self) -> bool:
        """Go behind the object that begins here; tell whether it ends at all."""
        depth, in_string = 0, False
        while True:
            found = (_IN_STRING if in_string else _PLAIN).match(self._data, self._at)
            assert found is not None
            self._at = found.end()
            sign = self.next_byte()
            if sign in (b"", b"\\"):  # The end of what has been read, maybe within an escape.
                if not self._fill():
                    self.ended = False
                    return False
                continue
            self._at += 1
            if sign == b'"':
                in_string = not in_string
            else:
                depth += 1 if sign in b"{[" else -1
            if depth == 0:
                return True

    def take(self) -> bytes | None:
        """Return the object that ends here; None if it is too long."""
        found = None if self._too_long else self._data[self._start : self._at]
        if found is not None and len(found) > self._limit:
            found = None
        self._too_long = False
        self._move(self._at)
        return found

    def _move(self, place: int) -> None:
        self.line += self._data.count(b"\n", self._start, place)
        self._start = self._at = place

    def _fill(self) -> bool:
        """Read on; what is in front of the object is let go, and so is one that is too long."""
        if self._at - self._start > self._limit:
            self._too_long = True
            self.line += self._data.count(b"\n", self._start, self._at)
            self._start = self._at
        kept = self._data[self._start :]
        # As much again as is kept, so that a long object is not copied once for every chunk.
        more = self._stream.read(max(_CHUNK, min(len(kept), _LARGEST_CHUNK)))
        self._data = kept + more
        self._at -= self._start
        self._start = 0
        return bool(more)
