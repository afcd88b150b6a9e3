"""Who said it: kind, speaker and cue. Entities come from the rules, as in the embedded pipeline."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.quotes import find_quotes
from annotations.records import Entity, Quote


def entities(text: str) -> list[Entity]:
    return [
        Entity(start=e.start, end=e.end, label=e.label, text=text[e.start : e.end])
        for e in find_entities(text)
    ]


def quotes(text: str) -> list[Quote]:
    """Return the quotations that marks or signs show; indirect speech has tests of its own."""
    return [quote for quote in find_quotes(text, entities(text)) if quote.kind != "indirect"]


def speakers(text: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in quotes(text)]


WHO = "Mira Tanaka runs the harbour. "

# text, the speaker of each quotation in order
SPEAKERS: list[tuple[str, list[str | None]]] = [
    ("“It is done,” said Mira Tanaka.", ["Mira Tanaka"]),
    ("“It is done,” Mira Tanaka said.", ["Mira Tanaka"]),
    ("Mira Tanaka said: “It is done.”", ["Mira Tanaka"]),
    ("Mira Tanaka said, “It is done.”", ["Mira Tanaka"]),
    ("Mira Tanaka said that it was “a new page.”", ["Mira Tanaka"]),
    ("Said Mira Tanaka: “It is done.”", ["Mira Tanaka"]),
    ("According to Mira Tanaka, “it is done.”", ["Mira Tanaka"]),
    ("“It is done,” according to Mira Tanaka.", ["Mira Tanaka"]),
    ("“Is it done?” asked Mira Tanaka.", ["Mira Tanaka"]),
    ("“Is it done?” Mira Tanaka asked.", ["Mira Tanaka"]),
    ('"It is done," Mira Tanaka told reporters.', ["Mira Tanaka"]),
    ("‘It is done,’ Mira Tanaka has said.", ["Mira Tanaka"]),
    ("“It is done,” Mira Tanaka later added.", ["Mira Tanaka"]),
    ("“It is done,” said Deputy Foreign Minister Mira Tanaka.", ["Mira Tanaka"]),
    ("“It is done,” said Mira Tanaka, who runs the harbour.", ["Mira Tanaka"]),
    ("“It is done,” Mira Tanaka, who runs the harbour, said.", ["Mira Tanaka"]),
    ("Mira Tanaka, who runs the harbour, said it was “done.”", ["Mira Tanaka"]),
    ("Mira Tanaka, asked about the price, called it “a fair one.”", ["Mira Tanaka"]),
    ("“It is done,” said its founder, Mira Tanaka.", ["Mira Tanaka"]),
    ("Its founder, Mira Tanaka, said: “It is done.”", ["Mira Tanaka"]),
    ("Mira Tanaka laughed and said, “It is done.”", ["Mira Tanaka"]),
    ("In a letter to the port, Mira Tanaka wrote: “It is done.”", ["Mira Tanaka"]),
    (WHO + "“It is done,” Tanaka said.", ["Mira Tanaka"]),
    (WHO + "“It is done,” Ms. Tanaka said.", ["Mira Tanaka"]),
    (WHO + "“It is done,” she said.", ["Mira Tanaka"]),
    (WHO + "She called it “a new page in a long book.”", ["Mira Tanaka"]),
    (WHO + "She used to say, “It is done.”", ["Mira Tanaka"]),
    (WHO + "John Ames owns a boat. “It is done,” she said.", ["Mira Tanaka"]),
    (WHO + "John Ames owns a boat. “It is done,” he said.", ["John Ames"]),
    ("“One,” said Mira Tanaka. “Two.”", ["Mira Tanaka"] * 2),
    ("“At what point,” Mira Tanaka asked, “does it end?”", ["Mira Tanaka"] * 2),
    ("“One. Two,” said Mira Tanaka.\n\n“Three comes after two.”", ["Mira Tanaka"] * 2),
    ("“One,” said Mira Tanaka.\n\n“Two,” said John Ames.", ["Mira Tanaka", "John Ames"]),
    ("“One,” Mira Tanaka said. “Two,” John Ames replied.", ["Mira Tanaka", "John Ames"]),
    ("Mira Tanaka was blunt. “It is done and it was I who did it.”", ["Mira Tanaka"]),
    ("Mira Tanaka said:\n\n“It is done, all of it.”", ["Mira Tanaka"]),
    ("Mira Tanaka wrote:\n\n> It is done.\n> All of it.", ["Mira Tanaka"]),
    ("Tanaka: “It is done.”\n\nAmes: “It is not.”", ["Tanaka", "Ames"]),
    ("Mira Tanaka met us.\n\nQ: Why?\n\nA: I said, “Never.”", ["Mira Tanaka"]),
    ("Mira Tanaka met us.\n\nQ: Why?\n\nA: “Never again.”", ["Mira Tanaka"]),
    ("“It is done,” said a spokesman for the Harbour Ministry.", ["spokesman for the Harbour Ministry"]),
    ("A spokeswoman for the company said it would “not hurt.”", ["spokeswoman for the company"]),
    ("“It is done,” a spokesman said.", ["spokesman"]),
    ("“It is done,” officials said.", ["officials"]),
    ("The council said it was “done in good time.”", ["council"]),
    ("“It is done,” the ministers said in a joint statement.", ["ministers"]),
    ("“It is done,” read a joint statement.", ["joint statement"]),
    ("“It is done,” according to the notice on the door.", ["notice"]),
    ("The notice read, “It is done.”", ["notice"]),
    ("Harbour Bank said it was “done.”", ["Harbour Bank"]),
    ("The two countries will go on with “a framework for talks,” they said.", ["two countries"]),
    ("Judge Ana Ruiz came late. “It is done,” the judge said.", ["Ana Ruiz"]),
    ("“My mother told me, ‘Go home,’ and I went,” said Mira Tanaka.", ["Mira Tanaka", "mother"]),
    ("“I asked, ‘Why?’ and nobody knew,” said Mira Tanaka.", ["Mira Tanaka", "Mira Tanaka"]),
    ("Marlowe Chain Inc. grew. Marlowe said it was “ready.”", ["Marlowe Chain Inc."]),
    ("John Ames spoke. Jane Ames spoke. “Mine,” Mr. Ames said.", ["John Ames"]),
    ("The “new page” was welcome, Mira Tanaka said.", ["Mira Tanaka"]),
    ("The “new page for us all” was welcome, Mira Tanaka said.", ["Mira Tanaka"]),
    ("The “new page for us all” was welcome, according to Mira Tanaka.", ["Mira Tanaka"]),
    ("“No.” “Never,” Mira Tanaka said.", ["Mira Tanaka"] * 2),
    ("Mira Tanaka called it “a fine day” and “a good year for ships.”", ["Mira Tanaka"] * 2),
    ("“One. Two,” said Mira Tanaka.\n\nA man left.\n\n“Three is more than two.”", ["Mira Tanaka", None]),
    ("“It is done,” said an analyst at Harbour Bank, who sold.", ["analyst at Harbour Bank"]),
    ("An analyst at Harbour Bank said it was “a fair price.”", ["analyst at Harbour Bank"]),
    ("The port of Oslo said it was “a fair price.”", ["Oslo"]),
    ("Two people briefed on the talks said it was “a fair price.”", ["two people briefed on the talks"]),
    ("The artists’ guilds of nine countries said it was “not it.”", ["artists’ guilds of nine countries"]),
    ("“It is done,” Norwegian officials said.", ["Norwegian officials"]),
    ("“It is done,” said she.", ["she"]),
    ("TANAKA: I said, “Never.”\n\nMira Tanaka left.", ["Mira Tanaka"]),
    ("Q: Why did you say “never again” to them?", [None]),
    ("A report came. It said, “Never.”", ["report"]),
    ("Everyone said “never” twice.", [None]),
    ("“It is done,” wrote Mr. Vexley in The Times.", ["Vexley"]),
    ("Asked about the price, Mira Tanaka said: “It is fair.”", ["Mira Tanaka"]),
    ("But Mira Tanaka did not smile, and said “It is fair.”", ["Mira Tanaka"]),
    ("“Is it fair?” And nobody said a word.", [None]),
    ("“It is fair.” Mira Tanaka said.", ["Mira Tanaka"]),
    ("“It is fair.” Mira Tanaka said that the port had been shut for a year.", [None]),
    ("“It is fair,” promised the minister on Monday.", ["minister"]),
    ("> “It is fair,” said Mira Tanaka.", [None, "Mira Tanaka"]),
    ("> “It is fair.”", [None]),
    ("“It is done,” said one resident.", ["resident"]),
    ("“It is done,” said Norwegian officials in Oslo.", ["Norwegian officials"]),
    ("“It is done,” said the mayor.", ["mayor"]),
    ("“It is done,” President John Ames and Chancellor Zorb Quell wrote.", ["John Ames and Zorb Quell"]),
    ("John Ames and Zorb Quell wrote: “It is done.” “Never again,” they added.",
     ["John Ames and Zorb Quell"] * 2),
    ("She said critics wanted “blood and nothing else.”", ["she"]),
    ("Mira Tanaka said critics wanted “blood and nothing else.”", ["Mira Tanaka"]),
    ("Mira Tanaka said John Ames called it “a fair price for all.”", ["John Ames"]),
    ("The “new page for us” was not, as officials warned, Mira Tanaka said.", ["Mira Tanaka"]),
    ("“It is done,” the paper quoted Mira Tanaka as saying.", ["Mira Tanaka"]),
    (WHO + "“It is done,” the paper quoted her as saying.", ["Mira Tanaka"]),
    ("Mira Tanaka was quoted as saying: “It is done.”", ["Mira Tanaka"]),
    (WHO + "Her message to the port: “It is done.”", ["Mira Tanaka"]),
    (WHO + "Tanaka had one word for it: “Done.”", ["Mira Tanaka"]),
    ("Mira Tanaka ran on a promise to “open every window.”", ["Mira Tanaka"]),
    (WHO + "Rain fell on her pledge to “open every window.”", ["Mira Tanaka"]),
    ("A plan was rejected by councillors, who said it was “a bad one.”", ["councillors"]),
    ("Mira Tanaka (Lib Dem, Castle) said: “It is done.”", ["Mira Tanaka"]),
    ("Its boss, former mayor Mira Tanaka, posted: “It is done.”", ["Mira Tanaka"]),
    ("The letter, seen by all, calls it “a fair price for all.”", ["letter"]),
    ("Somebody held a sign reading “Peace and bread for us.”", ["sign"]),
    ("A spokeswoman for Mr. John Ames said it was “a fair price.”", ["spokeswoman for Mr. John Ames"]),
    ("Mr. John Ames’s mother wept. “He is good,” she said.", ["John Ames’s mother"]),
    ("The ministers issued a joint statement. “It is done,” the statement said.", ["joint statement"]),
    ("John Ames rose. “It is done,” the 44-year-old said.", ["John Ames"]),
    ("John Ames rose. “It is done,” the economist said.", ["John Ames"]),
    ("An economist met John Ames. “It is done,” the economist said.", ["economist"]),
    ("One investor, who sold, was blunter. “It is done,” he said.", ["investor"]),
    ("What does Mira Tanaka want? What will she say? “It is done and over.”", ["Mira Tanaka"]),
    ("“It is done,” the driver said.\n\n“It is not,” the clerk replied.\n\n“It is.”\n\n“It is not.”",
     ["driver", "clerk", "driver", "clerk"]),
    ("Mira Tanaka met us.\n\nQ: Why?\n\nA: The mayor said, “Never again.”", ["mayor"]),
    ("FAN: They sing it.\n\nMIRA TANAKA: They sang, “Mira, Mira.” I told them, “Sing up.”",
     ["they", "Mira Tanaka"]),
    ("Mayor Mira Tanaka and visiting Danish Senator John Ames met.\n\n“It is done,” they said.",
     ["Mira Tanaka and John Ames"]),
    ("Mira Tanaka, the mayor, and her colleague John Ames met. “It is done,” they said.",
     ["Mira Tanaka and John Ames"]),
    ("Mira Tanaka resigned and newspapers praised John Ames. “It is done,” they said.", ["they"]),
    ("“They told me ‘we were there’ when I asked,” said Mira Tanaka.", ["Mira Tanaka", "they"]),
    ("“It is done.” — Mira Tanaka", ["Mira Tanaka"]),
    ("A note.\n\n“It is done.”\n— Mira Tanaka, mayor", ["Mira Tanaka"]),
    ("“It is done.” — Mira Tanaka left the port", [None]),
    ("“It is done.” — a book of old", [None]),
    ("“It is done” is how Mira Tanaka put it.", ["Mira Tanaka"]),
    (WHO + "In her words, the boat is “a rusty tub of bolts.”", ["Mira Tanaka"]),
    (WHO + "In Tanaka’s own words, it is “a rusty tub of bolts.”", ["Mira Tanaka"]),
    ("“It is done,” was Mira Tanaka’s answer.", ["Mira Tanaka"]),
    (WHO + "“It is done,” was her answer.", ["Mira Tanaka"]),
    ("The pilots met. “It is done,” said one of them, Mira Tanaka.", ["Mira Tanaka"]),
    ("“It is done,” said one of the pilots.", ["one of the pilots"]),
    ("The memo, marked “Secret,” warned that the dam “may not last a winter.”", [None, "memo"]),
    ("Mira Tanaka met us.\n\nQ. Why?\n\nA. I told them, “Never again.”", ["Mira Tanaka"]),
    ("“My driver stopped. He said, ‘Out with you,’” said John Ames.", ["John Ames", "driver"]),
    ("“It is done,” Mira Tanaka said. The women laughed. “It is done at last.”", ["Mira Tanaka"] * 2),
    ("The boat sailed to Mira Tanaka and warned of “a long winter.”", [None]),
    ("Rep. John Ames, R-Texas, said it was “a fair price for all.”", ["John Ames"]),
    ("Sen. John Ames, D-Ga., said it was “a fair price for all.”", ["John Ames"]),
    # nobody
    ("The saying “we sail” is old.", [None]),
    ("The “strategic” plan failed.", [None]),
    ("He read “After the Ore” on the train.", [None]),
    ("The band played ‘The Lass of Ardroy Sound’ and left.", [None]),
    ("“It is done.”", [None]),
    ("The claims of the “owl” were old.", [None]),
    ("He was told it was “too late.”", [None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), SPEAKERS, ids=[text[:60] for text, _ in SPEAKERS])
def test_the_speaker_is_named(text: str, names: list[str | None]) -> None:
    assert speakers(text) == names


KINDS = [
    ("“It is done,” said Mira Tanaka.", ["direct"]),
    ("“At what point,” Mira Tanaka asked, “does it end?”", ["direct", "direct"]),
    ("Mira Tanaka said it would “not hurt anybody at all.”", ["partial"]),
    ("They will go on with “a framework for talks,” officials said.", ["partial"]),
    ("“Terms no worse than its own” were agreed, according to the notice.", ["direct"]),
    ("The “one-time” costs came again.", ["scare"]),
    ("A “temporary” freeze is old.", ["scare"]),
    ("Her book “After the Ore” sold well.", ["title"]),
    ("They played ‘The Lass of Ardroy Sound’ twice.", ["title"]),
    ("It survived:\n\n> We will not count twice.", ["block"]),
    ("It survived:\n\n> “We will not count twice,” said Mira Tanaka.", ["direct"]),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS, ids=[text[:60] for text, _ in KINDS])
def test_the_kind_is_told(text: str, kinds: list[str]) -> None:
    assert [quote.kind for quote in quotes(text) if quote.kind != "block" or "block" in kinds] == kinds


def test_a_quotation_never_takes_a_subject_from_before_the_one_it_follows() -> None:
    first, second = quotes("Mira Tanaka said it was “a fair price for all” and “a good one for us.”")
    assert first.speaker is not None
    assert second.speaker == first.speaker
    assert second.cue == first.cue


CUES = [
    ("“It is done,” said Mira Tanaka.", "said", "Mira Tanaka"),
    ("“It is done,” according to Mira Tanaka.", "according to", "Mira Tanaka"),
    ("Mira Tanaka pointed out: “It is done.”", "pointed out", "Mira Tanaka"),
    ("“It is done,” the harbour officials said.", "said", "harbour officials"),
    ("Tanaka: “It is done.”", None, "Tanaka"),
]


@pytest.mark.parametrize(("text", "cue", "mention"), CUES)
def test_cue_and_mention_are_where_they_stand(text: str, cue: str | None, mention: str) -> None:
    (quote,) = quotes(text)
    assert quote.text == text[quote.start : quote.end]
    assert quote.speaker is not None
    assert (quote.speaker.text, text[quote.speaker.start : quote.speaker.end]) == (mention, mention)
    assert (quote.cue.text if quote.cue else None) == cue
    if quote.cue:
        assert text[quote.cue.start : quote.cue.end] == cue


def test_a_pronoun_of_nobody_named_is_all_that_is_told_of_a_speaker() -> None:
    (quote,) = find_quotes("It rained. “No,” She said.")
    assert quote.speaker is not None
    assert (quote.speaker.start, quote.speaker.text, quote.speaker.name) == (17, "She", "she")
    assert quote.confidence < 0.5
    assert [q.speaker for q in find_quotes("“No,” I said.")] == [None]


def test_nobody_is_taken_for_a_pronoun_that_was_not_resolved() -> None:
    first, second = find_quotes("“No,” she said.\n\nIt rained. “Never,” they said.")
    assert first.speaker is not None
    assert second.speaker is not None
    assert (first.speaker.name, second.speaker.name) == ("she", "they")


def test_without_entities_roles_are_told() -> None:
    (quote,) = find_quotes("“No,” the officials said.")
    assert quote.speaker is not None
    assert quote.speaker.name == "officials"
