"""A page as a reader sees it: its visible lines in order, whatever it was written in."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from recoupe.text.normalise import Mapped
from recoupe.text.spans import Range

FULL_STOP = re.compile(r"""[.!?…]["»”’')\]\s]*$""")
# 。！？ : the full stops of Chinese and Japanese, which put no space between words
WIDE_STOP = re.compile(r"[。！？]")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # kana, characters, Korean syllables
WIDE_PROSE = 20  # such characters say what eight words do
SENTENCE_WORDS = 4  # « Il n'a pas répondu. »; fewer are a slogan
PROSE_WORDS = 8  # a sentence of fewer words may be a caption, a button or a crosshead
LONG = 140  # characters from which a line without a full stop is still prose (lists, quotations)

BlockKind = Literal["paragraph", "heading", "item", "title"]


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One visible line.

    Attributes:
        start, end: Range in the visible text.
        kind: `title` is an h1 of a page with markup.
        tag: Innermost element that stands on lines of its own (`p`, `li`, `td`); "" in a text dump.
        linked: Share of its characters inside links, 0 to 1.
        links: Where in its text links stand.
        gap: Blank lines before it; in markup every block stands apart (1).
        hint: What its element's name or class says it is (a label of left-out blocks), or None.
        chosen: False when the extractor left it out; always True in a text dump.
    """

    start: int
    end: int
    text: str
    kind: BlockKind = "paragraph"
    tag: str = ""
    linked: float = 0.0
    links: tuple[Range, ...] = ()
    gap: int = 1
    hint: str | None = None
    chosen: bool = True


class Visible(msgspec.Struct, frozen=True, kw_only=True):
    """The visible text of a page with its blocks, and the way back to the decoded page."""

    mapped: Mapped
    blocks: tuple[Block, ...]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What markup says about the page; all values as written, in page order.

    Attributes:
        meta: (name or property in lower case, content).
        times: (datetime attribute, "" when it has none) of the time elements.
        structured: JSON-LD scripts, unparsed.
        language: The html element's.
    """

    title: str | None = None
    canonical: str | None = None
    language: str | None = None
    meta: tuple[tuple[str, str], ...] = ()
    times: tuple[str, ...] = ()
    structured: tuple[str, ...] = ()


def is_prose(text: str) -> bool:
    """Tell whether a line is a sentence or more.

    Example:
        >>> is_prose("La maire a annoncé la fermeture du pont dès lundi."), is_prose("Dans la même rubrique")
        (True, False)
    """
    if WIDE_STOP.search(text) and len(WIDE.findall(text)) >= WIDE_PROSE:
        return True
    if FULL_STOP.search(text):
        return len(text.split()) >= PROSE_WORDS
    return len(text) >= LONG


def is_sentence(text: str) -> bool:
    """Tell whether a line ends like a sentence and is no excerpt that breaks off.

    Example:
        >>> is_sentence("Il n'a pas répondu."), is_sentence("La suite du procès …"), is_sentence("À la une")
        (True, False, False)
    """
    ends = FULL_STOP.search(text) is not None and not text.endswith(("...", "…"))
    return ends and len(text.split()) >= SENTENCE_WORDS
