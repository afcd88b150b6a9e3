"""Whose words a quotation holds, in the ways that reporters write: what a rule finds and what it leaves."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.quotes import find_quotes
from annotations.records import Entity, Quote


def quotes(text: str) -> list[Quote]:
    entities = [
        Entity(start=e.start, end=e.end, label=e.label, text=text[e.start : e.end])
        for e in find_entities(text)
    ]
    return [quote for quote in find_quotes(text, entities) if quote.kind != "indirect"]


def speakers(text: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in quotes(text)]


def kinds(text: str) -> list[str]:
    return [quote.kind for quote in quotes(text)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The plan was described as “a mess” by Mayor Ada Quell.", "Ada Quell"),
        ("It was branded “a disgrace” by residents of the valley.", "residents of the valley"),
        ("The scheme was described by Mayor Ada Quell as “a mess”.", "Ada Quell"),
        ("Mr Ames was asked by Senator Ada Quell: “What will you do?”", "Ada Quell"),
        ("Sales fell, a decline called by Mr Ames “the toughest yet”.", "Ames"),
        # What is written by somebody, and who is told, is no passive of saying.
        ("He told the court by letter that Ada Quell had said it was “a mess”.", "Ada Quell"),
        ("The hall was painted by Dale Ames. Ada Quell said it was “a mess”.", "Ada Quell"),
    ],
)
def test_passives(text: str, who: str) -> None:
    assert speakers(text) == [who]


def test_a_passive_needs_its_agent_beside_the_quotation() -> None:
    text = "The plan was described by Dale Ames at length before the vote in the old town hall as “a mess”."
    assert speakers(text) != ["the old town hall"]
    assert speakers("The plan was described as “a mess”.") == [None]
    assert speakers("Everyone described it as “a mess” by noon, when it rained.")[0] != "noon"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Homeland chief John Kelly stood by. Kelly said there would be “no use of force” here.",
            "John Kelly",
        ),
        ("Orla Reilly said it was “a mess”, and left.", "Orla Reilly"),
        ("The family reluctantly said it was “a mess”.", "family"),
    ],
)
def test_a_name_that_ends_like_an_adverb(text: str, who: str) -> None:
    assert speakers(text) == [who]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            (
                "Kelly and Ames were calmer than Dale Trump, who on Thursday said it would clear "
                "“bad dudes” from it."
            ),
            "Dale Trump",
        ),
        ("Dale Ames was backed by the White House, which condemned “the latest attack”.", "White House"),
        ("Ada Quell, who leads the council, said it was “a mess”.", "Ada Quell"),
        ("So said Owen Strand, an analyst at Kelling & Co., who rates the stock a “sell”.", "Owen Strand"),
    ],
)
def test_a_relative_clause_belongs_to_what_is_before_it(text: str, who: str) -> None:
    assert speakers(text) == [who]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("German Chancellor Ada Quell came, condemning it as “completely misguided”.", "Ada Quell"),
        ("Kenya’s President Ada Quell called the vote “a step”.", "Ada Quell"),
        ("“This is rare,” said Rex chief operating officer Neville Howell.", "Neville Howell"),
        ("Dale Ames of Bellwether Bank said he saw “a new spring”.", "Dale Ames"),
        (
            "Dale Jagger of the Rolling Ropes said that it “lit up our teenage years and our dreams”.",
            "Dale Jagger",
        ),
        ("Dale Ames of Bellwether research firm said it was “a new spring” for all.", "Dale Ames"),
        # A place or a body that leads to nobody speaks for itself.
        ("Kenya called the vote “a step forward for us all”.", "Kenya"),
        ("A spokesman for Bellwether Bank said it was “a new spring”.", "spokesman for Bellwether Bank"),
    ],
)
def test_a_body_or_a_country_may_only_lead_to_a_name(text: str, who: str) -> None:
    assert speakers(text) == [who]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "“To grow beer,” says John Hsu.\n\nBut it is young, according to Ada Danpeng, an expert.\n\n"
                "“Supply exceeds demand,” she says."
            ),
            ["John Hsu", "Ada Danpeng"],
        ),
        (
            (
                "Those who preach are under strict vigilance, says Dale Lazaar. “If someone "
                "exceeds them, he must go.”"
            ),
            ["Dale Lazaar"],
        ),
        ("It is fine but, says Dale Ames, no surprise. “They work well,” he told the paper.", ["Dale Ames"]),
        (
            (
                "Tom Price defended the bill. “We are going to do it,” Trump said at the hall.\n\n"
                "“We’re going to act. There is no slowing down,” he added."
            ),
            ["Trump", "Trump"],
        ),
        (
            (
                "“This was the third,” said the report. In the south, ice was low. “This was the "
                "least,” it added."
            ),
            ["report", "report"],
        ),
        ("The Sea is disputed. Dale Ames was asked why.\n\n“It’s been a gradual thing.”", ["Dale Ames"]),
        ("The Sea is disputed. Dale Ames walked home.\n\n“It’s been a gradual thing.”", [None]),
    ],
)
def test_who_spoke_last_goes_on(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected


def test_a_paragraph_goes_on_with_who_said_the_few_words_before() -> None:
    text = "The ruling “amounts to a wrong done to Yee,” Dale Cole said.\n\n“The evidence shows a pretext.”"
    assert speakers(text) == ["Dale Cole", "Dale Cole"]
    text = "Dale Cole called it “a wrong done to Yee” on Friday.\n\n“The evidence shows a pretext.”"
    assert speakers(text) == ["Dale Cole", None]


def test_one_who_tells_what_another_shouted_is_not_the_speaker() -> None:
    text = "As he ran, Dale Ames shouted “I am ready”, according to Ada Quell, the prosecutor."
    assert speakers(text) == ["Dale Ames"]
    assert speakers("Officers noticed “signs of it”, according to Ada Quell.") == ["Ada Quell"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Dale Ames gave no answer, with Ada Quell saying he has “no idea” why.", "Ada Quell"),
        ("Supporters backed it, but with critics denouncing the plan as “inhumane and absurd”.", "critics"),
        ("He sped towards what prosecutors described as the “crescendo” of the night.", "prosecutors"),
        (
            (
                "Last week, Dale Ames issued the starkest warning yet, saying in Oslo that it "
                "would be “on the table” if so."
            ),
            "Dale Ames",
        ),
        (
            "Dale Ames chastised the groups, warning the activists, “you are helping the other side.”",
            "Dale Ames",
        ),
    ],
)
def test_participles(text: str, who: str) -> None:
    assert speakers(text) == [who]


def test_a_clause_goes_on_after_a_quotation_in_it() -> None:
    text = (
        "Dale Ames called on China to “fully implement” UN-approved sanctions, and said the port will be "
        "“calling on everyone to join in” soon."
    )
    assert speakers(text) == ["Dale Ames", "Dale Ames"]
    text = (
        "Dale Ames likened the port to “a banana republic”, demanded that bodies act and "
        "accused it of “lies”."
    )
    assert speakers(text) == ["Dale Ames", "Dale Ames"]
    text = "Dale Ames called it “a mess”, Ada Quell said, and “a shame” for all of them."
    assert "Ada Quell" in speakers(text)


def test_a_cue_beyond_other_quotations_of_the_sentence() -> None:
    text = (
        "Police forces “cannot cope” with the “huge” rise, Chief Constable Simon Bailey, "
        "of the Council, told them."
    )
    assert speakers(text) == ["Simon Bailey", None]
    assert kinds(text) == ["partial", "scare"]
    text = "Police forces “cannot cope” with the “huge” rise. Simon Bailey told them so."
    assert speakers(text)[0] is None


def test_a_dash_may_part_a_quotation_from_another_clause() -> None:
    text = (
        "Simon Bailey spoke. He said it was at “huge proportions” - an old study used figures that said so."
    )
    assert speakers(text) == ["Simon Bailey"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "It may take years, chair Vyacheslav Shtyrov said.\n\n“It is wise,” the senator said.\n\n"
                "The senator went on: “It takes time.”"
            ),
            ["Vyacheslav Shtyrov", "Vyacheslav Shtyrov"],
        ),
        (
            (
                "It may be in March, Russia’s Ambassador to Iran Levan Dzhagaryan said. “It is,” "
                "the ambassador said."
            ),
            ["Levan Dzhagaryan"],
        ),
        (
            "“It is fine,” said Dale Kishida in Tokyo.\n\n“We have met 13 times,” Japan’s top diplomat said.",
            ["Dale Kishida", "Dale Kishida"],
        ),
        # Somebody else: a source, one whom the sentence introduces, one of two who have spoken.
        ("It may take years, Dale Ames said.\n\n“It is not so,” the source said.", ["source"]),
        (
            "It may take years, Dale Ames said.\n\n“It is not so,” the seller, a retired plumber, said.",
            ["seller"],
        ),
        (
            "“It may,” Dale Ames said. “It will,” said Ada Quell.\n\n“It is not so,” the senator said.",
            ["Dale Ames", "Ada Quell", "senator"],
        ),
    ],
)
def test_a_role_nobody_has_explained(text: str, expected: list[str]) -> None:
    assert speakers(text)[-len(expected) :] == expected


def test_a_body_has_its_full_name_where_it_is_first_spoken_of() -> None:
    text = "“It’s red,” said Riverford. The Riverford Kitchen is open."
    names = ("Riverford", "Riverford Kitchen")
    places = (text.index("Riverford"), text.index("Riverford Kitchen"))
    bodies = [
        Entity(start=at, end=at + len(name), label="ORG", text=name)
        for at, name in zip(places, names, strict=True)
    ]
    first = find_quotes(text, bodies)[0].speaker
    assert first is not None
    assert first.name == "Riverford"
    assert speakers("China called on the port to “speak and behave with caution”.") == ["China"]


def test_a_paragraph_takes_no_speaker_over_a_sentence() -> None:
    text = (
        "“I knew it at once.” Ada Li took the child home to her husband, Dale Niu. He "
        "recalls: “I was afraid.”"
    )
    assert speakers(text) == [None, "Dale Niu"]
    assert speakers("“No.” “Never,” Dale Niu said.") == ["Dale Niu", "Dale Niu"]


def test_the_name_of_a_work_is_not_said() -> None:
    text = (
        "During the last minutes those behind “After the Ore” stood there when suddenly "
        "Dale Ames announced it."
    )
    assert speakers(text) == [None]
    assert kinds(text) == ["title"]
    assert kinds("“Go Home Now,” Dale Ames announced.") == ["direct"]


def test_long_sentences_take_linear_time_and_lose_no_offsets() -> None:
    text = "Tom said " * 2_000 + "“it is over”."
    found = quotes(text)
    assert [quote.text for quote in found] == ["“it is over”"]
    assert all(text[quote.start : quote.end] == quote.text for quote in found)
