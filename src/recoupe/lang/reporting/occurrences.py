"""How the cues of a sentence stand to their speakers: inserted, after a subject, as a gerund, shared."""

from __future__ import annotations

import msgspec

from recoupe.lang.cues import Cue, cue_by_form
from recoupe.lang.reporting.antecedents import antecedent
from recoupe.lang.reporting.brackets import bracketed, is_complete
from recoupe.lang.reporting.clauses import is_subordinating
from recoupe.lang.reporting.found import Occurrence, Scene, Words
from recoupe.lang.reporting.objects import takes_object
from recoupe.lang.reporting.phrases import (
    BOUNDARIES,
    phrase_after,
    phrase_before,
    phrase_end,
    quoted_name,
)
from recoupe.lang.reporting.verbs import (
    BREAKS_BEFORE,
    has_phase,
    is_past_participle,
    opens_clause,
    phrase_at,
    verb_group,
)
from recoupe.lang.reporting.view import Word

LONGEST_TITLE = 8  # words of a title or of a name after it
AGENT_REACH = 6  # words between a passive and its « par »
ASIDE_REACH = 4  # words of « résume, un brin amer, l'adjoint »
ADDRESSEE_REACH = 5  # words of an addressee before « that »
CLAUSES_UP = 4  # verbs between a cue and the one that has the subject: « a visité …, a été reçue et a dit »
SAME_SUBJECT = frozenset(
    ("conj", "dep", "ROOT", "xcomp", "aux", "aux:pass", "aux:tense", "cop", "acl", "advcl")
)
CLOSING_MARKS = '»”"“’'


def find_occurrences(s: Scene) -> list[Occurrence]:
    """Cues of a sentence in text order; words that only look like one are left out."""
    forms = cue_by_form(s.table)
    out: list[Occurrence] = []
    i = s.unit.first
    while i < s.unit.last:
        here = msgspec.structs.replace(s, occurrences=out)
        groups = (verb_group(here, i, cue) for cue in forms.get(s.view.words[i].low, ()))
        whole = (bracketed(here, o) for o in groups if o is not None and is_complete(here, o))
        placed = (p for o in whole if (p := _placed(here, o)) is not None)
        found = next((p for p in placed if not p.cue.takes or _reports(here, p)), None)
        if found is not None:
            out.append(found)
            i = max(i + 1, found.last)
        else:
            i += 1
    return out


def _reports(s: Scene, o: Occurrence) -> bool:
    """Whether a verb that reports only by its object has such an object; one that has other frames may."""
    return o.cue.frames != ("np",) or (o.position != "insert" and takes_object(s, o))


def _placed(s: Scene, o: Occurrence) -> Occurrence | None:
    """Say how a cue stands, and find its speaker; None when it reports nobody."""
    if o.source is not None and s.table.has_verb_bracket:
        return o if not _is_inserted_after(s, o.source, o) else msgspec.structs.replace(o, position="insert")
    if o.source is not None:  # « a-t-elle dit »
        return msgspec.structs.replace(o, position="insert")
    w, group = s.view.words[o.verb], s.view.words[o.first : o.verb]
    opener = _infinitive_opener(s, o)
    if opener is not None:
        is_without = s.view.words[opener].low in s.table.without
        return msgspec.structs.replace(o, position="gerund", first=opener, is_without=is_without)
    has_auxiliary = any(x.low in s.table.auxiliaries for x in group)
    if not has_auxiliary and not has_phase(s, o.first, o.verb):
        return _unaided(s, o, w)
    if any(x.low in s.table.be for x in group) and not o.cue.is_reflexive:
        return _passive(s, o)
    return _spoken(s, o)


def _unaided(s: Scene, o: Occurrence, w: Word) -> Occurrence | None:
    """A cue without auxiliary: a finite verb, a gerund, a participle that shares one; no bare infinitive."""
    if w.is_infinitive and w.low in _lemma_words(o.cue) and not _is_plain_present(s, o):
        return None
    if _is_gerund(s, w):
        return msgspec.structs.replace(o, position="gerund") if _hangs(s, o) else None
    if is_past_participle(s.view, o.verb, o.cue) and not _is_plain_past(s, w):
        is_shared = _follows(s, o, (*s.table.conjunctions, ",")) and (
            opens_clause(s, o.last) or _shares_auxiliary(s, o)
        )
        return msgspec.structs.replace(o, position="shared") if is_shared and s.occurrences else None
    return _spoken(s, o)


def _lemma_words(cue: Cue) -> list[str]:
    """« faire état » has « faire » for its infinitive, « s'engager » « engager »."""
    return cue.lemma.replace("'", "' ").split()


def _infinitive_opener(s: Scene, o: Occurrence) -> int | None:
    """First word of « avant de » in « …, avant d'assurer que … »; None for cues without such an opener.

    Such an infinitive hangs on its clause as a gerund does.
    """
    head = s.view.words[o.verb if o.first == o.verb else o.first]
    if not (head.is_infinitive or s.view.words[o.verb].is_infinitive):
        return None
    behind = s.word(o.last)
    if behind is None or behind.text == "," or behind.text in BOUNDARIES:
        return None  # « réclame un vote sans attendre »
    for phrase in s.table.infinitive_openers:
        words = phrase.split(" ")
        first = o.first - len(words)
        if first >= s.unit.first and [w.low for w in s.words(first, o.first)] == words:
            return first
    return None


def _is_plain_present(s: Scene, o: Occurrence) -> bool:
    """« …, astronomers say, … »: the tagger's infinitive, but a subject stands right before it."""
    before = s.word(o.first - 1)
    return s.table.has_subject_first and before is not None and before.pos in ("NOUN", "PROPN", "PRON")


def _is_plain_past(s: Scene, w: Word) -> bool:
    """« An aide who asked not to be named blamed … »: the tagger's participle, but a subject hangs on it."""
    subjects = (x for x in s.words(s.unit.first, w.i) if x.head == w.i and x.dep == "nsubj")
    return s.table.has_subject_first and s.view.is_tagged and w.dep == "ROOT" and any(subjects)


def _shares_auxiliary(s: Scene, o: Occurrence) -> bool:
    """« a dénoncé un abandon et promis une loi »: the auxiliary before serves both."""
    before, behind = s.occurrences[-1] if s.occurrences else None, s.word(o.last)
    if before is None or before.verb == before.first or not o.cue.has_object or behind is None:
        return False
    is_joined = _follows(s, o, s.table.conjunctions)
    return is_joined and behind.pos in ("DET", "NUM") and before.position in ("subject", "relative", "shared")


def _passive(s: Scene, o: Occurrence) -> Occurrence | None:
    """« a été annoncée par la mairie »; « le pont est annoncé fermé » reports nobody."""
    agent = _agent(s, o)
    if agent is not None and s.may_speak(agent):
        return msgspec.structs.replace(o, position="passive", source=agent)
    return None if is_past_participle(s.view, o.verb, o.cue) else _spoken(s, o)


def _is_gerund(s: Scene, w: Word) -> bool:
    return bool(s.table.gerund_endings) and w.low.endswith(s.table.gerund_endings)


def _hangs(s: Scene, o: Occurrence) -> bool:
    """« …, précisant que », « tout en niant », « , les jugeant »: a gerund that hangs on its clause."""
    near, edge = s.word(o.verb - 1), s.word(o.first - 1)
    if opens_sentence(s, o):
        return True  # « Estimant avoir été trompée, la fondation … »
    if near is not None and near.low in s.table.clitics:
        edge = s.word(o.verb - 2)
    openers = {*s.table.gerund_openers, *s.table.conjunctions}
    return near is not None and (
        near.low in openers or (edge is not None and (edge.text in (",", "»", "”") or edge.low in openers))
    )


def opens_sentence(s: Scene, o: Occurrence) -> bool:
    """« Tout en reconnaissant un retard, … »: nothing but the gerund's own words before it."""
    return all(w.low in s.table.gerund_openers for w in s.words(s.unit.first, o.first))


def _follows(s: Scene, o: Occurrence, words: tuple[str, ...]) -> bool:
    previous = s.word(o.first - 1)
    return previous is not None and previous.low in words


def _agent(s: Scene, o: Occurrence) -> Words | None:
    """« annoncée hier par la mairie »."""
    for w in s.words(o.last, o.last + AGENT_REACH):
        if w.low in s.table.by:
            return phrase_after(s.view, w.i + 1, s.unit.last, s.table)
        if w.text in BOUNDARIES:
            return None
    return None


def _spoken(s: Scene, o: Occurrence) -> Occurrence | None:
    """An active cue: in a relative clause, inserted, sharing a subject, or after its own."""
    if _follows(s, o, s.table.relatives):
        source = antecedent(s, o.first - 1)
        is_somebody = source is not None and s.may_speak(source, o.cue)
        return msgspec.structs.replace(o, position="relative", source=source) if is_somebody else None
    inserted = _inserted(s, o) if _may_be_insert(s, o) else None
    if inserted is not None:
        return inserted
    if s.occurrences and _follows(s, o, s.table.conjunctions):
        return msgspec.structs.replace(o, position="shared")
    source = _speaker_before(s, o)
    if source is not None and _is_oblique(s, source[0]):
        source = None  # « Jeden Verdacht weist die Bank zurück »
    if (source is None or not s.may_speak(source, o.cue)) and _follows(s, o, s.table.conjunctions):
        source = _subject_before(s, o)
    source = _subject_over(s, o, source) or source
    if source is None or not s.may_speak(source, o.cue):
        source = grammatical_subject(s, o) if s.view.is_tagged else _subject_after(s, o)
    if source is None:
        return msgspec.structs.replace(o, position="subject") if _has_no_subject(s, o) else None
    position = "insert" if _is_inserted_after(s, source, o) else "subject"
    return msgspec.structs.replace(o, position=position, source=source)


def _inserted(s: Scene, o: Occurrence) -> Occurrence | None:
    """A cue between commas or behind marks, with the speaker behind it or, in some languages, with none."""
    source = _speaker_after(s, o)
    is_closed = _follows(s, o, tuple(CLOSING_MARKS))
    is_somebody = source is not None and s.may_speak(source, None if is_closed else o.cue)
    if is_somebody and source and not is_closed and has_open_subject(s, o.first):
        is_somebody = s.is_known(source)
    if source is not None and not is_closed and _is_listed(s, source, o):
        return msgspec.structs.replace(o, position="shared", source=None)
    has_none = source is None and (is_closed or _is_without_subject(s, o))
    if has_none or (is_somebody and source and _can_speak(s, source, o)):
        return msgspec.structs.replace(o, position="insert", source=source)
    return None


def _speaker_before(s: Scene, o: Occurrence) -> Words | None:
    """The noun phrase before a cue; « В прокуратуре уточнили »: the body alone."""
    source = _behind_as(s, o) or phrase_before(s.view, o.first, s.unit.first, s.table)
    source = _within_contact(s, source) if source is not None else None
    if source is None or not _speaks_in(s, o, source[0]):
        return source
    return (source[0] + 1, source[1]) if source[1] - source[0] > 1 else None


def _within_contact(s: Scene, source: Words) -> Words:
    """« a flaw | his office (had denied) »: of two noun phrases side by side the second is the subject."""
    if not s.table.has_subject_first or not s.view.is_tagged:
        return source
    for k in range(source[0] + 1, source[1] - 1):
        w, before = s.view.words[k], s.view.words[k - 1]
        is_owner = w.pos == "DET" or (w.pos == "PRON" and w.low in s.table.possessives)
        if is_owner and before.pos == "NOUN" and w.low not in s.table.quantifiers:
            return k, source[1]
    return source


def _behind_as(s: Scene, o: Occurrence) -> Words | None:
    """« wie Ada Roy, Sprecherin der Bahn, der Zeitung sagte »: who stands first."""
    if not s.table.has_verb_bracket:
        return None
    opened = next((w.i for w in reversed(s.words(s.unit.first, o.first)) if w.low in s.table.asides), None)
    if opened is None or opened + 1 >= o.first or any(w.is_finite for w in s.words(opened, o.first)):
        return None
    first = opened + 1
    source = first, min(phrase_end(s.view, first, s.unit.last, s.table), o.first)
    return source if s.may_speak(source) else None


def _speaker_after(s: Scene, o: Occurrence) -> Words | None:
    """The noun phrase behind a cue: « пишет «Правда» », « сообщили в мэрии » too."""
    k = _past_aside(s, o.last)
    w = s.word(k)
    if w is not None and s.word(k + 1) is not None and _speaks_in(s, o, k):
        return k + 1, phrase_end(s.view, k + 1, s.unit.last, s.table)
    named = quoted_name(s.view, k) if w is not None else None
    return phrase_after(s.view, k, s.unit.last, s.table) if named is None else (k, named)


def _speaks_in(s: Scene, o: Occurrence, k: int) -> bool:
    """« В прокуратуре уточнили », « Aus der Partei hieß es »; not « В Москве заявил министр »."""
    is_open = s.view.words[o.verb].low.endswith(s.table.open_endings)
    return is_open and s.view.words[k].low in s.table.speaks_in


def _has_no_subject(s: Scene, o: Occurrence) -> bool:
    """« También denuncian que … »: nothing but small words before a verb that needs no subject."""
    if not s.table.drops_subject or s.view.quotation_at(s.view.words[o.verb].start) is not None:
        return False
    small = {*s.table.adverbs, *s.table.clitics, *s.table.auxiliaries}
    opens = all(w.low in small for w in s.words(s.unit.first, o.first))
    behind = s.word(o.last)
    governs = behind is not None and (opens_clause(s, o.last) or behind.low in s.table.infinitives)
    return opens and (governs or o.cue.kind == "ask")


def _is_without_subject(s: Scene, o: Occurrence) -> bool:
    """« La familia irá al juez, añadió. »: an insert whose verb needs no subject, in a clause of its own."""
    behind, before = s.word(o.last), s.word(o.first - 1)
    if not s.table.drops_subject or "insert" not in o.cue.frames or s.occurrences or before is None:
        return False
    if behind is not None and behind.text == "," and before.text == ",":
        return True
    comma = next((w.i for w in reversed(s.words(s.unit.first, o.first - 1)) if w.text == ","), s.unit.first)
    is_closed = behind is None or behind.text in BOUNDARIES
    return is_closed and before.text == "," and o.first - comma > LONGEST_TITLE // 2


def _is_listed(s: Scene, source: Words, o: Occurrence) -> bool:
    """« dénonce un abandon, réclame un moratoire et … »: an object behind one verb of a list."""
    before = s.occurrences[-1] if s.occurrences else None
    is_list = before is not None and before.position in ("subject", "shared") and o.cue.has_object
    return is_list and s.view.is_tagged and not s.is_known(source)


def _past_aside(s: Scene, k: int) -> int:
    """« résume, lapidaire, l'adjoint »: the index after a short piece between commas that is no noun."""
    k += phrase_at(s, k, s.table.meanwhile)  # « a rétorqué dans la foulée l'adjoint »
    comma = s.word(k)
    if comma is None or comma.text != ",":
        return k
    for w in s.words(k + 1, k + 1 + ASIDE_REACH):
        if w.text == ",":
            return w.i + 1 if w.i > k + 1 else k
        if w.pos not in ("ADJ", "ADV", "VERB") or w.is_finite or w.is_infinitive:
            return k
    return k


def grammatical_subject(s: Scene, o: Occurrence) -> Words | None:
    """The subject that the parser gives a cue, or its clause, when the words before the cue name nobody.

    « Ada Roy, jointe par nos soins, a dit … », « Ada Roy a visité le site, a été reçue et a dit … ».
    """
    k = o.verb
    for _ in range(CLAUSES_UP):
        for w in reversed(s.words(s.unit.first, o.first)):
            if w.head == k and w.dep.startswith("nsubj") and w.i != k:
                source = _phrase_around(s, w, o.first)
                if s.may_speak(source, o.cue):
                    return source
        head = s.view.words[k].head
        if head == k or s.view.words[k].dep not in SAME_SUBJECT or s.word(head) is None:
            return None
        k = head
    return None


def _is_governed(s: Scene, source: Words) -> bool:
    """« La société qui exploite la ligne dit … »: a verb right before the phrase has it as its object."""
    before = s.word(source[0] - 1)
    if before is None or before.text != ",":
        return before is not None and before.is_finite
    there = s.view.words[source[0]].start, s.view.words[source[1] - 1].end
    # « Museum officials in Linz, Austria, where it hangs, say … »
    return any(m.type == "LOC" and (m.start, m.end) == there for m in s.mentions)


def _subject_over(s: Scene, o: Occurrence, source: Words | None) -> Words | None:
    """The cue's own subject, over the relative clause whose object stands right before the cue."""
    if source is None or not s.view.is_tagged or not _is_governed(s, source):
        return None
    subject = grammatical_subject(s, o)
    return subject if subject is not None and subject[0] < source[0] else None


def _subject_before(s: Scene, o: Occurrence) -> Words | None:
    """« Ada Roy n'en démord pas et soutient que … »: the subject of the verb that « et » joins to the cue."""
    verb = next((w for w in reversed(s.words(s.unit.first, o.first - 1)) if w.is_finite), None)
    return phrase_before(s.view, verb.i, s.unit.first, s.table) if verb is not None else None


def _is_oblique(s: Scene, k: int) -> bool:
    """« Den Verdacht », « jede Absprache »: an object's determiner, no preposition before it."""
    before = s.word(k - 1)
    return s.view.words[k].low in s.table.oblique and (before is None or before.low not in s.table.breaks)


def _subject_after(s: Scene, o: Occurrence) -> Words | None:
    """« Auf ihrer Seite behauptet sie, … »: where the verb comes second, the subject may follow it."""
    source = _speaker_after(s, o)
    if source is None or not s.may_speak(source):
        return None
    return None if _has_no_subject(s, o) and not s.is_known(source) else source


def _phrase_around(s: Scene, w: Word, limit: int) -> Words:
    start = w.i
    before = ("DET", "ADJ", "NUM", "NOUN", "PROPN") if s.table.has_subject_first else ("DET", "ADJ", "NUM")
    while start > s.unit.first and s.view.words[start - 1].pos in before:
        start -= 1
    return start, max(start + 1, min(phrase_end(s.view, start, limit, s.table), limit))


def _may_be_insert(s: Scene, o: Occurrence) -> bool:
    """A comma or mark before the cue, and no subject that waits for it; « comme l'a dit X » always."""
    if _follows(s, o, (*s.table.asides, *s.table.complementizers)):
        return True
    previous = s.word(o.first - 1)
    if s.table.has_subject_first and s.view.is_tagged and _has_apposition(s, o.first):
        return False  # « …, the chairman, Ada Roy, promised »
    if (previous is not None and previous.text not in BREAKS_BEFORE) or "addressee" in o.cue.frames:
        return False
    return not o.cue.has_object or not has_open_subject(s, o.first)


def _can_speak(s: Scene, source: Words, o: Occurrence) -> bool:
    """« a compté six tirs », « dément toute fuite », « annonce que … » have an object behind them."""
    first, behind = s.view.words[source[0]], s.word(o.last)
    if behind is not None and behind.low in s.table.complementizers:
        return False
    is_figure = first.pos == "NUM" and not s.is_known(source)  # « six tirs », not « one official »
    if s.table.has_subject_first and s.view.is_tagged and first.pos == "PRON":
        return False  # « …, officials say it is closed »: no pronoun follows its verb
    return not is_figure and first.pos != "VERB" and first.low not in s.table.quantifiers


def has_open_subject(s: Scene, first: int) -> bool:
    """Tell whether a subject before index `first` still waits for its verb.

    « La préfète, Ada Roy, » does; « Le pont est fermé, » and « Une erreur de plume, » do not: one comma never
    parts a subject from its verb.
    """
    if not s.view.is_tagged:
        return _has_apposition(s, first)
    start, n_commas = s.unit.first, 0
    for w in s.words(s.unit.first, first):
        if s.view.quotation_at(w.start) is not None:
            continue
        if (w.text in (";", ":") or w.pos == "CCONJ") and _has_main_verb(s, start, w.i):
            start, n_commas = w.i + 1, 0
        n_commas += w.text == ","
    return n_commas > 1 and not _has_main_verb(s, start, first) and s.view.words[first - 1].text == ","


def _has_apposition(s: Scene, first: int) -> bool:
    """« Der Direktor der Klinik, Karl Amt, dementierte … »: a short capitalised piece between two commas."""
    commas = [w.i for w in s.words(s.unit.first, first) if w.text == ","]
    *_, opening, before, last = [s.unit.first, -1, -1, *commas]
    if before < 0 or last != first - 1 or before - max(opening, s.unit.first) > LONGEST_TITLE:
        return False
    opening_word = s.view.words[before + 1]
    if opening_word.low in s.table.relative_openers:  # « Ada Roth, die das Tal vermisst, hält … »
        return not any(w.is_finite or _may_be_verb(s, w) for w in s.words(opening, before))
    return opening_word.text[:1].isupper() and last - before <= LONGEST_TITLE


def _may_be_verb(s: Scene, w: Word) -> bool:
    """« Proben | ergaben | einen Wert »: where nouns have capitals, a small word right behind one."""
    is_small = bool(s.table.noun_links) and w.pos == "X" and w.text.islower()
    return is_small and w.i > s.unit.first and s.view.words[w.i - 1].text[:1].isupper()


def _has_main_verb(s: Scene, first: int, last: int) -> bool:
    """A finite verb outside relative and subordinate clauses."""
    is_subordinate, n_commas = False, 0
    for w in s.words(first, last):
        if w.text in (",", ";", ":"):
            is_subordinate = False
        elif is_subordinating(s, w) or w.pos == "SCONJ":
            is_subordinate = True
        # « Notre reporter, présente sur place, … »: an adjective read as a verb after the first comma
        elif w.is_finite and not is_subordinate:
            is_adjective = w.pos == "VERB" and s.view.words[w.i - 1].text == "," and n_commas == 1
            if not is_adjective:
                return True
        n_commas += w.text == ","
    return False


def _is_inserted_after(s: Scene, source: Words, o: Occurrence) -> bool:
    """« …, the council announced »: a comma or mark before the subject, no content behind the cue."""
    edge = source[0] - 1
    leads = s.table.relatives if s.view.is_tagged else (*s.table.relatives, *s.table.auxiliaries)
    while edge > s.unit.first and s.view.words[edge].low in leads:
        edge -= 1  # « …, wie die Stadt mitteilte », « …, hatte die Stadt erklärt »
    if not s.table.has_subject_first or edge <= s.unit.first or s.view.words[edge].text not in ',”"»':
        return False
    has_verb = any(w.is_finite for w in s.words(s.unit.first, edge))
    behind = s.word(o.last)
    # « The ferry, the operator said, had passed »: closed on both sides, it may part subject and verb
    is_closed = behind is not None and behind.text == ","
    if s.view.is_tagged and not has_verb and s.view.words[edge].text == "," and not is_closed:
        return False
    if behind is None or behind.text in BOUNDARIES or behind.text == ",":
        return behind is None or behind.text not in ':«“"'
    if o.cue.kind in ("tell", "promise"):
        ahead = s.words(o.last, o.last + ADDRESSEE_REACH)
        return not any(w.low in s.table.complementizers for w in ahead)
    return behind.low in s.table.breaks or behind.low in s.table.times
