"""The contract of the store's lists and look-ups, as tests that every adapter inherits and passes."""

from __future__ import annotations

from msgspec.structs import replace

from recoupe.records import (
    Account,
    ArticleExcerpt,
    Claim,
    Contradiction,
    Corroboration,
    Dating,
    Published,
    Story,
)
from recoupe.store.listing import StoryQuery
from recoupe.store.port import Store, Unit
from tests.store.contract import make_article, make_cluster, make_entity

PONT, DIGUE = "Les ouvriers ont réparé le pont.", "The dyke holds, says Darya Kolesnikova."
OUVERT = "Le pont rouvrira."


def make_account(story_id: str, first_day: str | None, last_day: str | None) -> Account:
    return Account(
        id=f"account-{story_id}",
        story_id=story_id,
        headline=story_id,
        n_articles=1,
        n_outlets=1,
        claim_ids=(),
        timeline=(),
        undated_claim_ids=(),
        contradiction_ids=(),
        folds=(),
        unknown_outlets=(),
        inferred_dates=(),
        faq_articles=(),
        translated_articles=(),
        n_left_out=0,
        first_day=first_day,
        last_day=last_day,
    )


def fill(store: Store) -> None:
    """Three stories: a bridge in May, the same bridge in June, a dyke in English without a date."""
    pont, digue, ouvert = make_article(PONT), make_article(DIGUE, headline="Dyke"), make_article(OUVERT)
    digue = replace(digue, language="en", outlet="The Ledger")
    for article in (pont, digue, ouvert):
        store.commit("clean", 1, Unit(article.id, "1"), [article])
        at = None if article is digue else "2026-05-04" if article is pont else "2026-06-01"
        published = at and Published(at=at, source="meta", earliest=at, latest=at, certainty="explicit")
        dating = Dating(id=f"d-{article.id}", article_id=article.id, published=published or None)
        store.commit("dates", 1, Unit(article.id, "1"), [dating])
    cluster = replace(make_cluster("darya", digue.id), name="Darya Kolesnikova")
    other = replace(make_cluster("anna", ouvert.id), name="Anna")
    store.commit("corefer", 1, Unit("all", "1"), [cluster, other])
    entity = replace(make_entity("Darya Kolesnikova", cluster), aliases=("Дарья Колесникова",))
    store.commit("link", 1, Unit("all", "1"), [entity, make_entity("Anna", other)])
    told = {"story-mai": pont, "story-juin": ouvert, "story-sans": digue}
    stories = [Story(id=s, headline=s, article_ids=(a.id,)) for s, a in told.items()]
    store.commit("stories", 1, Unit("all", "1"), stories)
    days = {"story-mai": ("2026-05-04", "2026-05-09"), "story-juin": ("2026-06-01", "2026-06-02")}
    for story_id, article in told.items():
        claim = Claim(id=f"claim-{story_id}", story_id=story_id, text="…", appearances=())
        place = ArticleExcerpt(article_id=article.id, start=0, end=2, text=article.text[:2])
        made: list[Corroboration | Contradiction] = [make_count(story_id, 2 if "mai" in story_id else 1)]
        if "juin" in story_id:
            made.append(
                Contradiction(
                    id="c-1", story_id=story_id, claim_ids=(), type="number", a=place, b=place, why=""
                )
            )
        store.commit("claims", 1, Unit(story_id, "1"), [claim, *made])
        account = make_account(story_id, *days.get(story_id, (None, None)))
        store.commit("account", 1, Unit(story_id, "1"), [account])


def make_count(story_id: str, outlets: int) -> Corroboration:
    return Corroboration(
        id=f"count-{story_id}",
        claim_id=f"claim-{story_id}",
        story_id=story_id,
        outlets=outlets,
        documents=outlets,
        origins=(),
        origins_min=0,
        origins_max=1,
        unknown=0,
        merges=(),
        drift=(),
        modality="asserted",
    )


def ids(store: Store, query: StoryQuery) -> list[str]:
    return [story_id.removeprefix("story-") for story_id, _ in store.stories(query).found]


class ListingContract:
    """Inherit beside `StoreContract`, which gives the fixture."""

    def test_lists_stories_newest_first_a_page_at_a_time(self, store: Store) -> None:
        fill(store)
        assert store.stories().found == (("story-juin", 1), ("story-mai", 2), ("story-sans", 3))
        part = store.stories(limit=1, offset=1)
        assert (part.found, part.n_found) == ((("story-mai", 2),), 3)

    def test_lists_what_a_query_asks_for(self, store: Store) -> None:
        fill(store)
        asked = {
            "reparations": ["mai"],
            "PONT": ["juin", "mai"],
            "Колесникова": ["sans"],
            "kolesnikova dyke": ["sans"],
            "pont dyke": [],
            "!": [],
        }
        assert {words: ids(store, StoryQuery(words=words)) for words in asked} == asked
        assert ids(store, StoryQuery(outlet="The Ledger")) == ["sans"]
        assert ids(store, StoryQuery(language="fr")) == ["juin", "mai"]
        assert ids(store, StoryQuery(since="2026-05-10")) == ["juin"]
        assert ids(store, StoryQuery(until="2026-05-05")) == ["mai"]
        assert ids(store, StoryQuery(one_origin=True)) == ["mai"]
        assert ids(store, StoryQuery(disputed=True)) == ["juin"]
        assert ids(store, StoryQuery(entity_id="entity-Anna")) == ["juin"]
        assert ids(store, StoryQuery(words="pont", one_origin=True, language="fr")) == ["mai"]
        assert store.stories(StoryQuery(language="en")).found == (("story-sans", 3),)

    def test_knows_what_may_be_asked_for(self, store: Store) -> None:
        assert (store.outlets(), store.languages(), store.stories().n_found) == ([], [], 0)
        fill(store)
        assert store.outlets() == [("La Gazette", 2), ("The Ledger", 1)]
        assert store.languages() == ["en", "fr"]
        assert store.outlets_of("story-mai") == ["La Gazette"]
        assert (store.lone_claims("story-mai"), store.lone_claims("story-juin")) == (1, 0)

    def test_finds_a_name_in_any_spelling(self, store: Store) -> None:
        fill(store)
        for name in ("Kolesnikova", "Daria Kolesnikova", "Дарья"):
            assert store.find_entities(name) == ["entity-Darya Kolesnikova"], name
        assert store.find_entities("Kolesnikova Anna") == store.find_entities("de") == []

    def test_knows_where_somebody_is_named(self, store: Store) -> None:
        fill(store)
        assert store.articles_of("entity-Anna", limit=5) == [(make_article(OUVERT).id, ("cluster-anna",))]
        assert store.n_articles_of("entity-Anna") == (1, 1, 1)
        assert store.articles_of("entity-none", limit=5) == []
        assert store.n_articles_of("entity-none") == (0, 0, 0)

    def test_forgets_the_spellings_of_what_is_gone(self, store: Store) -> None:
        fill(store)
        store.commit("link", 1, Unit("all", "2"), [])
        assert store.find_entities("Kolesnikova") == []
        assert ids(store, StoryQuery(words="Колесникова")) == []
