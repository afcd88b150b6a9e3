"""The detection process: ``python -m annotations.detect.worker``.

Reads what it is to be ready for and then jobs from standard input, writes answers to standard output, one at
a time, until standard input ends. An article that ends the process ends nothing else: whoever started it
starts another.
"""

import os
import signal
import sys
from typing import BinaryIO

from annotations.detect import messages
from annotations.errors import DetectionError

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends; elsewhere the end of input does."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # noqa: PLC0415  (only here)

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Return the two pipes, and leave nothing else of this process that could write into them."""
    reading, writing = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Load the pipeline that is asked for, say so, and answer jobs until there are no more."""
    # Loaded here, so that a pipe that is gone already costs nothing.
    from annotations.detect.detect import detect  # noqa: PLC0415
    from annotations.detect.pipeline import fingerprint, load  # noqa: PLC0415

    setup = messages.receive_setup(jobs)
    if setup is None:
        return
    try:
        nlp = load(setup.model, setup.labels)
    except DetectionError as error:
        messages.send(answers, messages.Failure(str(error)))
        return
    messages.send(answers, messages.Hello(fingerprint(nlp)))
    while (job := messages.receive_job(jobs)) is not None:
        messages.send(answers, messages.Result(detect(nlp, job.text)))


def main() -> None:
    """Serve the process that started this one."""
    die_with_parent()
    jobs, answers = own_streams()
    try:
        serve(jobs, answers)
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more; closing the pipe in good order would fail again


if __name__ == "__main__":
    main()
