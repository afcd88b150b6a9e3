"""From bytes to text: which encoding, which newlines, and whether it is text at all.

The order is: a byte-order mark, strict UTF-8, what was declared, UTF-16 that shows by its zero bytes, UTF-8
with a few bad bytes, a guess. A guess from a few bytes is worse than none (the four bytes of “café” are not
Chinese), so the detector is only asked when there is enough to go by, and whatever was guessed is marked.
"""

import codecs
from typing import TYPE_CHECKING, NamedTuple

from annotations.errors import SourceError
from annotations.text.patterns import Pattern

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatches

#: How much of a file is looked at to tell text from anything else, in bytes.
_HEAD = 8192
#: With fewer bytes beyond ASCII than this, a guess means nothing.
_ENOUGH = 64

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet table"),
)

_HIGH = bytes(range(0x80, 0x100))
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r\b\x1b"))
_SURROGATE = Pattern("[\ud800-\udfff]")
#: What Czech, Polish or Turkish looks like when it is read as cp1252.
_NOT_WESTERN = Pattern(r"[ŠŽšžÐÝÞðýþ]|(?<=[^\W\d_])[¹³¿¼¾±¶£¥¯Ÿ](?=[^\W\d_])")


class Decoded(NamedTuple):
    """A text, and how it came to be one."""

    text: str
    encoding: str
    #: The encoding is a guess: nothing in the file or about it says so.
    guessed: bool
    #: How many bytes or code points could not be read and are U+FFFD now.
    replaced: int


def content_id(text: str) -> str:
    """Return the id of an article with this text: SHA-256 of its UTF-8, in hexadecimal."""
    # Loads OpenSSL, some milliseconds that the first screen need not wait for.
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def clean(text: str) -> tuple[str, int]:
    """Return ``text`` with every lone surrogate as U+FFFD, and their number; the length stays."""
    try:
        text.encode("utf-8")  # much quicker than looking for them
    except UnicodeEncodeError:
        return _SURROGATE.compiled.subn("\ufffd", text)
    return text, 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of a file, its newlines as LF (CRLF and CR become LF; nothing else ends a line).

    ``declared`` is the encoding that the file or the user names; UTF-8 that holds goes before it.
    Raises SourceError for what is no text, and for a ``declared`` that is no encoding.
    """
    text, encoding, guessed, replaced = _decode(data, None if declared is None else _codec(declared))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, surrogates = clean(text)
    return Decoded(text, encoding, guessed, replaced + surrogates)


def _codec(declared: str) -> str:
    """Return Python's name for an encoding; that of the Web for what calls itself Latin-1 or ASCII."""
    try:
        name = codecs.lookup(declared).name
        "".encode(name)
    except (LookupError, ValueError):
        raise SourceError(f"“{declared}” is not an encoding that can be read; try utf-8 or cp1252.") from None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _decode(data: bytes, declared: str | None) -> Decoded:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _read(data[len(bom) :], encoding)
    _refuse_signature(data)
    wide = declared is not None and declared.startswith(("utf-16", "utf-32"))
    if b"\0" in data[:_HEAD] and not wide:
        encoding = _utf16_without_bom(data[:_HEAD])
        return _read(data, encoding, guessed=True)
    if declared is not None and (wide or declared.startswith(("iso2022", "hz", "utf-7"))):
        return _read(data, declared)  # these are valid UTF-8 too, as gibberish
    for name in ("utf-8",) if declared is None else ("utf-8", declared):
        text = _strictly(data, name)
        if text is not None:
            _refuse_controls(data, most=0.3)
            return Decoded(text, name, guessed=False, replaced=0)
    _refuse_controls(data, most=0.05)
    return _nearly_utf8(data) or _guess(data)


def _refuse_signature(data: bytes) -> None:
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"This is {name}, not text.")


def _refuse_controls(data: bytes, most: float) -> None:
    head = data[:_HEAD]
    if len(head) - len(head.translate(None, _CONTROLS)) > most * len(head):
        raise SourceError("This is binary data, not text: it is full of control characters.")


def _utf16_without_bom(head: bytes) -> str:
    """Return the UTF-16 in which nearly half of the bytes are zero, all in the same places."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    many, few = 0.4 * len(head) / 2, 0.02 * len(head) / 2
    if odd >= many and even <= few:
        return "utf-16-le"
    if even >= many and odd <= few:
        return "utf-16-be"
    raise SourceError("This is binary data, not text: it holds zero bytes.")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except ValueError:
        return None


def _read(data: bytes, encoding: str, *, guessed: bool = False) -> Decoded:
    """Decode whatever comes, and count what had to be replaced."""
    text = _strictly(data, encoding)
    if text is not None:
        return Decoded(text, encoding, guessed, 0)
    text = data.decode(encoding, "replace")
    real = data.decode(encoding, "ignore").count("\ufffd")
    return Decoded(text, encoding, guessed, text.count("\ufffd") - real)


def _nearly_utf8(data: bytes) -> Decoded | None:
    """Return UTF-8 with damage: more characters beyond ASCII that hold than bytes that do not."""
    found = _read(data, "utf-8", guessed=True)
    beyond = len(found.text) - len(found.text.encode("utf-8").translate(None, _HIGH))
    return found if beyond - found.replaced > found.replaced else None


def _guess(data: bytes) -> Decoded:
    """Return the text in the likeliest 8-bit or East Asian encoding; cp1252 when there is little to go by."""
    high = len(data) - len(data.translate(None, _HIGH))
    if high < _ENOUGH:
        return _read(data, "cp1252", guessed=True)
    # Costs 12 ms to import, and hardly any file needs it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    # UTF-16 and UTF-32 would have shown above; here they are false alarms.
    wide = [f"utf_{bits}{order}" for bits in (16, 32) for order in ("", "_le", "_be")]
    matches = from_bytes(data, cp_exclusion=[*wide, "utf_7"])
    return _read(data, _likeliest(matches, data, high), guessed=True)


def _likeliest(matches: "CharsetMatches", data: bytes, high: int) -> str:
    """Return the best of the detector's answers, or cp1252 where it does as well as the best.

    In Western text the detector cannot tell a dozen code pages apart, and takes any of them.
    """
    names = [match.encoding for match in matches]
    odd = len(_NOT_WESTERN.compiled.findall(data.decode("cp1252", "replace")))
    if odd * 20 >= high:
        names = [name for name in names if name != "cp1252"] or names
    elif any(
        "cp1252" in match.could_be_from_charset and match.chaos <= matches[0].chaos for match in matches
    ):
        return "cp1252"
    return codecs.lookup(names[0]).name if names else "cp1252"
