"""A page's article: its text with metadata, and everything else that stood there, labelled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.lang.boilerplate import BoilerplateTable, LineRule
from recoupe.lang.pack import LanguagePack
from recoupe.records import (
    Article,
    LeftOut,
    LeftOutLabel,
    OutletFrom,
    Page,
    Paragraph,
    ParagraphLabel,
    Published,
    Reason,
    Rejection,
)
from recoupe.text import markup
from recoupe.text.blocks import Block, Head, Visible, is_prose
from recoupe.text.cuts import cut_teasers, is_broken, keep_ranges
from recoupe.text.decode import decode
from recoupe.text.extract import choose, extract
from recoupe.text.furniture import Label, LinePattern, Lines, find_headline, label_lines
from recoupe.text.language import detect, primary
from recoupe.text.lines import read_lines
from recoupe.text.metadata import (
    META_AUTHOR,
    META_OUTLET,
    PARENTHESIS,
    Found,
    Words,
    byline_of,
    dateline,
    domain_of,
    headline_of,
    is_name,
    meta,
    published_of,
)
from recoupe.text.normalise import fold, plain, straight
from recoupe.text.pagedate import Stated
from recoupe.text.spans import Range, strip
from recoupe.text.structured import Structured, read_structured

VERSION = 1

MAX_BYTES = 10_000_000  # raw; the largest article pages of the public sets have 3 MB, most of it scripts
MAX_MARKUP = 1_500_000  # characters after scripts are taken out: extraction takes 3 s a megabyte
MAX_TAGS = 100_000  # by a count of « < », scripts included; pages of the public sets have at most 30,000
BULKY = 300_000  # characters above which scripts are taken out before extraction
MAX_LINES = 20_000  # of a text dump, and characters: a long article has 300 and 100,000
MAX_TEXT = 1_000_000
MAX_LINKS = 20_000  # extraction takes over 40 s at 200,000; front pages have about 1,000
MAX_DEPTH = 500  # elements open at once; articles have about 30, the parser's stack ends at a few thousand
MIN_CHARS_MARKUP = 120  # of an article's text: what extraction gives below is a notice or a login form
MIN_CHARS_TEXT = 60  # of a text dump, which a person saved on purpose: local briefs have 100
DATELINE_WITHIN = 14  # visible lines after the headline among which the day of publication is looked for
MAX_DATELINE = 140  # characters
MAX_BESIDE_DAY = 4  # words on either side of the day beside a name: « Mis en ligne le », « (avec AFP) »
NOTHING = r"(?!)"  # a pattern that takes nothing: a table may be empty
# « … », “…”, "…"
QUOTED = re.compile(r"«[^»]{0,600}»|“[^”]{0,600}”|\"[^\"]{0,600}\"")
KEPT: tuple[ParagraphLabel, ...] = ("body", "standfirst", "heading", "faq")


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """The boilerplate tables of all packs, compiled."""

    rules: tuple[LinePattern, ...]
    openers: tuple[re.Pattern[str], ...]
    hints: dict[str, str]
    words: Words


class _Refused(Exception):  # carries a reason, never leaves this module
    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class _Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A page taken apart: its blocks with their labels, and what its head says."""

    visible: Visible
    labels: tuple[Label, ...]
    head: Head
    structured: Structured
    headline: str | None
    site: str | None
    is_markup: bool


class _Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about an article beside its words."""

    outlet: str
    outlet_from: OutletFrom
    byline: str | None
    credit: str | None
    url: str | None
    published: Published | None


def clean(page: Page, *, packs: Mapping[str, LanguagePack]) -> Article | Rejection:
    """Cut the article out of a page.

    Text is normalised (NFC, plain spaces, nothing invisible); every paragraph and every left-out block knows
    its range of the decoded page, whose characters give the same words again (`text.markup.read_blocks`).

    Args:
        page: Bytes with what the way in knows about them.
        packs: Every language's boilerplate tables are used on every page: templates mix languages.

    Returns:
        The article, or a rejection with its reason when the page holds none that can be read.
    """
    try:
        return _article(page, packs)
    except _Refused as refused:
        return Rejection(
            id=make_id("rejection", page.id, refused.reason),
            page=page.location,
            reason=refused.reason,
            detail=refused.detail,
            page_id=page.id,
        )


def _article(page: Page, packs: Mapping[str, LanguagePack]) -> Article:
    lexicon = compile_lexicon(packs)
    decoded, charset = _decode(page)
    is_markup = page.media_type == "html"
    reading = _read_html(decoded, lexicon) if is_markup else _read_text(decoded, lexicon)
    pieces = _pieces(reading, lexicon)
    text, paragraphs = _assemble(pieces)
    _check(text, pieces, reading)
    language = _language(page, reading, text)
    facts = _describe(page, reading, lexicon.words)
    return Article(
        id=make_id("article", page.id),
        page_id=page.id,
        page=page.location,
        outlet=facts.outlet,
        outlet_from=facts.outlet_from,
        language=language,
        text=text,
        paragraphs=paragraphs,
        left_out=_left_out(reading, lexicon),
        charset=charset,
        headline=reading.headline,
        byline=facts.byline,
        credit=facts.credit or _last_credit(pieces, lexicon.words),
        domain=domain_of(facts.url),
        url=facts.url,
        published=facts.published,
        translated_from=_translated_from(reading, text, packs.get(language)),
    )


# --- bytes and markup ---------------------------------------------------------------------------------


def _decode(page: Page) -> tuple[str, str]:
    if not page.content.strip():
        raise _Refused("empty", "no bytes but white space")
    if len(page.content) > MAX_BYTES:
        raise _Refused("too_large", f"{len(page.content)} bytes, at most {MAX_BYTES} are read")
    decoded = decode(page.content)
    if decoded is None:
        raise _Refused("binary", "the bytes are no text in any charset")
    return decoded


def _read_html(decoded: str, lexicon: Lexicon) -> _Reading:
    if (n_tags := decoded.count("<")) > MAX_TAGS:
        raise _Refused("too_large", f"{n_tags} tags, at most {MAX_TAGS} are read")
    slim = markup.without_bulk(decoded) if len(decoded) > BULKY else decoded
    if len(slim) > MAX_MARKUP:
        raise _Refused("too_large", f"{len(slim)} characters of markup, at most {MAX_MARKUP} are read")
    if (n_links := markup.count_links(slim)) > MAX_LINKS:
        raise _Refused("too_many_links", f"{n_links} links, at most {MAX_LINKS} are read")
    if (deepest := markup.depth(slim)) > MAX_DEPTH:
        raise _Refused("too_deep", f"elements nested {deepest} deep, at most {MAX_DEPTH} are read")
    head = markup.read_head(decoded)
    structured = read_structured(head.structured)
    visible = markup.read_blocks(decoded, hints=lexicon.hints)
    if not visible.blocks:
        raise _Refused("no_text", "no visible text in the markup")
    blocks = choose(visible, extract(slim), structured.body)
    titles = [b.text for b in blocks if b.kind == "title"]
    headline, site = headline_of(head, structured, titles)
    lines = Lines(blocks, lexicon.rules, is_markup=True)
    _leave_unchosen(lines)
    _drop_datelines(lines, lexicon.words)
    at = next((i for i, b in enumerate(blocks) if headline and fold(b.text) == fold(headline)), None)
    labels = label_lines(lines, at)
    return _Reading(
        visible=Visible(mapped=visible.mapped, blocks=blocks), labels=tuple(labels), head=head,
        structured=structured, headline=headline, site=site, is_markup=True,
    )  # fmt: skip


def _read_text(decoded: str, lexicon: Lexicon) -> _Reading:
    if len(decoded) > MAX_TEXT or decoded.count("\n") > MAX_LINES:
        raise _Refused(
            "too_large", f"{len(decoded)} characters, at most {MAX_TEXT} in {MAX_LINES} lines are read"
        )
    visible = read_lines(decoded)
    if not visible.blocks:
        raise _Refused("no_text", "nothing but white space")
    lines = Lines(visible.blocks, lexicon.rules, is_markup=False)
    _drop_datelines(lines, lexicon.words)
    at = find_headline(lines)
    labels = label_lines(lines, at)
    return _Reading(
        visible=visible, labels=tuple(labels), head=Head(), structured=Structured(),
        headline=visible.blocks[at].text if at is not None else None, site=None, is_markup=False,
    )  # fmt: skip


def _leave_unchosen(lines: Lines) -> None:
    """Label what the extractor left out, as well as markup and lexicon tell."""
    for i, block in enumerate(lines.blocks):
        if block.chosen:
            continue
        rule = lines.found[i]
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
        if _says_only_when(block, words):
            lines.drop(i, "byline")


def _says_only_when(block: Block, words: Words) -> bool:
    """Tell whether a line names who published when, and nothing else."""
    if len(block.text) > MAX_DATELINE or block.text.endswith("."):
        return False
    found = dateline(block, words)
    if found is None:
        return False
    before, after = (PARENTHESIS.sub("", f" {side}").strip(" -–—|·•,:/") for side in found[1:])
    return (is_name(before) or len(before.split()) <= MAX_BESIDE_DAY) and len(after.split()) <= MAX_BESIDE_DAY


def _dateline_places(lines: Lines) -> range:
    chosen = [
        i for i, b in enumerate(lines.blocks) if b.chosen and b.kind != "title" and len(b.text) > MAX_DATELINE
    ]
    last = chosen[1] if len(chosen) > 1 else len(lines.blocks)  # the first may be a long headline
    title = next((i for i, b in enumerate(lines.blocks[:last]) if b.kind == "title"), None)
    first = title if title is not None else max(0, last - DATELINE_WITHIN)
    return range(first, min(last, first + DATELINE_WITHIN) if title is not None else last)


# --- text ---------------------------------------------------------------------------------------------


class _Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A kept line, or the part of one that a cut left."""

    text: str
    label: ParagraphLabel
    page_start: int
    page_end: int


def _pieces(reading: _Reading, lexicon: Lexicon) -> list[_Piece]:
    """Kept lines in order: teasers cut out of them, joined where broken after initials."""
    pieces: list[_Piece] = []
    months = frozenset(lexicon.words.months)
    for block, label in zip(reading.visible.blocks, reading.labels, strict=True):
        if label not in KEPT:
            continue
        cuts = cut_teasers(block.text, openers=lexicon.openers, months=months)
        for first, last in keep_ranges(block.text, cuts):
            start, end = reading.visible.mapped.source(block.start + first, block.start + last)
            piece = _Piece(text=block.text[first:last], label=label, page_start=start, page_end=end)
            pieces.append(_joined(pieces.pop(), piece) if pieces and _go_on(pieces[-1], piece) else piece)
    return pieces


def _go_on(before: _Piece, piece: _Piece) -> bool:
    return before.label == piece.label == "body" and is_broken(before.text, piece.text)


def _joined(before: _Piece, piece: _Piece) -> _Piece:
    return msgspec.structs.replace(before, text=f"{before.text} {piece.text}", page_end=piece.page_end)


def _assemble(pieces: Sequence[_Piece]) -> tuple[str, tuple[Paragraph, ...]]:
    paragraphs, at = [], 0
    for piece in pieces:
        end = at + len(piece.text)
        paragraphs.append(
            Paragraph(
                start=at, end=end, label=piece.label, page_start=piece.page_start, page_end=piece.page_end
            )
        )
        at = end + 2  # the blank line
    return "\n\n".join(p.text for p in pieces), tuple(paragraphs)


def _left_out(reading: _Reading, lexicon: Lexicon) -> tuple[LeftOut, ...]:
    """Everything visible that is not kept, in page order; neighbours of one label in markup are one block."""
    out: list[LeftOut] = []
    months = frozenset(lexicon.words.months)
    for block, label in zip(reading.visible.blocks, reading.labels, strict=True):
        if label not in KEPT:
            _add_left_out(out, reading, block, (0, len(block.text)), _left_out_label(label))
            continue
        for cut in cut_teasers(block.text, openers=lexicon.openers, months=months):
            _add_left_out(out, reading, block, strip(block.text, *cut), "teaser")
    return tuple(out)


def _left_out_label(label: Label) -> LeftOutLabel:
    """The headline is left out of the text as a heading; a kept label never comes here."""
    match label:
        case "headline" | "heading" | "body" | "standfirst" | "faq":
            return "heading"
        case _:
            return label


def _add_left_out(
    out: list[LeftOut], reading: _Reading, block: Block, part: Range, label: LeftOutLabel
) -> None:
    start, end = reading.visible.mapped.source(block.start + part[0], block.start + part[1])
    text = block.text[part[0] : part[1]]
    if out and out[-1].label == label and label in ("menu", "other") and reading.is_markup:
        before = out.pop()
        start, text = before.page_start, f"{before.text}\n{text}"
    out.append(LeftOut(label=label, text=text, page_start=start, page_end=end))


def _check(text: str, pieces: Sequence[_Piece], reading: _Reading) -> None:
    """Refuse what is no article: nothing kept, no sentence, or too little."""
    if not pieces:
        raise _Refused("not_an_article", f"{len(reading.visible.blocks)} visible lines, none of an article")
    least = MIN_CHARS_MARKUP if reading.is_markup else MIN_CHARS_TEXT
    if len(text) < least:
        raise _Refused("too_short", f"{len(text)} characters of text, at least {least} are an article")
    if not any(is_prose(p.text) for p in pieces) and reading.is_markup:
        raise _Refused("not_an_article", "no sentence among the visible lines")


def _language(page: Page, reading: _Reading, text: str) -> str:
    """What the manifest says, else what the words say, else what the markup says."""
    if given := primary(page.language):
        return given
    found, _ = detect(text)
    declared = primary(reading.structured.language) or primary(reading.head.language)
    if found is None and declared is None:
        raise _Refused("unknown_language", "neither the page nor its words tell the language")
    return primary(found) or declared or "und"


# --- metadata -----------------------------------------------------------------------------------------


def _describe(page: Page, reading: _Reading, words: Words) -> _Facts:
    """Byline, credit, outlet and day of publication, from markup and from the lines left out as byline."""
    lines = [b for b, x in zip(reading.visible.blocks, reading.labels, strict=True) if x == "byline"]
    stated, named, credit = _from_lines(lines, words)
    stated = stated or _lone_day(reading, words)
    meta_author = meta(reading.head, META_AUTHOR)
    authors = ", ".join(reading.structured.authors) or (
        meta_author if meta_author and "/" not in meta_author else None
    )
    url = page.url or reading.head.canonical or meta(reading.head, ("og:url",))
    outlet, outlet_from = _outlet(page, reading, None if authors or reading.is_markup else named, url)
    byline, bracket = byline_of(authors or named or "")
    if byline is not None and fold(byline) == fold(outlet):
        byline = None
    return _Facts(
        byline=byline, credit=bracket or credit, outlet=outlet, outlet_from=outlet_from, url=url,
        published=_published(published_of(page.published, reading.head, reading.structured, stated, url)),
    )  # fmt: skip


def _from_lines(lines: Sequence[Block], words: Words) -> tuple[Stated | None, str | None, str | None]:
    """Day, name and credit that the byline lines state; the first of each."""
    stated: Stated | None = None
    named = credit = None
    for block in lines:
        found = dateline(block, words)
        text = block.text
        if found is not None:
            stated = stated or found[0]
            text = f"{found[1]} {found[2]}" if PARENTHESIS.search(found[2]) else found[1]
        name, bracket = byline_of(words.published.sub("", words.updated.sub("", text)))
        named = named or (name if name and is_name(name) else None)
        credit = credit or bracket or _credit(text, words)
    return stated, named, credit


def _lone_day(reading: _Reading, words: Words) -> Stated | None:
    """The one day that lines of the page name, wherever it stands; with several, none is sure."""
    if not reading.is_markup:
        return None
    lines = (b for b, x in zip(reading.visible.blocks, reading.labels, strict=True) if x not in KEPT)
    found = [dateline(b, words) for b in lines if _says_only_when(b, words)]
    days = {f[0].day: f[0] for f in found if f is not None}
    return next(iter(days.values())) if len(days) == 1 else None


def _credit(text: str, words: Words) -> str | None:
    found = words.credit.search(text)
    return found.group().strip(" ()") if found else None


def _outlet(page: Page, reading: _Reading, named: str | None, url: str | None) -> tuple[str, OutletFrom]:
    """The outlet, and how it is known."""
    sources: tuple[tuple[str | None, OutletFrom], ...] = (
        (page.outlet, "manifest"),
        (reading.structured.publisher, "json-ld"),
        (meta(reading.head, META_OUTLET), "site_name"),
        (reading.site or _named_above(reading, named), "text"),
        (domain_of(url), "domain"),
    )
    for value, source in sources:
        if value:
            return plain(value).strip(), source
    return _file_name(page.location), "file"


def _named_above(reading: _Reading, named: str | None) -> str | None:
    """Outlet of a dump: a list item above it where the dateline names somebody too, else whom that names."""
    if named is None:
        return None
    above = zip(reading.visible.blocks, reading.labels, strict=True)
    items = (b.text for b, x in above if b.kind == "item" and x == "menu" and len(b.text.split()) > 1)
    return next((text for text in items if is_name(text)), named)


def _file_name(location: str) -> str:
    return location.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or location


def _published(found: Found | None) -> Published | None:
    if found is None:
        return None
    day = found.value[:10]
    return Published(
        at=found.value,
        source=found.source,
        earliest=day,
        latest=day,
        certainty="resolved" if found.source == "url" else "explicit",
    )


def _last_credit(pieces: Sequence[_Piece], words: Words) -> str | None:
    """« … a-t-elle conclu. (avec AFP) » : a credit in brackets at the end of the text."""
    found = PARENTHESIS.search(pieces[-1].text)
    return _credit(found.group(), words) if found else None


def _translated_from(reading: _Reading, text: str, pack: LanguagePack | None) -> str | None:
    """Language of a translation note, else of words left over in the text outside quotation marks."""
    if pack is None:
        return None
    notes = [b.text for b, x in zip(reading.visible.blocks, reading.labels, strict=True) if x not in KEPT]
    for note in pack.boilerplate.translated:
        if any(re.search(note.pattern, straight(n), re.IGNORECASE) for n in [*notes, text[-300:]]):
            return note.language
    bare = " ".join(QUOTED.sub(" ", text).lower().split())
    for language, leftovers in pack.boilerplate.leftovers.items():
        if any(re.search(rf"(?<![\w'’-]){re.escape(w)}(?![\w'’-])", bare) for w in leftovers):
            return language
    return None


# --- tables -------------------------------------------------------------------------------------------


def compile_lexicon(packs: Mapping[str, LanguagePack]) -> Lexicon:
    """Join the boilerplate tables of all packs; compiled patterns are cached by `re`."""
    tables = [packs[code].boilerplate for code in sorted(packs)]
    rules = tuple(_pattern(rule) for table in tables for rule in table.line)
    hints = {word: label for table in tables for label, words in table.hints.items() for word in words}
    return Lexicon(
        rules=rules,
        openers=tuple(r.pattern for r in rules if r.role == "opener"),
        hints=hints,
        words=_words(tables),
    )


def _pattern(rule: LineRule) -> LinePattern:
    return LinePattern(
        role=rule.role,
        label=rule.label,
        pattern=re.compile(rule.pattern, re.IGNORECASE),
        max_chars=rule.max_chars,
    )


def _words(tables: Sequence[BoilerplateTable]) -> Words:
    agencies = "|".join(re.escape(a) for t in tables for a in sorted(t.agencies, key=len, reverse=True))
    with_agency = "|".join(re.escape(w) for t in tables for w in t.with_agency)
    published = "|".join(re.escape(w) for t in tables for w in t.published)
    updated = "|".join(re.escape(w) for t in tables for w in t.updated)
    return Words(
        months={name: n for t in tables for name, n in t.months.items()},
        meridiem={name: n for t in tables for name, n in t.meridiem.items()},
        published=re.compile(rf"\b(?:{published or NOTHING})\s*:?\s*$", re.IGNORECASE),
        updated=re.compile(rf"\b(?:{updated or NOTHING})\b", re.IGNORECASE),
        credit=re.compile(rf"(?:\b(?i:{with_agency or NOTHING}) (?:l'|the )?)?\b(?:{agencies or NOTHING})\b"),
    )
