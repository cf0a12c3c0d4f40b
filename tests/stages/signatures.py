"""Signatures of short invented articles, made by the real stage with rules for a tagger."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.nlp.rules import RuleTagger
from recoupe.records import Article, Cluster, Dating, Published, Signature, Timex
from recoupe.stages.annotate import annotate
from recoupe.stages.sign import sign
from recoupe.text.similarity import fold
from tests.fakes import RuleTools, TrigramEncoder
from tests.stages.articles import article_from

TOOLS = RuleTools()


def written(  # noqa: PLR0913  # what a page says of itself
    name: str,
    text: str,
    *,
    day: str | None = "2026-05-04T08:00+02:00",
    outlet: str = "Le Fanal",
    credit: str | None = None,
    headline: str | None = None,
    language: str = "fr",
) -> Article:
    """An article with its metadata; `name` makes its id."""
    published = None
    if day is not None:
        published = Published(
            at=day, source="json-ld", earliest=day[:10], latest=day[:10], certainty="explicit"
        )
    return msgspec.structs.replace(
        article_from(text, language),
        id=make_id("article", name),
        outlet=outlet,
        credit=credit,
        headline=headline,
        published=published,
    )


def signed(article: Article, timexes: Sequence[Timex] = ()) -> Signature:
    """Sign an article; its names stand for its clusters."""
    made = annotate(article, tagger=RuleTagger(article.language), embedder=TrigramEncoder())
    by_name: dict[str, list[str]] = {}
    for mention in made.mentions:
        by_name.setdefault(fold(mention.text), []).append(mention.id)
    clusters = [
        Cluster(
            id=make_id("cluster", article.id, name),
            article_id=article.id,
            name=name,
            type="PER",
            mention_ids=tuple(ids),
            aliases=(),
        )
        for name, ids in by_name.items()
    ]
    dating = Dating(id=make_id("dating", article.id), article_id=article.id, published=article.published)
    pack = TOOLS.pack(article.language)
    return sign(article, made.annotations, made.vectors, timexes, made.mentions, clusters, dating, pack=pack)
