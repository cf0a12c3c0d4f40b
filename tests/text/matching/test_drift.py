"""What becomes of a claim on its way, and in whom its ways meet."""

from __future__ import annotations

from typing import Any

from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.records import Appearance, Claim, CommonLink, Dossier, Drift
from recoupe.stages.corroborate import origins
from recoupe.text.matching.commonlink import common_link
from recoupe.text.matching.drift import Reading, drift
from recoupe.text.matching.evidence import Evidence, Ledger, open_ledger, read_evidence
from tests.dossiers import OUTLET, paper, said, untagged
from tests.fakes import TrigramEncoder

FIRST = paper(
    "a",
    ["Le pont de Varenne compte 31 fissures, a dit Odile Brac."],
    statements=[said(0, "Le pont de Varenne compte 31 fissures", "Odile Brac")],
    entities=[{"p": 0, "text": "Odile Brac", "entity": "Odile Brac", "kind": "PER"}],
)


def retold(content: str, key: str = "b", **more: Any) -> dict[str, Any]:
    """An article that tells it a day later in its own voice."""
    own = said(0, content, OUTLET, cue=None, chain=[OUTLET])
    return paper(key, [content + "."], published="2026-05-05T08:00:00+02:00", statements=[own], **more)


def laid(*golds: dict[str, Any]) -> tuple[Dossier, Ledger, Claim, list[Evidence]]:
    """A story whose articles all make one claim, each with its first statement."""
    dossier = untagged({"story_id": "bridge", "articles": list(golds)})
    first = {s.article_id: s for s in reversed(dossier.statements)}
    appearances = tuple(
        Appearance(
            article_id=s.article_id,
            start=s.start,
            end=s.end,
            text=s.text,
            statement_id=s.id,
            modality=s.modality,
            zone=s.zone,
        )
        for s in (first[a.id] for a in dossier.articles)
    )
    claim = Claim(id="claim", story_id="story", text=appearances[0].text, appearances=appearances)
    ledger = open_ledger(dossier)
    return dossier, ledger, claim, [read_evidence(ledger, x) for x in appearances]


def drifts(*golds: dict[str, Any]) -> list[Drift]:
    dossier, _, claim, evidence = laid(*golds)
    table = lay_out(dossier, packs=packs(), embed=TrigramEncoder().embed)
    return [d for d in drift(claim, evidence, Reading(table)) if d.detail is not None]


def told(found: list[Drift]) -> list[tuple[str, str, str | None]]:
    return [(d.kind, d.detail.text if d.detail else "", d.nearer.text if d.nearer else None) for d in found]


def link(*golds: dict[str, Any]) -> CommonLink | None:
    _, ledger, claim, evidence = laid(*golds)
    return common_link(ledger, claim, evidence, origins(evidence).origins)


def test_a_figure_given_less_exactly_than_at_the_origin() -> None:
    assert told(drifts(FIRST, retold("Le pont de Varenne compte une trentaine de fissures"))) == [
        ("rounded", "une trentaine", "31")
    ]


def test_the_same_figure_is_no_drift() -> None:
    assert drifts(FIRST, retold("Le pont de Varenne compte 31 fissures")) == []


def test_a_figure_a_day_and_a_place_that_no_account_nearer_to_the_origin_holds() -> None:
    added = retold(
        "Le pont de Varenne, près de Lormont, compte 31 fissures et 240 boulons depuis le 3 mars",
        dates=[{"p": 0, "text": "le 3 mars", "value": "2026-03-03"}],
        entities=[{"p": 0, "text": "Lormont", "entity": "Lormont", "kind": "LOC"}],
    )
    assert told(drifts(FIRST, added)) == [
        ("detail", "240", None),
        ("detail", "le 3 mars", None),
        ("detail", "Lormont", None),
    ]


def test_what_the_nearer_account_holds_elsewhere_is_no_added_detail() -> None:
    first = {**FIRST, "paragraphs": [*FIRST["paragraphs"], "Lormont en est à 240 mètres."]}
    place = {"p": 0, "text": "Lormont", "entity": "Lormont", "kind": "LOC"}
    assert drifts(first, retold("Le pont de Varenne, près de Lormont, à 240 mètres", entities=[place])) == []


def test_an_account_that_names_the_source_itself_has_nothing_nearer() -> None:
    second = paper(
        "b",
        ["Le pont compte une trentaine de fissures et 240 boulons, a dit Luc Mérou."],
        published="2026-05-05T08:00:00+02:00",
        statements=[said(0, "Le pont compte une trentaine de fissures et 240 boulons", "Luc Mérou")],
    )
    assert drifts(FIRST, second) == []


def test_chains_meet_in_the_nearest_through_whom_most_have_it() -> None:
    through = [
        paper(
            key,
            ["Le pont compte 31 fissures, a dit Odile Brac à Luc Mérou."],
            statements=[
                said(0, "Le pont compte 31 fissures", "Odile Brac", chain=["Odile Brac", "Luc Mérou"])
            ],
        )
        for key in ("c", "d")
    ]
    found = link(*through)
    assert found is not None
    assert (found.name, found.outlets) == ("Luc Mérou", 2)
    found = link(*through, FIRST)
    assert found is not None
    assert (found.name, found.kind, found.outlets, len(found.article_ids)) == (
        "Odile Brac",
        "person",
        3,
        3,
    )


def test_ways_that_do_not_meet_have_no_link() -> None:
    assert link(FIRST, retold("Le pont de Varenne compte 31 fissures")) is None


def test_what_an_outlet_wrote_and_another_copies_meets_in_the_outlet() -> None:
    copy = retold("Le pont compte 31 fissures", key="c", relation={"type": "identical", "of": ["b"]})
    found = link(retold("Le pont compte 31 fissures"), copy)
    assert found is not None
    assert (found.name, found.kind) == ("Journal b", "outlet")
