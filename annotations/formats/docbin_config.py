"""The configuration with which ``spacy train config.cfg`` takes a dataset as it is.

Paths are relative to the folder of the dataset, where it is to be run. What is not said here is spaCy's own
default.
"""

from collections.abc import Mapping

from annotations.formats.docbin import SPANS_KEY
from annotations.formats.documents import Request, Written
from annotations.staging import Folder

#: More lengths than these make too many candidates; the most frequent are kept.
_MOST_LENGTHS = 40
_DEV = ("dev", "validation", "valid", "val", "eval", "test")

_REMARKS = """\
# spacy train config.cfg --output model
# Run it in this folder.{}

"""

_BASE = """\
[paths]
train = "{train}"
dev = "{dev}"

[system]
seed = 0

[nlp]
lang = "en"
pipeline = [{pipeline}]
batch_size = 100

[corpora]

[corpora.train]
@readers = "spacy.Corpus.v1"
path = ${{paths.train}}

[corpora.dev]
@readers = "spacy.Corpus.v1"
path = ${{paths.dev}}

[training]
train_corpus = "corpora.train"
dev_corpus = "corpora.dev"
seed = ${{system.seed}}
dropout = 0.1
patience = 1600
max_steps = 20000
eval_frequency = 200

[training.batcher]
@batchers = "spacy.batch_by_words.v1"
size = 1000
tolerance = 0.2

[training.score_weights]
{weights}

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 96
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true
"""

_SPANCAT = """
[components.spancat]
factory = "spancat"
spans_key = "{key}"
threshold = 0.5

[components.spancat.suggester]
@misc = "spacy.ngram_suggester.v1"
sizes = [{sizes}]

[components.spancat.model]
@architectures = "spacy.SpanCategorizer.v1"

[components.spancat.model.reducer]
@layers = "spacy.mean_max_reducer.v1"
hidden_size = 128

[components.spancat.model.scorer]
@layers = "spacy.LinearLogistic.v1"

[components.spancat.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
"""

_TEXTCAT = """
[components.textcat_multilabel]
factory = "textcat_multilabel"
threshold = 0.5
"""


def finish(out: Folder, request: Request, splits: Mapping[str, Written]) -> None:
    """Write ``config.cfg``: a span categorizer, and a text categorizer where articles have labels."""
    names = list(splits)
    train = "train" if "train" in names else names[0]
    others = [name for name in names if name != train]
    dev = next((name for name in _DEV if name in others), others[0] if others else train)
    lengths, longer = _lengths(splits)
    remarks = [
        "There are no splits: it would be scored on what it has learnt." if dev == train else "",
        f"Tags too long, or of too rare a length, to be suggested: {longer}." if longer else "",
    ]
    with_cats = bool(request.article_labels)
    config = _BASE.format(
        train=train,
        dev=dev,
        pipeline=", ".join(f'"{name}"' for name in _pipeline(with_cats=with_cats)),
        weights="spans_sc_f = 0.5\ncats_score = 0.5" if with_cats else "spans_sc_f = 1.0",
    )
    config += _SPANCAT.format(key=SPANS_KEY, sizes=", ".join(map(str, lengths)))
    head = _REMARKS.format("".join(f"\n# {remark}" for remark in remarks if remark))
    with out.file("config.cfg") as file:
        file.write((head + _filled(config + (_TEXTCAT if with_cats else ""))).encode())


def _filled(config: str) -> str:
    """Return a configuration with all that it leaves to spaCy, as the training demands it."""
    from spacy.util import load_model_from_config  # noqa: PLC0415 - a second to import
    from thinc.api import Config  # noqa: PLC0415

    read = Config().from_str(config, interpolate=False)
    return str(load_model_from_config(read, auto_fill=True).config.to_str())


def _pipeline(*, with_cats: bool) -> list[str]:
    return ["tok2vec", "spancat", *(["textcat_multilabel"] if with_cats else [])]


def _lengths(splits: Mapping[str, Written]) -> tuple[list[int], int]:
    """Return the lengths, in tokens, that candidates are to have, and how many tags have others."""
    counts: dict[int, int] = {}
    for split in splits.values():
        for length, count in split.lengths.items():
            counts[length] = counts.get(length, 0) + count
    kept = sorted(counts, key=lambda length: (-counts[length], length))[:_MOST_LENGTHS]
    longer = sum(count for length, count in counts.items() if length not in kept)
    return sorted(kept) or [1, 2, 3], longer
