"""What front matter and the rows of tables say about an article: title, byline, date, and the rest."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from annotations.text import clean

_TITLES = ("title", "headline")
_BYLINES = ("byline", "author", "authors")
_DATES = ("date", "published", "published_at")


class Fields(NamedTuple):
    """The fields that every article has, as text, and all others as they were."""

    title: str
    byline: str
    date: str
    rest: dict[str, Any]


def split(mapping: Mapping[str, Any]) -> Fields:
    """Sort a mapping into the fields of an article.

    Of several names for one field (``title``, ``headline``) the first that says something counts; the others
    stay in the rest.
    """
    rest = dict(mapping)
    return Fields(_take(rest, _TITLES), _take(rest, _BYLINES), _take(rest, _DATES), rest)


def jsonable(value: Any) -> Any:
    """Return a value as JSON can hold it: dates as ISO strings, lone surrogates and NaN made harmless."""
    if isinstance(value, Mapping):
        return {str(jsonable(key)): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((jsonable(item) for item in value), key=str)
    return _scalar(value)


def _scalar(value: Any) -> str | int | float | None:
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return clean(value.isoformat() if isinstance(value, (date, datetime, time)) else str(value))[0]


def too_deep(value: Any, limit: int) -> bool:
    """Tell whether containers are nested more than ``limit`` deep, without recursion of its own."""
    containers = _containers([value])
    for _ in range(limit):
        containers = _containers(
            item
            for container in containers
            for item in (container.values() if isinstance(container, Mapping) else container)
        )
    return bool(containers)


def _containers(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, (Mapping, list))]


def _take(rest: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if said := _words(rest.get(name)):
            del rest[name]
            return said
    return ""


def _words(value: Any) -> str:
    """Return a value as one line: names in a list are joined, of an object its ``name`` is taken."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Mapping):
        value = value.get("name")
        return _words(value) if not isinstance(value, (Mapping, list)) else ""
    if isinstance(value, (list, tuple)):
        return ", ".join(
            filter(None, (_words(item) for item in value if not isinstance(item, (list, tuple))))
        )
    return " ".join(str(jsonable(value)).split())
