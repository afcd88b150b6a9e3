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
_ABBREVIATION = re.compile(
    rf"(?:\b(?:{alternatives(grammar('sentence_abbreviations'))})|(?<![\w.])[A-Z]|\.[A-Z])\Z"
)


class Sentences:
    """The sentence starts of a text, found once; looked up by bisection."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        for match in _END.finditer(text):
            if not self._is_abbreviation(match):
                self._starts.append(match.end())

    def _is_abbreviation(self, match: re.Match[str]) -> bool:
        if match.group() != ".":
            return False
        return _ABBREVIATION.search(self.text[max(0, match.start() - 8) : match.start()]) is not None

    def around(self, at: int) -> tuple[int, int]:
        """Return the sentence that holds a place: code points, end-exclusive, no space at its start."""
        index = bisect_right(self._starts, at) - 1
        start = self._starts[index]
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        while start < end and self.text[start].isspace():
            start += 1
        return start, end

    def before(self, at: int) -> tuple[int, int] | None:
        """Return the sentence before the one that holds a place, or None."""
        index = bisect_right(self._starts, at) - 1
        return self.around(self._starts[index - 1]) if index > 0 else None
