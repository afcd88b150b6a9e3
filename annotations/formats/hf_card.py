"""The card of a dataset for Hugging Face: what loads it, and what somebody who finds it wants to know."""

from collections.abc import Mapping
from typing import Any

import yaml

from annotations.formats.documents import Request, Written
from annotations.formats.hf_columns import COLUMNS, Column, columns
from annotations.staging import Folder


def finish(out: Folder, request: Request, splits: Mapping[str, Written]) -> None:
    """Write ``README.md``, with the columns' types and the files of each split in its front matter."""
    kept = columns(tokens=request.tokenize is not None)
    suffix = request.options.get("file", "parquet")
    names = _names(splits)
    front = {
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": names[split], "path": f"{split}/data.{suffix}"} for split in splits],
            }
        ],
        "dataset_info": {
            "config_name": "default",
            "features": [_feature(name, COLUMNS[name]) for name in kept],
            "splits": [
                {"name": names[split], "num_examples": written.documents} for split, written in splits.items()
            ],
        },
    }
    text = f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---\n\n" + _body(
        request, splits, kept
    )
    with out.file("README.md") as file:
        file.write(text.encode())


def _names(splits: Mapping[str, Written]) -> dict[str, str]:
    """Return what ``datasets`` is to call each split: a name of letters, digits and underscores."""
    return {split: split.replace("-", "_") for split in splits}


def _feature(name: str, column: Column) -> dict[str, Any]:
    of: Any = column.type
    if isinstance(of, dict):
        of = [{"name": member, "dtype": dtype} for member, dtype in of.items()]
    return {"name": name, "list" if column.many else "dtype": of}


def _body(request: Request, splits: Mapping[str, Written], kept: list[str]) -> str:
    title = _plain(request.scheme.name) or "Tagged news"
    lines = [
        f"# {title}",
        "",
        "Offsets are Unicode code points, end-exclusive:",
        "`text[span['start']:span['end']]` is the span's text.",
        "",
        "| split | texts | tags |",
        "|---|---:|---:|",
        *(f"| {name} | {split.documents:,} | {split.spans:,} |" for name, split in splits.items()),
        "",
        "| label | means | " + " | ".join(splits) + " |",
        "|---|---|" + "---:|" * len(splits),
        *(
            f"| {_plain(label)} | {_meaning(request, label)} | "
            + " | ".join(f"{split.labels.get(label, 0):,}" for split in splits.values())
            + " |"
            for label in (*request.passage_labels, *request.article_labels)
        ),
        "",
        "| column | holds |",
        "|---|---|",
        *(f"| `{name}` | {COLUMNS[name].about} |" for name in kept),
        "",
    ]
    return "\n".join(lines)


def _meaning(request: Request, label: str) -> str:
    known = request.scheme.label(label)
    return _plain(known.definition) if known else ""


def _plain(words: str) -> str:
    """Return words as they may stand in a cell of a Markdown table."""
    escaped = "".join(f"\\{character}" if character in "\\`*_{}[]<>#|~" else character for character in words)
    return " ".join(escaped.split())
