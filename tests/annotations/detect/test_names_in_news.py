"""What the words around a name, and the whole article, say of it; texts are our own."""

import pytest

from annotations.detect.entities import find_entities


def labels(text: str) -> dict[str, str]:
    return {text[e.start : e.end]: e.label for e in find_entities(text)}


SURROUNDINGS = [
    # Who is "it" is a body, who is "she" a person.
    ("Then Quellio said it would sleep.", {"Quellio": "ORG"}),
    ("Then Quellio said on Monday that she slept.", {"Quellio": "PERSON", "Monday": "DATE"}),
    ("Then Quellio said so.", {"Quellio": "PERSON"}),
    ("Then the Quellio said so. The Quellio slept.", {"Quellio": "ORG"}),
    # What only persons, or only bodies, have.
    ("Then Quellio’s late wife slept.", {"Quellio": "PERSON"}),
    ("Then Quellio’s funeral began.", {"Quellio": "PERSON"}),
    ("Then Quellio’s shareholders slept, and Quellio slept.", {"Quellio": "ORG"}),
    ("Then Quellio and his brother slept.", {"Quellio": "PERSON"}),
    ("Then Quellio and its boats slept.", {"Quellio": "ORG"}),
    # What stands in brackets.
    ("Then Sergi Brugell (Spain) won.", {"Sergi Brugell": "PERSON", "Spain": "GPE"}),
    ("Then Quarry Vexlo Union (QVU) won.", {"Quarry Vexlo Union": "ORG", "QVU": "ORG"}),
    (
        "They won (Quellio first, Vexlo 45*) at last.",
        {"first": "ORDINAL", "Vexlo": "PERSON", "45": "CARDINAL"},
    ),
    # Results.
    ("Quellby 2 Vexlo 1", {"Quellby": "ORG", "2": "CARDINAL", "Vexlo": "ORG", "1": "CARDINAL"}),
    # Places.
    ("They left the villages of Quellby and Vexlo.", {"Quellby": "GPE", "Vexlo": "GPE"}),
    ("They left the boats of Quellby there.", {}),
    ("They slept in St Quellio there.", {"St Quellio": "GPE"}),
    ("They trust Oslo-based Quellio there.", {"Oslo": "GPE", "Quellio": "ORG"}),
    ("Then Quellio news agency slept.", {"Quellio": "ORG"}),
    ("They left Vexloland there. Vexloland slept.", {"Vexloland": "GPE"}),
    # Designations.
    ("They flew an A350 there.", {"A350": "PRODUCT"}),
    ("They flew two MQ-8s there.", {"two": "CARDINAL", "MQ-8s": "PRODUCT"}),
    ("They caught COVID-19 there.", {}),
    ("They fought in Operation Quellio there.", {"Operation Quellio": "EVENT"}),
    ("They fled Storm Quellio there.", {"Storm Quellio": "EVENT"}),
    # Teams.
    ("They beat the Falcons there.", {"Falcons": "ORG"}),
    ("They met the Herons there.", {"Herons": "ORG"}),
    ("They met the Herons there, two herons.", {"two": "CARDINAL"}),
    ("They read the Protocols of peace there.", {}),
    # Surnames that are other words.
    ("They met Faith Hill there.", {"Faith Hill": "PERSON"}),
    ("They slept at Faith Hill there.", {"Faith Hill": "LOC"}),
    ("They met Jude Law there.", {"Jude Law": "PERSON"}),
    ("They met Adam West there.", {"Adam West": "PERSON"}),
    # Peoples after their places.
    ("They met the Lagosians there.", {"Lagosians": "NORP"}),
    ("They met the Bavarians there.", {"Bavarians": "NORP"}),
    ("They met the Quellosians there.", {"Quellosians": "ORG"}),
    ("They crossed the Tibetan Plateau there.", {"Tibetan Plateau": "LOC"}),
    ("They met Tibetan Bakers there.", {"Tibetan": "NORP"}),
    # Letters before a name; a word before letters.
    ("They beat HNK Quellby there.", {"HNK Quellby": "ORG"}),
    ("It rained. Opposition QVU men slept; the QVU, too.", {"QVU": "ORG"}),
    # What an office is for.
    ("They met the Commissioner for Housing there.", {}),
    # Words that open the name of a body, a building, a person.
    ("They heard Radio Quellio there.", {"Radio Quellio": "ORG"}),
    ("They slept in Hotel Quellio there.", {"Hotel Quellio": "FAC"}),
    ("They met De Quellio, 51, there.", {"De Quellio": "PERSON", "51": "DATE"}),
    ("They read El Quellio there.", {"El Quellio": "ORG"}),
    # A place that is a given name, too.
    ("They met Jordan Henderson there.", {"Jordan Henderson": "PERSON"}),
    ("They left Jordan Quarry there.", {"Jordan Quarry": "ORG"}),
    ("They met Mr Moon there.", {"Moon": "PERSON"}),
    # A region that a firm is called after.
    ("They trust Amazon there.", {"Amazon": "ORG"}),
    ("They crossed the Amazon there.", {"Amazon": "LOC"}),
    # An office before a name.
    ("They met Chancellor of the Exchequer Jeremy Quell.", {"Jeremy Quell": "PERSON"}),
    ("They left the National League for Quarry Rights.", {"National League for Quarry Rights": "ORG"}),
    # Nicknames.
    ("They met John “Jack” Quellwood there.", {"John “Jack” Quellwood": "PERSON"}),
    ('They met John "Jack" Quellwood there.', {'John "Jack" Quellwood': "PERSON"}),
    ("They met Elizabeth (Liz) Quellwood there.", {"Elizabeth (Liz) Quellwood": "PERSON"}),
    ("They met Mary (London) there.", {"Mary": "PERSON", "London": "GPE"}),
    # Capitals within words.
    ("They trust VEXoil there.", {"VEXoil": "ORG"}),
    ("They slept in IJvexlo there.", {"IJvexlo": "GPE"}),
]


@pytest.mark.parametrize(("text", "expected"), SURROUNDINGS, ids=[text[:50] for text, _ in SURROUNDINGS])
def test_what_surrounds_a_name(text: str, expected: dict[str, str]) -> None:
    assert labels(text) == expected


def test_the_head_of_a_body_stands_for_it() -> None:
    text = "They left the Church of Quellio. The Church slept, and a church too."
    assert [text[e.start : e.end] for e in find_entities(text)] == ["Church of Quellio", "Church"]
    assert labels("They left the Church there. Church bells rang.") == {}


def test_a_place_in_a_body_is_no_short_form_of_it() -> None:
    text = "The Hacklow Police came. A man from Hacklow, Texas, slept."
    assert labels(text) == {"Hacklow Police": "ORG", "Hacklow": "GPE", "Texas": "GPE"}
    text = "The Hacklow Freight Corp. came. A man of Hacklow slept."
    assert labels(text)["Hacklow"] == "ORG"


def test_a_surname_without_its_article_or_with_a_capital() -> None:
    text = "Abdel Fattah el-Quelli came. Then Quelli slept."
    assert labels(text) == {"Abdel Fattah el-Quelli": "PERSON", "Quelli": "PERSON"}
    text = "They met Osama bin Quelli. Bin Quelli slept."
    assert labels(text) == {"Osama bin Quelli": "PERSON", "Bin Quelli": "PERSON"}


def test_evidence_that_is_found_again_says_little_more() -> None:
    often = "They met the Quellio Bridge. " * 8
    assert labels(often) == {"Quellio Bridge": "FAC"}
    text = "The Mary Quell Trust, the Mary Quell Fund, and the Mary Quell Museum honour Mary Quell."
    assert labels(text)["Mary Quell"] == "PERSON"


def test_examples_of_a_kind() -> None:
    assert labels("They met guitarists such as Quellio there.") == {"Quellio": "PERSON"}
    assert labels("They left cities like Quellio there.") == {"Quellio": "GPE"}
    assert labels("They joined firms including Quellio there.") == {"Quellio": "ORG"}
    assert labels("They ate fruits such as Quellio there.") == {}
    assert labels("Then Quellio was founded there, in rain.") == {"Quellio": "ORG"}


def test_a_byline_in_capitals_ends_before_the_agency() -> None:
    text = "By MARY QUELL Associated Press\n\nIt rained."
    assert labels(text) == {"MARY QUELL": "PERSON", "Associated Press": "ORG"}


def test_a_name_goes_on_over_a_narrow_line() -> None:
    line = "They slept for long on the quay, and then they met the old Orla"
    assert labels(f"{line}\nVexley of the yard, and slept for as long again by the water.") == {
        "Orla\nVexley": "PERSON"
    }
    wide = f"{line}, and then {line}"
    assert "Orla\nVexley" not in labels(f"{wide}\nVexley slept.")


SPEAKERS = [
    # Nothing says who speaks, and the article is about a company.
    ("Nets are dear. Norvoil said boats slept. The company sells nets.", "Norvoil", "ORG"),
    ("Nets are dear. Then Norvoil said boats slept, and its shares fell.", "Norvoil", "ORG"),
    # No company is spoken of.
    ("Nets are dear. Then Norvoil said boats slept.", "Norvoil", "PERSON"),
    # A role, a full name or a pronoun tells that it is a person.
    ("The analyst Norvoil left. Norvoil said boats slept. The company sells nets.", "Norvoil", "PERSON"),
    ("Orsa Norvoil said so. Norvoil said boats slept. The company sells nets.", "Norvoil", "PERSON"),
    ("Then Norvoil said he slept. The company sells nets.", "Norvoil", "PERSON"),
    ("Then Norvoil, who said so, slept. The company sells nets.", "Norvoil", "PERSON"),
    # A body called after its country is one at the beginning of a sentence too, if it is one elsewhere.
    ("Historic England said so. They left Historic England.", "Historic England", "ORG"),
    ("Neighbouring Chad said so. They left Chad.", "Chad", "GPE"),
    ("Neighbouring England said so. They slept near England.", "England", "GPE"),
]


@pytest.mark.parametrize(("text", "name", "label"), SPEAKERS, ids=[text[:50] for text, _, _ in SPEAKERS])
def test_who_speaks(text: str, name: str, label: str) -> None:
    found = [(text[e.start : e.end], e.label) for e in find_entities(text)]
    assert found.count((name, label)) == text.count(name) - text.count(f"Orsa {name}")


def test_a_body_at_the_beginning_hides_no_place() -> None:
    found = labels("Historic England said so. They left Historic England. Neighbouring Chad slept.")
    assert found == {"Historic England": "ORG", "Chad": "GPE"}
