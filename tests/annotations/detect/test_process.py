"""The detection process, with the real worker and with small ones that misbehave."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, wait
from io import BytesIO

import pytest

from annotations.detect import messages, worker
from annotations.detect.fingerprints import expected_fingerprint
from annotations.detect.process import DetectionProcess
from annotations.errors import DetectionError
from annotations.records import Detection

# A worker that does what the text says; "pipeline" of the answer is the text it was sent.
FAKE = """
import os, sys, time
from annotations.detect import messages
from annotations.records import Detection
jobs, answers = sys.stdin.buffer, sys.stdout.buffer
messages.receive_setup(jobs)
messages.send(answers, messages.Hello("fake"))
while (job := messages.receive_job(jobs)) is not None:
    if job.text.startswith("sleep"):
        time.sleep(30)
    if job.text.startswith("die"):
        os._exit(3)
    if job.text.startswith("wait"):
        time.sleep(0.3)
    name = str(os.getpid()) if job.text == "pid" else job.text
    messages.send(answers, messages.Result(Detection(pipeline=name)))
"""


def fake(article_seconds: float = 10.0) -> DetectionProcess:
    return DetectionProcess(command=[sys.executable, "-c", FAKE], article_seconds=article_seconds)


@pytest.fixture
def process() -> Iterator[DetectionProcess]:
    detection = fake(article_seconds=1.0)
    yield detection
    detection.close()


def test_importing_it_does_not_import_spacy() -> None:
    code = "import sys; import annotations.detect.process; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_real_worker_finds_what_is_there() -> None:
    detection = DetectionProcess()
    try:
        ready = detection.ready()
        found = detection.submit("a", "“It is done,” said Mira Tanaka in Oslo.").result(60)
        assert [entity.text for entity in found.entities] == ["Mira Tanaka", "Oslo"]
        assert found.quotes[0].speaker is not None
        assert found.pipeline == ready.result(5) == detection.ready().result(5) == expected_fingerprint()
    finally:
        detection.close()


def test_a_model_that_cannot_be_loaded_fails_every_article_with_a_sentence() -> None:
    detection = DetectionProcess("en_no_such_model")
    try:
        for _ in range(2):
            with pytest.raises(DetectionError, match="en_no_such_model"):
                detection.submit("a", "text").result(60)
    finally:
        detection.close()


def test_articles_are_read_in_order_and_urgent_ones_first(process: DetectionProcess) -> None:
    done: list[str] = []
    futures = [process.submit("0", "wait")]
    while not futures[0].running():
        time.sleep(0.01)
    for name, urgent in (("one", False), ("two", False), ("urgent", True), ("more urgent", True)):
        futures.append(process.submit(name, name, urgent=urgent))
    for future in futures:
        future.add_done_callback(lambda f: done.append(f.result().pipeline))
    wait(futures, timeout=20)
    assert done == ["wait", "more urgent", "urgent", "one", "two"]
    assert process.ready().result(5) == "fake"


def test_a_cancelled_article_is_not_read(process: DetectionProcess) -> None:
    first, second = process.submit("0", "wait"), process.submit("1", "sleep")
    assert second.cancel()
    assert process.submit("2", "after").result(20).pipeline == "after"
    assert first.result().pipeline == "wait"
    with pytest.raises(CancelledError):
        second.result()


def test_one_that_takes_too_long_fails_alone(process: DetectionProcess) -> None:
    first = process.submit("0", "pid").result(20).pipeline
    slow, after = process.submit("1", "sleep"), process.submit("2", "pid")
    with pytest.raises(DetectionError, match="longer than 1 seconds"):
        slow.result(20)
    assert after.result(20).pipeline != first  # by another process


def test_one_that_ends_the_process_fails_alone(process: DetectionProcess) -> None:
    deadly, after = process.submit("1", "die"), process.submit("2", "after")
    with pytest.raises(DetectionError, match="others are not affected"):
        deadly.result(20)
    assert after.result(20).pipeline == "after"


@pytest.mark.parametrize(
    ("code", "reason"),
    [("raise SystemExit", "while it was loading"), ("import time; time.sleep(30)", "did not start in time")],
)
def test_a_process_that_never_says_hello_is_given_up(code: str, reason: str) -> None:
    detection = DetectionProcess(command=[sys.executable, "-c", code], load_seconds=0.5)
    try:
        with pytest.raises(DetectionError, match=reason):
            detection.submit("a", "text").result(20)
    finally:
        detection.close()


def test_closing_kills_within_a_second_and_fails_what_waits() -> None:
    detection = fake()
    running = detection.submit("0", "sleep")
    while not running.running():
        time.sleep(0.01)
    waiting = detection.submit("1", "after")
    child = detection._child
    assert child is not None
    began = time.monotonic()
    detection.close()
    detection.close()
    assert time.monotonic() - began < 1.0
    assert child.process.poll() is not None
    for future in (running, waiting):
        with pytest.raises(DetectionError):
            future.result(5)
    with pytest.raises(DetectionError, match="closed"):
        detection.submit("2", "text")


def test_closing_before_anything_was_asked_is_nothing() -> None:
    detection = fake()
    detection.close()
    detection.start()
    assert detection._thread is None
    assert "detection" not in {thread.name for thread in threading.enumerate() if thread is detection._thread}


def test_a_worker_that_is_told_nothing_says_nothing() -> None:
    answers = BytesIO()
    worker.serve(BytesIO(), answers)
    assert answers.getvalue() == b""


def test_who_waits_for_the_process_is_told_what_became_of_it() -> None:
    refused = DetectionProcess(command=[sys.executable, "-c", "raise SystemExit"])
    try:
        with pytest.raises(DetectionError, match="while it was loading"):
            refused.ready().result(20)
        with pytest.raises(DetectionError, match="while it was loading"):
            refused.ready().result(20)
    finally:
        refused.close()
    sleepy = DetectionProcess(command=[sys.executable, "-c", "import time; time.sleep(30)"])
    waiting = sleepy.ready()
    sleepy.close()
    for future in (waiting, sleepy.ready()):
        with pytest.raises(DetectionError, match="closed"):
            future.result(5)


def test_messages_survive_the_pipe_and_broken_ones_are_the_end() -> None:
    stream = BytesIO()
    messages.send(stream, messages.Job("“x”"))
    messages.send(stream, messages.Failure("no"))
    stream.seek(0)
    assert messages.receive_job(stream) == messages.Job("“x”")
    assert messages.receive_answer(stream) == messages.Failure("no")
    assert messages.receive_answer(stream) is None
    assert messages.receive_job(BytesIO(stream.getvalue()[:6])) is None


def test_the_worker_serves_until_its_input_ends() -> None:
    jobs, answers = BytesIO(), BytesIO()
    messages.send(jobs, messages.Setup())
    messages.send(jobs, messages.Job("Mira Tanaka spoke."))
    jobs.seek(0)
    worker.serve(jobs, answers)
    answers.seek(0)
    assert messages.receive_answer(answers) == messages.Hello(expected_fingerprint())
    result = messages.receive_answer(answers)
    assert isinstance(result, messages.Result)
    assert isinstance(result.detection, Detection)
    assert messages.receive_answer(answers) is None


def test_the_worker_tells_why_it_has_no_pipeline() -> None:
    jobs, answers = BytesIO(), BytesIO()
    messages.send(jobs, messages.Setup("en_no_such_model"))
    jobs.seek(0)
    worker.serve(jobs, answers)
    answers.seek(0)
    assert isinstance(messages.receive_answer(answers), messages.Failure)


def test_the_worker_ends_with_its_input_and_prints_nothing_else() -> None:
    setup = BytesIO()
    messages.send(setup, messages.Setup())
    done = subprocess.run(
        [sys.executable, "-m", "annotations.detect.worker"],
        input=setup.getvalue(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert messages.receive_answer(BytesIO(done.stdout)) == messages.Hello(expected_fingerprint())
