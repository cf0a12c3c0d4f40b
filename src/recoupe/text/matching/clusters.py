"""Average-link clustering: groups that do not chain two things through a third."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import heapify, heappop, heappush

Pair = tuple[int, int]
FEWEST = 0.5  # pairs for each item of the greater of two groups over which a mean is taken at least
Compared = Callable[[Sequence[int], Sequence[int]], float]


def average_link(
    n: int, scores: Mapping[Pair, float], threshold: float, compared: Compared | None = None
) -> list[list[int]]:
    """Group items, best pair first, as long as two groups agree on average.

    Args:
        n: Number of items, known by index.
        scores: Likeness by pair (lower index first); a pair that is not there scores 0, minus infinity keeps
            two items apart for good.
        threshold: Mean score over all pairs of two groups from which they are one; above 0.
        compared: Over how many pairs of two groups the mean is taken, 1 at least and half as many as the
            greater group has items; None: all of them.

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
    queue = [(-score, i, j, 2) for (i, j), score in scores.items() if score >= threshold]
    heapify(queue)
    while queue:
        _, i, j, size = heappop(queue)
        if i not in groups or j not in groups or len(groups[i]) + len(groups[j]) != size:
            continue  # one of the two has grown or gone since
        groups[i] = sorted(groups[i] + groups.pop(j))
        for k, score in sums.pop(j).items():
            sums[k].pop(j)
            if k != i:
                sums[i][k] = sums[k][i] = sums[i].get(k, 0.0) + score
        for k, total in sums[i].items():
            a, b = min(i, k), max(i, k)
            if total < threshold * FEWEST * max(len(groups[a]), len(groups[b])):
                continue  # over however few pairs, the mean is too low
            if (new := _mean(groups, sums, (a, b), compared)) >= threshold:
                heappush(queue, (-new, a, b, len(groups[a]) + len(groups[b])))
    return sorted(groups.values())


def _mean(
    groups: Mapping[int, list[int]],
    sums: Mapping[int, Mapping[int, float]],
    pair: Pair,
    compared: Compared | None,
) -> float:
    """Mean score of two groups."""
    i, j = pair
    a, b = groups[i], groups[j]
    number = len(a) * len(b) if compared is None else compared(a, b)
    return sums[i].get(j, 0.0) / number
