from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Literal, get_args

import pytest

import recoupe
from recoupe import records
from recoupe.cli.program import COMMANDS
from recoupe.messages import NARROW, NO_BREAK, Messages, find_language, typeset_french
from recoupe.pipeline import STAGES

SOURCE = Path(recoupe.__file__).parent
FACES = [f for d in ("cli", "view", "web") for f in (SOURCE / d).rglob("*") if f.suffix in {".py", ".html"}]
# say("section.said"), say.count("unit.article", n), "page.not_found" as a value
LITERAL = re.compile(r"""["']([a-z_]+(?:\.[A-Za-z_0-9]+)+)["']""")
FILES = re.compile(r"\.(?:html|css|js|sqlite|atom)$")
# keys made from a value of a record: prefix, and every value it can have
MADE = {
    "reason": records.Reason,
    "left_out": records.LeftOutLabel,
    "modality": records.Modality,
    "difference": records.DifferenceType,
    "relation": Literal["apparent", "refinement", "later", "actor", "object", "period"],
    "copy": records.DerivationType,
    "merge_why": records.DerivationType,
    "entity": records.EntityType,
    "log": records.StoryAction,
    "access": records.Access,
    "known": records.KnownField,
    "known_from": records.KnownFrom,
    "known_how": records.Certainty,
    "help_page": records.Modality,
    "published": records.PublishedFrom,
    "medium": records.Medium,
    "origin_kind": records.OriginKind,
    "hop": records.HopKind,
    "decisions": records.DecisionAction,
}
# keys that are made in ways too free to list: by class of error, by command, by month…
FREE = (
    "error.",
    "help.",
    "date.month_",
    "stage.",
    "section.",
    "doctor.",
    "account.",
    "merge.",
    "merge_why.",
    "link.",
    "table.",
    "log.",
    "stories.",
    "watch.",
    "when.",
    "entities.",
    "keys.",
    "help_page.",
    "language.",
    "verify.",
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _literals() -> set[str]:
    found = {key for f in FACES for key in LITERAL.findall(f.read_text("utf-8"))}
    return {key for key in found if not FILES.search(key)}


def test_both_catalogues_have_the_same_keys_and_places() -> None:
    fr, en = Messages("fr"), Messages("en")
    assert set(fr) == set(en)
    assert [key for key in fr if placeholders(fr(key)) != placeholders(en(key))] == []


def test_every_key_that_the_program_says_is_in_the_catalogue() -> None:
    say = Messages("fr")
    tables = {key.split(".")[0] for key in say}
    used = {key for key in _literals() if key.split(".")[0] in tables}
    missing = {key for key in used if key not in say and f"{key}.one" not in say}
    assert missing == set()


@pytest.mark.parametrize(("prefix", "values"), MADE.items())
def test_every_value_of_a_record_has_its_words(prefix: str, values: object) -> None:
    say = Messages("en")
    silent = {"access.whole"}  # nothing is said of what is as usual
    keys = {f"{prefix}.{value}" for value in get_args(values)} - silent
    assert [key for key in sorted(keys) if key not in say] == []


def test_every_stage_and_command_has_its_words() -> None:
    say = Messages("en")
    assert [stage.name for stage in STAGES if f"stage.{stage.name}" not in say] == []
    assert [c for c in COMMANDS for k in ("short", "text", "examples") if f"help.{c}.{k}" not in say] == []


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    said = _literals()
    made = {f"{prefix}.{value}" for prefix, values in MADE.items() for value in get_args(values)}
    idle = [
        key
        for key in Messages("en")
        if not key.startswith(FREE) and key not in said | made and key.rpartition(".")[0] not in said
    ]
    assert idle == []


def test_numbers_choose_the_form_and_are_written_as_the_language_does() -> None:
    fr, en = Messages("fr"), Messages("en")
    assert fr.count("unit.outlet", 1) == "1 média"
    assert fr.count("unit.outlet", 1250) == f"1{NARROW}250 médias"
    assert en.count("unit.outlet", 1250) == "1,250 outlets"


def test_french_spaces_do_not_break() -> None:
    assert typeset_french("Usage : « oui » ?") == f"Usage{NO_BREAK}: «{NARROW}oui{NARROW}»{NARROW}?"


def test_an_unknown_key_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        Messages("en")("no.such.key")


@pytest.mark.parametrize(
    ("environment", "asked", "language"),
    [
        ({}, None, "en"),
        ({"LANG": "fr_FR.UTF-8"}, None, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, None, "en"),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "fr_FR"}, None, "en"),
        ({"LANG": "en_GB", "RECOUPE_LANG": "fr"}, None, "fr"),
        ({"LANG": "en_GB", "RECOUPE_LANG": "en"}, "fr", "fr"),
    ],
)
def test_language(environment: dict[str, str], asked: str | None, language: str) -> None:
    assert find_language(environment, asked) == language
