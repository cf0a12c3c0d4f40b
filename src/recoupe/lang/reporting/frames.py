"""From a cue to its content: insert, clause, infinitive, noun phrase, colon, quoted words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recoupe.lang.cues import CueTable
from recoupe.lang.reporting.found import Found
from recoupe.lang.reporting.occurrences import Occurrence
from recoupe.lang.reporting.phrases import (
    BOUNDARIES,
    phrase_end,
    span,
)
from recoupe.lang.reporting.view import Unit, View
from recoupe.text.quotes import Quotation
from recoupe.text.spans import Range

REACH = 16  # words between a cue and its « que »: addressee, time and place stand there
COMMA_REACH = 4  # words between a cue and the comma that opens its clause: « behauptet sie, … »
NEAR = 12  # words between a cue and the quoted words it governs


def quoted_range(view: View, q: Quotation) -> Range:
    """What a quotation says, without the comma that typographers put inside the marks."""
    end = q.inner_end
    while end > q.inner_start + 1 and view.text[end - 1] in ", ":
        end -= 1
    return q.inner_start, end


def content_range(view: View, start: int, end: int) -> Range | None:
    """Trim a content: white space and stops at its ends, then marks that hold all of it."""
    text = view.text
    while start < end and (text[start].isspace() or text[start] in ",;:.!?…–—)"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.–—("):
        end -= 1
    for q in view.quotations:
        if q.depth == 0 and q.start == start and q.end == end:
            return quoted_range(view, q)
    return (start, end) if start < end else None


def clause_end(view: View, unit: Unit, i: int, stops: Sequence[int], table: CueTable) -> int:
    """Place where the clause that starts at word `i` ends: at a cue of its own right, at « ; », at the stop."""
    k = i
    holder = view.quotation_at(view.words[i].start) if i < unit.last else None
    if holder is not None and holder.start < view.words[i].start:
        return holder.inner_end  # a quotation inside a quotation ends with it
    while k < unit.last:
        w = view.words[k]
        q = view.quotation_at(w.start)
        if q is not None and w.start == q.start:
            k = max(k + 1, view.first_at(q.end))
            continue
        if w.text == ";" or (w.text == ":" and k > i and _opens_quotation(view, unit, k + 1)):
            return w.start
        if k > i and k in stops:
            return _before_stop(view, k, i, table)
        k += 1
    return unit.end


def _opens_quotation(view: View, unit: Unit, k: int) -> bool:
    if k >= unit.last:
        return False
    q = view.quotation_at(view.words[k].start)
    return q is not None and q.start == view.words[k].start


def _before_stop(view: View, k: int, i: int, table: CueTable) -> int:
    """Step back over « , », « et », « tout en » before a stop."""
    while k > i + 1 and (
        view.words[k - 1].text in (",", "–", "—", "(")
        or view.words[k - 1].low in table.conjunctions
        or view.words[k - 1].low in table.gerund_openers
        or view.words[k - 1].low in table.asides
    ):
        k -= 1
    return view.words[k].start


def extract(
    view: View, unit: Unit, occurrences: Sequence[Occurrence], stops: Sequence[int], table: CueTable
) -> Iterator[Found]:
    """Every attribution that the cues of one sentence make."""
    speaker: Range | None = None
    for n, o in enumerate(occurrences):
        source = _source(view, unit, o, speaker, table)
        later = [s for s in stops if s != o.first]
        found = list(_contents(view, unit, o, source, later, table, n, occurrences))
        if found:
            yield from found
        if source is not None and (found or o.position != "passive"):
            speaker = source


def _source(view: View, unit: Unit, o: Occurrence, speaker: Range | None, table: CueTable) -> Range | None:
    if o.source is not None:
        return span(view, *o.source)
    if o.position in ("gerund", "shared"):
        return speaker or _subject(view, unit, o, table)
    return speaker


def _subject(view: View, unit: Unit, o: Occurrence, table: CueTable) -> Range | None:
    """Subject of the main clause, for a gerund without an earlier speaker."""
    subjects = [
        w for w in view.words[unit.first : o.first]
        if w.dep.startswith("nsubj") and w.low not in table.relatives and w.pos != "SCONJ"
    ]  # fmt: skip
    head = view.words[o.verb].head
    for w in [*(s for s in subjects if s.head == head), *subjects[::-1]]:
        if "PronType=Rel" not in w.morph:
            start = min(
                (
                    x.i
                    for x in view.words[unit.first : w.i]
                    if x.head == w.i and x.dep in ("det", "amod", "nummod", "compound", "poss")
                ),
                default=w.i,
            )
            return span(view, start, phrase_end(view, start, o.first, table))
    return None


def _contents(
    view: View, unit: Unit, o: Occurrence, source: Range | None, stops: Sequence[int], table: CueTable,
    n: int, occurrences: Sequence[Occurrence],
) -> Iterator[Found]:  # fmt: skip
    if o.position == "insert":
        lower = max(
            (span(view, x.first, x.last)[1] for x in occurrences[:n] if x.position == "insert"),
            default=unit.start,
        )
        yield from _inserted(view, unit, o, source, stops, table, lower)
        return
    if o.position == "passive":
        return
    content = _after(view, unit, o, stops, table)
    if content is not None:
        rng, rule, rank = content
        name = rule if o.position == "subject" else f"{o.position}-{rule}"
        for part in _parts(view, rng, table) if rule == "that" else [rng]:
            yield _found(view, o, part, source, name, rank)
        yield from _after_colon(view, unit, o, view.first_at(rng[1]), source)


def _after_colon(view: View, unit: Unit, o: Occurrence, k: int, source: Range | None) -> Iterator[Found]:
    """« dément tout retard : « Nous ouvrirons lundi » » : the quotation is the speaker's too."""
    if k < unit.last and view.words[k].text == ":" and _opens_quotation(view, unit, k + 1):
        q = view.quotation_at(view.words[k + 1].start)
        if q is not None:
            yield _found(view, o, quoted_range(view, q), source, "colon-quote", 1)


def _parts(view: View, rng: Range, table: CueTable) -> list[Range]:
    """« … et que … » are two contents."""
    for w in view.words[view.first_at(rng[0]) : view.first_at(rng[1])]:
        if (
            w.low not in table.conjunctions
            or view.quotation_at(w.start) is not None
            or w.i + 1 >= len(view.words)
        ):
            continue
        if view.words[w.i + 1].low not in table.complementizers:
            continue
        halves = (rng[0], w.start), (view.words[w.i + 1].end, rng[1])
        if all(any(x.is_finite for x in view.words[view.first_at(a) : view.first_at(b)]) for a, b in halves):
            return [r for a, b in halves if (r := content_range(view, a, b)) is not None]
    return [rng]


def _found(view: View, o: Occurrence, content: Range, source: Range | None, rule: str, rank: int) -> Found:
    return Found(
        content=content,
        rule=rule,
        rank=rank,
        cue=span(view, o.first, o.last),
        source=source,
        row=o.cue,
        modality="possible" if o.is_negated and o.cue.polarity < 0 else None,
        is_inside=view.quotation_at(view.words[o.verb].start) is not None,
    )


# --- « …, a dit X » ----------------------------------------------------------------------------------


def _inserted(
    view: View, unit: Unit, o: Occurrence, source: Range | None, stops: Sequence[int], table: CueTable, lower: int
) -> Iterator[Found]:  # fmt: skip
    if o.is_negated:
        return
    inside = view.quotation_at(view.words[o.verb].start)
    if inside is not None and inside.start < view.words[o.first].start:
        yield _found(view, o, quoted_range(view, inside), source, "insert-in-quote", 1)
        return
    left = _left(view, unit, o, lower)
    begin = (
        view.words[o.first].start
        if o.position == "insert" and source is None
        else min(view.words[o.first].start, source[0] if source else view.words[o.first].start)
    )
    opener = view.first_at(begin)
    while opener > unit.first and view.words[opener - 1].low in table.relatives:
        opener -= 1  # « …, wie die Stadt mitteilte »
        begin = view.words[opener].start
    behind = max(view.words[o.last - 1].end, source[1] if source else 0)
    quote = _quote_ending(view, begin, left)
    rest = _rest(view, unit, behind, stops, table)
    lead = view.text[left : quote.start].strip(" ,–—\u00a0") if quote is not None else ""
    if quote is not None and (not lead or lead.endswith(":")):
        yield _found(view, o, quoted_range(view, quote), source, "insert-quote", 0)
        if rest is not None and view.quotation_at(rest[0]) is not None:
            yield from _one(view, o, rest, source, "insert-quote-on", 1)
        return
    head = content_range(view, left, begin)
    if rest is not None and all(w.low in table.asides for w in view.words[view.first_at(left) : view.first_at(begin)]):
        yield from _one(view, o, rest, source, "insert-first", 2)  # « Comme l'a dit X, … »
        return
    finite = any(w.is_finite for w in view.words[view.first_at(left) : o.first]) or not view.is_tagged
    if head is not None and (finite or rest is None):
        yield _found(
            view, o, head, source, "insert", 2 if view.words[o.first - 1].low not in table.asides else 5
        )
        yield from _after_colon(view, unit, o, view.first_at(behind), source)
        on = _coordinated(view, rest, table)
        if on is not None:
            yield from _one(view, o, on, source, "insert-coordinated", 3)
    elif head is not None and rest is not None:
        yield from _one(view, o, (left, rest[1]), source, "insert-middle", 2)


def _one(
    view: View, o: Occurrence, rng: Range, source: Range | None, rule: str, rank: int
) -> Iterator[Found]:
    content = content_range(view, *rng)
    if content is not None:
        yield _found(view, o, content, source, rule, rank)


def _left(view: View, unit: Unit, o: Occurrence, lower: int) -> int:
    """Where the content before an insert starts: the sentence, or after « ; », or after an earlier insert."""
    left = max(unit.start, lower)
    for w in view.words[view.first_at(left) : o.first]:
        if w.text == ";" and view.quotation_at(w.start) is None:
            left = w.end
    return left


def _quote_ending(view: View, at: int, left: int) -> Quotation | None:
    """Quotation that ends just before an insert."""
    for q in view.quotations:
        if (
            q.depth == 0
            and left <= q.start
            and q.end <= at
            and not view.text[q.end : at].strip(" ,.?!–—\u00a0\u202f")
        ):
            return q
    return None


def _rest(view: View, unit: Unit, behind: int, stops: Sequence[int], table: CueTable) -> Range | None:
    """What goes on after an insert's closing comma: « Le site, dit-elle, fermera lundi. »"""
    k = view.first_at(behind)
    while k < unit.last and view.words[k].text not in (",", ":") and k not in stops:
        if view.words[k].text in BOUNDARIES:
            return None
        k += 1
    if k >= unit.last or k in stops or view.words[k].text not in (",", ":") or k + 1 >= unit.last:
        return None
    follower = view.words[k + 1]
    if k + 1 in stops or follower.low in table.relatives or follower.low.endswith("ant"):
        return None
    end = clause_end(view, unit, k + 1, stops, table)
    has_verb = any(w.is_finite for w in view.words[k + 1 : view.first_at(end)])
    is_quote = view.quotation_at(follower.start) is not None
    return (follower.start, end) if end > follower.start and (has_verb or is_quote) else None


def _coordinated(view: View, rest: Range | None, table: CueTable) -> Range | None:
    """« …, précise le chef, et les trains repartiront » : the second half is his too."""
    if rest is None:
        return None
    first = view.words[view.first_at(rest[0])]
    return (first.end, rest[1]) if first.low in table.conjunctions else None


# --- « X dit que …, affirme avoir …, dénonce … » -----------------------------------------------------


def _after(
    view: View, unit: Unit, o: Occurrence, stops: Sequence[int], table: CueTable
) -> tuple[Range, str, int] | None:
    if o.is_negated and o.cue.polarity > 0:
        return None
    k, preposition = o.last, False
    limit = min(unit.last, o.last + REACH)
    while k < limit:
        w = view.words[k]
        if k in stops and k != o.last:
            break
        if (
            w.low in table.complementizers
            and not _is_restrictive(view, k, o, table)
            and not _is_relative(view, k, o)
        ):
            return _ranged(view, unit, k + 1, stops, table, "that", 2)
        if w.text == ":":
            return _noun_phrase(view, unit, o, stops, table) or _colon(view, unit, k, stops, table)
        if w.text == "," and not view.is_tagged and k - o.last < COMMA_REACH and "that" in o.cue.frames:
            ahead = k + 1 + (k + 1 < unit.last and view.words[k + 1].low in table.complementizers)
            return _ranged(view, unit, ahead, stops, table, "comma", 3)
        q = view.quotation_at(w.start)
        if q is not None and q.start == w.start:
            return _quoted(view, unit, o, k, q, stops, table)
        if "inf" in o.cue.frames and _opens_infinitive(view, k, table):
            return _ranged(view, unit, k, stops, table, "inf", 3)
        if (
            w.low in table.questions
            and o.cue.kind in ("ask", "say", "tell")
            and k == o.last
            and w.pos != "PRON"
        ):
            return None
        if w.is_finite or w.text in ";.!?":
            break
        preposition = preposition or w.pos == "ADP"
        k += 1
    return _bare(view, unit, o, stops, table) or _noun_phrase(view, unit, o, stops, table)


def _is_relative(view: View, k: int, o: Occurrence) -> bool:
    """« dénonce la mesure que … »: the tagger's relative pronoun is believed only after an object."""
    return (
        view.words[k].pos == "PRON"
        and k > o.last
        and any(
            view.words[j].pos in ("DET", "NUM") and view.words[j - 1].pos != "ADP" for j in range(o.last, k)
        )
    )


def _is_restrictive(view: View, k: int, o: Occurrence, table: CueTable) -> bool:
    """« n'a été prévenu que le 15 », « plus vieux que prévu », « ainsi que »."""
    return any(w.low in table.comparatives or w.low in table.negations for w in view.words[o.last : k][-3:])


def _ranged(
    view: View, unit: Unit, k: int, stops: Sequence[int], table: CueTable, rule: str, rank: int
) -> tuple[Range, str, int] | None:
    if k >= unit.last:
        return None
    rng = content_range(view, view.words[k].start, clause_end(view, unit, k, stops, table))
    return (rng, rule, rank) if rng else None


def _colon(
    view: View, unit: Unit, k: int, stops: Sequence[int], table: CueTable
) -> tuple[Range, str, int] | None:
    if k + 1 >= unit.last:
        return None
    q = view.quotation_at(view.words[k + 1].start)
    if q is not None and q.start == view.words[k + 1].start:
        return quoted_range(view, q), "colon-quote", 1
    return _ranged(view, unit, k + 1, stops, table, "colon", 3)


def _opens_infinitive(view: View, k: int, table: CueTable) -> bool:
    w = view.words[k]
    if w.low in table.infinitives:
        return True
    if w.is_infinitive:
        return not (k and view.words[k - 1].pos == "DET")
    if view.language == "en":
        return w.low == "having" or (w.low.endswith("ing") and w.pos in ("VERB", "AUX"))
    ahead = view.words[k + 1 : k + 5]
    return (
        w.low in table.negations
        and any(x.is_infinitive for x in ahead)
        and not any(x.is_finite for x in ahead)
    )


def _quoted(
    view: View, unit: Unit, o: Occurrence, k: int, q: Quotation, stops: Sequence[int], table: CueTable
) -> tuple[Range, str, int] | None:
    """« a dénoncé une décision « hâtive » » takes the noun too; « a dit à l'AFP « … » » the quotation alone."""
    between = view.words[o.last : k]
    if k - o.last > NEAR or ("quote" not in o.cue.frames and "np" not in o.cue.frames):
        return None
    noun = next(
        (
            w
            for w in between
            if w.pos in ("DET", "NOUN", "PROPN", "NUM", "ADJ", "X") and w.low not in table.times
        ),
        None,
    )
    after_preposition = noun is not None and any(
        w.pos == "ADP" and w.low not in table.objects for w in view.words[o.last : noun.i]
    )
    if noun is None or after_preposition:
        end = clause_end(view, unit, k, stops, table)
        tail = view.text[q.end : end].strip(" .,;!?\u00a0\u202f")
        if not tail or len(tail.split()) > NEAR:
            return quoted_range(view, q), "quote", 1
        rng = content_range(view, q.start, end)
        return (rng, "quote-on", 1) if rng else None
    rng = content_range(view, noun.start, clause_end(view, unit, noun.i, stops, table))
    return (rng, "np-quote", 2) if rng else None


def _bare(
    view: View, unit: Unit, o: Occurrence, stops: Sequence[int], table: CueTable
) -> tuple[Range, str, int] | None:
    """English: « he said the bridge was closed »."""
    if "bare" not in o.cue.frames or o.last >= unit.last:
        return None
    end = clause_end(view, unit, o.last, stops, table)
    words = view.words[o.last : view.first_at(end)]
    if (
        not words
        or words[0].text in BOUNDARIES
        or words[0].text == ","
        or words[0].pos in ("ADP", "ADV", "SCONJ")
    ):
        return None
    verb = next((w for w in words if w.is_finite), None)
    if (
        verb is None
        or verb.i == o.last
        or not any(w.pos in ("NOUN", "PROPN", "PRON", "DET") for w in words[: verb.i - o.last])
    ):
        return None
    return _ranged(view, unit, o.last, stops, table, "bare", 3)


def _noun_phrase(
    view: View, unit: Unit, o: Occurrence, stops: Sequence[int], table: CueTable
) -> tuple[Range, str, int] | None:
    """« nie tout emprunt », « chiffre la participation à 12 % », « fait état de trois blessés »."""
    if "np" not in o.cue.frames:
        return None
    k = o.last
    while k < unit.last and (
        view.words[k].low in table.times or view.words[k].pos == "ADV" or view.words[k].low in table.objects
    ):
        k += 1
    if k >= unit.last or view.words[k].pos not in ("DET", "NOUN", "PROPN", "NUM", "ADJ", "PRON", "X"):
        return None
    if view.words[k].text in BOUNDARIES or view.words[k].text == ",":
        return None
    rng = content_range(view, view.words[k].start, _phrase_stop(view, unit, k, stops, table))
    return (rng, "np", 4) if rng and rng[1] - rng[0] > 2 else None


def _phrase_stop(view: View, unit: Unit, k: int, stops: Sequence[int], table: CueTable) -> int:
    """A noun content ends before « , alors que », « et » with a verb of its own, or where a clause ends."""
    end = clause_end(view, unit, k, stops, table)
    for row in table.channels:
        m = re.search(row.pattern, view.text[view.words[k].end : end])
        if m is not None and view.text[view.words[k].end : view.words[k].end + m.start()].strip():
            end = view.words[k].end + m.start()
    for w in view.words[k : view.first_at(end)]:
        if view.quotation_at(w.start) is not None or w.i + 1 >= unit.last:
            continue
        if w.text == "," and _is_new_clause(view, w.i + 1, view.first_at(end), table):
            return w.start
        if w.low in table.conjunctions and view.words[w.i + 1].is_finite:
            return w.start
    return end


def _is_new_clause(view: View, k: int, last: int, table: CueTable) -> bool:
    """« …, alors que », « …, il a accepté », « …, la route ayant été salée » are no part of a noun content."""
    first = view.words[k]
    if first.low in table.conjunctions or first.low in table.contrasts:
        return True
    if first.low in table.relatives or "PronType=Rel" in first.morph or not view.is_tagged:
        return False
    for w in view.words[k:last]:
        if (
            w.text == ","
            or w.low in table.relatives
            or w.low in table.complementizers
            or "PronType=Rel" in w.morph
        ):
            return False
        if w.is_finite or "Tense=Pres|VerbForm=Part" in w.morph:
            return w.i > k
    return False
