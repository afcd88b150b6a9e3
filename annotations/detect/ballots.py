"""How the weights that speak for each label of a name are counted."""

from collections.abc import Mapping

from annotations.detect.evidence import UNKNOWN

#: For each name of an article, what speaks for each label.
Votes = Mapping[str, dict[str, float]]

#: So much must speak for a name, whatever it is.
THRESHOLD = 0.9
#: So much tells what a name is beyond doubt.
SURE = 2.0


def best(votes: Mapping[str, float]) -> tuple[str, float]:
    """Return the label that most speaks for; of what is only known to be a name, most are bodies."""
    chosen, most = "", 0.0
    for label, weight in votes.items():
        if weight > most and label != UNKNOWN:
            chosen, most = label, weight
    return ("ORG", votes[UNKNOWN]) if not most and UNKNOWN in votes else (chosen, most)
