"""The label scheme: what is accepted, what is refused, and how the refusal is worded."""

from pathlib import Path

import pytest

from annotations import scheme
from annotations.errors import SchemeError
from annotations.scheme import Label, Scheme

ONE = '[[label]]\nname = "promise"\ncolour = "green"\n'


def parse(toml: str, reserved: tuple[str, ...] = ()) -> Scheme:
    return scheme.parse(toml, "news.toml", reserved)


def test_the_default_has_the_three_labels_with_guidelines() -> None:
    default = scheme.default()
    assert [(label.name, label.key, label.unit) for label in default.labels] == [
        ("commitment", "c", "sentence"),
        ("complaint", "m", "sentence"),
        ("figure", "f", "figure"),
    ]
    assert all(label.definition and label.examples for label in default.labels)
    assert len({label.colour for label in default.labels}) == 3


def test_a_label_answers_to_its_digit_and_its_key() -> None:
    found = parse(ONE + 'key = "p"\n[[label]]\nname = "doubt"\ncolour = "#aa3300"\n')
    assert found.for_key("1") is found.for_key("p") is found.labels[0]
    assert found.for_key("2") is found.labels[1]
    assert found.for_key("3") is found.for_key("") is found.for_key("q") is None
    assert found.label("doubt") is found.labels[1]
    assert found.label("nothing") is None


def test_defaults_of_a_label() -> None:
    assert parse(ONE).labels[0] == Label(name="promise", colour="green", unit="sentence")


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ("", "label"),
        ("label = []", "no [[label]] in it"),
        ("label = 3", "Expected `array`"),
        ("name = ", "not valid TOML"),
        ('[[label]]\nname = 1\ncolour = "red"', "label 1, name: Expected `str`, got `int`"),
        ('[[label]]\nname = "a"', "missing required field `colour`"),
        (ONE + 'kye = "k"', "unknown field `kye`"),
        (ONE + 'unit = "line"', "word, entity, figure, sentence, quote, paragraph"),
        (ONE + 'kind = "word"', "known are passage, sentence, article"),
        (
            ONE + 'kind = "article"\nunit = "word"',
            'unit "word" of label promise does not go with kind "article"',
        ),
        (ONE + 'kind = "sentence"\nunit = "figure"', 'unit "figure" of label promise does not go'),
        ('[[label]]\nname = "a"\ncolour = "mauve"', 'unknown colour "mauve" of label a'),
        ('[[label]]\nname = "a"\ncolour = "#12345"', 'unknown colour "#12345"'),
        (ONE + ONE, 'two labels have the name "promise"'),
        (ONE + 'key = "pp"', "key 'pp' of label promise is not one character"),
        (ONE + 'key = " "', "key ' ' of label promise is not one character"),
        (ONE + 'key = "\\u001b"', "is not one character"),
        (ONE + 'key = "3"', "digits go by the order of labels"),
        (ONE + 'key = "j"', 'key "j" of label promise already belongs to a command'),
        (
            ONE + 'key = "p"\n[[label]]\nname = "price"\ncolour = "red"\nkey = "p"',
            'key "p" is used twice, by promise and by price',
        ),
        ('[[label]]\nname = " a"\ncolour = "red"', "odd characters"),
        ('[[label]]\nname = "a\\nb"\ncolour = "red"', "odd characters"),
        ('[[label]]\nname = ""\ncolour = "red"', "is empty"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(toml: str, reason: str) -> None:
    with pytest.raises(SchemeError) as caught:
        parse(toml, ("j", "k"))
    assert "news.toml" in str(caught.value)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "units"),
    [
        ("passage", ["word", "entity", "figure", "sentence", "quote", "paragraph"]),
        ("sentence", ["sentence", "quote", "paragraph"]),
        ("article", ["sentence"]),
    ],
)
def test_kinds_of_labels_and_the_units_that_go_with_them(kind: str, units: list[str]) -> None:
    for unit in units:
        [label] = parse(ONE + f'kind = "{kind}"\nunit = "{unit}"').labels
        assert (label.kind, label.unit) == (kind, unit)


def test_load_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("\ufeff" + scheme.default_toml(), encoding="utf-8")
    assert scheme.load(path) == scheme.default()


def test_load_names_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match=r"cannot read .*gone\.toml: No such file"):
        scheme.load(tmp_path / "gone.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'name = "caf\xe9"')
    with pytest.raises(SchemeError, match=r"latin\.toml is not UTF-8 text \(byte 11\)"):
        scheme.load(latin)
