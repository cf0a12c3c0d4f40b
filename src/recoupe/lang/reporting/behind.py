"""« Dem Bauamt zufolge P », « P, Augenzeugen zufolge », « Die Strecke bleibt der Bahn zufolge gesperrt »."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.lang.reporting.clauses import clause_end, content_range
from recoupe.lang.reporting.found import Found, Scene, Words
from recoupe.lang.reporting.phrases import BOUNDARIES, span
from recoupe.lang.reporting.view import Word
from recoupe.text.spans import Range


def by_postposition(s: Scene) -> Iterator[Found]:
    """What each word that stands behind its source attributes."""
    rows = {row.words for row in s.table.prepositions if row.is_behind}
    for w in s.words(s.unit.first, s.unit.last) if rows else ():
        if w.low not in rows or s.view.quotation_at(w.start) is not None:
            continue
        phrase = _phrase(s, w.i)
        source = _source(s, phrase)
        content = _content(s, phrase, w)
        if content is not None and phrase[0] < phrase[1] and s.may_speak(source):
            yield Found(
                content=content,
                rule="according-behind",
                rank=1,
                cue=(w.start, w.end),
                source=span(s.view, *source),
            )


def _phrase(s: Scene, end: int) -> Words:
    """Words before index `end` that belong to it: back to its determiner, or to the first small word."""
    determiners = s.nouns.determiners if s.nouns is not None else frozenset()
    start = end
    while start > s.unit.first:
        w = s.view.words[start - 1]
        if w.text in BOUNDARIES or w.text == "," or w.pos in ("VERB", "AUX"):
            break
        if w.low in determiners and start < end:
            start -= 1
            before = s.word(start - 1)
            if before is None or before.low not in s.table.said_nouns:
                break  # « bleibt die Strecke » + « dem Betreiber zufolge »
        elif w.text[:1].islower() and w.low not in s.table.noun_links and not _is_adjective(s, w):
            break
        else:
            start -= 1
    return start, end


def _is_adjective(s: Scene, w: Word) -> bool:
    """« dem zuständigen Amt »: a small word between a determiner and its noun."""
    before = s.word(w.i - 1)
    determiners = s.nouns.determiners if s.nouns is not None else frozenset()
    return before is not None and before.low in determiners


def _source(s: Scene, phrase: Words) -> Words:
    """« Angaben der Polizei zufolge »: who gave them."""
    start, end = phrase
    k = start
    while k < end and (s.view.words[k].low in s.table.said_nouns or (k > start and _links(s, k))):
        k += 1
    return (k, end) if k < end else phrase


def _links(s: Scene, k: int) -> bool:
    return s.view.words[k - 1].low in s.table.said_nouns and s.view.words[k].low in s.table.noun_links


def _content(s: Scene, phrase: Words, post: Word) -> Range | None:
    before = s.words(s.unit.first, phrase[0])
    behind = [w for w in s.words(post.i + 1, s.unit.last) if w.text[:1].isalnum()]
    if not any(w.text[:1].isalnum() for w in before):
        return content_range(s.view, behind[0].start, clause_end(s, behind[0].i)) if behind else None
    if before[-1].text == "," and not behind:
        return content_range(s.view, s.unit.start, before[-1].start)
    return content_range(s.view, s.unit.start, clause_end(s, behind[0].i) if behind else post.end)
