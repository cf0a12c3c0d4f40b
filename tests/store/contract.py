"""The contract of `store/port.py`, as tests that every adapter inherits and passes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise

import pytest
from msgspec.structs import replace

from recoupe.errors import NotFound, StoreError
from recoupe.ids import make_id
from recoupe.records import (
    Annotations,
    Article,
    Claim,
    Cluster,
    Entity,
    Failure,
    Member,
    Mention,
    Page,
    Paragraph,
    Span,
    Story,
    Tokens,
    Vectors,
)
from recoupe.store.port import Store, Unit


def make_page(words: str, *, outlet: str | None = None, published: str | None = None) -> Page:
    content = words.encode()
    return Page(
        id=make_id("page", words, outlet),
        location=f"{words}.txt",
        media_type="text",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        outlet=outlet,
        published=published,
    )


def make_article(text: str, *, headline: str = "Un pont fermé", page_id: str = "page-1") -> Article:
    return Article(
        id=make_id("article", text),
        page_id=page_id,
        page="a.html",
        outlet="La Gazette",
        outlet_from="manifest",
        language="fr",
        text=text,
        paragraphs=(Paragraph(start=0, end=len(text), label="body", page_start=0, page_end=len(text)),),
        left_out=(),
        charset="utf-8",
        headline=headline,
    )


def make_mention(article_id: str, start: int, text: str) -> Mention:
    return Mention(
        id=make_id("mention", article_id, start, text),
        article_id=article_id,
        start=start,
        end=start + len(text),
        text=text,
        type="PER",
        form="name",
    )


def make_cluster(name: str, article_id: str = "article-1") -> Cluster:
    return Cluster(
        id=f"cluster-{name}", article_id=article_id, name=name, type="PER", mention_ids=(), aliases=()
    )


def make_entity(name: str, *clusters: Cluster) -> Entity:
    members = tuple(Member(cluster_id=c.id, rule="same_name", evidence=c.name) for c in clusters)
    return Entity(id=f"entity-{name}", name=name, type="PER", aliases=(), members=members)


class StoreContract:
    """Inherit, and give a fixture `store` that yields an empty one."""

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        raise NotImplementedError

    # --- pages ---------------------------------------------------------------------------------------

    def test_keeps_pages_byte_for_byte(self, store: Store) -> None:
        page = make_page("\udcff été".encode("utf-8", "surrogateescape").decode("latin-1"))
        assert store.put_pages([page]) == 1
        assert store.page(page.id) == page
        assert list(store.all(Page)) == [page]

    def test_knows_the_digest_of_a_page(self, store: Store) -> None:
        page = make_page("un")
        store.put_pages([page])
        assert store.sha256(page.id) == page.sha256
        with pytest.raises(NotFound):
            store.sha256("page-none")

    def test_knows_a_page_it_has(self, store: Store) -> None:
        one, two = make_page("un"), make_page("deux")
        assert store.put_pages([one, two]) == 2
        assert store.put_pages([two, one]) == 0
        assert store.count(Page) == 2

    def test_keeps_where_a_page_was_first_found(self, store: Store) -> None:
        page = make_page("un")
        store.put_pages([page])
        before = store.outputs("read")
        store.put_pages([replace(page, location="elsewhere.txt")])
        assert store.page(page.id).location == "un.txt"
        assert store.outputs("read") == before

    def test_takes_up_what_a_manifest_says_later(self, store: Store) -> None:
        page = make_page("un")
        store.put_pages([page])
        before = store.outputs("read")
        store.put_pages([replace(page, published="2026-03-04")])
        assert store.page(page.id).published == "2026-03-04"
        assert store.outputs("read") != before

    def test_says_which_page_is_missing(self, store: Store) -> None:
        with pytest.raises(NotFound, match="page-9"):
            store.page("page-9")

    # --- units ---------------------------------------------------------------------------------------

    def test_has_nothing_pending_after_a_commit(self, store: Store) -> None:
        units = [Unit("b", "1"), Unit("a", "1")]
        assert store.pending("clean", 1, units) == units
        store.commit("clean", 1, units[0], [])
        assert store.pending("clean", 1, units) == [units[1]]

    def test_has_a_unit_pending_after_a_new_version_or_new_inputs(self, store: Store) -> None:
        store.commit("clean", 1, Unit("a", "1"), [])
        assert store.pending("clean", 2, [Unit("a", "1")]) == [Unit("a", "1")]
        assert store.pending("clean", 1, [Unit("a", "2")]) == [Unit("a", "2")]
        assert store.pending("annotate", 1, [Unit("a", "1")]) == [Unit("a", "1")]

    def test_replaces_what_a_unit_gave(self, store: Store) -> None:
        unit = Unit("a", "1")
        store.commit("stories", 1, unit, [make_story("un"), make_story("deux")])
        store.commit("stories", 1, unit, [make_story("deux"), make_story("trois")])
        assert [story.headline for story in store.all(Story)] == ["deux", "trois"]

    def test_leaves_other_units_alone(self, store: Store) -> None:
        store.commit("stories", 1, Unit("a", "1"), [make_story("un")])
        store.commit("stories", 1, Unit("b", "1"), [make_story("deux")])
        store.commit("stories", 1, Unit("a", "2"), [])
        assert [story.headline for story in store.all(Story)] == ["deux"]

    def test_refuses_an_id_of_another_unit_and_changes_nothing(self, store: Store) -> None:
        store.commit("stories", 1, Unit("a", "1"), [make_story("un")])
        store.commit("stories", 1, Unit("b", "1"), [make_story("deux")])
        with pytest.raises(StoreError):
            store.commit("stories", 1, Unit("b", "2"), [make_story("trois"), make_story("un")])
        assert [story.headline for story in store.all(Story)] == ["deux", "un"]
        assert store.pending("stories", 1, [Unit("b", "1")]) == []

    def test_refuses_two_records_with_one_id(self, store: Store) -> None:
        with pytest.raises(StoreError):
            store.commit("stories", 1, Unit("a", "1"), [make_story("un"), make_story("un")])

    def test_refuses_a_part_of_a_record(self, store: Store) -> None:
        with pytest.raises(TypeError, match="Span"):
            store.commit("stories", 1, Unit("a", "1"), [Span(start=0, end=1)])

    def test_gives_equal_digests_for_equal_outputs_only(self, store: Store) -> None:
        store.commit("stories", 1, Unit("a", "1"), [make_story("un")])
        first = store.outputs("stories")
        store.commit("stories", 2, Unit("a", "2"), [make_story("un")])
        assert store.outputs("stories") == first
        store.commit("stories", 2, Unit("a", "2"), [make_story("deux")])
        assert store.outputs("stories") != first
        assert list(first) == ["a"]

    def test_notes_how_a_unit_was_made(self, store: Store) -> None:
        store.commit("stories", 3, Unit("a", "1"), [make_story("un")], settings="s")
        (made,) = store.provenance("stories")
        assert (made.stage, made.version, made.unit_id, made.inputs) == ("stories", 3, "a", "1")
        assert made.settings == "s"
        assert made.outputs == store.outputs("stories")["a"]
        assert made.finished_at.endswith("+00:00")

    def test_knows_how_one_unit_was_made(self, store: Store) -> None:
        assert store.made("clean", "p1") is None
        store.commit("clean", 1, Unit("p1", "1"), [make_article("Un.")])
        made = store.made("clean", "p1")
        assert made is not None
        assert [made] == list(store.provenance("clean"))

    def test_keeps_a_failure_until_the_unit_succeeds(self, store: Store) -> None:
        unit = Unit("a", "1")
        store.commit("stories", 1, unit, [make_story("un")])
        store.fail("stories", 1, unit, "ValueError: broken")
        store.fail("stories", 1, unit, "ValueError: broken again")
        (failure,) = store.all(Failure)
        assert (failure.stage, failure.unit_id, failure.cause) == (
            "stories",
            "a",
            "ValueError: broken again",
        )
        assert store.one(Failure, failure.id) == failure
        assert store.count(Story) == 0
        assert store.outputs("stories") == {}
        assert store.pending("stories", 1, [unit]) == [unit]
        store.commit("stories", 1, unit, [])
        assert store.count(Failure) == 0

    def test_retires_units_that_no_longer_exist(self, store: Store) -> None:
        for name in ("un", "deux", "trois"):
            store.commit("stories", 1, Unit(name, "1"), [make_story(name)])
        store.fail("stories", 1, Unit("quatre", "1"), "broken")
        assert store.retire("stories", ["deux"]) == 3
        assert store.retire("stories", ["deux"]) == 0
        assert [story.headline for story in store.all(Story)] == ["deux"]
        assert list(store.outputs("stories")) == ["deux"]
        assert store.count(Failure) == 0

    # --- reading -------------------------------------------------------------------------------------

    def test_gives_records_back_equal(self, store: Store) -> None:
        article = make_article("Le pont est fermé. « Bientôt », dit-elle — 12 €.")
        columns: tuple[tuple[int, ...], tuple[str, ...]] = ((0, 3), ("le", "pont"))
        numbers, words = columns
        annotations = Annotations(
            id="annotations-1",
            article_id=article.id,
            tagger="rules",
            sentences=(Span(start=0, end=18),),
            tokens=Tokens(
                starts=numbers,
                ends=(2, 7),
                lemmas=words,
                pos=words,
                morphs=words,
                deps=words,
                heads=numbers,
            ),
        )
        vectors = Vectors(
            id="vectors-1", article_id=article.id, encoder="e", dimensions=2, rows=bytes(range(256))
        )
        store.commit("x", 1, Unit("a", "1"), [vectors, annotations, article])
        assert store.one(Article, article.id) == article
        assert store.of(Annotations, article.id) == (annotations,)
        assert store.of(Vectors, article.id) == (vectors,)

    def test_reads_an_owners_records_in_text_order(self, store: Store) -> None:
        mentions = [make_mention("article-1", at, "Zoé") for at in (40, 7, 300, 0)]
        store.commit("x", 1, Unit("a", "1"), [*mentions, make_mention("article-2", 5, "Zoé")])
        found = store.of(Mention, "article-1")
        assert [m.start for m in found] == [0, 7, 40, 300]
        assert store.of(Mention, "article-3") == ()

    def test_reads_several_owners_and_several_records_at_once(self, store: Store) -> None:
        a = [make_mention("article-a", start, "Anna") for start in (9, 2)]
        b = [make_mention("article-b", start, "Bob") for start in (5, 1)]
        store.commit("x", 1, Unit("all", "1"), [*a, *b])
        each = store.of_each(Mention, ["article-b", "article-none", "article-a"])
        assert each == store.of(Mention, "article-b") + store.of(Mention, "article-a")
        assert store.some(Mention, [a[0].id, b[1].id]) == (a[0], b[1])
        assert store.some(Mention, []) == store.of_each(Mention, []) == ()
        with pytest.raises(NotFound):
            store.some(Mention, [a[0].id, "mention-none"])

    def test_reads_what_stands_nowhere_as_it_was_given(self, store: Store) -> None:
        claims = [Claim(id=f"claim-{name}", story_id="story-1", text=name, appearances=()) for name in "zamb"]
        store.commit("claims", 1, Unit("story-1", "1"), claims)
        assert [claim.text for claim in store.of(Claim, "story-1")] == list("zamb")

    def test_reads_all_by_id(self, store: Store) -> None:
        for k in range(600):  # more than an adapter reads at a time
            store.commit("x", 1, Unit(str(k), "1"), [make_cluster(f"{k * 7919 % 600:03}")])
        ids = [cluster.id for cluster in store.all(Cluster)]
        assert len(ids) == store.count(Cluster) == 600
        assert all(a < b for a, b in pairwise(ids))
        assert sorted(cluster.id for cluster in store.scan(Cluster)) == ids

    def test_may_write_while_it_reads_all(self, store: Store) -> None:
        store.commit("x", 1, Unit("a", "1"), [make_cluster("a"), make_cluster("b")])
        for cluster in store.all(Cluster):
            store.commit("y", 1, Unit(cluster.id, "1"), [make_story(cluster.name)])
        assert store.count(Story) == 2

    def test_knows_owners_without_decoding(self, store: Store) -> None:
        store.commit("x", 1, Unit("a", "1"), [make_cluster("b", "article-2"), make_cluster("a")])
        assert list(store.owners(Cluster).items()) == [("cluster-a", "article-1"), ("cluster-b", "article-2")]

    def test_says_which_record_is_missing(self, store: Store) -> None:
        with pytest.raises(NotFound, match="no claim with id 'claim-9'"):
            store.one(Claim, "claim-9")

    def test_knows_the_entities_of_an_article(self, store: Store) -> None:
        anna, bob, far = make_cluster("anna"), make_cluster("bob"), make_cluster("far", "article-2")
        store.commit("x", 1, Unit("a", "1"), [anna, bob, make_cluster("loose"), far])
        store.commit("link", 1, Unit("all", "1"), [make_entity("A", anna, far), make_entity("B", bob)])
        assert store.entity_ids("article-1") == {anna.id: "entity-A", bob.id: "entity-B"}
        store.commit("link", 1, Unit("all", "2"), [make_entity("C", anna, bob)])
        assert store.entity_ids("article-1") == {anna.id: "entity-C", bob.id: "entity-C"}
        assert store.entity_ids("article-2") == {}

    def test_knows_the_story_of_an_article(self, store: Store) -> None:
        store.commit("stories", 1, Unit("all", "1"), [make_story("un", "article-1", "article-2")])
        assert store.story_id("article-2") == make_story("un").id
        store.commit("stories", 1, Unit("all", "2"), [make_story("deux", "article-1")])
        assert store.story_id("article-1") == make_story("deux").id
        assert store.story_id("article-2") is None

    # --- searching -----------------------------------------------------------------------------------

    @pytest.mark.parametrize("query", ["prefete", "PRÉFÈTE ferme", "pont ouvert", "l'Élysée ?", 'ferme"'])
    def test_finds_words_without_case_and_accents(self, store: Store, query: str) -> None:
        text = "La préfète a fermé le passage de l’Élysée."
        store.commit("clean", 1, Unit("p1", "1"), [make_article(text, headline="Pont ouvert")])
        store.commit("clean", 1, Unit("p2", "1"), [make_article("Rien à voir.", headline="Autre")])
        found = store.search(query)
        assert [article_id for article_id, _ in found] == [make_article(text).id]

    @pytest.mark.parametrize("query", ["", "  ", '"', "NOT", "pont AND", "headline:", "*", "(", "absent"])
    def test_takes_any_query(self, store: Store, query: str) -> None:
        store.commit("clean", 1, Unit("p1", "1"), [make_article("La préfète a fermé la route.")])
        assert store.search(query) == []

    def test_finds_no_more_than_asked_for(self, store: Store) -> None:
        for k in range(5):
            store.commit("clean", 1, Unit(f"p{k}", "1"), [make_article(f"Route {k} fermée.")])
        assert len(store.search("route", limit=3)) == 3

    def test_forgets_words_of_articles_that_are_gone(self, store: Store) -> None:
        store.commit("clean", 1, Unit("p1", "1"), [make_article("La route est fermée.")])
        store.commit("clean", 1, Unit("p1", "2"), [make_article("Le fleuve est haut.")])
        assert store.search("route") == []
        assert len(store.search("fleuve")) == 1

    def test_closes_twice(self, store: Store) -> None:
        store.close()
        store.close()


def make_story(headline: str, *article_ids: str) -> Story:
    return Story(id=f"story-{headline}", headline=headline, article_ids=article_ids)
