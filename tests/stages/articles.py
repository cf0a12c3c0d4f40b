"""Articles and annotations out of a few sentences, for tests of one stage alone."""

from __future__ import annotations

from recoupe.ids import make_id
from recoupe.nlp.port import Tagged, Tagger
from recoupe.records import Annotations, Article, Mention, Paragraph, Span, Tokens


def article_from(text: str, language: str = "fr") -> Article:
    """An article whose paragraphs are the text's, parted by blank lines."""
    paragraphs, at = [], 0
    for piece in text.split("\n\n"):
        if piece:
            paragraphs.append(
                Paragraph(
                    start=at, end=at + len(piece), label="body", page_start=at, page_end=at + len(piece)
                )
            )
        at += len(piece) + 2
    return Article(
        id=make_id("article", text),
        page_id=make_id("page", text),
        page="a.html",
        outlet="Le Fanal",
        outlet_from="manifest",
        language=language,
        text=text,
        paragraphs=tuple(paragraphs),
        left_out=(),
        charset="utf-8",
    )


def annotated(text: str, language: str, tagger: Tagger) -> tuple[Article, Annotations, tuple[Mention, ...]]:
    """Tag a text paragraph by paragraph, as the annotate stage does, without sentence vectors."""
    article = article_from(text, language)
    plain = text.replace("’", "'")
    tagged = tagger.tag([plain[p.start : p.end] for p in article.paragraphs])
    annotations = Annotations(
        id=make_id("annotations", article.id),
        article_id=article.id,
        tagger=tagger.name,
        sentences=tuple(
            Span(start=s.start + p.start, end=s.end + p.start)
            for p, t in zip(article.paragraphs, tagged, strict=True)
            for s in t.sentences
        ),
        tokens=_tokens([p.start for p in article.paragraphs], tagged),
    )
    mentions = tuple(
        Mention(
            id=make_id("mention", article.id, start + p.start, end + p.start),
            article_id=article.id,
            start=start + p.start,
            end=end + p.start,
            text=text[start + p.start : end + p.start],
            type=kind,
            form="name",
        )
        for p, t in zip(article.paragraphs, tagged, strict=True)
        for start, end, kind in t.names
    )
    return article, annotations, mentions


def _tokens(offsets: list[int], tagged: list[Tagged]) -> Tokens:
    rows = []
    n = 0
    for at, t in zip(offsets, tagged, strict=True):
        k = t.tokens
        rows += [
            (k.starts[i] + at, k.ends[i] + at, k.lemmas[i], k.pos[i], k.morphs[i], k.deps[i], k.heads[i] + n)
            for i in range(len(k.starts))
        ]
        n += len(k.starts)
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    return Tokens(
        starts=columns[0], ends=columns[1], lemmas=columns[2], pos=columns[3],
        morphs=columns[4], deps=columns[5], heads=columns[6],
    )  # fmt: skip
