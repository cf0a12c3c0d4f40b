from __future__ import annotations

from msgspec.structs import replace

from recoupe.records import Cluster, Derivation, Entity, Member, Mention
from recoupe.store.dossier import dossier_of
from recoupe.store.memory import MemoryStore
from recoupe.store.port import Unit
from tests.store.contract import make_article, make_cluster, make_mention, make_story

ONE, TWO, FAR = (make_article(f"Article {name}.") for name in ("un", "deux", "lointain"))
STORY = make_story("pont", TWO.id, ONE.id)


def derived(article_id: str, from_article_id: str) -> Derivation:
    return Derivation(
        id=f"derivation-{article_id}-{from_article_id}",
        article_id=article_id,
        from_article_id=from_article_id,
        type="excerpt",
        share=0.5,
        evidence="shingles",
    )


def filled() -> MemoryStore:
    store = MemoryStore()
    for article in (ONE, TWO, FAR):
        mentions = [make_mention(article.id, at, "Zoé") for at in (9, 3)]
        cluster = replace(make_cluster(f"Zoé {article.text}", article.id), aliases=("Z.",))
        store.commit("x", 1, Unit(article.id, "1"), [article, cluster, *mentions])
    clusters = list(store.all(Cluster))
    entity = Entity(
        id="entity-1",
        name="Zoé",
        type="PER",
        aliases=("Z.", *(c.name for c in clusters)),
        members=tuple(Member(cluster_id=c.id, rule="same name", evidence=c.name) for c in clusters),
    )
    other = Entity(id="entity-2", name="Rex", type="ORG", aliases=(), members=())
    store.commit("link", 1, Unit("collection", "1"), [entity, other])
    pairs = [derived(TWO.id, ONE.id), derived(ONE.id, FAR.id), derived(FAR.id, TWO.id)]
    store.commit("copies", 1, Unit("collection", "1"), pairs)
    store.commit("stories", 1, Unit("collection", "1"), [STORY])
    return store


def test_holds_records_in_article_order_then_text_order() -> None:
    with filled() as store:
        dossier = dossier_of(store, STORY)
    assert dossier.articles == (TWO, ONE)
    assert [(m.article_id, m.start) for m in dossier.mentions] == [
        (TWO.id, 3),
        (TWO.id, 9),
        (ONE.id, 3),
        (ONE.id, 9),
    ]
    assert all(isinstance(m, Mention) for m in dossier.mentions)


def test_holds_nothing_from_elsewhere() -> None:
    with filled() as store:
        dossier = dossier_of(store, STORY)
    (entity,) = dossier.entities
    mine = {cluster.id for cluster in dossier.clusters}
    assert {member.cluster_id for member in entity.members} == mine
    assert len(mine) == 2
    assert set(entity.aliases) == {"Z.", "Zoé Article un.", "Zoé Article deux."}
    assert [(d.article_id, d.from_article_id) for d in dossier.derivations] == [(TWO.id, ONE.id)]
