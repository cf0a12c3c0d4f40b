"""Average-link clustering: groups that do not chain two things through a third."""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[int, int]


def average_link(n: int, scores: Mapping[Pair, float], threshold: float) -> list[list[int]]:
    """Group items, best pair first, as long as two groups agree on average.

    Args:
        n: Number of items, known by index.
        scores: Likeness by pair (lower index first); a pair that is not there scores 0, minus infinity keeps
            two items apart for good.
        threshold: Mean score over all pairs of two groups from which they are one.

    Returns:
        Groups of sorted indices, sorted by their first.

    Example:
        >>> average_link(4, {(0, 1): 0.9, (1, 2): 0.8}, 0.5)
        [[0, 1], [2], [3]]
    """
    groups: dict[int, list[int]] = {k: [k] for k in range(n)}
    sums: dict[int, dict[int, float]] = {k: {} for k in range(n)}
    for (i, j), score in scores.items():
        sums[i][j] = sums[j][i] = score
    while (best := _best(groups, sums, threshold)) is not None:
        i, j = best
        groups[i] = sorted(groups[i] + groups.pop(j))
        for k, score in sums.pop(j).items():
            sums[k].pop(j)
            if k != i:
                sums[i][k] = sums[k][i] = sums[i].get(k, 0.0) + score
    return sorted(groups.values())


def _best(groups: dict[int, list[int]], sums: dict[int, dict[int, float]], threshold: float) -> Pair | None:
    """The two groups with the greatest mean score from `threshold` on; the lowest indices among equals."""
    top: tuple[float, int, int] | None = None
    for i in sorted(sums):
        for j, total in sums[i].items():
            mean = total / (len(groups[i]) * len(groups[j]))
            if i < j and mean >= threshold and (top is None or (-mean, i, j) < top):
                top = (-mean, i, j)
    return None if top is None else (top[1], top[2])
