"""Memory that large texts took for a moment, given back to the system."""

import sys


def give_back() -> None:
    """Have the C library return what it holds in reserve: several times a text of 10 MB, after it was stored.

    Only glibc has to be asked; with others, and on other systems, nothing happens.
    """
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415 - rarely needed

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
