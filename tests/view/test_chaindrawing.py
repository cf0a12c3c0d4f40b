from __future__ import annotations

import re

import msgspec

from recoupe.messages import Messages
from recoupe.records import NOBODY, Corroboration, Origin
from recoupe.view.chaindrawing import draw_chains
from recoupe.view.drawing import Drawing
from recoupe.view.rows import AppearanceRow, ChainRow, ClaimRow, HopRow, StoryView
from recoupe.view.story import view_story
from tests.accounts import ECHO, GAZETTE, records

SAY = Messages("en")


def story() -> StoryView:
    return view_story(records())


def told(row: AppearanceRow, number: int, *hops: HopRow) -> AppearanceRow:
    """The same words in another article, which has them from somebody."""
    place = msgspec.structs.replace(
        row.place, article_id=f"article-{number}", article_number=number, outlet=f"Outlet {number}"
    )
    chain = ChainRow(hops=(*hops, HopRow(name=place.outlet, kind="outlet", inferred=False)))
    return msgspec.structs.replace(row, place=place, chain=chain, drift=None, copy_of=None)


def hop(name: str, *, inferred: bool = False) -> HopRow:
    return HopRow(name=name, kind="person", inferred=inferred)


def claim_of(rows: list[AppearanceRow], *origins: Origin) -> ClaimRow:
    claim = story().claims[0]
    found: Corroboration = msgspec.structs.replace(claim.corroboration, origins=origins, merges=())
    return msgspec.structs.replace(claim, appearances=tuple(rows), corroboration=found)


def words(drawing: Drawing) -> list[str]:
    return [" ".join(line.text for line in box.lines) for box in drawing.boxes]


def test_an_origin_stands_left_the_outlet_right_and_its_copy_inside_it() -> None:
    drawing = draw_chains(SAY, story().claims[0], story())
    origin, outlet = drawing.boxes
    assert (origin.kind, outlet.kind) == ("origin", "outlet")
    assert origin.x + origin.width < outlet.x
    assert "Inès Ferrand" in words(drawing)[0]
    assert "L'Écho du Pont [2]" in words(drawing)[1]
    assert "↳" in words(drawing)[1]
    assert not origin.is_common  # an article and its copy are one way
    assert origin.place is not None
    assert origin.place.text == "La maire, Inès Ferrand"


def test_the_link_that_most_share_is_the_common_one() -> None:
    row = story().claims[0].appearances[0]
    rows = [told(row, n, hop("Anna"), hop("Bruno")) for n in (1, 2)] + [told(row, 3, hop("Anna"))]
    drawing = draw_chains(SAY, claim_of(rows), story())
    common = [text for text, box in zip(words(drawing), drawing.boxes, strict=True) if box.is_common]
    assert common == ["Anna"]
    rows = [told(row, n, hop(f"Witness {n}"), hop("Bruno")) for n in (1, 2, 3)]
    drawing = draw_chains(SAY, claim_of(rows), story())
    assert [t for t, b in zip(words(drawing), drawing.boxes, strict=True) if b.is_common] == ["Bruno"]


def test_no_two_boxes_overlap_and_strokes_end_at_boxes() -> None:
    row = story().claims[0].appearances[0]
    rows = [told(row, n, *(hop(f"H{n % 3}-{k}") for k in range(n % 4))) for n in range(1, 13)]
    drawing = draw_chains(SAY, claim_of(rows), story())
    boxes = drawing.boxes
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = a.x + a.width <= b.x or b.x + b.width <= a.x
            assert apart or a.y + a.height <= b.y or b.y + b.height <= a.y
    ends = {(box.x, round(box.y + box.height / 2)) for box in boxes}
    for stroke in drawing.strokes:
        *_, x, y = map(float, re.findall(r"-?\d+", stroke.path))
        assert any(abs(x - ex) <= 1 and abs(y - ey) <= 1 for ex, ey in ends)
    assert max(box.x + box.width for box in boxes) <= drawing.width
    assert max(box.y + box.height for box in boxes) <= drawing.height


def test_who_names_nobody_is_tied_to_the_origin_it_rests_on_and_to_no_other() -> None:
    row = story().claims[0].appearances[0]
    rows = [told(row, 1, hop("Anna")), told(row, 2), told(row, 3)]
    anna = Origin(name="Anna", kind="person", article_ids=("article-1", "article-2"))
    drawing = draw_chains(SAY, claim_of(rows, anna), story())
    kinds = [box.kind for box in drawing.boxes]
    assert kinds.count("origin") == 1
    assert kinds.count("nobody") == 1
    assert [stroke.is_inferred for stroke in drawing.strokes] == [False, True, True]


def test_two_unnamed_sources_are_two() -> None:
    row = story().claims[0].appearances[0]
    drawing = draw_chains(SAY, claim_of([told(row, n, hop(NOBODY)) for n in (1, 2)]), story())
    assert len(drawing.boxes) == 4


def test_the_story_has_both_articles() -> None:
    assert {row.place.article_id for row in story().claims[0].appearances} == {GAZETTE, ECHO}
