"""The model that tells an article's blocks from furniture: weights are data, one file for all."""

from __future__ import annotations

from functools import cache

from recoupe.lang.pack import read_table
from recoupe.text.page.model import BlockModel


@cache
def block_model() -> BlockModel:
    """Weights as `tests.eval.fit` wrote them.

    Raises:
        LexiconError: If the file is missing, does not fit, or names a sign that there is none of.
    """
    return read_table("any", "blocks", BlockModel)
