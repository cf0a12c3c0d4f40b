from __future__ import annotations

from collections.abc import Iterator

import pytest

from recoupe.store.memory import MemoryStore
from recoupe.store.port import Store
from tests.store.contract import StoreContract
from tests.store.listing import ListingContract


class TestMemoryStore(StoreContract, ListingContract):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        with MemoryStore() as store:
            yield store
