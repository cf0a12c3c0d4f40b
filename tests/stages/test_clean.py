"""Pages become articles whose every paragraph can be found in the page again."""

from __future__ import annotations

import hashlib
import html
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.ids import make_id
from recoupe.lang import packs
from recoupe.records import Article, MediaType, Page, Rejection
from recoupe.stages.clean import clean
from recoupe.text.normalise import normalise, squash
from recoupe.text.page.decode import decode
from recoupe.text.page.markup import read_blocks
from recoupe.text.page.reading import MAX_BYTES, MAX_DEPTH, MAX_LINKS

PACKS = packs()
BODY = (
    "La maire de Bressy, Hélène Morvan, a annoncé mardi que le vieux pont resterait fermé jusqu'à l'été.",
    "« Nous ne prendrons aucun risque », a-t-elle déclaré devant une centaine d'habitants réunis.",
    "Selon un rapport remis à la préfecture, deux piles sur cinq sont fissurées et devront être reprises.",
    "Les commerçants du quai, eux, réclament une aide de 40 000 euros et la gratuité du stationnement.",
)
DUMP = "Le pont de Bressy restera fermé\n\n" + "\n\n".join(BODY)


def page_of(
    content: bytes | str, media_type: MediaType = "html", *, known: dict[str, Any] | None = None
) -> Page:
    known = known or {}
    raw = content.encode() if isinstance(content, str) else content
    sha256 = hashlib.sha256(raw).hexdigest()
    page_id = make_id("page", sha256, known.get("url"), known.get("outlet"))
    return Page(
        id=page_id,
        location=f"pages/x.{media_type}",
        media_type=media_type,
        sha256=sha256,
        content=raw,
        **known,
    )


def markup(head: str = "", top: str = "", bottom: str = "", body: tuple[str, ...] = BODY) -> str:
    paragraphs = "".join(f"<p>{html.escape(p, quote=False)}</p>" for p in body)
    return (
        f"<!DOCTYPE html><html lang=fr><head><meta charset=utf-8>{head}</head>"
        "<body><nav><ul><li><a href=/>Accueil</a></ul></nav><main><article>"
        f"<h1>Le pont de Bressy restera fermé</h1>{top}{paragraphs}</article></main>{bottom}</body></html>"
    )


def article(
    content: bytes | str, media_type: MediaType = "html", *, known: dict[str, Any] | None = None
) -> Article:
    found = clean(page_of(content, media_type, known=known), packs=PACKS)
    assert isinstance(found, Article), found
    return found


def rejection(content: bytes | str, media_type: MediaType = "html") -> Rejection:
    found = clean(page_of(content, media_type), packs=PACKS)
    assert isinstance(found, Rejection), found
    return found


def paragraphs(found: Article) -> list[str]:
    return [found.text[p.start : p.end] for p in found.paragraphs]


def assert_places(found: Article, page: Page) -> None:
    """Paragraphs cover the text; their page ranges, and those of what was left out, give the words again."""
    assert "\n\n".join(paragraphs(found)) == found.text
    decoded = page.content.decode(found.charset, "replace")
    places = [(p.page_start, p.page_end, found.text[p.start : p.end]) for p in found.paragraphs]
    for start, end, text in [*places, *((x.page_start, x.page_end, x.text) for x in found.left_out)]:
        piece = decoded[start:end]
        again = read_blocks(piece, hints={}).mapped if page.media_type == "html" else normalise(piece)
        assert squash(again.text) == squash(text)


# --- what is kept -------------------------------------------------------------------------------------


def test_a_page_gives_its_article_and_nothing_else() -> None:
    page = markup(
        top="<p class=byline>Par Jeanne Morin (AFP)</p><p>Publié le 18 juin 2026 à 17h52</p>"
        "<p>Temps de lecture : 2 min</p>",
        bottom="<section><h2>À lire aussi</h2><p><a href=#>Un chat sauvé des eaux</a></section>"
        "<p>Laisser un commentaire</p>",
    )
    found = article(page)
    assert tuple(paragraphs(found)) == BODY
    assert found.headline == "Le pont de Bressy restera fermé"
    assert (found.byline, found.credit) == ("Jeanne Morin", "AFP")
    assert {x.label for x in found.left_out} >= {
        "heading",
        "byline",
        "reading_time",
        "teaser",
        "comments",
        "menu",
    }
    assert_places(found, page_of(page))


def test_a_dump_of_a_clean_article_is_kept_whole() -> None:
    found = article("\n\n".join(BODY), "text")
    assert tuple(paragraphs(found)) == BODY
    assert found.left_out == ()


def test_cleaning_what_was_cleaned_changes_nothing() -> None:
    once = article(markup())
    assert article(once.text, "text").text == once.text


def test_a_teaser_glued_into_a_paragraph_is_cut_out_and_the_rest_keeps_its_place() -> None:
    teaser = "Le 3 mai, la préfète tance le maire : « Ce pont est un danger public »"
    page = page_of("\n".join((BODY[0], BODY[1], f"{teaser} {BODY[2]}", BODY[3])), "text")
    found = clean(page, packs=PACKS)
    assert isinstance(found, Article)
    assert tuple(paragraphs(found)) == BODY
    assert [(x.label, x.text) for x in found.left_out] == [("teaser", teaser)]
    assert_places(found, page)


def test_a_sentence_broken_after_initials_is_joined() -> None:
    page = page_of(
        "\n\n".join(
            (*BODY, "Étaient présents le maire, la préfète et l'adjoint P.L.", "Morvan, revenu de Brest.")
        ),
        "text",
    )
    found = clean(page, packs=PACKS)
    assert isinstance(found, Article)
    assert (
        paragraphs(found)[-1]
        == "Étaient présents le maire, la préfète et l'adjoint P.L. Morvan, revenu de Brest."
    )
    assert_places(found, page)


def test_characters_are_normalised_and_quotation_marks_kept() -> None:
    found = article(
        "\n\n".join(
            (*BODY, "«\u00a0Le pe\u0301ril est réel\u202f!\u00a0», a re\u00adpris l’adjoint au maire.")
        ),
        "text",
    )
    assert paragraphs(found)[-1] == "« Le péril est réel ! », a repris l’adjoint au maire."


def test_a_page_in_another_charset_than_it_says() -> None:
    found = article(markup().encode("cp1252"))
    assert (tuple(paragraphs(found)), found.charset) == (BODY, "cp1252")


def test_the_body_that_the_page_states_helps_where_the_extractor_finds_nothing() -> None:
    deep = "<div>" * 400 + "".join(f"<p>{p}</p>" for p in BODY)
    assert tuple(paragraphs(article(f"<html><body>{deep}"))) == BODY


# --- what is known ------------------------------------------------------------------------------------

LD = {
    "@type": "NewsArticle", "headline": "Le pont", "datePublished": "2026-06-18T17:52:00+02:00",
    "dateModified": "2026-06-20T10:00:00+02:00",
    "author": [{"name": "Jeanne Morin"}, {"name": "Paul Le Goff"}], "publisher": {"name": "Le Phare"},
}  # fmt: skip
JSON_LD = f"<script type='application/ld+json'>{json.dumps(LD)}</script>"
META = (
    "<meta property=article:published_time content=2026-06-17T08:00:00Z>"
    "<meta property=og:site_name content='Le Quai'>"
)


@pytest.mark.parametrize(
    ("page", "known", "at", "source"),
    [
        (markup(JSON_LD + META), {"published": "2026-06-01"}, "2026-06-01", "manifest"),
        (markup(META + JSON_LD), {}, "2026-06-18T17:52:00+02:00", "json-ld"),
        (markup(META, "<time datetime=2026-06-16>hier</time>"), {}, "2026-06-17T08:00:00+00:00", "meta"),
        (markup("", "<p>Publié le 18 juin 2026 à 17h52</p>"), {}, "2026-06-18T17:52", "text"),
        (markup("", "<time datetime=2026-06-16>hier</time>"), {}, "2026-06-16", "time"),
        (markup(), {"url": "https://lephare.example/2026/06/15/pont"}, "2026-06-15", "url"),
    ],
)
def test_the_day_of_publication_has_a_source(page: str, known: dict[str, str], at: str, source: str) -> None:
    published = article(page, known=known).published
    assert published is not None
    assert (published.at, published.source, published.earliest) == (at, source, at[:10])
    assert published.certainty == ("resolved" if source == "url" else "explicit")


def test_the_day_of_a_change_is_never_the_day_of_publication() -> None:
    page = markup(
        "<meta property=article:modified_time content=2026-06-20>", "<p>Mis à jour le 20 juin 2026</p>"
    )
    assert article(page).published is None


@pytest.mark.parametrize(
    ("page", "known", "outlet", "source"),
    [
        (markup(JSON_LD + META), {"outlet": "Le Canal"}, "Le Canal", "manifest"),
        (markup(JSON_LD + META), {}, "Le Phare", "json-ld"),
        (markup(META), {}, "Le Quai", "site_name"),
        (markup("<title>Le pont de Bressy restera fermé | Le Bac</title>"), {}, "Le Bac", "text"),
        (markup("<link rel=canonical href=https://www.lebac.example/a>"), {}, "lebac.example", "domain"),
        (markup(), {}, "x.html", "file"),
    ],
)
def test_the_outlet_has_a_source(page: str, known: dict[str, str], outlet: str, source: str) -> None:
    found = article(page, known=known)
    assert (found.outlet, found.outlet_from) == (outlet, source)


def test_a_dump_states_who_and_when_on_one_line() -> None:
    head, body = DUMP.split("\n\n", 1)
    found = article(f"{head}\n\nLe Phare - 06 août 2025 22:45\n\n{body}", "text")
    assert (found.outlet, found.outlet_from) == ("Le Phare", "text")
    assert found.published is not None
    assert found.published.at == "2025-08-06T22:45"
    known = article(
        f"{head}\n\nJeanne Morin - 6 août 2025 (avec AFP)\n\n{body}", "text", known={"outlet": "Le Quai"}
    )
    assert (known.outlet, known.byline, known.credit) == ("Le Quai", "Jeanne Morin", "avec AFP")


def test_several_authors_are_one_byline() -> None:
    assert article(markup(JSON_LD)).byline == "Jeanne Morin, Paul Le Goff"


def test_words_of_another_language_betray_a_translation() -> None:
    left_over = "Posteriormente, la maire a suspendu les travaux du quai."
    assert article("\n\n".join((*BODY, left_over)), "text").translated_from == "es"
    assert article("\n\n".join((*BODY, f"« {left_over} »")), "text").translated_from is None
    assert (
        article("\n\n".join((*BODY, "Traduit de l'anglais par la rédaction")), "text").translated_from == "en"
    )


def test_languages_without_a_pack_are_articles_too() -> None:
    german = (
        "Die Bürgermeisterin hat am Dienstag erklärt, dass die alte Brücke bis zum Sommer gesperrt bleibt. "
    )
    assert article(german * 2, "text").language == "de"


# --- what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (b"", "html", "empty"),
        (b" \n\t ", "text", "empty"),
        (b"%PDF-1.7 x", "text", "binary"),
        (bytes(range(256)) * 40, "html", "binary"),
        (b"<p>" + b"x" * (MAX_BYTES + 1), "html", "too_large"),
        (b"<a href=#>x</a>" * (MAX_LINKS + 1), "html", "too_many_links"),
        (b"<div>" * (MAX_DEPTH + 1), "html", "too_deep"),
        (b"<" * 200_000, "html", "too_large"),
        (b"x\n" * 30_000, "text", "too_large"),
        (b"<html><body><img src=x><script>var x = 1</script>", "html", "no_text"),
        (b"<html><body><ul><li><a href=/>Accueil</a><li><a href=/s>Sport</a></ul>", "html", "not_an_article"),
        ("Fermé.".encode(), "text", "too_short"),
        (b"zzkq wvxq qqpl kkjw xxzq wwqp jjkx zxcv qwpo lkjh. " * 5, "text", "unknown_language"),
    ],
)
def test_each_kind_of_broken_page_has_its_reason(content: bytes, media_type: MediaType, reason: str) -> None:
    found = rejection(content, media_type)
    assert found.reason == reason
    assert found.detail


def test_a_rejection_names_its_page() -> None:
    found = rejection(b"")
    assert (found.page, found.page_id) == ("pages/x.html", page_of(b"").id)


# --- properties ---------------------------------------------------------------------------------------

RICH = markup(JSON_LD + META, "<p class=chapo>L&rsquo;essentiel</p>", "<aside>À lire aussi</aside>").encode()
SCRAPS = st.sampled_from(
    [
        b"<",
        b">",
        b"</p>",
        b"<div>",
        b"&#",
        b"&amp",
        b"\xff",
        b"\x00",
        b"<script>",
        b"<!--",
        b"\xc3\xa9",
        b"<a href='",
        b"\n\n",
    ]
)
MUTATION = st.tuples(st.integers(0, len(RICH)), st.integers(0, 40), SCRAPS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MUTATION, max_size=6), st.sampled_from(["html", "text"]))
def test_no_mutation_of_a_page_breaks_cleaning(
    mutations: list[tuple[int, int, bytes]], media_type: MediaType
) -> None:
    content = RICH
    for at, cut, scrap in mutations:
        content = content[:at] + scrap + content[at + cut :]
    page = page_of(content, media_type)
    found = clean(page, packs=PACKS)
    if isinstance(found, Article):
        assert_places(found, page)
        assert decode(content) is not None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["html", "text"]))
def test_no_bytes_break_cleaning(content: bytes, media_type: MediaType) -> None:
    assert clean(page_of(content, media_type), packs=PACKS) is not None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(BODY), min_size=2, unique=True), st.sampled_from(["\n", "\n\n", "\r\n\r\n"]))
def test_a_clean_dump_stays_whole_however_its_lines_are_set(body: list[str], between: str) -> None:
    assert paragraphs(article(between.join(body), "text")) == body


# --- what the model and the page's own statement decide -----------------------------------------------


def test_a_body_that_only_the_structured_data_holds_is_the_article() -> None:
    stated = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(BODY)})
    head = f'<script type="application/ld+json">{stated}</script>'
    page = markup(head=head, body=("Cet article s'ouvre dans notre application.",))
    assert paragraphs(article(page)) == list(BODY)


def test_crossheads_written_as_h1_are_headings() -> None:
    page = markup().replace(f"<p>{BODY[2]}", f"<h1>Deux piles fissurées</h1><p>{BODY[2]}")
    found = article(page)
    labels = {found.text[p.start : p.end]: p.label for p in found.paragraphs}
    assert labels["Deux piles fissurées"] == "heading"


def test_an_article_in_chinese_is_one() -> None:
    sentence = "市長は火曜日に、古い橋が夏まで閉鎖されると発表した。"
    found = article(markup(body=(sentence * 3, sentence * 2)).replace("lang=fr", "lang=ja"))
    assert sentence in found.text


def test_a_question_put_to_everybody_stays_and_a_pulled_quotation_goes() -> None:
    question = "Qu'attendez-vous de la réouverture du vieux pont de Bressy ?"
    page = markup(body=(BODY[0], question, BODY[1], question, BODY[2], question, BODY[3], BODY[1]))
    assert paragraphs(article(page)).count(question) == 3
    assert paragraphs(article(page)).count(BODY[1]) == 1


def test_a_last_sentence_between_two_teasers_of_a_dump_stays() -> None:
    last = "Une réunion aura lieu jeudi à la mairie."
    above, below = "À lire aussi : Un chat sauvé des eaux", "À lire aussi\nMétéo : le vent se lève"
    dump = f"{DUMP}\n\n{above}\n\n{last}\n\n{below}\n"
    assert paragraphs(article(dump, "text"))[-1] == last


def test_the_outlet_of_a_dump_stands_beside_the_time_of_reading() -> None:
    above = "  • Le Phare\n  • Temps de lecture : 2 min\n\n12 mai 2026 à 9h30"
    dump = DUMP.replace("\n\n", f"\n\n{above}\n\n", 1)
    found = article(dump, "text")
    assert (found.outlet, found.outlet_from) == ("Le Phare", "text")
    assert tuple(paragraphs(found)) == BODY


# --- source, change, access ---------------------------------------------------------------------------


def sources(found: Article) -> dict[str, tuple[str, str]]:
    return {one.field: (one.source, one.certainty) for one in found.known}


def test_every_field_says_where_it_comes_from_and_how_sure_that_is() -> None:
    data = {"@type": "NewsArticle", "author": {"name": "Jeanne Morvan"}, "publisher": {"name": "Le Phare"}}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script><title>Le pont | Le Phare</title>'
    assert sources(article(markup(head=head))) == {
        "headline": ("heading", "explicit"),
        "byline": ("json-ld", "explicit"),
        "outlet": ("json-ld", "explicit"),
        "language": ("text", "explicit"),
    }
    known = sources(article(DUMP, "text"))
    assert known["headline"] == ("text", "explicit")
    assert known["outlet"] == ("file", "assumed")
    assert known["language"] == ("text", "resolved")


@pytest.mark.parametrize(
    ("head", "top", "updated"),
    [
        (
            "<meta property=article:modified_time content=2026-06-19T08:00:00+02:00>",
            "",
            "2026-06-19T08:00:00+02:00",
        ),
        ("", "<p>Publié le 18 juin 2026 à 7h, mis à jour le 20 juin 2026 à 9h05</p>", "2026-06-20T09:05"),
        ("", "<p>Publié le 18 juin 2026, mis à jour à 09h42</p>", "2026-06-18T09:42"),
        ("", "<p>Publié le 18 juin 2026</p>", None),
    ],
)
def test_the_last_change_is_known_and_kept_apart_from_the_day_of_publication(
    head: str, top: str, updated: str | None
) -> None:
    found = article(markup(head=head, top=top))
    assert found.updated == updated
    assert found.published is None or found.published.at[:10] == "2026-06-18"


def test_an_article_cut_by_a_paywall_says_so() -> None:
    cut = "<p>Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.</p>"
    found = article(markup(bottom=cut))
    assert found.access == "cut"
    assert "reste 57" not in found.text
    locked = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    )
    assert article(markup(head=locked)).access == "subscribers"
    assert article(markup(bottom="<p>Abonnez-vous dès 2 € le premier mois</p>")).access == "whole"


HOUSE = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Le Phare"}}</script>'


@pytest.mark.parametrize(
    ("top", "byline", "credit"),
    [
        ("<p class=author>Jeanne Morvan</p>", "Jeanne Morvan", None),
        ("<p class=author>Auteurs</p><p class=author>Par Jeanne Morvan</p>", "Jeanne Morvan", None),
        ("<p>Propos recueillis par Jeanne Morvan</p>", "Jeanne Morvan", None),
        ("<p class=author>4 mai 2026 • Jeanne Morvan • 3 min</p>", "Jeanne Morvan", None),
        ("<p class=author>Jeanne Morvan - 4 mai 2026 (avec AFP)</p>", "Jeanne Morvan", "avec AFP"),
        ("<p>Publié le 4 mai 2026 par Jeanne Morvan</p>", "Jeanne Morvan", None),
        ("<p>Par Le Phare</p>", "Le Phare", None),
        ("<p>Par Le Phare et AFP</p>", "Le Phare", "et AFP"),
        ("", None, None),
    ],
)
def test_who_signs_goes_before_the_house_s_own_name(top: str, byline: str | None, credit: str | None) -> None:
    head = HOUSE + "<meta property='og:site_name' content='Le Phare'>"
    made = article(markup(head, top=top))
    assert (made.byline, made.credit) == (byline, credit)


def test_a_signature_at_the_end_of_a_dump_is_no_part_of_its_text() -> None:
    made = article(f"{DUMP}\n\nJeanne Morvan, avec AFP\n", media_type="text")
    assert made.credit == "avec AFP"
    assert made.text.endswith("du stationnement.")


# --- headings ----------------------------------------------------------------------------------------


def heading_parts(found: Article) -> list[tuple[str, str]]:
    return [(line.part, found.headings[line.start : line.end]) for line in found.heading_lines]


def test_headline_signing_lines_and_crossheads_are_a_text_of_their_own() -> None:
    top = "<p class=byline>Par Jeanne Morvan (avec AFP)</p>"
    page = markup(top=top, body=(*BODY[:2], *BODY[2:])).replace(
        f"<p>{html.escape(BODY[2], quote=False)}</p>",
        f"<h2>Deux piles fissurées</h2><p>{html.escape(BODY[2], quote=False)}</p>",
    )
    found = article(page)
    assert heading_parts(found) == [
        ("headline", "Le pont de Bressy restera fermé"),
        ("byline", "Par Jeanne Morvan (avec AFP)"),
        ("crosshead", "Deux piles fissurées"),
    ]
    for line in found.heading_lines:
        assert line.page_start is not None
        assert line.page_end is not None
        shown = read_blocks(page[line.page_start : line.page_end], hints={}).blocks
        assert squash(" ".join(b.text for b in shown)) == squash(found.headings[line.start : line.end])


def test_a_headline_of_a_dump_has_its_place() -> None:
    found = article(DUMP, "text")
    (line,) = found.heading_lines
    assert (line.part, line.page_start, line.page_end) == ("headline", 0, 31)


def test_what_only_the_head_states_has_no_place() -> None:
    title = '<meta property="og:title" content="Bressy : le pont fermé">'
    head = f'{title}<meta name=author content="Jeanne Morvan">'
    found = article(markup(head=head))
    assert heading_parts(found) == [("headline", "Bressy : le pont fermé"), ("byline", "Jeanne Morvan")]
    assert [(line.page_start, line.page_end) for line in found.heading_lines] == [(None, None)] * 2


def test_a_page_without_headline_has_no_headings() -> None:
    found = article("\n\n".join(BODY), "text")
    assert (found.headings, found.heading_lines) == ("", ())
