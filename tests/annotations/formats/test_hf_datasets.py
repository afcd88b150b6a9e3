"""What Hugging Face's own reader makes of a dataset."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations.formats import hf_card
from annotations.formats.documents import Document, Request
from annotations.staging import Folder
from tests.annotations.formats.samples import SCHEME, article, document, nasty, request, tokenize

Load = Callable[[Path], Any]


@pytest.fixture
def load(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Return the loader, off the network and with a cache of its own."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    import datasets

    datasets.disable_progress_bars()
    cache = tmp_path_factory.mktemp("cache")
    return lambda path: datasets.load_dataset(str(path), cache_dir=str(cache))


def dataset(folder: Path, wanted: Request, **splits: list[Document]) -> Path:
    """Write a dataset of several splits, as an export does."""
    from annotations.formats import hf

    out = Folder(folder)
    written = {name: hf.write(found, out.within(name), wanted) for name, found in splits.items()}
    hf_card.finish(out, wanted, written)
    return folder


@pytest.mark.parametrize("file", ["parquet", "jsonl"])
@pytest.mark.parametrize("tokens", [tokenize, None])
def test_loads_with_every_offset_exact(load: Load, tmp_path: Path, file: str, tokens: Any) -> None:
    wanted = request(SCHEME, tokenize=tokens, options={"file": file})
    empty = [document(article("Nothing is promised here."), state="done")]
    loaded = load(dataset(tmp_path, wanted, train=nasty(), test=empty))
    assert set(loaded) == {"train", "test"}
    for row, meant in zip(loaded["train"], nasty(), strict=True):
        assert row["text"] == meant.article.text
        found = {(span["start"], span["end"], span["label"]) for span in row["spans"]}
        assert found == {(tag.start, tag.end, tag.label) for tag in meant.tags if not tag.on_article}
        assert all(row["text"][span["start"] : span["end"]] == span["text"] for span in row["spans"])
        labels = [label["label"] for label in row["article_labels"]]
        assert labels == sorted(tag.label for tag in meant.tags if tag.on_article)
        assert ("tokens" in row) == (tokens is not None)
    (row,) = loaded["test"]
    assert (row["spans"], row["state"]) == ([], "done")
    # A split without a tag has the same types as the other.
    assert loaded["test"].features == loaded["train"].features
    assert str(loaded["test"].features["spans"].feature["start"].dtype) == "int64"
