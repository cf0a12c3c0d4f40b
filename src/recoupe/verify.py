"""Re-check the evidence: raw bytes against their SHA-256, paragraphs against pages, spans against texts.

Nothing here trusts the stages: the page is decoded and read anew, and whatever a record quotes is compared
with the characters it points at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from recoupe.errors import NotFound
from recoupe.records import Article, HeadingLine, Headings, HeadingWords, Page, Record, Story
from recoupe.store.kinds import KINDS
from recoupe.store.port import Store
from recoupe.text.normalise import normalise, squash
from recoupe.text.page.markup import read_blocks
from recoupe.text.page.stated import stated_text

FaultKind = Literal["raw", "page", "span"]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not hold.

    Attributes:
        kind: `raw` bytes that are not those received, `page` a paragraph that does not stand on its page,
            `span` a record whose characters are not in its article.
        record_id: Of the page, article or record.
        detail: English text for a person.
    """

    kind: FaultKind
    record_id: str
    detail: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was checked, and what did not hold."""

    pages: int
    articles: int
    paragraphs: int
    spans: int
    faults: tuple[Fault, ...]


def verify(store: Store) -> Report:
    """Check everything in a store."""
    faults: list[Fault] = []
    n_pages = n_articles = n_paragraphs = n_spans = 0
    for page in store.all(Page):
        n_pages += 1
        faults += _check_bytes(page)
    for article in store.all(Article):
        n_articles += 1
        n_paragraphs += len(article.paragraphs)
        faults += _check_paragraphs(store, article)
        for record in [article, *_owned(store, "article_id", article.id)]:
            spans = list(_spans(record, article.id))
            n_spans += len(spans)
            faults += _check_spans(record, spans, {article.id: _text_of(record, article)})
    for story in store.all(Story):
        texts = {article_id: store.one(Article, article_id).text for article_id in story.article_ids}
        for record in _owned(store, "story_id", story.id):
            spans = list(_spans(record, None))
            n_spans += len(spans)
            faults += _check_spans(record, spans, texts)
    return Report(
        pages=n_pages, articles=n_articles, paragraphs=n_paragraphs, spans=n_spans, faults=tuple(faults)
    )


def _text_of(record: Record, article: Article) -> str:
    """The text whose offsets a record holds."""
    return article.headings if isinstance(record, (Headings, HeadingWords)) else article.text


def _check_bytes(page: Page) -> Iterator[Fault]:
    found = hashlib.sha256(page.content).hexdigest()
    if found != page.sha256:
        yield Fault(kind="raw", record_id=page.id, detail=f"{page.location}: SHA-256 is {found}")


def _owned(store: Store, owner: str, owner_id: str) -> Iterator[Record]:
    for kind, how in KINDS.items():
        if how.owner == owner:
            yield from store.of(kind, owner_id)


# --- paragraphs on their page ------------------------------------------------------------------------


def _check_paragraphs(store: Store, article: Article) -> Iterator[Fault]:
    try:
        page = store.page(article.page_id)
    except NotFound:
        yield Fault(kind="page", record_id=article.id, detail="its page is not in the store")
        return
    decoded = page.content.decode(article.charset, "replace")
    for start, end, text in _lines(article):
        piece = decoded[start:end]
        seen = _visible(piece, page)
        if not _stands_in(text, seen) and not _stands_in(text, stated_text(piece)):
            where = f"{article.page} [{start}, {end})"
            detail = f"{where} reads {seen[:80]!r}, not {text[:80]!r}"
            yield Fault(kind="page", record_id=article.id, detail=detail)


def _lines(article: Article) -> Iterator[tuple[int, int, str]]:
    """Paragraphs, and headings that the page shows: their place on the page, and their characters."""
    for p in article.paragraphs:
        yield p.page_start, p.page_end, article.text[p.start : p.end]
    for line in article.heading_lines:
        if line.page_start is not None and line.page_end is not None:
            yield line.page_start, line.page_end, article.headings[line.start : line.end]


def _visible(piece: str, page: Page) -> str:
    """What a reader sees of a piece of a page."""
    if page.media_type == "text":
        return normalise(piece).text
    return " ".join(block.text for block in read_blocks(piece, hints={}).blocks)


def _stands_in(text: str, seen: str) -> bool:
    """Tell whether all characters but white space stand there in order.

    Between them may stand what cleaning cut out: the words are then looked for one after the other.
    """
    if squash(text) == squash(seen):
        return True
    source = iter(seen.split())
    return all(any(word == other for other in source) for word in text.split())


# --- spans in their text -----------------------------------------------------------------------------


class _Place(msgspec.Struct, frozen=True):
    """A range of an article, and the characters that a record says are there."""

    article_id: str | None
    start: int
    end: int
    text: str | None


def _spans(thing: object, article_id: str | None) -> Iterator[_Place]:
    """Every range that a record holds, at any depth, but for the lines of an article's headings."""
    if isinstance(thing, msgspec.Struct) and not isinstance(thing, HeadingLine):
        fields = thing.__struct_fields__
        inside = getattr(thing, "article_id", None) or article_id
        if "start" in fields and "end" in fields:
            text = getattr(thing, "text", None)
            yield _Place(inside, getattr(thing, "start"), getattr(thing, "end"), text)  # noqa: B009  # any struct
        for field in fields:
            yield from _spans(getattr(thing, field), inside)
    elif isinstance(thing, tuple) and thing and isinstance(thing[0], msgspec.Struct):
        for one in thing:
            yield from _spans(one, article_id)


def _check_spans(record: Record, places: Sequence[_Place], texts: Mapping[str, str]) -> Iterator[Fault]:
    record_id = getattr(record, "id", "")
    for place in places:
        text = texts.get(place.article_id or "")
        where = f"{place.article_id} [{place.start}, {place.end})"
        if text is None:
            detail = f"{where}: no such article in its story"
        elif place.end > len(text):
            detail = f"{where}: the text ends at {len(text)}"
        elif place.text is not None and text[place.start : place.end] != place.text:
            detail = f"{where} reads {text[place.start : place.end][:80]!r}, not {place.text[:80]!r}"
        else:
            continue
        yield Fault(kind="span", record_id=record_id, detail=detail)
