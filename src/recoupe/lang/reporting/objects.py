"""The object of a cue: where it starts, and whether by it a verb reports (« n'a vu que deux nuitées »)."""

from __future__ import annotations

from recoupe.lang.reporting.clauses import phrase_stop
from recoupe.lang.reporting.found import Occurrence, Scene
from recoupe.lang.reporting.verbs import phrase_at
from recoupe.lang.reporting.view import Word

ASIDE_REACH = 12  # words of a piece between commas: « relève, pour la seule année 2025, … »
FIGURE_REACH = 2  # words in which « ses 8 % » names its figure
HEAD_REACH = 4  # words in which a document names itself: « le premier relevé »
NOMINAL = frozenset(("DET", "NOUN", "PROPN", "NUM", "ADJ", "X"))


def first_of_object(s: Scene, o: Occurrence) -> int:
    """Index of the first word of a cue's object, behind the « que » of « ne … que » where there is one."""
    return past_fillers(s, _past_subject(s, o)) if o.only is None else o.only + 1


def _past_subject(s: Scene, o: Occurrence) -> int:
    """« Am Montag will er | einen Antrag stellen »: the index behind a subject that follows its verb."""
    is_behind = s.table.has_verb_bracket and o.source is not None and o.source[0] == o.last
    return o.source[1] if is_behind and o.source is not None else o.last


def past_fillers(s: Scene, k: int) -> int:
    """Index after words of time, adverbs, « de », and a piece between commas (« relève, pour 2025, … »)."""
    while (w := s.word(k)) is not None and w.low not in s.table.quantifiers:
        if (n := phrase_at(s, k, s.table.meanwhile)) > 0:
            k += n
        elif w.text == ",":
            closing = next((x.i for x in s.words(k + 1, k + ASIDE_REACH) if x.text == ","), None)
            if closing is None or any(x.is_finite for x in s.words(k, closing)):
                break
            k = closing + 1
        elif w.low in s.table.times or w.pos == "ADV" or (w.low in s.table.objects and w.pos != "DET"):
            k += 1
        else:
            break
    return k


def takes_object(s: Scene, o: Occurrence) -> bool:
    """Whether the object that follows a cue is one by which it reports."""
    k = first_of_object(s, o)
    first = s.word(k)
    is_open = o.only is None and any(w.low in s.table.objects and w.pos != "DET" for w in s.words(o.last, k))
    has_it = any(w.low in s.table.it and w.pos == "PRON" for w in s.words(o.first, o.verb))
    is_quoted = s.view.quotation_at(s.view.words[o.verb].start) is not None
    if first is None or is_open or has_it or is_quoted or (o.cue.by_document and not _is_document(s, o)):
        return False
    words = s.view.words[k : s.view.first_at(phrase_stop(s, k))]
    is_nominal = first.pos in NOMINAL or first.pos == "PRON" or first.low in s.table.quantifiers
    return is_nominal and _is_asked_for(s, o, words)


def _is_asked_for(s: Scene, o: Occurrence, words: tuple[Word, ...]) -> bool:
    if o.cue.takes in ("", "direct"):
        return True
    if o.cue.takes == "only":
        return o.only is not None
    counted = words[:FIGURE_REACH] if o.cue.takes == "said" else words
    if o.cue.takes == "measure":
        to = next((k for k, w in enumerate(words) if w.low in s.table.to), len(words))
        counted = words[to + 1 : to + 1 + FIGURE_REACH]
    has_figure = any(w.pos == "NUM" or w.text[:1].isdigit() or w.low in s.table.figures for w in counted)
    said = (*s.table.speech_nouns, *s.table.denial_nouns, *s.table.fear_nouns, *s.table.contents)
    head = next((w for w in words if w.pos in ("NOUN", "PROPN") or w.low in said), None)
    is_said = head is not None and bool({head.low, head.low.removesuffix("s")} & set(said))
    return has_figure or (o.cue.takes == "said" and is_said)


def _is_document(s: Scene, o: Occurrence) -> bool:
    """« Le relevé montre … », not « la maire montre … »: a document heads the subject."""
    if o.source is None:
        return False
    words = s.view.words[o.source[0] : min(o.source[1], o.source[0] + HEAD_REACH)]
    head = next((w for w in words if w.pos in ("NOUN", "PROPN", "X")), None)
    return head is not None and bool({head.low, head.low.removesuffix("s")} & set(s.table.documents))
