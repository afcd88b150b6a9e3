"""The metadata that a Markdown file carries above its text: YAML between ``---``, TOML between ``+++``."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from annotations.sources.fields import jsonable, too_deep

#: Front matter is a page at most; what is longer is text between two lines.
MAX_LENGTH = 65_536
_MAX_DEPTH = 20
#: PyYAML takes seconds for some thousands of these within one another.
_MAX_BRACKETS = 1_000
_FENCES = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}


class FrontMatter(NamedTuple):
    """What stood above the text, as JSON can hold it, the text below, and what was wrong, if anything."""

    fields: dict[str, Any]
    body: str
    error: str = ""
    #: The lines that could not be read, their fences included.
    broken: str = ""


def split(text: str) -> FrontMatter:
    """Cut front matter off a text; a text that has none comes back whole.

    Front matter that cannot be read is in ``broken``, with a reason in ``error``; it is not read twice.
    """
    first, newline, rest = text.partition("\n")
    closing = _FENCES.get(first.rstrip(" \t"))
    end = closing.search(rest[:MAX_LENGTH]) if closing and newline else None
    if end is None:
        return FrontMatter({}, text)
    block, body = rest[: end.start()], rest[end.end() :].removeprefix("\n")
    try:
        found = _toml(block) if first.startswith("+") else _yaml(block)
        fields = _checked(found)
    except (ValueError, TypeError, RecursionError) as error:
        broken = text[: len(text) - len(body)].rstrip("\n")
        return FrontMatter({}, body, _sentence(error), broken)
    # Prose between two thematic breaks is no front matter.
    return FrontMatter({}, text) if fields is None else FrontMatter(fields, body)


def _checked(found: Any) -> dict[str, Any] | None:
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        return None
    if too_deep(found, _MAX_DEPTH):
        raise ValueError("it is nested too deeply")
    return {str(key): jsonable(value) for key, value in found.items()}


def _toml(block: str) -> Any:
    import tomllib  # noqa: PLC0415 - only front matter in TOML needs it

    return tomllib.loads(block)


def _yaml(block: str) -> Any:
    import yaml  # noqa: PLC0415 - only front matter in YAML needs it

    if block.count("[") + block.count("{") > _MAX_BRACKETS:
        raise ValueError("it has too many brackets")
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, Loader=yaml.SafeLoader)):
            # A few aliases of aliases make more objects than any memory holds.
            raise ValueError("it has aliases (*name)")
        return yaml.safe_load(block)
    except yaml.YAMLError as error:
        raise ValueError(
            getattr(error, "problem", None) or getattr(error, "reason", "it is no YAML")
        ) from None


def _sentence(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return " ".join(str(error).split())[:200]
