"""Whom headlines and bylines name, joined with the body's clusters, and who had what from whom there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from recoupe.ids import make_id
from recoupe.lang.bodies import is_agency
from recoupe.lang.naming import titles_for
from recoupe.lang.pack import LanguagePack
from recoupe.records import (
    Annotations,
    Article,
    Chain,
    Channel,
    Cluster,
    Dating,
    EntityType,
    Excerpt,
    HeadingMention,
    Headings,
    HeadingStatement,
    HeadingWords,
    Hop,
    Mention,
    MentionForm,
    Span,
    Statement,
    Tokens,
)
from recoupe.stages.corefer.bearers import day_of
from recoupe.stages.corefer.chains import Chains
from recoupe.stages.corefer.grid import Grid
from recoupe.stages.corefer.groups import Group, fact_of, find_group
from recoupe.stages.corefer.mentions import find_names
from recoupe.stages.corefer.metonyms import mark_metonyms
from recoupe.stages.corefer.name import CAPITAL, Name
from recoupe.stages.corefer.roles import head_of
from recoupe.stages.corefer.speakers import Speakers
from recoupe.stages.corefer.words import Vocabulary, lower, vocabulary
from recoupe.text.headings import apart, part_at
from recoupe.text.names import fold
from recoupe.text.page.signature import is_person
from recoupe.text.spans import excerpt, overlap

MIN_NAME = 3  # letters: a shorter name of the body is too often a word of the headline
SIGNED_WITH = re.compile(r",\s|\s(?:et|and|&)\s")  # « Jeanne Morvan, Paul Le Goff et Ada Roy »
FULL = 2  # words of a full name


class Body(msgspec.Struct, frozen=True):
    """What is known of the article below its headings."""

    annotations: Annotations
    mentions: tuple[Mention, ...]
    clusters: tuple[Cluster, ...]
    dating: Dating


class HeadingReader:
    """Finds out whom an article's headings name and who speaks in them.

    The headings are read behind the body: whoever it names in full, a headline may call by surname or title.
    The body's own records stay as they are.

    Attributes:
        beside: The headings as an article of their own.
        names: Its names, typed as the body has them.
    """

    def __init__(self, article: Article, words: HeadingWords, body: Body, *, pack: LanguagePack) -> None:
        self.article = article
        self.beside = apart(article)
        self.words = vocabulary(titles_for(article.language, pack), article.language)
        self.at = len(article.text) + 2  # where the headings begin behind the body
        self.whole = msgspec.structs.replace(article, text=f"{article.text}\n\n{self.beside.text}")
        self.grid = Grid(_behind(body.annotations, words.annotations, self.at))
        self.days = day_of(body.dating)
        by_id = {m.id: m for m in body.mentions}
        self.groups = [_group(c, by_id, self.words) for c in body.clusters]
        self.cluster_ids = {id(g): c.id for g, c in zip(self.groups, body.clusters, strict=True)}
        names = _names(article, self.beside, words, self.groups, self.words)
        names = [n for n in names if lower(n.text) not in pack.cues.heading_labels]
        mark_metonyms(self.beside.text, names, Grid(words.annotations), self.words)
        self.names = tuple(self._join(names))

    def _join(self, names: Sequence[Name]) -> Iterator[Mention]:
        """Join each name with the body's group it fits, else with one of its own."""
        for n in sorted(names, key=lambda n: (n.type != "PER", -len(n.text.split()), n.start)):
            group = find_group(n, self.groups, is_full=has_first_name(n, self.words))
            if group is None:
                group = Group(type=n.type, names=[], heads=set(), roles={})
                self.groups.append(group)
            yield Mention(
                id=make_id("heading_name", self.article.id, n.start, n.end),
                article_id=self.article.id,
                start=n.start,
                end=n.end,
                text=n.text,
                type=group.type,
                form=n.form,
            )
            n.start, n.end = n.start + self.at, n.end + self.at
            group.names.append(n)

    def finish(self, statements: Sequence[Statement]) -> Headings:
        """Resolve who speaks, and give all that stands in the headings.

        Args:
            statements: What the headings say that somebody says, as read apart.
        """
        statements = [s for s in _own_ids(statements) if part_at(self.article, s.start) != "byline"]
        said = [_placed(s, self.whole.text, self.at) for s in statements]
        resolver = Speakers(self.whole, self.groups, self.grid, self.words, days=self.days)
        resolver.look_for_titles(said, since=self.at)
        speakers = {s.id: resolver.resolve(s) for s in sorted(said, key=lambda s: (s.start, s.id))}
        resolver.note(len(self.whole.text))
        ids = {id(g): self.cluster_ids.get(id(g), "") for g in resolver.groups}
        chains = Chains(self.whole, speakers, said, ids, resolver)
        kept = []
        for s, original in zip(said, statements, strict=True):
            group = speakers[s.id].group
            if group is not None and s.cue is None and group.type != "PER" and s.source_kind == "named":
                continue  # « Bressac : « … » », « Galvanor : « … » »: what it is about, not who says it
            kept.append(self._statement(original, chains.build(s)))
        spoken = [
            (s.source, speakers[s.id].form, speakers[s.id].meant or speakers[s.id].group)
            for s in said
            if s.source is not None
        ]
        return Headings(
            id=make_id("headings", self.article.id),
            article_id=self.article.id,
            mentions=tuple(self._mentions(resolver.groups, spoken, ids)),
            statements=tuple(kept),
        )

    def _statement(self, s: Statement, chain_: Chain) -> HeadingStatement:
        hops = tuple(self._hop(h) for h in chain_.hops)
        return HeadingStatement(
            part=part_at(self.article, s.start),
            said=_placed(s, self.article.headings, 0),
            chain=msgspec.structs.replace(chain_, hops=hops),
        )

    def _hop(self, hop: Hop) -> Hop:
        """A hop whose words stand in the headings; one that only the body says is inferred here."""
        x = hop.excerpt
        if x is None or x.start < self.at:
            return msgspec.structs.replace(
                hop, cluster_id=hop.cluster_id or None, excerpt=None, inferred=True
            )
        words = excerpt(self.article.headings, x.start - self.at, x.end - self.at)
        return msgspec.structs.replace(hop, cluster_id=hop.cluster_id or None, excerpt=words)

    def _mentions(
        self,
        groups: Sequence[Group],
        spoken: Sequence[tuple[Excerpt, str | None, Group | None]],
        ids: Mapping[int, str],
    ) -> list[HeadingMention]:
        """Names, titles and source's words of headline and byline, in text order; each place once."""
        places: dict[tuple[int, int], HeadingMention] = {}
        named = ((n.start, n.end, n.form, g) for g in groups for n in g.names)
        echoed = ((n.start, n.end, n.form, g) for g in groups for n in g.echoes)
        meant = ((x.start, x.end, form, g) for x, form, g in spoken if form in ("nominal", "pronoun") and g)
        for start, end, form, g in chain(named, echoed, meant):
            at = (start - self.at, end - self.at)
            if at[0] < 0 or at in places:
                continue
            found = self._mention(at, form, g, ids.get(id(g)) or None)  # type: ignore[arg-type]
            if found.part == "headline" or (found.part == "byline" and self._signs(found)):
                places[at] = found
        return [places[at] for at in sorted(places)]

    def _mention(
        self, at: tuple[int, int], form: MentionForm, group: Group, cluster_id: str | None
    ) -> HeadingMention:
        return HeadingMention(
            id=make_id("heading_mention", self.article.id, *at, form),
            start=at[0],
            end=at[1],
            text=self.article.headings[at[0] : at[1]],
            type=group.type,
            form=form,
            part=part_at(self.article, at[0]),
            cluster_id=cluster_id,
        )

    def _signs(self, m: HeadingMention) -> bool:
        """In a line that signs only full names, bodies and whom the body names: « Publié » is no name."""
        is_full = m.type == "PER" and len(m.text.split()) >= FULL
        return m.form == "name" and (is_full or m.type == "ORG" or m.cluster_id is not None)


# --- the body's things -------------------------------------------------------------------------------


def _group(cluster: Cluster, mentions: Mapping[str, Mention], words: Vocabulary) -> Group:
    """A cluster as it was while it was worked on."""
    mine = [
        Name(start=m.start, end=m.end, text=m.text, type=m.type, form=m.form)
        for m in (mentions[k] for k in cluster.mention_ids)
        if m.form != "pronoun"
    ]
    names = [n for n in mine if not cluster.named or n.form in ("name", "metonym")]
    heads = {head for role in cluster.roles if (head := head_of(role, words))}
    return Group(
        type=cluster.type,
        names=names,
        heads=heads,
        roles=dict.fromkeys(cluster.roles),
        gender=cluster.gender,
        named=cluster.named,
        fact=cluster.fact,
        label=cluster.name,
        echoes=[n for n in mine if n not in names],
    )


def _names(
    article: Article, beside: Article, words: HeadingWords, groups: Sequence[Group], known: Vocabulary
) -> list[Name]:
    """Names of the headings: outlet, author and the body's where they stand, then what the tagger found.

    Of the tagger's stay those for which something vouches: in so short a line it takes nouns for names.
    """
    grid = Grid(words.annotations)
    tagged = find_names(beside, words.names, (), grid, known)
    fits = (n for n in tagged if n.type in ("ORG", "LOC") and find_group(n, groups, is_full=False))
    found = [*_expected(beside, groups), *fits, *(n for n in tagged if _is_vouched(n, article, known))]
    kept: list[Name] = []
    for n in sorted(found, key=lambda n: n.start - n.end):
        if "\n" not in n.text and not any(overlap(n.range, other.range) for other in kept):
            kept.append(n)
    return sorted(kept, key=lambda n: n.range)


def _expected(beside: Article, groups: Sequence[Group]) -> list[Name]:
    """Outlet, author and the names of the body, a person's surname too, wherever the headings write them."""
    signed = [x for x in SIGNED_WITH.split(beside.byline or "") if is_person(x)]
    expected: dict[str, EntityType] = {beside.outlet: "ORG"}
    expected.update((x, "PER") for x in signed)
    for g in (g for g in groups if g.named):
        for n in g.names:
            expected.setdefault(n.text, "LOC" if n.form == "metonym" else n.type)
            if g.type == "PER" and " " in n.text:
                expected.setdefault(n.text.split()[-1], "PER")
    return [
        Name(start=at, end=at + len(text), text=text, type=kind)
        for text, kind in expected.items()
        if len(text) >= MIN_NAME and CAPITAL.match(text)
        for at in _places(text, beside.text)
    ]


def _places(name: str, text: str) -> Iterator[int]:
    """Where a name stands in a text as words of its own."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalnum() or text[at - 1 : at] == "-") and not (
            text[end : end + 1].isalnum() or text[end : end + 1] == "-"
        ):
            yield at
        at = text.find(name, end)


def _is_vouched(n: Name, article: Article, words: Vocabulary) -> bool:
    """A first name, a shipped fact, the credit, or the body within a sentence says that it is a name."""
    if has_first_name(n, words) or fact_of(n) is not None or is_agency(n.text):
        return True
    within = any(article.text[at - 2 : at - 1].islower() for at in _places(n.text, article.text))
    return within or n.text in (article.credit or "")


def has_first_name(n: Name, words: Vocabulary) -> bool:
    """A person's full name by its first word."""
    first, _, rest = fold(n.text).partition(" ")
    return n.type == "PER" and bool(rest) and first in words.genders


def _behind(body: Annotations, headings: Annotations, at: int) -> Annotations:
    """The tokens of the body and those of the headings behind it as one."""
    one, two = body.tokens, headings.tokens
    n = len(one.starts)
    return msgspec.structs.replace(
        body,
        sentences=(*body.sentences, *(Span(start=s.start + at, end=s.end + at) for s in headings.sentences)),
        tokens=Tokens(
            starts=(*one.starts, *(x + at for x in two.starts)),
            ends=(*one.ends, *(x + at for x in two.ends)),
            lemmas=(*one.lemmas, *two.lemmas),
            pos=(*one.pos, *two.pos),
            morphs=(*one.morphs, *two.morphs),
            deps=(*one.deps, *two.deps),
            heads=(*one.heads, *(x + n for x in two.heads)),
        ),
    )


# --- statements at their places ----------------------------------------------------------------------


def _placed(s: Statement, text: str, by: int) -> Statement:
    """A statement with every offset moved into a text, and the words that stand there."""

    def cut(x: Excerpt | None) -> Excerpt | None:
        return None if x is None else excerpt(text, x.start + by, x.end + by)

    medium = cut(s.channel.excerpt) if s.channel else None
    return msgspec.structs.replace(
        s,
        start=s.start + by,
        end=s.end + by,
        text=text[s.start + by : s.end + by],
        cue=cut(s.cue),
        source=cut(s.source),
        relay=cut(s.relay),
        addressee=cut(s.addressee),
        channel=Channel(medium=s.channel.medium, excerpt=medium) if s.channel and medium else None,
    )


def _own_ids(statements: Sequence[Statement]) -> list[Statement]:
    """Statements under ids that no statement of the body has."""
    ids = {s.id: make_id("heading_statement", s.id) for s in statements}
    return [
        msgspec.structs.replace(s, id=ids[s.id], parent_id=ids.get(s.parent_id or "")) for s in statements
    ]
