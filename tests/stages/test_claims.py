"""Claims are matched across articles, kept apart by figures, and do not depend on the order of articles."""

from __future__ import annotations

from itertools import pairwise

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.lang import packs
from recoupe.records import ArticleExcerpt, Claim, Decision, Dossier, Target
from recoupe.stages.claims import claims
from tests.dossiers import BRIDGE, laid, untagged


def found(dossier: Dossier) -> tuple[Claim, ...]:
    return claims(dossier, laid(dossier), packs=packs())


def holding(made: tuple[Claim, ...], text: str) -> list[Claim]:
    return [c for c in made if any(text in x.text for x in c.appearances)]


def test_one_claim_over_three_articles() -> None:
    (closing,) = holding(found(untagged(BRIDGE)), "fermera lundi 11 mai")
    assert len({x.article_id for x in closing.appearances}) == 3
    assert [x.source for x in closing.appearances] == ["Odile Brac", None, None]
    assert [x.modality for x in closing.appearances] == ["planned", "asserted", "asserted"]


def test_rival_figures_are_two_claims() -> None:
    made = found(untagged(BRIDGE))
    assert not {c.id for c in holding(made, "23 fissures")} & {c.id for c in holding(made, "32 fissures")}


def test_appearances_are_verbatim_and_do_not_overlap() -> None:
    dossier = untagged(BRIDGE)
    text = {a.id: a.text for a in dossier.articles}
    places: dict[str, list[tuple[int, int]]] = {}
    for c in found(dossier):
        assert c.text in {x.text for x in c.appearances}
        for x in c.appearances:
            assert text[x.article_id][x.start : x.end] == x.text
            places.setdefault(x.article_id, []).append((x.start, x.end))
    for ranges in places.values():
        ranges.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(ranges))


def test_every_appearance_has_its_statement() -> None:
    dossier = untagged(BRIDGE)
    known = {s.id for s in dossier.statements}
    assert all(x.statement_id in known for c in found(dossier) for x in c.appearances)


def test_refusals_to_comment_and_crossheads_claim_nothing() -> None:
    dossier = untagged(BRIDGE)
    first, *rest = dossier.statements
    silent = msgspec.structs.replace(first, no_comment=True)
    made = found(msgspec.structs.replace(dossier, statements=(silent, *rest)))
    assert not any(x.statement_id == first.id for c in made for x in c.appearances)


def test_a_story_without_statements_claims_nothing() -> None:
    assert found(msgspec.structs.replace(untagged(BRIDGE), statements=(), chains=())) == ()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_order_of_articles_does_not_matter(random: object) -> None:
    dossier = untagged(BRIDGE)
    order = list(dossier.articles)
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = msgspec.structs.replace(
        dossier,
        articles=tuple(order),
        statements=dossier.statements[::-1],
        chains=dossier.chains[::-1],
        mentions=dossier.mentions[::-1],
        derivations=dossier.derivations[::-1],
    )
    assert found(shuffled) == found(dossier)


def test_claims_keep_their_ids_when_articles_come_one_by_one() -> None:
    whole = untagged(BRIDGE)
    by_day = [d.article_id for d in sorted(whole.datings, key=lambda d: str(d.published))]
    before: set[str] = set()
    for n in range(1, len(by_day) + 1):
        held = set(by_day[:n])
        part = msgspec.structs.replace(
            whole,
            articles=tuple(a for a in whole.articles if a.id in held),
            statements=tuple(s for s in whole.statements if s.article_id in held),
            derivations=tuple(d for d in whole.derivations if {d.article_id, d.from_article_id} <= held),
        )
        after = {c.id for c in found(part)}
        assert before <= after
        before = after
    assert before == {c.id for c in found(whole)}


def test_what_a_person_says_is_not_one_claim_is_not() -> None:
    dossier = untagged(BRIDGE)
    (closing,) = holding(found(dossier), "fermera lundi 11 mai")
    first, *rest = (
        Target(
            kind="claim",
            id=closing.id,
            label=closing.text,
            evidence=(ArticleExcerpt(article_id=x.article_id, start=x.start, end=x.end, text=x.text),),
        )
        for x in closing.appearances
    )
    decision = Decision(
        id="decision-1",
        about="claim",
        action="not_same_claim",
        targets=(first, rest[0]),
        at="2026-01-01T00:00:00Z",
    )
    parted = found(msgspec.structs.replace(dossier, decisions=(decision,)))
    with_first = [
        c for c in parted if any(x.article_id == first.evidence[0].article_id for x in c.appearances)
    ]
    both = {x.article_id for c in holding(tuple(with_first), "fermera lundi 11 mai") for x in c.appearances}
    assert rest[0].evidence[0].article_id not in both
