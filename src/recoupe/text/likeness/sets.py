"""Articles that belong together beforehand, and those that never do."""

from __future__ import annotations

from collections.abc import Iterable


class Sets:
    """Disjoint sets of the items 0 to n - 1; a set goes by its least item.

    Args:
        n: Number of items, each a set of its own at first.
    """

    def __init__(self, n: int) -> None:
        self._root = list(range(n))
        self.apart: dict[int, set[int]] = {}

    def find(self, item: int) -> int:
        """Least item of the set that holds an item."""
        while self._root[item] != item:
            self._root[item] = self._root[self._root[item]]
            item = self._root[item]
        return item

    def join(self, items: Iterable[int]) -> None:
        """Make one set of those that hold some items, as far as they may be one."""
        first: int | None = None
        for item in items:
            if first is None:
                first = item
            a, b = self.find(first), self.find(item)
            if a > b:
                a, b = b, a
            if a == b or b in self.apart.get(a, ()):
                continue
            self._root[b] = a
            for other in self.apart.pop(b, set()):
                self.apart[other].discard(b)
                self.keep_apart(a, other)

    def keep_apart(self, one: int, two: int) -> None:
        """Never make one set of two; nothing happens where they are one already."""
        a, b = self.find(one), self.find(two)
        if a != b:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def groups(self) -> list[list[int]]:
        """Every set, sorted."""
        out: dict[int, list[int]] = {}
        for item in range(len(self._root)):
            out.setdefault(self.find(item), []).append(item)
        return list(out.values())
