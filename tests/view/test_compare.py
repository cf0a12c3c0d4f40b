from __future__ import annotations

from recoupe.view.compare import compare, list_outlets
from recoupe.view.story import view_story
from tests.accounts import ECHO, GAZETTE, NOTE, OUTLETS, records


def test_claims_are_those_of_both_of_one_and_of_the_other() -> None:
    story = view_story(records())
    found = compare(story, OUTLETS[GAZETTE], OUTLETS[NOTE])
    assert [row.claim.number for row in found.both] == [2]
    assert [row.claim.number for row in found.only_a] == [1]
    assert found.only_b == ()
    assert [row.place.article_id for row in found.both[0].b] == [NOTE]


def test_differences_stand_on_the_side_of_their_outlet() -> None:
    story = view_story(records())
    (one,) = compare(story, OUTLETS[GAZETTE], OUTLETS[NOTE]).differences
    (other,) = compare(story, OUTLETS[NOTE], OUTLETS[GAZETTE]).differences
    assert (one.a.text, one.b.text) == ("Deux câbles", "Trois câbles")
    assert (other.a, other.b) == (one.b, one.a)
    assert compare(story, OUTLETS[GAZETTE], OUTLETS[ECHO]).differences == ()


def test_an_outlet_that_is_not_there_carries_nothing() -> None:
    story = view_story(records())
    found = compare(story, OUTLETS[GAZETTE], "Nowhere")
    assert (found.both, found.only_b) == ((), ())
    assert len(found.only_a) == 2
    assert list_outlets(story) == (OUTLETS[GAZETTE], OUTLETS[ECHO], OUTLETS[NOTE])
