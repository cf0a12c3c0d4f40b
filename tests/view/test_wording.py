from __future__ import annotations

import msgspec
import pytest

from recoupe.messages import NARROW, NO_BREAK, Messages
from recoupe.records import BESIDE, ArticleExcerpt, Excerpt
from recoupe.view.rows import HopRow, Place
from recoupe.view.story import view_story
from recoupe.view.wording import (
    write_chain,
    write_drifts,
    write_failure,
    write_hop,
    write_language,
    write_link_evidence,
    write_no_chains,
    write_notes,
    write_rejection,
    write_short,
    write_size,
    write_why,
)
from tests.accounts import records

FR, EN = Messages("fr"), Messages("en")


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ").replace(NARROW, " ")


def test_drift_and_notes() -> None:
    story = view_story(records())
    row = story.claims[0].appearances[1]
    assert write_drifts(EN, row) == "drift: conditional → asserted"
    rounded = msgspec.structs.replace(
        row.drift[0],
        kind="rounded",
        detail=Excerpt(start=0, end=9, text="trentaine"),
        nearer=ArticleExcerpt(article_id="a", start=0, end=2, text="31"),
    )
    added = msgspec.structs.replace(rounded, kind="detail", nearer=None)
    assert plain(write_drifts(FR, msgspec.structs.replace(row, drift=(rounded, added)))) == (
        "dérive : chiffre arrondi, « trentaine » pour « 31 » ; "
        "détail qu'aucune version plus proche de l'origine ne donne : « trentaine »"
    )
    assert write_notes(EN, story)[0] == (
        "Outlet unknown: the article counts for itself, under its file's name: note.txt [3]."
    )
    several = write_notes(FR, msgspec.structs.replace(story, unknown_outlets=(1, 3)))[0]
    assert plain(several).endswith(
        "compte pour lui-même, sous le nom de son fichier : La Gazette de Lormont [1] et note.txt [3]."
    )


def test_the_evidence_of_a_merge_is_told_in_the_readers_language() -> None:
    told = f"Aude Kerviel = O. Kerviel{BESIDE}Merzieu, Roncey"
    fr = write_link_evidence(FR, told)
    assert fr.startswith("Aude Kerviel = O. Kerviel") and fr.endswith("Merzieu, Roncey")
    assert "nomment" in fr and "both" not in fr
    assert "both articles also name: Merzieu, Roncey" in write_link_evidence(EN, told)
    assert write_link_evidence(FR, "Merzieu") == "Merzieu"


def test_a_chain_in_words_origin_first() -> None:
    first, second = view_story(records()).claims[0].appearances
    assert write_chain(EN, first) == (
        "Inès Ferrand → La Gazette de Lormont [1] (press conference, 4 May 2026)"
    )
    assert write_chain(FR, second) == "sans source nommée → L'Écho du Pont [2]"


def test_a_claim_of_one_article_in_a_line() -> None:
    claim = view_story(records()).claims[0]
    alone = msgspec.structs.replace(claim, appearances=claim.appearances[1:])
    assert plain(write_short(FR, alone)) == (
        "● affirmé · L'Écho du Pont [2] · dérive : conditionnel → affirmé"
    )


@pytest.mark.parametrize(
    ("why", "fr"),
    [
        ("number: 2 / 3", "2 d'un côté, 3 de l'autre"),
        ("number: 4.2e+06 / 3.6e+06 euros", "4 200 000 d'un côté, 3 600 000 de l'autre"),
        ("number: 4 / 1.5 tonne", "4 d'un côté, 1,5 de l'autre"),
        ("denied: cessi", "d'après les mots qu'ils partagent"),
        ("denied: just after", "démenti juste après"),
        ("place: a / b", "place: a / b"),
    ],
)
def test_why_two_places_differ(why: str, fr: str) -> None:
    difference = msgspec.structs.replace(view_story(records()).differences[0], why=why)
    assert plain(write_why(FR, difference)) == fr


def test_what_gave_no_article_and_what_failed() -> None:
    story = view_story(records())
    assert plain(write_rejection(FR, story.rejections[0])) == "pages/vide.html : page vide (0 bytes)"
    no_detail = msgspec.structs.replace(story.rejections[0], detail="")
    assert write_rejection(EN, no_detail) == "pages/vide.html: empty page"
    assert write_failure(EN, story.failures[0]).startswith("events, story-")
    assert plain(write_failure(FR, story.failures[0])).endswith(" : ValueError: no verb")


def test_a_language_by_its_name_or_its_code() -> None:
    assert (write_language(FR, "de"), write_language(EN, "xx")) == ("allemand", "xx")


def test_the_line_under_the_headline() -> None:
    size = write_size(FR, view_story(records()))
    assert size == (
        "4 mai 2026 · 3 articles · 3 médias · 2 affirmations, dont 2 reprises par plusieurs médias"
    )


def test_no_way_is_drawn_for_one_of_two_reasons() -> None:
    story = view_story(records())
    assert write_no_chains(EN, story) == "No source is named: each outlet speaks for itself."
    alone = msgspec.structs.replace(story, claims=tuple(c for c in story.claims if not c.is_full))
    assert (
        write_no_chains(EN, alone) == "No claim is told in several places: each line above names its source."
    )


def test_who_is_only_called_something_stands_with_the_name_and_with_the_articles_own_words() -> None:
    hop = HopRow(name="Maire", kind="person", inferred=False, known_as="Aude Kerviel")
    assert write_hop(EN, hop) == "Aude Kerviel (here “Maire”)"
    at = Place(
        article_id="a", article_number=3, outlet="Le Matin", start=0, end=19, text="maire, Aude Kerviel"
    )
    assert (
        plain(write_hop(FR, msgspec.structs.replace(hop, named_at=at)))
        == "Aude Kerviel (ici « Maire », nom en [3])"
    )
    assert write_hop(EN, msgspec.structs.replace(hop, known_as=None)) == "Maire"
