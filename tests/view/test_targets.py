from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.errors import NotFound
from recoupe.records import Article, Claim, Corroboration
from recoupe.store.sqlite import SqliteStore
from recoupe.view.targets import article_target, claim_target, entity_target, origin_target, story_target
from tests.accounts import ECHO, GAZETTE, STORY, make_store


def test_targets_hold_places_that_read_as_they_say(tmp_path: Path) -> None:
    with SqliteStore(make_store(tmp_path / "a.sqlite")) as store:
        found = store.of(Corroboration, STORY)
        claim, origin = next((store.one(Claim, c.claim_id), c.origins[0]) for c in found if c.origins)
        targets = [
            story_target(store, STORY),
            article_target(store, GAZETTE),
            claim_target(store, claim.id),
            origin_target(store, claim.id, origin),
        ]
        assert [target.kind for target in targets] == ["story", "article", "claim", "origin"]
        for target in targets:
            assert target.evidence
            for place in target.evidence:
                assert store.one(Article, place.article_id).text[place.start : place.end] == place.text
        some = claim_target(store, claim.id, [ECHO])
        assert {place.article_id for place in some.evidence} <= {ECHO}
        assert {place.article_id for place in targets[3].evidence} <= set(origin.article_ids)
        with pytest.raises(NotFound):
            entity_target(store, "entity-0")
