"""Bytes become the characters that were meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.text.page.decode import charset, decode

FRENCH = "L’été à Bressy : « l’œuvre » coûte 12 €, dit-on. "


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (FRENCH.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + FRENCH.encode(), "utf-8-sig"),
        (FRENCH.encode("utf-16"), "utf-16"),
        (FRENCH.encode("utf-16-le") * 5, "utf-16-le"),
        (b"<meta charset=windows-1252>" + FRENCH.encode("cp1252"), "cp1252"),
        (b"<meta charset=utf-8>" + FRENCH.encode("cp1252") * 5, "cp1252"),
        (b"<meta charset=iso-8859-1>" + FRENCH.encode(), "utf-8"),
        (b"<meta charset=unicode_escape>" + FRENCH.encode("cp1252") * 5, "cp1252"),
        (FRENCH.encode("cp1252") * 5, "cp1252"),
        ("<meta charset=windows-1251>Мэр сказал, что мост закрыт.".encode("cp1251"), "cp1251"),
    ],
)
def test_the_codec_is_found_and_the_words_are_right(content: bytes, name: str) -> None:
    decoded = decode(content)
    assert decoded is not None
    assert decoded[1] == name
    assert ("Мэр сказал" if name == "cp1251" else "l’œuvre") in decoded[0]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 9, b"\x00" * 50]
)
def test_what_is_no_text_has_no_charset(content: bytes) -> None:
    assert charset(content) is None


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    assert charset(FRENCH.encode() * 20 + b"\xff") == "utf-8"


@given(st.binary(max_size=400))
def test_no_bytes_break_it(content: bytes) -> None:
    decoded = decode(content)
    assert decoded is None or isinstance(decoded[0], str)


def test_the_servers_charset_goes_before_the_pages_and_after_valid_utf8() -> None:
    russian = "<p>Мост закрыт</p>"
    assert decode(russian.encode("koi8-r"), "koi8-r") == (russian, "koi8-r")
    wrong = b'<meta charset="iso-8859-1">' + russian.encode("cp1251")
    assert decode(wrong, "windows-1251") == (f'<meta charset="iso-8859-1">{russian}', "cp1251")
    assert decode(russian.encode(), "koi8-r") == (russian, "utf-8")
    assert decode("L’été".encode("cp1252"), "unicode_escape") == ("L’été", "cp1252")
