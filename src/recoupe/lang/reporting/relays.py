"""Who stands between a source and the outlet: « rapporte l'agence, qui cite un cadre »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from recoupe.lang.cues import CueTable
from recoupe.lang.reporting.found import Found, Scene
from recoupe.lang.reporting.phrases import phrase_end, span
from recoupe.lang.reporting.view import Unit, View
from recoupe.text.spans import Range, overlap

NEAR = 3  # characters between a source and « , qui s'appuie sur »
NOWHERE = frozenset(("own", "refusal"))  # rules whose words nobody passes on


def with_cited(scene: Scene, own: Sequence[Found]) -> list[Found]:
    """« …, rapporte l'agence, qui cite un cadre »: the cadre says it, the agency passes it on."""
    out = [_read(scene, f) for f in own]
    for cited in own:
        cue = scene.text[slice(*cited.cue)].lower() if cited.cue is not None else ""
        source = scene.somebody(cited.content) if cue in scene.table.cites else None
        if source is None or cited.source is None:
            continue
        told = [f for f in out if f.source == cited.source and f.cue != cited.cue]
        if told:
            out = [_passed_on(f, source) if f in told else f for f in out if f is not cited]
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


def _passed_on(f: Found, source: Range) -> Found:
    return msgspec.structs.replace(f, source=source, relay=f.source)


def relay_of(view: View, unit: Unit, f: Found, table: CueTable) -> Range | None:
    """Who passes a content on, by the words of its sentence outside the content; None when nobody does."""
    if f.relay is not None or f.rule in NOWHERE:
        return f.relay
    plain = view.text.replace("’", "'")
    for pattern in table.relays:
        for m in _pattern(pattern).finditer(plain, unit.start, unit.end):
            there = m.start(1), m.start(1) + len(m.group(1).rstrip(" .,"))
            if there[0] < there[1] and not overlap(there, f.content) and not _is_source(f, there):
                return there
    return None


def _is_source(f: Found, there: Range) -> bool:
    """« l'État, par la voix du préfet »: the voice is the source's own words, not another's."""
    return f.source is not None and f.source[0] <= there[0] and there[1] == f.source[1]


@lru_cache(maxsize=64)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
