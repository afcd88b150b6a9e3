"""How much is tried: a sample with every run of the tests, the full counts with ``make soak``."""

import os

#: What was counted, one sentence each: shown at the end of a run with the full counts.
figures: list[str] = []


def full_or(sample: int, full: int) -> int:
    """Return the full count where it was asked for, else that of the sample."""
    return full if os.environ.get("COPYDESK_SOAK") else sample
