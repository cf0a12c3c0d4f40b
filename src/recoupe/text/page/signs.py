"""What tells an article's block from furniture, from 0 to 1: shape, element, place, company, words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from recoupe.text.normalise import squash
from recoupe.text.page.blocks import FULL_STOP, Block, is_prose

SIGNS = (
    "length", "prose", "stop", "question", "ellipsis", "colon", "commas", "sentences", "small_words",
    "capitals",
    "shouted", "digits", "lower_start", "quotes", "symbols", "clock", "money", "few_words",
    "linked", "all_linked", "p", "item", "heading", "cell", "box", "title", "hinted", "standfirst",
    "chosen", "chosen_before", "chosen_after", "chosen_around", "above", "below",
    "prose_before", "prose_after", "prose_around", "linked_before", "linked_after", "place", "apart",
    "rule_line", "rule_opener", "rule_tail", "rule_byline", "rule_before", "rule_after", "past_tail",
    "again", "often", "headline_words", "known_words",
    "chosen_linked", "chosen_item", "chosen_heading", "chosen_prose", "chosen_short", "left_prose",
    "left_between",
)  # fmt: skip
# what a text dump does not have; the model of dumps gives them no weight
MARKUP_SIGNS = frozenset({
    "linked", "all_linked", "p", "heading", "cell", "box", "title", "hinted", "standfirst", "chosen",
    "chosen_before", "chosen_after", "chosen_around", "linked_before", "linked_after", "chosen_linked",
    "chosen_item", "chosen_heading", "chosen_prose", "chosen_short", "left_prose", "left_between",
})  # fmt: skip
LONGEST = 1_000  # characters from which a block is as long as can be
SHORT = 60  # characters of a button, a name, a crosshead
AROUND = 3  # blocks on either side that are its company
OFTEN = 3  # times from which a line that comes again is a refrain, not a copy
CONTENT = 6  # letters from which a word is likely to say what a text is about
SENTENCE_END = re.compile(r"[.!?…][\"»”’)]* +(?=[«“\"(]?[A-ZÀ-ÝА-Я])")
WORD = re.compile(r"[^\W\d_]+")
SYMBOLS = re.compile(r"[|›»→>•©@#]\s*$|^[|›→>•©@#]|https?:|©|\w@\w|[|•]")
CLOCK = re.compile(r"\b\d{1,2} ?[:hH] ?\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b(?:19|20)\d{2}\b")
MONEY = re.compile(r"[€$£]")
QUOTES = re.compile(r"[«»“”\"„]")


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about a page's blocks beside themselves, one entry a block.

    Attributes:
        roles: Role of the lexicon rule that takes the block, or None.
        headline: The page's headline, "" where it has none.
    """

    roles: Sequence[str | None]
    headline: str


def read_signs(blocks: Sequence[Block], company: Company) -> list[list[float]]:
    """Signs of every block, in the order of `SIGNS`."""
    own = [_shape(b) + _element(b) for b in blocks]
    around = _Around(blocks, company)
    out = []
    for i, block in enumerate(blocks):
        rest = around.signs(i)
        known = dict(zip(SIGNS, [*own[i], *rest], strict=False))
        out.append([*own[i], *rest, *_together(block, known)])
    return out


def _shape(block: Block) -> list[float]:
    text = block.text
    words = text.split()
    n, size = len(words), len(text)
    return [
        min(1.0, math.log1p(size) / math.log1p(LONGEST)),
        float(is_prose(text)),
        float(bool(FULL_STOP.search(text))),
        float(text.rstrip(' »”"')[-1:] == "?"),
        float(text.endswith(("...", "…"))),
        float(text.endswith(":")),
        min(1.0, text.count(",") * 50 / size),
        min(1.0, len(SENTENCE_END.findall(text)) / 4),
        sum(len(w) <= 4 and w.islower() for w in words) / n,  # noqa: PLR2004 - articles, prepositions
        sum(w[:1].isupper() for w in words[1:]) / max(1, n - 1),
        float(text.isupper() and size > 3),  # noqa: PLR2004 - shorter is an abbreviation
        min(1.0, 4 * sum(c.isdigit() for c in text) / size),
        float(text[:1].islower()),
        float(bool(QUOTES.search(text))),
        float(bool(SYMBOLS.search(text))),
        float(bool(CLOCK.search(text))),
        float(bool(MONEY.search(text))),
        float(n <= 2),  # noqa: PLR2004 - a button, a rubric
    ]


def _element(block: Block) -> list[float]:
    return [
        block.linked,
        float(block.linked >= 0.8),  # noqa: PLR2004 - as good as all
        float(block.tag == "p"),
        float(block.kind == "item"),
        float(block.kind == "heading"),
        float(block.tag in {"td", "th", "caption"}),
        float(block.tag in {"div", "section", "article", "main", "body"}),
        float(block.kind == "title"),
        float(block.hint is not None and block.hint != "standfirst"),
        float(block.hint == "standfirst"),
    ]


class _Around:
    """The company that each block keeps."""

    def __init__(self, blocks: Sequence[Block], company: Company) -> None:
        self.blocks, self.company = blocks, company
        n = len(blocks)
        self.prose = [is_prose(b.text) for b in blocks]
        self.weight = [len(b.text) for b in blocks]
        self.core = [i for i in range(n) if blocks[i].chosen and self.prose[i] and company.roles[i] is None]
        self.keys = [squash(b.text).casefold() for b in blocks]
        self.count = Counter(self.keys)
        self.seen: set[str] = set()
        self.headline = {w for w in WORD.findall(company.headline.casefold()) if len(w) >= CONTENT - 2}
        self.all_words = [set(WORD.findall(b.text.casefold())) for b in blocks]
        self.words = [{w for w in words if len(w) >= CONTENT} for words in self.all_words]
        self.known = Counter(w for i in self.core for w in self.words[i])
        self.tails = [i for i in range(n) if company.roles[i] == "tail"]

    def signs(self, i: int) -> list[float]:
        """Place, neighbours, lexicon and repetition."""
        return [*self._chosen(i), *self._neighbours(i), *self._rules(i), *self._words(i)]

    def _chosen(self, i: int) -> list[float]:
        return [
            float(self.blocks[i].chosen),
            float(i > 0 and self.blocks[i - 1].chosen),
            float(i + 1 < len(self.blocks) and self.blocks[i + 1].chosen),
            self._share(i, [b.chosen for b in self._window(i)]),
            float(not self.core or i < self.core[0]),
            float(bool(self.core) and i > self.core[-1]),
        ]

    def _neighbours(self, i: int) -> list[float]:
        blocks, last = self.blocks, len(self.blocks) - 1
        first = self.core[0] if self.core else 0
        return [
            float(i > 0 and self.prose[i - 1]),
            float(i < last and self.prose[i + 1]),
            self._share(i, self.prose[max(0, i - AROUND) : i + AROUND + 1]),
            blocks[i - 1].linked if i > 0 else 1.0,
            blocks[i + 1].linked if i < last else 1.0,
            max(0.0, i - first) / max(1, last - first),
            min(1.0, blocks[i].gap / 2),
        ]

    def _rules(self, i: int) -> list[float]:
        roles = self.company.roles
        role = roles[i]
        return [
            float(role in {"line", "closer"}),
            float(role == "opener"),
            float(role == "tail"),
            float(role == "byline"),
            float(i > 0 and roles[i - 1] is not None),
            float(i + 1 < len(roles) and roles[i + 1] is not None),
            float(any(t < i and self.core[:1] and t > self.core[0] for t in self.tails)),
        ]

    def _words(self, i: int) -> list[float]:
        key, words = self.keys[i], self.words[i]
        again = key in self.seen
        self.seen.add(key)
        mine = 1 if self.blocks[i].chosen and self.prose[i] else 0
        shared = sum(self.known[w] > mine for w in words)
        return [
            float(again),
            float(self.count[key] >= OFTEN),
            len(self.headline & self.all_words[i]) / len(self.headline) if self.headline else 0.0,
            shared / len(words) if words else 0.0,
        ]

    def _window(self, i: int) -> Sequence[Block]:
        return self.blocks[max(0, i - AROUND) : i + AROUND + 1]

    def _share(self, i: int, marked: Sequence[bool]) -> float:
        """Share of the characters around a block, its own left out, that are marked."""
        first = max(0, i - AROUND)
        weights = self.weight[first : i + AROUND + 1]
        total = sum(weights) - self.weight[i]
        mine = sum(w for k, w in enumerate(weights) if marked[k] and first + k != i)
        return mine / total if total else 0.0


def _together(block: Block, known: dict[str, float]) -> list[float]:
    """What two signs say together that each alone does not."""
    chosen, left = known["chosen"], 1 - known["chosen"]
    between = (1 - known["above"]) * (1 - known["below"])
    return [
        chosen * known["linked"],
        chosen * known["item"],
        chosen * known["heading"],
        chosen * known["prose"],
        chosen * float(len(block.text) < SHORT),
        left * known["prose"] * (1 - known["linked"]),
        left * known["prose"] * between,
    ]
