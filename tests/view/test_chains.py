from __future__ import annotations

import msgspec

from recoupe.view.chains import ChainLine, group_chains
from recoupe.view.rows import StoryView
from recoupe.view.story import view_story
from tests.accounts import records


def shape(lines: tuple[ChainLine, ...]) -> list[tuple[int, bool]]:
    return [(line.appearance.place.article_number, line.copy is not None) for line in lines]


def test_a_copy_stands_under_its_original() -> None:
    (group,) = group_chains(view_story(records()))
    assert [claim.number for claim in group.claims] == [1]
    assert shape(group.lines) == [(1, False), (2, True)]


def test_claims_that_came_the_same_way_are_told_once() -> None:
    story = view_story(records())
    twin = msgspec.structs.replace(story.claims[0], id="claim-9", number=3)
    (group,) = group_chains(msgspec.structs.replace(story, claims=(*story.claims, twin)))
    assert [claim.number for claim in group.claims] == [1, 3]


def without_original(story: StoryView) -> StoryView:
    """The first claim as its copy alone carries it, twice."""
    claim = story.claims[0]
    rows = tuple(
        msgspec.structs.replace(row, chain=claim.appearances[0].chain) for row in claim.appearances[1:]
    )
    return msgspec.structs.replace(story, claims=(msgspec.structs.replace(claim, appearances=rows * 2),))


def test_a_copy_whose_original_does_not_carry_the_claim_names_its_own_source_once() -> None:
    (group,) = group_chains(without_original(view_story(records())))
    assert shape(group.lines) == [(2, False)]


def test_what_stands_in_a_question_block_is_no_way() -> None:
    story = view_story(records())
    claim = story.claims[0]
    rows = (claim.appearances[0], msgspec.structs.replace(claim.appearances[1], zone="faq"))
    (group,) = group_chains(
        msgspec.structs.replace(story, claims=(msgspec.structs.replace(claim, appearances=rows),))
    )
    assert shape(group.lines) == [(1, False)]


def test_claims_that_nobody_attributes_have_no_way() -> None:
    story = view_story(records())
    assert group_chains(msgspec.structs.replace(story, claims=story.claims[1:])) == ()
