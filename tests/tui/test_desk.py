"""The desk without a screen: the seconds that count as work, what was done today, what is known."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations import scheme
from annotations.detect import fingerprints
from annotations.detect.process import DetectionProcess
from annotations.records import Article, timestamp
from annotations.store import Store
from annotations.text import content_id
from tests.annotations.store.desk import decide, make_article, make_tag
from tui.config import Settings
from tui.desk import Desk


async def test_what_was_done_today_is_read_once_and_then_counted(tmp_path: Path) -> None:
    article = make_article()
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([article])
        old = decide(after=make_tag(article, annotator="mira"))  # Long ago.
        new = replace(decide(after=make_tag(article, 8, 17, annotator="mira")), at=timestamp())
        store.commit_many([old, new])
    desk = Desk(Settings(db=tmp_path / "desk.db", annotator="mira", scheme=scheme.default()))
    desk.store.start()
    try:
        assert (await desk.today()).decisions == 1
        another = replace(decide(after=make_tag(article, 18, 24, annotator="mira")), at=timestamp())
        desk.commit(article, another).result(timeout=5)
        today = await desk.today()
        assert (today.decisions, today.articles) == (2, 1)
        assert 0 <= today.seconds <= 60
    finally:
        desk.close()


@pytest.mark.parametrize("preferred", [(), ("msgspec",)], ids=["no model", "one that does not load"])
async def test_an_article_is_read_once_whatever_is_installed(
    preferred: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprints, "PREFERRED", preferred)  # here; the process has its own to choose from
    text = "The ministry pledged $5 million, said Mira Tanaka."
    article = Article(id=content_id(text), text=text)
    read: list[str] = []
    submit = DetectionProcess.submit

    def counted(self: DetectionProcess, article_id: str, text: str, *, urgent: bool = False) -> object:
        read.append(article_id)
        return submit(self, article_id, text, urgent=urgent)

    monkeypatch.setattr(DetectionProcess, "submit", counted)
    found = []
    for _ in range(2):
        desk = Desk(Settings(db=tmp_path / "desk.db", annotator="mira", scheme=scheme.default()))
        desk.store.start()
        try:
            found.append(await desk.detect(article))
        finally:
            desk.close()
    assert read == [article.id]
    assert found[0] == found[1]
    assert [one.label for one in found[0].suggestions] == ["commitment", "figure"]
