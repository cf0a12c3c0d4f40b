"""Lines of a dump are told apart from its article."""

from __future__ import annotations

import pytest

from recoupe.lang import packs
from recoupe.lang.blocks import page_lexicon
from recoupe.text.page.furniture import Label, Lines, find_headline, label_lines
from recoupe.text.page.lines import read_lines

LEXICON = page_lexicon(packs())
LEAD = "La maire de Bressy a annoncé mardi soir que le pont resterait fermé aux voitures jusqu'à l'été."
NEXT = "Trente commerçants du quai ont signé une pétition, remise lundi au préfet par leur association."


def labels(page: str) -> dict[str, Label]:
    blocks = read_lines(page).blocks
    lines = Lines(blocks, LEXICON.rules, is_markup=False)
    found = label_lines(lines, find_headline(lines))
    return {b.text: x for b, x in zip(blocks, found, strict=True)}


def test_headline_standfirst_heading_and_body() -> None:
    page = f"Le pont ferme\n\nUne décision attendue des riverains\n\n{LEAD}\n\nUn lourd chantier\n\n{NEXT}\n"
    assert list(labels(page).values()) == ["headline", "standfirst", "body", "heading", "body"]


def test_a_first_line_that_is_a_sentence_is_no_headline() -> None:
    assert labels(f"{LEAD}\n{NEXT}") == {LEAD: "body", NEXT: "body"}
    assert labels(f"Fête du village.\n{LEAD}")["Fête du village."] == "body"


def test_teasers_are_found_by_what_closes_and_what_opens_them() -> None:
    page = (
        f"Le pont ferme\n\n{LEAD}\n\n{NEXT}\n\nFoire aux vins : le programme\n\n"
        "Cette année encore, la foire réunit ...\n"
        "Lire la suite →\n\nÀ lire aussi\nUn chat sauvé des eaux\n"
    )
    found = labels(page)
    teasers = {"Foire aux vins : le programme", "Cette année encore, la foire réunit ...", "Lire la suite →"}
    teasers |= {"À lire aussi", "Un chat sauvé des eaux"}
    assert {text for text, label in found.items() if label == "teaser"} == teasers


def test_what_stands_with_furniture_above_the_article_is_furniture() -> None:
    above = "53\nLe pont ferme\nLe vieux pont vu du quai, en juillet 2017."
    page = f"Le pont ferme au trafic\n\n{above}\n\n{LEAD}\n\n{NEXT} {NEXT}\n"
    found = labels(page)
    assert found["Le vieux pont vu du quai, en juillet 2017."] == "caption"
    assert found[LEAD] == "body"


def test_nothing_stands_after_the_comment_form() -> None:
    rules = "Merci de rester courtois et de signer de votre vrai nom."
    assert labels(f"{LEAD}\n\n{NEXT}\n\nLaisser un commentaire\n\n{rules}\n")[rules] == "comments"


def test_a_marker_at_the_top_cuts_nothing() -> None:
    assert labels(f"12 commentaires\n\n{LEAD}\n\n{NEXT}")[LEAD] == "body"


def test_a_question_block_is_kept_apart() -> None:
    block = (
        "Questions fréquentes sur le pont\n\nQuand rouvre-t-il ?\n\nLe pont rouvre en été, selon la mairie.\n"
    )
    page = f"Le pont ferme\n\n{LEAD}\n\n{block}"
    assert list(labels(page).values()) == ["headline", "body", "faq", "faq", "faq"]


@pytest.mark.parametrize(
    "line", ["• Fr\n• En\n• De", "Temps de lecture : 3 min", "Captcha verification failed!"]
)
def test_menus_and_counters_go(line: str) -> None:
    found = labels(f"{line}\n\nLe pont ferme\n\n{LEAD}\n\n{NEXT}")
    assert [t for t, x in found.items() if x in ("body", "standfirst", "heading")] == [LEAD, NEXT]


def test_a_line_that_comes_twice_is_kept_once() -> None:
    blocks = read_lines(f"{LEAD}\n\n{NEXT}\n\n{LEAD}").blocks
    assert label_lines(Lines(blocks, LEXICON.rules, is_markup=False), None) == ["body", "body", "other"]
