"""Participles and adjectives that open a sentence: « Jugée « vague » par X, … », « Persuadée que P, X … »."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.lang.cues import cue_by_form
from recoupe.lang.reporting.clauses import content_range, quotation_opened_by, quoted_range
from recoupe.lang.reporting.found import Found, Scene, Words
from recoupe.lang.reporting.phrases import phrase_after, phrase_end, span
from recoupe.lang.reporting.verbs import is_past_participle
from recoupe.lang.reporting.view import Word

QUOTE_REACH = 3  # words between a participle and its quotation: « qualifiée de très « floue » »
AGREEMENT = ("", "e", "s", "es")


def by_participle(s: Scene) -> Iterator[Found]:
    """« Jugée « indigeste » par la critique, la pièce … »: the quotation is what the agent says."""
    if not any(s.unit.start <= q.start < s.unit.end for q in s.view.quotations):
        return
    forms = cue_by_form(s.table)
    for w in s.words(s.unit.first, s.unit.last):
        is_edge = w.i == s.unit.first or s.view.words[w.i - 1].text == ","
        row = next((c for c in forms.get(w.low, ()) if c.kind == "judge"), None) if is_edge else None
        if row is None or not is_past_participle(s.view, w.i, row):
            continue
        ahead = range(w.i + 1, w.i + 1 + QUOTE_REACH)
        q = next((q for k in ahead if (q := quotation_opened_by(s, k)) is not None), None)
        by = s.word(s.view.first_at(q.end)) if q is not None else None
        if q is None or by is None or by.low not in s.table.by:
            continue
        agent = phrase_after(s.view, by.i + 1, s.unit.last, s.table)
        if agent is not None and s.may_speak(agent):
            source = span(s.view, *agent)
            content = quoted_range(s.view, q)
            yield Found(
                content=content, rule="participle", rank=1, cue=(w.start, w.end), source=source, row=row
            )


def by_conviction(s: Scene) -> Iterator[Found]:
    """« Persuadée que le virus venait du serveur, l'informaticienne … »."""
    first, that = s.word(s.unit.first), s.word(s.unit.first + 1)
    if first is None or that is None or that.low not in s.table.complementizers:
        return
    if not any(first.low == f"{word}{end}" for word in s.table.convictions for end in AGREEMENT):
        return
    subject = _subject_behind(s, that)
    content = content_range(s.view, that.end, s.view.words[subject[0]].start) if subject is not None else None
    if subject is not None and content is not None:
        cue, source = (first.start, first.end), span(s.view, *subject)
        yield Found(content=content, rule="conviction", rank=1, cue=cue, source=source)


def _subject_behind(s: Scene, that: Word) -> Words | None:
    """The first known speaker behind a comma, once the clause of « que » has its verb."""
    has_verb = False
    for w in s.words(that.i + 1, s.unit.last - 1):
        has_verb = has_verb or w.is_finite
        if w.text != "," or not has_verb or s.view.quotation_at(w.start) is not None:
            continue
        subject = w.i + 1, phrase_end(s.view, w.i + 1, s.unit.last, s.table)
        if s.may_speak(subject):
            return subject
    return None
