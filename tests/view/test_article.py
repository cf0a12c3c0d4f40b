from __future__ import annotations

from recoupe.view.article import ArticleRecords, list_quoted, view_article
from recoupe.view.story import view_story
from tests.accounts import GAZETTE, NOTE, article, records


def known(article_id: str) -> ArticleRecords:
    return ArticleRecords(article=article(article_id), sha256="00", published=None)


def test_every_quoted_span_of_a_story_is_marked_in_its_article() -> None:
    story = view_story(records())
    view = view_article(known(GAZETTE), story)
    anchors = {token.anchor for p in view.paragraphs for token in p.tokens if token.anchor}
    assert anchors == {f"s{q.start}-{q.end}" for q in list_quoted(GAZETTE, story)}
    assert any(token.claim_numbers == (1,) for p in view.paragraphs for token in p.tokens)


def test_only_addresses_of_the_web_are_links() -> None:
    assert view_article(known(NOTE), None).live_url is None
    assert view_article(known(GAZETTE), None).live_url is not None
