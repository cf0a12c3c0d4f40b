"""Over how many pairs of propositions two groups agree."""

from __future__ import annotations

from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.text.matching.table import compared
from tests.dossiers import BRIDGE, untagged
from tests.fakes import TrigramEncoder


def test_two_of_one_article_count_half() -> None:
    table = lay_out(untagged(BRIDGE), packs=packs(), embed=TrigramEncoder().embed)
    over = compared(table, range(len(table.flat)))
    first, second, other = table.firsts[0], table.firsts[0] + 1, table.firsts[1]
    assert over([first], [other]) == 1
    assert over([first, other], [second]) == 1.5
    assert over([first], [second]) == 1
