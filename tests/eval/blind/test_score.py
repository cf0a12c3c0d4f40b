"""The passages are what they say: every span stands in its text, every construction is there."""

from __future__ import annotations

import pytest

from tests.eval.blind.score import FIRST, SECOND, THIRD, read

CONSTRUCTIONS = {
    "clause", "insert", "colon", "headline", "preposition", "infinitive", "gerund", "coordinated",
    "noun-phrase", "qualify", "noun-cue", "continued", "across", "nested", "channel", "relay", "denial",
    "no-comment", "hypothesis", "hedge", "plan", "question", "order", "thought", "anonymous", "document",
    "collective", "title", "marks", "mixed", "trap",
}  # fmt: skip
ENOUGH = {"fr": 150, "en": 60}


@pytest.mark.parametrize("language", ENOUGH)
def test_every_construction_has_its_passages(language: str) -> None:
    passages = read(language)
    assert len(passages) >= ENOUGH[language]
    assert {p.construction for p in passages} >= CONSTRUCTIONS


@pytest.mark.parametrize("language", ENOUGH)
@pytest.mark.parametrize("name", [FIRST, SECOND, THIRD])
def test_every_span_stands_in_its_text(language: str, name: str) -> None:
    for passage in read(language, name):
        for said in passage.said:
            for words in (said.content, said.cue, said.source):
                assert words is None or words in passage.text, (words, passage.text)
            assert not said.chain or passage.construction != "trap"
