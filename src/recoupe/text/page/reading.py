"""A page taken apart: what it looks like to a reader, line by line, and what its head says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from recoupe.records import LeftOutLabel, Page, ParagraphLabel, Reason
from recoupe.text.normalise import fold
from recoupe.text.page import markup
from recoupe.text.page.blocks import Block, Head, Visible, is_prose
from recoupe.text.page.decode import decode
from recoupe.text.page.extract import choose, extract, is_hidden
from recoupe.text.page.furniture import Label, Lines, find_headline, label_lines
from recoupe.text.page.lexicon import Lexicon
from recoupe.text.page.lines import read_lines
from recoupe.text.page.metadata import (
    META_AUTHOR,
    PARENTHESIS,
    Title,
    Words,
    dateline,
    headline_of,
    is_name,
    meta,
)
from recoupe.text.page.pagedate import find_days
from recoupe.text.page.signature import is_person, is_signature, is_signed
from recoupe.text.page.stated import find_body, read_body
from recoupe.text.page.structured import Structured, read_structured

MAX_BYTES = 10_000_000  # raw; article pages of the public sets have at most 1,500,000, most of it scripts
MAX_MARKUP = 1_500_000  # characters after scripts are taken out: extraction takes 3 s a megabyte
MAX_TAGS = 100_000  # by a count of « < », scripts included; pages of the public sets have at most 5,300
BULKY = 300_000  # characters above which scripts are taken out before extraction
MAX_LINES = 20_000  # of a text dump, and characters: a long article has 300 and 100,000
MAX_TEXT = 1_000_000
MAX_LINKS = 20_000  # extraction takes over 40 s at 200,000; the public sets have at most 610
MAX_DEPTH = 2_000  # by a scan that forgives no unclosed tag: the public sets reach 484, mostly under 100
DATELINE_WITHIN = 14  # visible lines after the headline among which the day of publication is looked for
MAX_DATELINE = 140  # characters
MAX_CAPTION = 300  # characters of a caption with its credit
BETWEEN = re.compile(r"\s+[|·•–—>/-]\s+")  # « Accueil | Par Jeanne Morvan | 6 mai 2025 »
MAX_BESIDE_DAY = 4  # words on either side of the day beside a name: « Mis en ligne le », « (avec AFP) »
MAX_UNLIKE = 40  # characters of punctuation and spaces by which two writings of a headline differ
MISSED = 0.8  # odds from which a block that the extractor left out is taken: held out, best of .5, .7, .8, .9
KEPT: tuple[ParagraphLabel, ...] = ("body", "standfirst", "heading", "faq")


class Refused(Exception):
    """A page that gives no article; caught by `clean`, which makes a rejection of it."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A page taken apart.

    Attributes:
        visible: All its blocks.
        labels: One label a block.
        title: Headline, as its head or its first line states it.
    """

    visible: Visible
    labels: tuple[Label, ...]
    head: Head
    structured: Structured
    title: Title
    is_markup: bool

    def left_out(self) -> list[Block]:
        """Blocks that are not the article."""
        return [b for b, x in zip(self.visible.blocks, self.labels, strict=True) if x not in KEPT]

    def labelled(self, label: Label) -> list[Block]:
        """Blocks with one label."""
        return [b for b, x in zip(self.visible.blocks, self.labels, strict=True) if x == label]


def read(page: Page, lexicon: Lexicon, repeated: frozenset[bytes] = frozenset()) -> tuple[Reading, str]:
    """Take a page apart.

    Args:
        page: Bytes with what the way in knows about them.
        lexicon: Of all languages.
        repeated: Marks of lines that the page's outlet repeats.

    Returns:
        Its labelled blocks, and the codec with which it was decoded.

    Raises:
        Refused: If the page is too much to read, or has no text.
    """
    text, charset = _decoded(page)
    made = _read_html if page.media_type == "html" else _read_text
    return made(text, lexicon, repeated), charset


def skim(page: Page, lexicon: Lexicon) -> Reading:
    """Take a page apart without asking which of its blocks are the article: every label of markup is `other`.

    Raises:
        Refused: If the page is too much to read, or has no text.
    """
    text, _ = _decoded(page)
    if page.media_type != "html":
        return _read_text(text, lexicon, frozenset())
    _within_limits(text)
    head, structured, visible = _seen(text, lexicon.hints)
    title = headline_of(head, structured, [b.text for b in visible.blocks if b.kind == "title"])
    labels: list[Label] = ["other"] * len(visible.blocks)
    return Reading(
        visible=visible, labels=tuple(labels), head=head, structured=structured,
        title=title, is_markup=True,
    )  # fmt: skip


def _decoded(page: Page) -> tuple[str, str]:
    """A page's characters, and the codec."""
    if not page.content.strip():
        raise Refused("empty", "no bytes but white space")
    if len(page.content) > MAX_BYTES:
        raise Refused("too_large", f"{len(page.content)} bytes, at most {MAX_BYTES} are read")
    decoded = decode(page.content, page.charset)
    if decoded is None:
        raise Refused("binary", "the bytes are no text in any charset")
    return decoded


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """A page with markup before its blocks are labelled: what the extractor chose, what the head says."""

    visible: Visible
    head: Head
    structured: Structured
    title: Title


def take_apart(decoded: str, hints: Mapping[str, str]) -> Parts:
    """Read head and blocks of a page with markup.

    Args:
        decoded: The page's characters.
        hints: What a word in an element's class, id or itemprop says about its content.

    Raises:
        Refused: If the page is too much to read, or has no text.
    """
    slim = _within_limits(decoded)
    head, structured, visible = _seen(decoded, hints)
    blocks = _chosen(decoded, slim, visible, structured.body)
    title = headline_of(head, structured, [b.text for b in blocks if b.kind == "title"])
    return Parts(
        visible=Visible(mapped=visible.mapped, blocks=_one_title(blocks, title.text)),
        head=head, structured=structured, title=title,
    )  # fmt: skip


def _seen(decoded: str, hints: Mapping[str, str]) -> tuple[Head, Structured, Visible]:
    """What a page with markup says of itself, and what it shows."""
    head = markup.read_head(decoded)
    visible = markup.read_blocks(decoded, hints=hints)
    if not visible.blocks:
        raise Refused("no_text", "no visible text in the markup")
    return head, read_structured(head.structured), visible


def _read_html(decoded: str, lexicon: Lexicon, repeated: frozenset[bytes]) -> Reading:
    parts = take_apart(decoded, lexicon.hints)
    blocks, headline = parts.visible.blocks, parts.title.text
    lines = Lines(blocks, lexicon.rules, is_markup=True, repeated=repeated)
    lines.weigh(lexicon.model.markup, headline or "")
    _drop_datelines(lines, lexicon.words)
    written = meta(parts.head, META_AUTHOR)
    _drop_signatures(lines, lexicon.words, [*parts.structured.authors, *([written] if written else [])])
    _leave_unchosen(lines)
    at = _place_of(headline, blocks)
    return Reading(
        visible=parts.visible, labels=tuple(label_lines(lines, at)), head=parts.head,
        structured=parts.structured, title=parts.title, is_markup=True,
    )  # fmt: skip


def _chosen(decoded: str, slim: str, visible: Visible, body: str | None) -> tuple[Block, ...]:
    """The page's blocks, those of the article marked; a body that is stated and not shown comes last."""
    if body is not None and is_hidden(visible, body) and (place := find_body(decoded)) is not None:
        stated = read_body(visible.mapped, decoded, *place)
        return (*visible.blocks, *stated)
    return choose(visible, extract(slim), body)


def _one_title(blocks: tuple[Block, ...], headline: str | None) -> tuple[Block, ...]:
    """Pages that write every crosshead as an h1 have one title: the headline, else the first."""
    titles = [i for i, b in enumerate(blocks) if b.kind == "title"]
    if len(titles) < 2:  # noqa: PLR2004 - one is as it should be
        return blocks
    same = _place_of(headline, [blocks[i] for i in titles])
    kept = titles[same or 0]
    return tuple(
        msgspec.structs.replace(b, kind="heading") if i in titles and i != kept else b
        for i, b in enumerate(blocks)
    )


def _place_of(headline: str | None, blocks: Sequence[Block]) -> int | None:
    """First block that says the headline, whatever its case, accents and punctuation."""
    wanted = fold(headline or "")
    near = (i for i, b in enumerate(blocks) if abs(len(b.text) - len(headline or "")) <= MAX_UNLIKE)
    return next((i for i in near if wanted and fold(blocks[i].text) == wanted), None)


def _within_limits(decoded: str) -> str:
    """Refuse, by linear scans, what would keep a parser busy; give the markup to extract from."""
    n_tags = decoded.count("<")
    slim = markup.without_bulk(decoded) if len(decoded) > BULKY and n_tags <= MAX_TAGS else decoded
    if (n_links := markup.count_links(slim)) > MAX_LINKS:
        raise Refused("too_many_links", f"{n_links} links, at most {MAX_LINKS} are read")
    if (deepest := markup.depth(slim)) > MAX_DEPTH:
        raise Refused("too_deep", f"elements nested {deepest} deep, at most {MAX_DEPTH} are read")
    if n_tags > MAX_TAGS:
        raise Refused("too_large", f"{n_tags} tags, at most {MAX_TAGS} are read")
    if len(slim) > MAX_MARKUP:
        raise Refused("too_large", f"{len(slim)} characters of markup, at most {MAX_MARKUP} are read")
    return slim


def _read_text(decoded: str, lexicon: Lexicon, repeated: frozenset[bytes]) -> Reading:
    if len(decoded) > MAX_TEXT or decoded.count("\n") > MAX_LINES:
        raise Refused(
            "too_large", f"{len(decoded)} characters, at most {MAX_TEXT} in {MAX_LINES} lines are read"
        )
    visible = read_lines(decoded)
    if not visible.blocks:
        raise Refused("no_text", "nothing but white space")
    lines = Lines(visible.blocks, lexicon.rules, is_markup=False, repeated=repeated)
    _drop_datelines(lines, lexicon.words)
    _drop_signatures(lines, lexicon.words)
    at = find_headline(lines)
    title = Title(text=visible.blocks[at].text, source="text") if at is not None else Title()
    lines.weigh(lexicon.model.text, title.text or "")
    labels = label_lines(lines, at)
    return Reading(
        visible=visible, labels=tuple(labels), head=Head(), structured=Structured(),
        title=title, is_markup=False,
    )  # fmt: skip


def _leave_unchosen(lines: Lines) -> None:
    """Label what the extractor left out, as well as markup and lexicon tell."""
    for i, block in enumerate(lines.blocks):
        rule = lines.found[i]
        if block.chosen or (rule is None and lines.odds[i] >= MISSED and block.kind != "title"):
            continue
        if rule is not None and rule.role != "faq":
            lines.drop(i, rule.label)
        elif block.hint in _LEFT_OUT:
            lines.drop(i, _LEFT_OUT[block.hint])
        else:
            lines.drop(i, "menu" if block.linked > 0.5 else "other")  # noqa: PLR2004 - more link than text


_LEFT_OUT: dict[str, LeftOutLabel] = {
    "byline": "byline", "date": "byline", "caption": "caption", "share": "share", "comments": "comments",
    "cookie": "cookie", "menu": "menu", "tags": "tags", "author_box": "author_box", "teaser": "teaser",
    "paywall": "paywall", "donation": "donation",
}  # fmt: skip


def _drop_datelines(lines: Lines, words: Words) -> None:
    """« La rédaction - 6 novembre 2025 à 12h00 » : a line with a day and no sentence, near the top."""
    for i in _dateline_places(lines):
        block = lines.blocks[i]
        if says_only_when(block, words):
            lines.drop(i, "byline")


def _drop_signatures(lines: Lines, words: Words, authors: Sequence[str] = ()) -> None:
    """« Propos recueillis par Jeanne Morvan », « Jeanne Morvan, avec AFP » : near the top, or at the end."""
    top = set(_dateline_places(lines))
    for i, block in enumerate(lines.blocks):
        if _is_photographed(block.text, words):
            lines.drop(i, "caption")
        if i not in top and not _ends_text(lines, i):
            continue
        # in markup a name near the top that no word introduces is a subject, or who took a picture
        bare = not lines.is_markup or (i not in top and block.chosen and block.linked == 0)
        if (
            _is_author(block.text, authors)
            or is_signed(block.text, words.signing)
            or (bare and is_signature(block.text, words.signing))
        ):
            lines.drop(i, "byline")


def _is_photographed(text: str, words: Words) -> bool:
    """Tell whether a line ends with who took a picture and for which agency: « … PAUL LEMOINE / AFP »."""
    if "/" not in text or len(text) > MAX_CAPTION:
        return False
    found = list(words.signing.agency.finditer(text))
    return bool(found) and found[-1].end() == len(text) and text[: found[-1].start()].rstrip().endswith("/")


def _is_author(text: str, authors: Sequence[str]) -> bool:
    """Tell whether a line is an author whom the head names, with no more than a role behind."""
    known = any(text == name or text.startswith(f"{name}, ") for name in authors)
    return known and len(text) <= MAX_DATELINE and not text.endswith(".")


def _ends_text(lines: Lines, i: int) -> bool:
    """Tell whether a short line follows a paragraph, and no other paragraph or name follows it."""
    blocks = lines.blocks
    if i == 0 or not (blocks[i - 1].chosen and is_prose(blocks[i - 1].text)):
        return False
    after = blocks[i + 1].text if i + 1 < len(blocks) else ""
    return not is_prose(after) and not is_person(after)


def says_only_when(block: Block, words: Words) -> bool:
    """Tell whether a line names who published when, and nothing else."""
    if len(block.text) > MAX_DATELINE or block.text.endswith("."):
        return False
    if dateline(block, words) is None:
        return False
    rest, done = [], 0
    for day in find_days(block.text, months=words.months, meridiem=words.meridiem):
        rest.append(block.text[done : day.start])
        done = day.end
    parts = (part for piece in [*rest, block.text[done:]] for part in BETWEEN.split(piece))
    bare = (_without_words(PARENTHESIS.sub("", f" {part}").strip(" -–—|·•,:/"), words) for part in parts)
    return all(is_name(part) or len(part.split()) <= MAX_BESIDE_DAY for part in bare)


def _without_words(part: str, words: Words) -> str:
    """What stands beside a day without « publié le » and « modifié le »."""
    bare = words.published.sub("", part).strip()
    if words.updated.search(bare):
        bare = words.published.sub("", words.updated.sub("", bare)).strip()
    return bare


def _dateline_places(lines: Lines) -> list[int]:
    chosen = [
        i for i, b in enumerate(lines.blocks) if b.chosen and b.kind != "title" and len(b.text) > MAX_DATELINE
    ]
    last = chosen[1] if len(chosen) > 1 else len(lines.blocks)  # the first may be a long headline
    title = next((i for i, b in enumerate(lines.blocks[:last]) if b.kind == "title"), None)
    above = range(max(0, last - DATELINE_WITHIN), last)
    return [*range(title, min(last, title + DATELINE_WITHIN)), *above] if title is not None else [*above]
