"""Lines that sign a text, in French and English, and lines that look like one."""

from __future__ import annotations

import pytest

from recoupe.lang import packs
from recoupe.lang.blocks import page_lexicon
from recoupe.text.page.signature import is_signature, is_signed, read_signature

SIGNING = page_lexicon(packs()).words.signing


@pytest.mark.parametrize(
    ("line", "names", "credit"),
    [
        ("Par Jeanne Morvan", "Jeanne Morvan", None),
        (
            "Par Jeanne Morvan, Paul Le Goff et Inès Valdor",
            "Jeanne Morvan, Paul Le Goff et Inès Valdor",
            None,
        ),
        ("Propos recueillis par Jeanne Morvan", "Jeanne Morvan", None),
        ("Entretien réalisé par Jeanne de La Tour", "Jeanne de La Tour", None),
        ("Auteur(s) : Jeanne Morvan", "Jeanne Morvan", None),
        ("De notre correspondante à Brest, Jeanne Morvan", "Jeanne Morvan", None),
        ("Une enquête de Jeanne Morvan et Paul Le Goff", "Jeanne Morvan et Paul Le Goff", None),
        ("Par Jeanne Morvan avec AFP", "Jeanne Morvan", "avec AFP"),
        ("AFP, Jeanne Morvan", "Jeanne Morvan", "AFP"),
        ("Par la rédaction avec Reuters", "la rédaction", "avec Reuters"),
        ("Par Jeanne Morvan | jeanne@phare.example", "Jeanne Morvan", None),
        ("By Nora Ashdown for the Associated Press", "Nora Ashdown", "for the Associated Press"),
        ("Reporting by Nora Ashdown; Editing by Tom Wetherall", "Nora Ashdown", None),
        ("Words by Nora Ashdown", "Nora Ashdown", None),
        ("By Reuters staff", "Reuters staff", None),
        ("von Jemima Holt", "Jemima Holt", None),
        ("Jeanne Morvan Jeanne Morvan", "Jeanne Morvan", None),
    ],
)
def test_names_are_cut_out_of_a_signature(line: str, names: str, credit: str | None) -> None:
    found = read_signature(line, SIGNING)
    assert (found.names, found.credit) == (names, credit)


@pytest.mark.parametrize(
    "line",
    [
        "Par Jeanne Morvan, à Brest",
        "Par la rédaction",
        "Propos recueillis par Jeanne Morvan",
        "By Nora Ashdown, Political editor",
        "Interview by Nora Ashdown",
    ],
)
def test_words_say_that_somebody_signs(line: str) -> None:
    assert is_signed(line, SIGNING)


@pytest.mark.parametrize(
    "line",
    [
        "Par ailleurs, la ville paiera",
        "Par endroits, l'eau a monté d'un mètre",
        "Par Jeanne Morvan, la ville a trouvé une voix qui porte.",
        "By noon the water had reached the lower town",
        "Le texte de la loi",
        "Signé lundi",
    ],
)
def test_a_sentence_that_opens_alike_signs_nothing(line: str) -> None:
    assert not is_signed(line, SIGNING)
    assert not is_signature(line, SIGNING)


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("Jeanne Morvan", True),
        ("Jeanne Morvan et Paul Le Goff", True),
        ("Nora Ashdown, Reuters", True),
        ("Agence France-Presse", True),
        ("La rédaction", True),
        ("Pont Neuf", False),
        ("Al Roy / AFP", False),
        ("Jeanne Morvan a gagné", False),
        ("La mairie de Brest", False),
    ],
)
def test_names_alone_sign_where_they_are_known_or_stand_beside_an_agency(line: str, *, signs: bool) -> None:
    assert is_signature(line, SIGNING) == signs
