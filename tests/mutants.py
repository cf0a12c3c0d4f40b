"""Pages broken in every way we could think of, made from the shipped corpus; the same seed gives the same."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources

from recoupe.records import MediaType, Page

MAX_BYTES = 3_000_000  # a mutant grows no further; those beyond the limits of `clean` are a test of their own
TAGS = (
    "div", "p", "table", "tr", "td colspan=9007199254740992", "ul", "li", "a href=/x", "article", "script",
    "style", "svg", "math", "template", "textarea", "title", "form", "frameset", "iframe", "object", "h1",
    "noscript", "plaintext", "xmp", "select", "br", "!--", "![CDATA[", "?xml", "/p", "/div", "/body", "/html",
)  # fmt: skip
SIGNS = (
    "\x00", "\ufffe", "\u202e", "\u200b" * 50, "e" + "\u0301" * 200, "&#x110000;", "&#0;", "&amp" * 30,
    "&nbsp;" * 40, "\U0001f600", "\ud7ff", "ﷺ" * 20, "\r", "\x85", "\u2028", "'", '"', "<", ">", "«", "»",
    "31 février 2026", "99:99", "il y a 10000000000 ans", "le 0 mars", "(AFP)" * 20, "J.D.\n", "…" * 100,
)  # fmt: skip
CHARSETS = ("utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r", "shift_jis", "utf-7", "cp037")
JSON_LD = (
    "[" * 3000, "{" * 50, '{"@type": "NewsArticle", "datePublished": "' + "9" * 500 + '"}',
    '{"@type": ["NewsArticle"], "headline": {"a": [1]}, "author": [[[]]], "publisher": 3}',
    '{"@graph": [{"@type": "NewsArticle", "articleBody": "' + "mot " * 5000 + '"}]}',
    "\\u0000", "null", "1e999",
)  # fmt: skip

Mutation = Callable[[bytes, random.Random], bytes]


def mutants(n: int, *, seed: int) -> Iterator[Page]:
    """Broken pages, each from one of the corpus with one to four things done to it."""
    chance = random.Random(seed)  # noqa: S311 - the same pages every time
    whole = originals()
    for number in range(n):
        name, content = chance.choice(whole)
        for _ in range(chance.randint(1, 4)):
            content = chance.choice(MUTATIONS)(content, chance)[:MAX_BYTES]
        media_type: MediaType = "text" if name.endswith(".txt") else "html"
        if chance.random() < 0.05:
            media_type = "html" if media_type == "text" else "text"
        yield page_of(content, f"{number}-{name}", media_type)


@cache
def originals() -> list[tuple[str, bytes]]:
    """The shipped pages, whole."""
    folder = resources.files("recoupe") / "corpus" / "pages"
    pages = sorted((f for f in folder.iterdir() if not f.name.endswith(".csv")), key=lambda f: f.name)
    return [(f.name, f.read_bytes()) for f in pages]


def page_of(content: bytes, location: str, media_type: MediaType = "html") -> Page:
    sha256 = hashlib.sha256(content + location.encode()).hexdigest()
    return Page(
        id=f"page-{sha256[:20]}", location=location, media_type=media_type, sha256=sha256, content=content
    )


# --- what is done to a page --------------------------------------------------------------------------


def _place(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + int(chance.expovariate(1 / 200)) + 1)


def _insert(content: bytes, what: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + what + content[at:]


def flip(content: bytes, chance: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(chance.choice((1, 10, 100, 1000))):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def cut(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:start] + content[end:]


def truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:end] + content[start:end] * chance.choice((2, 2, 20, 20, 200, 2000)) + content[end:]


def splice(content: bytes, chance: random.Random) -> bytes:
    other = chance.choice(originals())[1]
    start, end = _place(other, chance)
    return _insert(content, other[start : end + chance.choice((0, 1000, 100_000))], chance)


def tag(content: bytes, chance: random.Random) -> bytes:
    return _insert(content, f"<{chance.choice(TAGS)}>".encode() * chance.choice((1, 3, 50)), chance)


def nest(content: bytes, chance: random.Random) -> bytes:
    name = chance.choice(TAGS)
    return _insert(content, f"<{name}>".encode() * chance.choice((30, 300, 300, 1500, 5000)), chance)


def sign(content: bytes, chance: random.Random) -> bytes:
    words = chance.choice(SIGNS).encode("utf-8", "surrogatepass")
    for _ in range(chance.choice((1, 5, 50))):
        content = _insert(content, words, chance)
    return content


def links(content: bytes, chance: random.Random) -> bytes:
    n = chance.choice((10, 100, 500, 500, 5000))
    return _insert(content, b"".join(b'<a href="/%d">Lien %d</a> ' % (k, k) for k in range(n)), chance)


def attribute(content: bytes, chance: random.Random) -> bytes:
    long = "x" * chance.choice((10, 10_000, 200_000))
    return _insert(content, f'<div class="{long}" id={long} style=\'{long}>'.encode(), chance)


def recode(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(CHARSETS), "replace")


def declare(content: bytes, chance: random.Random) -> bytes:
    name = chance.choice((*CHARSETS, "x-user-defined", "unicode_escape", "\x00", "é" * 50))
    return f'<meta charset="{name}">'.encode() + content


def structured(content: bytes, chance: random.Random) -> bytes:
    script = f'<script type="application/ld+json">{chance.choice(JSON_LD)}</script>'
    return _insert(content, script.encode(), chance)


def lines(content: bytes, chance: random.Random) -> bytes:
    """One long line, or a line a word."""
    if chance.random() < 0.5:
        return content.replace(b"\n", b" ")
    return content.replace(b" ", b"\n")


def unclose(content: bytes, chance: random.Random) -> bytes:
    return content.replace(chance.choice((b">", b"</", b'"', b"</p>", b"-->")), b"")


def words(content: bytes, chance: random.Random) -> bytes:
    """Sentences without end, of one word."""
    word = chance.choice(("mot ", "a", "« ", "1 ", "A.B. ", "Le 3 mars ", "- ", "http://a.example/ "))
    return _insert(content, word.encode() * chance.choice((10, 100, 1000, 1000, 50_000)), chance)


MUTATIONS: tuple[Mutation, ...] = (
    flip, cut, truncate, repeat, splice, tag, nest, sign, links, attribute, recode, declare, structured,
    lines, unclose, words,
)  # fmt: skip
