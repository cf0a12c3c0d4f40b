"""Words of one family in two propositions: « signale » and « signalement »."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from recoupe.text.matching.ground import Ground
from recoupe.text.matching.pieces import STEM, Piece

LONG = 7  # letters from which two forms of one word may part in the last (« signalé », « signalement »)
LEAST = STEM - 1  # letters that two forms of one word have in common
MUCH = 4.0  # weight of shared words from which more say no more


def are_forms(a: str, b: str) -> bool:
    """« signale » and « signalement », never « deroute » and « deroulee »."""
    short = min(len(a), len(b))
    least = short - (short >= LONG)
    return a == b or (short >= LEAST and a[:least] == b[:least])


def shared_weight(ground: Ground, p: Piece, q: Piece) -> float:
    """Weight of the words of what a piece says that the other has in some form."""
    return weight_of(ground, ground.content(p), q.core)


def weight_of(ground: Ground, words: Iterable[str], others: Iterable[str]) -> float:
    """Weight of those words that have a form among others."""
    held = frozenset(others)
    begun = _begun(held)  # no two are forms of one word that begin otherwise
    rarity = ground.table.rarity
    return sum(
        rarity.get(w[:STEM], 0.0)
        for w in sorted(words)
        if w in held or (w[:LEAST] in begun and any(are_forms(w, x) for x in held))
    )


@lru_cache(maxsize=4096)  # what is said in a story is compared with much else
def _begun(words: frozenset[str]) -> frozenset[str]:
    return frozenset(w[:LEAST] for w in words)
