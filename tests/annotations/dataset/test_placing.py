"""Documents whose white space the file does not know find their articles, or say that they do not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.dataset import Options, export, import_
from annotations.dataset.report import ImportReport
from annotations.store import Store
from tests.annotations.dataset.desks import NOON, fill
from tests.annotations.formats.samples import PASSAGES, article, document, tag

PORT = article("The port  agreed\n\nto pay.\u00a0“No,” said Zoe\u0301.")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        yield opened


def taken(store: Store, folder: Path, *lines: str) -> ImportReport:
    path = folder / "in.conll"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return import_(store, "conll", path, "ana", PASSAGES, clock=lambda: NOON)


def words(store: Store) -> list[tuple[str, str]]:
    tags = list(store.all_tags())
    texts = {tag.article: store.article(tag.article) for tag in tags}
    assert all((of := texts[tag.article]) and of.text[tag.start : tag.end] == tag.text for tag in tags)
    return [(tag.text, tag.label) for tag in tags]


PORT_LINES = (
    *("The\tO", "port\tO", "agreed\tB-commitment", "", "to\tO", "pay\tB-figure", ".\tO", ""),
    *(
        "“\tB-complaint",
        "No\tI-complaint",
        ",\tI-complaint",
        "”\tI-complaint",
        "said\tO",
        "Zoe\u0301\tB-name",
        ".\tO",
    ),
)


def test_an_article_is_found_by_its_other_characters(store: Store, tmp_path: Path) -> None:
    store.add_articles([article("Something else."), PORT])
    report = taken(store, tmp_path, "-DOCSTART-\tO", "", *PORT_LINES)
    assert (report.articles, report.losses, report.refused) == (0, {}, 0)
    assert words(store) == [
        ("agreed", "commitment"),
        ("pay", "figure"),
        ("“No,”", "complaint"),
        ("Zoe\u0301", "name"),
    ]
    assert {tag.article for tag in store.all_tags()} == {PORT.id}


def test_a_tag_over_white_space_covers_what_the_article_has_there(store: Store, tmp_path: Path) -> None:
    store.add_articles([PORT])
    tokens = [line.split("\t")[0] for line in PORT_LINES if line]
    taken(store, tmp_path, f"{tokens[0]}\tB-all", *(f"{token}\tI-all" for token in tokens[1:]))
    assert (PORT.text, "all") in words(store)


def test_a_text_that_nobody_knows_is_added_and_counted(store: Store, tmp_path: Path) -> None:
    report = taken(store, tmp_path, "Rents\tB-figure", "rose\tI-figure", ".\tO")
    assert report.articles == 1
    assert list(report.losses) == [
        "articles added with white space that is made up: the file does not have it"
    ]
    assert words(store) == [("Rents rose", "figure")]
    # The second time it is known.
    again = taken(store, tmp_path, "Rents\tB-figure", "rose\tI-figure", ".\tO")
    assert (again.articles, again.known, again.losses) == (0, 1, {})


def test_what_might_be_several_articles_is_refused_and_the_rest_comes_in(
    store: Store, tmp_path: Path
) -> None:
    store.add_articles([article("No  deal."), article("No\ndeal."), PORT])
    report = taken(store, tmp_path, "No\tB-complaint", "deal\tO", ".\tO", "", *filter(None, PORT_LINES))
    assert (report.refused, report.documents) == (1, 2)
    assert "might be any of several articles" in report.refusals[0].reason
    assert report.refusals[0].line == 1
    assert ("agreed", "commitment") in words(store)
    # The very text is no guess.
    store.add_articles([article("No deal .")])
    assert taken(store, tmp_path, "No\tB-complaint", "deal\tO", ".\tO").refused == 0


def test_labels_of_articles_come_in(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"text": "Rents rose.", "options": [{"id": "ECONOMY"}], "accept": ["ECONOMY"]}\n', encoding="utf-8"
    )
    import_(store, "jsonl", path, "ana", PASSAGES, clock=lambda: NOON)
    (tag,) = store.all_tags()
    assert (tag.on_article, tag.label, tag.text) == (True, "ECONOMY", "")


def test_a_folder_and_a_zip_come_in(tmp_path: Path) -> None:
    import shutil

    from annotations.dataset.splits import parse

    stories = [article(f"Story {number} agreed.") for number in range(8)]
    with Store.open(tmp_path / "desk.db") as store:
        fill(store, [document(one, tag(one, "agreed"), state="done") for one in stories])
        export(store, "jsonl", tmp_path / "set", Options(tokens=False, split=parse("train=1,test=1")))
    archive = shutil.make_archive(str(tmp_path / "set"), "zip", tmp_path / "set")
    for source in (tmp_path / "set", Path(archive)):
        with Store.open(tmp_path / f"{source.name}.db") as store:
            report = import_(store, "jsonl", source, "ana", PASSAGES, clock=lambda: NOON)
            assert (report.articles, report.labels, report.refused) == (8, {"commitment": 8}, 0)
