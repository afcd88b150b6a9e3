"""Taking articles in: the first one alone, the rest in batches, and what is trusted at the next start."""

import json
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotations import intake
from annotations.intake import Batch, batches, read_all, still_there
from annotations.records import Article, Refusal
from annotations.text import content_id


def article(text: str, source: str = "a.txt") -> Article:
    return Article(id=content_id(text), text=text, source=source)


REFUSAL = Refusal(source="b.txt", reason="is empty")
items = st.lists(st.one_of(st.integers(0, 500).map(lambda n: article(f"story {n}")), st.just(REFUSAL)))


@given(items)
def test_nothing_is_lost_or_moved(given_items: list[Article | Refusal]) -> None:
    found = list(batches(given_items))
    assert [a for batch in found for a in batch.articles] == [
        i for i in given_items if isinstance(i, Article)
    ]
    assert sum(len(batch.refusals) for batch in found) == sum(isinstance(i, Refusal) for i in given_items)
    assert all(batch.articles or batch.refusals for batch in found)


def test_the_first_article_comes_before_the_second_is_read() -> None:
    read: list[int] = []

    def slow() -> Iterator[Article]:
        for number in range(3):
            read.append(number)
            yield article(f"story {number}")

    first = next(batches(slow()))
    assert [a.text for a in first.articles] == ["story 0"]
    assert read == [0]


def test_what_was_refused_before_the_first_article_comes_with_it() -> None:
    assert next(batches([REFUSAL, REFUSAL, article("x")])) == Batch([article("x")], [REFUSAL, REFUSAL])


def test_batches_are_bounded_by_number_and_by_size() -> None:
    many = list(batches(article(f"{n}") for n in range(1 + 2 * intake.MAX_ARTICLES)))
    assert [len(batch.articles) for batch in many] == [1, intake.MAX_ARTICLES, intake.MAX_ARTICLES]
    long = "x" * (intake.MAX_CHARACTERS // 2)
    large = list(batches(article(long + str(n)) for n in range(5)))
    assert [len(batch.articles) for batch in large] == [1, 2, 2]


def test_folders_files_and_refusals_come_in_order(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "b.txt").write_text("Second story.\n")
    (tmp_path / "news" / "a.txt").write_text("First story.\n")
    (tmp_path / "empty.txt").write_text("")
    found = list(read_all([str(tmp_path / "news"), str(tmp_path / "empty.txt"), str(tmp_path / "gone.txt")]))
    assert [item.text for item in found if isinstance(item, Article)] == ["First story.\n", "Second story.\n"]
    assert [Path(item.source).name for item in found if isinstance(item, Refusal)] == [
        "empty.txt",
        "gone.txt",
    ]


def test_an_article_is_still_there_while_its_file_holds_it(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("A story.\n")
    known = article("A story.\n", str(file))
    assert still_there(known, [str(file)])
    assert still_there(known, [str(tmp_path)])
    assert not still_there(known, [str(tmp_path / "elsewhere")])
    file.write_text("Another story.\n")
    assert not still_there(known, [str(file)])
    file.unlink()
    assert not still_there(known, [str(tmp_path)])


def test_a_row_of_a_table_is_trusted(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text(json.dumps({"text": "A story."}) + "\n")
    assert still_there(article("A story.", f"{table}:1"), [str(tmp_path)])
    assert not still_there(article("A story.", f"{table}:1"), [str(tmp_path / "b")])
    assert not still_there(article("A story.", "-"), [str(tmp_path)])
