"""What may be a difference: rival figures, and what a denial answers."""

from __future__ import annotations

import math
from typing import Any

import pytest

from recoupe.lang import packs
from recoupe.lang.differing import ground_of
from recoupe.lang.laying import lay_out
from recoupe.text.matching.denials import denials
from recoupe.text.matching.differences import MODEL, candidates, choose, differences, weigh
from recoupe.text.matching.evidence import open_ledger
from recoupe.text.matching.figures import figures
from recoupe.text.matching.ground import Candidate, Difference, Ground, Spot
from recoupe.text.matching.points import read_points
from tests.dossiers import paper, said, untagged
from tests.fakes import TrigramEncoder

MAYOR, UNION = "Odile Brac", "Luc Mérou"


def ground(*articles: list[tuple[str, str]]) -> Ground:
    """A story: for each article its sentences, each with who says it ("OUTLET" for the outlet)."""
    golds = []
    for k, told in enumerate(articles):
        statements: list[dict[str, Any]] = [
            said(p, text, who, cue=None, chain=[who]) for p, (who, text) in enumerate(told)
        ]
        golds.append(
            paper(
                f"a{k}",
                [f"{text}." for _, text in told],
                statements=statements,
                published=f"2026-05-{4 + k:02d}T08:00:00+02:00",
            )
        )
    dossier = untagged({"story_id": "bridge", "articles": golds})
    table = lay_out(dossier, packs=packs(), embed=TrigramEncoder().embed)
    return ground_of(open_ledger(dossier), [], table, packs=packs())


def rivals(*articles: list[tuple[str, str]]) -> set[str]:
    """Figures that may be rivals."""
    return {c.difference.why for lot in figures(ground(*articles)) for c in lot}


def answered(*articles: list[tuple[str, str]]) -> set[str]:
    """What may be denied."""
    found = ground(*articles)
    text = [v.article.text for v in found.table.seen]
    return {text[c.difference.a.article][c.difference.a.start : c.difference.a.end] for c in denials(found)}


def test_one_who_answers_may_leave_out_what_he_counts() -> None:
    told = [
        (UNION, "Trois cents grévistes ont défilé sur le pont de Varenne"),
        (MAYOR, "Ce matin à peine cent vingt"),
    ]
    assert rivals(told) == {"number: 300 / 120 grevi"}


def test_figures_of_one_thing_may_count_it_in_other_words() -> None:
    first = [(MAYOR, "Le pont de Varenne a perdu quatorze boulons")]
    second = [(UNION, "Onze tiges de fer sont tombées dans la rivière")]
    again = [("OUTLET", "Les quatorze boulons seront remplacés")]
    found = [
        c.signs for lot in figures(ground(first, second, again)) for c in lot if c.difference.a.article == 0
    ]
    assert [(s["one_unit"], round(math.exp(s["told"]))) for s in found] == [(0.0, 2)]


def test_dollars_and_euros_are_no_rivals() -> None:
    first = [(UNION, "La réparation du pont de Varenne coûtera deux millions de dollars")]
    other = [(MAYOR, "La réparation du pont de Varenne coûtera 1,5 million d'euros")]
    same = [(MAYOR, "La réparation du pont de Varenne coûtera 1,5 million de dollars")]
    assert rivals(first, other) == set()
    assert rivals(first, same) == {"number: 2e+06 / 1.5e+06 USD"}


def test_of_places_that_tell_one_difference_the_first_told_is_shown() -> None:
    key = frozenset({("number", "2", "3")})

    def candidate(a: int, b: int) -> Candidate:
        return Candidate(Difference(Spot("", a, 0, 9), Spot("", b, 0, 9), "number", ""), {}, key)

    late, early, unlike = candidate(2, 3), candidate(0, 3), candidate(0, 1)
    assert choose([(0.4, late), (0.2, early), (0.1, unlike)]) == [(0.4, early)]
    assert choose([(0.8, late), (0.4, early), (0.1, unlike)]) == [(0.8, early), (0.8, late)]


def test_what_nothing_speaks_for_changes_nothing() -> None:
    told = ground(
        [(MAYOR, "Le pont de Varenne a perdu quatorze boulons"), (UNION, "Trente tiges ont rouillé")],
        [(UNION, "Le pont de Varenne a perdu onze boulons"), ("OUTLET", "Six bateaux attendent à quai")],
        [("OUTLET", "Le pont de Varenne a perdu onze boulons et neuf tiges en douze jours")],
    )
    models = read_points(MODEL)
    every = [(weigh(models, c), c) for c in candidates(told)]
    likely = [c.difference for k, c in choose(every) if k >= models[c.difference.type].least]
    assert differences(told) == likely
    assert 0 < len(likely) < len(every)


def test_a_year_counts_nothing() -> None:
    first = [(MAYOR, "Aucune fissure ne sera réparée sur le pont avant 2028")]
    second = [(UNION, "Les 1 140 fissures du pont ne seront pas réparées avant 2031")]
    assert rivals(first, second) == set()


def test_a_round_figure_speaks_against_rivals() -> None:
    first = [(MAYOR, "Le pont de Varenne a coûté cinq millions d'euros")]
    for other, rough in (("4,7", 1.0), ("3,7", 0.0)):
        second = [(UNION, f"Le pont de Varenne a coûté {other} millions d'euros")]
        assert [c.signs["rough"] for lot in figures(ground(first, second)) for c in lot] == [rough]


def test_a_figure_that_the_other_gives_too_is_no_rival() -> None:
    first = [(MAYOR, "Le pont compte 31 fissures et 12 câbles rompus")]
    second = [(UNION, "Le pont compte 12 fissures et 31 câbles rompus")]
    assert rivals(first, second) == set()


@pytest.mark.parametrize(
    ("denial", "denied"),
    [
        ("la pile nord du pont de Varenne ne s'est pas fendue", True),
        ("la pile nord du pont de Varenne s'est fendue, et pas seulement en mars", False),
        ("la pile nord du pont de Varenne s'est fendue, non pas parce qu'elle est vieille", False),
    ],
)
def test_a_negation_of_a_part_denies_nothing(denial: str, denied: bool) -> None:
    first = "La pile nord du pont de Varenne s'est fendue en mars"
    assert answered([(MAYOR, first)], [(UNION, denial)]) == ({first} if denied else set())


def test_an_opinion_answers_nothing_that_shares_no_word_with_it() -> None:
    first = [(MAYOR, "Le chantier du pont reprendra en mars")]
    assert answered(first, [(UNION, "Je ne considère pas ce promoteur comme un tricheur")]) == set()
    assert answered(first, [(UNION, "Je ne considère pas ce chantier comme un succès")]) != set()


def test_the_first_day_of_a_span_counts_nothing() -> None:
    golds = [
        paper(
            f"a{k}",
            [f"Le pont de Varenne est fermé du {day} au 31 octobre."],
            statements=[said(0, f"Le pont de Varenne est fermé du {day} au 31 octobre", who, cue=None)],
            dates=[{"p": 0, "text": str(day), "value": f"2026-10-{day:02d}"}],
        )
        for k, (day, who) in enumerate(((6, MAYOR), (9, UNION)))
    ]
    dossier = untagged({"story_id": "bridge", "articles": golds})
    table = lay_out(dossier, packs=packs(), embed=TrigramEncoder().embed)
    assert [
        c for lot in figures(ground_of(open_ledger(dossier), [], table, packs=packs())) for c in lot
    ] == []
