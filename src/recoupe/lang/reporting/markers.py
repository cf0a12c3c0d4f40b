"""Contents that no cue governs: a refusal, a passive's subject, a bare denial, left quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recoupe.lang.cues import cue_by_form
from recoupe.lang.reporting.antecedents import antecedent
from recoupe.lang.reporting.brackets import held
from recoupe.lang.reporting.clauses import content_range, quoted_range
from recoupe.lang.reporting.found import Found, Occurrence, Scene, Words
from recoupe.lang.reporting.phrases import (
    phrase_after,
    phrase_before,
    phrase_end,
    span,
)
from recoupe.lang.reporting.sources import matches
from recoupe.lang.reporting.verbs import phrase_at
from recoupe.lang.reporting.view import Word
from recoupe.records import Modality
from recoupe.text.spans import Range, overlap

VERB_REACH = 7  # words of « s'est ensuite contenté de répondre »
LONGEST_NAME = 4  # words of « Ada Le Roy »
BEFORE_UNKNOWN = (",", "—", "–")  # signs between a quotation and a verb that no list knows
MIN_QUOTE = 3  # words: shorter quotations without a cue are scare quotes


def refused(s: Scene) -> Iterator[Found]:
    """« La maire n'a pas souhaité commenter. »: the refusal itself, marked as such."""
    if not matches(s.table.refusals, s.text[s.unit.start : s.unit.end]):
        return
    verb = next((w for w in s.words(s.unit.first, s.unit.last) if w.is_finite), None)
    source = phrase_before(s.view, verb.i, s.unit.first, s.table) if verb is not None else None
    content = content_range(s.view, s.unit.start, s.unit.end)
    if content is not None and source is not None and s.may_speak(source):
        yield Found(
            content=content,
            rule="refusal",
            rank=5,
            source=span(s.view, *source),
            no_comment=True,
            modality="asserted",
        )


def by_passive(s: Scene) -> Iterator[Found]:
    """« La fermeture du site a été annoncée par X »: the subject is the content."""
    for o in s.occurrences:
        subject = phrase_before(s.view, o.first, s.unit.first, s.table) if o.position == "passive" else None
        if subject is None or o.source is None or o.cue.kind == "judge":
            continue  # « l'arrêté a été qualifié de « fable » par … » says more than its subject
        words = s.view.words[slice(*subject)]
        is_named = any(w.pos in ("NOUN", "PROPN", "PRON", "NUM", "X") for w in words)
        if is_named and not any(w.low in s.table.anaphors for w in words[:3]):
            cue, source = span(s.view, o.first, o.last), span(s.view, *o.source)
            content = span(s.view, subject[0], _behind_figure(s, o) or subject[1])
            yield Found(content=content, rule="passive", rank=6, cue=cue, source=source, row=o.cue)


def _behind_figure(s: Scene, o: Occurrence) -> int | None:
    """« est évalué à 1,3 million par la commune »: index after the figure, or None where there is none."""
    by = next((w.i for w in s.words(o.last, s.unit.last) if w.low in s.table.by), o.last)
    words = s.words(o.last, by)
    return by if any(w.pos == "NUM" or w.text[:1].isdigit() for w in words) else None


def bare_denials(s: Scene) -> Iterator[Found]:
    """« Son président, Étienne Roy, dément. »: what is denied stands elsewhere; the sentence says it."""
    for o in s.occurrences:
        k = _past_it(s, _past_manner(s, o.last))
        behind = s.text[s.view.words[k - 1].end : s.unit.end].strip(" .!;")
        follower = s.word(k)
        is_open = follower is None or follower.text in ",;" or follower.low in s.table.conjunctions
        start, end = _clause_around(s, o, k)
        content = content_range(s.view, start, end)
        if (
            (behind and not is_open)
            or o.cue.polarity > 0
            or o.position != "subject"
            or o.source is None
            or content is None
            or held(s, o)
        ):
            continue
        cue, source = span(s.view, o.first, o.last), span(s.view, *o.source)
        yield Found(content=content, rule="bare-denial", rank=4, cue=cue, source=source, row=o.cue)


def _past_it(s: Scene, k: int) -> int:
    """« denied it »: the index after a pronoun that closes the clause."""
    w, behind = s.word(k), s.word(k + 1)
    closes = behind is None or behind.text in ".,;" or behind.low in s.table.conjunctions
    return k + 1 if w is not None and w.low in s.table.this and closes else k


def _past_manner(s: Scene, k: int) -> int:
    """« dément formellement », « nie en bloc », « conteste toujours »: the index after how it is denied."""
    while (w := s.word(k)) is not None:
        n = phrase_at(s, k, s.table.meanwhile) or int(w.pos == "ADV" and w.low not in s.table.negations)
        if n == 0:
            break
        k += n
    return k


def _clause_around(s: Scene, o: Occurrence, last: int) -> Range:
    """« Vol : l'antiquaire dément, le notaire confirme »: from the colon before to the comma behind."""
    start = max((w.end for w in s.words(s.unit.first, o.first) if w.text in ":;"), default=s.unit.start)
    behind = s.word(last)
    return start, behind.start if behind is not None and behind.text != "." else s.unit.end


def left_quotations(s: Scene, taken: Sequence[Range], speaker: Range | None) -> Iterator[Found]:
    """Quotations that no cue governs: after a colon, as a predicate, or going on from the last speaker."""
    for q in s.view.quotations:
        if q.depth or not (s.unit.start <= q.start < s.unit.end):
            continue
        inner = quoted_range(s.view, q)
        words = s.view.words[s.view.first_at(inner[0]) : s.view.first_at(inner[1])]
        is_short = len(words) < MIN_QUOTE and not _has_suffixed(s, s.view.first_at(inner[1]))
        is_short &= not _denies(s, words)
        if is_short or any(overlap(inner, t) for t in taken):
            continue
        if s.text[s.unit.start : q.start].strip():
            yield from _inner_quotation(s, s.view.first_at(q.start), inner, words, speaker)
        else:
            yield from _first_quotation(s, inner, words, speaker)


def _denies(s: Scene, words: Sequence[Word]) -> bool:
    """« L'entreprise « dément formellement » »: the short quotation is all that is said."""
    rows = cue_by_form(s.table).get(words[0].low, ()) if words else ()
    is_own = len(words) > 1 and words[1].pos == "ADV" and words[0].pos not in ("DET", "ADP")
    return is_own and any(row.polarity < 0 for row in rows)


def _has_suffixed(s: Scene, k: int) -> bool:
    """« « Foutaises ! », tonne-t-il »: a verb with its pronoun makes words said of the shortest quotation."""
    return any(w.is_suffix and w.low in s.table.pronouns for w in s.words(k, k + VERB_REACH))


def _first_quotation(s: Scene, inner: Range, words: Sequence[Word], speaker: Range | None) -> Iterator[Found]:
    """A quotation that opens its sentence: an unknown verb's, or the last speaker's."""
    named = _unknown_cue(s, s.view.first_at(inner[1]))
    rest = s.text[inner[1] : s.unit.end].strip(' »”"“.!?…,\u00a0\u202f')
    if named is not None:
        yield Found(content=inner, rule="insert-unknown", rank=5, cue=named[0], source=named[1])
    elif not rest or _has_verb(s, words):
        yield Found(content=inner, rule="quote-continued", rank=6, source=speaker)


def _inner_quotation(
    s: Scene, k: int, inner: Range, words: Sequence[Word], speaker: Range | None
) -> Iterator[Found]:
    """A quotation inside a sentence: after a colon, as a predicate, or a long fragment."""
    if s.view.words[k - 1].text == ":":
        source = s.somebody(_subject_of(s, k - 1)) or _verbless_source(s, k - 1) or speaker
        yield Found(content=inner, rule="colon-subject", rank=5, source=source)
    elif is_title(s, k, words):
        return
    elif words[0].is_finite or words[0].low in s.table.negations or _denies(s, words):
        subject = _relative_subject(s, k) or phrase_before(s.view, k, s.unit.first, s.table)
        source = (s.somebody(span(s.view, *subject)) if subject is not None else None) or speaker
        denied: Modality | None = "denied" if _denies(s, words) else None
        yield Found(content=inner, rule="quoted-predicate", rank=5, source=source, modality=denied)
    elif _has_verb(s, words) or (len(words) > MIN_QUOTE + 1 and words[0].text[:1].islower()):
        cue, source = _quoting(s, k) or (None, speaker)
        yield Found(content=inner, rule="quote-left", rank=7, source=source, cue=cue)


def _relative_subject(s: Scene, k: int) -> Words | None:
    """« … par le parquet, qui « n'exclut rien » »: whom the relative pronoun before a quotation means."""
    before = s.word(k - 1)
    return antecedent(s, before.i) if before is not None and before.low in s.table.relatives else None


def _quoting(s: Scene, k: int) -> tuple[Range, Range] | None:
    """« Ada Roy y voit « … » », « il n'a « … » »: the verb right before a quotation, and its subject."""
    verb = s.word(k - 1)
    if verb is None or not verb.is_finite or verb.low in s.table.be:
        return None
    first = verb.i
    while first > s.unit.first and _is_before_verb(s, s.view.words[first - 1]):
        first -= 1
    subject = phrase_before(s.view, first, s.unit.first, s.table)
    if subject is None or not s.is_known(subject):
        return None
    return span(s.view, first, verb.i + 1), span(s.view, *subject)


def _is_before_verb(s: Scene, w: Word) -> bool:
    return w.low in s.table.clitics or w.low in s.table.negations or w.pos == "ADV"


def _has_verb(s: Scene, words: Sequence[Word]) -> bool:
    return any(w.is_finite for w in words) or not s.view.is_tagged


def _unknown_cue(s: Scene, k: int) -> tuple[Range, Range] | None:
    """« …», s'est contenté de répondre le maire: any verb between a quotation and a subject reports it."""
    while (w := s.word(k)) is not None and not w.text[:1].isalnum() and not w.is_suffix:
        k += 1
    if not s.view.is_tagged:
        return _untagged_cue(s, k)
    verb = None
    for w in s.words(k, k + VERB_REACH):
        if w.is_suffix and w.low in s.table.pronouns:
            return span(s.view, k, w.i + 1), span(s.view, w.i, w.i + 1)
        if w.pos in ("VERB", "AUX"):
            verb = w.i
        elif not (w.low in s.table.clitics or w.pos == "ADV" or w.is_suffix) and (
            w.pos != "ADP" or verb is None
        ):
            break
    if verb is None or s.table.has_subject_first:
        return None
    source = phrase_after(s.view, verb + 1, s.unit.last, s.table)
    if source is None or not s.may_speak(source):
        return None
    return span(s.view, k, verb + 1), span(s.view, *source)


def _untagged_cue(s: Scene, k: int) -> tuple[Range, Range] | None:
    """« «…», se indignó su portavoz », « „…“, polterte der Wirt »: a small word, then surely somebody."""
    sign, verb = s.word(k - 1), k
    while (w := s.word(verb)) is not None and w.low in s.table.clitics:
        verb += 1
    if w is None or sign is None or sign.text not in BEFORE_UNKNOWN or w.pos != "X" or not w.text.islower():
        return None
    source = phrase_after(s.view, verb + 1, s.unit.last, s.table)
    if source is None or source[0] != verb + 1 or not s.may_speak(source):
        return None
    return span(s.view, k, verb + 1), span(s.view, *source)


def _subject_of(s: Scene, before: int) -> Range | None:
    w = next((x for x in s.words(s.unit.first, before) if x.dep.startswith("nsubj")), None)
    if w is None:
        return None
    start = w.i
    while start > s.unit.first and s.view.words[start - 1].pos in ("DET", "ADJ", "NUM"):
        start -= 1
    return span(s.view, start, phrase_end(s.view, start, before, s.table))


def _verbless_source(s: Scene, colon: int) -> Range | None:
    """« Jean Roy : « … » », « Même constat chez Ada Roy, patronne du bar : « … » »."""
    lead = s.words(s.unit.first, colon)
    if not s.view.is_tagged:  # « El capitán fue tajante: «…» », « Il capo ai cronisti: «…» »
        verb = next((w.i for w in lead if w.is_finite), colon)
        lead = lead[: max(verb - s.unit.first, 0)]
        lead = s.words(s.unit.first, phrase_end(s.view, s.unit.first, verb, s.table)) if lead else lead
    if not lead or any(w.is_finite for w in lead):
        return None
    people = sorted((m.start, m.end) for m in s.mentions if m.type == "PER" and lead[0].start <= m.start)
    for start, end in people:
        if end <= s.view.words[colon].start:
            last = phrase_end(s.view, s.view.first_at(start), colon, s.table)
            return start, max(end, s.view.words[last - 1].end)
    whole = (lead[0].i, lead[-1].i + 1)
    is_name = 1 < len(lead) <= LONGEST_NAME and all(w.text[:1].isupper() for w in lead)
    return span(s.view, *whole) if is_name or s.is_known(whole) else None


def is_title(s: Scene, k: int, words: Sequence[Word]) -> bool:
    """« le film « Ce que disent les pierres » »: a capital behind a noun makes a name of a quotation."""
    before = s.view.words[k - 1]
    return before.pos in ("NOUN", "PROPN", "DET", "ADJ") and words[0].text[:1].isupper()
