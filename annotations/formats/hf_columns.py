"""The columns of a dataset for Hugging Face: written down once, for the files, the card and the reader."""

from typing import Any, NamedTuple

import msgspec

from annotations.records import Mention, Quote, Speaker


class Column(NamedTuple):
    """A column: its type, or, for a list, that of its items; structures by the names of their members."""

    type: str | dict[str, str]
    about: str
    many: bool = False


_SPAN = {"start": "int64", "end": "int64", "label": "string", "text": "string"}

COLUMNS = {
    "id": Column("string", "the article: SHA-256 of its text"),
    "text": Column("string", "the text, exactly"),
    "tokens": Column("string", "spaCy's tokens, white space among them", many=True),
    "spans": Column(
        {**_SPAN, "origin": "string", "note": "string", "tag_start": "int64", "tag_end": "int64"},
        "the tags; they may overlap. `tag_start` and `tag_end` are the whole tag in the article, where this "
        "is a piece of it",
        many=True,
    ),
    "article_labels": Column(
        {"label": "string", "origin": "string", "note": "string"}, "labels of the whole article", many=True
    ),
    "entities": Column(_SPAN, "names and quantities that were detected", many=True),
    "quotes": Column(
        {
            "start": "int64",
            "end": "int64",
            "text": "string",
            "kind": "string",
            "speaker": "string",
            "speaker_start": "int64",
            "speaker_end": "int64",
            "cue": "string",
            "cue_start": "int64",
            "cue_end": "int64",
            "confidence": "float64",
            "utterance": "int64",
        },
        "quotations that were detected, with their speakers and cues",
        many=True,
    ),
    "suggestions": Column(
        {**_SPAN, "score": "float64", "why": "string"}, "tags that rules propose", many=True
    ),
    "pipeline": Column("string", "what detected these; empty where nothing has been looked for"),
    "annotator": Column("string", "who decided"),
    "state": Column("string", "how far the annotator came: `done` without a tag means: nothing here"),
    "unit": Column("string", "what a row is: `article`, `sentence` or `paragraph`"),
    "unit_start": Column("int64", "where the text begins in the article"),
    "title": Column("string", "of the article"),
    "byline": Column("string", "of the article"),
    "date": Column("string", "of the article"),
    "source": Column("string", "where the article came from"),
    "metadata": Column("string", "whatever else is known of the article, as JSON"),
}


class Row(msgspec.Struct, kw_only=True):
    """One row, as it is written and as it is read; a file of somebody else's may have less in it."""

    text: str
    id: str = ""
    tokens: list[str] = []
    spans: list[dict[str, Any]] = []
    article_labels: list[dict[str, Any]] = []
    entities: list[dict[str, Any]] = []
    quotes: list[dict[str, Any]] = []
    suggestions: list[dict[str, Any]] = []
    pipeline: str = ""
    annotator: str = ""
    state: str = ""
    unit: str = ""
    unit_start: int = 0
    title: str = ""
    byline: str = ""
    date: str = ""
    source: str = ""
    metadata: str = ""


def quote_row(quote: Quote) -> dict[str, Any]:
    """Return a quotation as the members of a structure."""
    speaker, cue = quote.speaker, quote.cue
    return {
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "kind": quote.kind,
        "speaker": speaker.name if speaker else None,
        "speaker_start": speaker.start if speaker else None,
        "speaker_end": speaker.end if speaker else None,
        "cue": cue.text if cue else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "confidence": quote.confidence,
        "utterance": quote.utterance,
    }


def quote_from(row: dict[str, Any], text: str) -> Quote:
    """Make a quotation of what ``quote_row`` returned; raises ``KeyError`` or ``TypeError`` for others."""
    speaker = None
    if row["speaker"] is not None:
        words = text[row["speaker_start"] : row["speaker_end"]]
        speaker = Speaker(start=row["speaker_start"], end=row["speaker_end"], text=words, name=row["speaker"])
    cue = None
    if row["cue"] is not None:
        cue = Mention(start=row["cue_start"], end=row["cue_end"], text=row["cue"])
    return Quote(
        start=row["start"],
        end=row["end"],
        text=row["text"],
        kind=row["kind"],
        speaker=speaker,
        cue=cue,
        confidence=row["confidence"],
        utterance=row["utterance"],
    )


def columns(*, tokens: bool) -> list[str]:
    """Return the names of the columns that a dataset has, in order."""
    return [name for name in COLUMNS if tokens or name != "tokens"]


def arrow_schema(pa: Any, names: list[str]) -> Any:
    """Return the columns as an Arrow schema; ``pa`` is the library."""
    return pa.schema([(name, _arrow_type(pa, COLUMNS[name])) for name in names])


def _arrow_type(pa: Any, column: Column) -> Any:
    if isinstance(column.type, dict):
        item = pa.struct([(name, getattr(pa, of)()) for name, of in column.type.items()])
    else:
        item = getattr(pa, column.type)()
    return pa.list_(item) if column.many else item
