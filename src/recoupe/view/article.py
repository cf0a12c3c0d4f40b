"""An article as text with its quoted spans marked: records in, view out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from typing import Literal

from recoupe.records import Article, LeftOut, ParagraphLabel, Published, Span
from recoupe.text.spans import overlap
from recoupe.view.rows import ArticleRow, Place, StoryView, View
from recoupe.view.story import view_article_row

Sort = Literal["claim", "difference", "date", "chain"]
SORTS: tuple[Sort, ...] = (
    "claim",
    "difference",
    "date",
    "chain",
)  # the first one that fits a span names it


class Quoted(View, frozen=True, order=True):
    """A span that the account quotes.

    Attributes:
        sort: What for; the first of `SORTS` where it is quoted for several things.
        claim_numbers: Claims of the story that appear exactly here.
    """

    start: int
    end: int
    sort: Sort
    claim_numbers: tuple[int, ...] = ()


class Token(View, frozen=True):
    """A step through a paragraph: a mark opens, text stands, or a mark closes.

    `anchor` (`s120-188`) is set on the first piece of a mark only, so that it is unique on the page.
    """

    kind: Literal["open", "text", "close"]
    text: str = ""
    sort: Sort | None = None
    anchor: str | None = None
    claim_numbers: tuple[int, ...] = ()


class ParagraphView(View, frozen=True):
    """One paragraph as tokens; marks nest and never cross."""

    label: ParagraphLabel
    start: int
    end: int
    tokens: tuple[Token, ...]


class ArticleView(View, frozen=True):
    """An article to read: metadata, paragraphs, and what cleaning left out."""

    article: ArticleRow
    paragraphs: tuple[ParagraphView, ...]
    left_out: tuple[LeftOut, ...]
    n_characters: int
    sha256: str
    url: str | None = None
    story_id: str | None = None
    story_headline: str | None = None

    @property
    def live_url(self) -> str | None:
        """The page's address, if it is one that a link may lead to (no `javascript:` from a manifest)."""
        return self.url if self.url and self.url.startswith(("https://", "http://")) else None


class _Piece(View, frozen=True, order=True):
    """Part of a quoted span that can be marked without crossing another; sorted outermost first."""

    start: int
    minus_end: int
    quoted: Quoted

    @property
    def end(self) -> int:
        return -self.minus_end


def view_article(
    article: Article, *, sha256: str, published: Published | None, story: StoryView | None
) -> ArticleView:
    """Lay an article out with every span that its story's account quotes.

    Args:
        article: What to lay out.
        sha256: Digest of the raw page it was read from.
        published: What its dates were read with.
        story: The account of the story it is in, None where there is none yet.
    """
    quoted = list_quoted(article.id, story) if story else ()
    numbers = {row.id: row.number for row in story.articles} if story else {}
    return ArticleView(
        article=view_article_row(article, numbers.get(article.id, 1), published),
        paragraphs=tuple(
            ParagraphView(
                label=paragraph.label,
                start=paragraph.start,
                end=paragraph.end,
                tokens=mark(article.text, paragraph, quoted),
            )
            for paragraph in article.paragraphs
        ),
        left_out=article.left_out,
        n_characters=len(article.text),
        sha256=sha256,
        url=article.url,
        story_id=story.id if story else None,
        story_headline=story.headline if story else None,
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
            tokens.append(Token(kind="close"))
            continue
        piece = heappop(queue)
        if open_until and piece.end > open_until[-1]:  # it crosses the border of the mark it begins in
            border = open_until[-1]
            heappush(queue, _Piece(start=border, minus_end=-piece.end, quoted=piece.quoted))
            piece = _Piece(start=piece.start, minus_end=-border, quoted=piece.quoted)
        go_to(piece.start)
        tokens.append(_open(piece))
        open_until.append(piece.end)
    go_to(within.end)
    return tuple(tokens)


def _cut(quoted: Quoted, within: Span) -> _Piece:
    return _Piece(
        start=max(quoted.start, within.start), minus_end=-min(quoted.end, within.end), quoted=quoted
    )


def _open(piece: _Piece) -> Token:
    quoted = piece.quoted
    is_first = piece.start == quoted.start
    return Token(
        kind="open",
        sort=quoted.sort,
        anchor=f"s{quoted.start}-{quoted.end}" if is_first else None,
        claim_numbers=quoted.claim_numbers if is_first else (),
    )
