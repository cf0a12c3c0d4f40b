"""Each row of the lexicons finds its source and content in its own example."""

from __future__ import annotations

import re
from functools import cache

import pytest

from recoupe.lang import FALLBACK, LANGUAGES
from recoupe.lang.cues import Cue, CueTable, Preposition, cue_by_form, inflect
from recoupe.lang.pack import read_table
from recoupe.lang.reporting.modality import read_modality
from recoupe.lang.reporting.untagged import guess, tables_for
from recoupe.lang.reporting.view import read
from recoupe.nlp.port import Tagger
from recoupe.nlp.rules import RuleTagger
from recoupe.nlp.spacy import MODELS, SpacyTagger
from recoupe.stages.attribute import attribute
from tests.stages.articles import annotated

OWN = {"fr": LANGUAGES["fr"].cues, "en": LANGUAGES["en"].cues}
OTHERS = {code: read_table(code, "cues", CueTable) for code in ("de", "es", "it", "nl", "pt", "ru", "uk")}
TABLES = OWN | OTHERS


@cache
def tagger(language: str) -> Tagger:
    return SpacyTagger(MODELS[language], language=language) if language in MODELS else RuleTagger(language)


def rows() -> list[tuple[str, Cue | Preposition]]:
    out: list[tuple[str, Cue | Preposition]] = []
    for code, table in TABLES.items():
        out += [(code, row) for row in table.verbs]
        out += [(code, row) for row in table.prepositions]
    return out


def name(row: Cue | Preposition) -> str:
    return row.lemma if isinstance(row, Cue) else row.words


@pytest.mark.parametrize(("code", "row"), rows(), ids=lambda x: x if isinstance(x, str) else name(x))
def test_example_gives_its_source_and_content(code: str, row: Cue | Preposition) -> None:
    article, annotations, mentions = annotated(row.example, code, tagger(code))
    statements = attribute(article, annotations, mentions, pack=LANGUAGES.get(code, FALLBACK))
    found = {(s.source.text if s.source else None, s.text) for s in statements if s.report_type != "none"}
    assert (row.source, row.content) in found, found


@pytest.mark.parametrize("code", TABLES)
def test_channels_find_their_example(code: str) -> None:
    for row in TABLES[code].channels:
        m = re.search(row.pattern, row.example)
        assert m is not None, row
        assert row.channel in (m.group(0), *m.groups()), (row, m.groups())


@pytest.mark.parametrize("code", TABLES)
def test_modality_rules_find_their_example(code: str) -> None:
    table = LANGUAGES[code].modality if code in LANGUAGES else tables_for(code, FALLBACK)[1]
    for kind in ("denied", "negated", "cancelled", "conditional", "possible", "planned"):
        for rule in getattr(table, kind):
            assert re.search(rule.pattern, rule.example.lower(), re.IGNORECASE), rule


@pytest.mark.parametrize("code", TABLES)
def test_no_lemma_stands_twice(code: str) -> None:
    lemmas = [row.lemma for row in TABLES[code].verbs]
    assert len(lemmas) == len(set(lemmas))


def test_inflection_keeps_soft_consonants() -> None:
    by_form = cue_by_form(OWN["fr"])
    assert {"annonçait", "exigeaient", "affirmé"} <= set(by_form)
    deny = next(c for c in OWN["en"].verbs if c.lemma == "deny")
    assert {"denies", "denied", "denying"} <= inflect(deny, OWN["en"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le coffre aurait été vidé.", "conditional"),
        ("Le maire se serait ensuite très vite enfui.", "conditional"),
        ("Il aurait dû partir.", "asserted"),
        ("Si le vent tombait, le bateau aurait quitté le port.", "possible"),
        ("Le pont rouvrira lundi.", "planned"),
        ("La route pourrait céder.", "possible"),
        ("Personne n'a répondu.", "denied"),
        ("La halle date de 1912.", "asserted"),
    ],
)
def test_modality_of_french_sentences(text: str, expected: str) -> None:
    article, annotations, _ = annotated(text, "fr", tagger("fr"))
    table, weak = tables_for("fr", LANGUAGES["fr"])
    view = guess(read(article, annotations), table)
    assert read_modality(view, 0, len(text), weak) == expected
