"""Translations keep every sentence in order; a text told again follows one of several."""

from __future__ import annotations

import numpy as np

from recoupe.text.likeness.renderings import Rendering, Source, in_order, retelling, translation
from recoupe.text.similarity import Matrix, unit

RANDOM = np.random.default_rng(4)


def sentences(n: int) -> Matrix:
    return unit(RANDOM.normal(size=(n, 512)).astype(np.float32))


def blurred(rows: Matrix, noise: float) -> Matrix:
    return unit(rows + noise * sentences(len(rows)))


def test_a_translation_has_the_sentences_in_order() -> None:
    original = sentences(8)
    found = translation(blurred(original, 0.7), original)
    assert found is not None
    assert found.share == 1
    assert found.evidence.startswith("8 of 8 sentences")


def test_the_same_sentences_in_another_order_are_no_translation() -> None:
    original = sentences(9)
    assert translation(blurred(original[::-1].copy(), 0.7), original) is None


def test_two_reports_with_one_sentence_in_common_are_no_translation() -> None:
    original = sentences(8)
    other = np.concatenate([original[:1], sentences(7)])
    assert translation(other, original) is None


def test_one_line_is_never_a_translation() -> None:
    line = sentences(1)
    assert translation(line, line) is None


def reports_of(n: int) -> list[Matrix]:
    topic = sentences(1)
    return [unit(sentences(8) + topic) for _ in range(n)]


def told_of(
    child: Matrix, reports: list[Matrix], alone: dict[int, float] | None = None
) -> tuple[int, Rendering] | None:
    sources = [Source(len(r), likeness=0.4, alone=(alone or {}).get(k, 0.0)) for k, r in enumerate(reports)]
    return retelling(np.concatenate([child, *reports]), sources)


def test_a_text_told_again_follows_its_source() -> None:
    reports = reports_of(4)
    found = told_of(blurred(reports[2], 1.2), reports)
    assert found is not None
    assert found[0] == 2
    assert 0 < found[1].share <= 1


def test_what_one_report_alone_has_tells_the_source() -> None:
    reports = reports_of(3)
    found = told_of(unit(sentences(8) + reports[0].mean(axis=0)), reports, {1: 0.6})
    assert found is not None
    assert found[0] == 1
    assert "what no other of them has 0.60" in found[1].evidence


def test_a_report_of_its_own_follows_nobody() -> None:
    reports = reports_of(3)
    assert told_of(unit(sentences(8) + reports[0].mean(axis=0)), reports) is None


def test_order_of_places() -> None:
    same = np.eye(5, dtype=np.float32)
    empty, point = np.zeros((5, 3), dtype=np.float32), np.zeros((5, 2), dtype=np.float32)
    point[3, 1] = 0.7
    found = in_order(np.hstack([same, same[::-1], empty, point]), [0, 5, 10, 13])
    assert np.allclose(found, [1, -1, 0, 0])
