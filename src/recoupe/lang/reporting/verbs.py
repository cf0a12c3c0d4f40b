"""Where a form of a cue is that cue: its group of auxiliaries and clitics, its fixed words, its class."""

from __future__ import annotations

from functools import lru_cache

from recoupe.lang.cues import Cue, CueTable
from recoupe.lang.reporting.found import Occurrence, Scene
from recoupe.lang.reporting.phrases import BOUNDARIES, phrase_after
from recoupe.lang.reporting.view import View, Word

BREAKS_BEFORE = frozenset((",", "»", "”", "’", '"', "–", "—", "“", "«", "("))
AUXILIARY_REACH = 7  # « a, lundi soir, de nouveau démenti »
TAIL_REACH = 4  # « fait donc aussi savoir »
SUFFIX_REACH = 2  # « a-t-elle dit », « fait-il savoir »
TOLD = frozenset(("tell", "say", "ask", "reveal", "claim", "promise", "confirm"))
# « conclut », « dit », « corrige » are read as present even where the tagger says participle
PARTICIPLES = tuple(f"{vowel}{end}" for vowel in ("é", "i", "u") for end in ("", "e", "s", "es"))
SURE_PARTICIPLES = ("ite", "its", "ites")  # « dite », « écrits »: no finite form of such a verb
REGULAR_PARTICIPLES = ("é", "ée", "és", "ées")


def verb_group(s: Scene, i: int, cue: Cue) -> Occurrence | None:
    """The cue that word `i` inflects, its group around it; None when the word is something else."""
    last = _after_tail(s, i, cue)
    if last is None:
        return None
    first = _first_of_group(s, i)
    before = s.view.words[first:i]
    if not _fits_reflexive(cue, before, s.table) or _is_quoted(s, first, i, last, cue):
        return None
    if cue.lead and not any(w.low == cue.lead for w in before):
        return None
    suffix = _suffix(s, first, last)
    if suffix is None and not (cue.tail or first < i or _is_verbal(s, i)):
        return None
    only = only_behind(s, first, last)
    return Occurrence(
        cue=cue,
        verb=i,
        first=first,
        last=last if suffix is None else max(last, suffix + 1),
        position="subject",
        source=None if suffix is None else (suffix, suffix + 1),
        is_negated=only is None and _is_negated(s, first, i, cue),
        only=only,
    )


def _is_negated(s: Scene, first: int, i: int, cue: Cue) -> bool:
    """« n'a pas confirmé »; « n'en démord pas » is said so, « pas » being the cue's own word."""
    own = (*s.table.clitics, *s.table.negations, *s.table.quantifiers)
    is_own = any(word in own for tail in cue.tail for word in tail.split("|"))
    return not is_own and any(w.low in s.table.negations for w in s.view.words[max(0, first - 1) : i])


def only_behind(s: Scene, first: int, last: int) -> int | None:
    """« ne recense d'ailleurs que deux cas »: index of « que », or None where nothing restricts the verb."""
    before = s.view.words[max(s.unit.first, first - 1) : last]
    if not s.table.only or not any(w.low in s.table.negations for w in before):
        return None
    k = last
    while (w := s.word(k)) is not None and w.low not in (*s.table.only, *s.table.clitics):
        n = phrase_at(s, k, s.table.meanwhile) or int(w.low in s.table.adverbs or w.pos == "ADV")
        if n == 0:
            return None
        k += n
    behind = s.word(k + 1)
    is_object = behind is not None and behind.pos in ("DET", "NUM", "PROPN", "ADJ") and not behind.is_finite
    return k if w is not None and w.low in s.table.only and is_object else None


def _after_tail(s: Scene, i: int, cue: Cue) -> int | None:
    """Index after the fixed words of a cue (« savoir »), or None when they are missing."""
    k = i + 1
    for tail in cue.tail:
        while (w := s.word(k)) is not None and not _is_tail(w, tail) and k <= i + TAIL_REACH:
            if not (w.is_suffix or w.low in s.table.adverbs):
                return None
            k += 1
        if w is None or not _is_tail(w, tail):
            return None
        k += 1
    return k


def _is_tail(w: Word, tail: str) -> bool:
    return any(w.low in (word, word[:-1] + "'") for word in tail.split("|"))  # « faire état d'un … »


def _first_of_group(s: Scene, i: int) -> int:
    """Index of the first word of the verb group: auxiliaries, clitics, negation and adverbs included."""
    floor = max(s.occurrences[-1].last if s.occurrences else s.unit.first, i - AUXILIARY_REACH)
    start = k = _before_phase(s, i, floor)
    while k > floor:
        w = s.view.words[k - 1]
        if w.text == "," and k == start:
            auxiliary = _auxiliary_before(s, k - 1, floor)
            return start if auxiliary is None else auxiliary
        is_auxiliary = w.low in s.table.auxiliaries and (w.pos in ("AUX", "VERB", "X") or w.is_suffix)
        is_first_word = k - 1 == floor and w.text[:1].isupper()  # « Lui soutient … »: a subject
        if is_auxiliary or (_is_clitic(w, s.table) and k == start and not is_first_word):
            start = k - 1
        elif not (_is_clitic(w, s.table) or _is_filler(s.view, w, s.table)):
            n = _phrase_before(s, k, s.table.meanwhile)
            if n == 0:
                break
            k -= n - 1  # « a pour sa part exclu »
        k -= 1
    return start


@lru_cache(maxsize=32)
def _phrases_by(phrases: tuple[str, ...], end: int) -> dict[str, tuple[list[str], ...]]:
    """The words of each listed phrase, by the first (0) or last (-1) of them."""
    out: dict[str, tuple[list[str], ...]] = {}
    for phrase in phrases:
        words = phrase.split(" ")
        out[words[end]] = (*out.get(words[end], ()), words)
    return out


def phrase_at(s: Scene, k: int, phrases: tuple[str, ...]) -> int:
    """Number of words of the listed phrase that begins at word `k` (« pour l'heure »), 0 for none."""
    w = s.word(k)
    for words in _phrases_by(phrases, 0).get(w.low, ()) if w is not None else ():
        if [x.low for x in s.words(k, k + len(words))] == words:
            return len(words)
    return 0


def _phrase_before(s: Scene, k: int, phrases: tuple[str, ...]) -> int:
    """Number of words of the listed phrase that ends before word `k`, 0 for none."""
    w = s.word(k - 1)
    for words in _phrases_by(phrases, -1).get(w.low, ()) if w is not None else ():
        if [x.low for x in s.words(k - len(words), k)] == words:
            return len(words)
    return 0


def _before_phase(s: Scene, i: int, floor: int) -> int:
    """Index of « fini » in « a fini par admettre »: the verb on which an infinitive cue hangs, else `i`."""
    if not s.view.words[i].is_infinitive:
        return i
    end = i
    while end - 1 > floor and _is_clitic(s.view.words[end - 1], s.table):
        end -= 1  # « a tenu à le rappeler »
    for phase in s.table.phases:
        words = phase.split(" ")
        first = end - len(words)
        elided = [*words[:-1], words[-1][:-1] + "'"] if words[-1] in s.table.objects else words
        if first >= floor and [w.low for w in s.view.words[first:end]] in (words, elided):
            return first  # « vient d'admettre » too
    return i


def has_phase(s: Scene, first: int, verb: int) -> bool:
    """Whether a cue's group opens with such a verb (« a tenu à rappeler »)."""
    return _before_phase(s, verb, first) < verb and _before_phase(s, verb, first) >= first


def _is_clitic(w: Word, table: CueTable) -> bool:
    if w.pos == "DET" and not w.low.endswith("'"):
        return False  # « la note » is a noun
    return w.low in table.clitics or w.low in table.reflexives or w.is_suffix


def _is_filler(view: View, w: Word, table: CueTable) -> bool:
    return w.low in table.adverbs or w.low in table.fillers or (w.pos == "ADV" and view.is_tagged)


def _auxiliary_before(s: Scene, comma: int, floor: int) -> int | None:
    """« a, pour sa part, jugé »: the auxiliary before a piece between commas."""
    for k in range(comma - 1, floor, -1):
        if s.view.words[k].text == ",":
            w = s.view.words[k - 1]
            return k - 1 if w.pos == "AUX" and w.low in s.table.auxiliaries else None
    return None


def _fits_reflexive(cue: Cue, before: tuple[Word, ...], table: CueTable) -> bool:
    if cue.is_reflexive and any(w.low in table.third_reflexives for w in before):
        return True
    if cue.is_reflexive:  # « je me demande », not « il m'a demandé »
        return any(w.low in table.reflexives for w in before) and not any(
            w.is_finite and "Person=3" in w.morph for w in before
        )
    return bool(cue.tail) or not any(w.low in table.third_reflexives for w in before)


def _is_quoted(s: Scene, first: int, i: int, last: int, cue: Cue) -> bool:
    """A cue between marks counts only as an insert (« …, dit-elle, … ») or as told (« m'a raconté »)."""
    inside = s.view.quotation_at(s.view.words[i].start)
    if inside is None or inside.start >= s.view.words[first].start:
        return False
    near = s.words(first, last + 1)
    is_own = any(w.is_finite and "Person=1" in w.morph for w in near)  # « Nous avons prévenu le port »
    is_told = cue.kind in TOLD and not is_own and any(w.low in s.table.first_person for w in near)
    is_suffixed = any(w.is_suffix for w in near)
    return not is_told and not is_suffixed and not _is_inserted(s, first, last, cue)


def _is_inserted(s: Scene, first: int, last: int, cue: Cue) -> bool:
    """« La toiture, a insisté Ada Roy, a été refaite. »: between marks, but not the speaker's words."""
    if s.view.words[first - 1].text != "," or "insert" not in cue.frames:
        return False
    source = phrase_after(s.view, last, s.unit.last, s.table)
    behind = s.word(source[1]) if source is not None else None
    is_closed = behind is None or behind.text in ',.!?»”"' or (source or (0, 0))[1] >= s.unit.last
    return source is not None and is_closed and s.is_known(source)


def _suffix(s: Scene, first: int, last: int) -> int | None:
    """Index of the pronoun that hangs on the verb, or None."""
    for w in s.words(first, last + SUFFIX_REACH):
        if w.text in BOUNDARIES or w.text == ",":
            return None
        if w.is_suffix and w.low in (*s.table.pronouns, *s.table.indefinites):
            return w.i
    return None


def _is_verbal(s: Scene, i: int) -> bool:
    """Whether a form stands as a verb, also where the tagger read a noun or an adverb (« dément »)."""
    w = s.view.words[i]
    if not s.view.is_tagged:
        return True
    before = s.view.words[i - 1] if i else None
    if before is None or (before.pos == "DET" and before.low not in s.table.clitics):
        return w.pos in ("VERB", "AUX") and before is None
    if w.pos in ("VERB", "AUX"):
        return True
    if before.pos == "ADP" or w.pos == "PROPN":
        return False
    if w.pos in ("ADV", "SCONJ", "ADP") or before.text in BREAKS_BEFORE or before.pos in ("PROPN", "PRON"):
        return True
    is_after_subject = before.pos in ("NOUN", "ADJ") and not _has_verb_near(s, i)
    return opens_clause(s, i + 1) or is_after_subject or _governs_infinitive(s, i)


def _governs_infinitive(s: Scene, i: int) -> bool:
    """« La commune menace de saisir le juge si … »: read as a noun, but nothing before it is a verb."""
    ahead = s.words(i + 1, i + 3)
    is_open = len(ahead) > 1 and ahead[0].low in s.table.objects and ahead[1].is_infinitive
    return is_open and not any(w.is_finite for w in s.words(s.unit.first, i))


def _has_verb_near(s: Scene, i: int) -> bool:
    """A finite verb between the stops and marks around a word: then the word itself need not be one."""
    first = last = i
    while first > s.unit.first and s.view.words[first - 1].text not in ":;»”":
        first -= 1
    while last < s.unit.last and s.view.words[last].text not in '.;:!?«“"':
        last += 1
    return any(w.is_finite and w.i != i for w in s.view.words[first:last])


def opens_clause(s: Scene, k: int) -> bool:
    """Whether word `k` is « que », « ne » or a colon."""
    w = s.word(k)
    return w is not None and w.low in (*s.table.complementizers, *s.table.negations, ":")


def is_past_participle(view: View, i: int, cue: Cue) -> bool:
    """Whether a cue's form is a past participle."""
    morph, low = view.words[i].morph, view.words[i].low
    if view.language == "fr" and low.endswith(SURE_PARTICIPLES) and not cue.lemma.endswith("er"):
        return True
    if view.language == "fr":
        endings = REGULAR_PARTICIPLES if cue.lemma.endswith("er") else PARTICIPLES
        return low.endswith(endings) and not view.words[i].is_finite
    return "VerbForm=Part" in morph and "Tense=Past" in morph and "Mood=" not in morph
