from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from recoupe.lang import packs
from recoupe.records import Article, Page, Repeated
from recoupe.stages.clean import clean
from recoupe.stages.lines import lines
from recoupe.stages.site import site
from recoupe.text.page.repetition import PageMarks, mark_of, repeated, split
from tests.stages.sites import (
    BACKGROUND,
    BUTTON,
    CORNER,
    CROSSHEAD,
    KNOT,
    ODD,
    SENTENCE,
    SHARED,
    SLOGAN,
    dump,
    markup,
    page,
    paragraphs,
    site_of,
)

PACKS = packs()


def found(pages: Sequence[Page]) -> dict[str, Repeated]:
    return {r.page_id: r for r in site([lines(p, packs=PACKS) for p in pages])}


def cleaned(page: Page, known: dict[str, Repeated]) -> Article:
    made = clean(page, packs=PACKS, repeated=known.get(page.id))
    assert isinstance(made, Article)
    return made


def body(made: Article) -> list[str]:
    return [made.text[p.start : p.end] for p in made.paragraphs if p.label == "body"]


def out(made: Article) -> set[str]:
    return {x.text for x in made.left_out if x.label == "repeated"}


def marks(*texts: str) -> set[bytes]:
    return {mark for text in texts if (mark := mark_of(text)) is not None}


def test_lines_that_an_outlet_repeats_are_no_part_of_its_articles() -> None:
    known = found(site_of())
    for n in range(10):
        made = cleaned(markup(n), known)
        running = [BACKGROUND, SENTENCE] if n < 5 else []
        assert body(made) == [*paragraphs(n)[:2], *running, *paragraphs(n)[2:]]
        assert {SLOGAN, BUTTON, ODD} <= out(made)
        text = cleaned(dump(n), known)
        assert (text.headline or "").startswith("No new ")
        assert len(body(text)) == 4 + (n == 0)
        assert {CORNER, KNOT} & out(text) == {CORNER, KNOT}


def test_alone_they_would_have_stayed() -> None:
    assert {BUTTON, SLOGAN, ODD} <= set(cleaned(markup(0), {}).text.split("\n\n"))
    assert cleaned(dump(0), {}).headline == CORNER
    assert KNOT in cleaned(dump(0), {}).text


def test_a_background_paragraph_and_a_crosshead_stay_however_often_they_come() -> None:
    made = cleaned(markup(1), found(site_of()))
    assert BACKGROUND in made.text
    assert SENTENCE in made.text
    assert [made.text[p.start : p.end] for p in made.paragraphs if p.label == "heading"] == [CROSSHEAD]


def test_a_line_that_another_outlet_has_stays() -> None:
    alone = found([markup(n) for n in range(10)])
    assert marks(SHARED) <= split(alone[markup(2).id].marks)
    both = found(site_of())
    assert not marks(SHARED) & split(both[markup(2).id].marks)
    assert SHARED in cleaned(markup(2), both).text
    assert SHARED in cleaned(dump(0), both).text


def test_two_pages_are_not_enough() -> None:
    assert found([markup(n) for n in range(2)]) == {}
    assert found([markup(n) for n in range(3)]) != {}


def test_versions_of_one_text_count_as_one_page() -> None:
    text = "\n\n".join(["Le pont de Kerlan ferme", *paragraphs(0)])
    pages = [page(f"{text}\n\n{SLOGAN}\n\nVersion {n}", "text", outlet="Le Phare") for n in range(6)]
    assert found(pages) == {}


def test_pages_whose_outlet_nobody_names_are_compared_with_none() -> None:
    pages = [page(f"{dump(n).content.decode()}", "text") for n in range(10)]
    assert found(pages) == {}


def test_the_order_of_pages_says_nothing() -> None:
    pages = site_of()
    first = site([lines(p, packs=PACKS) for p in pages])
    random.Random(5).shuffle(pages)  # noqa: S311 - the same order every time
    assert site([lines(p, packs=PACKS) for p in pages]) == first


def test_a_page_that_cannot_be_read_has_no_lines() -> None:
    empty = page("", "html")
    assert lines(empty, packs=PACKS).short == b""
    assert site([lines(empty, packs=PACKS)]) == []


PAGES = st.lists(
    st.tuples(st.sets(st.integers(0, 5), max_size=4), st.sets(st.integers(10, 14), max_size=3)), max_size=7
)


@given(PAGES, PAGES)
def test_what_is_repeated_stands_on_three_pages_of_its_outlet_and_on_no_other(
    one: list[tuple[set[int], set[int]]], two: list[tuple[set[int], set[int]]]
) -> None:
    def made(pages: list[tuple[set[int], set[int]]]) -> list[PageMarks]:
        return [
            PageMarks(short=frozenset(bytes([m]) for m in s), prose=frozenset(bytes([m]) for m in p))
            for s, p in pages
        ]

    first, second = made(one), made(two)
    for mark in repeated({"one": first, "two": second})["one"]:
        assert sum(mark in p.short for p in first) >= 3
        assert not any(mark in p.short for p in second)
