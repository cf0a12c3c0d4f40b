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
REACH = 5  # adverbs that may stand between auxiliary and participle: « se serait donc très vite rendu »


@lru_cache(maxsize=64)
def _patterns(rules: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{r})" for r in rules), re.IGNORECASE) if rules else None


def is_press_conditional(view: View, first: int, last: int, table: ModalityTable) -> bool:
    """Tell whether words hold the conditional that marks the unverified (« aurait quitté »).

    Left out: a hypothesis (« si le vent tombait, … ») and pouvoir, devoir, vouloir, aimer (« aurait dû »).
    """
    words = view.words[first:last]
    if not table.conditional_auxiliaries or any(
        w.low in table.hypothesis and w.pos in ("SCONJ", "X") for w in words
    ):
        return False
    return any(
        w.low in table.conditional_auxiliaries and _reports(words, k, table) for k, w in enumerate(words)
    )


def _reports(words: tuple[Word, ...], k: int, table: ModalityTable) -> bool:
    """« aurait quitté », « serait de deux millions », but not « aurait dû partir », « on aurait dit »."""
    for w in words[k + 1 : k + 1 + REACH]:
        if w.low in table.not_reportive:
            return False
        if w.pos in ("VERB", "AUX") and not w.is_finite:
            return True
    return words[k].low.startswith("ser")


def read_modality(
    view: View, start: int, end: int, table: ModalityTable, *, quoted: bool = False
) -> Modality:
    """Modality of a content by its own words; `quoted` words hold no press conditional."""
    first, last = view.first_at(start), view.first_at(end)
    low = view.text[start:end].lower().replace("’", "'")
    if not quoted and (
        is_press_conditional(view, first, last, table)
        or _found(low, tuple(r.pattern for r in table.conditional))
    ):
        return "conditional"
    if _found(low, tuple(r.pattern for r in table.possible)):
        return "possible"
    if is_future(view, first, last, table) or _found(low, tuple(r.pattern for r in table.planned)):
        return "planned"
    if _found(low, tuple(r.pattern for r in table.denied)):
        return "denied"
    return "asserted"


def _found(low: str, rules: tuple[str, ...]) -> bool:
    pattern = _patterns(rules)
    return pattern is not None and pattern.search(low) is not None


def is_negated(view: View, content: Range, table: ModalityTable) -> bool:
    """Tell whether a content is put in the negative at all (« le terrain n'est pas à vendre »)."""
    low = view.text[content[0] : content[1]].lower().replace("’", "'")
    return _found(low, tuple(r.pattern for r in table.negated))


def is_future_in_past(view: View, content: Range) -> bool:
    """« a annoncé qu'elle répondrait »: a conditional that a past report asks for, not the unverified."""
    for w in view.words[view.first_at(content[0]) : view.first_at(content[1])]:
        if w.is_finite or FUTURE_STEM.search(w.low):
            return ("Mood=Cnd" in w.morph and CONDITIONAL_FORM.search(w.low) is not None) or (
                FUTURE_STEM.search(w.low) is not None
            )
    return False


def is_future(view: View, first: int, last: int, table: ModalityTable) -> bool:
    """Tell whether the first finite verb stands in the future."""
    if not table.future:
        return False
    for w in view.words[first:last]:
        if w.is_finite and view.words[w.i - 1].low not in ("qui", "que", "qu'", "dont"):
            return table.future in w.morph and not CONDITIONAL_FORM.search(w.low)
    return False
