"""Each table of number words reads its own examples, and each unit is found in its own."""

from __future__ import annotations

import pytest

from recoupe import lang
from recoupe.lang.counting import COUNTED, KnownUnit, UnitTable, counting
from recoupe.lang.numbers import NumberExample, NumberTable
from recoupe.lang.pack import read_table
from recoupe.text.quantities import quantities

TABLES = {code: read_table(code, "numbers", NumberTable) for code in (*lang.LANGUAGES, *COUNTED)}
UNITS = read_table("any", "units", UnitTable).unit


def rows() -> list[tuple[str, NumberExample]]:
    return [(code, example) for code, table in TABLES.items() for example in table.example]


@pytest.mark.parametrize(("code", "row"), rows(), ids=lambda x: x if isinstance(x, str) else x.text)
def test_table_reads_its_example(code: str, row: NumberExample) -> None:
    found = [
        (row.text[q.start : q.end], q.value, q.unit, q.approximate)
        for q in quantities(row.text, counting(code, lang.LANGUAGES.get(code)))
    ]
    assert found == ([(row.found, row.value, row.unit, row.about)] if row.found else [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_unit_is_found_in_its_example(unit: KnownUnit) -> None:
    assert [(q.value, q.unit, q.kind) for q in quantities(unit.example, counting("und", None))] == [
        (12, unit.id, unit.kind)
    ]


def test_no_form_is_of_two_units() -> None:
    forms = [form for unit in UNITS for form in unit.forms]
    assert sorted(forms) == sorted(set(forms))


@pytest.mark.parametrize("code", TABLES)
def test_every_word_counts_once(code: str) -> None:
    table = TABLES[code]
    words = [
        w for kind in (table.numbers, table.scales, table.collectives) for ws in kind.values() for w in ws
    ]
    assert sorted(words) == sorted(set(words))
    assert table.vague <= {
        w for kind in (table.scales, table.collectives) for ws in kind.values() for w in ws
    }
