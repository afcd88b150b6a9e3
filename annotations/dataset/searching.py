"""Whether an article has the words that were asked for."""

import re

from annotations.records import Article


class Query:
    """Words, all of which an article has to have, in its title or its text, as whole words in any case.

    ``"words in quotation marks"`` have to stand together, and an asterisk (``harbour*``) stands for the
    rest of a word. Without a word everything fits.
    """

    def __init__(self, query: str) -> None:
        terms = (phrase or word for phrase, word in re.findall(r'"([^"]+)"|(\S+)', query))
        self._terms = [found for term in terms if (found := _pattern(term)) is not None]

    def fits(self, article: Article) -> bool:
        """Tell whether an article has all of it."""
        return not self._terms or all(
            term.search(article.title) or term.search(article.text) for term in self._terms
        )


def _pattern(term: str) -> re.Pattern[str] | None:
    words = term.split()
    if not any(word.strip("*") for word in words):
        return None
    joined = r"\s+".join(r"\w*".join(map(re.escape, word.split("*"))) for word in words)
    # An edge that is no letter (as in "€5") has no word to be the bound of.
    before = r"(?<!\w)" if term[0].isalnum() else ""
    after = r"(?!\w)" if term[-1].isalnum() else ""
    return re.compile(before + joined + after, re.IGNORECASE)
