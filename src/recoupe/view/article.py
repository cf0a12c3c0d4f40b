"""An article as text with its quoted spans marked: records in, view out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from typing import Literal, get_args

import msgspec

from recoupe.records import (
    Article,
    EntityType,
    Known,
    LeftOut,
    Mention,
    ParagraphLabel,
    Published,
    Span,
    Statement,
    Timex,
)
from recoupe.text.spans import overlap
from recoupe.view.fragments import is_web_address
from recoupe.view.rows import ArticleRow, Place, StoryView, View
from recoupe.view.story import view_article_row

Sort = Literal["claim", "difference", "chain", "date", "said", "person", "body", "place", "event"]
SORTS: tuple[Sort, ...] = get_args(Sort)  # the first one that fits a span names it
SORT_OF: dict[EntityType, Sort] = {"PER": "person", "ORG": "body", "LOC": "place", "EVENT": "event"}


class Quoted(View, frozen=True, order=True):
    """A span that the account quotes, or that says something for which there are words.

    Attributes:
        sort: What for; the first of `SORTS` where it is quoted for several things.
        claim_numbers: Claims of the story that appear exactly here.
        entity_id: Of the person, body or place that is named.
        note: What a statement's modality or a date's value is, for the reader's language to say.
    """

    start: int
    end: int
    sort: Sort
    claim_numbers: tuple[int, ...] = ()
    entity_id: str | None = None
    note: str | None = None


class Token(View, frozen=True):
    """A step through a paragraph: a mark opens, text stands, or a mark closes.

    `anchor` (`s120-188`) is set on the first piece of a mark only, so that it is unique on the page;
    `entity_id` is that of a link, which opens and closes with its mark and holds no other.
    """

    kind: Literal["open", "text", "close"]
    text: str = ""
    sort: Sort | None = None
    anchor: str | None = None
    claim_numbers: tuple[int, ...] = ()
    entity_id: str | None = None
    note: str | None = None


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

    @property
    def live_url(self) -> str | None:
        """The page's address, if it is one that a link may lead to (no `javascript:` from a manifest)."""
        return self.url if is_web_address(self.url) else None


class _Piece(View, frozen=True, order=True):
    """Part of a quoted span that can be marked without crossing another; sorted outermost first."""

    start: int
    minus_end: int
    quoted: Quoted

    @property
    def end(self) -> int:
        return -self.minus_end


class ArticleRecords(View, frozen=True):
    """What is known of one article, as the store gives it."""

    article: Article
    sha256: str
    published: Published | None
    statements: tuple[Statement, ...] = ()
    timexes: tuple[Timex, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entity_by_mention: Mapping[str, str] = msgspec.field(default_factory=dict)


def view_article(records: ArticleRecords, story: StoryView | None) -> ArticleView:
    """Lay an article out with every span that its story's account quotes, its statements, dates and names.

    Args:
        records: The article and what was found in it.
        story: The account of the story it is in, None where there is none yet.
    """
    article = records.article
    quoted = (*list_quoted(article.id, story),) if story else ()
    marked = (*quoted, *list_found(records, {(q.start, q.end) for q in quoted}))
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
        if mention.form != "pronoun":
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


def mark(text: str, within: Span, quoted: Iterable[Quoted]) -> tuple[Token, ...]:
    """Cut a range of a text into tokens so that every quoted span is marked.

    Spans that nest give nested marks; where two cross, the later one is cut in two at the border. The texts
    of the tokens, joined, are the range's own characters.

    Args:
        text: The article's text.
        within: The range to cut, a paragraph.
        quoted: Spans of the text, in any order; what lies outside `within` is cut off.
    """
    tokens: list[Token] = []
    open_until: list[int] = []
    linked: list[str | None] = []  # entities of the open marks; a link holds no other
    at = within.start
    queue = [_cut(q, within) for q in quoted if overlap((q.start, q.end), (within.start, within.end))]
    heapify(queue)

    def go_to(place: int) -> None:
        nonlocal at
        if place > at:
            tokens.append(Token(kind="text", text=text[at:place]))
            at = place

    while queue or open_until:
        if open_until and (not queue or open_until[-1] <= queue[0].start):
            go_to(open_until.pop())
            tokens.append(Token(kind="close", entity_id=linked.pop()))
            continue
        piece = heappop(queue)
        if open_until and piece.end > open_until[-1]:  # it crosses the border of the mark it begins in
            border = open_until[-1]
            heappush(queue, _Piece(start=border, minus_end=-piece.end, quoted=piece.quoted))
            piece = _Piece(start=piece.start, minus_end=-border, quoted=piece.quoted)
        go_to(piece.start)
        entity_id = None if any(linked) else piece.quoted.entity_id
        tokens.append(_open(piece, entity_id))
        linked.append(entity_id)
        open_until.append(piece.end)
    go_to(within.end)
    return tuple(tokens)


def _cut(quoted: Quoted, within: Span) -> _Piece:
    return _Piece(
        start=max(quoted.start, within.start), minus_end=-min(quoted.end, within.end), quoted=quoted
    )


def _open(piece: _Piece, entity_id: str | None) -> Token:
    quoted = piece.quoted
    is_first = piece.start == quoted.start
    return Token(
        kind="open",
        sort=quoted.sort,
        anchor=f"s{quoted.start}-{quoted.end}" if is_first else None,
        claim_numbers=quoted.claim_numbers if is_first else (),
        entity_id=entity_id,
        note=quoted.note,
    )
