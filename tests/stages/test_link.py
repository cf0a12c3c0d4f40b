"""One thing is one entity; a similar name alone joins nothing; the order of clusters does not count."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.decisions import decide, in_force, undo
from recoupe.ids import make_id
from recoupe.records import (
    BESIDE,
    ArticleExcerpt,
    Cluster,
    Decision,
    DecisionAction,
    Entity,
    EntityType,
    Target,
)
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
    families = [cluster(str(k), f"{first} Kerviel") for k, first in enumerate(("Luc", "Inès", "Jean"), 3)]
    assert not are_one(cluster("1", "Aude Kerviel"), cluster("2", "Aude Kerviel"), [*strangers, *families])


def test_a_full_name_that_few_bear_needs_no_company_unless_the_trades_differ() -> None:
    strangers = [cluster("1", "Brévaux", "LOC"), cluster("1", "Caldex", "ORG"), *setting("2")]
    mayor = cluster("1", "Aude Kerviel", roles=("maire de brévaux",))
    assert are_one(mayor, cluster("2", "Aude Kerviel", roles=("mayor",)), strangers)
    assert are_one(mayor, cluster("2", "Aude Kerviel"), strangers)
    assert not are_one(mayor, cluster("2", "Aude Kerviel", roles=("grutière",)), strangers)


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
    assert all(BESIDE in m.evidence for m in witkoff.members)
    beside = {m.cluster_id: m.evidence.partition(BESIDE)[2] for m in witkoff.members}
    assert all(set(told.split(", ")) <= {c.name for c in setting("1", "2")} for told in beside.values())


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


# --- what a person decides ---------------------------------------------------------------------------


def placed(article: str, name: str, at: int = 0, kind: EntityType = "PER", *, named: bool = True) -> Cluster:
    """A cluster whose one mention stands at a place, as decisions point to it."""
    form = "name" if named else "nominal"
    made = cluster(article, name, kind, named=named)
    mention = make_id("mention", article, at, at + len(name), form)
    return msgspec.structs.replace(made, mention_ids=(mention,))


def target(entity: Entity, *clusters: Cluster, at: int = 0) -> Target:
    return Target(
        kind="entity",
        id=entity.id,
        label=entity.name,
        evidence=tuple(
            ArticleExcerpt(article_id=c.article_id, start=at, end=at + len(c.name), text=c.name)
            for c in clusters
        ),
    )


def instant(k: int) -> str:
    return f"2025-01-01T00:00:{k:02d}Z"


MINE = placed("1", "Aude Kerviel")
OTHER = placed("2", "Solveig Trannoy")


def test_a_person_merges_what_no_rule_would_and_the_first_id_stays() -> None:
    before = link([MINE, OTHER])
    mine, other = entity_of(before, MINE), entity_of(before, OTHER)
    merge = decide("merge", [target(other, OTHER), target(mine, MINE)], at=instant(0))
    (one,) = link([MINE, OTHER], [merge])
    assert one.id == other.id
    assert {m.rule for m in one.members} == {"decided"}
    assert all(merge.id in m.evidence for m in one.members)


def test_undoing_a_decision_restores_the_former_state_exactly() -> None:
    before = link([MINE, OTHER])
    mine, other = entity_of(before, MINE), entity_of(before, OTHER)
    merge = decide("merge", [target(mine, MINE), target(other, OTHER)], at=instant(0))
    assert link([MINE, OTHER], [merge]) != before
    assert link([MINE, OTHER], in_force([merge, undo(merge, at=instant(1))])) == before


def test_the_later_of_two_decisions_that_clash_counts() -> None:
    before = link([MINE, OTHER])
    both = [target(entity_of(before, MINE), MINE), target(entity_of(before, OTHER), OTHER)]
    merge, apart = decide("merge", both, at=instant(0)), decide("keep_apart", both, at=instant(1))
    assert len(link([MINE, OTHER], [merge, apart])) == 2
    late = decide("merge", both, at=instant(2))
    assert len(link([MINE, OTHER], [apart, late])) == 1


def test_what_is_kept_apart_stays_so_when_more_comes() -> None:
    one, two = placed("1", "Aude Kerviel"), placed("2", "Aude Kerviel")
    bridge = [placed("3", "Aude Kerviel"), *setting("1", "2", "3")]
    before = link([one, two, *bridge])
    assert entity_of(before, one) == entity_of(before, two)
    shared = entity_of(before, one)
    apart = decide("keep_apart", [target(shared, one), target(shared, two)], at=instant(0))
    after = link([one, two, *bridge], [apart])
    assert entity_of(after, one) != entity_of(after, two)
    assert entity_of(after, one).id != entity_of(after, two).id


def test_a_split_takes_its_evidence_out_and_leaves_the_rest() -> None:
    stays, leaves = placed("1", "Aude Kerviel"), placed("2", "Aude Kerviel")
    rest = setting("1", "2")
    whole = entity_of(link([stays, leaves, *rest]), stays)
    split = decide("split", [target(whole, stays), target(whole, leaves)], at=instant(0))
    after = link([stays, leaves, *rest], [split])
    assert entity_of(after, stays).id == whole.id
    assert entity_of(after, leaves).id != whole.id


def test_a_name_that_a_person_chose_shows_and_the_id_stays() -> None:
    (before,) = link([MINE])
    rename = decide("rename", [target(before, MINE)], value="Aude Kerviel-Roux", at=instant(0))
    (after,) = link([MINE], [rename])
    assert (after.id, after.name) == (before.id, "Aude Kerviel-Roux")
    assert "Aude Kerviel" in after.aliases


def test_a_decision_about_what_is_gone_changes_nothing() -> None:
    before = link([MINE])
    gone = placed("9", "Marc Aubry")
    merge = decide("merge", [target(before[0], MINE), target(before[0], gone)], at=instant(0))
    after = link([MINE], [merge])
    assert {m.cluster_id for e in after for m in e.members} == {MINE.id}
    assert after[0].id == before[0].id


# --- facts -------------------------------------------------------------------------------------------


def test_a_shipped_fact_joins_without_company_and_keeps_apart_what_differs() -> None:
    fact = {"fact": "person vladimir-poutine"}
    named = msgspec.structs.replace(cluster("1", "Vladimir Poutine"), **fact)
    other = msgspec.structs.replace(cluster("2", "Владимир Путин"), **fact)
    title = msgspec.structs.replace(cluster("3", "Président russe", named=False), **fact)
    medvedev = msgspec.structs.replace(
        cluster("4", "Président russe", named=False), fact="person dmitri-medvedev"
    )
    entities = link([named, other, title, medvedev])
    assert len(entities) == 2
    assert entity_of(entities, title).name == "Vladimir Poutine"
    assert entity_of(entities, medvedev).name == "Dmitri Medvedev"
    assert {m.rule for m in entity_of(entities, title).members} == {"known name", "office on its day"}


def test_a_capital_that_acts_is_not_the_town() -> None:
    town = msgspec.structs.replace(cluster("1", "Moscou", "LOC"), fact="territory RU capital")
    state = msgspec.structs.replace(cluster("2", "Moscou", "ORG"), fact="government RU")
    assert len(link([town, state])) == 2


# --- properties --------------------------------------------------------------------------------------

ACTIONS: tuple[DecisionAction, ...] = ("merge", "keep_apart", "split")
PEOPLE = ("Aude Kerviel", "Aude Kerviel-Roux", "A. Kerviel", "Kerviel", "Marc Aubry", "Paul Aubry", "Aubry")
COLLECTIONS = st.lists(
    st.tuples(st.sampled_from("12345"), st.sampled_from(PEOPLE)), min_size=2, max_size=14, unique=True
)


def made_of(pairs: list[tuple[str, str]]) -> list[Cluster]:
    return [
        *(placed(a, name, at=7 * PEOPLE.index(name)) for a, name in pairs),
        *setting(*{a for a, _ in pairs}),
    ]


@given(COLLECTIONS, st.data())
def test_decisions_never_lose_a_mention_and_undone_ones_leave_no_trace(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    clusters = made_of(pairs)
    before = link(clusters)
    decisions: list[Decision] = []
    for k in range(data.draw(st.integers(1, 4))):
        action: DecisionAction = data.draw(st.sampled_from(ACTIONS))
        chosen = [data.draw(st.sampled_from(pairs)) for _ in range(2)]
        targets = [
            target(
                entity_of(before, placed(a, name, at=7 * PEOPLE.index(name))),
                placed(a, name, at=7 * PEOPLE.index(name)),
                at=7 * PEOPLE.index(name),
            )
            for a, name in chosen
        ]
        decisions.append(decide(action, targets, at=instant(k)))
    after = link(clusters, decisions)
    held = sorted(m.cluster_id for e in after for m in e.members)
    assert held == sorted(c.id for c in clusters)
    assert len({e.id for e in after}) == len(after)
    shuffled = data.draw(st.permutations(clusters))
    assert link(shuffled, decisions) == after
    taken_back = [undo(d, at=instant(30 + k)) for k, d in enumerate(decisions)]
    assert link(clusters, in_force([*decisions, *taken_back])) == before


# --- words that only the collection knows as names ----------------------------------------------------


def possible(article: str, word: str) -> Cluster:
    found = cluster(article, word, named=False)
    return msgspec.structs.replace(found, id=make_id("cluster", article, word, "possible"), unsure=True)


@pytest.mark.parametrize(
    ("known", "word"),
    [("Aude Kerviel", "Kerviel"), ("Володимир Зеленський", "Selenskyj"), ("Владимир Путин", "Putin")],
)
def test_a_word_that_may_be_a_name_is_one_where_the_collection_knows_it(known: str, word: str) -> None:
    person, unsure = cluster("1", known), possible("2", word)
    entity = entity_of(link([person, unsure, *setting("1", "2")]), person)
    assert {m.cluster_id for m in entity.members} == {person.id, unsure.id}
    assert all(" = " in m.evidence for m in entity.members)
    assert word not in entity.aliases


def test_a_word_that_nothing_knows_or_two_things_share_is_no_entity() -> None:
    others = [cluster("1", "Marc Aubry"), cluster("1", "Paul Aubry"), *setting("1", "2")]
    assert link([*others, possible("2", "Aubry"), possible("2", "Vorwürfe")]) == link(others)


def test_a_word_that_may_be_a_name_needs_company() -> None:
    others = [cluster("1", "Aude Koch"), *setting("1")]
    assert link([*others, possible("2", "Koch")]) == link(others)


def test_a_word_that_may_be_a_name_gives_no_id() -> None:
    two = [cluster("1", "Marc Aubry", gender="m"), cluster("3", "Marc Aubry", gender="f")]
    others = [*two, *(cluster(article, name) for article in "13" for name in ("Aude Kerviel", "Аude"))]
    unsure = possible("1", "Aubry")
    before, after = link(others), link([unsure, *others])
    assert [e.id for e in before] == [e.id for e in after]
    assert {m.cluster_id for e in after for m in e.members} == {c.id for c in [unsure, *others]}


@given(CLUSTERS, st.lists(st.sampled_from(("Kerviel", "Aubry", "Wagen")), unique=True))
def test_words_that_may_be_names_make_no_entity_and_part_none(
    clusters: list[Cluster], words: list[str]
) -> None:
    unsure = [possible(article, word) for word in words for article in "12"]
    before, after = link(clusters), link([*unsure, *clusters])
    own = {c.id for c in unsure}
    assert [(e.id, e.name, [m.cluster_id for m in e.members]) for e in before] == [
        (e.id, e.name, [m.cluster_id for m in e.members if m.cluster_id not in own]) for e in after
    ]
