"""Stories: one event each, whatever the order, and a copy changes nothing for the others."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.ids import make_id
from recoupe.records import Signature, Story
from tests.stages.signatures import signed, written
from tests.stages.sweeps import sweep

ROADS = (
    "Le pont de Morlac fermera lundi aux camions, a annoncé la préfète Odile Brac. Des fissures ont été "
    "relevées sur trois piles du pont. Les travaux coûteront 340 000 euros."
)
FERRY = (
    "Odile Brac ferme le pont de Morlac : les piles sont fissurées. La préfète chiffre les travaux à "
    "340 000 euros et promet un bac aux camions."
)
SHOPS = (
    "À Morlac, les commerçants s'inquiètent de la fermeture du pont. Les fissures des piles étaient "
    "connues, dit la préfète Odile Brac, mais pas les 340 000 euros de travaux."
)
AWARD = (
    "Le prix Lumen revient à la romancière Ada Kerlin pour un récit sur l'exil. Le jury du prix Lumen s'est "
    "réuni à Vastel et a voté à 7 voix contre 5."
)
VOTE = "Ada Kerlin reçoit le prix Lumen. À Vastel, le jury a choisi son récit de l'exil par 7 voix contre 5."
BRIDGE, PRIZE = (ROADS, FERRY, SHOPS), (AWARD, VOTE)
DAYS = ["2026-05-04T08:00+02:00", "2026-05-04T18:00+02:00", "2026-05-05T07:00+02:00"]


def collection() -> list[Signature]:
    named = [(f"bridge{k}", text, DAYS[k]) for k, text in enumerate(BRIDGE)]
    named += [(f"prize{k}", text, DAYS[k + 1]) for k, text in enumerate(PRIZE)]
    return [
        signed(written(name, text, day=day, outlet=f"Outlet {name}", headline=text[:30] + name))
        for name, text, day in named
    ]


MADE = collection()


def grouped(signatures: Iterable[Signature]) -> set[frozenset[str]]:
    return sweep(signatures).groups


def story_of(signatures: list[Signature], article_id: str) -> Story:
    (found,) = [s for s in sweep(signatures).stories if article_id in s.article_ids]
    return found


def test_two_events_are_two_stories() -> None:
    ids = [s.article_id for s in MADE]
    assert grouped(MADE) == {frozenset(ids[:3]), frozenset(ids[3:])}


def test_a_story_is_named_by_its_earliest_article() -> None:
    story = story_of(MADE, MADE[2].article_id)
    assert story.article_ids == tuple(s.article_id for s in MADE[:3])
    assert story.id == make_id("story", MADE[0].article_id)
    assert story.headline == MADE[0].headline
    assert (story.first_published_at, story.last_published_at) == (DAYS[0], DAYS[2])


def test_the_headline_is_the_earliest_there_is() -> None:
    bare = [msgspec.structs.replace(MADE[0], headline=None), *MADE[1:]]
    assert story_of(bare, MADE[0].article_id).headline == MADE[1].headline


def test_the_same_words_a_year_later_are_another_story() -> None:
    later = [
        msgspec.structs.replace(
            s,
            article_id=s.article_id + "-later",
            earliest="2027-05-04",
            latest="2027-05-05",
            published_at="2027-05-04",
            shingles=b"",
            sketch=b"",
        )
        for s in MADE[:3]
    ]
    assert all(len({x.endswith("-later") for x in ids}) == 1 for ids in grouped([*MADE, *later]))


def test_an_article_without_a_date_joins_its_event() -> None:
    undated = [
        *MADE[:2],
        msgspec.structs.replace(MADE[2], earliest=None, latest=None, published_at=None),
        *MADE[3:],
    ]
    assert grouped(undated) == grouped(MADE)


def test_no_articles_no_stories() -> None:
    assert sweep([]).stories == ()


@settings(deadline=None)
@given(st.permutations(range(len(MADE))))
def test_the_order_of_the_input_changes_nothing(order: list[int]) -> None:
    shuffled = [MADE[k] for k in order]
    assert sweep(shuffled) == sweep(MADE)


@settings(deadline=None)
@given(st.sampled_from(range(len(MADE))), st.sampled_from(DAYS))
def test_a_copy_joins_its_original_and_parts_nobody(k: int, day: str) -> None:
    original = MADE[k]
    twin = msgspec.structs.replace(
        original,
        article_id="article-twin",
        outlet="Le Bac",
        published_at=day,
        earliest=day[:10],
        latest=day[:10],
    )
    made = grouped([*MADE, twin])
    assert {ids - {"article-twin"} for ids in made} == grouped(MADE)
    assert any({"article-twin", original.article_id} <= ids for ids in made)
