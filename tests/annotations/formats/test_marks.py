"""What is marked in an article, each stretch once."""

import msgspec

from annotations.formats.documents import Report
from annotations.formats.marks import Found, Tie, marks
from annotations.records import Detection, Quote, Speaker
from tests.annotations.formats.samples import article, document

OF = article("“We pay,” Mira Tanaka said. “They do not.”")


def quoted(start: int, end: int, *, name: str, confidence: float) -> Quote:
    speaker = Speaker(start=10, end=21, text="Mira Tanaka", name=name)
    return Quote(start=start, end=end, text=OF.text[start:end], speaker=speaker, confidence=confidence)


def test_a_speaker_of_two_quotations_is_one_mark_with_the_first_name() -> None:
    quotes = (
        quoted(0, 9, name="Mira Tanaka, mayor", confidence=0.9),
        quoted(28, 42, name="", confidence=0.5),
    )
    report = Report()
    detection = Detection(pipeline="rules-1", quotes=quotes)
    marked = marks(msgspec.structs.replace(document(OF), detection=detection), report)
    assert [mark.of(OF.text) for mark in marked.found] == ["“We pay,”", "Mira Tanaka", "“They do not.”"]
    assert marked.found[1] == Found(10, 21, "SPEAKER", "speaker", "Mira Tanaka, mayor", 0.9)
    assert marked.ties == [Tie(0, 1, "said by"), Tie(2, 1, "said by")]
    ((kind, loss),) = report.losses.items()
    assert kind == "names and scores of speakers of several quotations: the first is kept"
    assert (loss.count, loss.change, loss.examples) == (1, "merged", ["0.50"])
