from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest

from recoupe.messages import NARROW, NO_BREAK, Messages
from recoupe.records import Corroboration, DerivationType, Origin, OriginMerge
from recoupe.stages import corroborate
from recoupe.view.origins import (
    write_merges,
    write_occasion,
    write_origin,
    write_origins,
    write_rule,
    write_standing,
)
from recoupe.view.story import view_story
from tests.accounts import records

FR, EN = Messages("fr"), Messages("en")
ONE = records().corroborations[0]


def count(
    low: int, high: int, unknown: int = 0, names: str = "", outlets: int = 5, repeats: int = 0
) -> Corroboration:
    return msgspec.structs.replace(
        ONE,
        origins=tuple(Origin(name=name, kind="person", article_ids=()) for name in names),
        origins_min=low,
        origins_max=high,
        unknown=unknown,
        outlets=outlets,
        merges=tuple(OriginMerge(rule="rewrite", from_=str(n), into="A") for n in range(repeats)),
    )


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ").replace(NARROW, " ")


@pytest.mark.parametrize(
    ("corroboration", "fr", "en"),
    [
        (count(0, 0), "5 médias, aucune origine comptée", "5 outlets, no origin counted"),
        (count(0, 1, outlets=1), "1 média, aucune origine nommée", "1 outlet, no named origin"),
        (
            count(0, 1, repeats=4),
            "5 médias, aucune origine nommée : 1 seul texte, que les autres reprennent",
            "5 outlets, no named origin: 1 text only, which the others take up",
        ),
        (
            count(0, 1, repeats=1),
            "5 médias, aucune origine nommée, 1 au plus",
            "5 outlets, no named origin, 1 at most",
        ),
        (
            count(0, 1, unknown=1),
            "5 médias, aucune origine nommée : 1 seule source, anonyme",
            "5 outlets, no named origin: 1 source only, anonymous",
        ),
        (
            count(0, 3, unknown=1),
            "5 médias, aucune origine nommée, 3 au plus : 1 source anonyme et 2 mentions sans source nommée",
            "5 outlets, no named origin, 3 at most: 1 anonymous source and 2 mentions without a named source",
        ),
        (count(1, 1, names="A", outlets=1), "1 média, 1 origine : A", "1 outlet, 1 origin: A"),
        (count(1, 1, names="A"), "5 médias, 1 seule origine : A", "5 outlets, 1 origin only: A"),
        (count(2, 2, names="AB"), "5 médias, 2 origines : A et B", "5 outlets, 2 origins: A and B"),
        (
            count(1, 3, names="A"),
            "5 médias, de 1 à 3 origines : A et 2 mentions sans source nommée",
            "5 outlets, 1 to 3 origins: A and 2 mentions without a named source",
        ),
        (
            count(1, 2, names="A"),
            "5 médias, 1 ou 2 origines : A et 1 mention sans source nommée",
            "5 outlets, 1 or 2 origins: A and 1 mention without a named source",
        ),
        (
            count(2, 4, unknown=1, names="AB"),
            "5 médias, de 2 à 4 origines : A, B, 1 source anonyme et 1 mention sans source nommée",
            "5 outlets, 2 to 4 origins: A, B, 1 anonymous source and 1 mention without a named source",
        ),
    ],
)
def test_the_line_that_matters(corroboration: Corroboration, fr: str, en: str) -> None:
    assert plain(write_origins(FR, corroboration)) == fr
    assert write_origins(EN, corroboration) == en


@pytest.mark.parametrize(
    ("occasion", "fr"),
    [
        ("le podcast d'Odile Brun", "A (le podcast d'Odile Brun)"),
        ("press conference, 2026-05-04", "A (conférence de presse, 4 mai 2026)"),
        ("au micro de la radio, 2026-05-04", "A (au micro de la radio, 4 mai 2026)"),
        ("2026-05-04", "A (4 mai 2026)"),
        (None, "A"),
    ],
)
def test_an_occasion_stands_beside_the_name(occasion: str | None, fr: str) -> None:
    assert write_origin(FR, Origin(name="A", kind="person", article_ids=(), occasion=occasion)) == fr


def test_what_a_single_origin_is_worth_is_said() -> None:
    claim = view_story(records()).claims[0]
    assert write_standing(EN, claim, 3) == (
        "no origin independent of the person concerned"
        " · no independent confirmation found in these 3 articles"
    )
    two = msgspec.structs.replace(claim, corroboration=count(2, 2, names="AB"))
    assert write_standing(EN, two, 3) == ""


def test_who_denies_it_is_said_unless_it_is_only_denied() -> None:
    claim = view_story(records()).claims[0]
    two = count(2, 2, names="AB")
    first, second = claim.appearances
    denied = msgspec.structs.replace(second, modality="denied")
    once = msgspec.structs.replace(claim, corroboration=two, appearances=(first, denied))
    assert plain(write_standing(FR, once, 3)) == "nié dans L'Écho du Pont [2]"
    only = msgspec.structs.replace(once, appearances=(denied,))
    assert write_standing(FR, only, 3) == ""


SAME = ("_same_origin", "_by_source", "_by_role")


def _rules() -> Iterator[str]:
    """Every rule that the count of origins can name: the words of its functions that join appearances."""
    tree = ast.parse(inspect.getsource(corroborate))
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        for node in ast.walk(function):
            values: list[ast.expr | None] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_note":
                values = [node.args[1]]
            elif isinstance(node, ast.Return) and function.name in SAME:
                value = node.value
                values = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            elif isinstance(node, ast.Tuple) and function.name == "_shared":
                values = [*node.elts[:1]]
            for value in values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value
    yield from get_args(DerivationType)


@pytest.mark.parametrize("say", [FR, EN])
def test_every_rule_that_merges_has_its_phrase(say: Messages) -> None:
    rules = set(_rules())
    assert {"same_speaker", "role_only", "same_words", "same_wire", "quoted_relay", "identical"} <= rules
    assert [rule for rule in rules if f"merge.{rule}" not in say and f"copy.{rule}" not in say] == []
    assert {key for key in say if key.startswith("merge.")} == {
        f"merge.{rule}" for rule in rules - set(get_args(DerivationType))
    }


def test_a_rule_without_words_stands_under_its_name() -> None:
    assert write_rule(FR, "shared_error") == "shared error"


def test_merges_say_who_was_folded_into_whom_and_why() -> None:
    merges = (
        OriginMerge(rule="rewrite", from_="L'Écho", into="La Gazette"),
        OriginMerge(rule="same_speaker", from_="La Voix: Inès Ferrand", into="Inès Ferrand"),
        OriginMerge(rule="relayed", from_="La Voix: Inès Ferrand", into="Marc Oury"),
    )
    line = write_merges(FR, msgspec.structs.replace(ONE, merges=merges))
    assert plain(line) == (
        "Comptés comme une seule origine : L'Écho → La Gazette (réécriture)"
        " ; La Voix, d'après Inès Ferrand (même source)"
        " ; La Voix, Inès Ferrand → Marc Oury (l'un le tient de l'autre)"
    )
    assert write_merges(FR, msgspec.structs.replace(ONE, merges=())) == ""


def test_the_occasion_of_a_chain() -> None:
    chain = view_story(records()).claims[0].appearances[0].chain
    assert chain is not None
    assert write_occasion(EN, chain.occasion) == "press conference, 4 May 2026"
    assert write_occasion(EN, None) == ""
