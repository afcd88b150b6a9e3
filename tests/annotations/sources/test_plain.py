import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SourceError
from annotations.sources import plain

STORY = """Harbour board votes to keep the lamps lit
By Ada Lindqvist and Jorge Peña
TOKYO, March 4, 2024 (Selwyn Wire) — The board voted on Tuesday, and it did not take long.

“We will keep them lit,” the chair said.
"""


def test_the_text_is_kept_to_the_letter() -> None:
    text = "\n\n  Title \n\n\tIndented,  twice  spaced. \n\n\n"
    assert plain.parse(text.encode()).text == text


def test_a_story_is_read_off_its_first_lines() -> None:
    parsed = plain.parse(STORY.encode())
    assert parsed.text == STORY
    assert parsed.title == "Harbour board votes to keep the lamps lit"
    assert parsed.byline == "Ada Lindqvist and Jorge Peña"
    assert parsed.date == "2024-03-04"
    assert parsed.metadata == {}


def test_newlines_become_one_kind() -> None:
    parsed = plain.parse(b"One\r\ntwo\rthree\n\x0bfour\x0c")
    assert parsed.text == "One\ntwo\nthree\n\x0bfour\x0c"


def test_other_encodings_are_noted() -> None:
    assert plain.parse("Café au lait".encode("utf-16")).metadata == {"encoding": "utf-16-le"}
    assert plain.parse(b"\xef\xbb\xbfCaf\xc3\xa9").metadata == {}
    declared = plain.parse("Привет из порта".encode("cp1251"), "cp1251")
    assert declared.text == "Привет из порта"
    assert declared.metadata == {"encoding": "cp1251"}


def test_a_guess_is_noted() -> None:
    parsed = plain.parse("The café’s owner".encode("cp1252"))
    assert parsed.text == "The café’s owner"
    assert parsed.metadata == {"encoding": "cp1252", "encoding_guessed": True}


def test_what_could_not_be_decoded_is_counted() -> None:
    data = "“Ça alors”, dit-elle à l’été".encode() + b" \xff."
    parsed = plain.parse(data)
    assert parsed.text.endswith(" \ufffd.")
    assert parsed.metadata["replaced"] == 1


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0", b"%PDF-1.7 ...", bytes(range(256)) * 8])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        plain.parse(data)


@pytest.mark.parametrize(
    "line",
    [
        "Ferry strike ends",
        "Will the lamps stay lit?",
        "“It is a new page,” says mayor",
        "Mayor sues Harbour Holdings Inc.",
        "Talks stall in the U.S.",
        "And then there was none...",
        "The owl and the rota …",
        "1984 revisited",
        "港の時計",
        "A" * 150,
    ],
)
def test_headlines(line: str) -> None:
    assert plain.headline(f"\n\n  {line}  \n\nThe story begins here.\n") == line
    assert plain.headline(line) == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n\t\n",
        "The board met on Tuesday.",
        "The board met on Tuesday.\n\nThen it went home.",
        "A" * 151,
        "* * *\n\nThe story",
        "The board, which had met for the ninth time that week,\ndecided nothing.",
        "The board that had met for the ninth time that week and was\nto meet again decided nothing.",
        "It was raining in the harbour;\n\nnobody minded",
    ],
)
def test_what_is_no_headline(text: str) -> None:
    assert plain.headline(text) == ""


def test_a_headline_may_stand_right_above_the_text() -> None:
    text = "Harbour board votes to keep all of the lamps lit for ever\nThe board voted on Tuesday."
    assert plain.headline(text) == text.partition("\n")[0]


def test_a_long_blank_beginning_is_not_searched_for_ever() -> None:
    assert plain.headline(" \n" * 3_000_000 + "Title") == ""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Lindqvist", "Ada Lindqvist"),
        ("BY ADA LINDQVIST", "ADA LINDQVIST"),
        ("by Ada Lindqvist", "Ada Lindqvist"),
        ("By: Ada Lindqvist, Staff Writer", "Ada Lindqvist, Staff Writer"),
        ("By Martin Roe Jr.", "Martin Roe Jr."),
        ("By J. Roe", "J. Roe"),
        ("By Ọláyínká Adébọ̀wálé and Zoë Núñez", "Ọláyínká Adébọ̀wálé and Zoë Núñez"),
    ],
)
def test_bylines(line: str, names: str) -> None:
    assert plain.find_byline(f"Title\n\n{line}\n\nThe story.") == names


@pytest.mark.parametrize(
    "line",
    [
        "By noon they had gone home",
        "By Monday they had gone.",
        "By Tuesday the 14 lamps were out",
        "By the harbour",
        "Byron Ada",
        "By " + "Ada " * 40,
        "Ada Lindqvist",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert plain.find_byline(f"Title\n\n{line}\n\nThe story.") == ""


def test_the_headline_is_no_byline() -> None:
    assert plain.find_byline("By Land and Sea\n\nThe story.") == ""
    assert plain.find_byline("Title\n" + "A line.\n" * 20 + "By Ada Lindqvist\n") == ""


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2024-03-04", "2024-03-04"),
        ("Published: 2024-03-04T08:00:00Z", "2024-03-04"),
        ("March 4, 2024", "2024-03-04"),
        ("Tuesday, 4 March 2024", "2024-03-04"),
        ("Sept. 9, 2023, 7 a.m", "2023-09-09"),
        ("Posted 1st Dec 1999", "1999-12-01"),
        (
            "LAGOS, Nov. 16, 2023 (Wire) - The fair opened with a long line of people at its gates.",
            "2023-11-16",
        ),
        ("TOKYO, 4 March 2024 — The board met for the first time in nine years on Tuesday.", "2024-03-04"),
    ],
)
def test_dates(line: str, date: str) -> None:
    assert plain.find_date(f"Title\n{line}\n\nThe story.") == date


@pytest.mark.parametrize(
    "line",
    [
        "TOKYO, March 4",
        "He was born on 4 March 1951.",
        "The treaty that was signed on 4 March 1951, and of which nobody had a copy, was found on Tuesday.",
        "2024-13-45",
        "February 30, 2024",
        "12024-03-041",
        "No date at all",
    ],
)
def test_what_is_no_date(line: str) -> None:
    assert plain.find_date(f"Title\n{line}\n\nThe story.") == ""


def test_a_date_alone_may_stand_first() -> None:
    assert plain.find_date("2024-03-04\n\nThe story.") == "2024-03-04"
    assert plain.find_date("Storm of 12 May 2019\n\nThe story.") == ""


@given(st.text())
def test_any_text_survives(text: str) -> None:
    encoded = text.replace("\r", " ").encode("utf-8", "replace")
    if not encoded.strip(b"?"):
        return
    try:
        parsed = plain.parse(b"Title\n\n" + encoded)
    except SourceError:
        return
    assert parsed.text == "Title\n\n" + encoded.decode()
    assert parsed.title == "Title"


@given(st.text(alphabet=" \n.By,AaÉ0129-—Marc4é", max_size=300))
def test_reading_off_never_fails(text: str) -> None:
    assert plain.headline(text) in text
    assert plain.find_byline(text) in text
    assert len(plain.find_date(text)) in (0, 10)
