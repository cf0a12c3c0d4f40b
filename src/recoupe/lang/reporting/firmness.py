"""How firmly one attribution puts its content: what the words say, read with the cue that reports them."""

from __future__ import annotations

from recoupe.lang.modality import ModalityTable
from recoupe.lang.reporting.found import Found
from recoupe.lang.reporting.modality import (
    is_absolute,
    is_future_in_past,
    is_negated,
    is_passive_future,
    is_press_conditional,
    is_said_false,
    read_modality,
)
from recoupe.lang.reporting.view import View
from recoupe.records import Modality, ReportType
from recoupe.text.spans import Range

# who puts a thing forward and says « aucun », denies; who tells, thinks, sees or reminds does not
DENYING = frozenset(("claim", "deny", "reply", "say", "announce", "promise", "confirm"))
REPLIES = frozenset(("claim", "deny", "reply"))  # who insists or answers back and negates, denies


def firmness(view: View, f: Found, report_type: ReportType, weak: ModalityTable) -> Modality:
    """Modality of a content, seen from the one who says it.

    « a annoncé que le vol reprendrait » plans, « selon un proche, le vol reprendrait » keeps its distance;
    « dément tout retard » denies, « raconte que personne n'est venu » does not.
    """
    if f.modality is not None:
        return f.modality
    if f.row is not None and f.row.polarity < 0 and f.rule != "colon-quote":
        return "denied"
    is_past = f.rule.endswith(("that", "bare")) and f.cue is not None and _is_past(view, f.cue)
    is_past = is_past or f.rule in ("gerund-that", "shared-that")
    found = read_modality(view, *f.content, weak, quoted=report_type == "direct", rumoured=not is_past)
    if found == "denied":
        return "denied" if _denies(view, f, weak) else _asked(view, f, weak)
    if found == "conditional" and is_past and is_passive_future(view, f.content):
        return "planned"
    if found == "planned" and _is_refused(view, f, weak):
        return "denied"
    return _unmarked(view, f, weak, is_past=is_past) if found == "asserted" else found


def _is_refused(view: View, f: Found, weak: ModalityTable) -> bool:
    """« Il n'y aura aucun départ », rétorque le patron: who insists that a thing will not be, denies it."""
    if f.row is None or f.row.kind not in REPLIES:
        return False
    return is_absolute(view.text[f.content[0] : f.content[1]].lower().replace("’", "'"), weak)


def _is_told_unsure(view: View, f: Found, weak: ModalityTable) -> bool:
    """« Le préfet aurait reconnu que P »: that he said it at all is unverified."""
    if f.cue is None or not f.rule.endswith(("that", "inf", "np", "quote")):
        return False
    first, last = view.first_at(f.cue[0]), view.first_at(f.cue[1])
    return is_press_conditional(view, first, last, weak)


def _unmarked(view: View, f: Found, weak: ModalityTable, *, is_past: bool) -> Modality:
    """What only the cue decides: a report unsure itself, a reply that negates, a future in the past."""
    if _is_told_unsure(view, f, weak):
        return "conditional"
    is_reply = f.row is not None and f.row.kind in REPLIES and not f.rule.endswith("whole")
    if is_reply and is_negated(view, f.content, weak):
        return "denied"
    if is_past and is_future_in_past(view, f.content):
        return "planned"
    return _asked(view, f, weak)


def _denies(view: View, f: Found, weak: ModalityTable) -> bool:
    """« Aucun gaz n'a été employé » denies when somebody claims it, not when he tells, thinks or asks so."""
    low = view.text[f.content[0] : f.content[1]].lower().replace("’", "'")
    if is_said_false(low, weak):
        return True
    if f.row is None:
        return f.source is not None and f.rule.startswith(("according", "colon"))
    return (f.row.kind in DENYING and f.row.factivity < 1) or "addressee" in f.row.frames


def _asked(view: View, f: Found, weak: ModalityTable) -> Modality:
    """What is announced, asked for or ordered is still to come."""
    if f.row is None or f.rule.endswith("question"):
        return "asserted"
    opening = view.words[view.first_at(f.content[0]) :][:2]
    is_done = any(w.low in weak.performed for w in opening)
    is_deed = f.row.kind == "announce" and f.rule.endswith("np") and not is_done
    is_order = f.row.kind == "order" and f.rule.endswith(("inf", "that"))
    is_order |= f.row.kind == "count" and f.rule.endswith("inf")  # « compte déposer plainte »
    if f.row.is_fearing and f.rule.endswith(("np", "that", "inf", "bare", "comma")):
        return "possible"
    return "planned" if f.row.is_planning or is_deed or is_order else "asserted"


def _is_past(view: View, cue: Range) -> bool:
    words = view.words[view.first_at(cue[0]) : view.first_at(cue[1])]
    return any("Tense=Imp" in w.morph or "Tense=Past" in w.morph for w in words)
