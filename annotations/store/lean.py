"""Import sqlite-utils as light as it is by itself.

It imports pandas wherever that is installed, for the tables of notebooks: half a second, and at the end of a
program, when no thread may be started any more, an error.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_pandas() -> Iterator[None]:
    """Let whatever is imported in the block do without pandas, unless it has been imported before."""
    if "pandas" in sys.modules:
        yield
        return
    # This is how Python is told that there is no such module.
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pandas"]
