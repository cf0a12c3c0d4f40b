"""German verbs in two places: « hat am Dienstag erklärt », « mitgeteilt hat », « wies … zurück »."""

from __future__ import annotations

import msgspec

from recoupe.lang.reporting.found import Occurrence, Scene, Words
from recoupe.lang.reporting.phrases import BOUNDARIES, phrase_after, phrase_before
from recoupe.lang.reporting.view import Word


def particle_of(s: Scene, o: Occurrence) -> int | None:
    """Index of the word that completes a cue (« zurück »), in its clause; None where there is none.

    A form that begins with the particle has it already (« zurückwies », « eingeräumt »).
    """
    for w in s.words(o.last, s.unit.last):
        if w.low == o.cue.particle:
            return w.i
        if w.text in BOUNDARIES and s.view.quotation_at(w.start) is None:
            return None
    return None


def is_complete(s: Scene, o: Occurrence) -> bool:
    """Whether a cue that needs a particle has it."""
    particle = o.cue.particle
    has_own = s.view.words[o.verb].low.startswith(particle)
    return not particle or has_own or particle_of(s, o) is not None


def bracketed(s: Scene, o: Occurrence) -> Occurrence:
    """The cue with its auxiliary, where one stands behind it or opens its clause; else as it was."""
    if not s.table.has_verb_bracket or o.first < o.verb:
        return o
    behind = s.word(o.last)
    if behind is not None and behind.low in s.table.auxiliaries:
        return msgspec.structs.replace(o, last=o.last + 1)
    if behind is not None and behind.text[:1].isalnum() and behind.low not in s.table.complementizers:
        return o
    auxiliary = _auxiliary_before(s, o)
    if auxiliary is None:
        return o
    source = _subject(s, auxiliary, o.verb)
    return o if source is None else msgspec.structs.replace(o, first=auxiliary, source=source)


def _auxiliary_before(s: Scene, o: Occurrence) -> int | None:
    """« hat » in « hat am Dienstag erklärt »: no comma parts the two."""
    for w in reversed(s.words(s.unit.first, o.first)):
        if w.text in BOUNDARIES or w.text == "," or w.pos == "VERB":
            return None
        if w.low in s.table.auxiliaries:
            return w.i
    return None


def _subject(s: Scene, auxiliary: int, verb: int) -> Words | None:
    """« Die Ärztin hat … erklärt », « Am Dienstag hat die Ärztin … erklärt »."""
    before = phrase_before(s.view, auxiliary, s.unit.first, s.table)
    if before is not None and s.may_speak(before):
        return before
    after = phrase_after(s.view, auxiliary + 1, verb, s.table)
    return after if after is not None and s.may_speak(after) else None


def held(s: Scene, o: Occurrence) -> tuple[Word, ...]:
    """What is said between auxiliary and participle: « hat » + « jede Schuld » + « bestritten »."""
    if not s.table.has_verb_bracket or o.verb - o.first < 2 or "np" not in o.cue.frames:  # noqa: PLR2004
        return ()
    start = o.first + 1
    if o.source is not None and o.source[0] >= start:
        start = o.source[1]
    while start < o.verb and s.is_circumstance(s.view.words[start]):
        start += 1
    return s.view.words[start : o.verb]
