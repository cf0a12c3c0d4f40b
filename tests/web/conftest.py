from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("litestar", reason="the extra `web` is not installed")

from litestar.testing import TestClient

from recoupe.store.sqlite import SqliteStore
from recoupe.web.access import Guard
from recoupe.web.app import make_app
from tests.accounts import fill

Client = TestClient[Guard]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    path: Path = tmp_path_factory.mktemp("web") / "s.sqlite"
    with (
        SqliteStore(path) as store,
        TestClient(
            make_app(fill(store)), base_url="http://127.0.0.1:8640", raise_server_exceptions=False
        ) as client,
    ):
        yield client
