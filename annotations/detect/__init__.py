"""Detection: entities, quotations and their speakers, suggestions, as a spaCy pipeline.

For a notebook::

    from annotations.detect import load

    nlp = load()
    doc = nlp("“It is done,” said Mira Tanaka.")
    doc.spans["quotes"][0]._.speaker_name

spaCy is imported when one of the names below is asked for, and not before.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotations.detect.pipeline import choose, describe, fingerprint, load

__all__ = ["choose", "describe", "fingerprint", "load"]


def __getattr__(name: str) -> Any:
    """Fetch a name of this package from the module that has it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from annotations.detect import pipeline  # noqa: PLC0415  (half a second: it leads to spaCy)

    return getattr(pipeline, name)
