"""Each feature the sample articles exercise is in the file that is meant to have it."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "sample_articles"
TRADE = "01-trade-talks.txt"
RESULTS = "02-quarterly-results.txt"
SHIPYARD = "03-shipyard-strike.txt"  # single quotes first
CLIMATE = "04-climate-pledge.md"
COURT = "05-court-case.txt"  # straight quotes throughout
COUNCIL = "06-city-council.html"
INTERVIEW = "07-interview.txt"
COMICS = "08-comics-fair.txt"

FEATURES = {
    TRADE: {
        "each paragraph opens, only the last closes": r"\n“[^”\n]+\n\n“[^”\n]+\n\n“[^\n]+”\n",
        "a quotation split by its attribution": r"speak of a treaty,” she told reporters[^“]+“It is",
        "single in double": r"“[^”]+‘Never sell [^’]+,’[^”]+",
        "scare quotes": r"14 “strategic” mineral",
        "a title in quotes": r"In “After the Ore,” a study",
        "a role as speaker": r",” said a spokesman for",
        "a source as speaker": r",” they said in a joint statement",
        "a saying without quotation": r"There is no annex, the ministry’s press office replied",
        "U.S. and No.": r"The U\.S\., the No\. 2 buyer",
        "Mr. and a hyphenated possessive": r"Mr\. Valdés-Prieto’s theme",
        "Ms.": r"Ms\. Fujimura, asked",
        "Sen.": r"Sen\. Beatriz Urrutia",
        "an abbreviated month": r"due by Sept\. 30\. Japan",
        "p.m. at the end of a clause": r"after 6 p\.m\., when",
        "a.m. at the end of a sentence": r"at 9:30 a\.m\. First",
        "yen and dollars": r"1\.41 trillion yen \(\$9\.4 billion\)",
        "a quantity": r"340 hectares",
    },
    RESULTS: {
        "a quotation split within its sentence": r"“At what point,” she asked, “does a thing",
        "two quotations that close at once": r"‘Exciting News,’” said",
        "a pronoun speaker": r",” she asked, “",
        "a quotation after a colon": r"grandfather painted: “",
        "Inc.": r"Marlowe Cold Chain Inc\., whose",
        "Jr.": r"O’Dell Jr\. told",
        "Corp. at the end of a clause": r"Frostline Corp\., said",
        "euros and dollars": r"€23 million \(\$24\.8 million\)",
        "a yen sign": r"¥620 million \(\$4\.1 million\)",
        "percent": r"jumped 7\.3 percent to \$48\.20",
        "a list": r"\n- [^\n]+\n- [^\n]+\n- ",
    },
    SHIPYARD: {
        "paragraphs that open with single marks": r"‘(?:[^’\n]|’\w)+\n\n‘(?:[^’\n]|’\w)+\n\n‘[^\n]+’\n",
        "double in single": r"‘[^“]+“You’re on the list,[^”]+,”’ said",
        "scare quotes in the headline": r"\A.*‘owl’ rota\n",
        "a title in single quotes": r"played ‘The Lass of Ardroy Sound’",
        "No. with a noun": r"beneath No\. 4 crane",
        "a plural possessive": r"the workers’ kitchen",
        "a decade inside single quotes": r"‘In the ’90s,’ she began",
        "pounds and kroner": r"1\.9bn kroner \(£140m\)",
        "per cent": r"4\.2 per cent from August",
        "dates, day first": r"between 3 February and 25 April",
        "a time without points": r"By 8am the",
    },
    CLIMATE: {"Dr.": r"Dr\. Inês Carvalhal", "euros": r"€1\.7 billion", "cedis": r"4\.8 billion cedis"},
    COURT: {
        "paragraphs that open with straight marks": r'" [^"\n]+"[^"\n]+\n\n"[^"\n]+\n\n"[^\n]+"\n',
        "a straight quotation, split": r'protect him," his office said in a one-page statement, "and',
        "single in double, straight": r"\"I have been asked, 'Did you ever see him go in\?'\" testified",
        "scare quotes, straight": r'a "temporary" hiring freeze',
        "a role without a name": r'," the judge said\.',
        "Gov.": r"\nGov\. Anita Kowalczyk",
        "a decade, straight": r"the late '90s, and",
        "an inch mark": r"is 6'2\" and weighs",
        "an inch mark inside a quotation": r'"Hatch 14" wide\. Entered',
        "an apostrophe in a name": r"Colleen D'Amato",
        "a date": r"on June 18\.",
    },
    COUNCIL: {
        "paragraphs that open, as entities": r"<p>&ldquo;(?:(?!&rdquo;).)+</p>\n *<p>&ldquo;.+&rdquo;</p>",
        "two quotations that close at once": r"20 minutes,&rsquo;&rdquo; Mr\. Hartnell-Rua",
        "a no-break space in a time": r"12:52&nbsp;a\.m\.",
        "Ltd.": r"Basin Quarter Ltd\., which",
    },
    INTERVIEW: {
        "questions and answers": r"\n\nQ: [^\n]+\n\nA: [^\n]+\n\nQ: ",
        "the first person as speaker": r"I told him, “",
        "scare quotes": r"a packet of “artisanal” crackers",
        "krónur": r"1,140 krónur",
        "a decade, curly": r"In the ’90s, when",
    },
    COMICS: {
        "a thing as speaker": r",” it read\.",
        "a speaker before the quotation": r"A spokesperson for the immigration service said that it “",
        "a title with a comma": r"for “Lighthouse, Second Shift,” the",
        "naira by its sign": r"₦12 million Golden Nib",
        "a percent sign": r"34% more than last year",
        "Chinese characters in quotes": r"“[\u4e00-\u9fff]+,” she said",
        "a Japanese name": r"佐藤あかり",
        "a Korean name": r"[\uac00-\ud7a3]{3}",
        "Vietnamese accents and a possessive": r"Nguyễn Thị Ánh’s suitcase",
        "a combining character in a name": "Títílayo\u0323?\u0300|Títílayọ\u0300",
        "an emoji with skin tone, joined": "👩🏽\u200d🎨”",
        "flags and a variation selector": "🇹🇼✈\ufe0f🇳🇬,”",
        "emoji outside quotation": r"two offers\. 🐐📶\n",
    },
}
CASES = [(name, feature) for name, features in FEATURES.items() for feature in features]


@pytest.mark.parametrize(("name", "feature"), CASES)
def test_feature_is_there(name: str, feature: str) -> None:
    assert re.search(FEATURES[name][feature], (FOLDER / name).read_text(encoding="utf-8"))
