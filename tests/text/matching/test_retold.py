"""A sentence told twice in the same words but for one thing."""

from __future__ import annotations

from typing import Any

import pytest

from recoupe.lang import packs
from recoupe.lang.differing import ground_of
from recoupe.lang.laying import lay_out
from recoupe.text.matching.evidence import open_ledger
from recoupe.text.matching.retold import retold
from tests.dossiers import OUTLET, paper, said, untagged
from tests.fakes import TrigramEncoder

FIRST = "Le pont de Varenne compte 31 fissures depuis le 3 mars à Lormont"


def article(key: str, text: str, **more: Any) -> dict[str, Any]:
    own = said(0, text, OUTLET, cue=None, chain=[OUTLET])
    return paper(key, [text + "."], statements=[own], **more)


def changes(
    second: str, name: str = "Lormont", day: str = "le 3 mars", value: str = "2026-03-03"
) -> list[str]:
    """By what a second telling differs from the first."""
    golds = [
        article(
            key,
            text,
            published=f"2026-05-{4 if key == 'a' else 5:02d}T08:00:00+02:00",
            entities=[{"p": 0, "text": where, "entity": where, "kind": "LOC"}],
            dates=[{"p": 0, "text": when, "value": on}],
        )
        for key, text, where, when, on in (
            ("a", FIRST, "Lormont", "le 3 mars", "2026-03-03"),
            ("b", second, name, day, value),
        )
    ]
    dossier = untagged({"story_id": "bridge", "articles": golds})
    table = lay_out(dossier, packs=packs(), embed=TrigramEncoder().embed)
    ground = ground_of(open_ledger(dossier), [], table, packs=packs())
    return [f"{c.difference.type}, {c.difference.why}" for c in retold(ground)]


def test_the_same_sentence_does_not_differ() -> None:
    assert changes(FIRST) == []


def test_another_figure() -> None:
    assert changes(FIRST.replace("31", "47")) == ["number, number: 31 / 47 fissu"]


def test_another_day() -> None:
    second = FIRST.replace("le 3 mars", "le 9 mars")
    assert changes(second, day="le 9 mars", value="2026-03-09") == ["date, date: 2026-03-03 / 2026-03-09"]


def test_another_place() -> None:
    assert changes(FIRST.replace("Lormont", "Sarvac"), name="Sarvac") == ["place, name: Lormont / Sarvac"]


def test_a_negation_put_in() -> None:
    second = FIRST.replace("compte", "ne compte pas")
    assert changes(second) == [f"polarity, denied: {second}"]


@pytest.mark.parametrize(
    "second",
    [
        FIRST.replace("Lormont", "Lormomt"),  # spelt otherwise
        FIRST.replace("31", "environ 30"),  # rounded
        FIRST.replace("31", "47").replace("compte", "ne compte pas"),  # two things: another event told alike
        FIRST.replace("compte", "garde"),
    ],
)
def test_what_is_no_change_of_one_thing(second: str) -> None:
    name = "Lormomt" if "Lormomt" in second else "Lormont"
    assert changes(second, name=name) == []
