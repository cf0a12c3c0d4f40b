"""What a feed says of a page comes after what the page says of itself, and before its address."""

from __future__ import annotations

import hashlib

import pytest

from recoupe.lang import packs
from recoupe.lang.outlets import Outlets, read_outlets, shipped_table
from recoupe.records import Article, Page, StatedBy
from recoupe.stages.clean import clean

BODY = "".join(
    f"<p>{line}</p>"
    for line in (
        "La mairie de Sauveterre a fermé mardi la passerelle des Tanneurs, fissurée depuis l'hiver.",
        "« Nous ne prendrons aucun risque », a déclaré la maire, Odile Brancaz, devant les riverains.",
        "Selon le bureau d'études, les travaux dureront six semaines et coûteront près de 80 000 euros.",
    )
)
HEAD = (
    '<meta property="og:site_name" content="Le Phare"><meta name="date" content="2026-03-02T08:00:00+01:00">'
)


def article_of(head: str, stated_by: StatedBy) -> Article:
    content = (
        f"<html lang=fr><head>{head}</head><body><article><h1>Un pont</h1>{BODY}</article></body></html>"
    )
    page = Page(
        id="p1", location="https://a.example/1", media_type="html", sha256=hashlib.sha256(b"").hexdigest(),
        content=content.encode(), url="https://a.example/1", outlet="Le Quai", published="2026-03-04",
        stated_by=stated_by,
    )  # fmt: skip
    made = clean(page, packs=packs())
    assert isinstance(made, Article)
    return made


@pytest.mark.parametrize(
    ("head", "stated_by", "outlet", "outlet_from", "day", "source"),
    [
        (HEAD, "manifest", "Le Quai", "manifest", "2026-03-04", "manifest"),
        (HEAD, "feed", "Le Phare", "site_name", "2026-03-02", "meta"),
        ("", "feed", "Le Quai", "feed", "2026-03-04", "feed"),
    ],
)
def test_who_says_it_decides_what_it_weighs(
    head: str, stated_by: StatedBy, outlet: str, outlet_from: str, day: str, source: str
) -> None:
    article = article_of(head, stated_by)
    assert (article.outlet, article.outlet_from) == (outlet, outlet_from)
    assert article.published is not None
    assert (article.published.at[:10], article.published.source) == (day, source)


OUTLETS = Outlets(
    shipped_table(),
    read_outlets(
        '[[family]]\nid = "quais"\nname = "Quais"\n'
        'members = [{ name = "Le Phare", domains = ["phare.example"] }]',
        "outlets.toml",
    ),
)


def cleaned(head: str = "", after: str = "", url: str | None = None) -> Article:
    content = (
        f"<html lang=fr><head>{head}</head><body><article><h1>Un pont</h1>{BODY}{after}</article></body>"
    )
    page = Page(id="p1", location="x.html", media_type="html", sha256="", content=content.encode(), url=url)
    made = clean(page, packs=packs(), outlets=OUTLETS)
    assert isinstance(made, Article)
    return made


def test_a_domain_gives_name_and_family() -> None:
    article = cleaned(url="https://www.phare.example/a")
    assert (article.outlet, article.outlet_from, article.family) == ("Le Phare", "domain", "quais")
    copied = cleaned(
        head='<link rel="canonical" href="https://phare.example/a">', url="https://amp.example/a"
    )
    assert (copied.outlet, copied.family, copied.domain) == ("Le Phare", "quais", "amp.example")
    assert cleaned(url="https://autre.example/a").family is None


@pytest.mark.parametrize(
    ("head", "after", "credit", "wire"),
    [
        ("", "<p>Avec AFP</p>", "Avec AFP", "afp"),
        ("", "<p>Source : Reuters</p>", "Source : Reuters", "reuters"),
        ('<meta name="author" content="Belga">', "", "Belga", "belga"),
        ('<meta property="og:site_name" content="Keystone-ATS">', "", None, "ats"),
        ("", "<p>La maire l'a confirmé à l'AFP mercredi matin, avant de partir.</p>", None, None),
    ],
)
def test_a_credit_is_found_and_its_agency_named(
    head: str, after: str, credit: str | None, wire: str | None
) -> None:
    article = cleaned(head, after)
    assert (article.credit, article.wire) == (credit, wire)
