"""Where words report: each cue of a sentence with its auxiliaries, and how it stands to its speaker."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.lang.cues import Cue, CueTable, cue_by_form
from recoupe.lang.reporting.phrases import BOUNDARIES, phrase_after, phrase_before
from recoupe.lang.reporting.view import Unit, View
from recoupe.records import Modality

Position = Literal["insert", "subject", "gerund", "relative", "passive", "shared", "bare"]
OPENING_MARKS = frozenset('«“„"»”')
BREAKS_BEFORE = frozenset((",", "»", "”", '"', "–", "—", "“", "«", "("))
AUXILIARY_REACH = 7  # « a, lundi soir, de nouveau démenti »
# « conclut », « dit », « corrige » are read as present even where the tagger says participle
PARTICIPLES = tuple(f"{vowel}{end}" for vowel in ("é", "i", "u") for end in ("", "e", "s", "es"))
REGULAR_PARTICIPLES = ("é", "ée", "és", "ées")
LONGEST_TITLE = 8  # words of a title or of a name after it


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """One cue in a sentence.

    Attributes:
        verb: Index of the inflected word.
        first, last: Words of the whole cue, auxiliaries and fixed words included; half-open.
        source: Words of the speaker, or None where another cue's speaker is shared.
        position: How it stands: inserted in the content, after its subject, as a gerund, in a relative clause,
            as a passive with its agent, or sharing the subject of the cue before.
        is_negated: « n'a pas confirmé ».
        modality: What a negation of the cue does to the content, or None.
    """

    cue: Cue
    verb: int
    first: int
    last: int
    position: Position
    source: tuple[int, int] | None
    is_negated: bool = False
    modality: Modality | None = None


def find_occurrences(view: View, unit: Unit, table: CueTable) -> list[Occurrence]:
    """Cues of a sentence in text order; words that only look like one are left out."""
    forms = cue_by_form(table)
    out: list[Occurrence] = []
    i = unit.first
    while i < unit.last:
        found = None
        for cue in forms.get(view.words[i].low, ()):
            found = _occurrence(view, unit, i, cue, table, out)
            if found is not None:
                break
        if found is not None:
            out.append(found)
            i = found.last
        i += 1 if found is None else 0
    return out


def _occurrence(
    view: View, unit: Unit, i: int, cue: Cue, table: CueTable, before: list[Occurrence]
) -> Occurrence | None:
    last = _tail(view, unit, i, cue)
    if last is None:
        return None
    first = _group_start(view, unit, i, table, before[-1].last if before else unit.first)
    group = view.words[first:last]
    if cue.is_reflexive and not any(w.low in table.reflexives for w in group[: i - first]):
        return None
    if (
        not cue.is_reflexive
        and not cue.tail
        and any(w.low in table.third_reflexives for w in group[: i - first])
    ):
        return None
    inside = view.quotation_at(view.words[i].start)
    if (
        inside is not None
        and inside.start < view.words[first].start
        and not _is_told(view, first, last, cue, table)
    ):
        is_insert = any(view.words[k].is_suffix for k in range(first, min(last + 1, unit.last)))
        if not is_insert:
            return None
    suffix = next(
        (
            k
            for k in range(first, min(last + 3, unit.last))
            if view.words[k].is_suffix and view.words[k].low in table.pronouns + table.indefinites
        ),
        None,
    )
    if suffix is not None and any(w.text in BOUNDARIES or w.text == "," for w in view.words[first:suffix]):
        suffix = None
    if suffix is not None:
        last = max(last, suffix + 1)
    if not _is_verbal(view, i, first, suffix, cue, table):
        return None
    negated = _is_negated(view, first, last, i, table)
    return _placed(view, unit, table, before, Occurrence(
        cue=cue, verb=i, first=first, last=last, position="subject",
        source=(suffix, suffix + 1) if suffix is not None else None, is_negated=negated,
    ))  # fmt: skip


def _is_told(view: View, first: int, last: int, cue: Cue, table: CueTable) -> bool:
    """« Elle m'a raconté que … » inside a quotation: the speaker passes on what somebody told."""
    return cue.kind in ("tell", "say", "ask", "reveal") and any(
        w.low in table.first_person for w in view.words[first : last + 1]
    )


def _tail(view: View, unit: Unit, i: int, cue: Cue) -> int | None:
    """Index after the fixed words of a cue (« savoir »), or None when they are missing."""
    k = i + 1
    for word in cue.tail:
        while (
            k < unit.last
            and k < i + 5
            and not _is_tail(view.words[k].low, word)
            and (view.words[k].is_suffix or view.words[k].pos == "ADV")
        ):
            k += 1
        if k >= unit.last or not _is_tail(view.words[k].low, word):
            return None
        k += 1
    return k


def _is_tail(low: str, word: str) -> bool:
    return low in (word, word[:-1] + "'")  # « faire état d'un … »


def _group_start(view: View, unit: Unit, i: int, table: CueTable, floor: int) -> int:
    """Index of the first word of the verb group: auxiliaries, clitics, negation and adverbs included."""
    start = k = i
    while k > max(floor, i - AUXILIARY_REACH):
        w = view.words[k - 1]
        if w.text == "," and k == start:
            auxiliary = _auxiliary_before(view, k - 1, max(floor, i - AUXILIARY_REACH), table)
            return start if auxiliary is None else auxiliary
        if w.low in table.auxiliaries and (w.pos in ("AUX", "VERB", "X") or w.is_suffix or w.low in table.be):
            start = k - 1
        elif w.pos == "DET" and w.low not in ("l'", "m'", "s'"):
            break  # « la note » is a noun
        elif w.low in table.clitics or w.low in table.reflexives or (w.is_suffix and w.low != w.text):
            if k == start and not (k - 1 == floor and w.text[:1].isupper()):
                start = k - 1
        elif not (w.pos == "ADV" or w.low in table.adverbs or w.low in table.fillers):
            break
        elif w.pos == "ADV" and not view.is_tagged:
            break
        k -= 1
    return start


def _auxiliary_before(view: View, comma: int, floor: int, table: CueTable) -> int | None:
    """« a, pour sa part, jugé »: the auxiliary before a piece between commas."""
    for k in range(comma - 1, floor, -1):
        if view.words[k].text == ",":
            w = view.words[k - 1]
            return k - 1 if w.pos == "AUX" and w.low in table.auxiliaries else None
    return None


def _is_verbal(view: View, i: int, first: int, suffix: int | None, cue: Cue, table: CueTable) -> bool:
    w = view.words[i]
    if suffix is not None or cue.tail or first < i or not view.is_tagged:
        return True
    before = view.words[i - 1] if i else None
    if before is not None and before.pos == "DET" and before.low not in table.clitics:
        return False
    if w.pos in ("VERB", "AUX"):
        return True
    if before is None or before.pos == "ADP" or w.pos == "PROPN":
        return False
    if w.pos in ("ADV", "SCONJ", "ADP"):  # « dément » read as an adverb
        return True
    if before.text in BREAKS_BEFORE or before.pos in ("PROPN", "PRON") or _clause_follows(view, i, table):
        return True
    return before.pos in ("NOUN", "ADJ") and not _has_verb_near(view, i)


def _has_verb_near(view: View, i: int) -> bool:
    """A finite verb between the stops and marks around a word: then the word itself need not be one."""
    first = last = i
    while (
        first > 0
        and view.words[first - 1].text not in ".;:»”"
        and view.words[first - 1].text[-1:] not in ".!?"
    ):
        first -= 1
    while last < len(view.words) and view.words[last].text not in '.;:!?«“"':
        last += 1
    return any(w.is_finite and w.i != i for w in view.words[first:last])


def _clause_follows(view: View, i: int, table: CueTable) -> bool:
    return i + 1 < len(view.words) and view.words[i + 1].low in (
        *table.complementizers,
        *table.negations,
        ":",
    )


def _is_negated(view: View, first: int, last: int, i: int, table: CueTable) -> bool:
    return any(w.low in table.negations for w in view.words[max(0, first - 1) : i])


def _placed(
    view: View, unit: Unit, table: CueTable, before: list[Occurrence], o: Occurrence
) -> Occurrence | None:
    """Say how a cue stands, and find its speaker; None when it reports nobody."""
    w = view.words[o.verb]
    is_gerund = (
        w.low.endswith("ant")
        or "Tense=Pres|VerbForm=Part" in w.morph
        or "VerbForm=Ger" in w.morph
        or (view.language == "en" and w.low.endswith("ing"))
    )
    is_participle = _is_past_participle(view, o.verb, o.cue)
    has_auxiliary = any(x.low in table.auxiliaries for x in view.words[o.first : o.verb])
    previous = view.words[o.first - 1] if o.first > unit.first else None
    if o.source is not None:  # « a-t-elle dit »
        return msgspec.structs.replace(o, position="insert")
    if w.is_infinitive and w.low.endswith(o.cue.lemma[-2:]) and not has_auxiliary:
        return None
    if is_gerund and not has_auxiliary:
        near = view.words[o.verb - 1] if o.verb > unit.first else None
        if near is not None and near.low in table.clitics and o.verb - 2 >= unit.first:
            previous = view.words[o.verb - 2]  # « , les jugeant … »
        if (
            previous is not None
            and near is not None
            and (
                previous.text == ","
                or {previous.low, near.low} & {*table.gerund_openers, *table.conjunctions}
                or previous.text in "»”"
            )
        ):
            return msgspec.structs.replace(o, position="gerund")
        return None
    agent = _agent(view, unit, o, table)
    if agent is not None:
        return msgspec.structs.replace(o, position="passive", source=agent)
    if is_participle and not has_auxiliary:
        if (
            previous is not None
            and previous.low in (*table.conjunctions, ",")
            and before
            and _clause_follows(view, o.last - 1, table)
        ):
            return msgspec.structs.replace(o, position="shared")
        return None
    if (
        any(x.low in table.be for x in view.words[o.first : o.verb])
        and not o.cue.is_reflexive
        and is_participle
    ):
        return None  # « le pont est annoncé fermé »: nobody speaks
    return _spoken(view, unit, table, before, o)


def _is_past_participle(view: View, i: int, cue: Cue) -> bool:
    morph, low = view.words[i].morph, view.words[i].low
    if view.language == "fr" and not low.endswith(
        REGULAR_PARTICIPLES if cue.lemma.endswith("er") else PARTICIPLES
    ):
        return False
    return "VerbForm=Part" in morph and "Tense=Past" in morph and "Mood=" not in morph


def _agent(view: View, unit: Unit, o: Occurrence, table: CueTable) -> tuple[int, int] | None:
    if not any(x.low in table.be for x in view.words[o.first : o.verb]) or o.last >= unit.last:
        return None
    for k in range(o.last, min(o.last + 6, unit.last)):
        if view.words[k].low in table.by:
            return phrase_after(view, k + 1, unit.last, table)
        if view.words[k].text in BOUNDARIES:
            return None
    return None


def _spoken(
    view: View, unit: Unit, table: CueTable, before: list[Occurrence], o: Occurrence
) -> Occurrence | None:
    previous = view.words[o.first - 1] if o.first > unit.first else None
    if previous is not None and (previous.low in table.relatives):
        end = o.first - 2 if o.first - 2 > unit.first and view.words[o.first - 2].text == "," else o.first - 1
        source = _antecedent(before, end) or phrase_before(view, end, unit.first, table)
        return msgspec.structs.replace(o, position="relative", source=source) if source else None
    if _opens_insert(view, unit, o, table) or (
        (previous is None or previous.text in BREAKS_BEFORE)
        and "addressee" not in o.cue.frames
        and ("np" not in o.cue.frames or not has_open_subject(view, unit, o.first, table))
    ):
        source = phrase_after(view, o.last, unit.last, table)
        if source is not None and not _takes_object(view, o, table) and _can_speak(view, source, table):
            return msgspec.structs.replace(o, position="insert", source=source)
        if previous is not None and previous.text in '»”"“' and source is None:
            return msgspec.structs.replace(o, position="insert")
    if previous is not None and previous.low in table.conjunctions and before:
        return msgspec.structs.replace(o, position="shared")
    source = phrase_before(view, o.first, unit.first, table)
    if source is None:
        return None
    if _is_inserted_after_subject(view, unit, source, o, table):
        return msgspec.structs.replace(o, position="insert", source=source)
    return msgspec.structs.replace(o, source=source)


def _antecedent(before: list[Occurrence], end: int) -> tuple[int, int] | None:
    """Speaker of an insert that ends where a relative clause begins: « …, dit le maire, qui … »."""
    return next((o.source for o in before if o.source is not None and o.source[1] == end), None)


def _opens_insert(view: View, unit: Unit, o: Occurrence, table: CueTable) -> bool:
    """« comme l'a annoncé la mairie », « ce qu'affirme le maire »."""
    previous = view.words[o.first - 1] if o.first > unit.first else None
    return (
        previous is not None
        and previous.low in (*table.asides, *table.complementizers)
        and previous.i >= unit.first
    )


def has_open_subject(view: View, unit: Unit, first: int, table: CueTable) -> bool:
    """Tell whether a subject before index `first` still waits for its verb.

    « La préfète, Ada Roy, » does; « Le pont est fermé, » and « Une erreur de plume, » do not: one comma never
    parts a subject from its verb.
    """
    if not view.is_tagged:
        return _has_apposition(view, unit, first)
    start, n_commas = unit.first, 0
    for w in view.words[unit.first : first]:
        if view.quotation_at(w.start) is not None:
            continue
        if w.text in (";", ":") or w.pos == "CCONJ":
            start, n_commas = (w.i + 1, 0) if _has_main_verb(view, start, w.i, table) else (start, n_commas)
        n_commas += w.text == ","
    return (
        n_commas > 1 and not _has_main_verb(view, start, first, table) and view.words[first - 1].text == ","
    )


def _has_apposition(view: View, unit: Unit, first: int) -> bool:
    """« Der Direktor der Klinik, Karl Amt, dementierte … »: a short capitalised piece between two commas."""
    words = view.words[unit.first : first]
    commas = [w.i for w in words if w.text == ","]
    if len(commas) < 2 or commas[-1] != first - 1 or commas[-2] - unit.first > LONGEST_TITLE:
        return False
    return view.words[commas[-2] + 1].text[:1].isupper() and commas[-1] - commas[-2] <= LONGEST_TITLE


def _has_main_verb(view: View, first: int, last: int, table: CueTable) -> bool:
    """A finite verb outside relative and subordinate clauses."""
    is_subordinate = False
    for w in view.words[first:last]:
        if w.text in (",", ";", ":"):
            is_subordinate = False
        elif (
            w.low in table.relatives
            or w.low in table.complementizers
            or w.pos == "SCONJ"
            or "PronType=Rel" in w.morph
        ):
            is_subordinate = True
        elif w.is_finite and not is_subordinate and not _is_apposed(view, first, w.i):
            return True
    return False


def _is_apposed(view: View, first: int, i: int) -> bool:
    """« Notre reporter, présente sur place, … »: an adjective read as a verb after the first comma."""
    return (
        view.words[i].pos == "VERB"
        and view.words[i - 1].text == ","
        and not any(w.text == "," for w in view.words[first : i - 1])
    )


def _can_speak(view: View, source: tuple[int, int], table: CueTable) -> bool:
    """« a compté six tirs », « dément toute fuite » have an object behind them, no speaker."""
    first = view.words[source[0]]
    return first.pos not in ("NUM", "VERB") and first.low not in table.quantifiers


def _takes_object(view: View, o: Occurrence, table: CueTable) -> bool:
    """« , annonce que … » has its clause behind it: no insert."""
    return o.last < len(view.words) and view.words[o.last].low in table.complementizers


def _is_inserted_after_subject(
    view: View, unit: Unit, source: tuple[int, int], o: Occurrence, table: CueTable
) -> bool:
    """« …, the council announced »: a comma or mark before the subject, nothing of a content behind the cue."""
    edge = source[0] - 1
    while edge > unit.first and view.words[edge].low in table.relatives:
        edge -= 1  # « …, wie die Stadt mitteilte »
    if (
        not table.has_subject_first
        or edge <= unit.first
        or view.words[edge].text not in (",", "”", '"', "»", ",”")
    ):
        return False
    head = view.words[unit.first : edge]
    if view.is_tagged and not any(w.is_finite for w in head) and view.words[edge].text == ",":
        return False
    if o.last >= unit.last:
        return True
    follower = view.words[o.last]
    if follower.text in BOUNDARIES or follower.text == ",":
        return follower.text not in ':«“"'
    if "addressee" in o.cue.frames or o.cue.kind == "tell":
        return not any(w.low in table.complementizers for w in view.words[o.last : o.last + 5])
    return follower.low in table.breaks or follower.low in table.times
