"""Speakers named by a noun: whom it means in small documents, and how often a name is joined wrongly."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec
import pytest

from recoupe.lang import LANGUAGES
from recoupe.nlp.port import Tagger
from recoupe.nlp.spacy import MODELS, SpacyTagger
from recoupe.records import Dating
from recoupe.stages.attribute import attribute
from recoupe.stages.corefer import corefer
from recoupe.text.names import fold
from tests.stages.articles import annotated


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text, words of one of its statements, and the name its speaker is to be shown by."""

    text: str
    said: str
    speaker: str
    language: str = "fr"


DOCUMENTS = msgspec.convert(
    tomllib.loads((Path(__file__).parent / "nominals.toml").read_text("utf-8"))["document"],
    list[Document],
)
RECALL = 0.9  # share of documents whose speaker must be right; those that are not stay listed below
WRONG = 0  # documents in which another name is shown


@cache
def tagger(language: str) -> Tagger:
    return SpacyTagger(MODELS[language], language=language)


@cache
def spoken(document: Document) -> tuple[str | None, bool]:
    """The speaker of the words asked for, and whether the text names that cluster."""
    article, annotations, mentions = annotated(document.text, document.language, tagger(document.language))
    pack = LANGUAGES[document.language]
    statements = attribute(article, annotations, mentions, pack=pack)
    dating = Dating(id="d", article_id=article.id, published=None)
    found = corefer(article, annotations, mentions, statements, dating, pack=pack)
    at = document.text.index(document.said)
    said = [s for s in statements if s.start <= at < s.end or at <= s.start < at + len(document.said)]
    said = [s for s in said if s.source is not None]
    chain = next((c for c in found.chains if said and c.statement_id == said[-1].id), None)
    if chain is None:
        return None, False
    named = {c.id for c in found.clusters if c.named}
    return chain.hops[0].name, chain.hops[0].cluster_id in named


def is_right(document: Document) -> bool:
    name = spoken(document)[0]
    asked = set(fold(document.speaker).split())
    return name is not None and (asked <= set(fold(name).split()) or set(fold(name).split()) <= asked)


def test_most_nouns_find_their_speaker() -> None:
    missed = [f"{d.speaker}: {spoken(d)}" for d in DOCUMENTS if not is_right(d)]
    assert len(DOCUMENTS) >= 40
    assert len(missed) <= (1 - RECALL) * len(DOCUMENTS), missed


def test_a_noun_is_hardly_ever_joined_to_another_name() -> None:
    wrong = [f"{d.speaker}: {spoken(d)}" for d in DOCUMENTS if not is_right(d) and spoken(d)[1]]
    assert len(wrong) <= WRONG, wrong


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.text[:40])
def test_the_words_asked_for_stand_once(document: Document) -> None:
    assert document.text.count(document.said) == 1


def test_the_latter_is_a_mention_where_no_other_noun_can_be_meant() -> None:
    text = (
        "Marc Aubry a repris le port après que Paul Lanson l'a quitté, car ce dernier voulait partir. "
        "Marc Aubry a un projet, celui-ci coûte cher."
    )
    article, annotations, mentions = annotated(text, "fr", tagger("fr"))
    pack = LANGUAGES["fr"]
    statements = attribute(article, annotations, mentions, pack=pack)
    dating = Dating(id="d", article_id=article.id, published=None)
    found = corefer(article, annotations, mentions, statements, dating, pack=pack)
    latter = {m.id: m.text for m in found.mentions if m.form == "pronoun"}
    assert [(latter[i], c.name) for c in found.clusters for i in c.mention_ids if i in latter] == [
        ("ce dernier", "Paul Lanson")
    ]
