"""What a program found comes back from a file only if all of it fits the text."""

from typing import Any

import msgspec
import pytest

from annotations.formats import detected
from tests.annotations.formats.detections import STORY, detection


def members(**more: Any) -> dict[str, Any]:
    whole: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(detection()))
    return {name: whole[name] for name in detected.MEMBERS} | more


def test_what_was_written_is_what_comes_back() -> None:
    assert detected.taken(members(), STORY) == (detection(), ())


def test_where_nothing_was_looked_for_nothing_is_lost() -> None:
    assert detected.taken(dict.fromkeys(detected.MEMBERS), STORY) == (None, ())


def test_what_nobody_says_who_found_is_counted() -> None:
    found, lost = detected.taken(members(pipeline=""), STORY)
    assert found is None
    assert [(one.kind.partition(" ")[0], one.detail, one.label) for one in lost] == [
        ("entities", "Zu\u0308rich", "GPE"),
        ("entities", "€3 million", "MONEY"),
        ("quotes", "“We will pay €3 million,”", ""),
        ("quotes", "“That is the end of it.”", ""),
        ("suggestions", "We will pay €3 million", "commitment"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"entities": [{"start": 0, "end": 2, "label": "X", "text": "other"}]},
        {"entities": [{"start": 2, "end": 0, "label": "X", "text": ""}]},
        {"entities": [{"start": -1, "end": 9_999, "label": "X", "text": "x"}]},
        {"entities": [{"start": "0"}]},
        {"quotes": [{"start": 0, "end": 1, "text": "🚢", "kind": "shouted"}]},
        {
            "quotes": [
                {
                    "start": 0,
                    "end": 1,
                    "text": "🚢",
                    "speaker": {"start": 0, "end": 1, "text": "x", "name": "x"},
                    "cue": {"start": 0, "end": 1, "text": "🚢"},
                }
            ]
        },
        {"pipeline": 3},
    ],
)
def test_what_does_not_fit_is_left_out_as_a_whole(change: dict[str, Any]) -> None:
    found, lost = detected.taken(members(**change), STORY)
    assert found is None
    assert [one.kind for one in lost] == ["detections left out: they are not as they were written"]
