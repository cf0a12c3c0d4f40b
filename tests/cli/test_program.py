from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from recoupe.cli.program import COMMANDS, run_program
from recoupe.messages import Messages
from tests.accounts import make_store

HEAVY = (
    "numpy",
    "spacy",
    "trafilatura",
    "litestar",
    "jinja2",
    "uvicorn",
    "rich",
    "msgspec",
    "sqlite3",
    "lxml",
)


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith(("RECOUPE", "LC_", "LANG"))}
        | environment,
        check=False,
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom recoupe.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})), file=sys.stderr)"
    )
    done = python("-c", code)
    assert done.stderr.strip() == "[]"
    assert done.stdout.startswith("Examples:")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(("language", "first"), [("fr", "Exemples\u00a0:"), ("en", "Examples:")])
def test_help_of_each_command_starts_with_examples(
    name: str, language: str, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say = Messages("fr" if language == "fr" else "en")
    assert run_program([name, "--help"], say) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"{first}\n  recoupe {name}")
    assert "--help" in text


def test_help_documents_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program(["--help"], Messages("en")) == 0
    text = capsys.readouterr().out
    assert all(f"\n  {status} " in text for status in (0, 1, 2, 3, 4, 130))
    assert run_program([], Messages("en")) == 0


@pytest.mark.parametrize(
    ("argv", "line", "hint"),
    [
        (["shw"], "recoupe: no such command: shw", "did you mean show?"),
        (["show"], "recoupe: STORY is missing", "see: recoupe show --help"),
        (["show", "1", "--brie"], "recoupe: no such option: --brie", "did you mean --brief"),
        (["serve", "--port", "70000"], "recoupe: value refused for --port: a number from 0 to 65535", ""),
        (["export", "--format", "xml"], "recoupe: value refused for --format: one of: ndjson", ""),
        (["run", "nowhere"], "recoupe: nowhere does not exist", ""),
    ],
)
def test_wrong_usage_is_status_2_with_one_line_and_a_hint(
    argv: list[str], line: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_program(argv, Messages("en")) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[0] == line
    assert hint in captured.err.splitlines()[1]


def test_a_store_that_is_not_there_is_status_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.sqlite"
    assert run_program(["stories", "--store", str(missing)], Messages("fr")) == 4
    assert "lisez d'abord des pages" in capsys.readouterr().err
    assert not missing.exists()


def test_a_file_that_is_no_store_is_status_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database at all, but long enough to be looked at" * 20)
    assert run_program(["stories", "--store", str(broken)], Messages("en")) == 4
    assert capsys.readouterr().err.startswith("recoupe: the store cannot be used")


def test_a_setting_that_is_wrong_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "recoupe.toml"
    config.write_text("colour = 1\n", "utf-8")
    assert run_program(["run", str(tmp_path), "--config", str(config)], Messages("en")) == 2
    assert "recoupe.toml:1" in capsys.readouterr().err


def test_a_bug_is_status_1_with_a_short_message_unless_debug() -> None:
    code = (
        "import recoupe.cli.stories as s\n"
        "s.load_page = lambda *a, **k: 1 / 0\n"
        "import contextlib, recoupe.cli\n"
        "s.read_store = lambda location: contextlib.nullcontext()\n"
        "recoupe.cli.main()"
    )
    short = python("-c", code, "stories", LANG="fr_FR.UTF-8")
    assert short.returncode == 1
    assert short.stderr.startswith("recoupe\u00a0: erreur interne\u00a0: ZeroDivisionError")
    assert "Traceback" not in short.stderr
    long = python("-c", code, "stories", "--debug")
    assert long.returncode == 1
    assert "Traceback" in long.stderr


def test_ctrl_c_is_status_130_and_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("recoupe.cli.stories.load_page", interrupt)
    store = make_store(tmp_path / "s.sqlite")
    assert run_program(["stories", "--store", str(store)], Messages("fr")) == 130
    assert "relancez la même commande pour continuer" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    store = make_store(tmp_path / "s.sqlite")
    code = (
        "import os, sys\n"
        "read, write = os.pipe()\nos.close(read)\nos.dup2(write, 1)\n"
        f"import recoupe.cli\nrecoupe.cli.main(['export', '--store', {str(store)!r}])"
    )
    done = python("-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_language_is_asked_for_or_found_in_the_environment() -> None:
    assert python("-m", "recoupe", "shw", LANG="fr_FR.UTF-8").stderr.startswith("recoupe\u00a0: commande")
    assert python("-m", "recoupe", "shw", LANG="fr_FR.UTF-8", RECOUPE_LANG="en").stderr.startswith(
        "recoupe: no"
    )
    assert python("-m", "recoupe", "shw", "--lang", "fr").stderr.startswith("recoupe\u00a0: commande")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program(["--version"], Messages("en")) == 0
    assert capsys.readouterr().out.startswith("recoupe 0.")
