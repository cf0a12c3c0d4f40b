"""Attributions without a verb: « selon X », quotations nobody's verb governs, the sentence before, refusals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recoupe.lang.cues import CueTable, Preposition
from recoupe.lang.reporting.found import Found
from recoupe.lang.reporting.frames import clause_end, content_range, quoted_range
from recoupe.lang.reporting.occurrences import Occurrence
from recoupe.lang.reporting.phrases import (
    is_person_like,
    matches,
    phrase_after,
    phrase_before,
    phrase_end,
    span,
)
from recoupe.lang.reporting.view import Unit, View
from recoupe.records import Mention
from recoupe.text.spans import Range, overlap

OPENING = 5  # words that may stand before a phrase that still opens its sentence: « Jeudi matin, selon … »
MIN_QUOTE = 3  # words: shorter quotations without a cue are scare quotes


def find_prepositions(
    view: View, unit: Unit, table: CueTable, mentions: Sequence[Mention]
) -> list[tuple[int, int, Preposition]]:
    """Places of « selon », « d'après »… outside marks: (first word, word after, row)."""
    low = view.text[unit.start : unit.end].lower().replace("’", "'")
    out = []
    for row in table.prepositions:
        at = low.find(row.words)
        while at >= 0:
            after = at + len(row.words)
            if _is_word(low, at, after) and (not row.needs_name or _opens(view, unit, at)):
                first, last = view.first_at(unit.start + at), view.first_at(unit.start + after)
                if (
                    first < last <= unit.last
                    and view.quotation_at(unit.start + at) is None
                    and _fits(view, unit, last, row, table, mentions)
                ):
                    out.append((first, last, row))
            at = low.find(row.words, after)
    longest: dict[int, tuple[int, int, Preposition]] = {}
    for place in out:
        if place[0] not in longest or longest[place[0]][1] < place[1]:
            longest[place[0]] = place
    return [longest[k] for k in sorted(longest)]


def _is_word(low: str, at: int, after: int) -> bool:
    before_ok = at == 0 or not (low[at - 1].isalnum())
    return before_ok and (
        low[after - 1] == "'" or after >= len(low) or not (low[after].isalnum() or low[after] == "-")
    )


def _opens(view: View, unit: Unit, at: int) -> bool:
    return not view.text[unit.start : unit.start + at].strip(' «“"')


def _fits(
    view: View, unit: Unit, last: int, row: Preposition, table: CueTable, mentions: Sequence[Mention]
) -> bool:
    """« Pour la maire, … » but not « Pour l'instant, … »: only before somebody, and closed by a comma."""
    if not row.needs_name:
        return last < unit.last
    if last >= unit.last:
        return False
    end = phrase_end(view, last, unit.last, table)
    if end >= unit.last or view.words[end].text != ",":
        return False
    return is_person_like(view.text, span(view, last, end), mentions, table)


def by_preposition(
    view: View, unit: Unit, places: Sequence[tuple[int, int, Preposition]], occurrences: Sequence[Occurrence],
    stops: Sequence[int], table: CueTable,
) -> Iterator[Found]:  # fmt: skip
    """« Selon X, P », « P, selon X », « S, selon X, V », « X, selon qui P »."""
    for first, last, row in places:
        others = [s for s in stops if s != first]
        cue = (view.words[first].start, view.words[last - 1].end)
        if not row.is_source and view.words[last].low in (*table.relatives, *table.prepositional_relatives):
            yield from _by_relative(view, unit, first, last, (others, occurrences), table)
            continue
        end = phrase_end(view, last - row.is_source, unit.last, table)
        source = span(view, first if row.is_source else last, end)
        if (
            end < unit.last
            and view.words[end].low in table.by
            and any(w.low in table.anaphors for w in view.words[last:end])
        ):
            named = phrase_end(view, end + 1, unit.last, table) if end + 1 < unit.last else end
            source, end = (span(view, end + 1, named), named) if named > end + 1 else (source, end)
        said = next((o.first for o in occurrences if o.position == "insert" and o.last == first), first)
        content = _content(view, unit, said, end, others, table)  # « …, a-t-on appris de source judiciaire »
        if content is not None:
            yield Found(content=content[0], rule=content[1], rank=1, cue=cue, source=source)


def _by_relative(
    view: View, unit: Unit, first: int, last: int, around: tuple[Sequence[int], Sequence[Occurrence]], table: CueTable
) -> Iterator[Found]:  # fmt: skip
    stops, occurrences = around
    end = first - 1 if first - 1 > unit.first and view.words[first - 1].text == "," else first
    source = next((o.source for o in occurrences if o.source is not None and o.source[1] == end), None)
    source = source or phrase_before(view, end, unit.first, table)
    content = content_range(view, view.words[last].end, clause_end(view, unit, last + 1, stops, table))
    if content is not None and source is not None:
        yield Found(
            content=content, rule="according-relative", rank=1, source=span(view, *source),
            cue=(view.words[first].start, view.words[last - 1].end),
        )  # fmt: skip


def _content(
    view: View, unit: Unit, first: int, end: int, stops: Sequence[int], table: CueTable
) -> tuple[Range, str] | None:
    left = unit.start
    for w in view.words[unit.first : first]:
        if w.text in (";", ":") and view.quotation_at(w.start) is None:
            left = w.end
    head = view.words[view.first_at(left) : first]
    finite_before = any(w.is_finite for w in head) or (not view.is_tagged and len(head) > OPENING)
    if finite_before:
        rng = content_range(view, left, view.words[first].start)
        return (rng, "according-after") if rng else None
    start = _after_time(view, unit, end)
    while start < unit.last and view.words[start].text in (",", ":"):
        start += 1
    if start >= unit.last:
        rng = content_range(view, left, view.words[first].start)
        return (rng, "according-after") if rng else None
    stop = clause_end(view, unit, start, stops, table)
    is_middle = len(head) > OPENING or any(
        w.pos in ("NOUN", "PROPN", "PRON") and w.dep.startswith("nsubj") for w in head
    )
    rng = content_range(view, left if is_middle else view.words[start].start, stop)
    return (rng, "according-middle" if is_middle else "according") if rng else None


def _after_time(view: View, unit: Unit, end: int) -> int:
    """« Selon la mairie lundi soir, … »: words of time between a source and its comma are no content."""
    for k in range(end, min(end + OPENING + 1, unit.last)):
        if view.words[k].text == ",":
            return k
        if view.words[k].is_finite or not view.words[k].text[:1].isalnum():
            break
    return end


def refused(view: View, unit: Unit, table: CueTable) -> Iterator[Found]:
    """« La maire n'a pas souhaité commenter. »: the refusal itself, marked as such."""
    if not matches(table.refusals, view.text[unit.start : unit.end]):
        return
    verb = next((w for w in view.words[unit.first : unit.last] if w.is_finite), None)
    source = phrase_before(view, verb.i, unit.first, table) if verb is not None else None
    content = content_range(view, unit.start, unit.end)
    if content is not None and source is not None:
        yield Found(content=content, rule="refusal", rank=5, source=span(view, *source), no_comment=True)


def from_before(
    view: View, unit: Unit, previous: Unit | None, occurrences: Sequence[Occurrence], table: CueTable
) -> Iterator[Found]:
    """« L'information a été révélée par X. » or « C'est la thèse de X. »: the sentence before is the content."""
    if previous is None or previous.paragraph != unit.paragraph:
        return
    content = content_range(view, previous.start, previous.end)
    opening = view.words[unit.first : unit.first + 4]
    if content is None or not any(w.low in table.anaphors for w in opening):
        return
    for o in occurrences:
        is_thesis = o.position == "insert" and view.words[o.first - 1].low in table.complementizers
        if (
            (o.position == "passive" or is_thesis)
            and o.source is not None
            and o.first - unit.first <= OPENING
        ):
            yield Found(
                content=content, rule="sentence-before", rank=1, cue=span(view, o.first, o.last),
                source=span(view, *o.source), row=o.cue,
            )  # fmt: skip
            return
    of = next((w for w in view.words[unit.first : unit.first + OPENING] if w.low in table.objects), None)
    if of is not None and view.words[of.i - 1].low in table.be and of.i + 1 < unit.last:
        end = phrase_end(view, of.i + 1, unit.last, table)
        yield Found(
            content=content, rule="sentence-before", rank=1, source=span(view, of.i + 1, end),
            cue=(view.words[unit.first].start, of.end),
        )  # fmt: skip


def by_passive(view: View, unit: Unit, occurrences: Sequence[Occurrence], table: CueTable) -> Iterator[Found]:
    """« La fermeture du site a été annoncée par X »: the subject is the content."""
    for o in occurrences:
        if o.position != "passive" or o.source is None:
            continue
        subject = phrase_before(view, o.first, unit.first, table)
        if subject is None or any(w.low in table.anaphors for w in view.words[subject[0] : subject[1]][:3]):
            continue
        yield Found(
            content=span(view, *subject), rule="passive", rank=6, cue=span(view, o.first, o.last),
            source=span(view, *o.source), row=o.cue,
        )  # fmt: skip


def bare_denials(
    view: View, unit: Unit, occurrences: Sequence[Occurrence], table: CueTable
) -> Iterator[Found]:
    """« Son président, Étienne Roy, dément. »: what is denied stands elsewhere; the sentence says it."""
    for o in occurrences:
        behind = view.text[view.words[o.last - 1].end : unit.end].strip(" .!")
        content = content_range(view, unit.start, unit.end)
        if (
            o.cue.polarity < 0
            and o.position == "subject"
            and not behind
            and o.source is not None
            and content is not None
        ):
            yield Found(
                content=content, rule="bare-denial", rank=4, cue=span(view, o.first, o.last),
                source=span(view, *o.source), row=o.cue,
            )  # fmt: skip


def left_quotations(
    view: View, unit: Unit, taken: Sequence[Range], speaker: Range | None, table: CueTable
) -> Iterator[Found]:
    """Quotations that no cue governs: after a colon, as a predicate, or going on from the last speaker."""
    for q in view.quotations:
        if q.depth or not (unit.start <= q.start < unit.end):
            continue
        inner = quoted_range(view, q)
        words = view.words[view.first_at(inner[0]) : view.first_at(inner[1])]
        if len(words) < MIN_QUOTE or any(overlap(inner, t) for t in taken):
            continue
        yield from _left_quotation(view, unit, q.start, inner, speaker, table)


def _left_quotation(
    view: View, unit: Unit, start: int, inner: Range, speaker: Range | None, table: CueTable
) -> Iterator[Found]:
    k = view.first_at(start)
    words = view.words[view.first_at(inner[0]) : view.first_at(inner[1])]
    has_verb = any(w.is_finite for w in words) or not view.is_tagged
    rest = view.text[inner[1] : unit.end].strip(' »”"“.!?…,\u00a0\u202f')
    if not view.text[unit.start : start].strip():
        named = _unknown_cue(view, unit, view.first_at(inner[1]), table)
        if named is not None:
            yield Found(content=inner, rule="insert-unknown", rank=5, cue=named[0], source=named[1])
        elif not rest or has_verb:
            yield Found(content=inner, rule="quote-continued", rank=6, source=speaker)
        return
    before = view.words[k - 1]
    if before.text == ":":
        source = _subject_of(view, unit, k - 1, table)
        yield Found(content=inner, rule="colon-subject", rank=5, source=source or speaker)
    elif words[0].is_finite or words[0].low in table.negations:
        source = phrase_before(view, k, unit.first, table)
        yield Found(
            content=inner, rule="quoted-predicate", rank=5, source=span(view, *source) if source else speaker
        )
    elif has_verb or (len(words) > MIN_QUOTE + 1 and words[0].text[:1].islower()):
        yield Found(content=inner, rule="quote-left", rank=7, source=speaker)


def _unknown_cue(view: View, unit: Unit, k: int, table: CueTable) -> tuple[Range, Range] | None:
    """« …», s'est contenté de répondre le maire: any verb between a quotation and a subject reports it."""
    while k < unit.last and not view.words[k].text[:1].isalnum() and not view.words[k].is_suffix:
        k += 1
    first, verb = k, None
    while k < unit.last and k < first + OPENING + 2:
        w = view.words[k]
        if w.pos in ("VERB", "AUX"):
            verb = k
        elif not (w.is_suffix or w.low in table.clitics or w.pos == "ADV" or (w.pos == "ADP" and verb is not None)):
            break
        if w.is_suffix and w.low in table.pronouns:
            return span(view, first, k + 1), span(view, k, k + 1)
        k += 1
    if verb is None or table.has_subject_first:
        return None
    source = phrase_after(view, verb + 1, unit.last, table)
    return (span(view, first, verb + 1), span(view, *source)) if source is not None else None


def _subject_of(view: View, unit: Unit, before: int, table: CueTable) -> Range | None:
    for w in view.words[unit.first : before]:
        if w.dep.startswith("nsubj") and w.pos != "SCONJ":
            start = w.i
            while (
                start > unit.first
                and view.words[start - 1].pos in ("DET", "ADJ", "NUM")
                and view.words[start - 1].head == w.i
            ):
                start -= 1
            return span(view, start, phrase_end(view, start, before, table))
    return None
