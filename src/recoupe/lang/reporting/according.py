"""« Selon X, P », « P, selon X », « S, selon X, V », « X, selon qui P »: sources after a preposition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from recoupe.lang.cues import Preposition
from recoupe.lang.reporting.antecedents import antecedent
from recoupe.lang.reporting.clauses import clause_end, content_range, is_subordinating, that_before
from recoupe.lang.reporting.found import Found, Scene, Words
from recoupe.lang.reporting.heads import who
from recoupe.lang.reporting.phrases import phrase_end, relayed_by, span
from recoupe.lang.reporting.sources import is_somebody
from recoupe.lang.reporting.view import Word
from recoupe.records import Mention
from recoupe.text.spans import Range

AFTER_SOURCE = 12  # words of time and medium between a source and its comma: « dans le podcast de … »
LONGEST_FIGURE = 6  # words of « cent quarante tracteurs »
SHORTEST_HEAD = 2  # words of « Der Umweg kostet … »: a subject and its verb stand before the phrase
CLOSING = frozenset(".!?;)")  # behind a source phrase: nothing goes on
OPENING = 5  # words that may stand before a phrase that still opens its sentence: « Jeudi matin, selon … »


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a preposition stands: its words, and its row."""

    first: int
    last: int
    row: Preposition


def find_prepositions(s: Scene, mentions: Sequence[Mention]) -> list[Place]:
    """Places of « selon », « d'après »… outside marks; of two that begin together the longer."""
    low = s.text[s.unit.start : s.unit.end].lower().replace("’", "'")
    out: dict[int, Place] = {}
    for row in (p for p in s.table.prepositions if not p.is_behind):
        for at in _places(low, row.words):
            place = Place(
                first=s.view.first_at(s.unit.start + at),
                last=s.view.first_at(s.unit.start + at + len(row.words)),
                row=row,
            )
            known = out.get(place.first)
            if _fits(s, place, mentions) and (known is None or known.last < place.last):
                out[place.first] = place
    return [out[k] for k in sorted(out)]


def _places(low: str, words: str) -> Iterator[int]:
    at = low.find(words)
    while at >= 0:
        after = at + len(words)
        starts = at == 0 or not low[at - 1].isalnum()
        # « d'après-midi » is no « d'après »
        ends = words.endswith("'") or after >= len(low) or not (low[after].isalnum() or low[after] == "-")
        if starts and ends:
            yield at
        at = low.find(words, after)


def _fits(s: Scene, place: Place, mentions: Sequence[Mention]) -> bool:
    """« Pour la maire, … » but not « Pour l'instant, … »: before somebody, first, closed by a comma."""
    if not place.first < place.last < s.unit.last:
        return False
    start = s.view.words[place.first].start
    if s.view.quotation_at(start) is not None:
        return False
    if not place.row.needs_name:
        is_set_off = s.view.words[place.last].text in ",;." or not s.view.is_tagged
        return not place.row.goes_on or is_set_off
    end = phrase_end(s.view, place.last, s.unit.last, s.table)
    is_closed = end < s.unit.last and s.view.words[end].text == ","
    lead = s.text[s.unit.start : start].strip(' «“"')
    is_first = not lead or lead.endswith(":")  # « Incendie du port : pour les pompiers, … »
    source = span(s.view, place.last, end)
    return is_closed and is_first and is_somebody(s.text, source, mentions, s.table)


def by_preposition(s: Scene, places: Sequence[Place]) -> Iterator[Found]:
    """What each preposition attributes."""
    shares = _shared_out(s, places)
    for place in places:
        if place.first in shares:
            cue = (s.view.words[place.first].start, s.view.words[place.last - 1].end)
            source = span(s.view, *_source(s, place)[0])
            yield Found(content=shares[place.first], rule="according-share", rank=0, cue=cue, source=source)
            continue
        own = (place.first, starts_at(s, place))
        here = msgspec.structs.replace(s, stops=[k for k in s.stops if k not in own])
        cue = (s.view.words[place.first].start, s.view.words[place.last - 1].end)
        relatives = (*s.table.relatives, *s.table.prepositional_relatives)
        if not place.row.is_source and s.view.words[place.last].low in relatives:
            yield from _by_relative(here, place, cue)
            continue
        source, end = _source(s, place)
        if place.row.goes_on:
            yield from _by_pronoun(here, place, cue)
            continue
        content = _content(here, place, end)
        if content is None or not (place.row.is_source or _vouches(s, source, place.row)):
            continue
        found = Found(
            content=content[0],
            rule=content[1],
            rank=1,
            cue=cue,
            source=span(s.view, *source),
            is_inside=_is_told(s, place),
        )
        yield found
        on = _joined(here, end) if content[1] == "according-after" else None
        if on is not None:
            yield msgspec.structs.replace(found, content=on, rule="according-joined", rank=3)


def _shared_out(s: Scene, places: Sequence[Place]) -> dict[int, Range]:
    """« 300 selon la ligue, 140 d'après la préfecture »: the figure of each source, by its preposition.

    The first may be a whole clause (« Ils étaient 300 selon la ligue, 140 … »).
    """
    out: dict[int, Range] = {}
    left = s.unit.first
    for number, place in enumerate(places):
        piece = [w for w in s.words(left, place.first) if w.text != "," and w.low not in s.table.conjunctions]
        source, end = _source(s, place)
        has_figure = any(w.pos == "NUM" or w.text[:1].isdigit() or w.low in s.table.figures for w in piece)
        is_bare = len(piece) <= LONGEST_FIGURE and not any(w.is_finite for w in piece)
        rng = content_range(s.view, piece[0].start, piece[-1].end) if piece else None
        if (
            rng is None
            or not has_figure
            or not (is_bare or number == 0)
            or not _vouches(s, source, place.row)
        ):
            return {}
        out[place.first] = rng
        left = end
    return out if len(out) > 1 else {}


def _by_pronoun(s: Scene, place: Place, cue: Range) -> Iterator[Found]:
    """« À l'en croire, P »: whom the pronoun means, the sentences before say."""
    is_told = not s.view.is_tagged and any(o.last <= place.first for o in s.occurrences)
    content = None if is_told else _around_pronoun(s, place) or _content(s, place, place.last)
    if content is not None:
        own = _own(s, content[0]) if place.row.is_own else None
        yield Found(content=content[0], rule=f"{content[1]}-continued", rank=1, cue=cue, source=own)


def _own(s: Scene, content: Range) -> Range | None:
    """« By her own account, Ada Roy … », « Die Bahn hat nach eigenen Angaben … »: the clause's subject."""
    if s.view.is_tagged:
        name = next((m for m in s.mentions if m.type == "PER" and m.start == content[0]), None)
        return (name.start, name.end) if name is not None else None
    first = s.view.first_at(content[0])
    first += s.view.words[first].is_finite  # « Nach eigenen Angaben hat die Bahn … »
    if s.word(first) is None:
        return None
    subject = first, phrase_end(s.view, first, s.unit.last, s.table)
    return span(s.view, *subject) if s.is_known(subject) else None


def _around_pronoun(s: Scene, place: Place) -> tuple[Range, str] | None:
    """« Der Umweg kostet nach ihren Worten eine Stunde »: a clause around the phrase, without a tagger."""
    if s.view.is_tagged or place.first - s.unit.first <= SHORTEST_HEAD:
        return None
    rng = content_range(s.view, _left(s, place.first), clause_end(s, place.last))
    return (rng, "according-middle") if rng else None


def _vouches(s: Scene, source: Words, row: Preposition) -> bool:
    """« selon le naturopathe », not « selon les régions »: of unknown nouns only one alone can speak.

    « d'après les douanes » has no such second sense.
    """
    if s.nouns is None:
        return True
    verdict = who(s.view, source, s.mentions, s.table, s.nouns)
    first = s.view.words[source[0]]
    # « prices vary according to season », « selon les régions »
    is_plural = "Number=Plur" in first.morph or (first.pos == "NOUN" and s.nouns.head_last)
    if verdict == "nobody" and first.pos == "X" and " " in row.words:
        verdict = "unknown"  # « a juicio del » + « árbitro »: the article stands in the preposition
    is_plural &= first.low not in s.table.possessives  # « selon ses services » parts nothing
    if not s.view.is_tagged and row.is_distributive:
        is_plural = not _is_set_off(s, source)  # « varía según la hora del día »
    return verdict == "somebody" or (verdict == "unknown" and not (is_plural and row.is_distributive))


def _is_set_off(s: Scene, source: Words) -> bool:
    """A preposition of one word that opens its sentence, or stands behind a comma."""
    before = s.word(source[0] - 2)
    return before is None or before.text in ",;:—"


def _source(s: Scene, place: Place) -> tuple[Words, int]:
    """Words of the source, and the index after them.

    « un bilan donné par la mairie » names the mairie; « un document révélé par Le Fanal » keeps its relay.
    """
    if place.row.is_source:
        end = phrase_end(s.view, place.last - 1, s.unit.last, s.table)
        return (place.first, end), end
    end = phrase_end(s.view, place.last, s.unit.last, s.table)
    by = s.word(end)
    if by is None or by.low not in s.table.by or s.word(end + 1) is None:
        return (place.last, end), end
    after = phrase_end(s.view, end + 1, s.unit.last, s.table)
    is_anaphor = any(w.low in s.table.anaphors for w in s.view.words[place.last : end])
    return (end + 1 if is_anaphor else place.last, after), after


def _by_relative(s: Scene, place: Place, cue: Range) -> Iterator[Found]:
    source = antecedent(s, place.first)
    content = content_range(s.view, s.view.words[place.last].end, clause_end(s, place.last + 1))
    if content is not None and source is not None and s.may_speak(source):
        yield Found(content=content, rule="according-relative", rank=1, source=span(s.view, *source), cue=cue)


def _content(s: Scene, place: Place, end: int) -> tuple[Range, str] | None:
    """The content before, after or around a source phrase that ends at word `end`."""
    end = _after_relay(s, end)
    # « …, a-t-on appris de source judiciaire »: the content ends before the insert
    first = next(
        (o.first for o in s.occurrences if o.position == "insert" and o.last == place.first), place.first
    )
    that = s.word(end)
    if place.row.is_source and that is not None and that.low in s.table.complementizers:
        rng = content_range(s.view, that.end, clause_end(s, that.i + 1)) if s.word(that.i + 1) else None
        return (rng, "according-that") if rng else None
    left = _left(s, first)
    head = s.view.words[s.view.first_at(left) : first]
    start = _after_time(s, end)
    while (w := s.word(start)) is not None and (w.text in (",", ":") or is_subordinating(s, w)):
        start = start + 1 if w.text in (",", ":") else _after_relative(s, w)
    if not s.view.is_tagged:
        return _untagged_content(s, (left, first), (end, start))
    if start == end and (clause := _relative_around(s, head, end)) is not None:
        return clause, "according-middle"
    is_clause = any(w.is_finite for w in head)
    if w is not None and w.text in CLOSING:
        w = None
    if is_clause and w is not None and _goes_on(s, end, w):
        rng = content_range(s.view, left, clause_end(s, start))
        return (rng, "according-middle") if rng else None
    if is_clause or w is None:
        rng = content_range(s.view, left, s.view.words[first].start)
        return (rng, "according-after") if rng else None
    is_middle = len(head) > OPENING or any(
        x.pos in ("NOUN", "PROPN", "PRON") and x.dep.startswith("nsubj") for x in head
    )
    rng = content_range(s.view, left if is_middle else w.start, clause_end(s, start))
    return (rng, "according-middle" if is_middle else "according") if rng else None


def _relative_before(s: Scene, head: Sequence[Word]) -> Word | None:
    """The relative pronoun whose verb stands right before a source phrase: « …, qui touche selon elle »."""
    w = next((w for w in reversed(head) if w.low in s.table.relatives or w.text == ","), None)
    is_open = w is not None and w.text != "," and any(x.is_finite for x in head if x.i > w.i)
    return w if is_open else None


def starts_at(s: Scene, place: Place) -> int:
    """Index of the word at which what stands before a source phrase ends."""
    relative = _relative_before(s, s.words(s.unit.first, place.first)) if s.view.is_tagged else None
    behind = s.word(_source(s, place)[1])
    is_around = relative is not None and behind is not None and behind.text[:1].isalnum()
    return relative.i if relative is not None and is_around else place.first


def _relative_around(s: Scene, head: Sequence[Word], end: int) -> Range | None:
    """« …, qui touche selon elle 300 foyers, … »: the relative clause in which a source phrase stands."""
    relative, behind = _relative_before(s, head), s.word(end)
    first = s.word(relative.i + 1) if relative is not None else None
    if first is None or behind is None or not behind.text[:1].isalnum():
        return None
    stop = next((w.start for w in s.words(end, s.unit.last) if w.text in (",", ";", ":")), s.unit.end)
    return content_range(s.view, first.start, min(stop, clause_end(s, end)))


def _untagged_content(s: Scene, before: tuple[int, int], behind: tuple[int, int]) -> tuple[Range, str] | None:
    """The same where no word is known for a verb: commas and length tell.

    Args:
        s: The sentence.
        before: Where the clause starts, and the source phrase's first word.
        behind: The word after the source phrase, and the first word of what follows its comma.
    """
    left, first = before
    end, start = behind
    head = s.view.words[s.view.first_at(left) : first]
    rest = [w for w in s.words(start, s.unit.last) if w.text[:1].isalnum()]
    is_set_off = bool(head) and head[-1].text == ","
    if not rest or (is_set_off and (start == end or _is_sentence(head))):
        rng = content_range(s.view, left, s.view.words[first].start)
        return (rng, "according-after") if rng else None
    is_opening = not head or (not is_set_off and not _is_sentence(head)) or s.is_circumstance(head[0])
    rng = content_range(s.view, rest[0].start if is_opening else left, clause_end(s, rest[0].i))
    return (rng, "according" if is_opening else "according-middle") if rng else None


def _is_sentence(head: Sequence[Word]) -> bool:
    return any(w.is_finite for w in head) or len(head) > OPENING


def _after_relay(s: Scene, end: int) -> int:
    """« Selon X, cité mardi par Le Phare, P »: who carried it is no content."""
    by = relayed_by(s.view, end, s.unit.last, s.table)
    return end if by is None else phrase_end(s.view, by, s.unit.last, s.table)


def _goes_on(s: Scene, comma: int, first: Word) -> bool:
    """« a emporté, selon la mairie, deux maisons »: its object follows the source's comma."""
    if first.i <= comma or s.view.words[comma].text != ",":
        return False
    behind = s.view.words[first.i : s.view.first_at(clause_end(s, first.i))]
    is_part = first.pos in ("DET", "NUM", "ADP", "ADJ") and first.low not in s.table.relatives
    in_channel = any(re.match(row.pattern, s.text[first.start : s.unit.end]) for row in s.table.channels)
    return is_part and not in_channel and not any(w.is_finite for w in behind)


def _joined(s: Scene, comma: int) -> Range | None:
    """« La pompe a lâché, selon lui, et personne n'a été prévenu »: the second clause is the source's too."""
    joint, first = s.word(comma + 1), s.word(comma + 2)
    if not s.view.is_tagged or first is None or joint is None or s.view.words[comma].text != ",":
        return None
    end = clause_end(s, first.i)
    has_verb = any(w.is_finite for w in s.view.words[first.i : s.view.first_at(end)])
    is_joined = joint.low in s.table.conjunctions[:1] and has_verb
    return content_range(s.view, first.start, end) if is_joined else None


def _left(s: Scene, first: int) -> int:
    """Start of the clause before a source phrase: the sentence's, or after « ; », « : » or « que ».

    « Elle explique que, selon la mairie, … » nests: the source's content begins after « que ».
    """
    left = s.unit.start
    for w in s.words(s.unit.first, first):
        if w.text in (";", ":", "(") and s.view.quotation_at(w.start) is None:
            left = w.end
        elif w.text == ")":
            left = s.unit.start
    that = that_before(s, first)
    return max(left, that.end) if that is not None else left


def _is_told(s: Scene, place: Place) -> bool:
    """« Elle explique que, selon la mairie, … »: she has it from the mairie."""
    return that_before(s, place.first) is not None


def _after_relative(s: Scene, relative: Word) -> int:
    """« D'après un rapport que nous avons lu, P »: where the clause closes, or behind it all."""
    has_verb = False
    for w in s.words(relative.i + 1, s.unit.last):
        has_verb = has_verb or w.is_finite
        if w.text == "," and has_verb:
            return w.i
    return s.unit.last if has_verb else relative.i + 1


def _after_time(s: Scene, end: int) -> int:
    """« Selon la mairie lundi soir, … »: time or medium between a source and its comma is no content."""
    for w in s.words(end, end + AFTER_SOURCE):
        if w.text == ",":
            return w.i
        if w.is_finite or not w.text[:1].isalnum():
            break
    return end
