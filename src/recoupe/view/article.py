"""An article as text with its quoted spans marked: records in, view out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from recoupe.records import (
    Article,
    Headings,
    Known,
    LeftOut,
    Mention,
    ParagraphLabel,
    Published,
    Statement,
    Timex,
)
from recoupe.view.fragments import is_web_address
from recoupe.view.headings import list_crossheads, list_headings, view_byline, view_headline
from recoupe.view.marking import SORT_OF, SORTS, Quoted, Sort, Token, mark
from recoupe.view.rows import ArticleRow, Place, StoryView, View
from recoupe.view.story import view_article_row


class ParagraphView(View, frozen=True):
    """One paragraph as tokens; marks nest and never cross.

    Attributes:
        left_out_before: Blocks that stood before it on the page and are not the article.
    """

    label: ParagraphLabel
    start: int
    end: int
    tokens: tuple[Token, ...]
    left_out_before: tuple[LeftOut, ...] = ()


class ArticleView(View, frozen=True):
    """An article to read: metadata, paragraphs, and what cleaning left out.

    Attributes:
        left_out_after: Blocks that stood after its last paragraph.
        headline, byline: Headline and author with marks; empty where no line of the page says them.
    """

    article: ArticleRow
    paragraphs: tuple[ParagraphView, ...]
    left_out: tuple[LeftOut, ...]
    left_out_after: tuple[LeftOut, ...]
    n_characters: int
    sha256: str
    url: str | None = None
    story_id: str | None = None
    story_headline: str | None = None
    known: tuple[Known, ...] = ()
    headline: tuple[Token, ...] = ()
    byline: tuple[Token, ...] = ()

    @property
    def live_url(self) -> str | None:
        """The page's address, if it is one that a link may lead to (no `javascript:` from a manifest)."""
        return self.url if is_web_address(self.url) else None


class ArticleRecords(View, frozen=True):
    """What is known of one article, as the store gives it."""

    article: Article
    sha256: str
    published: Published | None
    statements: tuple[Statement, ...] = ()
    timexes: tuple[Timex, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entity_by_mention: Mapping[str, str] = msgspec.field(default_factory=dict)
    headings: Headings | None = None
    entity_by_cluster: Mapping[str, str] = msgspec.field(default_factory=dict)


def view_article(records: ArticleRecords, story: StoryView | None) -> ArticleView:
    """Lay an article out with every span that its story's account quotes, its statements, dates and names.

    Args:
        records: The article and what was found in it.
        story: The account of the story it is in, None where there is none yet.
    """
    article = records.article
    quoted = (*list_quoted(article.id, story),) if story else ()
    headings = list_headings(records.headings, records.entity_by_cluster) if records.headings else ()
    found = list_found(records, {(q.start, q.end) for q in quoted})
    marked = (*quoted, *list_crossheads(article, headings), *found)
    numbers = {row.id: row.number for row in story.articles} if story else {}
    before, after = _around(article)
    return ArticleView(
        article=view_article_row(article, numbers.get(article.id, 1), records.published),
        paragraphs=tuple(
            ParagraphView(
                label=paragraph.label,
                start=paragraph.start,
                end=paragraph.end,
                tokens=mark(article.text, paragraph, marked),
                left_out_before=before[i],
            )
            for i, paragraph in enumerate(article.paragraphs)
        ),
        left_out=article.left_out,
        left_out_after=after,
        n_characters=len(article.text),
        sha256=records.sha256,
        url=article.url,
        story_id=story.id if story else None,
        story_headline=story.headline if story else None,
        known=article.known,
        headline=view_headline(article, headings),
        byline=view_byline(article, headings),
    )


def _around(article: Article) -> tuple[list[tuple[LeftOut, ...]], tuple[LeftOut, ...]]:
    """Blocks before each paragraph, and those after the last, in page order."""
    blocks = sorted(article.left_out, key=lambda block: block.page_start)
    before = []
    for paragraph in article.paragraphs:
        n = next((i for i, b in enumerate(blocks) if b.page_start >= paragraph.page_start), len(blocks))
        before.append(tuple(blocks[:n]))
        blocks = blocks[n:]
    return before, tuple(blocks)


def list_found(records: ArticleRecords, taken: set[tuple[int, int]]) -> Iterator[Quoted]:
    """Statements, dates and names of an article, once a span, but for the spans that are taken."""
    seen = set(taken)
    for found in _found(records):
        if (found.start, found.end) not in seen:
            seen.add((found.start, found.end))
            yield found


def _found(records: ArticleRecords) -> Iterator[Quoted]:
    for timex in records.timexes:
        yield Quoted(start=timex.start, end=timex.end, sort="date", note=timex.value or None)
    for statement in records.statements:
        if statement.report_type != "none":
            yield Quoted(start=statement.start, end=statement.end, sort="said", note=statement.modality)
    for mention in records.mentions:
        entity_id = records.entity_by_mention.get(mention.id)
        if mention.form != "pronoun" and (mention.form != "possible" or entity_id is not None):
            yield Quoted(
                start=mention.start, end=mention.end, sort=SORT_OF[mention.type], entity_id=entity_id
            )


def list_quoted(article_id: str, story: StoryView) -> tuple[Quoted, ...]:
    """Every span of an article that the account quotes, once each, in text order."""
    sorts: dict[tuple[int, int], set[Sort]] = {}
    claims: dict[tuple[int, int], set[int]] = {}
    for place, sort, claim_number in _places(story):
        if place.article_id != article_id:
            continue
        span = (place.start, place.end)
        sorts.setdefault(span, set()).add(sort)
        if claim_number is not None:
            claims.setdefault(span, set()).add(claim_number)
    return tuple(
        Quoted(
            start=start,
            end=end,
            sort=next(sort for sort in SORTS if sort in found),
            claim_numbers=tuple(sorted(claims.get((start, end), ()))),
        )
        for (start, end), found in sorted(sorts.items())
    )


def _places(story: StoryView) -> Iterator[tuple[Place, Sort, int | None]]:
    for claim in story.claims:
        for row in claim.appearances:
            yield row.place, "claim", claim.number
            for hop in row.chain.hops if row.chain else ():
                if hop.place:
                    yield hop.place, "chain", None
    for entry in story.timeline:
        yield entry.place, "date", None
    for difference in story.differences:
        yield difference.a, "difference", None
        yield difference.b, "difference", None
