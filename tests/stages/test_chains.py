"""Chains of invented sentences: who had it from whom, hop by hop, and on which occasion."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec
import pytest

from recoupe.lang import LANGUAGES
from recoupe.nlp.spacy import MODELS, SpacyTagger
from recoupe.records import Chain, Dating, Medium
from recoupe.stages.attribute import attribute
from recoupe.stages.corefer import corefer
from recoupe.text.spans import iou
from tests.eval.blind.score import is_same_name
from tests.stages.articles import annotated

SAME = 0.5  # characters shared of those in either


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing said in a short text, and who had it from whom, without the outlet."""

    kind: str
    text: str
    content: str
    chain: tuple[str, ...]
    medium: Medium | None = None
    to: str | None = None


def cases(language: str) -> tuple[Case, ...]:
    raw = tomllib.loads((Path(__file__).parent / f"chains_{language}.toml").read_text("utf-8"))
    return msgspec.convert(raw["case"], tuple[Case, ...])


@cache
def tagger(language: str) -> SpacyTagger:
    return SpacyTagger(MODELS[language], language=language)


def chain_of(case: Case, language: str) -> Chain | None:
    """The chain of the statement that covers the case's content best, None where none covers half of it."""
    article, annotations, mentions = annotated(case.text, language, tagger(language))
    pack = LANGUAGES[language]
    statements = attribute(article, annotations, mentions, pack=pack)
    dating = Dating(id="d", article_id=article.id, published=None)
    chains = corefer(article, annotations, mentions, statements, dating, pack=pack).chains
    start = case.text.index(case.content)
    wanted = (start, start + len(case.content))
    said = [s for s in statements if s.report_type != "none"]
    best = max(said, key=lambda s: iou(wanted, (s.start, s.end)), default=None)
    if best is None or iou(wanted, (best.start, best.end)) < SAME:
        return None
    return next(c for c in chains if c.statement_id == best.id)


def what_is_wrong(case: Case, chain: Chain | None) -> str:
    """What of a case's chain is not as it should be; empty when all is."""
    if chain is None:
        return "not found"
    hops = [h.name for h in chain.hops]
    same = len(hops) == len(case.chain) + 1 and all(map(is_same_name, hops, case.chain))
    if not same:
        return " < ".join(hops)
    occasion = chain.occasion
    if case.medium is not None and (occasion is None or occasion.medium != case.medium):
        return f"medium of {occasion}"
    if case.to is not None and (occasion is None or occasion.to != case.to):
        return f"told to: {occasion}"
    return ""


@pytest.mark.parametrize(("language", "enough", "floor"), [("fr", 60, 0.96), ("en", 20, 0.94)])
def test_most_chains_are_exact(language: str, enough: int, floor: float) -> None:
    asked = cases(language)
    wrong = {c.text: reason for c in asked if (reason := what_is_wrong(c, chain_of(c, language)))}
    assert len(asked) >= enough
    assert 1 - len(wrong) / len(asked) >= floor, wrong


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_outlet_is_last_and_no_hop_stands_twice(language: str) -> None:
    for case in cases(language):
        chain = chain_of(case, language)
        if chain is not None:
            names = [h.name for h in chain.hops]
            assert names[-1] == "Le Fanal"
            assert len(set(names)) == len(names), names
