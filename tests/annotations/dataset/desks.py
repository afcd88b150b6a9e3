"""Databases for the tests of datasets, filled as annotators would fill them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotations.files import MANIFEST
from annotations.formats.documents import Document
from annotations.records import Decision, new_id
from annotations.staging import Folder
from annotations.store import Store

NOON = "2026-03-04T12:00:00.000Z"


def fill(store: Store, given: Iterable[Document], at: str = NOON) -> None:
    """Put documents into a database decision by decision."""
    for found in given:
        store.add_articles([found.article])
        decisions = [decision(found, "tag", at, after=one) for one in found.tags]
        store.commit_many(decisions)
        if found.detection is not None:
            store.save_detection(found.article.id, found.detection)
        before = store.progress(found.article.id, found.annotator).state
        if before != found.state:
            store.commit(decision(found, "state", at, state_before=before, state_after=found.state))


def decision(of: Document, verb: Any, at: str = NOON, **more: Any) -> Decision:
    return Decision(id=new_id(), at=at, annotator=of.annotator, article=of.article.id, verb=verb, **more)


def filled(path: Path, given: Iterable[Document]) -> Store:
    """Make a database of documents and open it."""
    store = Store.open(path)
    fill(store, given)
    return store


def contents(path: Path) -> dict[str, bytes]:
    """Return every file of a dataset but its manifest."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {name: file.read_bytes() for name, file in Folder(path).files() if name != MANIFEST}
