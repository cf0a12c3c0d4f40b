"""Dumps are cut into lines, and wrapped paragraphs put together again."""

from __future__ import annotations

import textwrap

from recoupe.text.page.lines import read_lines

LEAD = (
    "La maire de Bressy a annoncé mardi soir que le pont resterait fermé aux voitures jusqu'à l'été, "
    "selon un communiqué remis aux habitants du quai et aux commerçants, qui réclament des travaux urgents."
)


def test_lines_know_their_place_their_bullet_and_the_gap_before() -> None:
    visible = read_lines("Titre\r\n\r\n  • Un point \r\nSuite")
    assert [(b.text, b.kind, b.gap) for b in visible.blocks] == [
        ("Titre", "paragraph", 0),
        ("Un point", "item", 1),
        ("Suite", "paragraph", 0),
    ]
    assert all(visible.mapped.text[b.start : b.end] == b.text for b in visible.blocks)


def test_lines_broken_at_a_width_are_joined_to_paragraphs() -> None:
    page = "\n\n".join(textwrap.fill(LEAD, 70) for _ in range(3))
    assert [b.text for b in read_lines(page).blocks] == [LEAD] * 3


def test_paragraphs_on_lines_of_their_own_are_not_joined() -> None:
    page = f"{LEAD}\n{LEAD}\nUn intertitre\n{LEAD}"
    assert len(read_lines(page).blocks) == 4


def test_a_dash_opens_a_speech_and_stays() -> None:
    assert read_lines("– Non, dit-elle.").blocks[0].text == "– Non, dit-elle."
