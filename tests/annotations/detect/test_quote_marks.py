"""Where quotations begin and end. In each text the quotations that are expected stand between ⟦ and ⟧."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotations.detect.marks import blocks, find

CASES = {
    "curly": "⟦“We sail at dawn,”⟧ said the pilot.",
    "straight": 'She called it ⟦"a fine day"⟧ twice.',
    "guillemets": "Il a dit ⟦« bonjour »⟧ et il est parti.",
    "reversed guillemets": "Er sagte ⟦»guten Tag«⟧ und ging.",
    "german": "Er sagte ⟦„guten Tag“⟧ und ging.",
    "polish": "Powiedział: ⟦„dzień dobry”⟧ i wyszedł.",
    "latex": "He wrote ⟦``so be it''⟧ in the log.",
    "doubled single marks": "He wrote ⟦''so be it''⟧ in the log.",
    "british": "⟦‘The boat is late,’⟧ he said. ⟦‘It’s always late.’⟧",
    "straight single": "⟦'The boat isn't late,'⟧ he said.",
    "in brackets": 'The rule (⟦"no dogs"⟧) stands.',
    "two in a sentence": "She wanted ⟦“peace”⟧ and ⟦“quiet”⟧ there.",
    "split": "⟦“At what point,”⟧ she asked, ⟦“does it end?”⟧",
    "mark before the stop": "He called it ⟦“a trap”⟧.",
    "mark before a comma": "Not ⟦“a trap”⟧, he said.",
    "question": "⟦“Why?”⟧ asked the clerk.",
    "interrupted": "⟦“But I—”⟧ he began.",
    "dash before": "The answer—⟦“never”⟧—was short.",
    "nested": "⟦“He said, ⟦‘Go home,’⟧ and I went,”⟧ she told us.",
    "nested at the end": "⟦“They called it ⟦‘Good News,’⟧”⟧ she said.",
    "nested straight": "⟦\"I was asked, ⟦'Did he go in?'⟧\"⟧ she said.",
    "nested british": "⟦‘The foreman said, ⟦“You’re on the list,”⟧’⟧ said Baird.",
    "nested same mark": '⟦"He said ⟦"no"⟧ to me"⟧ is what I heard.',
    "three deep": "⟦“She said, ⟦‘He told me ⟦“now”⟧ and left’⟧”⟧, he wrote.",
    "two paragraphs": "⟦“One.\n\n“Two.”⟧\n\nThree.",
    "three paragraphs straight": '⟦"One.\n\n"Two.\n\n"Three."⟧ The end.',
    "paragraphs on lines": "⟦“One.\n“Two.”⟧\nThree.",
    "continued single": "⟦‘One of the workers’ sons.\n\n‘Two.’⟧ he said.",
    "continued after a cue": "⟦‘In the ’90s,’⟧ she began, ⟦‘we had jobs.\n\n‘They went.’⟧",
    "continued with a nested one": "⟦“One.\n\n“Two, ⟦‘three,’⟧ four.”⟧",
    "unclosed": "⟦“We never closed this.⟧\n\nThe rest is narrative. ⟦“Here,”⟧ he said.",
    "unclosed straight": '⟦"We never closed this.⟧\n\nThe rest is narrative.',
    "unclosed before another": "⟦“No end here, he said.⟧ ⟦“But here,”⟧ she said.",
    "unclosed last": "It ends with ⟦“an open mark⟧",
    "apostrophes": "It’s the dog’s, isn’t it? It's the dog's, isn't it?",
    "decades": "In the ’90s and the '80s, ‘90s music was loud.",
    "possessive plural": "The workers’ kitchen and the drivers' mess closed.",
    "possessive inside": "⟦‘The workers’ kitchen is open,’⟧ he said.",
    "possessive inside straight": "⟦'The workers' kitchen is open,'⟧ he said.",
    "scare beside possessive": "The ⟦‘owl’⟧ rota took the workers’ nights.",
    "clipped words": "’Twas rock ’n’ roll, and he told 'em so.",
    "clipped inside": "⟦‘Tell ’em the truth,’⟧ she said.",
    "feet and inches": "He is 6'2\" and weighs more than 5'11\" men.",
    "inches in a quotation": '⟦"Hatch 14" wide. Entered 9:40, all good."⟧',
    "inches outside": 'A 12" pipe met a 14" hatch.',
    "height in a quotation": "⟦\"He's 6'2\" tall,\"⟧ she said.",
    "number at the end": 'He paid ⟦"exactly 15"⟧ and left.',
    "name with an apostrophe": "⟦“O’Dell’s d’Artagnan”⟧ played.",
    "code is none": "Type `ls` and `cd` there.",
    "single backtick": "He wrote ⟦`so be it'⟧ there.",
    "bold markup": "**⟦“Stop,”⟧** he said.",
    "list": "- ⟦“one”⟧ is first\n- ⟦“two”⟧ is second",
    "emoji inside": "⟦“At the beach 🏖️,”⟧ she posted.",
    "cjk": "⟦“值得了,”⟧ she said.",
    "single quotation marks of an angle": "Il dit ⟦‹ oui ›⟧ enfin.",
    "swedish": "Han sade ⟦”hej”⟧ och gick.",
    "swedish twice": "⟦”Hej,”⟧ sade hon. ⟦”Nej,”⟧ sade han.",
    "in tokens": '⟦" We sail , "⟧ said Tanaka . ⟦" Now . "⟧',
    "in curly tokens": "⟦“ We sail , ”⟧ said Tanaka .",
    "in latex tokens": "⟦`` We sail , ''⟧ said Tanaka .",
    "no space before": 'Tanaka said:⟦"We sail."⟧',
    "no space after": '⟦"We sail,"⟧said Tanaka.',
    "closed by an opening mark": "⟦“We sail,“⟧ said Tanaka. ⟦“Now.“⟧",
    "french": "⟦« Nous partons »⟧, dit Tanaka. ⟦« Oui. »⟧",
    "french in brackets": "Nous (⟦« les marins »⟧) partons.",
    "inches before a closing mark": '⟦"My bag is 22.5","⟧ said Tanaka.',
    "low single": "Er rief ⟦‚halt‘⟧ und lief.",
    "a lone mark": "A lone \" mark and a lone ' mark.",
    "empty": "",
    "only marks": "“”",
    "spaced dash": "⟦“No”⟧ — ⟦“never”⟧",
}  # fmt: skip


def expected(marked: str) -> tuple[str, set[tuple[int, int]]]:
    """Return the text without the brackets, and what they enclose."""
    plain, opened, spans = "", [], set()
    for part in re.split(r"([⟦⟧])", marked):
        if part == "⟦":
            opened.append(len(plain))
        elif part == "⟧":
            spans.add((opened.pop(), len(plain)))
        else:
            plain += part
    return plain, spans


@pytest.mark.parametrize("name", [name for name in CASES if name != "only marks"])
def test_quotations_are_found_by_their_marks(name: str) -> None:
    text, spans = expected(CASES[name])
    found = {(raw.start, raw.end) for raw in find(text)}
    assert {text[a:b] for a, b in found} == {text[a:b] for a, b in spans}
    assert found == spans


def test_depth_paragraphs_and_closing_are_told() -> None:
    first, second = find("“One.\n\n“Two, ‘three,’ four.”")
    assert (first.depth, first.paragraphs, first.closed) == (0, 2, True)
    assert (second.depth, second.paragraphs, second.closed) == (1, 1, True)
    assert not find("“Open")[0].closed


def test_a_block_is_every_line_that_begins_with_its_sign() -> None:
    text = "It survived:\n\n> One line\n> and another.\n>\n\nAfter.\n>\n"
    assert [text[start:end] for start, end in blocks(text)] == ["> One line\n> and another."]


@example("»>'»«'")
@given(st.text(alphabet=st.sampled_from("“”„«»‹›\"‘’‚'` \naZ.,?5s—([>"), max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_marks_give_spans_that_nest(text: str) -> None:
    found = find(text)
    for raw in found:
        assert 0 <= raw.start < raw.end <= len(text)
        assert text[raw.start : raw.end].startswith(raw.mark)
        assert 0 <= raw.depth < 8
    for one in found:
        for other in found:
            crossing = one.start < other.start < one.end < other.end
            assert not crossing, (one, other)


@pytest.mark.parametrize(
    "text", ["“‘" * 20_000, '"' * 40_000, "'" * 40_000, "‘a " * 20_000, "“a\n\n" * 10_000, "'s' " * 10_000]
)
def test_time_is_linear_in_the_marks(text: str) -> None:
    find(text)  # quadratic behaviour would not come back within the test's time
