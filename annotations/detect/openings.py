"""What may stand before the subject of a sentence: a dateline, a label, "But", "In a letter,"."""

import re

from annotations.detect.lexicon import grammar

_WORD = re.compile(r"[^\W\d_](?:[\w’'.&-]*\w)?")
_CONNECTIVE = re.compile(
    r"[\s\"“”‘'>*_,;:.!?…-]*(?:(?:But|And|Yet|So|Still|Then|Meanwhile|However|Now|Later|Nor|For|Also)\b,?\s+)?"
)
#: "TOKYO (AP) - ", "DETROIT, March 4 -- ".
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.’' -]+[A-Z](?:,[^\n—–:]{1,40}?)?(?: \([A-Za-z ]{2,20}\))?\s*(?:—|–|--|- )\s*"
)
#: "ADAEZE NWOSU: ", "**Vexley:** ".
_LABEL = re.compile(r"[ \t*_>]*(?:[QA][*_]*\.|(?:[A-Z][\w.’'-]*[ \t]?){1,4}[*_]*:)[*_]*[ \t]+")


def after_opening(text: str, floor: int, end: int) -> int:
    """Return where the subject of the sentence that begins at ``floor`` may stand."""
    start = floor
    if floor == 0 or text[floor - 1].isspace():
        for pattern in (_DATELINE, _LABEL):
            match = pattern.match(text, start, end)
            start = match.end() if match else start
    match = _CONNECTIVE.match(text, start, end)
    start = match.end() if match else start
    word = _WORD.match(text, start, end)
    if word is None or not _leads(word.group()):
        return start
    comma = text.find(",", start, min(end, start + 140))
    return comma + 1 if comma >= 0 else start


def _leads(word: str) -> bool:
    lower = word.lower()
    return lower in grammar("prepositions") or lower in grammar("openings") or lower.endswith("ing")
