"""Who stands between a source and the outlet: « rapporte l'agence, qui cite un cadre »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from recoupe.lang.cues import CueTable
from recoupe.lang.reporting.found import Found, Scene
from recoupe.lang.reporting.phrases import phrase_end, relayed_by, span
from recoupe.lang.reporting.view import Unit, View
from recoupe.text.names import fold
from recoupe.text.spans import Range, overlap

WORD = re.compile(r"[^\W\d_]+")
NEAR = 3  # characters between a source and « , qui s'appuie sur »
NOWHERE = frozenset(("own", "refusal"))  # rules whose words nobody passes on


def with_cited(scene: Scene, own: Sequence[Found]) -> list[Found]:
    """« …, rapporte l'agence, qui cite un cadre »: the cadre says it, the agency passes it on."""
    out = [_read(scene, f) for f in own]
    for cited in own:
        cue = scene.text[slice(*cited.cue)].lower().split() if cited.cue is not None else [""]
        source = scene.somebody(cited.content) if cue[-1] in scene.table.cites else None
        if source is None or cited.source is None:
            continue
        told = [f for f in out if f.source == cited.source and f.cue != cited.cue]
        if told:
            out = [_passed_on(f, source, cited) if f in told else f for f in out if f is not cited]
    return out


def with_carried(scene: Scene, own: Sequence[Found]) -> list[Found]:
    """Read "X warned that P, as first reported by Y": X says it, Y passes it on."""
    phrases = {row.words for row in scene.table.prepositions if row.passes_on}
    out = list(own)
    for g in own:
        if g.cue is None or g.source is None or scene.text[slice(*g.cue)].lower() not in phrases:
            continue
        said = [f for f in out if f is not g and f.source and f.cue and overlap(f.cue, g.content)]
        if said:
            out = [msgspec.structs.replace(f, relay=g.source) if f in said else f for f in out if f is not g]
    return out


def _read(s: Scene, f: Found) -> Found:
    """« …, révèle Le Phare, qui s'appuie sur un cadre »: what stands behind the source that reports it."""
    if f.source is None or f.relay is not None:
        return f
    start = s.view.first_at(f.source[1])
    pattern = _alternatives(s.table.reads)
    behind = s.text[f.source[0] : s.unit.end].replace("’", "'")
    m = pattern.search(behind) if pattern is not None else None
    if m is None or f.source[0] + m.start() > f.source[1] + NEAR:
        return f
    start = s.view.first_at(f.source[0] + m.end())
    words = start, phrase_end(s.view, start, s.unit.last, s.table) if start < s.unit.last else start
    end = s.view.words[start - 1].start if f.source[0] + m.start() < f.source[1] else f.source[1]
    relay = f.source[0], min(f.source[1], f.source[0] + len(behind[: m.start()].rstrip(" ,")), end)
    return msgspec.structs.replace(f, source=span(s.view, *words), relay=relay) if s.is_known(words) else f


@lru_cache(maxsize=16)
def _alternatives(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"(?:{'|'.join(patterns)})\s*") if patterns else None


def _passed_on(f: Found, source: Range, cited: Found) -> Found:
    relay = f.source
    if relay is not None and cited.cue is not None and relay[0] < cited.cue[0] < relay[1]:
        relay = relay[0], cited.cue[0] - 1  # « La Gazette » + « en citant X »
    return msgspec.structs.replace(f, source=source, relay=relay)


def relay_of(view: View, unit: Unit, f: Found, table: CueTable) -> Range | None:
    """Who passes a content on, by the words of its sentence outside the content; None when nobody does."""
    if f.relay is not None or f.rule in NOWHERE:
        return f.relay
    if (there := _inserted(view, unit, f, table)) is not None:
        return there
    plain = view.text.replace("’", "'")
    for pattern in table.relays:
        for m in _pattern(pattern).finditer(plain, unit.start, unit.end):
            there = m.start(1), m.start(1) + len(m.group(1).rstrip(" .,"))
            if there[0] < there[1] and not overlap(there, f.content) and not _is_source(f, there):
                return there
    return None


def _inserted(view: View, unit: Unit, f: Found, table: CueTable) -> Range | None:
    """« X, cité mardi par Le Phare, affirme … », « Interrogé chez lui par Le Phare, X … »."""
    for k in range(unit.first - 1, unit.last):
        first = relayed_by(view, k, unit.last, table, opens=k < unit.first)
        if first is None or view.quotation_at(view.words[first].start) is not None:
            continue
        there = span(view, first, phrase_end(view, first, unit.last, table))
        if not overlap(there, f.content) and not _is_source(f, there) and _is_carrier(view, there, table):
            return there
    return None


def _is_carrier(view: View, there: Range, table: CueTable) -> bool:
    """A name, or a common noun for a medium: « interrogé par la police » passes nothing on."""
    words = [w for w in WORD.findall(view.text[slice(*there)]) if fold(w) not in table.press_openers]
    return bool(words) and (words[0][:1].isupper() or fold(words[0]) in table.press_nouns)


def _is_source(f: Found, there: Range) -> bool:
    """« l'État, par la voix du préfet »: the voice is the source's own words, not another's."""
    return f.source is not None and f.source[0] <= there[0] and there[1] == f.source[1]


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
