"""The pipes between the reader and its detection process: what is sent is what arrives, or nothing."""

import io
import struct

import msgspec
import pytest

from annotations.cues import Cues, LabelCues
from annotations.detect.messages import (
    Answer,
    Failure,
    Hello,
    Job,
    Result,
    Setup,
    receive_answer,
    receive_job,
    receive_setup,
    send,
)
from annotations.records import Detection, Entity, Mention, Quote, Speaker

FOUND = Detection(
    pipeline="embedded/spacy@3/rules@0",
    entities=(Entity(start=0, end=11, label="PERSON", text="Mira Tanaka"),),
    quotes=(
        Quote(
            start=17,
            end=23,
            text="“No 🛶”",
            speaker=Speaker(start=0, end=11, text="Mira Tanaka", name="Mira Tanaka"),
            cue=Mention(start=12, end=16, text="said"),
        ),
    ),
)
ANSWERS: list[Answer] = [
    Hello(fingerprint="embedded"),
    Hello(fingerprint=""),
    Failure(reason="The model “no_such” is not installed."),
    Result(detection=Detection(pipeline="p")),
    Result(detection=FOUND),
]
TEXTS = ["", "One line.", "Two\n\nparagraphs “with marks”", "🛶 日本 é\u0301", "\0\r\n", "a" * 70_000]


def sent(*messages: Setup | Job | Answer) -> io.BytesIO:
    stream = io.BytesIO()
    for message in messages:
        send(stream, message)
    stream.seek(0)
    return stream


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_an_answer_arrives_as_it_was_sent(answer: Answer) -> None:
    stream = sent(answer)
    assert receive_answer(stream) == answer
    assert receive_answer(stream) is None


@pytest.mark.parametrize(
    "setup",
    [Setup(), Setup("a/path", ()), Setup(None, (LabelCues("pay", Cues(verbs=("pay *",)), "paragraph"),))],
)
def test_what_to_be_ready_for_arrives_as_it_was_sent(setup: Setup) -> None:
    stream = sent(setup)
    assert receive_setup(stream) == setup
    assert receive_setup(stream) is None


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:12]))
def test_a_job_arrives_as_it_was_sent(text: str) -> None:
    stream = sent(Job(text=text))
    assert receive_job(stream) == Job(text=text)
    assert receive_job(stream) is None


def test_messages_arrive_in_their_order() -> None:
    stream = sent(*ANSWERS)
    assert [receive_answer(stream) for _ in ANSWERS] == ANSWERS
    jobs = sent(*(Job(text=text) for text in TEXTS))
    assert [receive_job(jobs) for _ in TEXTS] == [Job(text=text) for text in TEXTS]


def test_a_message_is_its_length_and_as_many_bytes() -> None:
    data = sent(Job(text="Quellby")).getvalue()
    (length,) = struct.unpack(">I", data[:4])
    assert length == len(data) - 4
    assert msgspec.msgpack.decode(data[4:]) == {"type": "Job", "text": "Quellby"}


@pytest.mark.parametrize("answer", ANSWERS[-2:])
def test_a_stream_that_breaks_off_gives_nothing(answer: Answer) -> None:
    data = sent(answer).getvalue()
    for kept in range(len(data)):
        assert receive_answer(io.BytesIO(data[:kept])) is None


def test_what_stands_before_the_break_still_arrives() -> None:
    data = sent(Job(text="whole"), Job(text="broken")).getvalue()[:-1]
    stream = io.BytesIO(data)
    assert receive_job(stream) == Job(text="whole")
    assert receive_job(stream) is None


@pytest.mark.parametrize("answer", ANSWERS[:3])
def test_an_answer_is_no_job(answer: Answer) -> None:
    with pytest.raises(msgspec.ValidationError):
        receive_job(sent(answer))


def test_a_job_is_no_answer() -> None:
    with pytest.raises(msgspec.ValidationError):
        receive_answer(sent(Job(text="x")))


@pytest.mark.parametrize("data", [b"\xc1", b"", b"\xff\xff"])
def test_bytes_that_are_no_message_are_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        receive_answer(io.BytesIO(struct.pack(">I", len(data)) + data))


class Buffered(io.BytesIO):
    """A pipe that counts how often it is flushed."""

    flushed = 0

    def flush(self) -> None:
        self.flushed += 1


class Closed(io.BytesIO):
    """A pipe that nobody reads any more."""

    def flush(self) -> None:
        raise BrokenPipeError


def test_each_message_is_flushed() -> None:
    stream = Buffered()
    for number, answer in enumerate(ANSWERS, 1):
        send(stream, answer)
        assert stream.flushed == number


def test_a_pipe_without_a_reader_is_told() -> None:
    with pytest.raises(BrokenPipeError):
        send(Closed(), Hello(fingerprint="p"))
