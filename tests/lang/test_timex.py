"""Each rule of a table of time expressions finds and reads its own example; the tables hold together."""

from __future__ import annotations

import msgspec
import pytest

from recoupe import lang
from recoupe.lang.grammar import ANY, SMALL, compile_table
from recoupe.lang.pack import read_table
from recoupe.lang.timex import Example, Rule, TimexTable
from recoupe.nlp.rules import RuleTagger
from recoupe.records import Published, Timex
from recoupe.stages.dates import date_expressions
from tests.stages.articles import annotated

TABLES = {code: read_table(code, "timex", TimexTable) for code in (*lang.LANGUAGES, *SMALL, ANY)}


def read(text: str, language: str, on: str) -> tuple[Timex, ...]:
    article, annotations, _ = annotated(text, language, RuleTagger(language))
    published = Published(at=on, source="manifest", earliest=on, latest=on, certainty="explicit")
    article = msgspec.structs.replace(article, published=published)
    pack = lang.LANGUAGES.get(language, lang.FALLBACK)
    return date_expressions(article, annotations, pack=pack).timexes


def rows() -> list[tuple[str, Rule | Example]]:
    out: list[tuple[str, Rule | Example]] = []
    for code, table in TABLES.items():
        out += [(code, rule) for rule in table.rules]
        out += [(code, example) for example in table.examples]
    return out


def name(row: Rule | Example) -> str:
    return row.name if isinstance(row, Rule) else row.rule


@pytest.mark.parametrize(("code", "row"), rows(), ids=lambda x: x if isinstance(x, str) else name(x))
def test_rule_reads_its_example(code: str, row: Rule | Example) -> None:
    found = [(t.text, t.value) for t in read(row.example, code, row.on)]
    if row.found:
        assert (row.found, row.value) in found
    else:
        assert found == []


@pytest.mark.parametrize("code", TABLES)
def test_names_are_unique_and_examples_belong_to_a_rule(code: str) -> None:
    table = TABLES[code]
    names = [rule.name for rule in table.rules]
    assert len(names) == len(set(names))
    assert {example.rule for example in table.examples} <= set(names)


@pytest.mark.parametrize("code", TABLES)
def test_only_what_is_no_time_finds_nothing(code: str) -> None:
    assert {rule.name for rule in TABLES[code].rules if not rule.found} == {
        rule.name for rule in TABLES[code].rules if rule.do == "none"
    }


@pytest.mark.parametrize("code", TABLES)
def test_table_compiles(code: str) -> None:
    assert len(compile_table(TABLES[code]).rules) == len(TABLES[code].rules)
