"""`recoupe why` tells how a count was reached: places, merges with their reasons, the count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recoupe.cli.program import run_program
from recoupe.messages import Messages
from recoupe.records import Claim
from recoupe.store import open_store
from tests.accounts import make_store

FR, EN = Messages("fr"), Messages("en")


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(make_store(tmp_path / "s.sqlite"))


def run(*argv: str, say: Messages = EN) -> int:
    return run_program(argv, say)


def test_every_place_and_the_count_in_two_languages(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("why", "1.1", "--store", store) == 0
    english = capsys.readouterr().out
    assert run("why", "1.1", "--store", store, say=FR) == 0
    french = capsys.readouterr().out
    for printed, places, result in (
        (english, "Where it is made", "at least"),
        (french, "Où elle est faite", "au moins"),
    ):
        assert places in printed
        assert printed.index(places) < printed.index(result)
    with open_store(store) as opened:
        claim = next(c for c in opened.all(Claim) if c.text in english.replace("\n", " "))
    for appearance in claim.appearances:
        assert f"{appearance.article_id}:{appearance.start}-{appearance.end}" in english


def test_an_id_or_its_beginning_does_as_well(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_store(store) as opened:
        claim_id = next(iter(opened.owners(Claim)))
    assert run("why", claim_id, "--store", store, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["opened"]["claim"]["id"] == claim_id


@pytest.mark.parametrize("wanted", ["1.99", "claim-zzz"])
def test_a_claim_that_is_not_there_is_status_4(store: str, wanted: str) -> None:
    assert run("why", wanted, "--store", store) == 4
