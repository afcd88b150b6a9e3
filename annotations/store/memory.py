"""Memory that large texts take only for a moment, given back to the system."""

from contextlib import suppress

#: Characters whose copies, made on the way to and from the disk, are worth giving back.
LARGE = 1_000_000
#: The numbers that glibc gives these parameters in ``malloc.h``, and where large blocks begin.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _BLOCK = -1, -3, 1 << 20


def give_back() -> None:
    """Have glibc give back what it holds in reserve, and from now on each large block the moment it is free.

    Of itself it goes on to keep blocks of a size that was freed before, up to 32 MB (mallopt(3)). On its way
    into the database and to the analysis a text of 10 MB is copied a few times: 45 MB would stay taken.
    With other C libraries nothing happens.
    """
    import ctypes  # noqa: PLC0415 - rarely needed

    with suppress(AttributeError, TypeError, OSError):  # Another C library, or none that can be asked.
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _BLOCK)
        library.mallopt(_TRIM_THRESHOLD, _BLOCK)
        library.malloc_trim(0)
