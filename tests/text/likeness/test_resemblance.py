"""What two articles share is told as the first writes it, heaviest first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from recoupe.records import Signature
from recoupe.text.likeness.features import pack_features
from recoupe.text.likeness.resemblance import Resemblance
from tests.bench.stream import Stream


def about(terms: dict[str, float], names: dict[str, float]) -> Signature:
    """A signature of some words and names."""
    packed = pack_features([terms, names, {}, {}])
    return msgspec.structs.replace(
        next(Stream().articles(1)).signature,
        features=packed.features,
        sizes=packed.sizes,
        keys=packed.keys,
        weights=packed.weights,
    )


def shared(signatures: Sequence[Signature], pairs: Sequence[tuple[int, int]], most: int) -> list[list[str]]:
    """Words that the first of each pair has in common with the second."""
    one, two = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    found = Resemblance(signatures).shared(one, two, most)
    return [
        [signatures[i].features.split("\n")[k] for k in places]
        for i, places in zip(one.tolist(), found, strict=True)
    ]


def test_names_and_heavy_words_come_first() -> None:
    one = about({"digue": 3, "fissure": 1, "pluie": 5}, {"morvan": 1})
    two = about({"digue": 1, "fissure": 9, "vent": 2}, {"morvan": 4, "kerbrat": 1})
    assert shared([one, two], [(0, 1), (1, 0)], 5) == [
        ["digue", "morvan", "fissure"],
        ["fissure", "morvan", "digue"],
    ]
    assert shared([one, two], [(0, 1)], 1) == [["digue"]]


def test_nothing_in_common_is_nothing() -> None:
    made = [about({"digue": 1}, {}), about({"vent": 1}, {}), about({}, {}), about({}, {})]
    assert shared([*made, made[0]], [(0, 1), (2, 3), (0, 4)], 5) == [[], [], ["digue"]]
    assert shared(made, [], 5) == []
