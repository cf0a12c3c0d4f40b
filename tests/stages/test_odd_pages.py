"""Odd pages of our own: whatever stands around an article, and in it, is kept apart."""

from __future__ import annotations

from pathlib import Path

from recoupe.lang import packs
from recoupe.records import Article, MediaType, Page
from recoupe.stages.clean import clean

PAGES = Path(__file__).with_name("odd")


def read(name: str, media_type: MediaType) -> Article:
    content = (PAGES / name).read_bytes()
    made = clean(
        Page(id="page", location="x", media_type=media_type, sha256="", content=content), packs=packs()
    )
    assert isinstance(made, Article)
    return made


def kept(made: Article, label: str = "body") -> list[str]:
    return [made.text[p.start : p.end] for p in made.paragraphs if p.label == label]


def left(made: Article, label: str) -> str:
    return "\n".join(x.text for x in made.left_out if x.label == label)


def test_a_french_page_with_everything_around_and_inside_its_article() -> None:
    made = read("tram.html", "html")
    assert [p.split()[0] for p in kept(made)] == ["La", "«", "Le", "Des", "Selon", "La", "Le"]
    assert kept(made)[2] == "Le chantier doit coûter 11 millions d'euros."
    assert kept(made)[5] == "La direction n'a pas souhaité commenter ces chiffres."
    assert len(kept(made)) == len(made.paragraphs)
    assert "Un incendie maîtrisé" in left(made, "teaser")
    assert "J'ai cru mourir" in left(made, "teaser")
    assert "média indépendant" in left(made, "donation")
    assert "je prends le vélo" in left(made, "comments")
    assert "© Paul Lemoine" in left(made, "caption")
    assert made.byline == "Léa Carpentier"
    assert made.published is not None
    assert (made.published.at, made.updated) == ("2026-03-14T18:20", "2026-03-15T07:10")


def test_an_english_page_with_appeals_between_its_paragraphs() -> None:
    made = read("tunnel.html", "html")
    assert kept(made, "standfirst") == ["Pumps installed last year failed during both storms."]
    assert [p.split()[0] for p in kept(made)] == ["Engineers", '"The', "The", "Around"]
    assert "funded by its readers" in left(made, "donation")
    assert "harbourlad" in left(made, "comments")
    assert made.published is not None
    assert (made.published.at, made.updated) == ("2026-05-04", "2026-05-05")


def test_a_dump_with_questions_author_box_and_lists() -> None:
    made = read("ward.txt", "text")
    assert [p.split()[0] for p in kept(made)] == ["La", "L'agence", "Trois", "Le", "«"]
    assert len(kept(made, "faq")) == 5
    assert "Journaliste santé" in left(made, "author_box") + left(made, "share")
    assert "Un loup aperçu" in left(made, "teaser")
    assert "17 €" in left(made, "donation")
    assert (made.outlet, made.byline) == ("Grandlieu Matin", "Inès Valdor")
