"""Feeds, OPML and sitemaps as lists of pages; nothing they say loads or expands anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.inputs.listing import MAX_LINKS, Link, Listing, feeds_of, read_listing
from recoupe.inputs.refusals import Refused

HERE = "https://agregateur.example/flux.xml"


def links(content: str) -> tuple[Link, ...]:
    listing = read_listing(content.encode(), HERE)
    assert listing is not None
    return listing.links


def rss(*items: str, title: str = "Agrégateur") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>{title}</title>{inner}</channel></rss>'


def test_the_source_of_an_aggregated_item_is_its_outlet() -> None:
    item = (
        "<title>Un pont</title><link>https://agregateur.example/r?u=1&amp;v=2</link>"
        '<source url="https://phare.example/rss">Le Phare</source>'
        "<pubDate>Fri, 06 Nov 2026 00:30:00 +0100</pubDate>"
    )
    assert links(rss(item)) == (
        Link(
            url="https://agregateur.example/r?u=1&v=2",
            outlet="Le Phare",
            published="2026-11-06T00:30:00+01:00",  # not the day before, in UTC
        ),
    )


def test_a_feed_names_the_outlet_of_its_own_pages_only() -> None:
    own, other = "<link>/a</link>", "<link>https://quai.example/b</link>"
    assert [x.outlet for x in links(rss(own, other))] == ["Agrégateur", None]


def test_atom_json_feed_and_rdf() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Phare</title><entry>'
        '<link rel="alternate" href="https://quai.example/a"/><published>2026-11-06T00:30:00+01:00</published>'
        "<source><title>Le Quai</title></source></entry></feed>"
    )
    assert links(atom) == (
        Link(url="https://quai.example/a", outlet="Le Quai", published="2026-11-06T00:30:00+01:00"),
    )
    json = (
        '{"version": "https://jsonfeed.org/version/1.1",'
        ' "items": [{"url": "/x", "date_published": "2026-11-06"}]}'
    )
    assert links(json) == (Link(url="https://agregateur.example/x", published="2026-11-06"),)
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<channel><title>Le Phare</title></channel><item><link>https://agregateur.example/r</link></item></rdf:RDF>"
    )
    assert [x.url for x in links(rdf)] == ["https://agregateur.example/r"]


def test_opml_and_sitemaps() -> None:
    opml = '<opml version="2.0"><body><outline text="Presse"><outline xmlUrl="https://a.example/f"/></outline></body></opml>'
    assert read_listing(opml.encode(), HERE) == Listing(kind="opml", lists=("https://a.example/f",))
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://a.example/1</loc><n:news><n:publication><n:name>Le Phare</n:name></n:publication>"
        "<n:publication_date>2026-11-06</n:publication_date></n:news></url><url><loc>https://a.example/2</loc></url></urlset>"
    )
    assert links(sitemap) == (
        Link(url="https://a.example/1", outlet="Le Phare", published="2026-11-06"),
        Link(url="https://a.example/2"),
    )
    index = "<sitemapindex><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>"
    assert read_listing(index.encode(), HERE) == Listing(
        kind="sitemap_index", lists=("https://agregateur.example/1.xml",)
    )


def test_what_is_no_list_is_none() -> None:
    for content in (b"", b"Bonjour", b"<html><body>x", b'{"a": 1}', b"{", b"\x00\xff", b"%PDF-1.7"):
        assert read_listing(content, HERE) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_anything_is_parsed(encoding: str) -> None:
    bad = rss("<link>&x;</link>").replace(
        "<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss', 1
    )
    with pytest.raises(Refused) as refused:
        read_listing(bad.encode(encoding), HERE)
    assert refused.value.reason == "entities"


def test_a_document_type_is_not_loaded() -> None:
    old = rss("<link>/a</link>").replace(
        "<rss", '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd"><rss', 1
    )
    assert [x.url for x in links(old)] == ["https://agregateur.example/a"]


def test_as_many_as_are_taken() -> None:
    listing = read_listing(rss(*(f"<link>/{k}</link>" for k in range(MAX_LINKS + 5))).encode(), HERE)
    assert listing is not None
    assert (len(listing.links), listing.n_more) == (MAX_LINKS, 5)
    assert listing.links[0].url.endswith("/0")


def test_a_feed_that_would_keep_the_parser_busy_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_listing(b"<rss><channel>" + b"<item>" * 300_000, HERE)
    assert refused.value.reason == "too_large"


def test_a_page_names_its_feeds() -> None:
    page = b"""<head><link rel="stylesheet" href="x">
    <link rel=alternate type='application/rss+xml' href=/f.xml>
    <link href="https://a.example/atom" type="application/atom+xml" rel="Alternate"></head>"""
    assert feeds_of(page, HERE) == ("https://agregateur.example/f.xml", "https://a.example/atom")


PIECES = st.sampled_from(
    ["<rss>", "<channel>", "<item>", "<link>", "</link>", "http://a.example/", "<?xml version='1.0'?>",
     "&amp;", "&x;", "<![CDATA[", "]]>", "<feed>", "<entry>", "<urlset>", "<url>", "<loc>", "</loc>",
     "<opml>", '<outline xmlUrl="', '"/>', "<pubDate>", "31 Feb 0000", "\x00", "é", "{", '"version"',
     "<!--", "-->", "<source url='//['>", "http://["]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["utf-8", "utf-16", "latin-1"]))
def test_any_bytes_are_a_list_or_none_or_refused(text: str, encoding: str) -> None:
    try:
        listing = read_listing(text.encode(encoding), HERE)
    except Refused as refused:
        assert refused.reason == "entities"
        return
    assert listing is None or all(x.url for x in listing.links)
