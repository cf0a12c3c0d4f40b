from __future__ import annotations

import msgspec

from recoupe.view.article import ArticleView
from recoupe.view.rows import StoryRow, StoryView
from tests.accounts import GAZETTE, STORY, TEXTS, records
from tests.web.conftest import Client


def test_stories(client: Client) -> None:
    rows = msgspec.json.decode(client.get("/api/stories").content, type=tuple[StoryRow, ...])
    assert [(row.number, row.id, row.n_one_origin, row.n_differences) for row in rows] == [(1, STORY, 1, 1)]


def test_a_story_has_the_counts_of_its_corroborations(client: Client) -> None:
    story = msgspec.json.decode(client.get(f"/api/stories/{STORY}").content, type=StoryView)
    assert [claim.corroboration for claim in story.claims] == list(records().corroborations)


def test_an_article_gives_its_own_characters(client: Client) -> None:
    view = msgspec.json.decode(client.get(f"/api/articles/{GAZETTE}").content, type=ArticleView)
    assert "\n\n".join("".join(token.text for token in p.tokens) for p in view.paragraphs) == TEXTS[GAZETTE]
    assert view.story_id == STORY


def test_what_is_not_there_is_a_problem(client: Client) -> None:
    answer = client.get("/api/stories/none")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "NotFound"
    assert client.get("/api/nothing").json()["status"] == 404


def test_openapi_names_the_routes(client: Client) -> None:
    schema = client.get("/schema/openapi.json").json()
    assert set(schema["paths"]) == {"/api/stories", "/api/stories/{story_id}", "/api/articles/{article_id}"}
