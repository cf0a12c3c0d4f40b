"""Headlines, lines that sign and crossheads: what they say and whom they name, through the four stages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from recoupe.lang import FALLBACK, LANGUAGES
from recoupe.nlp.port import Tagger
from recoupe.nlp.rules import RuleTagger
from recoupe.nlp.spacy import MODELS, SpacyTagger
from recoupe.records import Article, Dating, HeadingLine, HeadingPart, Headings
from recoupe.stages.annotate import annotate
from recoupe.stages.attribute import attribute, attribute_headings
from recoupe.stages.corefer import Body, HeadingReader, corefer
from tests.fakes import TrigramEncoder
from tests.stages.articles import article_from

TABLE = tomllib.loads((Path(__file__).parent / "headings.toml").read_text("utf-8"))
CASES = [(language, case) for language, cases in TABLE.items() for case in cases]


@cache
def tagger(language: str) -> Tagger:
    return SpacyTagger(MODELS[language], language=language) if language in MODELS else RuleTagger(language)


def headed(body: str, language: str, *lines: tuple[HeadingPart, str], **changes: object) -> Article:
    """An article with lines above it."""
    placed, at = [], 0
    for part, line in lines:
        placed.append(HeadingLine(start=at, end=at + len(line), part=part))
        at += len(line) + 2
    article = msgspec.structs.replace(article_from(body, language), **changes)
    return msgspec.structs.replace(
        article, headings="\n\n".join(line for _, line in lines), heading_lines=tuple(placed)
    )


def read(article: Article) -> Headings:
    """Annotate, attribute and corefer an article and its headings."""
    pack = LANGUAGES.get(article.language, FALLBACK)
    made = annotate(article, tagger=tagger(article.language), embedder=TrigramEncoder())
    statements = attribute(article, made.annotations, made.mentions, pack=pack)
    dating = Dating(id="dating-1", article_id=article.id, published=None)
    meant = corefer(article, made.annotations, made.mentions, statements, dating, pack=pack)
    words = made.headings
    body = Body(made.annotations, meant.mentions, meant.clusters, dating)
    reader = HeadingReader(article, words, body, pack=pack)
    return reader.finish(attribute_headings(reader.beside, words.annotations, reader.names, pack=pack))


@pytest.mark.parametrize(("language", "case"), CASES, ids=[case["headline"] for _, case in CASES])
def test_a_headline_says_what_its_row_says(language: str, case: dict[str, Any]) -> None:
    article = headed(case.get("body", ""), language, ("headline", case["headline"]))
    found = [(s.said.source.text, s.said.text) for s in read(article).statements if s.said.source]
    assert found == [tuple(pair) for pair in case["said"]]


BODY = (
    "Odile Garrec, maire de Plouvanec, a défendu le phare mardi. « Il restera allumé », a dit Mme Garrec. "
    "La préfète Nolwenn Astier veut le fermer. Le Conservatoire des feux de mer a protesté."
)


def names(headings: Headings, part: HeadingPart) -> list[tuple[str, str, bool]]:
    """Text, form, and whether the body knows it."""
    return [(m.text, m.form, m.cluster_id is not None) for m in headings.mentions if m.part == part]


def test_a_surname_alone_is_who_the_body_names_in_full() -> None:
    found = read(headed(BODY, "fr", ("headline", "Garrec : « Le phare restera allumé »")))
    assert names(found, "headline") == [("Garrec", "name", True)]
    (statement,) = found.statements
    assert [(hop.name, hop.kind) for hop in statement.chain.hops] == [
        ("Odile Garrec", "person"),
        ("Le Fanal", "outlet"),
    ]
    assert statement.chain.hops[0].cluster_id == found.mentions[0].cluster_id


def test_a_title_is_who_bears_it_in_the_body() -> None:
    found = read(headed(BODY, "fr", ("headline", "Phare : la préfète annonce une fermeture")))
    assert ("la préfète", "nominal", True) in names(found, "headline")
    assert found.statements[0].chain.hops[0].name == "Nolwenn Astier"


def test_a_full_name_joins_the_surname_of_the_body() -> None:
    body = "Mme Garrec a défendu le phare mardi. « Il restera allumé », a dit Mme Garrec devant les gardiens."
    found = read(headed(body, "fr", ("headline", "Odile Garrec défend le phare")))
    assert names(found, "headline") == [("Odile Garrec", "name", True)]


def test_a_noun_with_a_capital_is_no_name() -> None:
    found = read(headed(BODY, "fr", ("headline", "Soupçons de vente au Conservatoire des feux de mer")))
    assert [text for text, _, _ in names(found, "headline")] == ["Conservatoire des feux de mer"]


def test_who_signs_is_named_and_says_nothing() -> None:
    line = "Par Jeanne Morvan pour Le Fanal - Publié le 3 mai 2026 à 12h00"
    found = read(headed(BODY, "fr", ("byline", line), byline="Jeanne Morvan"))
    assert names(found, "byline") == [("Jeanne Morvan", "name", False), ("Le Fanal", "name", False)]
    assert found.statements == ()


def test_a_place_before_a_colon_says_nothing_even_if_a_tagger_takes_it_for_a_person() -> None:
    body = "À Plouvanec, la mer monte. Le port de Plouvanec est fermé."
    for headline in ("Plouvanec : « la mer monte »", "Port de Plouvanec : « on ferme »"):
        assert read(headed(body, "fr", ("headline", headline))).statements == ()


def test_a_crosshead_speaks_and_its_names_are_the_bodys() -> None:
    found = read(headed(BODY, "fr", ("crosshead", "« Il restera allumé », jure Odile Garrec")))
    assert found.mentions == ()
    assert [(s.part, s.said.text) for s in found.statements] == [("crosshead", "Il restera allumé")]


def test_a_line_stands_alone() -> None:
    first, second = "Odile Garrec : « Je reste »", "« On ne partira pas d'ici »"
    found = read(headed(BODY, "fr", ("headline", first), ("crosshead", second)))
    assert [s.said.text for s in found.statements] == ["Je reste"]


def test_words_are_those_of_the_page() -> None:
    line = "Mayor Odile Garrec Says ‘The Light’ Won’t Go Out"
    article = headed("The light won't go out, says the mayor.", "en", ("headline", line))
    found = read(article)
    assert found.statements
    for s in found.statements:
        assert article.headings[s.said.start : s.said.end] == s.said.text
        assert s.said.source is not None
        assert article.headings[s.said.source.start : s.said.source.end] == s.said.source.text
        assert all(h.excerpt is None or h.excerpt.text in line for h in s.chain.hops)
    for m in found.mentions:
        assert article.headings[m.start : m.end] == m.text


def test_the_body_is_read_as_without_headings() -> None:
    bare = article_from(BODY, "fr")
    article = headed(BODY, "fr", ("headline", "Garrec : « Le phare restera allumé »"))
    pack = LANGUAGES["fr"]
    made = [annotate(a, tagger=tagger("fr"), embedder=TrigramEncoder()) for a in (bare, article)]
    assert made[0].annotations == made[1].annotations
    assert made[0].mentions == made[1].mentions
    said = [attribute(bare, x.annotations, x.mentions, pack=pack) for x in made]
    assert said[0] == said[1]


def test_an_article_without_headings_has_none() -> None:
    found = read(article_from(BODY, "fr"))
    assert (found.mentions, found.statements) == ((), ())
