"""Noun phrases that name a source: where they start, where they end, what kind of source they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from recoupe.lang.cues import CueTable
from recoupe.lang.reporting.view import View, Word
from recoupe.records import Mention, SourceKind
from recoupe.text.spans import Range

BOUNDARIES = frozenset('.;:!?…«»“”„"(–—')
LONGEST_APPOSITION = 10  # words: « professeure de droit public à l'université de … » still is one


def phrase_after(view: View, i: int, last: int, table: CueTable) -> tuple[int, int] | None:
    """Words of the noun phrase that follows a cue, times and places skipped.

    « a annoncé mardi à Paris la gouverneure, Ada Roy, lors … » gives « la gouverneure, Ada Roy ».
    """
    first = _skip(view, i, last, table)
    if first is None:
        return None
    end = phrase_end(view, first, last, table)
    return (first, end) if end > first else None


def phrase_end(view: View, first: int, last: int, table: CueTable) -> int:
    """Index after the last word of the noun phrase that starts at `first`; appositions included."""
    if view.words[first].pos == "PRON" and view.words[first].low in table.pronouns:
        return first + 1
    k = first + (2 if view.words[first].pos == "DET" and first + 1 < last else 1)
    while k < last:
        w = view.words[k]
        if w.text == ",":
            after = _apposition(view, k, last, table)
            if after is None:
                break
            k = after
            continue
        if _stops(view, first, k, last, table):
            break
        k += 1
    return k


def _stops(view: View, first: int, k: int, last: int, table: CueTable) -> bool:
    w = view.words[k]
    if w.text in BOUNDARIES or w.is_finite or w.is_infinitive or w.is_suffix:
        return True
    if w.low in table.breaks or (
        w.pos == "DET" and view.words[k + 1 : k + 2] and view.words[k + 1].low in table.times
    ):
        return True
    if w.low in table.conjunctions:
        return _has_finite(view, k + 1, _next_comma(view, k + 1, last))
    return w.pos in ("PRON", "SCONJ") and w.low in table.relatives


def _apposition(view: View, comma: int, last: int, table: CueTable) -> int | None:
    """Index after the apposition that a comma opens, or None.

    « la préfète, Ada Roy », « Ada Roy, cheffe de service »; not « la préfète, qui … », « …, précisant … ».
    """
    end = _next_comma(view, comma + 1, last)
    words = view.words[comma + 1 : end]
    if not words or len(words) > LONGEST_APPOSITION or _has_finite(view, comma + 1, end):
        return None
    head = words[0]
    if head.low in table.breaks or head.low in table.adverbs or head.low in table.times:
        return None
    if head.pos not in ("PROPN", "NOUN", "ADJ", "DET", "X", "PRON", "NUM") or head.low in table.relatives:
        return None
    if view.is_tagged and head.pos == "PRON" and not head.text[:1].isupper():
        return None
    if head.pos == "DET" and end < last and view.words[end].text == ",":
        # « Ada Roy, la préfète, » closes with a comma; « Selon Ada Roy, la route … » goes on with a verb
        return end if end + 1 < last and not view.words[end + 1].text[:1].isalpha() else None
    if not view.is_tagged and not head.text[:1].isupper():
        return None
    if head.pos == "DET" and end < last and view.words[end].is_finite:
        return None
    return end


def _next_comma(view: View, i: int, last: int) -> int:
    while i < last and view.words[i].text not in BOUNDARIES and view.words[i].text != ",":
        i += 1
    return i


def _has_finite(view: View, first: int, last: int) -> bool:
    return any(w.is_finite for w in view.words[first:last])


def _skip(view: View, i: int, last: int, table: CueTable) -> int | None:
    """Index of the first word of a noun phrase at or after `i`: times, adverbs, places and addressees skipped."""
    while i < last:
        w = view.words[i]
        if w.text in BOUNDARIES or w.text == ",":
            return None
        if w.low in table.times or w.low in table.adverbs or w.pos == "ADV":
            i += 1
        elif w.pos == "ADP" or w.low in table.breaks:
            if w.low in table.complementizers or w.low in table.relatives:
                return None
            i = _after_prepositional(view, i, last, table)
        elif w.is_finite or w.is_infinitive or w.pos in ("SCONJ", "CCONJ"):
            return None
        else:
            return i
    return None


def _after_prepositional(view: View, i: int, last: int, table: CueTable) -> int:
    """Index after « à Paris », « lors d'un point presse », « devant la presse »."""
    has_noun = False
    while i < last:
        w = view.words[i]
        if w.pos == "ADP" or w.low in table.breaks:
            has_noun = False
        elif w.pos == "DET" or w.low in table.civil:
            if has_noun:
                return i
        elif w.pos in ("NOUN", "PROPN", "NUM", "ADJ", "X", "PRON"):
            has_noun = True
        else:
            return i
        i += 1
    return i


def phrase_before(view: View, i: int, first: int, table: CueTable) -> tuple[int, int] | None:
    """Words of the noun phrase just before index `i` (a verb's subject), inserts between commas skipped.

    « Sa porte-parole, Ada Roy, » gives both names; « Léa, qui passait par là, » gives « Léa ».
    """
    end = i
    while end > first + 1 and (view.words[end - 1].low in table.clitics or view.words[end - 1].pos == "ADV"):
        end -= 1
    limit = end
    if end > first and view.words[end - 1].text == ",":
        comma = _comma_before(view, end - 2, first)
        if comma is None:
            return None
        end = comma
    start = _start_before(view, end, first, table)
    if start >= end:
        return None
    stop = phrase_end(view, start, limit, table)
    return start, max(min(stop, limit), start + 1)


def _comma_before(view: View, i: int, first: int) -> int | None:
    while i > first:
        if view.words[i].text == ",":
            return i
        if view.words[i].text in BOUNDARIES:
            return None
        i -= 1
    return None


def _start_before(view: View, end: int, first: int, table: CueTable) -> int:
    start = end
    while start > first:
        w = view.words[start - 1]
        if w.text == "," or (w.text in BOUNDARIES and w.text not in "(") or w.is_finite:
            break
        if w.low in table.complementizers or w.low in table.relatives:
            break
        if w.pos == "SCONJ" or w.low in table.conjunctions and _has_finite(view, first, start - 1):
            break
        start -= 1
    while start < end and (
        view.words[start].pos in ("ADV", "CCONJ", "PUNCT")
        or view.words[start].low in table.conjunctions
        or view.words[start].low in table.times
    ):
        start += 1
    return start


def span(view: View, first: int, last: int) -> Range:
    """Character range of words, a suffixed pronoun without its hyphens, a trailing comma left out."""
    while last > first + 1 and view.words[last - 1].text in (",", "«", "“", "(", "-"):
        last -= 1
    start, end = view.words[first].start, view.words[last - 1].end
    while start < end and view.text[start] == "-":
        start += 1
    return start, end


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
        if any(m.start < b and m.end > a for a, b in avoid):
            continue
        if m.start < end and m.end > start:
            start, end = min(start, m.start), max(end, m.end)
    return start, end


def kind_of(text: str, source: Range, mentions: Sequence[Mention], table: CueTable) -> SourceKind:
    """What kind of source some words name."""
    low = text[source[0] : source[1]].lower().replace("’", "'")
    words = re.findall(r"[\w'-]+", low)
    bare = [w.split("'")[-1] for w in words]
    if low in table.pronouns and low not in table.indefinites:
        return "pronoun"
    if any(w in table.pronouns for w in words) and len(words) <= 4:
        return "pronoun"
    if low in table.indefinites or matches(table.anonymous, low):
        return "anonymous"
    if words and words[0] in table.own and any(w in table.witnesses for w in bare[:3]):
        return "witness"
    inside = [m for m in mentions if source[0] <= m.start and m.end <= source[1]]
    if any(w in table.documents for w in bare[:3]):
        return "document"
    if any(m.type == "PER" for m in inside):
        return "named"
    if any(m.type == "ORG" for m in inside) or any(w in table.organisations for w in bare[:2]):
        return "organisation"
    if any(w in table.collectives for w in bare):
        return "collective"
    return "organisation" if inside else "title"


def is_person_like(text: str, source: Range, mentions: Sequence[Mention], table: CueTable) -> bool:
    """Tell whether words name somebody who can hold an opinion (« pour la maire », not « pour l'instant »)."""
    kind = kind_of(text, source, mentions, table)
    if kind == "title" or (
        kind == "organisation"
        and not any(w in table.organisations for w in text[source[0] : source[1]].lower().split())
    ):
        return any(m.type in ("PER", "ORG") and source[0] <= m.start and m.end <= source[1] for m in mentions)
    return kind in ("named", "organisation", "collective", "pronoun")


def text_of(words: Sequence[Word]) -> str:
    """Lower-cased words joined by blanks."""
    return " ".join(w.low for w in words)
