from __future__ import annotations

import pytest

from recoupe.errors import NotFound
from recoupe.records import Chain, Cluster, Entity, Excerpt, Hop, Member, Mention, Statement
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Unit
from recoupe.view.entity import load_entity
from tests.accounts import ECHO, GAZETTE, OUTLETS, STORY, TEXTS, fill

MAYOR = "Inès Ferrand"
SAID = "la passerelle fermerait en mai"


def cluster(name: str, article_id: str, *roles: str) -> Cluster:
    return Cluster(
        id=f"cluster-{name}-{article_id}",
        article_id=article_id,
        name=name,
        type="PER",
        mention_ids=(f"mention-{article_id}",),
        aliases=(),
        roles=roles,
    )


def entity(name: str, *clusters: Cluster) -> Entity:
    members = tuple(Member(cluster_id=c.id, rule="same name", evidence=c.name) for c in clusters)
    return Entity(id=f"entity-{name}", name=name, type="PER", aliases=("la maire",), members=members)


@pytest.fixture
def filled() -> MemoryStore:
    store = MemoryStore()
    fill(store)
    start = TEXTS[GAZETTE].index(SAID)
    at = TEXTS[GAZETTE].index(MAYOR)
    mayor, mayor_too, other = (
        cluster(MAYOR, GAZETTE, "maire"),
        cluster(MAYOR, ECHO),
        cluster("Lices", GAZETTE),
    )
    statement = Statement(
        id="statement-said",
        article_id=GAZETTE,
        start=start,
        end=start + len(SAID),
        text=SAID,
        report_type="indirect",
        modality="conditional",
        source_kind="named",
        rule="made",
        zone="body",
        source=Excerpt(start=at, end=at + len(MAYOR), text=MAYOR),
    )
    chain = Chain(
        id="chain-said",
        statement_id=statement.id,
        article_id=GAZETTE,
        hops=(
            Hop(name=MAYOR, kind="person", cluster_id=mayor.id),
            Hop(name=OUTLETS[GAZETTE], kind="outlet"),
        ),
    )
    mention = Mention(
        id="mention-x", article_id=GAZETTE, start=at, end=at + 4, text=MAYOR[:4], type="PER", form="name"
    )
    store.commit("more", 1, Unit("x", "1"), [mention, mayor, mayor_too, other, statement, chain])
    entities = [entity("mayor", mayor, mayor_too), entity("place", other)]
    store.commit("link", 1, Unit("collection", "1"), entities)
    return store


def test_what_somebody_said_where_and_in_whose_company(filled: MemoryStore) -> None:
    view = load_entity(filled, "entity-mayor")
    assert (view.n_articles, view.n_outlets, view.n_stories) == (2, 2, 1)
    assert [(row.place.text, row.first, row.story_id) for row in view.said] == [(SAID, True, STORY)]
    assert view.roles == ("maire",)
    assert {row.outlet for row in view.named} == {OUTLETS[GAZETTE], OUTLETS[ECHO]}
    assert [(row.name, row.n_articles, row.days) for row in view.company] == [
        ("place", 1, (("2026-05-04", 1),))
    ]
    assert {row.rule for row in view.members} == {"same name"}


def test_somebody_who_said_nothing_has_a_page_too(filled: MemoryStore) -> None:
    view = load_entity(filled, "entity-place", page=9)
    assert view.said == ()
    assert (view.page, view.n_pages) == (1, 1)
    with pytest.raises(NotFound):
        load_entity(filled, "entity-none")
