from __future__ import annotations

import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

pytest.importorskip("litestar", reason="the extra `web` is not installed")

from recoupe.cli import demo, serve
from recoupe.cli.program import run_program
from recoupe.cli.server import listen, serve_meanwhile, url_of
from recoupe.messages import Messages
from recoupe.store.sqlite import SqliteStore
from tests.accounts import STORY, make_store


def test_the_page_is_served_for_as_long_as_the_block_runs(tmp_path: Path) -> None:
    make_store(tmp_path / "s.sqlite")
    with SqliteStore(tmp_path / "s.sqlite") as store:
        with serve_meanwhile(store, listen(0)) as url, urlopen(f"{url}stories/{STORY}") as answer:  # noqa: S310
            assert answer.status == 200
            assert b"La passerelle des Lices va fermer" in answer.read()
        with pytest.raises(OSError, match="refused"):
            urlopen(url)  # noqa: S310


def test_a_port_that_is_taken_is_status_2_and_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = make_store(tmp_path / "s.sqlite")
    with listen(0) as taken:
        port = url_of(taken).rstrip("/").rpartition(":")[2]
        assert run_program(["serve", "--store", str(store), "--port", port], Messages("en")) == 2
    assert capsys.readouterr().err == (
        f"recoupe: port {port} is taken\n  → recoupe serve --port 0 takes the first free one\n"
    )


def test_the_demo_asks_for_the_page_once_where_nobody_sits_at_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_store(tmp_path / "s.sqlite")
    monkeypatch.setattr(sys, "stdin", None)
    with SqliteStore(tmp_path / "s.sqlite") as store:
        demo.show_page(store, Messages("en"), port=0)
    out = capsys.readouterr().out
    assert "status 200" in out
    assert "server stopped" in out


def test_without_the_packages_of_the_page_the_fix_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = make_store(tmp_path / "s.sqlite")

    def missing() -> None:
        raise serve.WebMissing("uvicorn is not installed")

    monkeypatch.setattr(serve, "load_server", missing)
    assert run_program(["serve", "--store", str(store)], Messages("en")) == 1
    assert 'pip install "recoupe[web]"' in capsys.readouterr().err
