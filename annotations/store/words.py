"""What somebody typed to search for, as SQLite's full-text index takes it: nothing typed can be an error."""

import re

_PHRASE_OR_WORD = re.compile(r'"([^"]*)"?|([^\s"]+)')
#: A prefix shorter than this stands before too many words to be of use.
_SHORTEST_PREFIX = 2


def match(words: str, source: str = "") -> str:
    """Return the query that finds every word, the last one as the beginning of one; empty for no words.

    “Quoted words” are a phrase. ``source`` has to be found, in the same way, in where an article came from.
    """
    parts = [
        f"{{{columns}}} : ({found})"
        for columns, found in (("title byline text", _terms(words)), ("source", _terms(source)))
        if found
    ]
    return " AND ".join(parts)


def terms(words: str) -> list[str]:
    """Return the words and phrases that are searched for."""
    found = (match[1] or match[2] for match in _PHRASE_OR_WORD.finditer(words.replace("\0", " ")))
    # What holds neither a letter nor a digit is not in the index.
    return [term for term in found if term is not None and re.search(r"[^\W_]", term)]


def _terms(words: str) -> str:
    found = [f'"{term}"' for term in terms(words.replace("“", '"').replace("”", '"'))]
    unfinished = found and re.search(r"\w\Z", words) and len(found[-1]) >= _SHORTEST_PREFIX + 2
    return " ".join(found) + ("*" if unfinished else "")
