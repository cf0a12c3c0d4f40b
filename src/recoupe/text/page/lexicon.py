"""What all languages at hand bring to reading a page, compiled."""

from __future__ import annotations

import re

import msgspec

from recoupe.text.page.furniture import LinePattern
from recoupe.text.page.metadata import Words
from recoupe.text.page.model import BlockModel


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """The boilerplate tables of all languages: a template mixes them, so every page is read with all.

    Attributes:
        rules: Furniture lines.
        openers: Beginnings that announce another article's headline.
        hints: Word in an element's class or id -> what its content is.
        words: What reading names and days takes.
        model: How likely a block is part of an article.
    """

    rules: tuple[LinePattern, ...]
    openers: tuple[re.Pattern[str], ...]
    hints: dict[str, str]
    words: Words
    model: BlockModel
