"""How long a search for counterexamples lasts: a sample in CI, a soak for who asks for one."""

import os

#: So many examples, whatever a test takes as its sample; ``make soak-formats`` sets it.
EXAMPLES = "COPYDESK_EXAMPLES"


def examples(sample: int) -> int:
    """Return how many examples a test is to try, of which it takes ``sample`` unless asked for more."""
    return int(os.environ.get(EXAMPLES, sample))
