"""Names alone: are two of them one person's? Our comparison beside rigour's and plain Jaro-Winkler.

`python -m tests.eval.names` prints the figures and every mistake; rigour is measured where it is installed.

Peers are given the threshold that suits them best on this very set; ours has none to choose.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations, product
from pathlib import Path
from typing import Any

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler

from recoupe.lang.offices import person_of
from recoupe.lang.people import compare_people

DATA = Path(__file__).with_name("names.toml")
Pair = tuple[str, str]
Score = Callable[[str, str], float]
STEPS = 50  # thresholds tried for a peer


def pairs() -> tuple[list[Pair], list[Pair]]:
    """Pairs of one person's names, and pairs of two people's.

    Two people's pairs are those listed, and where a listed name is in a group, that group's other spellings
    against the other name's.
    """
    table = tomllib.loads(DATA.read_text("utf-8"))
    groups = [tuple(group) for group in table["people"]]
    group_of = {name: group for group in groups for name in group}
    same = [pair for group in groups for pair in combinations(group, 2)]
    apart = {
        (x, y) for a, b in table["apart"] for x, y in product(group_of.get(a, (a,)), group_of.get(b, (b,)))
    }
    return same, sorted(apart)


def is_one(a: str, b: str) -> bool:
    """What `link` takes two full names for in like company; a slip asks for more, and is none here."""
    one, other = person_of(a), person_of(b)
    if one is not None and other is not None:
        return one == other
    return compare_people(a, b) not in (None, "one slip")


def jaro_winkler(a: str, b: str) -> float:
    """Plain similarity of the names in Latin letters."""
    return JaroWinkler.similarity(anyascii(a).casefold(), anyascii(b).casefold())


def rigour() -> Score | None:
    """rigour's own comparison of names' parts, None where it is not installed."""
    if find_spec("rigour") is None:
        return None
    names = import_module("rigour.names")
    analyze_names, compare_parts, pair_symbols = names.analyze_names, names.compare_parts, names.pair_symbols

    def analyzed(name: str) -> Any:
        return next(iter(analyze_names(names.NameTypeTag.PER, [name])))

    def score(a: str, b: str) -> float:
        """Weight of the parts that symbols or spelling align, over all parts."""
        left, right = analyzed(a), analyzed(b)
        best = 0.0
        for pairing in pair_symbols(left, right) or [()]:
            held = {id(part) for edge in pairing for part in (*edge.qps, *edge.rps)}
            total = sum(len(e.qps) + len(e.rps) for e in pairing)
            rest = [[p for p in n.parts if id(p) not in held] for n in (left, right)]
            found = compare_parts(*rest) if all(rest) else []
            total += sum(x.score * (len(x.qps) + len(x.rps)) for x in found)
            best = max(best, total / (len(left.parts) + len(right.parts)))
        return best

    return score


def f1_of(
    decide: Callable[[str, str], bool], same: Sequence[Pair], apart: Sequence[Pair]
) -> tuple[float, float]:
    """F1 over pairs, and the share of two people's pairs that are merged."""
    hits = sum(decide(a, b) for a, b in same)
    false = sum(decide(a, b) for a, b in apart)
    return 2 * hits / (hits + false + len(same)), false / len(apart)


def best_of(score: Score, same: Sequence[Pair], apart: Sequence[Pair]) -> tuple[float, float]:
    """The best F1 that any threshold gives a peer, with its false merges."""
    scored = [[score(a, b) for a, b in found] for found in (same, apart)]
    tried = []
    for k in range(1, STEPS):
        hits, false = (sum(x >= k / STEPS for x in xs) for xs in scored)
        tried.append((2 * hits / (hits + false + len(same)), false / len(apart)))
    return max(tried)


def measure() -> dict[str, float]:
    """Figures of this set; those of rigour only where it is installed."""
    same, apart = pairs()
    f1, false = f1_of(is_one, same, apart)
    plain, plain_false = best_of(jaro_winkler, same, apart)
    out = {
        "names.pairs": float(len(same) + len(apart)),
        "names.f1": f1,
        "names.kept_apart": 1 - false,
        "names.false_merges": false,
        "jaro_winkler.f1": plain,
        "jaro_winkler.false_merges": plain_false,
    }
    if (peer := rigour()) is not None:
        out["rigour.f1"], out["rigour.false_merges"] = best_of(peer, same, apart)
    return out


def mistakes() -> Iterator[str]:
    """Pairs judged wrongly, one a line."""
    same, apart = pairs()
    yield from (f"not found: {a} = {b}" for a, b in same if not is_one(a, b))
    yield from (f"merged: {a} ≠ {b}" for a, b in apart if is_one(a, b))


if __name__ == "__main__":
    shown = [f"{key:28} {value:8.3f}" for key, value in measure().items()]
    sys.stdout.write("\n".join([*shown, *mistakes()]) + "\n")
