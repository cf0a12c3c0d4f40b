"""In whom the ways of a claim meet: the nearest to the outlets of those through whom most of them have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from recoupe.records import Chain, Claim, CommonLink, HopKind, Origin
from recoupe.text.matching.evidence import Evidence, Ledger, title_key
from recoupe.text.matching.views import key_of
from recoupe.text.similarity import fold

TWO = 2  # outlets whose ways must meet for there to be a link
NO_LINK = {"channel", "anonymous"}  # a podcast is an occasion, and nobody knows whether two unnamed are one
Key = tuple[str, ...]


class _Link(msgspec.Struct):
    """Somebody on the way of some outlets.

    Attributes:
        depth: Steps from the outlets, the fewest of its ways; the origin itself stands behind all others.
    """

    name: str
    kind: HopKind
    depth: int
    outlets: set[str]
    articles: set[str]
    entity_id: str | None = None


def common_link(
    ledger: Ledger, claim: Claim, evidence: Sequence[Evidence], origins: Sequence[Origin]
) -> CommonLink | None:
    """In whom the chains of several outlets meet; None where no two do.

    Args:
        ledger: Look-ups over the story.
        claim: The claim.
        evidence: What its appearances are worth, in their order.
        origins: Its named origins, as counted.
    """
    heard = [(x, e) for x, e in zip(claim.appearances, evidence, strict=True) if e.supports and not e.denied]
    outlet_of = {e.article_id: e.outlet for _, e in heard}
    links: dict[Key, _Link] = {}
    for x, e in heard:
        chain = ledger.views[e.article_id].chains.get(x.statement_id)
        for depth, (key, made) in enumerate(_way(ledger, chain, e, outlet_of), 1):
            link = links.setdefault(key, made)
            link.depth = min(link.depth, depth)
            link.outlets.add(fold(e.outlet))
            link.articles.add(e.article_id)
    behind = 1 + max((link.depth for link in links.values()), default=0)
    for origin in origins:
        outlets = {fold(outlet_of[a]) for a in origin.article_ids if a in outlet_of}
        links["origin", origin.name] = _Link(
            origin.name, origin.kind, behind, outlets, set(origin.article_ids), origin.entity_id
        )
    met = [link for link in links.values() if len(link.outlets) >= TWO]
    best = min(met, key=lambda k: (-len(k.outlets), k.depth, k.name), default=None)
    if best is None:
        return None
    return CommonLink(
        name=best.name,
        kind=best.kind,
        outlets=len(best.outlets),
        article_ids=tuple(sorted(best.articles)),
        entity_id=best.entity_id,
    )


def _way(
    ledger: Ledger, chain: Chain | None, e: Evidence, outlet_of: dict[str, str]
) -> Iterator[tuple[Key, _Link]]:
    """Those between an outlet and the origin, the nearest to the outlet first; the origin is left out."""
    copied = [a for a in e.ancestors if a in outlet_of and a != e.article_id]
    source = min(copied, key=lambda a: (ledger.order[a], a), default=e.article_id)
    name = outlet_of[source]
    yield ("outlet", *title_key(name)), _Link(name, "outlet", 0, set(), set())
    for hop in reversed(chain.hops[1:-1] if chain else ()):
        if hop.kind in NO_LINK or title_key(hop.name) in {title_key(name), title_key(e.outlet)}:
            continue
        entity = ledger.entity_by_cluster.get(hop.cluster_id or "")
        key = (
            ("outlet", *title_key(hop.name))
            if hop.kind == "outlet"
            else ("hop", key_of(hop, ledger.entity_by_cluster))
        )
        yield key, _Link(hop.name, hop.kind, 0, set(), set(), entity.id if entity else None)
