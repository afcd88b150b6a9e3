"""Dates, times and amounts by their form: each kind in many spellings, and the order that decides."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.figures import find_figures


def figures(text: str) -> list[tuple[str, str]]:
    return [(text[f.start : f.end], f.label) for f in find_figures(text)]


DATES = [
    ("Voting closed on Tuesday, November 5, 2024, in Quellby.", "Tuesday, November 5, 2024"),
    ("Voting closed on Nov. 5 in Quellby.", "Nov. 5"),
    ("The fair ran June 3-7 by the quay.", "June 3-7"),
    ("The fair ran June 3–7 by the quay.", "June 3–7"),
    ("The ferry sank on the 14th of February, 1998.", "the 14th of February, 1998"),
    ("The ferry sank on 14 February 1998.", "14 February 1998"),
    ("The ferry sank on Monday 14 February.", "Monday 14 February"),
    ("Prices fell in late October 2019.", "late October 2019"),
    ("Prices fell in mid-October, 2019.", "mid-October, 2019"),
    ("The log says 2021-03-09 twice.", "2021-03-09"),
    ("The log says 3/9/2021 twice.", "3/9/2021"),
    ("The log says 03/09/21 twice.", "03/09/21"),
    ("The council meets next Wednesday.", "next Wednesday"),
    ("The bridge opened in the fall.", "the fall"),
    ("The bridge opened last spring.", "last spring"),
    ("The bridge was shut during the early summer.", "the early summer"),
    ("The council meets on Wednesdays.", "Wednesdays"),
    ("It had rained since last August.", "last August"),
    ("It had rained since May.", "May"),
    ("It will be dry until March.", "March"),
    ("Snow in Feb. is rare.", "Feb."),
    ("He sang in the 1970s.", "the 1970s"),
    ("He sang in the late 1970s.", "the late 1970s"),
    ("He sang in the ’80s.", "the ’80s"),
    ("A chapel of the eighteenth century stood here.", "the eighteenth century"),
    ("A 17th-century chapel stood here.", "17th-century"),
    ("Sales doubled over the past three years.", "the past three years"),
    ("Sales doubled in the last few months.", "the last few months"),
    ("Sales doubled in recent weeks.", "recent weeks"),
    ("Sales doubled this summer.", "this summer"),
    ("Sales doubled each quarter.", "each quarter"),
    ("The strike lasted a fortnight.", "a fortnight"),
    ("The strike lasted several weeks.", "several weeks"),
    ("The strike ended ten days ago.", "ten days ago"),
    ("The strike ended almost two decades later.", "almost two decades later"),
    ("A 12-year-old won.", "12-year-old"),
    ("The port shut yesterday.", "yesterday"),
    ("The port shut in the spring of 2003.", "the spring of 2003"),
    ("The port shut at the end of 2003.", "the end of 2003"),
    ("The accounts for 2018-19 are lost.", "2018-19"),
    ("The accounts for 2018–2020 are lost.", "2018–2020"),
    ("The accounts for early 2018 are lost.", "early 2018"),
    ("The house dates from 1587.", "1587"),
    ("In May he left.", "May"),
    ("Orla Vexley, 54, left.", "54"),
    ("Orla Vexley (54) left.", "54"),
    ("She was 15.", "15"),
    ("A pilot aged 63, left.", "63"),
    ("It closes in the first half of next year.", "the first half of next year"),
    ("It closes by the end of the year.", "the end of the year"),
    ("It closes in the third quarter.", "the third quarter"),
    ("It closes in Q3 2019.", "Q3 2019"),
    ("The deficit of fiscal 2016 grew.", "fiscal 2016"),
    ("The deficit of fiscal year 2016 grew.", "fiscal year 2016"),
    ("It was shut for a second day.", "a second day"),
    ("It was shut for years.", "years"),
    ("It was shut on Christmas Eve.", "Christmas Eve"),
    ("It was shut on New Year’s Day.", "New Year’s Day"),
    ("It was shut all Ramadan.", "Ramadan"),
    ("Last Tuesday it rained.", "Last Tuesday"),
    ("The past two weeks were dry.", "The past two weeks"),
    ("It lasted half a century.", "half a century"),
    ("She scored more than last season.", "last season"),
    ("It costs little over the weekend.", "the weekend"),
]


@pytest.mark.parametrize(("text", "words"), DATES, ids=[text[:50] for text, _ in DATES])
def test_dates(text: str, words: str) -> None:
    assert figures(text) == [(words, "DATE")]


TIMES = [
    ("The siren went at 6 p.m. sharp.", "6 p.m."),
    ("The siren went at 6:05 pm sharp.", "6:05 pm"),
    ("The siren went at 6.05am sharp.", "6.05am"),
    ("The siren went at 11 AM EST sharp.", "11 AM EST"),
    ("The siren went at 7:15 a.m. local time.", "7:15 a.m. local time"),
    ("The siren went at 18:40 sharp.", "18:40"),
    ("The siren went at 18:40 GMT.", "18:40 GMT"),
    ("The siren went at 04:00 hours.", "04:00 hours"),
    ("The siren went at noon.", "noon"),
    ("The siren went after midnight.", "midnight"),
    ("The siren will go tonight.", "tonight"),
    ("The siren went this morning.", "this morning"),
    ("The siren went on Friday night.", "Friday night"),
    ("The siren went last night.", "last night"),
    ("The siren went at half past six.", "half past six"),
    ("The siren went at quarter to nine.", "quarter to nine"),
    ("The siren went at eleven o'clock.", "eleven o'clock"),
    ("The siren wailed for 40 minutes.", "40 minutes"),
    ("The siren wailed for up to two hours.", "up to two hours"),
    ("The siren wailed for about ninety seconds.", "about ninety seconds"),
    ("The siren wailed for two and a half hours.", "two and a half hours"),
    ("The siren wailed for half an hour.", "half an hour"),
    ("The siren wailed until morning.", "morning"),
    ("The siren wailed into the early hours.", "the early hours"),
    ("The siren wailed overnight.", "overnight"),
    ("The siren went at 0915 GMT.", "0915 GMT"),
    ("Tonight the siren goes.", "Tonight"),
]


@pytest.mark.parametrize(("text", "words"), TIMES, ids=[text[:50] for text, _ in TIMES])
def test_times(text: str, words: str) -> None:
    assert figures(text) == [(words, "TIME")]


MONEY = [
    ("The tug cost $900.", "$900"),
    ("The tug cost $1,250.50 then.", "$1,250.50"),
    ("The tug cost US$3.5bn then.", "US$3.5bn"),
    ("The tug cost HK$40 million then.", "HK$40 million"),
    ("The tug cost €12m then.", "€12m"),
    ("The tug cost £850k then.", "£850k"),
    ("The tug cost ¥300 billion then.", "¥300 billion"),
    ("The tug cost ₹5,000 then.", "₹5,000"),
    ("The tug cost $2-3 million then.", "$2-3 million"),
    ("The tug cost nearly $7 billion then.", "nearly $7 billion"),
    ("The tug cost as much as €90 then.", "as much as €90"),
    ("The tug cost EUR 4,000 then.", "EUR 4,000"),
    ("The tug cost USD 2.5 million then.", "USD 2.5 million"),
    ("The tug cost Rs. 600 then.", "Rs. 600"),
    ("The tug cost fifty dollars then.", "fifty dollars"),
    ("The tug cost 80 million Australian dollars then.", "80 million Australian dollars"),
    ("The tug cost two hundred pounds sterling then.", "two hundred pounds sterling"),
    ("The tug cost 30 cents then.", "30 cents"),
    ("The tug cost 5bn yuan then.", "5bn yuan"),
    ("The tug cost 640,000 kronor then.", "640,000 kronor"),
    ("The tug cost roughly 75 shekels then.", "roughly 75 shekels"),
    ("The tug cost 9,800 roubles then.", "9,800 roubles"),
    ("The tug cost 9,800 rubles then.", "9,800 rubles"),
    ("The tug cost 30 Swedish kronor then.", "30 Swedish kronor"),
    ("The tug cost two million Hong Kong dollars then.", "two million Hong Kong dollars"),
    ("The tug cost half a million dollars then.", "half a million dollars"),
    ("The tug cost a million euros then.", "a million euros"),
    ("A 3-billion-euro fund was set up.", "3-billion-euro"),
    ("Tug Sold For €4.1 Billion Then", "€4.1 Billion"),
    ("The tug cost Rs 40 crore then.", "Rs 40 crore"),
    ("The tug cost over $3 million then.", "over $3 million"),
    ("The dispute over $3 million ended.", "$3 million"),
    ("Nearly $3 million was lost.", "Nearly $3 million"),
]

AMOUNTS = [
    ("Turnout rose 4.5%.", "4.5%", "PERCENT"),
    ("Turnout rose some 12 percent.", "some 12 percent", "PERCENT"),
    ("Turnout rose two percentage points.", "two percentage points", "PERCENT"),
    ("Turnout rose one percentage point.", "one percentage point", "PERCENT"),
    ("Turnout rose ninety per cent.", "ninety per cent", "PERCENT"),
    ("Turnout rose three and a half percent.", "three and a half percent", "PERCENT"),
    ("A 15-percent cut was agreed.", "15-percent", "PERCENT"),
    ("The wreck lies 40 miles away.", "40 miles away", "QUANTITY"),
    ("The wreck lies under 90 feet of silt.", "under 90 feet", "QUANTITY"),
    ("The wreck lies six nautical miles off.", "six nautical miles", "QUANTITY"),
    ("The wreck held 2,500 tonnes of ore.", "2,500 tonnes", "QUANTITY"),
    ("The wreck held 1.5 million barrels of oil.", "1.5 million barrels", "QUANTITY"),
    ("The wreck held 70kg of amber.", "70kg", "QUANTITY"),
    ("The wreck covers 3 square kilometres.", "3 square kilometres", "QUANTITY"),
    ("A 20-foot mast broke.", "20-foot", "QUANTITY"),
    ('The keeper was 5’11" in socks.', '5’11"', "QUANTITY"),
    ("The wall is two and a half metres high.", "two and a half metres high", "QUANTITY"),
    ("She came ninth in the regatta.", "ninth", "ORDINAL"),
    ("She came twenty-third in the regatta.", "twenty-third", "ORDINAL"),
    ("She came 102nd in the regatta.", "102nd", "ORDINAL"),
    ("They counted 18 seals.", "18", "CARDINAL"),
    ("They counted three dozen seals.", "three dozen", "CARDINAL"),
    ("They counted at least 2.5 million seals.", "at least 2.5 million", "CARDINAL"),
    ("They counted fewer than forty-two seals.", "fewer than forty-two", "CARDINAL"),
    ("They counted six thousand seals.", "six thousand", "CARDINAL"),
    ("They counted as many as 1,200,000 seals.", "as many as 1,200,000", "CARDINAL"),
    ("They counted 2000 people at the gate.", "2000", "CARDINAL"),
    ("They counted 1,995 seals.", "1,995", "CARDINAL"),
    ("Two of the seals slept.", "Two", "CARDINAL"),
    ("At least 41 slept.", "At least 41", "CARDINAL"),
    ("Storm Kills At Least 41 Seals", "At Least 41", "CARDINAL"),
    ("They counted several hundred seals.", "several hundred", "CARDINAL"),
    ("They counted about half a million seals.", "about half a million", "CARDINAL"),
    ("They counted dozens of seals.", "dozens", "CARDINAL"),
    ("They counted tens of thousands of seals.", "tens of thousands", "CARDINAL"),
    ("They lost two-thirds of the seals.", "two-thirds", "CARDINAL"),
    ("They lost a third of the seals.", "a third", "CARDINAL"),
    ("They shrank by a third.", "a third", "CARDINAL"),
    ("They lost half of the seals.", "half", "CARDINAL"),
    ("They won 5-2 in the end.", "5-2", "CARDINAL"),
    ("They are 12, or so.", "12", "CARDINAL"),
    ("They saw 10–15 seals.", "10–15", "CARDINAL"),
    ("It blew at 185 kilometers an hour.", "185 kilometers an hour", "QUANTITY"),
    ("It broke Article 16(b) again.", "Article 16(b)", "LAW"),
]


@pytest.mark.parametrize(("text", "words"), MONEY, ids=[text[:50] for text, _ in MONEY])
def test_money(text: str, words: str) -> None:
    assert figures(text) == [(words, "MONEY")]


@pytest.mark.parametrize(("text", "words", "label"), AMOUNTS, ids=[text[:50] for text, _, _ in AMOUNTS])
def test_other_amounts(text: str, words: str, label: str) -> None:
    assert figures(text) == [(words, label)]


@pytest.mark.parametrize(
    "text",
    [
        "March on, they sang, and may the best crew win",
        "The Marching Band may play.",
        "Anyone can fork the oneness theorem.",
        "Model B52x and type v2.0.1b",
        "Her handle is quay-7 and his is tug.44 now",
        "The weight of tenacity",
        "Mondayish weather",
        "a one-off fee, one another",
        "each one, no one, every one, this one, the one",
        "’tis ‘so’ they say",
        "the sea, a boat, that quay",
        "",
    ],
)
def test_words_that_only_look_like_figures(text: str) -> None:
    assert figures(text) == []


SEVERAL = [
    (
        "On May 2, 2023, some 40 crews rowed 3 miles in 18 minutes.",
        [("May 2, 2023", "DATE"), ("some 40", "CARDINAL"), ("3 miles", "QUANTITY"), ("18 minutes", "TIME")],
    ),
    (
        "At 9 a.m. on Monday the bank lost $4 million, or 12%.",
        [("9 a.m.", "TIME"), ("Monday", "DATE"), ("$4 million", "MONEY"), ("12%", "PERCENT")],
    ),
    (
        "In 1999 and 2007 five voters chose him first.",
        [("1999", "DATE"), ("2007", "DATE"), ("five", "CARDINAL"), ("first", "ORDINAL")],
    ),
    ("It cost $2 million–$3 million.", [("$2 million", "MONEY"), ("$3 million", "MONEY")]),
    ("The score was 3, 4, then 5.", [("3", "CARDINAL"), ("4", "CARDINAL"), ("5", "CARDINAL")]),
    (
        "Rates of 2.5 percent held for 10 years.",
        [("2.5 percent", "PERCENT"), ("10 years", "DATE")],
    ),
    (
        "Between Monday and Wednesday it sold 300 tickets.",
        [("Monday", "DATE"), ("Wednesday", "DATE"), ("300", "CARDINAL")],
    ),
    (
        "(1998) [45] “12”",
        [("1998", "DATE"), ("45", "CARDINAL"), ("12", "CARDINAL")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL, ids=[text[:50] for text, _ in SEVERAL])
def test_several_figures_from_left_to_right(text: str, expected: list[tuple[str, str]]) -> None:
    assert figures(text) == expected


def test_places_count_code_points() -> None:
    text = "🛶🛶 cost $30 on 3 June"
    assert [(f.start, f.end, f.label) for f in find_figures(text)] == [(8, 11, "MONEY"), (15, 21, "DATE")]


PIECES = st.sampled_from(
    (
        "12",
        "May",
        "2020",
        "$",
        "£3",
        "million",
        "percent",
        "%",
        "a.m.",
        ":30",
        "two",
        "-",
        "–",
        "’90s",
        "the",
        "km",
    )
)


@given(st.lists(PIECES | st.sampled_from((" ", ", ", "\n")), max_size=14).map("".join))
@settings(max_examples=150, deadline=None)
def test_figures_never_overlap_and_never_end_inside_a_word(text: str) -> None:
    done = 0
    for figure in find_figures(text):
        assert done <= figure.start < figure.end <= len(text)
        assert not text[figure.end : figure.end + 1].isalnum()
        assert text[figure.start : figure.end].strip() == text[figure.start : figure.end]
        done = figure.end
