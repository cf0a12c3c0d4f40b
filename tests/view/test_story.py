from __future__ import annotations

import msgspec

from recoupe.records import ArticleExcerpt, Hop
from recoupe.view.rows import StoryView
from recoupe.view.story import view_story
from tests.accounts import ECHO, GAZETTE, NOTE, records


def test_articles_are_numbered_as_they_are_listed_copies_after_their_original() -> None:
    story = view_story(records())
    assert [(row.number, row.id) for row in story.articles] == [(1, GAZETTE), (2, ECHO), (3, NOTE)]
    assert [copy.article.number for copy in story.folds[0].copies] == [2]
    assert story.folds[0].copies[0].type == "rewrite"


def test_the_count_of_origins_is_the_one_of_the_corroboration() -> None:
    found = records()
    story = view_story(found)
    assert [claim.corroboration for claim in story.claims] == list(found.corroborations)


def test_appearances_carry_chain_drift_and_copy() -> None:
    first, second = view_story(records()).claims[0].appearances
    assert first.chain is not None
    assert [hop.name for hop in first.chain.hops] == ["Inès Ferrand", "La Gazette de Lormont"]
    assert first.drift == ()
    assert ([d.origin_modality for d in second.drift], second.copy_of) == (["conditional"], 1)
    assert first.place.locator == f"{GAZETTE}:{first.place.start}-{first.place.end}"


def test_a_hop_that_another_article_names_keeps_its_own_words() -> None:
    found = records()
    (chain,) = found.chains
    called = Hop(name="Maire", kind="person", cluster_id="cluster-1")
    nameless = msgspec.structs.replace(chain, hops=(called, *chain.hops[1:]))
    at = ArticleExcerpt(article_id=NOTE, start=0, end=5, text="Trois")
    story = view_story(
        msgspec.structs.replace(
            found, chains=(nameless,), named_elsewhere={"cluster-1": ("Inès Ferrand", at)}
        )
    )
    row = story.claims[0].appearances[0].chain
    assert row is not None
    first, outlet = row.hops
    assert (first.name, first.full_name, outlet.full_name) == (
        "Maire",
        "Inès Ferrand",
        "La Gazette de Lormont",
    )
    assert first.named_at is not None
    assert (first.named_at.article_number, first.named_at.text) == (3, "Trois")


def test_ids_become_the_numbers_that_a_reader_sees() -> None:
    story = view_story(records())
    assert story.timeline[0].claim_numbers == (1,)
    assert story.undated_claims == (2,)
    assert story.differences[0].claim_numbers == (2,)
    assert story.unknown_outlets == (3,)


def test_a_claim_that_is_not_counted_yet_is_not_shown() -> None:
    found = msgspec.structs.replace(records(), corroborations=records().corroborations[:1])
    assert [claim.id for claim in view_story(found).claims] == ["claim-1"]


def test_what_points_at_an_article_that_is_gone_is_not_shown() -> None:
    found = records()
    found = msgspec.structs.replace(found, articles=tuple(a for a in found.articles if a.id != NOTE))
    story = view_story(found)
    assert story.differences == ()
    assert [row.id for row in story.articles] == [GAZETTE, ECHO]


def test_a_view_survives_json() -> None:
    story = view_story(records())
    assert msgspec.json.decode(msgspec.json.encode(story), type=StoryView) == story
