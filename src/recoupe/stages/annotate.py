"""Article -> Annotations, Vectors, Mentions: words, sentences, meaning and names, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.nlp.port import Embedder, Tagged, Tagger
from recoupe.records import (
    Annotations,
    Article,
    EntityType,
    HeadingWords,
    Mention,
    Names,
    Span,
    Tokens,
    Vectors,
)
from recoupe.text.headings import apart
from recoupe.text.spans import Range

VERSION = 5


class Annotated(msgspec.Struct, frozen=True, kw_only=True):
    """What one article's words give: records that belong together."""

    annotations: Annotations
    vectors: Vectors
    mentions: tuple[Mention, ...]
    headings: HeadingWords

    @property
    def names(self) -> Names:
        """Its mentions as they are kept."""
        of = self.annotations.article_id
        return Names(id=make_id("names", of), article_id=of, mentions=self.mentions)


def annotate(article: Article, *, tagger: Tagger, embedder: Embedder) -> Annotated:
    """Tag an article's paragraphs and headings, and embed its sentences.

    Paragraphs and lines are tagged apart, so no sentence, name or dependency crosses a blank line. A headline
    set in capitals (« Mayor Says Bridge Will Reopen ») is tagged as the article writes its words.

    Args:
        article: Cleaned text; its paragraphs cover the text.
        tagger: For the article's language.
        embedder: Any language.

    Returns:
        Annotations with offsets of `article.text`; a vector row per sentence; names as mentions in order; the
        same of the headings, without vectors, each line one sentence.
    """
    # one apostrophe for all: a copy set with the other sign is read alike; the length stays
    plain = article.text.replace("’", "'")
    beside = apart(article)
    tagged = tagger.tag(
        [
            *(plain[p.start : p.end] for p in article.paragraphs),
            *(beside.text[p.start : p.end] for p in beside.paragraphs),
        ]
    )
    body, headings = tagged[: len(article.paragraphs)], tagged[len(article.paragraphs) :]
    annotations = _annotations(article, "annotations", tagger, article.paragraphs, body)
    rows = embedder.embed([article.text[s.start : s.end] for s in annotations.sentences])
    return Annotated(
        annotations=annotations,
        vectors=Vectors(
            id=make_id("vectors", article.id),
            article_id=article.id,
            encoder=embedder.name,
            dimensions=embedder.dimensions,
            rows=rows.astype(np.float16).tobytes(),
        ),
        mentions=_mentions(article.id, article.text, article.paragraphs, body),
        headings=HeadingWords(
            id=make_id("heading_words", article.id),
            article_id=article.id,
            annotations=msgspec.structs.replace(
                _annotations(article, "heading_annotations", tagger, beside.paragraphs, headings),
                # a parser cuts « X : « Y » » at its colon
                sentences=tuple(Span(start=p.start, end=p.end) for p in beside.paragraphs),
            ),
            names=_mentions(article.id, article.headings, beside.paragraphs, headings),
        ),
    )


def _annotations(
    article: Article, kind: str, tagger: Tagger, pieces: Sequence[Span], tagged: Sequence[Tagged]
) -> Annotations:
    """Sentences and tokens of some pieces of a text, with offsets of the text."""
    return Annotations(
        id=make_id(kind, article.id),
        article_id=article.id,
        tagger=tagger.name,
        sentences=tuple(
            Span(start=s.start + p.start, end=s.end + p.start)
            for p, t in zip(pieces, tagged, strict=True)
            for s in t.sentences
        ),
        tokens=_join([p.start for p in pieces], tagged),
    )


def _mentions(
    article_id: str, text: str, pieces: Sequence[Span], tagged: Sequence[Tagged]
) -> tuple[Mention, ...]:
    return tuple(
        _mention(article_id, text, (start + p.start, end + p.start), kind)
        for p, t in zip(pieces, tagged, strict=True)
        for start, end, kind in t.names
    )


def _mention(article_id: str, text: str, at: Range, kind: EntityType) -> Mention:
    start, end = at
    return Mention(
        id=make_id("mention", article_id, start, end, "name"),
        article_id=article_id,
        start=start,
        end=end,
        text=text[start:end],
        type=kind,
        form="name",
    )


def _join(offsets: Sequence[int], tagged: Sequence[Tagged]) -> Tokens:
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
