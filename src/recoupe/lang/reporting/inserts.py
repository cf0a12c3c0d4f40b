"""« …, a dit X », « Le site, dit-elle, fermera », « Comme l'a dit X, … »: contents around an inserted cue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from recoupe.lang.reporting.clauses import (
    clause_end,
    content_range,
    quotation_opened_by,
    quoted_range,
)
from recoupe.lang.reporting.found import Found, Occurrence, Scene
from recoupe.lang.reporting.phrases import BOUNDARIES, phrase_end, span
from recoupe.lang.reporting.verbs import TOLD
from recoupe.lang.reporting.view import Word
from recoupe.text.quotes import Quotation
from recoupe.text.spans import Range

BETWEEN = " ,.?!–—\u00a0\u202f"  # signs that may stand between a quotation and its insert
OWN_REPORT = 3  # words behind a colon in which a clause opens a report of its own: « : elle assure »
SHORT_HEAD = 5  # words up to which a piece before an insert is a subject (« Die neue Brücke »)
# signs behind which an insert's speaker goes on, and the rule's name
GOING_ON = {":": "insert-colon", ";": "insert-semicolon"}
_SIGNS = (*BOUNDARIES, ",")
ASIDE_RANK = 5  # « comme l'affirme X » loses against the clause it comments on


def found(s: Scene, o: Occurrence, content: Range, source: Range | None, named: tuple[str, int]) -> Found:
    """An attribution by a cue; `named` is its rule and rank."""
    return Found(
        content=content,
        rule=named[0],
        rank=named[1],
        cue=span(s.view, o.first, o.last),
        source=source,
        row=o.cue,
        addressee=_addressee(s, o, source),
        modality="possible" if o.is_negated and o.cue.polarity < 0 else None,
        is_inside=s.view.quotation_at(s.view.words[o.verb].start) is not None,
    )


def _addressee(s: Scene, o: Occurrence, source: Range | None) -> Range | None:
    """« a confié à la radio », « told the BBC », « m'a raconté »; never a bare « à Paris »."""
    near = (*s.words(o.first, o.verb), *s.words(o.last, o.last + 1))  # « m'a raconté », "told me"
    me = next((w for w in near if w.low in s.table.first_person), None)
    if me is not None and o.cue.kind in TOLD and not o.cue.is_reflexive:
        return me.start, me.end
    k = o.last
    is_behind = source is not None and s.view.first_at(source[0]) == k
    if source is not None and is_behind:
        k = s.view.first_at(source[1])  # « a dit la compagnie à Radio Sud »
    while (w := s.word(k)) is not None and w.low in s.table.times:
        k += 1
    if w is None or ("addressee" not in o.cue.frames and w.low not in s.table.to):
        return None
    k += w.low in s.table.to
    first = s.word(k)
    if first is None or first.pos not in ("DET", "PROPN", "NOUN", "ADJ") or w.low in s.table.complementizers:
        return None
    last = phrase_end(s.view, k, s.unit.last, s.table)
    if source is not None and first.start < source[0]:  # « a confié à la radio le capitaine »
        last = min(last, s.view.first_at(source[0]))
    words = k, max(last, k + 1)
    if is_behind and not s.is_known(words):
        return None  # « a dit la maire à main levée »
    return span(s.view, *words)


def quotation_after_colon(s: Scene, o: Occurrence, k: int, source: Range | None) -> Iterator[Found]:
    """« dément tout retard : « Nous ouvrirons lundi » »: the quotation is the speaker's too."""
    w = s.word(k)
    q = quotation_opened_by(s, k + 1)
    if w is not None and w.text == ":" and q is not None:
        yield found(s, o, quoted_range(s.view, q), source, ("colon-quote", 1))


def inserted(s: Scene, o: Occurrence, source: Range | None) -> Iterator[Found]:
    """Contents of one inserted cue."""
    if o.is_negated:
        return
    cue = span(s.view, o.first, o.last)
    inside = s.view.quotation_at(s.view.words[o.verb].start)
    if inside is not None and inside.start < s.view.words[o.first].start:
        # the marks are the speaker's own: nobody is quoted by somebody else
        own = found(s, o, _around_insert(s, o, inside, source), source, ("insert-in-quote", 1))
        yield msgspec.structs.replace(own, is_inside=False)
        return
    left, begin = _left(s, o), _begin(s, o, source)
    rest = _rest(s, max(cue[1], source[1] if source else 0))
    quote = _quotation_ending(s, begin, left)
    lead = s.text[left : quote.start].strip(BETWEEN) if quote is not None else ""
    if quote is not None and (not lead or lead.endswith(":")):
        yield found(s, o, quoted_range(s.view, quote), source, ("insert-quote", 0))
        if rest is not None and s.view.quotation_at(rest[0]) is not None:
            yield from _one(s, o, rest, source, ("insert-quote-on", 1))
        yield from _goes_on(s, o, source)
    else:
        yield from _around(s, o, source, (left, begin), rest)
    tail = _tail(s, _behind(s, o, source)) if rest is None else None
    if tail is not None:
        yield from _one(s, o, tail, source, ("insert-tail", 3))
    plan = _plan(s, source) if source is not None else None
    if plan is not None:
        for f in _one(s, o, plan, source, ("insert-plan", 4)):
            yield msgspec.structs.replace(f, modality="planned")


def _around_insert(s: Scene, o: Occurrence, q: Quotation, source: Range | None) -> Range:
    """What a quotation says that its insert stands in; of one left open, what stands before the insert."""
    start, end = quoted_range(s.view, q)
    behind = max(span(s.view, o.first, o.last)[1], source[1] if source is not None else 0)
    if q.is_balanced or s.text[behind:end].strip(BETWEEN):
        return start, end
    before = len(s.text[start : s.view.words[o.first].start].rstrip(BETWEEN))
    return (start, start + before) if before else (start, end)


def _around(
    s: Scene, o: Occurrence, source: Range | None, head: Range, rest: Range | None
) -> Iterator[Found]:
    words = s.view.words[s.view.first_at(head[0]) : s.view.first_at(head[1])]
    if rest is not None and all(w.low in s.table.asides for w in words):
        yield from _one(s, o, rest, source, ("insert-first", 2))
        return
    if words and all(w.low in s.table.takes_up for w in words):
        yield from quotation_after_colon(s, o, s.view.first_at(_behind(s, o, source)), source)
        return  # « c'est ce qu'affirme X »: `from_before` reads it
    # « Die Brücke, so die Gutachterin, sei … »: without a tagger a short piece is no clause
    is_clause = any(w.is_finite for w in words) or (not s.view.is_tagged and len(words) > SHORT_HEAD)
    # « Las cifras que circulan, añade, son … »: a verb alone between two commas parts one clause
    is_joined = rest is not None and s.view.words[s.view.first_at(rest[0])].low in s.table.conjunctions
    is_clause &= s.view.is_tagged or source is not None or is_joined
    if rest is not None and words and not s.view.is_tagged and s.is_circumstance(words[0]):
        yield from _one(s, o, rest, source, ("insert-first", 2))
        return  # « Тем временем, как сообщил X, P »
    if rest is not None and (not is_clause or (s.view.is_tagged and _is_complement(s, rest))):
        yield from _one(s, o, (head[0], rest[1]), source, ("insert-middle", 2))
        return
    is_aside = s.view.words[o.first - 1].low in s.table.asides
    yield from _one(s, o, head, source, ("insert", ASIDE_RANK if is_aside else 2))
    yield from quotation_after_colon(s, o, s.view.first_at(_behind(s, o, source)), source)
    on = _coordinated(s, rest)
    if on is not None:
        yield from _one(s, o, on, source, ("insert-coordinated", 3))
    yield from _goes_on(s, o, source)


def _goes_on(s: Scene, o: Occurrence, source: Range | None) -> Iterator[Found]:
    """« …, tempère Ada Roy : la Suisse paie moins »: a clause behind the colon is the speaker's too."""
    sign = next(
        (w for w in s.view.words[s.view.first_at(_behind(s, o, source)) : s.unit.last] if w.text in _SIGNS),
        None,
    )
    if sign is None or sign.text not in GOING_ON or quotation_opened_by(s, sign.i + 1) is not None:
        return
    if s.word(sign.i + 1) is None or any(k > sign.i for k in s.stops):
        return  # another attribution follows
    if any(sign.i < x.first <= sign.i + OWN_REPORT for x in s.occurrences):
        return  # « …, corrige le garde : il assure avoir vu un ours »
    rng = sign.end, clause_end(s, sign.i + 1)
    if sign.text == ";" and any(w.low in s.table.witnesses for w in s.view.words[sign.i + 1 : s.unit.last]):
        return  # « …, dit la gérante ; notre reporter a vu … »
    if any(w.is_finite for w in s.view.words[sign.i + 1 : s.view.first_at(rng[1])]):
        yield from _one(s, o, rng, source, (GOING_ON[sign.text], 3))


def _plan(s: Scene, source: Range) -> Range | None:
    """« …, réplique M. Roy, qui portera plainte »: what a speaker will do is known from him."""
    k = s.view.first_at(source[1])
    comma, relative = s.word(k), s.word(k + 1)
    if comma is None or relative is None or comma.text != "," or relative.low not in s.table.relatives:
        return None
    verb = next((w for w in s.words(k + 2, k + 5) if w.low not in s.table.clitics), None)
    if verb is None or "Tense=Fut" not in verb.morph or verb.low in s.table.be:
        return None  # « qui sera jugé lundi » is done to him
    end = clause_end(s, k + 2)
    is_told = any(s.view.words[o.first].start < end and o.first >= k + 2 for o in s.occurrences)
    return None if is_told else (s.view.words[k + 2].start, end)


def _tail(s: Scene, behind: int) -> Range | None:
    """« …, indique la régie, soit 12 % de plus »: a figure without a verb is the speaker's too."""
    comma = s.word(s.view.first_at(behind))
    first = s.word(comma.i + 1) if comma is not None and comma.text == "," else None
    pattern = _alternatives(s.table.tails)
    if first is None or pattern is None or pattern.match(s.text, first.start) is None:
        return None
    end = clause_end(s, first.i)
    words = s.view.words[first.i : s.view.first_at(end)]
    has_figure = any(w.pos == "NUM" or w.text[:1].isdigit() for w in words)
    return (first.start, end) if has_figure and not any(w.is_finite for w in words) else None


@lru_cache(maxsize=16)
def _alternatives(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"(?:{'|'.join(patterns)})\b") if patterns else None


def _behind(s: Scene, o: Occurrence, source: Range | None) -> int:
    return max(span(s.view, o.first, o.last)[1], source[1] if source is not None else 0)


def _is_complement(s: Scene, rest: Range) -> bool:
    """« des grenades jetées, dit-il, par les gendarmes »: what goes on without a verb of its own."""
    words = s.view.words[s.view.first_at(rest[0]) : s.view.first_at(rest[1])]
    return not any(w.is_finite for w in words) and s.view.quotation_at(rest[0]) is None


def _one(
    s: Scene, o: Occurrence, rng: Range, source: Range | None, named: tuple[str, int]
) -> Iterator[Found]:
    content = content_range(s.view, *rng)
    if content is not None:
        yield found(s, o, content, source, named)


def _begin(s: Scene, o: Occurrence, source: Range | None) -> int:
    """Where the insert starts: at its verb, its subject, or the « wie » before it."""
    at = s.view.words[o.first].start
    at = min(at, source[0]) if source is not None else at
    k = s.view.first_at(at)
    leads = s.table.relatives if s.view.is_tagged else (*s.table.relatives, *s.table.auxiliaries)
    while k > s.unit.first and s.view.words[k - 1].low in leads:
        k -= 1
    return min(at, s.view.words[k].start)


def _left(s: Scene, o: Occurrence) -> int:
    """Where the content before an insert starts: the sentence, « ; », or the end of an earlier insert."""
    earlier = (x for x in s.occurrences if x.position == "insert" and x.last <= o.first)
    left = max((span(s.view, x.first, x.last)[1] for x in earlier), default=s.unit.start)
    left = max(left, _after_contrary(s))
    governed = [x.verb for x in s.occurrences if x.position != "insert"]
    for w in s.view.words[s.view.first_at(left) : o.first]:
        # « …; », or « X dément tout : il n'y aura, jure-t-elle, … »: the colon opens another content
        is_edge = w.text == ";" or (w.text == ":" and any(v < w.i for v in governed))
        if is_edge and s.view.quotation_at(w.start) is None:
            left = w.end
    return left


def _after_contrary(s: Scene) -> int:
    """« Contrairement à ce qu'affirme la ville, … »: what others say opens no content."""
    low = s.text[s.unit.start : s.unit.end].lower().replace("’", "'")
    if not low.startswith(s.table.contrary):
        return s.unit.start
    comma = low.find(",")
    return s.unit.start + (comma + 1 if comma >= 0 else 0)


def _quotation_ending(s: Scene, at: int, left: int) -> Quotation | None:
    """Quotation that ends just before an insert."""
    for q in s.view.quotations:
        is_between = q.depth == 0 and left <= q.start and q.end <= at
        if is_between and not s.text[q.end : at].strip(BETWEEN):
            return q
    return None


def _rest(s: Scene, behind: int) -> Range | None:
    """What goes on after an insert's closing comma: « Le site, dit-elle, fermera lundi. »."""
    k = s.view.first_at(behind)
    while (w := s.word(k)) is not None and w.text not in (",", ":"):
        if w.text in BOUNDARIES or k in s.stops:
            return None
        k += 1
    follower = s.word(k + 1)
    if follower is None or k in s.stops or k + 1 in s.stops:
        return None
    if follower.low in s.table.relatives or "Tense=Pres|VerbForm=Part" in follower.morph:
        return None
    end = clause_end(s, k + 1)
    has_verb = any(w.is_finite for w in s.view.words[k + 1 : s.view.first_at(end)])
    is_quote = s.view.quotation_at(follower.start) is not None
    goes_on = (
        not s.view.is_tagged
        or has_verb
        or is_quote
        or follower.low in s.table.by
        or _is_bare_object(s, follower, k)
    )
    return (follower.start, end) if end > follower.start and goes_on else None


def _is_bare_object(s: Scene, follower: Word, comma: int) -> bool:
    """« …, précise-t-elle, deux maisons »: no name put beside the source, nor « le maire, la préfète »."""
    is_opened = s.view.words[comma - 1].pos in ("VERB", "AUX") or s.view.words[comma - 1].is_suffix
    return is_opened and follower.pos in ("DET", "NUM", "ADP") and follower.low not in s.table.breaks


def _coordinated(s: Scene, rest: Range | None) -> Range | None:
    """« …, précise le chef, et les trains repartiront »: the second half is his too."""
    first = s.view.words[s.view.first_at(rest[0])] if rest is not None else None
    if rest is None or first is None or first.low not in s.table.conjunctions:
        return None
    return first.end, rest[1]
