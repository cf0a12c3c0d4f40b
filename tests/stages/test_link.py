"""One thing is one entity; a similar name alone joins nothing; the order of clusters does not count."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.ids import make_id
from recoupe.records import Cluster, Entity, EntityType
from recoupe.stages.link import link


def cluster(
    article: str,
    name: str,
    kind: EntityType = "PER",
    *,
    gender: Literal["f", "m"] | None = None,
    roles: tuple[str, ...] = (),
    named: bool = True,
) -> Cluster:
    return Cluster(
        id=make_id("cluster", article, name),
        article_id=article,
        name=name,
        type=kind,
        mention_ids=(make_id("mention", article, name),),
        aliases=(),
        named=named,
        roles=roles,
        gender=gender,
    )


def setting(*articles: str) -> list[Cluster]:
    """Two things that each of some articles names: their company."""
    return [c for a in articles for c in (cluster(a, "Merzieu", "LOC"), cluster(a, "Norlys", "ORG"))]


def entity_of(entities: tuple[Entity, ...], c: Cluster) -> Entity:
    (found,) = [e for e in entities if any(m.cluster_id == c.id for m in e.members)]
    return found


def are_one(a: Cluster, b: Cluster, others: list[Cluster]) -> bool:
    entities = link([a, b, *others])
    return entity_of(entities, a) == entity_of(entities, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Vladimir Poutine", "Владимир Путин"),
        ("Steve Witkoff", "Stev Vitkoff"),
        ("Volodymyr Zelensky", "Volodymyr Zelenski"),
        ("Aude Kerviel", "Aude Kerviel-Roux"),
        ("Aude Kerviel", "A. Kerviel"),
        ("Aude Kerviel", "Kerviel"),
    ],
)
def test_alike_names_in_like_company_are_one(a: str, b: str) -> None:
    assert are_one(cluster("1", a), cluster("2", b), setting("1", "2"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Vladimir Poutine", "Philippe Pétain"),
        ("Poutine", "Pétain"),
        ("Marc Aubry", "Paul Aubry"),
        ("Daniel Roche", "Danielle Roche"),
    ],
)
def test_similar_names_stay_apart_in_any_company(a: str, b: str) -> None:
    assert not are_one(cluster("1", a), cluster("2", b), setting("1", "2"))


def test_an_alike_name_without_company_is_another() -> None:
    strangers = [cluster("1", "Brévaux", "LOC"), cluster("1", "Caldex", "ORG"), *setting("2")]
    assert not are_one(cluster("1", "Aude Kerviel"), cluster("2", "A. Kerviel"), strangers)
    assert not are_one(cluster("1", "Aude Kerviel"), cluster("2", "Aude Kerviel"), strangers)


def test_a_lone_surname_of_two_people_joins_neither_twice() -> None:
    father, son = cluster("1", "Marc Aubry"), cluster("1", "Paul Aubry")
    entities = link([father, son, cluster("2", "Aubry"), *setting("1", "2")])
    assert entity_of(entities, father) != entity_of(entities, son)


def test_a_ship_is_not_the_town_nor_the_firm() -> None:
    assert not are_one(
        cluster("1", "Norlys Vega", "ORG"), cluster("2", "Norlys", "ORG"), [cluster("1", "Merzieu", "LOC")]
    )
    assert not are_one(cluster("1", "Brévaux", "PER"), cluster("2", "Brévaux", "LOC"), setting("1", "2"))


def test_a_title_alone_is_the_only_bearer_in_like_company() -> None:
    title = cluster("2", "Préfète", named=False, roles=("préfète",), gender="f")
    bearer = cluster("1", "Aude Kerviel", roles=("préfète du vernois",), gender="f")
    assert are_one(title, bearer, setting("1", "2"))
    rival = cluster("3", "Inès Maldan", roles=("préfète",), gender="f")
    entities = link([title, bearer, rival, *setting("1", "2", "3")])
    assert len(entity_of(entities, title).members) == 1


def test_a_territory_is_one_in_every_language() -> None:
    russia = cluster("1", "Russie", "LOC")
    entities = link([russia, cluster("2", "Россия", "LOC"), cluster("3", "Russland", "LOC")])
    assert len(entities) == 1
    assert entities[0].wikidata == "Q159"


def test_a_merge_gives_its_reason() -> None:
    entities = link([cluster("1", "Steve Witkoff"), cluster("2", "Stev Vitkoff"), *setting("1", "2")])
    (witkoff,) = [e for e in entities if e.name == "Steve Witkoff"]
    assert {m.rule for m in witkoff.members} == {"other spelling"}
    assert all("both name" in m.evidence for m in witkoff.members)


def test_two_of_one_name_have_two_ids() -> None:
    a, b = cluster("1", "Awa Diop", gender="f"), cluster("2", "Awa Diop", gender="m")
    entities = link([a, b])
    assert len({e.id for e in entities}) == 2


NAMES = ("Aude Kerviel", "A. Kerviel", "Kerviel", "Marc Aubry", "Paul Aubry", "Аude", "Merzieu", "")
CLUSTERS = st.lists(
    st.builds(
        cluster,
        st.sampled_from("1234"),
        st.sampled_from(NAMES[:-1]),
        st.sampled_from(("PER", "LOC")),
        gender=st.sampled_from((None, "f", "m")),
    ),
    max_size=12,
    unique_by=lambda c: c.id,
)


@given(CLUSTERS, st.randoms(use_true_random=False))
def test_order_does_not_count_and_nothing_is_lost(clusters: list[Cluster], rnd) -> None:  # type: ignore[no-untyped-def]
    shuffled = clusters.copy()
    rnd.shuffle(shuffled)
    entities = link(clusters)
    assert entities == link(shuffled)
    members = [m.cluster_id for e in entities for m in e.members]
    assert sorted(members) == sorted(c.id for c in clusters)
    assert len({e.id for e in entities}) == len(entities)
