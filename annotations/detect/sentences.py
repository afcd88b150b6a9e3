"""Where sentences begin and end around a place, without a parser: enough to look for a cue in one."""

import re
from bisect import bisect_right

from annotations.detect.lexicon import alternatives, grammar

_END = re.compile(
    r"""[.!?…]+[\"”’»'*)\]]*(?=\s+[\"“‘‚„«'`(\[]*[^\Wa-z_])"""  # before a capital or a figure
    r"""|[!?…]+[\"”’»'*)\]]+(?=\s+[\"“‘‚„«`])"""
    r"""|\n\s*\n|\n(?=[-*•>#]\s)""",
    re.VERBOSE,
)
#: No abbreviation has so many letters.
_LONGEST = 7
_SPACE = re.compile(r"\s*")
_ABBREVIATION = re.compile(
    rf"(?:\b(?:{alternatives(grammar('sentence_abbreviations'))})|(?<![\w.])[A-Z]|\.[A-Z])\Z"
)


class Sentences:
    """The sentence starts of a text, found once; looked up by bisection."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] = []
        self._spans: list[tuple[int, int]] = []
        start = 0
        for end in [*(m.end() for m in _END.finditer(text) if not self._is_abbreviation(m)), len(text)]:
            space = _SPACE.match(text, start, end)
            first = space.end() if space else start
            if first < end or not self._spans:  # between two paragraphs there is no sentence
                self._starts.append(start if self._spans else 0)
                self._spans.append((first, end))
            start = end

    def _is_abbreviation(self, match: re.Match[str]) -> bool:
        before = self.text[max(0, match.start() - _LONGEST) : match.start()]
        if match.group() != "." or (len(before) == _LONGEST and before.isalpha() and before.islower()):
            return False
        return _ABBREVIATION.search(self.text[max(0, match.start() - 8) : match.start()]) is not None

    def around(self, at: int) -> tuple[int, int]:
        """Return the sentence that holds a place: code points, end-exclusive, no space at its start."""
        return self._spans[bisect_right(self._starts, at) - 1]

    def before(self, at: int) -> tuple[int, int] | None:
        """Return the sentence before the one that holds a place, or None."""
        index = bisect_right(self._starts, at) - 1
        return self._spans[index - 1] if index > 0 else None
