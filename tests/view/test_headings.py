from __future__ import annotations

import msgspec
import pytest

from recoupe.records import Article, Chain, HeadingLine, HeadingMention, Headings, HeadingStatement, Statement
from recoupe.view.article import ArticleRecords, view_article
from recoupe.view.marking import Token
from tests.accounts import GAZETTE, article

HEADLINE = "Odile Garrec : « Je reste »"
BYLINE = "Par Jeanne Morvan, hier"


def headed(crosshead: str | None = None) -> tuple[Article, Headings]:
    """An article under a headline and a line that signs, its first paragraph a crosshead if one is given."""
    found = article(GAZETTE)
    lines = [
        HeadingLine(start=0, end=27, part="headline", page_start=0, page_end=27),
        HeadingLine(start=29, end=52, part="byline", page_start=30, page_end=53),
    ]
    said = [statement("headline", HEADLINE, 17, 25)]
    headings = f"{HEADLINE}\n\n{BYLINE}"
    if crosshead is not None:
        first = msgspec.structs.replace(found.paragraphs[0], label="heading")
        lines.append(
            HeadingLine(
                start=54, end=54 + len(crosshead), part="crosshead",
                page_start=first.page_start, page_end=first.page_end,
            )
        )  # fmt: skip
        headings = f"{headings}\n\n{crosshead}"
        said.append(statement("crosshead", headings, 54 + 3, 54 + 9))
        found = msgspec.structs.replace(found, paragraphs=(first, *found.paragraphs[1:]))
    found = msgspec.structs.replace(
        found, headings=headings, heading_lines=tuple(lines), headline=HEADLINE, byline="Jeanne Morvan"
    )
    mentions = (
        HeadingMention(
            id="m1", start=0, end=12, text="Odile Garrec", type="PER", form="name", part="headline",
            cluster_id="cluster-1",
        ),
        HeadingMention(
            id="m2", start=33, end=46, text="Jeanne Morvan", type="PER", form="name", part="byline"
        ),
    )  # fmt: skip
    return found, Headings(id="h", article_id=GAZETTE, mentions=mentions, statements=tuple(said))


def statement(part: str, text: str, start: int, end: int) -> HeadingStatement:
    said = Statement(
        id=f"s{start}", article_id=GAZETTE, start=start, end=end, text=text[start:end],
        report_type="direct", modality="asserted", source_kind="named", rule="heading", zone="body",
    )  # fmt: skip
    chain = Chain(id=f"c{start}", statement_id=said.id, article_id=GAZETTE, hops=())
    return HeadingStatement(part=part, said=said, chain=chain)  # type: ignore[arg-type]


def written(tokens: tuple[Token, ...]) -> str:
    return "".join(
        {"open": f"[{t.sort} {t.entity_id or '-'}|", "text": t.text, "close": "]"}[t.kind] for t in tokens
    )


@pytest.fixture
def records() -> ArticleRecords:
    found, headings = headed()
    return ArticleRecords(
        article=found, sha256="00", published=None, headings=headings,
        entity_by_cluster={"cluster-1": "entity-1"},
    )  # fmt: skip


def test_headline_and_author_are_marked_without_anchors(records: ArticleRecords) -> None:
    view = view_article(records, None)
    assert written(view.headline) == "[person entity-1|Odile Garrec] : « [said -|Je reste] »"
    assert written(view.byline) == "[person -|Jeanne Morvan]"
    assert not any(t.anchor for t in (*view.headline, *view.byline))


def test_without_headings_nothing_is_marked(records: ArticleRecords) -> None:
    view = view_article(msgspec.structs.replace(records, headings=None), None)
    assert written(view.headline) == HEADLINE
    bare = msgspec.structs.replace(records.article, headings="", heading_lines=())
    assert view_article(msgspec.structs.replace(records, article=bare), None).headline == ()


def test_what_a_crosshead_says_is_marked_where_it_stands_in_the_body() -> None:
    text = article(GAZETTE).text
    first = article(GAZETTE).paragraphs[0]
    found, headings = headed(text[first.start : first.end])
    view = view_article(ArticleRecords(article=found, sha256="00", published=None, headings=headings), None)
    marked = [t.anchor for t in view.paragraphs[0].tokens if t.sort == "said"]
    assert marked == [f"s{first.start + 3}-{first.start + 9}"]
