"""Markup gives visible blocks whose places prove their words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recoupe.text.normalise import squash
from recoupe.text.page.markup import count_links, depth, read_blocks, read_head, without_bulk

TAGS = ["<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<br>", "<li>", "<style>", "<svg>", "</svg>"]
TAGS += ["<h2>", "</h2>", "</a>"]
WORDS = ["le pont", " ferme ", "\n", "<", "a < b", "e\u0301", ">", "&", "«\u00a0oui\u00a0»"]
ENTITIES = ["&eacute;", "&amp;", "&nbsp;", "&#8217;", "&lt;"]
ODD = ["<div hidden>", "<script>var a='<p>'</script>", "<!-- x -->", "<a href='x>y'>", '<p class="byline']
PIECES = st.sampled_from([*TAGS, *WORDS, *ENTITIES, *ODD])


@given(st.lists(PIECES, max_size=25).map("".join))
def test_a_block_can_be_read_again_from_its_place(page: str) -> None:
    visible = read_blocks(page, hints={})
    for block in visible.blocks:
        first, last = visible.mapped.source(block.start, block.end)
        assert visible.mapped.text[block.start : block.end] == block.text
        assert squash(read_blocks(page[first:last], hints={}).mapped.text) == squash(block.text)


def test_scripts_comments_and_hidden_elements_are_not_visible() -> None:
    page = (
        "<!DOCTYPE html><p>Un</p><script>x('<p>deux</p>')</script><!-- trois -->"
        "<div style='display: none'>quatre</div><p>cinq"
    )
    assert [b.text for b in read_blocks(page, hints={}).blocks] == ["Un", "cinq"]


def test_blocks_know_links_headings_and_hints() -> None:
    page = "<h1>Titre</h1><p class='article-byline'>Par moi</p><h2>Inter</h2><ul><li><a href=#>Lien</a></ul>"
    blocks = read_blocks(page, hints={"byline": "byline"}).blocks
    assert [b.kind for b in blocks] == ["title", "paragraph", "heading", "item"]
    assert [b.hint for b in blocks] == [None, "byline", None, None]
    assert blocks[3].linked == 1.0


def test_entities_and_white_space_are_resolved() -> None:
    assert read_blocks(
        "<p>l&rsquo;&eacute;t&#233;\n  &agrave;&nbsp;&nbsp;Bressy &amp; Cie", hints={}
    ).mapped.text == ("l’été à Bressy & Cie\n")


def test_the_head_is_read() -> None:
    head = read_head(
        "<html lang=fr><title>Pont &amp; quai</title><link rel=canonical href=/a>"
        "<meta property=og:title content='Le pont'>"
        "<script type='application/ld+json'>{}</script><time datetime=2026-01-02>2 janvier</time>"
    )
    assert (head.title, head.canonical, head.language) == ("Pont & quai", "/a", "fr")
    assert head.meta == (("og:title", "Le pont"),)
    assert (head.structured, head.times) == (("{}",), ("2026-01-02",))


def test_floods_are_counted_without_a_parser() -> None:
    assert count_links("<a href=x>" * 7 + "<abbr>") == 7
    assert depth("<div>" * 50 + "</div>" * 50) == 50
    assert without_bulk("<p>x<script>" + "a" * 9 + "</script><svg><b>c</svg>y") == "<p>xy"


def test_elements_of_a_publisher_are_inline_and_blocks_know_their_element() -> None:
    page = "<p>Le pont <x-gloss>d'Arvigny</x-gloss> ferme.</p><table><tr><td>12</td></tr></table>"
    blocks = read_blocks(page, hints={}).blocks
    assert [(b.text, b.tag) for b in blocks] == [("Le pont d'Arvigny ferme.", "p"), ("12", "td")]
