"""Which spaCy pipeline reads the articles: the one that is named, the best installed, or our own."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language

from annotations.cues import BUILT_IN, LabelCues
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


class PassedOver(NamedTuple):
    """A model that would have been better, and why it is not used."""

    name: str
    reason: str


class Choice(NamedTuple):
    """The pipeline that is used, and the better ones that cannot be."""

    nlp: Language
    #: ``embedded``, or the model with its version.
    base: str
    passed_over: tuple[PassedOver, ...] = ()


def embedded(labels: Sequence[LabelCues] = BUILT_IN) -> Language:
    """Return the pipeline that needs no download: a blank English one with our rules."""
    config = {"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}}
    nlp = spacy.blank("en", config=config)
    nlp.add_pipe(components.ENTITIES)
    nlp.meta[_META_KEY] = fingerprints.EMBEDDED
    return _with_rules(nlp, labels)


def _with_rules(nlp: Language, labels: Sequence[LabelCues]) -> Language:
    """Add what finds quotations and suggestions, for these labels, at the end of a pipeline."""
    if components.QUOTES not in nlp.pipe_names:
        nlp.add_pipe(components.QUOTES)
    if components.SUGGESTIONS in nlp.pipe_names:
        nlp.remove_pipe(components.SUGGESTIONS)
    nlp.add_pipe(components.SUGGESTIONS, config=components.config_of(labels))
    if set(nlp.pipe_names) <= set(components.OURS):
        nlp.max_length = sys.maxsize  # spaCy's limit is for the memory that statistical models take
    return nlp


def _listens(nlp: Language, name: str) -> bool:
    """Tell whether a component reads the vectors of another one (tok2vec, transformer)."""
    model = getattr(nlp.get_pipe(name), "model", None)
    return model is not None and any(node.name.endswith("-listener") for node in model.walk())


def _prepare(nlp: Language, labels: Sequence[LabelCues]) -> Language:
    """Add what is ours to a model that was loaded, and drop what it does not need for entities."""
    finders = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory in _ENTITY_FACTORIES]
    if not any(_listens(nlp, name) for name in finders):
        for name in [n for n in nlp.pipe_names if nlp.get_pipe_meta(n).factory in ("tok2vec", "transformer")]:
            nlp.disable_pipe(name)
    if not isinstance(nlp.tokenizer, GuardedTokenizer):
        nlp.tokenizer = GuardedTokenizer(nlp.tokenizer)
    own = set(nlp.pipe_names) & {components.ENTITIES, components.CONSISTENCY}
    if not own:
        nlp.add_pipe(components.CONSISTENCY if finders else components.ENTITIES)
    return _with_rules(nlp, labels)


def _load_model(model: str, labels: Sequence[LabelCues]) -> Choice:
    nlp = _prepare(spacy.load(model, exclude=list(_NEEDLESS)), labels)
    base = fingerprints.base(model)
    nlp.meta[_META_KEY] = base
    return Choice(nlp, base)


def choose(model: str | None = None, labels: Sequence[LabelCues] = BUILT_IN) -> Choice:
    """Load the pipeline for entities, quotations and suggestions, and tell which it is and why.

    ``model`` is the name of an installed model package or the path of a pipeline on disk. Without it,
    the best installed ``en_core_web_*`` that loads is taken, else the embedded rules. ``labels`` are those
    that passages are proposed for. Raises DetectionError if a model was named and cannot be loaded.
    """
    if model is not None:
        try:
            return _load_model(model, labels)
        except _UNLOADABLE as error:
            raise DetectionError(
                f"The model {model!r} cannot be loaded: install one with "
                "`python -m spacy download en_core_web_sm`, or name none to use the built-in rules."
            ) from error
    passed_over: list[PassedOver] = []
    for name in fingerprints.PREFERRED:
        if fingerprints.installed(name) is None:
            passed_over.append(PassedOver(name, "not installed"))
            continue
        try:
            return _load_model(name, labels)._replace(passed_over=tuple(passed_over))
        except _UNLOADABLE as error:  # of another spaCy version, or half installed: the next best
            passed_over.append(PassedOver(name, f"does not load: {' '.join(str(error).split())[:200]}"))
    return Choice(embedded(labels), fingerprints.EMBEDDED, tuple(passed_over))


def load(model: str | None = None, labels: Sequence[LabelCues] = BUILT_IN) -> Language:
    """Return the pipeline for entities, quotations and suggestions; see ``choose``."""
    return choose(model, labels).nlp


def fingerprint(nlp: Language) -> str:
    """Return what tells this pipeline and its rules from any other: the key of cached detections."""
    name = nlp.meta.get(_META_KEY) or f"{nlp.lang}_{nlp.meta.get('name')}@{nlp.meta.get('version')}"
    labels: tuple[LabelCues, ...] = ()
    if components.SUGGESTIONS in nlp.pipe_names:
        labels = nlp.get_pipe(components.SUGGESTIONS).cues  # type: ignore[attr-defined]
    return fingerprints.compose(str(name), labels)


def describe(choice: Choice, model: str | None = None) -> tuple[str, str]:
    """Say which pipeline is used, and how to get a better one; the latter is empty where it is a model."""
    if choice.base != fingerprints.EMBEDDED:
        where = "a folder" if model is not None and Path(model).is_dir() else "an installed model"
        return f"entities by {choice.base} ({where}); quotations and suggestions by the built-in rules", ""
    return (
        "entities, quotations and suggestions by the built-in rules",
        "`python -m spacy download en_core_web_sm` installs a model that may find more entities",
    )
