"""Contents in the sentence before: « L'information a été révélée par X. », « C'est ce qu'affirme X. »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from recoupe.lang.cues import Cue, cue_by_form
from recoupe.lang.reporting.clauses import content_range
from recoupe.lang.reporting.found import Found, Occurrence, Scene, Words
from recoupe.lang.reporting.phrases import phrase_after, phrase_end, span
from recoupe.lang.reporting.sources import matches
from recoupe.lang.reporting.verbs import is_past_participle
from recoupe.lang.reporting.view import Unit, Word
from recoupe.text.spans import Range

CLAUSE_EDGES = (":", ",", ";")
TAKEN_UP = "sentence-before-it"  # the rule of « elle l'affirme »
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
    by_it = _by_it(s) or _about_before(s) if report is None else None
    told = report or by_it
    if content is not None and told is not None:
        cue, source, row = told
        rule = TAKEN_UP if by_it else "sentence-before"
        yield Found(content=content, rule=rule, rank=1, cue=cue, source=source, row=row)


def from_clause_before(s: Scene) -> Iterator[Found]:
    """« Le toit fuyait : des notes internes l'attestent. »: the clause before is the content."""
    for o in s.occurrences:
        edge = s.word(o.source[0] - 1) if o.source is not None else None
        if o.source is None or edge is None or edge.text not in CLAUSE_EDGES or not _says_it(s, o):
            continue
        before = s.words(s.unit.first, edge.i)
        content = content_range(s.view, s.unit.start, edge.start)
        is_apart = any(w.is_finite for w in before) and not any(x.last <= edge.i for x in s.occurrences)
        is_apart &= not any(w.low in (*s.table.anaphors, *s.table.speech_nouns) for w in before[:OPENING])
        if content is not None and is_apart:
            cue, source, row = _report(s, o, o.source)
            yield Found(content=content, rule="clause-before", rank=1, cue=cue, source=source, row=row)


def _says_it(s: Scene, o: Occurrence) -> bool:
    """« … l'attestent », « … s'y est engagé »: what stands before is said, and nothing behind."""
    behind = s.word(o.last)
    is_said = (
        (o.cue.kind in SAID or o.cue.kind == "document") and o.position == "subject" and not o.is_negated
    )
    has_it = any(w.low in (*s.table.it, *s.table.there) for w in s.words(o.first, o.verb))
    opens = behind is not None and (behind.low in s.table.complementizers or behind.text in _OPENERS)
    return is_said and has_it and not opens and not o.cue.tells_object and o.source is not None


def from_there(s: Scene, previous: Unit | None, own: Sequence[Found], last: Range | None) -> list[Found]:
    """« …, y lit-on », « …, indique-t-on de même source »: whom « on » read or asked stands before.

    « On y voit le port » without a document before reports nobody.
    """
    told = [_there(s, previous, f, last) for f in own]
    return [
        f for f in told if f.row is None or not f.row.lead or f.source is None or not _is_one(s, f.source)
    ]


def _there(s: Scene, previous: Unit | None, f: Found, last: Range | None) -> Found:
    if f.source is None or f.cue is None:
        return f
    if matches(s.table.same_source, s.text[f.cue[1] : s.unit.end]) and _is_one(s, f.source):
        return msgspec.structs.replace(f, source=last) if last is not None else f
    words = s.view.words[s.view.first_at(f.cue[0]) : s.view.first_at(f.cue[1])]
    has_there = any(w.low in s.table.there for w in words)
    if (
        not has_there
        or previous is None
        or not (_is_one(s, f.source) or any(w.low in s.table.be for w in words))
    ):
        return f
    document = _document(s, previous.first, previous.last)
    if document is None:
        return f
    return msgspec.structs.replace(f, source=span(s.view, *document), rule=f"{f.rule}-continued")


def _is_one(s: Scene, source: Range) -> bool:
    return s.text[slice(*source)].lower() in s.table.indefinites


# who says, claims or admits a thing; not who accuses or orders somebody
SAID = frozenset(("say", "claim", "confirm", "reveal", "tell", "announce", "deny", "promise", "think"))
_OPENERS = "«“„:"
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


def _about_before(s: Scene) -> Report | None:
    """« Об этом сообщает газета. », « Das teilte die Polizei mit. »: nothing new is said."""
    low = s.text[s.unit.start : s.unit.end].lower()
    if not any(low.startswith(f"{opening} ") for opening in s.table.about_before):
        return None
    for o in s.occurrences:
        if o.source is None or o.is_negated or o.first - s.unit.first > OPENING:
            continue
        behind = s.word(max(o.last, o.source[1]))
        opens = behind is not None and (behind.low in s.table.complementizers or behind.text in _OPENERS)
        return None if opens else _report(s, o, o.source)
    return None


def _by_it(s: Scene) -> Report | None:
    """« Ada Roy l'a fini par l'admettre. », « Le préfet le confirme. »: « le » is what was said before."""
    for o in s.occurrences:
        behind = s.word(o.last)
        is_said = o.cue.kind in SAID and "that" in o.cue.frames and not o.cue.tells_object
        is_cleft = o.position == "relative" and _is_cleft(s)  # « C'est la préfète qui le jure. »
        if not is_said or o.source is None or o.is_negated or not (o.position == "subject" or is_cleft):
            continue
        has_it = any(w.low in s.table.it for w in s.words(o.first, o.verb))
        opens = behind is not None and (behind.low in s.table.complementizers or behind.text in _OPENERS)
        if has_it and not opens and s.is_known(o.source) and o.source[0] - s.unit.first <= OPENING:
            return _report(s, o, o.source)
    return None


def _is_cleft(s: Scene) -> bool:
    first, second = s.word(s.unit.first), s.word(s.unit.first + 1)
    return (
        first is not None
        and first.low in s.table.takes_up
        and second is not None
        and second.low in s.table.be
    )


def from_question(s: Scene, previous: Unit | None) -> Iterator[Found]:
    """« Que dit la direction ? Que le site ferme. »: the answer is what she says."""
    opening = s.word(s.unit.first)
    if previous is None or opening is None or previous.paragraph != s.unit.paragraph:
        return
    asked = s.view.words[previous.first : previous.last]
    is_answer = opening.low in s.table.complementizers and s.word(opening.i + 1) is not None
    if not is_answer or asked[-1].text != "?":
        return
    forms = cue_by_form(s.table)
    for that, verb in pairwise(asked):
        row = next((c for c in forms.get(verb.low, ()) if "that" in c.frames and not c.tail), None)
        if that.low not in s.table.complementizers or row is None or verb.i + 1 >= previous.last:
            continue
        source = phrase_after(s.view, verb.i + 1, previous.last, s.table)
        content = content_range(s.view, opening.end, s.unit.end)
        if source is not None and content is not None and s.is_known(source):
            where = span(s.view, *source)
            yield Found(
                content=content, rule="answer", rank=2, cue=(verb.start, verb.end), source=where, row=row
            )
        return


def introduces(scenes: Sequence[Scene]) -> Range | None:
    """« « J'ai tout vu. » Ada Roy, bergère, rentrait du marché. »: the name behind a first quotation.

    Args:
        scenes: A sentence and the next one.
    """
    if len(scenes) < 2 or scenes[0].unit.paragraph != scenes[1].unit.paragraph:  # noqa: PLR2004
        return None
    s = scenes[1]
    opening = s.word(s.unit.first)
    name = next((m for m in s.mentions if m.type == "PER" and m.start >= s.unit.start), None)
    if opening is None or name is None or s.view.quotation_at(s.unit.start) is not None:
        return None
    lead = s.words(s.unit.first, s.view.first_at(name.start))
    if any(w.is_finite or w.text in (",", ":") or w.pos == "ADP" for w in lead):
        return None
    is_new = not any(m.start < name.start and m.text == name.text for m in s.mentions)
    end = phrase_end(s.view, s.view.first_at(name.start), s.unit.last, s.table)
    return (opening.start, span(s.view, opening.i, max(end, opening.i + 1))[1]) if is_new else None


def from_document(s: Scene, previous: Unit | None) -> Iterator[Found]:
    """« Le préjudice y est arrêté à … »: a sentence that goes on with a document just named."""
    there = matches(s.table.told_there, s.text[s.unit.start : s.unit.end])
    if not there:
        return
    colon = next((w for w in s.words(s.unit.first, s.unit.last) if w.text == ":"), None)
    own = _document(s, s.unit.first, colon.i) if colon is not None else None
    before = _document(s, previous.first, previous.last) if own is None and previous is not None else None
    content = content_range(
        s.view, colon.end if own is not None and colon is not None else s.unit.start, s.unit.end
    )
    source = own or before
    if source is not None and content is not None:
        rule = "document-colon" if own is not None else "document-continued"
        yield Found(content=content, rule=rule, rank=6, source=span(s.view, *source))


def _document(s: Scene, first: int, last: int) -> Words | None:
    """The last noun phrase between two words that a document heads."""
    for w in reversed(s.view.words[first:last]):
        if w.low in s.table.documents and w.pos in ("NOUN", "PROPN", "X"):
            start = w.i
            while start > first and s.view.words[start - 1].pos in ("DET", "ADJ"):
                start -= 1
            return start, max(w.i + 1, min(phrase_end(s.view, start, last, s.table), last))
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
