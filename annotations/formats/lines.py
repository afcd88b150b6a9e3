"""Read lines one at a time, and JSON in them strictly: what the standard allows and no more."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from annotations.errors import FormatError

#: A 10 MB article with its tokens is a line of about 130 MB.
MAX_LINE = 256 * 1024 * 1024

#: How deep an object in a line may be nested.
_DEEPEST = 100
_CHUNK = 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

_fields = msgspec.json.Decoder(dict[str, msgspec.Raw])
_value = msgspec.json.Decoder()


def numbered(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that is not blank with its number, from 1; None for one longer than ``limit`` bytes."""
    for number, line in every(stream, limit):
        if line is None or (line := line.strip()):
            yield number, line


def every(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line as it stands, blank or not, with its number; None for one longer than ``limit``."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(stream)
            yield number, None
        else:
            yield number, line


def _skip_line(stream: BinaryIO) -> None:
    while (chunk := stream.readline(_CHUNK)) and not chunk.endswith(b"\n"):
        pass


def fields(line: bytes) -> dict[str, msgspec.Raw]:
    """Return the members of the object on a line, each as it stands; ``value`` reads one.

    So that members nobody asks for (a long list of tokens) cost next to nothing.

    Raises ``FormatError`` when the line is not an object, or has a name twice.
    """
    members = _decode(_fields, line)
    _check_names(members, line)
    found: dict[str, msgspec.Raw] = members
    return found


def value(raw: msgspec.Raw) -> Any:
    """Read one member.

    Raises ``FormatError`` for what JSON does not allow or cannot say safely: ``NaN``, a number too
    large, a lone surrogate, bytes that are not UTF-8, a name twice in one object, endless nesting.
    """
    found = _decode(_value, bytes(raw))
    if isinstance(found, dict | list) and found:
        _check_depth(found)
        _check_names(found, bytes(raw))
    return found


def _decode(decoder: "msgspec.json.Decoder[Any]", data: bytes) -> Any:
    try:
        return decoder.decode(data)
    except UnicodeDecodeError:
        raise FormatError("is not UTF-8") from None
    except RecursionError:
        raise FormatError("is nested too deeply") from None
    except msgspec.ValidationError as error:
        raise FormatError(_plain(str(error))) from None
    except msgspec.DecodeError as error:
        if _SURROGATE.search(data) and _has_lone_surrogate(data):
            raise FormatError("has half a character in it (a lone surrogate)") from None
        raise FormatError(f"is not JSON: {_plain(str(error))}") from None


def _check_depth(found: Any, deepest: int = _DEEPEST) -> None:
    # What can be read here must be possible to write and to read again under a taller stack.
    level = [found]
    for _ in range(deepest):
        inner = (item.values() if isinstance(item, dict) else item for item in level)
        level = [item for items in inner for item in items if isinstance(item, dict | list)]
        if not level:
            return
    raise FormatError("is nested too deeply")


def _check_names(found: Any, data: bytes) -> None:
    # A decoder keeps the last of two members with one name and says nothing. What has no such pair and
    # is written compactly encodes back to the same bytes; only the rest pays for the slow check.
    if msgspec.json.encode(found) == data:
        return
    try:
        # How deep it may go before it fails by itself differs between versions of Python. A whole line is
        # one deeper than its members.
        _check_depth(json.loads(data, object_pairs_hook=_unique), _DEEPEST + 1)
    except RecursionError:
        raise FormatError("is nested too deeply") from None
    except UnicodeDecodeError:
        raise FormatError("is not UTF-8") from None
    except ValueError:  # An integer of thousands of digits; everything else has been read before.
        raise FormatError("has a number out of range") from None


def _unique(pairs: list[tuple[str, Any]]) -> list[Any]:
    """Return the values of one object; raises ``FormatError`` for a name that it has twice."""
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise FormatError(f'has "{twice}" twice in one object')
    return [value for _, value in pairs]


def _has_lone_surrogate(data: bytes) -> bool:
    try:
        return any("\ud800" <= character <= "\udfff" for character in _strings(json.loads(data)))
    except (ValueError, RecursionError):
        return False


def _strings(found: Any) -> str:
    # ensure_ascii=False leaves a lone surrogate as one character.
    return json.dumps(found, ensure_ascii=False)


def _plain(message: str) -> str:
    """Leave out where in the program's own types an error was met."""
    message = message.partition(" - at `")[0].removeprefix("JSON is malformed: ")
    return message.replace("`", "")


def in_words(error: msgspec.ValidationError) -> str:
    """Return what is wrong with a value and where it stands, without the names of our own types."""
    reason, _, place = str(error).replace("`", "").partition(" - at $")
    return f"{reason} ({place.lstrip('.')})" if place else reason
