"""A text cut into tokens so that spans of it are marked; marks nest and never cross."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Literal, get_args

from recoupe.records import EntityType, Span
from recoupe.text.spans import overlap
from recoupe.view.rows import View

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


class _Piece(View, frozen=True, order=True):
    """Part of a quoted span that can be marked without crossing another; sorted outermost first."""

    start: int
    minus_end: int
    quoted: Quoted

    @property
    def end(self) -> int:
        return -self.minus_end


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
