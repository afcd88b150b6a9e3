from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotations.records import Span
from annotations.text import paragraphs, sentence_at, sentences
from tests.annotations.text_strategies import texts

#: A bar stands where one sentence ends and the next begins, with a space there in the text.
CASES = """
Mr. Okafor spoke.|Mrs. Hale left.
Sen. Ada Rowe voted no.|Rep. Lin did not.
Gov. Tom Wills and Lt. Gov. Ana Ruiz met.
Dr. J. K. Rowe wrote it.|J.K. Lind did not.
George W. Bush and John F. Kennedy.|The end.
Messrs. Lind and Hale met Ms. Rowe.
Adm. Lee and Sgt. Poe met Capt. Oy at Ft. Lee.
The lt. governor came.|Prof. Rowe vs. Dr. Lind.
Visit Mt. Fuji.|Ft. Worth is flat.
The U.S. Senate met.|It adjourned.
He lives in the U.S.|The law is new.
He lives in the U.S.|She does not.
Exports to the U.S. fell.|U.K. exports rose.
He moved to Washington, D.C.|In May he left.
The U.N. General Assembly voted.
The U.S. “will act.”|It did.
Is this the U.S.?|Yes.
The so-called “F.B.I. Act” failed.|It was dead.
It is ranked No. 2 in Asia.|No. 3 is Oslo.
Did he agree?|No.|Then he left.
See Art. 5 and Sec. 12.|Fig. 3 shows it.
The meeting is at 5 p.m. Tuesday.|Doors open at 4 p.m.|Bring a pen.
It starts at 9 a.m. EST and ends at 5 p.m.|Guests may stay.
It begins at 9 a.m. on Monday.
It was 3 a.m.|Nobody slept.
Acme Inc. said so.|Borel Corp. Chairman Li Wen agreed.
He works for Acme Inc.|The firm is small.
Profits rose at Acme Corp.|Shares fell 3 percent.
Borel & Co. Ltd. was sold.
The firm (Acme Inc.) closed.|All left.
She bought “Acme Inc.”|Nobody cared.
On Jan. 5 the port closed.|It reopened in Feb.|Ships came back.
They met on Sept. 11, 2001.|Nobody spoke.
He was born on St. Mark’s Place.|St. Louis is far.
He lives on Main St.|The house is red.
Martin Hale Jr. spoke.|He was calm.
She has a Ph.D. in law.|Her brother has an M.D.|They argue.
He came from Calif.|The trip was long.
Boston, Mass. Mayor Lee agreed.
In Roe v. Wade the court ruled.
It was Ruiz vs. Lind.|Lind won.
Fruit, e.g. apples, i.e. Malus, was sold.
Kim et al. found nothing.|The study is old.
It is approx. five days away.
The dept. of trade and govt. officials met.
It cost $2.4 million.|That is 11.5% more.
Rates rose to 3.5.|Then they fell.
See www.example.com/a.b?c=1.|Or write to a.b@example.org.|Thanks.
Version 2.0.1 is out.
He paused ... and went on.
He paused . . . and went on.
He paused...|Then he left.
He paused…|“Well,” he said.
“Will it last?” she asked.
“Will it last?” asked Mayor Okafor.
“Will it last?” Mayor Okafor asked.|“Yes!” J. K. Rowe said.
“Will it last?”|The mayor did not say.
“Stop!” he cried.|“Now!”
“It is new.”|She smiled.
“It is a new page,” he said.|“We begin.”
“We left.|We ran,” he said.
He said, “We left.”|Then silence.
He said: “Go.”|“No.”
"Is it over?" he asked.|"Not yet."
'Really?' she said.|'Yes.'
(The vote was close.)|The mayor left.
He left (see p. 5).|Nobody saw.
They agreed.[1]|Then they did not.[12]|Done.
What?!|Really?!|Yes.
Yahoo! said it would sell.|Yahoo! Finance was first.
Wait — what?|Nothing.
The port, the mayor said, is open
PORT REOPENS AFTER STRIKE
1. The port must close.
A. The first item.|It is long.
It ended in the year 30.|The rest is known.
iPhone sales rose.|eBay fell.|iPad sales did not.
the port is closed.|nobody knows why.
It fell.|de Blasio smiled.|Mr. de Blasio left.
Plan B.|The council has none.
She and I.|They did not.
He arrived.|$5 was missing.
He arrived.|12 others left.
The vote was 5-4.|Judge R. B. Oyelaran dissented.
**It ended.**|*Then what?*|Nothing.
«Oui.»|Il est parti.
« Vraiment ? » a-t-il dit.|« Oui. »|Il part.
„Das ist neu.“|Er ging.
यह नया है।|वह गया।
هل وصل؟|نعم.
"""

#: The same for scripts that put no space there.
UNSPACED = """
東京で始まった。|次の文です！|本当？|はい。
「行く。」と彼は言った。|終わり。
他说：“我们走。”|她没走。
"""


@pytest.mark.parametrize("case", CASES.strip().split("\n"))
def test_sentences_end_where_a_reader_would_end_them(case: str) -> None:
    text = case.replace("|", " ")
    assert "|".join(span.of(text) for span in sentences(text)) == case


@pytest.mark.parametrize("case", UNSPACED.strip().split("\n"))
def test_sentences_end_without_spaces(case: str) -> None:
    text = case.replace("|", "")
    assert "|".join(span.of(text) for span in sentences(text)) == case


def test_there_are_enough_cases() -> None:
    assert len(CASES.strip().split("\n")) >= 60


def test_a_headline_without_a_stop_is_a_sentence_of_its_own() -> None:
    text = "Port reopens after strike\nBy Mira Tanaka\n\nThe port reopened.\n"
    assert [span.of(text) for span in sentences(text)] == [
        "Port reopens after strike",
        "By Mira Tanaka",
        "The port reopened.",
    ]


def test_a_sentence_goes_on_over_wrapped_lines() -> None:
    text = (
        "The two countries will keep talking about a framework for high\n"
        "trade and investment standards, they said in a joint statement. The\n"
        "talks resume on Sept.\n5.\n"
    )
    first, second, *_ = sentences(text)
    assert first.of(text).endswith("joint statement.")
    assert second.of(text).startswith("The\ntalks")


def test_a_stop_at_the_end_of_a_paragraph_ends_it_whatever_the_word() -> None:
    text = "He met Mr.\n\nOkafor was late."
    assert [span.of(text) for span in sentences(text)] == ["He met Mr.", "Okafor was late."]


def test_between_two_sentences_the_nearer_one_is_meant() -> None:
    text = "One.   Two."
    assert sentence_at(text, 4) == Span(0, 4)
    assert sentence_at(text, 6) == Span(7, 11)
    assert sentence_at(text, 99) == Span(7, 11)
    assert sentence_at(text, -5) == Span(0, 4)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n"])
def test_no_sentence_in_blank_text(text: str) -> None:
    assert list(sentences(text)) == []
    assert sentence_at(text, 0) is None


def test_sentences_of_a_stretch_are_those_that_touch_it() -> None:
    text = "One is here. Two is here. Three is here.\n\nFour is here."
    found = [span.of(text) for span in sentences(text, 15, 27)]
    assert found == ["Two is here.", "Three is here."]
    assert [span.of(text) for span in sentences(text, 15, 20)] == ["Two is here."]
    assert [span.of(text) for span in sentences(text, 12, 13)] == []
    assert [span.of(text) for span in sentences(text, 41)] == ["Four is here."]


def test_a_far_stop_is_found_by_looking_back_farther() -> None:
    text = "It began. " + "word " * 2_000 + "and it ended. Over."
    long = sentence_at(text, 9_000)
    assert long is not None
    assert long.start == 10
    assert long.of(text).endswith("it ended.")


def test_a_run_of_stops_is_gone_through_once() -> None:
    text = "." * 30_000 + "x" + "?" * 9_000
    assert sentence_at(text, 20_000) == Span(0, len(text))


@given(texts, st.integers(-3, 130))
@example("a.b. \x85A", 3)
def test_sentences_are_in_order_and_cover_all_ink(text: str, offset: int) -> None:
    found = list(sentences(text))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(span.of(text) == span.of(text).strip() for span in found)
    covered = {position for span in found for position in range(span.start, span.end)}
    assert all(text[position].isspace() for position in range(len(text)) if position not in covered)
    blocks = list(paragraphs(text))
    assert all(any(block.covers(span) for block in blocks) for span in found)
    at = sentence_at(text, offset)
    assert (at is None) == (not found)
    if found:
        assert at in found
    holders = [span for span in found if span.start <= offset < span.end]
    assert not holders or at == holders[0]


@given(texts, st.integers(0, 90), st.integers(0, 90))
def test_sentences_of_a_stretch_agree_with_all(text: str, start: int, end: int) -> None:
    whole = [span for span in sentences(text) if start < end and span.end > start and span.start < end]
    assert list(sentences(text, start, end)) == whole
