"""The medium in which something was said, as its sentence or the one before names it."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from recoupe.lang.cues import CueTable
from recoupe.lang.reporting.found import Found
from recoupe.lang.reporting.view import Unit, View
from recoupe.records import Channel
from recoupe.text.spans import Range, excerpt, overlap

THERE = 3  # characters before a cue in which « y » stands


def channel_of(view: View, unit: Unit, f: Found, table: CueTable) -> Channel | None:
    """The medium that the sentence names outside the content, or the one before by « y ».

    « Elle était l'invitée de Radio Sud mardi. « Le feu est éteint », y a-t-elle dit. »
    """
    own = _medium_in(view, unit, f, table)
    at = view.units.index(unit)
    cue = view.text[f.cue[0] - THERE : f.cue[1]].lower().split() if f.cue is not None else []
    if own is not None or not any(w in table.there for w in cue) or at == 0:
        return own
    before = view.units[at - 1]
    there = msgspec.structs.replace(f, cue=None, source=(before.end - 1, before.end))
    return _medium_in(view, before, there, table)


def _medium_in(view: View, unit: Unit, f: Found, table: CueTable) -> Channel | None:
    plain = view.text.replace("’", "'")
    near = f.cue or f.source or f.content
    found = []
    for row in table.channels:
        for m in _pattern(row.pattern).finditer(plain, unit.start, unit.end):
            group = next((g for g in range(1, (m.lastindex or 0) + 1) if m.group(g)), 0)
            start, end = m.start(group), _medium_end(view, *m.span(group), table)
            if (
                start < end
                and not overlap((start, end), f.content)
                and _belongs(view, unit, near, (start, end))
            ):
                away = max(start - near[1], near[0] - end, 0)
                channel = Channel(medium=row.medium, excerpt=excerpt(view.text, start, end))
                found.append((away, start - end, channel))
    return min(found, key=lambda c: c[:2])[2] if found else None


def _belongs(view: View, unit: Unit, cue: Range, medium: Range) -> bool:
    """A medium is a cue's own: no other verb parts them, and both or none stand in a quotation."""
    if view.quotation_at(cue[0]) != view.quotation_at(medium[0]):
        return False
    if not any(w.is_finite for w in view.words[unit.first : view.first_at(medium[0])]):
        return True  # « Lors du forum, la maire a lancé un appel et promis … »
    between = (cue[1], medium[0]) if medium[0] >= cue[1] else (medium[1], cue[0])
    words = view.words[view.first_at(between[0]) : view.first_at(between[1])]
    return not any(w.is_finite for w in words if view.quotation_at(w.start) is None)


def _medium_end(view: View, start: int, end: int, table: CueTable) -> int:
    """Where the words for a medium end: before « que », a verb, a quotation mark."""
    for w in view.words[view.first_at(start) : view.first_at(end)]:
        begins_anew = view.words[w.i - 1].pos == "PROPN" and (w.pos == "DET" or w.start in view.names)
        if w.start > start and (
            begins_anew or w.is_finite or w.low in table.complementizers or w.text in '«“"'
        ):
            end = w.start
            break
    return start + len(view.text[start:end].rstrip(" ,;:"))


@lru_cache(maxsize=128)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
