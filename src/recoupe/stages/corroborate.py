"""Claims, Derivations, Statements -> Corroborations, Contradictions: outlets are not origins.

`origins` is the only place where origins are counted; everything that shows a number shows its result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from recoupe.ids import make_id
from recoupe.lang.pack import LanguagePack
from recoupe.lang.verbs import counting
from recoupe.records import (
    Appearance,
    ArticleExcerpt,
    Chain,
    Claim,
    Cluster,
    Contradiction,
    Corroboration,
    Dossier,
    Drift,
    Entity,
    Hop,
    Modality,
    Origin,
    OriginKind,
    OriginMerge,
    Statement,
)
from recoupe.text.differences import Difference, Spot, denials, figures_apart
from recoupe.text.pairing import rarity
from recoupe.text.pieces import STEM, piece_at
from recoupe.text.propositions import WORD
from recoupe.text.quantities import Counting
from recoupe.text.similarity import fold
from recoupe.text.views import View, entities_by_cluster, key_of, speakers, tokens_inside, told, views

VERSION = 1
KINDS: dict[str, OriginKind] = {
    "person": "person",
    "organisation": "organisation",
    "document": "document",
    "witness": "witness",
}
REUSED_WORDS = 7  # two writers seldom put seven words alike; shorter ones (« l'usine est fermée ») they do
Voice = Literal["named", "role", "anonymous", "none"]


class Corroborated(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind each claim, in the order of the claims, and what differs between them."""

    corroborations: tuple[Corroboration, ...]
    contradictions: tuple[Contradiction, ...]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One appearance as the count of origins sees it.

    Attributes:
        order: Place of the article in the story, earliest first.
        ancestors: Articles that this article comes from, directly or through others, with the kind of copy.
        supports: False for a question-and-answer block, which is never support.
        voice: `named` a source known by name; `role` one known by a role alone (« le directeur »);
            `anonymous`; `none` the outlet's own voice, or a wire agency's.
        source: Key of the source (an entity's id or a folded name); "" for `anonymous` and `none`.
        told: Keys of those who have things from the source, anywhere in the story: the later persons of its
            chains, and whom it addressed.
        wire: Folded wire credit of the article, None without one.
        words: Folded words of the appearance; equal ones in two articles are one text, whoever is named.
    """

    article_id: str
    outlet: str
    order: int
    ancestors: Mapping[str, str] = {}
    supports: bool = True
    denied: bool = False
    voice: Voice = "none"
    source: str = ""
    name: str = ""
    kind: OriginKind = "person"
    entity_id: str | None = None
    occasion: str | None = None
    told: frozenset[str] = frozenset()
    first_hand: bool = False
    concerned: bool = False
    wire: str | None = None
    words: str = ""


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """Result of `origins`: the interval, its named origins, and the rule behind each merge."""

    origins: tuple[Origin, ...]
    minimum: int
    maximum: int
    unknown: int
    merges: tuple[OriginMerge, ...]


def origins(evidence: Sequence[Evidence]) -> Count:
    """Count the origins behind one claim.

    The minimum is the number of distinct named origins, every other appearance taken to rest on one of them.
    The maximum adds one for each unattributed or anonymous appearance that is no copy of an article counted;
    `unknown` counts the anonymous ones. A denial adds nothing unless the claim is never put otherwise.

    Args:
        evidence: The appearances of one claim, in any order.

    Returns:
        The same for every order of the evidence. Adding a copy of an article never raises minimum or maximum,
        adding an unattributed article never raises the minimum.
    """
    heard = sorted(
        (e for e in evidence if e.supports), key=lambda e: (e.order, e.article_id, e.voice, e.source, e.name)
    )
    merges: list[OriginMerge] = []
    own = _without_copies(heard, merges)
    own = [e for e in own if not e.denied] or own
    own = _without_relays(_without_reuse(own, merges), merges)
    groups = _named_groups([e for e in own if e.voice in {"named", "role"}], merges)
    loose = [e for e in own if e.voice == "none"]
    anonymous = [e for e in own if e.voice == "anonymous"]
    free = _resting(loose, [e for group in groups for e in group], merges)
    hidden = _once(anonymous, merges)
    return Count(
        origins=tuple(_origin(group, heard) for group in groups),
        minimum=len(groups),
        maximum=len(groups) + len(free) + len(hidden),
        unknown=len(hidden),
        merges=tuple(merges),
    )


def _without_copies(heard: Sequence[Evidence], merges: list[OriginMerge]) -> list[Evidence]:
    """Drop what stands in a copy of an article that carries the claim itself: whoever it names."""
    carrying = {e.article_id: e for e in heard}
    out = []
    for e in heard:
        above = [carrying[a] for a in e.ancestors if a in carrying and a != e.article_id]
        # two articles said to come from each other: the earlier stays
        above = [
            a
            for a in above
            if e.article_id not in a.ancestors or (a.order, a.article_id) < (e.order, e.article_id)
        ]
        if above:
            into = min(above, key=lambda a: (a.order, a.article_id))
            _note(merges, e.ancestors[into.article_id], e.outlet, into.outlet)
        else:
            out.append(e)
    return out


def _without_reuse(own: Sequence[Evidence], merges: list[OriginMerge]) -> list[Evidence]:
    """Drop what repeats an earlier article word for word: one text, even where no copy was found."""
    out: list[Evidence] = []
    for e in own:
        base = next(
            (o for o in out if o.article_id != e.article_id and _are_one_text(o.words, e.words)), None
        )
        if base is None:
            out.append(e)
        else:
            _note(merges, "same_words", e.outlet, base.outlet)
    return out


def _are_one_text(a: str, b: str) -> bool:
    return a == b and a.count(" ") + 1 >= REUSED_WORDS


def _without_relays(own: Sequence[Evidence], merges: list[OriginMerge]) -> list[Evidence]:
    """Drop « X, quoted by Y » where Y is another outlet of the set: it rests on what Y wrote."""
    by_outlet: dict[str, list[Evidence]] = {}
    for e in own:
        by_outlet.setdefault(fold(e.outlet), []).append(e)
    out = []
    for e in own:
        quoted = by_outlet.get(fold(e.name), []) if e.voice == "named" else []
        if any(q.article_id != e.article_id for q in quoted) and fold(e.name) != fold(e.outlet):
            _note(merges, "quoted_relay", e.outlet, e.name)
        else:
            out.append(e)
    return out


def _named_groups(named: Sequence[Evidence], merges: list[OriginMerge]) -> list[list[Evidence]]:
    """Group evidence by origin: same source, same name, one told the other; a bare role joins a name."""
    groups: list[list[Evidence]] = []
    for e in sorted(named, key=lambda e: e.voice == "role"):
        match = [(rule, g) for g in groups if (rule := _same_origin(e, g, groups))]
        if not match:
            groups.append([e])
            continue
        rule, into = match[0]
        _note(merges, rule, f"{e.outlet}: {e.name}", into[0].name)
        into.append(e)
        for _, other in match[1:]:
            if match[0][0] != "role_only":
                _note(merges, rule, other[0].name, into[0].name)
                into.extend(other)
                groups.remove(other)
    return groups


def _same_origin(e: Evidence, group: Sequence[Evidence], groups: Sequence[object]) -> str | None:
    if any(e.source == g.source for g in group):
        return "same_speaker"
    if any(_same_name(e, g) for g in group):
        return "same_name"
    if any(e.source in g.told or g.source in e.told for g in group):
        return "relayed"
    return "role_only" if e.voice == "role" and groups else None


def _same_name(e: Evidence, g: Evidence) -> bool:
    """« Castaing » and « Mireille Castaing-Roux »: all words of one name are in the other."""
    a, b = set(_words(e.name)), set(_words(g.name))
    return bool(a and b) and (a <= b or b <= a)


def _words(name: str) -> list[str]:
    return [w for w in fold(name).replace("-", " ").replace("’", " ").split() if len(w) > 1]


def _resting(
    loose: Sequence[Evidence], named: Sequence[Evidence], merges: list[OriginMerge]
) -> list[Evidence]:
    """Unattributed appearances that rest on nothing known, one for each article, outlet and wire dispatch."""
    free = []
    for e in loose:
        for rule, same in _shared(e):
            base = next((n for n in named if same(n)), None)
            if base is not None:
                _note(merges, rule, e.outlet, base.name)
                break
        else:
            free.append(e)
    return _once(free, merges)


def _once(free: Sequence[Evidence], merges: list[OriginMerge]) -> list[Evidence]:
    """Keep one appearance for each article, outlet and wire dispatch."""
    out: list[Evidence] = []
    for e in free:
        hit = next(((rule, o) for rule, same in _shared(e) for o in out if same(o)), None)
        if hit is None:
            out.append(e)
        elif hit[1].article_id != e.article_id:
            _note(merges, hit[0], e.outlet, hit[1].outlet)
    return out


def _shared(e: Evidence) -> tuple[tuple[str, Callable[[Evidence], bool]], ...]:
    """What may join an unnamed appearance to another: the rule's name and its test."""
    return (
        ("same_article", lambda o: o.article_id == e.article_id),
        ("same_outlet", lambda o: fold(o.outlet) == fold(e.outlet)),
        ("same_wire", lambda o: e.wire is not None and o.wire == e.wire),
    )


def _note(merges: list[OriginMerge], rule: str, what: str, into: str) -> None:
    merge = OriginMerge(rule=rule, from_=what, into=into)
    if merge not in merges:
        merges.append(merge)


def _origin(group: Sequence[Evidence], heard: Sequence[Evidence]) -> Origin:
    """The origin of a group, by its fullest name, with every article that rests on it, copies too."""
    articles = {e.article_id for e in group}
    resting = {e.article_id for e in heard if articles & set(e.ancestors)}
    relaying = {k for e in group if e.concerned for k in e.told}
    # who speaks of another's doings on his own account is the origin; a spokesman is heard through his client
    first = min(group, key=lambda e: (e.voice != "named", e.source not in relaying, -len(e.name), e.name))
    return Origin(
        name=first.name,
        kind=first.kind,
        article_ids=tuple(sorted(articles | resting)),
        occasion=next((e.occasion for e in group if e.occasion), None),
        entity_id=next((e.entity_id for e in group if e.entity_id), None),
        first_hand=any(e.first_hand for e in group),
        concerned=any(e.concerned for e in group),
    )


# --- from records to evidence ------------------------------------------------------------------------


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Look-ups over one dossier."""

    views: dict[str, View]
    order: dict[str, int]
    statements: dict[str, Statement]
    entity_by_cluster: dict[str, Entity]
    cluster_by_id: dict[str, Cluster]
    ancestors: dict[str, dict[str, str]]
    speakers: dict[str, str]
    told: dict[str, frozenset[str]]


def corroborate(
    dossier: Dossier, claims: tuple[Claim, ...], *, packs: Mapping[str, LanguagePack]
) -> Corroborated:
    """Say what stands behind each claim, and which claims differ.

    Args:
        dossier: The story's records; their order does not matter.
        claims: The story's claims.
        packs: By language; what differs is looked for in languages that have one.

    Returns:
        One corroboration for each claim, in the same order; contradictions sorted by id.
    """
    story = _story(dossier)
    return Corroborated(
        corroborations=tuple(_corroboration(story, claim) for claim in claims),
        contradictions=_contradictions(story, claims, packs),
    )


def _story(dossier: Dossier) -> Story:
    seen = views(dossier)
    entity_by_cluster = entities_by_cluster(dossier.entities)
    said_by = {k: s for v in seen for k, s in speakers(v, entity_by_cluster).items()}
    return Story(
        views={v.article.id: v for v in seen},
        order={v.article.id: k for k, v in enumerate(seen)},
        statements={s.id: s for s in dossier.statements},
        entity_by_cluster=entity_by_cluster,
        cluster_by_id={c.id: c for c in dossier.clusters},
        ancestors=_ancestors(dossier),
        speakers=said_by,
        told=told(seen, entity_by_cluster),
    )


def _ancestors(dossier: Dossier) -> dict[str, dict[str, str]]:
    """For each article those it comes from, near and far, and the type of the first step there."""
    above: dict[str, dict[str, str]] = {}
    for d in sorted(dossier.derivations, key=lambda d: d.id):
        above.setdefault(d.article_id, {}).setdefault(d.from_article_id, d.type)
    out = {}
    for article_id, parents in above.items():
        known = dict(parents)
        todo = list(parents)
        while todo:
            parent = todo.pop()
            for far in above.get(parent, {}):
                if far not in known:
                    known[far] = known[parent]
                    todo.append(far)
        out[article_id] = known
    return out


def _corroboration(story: Story, claim: Claim) -> Corroboration:
    evidence = [_evidence(story, x) for x in claim.appearances]
    count = origins(evidence)
    heard = [e for e in evidence if e.supports] or evidence
    return Corroboration(
        id=make_id("corroboration", claim.id),
        claim_id=claim.id,
        story_id=claim.story_id,
        outlets=len({fold(e.outlet) for e in heard}),
        documents=len({e.article_id for e in heard}),
        origins=count.origins,
        origins_min=count.minimum,
        origins_max=count.maximum,
        unknown=count.unknown,
        merges=count.merges,
        drift=drift(claim, evidence),
        modality=_modality(claim, evidence),
    )


def _evidence(story: Story, appearance: Appearance) -> Evidence:
    view = story.views[appearance.article_id]
    statement = story.statements.get(appearance.statement_id)
    chain = view.chains.get(appearance.statement_id)
    hop = _first_voice(chain, view)
    voice = _voice(story, view, hop, statement)
    entity = story.entity_by_cluster.get(hop.cluster_id or "") if hop and voice in {"named", "role"} else None
    source = key_of(hop, story.entity_by_cluster) if hop and voice in {"named", "role"} else ""
    return Evidence(
        article_id=appearance.article_id,
        outlet=view.article.outlet,
        order=story.order[appearance.article_id],
        ancestors=story.ancestors.get(appearance.article_id, {}),
        supports=appearance.zone != "faq",
        denied=appearance.modality == "denied",
        voice=voice,
        source=source,
        name=hop.name if hop is not None else view.article.outlet,
        kind=KINDS.get(hop.kind, "person") if hop else "person",
        entity_id=entity.id if entity else None,
        occasion=_occasion(chain),
        told=story.told.get(source, frozenset()) if source else frozenset(),
        first_hand=hop is not None and hop.kind == "witness",
        concerned=entity is not None and _is_subject(view, appearance, entity.id, statement),
        wire=fold(view.article.credit) if view.article.credit else None,
        words=" ".join(WORD.findall(fold(appearance.text))),
    )


def _first_voice(chain: Chain | None, view: View) -> Hop | None:
    """The chain's first hop that can be an origin; None for the outlet itself, a wire, a channel."""
    if chain is None:
        return None
    own = fold(view.article.outlet)
    for hop in chain.hops:
        if hop.kind in {"wire", "channel"}:
            continue
        return None if hop.kind == "outlet" and fold(hop.name) == own else hop
    return None


def _voice(story: Story, view: View, hop: Hop | None, statement: Statement | None) -> Voice:
    if hop is None:
        return "none"
    if hop.kind == "anonymous" or (
        statement is not None and statement.source_kind in {"anonymous", "collective"}
    ):
        return "anonymous"
    if hop.kind == "witness":
        return "named"
    cluster = story.cluster_by_id.get(hop.cluster_id or "")
    if cluster is None or not cluster.named:
        return "anonymous" if hop.kind != "document" and _is_indefinite(view, statement) else "role"
    return "named"


def _is_indefinite(view: View, statement: Statement | None) -> bool:
    """« un membre du jury », "a campaign official": one of several, whom the text does not single out."""
    if statement is None or statement.source is None:
        return False
    tokens = view.annotations.tokens
    for k in tokens_inside(view.annotations, (statement.source.start, statement.source.end)):
        if tokens.pos[k] == "DET":
            return "Definite=Ind" in tokens.morphs[k]
        if tokens.pos[k] in {"NOUN", "PROPN", "PRON"}:
            return False
    return False


def _occasion(chain: Chain | None) -> str | None:
    if chain is None or chain.occasion is None:
        return None
    o = chain.occasion
    parts = (o.name or (o.medium or "").replace("_", " "), o.earliest if o.earliest == o.latest else None)
    return ", ".join(p for p in parts if p) or None


def _is_subject(view: View, appearance: Appearance, key: str, statement: Statement | None) -> bool:
    """Is the source the one the claim is about: its grammatical subject, or « je » of a quotation?"""
    tokens = view.annotations.tokens
    subjects = [
        k
        for k in tokens_inside(view.annotations, (appearance.start, appearance.end))
        if tokens.deps[k].startswith("nsubj")
    ]
    direct = statement is not None and statement.report_type in {"direct", "mixed"}
    if direct and any("Person=1" in tokens.morphs[k] for k in subjects):
        return True
    held = {k: _held_by(view, tokens.starts[k]) for k in subjects}
    # « X a dit qu'il … »: a pronoun that nothing else resolves is most often the one who speaks
    return any(found == key or (found is None and tokens.pos[k] == "PRON") for k, found in held.items())


def _held_by(view: View, at: int) -> str | None:
    """Key of the mention that holds a place, None where none is known."""
    return next(
        (view.names[m.id] for m in view.mentions if m.start <= at < m.end and m.id in view.names), None
    )


# --- what differs ------------------------------------------------------------------------------------


def _contradictions(
    story: Story, claims: Sequence[Claim], packs: Mapping[str, LanguagePack]
) -> tuple[Contradiction, ...]:
    spots = _spots(story, claims, packs)
    weights = rarity(s.piece for s in spots)
    measures = frozenset(fold(w)[:STEM] for pack in packs.values() for w in pack.verbs.measures) | {"%"}
    found: dict[str, Contradiction] = {}
    for d in (*figures_apart(spots, weights, measures), *denials(spots, weights)):
        made = _contradiction(claims[0].story_id, d)
        found.setdefault(made.id, made)
    return tuple(found[k] for k in sorted(found))


def _spots(story: Story, claims: Sequence[Claim], packs: Mapping[str, LanguagePack]) -> list[Spot]:
    """Appearances where something can differ: in no copy of an article that makes the claim, in no FAQ."""
    out = []
    for claim in claims:
        carrying = {x.article_id for x in claim.appearances}
        for x in claim.appearances:
            if x.zone == "faq" or carrying & set(story.ancestors.get(x.article_id, {})):
                continue
            view = story.views[x.article_id]
            pack = packs.get(view.article.language)
            piece = piece_at(
                view,
                story.order[x.article_id],
                story.statements[x.statement_id],
                (x.start, x.end),
                counting(pack.words, pack.verbs) if pack else Counting(),
                story.speakers,
            )
            out.append(Spot(claim.id, x.article_id, piece, view.vectors[piece.sentence], x.start))
    return sorted(out, key=lambda s: (s.piece.article, s.piece.start, s.claim_id))


def _contradiction(story_id: str, d: Difference) -> Contradiction:
    sides = [
        ArticleExcerpt(article_id=s.article_id, start=s.piece.start, end=s.piece.end, text=s.piece.text)
        for s in (d.a, d.b)
    ]
    return Contradiction(
        id=make_id("contradiction", d.type, *(p for x in sides for p in (x.article_id, x.start, x.end))),
        story_id=story_id,
        claim_ids=tuple(sorted({d.a.claim_id, d.b.claim_id})),
        type=d.type,
        a=sides[0],
        b=sides[1],
        why=d.why,
    )


# --- drift -------------------------------------------------------------------------------------------

FIRMNESS: dict[Modality, int] = {
    "possible": 0,
    "conditional": 1,
    "asserted": 2,
}  # planned and denied are no degrees


def drift(claim: Claim, evidence: Sequence[Evidence]) -> tuple[Drift, ...]:
    """Appearances put more firmly than at the origin, or whose attribution was lost.

    The origin's modality is the weakest that an appearance with a source gives it; an appearance without a
    source is attribution lost when an earlier or the same article names one.
    """
    pairs = list(zip(claim.appearances, evidence, strict=True))
    sourced = [(x, e) for x, e in pairs if e.voice != "none" and x.modality in FIRMNESS and e.supports]
    if not sourced:
        return ()
    weakest = min((x.modality for x, _ in sourced), key=lambda m: FIRMNESS[m])
    first = min(e.order for _, e in sourced)
    out = []
    for x, e in pairs:
        if e.voice != "none" or x.modality not in FIRMNESS or e.order < first:
            continue
        kind: Literal["modality", "attribution"] = (
            "modality" if FIRMNESS[x.modality] > FIRMNESS[weakest] else "attribution"
        )
        out.append(
            Drift(
                article_id=x.article_id,
                start=x.start,
                end=x.end,
                kind=kind,
                origin_modality=weakest,
                modality=x.modality,
            )
        )
    return tuple(out)


def _modality(claim: Claim, evidence: Sequence[Evidence]) -> Modality:
    """The modality at the origin's hop: of the earliest with a named source, else of the earliest."""
    pairs = [(x, e) for x, e in zip(claim.appearances, evidence, strict=True) if e.supports and not e.denied]
    best = min(pairs, key=lambda p: (p[1].voice != "named", p[1].order, p[0].start), default=None)
    return best[0].modality if best else claim.appearances[0].modality
