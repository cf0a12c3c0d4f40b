"""Article -> Annotations, Vectors, Mentions: words, sentences, meaning and names, paragraph by paragraph."""

from __future__ import annotations

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.nlp.port import Embedder, Tagged, Tagger
from recoupe.records import Annotations, Article, EntityType, Mention, Span, Tokens, Vectors

VERSION = 4


class Annotated(msgspec.Struct, frozen=True, kw_only=True):
    """What one article's words give: records of three kinds that belong together."""

    annotations: Annotations
    vectors: Vectors
    mentions: tuple[Mention, ...]


def annotate(article: Article, *, tagger: Tagger, embedder: Embedder) -> Annotated:
    """Tag an article's paragraphs and embed its sentences.

    Paragraphs are tagged apart, so no sentence, name or dependency crosses a blank line.

    Args:
        article: Cleaned text; its paragraphs cover the text.
        tagger: For the article's language.
        embedder: Any language.

    Returns:
        Annotations with offsets of `article.text`; a vector row per sentence; names as mentions in order.
    """
    offsets = [p.start for p in article.paragraphs]
    # one apostrophe for all: a copy set with the other sign is read alike; the length stays
    plain = article.text.replace("’", "'")
    tagged = tagger.tag([plain[p.start : p.end] for p in article.paragraphs])
    sentences = tuple(
        Span(start=s.start + at, end=s.end + at)
        for at, t in zip(offsets, tagged, strict=True)
        for s in t.sentences
    )
    rows = embedder.embed([article.text[s.start : s.end] for s in sentences])
    return Annotated(
        annotations=Annotations(
            id=make_id("annotations", article.id),
            article_id=article.id,
            tagger=tagger.name,
            sentences=sentences,
            tokens=_join(offsets, tagged),
        ),
        vectors=Vectors(
            id=make_id("vectors", article.id),
            article_id=article.id,
            encoder=embedder.name,
            dimensions=embedder.dimensions,
            rows=rows.astype(np.float16).tobytes(),
        ),
        mentions=tuple(
            _mention(article, start + at, end + at, kind)
            for at, t in zip(offsets, tagged, strict=True)
            for start, end, kind in t.names
        ),
    )


def _mention(article: Article, start: int, end: int, kind: EntityType) -> Mention:
    return Mention(
        id=make_id("mention", article.id, start, end, "name"),
        article_id=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        type=kind,
        form="name",
    )


def _join(offsets: list[int], tagged: list[Tagged]) -> Tokens:
    """Lay paragraph columns end to end, with offsets and heads counted over the article."""
    firsts, n = [], 0
    for t in tagged:
        firsts.append(n)
        n += len(t.tokens.starts)
    parts = list(zip(offsets, firsts, (t.tokens for t in tagged), strict=True))
    return Tokens(
        starts=tuple(x + at for at, _, t in parts for x in t.starts),
        ends=tuple(x + at for at, _, t in parts for x in t.ends),
        lemmas=tuple(x for _, _, t in parts for x in t.lemmas),
        pos=tuple(x for _, _, t in parts for x in t.pos),
        morphs=tuple(x for _, _, t in parts for x in t.morphs),
        deps=tuple(x for _, _, t in parts for x in t.deps),
        heads=tuple(x + first for _, first, t in parts for x in t.heads),
    )
