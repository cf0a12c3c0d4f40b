"""What a copy repeats word for word goes where its original goes, and sways nothing.

A copy must never raise a count, so its repeated propositions take no part in the grouping: they are put
beside their originals when the groups stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from recoupe.records import Derivation
from recoupe.text.matching.pieces import Piece
from recoupe.text.matching.runs import Run
from recoupe.text.similarity import fold

REPEATING = ("identical", "syndicated", "excerpt", "aggregate")


def find_twins(
    by_article: Sequence[Sequence[Piece]], ids: Sequence[str], derivations: Sequence[Derivation]
) -> dict[int, int]:
    """Propositions of copies that stand word for word in what they were copied from.

    Args:
        by_article: Propositions of each article.
        ids: The articles' ids, in the same order.
        derivations: Who copied whom.

    Returns:
        Index of a repeated proposition, counted through all articles, to that of its first original.
    """
    place = {article_id: k for k, article_id in enumerate(ids)}
    firsts = [0]
    for some in by_article:
        firsts.append(firsts[-1] + len(some))
    out: dict[int, int] = {}
    for d in sorted(derivations, key=lambda d: (d.article_id, d.from_article_id)):
        if d.type not in REPEATING or d.article_id not in place or d.from_article_id not in place:
            continue
        copy, source = place[d.article_id], place[d.from_article_id]
        held: dict[str, list[int]] = defaultdict(list)
        for k, p in enumerate(by_article[source]):
            held[fold(p.text)].append(firsts[source] + k)
        for k, p in enumerate(by_article[copy]):
            mine = held.get(fold(p.text))
            if mine and firsts[copy] + k not in out:
                out[firsts[copy] + k] = mine.pop(0) if len(mine) > 1 else mine[0]
    return {k: root for k in sorted(out) if (root := _root(out, k)) != k}


def _root(twins: Mapping[int, int], k: int) -> int:
    """The original of an original; of articles that copied each other the lowest of the round."""
    seen = [k]
    while seen[-1] in twins and twins[seen[-1]] not in seen:
        seen.append(twins[seen[-1]])
    return min(seen) if seen[-1] in twins else seen[-1]


def with_twins(
    claims: Sequence[Sequence[Run]], flat: Sequence[Piece], twins: Mapping[int, int]
) -> list[list[Run]]:
    """Claims with what copies repeat of them: one run more for each copy of a run.

    Args:
        claims: Runs of each claim, made of originals alone.
        flat: Every proposition.
        twins: As `find_twins` gives them.
    """
    index = {id(p): k for k, p in enumerate(flat)}
    repeats: dict[int, list[int]] = defaultdict(list)
    for twin, original in twins.items():
        repeats[original].append(twin)
    out = []
    for claim in claims:
        more: list[Run] = []
        for run in claim:
            by_clause: dict[tuple[int, str], list[int]] = defaultdict(list)
            for piece in run:
                for k in repeats.get(index[id(piece)], ()):
                    by_clause[flat[k].article, flat[k].statement.id].append(k)
            more += [tuple(flat[k] for k in sorted(some)) for some in by_clause.values()]
        out.append(sorted([*claim, *more], key=lambda run: (run[0].article, run[0].start)))
    return out
