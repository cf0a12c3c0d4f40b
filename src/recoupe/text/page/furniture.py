"""Which visible lines are the article and which are furniture: teasers, share bars, captions, forms.

One pass for both kinds of page: what an extractor left over, and all lines of a text dump.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from recoupe.records import LeftOutLabel, ParagraphLabel
from recoupe.text.normalise import fold, squash, straight
from recoupe.text.page.blocks import FULL_STOP, Block, is_prose, is_sentence
from recoupe.text.page.model import Weights, lower, probabilities
from recoupe.text.page.repetition import is_short, mark_of
from recoupe.text.page.signs import Company

Label = (
    LeftOutLabel | ParagraphLabel | Literal["headline"]
)  # the headline is left out of the text, kept as a field
Role = Literal["line", "opener", "closer", "tail", "faq", "byline"]

STOP = re.compile(r"""[.!?…:;]["»”’')\]\s]*$""")  # « … a-t-il dit. », « … fermé. » »
COUNTER = re.compile(r"[\d\s.,]+ ?[kKmM]?")  # a share counter standing alone: « 53 », « 1,2 k »
POSITION = re.compile(r"\d+ ?/ ?\d+")  # of a picture among others: « 2 / 9 »
MAX_HEADLINE = 250  # characters; the longest headlines of the press are about 200
MAX_HEADING = 120  # characters of a crosshead
MAX_FURNITURE = 200  # longer lines are never dropped for the company they keep
MIN_REPEATED = 40  # characters from which a line that comes twice is furniture the second time
MAX_OUTLET = 4  # words of an outlet's name
MENU_LINE, MENU_RUN = 30, 3  # that many lines of at most so many characters in a row are a menu
TAIL_SHARE = 0.4  # a tail marker cuts only where at least this share of the prose stands before it
MAX_HINTED = (
    4  # chosen blocks; a hint on more is a class of the whole article (« author-morvan », « share-page »)
)
REFRAIN = 3  # times from which a line that comes again belongs to the text: a question put to everybody
UNDECIDED = 0.5  # odds of a block that no model has looked at
LIKELY = 0.5  # odds from which what looks like a teaser by its links alone stays
UNLIKELY = 0.2  # odds below which a block is furniture: held out, best of .1, .2, .3, .5
UNLIKELY_SENTENCE = (
    0.05  # of a sentence in a dump, where no tag helps: between two teasers it may be the last
)
WITHIN: tuple[Label | None, ...] = (None, "teaser", "paywall")  # furniture that stands between paragraphs
# « 14/03 - 17:45 Un incendie maîtrisé », « 4 May: Cat rescued », « 2. 1er février - Un loup aperçu »
DAY = r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|\d{1,2}(?:er)? [^\W\d]{3,9}\.?|[A-Z][a-z]{2,8}\.? \d{1,2}"
AT = r"\d{1,2} ?[:hH] ?\d{2}"
DATED = re.compile(
    rf"(?:\d{{1,2}}[.)] )?(?:{DAY}|{AT})(?: \d{{4}})?(?:,? (?:à |at )?{AT}|\s+[-–—:|·]|,| ?:)\s"
)
PREFIX = re.compile(r"^(?:[Pp]ar|[Bb]y)\s+")
MAX_BIO = 300  # characters of what is said of an author
CELLS = frozenset({"td", "th"})
LINKED = 0.8  # share of link text from which a line without a full stop is a link to something else


class LinePattern(msgspec.Struct, frozen=True, kw_only=True):
    """A furniture rule of a language, compiled."""

    role: Role
    label: LeftOutLabel
    pattern: re.Pattern[str]
    max_chars: int

    def takes(self, line: str) -> bool:
        """Tell whether the rule takes a line (apostrophes already straight)."""
        if len(line) > self.max_chars:
            return False
        found = self.pattern.match(line) if self.role == "opener" else self.pattern.fullmatch(line)
        return found is not None and (self.role != "opener" or _announces(line, found.end()))


class Lines:
    """The labels of a page's blocks while they are worked out; `None` is undecided, and kept in the end."""

    def __init__(
        self,
        blocks: Sequence[Block],
        rules: Sequence[LinePattern],
        *,
        is_markup: bool,
        repeated: frozenset[bytes] = frozenset(),
    ) -> None:
        self.blocks, self.rules, self.is_markup = blocks, rules, is_markup
        self.labels: list[Label | None] = [None] * len(blocks)
        self.found: list[LinePattern | None] = [self._rule(b) for b in blocks]
        self.odds: list[float] = [UNDECIDED] * len(blocks)
        self.repeated = [bool(repeated) and is_short(b) and mark_of(b.text) in repeated for b in blocks]

    def weigh(self, weights: Weights, headline: str) -> None:
        """Let the model say how likely each block is part of the article."""
        roles = [rule.role if rule is not None else None for rule in self.found]
        odds = probabilities(self.blocks, Company(roles=roles, headline=headline), weights)
        self.odds = [
            lower(block, p) if often else p
            for block, p, often in zip(self.blocks, odds, self.repeated, strict=True)
        ]

    def _rule(self, block: Block) -> LinePattern | None:
        line = straight(block.text)
        return next((r for r in self.rules if r.takes(line)), None)

    def undecided(self) -> list[int]:
        """Blocks that are still taken for the article."""
        return [i for i, label in enumerate(self.labels) if label is None]

    def first_prose(self) -> int:
        """First undecided block that is prose; the number of blocks where there is none."""
        return next((i for i in self.undecided() if is_prose(self.blocks[i].text)), len(self.blocks))

    def group(self, i: int) -> list[int]:
        """Blocks in the same run of lines without a blank line between them."""
        first = i
        while first > 0 and self.blocks[first].gap == 0:
            first -= 1
        last = i
        while last + 1 < len(self.blocks) and self.blocks[last + 1].gap == 0:
            last += 1
        return list(range(first, last + 1))

    def drop(self, i: int, label: Label) -> None:
        """Label a block that is not the article; a first finding stands."""
        if self.labels[i] is None:
            self.labels[i] = label


def find_headline(lines: Lines) -> int | None:
    """Headline of a text dump: its first line that is no furniture, if it does not end like a sentence.

    Followed by a blank line, it may end in a question or exclamation mark.
    """
    for i, block in enumerate(lines.blocks):
        if lines.labels[i] is not None or lines.found[i] is not None or block.kind == "item":
            continue
        if lines.repeated[i]:
            continue
        if _is_outlet(lines, i):
            lines.drop(i, "menu")
            continue
        if len(block.text) > MAX_HEADLINE or len(block.text.split()) < 2:  # noqa: PLR2004 - a lone word is a menu
            return None
        apart = i + 1 < len(lines.blocks) and lines.blocks[i + 1].gap > 0
        rest = [b for b in lines.blocks[i + 1 :] if is_prose(b.text)]
        ends = re.search(r"[.…;,]\s*[\"»”]?\s*$" if apart else STOP, block.text)
        return i if rest and not ends else None
    return None


def _is_outlet(lines: Lines, i: int) -> bool:
    """Tell whether a first line of few words opens a dateline too: « Le Phare », « Le Phare Publié le … »."""
    name = lines.blocks[i].text
    if len(name.split()) > MAX_OUTLET or not lines.blocks[i + 1 :]:
        return False
    beside = zip(lines.blocks[i + 1 :], lines.labels[i + 1 :], strict=True)
    return any(label == "byline" and block.text.startswith(f"{name} ") for block, label in beside)


def label_lines(lines: Lines, headline: int | None) -> list[Label]:
    """Label every block of a page.

    Args:
        lines: Blocks and rules; `labels` already says what the extractor left out.
        headline: Block that holds the headline, or None.
    """
    if headline is not None:
        lines.drop(headline, "headline")
    for step in _STEPS:
        step(lines)
    return [label if label is not None else "body" for label in lines.labels]


def _announces(line: str, end: int) -> bool:
    rest = line[end:].strip()
    return not rest or rest[0] in ':>→|–-»«"“' or rest[:1].isupper() or not FULL_STOP.search(rest)


def _by_rule(lines: Lines) -> None:
    for i in lines.undecided():
        rule = lines.found[i]
        if rule is not None and rule.role not in {"faq", "tail"}:
            lines.drop(i, rule.label)
        elif POSITION.fullmatch(lines.blocks[i].text) and lines.blocks[i].tag not in CELLS:
            lines.drop(i, "caption")
        elif COUNTER.fullmatch(lines.blocks[i].text) and lines.blocks[i].tag not in CELLS:
            lines.drop(i, "share")


def _by_markup(lines: Lines) -> None:
    """What the elements say: links that stand alone, captions, share bars."""
    if not lines.is_markup:
        return
    undecided = lines.undecided()
    often = _hinted_wholly(lines, undecided)
    for i in undecided:
        block = lines.blocks[i]
        if block.kind == "title":
            lines.drop(i, "headline")
        elif len(block.text) > MAX_FURNITURE:
            continue
        elif block.hint in HINTED and block.hint not in often:
            lines.drop(i, HINTED[block.hint])
        elif block.linked >= LINKED and not FULL_STOP.search(block.text) and lines.odds[i] < LIKELY:
            lines.drop(i, "teaser")


def _hinted_wholly(lines: Lines, undecided: Sequence[int]) -> set[str | None]:
    """Hints that are a class of the whole article: on many blocks, and on more prose than stands without."""
    often = Counter(lines.blocks[i].hint for i in undecided)
    prose = Counter(lines.blocks[i].hint for i in undecided if is_prose(lines.blocks[i].text))
    bare = sum(n for hint, n in prose.items() if hint not in HINTED)
    return {hint for hint, n in often.items() if hint != "caption" and n > MAX_HINTED and prose[hint] > bare}


HINTED: dict[str, LeftOutLabel] = {
    "byline": "byline", "date": "byline", "caption": "caption", "share": "share", "comments": "comments",
    "cookie": "cookie", "menu": "menu", "tags": "tags", "author_box": "author_box",
}  # fmt: skip


def _teasers_before(lines: Lines) -> None:
    """« Lire la suite → » closes a teaser: its excerpt and its headline stand before it."""
    for i, rule in enumerate(lines.found):
        if rule is None or rule.role != "closer" or i == 0:
            continue
        before = i - 1
        excerpt = lines.blocks[before].text
        if lines.blocks[i].gap and not excerpt.endswith(("...", "…")):
            continue
        lines.drop(before, "teaser")
        if before > 0 and _is_headline_like(lines.blocks[before - 1].text):
            lines.drop(before - 1, "teaser")


def _is_headline_like(text: str) -> bool:
    return len(text) <= MAX_HEADLINE and not re.search(r"[.…;:][\"»”’)\]\s]*$", text)


def _teasers_after(lines: Lines) -> None:
    """« À lire aussi » alone on its line announces headlines on the next ones."""
    for i, rule in enumerate(lines.found):
        if rule is None or rule.role != "opener" or not _stands_alone(lines.blocks[i].text, rule):
            continue
        for j in range(i + 1, len(lines.blocks)):
            text = lines.blocks[j].text
            if lines.labels[j] is None and (FULL_STOP.search(text) or len(text) > MAX_FURNITURE):
                break
            lines.drop(j, "teaser")


def _stands_alone(text: str, rule: LinePattern) -> bool:
    found = rule.pattern.match(straight(text))
    return found is not None and not text[found.end() :].strip(" :>→|…")


def _head_groups(lines: Lines) -> None:
    """Lines that stand with furniture above the article: image titles, captions, switches of language."""
    if lines.is_markup or sum(b.gap > 0 for b in lines.blocks) < MENU_RUN:
        return
    start = next((i for i, b in enumerate(lines.blocks) if len(b.text) > MAX_FURNITURE), len(lines.blocks))
    headline = next(
        (fold(b.text) for b, x in zip(lines.blocks, lines.labels, strict=True) if x == "headline"), ""
    )
    for i in range(start):
        group = lines.group(i)
        if len(group) == 1 or group[0] != i or any(len(lines.blocks[j].text) > MAX_FURNITURE for j in group):
            continue
        again = any(_repeats(lines.blocks[j].text, headline) for j in group)
        signs = again or any(lines.labels[j] not in WITHIN for j in group)
        if signs and headline and lines.labels[group[0]] != "headline":
            for j in group:
                if again or not is_sentence(lines.blocks[j].text):
                    lines.drop(j, "menu" if lines.blocks[j].kind == "item" else "caption")


def _dated_lists(lines: Lines) -> None:
    """Headlines with their day or hour, one under the other: what else has happened."""
    dated = [_is_dated(block) for block in lines.blocks]
    for i, is_one in enumerate(dated):
        beside = [*dated[max(0, i - 1) : i], *dated[i + 1 : i + 2]]
        if is_one and any(beside) and (lines.odds[i] < LIKELY or lines.blocks[i].linked >= LIKELY):
            lines.drop(i, "teaser")


def _is_dated(block: Block) -> bool:
    text = block.text
    return (
        len(text) <= MAX_FURNITURE
        and block.kind != "heading"
        and DATED.match(text) is not None
        and not FULL_STOP.search(text.removesuffix("?").removesuffix("!"))
    )


def _author_boxes(lines: Lines) -> None:
    """The author's name again after the article, and the lines that stand with it."""
    names = {
        fold(PREFIX.sub("", b.text)) for b, x in zip(lines.blocks, lines.labels, strict=True) if x == "byline"
    }
    for i in [i for i in lines.undecided() if i > lines.first_prose()]:
        if fold(lines.blocks[i].text) not in names:
            continue
        lines.drop(i, "author_box")
        for j in range(i + 1, min(i + 3, len(lines.blocks))):
            if lines.blocks[j].gap or len(lines.blocks[j].text) > MAX_BIO:
                break
            lines.drop(j, "author_box")


def _empty_headings(lines: Lines) -> None:
    """A heading of the markup under which nothing of the article is left."""
    kept = lines.undecided() + [
        i for i, x in enumerate(lines.labels) if x in {"heading", "faq", "standfirst"}
    ]
    kept.sort()
    for i, following in pairwise([*kept, len(lines.blocks)]):
        is_last = following == len(lines.blocks) or lines.labels[following] == "heading"
        gone = any(lines.labels[j] is not None for j in range(i + 1, following))
        if lines.blocks[i].kind == "heading" and lines.labels[i] == "heading" and is_last and gone:
            lines.labels[i] = "other"


def _repeats(text: str, headline: str) -> bool:
    return bool(headline) and len(text.split()) > 1 and fold(text) in headline


def _menus(lines: Lines) -> None:
    """Runs of very short lines before the article, and lone items or words there."""
    if lines.is_markup:
        return
    start = lines.first_prose()
    short = [i for i in range(start) if _is_menu_line(lines.blocks[i])]
    for i in short:
        run = {i - 2, i - 1, i, i + 1, i + 2} & set(short)
        if len(run) >= MENU_RUN or lines.blocks[i].kind == "item" or len(lines.blocks[i].text.split()) == 1:
            lines.drop(i, "menu")


def _is_menu_line(block: Block) -> bool:
    return len(block.text) <= MENU_LINE and not FULL_STOP.search(block.text)


def _repeated(lines: Lines) -> None:
    """A sentence that comes again: a quotation pulled out, a lead shown twice. A refrain is the author's."""
    keys = [squash(b.text) for b in lines.blocks]
    often = Counter(k for k, x in zip(keys, lines.labels, strict=True) if x is None or not lines.is_markup)
    seen: set[str] = set()
    for i, block in enumerate(lines.blocks):
        if not is_copy(block) or (lines.is_markup and lines.labels[i] is not None):
            continue
        if keys[i] in seen and often[keys[i]] < REFRAIN:
            lines.drop(i, "other")
        seen.add(keys[i])


def is_copy(block: Block) -> bool:
    """Tell whether a block that comes twice on a page is furniture the second time."""
    return len(block.text) >= MIN_REPEATED and block.kind != "item" and not block.text.endswith("?")


def _by_model(lines: Lines) -> None:
    """What no rule names and the model holds for furniture."""
    for i in lines.undecided():
        block = lines.blocks[i]
        least = UNLIKELY_SENTENCE if not lines.is_markup and is_sentence(block.text) else UNLIKELY
        rule = lines.found[i]
        if lines.odds[i] < least and (rule is None or rule.role != "faq"):
            label: Label = "teaser" if block.linked >= LINKED else "other"
            lines.drop(i, "repeated" if lines.repeated[i] else label)


def _tail(lines: Lines) -> None:
    """Nothing of the article stands after the comment form, the tags or the donation box."""
    sizes = [
        len(b.text) if x is None and is_prose(b.text) else 0
        for b, x in zip(lines.blocks, lines.labels, strict=True)
    ]
    total, before = sum(sizes), 0
    for i, rule in enumerate(lines.found):
        if rule is not None and rule.role == "tail":
            if before > 0 and before >= TAIL_SHARE * total:
                for j in range(i, len(lines.blocks)):
                    own = lines.found[j]
                    lines.drop(j, own.label if own is not None else rule.label)
                return
            lines.drop(i, rule.label)
        before += sizes[i]


def _after_end(lines: Lines) -> None:
    """Short lines of a dump after its last sentence, where furniture stands between: its tags."""
    if lines.is_markup:
        return
    kept = lines.undecided()
    last = max((i for i in kept if is_sentence(lines.blocks[i].text)), default=len(lines.blocks))
    for i in kept:
        between = any(lines.labels[j] is not None for j in range(last + 1, i))
        if i > last and between and len(lines.blocks[i].text) <= MAX_HEADING:
            lines.drop(i, "tags")


def _faq(lines: Lines) -> None:
    """A question-and-answer block goes to the end: it restates what the article says, often unattributed."""
    opened = next(
        (
            i
            for i, r in enumerate(lines.found)
            if r is not None and r.role == "faq" and lines.labels[i] is None
        ),
        None,
    )
    if opened is None or opened < lines.first_prose():
        return
    questions = [i for i in lines.undecided() if i > opened and lines.blocks[i].text.endswith("?")]
    for i in lines.undecided():
        if questions and i >= opened:
            lines.labels[i] = "faq"


def _headings(lines: Lines) -> None:
    """Crossheads: short lines without a full stop between two paragraphs."""
    kept = lines.undecided()
    for n, i in enumerate(kept[:-1]):
        block = lines.blocks[i]
        if block.kind == "heading" or (
            n > 0
            and block.kind == "paragraph"
            and len(block.text) <= MAX_HEADING
            and not STOP.search(block.text)
        ):
            lines.labels[i] = "heading"


def _standfirst(lines: Lines) -> None:
    """The paragraph under the headline, when it is set apart or does not end like a sentence."""
    kept = lines.undecided()
    if len(kept) < 2 or "headline" not in lines.labels[: kept[0]]:  # noqa: PLR2004 - a lead needs a body
        return
    first = lines.blocks[kept[0]]
    if len(first.text) > MAX_HEADLINE + 100:
        return
    apart = not lines.is_markup and lines.blocks[kept[0] + 1].gap > max(1, first.gap)
    if first.hint == "standfirst" or apart or not STOP.search(first.text):
        lines.labels[kept[0]] = "standfirst"


_STEPS: tuple[Callable[[Lines], None], ...] = (
    _by_rule,
    _by_markup,
    _teasers_before,
    _teasers_after,
    _head_groups,
    _menus,
    _dated_lists,
    _author_boxes,
    _repeated,
    _tail,
    _by_model,
    _after_end,
    _faq,
    _standfirst,
    _headings,
    _empty_headings,
)
