"""Which sentences are commitments and complaints, and which only look like them."""

from collections.abc import Sequence

import pytest

from annotations.cues import BUILT_IN, Cues, LabelCues
from annotations.detect.entities import find_entities
from annotations.detect.quotes import find_quotes
from annotations.detect.suggestions.suggest import suggest
from annotations.records import Entity, Suggestion


def found(text: str, labels: Sequence[LabelCues] = BUILT_IN) -> list[Suggestion]:
    entities = [
        Entity(start=start, end=end, label=label, text=text[start:end])
        for start, end, label in find_entities(text)
    ]
    return suggest(text, entities, find_quotes(text, entities), labels)


def labels(text: str) -> set[str]:
    return {one.label for one in found(text)} - {"figure"}


@pytest.mark.parametrize(
    "text",
    [
        "The ministry pledged to publish every contract.",
        "Norland has vowed to halve its emissions.",
        "Both sides agreed on Monday evening to see a conciliator.",
        "The board promises a dividend.",
        "Japan undertook to answer within 45 days.",
        "The two countries committed themselves to a review.",
        "The council will replace every boiler.",
        "Mayor Dolores Finch will appoint an auditor.",
        "“We will pay for every one of them,” said Dolores Finch.",
        "“We’ll publish it,” said Dolores Finch.",
        "“We are going to rebuild the pier,” said Dolores Finch.",
        "The firm said on Monday it would hire 200 people.",
        "The firm said it will hire 200 people.",
        "She apologised and said the company would repay its customers.",
        "The talks opened with a promise to publish every contract.",
        "The ministry is committed to the plan.",
        "The mayor left, promising to return the money.",
        "Officials will commit to the plan.",
        "The company will not raise its prices.",
        "The talks opened, with both governments pledging to drop the tax.",
        "It said it would raise the fence.",
        "“No family will pay more, I give you my word,” she said.",
        "The plan was pledged by the ministry.",
    ],
)
def test_commitments(text: str) -> None:
    assert labels(text) == {"commitment"}


@pytest.mark.parametrize(
    "text",
    [
        "The ministry did not promise to publish anything.",
        "The ministry refused to agree to the plan.",
        "If the ministry agreed to the plan, the strike would end.",
        "Asked whether the ministry would publish it, she left.",
        "When the ministry will publish it is not known.",
        "Will the ministry pay?",
        "“Who will pay for my shop?” asked Nils Berg.",
        "Prices will rise again next year.",
        "It will rain until Friday.",
        "Analysts expect the bank will raise rates.",
        "The bank will raise rates, traders said.",
        "The bank does not expect to publish it.",
        "The bank may agree to the plan.",
        "The union urged the bank to pledge more.",
        "The promised land was dry.",
        "It was a promising start.",
        "The pledge was welcomed by all.",
        "The regulator said it had agreed to nothing.",
        "She offered her condolences to the family.",
        "The ministry broke its promise to publish the list.",
        "The union called for a commitment to publish the list.",
        "They agreed to disagree.",
        "The exhibition will open in June.",
        "The company will not publish the list.",
        "The ministry, which had promised a park, said nothing.",
        "“They promised a park,” said Indira Basu.",
        "The prince, with a smile, promising as ever, left.",
        "The agreement was signed in May.",
        "It would build a bridge.",
        "“It will work,” he said of the pump.",
        "His will was read on Monday.",
        "The council is going to seed.",
    ],
)
def test_no_commitments(text: str) -> None:
    assert "commitment" not in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Growers complained that the duty is too high.",
        "The union accused the yard of ignoring three reports.",
        "Tenants blame the council for years of neglect.",
        "Sen. Beatriz Urrutia, who heads the committee, protested that nobody had seen it.",
        "Developers slammed the fee.",
        "Turkey countered that its own firms had suffered.",
        "The plan was criticised by residents.",
        "Members walked out, accusing the speaker of bias.",
        "Growers say the new tariff has priced them out of the market.",
        "“These duties would hurt our factories,” said Ilse Brandt.",
        "Parents say the merger would harm children.",
        "“We were never consulted,” said Bea Okoro.",
        "Residents took issue with the timing.",
        "The duty drew fire after repeated complaints about its cost.",
        "Anglers called the sum unfair.",
        "The minister used the occasion to complain about the quota.",
        "“Our growers are being punished,” said Raúl Ibarra.",
        "A Japanese official countered that no tariff had been levied.",
    ],
)
def test_complaints(text: str) -> None:
    assert labels(text) == {"complaint"}


@pytest.mark.parametrize(
    "text",
    [
        "Nobody complained.",
        "The growers wanted to complain.",
        "Growers did not complain about the price.",
        "The minister declined to criticise the judge.",
        "The complaint box was full.",
        "The car slammed into a gate.",
        "A man accused of theft was freed.",
        "The accused man said nothing.",
        "Drought has cost the growers, officials say, and would hurt them.",
        "The tariff would hurt exports.",
        "The object was found in a field.",
        "The company denied accusations that it had lied.",
        "“I hurt my knee,” said Ella Brandt.",
        "The house was destroyed by fire, the police said.",
        "If growers complained, they were ignored.",
    ],
)
def test_no_complaints(text: str) -> None:
    assert "complaint" not in labels(text)


def test_a_sentence_may_be_both() -> None:
    text = "The union accused the yard of lying and vowed to fight the plan."
    assert labels(text) == {"commitment", "complaint"}


def test_the_reason_names_the_cue_and_the_party() -> None:
    (one,) = found("On Monday the health ministry vowed to reopen the ward.")
    assert one.why == "the health ministry: “vowed”"
    (one,) = found("“We will reopen it,” said Mira Tanaka.")
    assert one.why == "Mira Tanaka: “We will reopen”"
    (one,) = found("Growers say the rule would ruin them.")
    assert one.why == "Growers: “ruin”"


def test_the_surest_reason_is_told_once_for_a_sentence() -> None:
    text = "With a promise to pay, the ministry agreed to pay and pledged to pay."
    (one,) = found(text)
    assert (one.start, one.end, one.score) == (0, len(text), 0.9)
    assert "agreed to" in one.why


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("The ministry pledged to pay.", "After the vote, the plan was pledged by a party."),
        ("“We will pay,” said Mira Tanaka.", "She will pay."),
    ],
)
def test_a_clearer_case_scores_higher(text: str, more: str) -> None:
    assert found(text)[0].score > found(more)[0].score


def test_in_a_long_quotation_only_the_sentence_is_proposed() -> None:
    text = "“It is a bad year. We will repay every farmer. It is fair,” said Mira Tanaka, the minister."
    (one,) = found(text)
    assert one.text == "We will repay every farmer."


OWN = LabelCues("appointment", Cues(verbs=("appoint *",), will=("resign",), unless=("appointed day",)))


def test_cues_of_a_scheme_work_as_the_built_in_ones() -> None:
    text = (
        "The board appointed Mira Tanaka. On the appointed day the board appointed nobody. She will resign."
    )
    assert [(one.label, one.text) for one in found(text, (OWN,))] == [
        ("appointment", "The board appointed Mira Tanaka."),
        ("appointment", "She will resign."),
    ]


@pytest.mark.parametrize(
    ("unit", "passage"),
    [
        ("sentence", "“The board appointed Mira Tanaka."),
        ("quote", "“The board appointed Mira Tanaka. So be it,”"),
        ("paragraph", "“The board appointed Mira Tanaka. So be it,” said Nils Berg."),
        ("word", "appointed"),
    ],
)
def test_what_is_proposed_is_the_unit_of_the_label(unit: str, passage: str) -> None:
    text = "A headline\n\n“The board appointed Mira Tanaka. So be it,” said Nils Berg.\n\nThe end."
    label = LabelCues("appointment", OWN.cues, unit)  # type: ignore[arg-type]
    assert [one.text for one in found(text, (label,))] == [passage]


def test_a_quotation_is_the_sentence_where_there_is_none() -> None:
    label = LabelCues("appointment", OWN.cues, "quote")
    assert [one.text for one in found("The board appointed Mira Tanaka.", (label,))] == [
        "The board appointed Mira Tanaka."
    ]


def test_a_label_may_be_like_a_built_in_one() -> None:
    text = "The ministry pledged $5 million. A day was named."
    promise = LabelCues("promise", Cues(like="commitment", verbs=("name *",)))
    amount = LabelCues("amount", Cues(like="figure"), "figure")
    assert [(one.label, one.text) for one in found(text, (promise, amount))] == [
        ("promise", "The ministry pledged $5 million."),
        ("amount", "$5 million"),
    ]


def test_cues_that_are_given_stand_in_place_of_the_built_in_ones() -> None:
    text = "The ministry pledged to pay. The ministry paid."
    own = LabelCues("commitment", Cues(verbs=("pay/pays/paid/paying",)))
    assert [one.text for one in found(text, (own,))] == ["The ministry paid."]
    assert found(text, (LabelCues("commitment", Cues()),)) == []
    assert found(text, (LabelCues("topic"),)) == []


def test_a_list_without_end_is_no_sentence() -> None:
    assert found("The ministry pledged to pay, " * 200) == []
