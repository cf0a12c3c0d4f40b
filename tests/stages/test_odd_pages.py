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


def test_a_dump_whose_captions_are_glued_to_its_paragraphs() -> None:
    made = read("quay.txt", "text")
    assert made.headline == "À Saint-Guen, un chalutier heurte le quai pendant la tempête"
    assert made.outlet == "Ouest Rivage"
    assert [p.split()[0] for p in kept(made)] == ["Le", "«", "Trois", "Le"]
    assert len(kept(made)) == len(made.paragraphs)
    assert left(made, "caption").count("OUEST RIVAGE") == 2
    assert "Faits divers" in left(made, "tags")


def test_a_live_blog_keeps_its_entries_without_their_clock() -> None:
    made = read("live.html", "html")
    assert [p.split()[0] for p in kept(made)] == ["All", '"We', "Part", "The"]
    assert "GMT" not in made.text
    assert made.byline == "Nora Ashdown, Tom Wetherall"
    assert made.published is not None
    assert (made.published.at, made.updated) == ("2026-02-02T06:00:00+00:00", "2026-02-02T14:32:00+00:00")


def test_links_inside_paragraphs_and_dated_lists_of_a_regional_paper() -> None:
    made = read("regional.html", "html")
    assert [p.split()[0] for p in kept(made)] == ["La", "Elle", "«", "Les", "Le", "Une"]
    assert kept(made)[1] == "Elle n'a pas donné de calendrier."
    assert kept(made, "heading") == ["Des volumes divisés par deux"]
    assert [left(made, "teaser").count(word) for word in ("bac", "Handball", "Pêche")] == [1, 1, 1]
    assert (made.byline, made.outlet) == ("Yann Kerbrat", "L'Écho du Blavet")
    assert made.updated == "2026-03-11T07:12"


def test_a_page_for_phones_without_its_placeholders() -> None:
    made = read("amp.html", "html")
    assert [p.split()[0] for p in kept(made)] == ["Les", "«", "Le"]
    assert len(kept(made)) == len(made.paragraphs)
    assert "LEMOINE" in left(made, "caption")
    assert (made.byline, made.wire) == ("Inès Valdor", None)
    assert made.url == "https://www.lequai.example/monde/2026/04/02/le-traite-du-detroit-est-signe"


def test_windows_1252_that_calls_itself_utf_8() -> None:
    made = read("toll.html", "html")
    assert made.charset == "cp1252"
    assert "Zoé Lœuillet" in kept(made)[1]
    assert "12,40 €" in kept(made)[2]
    assert made.byline == "Éléonore Brûlé"


def test_a_page_of_which_only_the_beginning_is_free() -> None:
    made = read("paywalled.html", "html")
    assert made.access == "cut"
    assert [p.split()[0] for p in kept(made)] == ["Pendant", "L'ancien"]
    assert "78 %" in left(made, "paywall")


def test_what_readers_say_is_no_part_of_the_article_however_long() -> None:
    made = read("comments.html", "html")
    assert [p.split()[0] for p in kept(made)] == ["Councillors", "The", "Traders"]
    assert len(kept(made)) == len(made.paragraphs)
    assert "fixed before the meeting" in left(made, "comments")
    assert left(made, "byline") == "Priya Nandha, Local democracy reporter"


def test_a_box_about_the_author_three_times() -> None:
    made = read("authorbox.html", "html")
    assert [p.split()[0] for p in kept(made)] == ["Une", "L'autorité", "Les"]
    assert made.byline == "Lucie Abgrall"
    assert "Journaliste indépendante" not in made.text


def test_a_gallery_with_captions_and_counters() -> None:
    made = read("gallery.html", "html")
    assert [p.split()[0] for p in kept(made)] == ["Fire", "The", "Police"]
    assert len(kept(made)) == len(made.paragraphs)
    assert "Weir Lane" in left(made, "caption")
    assert made.byline == "Grace Oduya"


def test_an_interview_signed_at_its_end() -> None:
    made = read("qa.html", "html")
    assert [p.endswith("?") for p in kept(made)] == [True, False, True, False, True, False]
    assert made.byline == "Éloïse Marchetti"
