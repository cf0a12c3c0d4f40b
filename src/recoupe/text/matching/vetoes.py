"""What keeps two propositions apart however alike their words are: slots that both fill and that differ."""

from __future__ import annotations

import numpy as np

from recoupe.text.matching.marks import Marks, shared
from recoupe.text.matching.sheets import Bools, Sheet

# share of words in common from which clauses that name other places or bodies differ by the name alone;
# of those less alike one in ten is one claim, told of a body by another name
ONE_WORDING = 0.6


def rival_slots(a: Sheet, b: Sheet) -> Bools:
    """True where another person, place or body is named, or another person does it.

    Places and bodies have other names in other languages, so that theirs part only what is in one language.
    Of the gold stories' pairs to which the trees give a chance of .15 or more it parts fourteen of two claims
    and none of one; below that 12 of 2,699 of one claim.
    """
    out = _others(a.persons, b.persons, a.known, b.known)
    foreign = _others(a.places, b.places, a.known, b.known) | _others(a.bodies, b.bodies, a.known, b.known)
    foreign |= _others(a.beside, b.beside, a.known, b.known) & _one_wording(a, b)
    return out | (foreign & np.equal.outer(a.languages, b.languages)) | _apart(a.subjects, b.subjects)


def _others(x: Marks, y: Marks, known_x: Marks, known_y: Marks) -> Bools:
    """Both name some, and nobody named in one is meant anywhere near the other."""
    both = _filled(x, y)
    if not both.any():
        return both
    return np.asarray(both & ~(shared(x, known_y) > 0) & ~(shared(known_x, y) > 0), dtype=np.bool_)


def _one_wording(a: Sheet, b: Sheet) -> Bools:
    """Are most words beside names and dates the same?"""
    room = np.sqrt(np.multiply.outer(a.bare.sizes(), b.bare.sizes()))
    return np.asarray((room > 0) & (shared(a.bare, b.bare) >= ONE_WORDING * room), dtype=np.bool_)


def _apart(x: Marks, y: Marks) -> Bools:
    both = _filled(x, y)
    return np.asarray(both & ~(shared(x, y) > 0), dtype=np.bool_) if both.any() else both


def _filled(x: Marks, y: Marks) -> Bools:
    return np.asarray(np.logical_and.outer(x.sizes() > 0, y.sizes() > 0), dtype=np.bool_)
