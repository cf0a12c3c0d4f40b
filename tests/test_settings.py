from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.errors import SettingsError
from recoupe.settings import Settings, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "recoupe.toml"


def test_defaults_need_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    loaded = load(environ={})
    assert loaded.settings == Settings()
    assert set(loaded.origins.values()) == {"default"}
    plain = set(Settings.__struct_fields__) - {"models"}
    assert set(loaded.origins) == plain | {"models.fr", "models.en"}


def test_later_layers_win(file: Path) -> None:
    file.write_text('store = "a.db"\nprocesses = 2\n\n[models]\nfr = "fr_core_news_lg"\nde = "rules"\n')
    loaded = load(
        file=file,
        environ={"RECOUPE_PROCESSES": "3", "RECOUPE_MODELS_DE": "de_core_news_sm", "HOME": "/"},
        overrides={"store": "c.db", "processes": None},
    )
    assert loaded.settings.store == "c.db"
    assert loaded.settings.processes == 3
    assert loaded.settings.models["fr"] == "fr_core_news_lg"
    assert loaded.settings.models["de"] == "de_core_news_sm"
    assert loaded.settings.models["en"] == Settings().models["en"]
    assert loaded.origins == {
        "store": "command line",
        **dict.fromkeys(("decisions", "outlets", "delay_s", "allow_private"), "default"),
        "processes": "RECOUPE_PROCESSES",
        "models.fr": f"{file}:5",
        "models.en": "default",
        "models.de": "RECOUPE_MODELS_DE",
    }


def test_reads_the_file_of_the_working_directory(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("processes = 4\n")
    monkeypatch.chdir(file.parent)
    assert load(environ={}).settings.processes == 4


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('store = "a.db"\nstoer = "b.db"\n', 2, "stoer"),
        ("\nprocesses = -1\n", 2, "processes"),
        ('processes = "2"\n', 1, "processes"),
        ("store = 3\n", 1, "store"),
        ('store = ""\n', 1, "store"),
        ("[models]\n# German\nde = 3\n", 3, "models.de"),
        ('[models]\nGerman = "x"\n', 2, "models.German"),
        ('[model]\nfr = "x"\n', 1, "model"),
        ("store = \n", 1, None),
    ],
)
def test_says_where_a_setting_is_wrong(file: Path, text: str, line: int, key: str | None) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError) as error:
        load(file=file, environ={})
    assert (error.value.file, error.value.line, error.value.key) == (str(file), line, key)


@pytest.mark.parametrize(
    ("environ", "overrides", "where"),
    [
        ({"RECOUPE_PROCESSES": "many"}, {}, "RECOUPE_PROCESSES"),
        ({"RECOUPE_MODELS_DEUTSCH": "x"}, {}, "RECOUPE_MODELS_DEUTSCH"),
        ({}, {"processes": -2}, "command line"),
        ({}, {"nothing": 1}, "command line"),
    ],
)
def test_says_which_layer_is_wrong(
    file: Path, environ: dict[str, str], overrides: dict[str, object], where: str
) -> None:
    file.write_text("")
    with pytest.raises(SettingsError, match=where):
        load(file=file, environ=environ, overrides=overrides)


def test_a_file_that_was_asked_for_must_exist(file: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load(file=file, environ={})


def test_an_unreadable_file_is_said_to_be_so(file: Path) -> None:
    file.write_bytes(b"store = '\xff'")
    with pytest.raises(SettingsError, match="cannot be read"):
        load(file=file, environ={})


def test_passes_over_names_that_are_no_setting(file: Path) -> None:
    file.write_text("")
    assert load(file=file, environ={"RECOUPE_OTHER": "1"}).settings == Settings()
