"""Title tables: every example holds a word of its row; no role is a body too; the tables load."""

import pytest

from recoupe.lang import FALLBACK, LANGUAGES
from recoupe.lang.naming import first_names, kinds, territories, titles_for
from recoupe.lang.titles import TitleTable
from recoupe.stages.corefer.words import lower, vocabulary
from recoupe.text.names import fold

CODES = ("fr", "en", "de", "es", "it", "ru", "uk")
TABLES = {code: titles_for(code, LANGUAGES.get(code, FALLBACK)) for code in CODES}
ROLES = [(code, row) for code in CODES for row in TABLES[code].roles]
BODIES = [(code, row) for code in CODES for row in TABLES[code].bodies]


@pytest.mark.parametrize(("code", "row"), ROLES, ids=lambda x: getattr(x, "example", x))
def test_a_role_row_holds_its_example(code: str, row) -> None:  # type: ignore[no-untyped-def]
    words = [lower(form) for pair in row.nouns for form in pair]
    assert any(w in lower(row.example) for w in words), code


@pytest.mark.parametrize(("code", "row"), BODIES, ids=lambda x: getattr(x, "example", x))
def test_a_body_row_holds_its_example(code: str, row) -> None:  # type: ignore[no-untyped-def]
    assert any(lower(noun) in lower(row.example) for noun in row.nouns), code


def test_a_language_without_any_table_gets_an_empty_one() -> None:
    assert titles_for("fi", FALLBACK) == TitleTable()


def test_other_languages_do_not_get_french_words() -> None:
    assert "maire" not in vocabulary(TABLES["de"], "de").roles
    assert "Bürgermeister".lower() in vocabulary(TABLES["de"], "de").roles


HYPERNYMS = [(code, row) for code in CODES for row in TABLES[code].hypernyms]


@pytest.mark.parametrize(("code", "row"), HYPERNYMS, ids=lambda x: getattr(x, "example", x))
def test_a_wide_noun_stands_in_its_example_behind_a_narrower_one(code: str, row) -> None:  # type: ignore[no-untyped-def]
    first, _, second = lower(row.example).partition(". ")
    roles = vocabulary(TABLES[code], code).roles
    forms = {noun: [f for f, role in roles.items() if role.key == noun] for noun in (*row.of, *row.nouns)}
    assert any(lower(form) in first for noun in row.of for form in (noun, *forms[noun])), code
    assert any(lower(form) in second for noun in row.nouns for form in (noun, *forms[noun])), code


@pytest.mark.parametrize("code", CODES)
def test_wide_nouns_are_roles_or_bodies(code: str) -> None:
    words = vocabulary(TABLES[code], code)
    wide = [noun for row in TABLES[code].hypernyms for noun in row.nouns]
    assert [w for w in wide if w not in words.roles and w not in words.bodies] == []


@pytest.mark.parametrize("code", CODES)
def test_synonyms_are_roles(code: str) -> None:
    table = TABLES[code]
    roles = vocabulary(table, code).roles
    assert [w for group in table.synonyms for w in group if w not in roles] == []


def test_first_names_are_folded_apart() -> None:
    names = first_names()
    assert "Irina".lower() in {fold(n) for n in names.feminine}
    assert len(names.feminine) == len(set(names.feminine))


def test_territories_have_codes_and_names_once() -> None:
    codes = [t.id for t in territories()]
    assert len(codes) == len(set(codes))
    ids = [t.wikidata for t in territories() if t.wikidata is not None]
    assert len(set(ids)) == len(ids)


def test_kinds_are_said_in_one_way_each() -> None:
    seen: dict[str, str] = {}
    for kind in kinds().kind:
        for form in kind.forms:
            assert seen.setdefault(fold(form), kind.id) == kind.id, form


@pytest.mark.parametrize("code", CODES)
def test_issuers_and_adjectives_hold_their_example(code: str) -> None:
    for issuer in TABLES[code].issuers:
        assert any(noun in lower(issuer.example) for noun in issuer.documents)
    for adjective in TABLES[code].body_adjectives:
        assert any(form in lower(adjective.example) for form in adjective.forms)
