"""Where a content starts and ends."""

from __future__ import annotations

import re

from recoupe.lang.reporting.found import Scene
from recoupe.lang.reporting.view import View, Word
from recoupe.text.quotes import Quotation
from recoupe.text.spans import Range

OPENING_SIGNS = ",;:.!?…–—)"
CLOSING_SIGNS = ",;:.–—("  # « ! » and « ? » at the end belong to what is said


def quoted_range(view: View, q: Quotation) -> Range:
    """What a quotation says, without the comma that typographers put inside the marks."""
    end = q.inner_end
    while end > q.inner_start + 1 and view.text[end - 1] in ", ":
        end -= 1
    return q.inner_start, end


def content_range(view: View, start: int, end: int) -> Range | None:
    """Trim a content: white space and stops at its ends, then marks that hold all of it."""
    text = view.text
    while start < end and (text[start].isspace() or text[start] in OPENING_SIGNS):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in CLOSING_SIGNS):
        end -= 1
    for q in view.quotations:
        if q.depth == 0 and q.start == start and q.end == end:
            return quoted_range(view, q)
    return (start, end) if start < end else None


def quotation_opened_by(s: Scene, k: int) -> Quotation | None:
    """The quotation whose opening mark is word `k` of the sentence, or None."""
    w = s.word(k)
    q = s.view.quotation_at(w.start) if w is not None else None
    return q if q is not None and w is not None and q.start == w.start else None


def clause_end(s: Scene, i: int) -> int:
    """Place where the clause that starts at word `i` ends.

    That is another attribution, « ; », a colon before a quotation, the end of the quotation that holds it, or
    the end of the sentence.
    """
    first = s.word(i)
    holder = s.view.quotation_at(first.start) if first is not None else None
    if holder is not None and first is not None and holder.start < first.start:
        return holder.inner_end
    k = i
    while k < s.unit.last:
        w = s.view.words[k]
        q = quotation_opened_by(s, k)
        if q is not None:
            k = max(k + 1, s.view.first_at(q.end))
            continue
        if w.text == ";" or (w.text == ":" and k > i and _is_taken(s, k)):
            return w.start
        if k > i and k in s.stops and that_before(s, k) is None:
            return _before_stop(s, k, i)
        k += 1
    return s.unit.end


def _is_taken(s: Scene, colon: int) -> bool:
    """A quotation, or another report, follows a colon: « … : des tirs, dit-il, venus du toit »."""
    is_told = any(o.position == "insert" and o.first > colon for o in s.occurrences)
    return is_told or quotation_opened_by(s, colon + 1) is not None


def that_before(s: Scene, k: int) -> Word | None:
    """The « que » of a cue that stands right before word `k`, a comma between them left out."""
    comma = s.word(k - 1)
    that = s.word(k - 2 if comma is not None and comma.text == "," else k - 1)
    if that is None or that.low not in s.table.complementizers:
        return None
    return that if any(o.last <= that.i for o in s.occurrences) else None


def _before_stop(s: Scene, k: int, i: int) -> int:
    """Step back over « , », « et », « tout en » before a stop."""
    joints = {*s.table.conjunctions, *s.table.gerund_openers, *s.table.asides, ",", "–", "—", "("}
    while k > i + 1 and s.view.words[k - 1].low in joints:
        k -= 1
    return s.view.words[k].start


def parts(s: Scene, rng: Range) -> list[Range]:
    """« … que P et que Q » are two contents."""
    view = s.view
    for w in view.words[view.first_at(rng[0]) : view.first_at(rng[1])]:
        follower = s.word(w.i + 1)
        if w.low not in s.table.conjunctions or follower is None or view.quotation_at(w.start) is not None:
            continue
        if follower.low not in s.table.complementizers:
            continue
        halves = (rng[0], w.start), (follower.end, rng[1])
        if not view.is_tagged or all(
            any(x.is_finite for x in view.words[view.first_at(a) : view.first_at(b)]) for a, b in halves
        ):
            return [r for a, b in halves if (r := content_range(view, a, b)) is not None]
    return [rng]


def phrase_stop(s: Scene, k: int) -> int:
    """Place where a noun content ends: a channel, « , alors que », a verb of its own, its clause's end."""
    view = s.view
    start, end = view.words[k].end, clause_end(s, k)
    for row in s.table.channels:
        m = re.search(row.pattern, view.text[start:end])
        if m is not None and view.text[start : start + m.start()].strip():
            end = start + m.start()
    for w in view.words[k : view.first_at(end)]:
        follower = s.word(w.i + 1)
        if follower is None or view.quotation_at(w.start) is not None:
            continue
        if w.text == ":" or (w.text == "," and _is_new_clause(s, follower, view.first_at(end))):
            return w.start
        is_verb = follower.pos in ("VERB", "AUX") and not follower.is_infinitive
        if w.low in s.table.conjunctions and is_verb:
            return w.start
    return end


def _is_new_clause(s: Scene, first: Word, last: int) -> bool:
    """« , alors que », « , il a accepté », « , la route ayant été salée » are no part of a noun content."""
    if first.low in s.table.conjunctions or first.low in s.table.contrasts:
        return True
    if not s.view.is_tagged or is_subordinating(s, first):
        return False
    for w in s.words(first.i, last):
        if w.text == "," or is_subordinating(s, w):
            return False
        if w.is_finite or "Tense=Pres|VerbForm=Part" in w.morph:
            return w.i > first.i
    return False


def is_subordinating(s: Scene, w: Word) -> bool:
    """A relative pronoun or a « que »."""
    return w.low in s.table.relatives or w.low in s.table.complementizers or "PronType=Rel" in w.morph
