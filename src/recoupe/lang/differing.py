"""What differs in a story, with what its languages know of figures and denials."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from recoupe.ids import make_id
from recoupe.lang.pack import LanguagePack
from recoupe.records import ArticleExcerpt, Claim, Contradiction
from recoupe.text.matching.differences import differences
from recoupe.text.matching.evidence import Ledger
from recoupe.text.matching.ground import Difference, Ground, Spot
from recoupe.text.matching.nuances import nuances
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.matching.table import Table
from recoupe.text.similarity import fold

WANTING = {"AGREE", "SUPPORT"}  # PLOVER types of saying yes


def find_differences(
    ledger: Ledger, claims: Sequence[Claim], table: Table, *, packs: Mapping[str, LanguagePack]
) -> tuple[Contradiction, ...]:
    """What contradicts, and what only seems to; sorted by id.

    Args:
        ledger: Look-ups over the story.
        claims: Its claims.
        table: The story laid out.
        packs: By language.
    """
    ground = ground_of(ledger, claims, table, packs=packs)
    found: dict[str, Contradiction] = {}
    for d in (*differences(ground), *nuances(claims, {v.article.id: v for v in table.seen})):
        made = _contradiction(claims[0].story_id, table, d)
        found.setdefault(made.id, made)
    return tuple(found[k] for k in sorted(found))


def ground_of(
    ledger: Ledger, claims: Sequence[Claim], table: Table, *, packs: Mapping[str, LanguagePack]
) -> Ground:
    """What the rules of differences read; see `find_differences`."""
    verbs = [pack.verbs for pack in packs.values()]
    return Ground(
        table,
        table.near,
        _first_hand(ledger, claims, table),
        denying=_stems(w for v in verbs for w in v.denial),
        negating={k: frozenset(fold(w) for w in pack.verbs.negation) for k, pack in packs.items()},
        narrowing=frozenset(fold(w) for v in verbs for w in v.narrowing),
        opining=_stems(w for v in verbs for w in v.opining),
        replying=_stems(w for v in verbs for w in v.replying),
        refusing=_stems(w for v in verbs for w in v.refusing),
        agreeing=_stems(f.lemma for v in verbs for f in v.frame if f.type in WANTING),
    )


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(w)[:STEM] for w in words)


def _first_hand(ledger: Ledger, claims: Sequence[Claim], table: Table) -> list[list[tuple[str, int, Piece]]]:
    """For each article what it says, but for what a copy repeats, and for a FAQ; with its claim or ""."""
    places: dict[str, list[tuple[int, int, str, bool]]] = {}
    for claim in claims:
        carrying = {x.article_id for x in claim.appearances}
        for x in claim.appearances:
            repeated = bool(carrying & set(ledger.ancestors.get(x.article_id, {})))
            places.setdefault(x.article_id, []).append((x.start, x.end, claim.id, repeated))
    out: list[list[tuple[str, int, Piece]]] = []
    for first, view, side in zip(table.firsts, table.seen, table.sides, strict=True):
        mine = places.get(view.article.id, ())
        held: list[tuple[str, int, Piece]] = []
        for k, p in enumerate(side.pieces):
            found = [place for place in mine if place[0] < p.end and p.start < place[1]]
            repeated = first + k in table.twins or (bool(found) and all(place[3] for place in found))
            if not repeated and p.statement.zone != "faq":
                held.append((next((c for _, _, c, again in found if not again), ""), k, p))
        out.append(held)
    return out


def _contradiction(story_id: str, table: Table, d: Difference) -> Contradiction:
    a, b = (_excerpt(table, spot) for spot in (d.a, d.b))
    return Contradiction(
        id=make_id(
            "contradiction", d.type, *_marks(d), *(p for x in (a, b) for p in (x.article_id, x.start, x.end))
        ),
        story_id=story_id,
        claim_ids=tuple(sorted({d.a.claim_id, d.b.claim_id} - {""})),
        type=d.type,
        a=a,
        b=b,
        why=d.why,
        relation=d.relation,
        on=d.on,
    )


def _marks(d: Difference) -> tuple[str, ...]:
    """Nothing for a contradiction: its id is that of its places."""
    return () if d.relation == "contradiction" else (d.relation,)


def _excerpt(table: Table, spot: Spot) -> ArticleExcerpt:
    article = table.seen[spot.article].article
    return ArticleExcerpt(
        article_id=article.id, start=spot.start, end=spot.end, text=article.text[spot.start : spot.end]
    )
