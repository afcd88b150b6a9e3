"""The cases that the program has to stand, by their numbers, and where each is tried.

What needed no place of its own elsewhere is tried here.
"""

import random
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from annotations import scheme
from annotations.errors import StoreError
from annotations.records import Article, Tag
from annotations.session import History, Session
from annotations.sources.files import read
from annotations.store import Store, StoreThread, checks
from annotations.store.connection import no_patience
from tests.annotations.store.desk import ANA, decide, journal_on_disk, make_article, make_tag, tags_on_disk
from tests.faults.counts import figures, full_or

ROOT = Path(__file__).parent.parent
HOSTILE = "terminal/test_hostile.py::test_library_panel_notes_and_every_article"
ODD = "terminal/test_odd_places.py::test_odd_articles_are_read_and_tagged_like_any_other"
LAYOUT = "tui/widgets/page/test_layout.py"
TABLES = "annotations/sources/test_tables.py"
OPENING = "annotations/store/test_opening.py"
THREAD = "annotations/store/test_thread.py"
HERE = "faults/test_matrix.py"

CASES: dict[str, str] = {
    "1-13 sequences and control characters": HOSTILE,
    "14 tabs": "annotations/test_text_display.py::test_what_could_command_a_terminal_is_shown_as_a_sign",
    "15 escapes spelt as entities": HOSTILE,
    "16-19 marks that nobody sees, separators": HOSTILE,
    "20 half a character": f"{TABLES}::test_lone_surrogates_are_replaced_and_counted",
    "21 marks without end": f"{LAYOUT}::test_a_cluster_that_never_ends_is_cut",
    "22, 24, 25 emoji, scripts, what is not assigned": HOSTILE,
    "23 wide characters at the edge": f"{LAYOUT}::test_rows_fit_unless_one_cluster_is_wider",
    "26, 27 a megabyte without a space, one of newlines": ODD,
    "28 next to nothing": (
        "terminal/test_bad_input.py::test_what_cannot_be_read_is_refused_and_the_rest_taken"
    ),
    "29, 30 markup, in titles, labels, notes and names": HOSTILE,
    "31 a mistake that quotes an escape": (
        "terminal/test_manners.py::test_a_mistake_of_the_program_is_one_sentence_on_a_whole_terminal"
    ),
    "32 addresses": f"{HERE}::test_no_address_is_ever_followed",
    "33, 37 arrows and mouse in pieces": (
        "terminal/test_manners.py::test_a_key_that_arrives_in_pieces_tags_nothing"
    ),
    "34-36 pastes": "terminal/test_manners.py::test_what_is_pasted_tags_nothing",
    "38 a key held": "terminal/test_odd_places.py::test_a_key_held_for_long_is_that_key_and_no_paste",
    "39-47 encodings and newlines": "faults/test_fuzz.py::test_articles_are_taken_or_refused_shown_and_kept",
    "48-50 rows": "faults/test_fuzz.py::test_datasets_come_in_or_are_refused_line_by_line",
    "51 deep and broken HTML": "annotations/sources/test_apart.py::test_what_takes_too_long_is_stopped",
    "52 entities": "annotations/sources/test_html.py::test_entities_neither_grow_nor_reach_out",
    "53 deep Markdown": "annotations/sources/test_markdown.py::test_what_is_too_long_is_kept_as_written",
    "54, 55 links, pipes, folders": "annotations/sources/test_finding.py::test_a_loop_of_links_ends",
    "56 a file that grows": f"{HERE}::test_a_file_that_grows_is_read_as_it_was_at_some_moment",
    "57 10 MB": "tui/widgets/page/test_page.py::test_a_huge_article_is_there_at_once_and_laid_out_meanwhile",
    "58 models": "tui/test_desk.py::test_an_article_is_read_once_whatever_is_installed",
    "59-61 analysis that hangs or dies": (
        "annotations/sources/test_apart.py::test_a_parser_that_dies_takes_nobody_along"
    ),
    "63 kills": "faults/test_kills.py::test_nothing_told_is_lost_and_nothing_is_there_twice",
    "64 power cuts": "faults/test_power.py::test_nothing_told_is_lost",
    "65 windows": f"{THREAD}::test_two_programs_writing_at_once_lose_nothing",
    "66 locks": f"{THREAD}::test_a_request_waits_as_long_as_another_program_holds_the_database",
    "67, 68 moved and replaced": (
        "annotations/store/test_connection.py::test_a_moved_database_is_said_and_put_back_goes_on"
    ),
    "69 a folder that is gone": f"{HERE}::test_a_folder_that_is_gone_costs_no_decision",
    "70 a full disk": "faults/test_each_call_fails.py::test_deciding_and_leaving",
    "71 a limit": f"{THREAD}::test_a_file_that_may_not_grow_keeps_what_it_has",
    "72, 74 write-protected, newer": (
        "terminal/test_read_only.py::test_a_newer_database_is_read_and_left_as_it_is"
    ),
    "73 damage": f"{HERE}::test_damage_is_said_or_harms_nothing",
    "75 upgrades": "faults/test_kills.py::test_an_upgrade_happens_or_does_not",
    "75 starts": "faults/test_starts.py::test_four_at_once",
    "76 clocks": f"{HERE}::test_a_clock_that_goes_back_changes_no_order",
    "77 copies": "annotations/store/test_backup.py::test_others_go_on_writing",
    "78 recovery files": "faults/test_each_call_fails.py::test_reading_a_recovery_file_back",
    "79 edited sources": (
        "annotations/store/test_versions.py::test_words_that_are_gone_are_orphans_and_nothing_is_lost"
    ),
    "80 signals": "terminal/test_journeys.py::test_signal_leaves_the_terminal_as_it_was",
    "80 signals while busy": "terminal/test_journeys.py::test_signal_ends_it_while_it_is_busy",
    "81 sizes": "faults/test_resizes.py::test_no_sequence_of_sizes_breaks_it",
    "81 locales": "terminal/test_manners.py::test_a_locale_without_utf8",
    "82 helpers": "tui/test_clipboard.py::test_hung_helper_is_killed_with_its_children",
    "82 tmux": "tui/test_clipboard.py::test_real_tmux_holds_the_text",
}


@pytest.mark.parametrize("case", CASES)
def test_each_case_is_tried(case: str) -> None:
    path, name = CASES[case].split("::")
    assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_no_address_is_ever_followed() -> None:
    """No module of ours can open one: neither the system's browser nor a terminal's link is asked."""
    for package in ("annotations", "tui"):
        for path in (ROOT.parent / package).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            assert not re.search(r"\bwebbrowser\b|\bopen_url\b|Style\(link|\[link=", source), path


def test_a_file_that_grows_is_read_as_it_was_at_some_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "story.txt"
    first, more = "The port is open.\n" * 2_000, "It was shut.\n" * 2_000
    path.write_text(first, encoding="utf-8")
    opened = Path.stat

    def grown(self: Path, **options: bool) -> object:
        if self == path and path.read_text(encoding="utf-8") == first:
            path.write_text(first + more, encoding="utf-8")
        return opened(self, **options)

    monkeypatch.setattr(Path, "stat", grown)
    (found,) = read(path)
    assert isinstance(found, Article)
    assert found.text in (first, first + more)


def test_a_folder_that_is_gone_costs_no_decision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path, article = tmp_path / "desk" / "desk.db", make_article()
    desk = StoreThread(path)
    desk.submit(lambda store: store.add_articles([article])).result(10)
    shutil.rmtree(path.parent)
    decision = decide(after=make_tag(article))
    saving = desk.commit(decision)
    kept = desk.close()
    assert not saving.done()
    assert kept is not None
    assert decision.id in kept.read_text(encoding="utf-8")


def looked_at(path: Path, articles: list[Article], tags: list[Tag]) -> str:
    """Look at a damaged database as the doctor does; where all is well, texts and tags are what they were."""
    try:
        with Store.open(path, patience=no_patience) as store:
            if list(checks.problems(store.connection)):
                return "shown by the contents"
            assert {article.text for article in store.articles()} == {article.text for article in articles}
            assert tags_on_disk(path) == tags
            return "harmless"
    except StoreError:
        return "refused"


def test_damage_is_said_or_harms_nothing(tmp_path: Path) -> None:
    """SQLite alone overlooks one damage in thirteen; what it does not see, texts and journal have to show."""
    chance, outcomes = random.Random(6), Counter[str]()
    template, path = tmp_path / "template.db", tmp_path / "desk.db"
    articles = [make_article(f"Story {n} of the harbour. " * 30) for n in range(20)]
    with Store.open(template) as store:
        store.add_articles(articles)
        store.commit_many([decide(after=make_tag(article)) for article in articles])
    whole, tags = template.read_bytes(), tags_on_disk(template)
    for _ in range(full_or(60, 1_000)):
        start, length = chance.randrange(len(whole)), chance.choice((1, 16, 512, 4096))
        path.write_bytes(whole[:start] + chance.randbytes(length) + whole[start + length :])
        outcomes[looked_at(path, articles, tags)] += 1
        for left in tmp_path.glob("desk.db*"):
            left.unlink()
    figures.append(f"random damages to a database: {dict(outcomes)}; overlooked: 0")
    assert min(outcomes["refused"], outcomes["harmless"]) > 0


def test_a_clock_that_goes_back_changes_no_order(tmp_path: Path) -> None:
    times = iter(["2026-11-01T02:30:00.000Z", "2026-11-01T01:30:00.000Z", "1970-01-01T00:00:00.000Z"] * 4)
    article = make_article()
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([article])

        def session() -> Session:
            past = store.recent_history(ANA)
            history = History(past.done, past.undone, complete=past.complete)
            return Session(
                article,
                scheme=scheme.default(),
                annotator=ANA,
                tags=store.tags(article.id, ANA),
                progress=store.progress(article.id, ANA),
                history=history,
                commit=store.commit,
                clock=lambda: next(times),
            )

        made = [
            session().tag(tag.span, "figure") for tag in (make_tag(article, n, n + 5) for n in (0, 9, 20))
        ]
        for tag in reversed(made):
            undone = session().undo()
            assert undone.before == tag or undone.after is None
        assert store.tags(article.id) == []
        for _ in made:
            session().redo()
        assert {tag.span for tag in store.tags(article.id)} == {tag.span for tag in made}
    moments = [decision.at for decision in journal_on_disk(tmp_path / "desk.db")]
    assert moments != sorted(moments)
