"""Constructions of reporting, each in a sentence of our own: source, content and modality of all found."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.stages.test_attribute import reported

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("reports.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_construction_gives_its_sources_and_contents(case: dict[str, Any]) -> None:
    found = [[source or "", *rest] for source, *rest in reported(case["text"], case.get("language", "fr"))]
    assert found == case["found"]
