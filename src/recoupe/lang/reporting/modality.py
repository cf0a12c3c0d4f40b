"""How firmly a content is put: the press conditional, the future, denial, possibility."""

from __future__ import annotations

import re
from functools import lru_cache

from recoupe.lang.modality import ModalityTable
from recoupe.lang.reporting.view import View, Word
from recoupe.records import Modality
from recoupe.text.spans import Range

CONDITIONAL_FORM = re.compile(r"r(?:ais|ait|ions|iez|aient)$")  # « serait », « auraient »
# « rouvrirait », « fermerait », « rendrait » even where the tagger reads an imperfect; not « retirait »
FUTURE_STEM = re.compile(r"\w(?:er|[^t]ir|[nu]dr)(?:ais|ait|ions|aient)$")
IMPERFECT_END = re.compile(r"(?:ais|ait|ions|iez|aient)$")
CONDITIONAL_WORD = re.compile(r"\w{2}r(?:ais|ait|ions|aient)\b")
BEHIND_RELATIVE = ("qui", "que", "qu'", "dont", "où")
AS_BELIEVED = re.compile(r"(?:l' ?)?on en croi[tr]")  # « si l'on en croit X » supposes nothing
SECOND_CLAUSE = re.compile(r"[,;] (?:mais|et|car|puis|donc|but|and) |[.;] ")
REACH = 8  # adverbs that may stand between auxiliary and participle: « se serait donc très vite rendu »


@lru_cache(maxsize=64)
def _patterns(rules: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{r})" for r in rules), re.IGNORECASE) if rules else None


def is_press_conditional(view: View, first: int, last: int, table: ModalityTable) -> bool:
    """Tell whether words hold the conditional that marks the unverified (« aurait quitté »).

    Left out: a hypothesis (« si le vent tombait, … ») and pouvoir, devoir, vouloir, aimer (« aurait dû »).
    """
    words = view.words[first:last]
    if not table.conditional_auxiliaries or is_hypothetical(view, first, last, table):
        return False
    return any(
        w.low in table.conditional_auxiliaries and _reports(words, k, table) for k, w in enumerate(words)
    )


def _reports(words: tuple[Word, ...], k: int, table: ModalityTable) -> bool:
    """« aurait quitté », « serait de deux millions », but not « aurait dû partir », « on aurait dit »."""
    for w in words[k + 1 : k + 1 + REACH]:
        if w.low in table.not_reportive:
            return False
        is_adjective = w.pos == "ADJ" and words[k].dep == "aux:tense"  # the tagger's « aurait bougé »
        if is_adjective or (w.pos in ("VERB", "AUX") and not w.is_finite):
            return True
    return words[k].low.startswith("ser")


def read_modality(
    view: View, start: int, end: int, table: ModalityTable, *, quoted: bool = False, rumoured: bool = False
) -> Modality:
    """Modality of a content by its own words.

    `quoted` words are somebody's own and hold no press conditional. `rumoured` says that nothing past reports
    them: then a simple conditional is the press's too (« vaudrait »).
    """
    first, last = view.first_at(start), view.first_at(end)
    low = view.text[start:end].lower().replace("’", "'")
    if not quoted and (
        is_press_conditional(view, first, last, table)
        or is_hearsay(low, table)
        or (rumoured and is_rumour(view, first, last, table))
    ):
        return "conditional"
    is_supposed = is_hypothetical(view, first, last, table) and CONDITIONAL_WORD.search(low)
    if is_supposed or _found(low, tuple(r.pattern for r in table.possible)):
        return "possible"
    if is_future(view, first, last, table) or _found(low, tuple(r.pattern for r in table.planned)):
        return "planned"
    if is_said_false(low, table) or is_absolute(low, table):
        return "denied"
    return "asserted"


def is_hearsay(low: str, table: ModalityTable) -> bool:
    """Tell whether lower-cased words hold a conditional that hands on what others say (« habría cedido »)."""
    return _found(low, tuple(r.pattern for r in table.conditional))


def is_said_false(low: str, table: ModalityTable) -> bool:
    """Tell whether lower-cased words call something untrue (« c'est faux »)."""
    return _found(low, tuple(r.pattern for r in table.denied))


def is_absolute(low: str, table: ModalityTable) -> bool:
    """Tell whether a negation without exception stands in the first clause (« aucun colis n'a été ouvert »).

    A second clause (« on travaille, mais personne ne l'a appris ») and a question deny nothing.
    """
    if low.rstrip(' »”"').endswith("?") or _found(low, tuple(r.pattern for r in table.cancelled)):
        return False
    return _found(SECOND_CLAUSE.split(low, maxsplit=1)[0], tuple(r.pattern for r in table.absolute))


def is_rumour(view: View, first: int, last: int, table: ModalityTable) -> bool:
    """Tell whether the main verb is a simple conditional that hands on what is unverified (« vaudrait »).

    Left out: a hypothesis (« si », « sans … , »), pouvoir, devoir, politeness.
    """
    if not table.not_rumoured or is_hypothetical(view, first, last, table):
        return False
    for w in view.words[first:last]:
        is_verb = w.pos in ("VERB", "AUX")
        if is_verb and (w.is_finite or _has_future_stem(w, table)):
            if view.words[w.i - 1].low in BEHIND_RELATIVE:
                continue
            if w.low in table.conditional_auxiliaries and _hangs_back(view, w, last, table):
                return False
            is_conditional = _is_conditional(w) or _has_future_stem(w, table)
            return is_conditional and bool(CONDITIONAL_FORM.search(w.low)) and not _is_modal(w, table)
    return False


def _hangs_back(view: View, auxiliary: Word, last: int, table: ModalityTable) -> bool:
    """« n'aurait jamais dû ouvrir »: what ought to have been, not what is unverified."""
    ahead = view.words[auxiliary.i + 1 : min(last, auxiliary.i + 1 + REACH)]
    verb = next((w for w in ahead if w.pos in ("VERB", "AUX") or w.low in table.not_reportive), None)
    return verb is not None and verb.low in table.not_reportive


def _has_future_stem(w: Word, table: ModalityTable) -> bool:
    """« vivrait », « fermerait »: a conditional, whatever the tagger reads."""
    stem = CONDITIONAL_FORM.sub("r", w.low)
    return FUTURE_STEM.search(w.low) is not None or (stem != w.low and stem.endswith(table.conditional_stems))


def _is_conditional(w: Word) -> bool:
    """Read so by the tagger, and no imperfect of a verb in -rir or -rer (« découvrait », « montrait »)."""
    return "Mood=Cnd" in w.morph and IMPERFECT_END.sub("", w.low) != w.lemma[:-2]


def _is_modal(w: Word, table: ModalityTable) -> bool:
    """« pourrait », « devrait », also where the tagger's lemma is wrong."""
    return w.lemma in table.not_rumoured or w.low.startswith(table.modal_stems)


def is_hypothetical(view: View, first: int, last: int, table: ModalityTable) -> bool:
    """Tell whether words set a condition: « si le vent tombait », « sans cette aide, … »."""
    words = view.words[first:last]
    for k, w in enumerate(words):
        if w.low in table.hypothesis and w.pos in ("SCONJ", "X"):
            ahead = " ".join(x.low for x in words[k + 1 : k + 5])
            if not AS_BELIEVED.match(ahead):
                return True
    return bool(words) and words[0].low in table.lacking and any(w.text == "," for w in words)


def _found(low: str, rules: tuple[str, ...]) -> bool:
    pattern = _patterns(rules)
    return pattern is not None and pattern.search(low) is not None


def is_negated(view: View, content: Range, table: ModalityTable) -> bool:
    """Tell whether a content is put in the negative at all (« le terrain n'est pas à vendre »)."""
    low = view.text[content[0] : content[1]].lower().replace("’", "'")
    return _found(low, tuple(r.pattern for r in table.negated))


def is_future_in_past(view: View, content: Range) -> bool:
    """« a annoncé qu'elle répondrait », « said it would »: what a past report has still to come."""
    if view.language == "en":
        verbs = [w for w in view.words[view.first_at(content[0]) : view.first_at(content[1])] if w.is_finite]
        return bool(verbs) and verbs[0].low == "would"
    for w in view.words[view.first_at(content[0]) : view.first_at(content[1])]:
        if w.is_finite or FUTURE_STEM.search(w.low):
            is_conditional = _is_conditional(w) and CONDITIONAL_FORM.search(w.low) is not None
            return is_conditional or FUTURE_STEM.search(w.low) is not None
    return False


def is_passive_future(view: View, content: Range) -> bool:
    """« a promis qu'aucun poste ne serait supprimé »: a passive still to come, not what is unverified."""
    words = view.words[view.first_at(content[0]) : view.first_at(content[1])]
    verb = next((w for w in words if w.is_finite), None)
    return verb is not None and verb.low in ("serait", "seraient") and verb.dep == "aux:pass"


def is_future(view: View, first: int, last: int, table: ModalityTable) -> bool:
    """Tell whether the first finite verb stands in the future."""
    if not table.future:
        return False
    for w in view.words[first:last]:
        # no noun ends like « suspendra », though the tagger may read one; « vignerons » is none of its verbs
        is_future_form = (w.pos in ("VERB", "AUX") or w.low.endswith("ra")) and _is_future_form(w, table)
        if (w.is_finite or is_future_form) and view.words[w.i - 1].low not in BEHIND_RELATIVE[:4]:
            is_marked = table.future in w.morph or is_future_form
            if is_marked and w.dep == "aux:tense":
                return False  # « aura coûté » is done
            return is_marked and not CONDITIONAL_FORM.search(w.low)
    return False


def _is_future_form(w: Word, table: ModalityTable) -> bool:
    """« suspendra », « renverrons », whatever the tagger reads; not « tira », which it knows for a past."""
    return w.low.endswith(table.future_endings) and not ("Tense=Past" in w.morph and "Mood=Ind" in w.morph)
