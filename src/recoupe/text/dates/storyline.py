"""A story's timeline: what happened when, one entry for what several places tell of one happening."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from recoupe.records import (
    Appearance,
    ArticleExcerpt,
    Claim,
    Dossier,
    Entity,
    Event,
    Occasion,
    Published,
    TimelineEntry,
    Tokens,
)
from recoupe.text.dates.clocks import When, happened, said
from recoupe.text.matching.views import View, entities_by_cluster, speakers, tokens_inside, views

COARSE = (
    31  # days: « en 2024 » meets every day of 2024, which is no sign that two places tell of one happening
)
NEAR = 60  # tokens: a sentence is seldom longer
SUBJECTS = ("nsubj", "expl:subj")
OBJECTS = ("obj", "dobj", "nsubj:pass", "nsubjpass")
BELOW = ("nmod", "prep", "pobj", "flat:name", "appos")

Deed = tuple[str, str]  # what is done, and the key of who does it
SAYS = "says"


class Sayings(msgspec.Struct, frozen=True):
    """Lemmas by which a noun tells of words: the nouns, and the prepositions that bring in whose they are."""

    nouns: Collection[str] = ()
    givers: Collection[str] = ()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One claim's place on the timeline, and what it tells of.

    Attributes:
        deeds: Every reading of what is done and by whom; places tell of one happening when they share one.
        recipients: To whom, by what is done; silent where the words name nobody.
        occasion: Where it was said, None where the words do not tell.
    """

    entry: TimelineEntry
    deeds: frozenset[Deed]
    recipients: Mapping[str, str]
    occasion: Occasion | None = None


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What every place of a story is read with."""

    seen: Mapping[str, View]
    published: Mapping[str, Published | None]
    events: Mapping[str, Sequence[Event]]
    entities: Mapping[str, Entity]
    sayings: Mapping[str, Sayings]


def timeline(
    dossier: Dossier,
    claims: Sequence[Claim],
    events: Sequence[Event],
    *,
    sayings: Mapping[str, Sayings],
) -> tuple[TimelineEntry, ...]:
    """Lay a story's claims out by when they happened.

    Two claims are one entry only when they tell of the same deed of the same actor, on days that meet: never
    by their day alone, never what is planned with what is told as done, and never by a day that is only known
    to lie within a year.

    Args:
        dossier: The story's records.
        claims: The story's claims.
        events: Who did what to whom.
        sayings: By language, nouns for what somebody says (« appel », « message »).

    Returns:
        What happened before what is planned; each by first day, the finer before the coarser. A claim that
        has no day is in none.
    """
    by_claim: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda e: e.id):
        for claim_id in event.claim_ids:
            by_claim.setdefault(claim_id, []).append(event)
    scene = Scene(
        seen={v.article.id: v for v in views(dossier)},
        published={d.article_id: d.published for d in dossier.datings},
        events=by_claim,
        entities=entities_by_cluster(dossier.entities),
        sayings=sayings,
    )
    told = [t for c in claims if (t := _told(c, scene)) is not None]
    return tuple(sorted((t.entry for t in _merged(told)), key=_order))


def _order(entry: TimelineEntry) -> tuple[bool, str, str, str, int]:
    return entry.planned, entry.earliest, entry.latest, entry.excerpt.article_id, entry.excerpt.start


# --- one claim --------------------------------------------------------------------------------------------


def _told(claim: Claim, scene: Scene) -> Told | None:
    """Where a claim stands: by when it happened; what is only known to have been said then, by that."""
    places = [
        (x, scene.seen[x.article_id])
        for x in claim.appearances
        if x.zone != "faq" and x.article_id in scene.seen
    ]
    for x, view in places:
        if (when := happened(view, x)) is not None:
            return _entry(claim, (x, view), when, "happened", scene)
    for event in scene.events.get(claim.id, ()):
        if places and event.date_earliest and event.date_latest:
            days = When(earliest=event.date_earliest, latest=event.date_latest)
            return _entry(claim, places[0], days, "happened", scene)
    for x, view in places:
        if (when := said(view, x)) is not None:
            return _entry(claim, (x, view), when, "said", scene)
    return None


def _entry(
    claim: Claim,
    place: tuple[Appearance, View],
    when: When,
    clock: Literal["happened", "said"],
    scene: Scene,
) -> Told:
    x, view = place
    spoken = said(view, x)
    published = scene.published.get(x.article_id)
    chain = view.chains.get(x.statement_id)
    entry = TimelineEntry(
        earliest=when.earliest,
        latest=when.latest,
        claim_ids=(claim.id,),
        excerpt=ArticleExcerpt(article_id=x.article_id, start=x.start, end=x.end, text=x.text),
        timex_id=when.timex_id,
        planned=clock == "happened" and (x.modality == "planned" or _is_ahead(when, published)),
        clock=clock,
        role=when.role,
        said_earliest=spoken.earliest if spoken else None,
        said_latest=spoken.latest if spoken else None,
        published_earliest=published.earliest if published else None,
        published_latest=published.latest if published else None,
    )
    coded = [e for e in scene.events.get(claim.id, ()) if e.actor is not None]
    deeds = {(e.type, e.actor) for e in coded if e.actor}
    if clock == "happened":
        deeds |= set(_done(view, x, scene.sayings.get(view.article.language, Sayings())))
    speaker = speakers(view, scene.entities).get(x.statement_id)
    if clock == "said" and speaker is not None:
        deeds.add((SAYS, speaker))
    return Told(
        entry=entry,
        deeds=frozenset(deeds),
        recipients={e.type: e.recipient for e in coded if e.recipient},
        occasion=chain.occasion if chain else None,
    )


def _is_ahead(when: When, published: Published | None) -> bool:
    """Whether something was still to come on every day on which the article may have been published."""
    return (
        when.role in ("at", "since", "after") and published is not None and when.earliest > published.latest
    )


def _done(view: View, appearance: Appearance, sayings: Sayings) -> Iterator[Deed]:
    """What the main verb of some words says is done, and who does it.

    « Lanteau a lancé un appel » and « Morvan a reçu un message de Lanteau »: Lanteau said something.
    """
    tokens = view.annotations.tokens
    inside = tokens_inside(view.annotations, (appearance.start, appearance.end))
    for k in inside:
        if tokens.pos[k] != "VERB" or (tokens.heads[k] in inside and tokens.heads[k] != k):
            continue
        kids = _children(tokens, k)
        subject = next((n for c in kids if tokens.deps[c] in SUBJECTS and (n := _who(view, c))), None)
        if subject is not None:
            yield tokens.lemmas[k], subject
        for c in kids:
            if tokens.deps[c] in OBJECTS and tokens.lemmas[c] in sayings.nouns:
                from_whom = [*_below(tokens, c), *(g for g in kids if g > c and _gives(tokens, g, sayings))]
                speaker = next((n for g in from_whom if (n := _who(view, g))), subject)
                if speaker is not None:
                    yield SAYS, speaker


def _gives(tokens: Tokens, k: int, sayings: Sayings) -> bool:
    """Whether a preposition says that words are this person's (« a reçu un signal de X »)."""
    return any(tokens.deps[c] == "case" and tokens.lemmas[c] in sayings.givers for c in _children(tokens, k))


def _children(tokens: Tokens, head: int) -> list[int]:
    near = range(max(0, head - NEAR), min(len(tokens.heads), head + NEAR))
    return [k for k in near if tokens.heads[k] == head and k != head]


def _below(tokens: Tokens, head: int) -> Iterator[int]:
    """What says more of a noun, nearest first (« un signal d'ouverture de Poutine »)."""
    for k in _children(tokens, head):
        if tokens.deps[k] in BELOW:
            yield k
            yield from _below(tokens, k)


def _who(view: View, k: int) -> str | None:
    """Key of the person or body that a token names."""
    at = view.annotations.tokens.starts[k]
    found = (m for m in view.mentions if m.start <= at < m.end and m.type in ("PER", "ORG"))
    return next((view.names[m.id] for m in found if m.id in view.names), None)


# --- entries that tell of one happening -------------------------------------------------------------------


def _merged(told: Sequence[Told]) -> list[Told]:
    """Join what tells of one happening, the earliest first; all places of an entry agree."""
    groups: list[list[Told]] = []
    for one in sorted(told, key=lambda t: _order(t.entry)):
        home = next((g for g in groups if all(_are_one(one, other) for other in g)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return [_join(group) for group in groups]


def _are_one(a: Told, b: Told) -> bool:
    x, y = a.entry, b.entry
    if x.planned != y.planned or not _meet(x, y):
        return False
    shared = a.deeds & b.deeds
    media = {o.medium for o in (a.occasion, b.occasion) if o is not None and o.medium is not None}
    for what, _ in shared:
        recipients = {r for t in (a, b) if (r := t.recipients.get(what))}
        if len(recipients) <= 1 and not (what == SAYS and len(media) > 1):
            return True
    return False


def _meet(x: TimelineEntry, y: TimelineEntry) -> bool:
    """Whether the days of two entries meet, and say enough to mean one happening."""
    if x.role != y.role or max(x.earliest, y.earliest) > min(x.latest, y.latest):
        return False
    return max(_length(x), _length(y)) <= COARSE


def _length(entry: TimelineEntry) -> int:
    return (date.fromisoformat(entry.latest) - date.fromisoformat(entry.earliest)).days + 1


def _join(group: Sequence[Told]) -> Told:
    """One entry of several: the days that all allow, the place that says them most exactly shown first."""
    entries = [t.entry for t in group]
    first = min(entries, key=lambda e: (e.clock == "said", _length(e), _order(e)))
    others = [e.excerpt for e in entries if e is not first]
    latest = min(e.latest for e in entries)
    spoken = [e for e in entries if e.said_earliest]
    known = [e for e in entries if e.published_earliest]
    joined = msgspec.structs.replace(
        first,
        earliest=max(e.earliest for e in entries),
        latest=latest,
        claim_ids=tuple(dict.fromkeys(c for e in (first, *entries) for c in e.claim_ids)),
        others=tuple(sorted(set(others), key=lambda o: (o.article_id, o.start))),
        said_earliest=min((e.said_earliest or "" for e in spoken), default=None),
        said_latest=max((e.said_latest or "" for e in spoken), default=None),
        published_earliest=min((e.published_earliest or "" for e in known), default=None),
        published_latest=max((e.published_latest or "" for e in known), default=None),
    )
    return msgspec.structs.replace(group[0], entry=joined)
