from __future__ import annotations

import inspect
import pickle

import pytest

from recoupe import errors
from recoupe.errors import (
    ModelMissing,
    NotFound,
    RecoupeError,
    SchemaMismatch,
    SettingsError,
    StageFailed,
    StoreError,
    UnsupportedLanguage,
)


def drawn_tree() -> dict[str, str]:
    """Parent of each error in the drawing of the module's docstring."""
    lines = [line for line in (errors.__doc__ or "").splitlines() if "──" in line]
    parents, path = {}, ["RecoupeError"]
    for line in lines:
        depth = line.index("──") // 4 + 1
        name = line.split("── ")[1].strip()
        path[depth:] = [name]
        parents[name] = path[depth - 1]
    return parents


def test_the_drawing_is_the_tree() -> None:
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]
    tree = {c.__name__: c.__base__.__name__ for c in classes if c is not RecoupeError and c.__base__}
    assert drawn_tree() == tree


def test_every_error_says_what_it_is() -> None:
    for _, error in inspect.getmembers(errors, inspect.isclass):
        assert error.__doc__


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnsupportedLanguage("xx", ("fr", "en")), "installed: fr, en"),
        (SettingsError("no such setting", file="a.toml", line=3, key="stoer"), "a.toml:3: stoer: no such"),
        (SettingsError("broken", file="a.toml"), "a.toml: broken"),
        (
            ModelMissing("de_core_news_sm", "de"),
            "models.de: de_core_news_sm is not installed: pip install de_core",
        ),
        (NotFound("claim", "claim-1"), "no claim with id 'claim-1'"),
        (SchemaMismatch(1, 2, "a.db"), "recoupe doctor --migrate --store a.db"),
        (SchemaMismatch(3, 2, "a.db"), "install a newer recoupe"),
        (
            StageFailed("dates", 2, "article-1", "ValueError: x"),
            "stage dates (version 2) failed on article-1",
        ),
    ],
)
def test_messages_say_what_where_and_what_next(error: RecoupeError, words: str) -> None:
    assert words in str(error)


def test_a_failure_crosses_process_borders() -> None:
    error = StageFailed("dates", 2, "article-1", "ValueError: x")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # made one line above
    assert (again.stage, again.version, again.unit_id, again.cause) == ("dates", 2, "article-1", error.cause)
    assert str(again) == str(error)


def test_what_is_missing_in_a_store_is_a_store_error() -> None:
    assert issubclass(NotFound, StoreError)
