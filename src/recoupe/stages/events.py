"""Claims -> Events: who did what to whom, when and where, in PLOVER's types.

An event is coded only where a frame of the language's verb table fires on a claim's own words; a claim
without a frame gives none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from recoupe.ids import make_id
from recoupe.lang.pack import LanguagePack
from recoupe.lang.verbs import Frame
from recoupe.records import Appearance, Claim, Dossier, Event, Published, Tokens
from recoupe.text.dates.clocks import happened, open_span, said
from recoupe.text.matching.views import View, entities_by_cluster, tokens_inside, views

VERSION = 2
SUBJECTS = ("nsubj", "expl:subj")
PASSIVE_SUBJECTS = ("nsubj:pass", "nsubjpass")
AGENTS = ("obl:agent", "agent")
OBJECTS = ("obj", "dobj", "iobj")
OBLIQUES = ("obl:arg", "obl:mod", "obl", "nmod", "prep", "pobj")


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One frame read on one appearance; keys of actors as in `View.names`."""

    frame: Frame
    at: int
    actor: str | None
    recipient: str | None
    place: str | None


def events(
    dossier: Dossier, claims: tuple[Claim, ...], *, packs: Mapping[str, LanguagePack]
) -> tuple[Event, ...]:
    """Code the events that a story's claims tell.

    Args:
        dossier: The story's records.
        claims: The story's claims.
        packs: By language; an article in a language without one gives no event.

    Returns:
        One event for each claim at most, sorted by id; those that agree in type, actor, recipient, days and
        modality are one event of several claims.
    """
    seen = {v.article.id: v for v in views(dossier)}
    entities = {e.id for e in entities_by_cluster(dossier.entities).values()}
    published = {d.article_id: d.published for d in dossier.datings}
    found: dict[tuple[str | None, ...], Event] = {}
    for claim in claims:
        event = _event_of(claim, seen, packs, entities, published)
        if event is None:
            continue
        key = (
            event.type,
            event.actor,
            event.recipient,
            event.date_earliest,
            event.date_latest,
            event.modality,
        )
        if key in found and event.actor is not None:
            both = found[key]
            ids = tuple(sorted({*both.claim_ids, *event.claim_ids}))
            found[key] = msgspec.structs.replace(both, claim_ids=ids)
        else:
            found[key if event.actor is not None else (event.id,)] = event
    return tuple(sorted(found.values(), key=lambda e: e.id))


def _event_of(
    claim: Claim,
    seen: Mapping[str, View],
    packs: Mapping[str, LanguagePack],
    entities: set[str],
    published: Mapping[str, Published | None],
) -> Event | None:
    """The event of the first appearance on which a frame fires."""
    for appearance in claim.appearances:
        view = seen[appearance.article_id]
        pack = packs.get(view.article.language)
        if pack is None or appearance.zone == "faq" or appearance.modality == "denied":
            continue  # what is denied is not coded: a denied attack is no attack
        reading = next(readings(view, appearance, pack), None)
        if reading is not None:
            event = _event(claim, appearance, reading, entities)
            return _timed(event, view, appearance, published.get(appearance.article_id))
    return None


def _event(claim: Claim, appearance: Appearance, reading: Reading, entities: set[str]) -> Event:
    return Event(
        id=make_id("event", claim.id, reading.frame.type),
        story_id=claim.story_id,
        claim_ids=(claim.id,),
        type=reading.frame.type,
        modality=appearance.modality,
        text=appearance.text,
        actor=reading.actor if reading.actor in entities else None,
        recipient=reading.recipient if reading.recipient in entities else None,
        place=reading.place if reading.place in entities else None,
    )


def _timed(event: Event, view: View, appearance: Appearance, published: Published | None) -> Event:
    """The event with its three clocks."""
    when, told = happened(view, appearance), said(view, appearance)
    first, last = open_span(when, published) if when else (None, None)
    return msgspec.structs.replace(
        event,
        date_earliest=first,
        date_latest=last,
        said_earliest=told.earliest if told else None,
        said_latest=told.latest if told else None,
        published_earliest=published.earliest if published else None,
        published_latest=published.latest if published else None,
    )


def readings(view: View, appearance: Appearance, pack: LanguagePack) -> Iterator[Reading]:
    """Every frame that fires inside an appearance, verbs before nouns, each in text order."""
    tokens = view.annotations.tokens
    verbs = {f.lemma: f for f in pack.verbs.frame if not f.noun}
    nouns = {f.lemma: f for f in pack.verbs.frame if f.noun}
    inside = tokens_inside(view.annotations, (appearance.start, appearance.end))
    for table, kinds in ((verbs, {"VERB"}), (nouns, {"NOUN"})):
        for k in inside:
            frame = table.get(tokens.lemmas[k])
            if frame is not None and tokens.pos[k] in kinds and not _is_negated(tokens, k, pack):
                yield _reading(view, frame, k)


def _is_negated(tokens: Tokens, head: int, pack: LanguagePack) -> bool:
    return any(tokens.lemmas[k] in pack.verbs.negation for k in children(tokens, head))


def children(tokens: Tokens, head: int) -> list[int]:
    """Indices of the tokens that hang on one directly."""
    near = range(max(0, head - 60), min(len(tokens.heads), head + 60))  # a sentence is seldom longer
    return [k for k in near if tokens.heads[k] == head and k != head]


def _reading(view: View, frame: Frame, at: int) -> Reading:
    tokens = view.annotations.tokens
    kids = children(tokens, at)
    passive = [k for k in kids if tokens.deps[k] in PASSIVE_SUBJECTS]
    subjects = [k for k in kids if tokens.deps[k] in SUBJECTS]
    agents = [k for k in kids if tokens.deps[k] in AGENTS]
    objects = [k for k in kids if tokens.deps[k] in OBJECTS]
    brought = _brought(tokens, [at, *objects], frame.to)
    actors = agents if passive else subjects
    recipients = [*passive, *brought] if passive else [*objects, *brought]
    return Reading(
        frame=frame,
        at=at,
        actor=_named(view, actors),
        recipient=_named(view, recipients),
        place=_place(view, kids),
    )


def _brought(tokens: Tokens, heads: list[int], prepositions: tuple[str, ...]) -> list[int]:
    """Nouns that one of these prepositions brings in; it hangs below ("case") or above the noun ("prep")."""
    out = []
    for head in heads:
        for k in children(tokens, head):
            below = children(tokens, k)
            if tokens.deps[k] == "prep" and tokens.lemmas[k] in prepositions:
                out += [n for n in below if tokens.deps[n] == "pobj"]
            elif tokens.deps[k] in OBLIQUES and any(
                tokens.deps[n] == "case" and tokens.lemmas[n] in prepositions for n in below
            ):
                out.append(k)
    return out


def _named(view: View, heads: list[int]) -> str | None:
    """Key of the first mention that holds one of these words."""
    for k in heads:
        at = view.annotations.tokens.starts[k]
        for m in view.mentions:
            if m.start <= at < m.end and m.id in view.names:
                return view.names[m.id]
    return None


def _place(view: View, kids: list[int]) -> str | None:
    tokens = view.annotations.tokens
    spots = [tokens.starts[k] for k in kids if tokens.deps[k] in OBLIQUES]
    return next(
        (
            view.names[m.id]
            for at in spots
            for m in view.mentions
            if m.type == "LOC" and m.start <= at < m.end and m.id in view.names
        ),
        None,
    )
