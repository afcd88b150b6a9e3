import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import SourceError
from annotations.text import Decoded, clean, content_id, decode

NEWS = "The minister said “we will not pay €5m” – café, naïve, Zürich, l’été.\n"
TOKYO = "東京で貿易協議が始まった。大臣は記者団に語った。\n"


def test_plain_utf8() -> None:
    assert decode(NEWS.encode()) == Decoded(NEWS, "utf-8", guessed=False, replaced=0)
    assert decode(b"") == Decoded("", "utf-8", guessed=False, replaced=0)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_not_text(mark: bytes, encoding: str) -> None:
    found = decode(mark + (NEWS + TOKYO).encode(encoding), declared="cp1252")
    assert found == Decoded(NEWS + TOKYO, encoding, guessed=False, replaced=0)


def test_a_file_cut_in_the_middle_is_counted() -> None:
    assert decode(b"\xff\xfe" + "abc".encode("utf-16-le")[:-1]).replaced == 1
    assert decode("\ufeff\ufffd".encode()[:-1] + b"\xff").text == "\ufffd\ufffd"
    found = decode(NEWS.encode() + "é".encode()[:1])
    assert found == Decoded(NEWS + "\ufffd", "utf-8", guessed=True, replaced=1)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_shows_without_a_mark(encoding: str) -> None:
    assert decode(NEWS.encode(encoding)) == Decoded(NEWS, encoding, guessed=True, replaced=0)


def test_utf16_is_believed_when_declared() -> None:
    assert decode(TOKYO.encode("utf-16-be"), declared="UTF-16BE").text == TOKYO


def test_newlines_become_one_and_nothing_else_does() -> None:
    assert decode("a\r\nb\rc\v\f\x1c\x85\u2028d\r\r\n".encode()).text == "a\nb\nc\v\f\x1c\x85\u2028d\n\n"


def test_valid_utf8_goes_before_what_is_declared() -> None:
    assert decode(NEWS.encode(), declared="cp1251").encoding == "utf-8"


@pytest.mark.parametrize("declared", ["koi8-r", "KOI8_R"])
def test_the_declared_encoding_goes_before_a_guess(declared: str) -> None:
    russian = "Министр заявил.\n"
    assert decode(russian.encode("koi8-r"), declared) == Decoded(russian, "koi8-r", guessed=False, replaced=0)


@pytest.mark.parametrize("declared", ["latin-1", "iso-8859-1", "us-ascii"])
def test_latin1_means_what_it_means_on_the_web(declared: str) -> None:
    assert decode(NEWS.encode("cp1252"), declared) == Decoded(NEWS, "cp1252", guessed=False, replaced=0)


def test_seven_bit_encodings_are_not_taken_for_ascii() -> None:
    assert decode(TOKYO.encode("iso2022_jp"), "iso-2022-jp").text == TOKYO
    assert "東" not in decode(TOKYO.encode("iso2022_jp")).text


def test_a_declaration_that_does_not_hold_is_not_followed() -> None:
    found = decode("caf\u00e9".encode("cp1252"), declared="shift_jis")
    assert (found.text, found.guessed) == ("café", True)


@pytest.mark.parametrize("declared", ["utf-9", "", "base64", "rot13", "a\0b"])
def test_what_is_no_encoding_is_refused(declared: str) -> None:
    with pytest.raises(SourceError, match="not an encoding"):
        decode(b"text", declared)


@pytest.mark.parametrize("text", ["café", "naïve\n", "“Yes,” she said – once…"])
def test_a_little_8_bit_text_is_western(text: str) -> None:
    assert decode(text.encode("cp1252")) == Decoded(text, "cp1252", guessed=True, replaced=0)


def test_bytes_that_cp1252_does_not_know_are_counted() -> None:
    assert decode(b"a\x81b\x8d") == Decoded("a\ufffdb\ufffd", "cp1252", guessed=True, replaced=2)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (NEWS * 12, "cp1252"),
        ("El niño comió en la montaña con su compañero. " * 30, "cp1252"),
        (
            "Der Minister erklärte in Zürich, die Verträge würden veröffentlicht. Größere Städte zahlen. "
            * 12,
            "cp1252",
        ),
        ("«Nous ne paierons pas», a déclaré le ministre à Genève. " * 20, "cp1252"),
        ("He said “yes” and “no”. " * 30, "cp1252"),
        ("Министр заявил, что правительство опубликует контракты. " * 3, "cp1251"),
        ("Ministr řekl v úterý v Praze, že vláda zveřejní všechny smlouvy. " * 12, "cp1250"),
        ("Bakan salı günü hükümetin bütün sözleşmeleri yayımlayacağını söyledi. " * 8, "cp1254"),
        ("השר אמר ביום שלישי כי הממשלה תפרסם את כל החוזים של העיר. " * 6, "cp1255"),
        (TOKYO * 4, "cp932"),
        ("贸易谈判在东京开始，部长对记者说。" * 4, "gb18030"),
    ],
)
def test_enough_text_is_guessed_rightly(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, encoding, guessed=True, replaced=0)


def test_what_nobody_can_guess_is_read_all_the_same() -> None:
    noise = random.Random(3).choices(range(0x80, 0x100), k=400)
    found = decode(bytes(noise) + b" " * 400)
    assert found.guessed
    assert len(found.text) <= 800


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"PK\x03\x04word", "a zip archive"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"text\0with\0zeros", "zero bytes"),
        (b"\0" * 100, "zero bytes"),
        (random.Random(2).randbytes(9000), "zero bytes"),
        (bytes(range(1, 32)) * 9, "control characters"),
        (b"\xff\x01\x02\xfe\x03" * 20, "control characters"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        decode(data)
    assert str(caught.value).endswith(".")


def test_controls_in_a_text_do_not_make_it_binary() -> None:
    attack = "A story with \x1b]0;title\x07 and \x1b[2J in it.\n"
    assert decode(attack.encode()).text == attack
    assert decode(b"word " * 2_000 + b"\0").text.endswith("\0")


def test_lone_surrogates_are_replaced_and_counted() -> None:
    assert clean("a\ud800b\udfff") == ("a\ufffdb\ufffd", 2)
    assert clean("plain") == ("plain", 0)


def test_surrogates_that_an_encoding_lets_through_are_replaced() -> None:
    assert decode(b"a+2AA-b", declared="utf-7") == Decoded("a\ufffdb", "utf-7", guessed=False, replaced=1)


def test_an_article_is_known_by_the_hash_of_its_text() -> None:
    assert content_id("café") == hashlib.sha256(b"caf\xc3\xa9").hexdigest()
    assert content_id("a") != content_id("a\n")


clean_texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=200)


@given(clean_texts)
def test_utf8_comes_back(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


@given(clean_texts, st.sampled_from(["utf-16", "utf-32", "utf-8-sig"]))
def test_whatever_has_a_mark_comes_back(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.text, found.guessed, found.replaced) == (text, False, 0)


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "cp1252", "shift_jis", "utf-16", "utf-7"]))
def test_bytes_are_read_or_refused_in_a_sentence(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, declared).text
    except SourceError as error:
        text = str(error)
    assert "\r" not in text
    assert text.encode("utf-8").decode() == text
