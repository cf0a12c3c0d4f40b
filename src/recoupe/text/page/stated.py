"""The body that a page states of itself in JSON-LD, read in place: pages drawn by scripts show no other.

Every character keeps its place in the page, through the escapes of JSON and the entities within them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from recoupe.text.normalise import Mapped, plain
from recoupe.text.page.blocks import Block

BODY = re.compile(r'"articleBody"\s*:\s*"')
ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
ESCAPED = {"b": " ", "f": " ", "n": "\n", "r": "\n", "t": " "}
# a tag or an entity inside the stated text
INSIDE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]{0,300}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
PARTS = frozenset(["p", "br", "div", "li", "h2", "h3", "h4", "h5", "h6", "blockquote"])
MAX_STATED = 200_000  # characters of one stated body: a long read has 60,000


def find_body(page: str) -> tuple[int, int] | None:
    """Range of the longest stated body in a decoded page, without its quotation marks, or None."""
    found = [(m.end(), _string_end(page, m.end())) for m in BODY.finditer(page)]
    return max(found, key=lambda r: r[1] - r[0], default=None)


def read_body(mapped: Mapped, page: str, start: int, end: int) -> list[Block]:
    """Read `[start, end)` of a page as the inside of a JSON string, one block a line.

    Args:
        mapped: The visible text, to which what is read is appended.
        page: Decoded page.
        start: First character after the quotation mark that opens the string.
        end: The one that closes it.
    """
    text, places = _unescape(page, start, end)
    blocks: list[Block] = []
    line = _Line(mapped, blocks)
    at = 0
    for match in INSIDE.finditer(text):
        line.take(text, places, at, match.start())
        if match[2] is None:
            line.add(html.unescape(match.group()), places[match.start()][0], places[match.end() - 1][1])
        elif match[2].lower() in PARTS:
            line.close()
        at = match.end()
    line.take(text, places, at, len(text))
    line.close()
    return blocks


def stated_text(piece: str) -> str:
    r"""What a reader would see of a piece of a JSON string.

    Example:
        >>> stated_text(r"Le pont a \u00e9t\u00e9 ferm\u00e9.<br>La maire l\u2019a dit.")
        'Le pont a été fermé. La maire l’a dit.'
    """
    return " ".join(block.text for block in read_body(Mapped(), piece, 0, len(piece)))


class _Line:
    """The line being filled."""

    def __init__(self, mapped: Mapped, blocks: list[Block]) -> None:
        self.mapped, self.blocks = mapped, blocks
        self.start = len(mapped)

    def take(self, text: str, places: list[tuple[int, int]], start: int, end: int) -> None:
        """Append plain characters; a line end closes the line."""
        for i in range(start, end):
            if text[i] == "\n":
                self.close()
            else:
                self.add(text[i], *places[i])

    def add(self, written: str, start: int, end: int) -> None:
        """Append one character, or one space for several."""
        if not written.strip():
            if len(self.mapped) > self.start and not self.mapped.ends_with_space():
                self.mapped.add(" ", start, end)
        else:
            self.mapped.add(plain(written), start, end)

    def close(self) -> None:
        """Make a block of the line, if there is anything on it."""
        text = self.mapped.text_from(self.start).rstrip()
        if text:
            end = self.start + len(text)
            self.blocks.append(Block(start=self.start, end=end, text=text, tag="p", chosen=True))
        if len(self.mapped) > self.start:
            at = self.mapped.source_end()
            self.mapped.add("\n", at, at)
        self.start = len(self.mapped)


def _string_end(page: str, start: int) -> int:
    """Place of the quotation mark that closes a JSON string, the end of what is read where none does."""
    at, last = start, min(len(page), start + MAX_STATED)
    while at < last:
        if page[at] == "\\":
            at += 2
        elif page[at] == '"':
            return at
        else:
            at += 1
    return last


def _unescape(page: str, start: int, end: int) -> tuple[str, list[tuple[int, int]]]:
    """Characters of a JSON string, with the range of the page that each was written in."""
    out: list[str] = []
    places: list[tuple[int, int]] = []
    for character, first, last in _characters(page, start, end):
        joined = _joined(out[-1], character) if out else None
        if joined is None:
            out.append(character)
            places.append((first, last))
        else:
            out[-1], places[-1] = joined, (places[-1][0], last)
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in out), places


def _characters(page: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    at = start
    for match in ESCAPE.finditer(page, start, end):
        yield from zip(page[at : match.start()], range(at, end), range(at + 1, end + 1), strict=False)
        at = match.end()
        yield chr(int(match[1], 16)) if match[1] else ESCAPED.get(match[2], match[2]), match.start(), at
    yield from zip(page[at:end], range(at, end), range(at + 1, end + 1), strict=True)


def _joined(before: str, character: str) -> str | None:
    """Two halves of a sign written as two escapes, a letter and the mark over it; None for two characters."""
    if "\ud800" <= before <= "\udbff" and "\udc00" <= character <= "\udfff":
        return (before + character).encode("utf-16", "surrogatepass").decode("utf-16")
    if unicodedata.combining(character):
        one = unicodedata.normalize("NFC", before + character)
        return one if len(one) == 1 else None
    return None
