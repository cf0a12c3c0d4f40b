"""What is written about the program is what the program is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from recoupe.cli.program import Program
from recoupe.messages import Messages
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


def command_lines() -> list[str]:
    """Every `recoupe …` line of the README's code blocks, without comments and redirections."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.S | re.M)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("recoupe ")]
    return [re.split(r"\s+[#>]", line)[0] for line in lines]


@pytest.mark.parametrize("line", command_lines())
def test_commands_of_the_readme_are_commands(line: str) -> None:
    program = Program(Messages("en"))
    name, *arguments = shlex.split(line)[1:]
    command = program.get_command(click.Context(program), name)
    assert command is not None
    try:
        command.make_context(name, list(arguments))
    except click.BadParameter as missing:
        assert "does not exist" in missing.format_message(), line
