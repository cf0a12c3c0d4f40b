from __future__ import annotations

from collections.abc import Sequence

from threadpoolctl import threadpool_info  # type: ignore[import-untyped]

from recoupe.engine.worker import apply_one
from recoupe.ids import make_id
from recoupe.pipeline import Each, Given, Item, Tools
from recoupe.records import Dating, Record
from tests.engine.fakes import NoTools


def test_matrices_are_multiplied_in_the_thread_of_the_stage() -> None:
    seen: list[int] = []

    def apply(given: Given, tools: Tools) -> Sequence[Record]:
        seen.extend(library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas")
        return ()

    stage = Each(name="matrices", of="article", version=1, reads=(), gives=(Dating,), apply=apply)
    made = apply_one(stage, Item(make_id("article", "a"), Given({})), NoTools())
    assert made.failed is None
    assert set(seen) == {1}
