"""Memory that a long article takes only for a moment: that the system gets it back."""

from contextlib import suppress

#: From so many characters on an article is worth the trouble.
LONG = 1_000_000
#: The numbers that glibc gives these parameters in ``malloc.h``, and where large blocks begin.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _LARGE = -1, -3, 1 << 20


def give_back_large_blocks() -> None:
    """Have glibc give large blocks back to the system the moment they are free; elsewhere, do nothing.

    Of itself it goes on to keep blocks of a size that was freed before, up to 32 MB (mallopt(3)). On its way
    into the database and to the analysis a text of 10 MB is copied a few times: 45 MB would stay taken.
    """
    import ctypes  # noqa: PLC0415 - for long articles only

    with suppress(AttributeError, OSError):  # Another C library.
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, _LARGE)
