"""Read CAS files, XMI or JSON, of ours or of INCEpTION's, from a folder, a zip or one by one.

In a CAS of ours tags are tags, and what a program found is counted. In any other, the annotations of every
custom span layer are, and named entities; their label is the feature ``label`` or ``value``, else the first
that is a string, else the name of the layer.

A CAS is parsed by cassis, which trusts its files more than we do. So an XML file must be UTF-8 without a
document type (no entities, nothing from elsewhere), and the names of types and features must be names before
cassis makes classes of them.
"""

import json
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

import msgspec

from annotations.errors import FormatError
from annotations.files import Files
from annotations.formats import uima_layers as layers
from annotations.formats.documents import ImportedDocument, ImportedSpan, Lost
from annotations.formats.lines import value
from annotations.formats.substitutes import REPLACEMENT, restore
from annotations.formats.uima import TYPES
from annotations.formats.whole import article_from, changed_text, origin_of, state_of
from annotations.records import Refusal

_LARGEST = 256 * 1024 * 1024
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TYPE_NAME = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*(?:\[\])?", re.ASCII)
_FEATURE_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
#: What cassis stumbles over a damaged file with; it checks little and has no error of its own.
_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, SyntaxError, RecursionError)
#: Layers that divide the text or describe it, and mark nothing.
_STRUCTURE = (layers.TOKEN, layers.SENTENCE, layers.METADATA, "uima.tcas.DocumentAnnotation", "uima.cas.Sofa")

_FOUND = "annotations that a program found and nobody decided"
_EMPTY = "annotations of no words"
_OTHERS = "kinds of annotations that are no tags"
_UNKNOWN = "kinds of annotations that the type system does not have"


def read(files: Files) -> Iterator[ImportedDocument | Refusal]:
    """Read every CAS, in the order of the names; raises ``FormatError`` when cassis is not installed."""
    layers.cassis()
    for name in files.names(".xmi", ".json"):
        try:
            yield _document(files, name)
        except FormatError as error:
            yield Refusal(source=files.place(name), reason=str(error))


def _document(files: Files, name: str) -> ImportedDocument:
    data = files.read(name, _LARGEST)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        cas = _from_json(data) if name.endswith(".json") else _from_xmi(data, _types(files, name))
    lost: list[Lost] = [Lost(_UNKNOWN, str(one.message)[:80]) for one in _checked(told)]
    if not isinstance(cas.sofa_string, str):
        raise FormatError("has no text")
    return _Reading(cas, lost).document(files.place(name))


def _checked(told: list[warnings.WarningMessage]) -> list[warnings.WarningMessage]:
    """Return what cassis complained of; an offset that it could not convert is more than a complaint."""
    for one in told:
        if str(one.message).startswith("Not mapping"):
            raise FormatError("has an annotation that lies outside of the text, or inside of a character")
    return told


def _from_json(data: bytes) -> Any:
    found = value(msgspec.Raw(data))
    types = found.get("%TYPES") if isinstance(found, dict) else None
    if not isinstance(types, dict):
        raise FormatError("is no CAS: it has no %TYPES")
    for name, features in types.items():
        _check_name(_TYPE_NAME, name)
        for feature in features if isinstance(features, dict) else ():
            _check_name(_FEATURE_NAME, feature.removeprefix("%"))
    with _stumbling():
        return layers.cassis().load_cas_from_json(data.decode(), lenient=True)


def _from_xmi(data: bytes, types: Any) -> Any:
    _check_xml(data)
    with _stumbling():
        return layers.cassis().load_cas_from_xmi(BytesIO(data), typesystem=types, lenient=True)


def _types(files: Files, name: str) -> Any:
    """Return the type system that stands beside a file, or above it."""
    for folder in PurePosixPath(name).parents:
        beside = (folder / TYPES).as_posix()
        if files.has(beside):
            return _typesystem(files.read(beside, _LARGEST))
    raise FormatError(f"has no {TYPES} beside it, and without one nobody knows its layers")


def _typesystem(data: bytes) -> Any:
    _check_xml(data)
    from lxml import etree  # noqa: PLC0415 - only who reads XML pays for it

    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise FormatError(f"has a {TYPES} beside it that is no XML: {error}") from None
    for kind in ("name", "supertypeName", "rangeTypeName", "elementType"):
        for element in tree.iterfind(f".//{{*}}typeDescription//{{*}}{kind}"):
            _check_name(_TYPE_NAME, element.text or "")
    for element in tree.iterfind(".//{*}featureDescription/{*}name"):
        _check_name(_FEATURE_NAME, element.text or "")
    with _stumbling():
        return layers.cassis().load_typesystem(BytesIO(data))


def _check_name(allowed: re.Pattern[str], name: str) -> None:
    if not allowed.fullmatch(name.strip()):
        raise FormatError(f"has a type or feature with a name that is none: {name[:40]!r}")


def _check_xml(data: bytes) -> None:
    """Raise ``FormatError`` for XML that could say more than it shows, or in another encoding."""
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared is not None and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise FormatError("is not in UTF-8")
    try:
        data.decode()
    except UnicodeDecodeError:
        raise FormatError("is not UTF-8") from None
    if _DOCTYPE.search(data):
        raise FormatError("has a document type or entities, which no CAS needs")


@contextmanager
def _stumbling() -> Iterator[None]:
    """Turn whatever a damaged file makes cassis raise into a ``FormatError``."""
    from cassis.typesystem import TypeNotFoundError  # noqa: PLC0415 - an extra
    from lxml import etree  # noqa: PLC0415

    try:
        yield
    except (*_STUMBLES, TypeNotFoundError, etree.LxmlError) as error:
        raise FormatError(f"is no CAS that can be read: {type(error).__name__}: {str(error)[:120]}") from None


class _Reading:
    """One CAS while it is read."""

    def __init__(self, cas: Any, lost: list[Lost]) -> None:
        self._cas = cas
        self._lost = lost
        self._types = {type_.name: type_ for type_ in cas.typesystem.get_types()}

    def document(self, place: str) -> ImportedDocument:
        """Return what the CAS says, by whoever it was written."""
        ours = next(iter(self._select(layers.ARTICLE)), None)
        known = {} if ours is None else _known(ours)
        labels = known.pop("labels", {})
        annotator = known.pop("annotator", "")
        text = restore(self._cas.sofa_string, known.pop("replaced", None), REPLACEMENT)
        article = article_from(text, known, place)
        self._lost += changed_text(known, article)
        if ours is None:
            spans = [span for layer in self._span_layers() for span in self._foreign(layer, text)]
        else:
            spans = self._ours(text, labels if isinstance(labels, dict) else {})
        return ImportedDocument(
            article=article,
            spans=tuple(spans),
            annotator=annotator if isinstance(annotator, str) else "",
            state=state_of(getattr(ours, "state", None)) or ("open" if spans else None),
            lost=tuple(Lost(kind, f"{place}: {detail}", label) for kind, detail, label in self._lost),
        )

    def _select(self, layer: str) -> list[Any]:
        """Return the annotations of one layer, and of none derived from it."""
        if layer not in self._types:
            return []
        return [one for one in self._cas.select(layer) if one.type.name == layer]

    def _ours(self, text: str, labels: dict[str, Any]) -> list[ImportedSpan]:
        spans = [self._span(one, text, labels) for one in self._select(layers.TAG)]
        spans += [_tag(one, 0, 0, "", labels) for one in self._select(layers.ON_ARTICLE)]
        for layer in (layers.ENTITY, layers.SUGGESTION, layers.QUOTATION, layers.RELATION):
            name = layer.rpartition(".")[2]
            self._lost += [Lost(_FOUND, name, _label(one)) for one in self._select(layer)]
        return spans

    def _span(self, one: Any, text: str, labels: dict[str, Any]) -> ImportedSpan:
        start, end = _place(one, text)
        if start == end:
            raise FormatError(f"has a tag of no words, at {start}")
        return _tag(one, start, end, text[start:end], labels)

    def _span_layers(self) -> list[str]:
        """Return the layers whose annotations are tags; count the others that have any."""
        chosen = []
        for name, type_ in sorted(self._types.items()):
            features = {feature.name for feature in type_.all_features}
            custom = name == layers.ENTITY or name.startswith(layers.CUSTOM)
            if custom and {"begin", "end"} <= features and not {layers.SOURCE, layers.TARGET} <= features:
                chosen.append(name)
            elif name not in _STRUCTURE and self._select(name):
                self._lost.append(Lost(_OTHERS, name))
        return chosen

    def _foreign(self, layer: str, text: str) -> Iterator[ImportedSpan]:
        for one in self._select(layer):
            start, end = _place(one, text)
            if start == end:
                self._lost.append(Lost(_EMPTY, f"{layer} at {start}", _label(one)))
            else:
                yield ImportedSpan(start=start, end=end, label=_label(one), text=text[start:end])


def _known(ours: Any) -> dict[str, Any]:
    """Return what was written beside a document of ours."""
    try:
        found = json.loads(ours.about or "{}")
    except (ValueError, RecursionError, TypeError):
        found = None
    if not isinstance(found, dict):
        raise FormatError("has an Article that is not as it was written")
    return found


def _place(one: Any, text: str) -> tuple[int, int]:
    start, end = one.begin, one.end
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)):
        raise FormatError(f"has an annotation at {start} to {end}, which is no stretch of its text")
    return start, end


def _tag(one: Any, start: int, end: int, text: str, labels: dict[str, Any]) -> ImportedSpan:
    name = one.label if isinstance(one.label, str) else ""
    label = labels.get(name, name)
    if not isinstance(label, str) or not label.strip():
        raise FormatError("has a tag without a label")
    note = one.note if isinstance(one.note, str) else ""
    return ImportedSpan(start=start, end=end, label=label, text=text, origin=origin_of(one.origin), note=note)


def _label(one: Any) -> str:
    """Return what an annotation of somebody else's layer says."""
    names = [
        feature.name for feature in one.type.all_features if feature.name not in ("begin", "end", "sofa")
    ]
    for name in ("label", "value", *names):
        found = getattr(one, name, None)
        if isinstance(found, str) and found.strip():
            return found
    layer: str = one.type.name
    return layer.rpartition(".")[2]
