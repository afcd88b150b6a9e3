"""The lines that say who wrote an article, and where and when: they are set apart, and state nothing."""

from annotations.records import Span
from annotations.text.patterns import Pattern

#: No such line is longer, in code points.
_LONGEST = 100
#: "By Mira Tanaka and Idris Olsen": names only, each with a capital.
_BYLINE = Pattern(r"(?:By|BY)(?:[ ](?:[^\W\d_a-z][^\s,]*,?|and|AND|of|de|da|van|von|der|the|for))+")
#: "PORT ARDROY, Scotland, 12 May", "LAGOS, Nigeria, Nov. 16 (Reuters)": a place in capitals, and what is
#: not in capitals after it, or else it might be a heading.
_DATELINE = Pattern(
    r"(?=[^,]+,.*[a-z\d])[^\W\d_a-z][^\W\d_a-z.'’-]+(?:[ ][^\W\d_a-z][^\W\d_a-z.'’-]*){0,3}"
    r"(?:,[ ](?:[^\W\d_a-z][\w.'’-]*|\d{1,2})(?:[ ](?:[^\W\d_a-z][\w.'’-]*|\d{1,4}))*){0,3}"
    r"(?:[ ]\([\w./ -]{2,20}\))?[ ]*(?:--?|–|—)?"
)


def is_credit(text: str, line: Span) -> bool:
    """Tell whether a paragraph is a byline or a dateline and nothing else."""
    if line.length > _LONGEST:
        return False
    start, end = line
    if _BYLINE.fullmatch(text, start, end) is not None:
        return True
    return _DATELINE.fullmatch(text, start, end) is not None
