"""Bytes to characters: byte order mark, declared charset, and what to do when neither is right."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# <meta charset="utf-8">, <meta … content="text/html; charset=iso-8859-1">, <?xml … encoding="utf-8"?>
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
DECLARED_WITHIN = 4096  # browsers look at 1,024 bytes; pages with long comments before <meta> exist
MAX_BROKEN = 0.1  # broken share of the non-ASCII characters up to which UTF-8 with damage is still UTF-8
SAMPLE = 60_000  # bytes on which the guesser is run: its cost grows with the page
SIGNATURES: tuple[bytes, ...] = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"\x7fELF",
)
SIGNATURES += (b"OggS", b"ID3", b"BZh", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00", b"wOF")
MAX_CONTROL = 0.02  # share of control bytes above which bytes are no text in any single-byte charset
# codecs a page may declare; others (unicode_escape, punycode, utf-7) turn text into something else
PAGE_CODEC = re.compile(
    r"utf-8|utf-16.*|cp\d+|iso8859-\d+|koi8.*|mac-.*|big5.*|gb.*|euc.*|shift.*|iso2022.*|tis-620|ascii"
)
LATIN = {"latin-1", "iso8859-1", "iso-8859-1", "ascii", "us-ascii"}  # browsers read these as windows-1252


def charset(content: bytes, declared: str | None = None) -> str | None:
    """Name the codec with which bytes are text: `content.decode(charset(content), "replace")`.

    Valid UTF-8 wins over what anybody declares; then the server's declaration, then the page's, the first
    that decodes; then a guess.

    Args:
        content: The raw bytes.
        declared: Charset that the server named, or None.

    Returns:
        A Python codec name, or None when the bytes are no text in any charset.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return name
    if content.startswith(SIGNATURES):
        return None
    if b"\x00" in content:
        return _wide(content)
    head = content[:SAMPLE]
    if sum(head.count(bytes([c])) for c in range(32) if c not in b"\t\n\v\f\r\x1b") > MAX_CONTROL * len(head):
        return None
    return _narrow(content, declared)


def decode(content: bytes, declared: str | None = None) -> tuple[str, str] | None:
    """Decode bytes; None when they are no text.

    Returns:
        The text and the codec's name; undecodable bytes are U+FFFD.

    Example:
        >>> decode("<meta charset=utf-8>L’été".encode("cp1252"))
        ('<meta charset=utf-8>L’été', 'cp1252')
    """
    name = charset(content, declared)
    if name is None:
        return None
    return content.decode(name, "replace"), name


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is NUL."""
    head = content[:2000]
    for name, high, low in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        if high.count(0) > 0.7 * len(high) and not low.count(0):  # markup and Latin letters alone give more
            return name
    return None


def _narrow(content: bytes, served: str | None) -> str:
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(content) - len(text) if not broken else sum(c > "\x7f" for c in text) - broken
    if broken <= MAX_BROKEN * sound:
        return "utf-8"
    found = DECLARED.search(content[:DECLARED_WITHIN])
    for stated in (served, found[1].decode("ascii") if found else None):
        declared = _usable(content, stated)
        if declared and declared not in ("utf-8", "utf_8"):
            return declared
    return _guess(content)


def _usable(content: bytes, stated: str | None) -> str | None:
    """The codec a declaration names, None where there is none or the bytes are not in it."""
    if stated is None:
        return None
    try:
        name = codecs.lookup(stated).name
        if PAGE_CODEC.fullmatch(name):
            content.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    if not PAGE_CODEC.fullmatch(name):
        return None
    return "cp1252" if name in LATIN else name


def _guess(content: bytes) -> str:
    best = from_bytes(content[:SAMPLE]).best()
    name = best.encoding if best is not None else "cp1252"
    # Latin pages: the guesser often names a neighbour of windows-1252 that turns œ and ’ into other signs
    letters = content[:SAMPLE].decode("cp1252", "replace")
    strange = sum(c > "\x7f" and not (c.isalpha() and c in COMMON) and c not in SIGNS for c in letters)
    return "cp1252" if strange == 0 else name


COMMON = frozenset(
    "àâäéèêëîïôöùûüçœæÿÀÂÄÉÈÊËÎÏÔÖÙÛÜÇŒÆáíóúñìòãõßåøÁÍÓÚÑÌÒ"
)  # letters of western European text
SIGNS = frozenset("«»’‘“”„–—…€°·•©®™ªº¿¡\u00a0\u00ad§²³½¼£")
