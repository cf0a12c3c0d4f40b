"""Put matched fragments back into the clauses they were cut from.

Fragments are what matches best across articles, but a fragment is no claim: « au col de Sarre » says nothing.
So each clause is parted among the claims that hold fragments of it, and what says nothing alone goes with its
neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.text.matching.pieces import Piece
from recoupe.text.spans import Range

Run = tuple[Piece, ...]
Owner = dict[int, int]


def runs(flat: Sequence[Piece], groups: Sequence[Sequence[int]]) -> list[list[Run]]:
    """Part every clause among the groups.

    Args:
        flat: Fragments of all articles, those of one clause beside each other.
        groups: Indices of fragments that make one claim, every fragment in one group.

    Returns:
        For each claim its runs of neighbouring fragments, in text order. What matched nothing is a claim of
        one run, unless it only frames what others say (« a détaillé la maire »).
    """
    owner = _owners(flat, [g for g in groups if len(g) > 1])
    claims: dict[int, list[Run]] = {}
    alone: list[list[Run]] = []
    for run in _parted(flat, owner):
        held = next((owner[k] for k in run if k in owner), None)
        pieces = tuple(flat[k] for k in run)
        if held is not None:
            claims.setdefault(held, []).append(pieces)
        elif any(p.tells for p in pieces):
            alone.append([pieces])
    return [*claims.values(), *alone]


def _owners(flat: Sequence[Piece], groups: Sequence[Sequence[int]]) -> Owner:
    """The group of each matched fragment; groups that state nothing anywhere give theirs up."""
    owner = {k: n for n, group in enumerate(groups) for k in group}
    for group in groups:
        if not any(flat[k].tells and _states(flat, k, owner) for k in group):
            for k in group:
                del owner[k]
    return owner


def _states(flat: Sequence[Piece], k: int, owner: Owner) -> bool:
    """Does a fragment hold a verb or a figure, or share its clause with no other group?

    An untagged one is not known to: the group's others must.
    """
    mine = owner[k]
    return _says(flat[k]) or all(owner.get(x, mine) == mine for x in _clause(flat, k))


def _says(piece: Piece) -> bool:
    return bool(piece.says or piece.figures)


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


def _parted(flat: Sequence[Piece], owner: Owner) -> list[list[int]]:
    """Runs of one clause and one owner; what nobody owns and says nothing goes with what stands beside it."""
    out: list[list[int]] = []
    for k in range(len(flat)):
        if out and _place(flat[out[-1][0]]) == _place(flat[k]) and _belongs(flat, out[-1], k, owner):
            out[-1].append(k)
        else:
            out.append([k])
    return out


def _belongs(flat: Sequence[Piece], run: Sequence[int], k: int, owner: Owner) -> bool:
    """Does fragment `k` continue a run: the same owner, or nothing said of its own on one of both sides?"""
    held, mine = next((owner[x] for x in run if x in owner), None), owner.get(k)
    if held == mine:
        return True
    if mine is None:
        return not _says(flat[k])
    return held is None and not any(_says(flat[x]) for x in run)
