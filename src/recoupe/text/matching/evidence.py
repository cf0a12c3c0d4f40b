"""What the count of origins sees of each appearance: who vouches, in which article, copied from where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from recoupe.records import (
    Appearance,
    Chain,
    Cluster,
    Decision,
    Dossier,
    Entity,
    Hop,
    OriginKind,
    Statement,
)
from recoupe.text.matching.pieces import says
from recoupe.text.matching.propositions import WORD
from recoupe.text.matching.views import (
    View,
    entities_by_cluster,
    key_of,
    speakers,
    tokens_inside,
    told,
    views,
)
from recoupe.text.similarity import fold

KINDS: dict[str, OriginKind] = {
    "person": "person",
    "organisation": "organisation",
    "document": "document",
    "witness": "witness",
}
ARTICLE = 2  # letters of « l' », « le », « el », « il » before an outlet's name
Voice = Literal["named", "role", "anonymous", "none"]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One appearance as the count of origins sees it.

    Attributes:
        order: Place of the article in the story, earliest first.
        ancestors: Articles that this article comes from, directly or through others, with the kind of copy.
        supports: False for a question-and-answer block, which is never support.
        negative: A negation stands in the words (« je n'ai pas vendu »): who denies says just that.
            In « dément toute vente » the words are those of the other side.
        voice: `named` a source known by name; `role` one known by a role alone (« le directeur »);
            `anonymous`; `none` the outlet's own voice, or a wire agency's.
        source: Key of the source (an entity's id or a folded name); "" for `anonymous` and `none`.
        told: Keys of those who have things from the source, anywhere in the story: the later persons of its
            chains, and whom it addressed.
        relays: Names of those between the source and the outlet, as its chain has them.
        wire: Agency of the article's wire credit, or the folded credit; None without one.
        family: Publisher's family of the article's outlet, None where none is known.
        weak: The words are no clause of what the source says but a name, a figure or a participle in it
            (« depuis la pollution du 9 mars, … »): often what was known before.
        decided: Decisions of a person that its source and others are one origin.
        apart: Decisions that its source and others are several, with the side it is on.
        known_as: Name that another article gives to whom this one only calls something; else None.
        words: Folded words of the appearance; equal ones in two articles are one text, whoever is named.
    """

    article_id: str
    outlet: str
    order: int
    ancestors: Mapping[str, str] = {}
    supports: bool = True
    doubtful: bool = False
    denied: bool = False
    negative: bool = False
    voice: Voice = "none"
    source: str = ""
    name: str = ""
    kind: OriginKind = "person"
    entity_id: str | None = None
    occasion: str | None = None
    told: frozenset[str] = frozenset()
    first_hand: bool = False
    concerned: bool = False
    known_as: str | None = None
    relays: tuple[str, ...] = ()
    wire: str | None = None
    family: str | None = None
    words: str = ""
    weak: bool = False
    decided: frozenset[str] = frozenset()
    apart: frozenset[tuple[str, int]] = frozenset()


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """Look-ups over one dossier.

    Attributes:
        named_elsewhere: By cluster the name that another article gives to whom its own only calls something.
    """

    views: dict[str, View]
    order: dict[str, int]
    statements: dict[str, Statement]
    entity_by_cluster: dict[str, Entity]
    cluster_by_id: dict[str, Cluster]
    ancestors: dict[str, dict[str, str]]
    speakers: dict[str, str]
    told: dict[str, frozenset[str]]
    named_elsewhere: dict[str, str]
    same_origin: tuple[Decision, ...] = ()
    several_origins: tuple[Decision, ...] = ()


def open_ledger(dossier: Dossier) -> Ledger:
    """Gather what evidence is read from; the order of the dossier does not matter."""
    seen = views(dossier)
    entity_by_cluster = entities_by_cluster(dossier.entities)
    said_by = {k: s for v in seen for k, s in speakers(v, entity_by_cluster).items()}
    return Ledger(
        views={v.article.id: v for v in seen},
        order={v.article.id: k for k, v in enumerate(seen)},
        statements={s.id: s for s in dossier.statements},
        entity_by_cluster=entity_by_cluster,
        cluster_by_id={c.id: c for c in dossier.clusters},
        ancestors=_ancestors(dossier),
        speakers=said_by,
        told=told(seen, entity_by_cluster),
        named_elsewhere={m.cluster_id: e.name for e in dossier.entities for m in e.members if m.place},
        same_origin=tuple(d for d in dossier.decisions if d.action == "same_origin"),
        several_origins=tuple(d for d in dossier.decisions if d.action == "keep_apart"),
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


def read_evidence(ledger: Ledger, appearance: Appearance) -> Evidence:
    """What one appearance is worth to the count."""
    view = ledger.views[appearance.article_id]
    statement = ledger.statements.get(appearance.statement_id)
    chain = view.chains.get(appearance.statement_id)
    hop = _first_voice(chain, view)
    voice = _voice(ledger, view, hop, statement)
    entity = (
        ledger.entity_by_cluster.get(hop.cluster_id or "") if hop and voice in {"named", "role"} else None
    )
    source = key_of(hop, ledger.entity_by_cluster) if hop and voice in {"named", "role"} else ""
    return Evidence(
        article_id=appearance.article_id,
        outlet=view.article.outlet,
        order=ledger.order[appearance.article_id],
        ancestors=ledger.ancestors.get(appearance.article_id, {}),
        supports=appearance.zone != "faq",
        denied=appearance.modality == "denied",
        doubtful=appearance.doubtful,
        negative=_is_negative(view, appearance),
        voice=voice,
        source=source,
        name=hop.name if hop is not None else view.article.outlet,
        kind=KINDS.get(hop.kind, "person") if hop else "person",
        entity_id=entity.id if entity else None,
        known_as=ledger.named_elsewhere.get(hop.cluster_id or "") if hop and entity else None,
        occasion=_occasion(chain),
        told=ledger.told.get(source, frozenset()) if source else frozenset(),
        relays=tuple(h.name for h in chain.hops[1:-1]) if chain else (),
        first_hand=hop is not None and hop.kind == "witness",
        concerned=entity is not None and _is_subject(view, appearance, entity.id, statement),
        wire=view.article.wire or (fold(view.article.credit) if view.article.credit else None),
        family=view.article.family,
        words=" ".join(WORD.findall(fold(appearance.text))),
        decided=frozenset(k for k, _ in _decided(ledger.same_origin, appearance)),
        apart=_decided(ledger.several_origins, appearance),
        weak=says(view, (appearance.start, appearance.end)) in {0, 1},
    )


def _decided(decisions: Iterable[Decision], appearance: Appearance) -> frozenset[tuple[str, int]]:
    """Decisions that an appearance is evidence of, with the number of the target it stands for."""
    return frozenset(
        (decision.id, n)
        for decision in decisions
        for n, target in enumerate(decision.targets)
        for e in target.evidence
        if e.article_id == appearance.article_id and e.start < appearance.end and appearance.start < e.end
    )


def _first_voice(chain: Chain | None, view: View) -> Hop | None:
    """The chain's first hop that can be an origin; None for the outlet itself, a wire, a channel."""
    if chain is None:
        return None
    for hop in chain.hops:
        if hop.kind in {"wire", "channel"}:
            continue
        own = hop.kind not in {"person", "witness"} and title_key(hop.name) == title_key(view.article.outlet)
        return None if own else hop
    return None


def title_key(outlet: str) -> tuple[str, ...]:
    """What two ways of writing an outlet's name share: its folded words without the article before them.

    Example:
        >>> title_key("L'Écho de Lusse") == title_key("Écho de Lusse")
        True
    """
    first, *rest = WORD.findall(fold(outlet)) or [""]
    return tuple(rest) if rest and first.isalpha() and len(first) <= ARTICLE else (first, *rest)


def _voice(ledger: Ledger, view: View, hop: Hop | None, statement: Statement | None) -> Voice:
    if hop is None:
        return "none"
    if hop.kind == "anonymous" or _is_unnamed(view, statement):
        return "anonymous"
    if hop.kind == "witness":
        return "named"
    cluster = ledger.cluster_by_id.get(hop.cluster_id or "")
    if cluster is None or not cluster.named:
        return "anonymous" if hop.kind != "document" and _is_indefinite(view, statement) else "role"
    return "named"


def _is_unnamed(view: View, statement: Statement | None) -> bool:
    """« une source », « des habitants »; but « les pompiers » are a body that the text takes as known."""
    if statement is None or statement.source_kind not in {"anonymous", "collective"}:
        return False
    return statement.source_kind == "anonymous" or "Definite=Def" not in _determiner(view, statement)


def _is_indefinite(view: View, statement: Statement | None) -> bool:
    """« un membre du jury », "a campaign official": one of several, whom the text does not single out."""
    return statement is not None and "Definite=Ind" in _determiner(view, statement)


def _determiner(view: View, statement: Statement) -> str:
    """Traits of the determiner before the first noun of who is named as source; "" for none."""
    if statement.source is None:
        return ""
    tokens = view.annotations.tokens
    for k in tokens_inside(view.annotations, (statement.source.start, statement.source.end)):
        if tokens.pos[k] == "DET":
            return tokens.morphs[k]
        if tokens.pos[k] in {"NOUN", "PROPN", "PRON"}:
            return ""
    return ""


def _occasion(chain: Chain | None) -> str | None:
    if chain is None or chain.occasion is None:
        return None
    o = chain.occasion
    parts = (o.name or (o.medium or "").replace("_", " "), o.earliest if o.earliest == o.latest else None)
    return ", ".join(p for p in parts if p) or None


def _is_negative(view: View, appearance: Appearance) -> bool:
    morphs = view.annotations.tokens.morphs
    within = tokens_inside(view.annotations, (appearance.start, appearance.end))
    return any("=Neg" in morphs[k] for k in within)


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
