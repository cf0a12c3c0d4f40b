"""The model knows an article's block by its signs; its weights are data."""

from __future__ import annotations

import msgspec
import pytest

from recoupe.lang.blocks import block_model
from recoupe.text.page.blocks import Block
from recoupe.text.page.lines import read_lines
from recoupe.text.page.model import BlockModel, Weights, probabilities
from recoupe.text.page.signs import MARKUP_SIGNS, SIGNS, Company, read_signs

SENTENCE = "La maire de Corbeval a annoncé mardi, devant une salle pleine, que la piscine fermerait en mars."
NEXT = "Les élus de l'opposition, qui réclament un vote, ont quitté la séance avant la fin des débats."


def block(text: str, **known: object) -> Block:
    return msgspec.structs.replace(Block(start=0, end=len(text), text=text), **known)


def page(*blocks: Block) -> list[float]:
    company = Company(roles=[None] * len(blocks), headline="La piscine de Corbeval fermera en mars")
    return probabilities(blocks, company, block_model().markup)


def test_every_block_has_every_sign_between_0_and_1() -> None:
    blocks = [block(SENTENCE, tag="p"), block("©"), block("À lire", linked=1.0, chosen=False), block("12")]
    rows = read_signs(blocks, Company(roles=[None, "line", "opener", None], headline=""))
    assert [len(row) for row in rows] == [len(SIGNS)] * 4
    assert all(0 <= value <= 1 for row in rows for value in row)


def test_sentences_among_sentences_are_likelier_than_links_among_links() -> None:
    link = block("Dix idées pour la rentrée", tag="li", kind="item", linked=1.0, chosen=False)
    odds = page(block(SENTENCE, tag="p"), block(NEXT, tag="p"), link, link)
    assert min(odds[:2]) > 0.9
    assert max(odds[2:]) < 0.1


def test_a_paragraph_that_the_extractor_missed_between_two_others_is_likely() -> None:
    missed = block(SENTENCE.replace("mardi", "lundi"), tag="p", chosen=False)
    odds = page(block(SENTENCE, tag="p"), missed, block(NEXT, tag="p"), block(NEXT[4:], tag="p"))
    assert odds[1] > 0.5


def test_dumps_are_weighed_without_the_signs_that_they_do_not_have() -> None:
    weights = block_model().text
    assert not MARKUP_SIGNS & set(weights.sign)
    blocks = read_lines(f"Menu\nAccueil\nMétéo\n\n{SENTENCE}\n\n{NEXT}").blocks
    odds = probabilities(blocks, Company(roles=[None] * len(blocks), headline=""), weights)
    assert max(odds[:3]) < 0.6 < min(odds[3:])


def test_a_file_that_names_no_sign_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="no such signs of a block: colour"):
        msgspec.convert({"markup": {"sign": {"colour": 1.0}}}, BlockModel)
    assert probabilities([block("x")], Company(roles=[None], headline=""), Weights()) == [0.5]
