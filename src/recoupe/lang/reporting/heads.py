"""Who can speak: whether a noun phrase is headed by a name, a person, a body, a document or a pronoun."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from recoupe.lang.cues import CueTable
from recoupe.lang.reporting.phrases import quoted_name
from recoupe.lang.reporting.sources import matches
from recoupe.lang.reporting.view import View, Word
from recoupe.lang.titles import TitleTable
from recoupe.records import Mention

Verdict = Literal["somebody", "unknown", "nobody"]
# kinds of cue that things have too (« le parc compte dix cerfs »): their subject must be known to speak
SILENT = frozenset(("count", "see", "document", "reveal"))
LONGEST_NOUN = 4  # words of a noun in the tables (« chambre régionale des comptes »)
OPENING_MARKS = ("«", "“", "„")
MARKS_REACH = 2  # words before a quotation that is no speaker: « d'« absurde » »
SHARE_REACH = 4  # words of « l'un de »
FILLING = frozenset(("DET", "ADJ", "NUM", "ADV"))  # what may stand before a head
NOMINAL = frozenset(("NOUN", "PROPN", "X", "ADJ"))


class Nouns(msgspec.Struct, frozen=True, kw_only=True):
    """Nouns of persons, bodies and documents, lower-cased, and the endings by which others are judged.

    `bodies` are the plurals of bodies (« les gouvernements »): of them the cue decides.
    """

    known: frozenset[str]
    bodies: frozenset[str]
    things: frozenset[str]
    person_endings: tuple[str, ...]
    thing_endings: tuple[str, ...]
    determiners: frozenset[str]
    head_last: bool


@lru_cache(maxsize=32)
def nouns_of(table: CueTable, titles: TitleTable) -> Nouns:
    """Make one language's nouns ready to look up."""
    people = {form.lower() for group in titles.roles for pair in group.nouns for form in pair}
    people |= {noun.lower() for noun in (*titles.documents, *table.documents, *table.witnesses)}
    bodies = {noun.lower() for group in titles.bodies if group.type == "ORG" for noun in group.nouns}
    # no plural of bodies: « selon les régions » compares them, « selon les syndicats » is a collective
    bodies |= {noun.lower() for noun in (*titles.institutions, *table.organisations, *table.collectives)}
    return Nouns(
        known=frozenset(people | bodies | {f"{noun}s" for noun in people}),
        bodies=frozenset(f"{noun}s" for noun in bodies),
        things=frozenset(t for noun in titles.things for t in (noun, f"{noun}s")),
        person_endings=titles.person_endings,
        thing_endings=titles.thing_endings,
        determiners=frozenset(
            (*titles.determiners_m, *titles.determiners_f, *titles.determiners_any, *titles.possessives)
        ),
        head_last=titles.head_last,
    )


def who(
    view: View, words: tuple[int, int], mentions: Sequence[Mention], table: CueTable, nouns: Nouns
) -> Verdict:
    """Judge whether some words can be a source.

    « la préfète », « Moscou », « ce rapport », « elle » can; « les actions de la préfète », « ces derniers
    mois », « bien reçu par la maire » cannot; of a noun that no list knows (« le chocolatier ») its ending
    tells, else it stays unknown.
    """
    first, last = words
    head = view.words[first]
    whole = view.text[head.start : view.words[last - 1].end].lower().replace("’", "'")
    if head.text in "([" or _is_marked(view, first):
        return "nobody"
    if (
        head.is_suffix
        or whole in table.pronouns
        or whole in table.indefinites
        or matches(table.anonymous, whole)
    ):
        return "somebody"
    if not view.is_tagged:
        return _untagged(view, words, mentions, table, nouns)
    first = _after_share(view, words, table)
    if nouns.head_last:
        return _head_last(view, (first, last), mentions, nouns)
    return _head_first(view, (first, last), mentions, table, nouns)


def _after_share(view: View, words: tuple[int, int], table: CueTable) -> int:
    """Index after « l'un de », « one of »: who they are is told by what follows."""
    first, last = words
    for w in view.words[first : min(first + SHARE_REACH, last - 1)]:
        if w.low in table.of and w.i > first:
            return w.i + 1
        if w.pos not in ("PRON", "NUM", "DET"):
            break
    return first


def _is_marked(view: View, first: int) -> bool:
    """« d'« absurde » » is no speaker; « газета «Заречье» » is."""
    marked = [w for w in view.words[first : first + MARKS_REACH] if any(m in w.text for m in OPENING_MARKS)]
    return any(quoted_name(view, w.i) is None for w in marked)


def _head_first(
    view: View, words: tuple[int, int], mentions: Sequence[Mention], table: CueTable, nouns: Nouns
) -> Verdict:
    """French: the head is the first noun; what stands before it may only determine it."""
    first, last = words
    for k in range(first, last):
        w = view.words[k]
        known = _is_known(view, k, last, nouns)
        named = _names(w, mentions)
        if k == first and w.low in (*table.own, *table.pronouns) and not (known or named):
            if w.pos == "PRON" and w.low in table.pronouns:
                return "somebody"
            continue
        if w.low in table.times or w.low in table.breaks:
            return "nobody"
        if named or known or _is_capital(view, k):
            return "somebody"
        if w.pos in NOMINAL and not (w.pos == "ADJ" and _goes_on(view, k + 1, last)):
            is_bare = w.pos == "ADJ" and k == first
            return "nobody" if is_bare else _by_shape(view, k, last, mentions, nouns)
        if w.pos not in FILLING:
            return "somebody" if _is_apposed(view, k, last, mentions) else "nobody"
    return "nobody"


def _head_last(view: View, words: tuple[int, int], mentions: Sequence[Mention], nouns: Nouns) -> Verdict:
    """English: the head is the last noun before a preposition; a name in that part is enough."""
    first, last = words
    end = next((k for k in range(first, last) if _ends_head(view.words[k])), last)
    if end == first:  # « engineer Ada Roy » after « to »: the tagger takes the noun for a verb
        is_named = first + 1 < last and view.words[first].low not in nouns.determiners
        told = is_named and view.words[first].pos == "VERB" and _names(view.words[first + 1], mentions)
        return "somebody" if told else "nobody"
    if any(_names(w, mentions) or w.pos == "PROPN" for w in view.words[first:end]):
        return "somebody"
    if any(_is_known(view, k, end, nouns) for k in range(first, end)):
        return "somebody"
    head = next((w for w in reversed(view.words[first:end]) if w.pos in NOMINAL), None)
    return "nobody" if head is None else _by_ending(head, nouns)


def _ends_head(w: Word) -> bool:
    """A preposition or a verb, but not « leaked » in « a leaked memo »."""
    is_adjective = w.pos == "VERB" and w.dep == "amod"
    return w.pos in ("ADP", "SCONJ", "VERB", "AUX") and not is_adjective


def _untagged(
    view: View, words: tuple[int, int], mentions: Sequence[Mention], table: CueTable, nouns: Nouns
) -> Verdict:
    """Without parts of speech the first word tells: a preposition or a verb opens no source."""
    first, last = words
    head = view.words[first]
    if head.pos == "PRON" and head.low in table.pronouns:
        return "somebody"
    if view.text[head.start : view.words[last - 1].end].lower() in table.about_before:
        return "nobody"
    if head.pos in ("ADP", "VERB", "AUX", "SCONJ") or head.low in table.times:
        return "nobody"
    if any(w.text[:1].isupper() or _is_known(view, w.i, last, nouns) for w in view.words[first:last]):
        return "somebody"
    elided = head.low.split("'")[0] + "'" if "'" in head.low else head.low  # « l'allenatrice » is one word
    has_determiner = elided in nouns.determiners
    return "unknown" if has_determiner or not nouns.determiners else "nobody"


def _is_capital(view: View, k: int) -> bool:
    """« révèle L'Indépendant du Rieu », « d'après Santé publique »: capitals within a sentence are a name."""
    w, before = view.words[k], view.words[k - 1] if k else None
    if before is None or not w.text[:1].isupper() or w.pos not in NOMINAL:
        return False
    if before.pos == "DET":
        return before.text[:1].isupper() and k > 1 and not _opens(view, k - 1)
    return w.pos == "NOUN" and w.text[1:].islower() and before.text[-1:].isalnum() and not _opens(view, k)


def _opens(view: View, k: int) -> bool:
    return view.words[k - 1].text in '.!?:«“"' or view.words[k - 1].end < view.words[k].start - 1


def _is_apposed(view: View, k: int, last: int, mentions: Sequence[Mention]) -> bool:
    """« l'un des pères, Jean Roy »: a pronoun whose name follows its comma."""
    if view.words[k].pos != "PRON":
        return False
    return any(w.text == "," and _names(view.words[w.i + 1], mentions) for w in view.words[k : last - 1])


def _goes_on(view: View, k: int, last: int) -> bool:
    return k < last and view.words[k].pos in ("NOUN", "PROPN", "ADJ")


def _is_known(view: View, k: int, last: int, nouns: Nouns) -> bool:
    """A known noun of one to four words begins at word `k`."""
    low = view.text[view.words[k].start : view.words[min(k + LONGEST_NOUN, last) - 1].end].lower()
    parts = low.replace("’", "'").split(" ")
    return any(" ".join(parts[:n]).strip(",") in nouns.known for n in range(1, len(parts) + 1))


def _names(w: Word, mentions: Sequence[Mention]) -> bool:
    """A name begins at a word, or at another place where it is written the same."""
    if not w.text[:1].isupper():
        return False
    named = [m for m in mentions if m.type != "EVENT"]
    return any(m.start <= w.start < m.end for m in named) or (
        w.pos == "PRON" and any(w.text in m.text.split() for m in named)
    )


def _by_shape(view: View, k: int, last: int, mentions: Sequence[Mention], nouns: Nouns) -> Verdict:
    """A noun that no list knows: a person's name right behind it, else its ending."""
    head = view.words[k]
    if head.pos in ("PROPN", "X") and head.text[:1].isupper():
        return "somebody"
    for w in view.words[k + 1 : last]:
        if w.pos == "ADP":
            break
        if any(m.type == "PER" and m.start <= w.start < m.end for m in mentions):
            return "somebody"  # « la chocolatière Ada Roy »
    return _by_ending(head, nouns)


def _by_ending(head: Word, nouns: Nouns) -> Verdict:
    if head.low in nouns.things:
        return "nobody"
    if head.low in nouns.bodies:
        return "unknown"
    single = head.low.removesuffix("s") if "Number=Plur" in head.morph else head.low
    if single.endswith(nouns.person_endings):
        is_abstract = single.endswith("eur") and "Gender=Fem" in head.morph  # « la hauteur »
        return "nobody" if is_abstract else "somebody"
    return "nobody" if single.endswith(nouns.thing_endings) else "unknown"
