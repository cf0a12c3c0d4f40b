"""Full stops that end no sentence: « Dr. Roth », « am 12. März », « 1,5 Mio. Euro »."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from recoupe.errors import LexiconError

LAST_WORD = re.compile(r"(?<!\w)((?:\w\.\s?)*[\w/-]+)\.$")  # « Dr. », « z. B. »
WORD_BEFORE = re.compile(r"[\w,]+$")
REACH = 40  # characters that are looked at before a stop, before its word, and behind it
INITIAL = re.compile(r"[^\W\d_]")  # « J. Roche »
ORDINAL = re.compile(r"\d{1,2}")  # « 12. »; a year before a stop ends its sentence


class Abbreviations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Short words that are written with a full stop.

    Attributes:
        words: Without the last stop, as written (« Dr », « z. B »).
        before: What must follow for the stop to end nothing: any word, or a figure (« Nr. 5 »).
        behind_figure: Only behind a figure (« 3 Mio. Euro »).
        example: Own words that are one sentence.
    """

    words: tuple[str, ...]
    before: Literal["any", "figure"] = "any"
    behind_figure: bool = False
    example: str


class Ordinals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures with a full stop that are ordinals.

    Attributes:
        before: Beginnings of the words before which a figure is one (« 12. März »), lower-cased.
        behind: Words behind which it is one (« im 19. Jahrhundert »), lower-cased.
        example: Own words that are one sentence.
    """

    before: tuple[str, ...]
    behind: tuple[str, ...]
    example: str


class StopTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Full stops of one language that end no sentence."""

    abbreviations: tuple[Abbreviations, ...] = ()
    ordinals: Ordinals | None = None


@cache
def stops_for(language: str) -> StopTable:
    """The table of a language; an empty one where none is shipped.

    Raises:
        LexiconError: If the file does not fit.
    """
    file = f"lang/data/{language}/stops.toml"
    try:
        raw = resources.files("recoupe").joinpath(file).read_text("utf-8")
    except FileNotFoundError:
        return StopTable()
    try:
        return msgspec.convert(tomllib.loads(raw), StopTable)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise LexiconError(str(wrong), file=file) from wrong


def is_unfinished(text: str, stop: int, after: int, table: StopTable) -> bool:
    """Tell whether the full stop before index `stop` ends no sentence.

    Args:
        text: The paragraph.
        stop: Index after the stop.
        after: Index of what follows it.
        table: The language's.
    """
    m = LAST_WORD.search(text[max(0, stop - REACH) : stop])
    if m is None:
        return False
    begin = stop - len(m[0])
    word, ahead = m[1], WORD_BEFORE.search(text[max(0, begin - REACH) : begin].rstrip())
    before = ahead[0] if ahead is not None else ""
    if INITIAL.fullmatch(word):
        return text[after : after + 1].isupper()
    if table.ordinals is not None and ORDINAL.fullmatch(word):
        is_date = text[after : after + REACH].lower().startswith(table.ordinals.before)
        return is_date or before.lower() in table.ordinals.behind
    return any(_fits(row, before, word, text[after : after + 1]) for row in table.abbreviations)


def _fits(row: Abbreviations, before: str, word: str, follower: str) -> bool:
    if word.replace(" ", "") not in (w.replace(" ", "") for w in row.words):
        return False
    is_counted = not row.behind_figure or before[-1:].isdigit()
    return is_counted and (row.before == "any" or follower.isdigit())
