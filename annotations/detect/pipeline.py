"""Which spaCy pipeline reads the articles: the one that is named, the best installed, or our own."""

from pathlib import Path

import spacy
from spacy.language import Language

from annotations.detect import components, fingerprints
from annotations.detect.tokens import TOKENIZER, GuardedTokenizer
from annotations.errors import DetectionError

#: Where a loaded pipeline keeps the identity of its base, so that a saved copy keeps it too.
_META_KEY = "copydesk_base"
# Entities are all that is asked of a model; these cost time and give none.
_NEEDLESS = (
    "tagger",
    "morphologizer",
    "parser",
    "senter",
    "lemmatizer",
    "attribute_ruler",
    "textcat",
    "textcat_multilabel",
)
# What spaCy raises for a model that is missing, half there, of another version, or none at all.
_UNLOADABLE = (OSError, ValueError, ImportError, KeyError, AttributeError)
_ENTITY_FACTORIES = frozenset({"ner", "beam_ner", "entity_ruler", "span_ruler"})


def embedded() -> Language:
    """Return the pipeline that needs no download: a blank English one with our rules."""
    config = {"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}}
    nlp = spacy.blank("en", config=config)
    nlp.add_pipe(components.ENTITIES)
    nlp.add_pipe(components.QUOTES)
    nlp.meta[_META_KEY] = fingerprints.EMBEDDED
    return nlp


def _listens(nlp: Language, name: str) -> bool:
    """Tell whether a component reads the vectors of another one (tok2vec, transformer)."""
    model = getattr(nlp.get_pipe(name), "model", None)
    return model is not None and any(node.name.endswith("-listener") for node in model.walk())


def _prepare(nlp: Language) -> Language:
    """Add what is ours to a model that was loaded, and drop what it does not need for entities."""
    finders = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory in _ENTITY_FACTORIES]
    if not any(_listens(nlp, name) for name in finders):
        for name in [n for n in nlp.pipe_names if nlp.get_pipe_meta(n).factory in ("tok2vec", "transformer")]:
            nlp.disable_pipe(name)
    if not isinstance(nlp.tokenizer, GuardedTokenizer):
        nlp.tokenizer = GuardedTokenizer(nlp.tokenizer)
    if not finders and components.ENTITIES not in nlp.pipe_names:
        nlp.add_pipe(components.ENTITIES)
    if components.QUOTES not in nlp.pipe_names:
        nlp.add_pipe(components.QUOTES)
    return nlp


def _load_model(model: str) -> Language:
    nlp = _prepare(spacy.load(model, exclude=list(_NEEDLESS)))
    nlp.meta[_META_KEY] = fingerprints.base(model)
    return nlp


def load(model: str | None = None) -> Language:
    """Return the pipeline for entities and quotations.

    ``model`` is the name of an installed model package or the path of a pipeline on disk. Without it,
    the best installed ``en_core_web_*`` that loads is taken, else the embedded rules.
    Raises DetectionError if a model was named and cannot be loaded.
    """
    if model is None:
        for name in fingerprints.preferred():
            try:
                return _load_model(name)
            except _UNLOADABLE:
                continue  # of another spaCy version, or half installed: the next best
        return embedded()
    try:
        return _load_model(model)
    except _UNLOADABLE as error:
        raise DetectionError(
            f"The model {model!r} cannot be loaded: install one with "
            "`python -m spacy download en_core_web_sm`, or name none to use the built-in rules."
        ) from error


def fingerprint(nlp: Language) -> str:
    """Return what tells this pipeline and its rules from any other: the key of cached detections."""
    name = nlp.meta.get(_META_KEY) or f"{nlp.lang}_{nlp.meta.get('name')}@{nlp.meta.get('version')}"
    return fingerprints.compose(str(name))


def describe(model: str | None = None) -> str:
    """Say in one or two sentences which pipeline is used and how to get a better one; loads it."""
    nlp = load(model)
    base = str(nlp.meta[_META_KEY])
    if base != fingerprints.EMBEDDED:
        where = "a folder" if model is not None and Path(model).is_dir() else "an installed model"
        return f"Entities come from {base} ({where}); quotations from the built-in rules."
    return (
        "Entities and quotations come from the built-in rules; "
        "`python -m spacy download en_core_web_sm` installs a model that finds more."
    )
