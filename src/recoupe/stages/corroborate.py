"""Claims, Derivations, Statements -> Corroborations, Contradictions: outlets are not origins.

`origins` is the only place where origins are counted; everything that shows a number shows its result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.lang.differing import find_differences
from recoupe.lang.pack import LanguagePack
from recoupe.records import (
    Claim,
    Contradiction,
    Corroboration,
    Dossier,
    Modality,
    Origin,
    OriginMerge,
)
from recoupe.text.matching.commonlink import common_link
from recoupe.text.matching.drift import Reading, drift
from recoupe.text.matching.evidence import Evidence, Ledger, open_ledger, read_evidence, title_key
from recoupe.text.matching.table import Table
from recoupe.text.similarity import fold

VERSION = 21
REUSED_WORDS = 7  # two writers seldom put seven words alike; shorter ones (« l'usine est fermée ») they do


class Corroborated(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind each claim, in the order of the claims, and what differs between them."""

    corroborations: tuple[Corroboration, ...]
    contradictions: tuple[Contradiction, ...]


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
    `unknown` counts the anonymous ones. A denial adds nothing: who denies a claim is not its origin,
    but of what is only ever said in the negative (« je n'ai rien vendu ») who says it is.

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
    own = _without_relays(_without_copies(heard, merges), merges)
    own = [e for e in own if not e.denied] or [e for e in own if e.negative]
    own = _without_reuse(_of_one_side(own, merges), merges)
    named, loose = _without_doubtful(*_without_background(own, merges), merges)
    groups = _named_groups(named, merges)
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
    """Drop « X, quoted by Y » where Y is another outlet of the set: it rests on Y, whoever X is."""
    by_outlet: dict[tuple[str, ...], list[Evidence]] = {}
    for e in own:
        by_outlet.setdefault(title_key(e.outlet), []).append(e)
    out = []
    for e in own:
        quoted = [q for key in sorted(_through(e)) for q in by_outlet.get(key, ())]
        base = next((q for q in quoted if q.article_id != e.article_id and not _quotes_back(q, e)), None)
        if base is None:
            out.append(e)
        else:
            _note(merges, "quoted_relay", e.outlet, base.outlet)
    return out


def _through(e: Evidence) -> set[tuple[str, ...]]:
    """Keys of those other than its own outlet through whom evidence came."""
    names = (*((e.name,) if e.voice == "named" else ()), *e.relays)
    return {title_key(name) for name in names} - {title_key(e.outlet)}


def _quotes_back(q: Evidence, e: Evidence) -> bool:
    """Two outlets that quote each other: the earlier stays."""
    return title_key(e.outlet) in _through(q) and (q.order, q.article_id) > (e.order, e.article_id)


def _of_one_side(own: Sequence[Evidence], merges: list[OriginMerge]) -> list[Evidence]:
    """Drop who says the contrary of the first who is named: « aucun mur ne tient », « les murs tiennent ».

    Who is not named decides nothing, so that an article without a source never raises the minimum.
    """
    first = next((e for e in own if e.voice in {"named", "role"}), None)
    if first is None:
        return list(own)
    contrary = [e for e in own if e.voice != "none" and e.negative != first.negative]
    for e in contrary:
        _note(merges, "contrary", f"{e.outlet}: {e.name}", first.name)
    return [e for e in own if e.voice == "none" or e.negative == first.negative]


def _without_background(
    own: Sequence[Evidence], merges: list[OriginMerge]
) -> tuple[list[Evidence], list[Evidence]]:
    """Part what names a source from what names none, or only mentions in passing what was known before.

    « depuis la pollution du 9 mars, a dit la maire » makes the mayor no second origin of the pollution.
    """
    named = [e for e in own if e.voice in {"named", "role"}]
    loose = [e for e in own if e.voice == "none"]
    full = [e for e in named if not e.weak]
    known = min((e.order for e in loose), default=None)
    kept = list(full)
    for e in (e for e in named if e.weak):
        base = next((k for k in kept if not _may_be_one(e, k)), None)
        told_before = known is not None and known < e.order and not full
        if any(_may_be_one(e, k) for k in kept) or (base is None and not told_before):
            kept.append(e)
        else:
            _note(merges, "background", f"{e.outlet}: {e.name}", base.name if base else "?")
            loose.append(e)
    return kept, sorted(loose, key=lambda e: (e.order, e.article_id))


def _without_doubtful(
    named: Sequence[Evidence], loose: Sequence[Evidence], merges: list[OriginMerge]
) -> tuple[list[Evidence], list[Evidence]]:
    """Let those who may speak of something else be no origin for certain, beside one who surely says this."""
    sure = [e for e in named if not e.doubtful]
    kept, aside = list(sure or named[:1]), []
    for e in named:
        if any(e is k for k in kept):
            continue
        if any(_may_be_one(e, k) for k in kept):
            kept.append(e)
        else:
            _note(merges, "doubtful", f"{e.outlet}: {e.name}", kept[0].name)
            aside.append(e)
    return kept, sorted([*loose, *aside], key=lambda e: (e.order, e.article_id))


def _may_be_one(e: Evidence, k: Evidence) -> bool:
    return _same_origin(e, [k], []) is not None


def _named_groups(named: Sequence[Evidence], merges: list[OriginMerge]) -> list[list[Evidence]]:
    """Group evidence by origin: same source, same name, one told the other; a bare role joins a name."""
    groups: list[list[Evidence]] = []
    for e in sorted(named, key=lambda e: e.voice == "role"):
        match = [(rule, g) for g in groups if (rule := _same_origin(e, g, groups))]
        if not match:
            groups.append([e])
            continue
        # « la maire », whom another article names: hers, and no reason to count others with her
        match = [m for m in match if m[0] != "role_only"] or match[:1]
        rule, into = match[0]
        _note(merges, rule, f"{e.outlet}: {e.name}", into[0].name)
        into.append(e)
        for _, other in match[1:]:
            _note(merges, rule, other[0].name, into[0].name)
            into.extend(other)
            groups.remove(other)
    return groups


def _same_origin(e: Evidence, group: Sequence[Evidence], groups: Sequence[object]) -> str | None:
    """The rule that makes evidence and a group one origin; what a person decided goes first."""
    if any(k == other and n != m for g in group for k, n in e.apart for other, m in g.apart):
        return None
    if any(e.decided & g.decided for g in group):
        return "decided"
    return _by_source(e, group) or _by_role(e, group, groups)


def _by_source(e: Evidence, group: Sequence[Evidence]) -> str | None:
    if any(e.source == g.source for g in group):
        return "same_speaker"
    if any(_same_name(e, g) for g in group):
        return "same_name"
    return "relayed" if any(e.source in g.told or g.source in e.told for g in group) else None


def _by_role(e: Evidence, group: Sequence[Evidence], groups: Sequence[object]) -> str | None:
    """A source without a name is taken for one that has one, but « la préfecture » is no passer-by."""
    if e.voice != "role" or not groups or (e.kind != "witness" and all(g.kind == "witness" for g in group)):
        return None
    return "role_only"


def _same_name(e: Evidence, g: Evidence) -> bool:
    """« Castaing » and « Mireille Castaing-Roux »: all words of one name are in the other."""
    a, b = set(_words(e.name)), set(_words(g.name))
    return bool(a and b) and (a <= b or b <= a)


def _words(name: str) -> list[str]:
    return [w for w in fold(name).replace("-", " ").replace("’", " ").split() if len(w) > 1]


def _resting(
    loose: Sequence[Evidence], named: Sequence[Evidence], merges: list[OriginMerge]
) -> list[Evidence]:
    """Unattributed appearances that rest on nothing known, one for each article, publisher and dispatch."""
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
    """Keep one appearance for each article, publisher and dispatch."""
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
        ("same_family", lambda o: e.family is not None and o.family == e.family),
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
        name=first.known_as or first.name,
        kind=first.kind,
        article_ids=tuple(sorted(articles | resting)),
        occasion=next((e.occasion for e in group if e.occasion), None),
        entity_id=next((e.entity_id for e in group if e.entity_id), None),
        first_hand=any(e.first_hand for e in group),
        concerned=any(e.concerned for e in group),
    )


def corroborate(
    dossier: Dossier, claims: tuple[Claim, ...], table: Table, *, packs: Mapping[str, LanguagePack]
) -> Corroborated:
    """Say what stands behind each claim, and which claims differ.

    Args:
        dossier: The story's records; their order does not matter.
        claims: The story's claims.
        table: The story laid out, as claims were found in it.
        packs: By language.

    Returns:
        One corroboration for each claim, in the same order; contradictions sorted by id.
    """
    ledger = open_ledger(dossier)
    reading = Reading(table)
    return Corroborated(
        corroborations=tuple(_corroboration(ledger, claim, reading) for claim in claims),
        contradictions=find_differences(ledger, claims, table, packs=packs),
    )


def _corroboration(ledger: Ledger, claim: Claim, reading: Reading) -> Corroboration:
    evidence = [read_evidence(ledger, x) for x in claim.appearances]
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
        drift=drift(claim, evidence, reading),
        modality=_modality(claim, evidence),
        common_link=common_link(ledger, claim, evidence, count.origins),
    )


def _modality(claim: Claim, evidence: Sequence[Evidence]) -> Modality:
    """The modality at the origin's hop: of the earliest with a named source, else of the earliest."""
    pairs = [(x, e) for x, e in zip(claim.appearances, evidence, strict=True) if e.supports and not e.denied]
    best = min(pairs, key=lambda p: (p[1].voice != "named", p[1].order, p[0].start), default=None)
    return best[0].modality if best else claim.appearances[0].modality
