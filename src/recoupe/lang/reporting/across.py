"""Contents in the sentence before: « L'information a été révélée par X. », « C'est ce qu'affirme X. »."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.lang.cues import Cue, cue_by_form
from recoupe.lang.reporting.clauses import content_range
from recoupe.lang.reporting.found import Found, Occurrence, Scene, Words
from recoupe.lang.reporting.phrases import phrase_after, phrase_end, span
from recoupe.lang.reporting.verbs import is_past_participle
from recoupe.lang.reporting.view import Unit, Word
from recoupe.text.spans import Range

OPENING = 5  # words in which a sentence takes up the one before: « Cette information, elle, a été … »
TAKING_UP = 8  # words of « Voilà en tout cas du moins ce que »
AGENT_REACH = 4  # words between a participle and its « par »: « démentie lundi soir par »


def from_before(s: Scene, previous: Unit | None) -> Iterator[Found]:
    """The sentence before is the content.

    « L'information a été révélée par X. », « Une rumeur démentie par X. », « C'est la thèse que défend X. »,
    « Voilà ce qu'affirme X. », « Le mot est de X. »
    """
    if previous is None or previous.paragraph != s.unit.paragraph:
        return
    content = content_range(s.view, previous.start, previous.end)
    report = _taken_up(s) or _by_anaphor(s)
    if content is not None and report is not None:
        cue, source, row = report
        yield Found(content=content, rule="sentence-before", rank=1, cue=cue, source=source, row=row)


Report = tuple[Range, Range, Cue | None]


def _taken_up(s: Scene) -> Report | None:
    """« C'est du moins ce que racontent les voisins. »: nothing else is said."""
    for o in s.occurrences:
        lead = s.words(s.unit.first, min(o.first, o.source[0]) if o.source is not None else o.first)
        if (
            o.source is None
            or not 0 < len(lead) <= TAKING_UP
            or not all(w.low in s.table.takes_up for w in lead)
        ):
            continue
        behind = s.word(max(o.last, o.source[1]))
        if lead[-1].low in s.table.complementizers and (behind is None or behind.text in ".!"):
            return _report(s, o, o.source)
        ends = o.source[0] < o.first or o.source[0] >= o.last
        if s.table.has_subject_first and ends and (behind is None or behind.text in ".!"):
            return _report(s, o, o.source)
    return None


def _by_anaphor(s: Scene) -> Report | None:
    opening = s.words(s.unit.first, s.unit.first + OPENING)
    if not any(w.low in s.table.anaphors for w in opening[:-1]):
        return None
    for o in s.occurrences:
        is_thesis = o.position == "insert" and s.view.words[o.first - 1].low in s.table.complementizers
        if (o.position == "passive" or is_thesis) and o.source and o.first <= s.unit.first + OPENING:
            return _report(s, o, o.source)
    return _participle(s, opening) or _is_of(s, opening)


def _report(s: Scene, o: Occurrence, source: Words) -> Report:
    return span(s.view, o.first, o.last), span(s.view, *source), o.cue


def _participle(s: Scene, opening: tuple[Word, ...]) -> Report | None:
    """« Une rumeur démentie lundi par le club. »: no verb but the cue's participle."""
    forms = cue_by_form(s.table)
    for w in opening[1:]:
        row = next((c for c in forms.get(w.low, ()) if is_past_participle(s.view, w.i, c)), None)
        if row is None or s.view.words[w.i - 1].low not in s.table.anaphors:
            continue
        by = next((x for x in s.words(w.i + 1, w.i + 1 + AGENT_REACH) if x.low in s.table.by), None)
        agent = phrase_after(s.view, by.i + 1, s.unit.last, s.table) if by is not None else None
        if agent is not None and s.may_speak(agent):
            return (w.start, w.end), span(s.view, *agent), row
    return None


def _is_of(s: Scene, opening: tuple[Word, ...]) -> Report | None:
    """Read « La formule est de X. »."""
    of = next((w for w in opening if w.low in s.table.objects), None)
    if of is None or s.view.words[of.i - 1].low not in s.table.be or s.word(of.i + 1) is None:
        return None
    source = span(s.view, of.i + 1, phrase_end(s.view, of.i + 1, s.unit.last, s.table))
    return ((opening[0].start, of.end), source, None) if s.somebody(source) is not None else None
