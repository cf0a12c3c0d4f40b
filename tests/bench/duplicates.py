"""Near-duplicates: recall and precision of our sketches beside datasketch and rensa, over the same shingles.

Documents are runs of made words; families of copies have words replaced, ends cut and parts moved. The truth
is the exact Jaccard index of word 5-grams over all pairs of a family (pairs across families share next to
nothing by the making). Every side finds candidate pairs and checks each by the exact index, which makes
precision 1 for all three; the column « raw » is the precision of the candidates before that check.
"""

from __future__ import annotations

import importlib.util
import random
import time
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from recoupe.stages.sign import SHINGLE_WIDTH, SKETCH_WINDOW
from recoupe.text.likeness.neighbours import count_shared, postings_of
from recoupe.text.similarity import Hashes, shingles, winnowed

FAMILIES, MEMBERS, WORDS = 400, 6, 400
BEGINNINGS = 40  # phrases that many documents share: an outlet's standing lines
PERMUTATIONS = 128
LEVELS = (0.5, 0.7)
Pair = tuple[int, int]
Side = Callable[[Sequence[Sequence[str]], float], set[Pair]]


def report_duplicates() -> None:
    """Print the table; a peer that is not installed is named and left out."""
    documents, family = make()
    sets = [set(shingles([d], SHINGLE_WIDTH).tolist()) for d in documents]
    pairs = [(a, b) for a, b in combinations(range(len(documents)), 2) if family[a] == family[b]]
    index = {(a, b): len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a, b in pairs}
    sides: dict[str, Side] = {"recoupe": ours}
    peers: list[tuple[str, Side]] = [("datasketch", datasketch_pairs), ("rensa", rensa_pairs)]
    for name, side in peers:
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed: uv sync --group peers")
        else:
            sides[name] = side
    print(f"\n{len(documents)} documents of about {WORDS} words; pairs by exact Jaccard of word 5-grams")
    print(
        f"{'':12}{'J':>5}{'pairs':>7}{'raw':>8}{'precision':>11}{'recall':>8}{'CPU s':>8}{'docs/CPU s':>12}"
    )
    for level in LEVELS:
        truth = {pair for pair, value in index.items() if value >= level}
        for name, side in sides.items():
            began = time.process_time()
            found = side(documents, level)
            kept = {(a, b) for a, b in found if len(sets[a] & sets[b]) >= level * len(sets[a] | sets[b])}
            cpu = time.process_time() - began
            raw = len(found & truth) / max(1, len(found))
            precision, recall = len(kept & truth) / max(1, len(kept)), len(kept & truth) / len(truth)
            print(
                f"{name:12}{level:5.1f}{len(truth):7}{raw:8.3f}{precision:11.3f}{recall:8.3f}{cpu:8.2f}"
                f"{len(documents) / cpu:12.0f}"
            )


def make(seed: int = 3) -> tuple[list[list[str]], list[int]]:
    """Documents as words, and the family of each."""
    dice = random.Random(seed)  # noqa: S311
    vocabulary = [f"w{k}" for k in range(30_000)]
    standing = [[dice.choice(vocabulary) for _ in range(12)] for _ in range(BEGINNINGS)]
    documents, family = [], []
    for number in range(FAMILIES):
        first = [dice.choice(vocabulary) for _ in range(WORDS)]
        for member in range(MEMBERS):
            words = _changed(first, dice, vocabulary) if member else list(first)
            documents.append(dice.choice(standing) + words)
            family.append(number)
    return documents, family


def _changed(first: list[str], dice: random.Random, vocabulary: list[str]) -> list[str]:
    """A copy: some words replaced, its end cut or two of its parts in the other order."""
    rate = dice.choice((0.0, 0.01, 0.03, 0.06, 0.1))
    words = [dice.choice(vocabulary) if dice.random() < rate else w for w in first]
    if dice.random() < 0.4:
        words = words[: dice.randint(len(words) // 2, len(words))]
    elif dice.random() < 0.3:
        at = dice.randint(1, len(words) - 1)
        words = words[at:] + words[:at]
    return words


def ours(documents: Sequence[Sequence[str]], level: float) -> set[Pair]:
    """Candidates by winnowed sketches: a key leads to all holders, so that pairs of copies count too."""
    sketches: list[Hashes] = [winnowed([d], SHINGLE_WIDTH, SKETCH_WINDOW) for d in documents]
    later, earlier, shared = count_shared(
        postings_of(np.concatenate(sketches), [len(s) for s in sketches]), MEMBERS
    )
    sizes = np.array([len(s) for s in sketches])
    likely = shared >= 0.5 * level * np.minimum(sizes[later], sizes[earlier])
    return set(zip(earlier[likely].tolist(), later[likely].tolist(), strict=True))


def datasketch_pairs(documents: Sequence[Sequence[str]], level: float) -> set[Pair]:
    """Candidates by MinHash and LSH of datasketch."""
    from datasketch import MinHash, MinHashLSH

    grams = [{" ".join(d[k : k + SHINGLE_WIDTH]).encode() for k in range(len(d) - 4)} for d in documents]
    made = MinHash.bulk(grams, num_perm=PERMUTATIONS)
    lsh = MinHashLSH(threshold=level, num_perm=PERMUTATIONS)
    found: set[Pair] = set()
    for k, signature in enumerate(made):
        found |= {(other, k) for other in lsh.query(signature)}
        lsh.insert(k, signature)
    return found


def rensa_pairs(documents: Sequence[Sequence[str]], level: float) -> set[Pair]:
    """Candidates by RMinHash and LSH of rensa."""
    from rensa import RMinHash, RMinHashLSH

    bands = 32 if level < 0.6 else 16  # what its own guide takes for such levels
    lsh = RMinHashLSH(threshold=level, num_perm=PERMUTATIONS, num_bands=bands)
    found: set[Pair] = set()
    for k, words in enumerate(documents):
        signature = RMinHash(num_perm=PERMUTATIONS, seed=42)
        signature.update([" ".join(words[j : j + SHINGLE_WIDTH]) for j in range(len(words) - 4)])
        found |= {(other, k) for other in lsh.query(signature)}
        lsh.insert(k, signature)
    return found
