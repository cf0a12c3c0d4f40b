"""What two articles share is told as the first writes it, heaviest first."""

from __future__ import annotations

import msgspec

from recoupe.records import Signature
from recoupe.text.likeness.features import pack_features, shared_features
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


def test_names_and_heavy_words_come_first() -> None:
    one = about({"digue": 3, "fissure": 1, "pluie": 5}, {"morvan": 1})
    two = about({"digue": 1, "fissure": 9, "vent": 2}, {"morvan": 4, "kerbrat": 1})
    assert shared_features([(one, two), (two, one)], 5) == [
        ("digue", "morvan", "fissure"),
        ("fissure", "morvan", "digue"),
    ]
    assert shared_features([(one, two)], 1) == [("digue",)]


def test_nothing_in_common_is_nothing() -> None:
    one, two, three = about({"digue": 1}, {}), about({"vent": 1}, {}), about({}, {})
    assert shared_features([(one, two), (three, three), (one, one)], 5) == [(), (), ("digue",)]
    assert shared_features([], 5) == []
