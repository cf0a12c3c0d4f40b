"""A small pipeline of the real shape: each line of a page is a sentence, its first word the story.

Stages are functions of this module, so that they can be sent to worker processes. A page that says « boom »
breaks the stage it names; one that says « die » ends the worker, one that says
« wait » keeps it for an hour.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence

from recoupe.ids import make_id
from recoupe.lang.outlets import Outlets
from recoupe.lang.pack import LanguagePack
from recoupe.nlp.port import Embedder, Tagger
from recoupe.pipeline import Each, Gather, Given, Tools
from recoupe.records import (
    Article,
    Claim,
    Cluster,
    Dating,
    Dossier,
    Entity,
    Member,
    Page,
    Paragraph,
    Record,
    Rejection,
    Statement,
    Story,
)


class NoTools:
    """Nothing to load; a stage that asks for a tool breaks."""

    @property
    def packs(self) -> Mapping[str, LanguagePack]:
        return {}

    def pack(self, language: str) -> LanguagePack:
        raise NotImplementedError

    @property
    def outlets(self) -> Outlets:
        raise NotImplementedError

    def tagger(self, language: str) -> Tagger:
        raise NotImplementedError

    @property
    def embedder(self) -> Embedder:
        raise NotImplementedError


def page_of(text: str, location: str | None = None) -> Page:
    content = text.encode()
    sha256 = hashlib.sha256(content).hexdigest()
    return Page(
        id=make_id("page", sha256),
        location=location or f"{sha256[:8]}.txt",
        media_type="text",
        sha256=sha256,
        content=content,
    )


def pages_of(n: int) -> Iterator[Page]:
    """Pages about few stories, with few people in them."""
    for k in range(n):
        yield page_of(f"sujet{k % 7} article {k}\nAnna{k % 5} parle de {k}.\nFin {k}.")


def clean(given: Given, tools: Tools) -> Sequence[Record]:
    page = given.one(Page)
    text = page.content.decode()
    if "boom clean" in text:
        raise ValueError("no such page")
    if not text.strip():
        reason = Rejection(
            id=make_id("rejection", page.id), page=page.location, reason="empty", detail="", page_id=page.id
        )
        return (reason,)
    return (
        Article(
            id=make_id("article", page.id),
            page_id=page.id,
            page=page.location,
            outlet=page.location,
            outlet_from="file",
            language="fr",
            text=text,
            paragraphs=(Paragraph(start=0, end=len(text), label="body", page_start=0, page_end=len(text)),),
            left_out=(),
            charset="utf-8",
        ),
    )


def date(given: Given, tools: Tools) -> Sequence[Record]:
    article = given.one(Article)
    return (Dating(id=make_id("dating", article.id), article_id=article.id, published=None),)


def attribute(given: Given, tools: Tools) -> Sequence[Record]:
    article = given.one(Article)
    if "boom attribute" in article.text:
        raise ValueError("nobody says so")
    if "die attribute" in article.text:
        os._exit(9)
    if "wait attribute" in article.text:
        time.sleep(3600)
    out, at = [], 0
    for line in article.text.splitlines():
        if line:
            out.append(
                Statement(
                    id=make_id("statement", article.id, at),
                    article_id=article.id,
                    start=at,
                    end=at + len(line),
                    text=line,
                    report_type="none",
                    modality="asserted",
                    source_kind="outlet",
                    rule="line",
                    zone="body",
                )
            )
        at += len(line) + 1
    return out


def corefer(given: Given, tools: Tools) -> Sequence[Record]:
    article = given.one(Article)
    words = {word for word in article.text.split() if word.startswith("Anna")}
    return [
        Cluster(
            id=make_id("cluster", article.id, word),
            article_id=article.id,
            name=word,
            type="PER",
            mention_ids=(),
            aliases=(),
        )
        for word in sorted(words)
    ]


def link(given: Given, tools: Tools) -> Sequence[Record]:
    by_name: dict[str, list[Cluster]] = {}
    for cluster in given.all(Cluster):
        by_name.setdefault(cluster.name, []).append(cluster)
    return [
        Entity(
            id=make_id("entity", name),
            name=name,
            type="PER",
            aliases=(),
            members=tuple(Member(cluster_id=c.id, rule="same_name", evidence=name) for c in clusters),
        )
        for name, clusters in by_name.items()
    ]


def stories(given: Given, tools: Tools) -> Sequence[Record]:
    by_word: dict[str, list[str]] = {}
    for article in given.all(Article):
        by_word.setdefault(article.text.split()[0], []).append(article.id)
    return [
        Story(id=make_id("story", word), headline=word, article_ids=tuple(ids))
        for word, ids in by_word.items()
    ]


def claims(given: Given, tools: Tools) -> Sequence[Record]:
    dossier = given.one(Dossier)
    return [
        Claim(
            id=make_id("claim", statement.id), story_id=dossier.story.id, text=statement.text, appearances=()
        )
        for statement in dossier.statements
    ]


STAGES: tuple[Each | Gather, ...] = (
    Each(name="clean", of="page", version=1, reads=(Page,), gives=(Article, Rejection), apply=clean),
    Each(name="dates", of="article", version=1, reads=(Article,), gives=(Dating,), apply=date),
    Each(
        name="attribute",
        of="article",
        version=1,
        reads=(Article, Dating),
        gives=(Statement,),
        apply=attribute,
    ),
    Each(
        name="corefer", of="article", version=1, reads=(Article, Statement), gives=(Cluster,), apply=corefer
    ),
    Gather(name="link", by="collection", version=1, reads=(Cluster,), gives=(Entity,), apply=link),
    Gather(name="stories", by="collection", version=1, reads=(Article,), gives=(Story,), apply=stories),
    Gather(name="claims", by="story", version=1, reads=(Dossier,), gives=(Claim,), apply=claims),
)
