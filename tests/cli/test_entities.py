"""`recoupe entities` on pages of our own: what is listed, what a decision changes, what undoing restores."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from recoupe.cli.program import run_program
from recoupe.messages import Messages

EN, FR = Messages("en"), Messages("fr")
PAGES = {
    "quai.txt": """La digue de Brévaux fermera lundi

La digue de Brévaux fermera lundi pour trois mois, a annoncé vendredi la maire, Aude Kerviel, devant une
salle comble. Les travaux coûteront deux millions d'euros, a précisé Aude Kerviel, qui promet une navette.

Le patron de la société Norlys, Marc Aubry, redoute une perte de recettes. « Nous perdrons la moitié de la
saison », a dit Marc Aubry. La société Norlys emploie trente personnes sur le port de Brévaux. Selon lui, la
commune aurait pu attendre octobre, quand les bateaux de promenade restent à quai et les terrasses ferment.
""",
    "port.txt": """Digue de Brévaux : trois mois de travaux

Trois mois sans digue à Brévaux : la maire, A. Kerviel, a confirmé samedi la fermeture de l'ouvrage, attendue
depuis deux hivers par les pêcheurs. La navette sera gratuite, a-t-elle assuré devant les commerçants.

La société Norlys demande une aide. Son patron, Paul Aubry, a écrit au préfet pour obtenir un report. « Une
saison ne se rattrape pas », a dit Paul Aubry, dont la société Norlys exploite quatre bateaux à Brévaux. Les
hôteliers, eux, espèrent que les ouvriers du chantier rempliront leurs chambres pendant les trois mois.
""",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two articles, read without a tagger."""
    folder = tmp_path_factory.mktemp("entities")
    (folder / "pages").mkdir()
    for name, text in PAGES.items():
        lines = "\n\n".join(" ".join(p.split()) for p in text.split("\n\n"))  # a line a paragraph
        (folder / "pages" / name).write_text(lines, "utf-8")
    (folder / "recoupe.toml").write_text('processes = 1\n[models]\nfr = "rules"\n', "utf-8")
    config = ("--config", str(folder / "recoupe.toml"), "--store", str(folder / "s.sqlite"))
    assert run_program(["run", str(folder / "pages"), *config, "--quiet"], EN) == 0
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> tuple[str, ...]:
    """Options that name a copy of the store."""
    shutil.copy(made / "s.sqlite", tmp_path / "s.sqlite")
    return ("--config", str(made / "recoupe.toml"), "--store", str(tmp_path / "s.sqlite"))


def listed(store: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    assert run_program(["entities", "--json", *store], EN) == 0
    return {row["name"]: row for row in json.loads(capsys.readouterr().out)}


def decide(store: tuple[str, ...], *argv: str, say: Messages = EN) -> int:
    return run_program(["entities", *argv, *store, "--quiet"], say)


def test_entities_are_listed_with_their_reasons(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = listed(store, capsys)
    assert rows["Aude Kerviel"]["n_articles"] == 2
    assert dict(rows["Aude Kerviel"]["rules"]) == {"initial": 2}
    assert {m["page"].rsplit("/", 1)[-1] for m in rows["Aude Kerviel"]["merges"]} == {"quai.txt", "port.txt"}
    assert {"Marc Aubry", "Paul Aubry"} <= set(rows)
    assert run_program(["entities", "--named", "kerviel", *store], FR) == 2  # no spelling of the texts
    assert run_program(["entities", "--named", "a. kerviel", *store], FR) == 0
    assert "initiale" in capsys.readouterr().out


def test_list_and_show_say_what_the_command_alone_does(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    for alone, asked in ([], ["list"]), (["--named", "a. kerviel"], ["show", "a. kerviel"]):
        outputs = []
        for argv in (alone, asked):
            assert run_program(["entities", *argv, *store], FR) == 0
            outputs.append(capsys.readouterr().out)
        assert outputs[0] == outputs[1]
        assert "Aude Kerviel" in outputs[0]
    assert run_program(["entities", "show", "Aude Kerviel", "--json", *store], EN) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["Aude Kerviel"]


@pytest.mark.parametrize(
    ("wanted", "meant"), [("kerviel", "Aude Kerviel"), ("Aude Kervielle", "Aude Kerviel")]
)
def test_a_name_that_nobody_bears_is_told_its_nearest(
    wanted: str, meant: str, store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_program(["entities", "show", wanted, *store], FR) == 2
    assert FR("usage.did_you_mean", names=meant) in capsys.readouterr().err
    assert run_program(["entities", "show", "Zzyzx", *store], FR) == 2
    assert "vouliez-vous" not in capsys.readouterr().err


def test_a_decision_is_taken_back_where_it_was_made(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = listed(store, capsys)
    assert decide(store, "rename", "Marc Aubry", "Marc Aubry-Lenoir") == 0
    assert "Marc Aubry-Lenoir" in listed(store, capsys)
    assert decide(store, "undo", "decision") == 0
    assert listed(store, capsys) == before


def test_a_merge_changes_the_list_and_undoing_it_restores_it(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = listed(store, capsys)
    assert decide(store, "merge", "Paul Aubry", "Marc Aubry", "--note", "one man", say=FR) == 0
    assert "n'est plus à part" in capsys.readouterr().out
    after = listed(store, capsys)
    assert after["Paul Aubry"]["id"] == before["Paul Aubry"]["id"]
    assert "Marc Aubry" in after["Paul Aubry"]["aliases"]
    assert run_program(["decisions", "--json", *store[2:]], EN) == 0
    (decision,) = json.loads(capsys.readouterr().out)
    assert decision["note"] == "one man"
    assert run_program(["decisions", "undo", decision["id"], *store, "--quiet"], EN) == 0
    assert listed(store, capsys) == before


def test_a_part_is_taken_out_by_its_page_and_the_rest_keeps_its_id(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    before = listed(store, capsys)
    assert decide(store, "split", "Aude Kerviel", "port.txt") == 0
    after = listed(store, capsys)
    assert after["Aude Kerviel"]["id"] == before["Aude Kerviel"]["id"]
    assert (after["Aude Kerviel"]["n_articles"], after["A. Kerviel"]["n_articles"]) == (1, 1)


def test_a_name_is_decided_and_kept(store: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    before = listed(store, capsys)
    assert decide(store, "rename", "Norlys", "Norlys SA") == 0
    assert "“Norlys” is called “Norlys SA”" in capsys.readouterr().out
    assert listed(store, capsys)["Norlys SA"]["id"] == before["Norlys"]["id"]


def test_two_are_kept_apart_once_and_the_id_to_undo_it_is_told(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(store, "keep-apart", "Marc Aubry", "Paul Aubry", "--note", "père et fils", say=FR) == 0
    told = capsys.readouterr().out
    assert "ne jamais réunir" in told
    assert "déjà à part" in told
    assert "Rien n'a changé" not in told
    assert decide(store, "keep-apart", "Paul Aubry", "Marc Aubry") == 0
    assert "Decided already: decision-" in capsys.readouterr().out
    assert run_program(["decisions", *store[2:]], EN) == 0
    listing = capsys.readouterr().out
    assert listing.count("never make one of") == 1
    assert "père et fils" in listing
    assert told.split()[0] == listing.split()[0]
    assert decide(store, "undo", listing.split()[0]) == 0


def test_two_spellings_of_one_are_no_two_and_split_is_named(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(store, "keep-apart", "Aude Kerviel", "A. Kerviel") == 2
    assert 'recoupe entities split "Aude Kerviel" "A. Kerviel"' in capsys.readouterr().err
    assert decide(store, "split", "Aude Kerviel", "A. Kerviel") == 0
    assert {"Aude Kerviel", "A. Kerviel"} <= set(listed(store, capsys))


@pytest.mark.parametrize(
    "argv",
    [
        ("merge", "Nobody", "Marc Aubry"),
        ("merge", "Marc Aubry"),
        ("merge", "Marc Aubry", "marc aubry"),
        ("split", "Aude Kerviel", "nowhere.txt"),
        ("split", "Marc Aubry", "quai.txt"),
        ("rename", "Marc Aubry", " "),
        ("rename", "Marc Aubry"),
    ],
)
def test_wrong_usage_decides_nothing(
    argv: tuple[str, ...], store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(store, *argv) == 2
    assert not Path(store[-1]).with_suffix(".decisions.ndjson").exists()
    assert capsys.readouterr().err
