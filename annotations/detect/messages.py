"""What the reader and its detection process say to one another, over two pipes.

Each message is a length (four bytes, big-endian) and that many bytes of MessagePack.
"""

import struct
from typing import IO

import msgspec

from annotations.cues import BUILT_IN, LabelCues
from annotations.records import Detection

_LENGTH = struct.Struct(">I")


class Setup(msgspec.Struct, frozen=True, tag=True):
    """What the process is to be ready for: the first message, once."""

    model: str | None = None
    labels: tuple[LabelCues, ...] = BUILT_IN


class Job(msgspec.Struct, frozen=True, tag=True):
    """An article to read."""

    text: str


class Hello(msgspec.Struct, frozen=True, tag=True):
    """The pipeline is loaded."""

    fingerprint: str


class Result(msgspec.Struct, frozen=True, tag=True):
    """What was found in the article that was sent last."""

    detection: Detection


class Failure(msgspec.Struct, frozen=True, tag=True):
    """The pipeline cannot be loaded; one sentence for the user."""

    reason: str


Answer = Hello | Result | Failure

_encode = msgspec.msgpack.Encoder().encode
_answers = msgspec.msgpack.Decoder(Answer)
_jobs = msgspec.msgpack.Decoder(Job)
_setups = msgspec.msgpack.Decoder(Setup)


def send(stream: IO[bytes], message: Setup | Job | Answer) -> None:
    """Write one message and flush it. Raises OSError when nobody reads any more."""
    data = _encode(message)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def receive_answer(stream: IO[bytes]) -> Answer | None:
    """Read one answer; None at the end of the stream, or when it breaks off inside a message."""
    data = _receive(stream)
    return None if data is None else _answers.decode(data)


def receive_job(stream: IO[bytes]) -> Job | None:
    """Read one job; None at the end of the stream."""
    data = _receive(stream)
    return None if data is None else _jobs.decode(data)


def receive_setup(stream: IO[bytes]) -> Setup | None:
    """Read what the process is to be ready for; None at the end of the stream."""
    data = _receive(stream)
    return None if data is None else _setups.decode(data)
