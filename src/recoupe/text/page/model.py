"""How likely a block is part of its page's article: a weighted sum of signs, its weights kept as data."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from recoupe.text.page.blocks import Block, is_sentence
from recoupe.text.page.signs import SIGNS, Company, read_signs

EPSILON = 1e-9  # so that a certain block has odds too
# log odds that a line loses because its outlet repeats it: one without a full stop, and a short sentence,
# which a running story may repeat. Were every short line of the public sets repeated, bodies would still come
# out at .972 (french-hand), .975 (fundus) and .942 (scrapinghub-aeb), bag: the other signs hold them.
REPEATED_LINE = -6.0
REPEATED_SENTENCE = -4.0


class Weights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One logistic model.

    Attributes:
        bias: Log odds of a block without any sign.
        sign: What each sign adds to them when it is 1; signs that are not named add nothing.
    """

    bias: float = 0.0
    sign: dict[str, float] = {}

    def __post_init__(self) -> None:
        if strange := sorted(set(self.sign) - set(SIGNS)):
            raise ValueError(f"no such signs of a block: {', '.join(strange)}")


class BlockModel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Weights for pages with markup, where an extractor chose, and for text dumps, where no tag helps."""

    markup: Weights = Weights()
    text: Weights = Weights()


def probabilities(blocks: Sequence[Block], company: Company, weights: Weights) -> list[float]:
    """Probability of each block to be part of the article, 0 to 1.

    Example:
        >>> from recoupe.text.page.lines import read_lines
        >>> blocks = read_lines("Menu").blocks
        >>> probabilities(blocks, Company(roles=[None], headline=""), Weights(bias=0.0))
        [0.5]
    """
    ordered = [weights.sign.get(name, 0.0) for name in SIGNS]
    return [
        1 / (1 + math.exp(-weights.bias - sum(w * s for w, s in zip(ordered, signs, strict=True))))
        for signs in read_signs(blocks, company)
    ]


def lower(block: Block, probability: float) -> float:
    """Probability of a block that its outlet repeats, from that of the block alone.

    Example:
        >>> block = Block(start=0, end=0, text="Une enquête est ouverte.")
        >>> round(lower(block, 0.99), 2), round(lower(block, 0.5), 3)
        (0.64, 0.018)
    """
    odds = math.log(max(probability, EPSILON) / max(1 - probability, EPSILON))
    odds += REPEATED_SENTENCE if is_sentence(block.text) else REPEATED_LINE
    return 1 / (1 + math.exp(-odds))
