"""What stands beside a cluster in its article: two alike names are one thing only in like company."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from recoupe.lang.bodies import proper_words
from recoupe.records import Cluster
from recoupe.text.names import sound, words_of

COMMON = 0.5  # a thing that more than half of all articles name tells nothing about their company
FEW = 8  # articles below which no thing is too common to count
FEW_OTHERS = 2  # other names below which an article has no company to speak of
CLOSE = 2  # things in common that make up for a name that says little


class Company:
    """What else each article names, as sounds; things that most articles name are left out."""

    def __init__(self, clusters: Sequence[Cluster]) -> None:
        self.clusters = clusters
        self._own = [_sounds(c) for c in clusters]
        self._by_article: dict[str, list[int]] = defaultdict(list)  # filled when one is first asked for
        by_article: dict[str, set[str]] = defaultdict(set)
        for c, own in zip(clusters, self._own, strict=True):
            if c.named:
                by_article[c.article_id].update(own)
        self.spread = Counter(s for sounds in by_article.values() for s in sounds)
        n = len(by_article)
        common = {s for s, k in self.spread.items() if n > FEW and k > COMMON * n}
        self._sounds = {a: frozenset(sounds - common) for a, sounds in by_article.items()}

    def of(self, k: int) -> frozenset[str]:
        """What stands beside a cluster in its article."""
        return self._sounds.get(self.clusters[k].article_id, frozenset()) - self._own[k]

    def rarest(self, k: int) -> list[str]:
        """The same, what the fewest articles name first."""
        return sorted(self.of(k), key=lambda s: (self.spread[s], s))

    def shared(self, a: int, b: int) -> frozenset[str]:
        """What two clusters' articles name in common, themselves left out."""
        return self.of(a) & self.of(b) - self._own[a] - self._own[b]

    def written(self, k: int, things: Sequence[str]) -> tuple[str, ...]:
        """How the article of a cluster writes things that stand beside it, each name once."""
        if not self._by_article and things:
            for m, c in enumerate(self.clusters):
                if c.named:
                    self._by_article[c.article_id].append(m)
        near = self._by_article.get(self.clusters[k].article_id, ()) if things else ()
        names = (next((self.clusters[m].name for m in near if t in self._own[m]), "") for t in things)
        return tuple(dict.fromkeys(n for n in names if n))

    def is_alone(self, k: int) -> bool:
        """An article that names next to nobody else cannot be asked for company."""
        return len(self.of(k)) < FEW_OTHERS


def _sounds(c: Cluster) -> frozenset[str]:
    words = words_of(c.name)[-1:] if c.type == "PER" else proper_words(c.name)
    return frozenset(w if w.startswith("territory ") else sound(w).rstrip("s") for w in words)


def is_close(shared: frozenset[str]) -> bool:
    """Two things in common, and not only countries and capitals, which any two articles may share."""
    return len(shared) >= CLOSE and any(not s.startswith("territory ") for s in shared)
