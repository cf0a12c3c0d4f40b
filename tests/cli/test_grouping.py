"""`recoupe stories` and what belongs to it: the log, and a person's decisions about stories."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from recoupe.cli.program import run_program
from recoupe.messages import Messages

EN = Messages("en")
BRIDGE = (
    "Le pont de Morlac ferme lundi aux camions, a annoncé la préfète Odile Brac devant les élus. "
    "Des fissures ont été relevées sur trois piles du pont par les ingénieurs du département. Les travaux "
    "coûteront 340 000 euros et dureront sept semaines, selon Odile Brac, qui promet un bac aux camions."
)
FERRY = (
    "Odile Brac ferme le pont de Morlac, dont trois piles sont fissurées : la préfète chiffre les travaux à "
    "340 000 euros. Un bac prendra les camions pendant sept semaines. À Morlac, les commerçants redoutent la "
    "fermeture du pont et demandent à Odile Brac que le bac soit gratuit pour les livreurs de la rive gauche."
)
PRIZE = (
    "Le prix Lumen revient à la romancière Ada Kerlin pour un récit sur l'exil de ses parents. Le jury "
    "s'est réuni à Vastel et a voté à 7 voix contre 5 au second tour. Ada Kerlin succède à Ivo Marn, "
    "que le jury du prix Lumen avait choisi à l'unanimité. Elle recevra 12 000 francs et une lampe de cuivre."
)
PAGES = {
    "pont.txt": ("Le pont ferme", BRIDGE),
    "bac.txt": ("Un bac à Morlac", FERRY),
    "prix.txt": ("Le prix", PRIZE),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three articles about two events, read without a tagger."""
    folder = tmp_path_factory.mktemp("grouping")
    (folder / "pages").mkdir()
    rows = ["file,outlet,published"]
    for name, (headline, text) in PAGES.items():
        (folder / "pages" / name).write_text(f"{headline}\n\n{text}\n", "utf-8")
        rows.append(f"{name},Outlet {name},2026-05-04")
    (folder / "pages" / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "recoupe.toml").write_text('processes = 1\n[models]\nfr = "rules"\n', "utf-8")
    config = ("--config", str(folder / "recoupe.toml"), "--store", str(folder / "s.sqlite"))
    assert run_program(["run", str(folder / "pages"), *config, "--quiet"], EN) == 0
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> tuple[str, ...]:
    """Options that name a copy of the store."""
    shutil.copy(made / "s.sqlite", tmp_path / "s.sqlite")
    return ("--config", str(made / "recoupe.toml"), "--store", str(tmp_path / "s.sqlite"))


def listed(store: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run_program(["stories", "--json", *store[2:]], EN) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def sizes(store: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> list[int]:
    return sorted(row["n_articles"] for row in listed(store, capsys))


def decide(store: tuple[str, ...], *argv: str) -> int:
    return run_program(["stories", *argv, *store, "--quiet"], EN)


def test_stories_are_listed_as_before(store: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert sizes(store, capsys) == [1, 2]


def test_the_log_says_who_opened_and_joined_and_why(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run_program(["stories", "log", *store], EN) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert out.count("story opened by") == 2
    assert out.count("joined by") == 1
    assert "2026-05-04" in out
    assert "likeness" in out


def test_two_stories_are_made_one_and_parted_again(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(store, "merge", "1", "2", "--note", "one valley") == 0
    assert sizes(store, capsys) == [3]
    assert decide(store, "split", "1", "prix.txt") == 0
    assert sizes(store, capsys) == [1, 2]


def test_an_article_is_moved(store: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    (prize,) = [row["id"] for row in listed(store, capsys) if row["n_articles"] == 1]
    assert decide(store, "move", "bac.txt", prize) == 0
    moved = capsys.readouterr().out
    assert "Le prix" in moved
    alone = [row["headline"] for row in listed(store, capsys) if row["n_articles"] == 1]
    assert alone == ["Le pont ferme"]


def test_a_story_is_renamed_and_kept_apart(
    store: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(store, "keep-apart", "1", "2") == 0
    assert decide(store, "rename", "1", "La vallée") == 0
    assert "La vallée" in {row["headline"] for row in listed(store, capsys)}


@pytest.mark.parametrize(
    "argv",
    [
        ("merge", "1"),
        ("merge", "1", "1"),
        ("move", "nowhere.txt", "1"),
        ("split", "1", "nowhere.txt"),
        ("rename", "1", " "),
    ],
)
def test_what_cannot_be_decided_is_refused(store: tuple[str, ...], argv: tuple[str, ...]) -> None:
    assert decide(store, *argv) == 2
