"""A body that only JSON-LD holds is read in place."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from recoupe.text.normalise import Mapped, squash
from recoupe.text.page.stated import find_body, read_body, stated_text

LEAD = "La préfète a fermé l’usine jeudi, a-t-elle annoncé."
NEXT = "« Trente salariés » l’ont appris par la radio."


def page_of(body: str, *, escaped: bool = True) -> str:
    stated = json.dumps({"@type": "NewsArticle", "articleBody": body}, ensure_ascii=escaped)
    return f'<html><script type="application/ld+json">{stated}</script>'


def read(page: str) -> tuple[Mapped, list[tuple[str, str]]]:
    place = find_body(page)
    assert place is not None
    mapped = Mapped()
    blocks = read_body(mapped, page, *place)
    return mapped, [(b.text, page[slice(*mapped.source(b.start, b.end))]) for b in blocks]


def test_lines_and_tags_part_the_blocks() -> None:
    for body in (f"{LEAD}\n\n{NEXT}", f"<p>{LEAD}</p><p>{NEXT}</p>"):
        for escaped in (True, False):
            assert [text for text, _ in read(page_of(body, escaped=escaped))[1]] == [LEAD, NEXT]


def test_entities_and_inline_tags_are_resolved() -> None:
    _, (only,) = read(page_of("Le&nbsp;pont d&rsquo;<em>Arvigny</em> \U0001f600 rouvre."))
    assert only[0] == "Le pont d’Arvigny \U0001f600 rouvre."


@given(st.text(max_size=60), st.booleans())
def test_a_place_gives_its_words_again(body: str, escaped: bool) -> None:
    for text, written in read(page_of(body, escaped=escaped))[1]:
        assert squash(stated_text(written)) == squash(text)


def test_a_page_without_a_stated_body() -> None:
    assert find_body("<p>articleBody</p>") is None
    assert find_body('{"articleBody": "never closed') == (17, 29)
