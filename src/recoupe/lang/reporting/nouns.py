"""Nouns that report: « démenti de la mairie : … », « l'affirmation selon laquelle … », « her claim that »."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from recoupe.lang.reporting.clauses import clause_end, content_range, quotation_opened_by, quoted_range
from recoupe.lang.reporting.found import Found, Scene, Words
from recoupe.lang.reporting.phrases import phrase_end, span
from recoupe.lang.reporting.view import Word
from recoupe.records import Modality
from recoupe.text.spans import Range

NOUN_REACH = 24  # words in which « démenti ferme de la mairie : » reaches its colon
THAT_REACH = 10  # words in which « la promesse faite hier par l'armateur que » reaches its clause
GENITIVES = ("'s", "'")


def by_noun(s: Scene) -> Iterator[Found]:
    """What a noun of speech attributes: a clause behind a colon, or one that the noun governs."""
    yield from _before_colon(s)
    for w in s.words(s.unit.first, s.unit.last):
        if w.low in s.table.speech_nouns or w.low in s.table.denial_nouns:
            found = _governing(s, w) or _by_agent(s, w)
            if found is not None:
                yield found


def _before_colon(s: Scene) -> Iterator[Found]:
    """« Démenti ferme de la mairie, qui s'étonne : rien n'est signé », « Son verdict : … »."""
    colon = next((w.i for w in s.words(s.unit.first, s.unit.first + NOUN_REACH) if w.text == ":"), None)
    noun = _speech_noun(s, colon) if colon is not None else None
    source = _owner(s, noun, colon) if noun is not None and colon is not None else None
    if colon is None or noun is None or source is None:
        return
    q = quotation_opened_by(s, colon + 1)
    that = s.word(colon + 1)
    begin = that if that is not None and that.low in s.table.complementizers else s.view.words[colon]
    content = quoted_range(s.view, q) if q else content_range(s.view, begin.end, clause_end(s, colon + 1))
    if content is not None:
        yield _found(s, noun, source, content, "noun-colon")


def _speech_noun(s: Scene, colon: int) -> Word | None:
    """The noun of speech that opens a sentence before any verb."""
    for w in s.words(s.unit.first, colon):
        if w.is_finite:
            return None
        if w.low in s.table.speech_nouns or w.low in s.table.denial_nouns:
            return w
    return None


def _owner(s: Scene, noun: Word, end: int) -> Words | None:
    """Whose a noun is: « de la mairie », « par la direction », « the minister's », « son »."""
    before = s.word(noun.i - 1)
    if before is not None and before.low in s.table.possessives:
        return before.i, before.i + 1
    if before is not None and before.low in GENITIVES:
        start = before.i
        while start > s.unit.first and s.view.words[start - 1].pos in ("DET", "NOUN", "PROPN", "ADJ", "NUM"):
            start -= 1
        return (start, before.i) if start < before.i and s.may_speak((start, before.i)) else None
    of = next((w for w in s.words(noun.i + 1, end) if w.low in (*s.table.objects, *s.table.by)), None)
    if of is None or s.word(of.i + 1) is None:
        return None
    source = of.i + 1, min(phrase_end(s.view, of.i + 1, end, s.table), end)
    return source if source[0] < source[1] and s.may_speak(source) else None


def _governing(s: Scene, noun: Word) -> Found | None:
    """« l'affirmation du maire selon laquelle P », « la promesse de l'armateur que P »."""
    for w in s.words(noun.i + 1, noun.i + 1 + THAT_REACH):
        if w.is_finite or w.text in ".;:!?":
            return None
        after = s.word(w.i + 1)
        is_according = w.low == "selon" and after is not None and after.low in s.table.prepositional_relatives
        is_relative = w.pos == "PRON" and w.dep in ("obj", "nsubj")  # « la promesse que tous attendaient »
        if (w.low not in s.table.complementizers or is_relative) and not is_according:
            continue
        source = _owner(s, noun, w.i)
        first = s.word(w.i + 1 + is_according)
        if source is None or first is None:
            return None
        content = content_range(s.view, first.start, _end_of_clause(s, first))
        return _found(s, noun, source, content, "noun-that") if content is not None else None
    return None


def _by_agent(s: Scene, noun: Word) -> Found | None:
    """« l'annonce par la direction d'un rappel », « l'appel des parents à boycotter la cantine »."""
    lead = s.word(noun.i + 1)
    if lead is None or lead.low not in (*s.table.by, *s.table.objects):
        return None
    for w in s.words(lead.i + 2, noun.i + THAT_REACH):
        if w.is_finite or w.text in ".,;:!?«“":
            return None
        first = s.word(w.i + 1)
        opens_deed = lead.low in s.table.by and w.low in s.table.of
        opens_call = w.low in s.table.to and first is not None and first.is_infinitive
        source = lead.i + 1, w.i
        if first is None or not (opens_deed or opens_call) or not s.may_speak(source):
            continue
        begin = w.end if w.low in s.table.of[:2] else first.start
        verb = next((x for x in s.words(first.i, s.unit.last) if x.is_finite or x.text in ",;."), None)
        content = content_range(s.view, begin, verb.start if verb is not None else s.unit.end)
        found = _found(s, noun, source, content, "noun-of") if content is not None else None
        return msgspec.structs.replace(found, modality="planned") if found is not None else None
    return None


def _end_of_clause(s: Scene, first: Word) -> int:
    """Where a subordinate clause ends: before the verb of the main clause that goes on behind it."""
    end = clause_end(s, first.i)
    words = s.view.words[first.i : s.view.first_at(end)]
    verb = next((w for w in words if w.is_finite), None)
    if verb is None:
        return end
    root = verb.i if verb.pos == "VERB" or s.view.words[verb.head].i < first.i else verb.head
    for w in words[verb.i - first.i + 1 :]:
        if not _hangs_on(s, w, root) and (w.is_finite or w.text == ","):
            return w.start
    return end


def _hangs_on(s: Scene, w: Word, root: int) -> bool:
    seen = 0
    while w.i not in (root, w.head) and seen < s.unit.last - s.unit.first:
        w = s.view.words[w.head]
        seen += 1
    return w.i == root


def _found(s: Scene, noun: Word, source: Words, content: Range, rule: str) -> Found:
    told: Modality | None = "denied" if noun.low in s.table.denial_nouns else None
    told = "possible" if noun.low in s.table.fear_nouns else told
    return Found(
        content=content,
        rule=rule,
        rank=0 if rule == "noun-that" else 1,
        cue=(noun.start, noun.end),
        source=span(s.view, *source),
        modality=told,
    )
