"""Put matched fragments back into the clauses they were cut from.

Fragments are what matches best across articles, but a fragment is no claim: « au col de Sarre » says nothing.
So each clause is parted among the claims that hold fragments of it, and what holds no verb gives way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recoupe.text.matching.pieces import Piece
from recoupe.text.spans import Range

SUBJECT_AND_VERB = 3  # of `Piece.says`
Run = tuple[Piece, ...]
Owner = dict[int, int]


def runs(flat: Sequence[Piece], groups: Sequence[Sequence[int]]) -> list[list[Run]]:
    """Part every clause among the groups.

    Args:
        flat: Fragments of all articles, those of one clause beside each other.
        groups: Indices of fragments that make one claim, every fragment in one group.

    Returns:
        For each claim its runs of neighbouring fragments, in text order. A clause none of whose fragments
        matched is a claim of one run.
    """
    owner = _owners(flat, [g for g in groups if len(g) > 1])
    claims: dict[int, list[Run]] = {}
    alone: list[list[Run]] = []
    for run in _parted(flat, owner):
        held = next((owner[k] for k in run if k in owner), None)
        pieces = tuple(flat[k] for k in run)
        if held is None:
            alone.append([pieces])
        else:
            claims.setdefault(held, []).append(pieces)
    return [*claims.values(), *alone]


def _owners(flat: Sequence[Piece], groups: Sequence[Sequence[int]]) -> Owner:
    """The group of each matched fragment; groups that state nothing anywhere give theirs up."""
    owner = {k: n for n, group in enumerate(groups) for k in group}
    for group in groups:
        if not any(_states(flat, k, owner) for k in group):
            for k in group:
                del owner[k]
    return _side_by_side(flat, owner)


def _side_by_side(flat: Sequence[Piece], owner: Mapping[int, int]) -> Owner:
    """Make one claim of those that share all their clauses where any of them is no clause of its own.

    A copy repeats a clause whole: « la maire a annulé la vente, | et saisi le juge » is one claim in both.
    """
    places: dict[int, list[tuple[int, Range | None, str]]] = {}
    whole: dict[int, bool] = {}
    for k in sorted(owner):
        places.setdefault(owner[k], []).append(_place(flat[k]))
        whole[owner[k]] = whole.get(owner[k], False) or flat[k].says in {None, SUBJECT_AND_VERB}
    first: dict[tuple[tuple[int, Range | None, str], ...], int] = {}
    into: dict[int, int] = {}
    for n, found in places.items():
        base = first.setdefault(tuple(found), n)
        into[n] = base if not (whole[n] and whole[base]) else n
    return {k: into[n] for k, n in owner.items()}


def _states(flat: Sequence[Piece], k: int, owner: Mapping[int, int]) -> bool:
    """Does a fragment hold a verb or a figure, or share its clause with no other group?

    An untagged one is not known to: the group's others must.
    """
    mine = owner[k]
    return bool(flat[k].says or flat[k].figures) or all(owner.get(x, mine) == mine for x in _clause(flat, k))


def _clause(flat: Sequence[Piece], k: int) -> range:
    """Indices of the fragments of one clause."""
    first, last = k, k + 1
    while first > 0 and _place(flat[first - 1]) == _place(flat[k]):
        first -= 1
    while last < len(flat) and _place(flat[last]) == _place(flat[k]):
        last += 1
    return range(first, last)


def _place(piece: Piece) -> tuple[int, Range | None, str]:
    return piece.article, piece.clause, piece.statement.id


def _parted(flat: Sequence[Piece], owner: Mapping[int, int]) -> list[list[int]]:
    """Runs of one clause and one owner; what nobody owns goes with what stands before it."""
    out: list[list[int]] = []
    held: int | None = None
    for k in range(len(flat)):
        mine = owner.get(k)
        if out and _place(flat[out[-1][0]]) == _place(flat[k]) and (None in {mine, held} or mine == held):
            out[-1].append(k)
            held = mine if held is None else held
        else:
            out.append([k])
            held = mine
    return out
