"""From a cue to its content: clause, infinitive, noun phrase, colon, quoted words."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from recoupe.lang.reporting.brackets import held, particle_of
from recoupe.lang.reporting.clauses import (
    clause_end,
    content_range,
    is_subordinating,
    parts,
    phrase_stop,
    quotation_opened_by,
    quoted_range,
)
from recoupe.lang.reporting.found import Found, Occurrence, Scene, Words
from recoupe.lang.reporting.inserts import found, inserted, quotation_after_colon
from recoupe.lang.reporting.objects import NOMINAL, first_of_object, past_fillers, takes_object
from recoupe.lang.reporting.occurrences import opens_sentence
from recoupe.lang.reporting.phrases import BOUNDARIES, phrase_end, span
from recoupe.lang.reporting.sources import matches
from recoupe.lang.reporting.view import Word
from recoupe.text.quotes import Quotation
from recoupe.text.spans import Range

REACH = 16  # words between a cue and its « que »: addressee, time and place stand there
COMMA_REACH = 4  # words between a cue and the comma that opens its clause: « behauptet sie, … »
NEAR = 12  # words between a cue and the quoted words it governs
SHORTEST = 3  # characters of a noun content: less is a pronoun or a sign
LEADING = frozenset(("tell",))  # kinds of cue whose object may only lead to the words said

Content = tuple[Range, str, int]  # range, rule, rank


def extract(s: Scene) -> Iterator[Found]:
    """Every attribution that the cues of one sentence make."""
    speaker: Range | None = None
    for o in s.occurrences:
        source = s.somebody(_source(s, o, speaker))
        here = msgspec.structs.replace(s, stops=[k for k in s.stops if k != o.first])
        given = list(inserted(here, o, source) if o.position == "insert" else _governed(here, o, source))
        yield from given
        if source is not None and (given or o.position != "passive"):
            speaker = source


def _source(s: Scene, o: Occurrence, speaker: Range | None) -> Range | None:
    if o.source is not None:
        return span(s.view, *(_heard_from(s, o) or o.source))
    if o.position == "gerund" and opens_sentence(s, o):
        return _subject_behind(s, o)
    return speaker or _subject(s, o) if o.position in ("gerund", "shared") else speaker


def _heard_from(s: Scene, o: Occurrence) -> Words | None:
    """Who stands behind « on »: « a-t-on appris auprès de la préfecture », « Au ministère, on assure … »."""
    if o.source is None or s.view.words[o.source[0]].low not in s.table.indefinites:
        return None
    return _seat(s, o.source[0]) or _asked(s, o)


def _seat(s: Scene, one: int) -> Words | None:
    """« Au ministère, on assure … »: « on » speaks for the seat that opens the sentence."""
    opening, comma = s.word(s.unit.first), s.word(one - 1)
    if opening is None or comma is None or comma.text != "," or opening.low not in s.table.places:
        return None
    source = opening.i + 1, phrase_end(s.view, opening.i + 1, comma.i, s.table)
    there = span(s.view, *source)
    is_town = any(m.type == "LOC" and (m.start, m.end) == there for m in s.mentions)  # « À Paris, on … »
    return source if source[1] == comma.i and not is_town and s.is_known(source) else None


def _asked(s: Scene, o: Occurrence) -> Words | None:
    """« a-t-on appris auprès de la préfecture »: who was asked."""
    k = asked = _past_times(s, o.last)
    while (w := s.word(k)) is not None and w.low in s.table.heard_from:
        k += 1
    if k == asked or w is None:
        return None
    source = k, phrase_end(s.view, k, s.unit.last, s.table)
    return source if s.is_known(source) else None


def _past_times(s: Scene, k: int) -> int:
    while (w := s.word(k)) is not None and w.low in s.table.times:
        k += 1
    return k


def _subject_behind(s: Scene, o: Occurrence) -> Range | None:
    """« Estimant avoir été trompée, la fondation réclame … »: the subject of the clause that follows."""
    for w in s.words(o.last, s.unit.last):
        if w.text != "," or s.view.quotation_at(w.start) is not None:
            continue
        end = phrase_end(s.view, w.i + 1, s.unit.last, s.table) if s.word(w.i + 1) is not None else w.i
        if end > w.i + 1 and s.is_known((w.i + 1, end)):
            return span(s.view, w.i + 1, end)
    return None


def _subject(s: Scene, o: Occurrence) -> Range | None:
    """Subject of the main clause, for a gerund without an earlier speaker."""
    subjects = [
        w
        for w in s.words(s.unit.first, o.first)
        if w.dep.startswith("nsubj") and w.low not in s.table.relatives and "PronType=Rel" not in w.morph
    ]
    head = s.view.words[o.verb].head
    for w in sorted(subjects, key=lambda x: (x.head != head, -x.i)):
        start = w.i
        while start > s.unit.first and s.view.words[start - 1].pos in (*NOMINAL, "NUM"):
            start -= 1
        source = span(s.view, start, phrase_end(s.view, start, o.first, s.table))
        if s.somebody(source) is not None:
            return source
    return None


def _governed(s: Scene, o: Occurrence, source: Range | None) -> Iterator[Found]:
    """« X dit que … », « affirme avoir … », « dénonce … »: the content that follows its cue."""
    content = _content(s, o) if o.position != "passive" else None
    content = _without(s, o, content) if o.is_without else content
    if content is None:
        return
    rng, rule, rank = content
    rng = _within_relative(s, o, _within_aside(s, o, rng))
    rng = _before_second_verb(s, rng) if rule == "inf" else rng
    name = rule if o.position == "subject" else f"{o.position}-{rule}"
    if rule == "np" and o.cue.kind in LEADING and _leads(s, rng):
        yield from quotation_after_colon(s, o, s.view.first_at(rng[1]), source)
        return
    rng, apposed = _without_apposed(s, rng)
    for part in parts(s, rng) if rule in ("that", "bare") else [rng]:
        yield found(s, o, part, source, (name, rank))
    if apposed is not None:
        word = found(s, o, apposed, source, ("apposed-quote", 2))
        yield msgspec.structs.replace(word, modality="asserted")
    k = s.view.first_at(rng[1])
    w = s.word(k)
    if (
        rule in ("np", "predicate", "whole") and w is not None and w.text == ":"
    ):  # « évoque une panne : le frein aurait lâché »
        on = _colon(s, k)
        is_told = any(
            x.position == "insert" and x.first > k for x in s.occurrences
        )  # « : il n'y aura, dit-elle, … »
        if on is not None and not is_told:
            yield found(s, o, on[0], source, on[1:])
    else:
        yield from quotation_after_colon(s, o, k, source)


def _without_apposed(s: Scene, rng: Range) -> tuple[Range, Range | None]:
    """« conteste ce papier, « un montage grossier » »: a content, and behind its comma a word for it."""
    q = next((q for q in s.view.quotations if q.depth == 0 and q.end == rng[1] and q.start > rng[0]), None)
    if q is None or not s.view.is_tagged or not s.text[rng[0] : q.start].rstrip().endswith(","):
        return rng, None
    words = s.view.words[s.view.first_at(q.inner_start) : s.view.first_at(q.inner_end)]
    is_name_for = bool(words) and words[0].pos == "DET" and not any(w.is_finite for w in words)
    before = content_range(s.view, rng[0], q.start)
    return (before, quoted_range(s.view, q)) if is_name_for and before is not None else (rng, None)


def _before_second_verb(s: Scene, rng: Range) -> Range:
    """« jure ne rien savoir et brandit ses cahiers »: what the speaker does besides is no part of it."""
    for w in s.view.words[s.view.first_at(rng[0]) : s.view.first_at(rng[1])]:
        if (
            w.is_finite
            or is_subordinating(s, w)
            or w.text in ",;:"
            or s.view.quotation_at(w.start) is not None
        ):
            return rng  # another subject may have come in between
        if is_second_verb(s, w.i):
            return content_range(s.view, rng[0], w.start) or rng
    return rng


def is_second_verb(s: Scene, k: int) -> bool:
    """« promet « toute la lumière » et renvoie … »: word `k` joins a second verb to the speaker's first."""
    joint = s.word(k)
    ahead = (x for x in s.words(k + 1, k + 4) if x.low not in (*s.table.clitics, *s.table.negations))
    verb = next(ahead, None) if joint is not None and joint.low in s.table.conjunctions else None
    return verb is not None and verb.is_finite


def _is_aside(s: Scene, o: Occurrence) -> bool:
    """« …, avant de promettre une aide, … »: an infinitive beside the clause."""
    return o.position == "gerund" and s.view.words[o.verb].is_infinitive


def _within_aside(s: Scene, o: Occurrence, rng: Range) -> Range:
    """« a assuré, avant de promettre une aide, que … »: what the main verb opens is no part of it."""
    before = s.word(o.first - 1)
    if not _is_aside(s, o) or before is None or before.text != ",":
        return rng
    for w in s.view.words[s.view.first_at(rng[0]) : s.view.first_at(rng[1])]:
        if w.text == "," and s.view.quotation_at(w.start) is None:
            return content_range(s.view, rng[0], w.start) or rng
    return rng


def _without(s: Scene, o: Occurrence, content: Content | None) -> Content | None:
    """« …, sans faire état de blessés »: the whole phrase, since it says that none is spoken of."""
    if content is None or content[1] != "np" or "question" in o.cue.frames:
        return None
    return (s.view.words[o.first].start, content[0][1]), "without", content[2]


def _leads(s: Scene, rng: Range) -> bool:
    """« a détaillé son voyage : « … » »: the noun only leads to what is said."""
    k = s.view.first_at(rng[1])
    w = s.word(k)
    return w is not None and w.text == ":" and quotation_opened_by(s, k + 1) is not None


def _within_relative(s: Scene, o: Occurrence, rng: Range) -> Range:
    """« Le gouverneur, qui dit n'accuser personne, réclame … »: the comma before the main verb ends it."""
    before = s.word(o.first - 2)
    if o.position != "relative" or before is None or before.text != "," or not s.view.is_tagged:
        return rng
    for w in s.view.words[s.view.first_at(rng[0]) : s.view.first_at(rng[1])]:
        ahead = s.words(w.i + 1, w.i + 4)
        verb = next(
            (x for x in ahead if x.low not in s.table.clitics and x.low not in s.table.negations), None
        )
        if w.text == "," and verb is not None and verb.is_finite and s.view.quotation_at(w.start) is None:
            return content_range(s.view, rng[0], w.start) or rng
    return rng


def _content(s: Scene, o: Occurrence) -> Content | None:
    if o.is_negated and o.cue.polarity > 0:
        return None
    if (story := _story(s, o)) is not None:
        return story
    if o.only is not None or (o.cue.takes and o.cue.frames == ("np",)):
        return _noun_phrase(s, o)
    begin = o.last if not o.cue.particle else (particle_of(s, o) or o.last - 1) + 1
    is_aside = _is_aside(s, o)
    for w in s.words(begin, begin + REACH):
        if (w.i in s.stops and w.i != o.last) or w.text in ";.!?" or (w.text == "," and is_aside):
            break
        opened = _opened(s, o, w)
        if opened is not None:
            return opened
        if w.is_finite or quotation_opened_by(s, w.i) is not None:
            break
    within = held(s, o)
    if within and within[0].pos != "PUNCT":
        rng = content_range(s.view, within[0].start, within[-1].end)
        return (rng, "bracket", 4) if rng is not None else None
    own = _bare(s, o) or _adjective(s, o) or _called(s, o) or _noun_phrase(s, o)
    return own or _whole(s, o) or _topic(s, o)


def _topic(s: Scene, o: Occurrence) -> Content | None:
    """« Jede Absprache bestreitet der Verein », « Den Preis gibt sie mit zwei Euro an »: the object first."""
    lead = s.words(s.unit.first, o.first)
    is_inverted = o.source is not None and o.source[0] >= o.last and bool(lead)
    if not s.table.has_verb_bracket or not is_inverted or "np" not in o.cue.frames:
        return None
    if s.is_circumstance(lead[0]) or any(w.is_finite or w.text == "," for w in lead):
        return None
    end = lead[-1].end if o.cue.polarity < 0 else clause_end(s, o.last)
    rng = content_range(s.view, lead[0].start, end)
    return (rng, "topic", 4) if rng is not None else None


def _whole(s: Scene, o: Occurrence) -> Content | None:
    """« Le rapport innocente le chauffeur »: the clause itself is what its subject says."""
    if "whole" not in o.cue.frames or o.source is None or o.position != "subject" or not s.is_known(o.source):
        return None
    is_inverted = s.table.has_verb_bracket and o.source[0] >= o.last  # « Am Montag will er klagen »
    start, end = s.unit.start if is_inverted else span(s.view, *o.source)[0], clause_end(s, o.last)
    behind = list(s.words(o.last, s.view.first_at(end)))
    colon = next((w for w in behind if w.text == ":"), None)
    if colon is not None or (behind and behind[-1].low in s.table.conjunctions):
        end = (colon or behind[-1]).start
    rng = content_range(s.view, start, end)
    return (rng, "whole", 5) if rng is not None else None


def _called(s: Scene, o: Occurrence) -> Content | None:
    """« appelle les deux capitales à la retenue »."""
    first = s.word(o.last)
    if (
        o.cue.kind != "ask"
        or "np" in o.cue.frames
        or first is None
        or first.pos not in ("DET", "PROPN", "NUM")
    ):
        return None
    to = next((w for w in s.words(first.i + 1, first.i + NEAR) if w.low in s.table.to), None)
    rng = content_range(s.view, first.start, phrase_stop(s, first.i)) if to is not None else None
    return (rng, "np", 4) if rng is not None else None


def _adjective(s: Scene, o: Occurrence) -> Content | None:
    """« se dit prête à témoigner »."""
    w = s.word(o.last)
    is_quality = w is not None and (w.pos == "ADJ" or "VerbForm=Part" in w.morph)
    return _ranged(s, o.last, "adjective", 4) if "adjective" in o.cue.frames and is_quality else None


def _opened(s: Scene, o: Occurrence, w: Word) -> Content | None:
    """The content that a word behind a cue opens: « que », « : », « « », « si », an infinitive."""
    q = quotation_opened_by(s, w.i)
    if q is not None:
        return _quoted(s, o, w.i, q)
    if "question" in o.cue.frames and w.low in s.table.questions and w.pos != "PRON":
        return _ranged(s, w.i, "question", 2)
    if "inf" in o.cue.frames and _opens_infinitive(s, w.i):
        return _ranged(s, w.i, "inf", 3)
    return _joined(s, o, w)


def _joined(s: Scene, o: Occurrence, w: Word) -> Content | None:
    """The content behind « que », a colon or, in a language without a tagger, a comma."""
    if w.low in s.table.complementizers and not _is_other_that(s, w.i, o):
        return _ranged(s, w.i + 1, "that", 2)
    if w.text == ":":
        is_whole = "whole" in o.cue.frames and "colon" not in o.cue.frames
        return (_whole(s, o) if is_whole else _noun_phrase(s, o)) or _colon(s, w.i)
    if w.text == "," and not s.view.is_tagged and _opens_clause(s, o, w):
        follower = s.word(w.i + 1)
        skipped = follower is not None and follower.low in s.table.complementizers
        return _ranged(s, w.i + 1 + skipped, "comma", 3)
    return None


def _opens_clause(s: Scene, o: Occurrence, comma: Word) -> bool:
    """« behauptet sie, P », « teilte am Abend mit, P », « Wie die Bahn mitteilte, P »."""
    start = (o.source or (o.first, o.last))[0]
    if s.view.words[s.unit.first].low in s.table.about_before and o.first - s.unit.first <= 1:
        return False  # « Das geht aus dem Bericht hervor, den die Stadt … »
    is_as = start > s.unit.first and s.view.words[start - 1].low in s.table.asides
    between = s.view.words[o.last : comma.i]
    is_near = len(between) < COMMA_REACH or between[-1].low == o.cue.particle
    # « sagte dem Sender Radio Lahn dagegen, P »: the comma before a German clause may stand far off
    is_near |= s.table.has_verb_bracket and not any(w.is_finite for w in between)
    return is_near and ("that" in o.cue.frames or is_as)


def _is_other_that(s: Scene, k: int, o: Occurrence) -> bool:
    """« prévenu que le 15 », « plus vieux que prévu », « ainsi que », « dénonce la mesure que … »."""
    between = s.view.words[o.last : k]
    if between and between[-1].low in s.table.also:
        between = between[:-1]  # « soutient aussi que »
    if len(between) > 1 and between[-1].low in s.table.demonstratives:
        return True  # « se dit satisfait de ce qu'il a vu », not « s'oppose à ce que … »
    near = () if between and between[-1].text == "," else between[-3:]  # « soutient, sans rire, que »
    if any(w.low in s.table.comparatives or w.low in s.table.negations for w in near):
        return True
    return (
        s.view.words[k].pos == "PRON"
        and not o.cue.tells_object
        and any(w.pos in ("DET", "NUM") and s.view.words[w.i - 1].pos != "ADP" for w in between)
    )


def _ranged(s: Scene, k: int, rule: str, rank: int) -> Content | None:
    w = s.word(k)
    rng = (
        content_range(s.view, w.start, min(clause_end(s, k), _end_of_opening(s, k)))
        if w is not None
        else None
    )
    return (rng, rule, rank) if rng else None


def _end_of_opening(s: Scene, k: int) -> int:
    """« Estimant avoir été trompée, la fondation … »: what a first gerund governs ends at its subject."""
    opening = next((o for o in s.occurrences if o.position == "gerund" and opens_sentence(s, o)), None)
    if opening is None or any(o.last <= k and o is not opening for o in s.occurrences):
        return s.unit.end
    subject = _subject_behind(s, opening)
    return subject[0] if subject is not None else s.unit.end


def _colon(s: Scene, k: int) -> Content | None:
    q = quotation_opened_by(s, k + 1)
    return (quoted_range(s.view, q), "colon-quote", 1) if q is not None else _ranged(s, k + 1, "colon", 3)


def _opens_infinitive(s: Scene, k: int) -> bool:
    w = s.view.words[k]
    if w.low in s.table.infinitives:
        return True
    if w.is_infinitive:
        before = s.word(k - 1)  # « réclame un vote sans attendre »: no content
        return before is None or (before.pos != "DET" and before.low not in s.table.without)
    if s.view.language == "en":
        return w.low.endswith("ing") and w.pos in ("VERB", "AUX")
    ahead = s.words(k + 1, k + 5)  # « ne plus jamais avoir »
    verb = next((x for x in ahead if x.is_finite or x.is_infinitive), None)
    return w.low in s.table.negations and verb is not None and not verb.is_finite


def _quoted(s: Scene, o: Occurrence, k: int, q: Quotation) -> Content | None:
    """« dénonce une décision « hâtive » » takes the noun too; « dit à l'AFP « … » » does not."""
    if k - o.last > NEAR or not ("quote" in o.cue.frames or o.cue.has_object):
        return None
    between = s.view.words[o.last : k]
    noun = next((w for w in between if w.pos in NOMINAL and w.low not in s.table.times), None)
    if noun is not None and not any(
        w.pos == "ADP" and w.low not in s.table.objects for w in s.view.words[o.last : noun.i]
    ):
        rng = content_range(s.view, noun.start, clause_end(s, noun.i))
        return (rng, "np-quote", 2) if rng else None
    end = clause_end(s, k)
    tail = s.text[q.end : end].strip(" .,;!?\u00a0\u202f")
    joint = s.view.first_at(q.end)
    if not tail or is_second_verb(s, joint) or len(tail.split()) > NEAR:
        return quoted_range(s.view, q), "quote", 1
    rng = content_range(s.view, q.start, end)
    return (rng, "quote-on", 1) if rng else None


def _bare(s: Scene, o: Occurrence) -> Content | None:
    """English: « he said the bridge was closed »."""
    first = s.word(o.last)
    if "bare" not in o.cue.frames or first is None or first.pos in ("ADP", "ADV", "SCONJ", "PUNCT"):
        return None
    words = s.view.words[o.last : s.view.first_at(clause_end(s, o.last))]
    verb = next((w for w in words if w.is_finite), None)
    if verb is None or not any(w.pos in NOMINAL or w.pos == "PRON" for w in s.view.words[o.last : verb.i]):
        return None
    return _ranged(s, o.last, "bare", 3)


def _noun_phrase(s: Scene, o: Occurrence) -> Content | None:
    """« nie tout emprunt », « chiffre la participation à 12 % », « fait état de trois blessés »."""
    inside = s.view.quotation_at(s.view.words[o.verb].start)
    # « il m'a raconté son voyage » says nothing of it; « le vent annonçait la neige »
    is_windy = o.cue.kind == "announce" and o.source is not None and not s.is_known(o.source)
    if "np" not in o.cue.frames or (inside is not None and o.cue.kind == "tell") or is_windy:
        return None
    k = first_of_object(s, o)
    w = s.word(k)
    is_degree = o.cue.kind == "ask" and any(x.low in s.table.degrees for x in s.words(o.last, k + 1))
    if is_degree or (o.cue.takes and not takes_object(s, o)):
        return None
    if w is not None and w.low in s.table.about_before and _is_alone(s, w.i):
        return None  # « Das Amt weist das zurück »
    is_nominal = w is not None and (w.pos in NOMINAL or w.pos == "PRON" or w.low in s.table.quantifiers)
    if w is None or not is_nominal or w.text in BOUNDARIES:
        return None
    rng = content_range(s.view, w.start, min(phrase_stop(s, k), _end_of_opening(s, k)))
    if (
        rng is None
        or (rng[1] - rng[0] < SHORTEST and not s.text[rng[0]].isdigit())
        or matches(s.table.anonymity, s.text[slice(*rng)])
    ):
        return None  # « requiert l'anonymat » says nothing
    # « n'en a retenu qu'une poignée », « ramène la perte à 9 000 euros »: the verb says it too
    is_whole = o.only is not None or bool(o.cue.takes)
    return ((s.view.words[o.first].start, rng[1]), "predicate", 4) if is_whole else (rng, "np", 4)


def _is_alone(s: Scene, k: int) -> bool:
    """No noun behind word `k`: a sign, or the one small word that closes the clause (« das zurück »)."""
    w, behind = s.word(k + 1), s.word(k + 2)
    is_small = w is not None and w.text.islower() and (behind is None or not behind.text[:1].isalnum())
    return w is None or not w.text[:1].isalnum() or is_small


def _story(s: Scene, o: Occurrence) -> Content | None:
    """« « Il m'a raconté une histoire : il est allé … » »: all of it is his, up to the teller's own words.

    Were half of it his and half its teller's, claims would part what is one.
    """
    inside = s.view.quotation_at(s.view.words[o.verb].start)
    near = (*s.words(o.first, o.verb), *s.words(o.last, o.last + 1))
    is_to_me = any(x.low in s.table.first_person for x in near)
    if inside is None or o.cue.kind != "tell" or "np" not in o.cue.frames or not is_to_me:
        return None
    w = s.word(past_fillers(s, o.last + (s.view.words[o.last].low in s.table.first_person)))
    if w is None or w.pos not in (*NOMINAL, "DET"):
        return None
    end = quoted_range(s.view, inside)[1]
    told = s.view.words[w.i : s.view.first_at(end)]
    own = next((x.i for x in told if "Person=1" in x.morph or x.low in s.table.first_person), None)
    stop = next((x for x in reversed(told) if own is not None and x.i < own and x.text in ".!?…"), None)
    here = [x for x in told if x.i < s.unit.last]
    mark = next((x.i for x in here if x.text in (",", ":")), None)
    goes_on = mark is not None and any(x.is_finite for x in here if x.i > mark)
    if not goes_on or (own is not None and stop is None):
        return None
    rng = content_range(s.view, w.start, stop.end if stop is not None else end)
    return (rng, "story", 2) if rng is not None else None
