"""The account of an import: what came in, what was there already, and what was refused."""

import msgspec

from annotations.formats.documents import Report, loss_sentences
from annotations.records import Refusal

#: Further refusals are counted only, so that a file that is none costs no memory.
_MOST_REFUSALS = 100


class ImportReport(Report, kw_only=True):
    """The account of one import: ``documents`` were read, ``labels`` counts the tags that are new."""

    #: Articles that were not in the database before.
    articles: int = 0
    #: Tags that were there already.
    known: int = 0
    #: Articles of which it is new what a program found in them.
    detections: int = 0
    #: Documents whose answer was "reject" or "ignore": their articles came in, their tags did not.
    rejected: int = 0
    ignored: int = 0
    #: New tags whose label is not in the scheme.
    unknown_labels: dict[str, int] = msgspec.field(default_factory=dict)
    refused: int = 0
    #: The first of what was refused.
    refusals: list[Refusal] = msgspec.field(default_factory=list)

    def sentences(self) -> list[str]:
        """Return the account as lines for a person; they hold words of the file, as these are."""
        lines = [
            *super().sentences()[:1],
            f"new articles: {self.articles:,}",
            f"tags that were there already: {self.known:,}" if self.known else "",
            f"articles with what was detected in them: {self.detections:,}" if self.detections else "",
            f"documents rejected, tags left out: {self.rejected:,}" if self.rejected else "",
            f"documents ignored, tags left out: {self.ignored:,}" if self.ignored else "",
            "labels that the scheme does not have: "
            + ", ".join(f"{name} {count:,}" for name, count in sorted(self.unknown_labels.items()))
            if self.unknown_labels
            else "",
            f"lines refused: {self.refused:,}" if self.refused else "",
        ]
        return [line for line in lines if line] + loss_sentences(self.losses)

    def refuse(self, refusal: Refusal) -> None:
        """Count what was refused; the first ones are kept."""
        self.refused += 1
        if len(self.refusals) < _MOST_REFUSALS:
            self.refusals.append(refusal)
