"""Another name in a slot keeps two propositions apart; another spelling, a role or a voice does not."""

from __future__ import annotations

from typing import Any

from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.text.matching.pairing import compare
from recoupe.text.matching.sheets import Sheet, new_books, sheet
from recoupe.text.matching.slots import Slots, calling, slots
from recoupe.text.matching.table import pairing_of
from recoupe.text.matching.vetoes import rival_slots
from tests.dossiers import paper, said, untagged
from tests.fakes import TrigramEncoder

NONE: frozenset[str] = frozenset()


def story(*articles: dict[str, Any]) -> dict[str, Any]:
    return {"story_id": "mill", "articles": list(articles)}


def telling(key: str, name: str, place: str = "Brogne", lang: str = "fr") -> dict[str, Any]:
    return paper(
        key,
        [f"{name} a vendu la scierie de {place} à la commune pour un euro symbolique."],
        lang=lang,
        entities=[
            {"p": 0, "text": name, "entity": name, "kind": "PER"},
            {"p": 0, "text": place, "entity": place, "kind": "LOC"},
        ],
    )


def apart(*articles: dict[str, Any]) -> bool:
    """Do slots keep the first proposition of one article from that of another?"""
    table = lay_out(untagged(story(*articles)), packs=packs(), embed=TrigramEncoder().embed)
    return bool(compare([pairing_of(table, 0, 1)])[0].rival[0, 0])


def test_another_name_keeps_apart_the_same_does_not() -> None:
    assert not apart(telling("a", "Paul Ferrand"), telling("b", "Paul Ferrand"))
    assert apart(telling("a", "Paul Ferrand"), telling("b", "Luc Mérou"))


def test_another_spelling_and_a_shorter_name_are_no_other_name() -> None:
    assert not apart(telling("a", "Paul Ferrand"), telling("b", "M. Ferrand"))
    assert not apart(telling("a", "Askar Joumabaev"), telling("b", "Askar Zhumabayev"))


def test_another_place_keeps_apart() -> None:
    assert apart(telling("a", "Paul Ferrand"), telling("b", "Paul Ferrand", place="Lusse"))


def test_another_speaker_is_no_other_name() -> None:
    words = "la scierie de Brogne sera vendue à la commune en mars"
    told = [
        paper(
            key,
            [f"{name} a dit que {words}."],
            statements=[said(0, words, name)],
            entities=[{"p": 0, "text": name, "entity": name, "kind": "PER"}],
        )
        for key, name in (("a", "Paul Ferrand"), ("b", "Luc Mérou"))
    ]
    assert not apart(*told)


def test_slots_hold_the_key_and_the_sound_of_a_name() -> None:
    table = lay_out(
        untagged(story(telling("a", "Paul Ferrand"), telling("b", "M. Ferrand"))),
        packs=packs(),
        embed=TrigramEncoder().embed,
    )
    first, second = (
        slots(view, side.pieces[0], calling(table.seen))
        for view, side in zip(table.seen, table.sides, strict=True)
    )
    assert first.persons & second.persons
    assert first.persons <= first.known
    assert not first.bodies


def filled(some: list[Slots], language: str = "fr") -> Sheet:
    """A sheet of propositions alike in all but their slots."""
    table = lay_out(
        untagged(story(telling("a", "Paul Ferrand", lang=language))),
        packs=packs(),
        embed=TrigramEncoder().embed,
    )
    return sheet([table.flat[0]] * len(some), some, BOOKS)


BOOKS = new_books()


def slot(**names: frozenset[str]) -> Slots:
    kept = {"persons": NONE, "places": NONE, "bodies": NONE, "beside": NONE, "subjects": NONE, "known": NONE}
    known = frozenset(n for some in names.values() for n in some)
    return Slots(**{**kept, "known": known, **names})


def test_who_does_it_and_to_whom_it_is_done_are_not_swapped() -> None:
    known = frozenset({"ferrand", "merou"})
    one = filled([slot(subjects=frozenset({"ferrand"}), known=known)])
    other = filled(
        [
            slot(subjects=frozenset({"merou"}), known=known),
            slot(subjects=frozenset({"ferrand", "merou"}), known=known),
            slot(known=known),
        ]
    )
    assert rival_slots(one, other).tolist() == [[True, False, False]]


def test_places_have_other_names_in_other_languages() -> None:
    french = filled([slot(places=frozenset({"londres"}))])
    english = filled([slot(places=frozenset({"london"}))], language="en")
    assert rival_slots(french, filled([slot(places=frozenset({"lusse"}))])).all()
    assert not rival_slots(french, english).any()


def test_a_name_meant_near_by_is_no_other_name() -> None:
    one = filled([slot(persons=frozenset({"ferrand"}))])
    near = filled([slot(persons=frozenset({"merou"}), known=frozenset({"merou", "ferrand"}))])
    assert not rival_slots(one, near).any()


def dated(key: str, words: str, value: str) -> dict[str, Any]:
    text = f"La scierie de Brogne a été vendue à la commune {words} pour un euro."
    return paper(key, [text], dates=[{"p": 0, "text": words, "value": value}])


def test_times_that_cannot_meet_keep_apart() -> None:
    monday, march = dated("a", "lundi", "2026-05-11"), dated("b", "en mars", "2026-03")
    assert apart(monday, march)
    assert not apart(monday, dated("c", "mardi", "2026-05-12"))  # perhaps past midnight
    assert apart(monday, dated("d", "ce printemps-là", "2025-05"))
    assert not apart(march, dated("e", "le 3 mars", "2026-03-03"))
    assert not apart(monday, telling("f", "Paul Ferrand"))
