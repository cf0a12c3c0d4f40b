"""What is written about the program is what the program is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.build import DOCS, build

ROOT = DOCS.parent
MADE = build()


@pytest.mark.parametrize("name", sorted(MADE))
def test_made_pages_are_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == MADE[name], "run `make docs`"


@pytest.mark.parametrize("page", sorted([*DOCS.glob("*.md"), ROOT / "README.md"]), ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
