"""Gold stories as dossiers: what perfect earlier stages would hand to the claim stages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from recoupe.ids import make_id
from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.nlp.rules import RuleTagger
from recoupe.records import (
    Annotations,
    Article,
    Chain,
    Cluster,
    Dating,
    Derivation,
    Dossier,
    Entity,
    EntityType,
    Excerpt,
    Hop,
    HopKind,
    Member,
    Mention,
    Modality,
    SourceKind,
    Statement,
    Story,
    Timex,
    Vectors,
)
from recoupe.stages.annotate import annotate
from recoupe.text.matching.table import Table
from tests.fakes import TrigramEncoder
from tests.gold import article_of

OUTLET, ANONYMOUS = "OUTLET", "ANONYMOUS"
GoldArticle = dict[str, Any]
Annotated = tuple[Annotations, Vectors]


def dossier_of(
    gold: dict[str, Any], articles: Mapping[str, Article], annotated: Mapping[str, Annotated]
) -> Dossier:
    """The dossier of one gold story.

    Args:
        gold: The story as read from its file.
        articles: By gold article id; the text is the gold paragraphs joined by blank lines.
        annotated: Annotations and vectors by gold article id.
    """
    golds = sorted(gold["articles"], key=lambda a: (a["published"], a["id"]))
    kinds: dict[str, EntityType] = {e["entity"]: e["kind"] for a in golds for e in a["entities"]}
    people = [_clusters(a, articles[a["id"]], kinds) for a in golds]
    said = [_statements(a, articles[a["id"]], annotated[a["id"]][0]) for a in golds]
    clusters = tuple(c for some in people for c in some)
    return Dossier(
        story=Story(
            id=make_id("story", gold["story_id"]),
            headline=golds[0]["headline"],
            article_ids=tuple(articles[a["id"]].id for a in golds),
        ),
        articles=tuple(articles[a["id"]] for a in golds),
        annotations=tuple(annotated[a["id"]][0] for a in golds),
        vectors=tuple(annotated[a["id"]][1] for a in golds),
        datings=tuple(
            Dating(
                id=make_id("dating", articles[a["id"]].id),
                article_id=articles[a["id"]].id,
                published=articles[a["id"]].published,
            )
            for a in golds
        ),
        timexes=tuple(t for a in golds for t in _timexes(a, articles[a["id"]])),
        mentions=tuple(m for a in golds for m in _mentions(a, articles[a["id"]])),
        statements=tuple(s for some in said for s, _ in some),
        clusters=clusters,
        chains=tuple(
            _chain(s, names, articles[a["id"]], kinds)
            for a, some in zip(golds, said, strict=True)
            for s, names in some
        ),
        entities=_entities(clusters),
        derivations=tuple(d for a in golds for d in _derivations(a, articles)),
    )


def place(gold: GoldArticle, p: int, text: str) -> tuple[int, int] | None:
    """Range of a gold substring in the article's text."""
    at = gold["paragraphs"][p].find(text)
    if at < 0:
        return None
    start = sum(len(x) + 2 for x in gold["paragraphs"][:p]) + at
    return start, start + len(text)


def _mentions(gold: GoldArticle, article: Article) -> list[Mention]:
    out = []
    for e in gold["entities"]:
        for m in re.finditer(re.escape(e["text"]), article.text):
            out.append(
                Mention(
                    id=make_id("mention", article.id, m.start(), m.end(), "name"),
                    article_id=article.id,
                    start=m.start(),
                    end=m.end(),
                    text=m.group(),
                    type=e["kind"],
                    form="name",
                )
            )
    return sorted({m.id: m for m in out}.values(), key=lambda m: (m.start, m.end))


def _clusters(gold: GoldArticle, article: Article, kinds: Mapping[str, EntityType]) -> list[Cluster]:
    spoken = {n for s in gold["statements"] for n in s["chain"]} - {OUTLET, ANONYMOUS}
    mentions = _mentions(gold, article)
    out = []
    for name in sorted(spoken | {e["entity"] for e in gold["entities"]}):
        forms = {e["text"] for e in gold["entities"] if e["entity"] == name}
        out.append(
            Cluster(
                id=make_id("cluster", article.id, name),
                article_id=article.id,
                name=name,
                type=kinds.get(name, "ORG"),
                mention_ids=tuple(m.id for m in mentions if m.text in forms),
                aliases=tuple(sorted(forms)),
            )
        )
    return out


def _entities(clusters: tuple[Cluster, ...]) -> tuple[Entity, ...]:
    groups: dict[str, list[Cluster]] = {}
    for c in clusters:
        groups.setdefault(c.name, []).append(c)
    return tuple(
        Entity(
            id=make_id("entity", name),
            name=name,
            type=some[0].type,
            aliases=(),
            members=tuple(Member(cluster_id=c.id, rule="gold", evidence=name) for c in some),
        )
        for name, some in sorted(groups.items())
    )


def _timexes(gold: GoldArticle, article: Article) -> list[Timex]:
    out = []
    for d in gold["dates"]:
        at = place(gold, d["p"], d["text"])
        if at is None:
            continue
        days = _days(d["value"])
        out.append(
            Timex(
                id=make_id("timex", article.id, *at),
                article_id=article.id,
                start=at[0],
                end=at[1],
                text=d["text"],
                type="DATE",
                value=d["value"],
                anchor="explicit" if re.search(r"\d", d["text"]) else "publication",
                rule="gold",
                certainty="explicit" if re.search(r"\d", d["text"]) else "resolved",
                earliest=days[0] if days else None,
                latest=days[1] if days else None,
            )
        )
    return sorted(out, key=lambda t: (t.start, t.end))


def _days(value: str) -> tuple[str, str] | None:
    """First and last day of `2026-06-18…` or `2026-06`; None for other values."""
    if m := re.match(r"\d{4}-\d\d-\d\d", value):
        return m.group(), m.group()
    if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        first = datetime.date(int(m[1]), int(m[2]), 1)
        last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
        return first.isoformat(), last.isoformat()
    return None


def _statements(
    gold: GoldArticle, article: Article, annotations: Annotations
) -> list[tuple[Statement, tuple[str, ...]]]:
    out: list[tuple[Statement, tuple[str, ...]]] = []
    for s in gold["statements"]:
        at = place(gold, s["p"], s["content"])
        if at is None:
            continue
        own = s["speaker"] == OUTLET and not s["cue"]
        out.append((_statement(article, at, s, own=own), tuple(s["chain"])))
    held = [(s.start, s.end) for s, _ in out]
    for sentence in annotations.sentences:
        for start, end in _uncovered((sentence.start, sentence.end), held):
            piece = article.text[start:end].strip(' ,;:.«»"')
            if len(piece.split()) < 4:
                continue
            left = article.text.index(piece, start)
            gap = {"modality": "asserted", "type": "none", "cue": None, "source_text": None, "p": 0}
            out.append((_statement(article, (left, left + len(piece)), gap, own=True), (OUTLET,)))
    return sorted(out, key=lambda x: (x[0].start, x[0].end))


def _uncovered(sentence: tuple[int, int], held: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentence, when no gold statement touches it."""
    if any(a < sentence[1] and sentence[0] < b for a, b in held):
        return []
    return [sentence]


def _statement(article: Article, at: tuple[int, int], gold: dict[str, Any], *, own: bool) -> Statement:
    modality: Modality = gold["modality"]
    kind: SourceKind = "outlet" if own else "anonymous" if gold["speaker"] == ANONYMOUS else "named"
    source = None if own or not gold["source_text"] else _excerpt(article, gold["source_text"], at[0])
    return Statement(
        id=make_id("statement", article.id, at[0], at[1], kind),
        article_id=article.id,
        start=at[0],
        end=at[1],
        text=article.text[at[0] : at[1]],
        report_type="none" if own else gold["type"],
        modality=modality,
        source_kind=kind,
        rule="gold",
        zone="body",
        source=source,
        cue=None if own or not gold["cue"] else _excerpt(article, gold["cue"], at[0]),
    )


def _excerpt(article: Article, text: str, near: int) -> Excerpt | None:
    found = [m.start() for m in re.finditer(re.escape(text), article.text)]
    if not found:
        return None
    start = min(found, key=lambda x: abs(x - near))
    return Excerpt(start=start, end=start + len(text), text=text)


def _chain(
    statement: Statement, names: tuple[str, ...], article: Article, kinds: Mapping[str, EntityType]
) -> Chain:
    hops = tuple(
        Hop(
            name=n,
            kind=_kind(n, kinds),
            cluster_id=None if n == ANONYMOUS else make_id("cluster", article.id, n),
        )
        for n in names
        if n != OUTLET
    )
    return Chain(
        id=make_id("chain", statement.id),
        statement_id=statement.id,
        article_id=article.id,
        hops=(*hops, Hop(name=article.outlet, kind="outlet")),
    )


def _kind(name: str, kinds: Mapping[str, EntityType]) -> HopKind:
    if name == ANONYMOUS:
        return "anonymous"
    if "(" in name:
        return "document"
    return "organisation" if kinds.get(name, "ORG") == "ORG" else "person"


def _derivations(gold: GoldArticle, articles: Mapping[str, Article]) -> list[Derivation]:
    relation = gold["relation"]
    if relation == "original" or relation["type"] == "aggregate":
        return []
    here = articles[gold["id"]].id
    return [
        Derivation(
            id=make_id("derivation", here, articles[of].id),
            article_id=here,
            from_article_id=articles[of].id,
            type=relation["type"],
            share=1.0,
            evidence="gold",
        )
        for of in relation["of"]
    ]


def untagged(gold: dict[str, Any]) -> Dossier:
    """The dossier of a story written for a test: words by rule, vectors by letters, no model."""
    articles = {a["id"]: article_of(a) for a in gold["articles"]}
    annotated = {}
    for key, article in articles.items():
        made = annotate(article, tagger=RuleTagger(article.language), embedder=TrigramEncoder())
        annotated[key] = (made.annotations, made.vectors)
    return dossier_of(gold, articles, annotated)


def laid(dossier: Dossier) -> Table:
    """A story laid out with every pack and vectors by letters."""
    return lay_out(dossier, packs=packs(), embed=TrigramEncoder().embed)


def paper(key: str, paragraphs: list[str], **more: Any) -> GoldArticle:
    """A gold article for a test; what is not given is plain."""
    return {
        "id": key,
        "outlet": f"Journal {key}",
        "domain": f"{key}.example",
        "lang": "fr",
        "published": "2026-05-04T08:00:00+02:00",
        "headline": "Le pont de Varenne",
        "byline": None,
        "credit": None,
        "relation": "original",
        "paragraphs": paragraphs,
        "statements": [],
        "dates": [],
        "entities": [],
        **more,
    }


def said(p: int, content: str, speaker: str, **more: Any) -> dict[str, Any]:
    """A gold statement for a test."""
    return {
        "p": p,
        "content": content,
        "source_text": None,
        "cue": "a dit",
        "speaker": speaker,
        "chain": [speaker],
        "type": "indirect",
        "modality": "asserted",
        **more,
    }


BRIDGE = {
    "story_id": "bridge",
    "articles": [
        paper(
            "a",
            [
                (
                    "La maire Odile Brac a dit que le pont de Varenne fermera lundi 11 mai. "
                    "Le pont compte 23 fissures, selon le bureau Selmat."
                ),
                (
                    "Une source proche du chantier affirme que la pile nord serait rompue. "
                    "Odile Brac dément toute rupture de la pile nord."
                ),
            ],
            statements=[
                said(0, "le pont de Varenne fermera lundi 11 mai", "Odile Brac", modality="planned"),
                said(0, "Le pont compte 23 fissures", "Selmat"),
                said(1, "la pile nord serait rompue", ANONYMOUS, modality="conditional"),
                said(1, "toute rupture de la pile nord", "Odile Brac", modality="denied"),
            ],
            dates=[{"p": 0, "text": "lundi 11 mai", "value": "2026-05-11"}],
            entities=[
                {"p": 0, "text": "Odile Brac", "entity": "Odile Brac", "kind": "PER"},
                {"p": 0, "text": "Selmat", "entity": "Selmat", "kind": "ORG"},
            ],
        ),
        paper(
            "b",
            ["Le pont de Varenne fermera lundi 11 mai. Le pont compte 23 fissures, selon le bureau Selmat."],
            published="2026-05-04T12:00:00+02:00",
            relation={"type": "rewrite", "of": ["a"]},
            statements=[said(0, "Le pont compte 23 fissures", "Selmat")],
            dates=[{"p": 0, "text": "lundi 11 mai", "value": "2026-05-11"}],
            entities=[{"p": 0, "text": "Selmat", "entity": "Selmat", "kind": "ORG"}],
        ),
        paper(
            "c",
            ["Le pont de Varenne fermera lundi 11 mai. Le pont compte 32 fissures, a dit Luc Mérou."],
            published="2026-05-05T07:00:00+02:00",
            statements=[said(0, "Le pont compte 32 fissures", "Luc Mérou")],
            dates=[{"p": 0, "text": "lundi 11 mai", "value": "2026-05-11"}],
            entities=[{"p": 0, "text": "Luc Mérou", "entity": "Luc Mérou", "kind": "PER"}],
        ),
    ],
}
