"""The passages are what they say: every span and name stands in its text, each language has enough."""

from __future__ import annotations

import pytest

from tests.eval.abroad.score import LANGUAGES, read

ENOUGH = {"de": 15, "es": 15, "it": 15, "ru": 15, "uk": 8}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_passages(language: str) -> None:
    passages = read(language)
    assert len(passages) >= ENOUGH[language]
    assert {p.construction for p in passages} >= {
        "preposition",
        "clause",
        "insert",
        "colon",
        "denial",
        "trap",
    }
    assert not any(p.said for p in passages if p.construction == "trap")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_span_and_name_stands_in_its_text(language: str) -> None:
    for passage in read(language):
        for said in passage.said:
            for words in (said.content, said.cue, said.source):
                assert words is None or words in passage.text, (words, passage.text)
        assert all(name in passage.text for name in passage.names)
