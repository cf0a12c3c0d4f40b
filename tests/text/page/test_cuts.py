"""Teasers are cut out of paragraphs, broken sentences are joined."""

from __future__ import annotations

import re

import pytest

from recoupe.text.page.cuts import cut_teasers, is_broken, keep_ranges

MONTHS = frozenset({"mai", "juin"})
OPENERS = [re.compile(r"(?:à )?lire aussi")]


def kept(text: str) -> list[str]:
    return [text[a:b] for a, b in keep_ranges(text, cut_teasers(text, openers=OPENERS, months=MONTHS))]


def test_a_dated_headline_with_a_quotation_and_no_full_stop_is_cut() -> None:
    text = "Le 3 mai, la préfète tance le maire : « Ce pont est un danger » Les travaux ont coûté cher."
    assert kept(text) == ["Les travaux ont coûté cher."]


@pytest.mark.parametrize(
    "text",
    [
        "Le 3 mai, la préfète a tancé le maire : « Ce pont est un danger. » Les travaux ont coûté cher.",
        "Le 3 mai, la préfète a écrit au maire : « Ce pont est un danger », selon nos informations.",
        "Le 3 mai, le pont a fermé. Le maire a dit : « Nous verrons » puis il est parti.",
        "« Il faut lire aussi les archives », dit-elle.",
    ],
)
def test_reporting_of_the_article_itself_stays(text: str) -> None:
    assert kept(text) == [text]


def test_an_announced_headline_is_cut_up_to_where_the_article_goes_on() -> None:
    assert kept("La mairie se tait. À lire aussi : Le quai s'effondreLa préfecture enquête.") == [
        "La mairie se tait.",
        "La préfecture enquête.",
    ]
    assert kept("La mairie se tait. À lire aussi : Le quai s'effondre") == ["La mairie se tait."]


def test_a_sentence_goes_on_after_initials() -> None:
    assert is_broken("Ont parlé le maire et son adjoint P.L.", "Morvan, revenu de Brest.")
    assert not is_broken("Ont parlé le maire et son adjoint.", "Morvan, revenu de Brest.")
    assert not is_broken("Ont parlé le maire et P.L.", "Le pont est fermé.")
