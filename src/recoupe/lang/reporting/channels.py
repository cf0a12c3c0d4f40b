"""In which medium something was said: a podcast, an interview, a post, a newspaper that was told."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from recoupe.lang.cues import CueTable
from recoupe.lang.outlets import shipped
from recoupe.lang.reporting.found import Found
from recoupe.lang.reporting.view import Unit, View
from recoupe.records import Channel, Excerpt
from recoupe.text.names import fold
from recoupe.text.spans import Range, excerpt, overlap

THERE = 3  # characters before a cue in which « y » stands
WORD = re.compile(r"[^\W\d_]+")


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


def told_medium(f: Found, told: Excerpt | None, table: CueTable, press: tuple[str, ...]) -> Channel | None:
    """« a confié à Radio Sud », « told the Dale Post »: whom it was told is a medium itself.

    Args:
        f: The attribution; what a medium is asked for it has not been told (« demande au Fanal un droit … »).
        told: To whom it was said.
        table: Common nouns for media.
        press: Words that open or close a medium's name.
    """
    if told is None or (f.row is not None and f.row.kind == "ask"):
        return None
    if shipped().agencies_in(told.text):
        return Channel(medium="wire", excerpt=told)
    return Channel(medium="interview", excerpt=told) if is_medium(told.text, table, press) else None


def is_medium(phrase: str, table: CueTable, press: tuple[str, ...]) -> bool:
    """Whether a phrase names a newspaper, a station or a site, by its noun, its name or a list of outlets."""
    words = WORD.findall(phrase)
    name = [w for w in words if w[:1].isupper()]
    nouns = [w for w in words[: words.index(name[0])] if w.islower()] if name else []
    if not name:
        return False
    if any(fold(w) in table.press_nouns for w in nouns):
        return True  # « au quotidien norvégien Fjordposten », « à nos confrères de … »
    is_headed = all(fold(w) in table.press_openers for w in nouns)  # « la Gazette », not « la patronne de … »
    known = {fold(w) for w in press}
    return is_headed and (
        any(fold(w) in known for w in name) or shipped().known_name(" ".join(words[len(nouns) :])) is not None
    )


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
