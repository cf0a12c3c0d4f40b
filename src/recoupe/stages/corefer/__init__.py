"""Mentions, Statements -> all Mentions, Clusters, Chains: who is meant, and who had it from whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.lang.callings import read_calling
from recoupe.lang.naming import titles_for
from recoupe.lang.pack import LanguagePack
from recoupe.records import (
    Annotations,
    Article,
    Chain,
    Cluster,
    Dating,
    EntityType,
    Excerpt,
    Mention,
    MentionForm,
    Statement,
)
from recoupe.stages.corefer.bearers import day_of
from recoupe.stages.corefer.chains import Chains
from recoupe.stages.corefer.documents import Speaker
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group, gather
from recoupe.stages.corefer.headings import Body, HeadingReader
from recoupe.stages.corefer.mentions import find_names
from recoupe.stages.corefer.metonyms import find_demonyms, find_governments, mark_metonyms
from recoupe.stages.corefer.speakers import Speakers
from recoupe.stages.corefer.untitled import possible
from recoupe.stages.corefer.words import vocabulary

VERSION = 28


class Coreference(msgspec.Struct, frozen=True, kw_only=True):
    """What an article's mentions mean: all of them, gathered, and a chain for every statement."""

    mentions: tuple[Mention, ...]
    clusters: tuple[Cluster, ...]
    chains: tuple[Chain, ...]


def corefer(
    article: Article,
    annotations: Annotations,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    dating: Dating,
    *,
    pack: LanguagePack,
) -> Coreference:
    """Find out who is meant by every name, title and pronoun that matters, and who had what from whom.

    Args:
        article: Cleaned text.
        annotations: Its words and sentences.
        mentions: Names as the tagger found them.
        statements: All of the article, the outlet's own among them.
        dating: When the article was published.
        pack: The article's language; a language without one is read with its small title table.

    Returns:
        All mentions in text order (corrected names, titles and pronouns that are sources); clusters by first
        mention, without a tagger those of words that may be names last; chains in the order of `statements`,
        origin first and the outlet last.
    """
    words = vocabulary(titles_for(article.language, pack), article.language)
    grid = Grid(annotations)
    names = find_names(article, mentions, statements, grid, words)
    mark_metonyms(article.text, names, grid, words)
    groups = gather(article.text, names, grid, words)
    groups += find_governments(article.text, names, words)
    groups += find_demonyms(article.text, groups, words)
    resolver = Speakers(article, groups, grid, words, days=day_of(dating))
    in_order = sorted(statements, key=lambda s: (s.source.start if s.source else s.start, s.start, s.id))
    resolver.look_for_titles(statements)
    speakers = {s.id: resolver.resolve(s) for s in in_order}
    resolver.note(len(article.text))
    resolver.note_latter()
    groups = [*resolver.groups, *resolver.relations]
    found = _mentions(article, groups, statements, speakers)
    clusters = tuple(_cluster(article, g, found[id(g)]) for g in groups)
    cluster_ids = {id(g): c.id for g, c in zip(groups, clusters, strict=True)}
    unsure = [] if grid.is_tagged else _unsure(article, possible(article.text, names, words))
    chains = Chains(article, speakers, statements, cluster_ids, resolver)
    return Coreference(
        mentions=tuple(
            sorted(
                (m for ms in [*found.values(), *(ms for _, ms in unsure)] for m in ms),
                key=lambda m: (m.start, m.end, m.id),
            )
        ),
        clusters=(*clusters, *(c for c, _ in unsure)),
        chains=tuple(chains.build(s) for s in statements),
    )


def _mentions(
    article: Article, groups: Sequence[Group], statements: Sequence[Statement], speakers: dict[str, Speaker]
) -> dict[int, list[Mention]]:
    """Mentions by group: its names, and the titles and pronouns that were read as it."""
    out: dict[int, dict[str, Mention]] = {id(g): {} for g in groups}
    taken: dict[str, int] = {}  # words mean one thing: what they were read as first
    named = [(g, n) for g in groups for n in g.names]
    for group, n in [*named, *((g, n) for g in groups for n in g.echoes)]:
        m = _mention(article, n.start, n.end, n.form, group.type)
        if taken.setdefault(m.id, id(group)) == id(group):
            out[id(group)][m.id] = m
    for s in statements:
        speaker = speakers[s.id]
        meant = speaker.meant or speaker.group
        if meant and s.source and speaker.form in ("nominal", "pronoun"):
            form: MentionForm = "nominal" if speaker.form == "nominal" else "pronoun"
            m = _mention(article, s.source.start, s.source.end, form, meant.type)
            if taken.setdefault(m.id, id(meant)) == id(meant):
                out[id(meant)][m.id] = m
    return {k: sorted(ms.values(), key=lambda m: (m.start, m.end)) for k, ms in out.items()}


def _mention(article: Article, start: int, end: int, form: MentionForm, kind: EntityType) -> Mention:
    return Mention(
        id=make_id("mention", article.id, start, end, form),
        article_id=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        type=kind,
        form=form,
    )


def _unsure(
    article: Article, places: dict[str, list[tuple[int, int]]]
) -> list[tuple[Cluster, list[Mention]]]:
    """Clusters of words that may be names, each with its mentions."""
    out = []
    for word, spans in places.items():
        mentions = [_mention(article, start, end, "possible", "PER") for start, end in spans]
        cluster = Cluster(
            id=make_id("cluster", article.id, spans[0][0], word, "possible"),
            article_id=article.id,
            name=word,
            type="PER",
            mention_ids=tuple(m.id for m in mentions),
            aliases=(),
            named=False,
            unsure=True,
        )
        out.append((cluster, mentions))
    return out


def _cluster(article: Article, group: Group, mentions: Sequence[Mention]) -> Cluster:
    names: dict[str, None] = dict.fromkeys(n.text for n in group.names if n.form != "demonym")
    return Cluster(
        id=make_id("cluster", article.id, group.first, group.full),
        article_id=article.id,
        name=group.full,
        type=group.type,
        mention_ids=tuple(m.id for m in mentions),
        aliases=tuple(n for n in names if n != group.full),
        named=group.named,
        roles=tuple(group.roles),
        gender=group.gender,
        fact=group.fact,
        titles=tuple(_titles(article.text, group)),
    )


def _titles(text: str, group: Group) -> Iterator[Excerpt]:
    """Where the text says what a thing it names is; a body's own name may (« laboratoire Norlys »)."""
    told = sorted(group.titles)
    if group.type == "ORG" and group.named and group.names and read_calling(group.full, "body"):
        told.append(max(group.names, key=lambda n: (n.text == group.full, -n.start)).range)
    for start, end in dict.fromkeys(told):
        yield Excerpt(start=start, end=end, text=text[start:end])


__all__ = ["VERSION", "Body", "Coreference", "HeadingReader", "corefer"]
