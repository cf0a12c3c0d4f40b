"""Stories: one event each, whatever the order, and a copy changes nothing for the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.decisions import decide
from recoupe.ids import make_id
from recoupe.records import ArticleExcerpt, Decision, DecisionAction, Signature, Story, Target
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


# --- the log, episodes, decisions ---------------------------------------------------------------------


def told(name: str, text: str, day: str) -> Signature:
    return signed(written(name, text, day=day, outlet=f"Outlet {name}", headline=text[:30] + name))


LATER = [
    told("works0", ROADS.replace("fermera lundi aux camions", "rouvrira enfin en été"), "2026-07-20T08:00Z"),
    told("works1", SHOPS.replace("de la fermeture du pont", "des retards du chantier"), "2026-07-21T08:00Z"),
]


def target(kind: Literal["story", "article"], *members: Signature) -> Target:
    places = tuple(ArticleExcerpt(article_id=s.article_id, start=0, end=1, text="x") for s in members)
    return Target(kind=kind, id=f"{kind}-x", label="", evidence=places)


def decided(action: DecisionAction, *targets: Target, value: str | None = None, at: str = "1") -> Decision:
    return decide(action, targets, at=at, value=value)


def ids(*members: Signature) -> frozenset[str]:
    return frozenset(s.article_id for s in members)


def test_the_log_says_how_every_article_came_where_it_is_and_why() -> None:
    lines = sweep(MADE).changes
    assert Counter(line.action for line in lines) == {"opened": 2, "joined": 3}
    assert sorted(a for line in lines for a in line.article_ids) == sorted(s.article_id for s in MADE)
    joined = [line for line in lines if line.action == "joined"]
    assert all("likeness" in line.why for line in joined)
    assert any("morlac" in line.why for line in joined)
    assert {line.on for line in lines} == {"2026-05-04", "2026-05-05"}


def test_a_later_episode_is_a_story_of_its_own_and_linked() -> None:
    swept = sweep([*MADE, *LATER])
    assert ids(*LATER) in swept.groups
    assert ids(*MADE[:3]) in swept.groups
    first, second = (make_id("story", s.article_id) for s in (MADE[0], LATER[0]))
    assert {(k.story_id, k.other_id, k.relation) for k in swept.links} == {
        (first, second, "later"),
        (second, first, "earlier"),
    }
    assert all("brac" in k.why for k in swept.links)


def test_stories_that_a_person_made_one_are_one_however_far_apart() -> None:
    merged = decided("merge", target("story", *MADE[:3]), target("story", *LATER))
    swept = sweep([*MADE, *LATER], [merged])
    assert swept.groups == {ids(*MADE[:3], *LATER), ids(*MADE[3:])}
    (story,) = [s for s in swept.stories if len(s.article_ids) == 5]
    assert story.id == make_id("story", MADE[0].article_id)
    assert (story.first_published_at, story.last_published_at) == (DAYS[0], LATER[1].published_at)


def test_an_article_goes_where_a_person_moved_it() -> None:
    moved = decided("move", target("article", MADE[1]), target("story", *MADE[3:]))
    swept = sweep(MADE, [moved])
    assert swept.groups == {ids(MADE[0], MADE[2]), ids(MADE[1], *MADE[3:])}
    assert any("a person decided so" in line.why for line in swept.changes)


def test_a_copy_too_goes_where_a_person_moved_it() -> None:
    twin = msgspec.structs.replace(MADE[0], article_id="article-twin", outlet="Le Bac")
    moved = decided("move", target("article", twin), target("story", *MADE[3:]))
    assert ids(twin, *MADE[3:]) in sweep([*MADE, twin], [moved]).groups


def test_what_a_person_parted_stays_apart() -> None:
    split = decided("split", target("story", *MADE[:3]), target("story", MADE[2]))
    assert sweep(MADE, [split]).groups == {ids(*MADE[:2]), ids(MADE[2]), ids(*MADE[3:])}
    apart = decided("keep_apart", target("story", MADE[0]), target("story", MADE[1]))
    groups = sweep(MADE, [apart]).groups
    assert not any(ids(*MADE[:2]) <= group for group in groups)


def test_the_later_of_two_decisions_counts() -> None:
    merged = decided("merge", target("story", *MADE[:3]), target("story", *MADE[3:]), at="1")
    moved = decided("move", target("article", MADE[0]), target("story", *MADE[3:]), at="2")
    assert sweep(MADE, [moved]).groups == {ids(*MADE[1:3]), ids(MADE[0], *MADE[3:])}
    assert sweep(MADE, [moved, merged]).groups == {ids(*MADE)}
    split = decided("split", target("story", *MADE), target("story", *MADE[3:]), at="2")
    assert sweep(MADE, [merged, split]).groups == {ids(*MADE[:3]), ids(*MADE[3:])}


def test_a_story_is_called_what_a_person_called_it() -> None:
    renamed = decided("rename", target("story", *MADE[:3]), value="Le pont")
    assert "Le pont" in {s.headline for s in sweep(MADE, [renamed]).stories}


def test_decisions_about_articles_that_are_not_here_change_nothing() -> None:
    other = told("other", FERRY, DAYS[0])
    for action in ("merge", "keep_apart", "move", "split", "rename"):
        made = decided(action, target("story", other), target("story", other), value="x")
        assert sweep(MADE, [made]) == sweep(MADE)


def test_a_long_story_goes_on_from_week_to_week() -> None:
    weeks = [
        told(f"week{k}", f"{ROADS} Semaine {k}.", f"2026-0{5 + k // 4}-{1 + 7 * (k % 4):02d}T08:00Z")
        for k in range(8)
    ]
    different = [
        msgspec.structs.replace(s, shingles=b"", sketch=b"", event_day=None) for s in weeks
    ]  # no copies: what joins them is what they tell
    assert ids(*different) in sweep([*different, *MADE[3:]]).groups
