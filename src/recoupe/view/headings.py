"""An article's headline and byline with what they name and say marked, and what its crossheads say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from recoupe.records import Article, Headings, Span
from recoupe.view.marking import SORT_OF, Quoted, Token, mark


def view_headline(article: Article, quoted: tuple[Quoted, ...]) -> tuple[Token, ...]:
    """The headline as tokens; none where the page has none."""
    line = next((line for line in article.heading_lines if line.part == "headline"), None)
    return _tokens(article, line, quoted) if line is not None else ()


def view_byline(article: Article, quoted: tuple[Quoted, ...]) -> tuple[Token, ...]:
    """The author's words where a line that signs has them, as tokens."""
    for line in article.heading_lines:
        at = article.headings.find(article.byline or "", line.start, line.end)
        if line.part == "byline" and article.byline and at >= 0:
            return _tokens(article, Span(start=at, end=at + len(article.byline)), quoted)
    return ()


def _tokens(article: Article, within: Span, quoted: tuple[Quoted, ...]) -> tuple[Token, ...]:
    """No mark has an anchor: places of the body are called by theirs."""
    tokens = mark(article.headings, within, quoted)
    return tuple(msgspec.structs.replace(token, anchor=None) for token in tokens)


def list_headings(headings: Headings, entity_by_cluster: Mapping[str, str]) -> tuple[Quoted, ...]:
    """What stands in the headings: spans of `Article.headings`, once each."""
    found: dict[tuple[int, int], Quoted] = {}
    for statement in headings.statements:
        said = statement.said
        place = Quoted(start=said.start, end=said.end, sort="said", note=said.modality)
        found.setdefault((said.start, said.end), place)
    for m in headings.mentions:
        if m.form != "pronoun":
            entity_id = entity_by_cluster.get(m.cluster_id or "")
            place = Quoted(start=m.start, end=m.end, sort=SORT_OF[m.type], entity_id=entity_id)
            found.setdefault((m.start, m.end), place)
    return tuple(found.values())


def list_crossheads(article: Article, quoted: tuple[Quoted, ...]) -> Iterator[Quoted]:
    """What crossheads say, as spans of the body, where they stand too."""
    lines = {x.page_start: x for x in article.heading_lines if x.part == "crosshead"}
    for p in article.paragraphs:
        line = lines.get(p.page_start) if p.label == "heading" else None
        for q in quoted if line is not None else ():
            if line is not None and line.start <= q.start and q.end <= line.end:
                by = p.start - line.start
                yield msgspec.structs.replace(q, start=q.start + by, end=q.end + by)
