"""What kind of source some words name, and how far a name reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from recoupe.lang.cues import CueTable
from recoupe.records import Mention, SourceKind
from recoupe.text.spans import Range, is_inside, overlap

LONGEST_PRONOUN = 4  # words of « ce dernier », « по её словам »
HEAD_REACH = 3  # words in which a phrase names its head: « une note interne »
WORD = re.compile(r"[\w-]+")


@lru_cache(maxsize=64)
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE) if patterns else None


def matches(patterns: tuple[str, ...], text: str) -> bool:
    """Tell whether one of a table's patterns is found; apostrophes are straightened first."""
    pattern = _pattern(patterns)
    return pattern is not None and pattern.search(text.replace("’", "'")) is not None


def widen(source: Range, mentions: Sequence[Mention], avoid: Sequence[Range] = ()) -> Range:
    """Stretch a source to the full mentions that it cuts, but never over its cue or content."""
    start, end = source
    for m in mentions:
        there = (m.start, m.end)
        if overlap(there, (start, end)) and not any(overlap(there, a) for a in avoid):
            start, end = min(start, m.start), max(end, m.end)
    return start, end


def kind_of(text: str, source: Range, mentions: Sequence[Mention], table: CueTable) -> SourceKind:
    """What kind of source some words name."""
    low = text[source[0] : source[1]].lower().replace("’", "'")
    words = WORD.findall(low)
    if low not in table.indefinites and (low in table.pronouns or _is_pronoun(words, table)):
        return "pronoun"
    if low in table.indefinites or matches(table.anonymous, low):
        return "anonymous"
    return _named_kind(words, source, mentions, table)


def _is_pronoun(words: Sequence[str], table: CueTable) -> bool:
    return len(words) <= LONGEST_PRONOUN and any(w in table.pronouns for w in words)


def _named_kind(
    words: Sequence[str], source: Range, mentions: Sequence[Mention], table: CueTable
) -> SourceKind:
    head = words[:HEAD_REACH]
    inside = {m.type for m in mentions if is_inside((m.start, m.end), source)}
    if words[:1] and words[0] in table.own and any(w in table.witnesses for w in head):
        return "witness"
    if any(w in table.documents or w.removesuffix("s") in table.documents for w in head):
        return "document"
    if "PER" in inside:
        return "named"
    if "ORG" in inside or any(w in table.organisations for w in head):
        return "organisation"
    if any(w in table.collectives for w in words):
        return "collective"
    return "organisation" if inside else "title"


def is_somebody(text: str, source: Range, mentions: Sequence[Mention], table: CueTable) -> bool:
    """Tell whether words name who can hold an opinion (« pour la maire », not « pour l'instant »)."""
    kind = kind_of(text, source, mentions, table)
    if kind in ("named", "collective", "pronoun"):
        return True
    words = WORD.findall(text[source[0] : source[1]].lower())
    names = {m.type for m in mentions if is_inside((m.start, m.end), source)}
    return bool(names & {"PER", "ORG"}) or any(w in table.organisations for w in words)
