"""The account puts claims, days, differences and articles in reading order."""

from __future__ import annotations

import msgspec
import pytest

from recoupe.lang import packs
from recoupe.records import Account, Dossier, Published
from recoupe.stages.account import account
from recoupe.stages.claims import claims
from recoupe.stages.corroborate import corroborate
from recoupe.stages.events import events
from tests.dossiers import BRIDGE, laid, untagged


def told(dossier: Dossier) -> tuple[Account, dict[str, str]]:
    table = laid(dossier)
    made = claims(dossier, table, packs=packs())
    both = corroborate(dossier, made, table, packs=packs())
    coded = events(dossier, made, packs=packs())
    return account(dossier, made, both.corroborations, both.contradictions, coded, packs=packs()), {
        c.id: c.text for c in made
    }


def test_most_carried_first() -> None:
    made, text = told(untagged(BRIDGE))
    assert text[made.claim_ids[0]] == "le pont de Varenne fermera lundi 11 mai"
    assert set(made.claim_ids) == set(text)


def test_timeline_by_event_date_and_the_rest_undated() -> None:
    made, text = told(untagged(BRIDGE))
    dated = {c for entry in made.timeline for c in entry.claim_ids}
    assert dated | set(made.undated_claim_ids) == set(text)
    assert not dated & set(made.undated_claim_ids)
    assert ("2026-05-11", True) in {(e.earliest, e.planned) for e in made.timeline}


def test_happened_before_planned() -> None:
    made, _ = told(untagged(BRIDGE))
    planned = [e.planned for e in made.timeline]
    assert planned == sorted(planned)


def test_copies_fold_under_the_earliest() -> None:
    dossier = untagged(BRIDGE)
    made, _ = told(dossier)
    page = {a.id: a.page for a in dossier.articles}
    assert [(page[f.article_id], [page[c] for c in f.copies]) for f in made.folds] == [
        ("a.html", ["b.html"]),
        ("c.html", []),
    ]
    assert made.folds[0].derivation_ids == tuple(d.id for d in dossier.derivations)


def test_what_a_reader_must_know_of_the_articles() -> None:
    dossier = untagged(BRIDGE)
    first, second, third = dossier.articles
    faq = msgspec.structs.replace(second.paragraphs[0], label="faq")
    articles = (
        msgspec.structs.replace(first, outlet_from="file"),
        msgspec.structs.replace(second, paragraphs=(faq,)),
        msgspec.structs.replace(third, translated_from="es"),
    )
    assumed = Published(
        at="2026-05-05", source="inferred", earliest="2026-05-01", latest="2026-05-05", certainty="assumed"
    )
    datings = (*dossier.datings[:2], msgspec.structs.replace(dossier.datings[2], published=assumed))
    made, _ = told(msgspec.structs.replace(dossier, articles=articles, datings=datings))
    assert made.unknown_outlets == (first.id,)
    assert made.faq_articles == (second.id,)
    assert made.translated_articles == (third.id,)
    assert made.inferred_dates == (third.id,)
    assert (made.n_articles, made.n_outlets) == (3, 3)
    assert (made.first_day, made.last_day) == ("2026-05-01", "2026-05-04")


def test_a_story_without_claims_still_has_an_account() -> None:
    bare = msgspec.structs.replace(untagged(BRIDGE), statements=(), chains=())
    made, _ = told(bare)
    assert (made.claim_ids, made.timeline, made.n_articles) == ((), (), 3)


def test_named_origins_before_an_outlets_own_voice() -> None:
    dossier = untagged(BRIDGE)
    table = laid(dossier)
    made = claims(dossier, table, packs=packs())
    both = corroborate(dossier, made, table, packs=packs())
    told_once = [
        msgspec.structs.replace(c, outlets=1, origins_min=n % 2, documents=1)
        for n, c in enumerate(both.corroborations)
    ]
    ranked = account(dossier, made, tuple(told_once), (), (), packs=packs()).claim_ids
    named = {c.claim_id for c in told_once if c.origins_min}
    assert set(ranked[: len(named)]) == named
    place = {c.id: k for k, c in enumerate(made)}
    assert [place[c] for c in ranked if c in named] == sorted(place[c] for c in named)


@pytest.mark.parametrize(
    ("spans", "last"),
    [
        ((("2026-05-01", "2026-05-09", True),), "2026-05-09"),
        ((("2026-05-01", "2026-06-30", True), ("2026-05-04", "2026-05-04", False)), "2026-05-04"),
        ((("2026-05-10", "2026-06-30", True), ("2026-05-04", "2026-05-04", False)), "2026-05-10"),
        ((("2026-05-01", "2026-07-31", True), ("2026-05-02", "2026-05-09", True)), "2026-05-09"),
    ],
)
def test_a_wide_guess_does_not_stretch_a_story(spans: tuple[tuple[str, str, bool], ...], last: str) -> None:
    dossier = untagged(BRIDGE)
    datings = [
        msgspec.structs.replace(
            d,
            published=Published(
                at=first,
                source="inferred" if guess else "meta",
                earliest=first,
                latest=end,
                certainty="assumed" if guess else "explicit",
            ),
        )
        for d, (first, end, guess) in zip(dossier.datings, spans, strict=False)
    ]
    made, _ = told(msgspec.structs.replace(dossier, datings=tuple(datings)))
    assert made.last_day == last
