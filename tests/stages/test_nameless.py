"""Who is only called something in one article has the name that another gives, if one alone can be meant."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest

from recoupe.decisions import decide
from recoupe.ids import make_id
from recoupe.records import ArticleExcerpt, Cluster, EntityType, Excerpt, Story
from recoupe.stages.link import link
from tests.stages.test_link import cluster, entity_of, instant, placed, target


def titled(c: Cluster, *titles: str) -> Cluster:
    places = tuple(Excerpt(start=0, end=len(t), text=t) for t in titles)
    return msgspec.structs.replace(c, titles=places)


def nameless(
    article: str, name: str, kind: EntityType = "PER", gender: Literal["f", "m"] | None = None
) -> Cluster:
    return cluster(article, name, kind, named=False, roles=(name.lower(),), gender=gender)


def story(*articles: str) -> Story:
    return Story(id=make_id("story", *articles), headline="Le pont de Prazols", article_ids=articles)


def named_for(asked: Cluster, *others: Cluster, told: tuple[Story, ...] | None = None) -> str:
    """Name of the entity that a nameless cluster belongs to."""
    clusters = [asked, *others]
    stories = told if told is not None else (story(*sorted({c.article_id for c in clusters})),)
    return entity_of(link(clusters, (), stories), asked).name


MAYOR = titled(cluster("2", "Aude Kerviel", gender="f"), "maire de Prazols, Aude Kerviel")
BOSS = titled(cluster("2", "Ludovic Marsan", gender="m"), "président de Norlys, Ludovic Marsan")
FIRM = titled(cluster("2", "Norlys", "ORG"), "société Norlys")
LAB = titled(cluster("2", "Lumeris", "ORG"), "laboratoire Lumeris")


@pytest.mark.parametrize(
    ("asked", "bearer"),
    [
        (nameless("1", "Maire", gender="f"), MAYOR),
        (nameless("1", "Mayor of Prazols"), MAYOR),
        (nameless("1", "Bürgermeisterin", gender="f"), MAYOR),
        (nameless("1", "Élue", gender="f"), MAYOR),
        (nameless("1", "Patron de Norlys", gender="m"), BOSS),
        (nameless("1", "Entreprise", "ORG"), FIRM),
        (nameless("1", "Laboratoire", "ORG"), LAB),
    ],
)
def test_who_is_only_called_something_has_the_name_that_another_article_gives(
    asked: Cluster, bearer: Cluster
) -> None:
    assert named_for(asked, bearer) == bearer.name


@pytest.mark.parametrize(
    ("asked", "bearers"),
    [
        (nameless("1", "Maire", gender="m"), [MAYOR]),  # another gender
        (nameless("1", "Maire de Roncey", gender="f"), [MAYOR]),  # another town
        (nameless("1", "Ancienne maire", gender="f"), [MAYOR]),  # no longer
        (nameless("1", "Entreprise", "ORG"), [FIRM, LAB]),  # either may be meant
        (nameless("1", "Société bretonne", "ORG"), [FIRM]),  # nobody says that Norlys is
        (
            nameless("1", "Régulateur britannique", "ORG"),
            [titled(cluster("2", "Agence des eaux", "ORG"), "Agence des eaux")],
        ),
        (cluster("1", "Maire", named=False, gender="f"), [MAYOR]),  # « une maire », new to the reader
        (
            nameless("1", "Ministre"),
            [titled(cluster("2", "Aude Kerviel"), "conseillère du ministre, Aude Kerviel")],
        ),
        (
            nameless("1", "Entraîneur"),
            [titled(cluster("2", "Rhys Marsan"), "coach à l'attaquant Rhys Marsan")],
        ),
    ],
)
def test_who_may_be_another_stays_nameless(asked: Cluster, bearers: list[Cluster]) -> None:
    assert named_for(asked, *bearers) == asked.name


def test_the_member_says_where_another_article_names_whom_this_one_only_calls_something() -> None:
    asked = nameless("1", "Maire", gender="f")
    entity = entity_of(link([asked, MAYOR], (), [story("1", "2")]), asked)
    places = {m.cluster_id: m.place for m in entity.members}
    told = MAYOR.titles[0]
    assert places[MAYOR.id] is None
    assert places[asked.id] == ArticleExcerpt(article_id="2", start=told.start, end=told.end, text=told.text)


def test_the_word_itself_goes_before_wider_ones() -> None:
    assert named_for(nameless("1", "Laboratoire", "ORG"), LAB, FIRM) == "Lumeris"


def test_a_country_tells_two_ministers_apart() -> None:
    one = titled(cluster("2", "Aude Kerviel"), "ministre italienne de la Pêche, Aude Kerviel")
    other = titled(cluster("3", "Ludovic Marsan"), "ministre de la Pêche, Ludovic Marsan")
    assert named_for(nameless("1", "Ministre italienne"), one, other) == "Aude Kerviel"
    assert named_for(nameless("1", "Ministre"), one, other) == "Ministre"


def test_a_nameless_mayor_of_another_town_is_a_rival() -> None:
    rival = nameless("3", "Maire de Roncey", gender="f")
    assert named_for(nameless("1", "Maire", gender="f"), MAYOR, rival) == "Maire"


def test_a_story_is_asked_for() -> None:
    asked = nameless("1", "Maire", gender="f")
    assert named_for(asked, MAYOR, told=()) == "Maire"
    assert named_for(asked, MAYOR, told=(story("1"), story("2"))) == "Maire"


def test_one_office_is_one_in_every_language_though_nobody_names_its_place() -> None:
    asked, other = nameless("1", "Präfektur", "ORG"), nameless("2", "Préfecture", "ORG")
    assert named_for(asked, other) == "Préfecture"


def test_who_is_called_more_fully_elsewhere_is_one_but_of_two_bare_nouns_nobody_knows() -> None:
    lone, full = nameless("1", "Intersyndicale", "ORG"), nameless("2", "Intersyndicale des Salines", "ORG")
    assert len(link([lone, full], (), [story("1", "2")])) == 1
    two = [nameless("1", "Association", "ORG"), nameless("2", "Association", "ORG")]
    assert len(link(two, (), [story("1", "2")])) == 2


def test_what_a_person_keeps_apart_stays_apart() -> None:
    asked = msgspec.structs.replace(placed("1", "Maire", named=False), roles=("maire",))
    mayor = titled(placed("2", "Aude Kerviel"), "maire de Prazols, Aude Kerviel")
    told = [story("1", "2")]
    alone = link([asked, mayor])
    both = [target(entity_of(alone, asked), asked), target(entity_of(alone, mayor), mayor)]
    apart = decide("keep_apart", both, at=instant(0))
    assert len(link([asked, mayor], (), told)) == 1
    assert len(link([asked, mayor], [apart], told)) == 2


def test_stories_in_any_order_give_the_same() -> None:
    clusters = [nameless("1", "Maire", gender="f"), MAYOR, nameless("4", "Mayor of Prazols"), BOSS]
    told = [story("1", "2"), story("3", "4")]
    assert link(clusters, (), told) == link(clusters[::-1], (), told[::-1])
