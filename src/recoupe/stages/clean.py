"""A page's article: its text with metadata, and everything else that stood there, labelled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from recoupe.ids import make_id
from recoupe.lang.blocks import page_lexicon
from recoupe.lang.outlets import Outlets, shipped
from recoupe.lang.pack import LanguagePack
from recoupe.records import (
    Article,
    Known,
    LeftOut,
    LeftOutLabel,
    Page,
    Paragraph,
    ParagraphLabel,
    Reason,
    Rejection,
    Repeated,
)
from recoupe.text.normalise import straight
from recoupe.text.page.blocks import Block, is_prose, is_sentence
from recoupe.text.page.cuts import cut_caption, cut_teasers, is_broken, keep_ranges
from recoupe.text.page.description import Facts, describe
from recoupe.text.page.furniture import Label
from recoupe.text.page.headings import join_headings
from recoupe.text.page.language import detect, primary
from recoupe.text.page.lexicon import Lexicon
from recoupe.text.page.metadata import domain_of
from recoupe.text.page.reading import KEPT, Reading, Refused, read
from recoupe.text.page.repetition import split
from recoupe.text.spans import Range, strip

VERSION = 6

MIN_CHARS_MARKUP = 120  # of an article's text: what extraction gives below is a notice or a login form
MIN_CHARS_TEXT = 60  # of a text dump, which a person saved on purpose: local briefs have 100
NOTE_WITHIN = 300  # characters at the end of the text among which a note of translation may stand
MERGED: tuple[Label, ...] = ("menu", "other")  # neighbours become one block: pages have hundreds
# « … », “…”, "…"
QUOTED = re.compile(r"«[^»]{0,600}»|“[^”]{0,600}”|\"[^\"]{0,600}\"")


def clean(
    page: Page,
    *,
    packs: Mapping[str, LanguagePack],
    outlets: Outlets | None = None,
    repeated: Repeated | None = None,
) -> Article | Rejection:
    """Cut the article out of a page.

    Text is normalised (NFC, plain spaces, nothing invisible); every paragraph and every left-out block knows
    its range of the decoded page, whose characters give the same words again (`text.markup.read_blocks`).

    Args:
        page: Bytes with what the way in knows about them.
        packs: Every language's boilerplate tables are used on every page: templates mix languages.
        outlets: Facts about outlets, families and agencies; None: those that are shipped.
        repeated: Lines of the page that its outlet repeats; None where none is known.

    Returns:
        The article, or a rejection with its reason when the page holds none that can be read.
    """
    try:
        marks = split(repeated.marks) if repeated is not None else frozenset()
        return _article(page, packs, outlets or shipped(), marks)
    except Refused as refused:
        return refuse(page, refused.reason, refused.detail)


def refuse(page: Page, reason: Reason, detail: str) -> Rejection:
    """Make the rejection of a page."""
    return Rejection(
        id=make_id("rejection", page.id, reason),
        page=page.location,
        reason=reason,
        detail=detail,
        page_id=page.id,
    )


def _article(
    page: Page, packs: Mapping[str, LanguagePack], outlets: Outlets, repeated: frozenset[bytes]
) -> Article:
    lexicon = page_lexicon(packs)
    reading, charset = read(page, lexicon, repeated)
    pieces = _pieces(reading, lexicon)
    text, paragraphs = _assemble(pieces)
    _check(text, pieces, reading)
    language, spoken = _language(page, reading, text)
    facts = describe(page, reading, lexicon.words)
    domain = domain_of(facts.url)
    home = domain_of(reading.head.canonical) or domain
    outlet = outlets.shown_name(facts.outlet, facts.outlet_from, home)
    with_words = [word for code in sorted(packs) for word in packs[code].boilerplate.with_agency]
    credit = facts.credit or _credit(facts, text, reading, outlets, with_words)
    headings, heading_lines = join_headings(reading, facts.byline, paragraphs, text)
    return Article(
        id=make_id("article", page.id),
        page_id=page.id,
        page=page.location,
        outlet=outlet,
        outlet_from=facts.outlet_from,
        language=language,
        text=text,
        paragraphs=paragraphs,
        left_out=_left_out(reading, lexicon),
        charset=charset,
        headline=reading.title.text,
        byline=facts.byline,
        credit=credit,
        wire=outlets.agency_of(credit) or outlets.agency_called(outlet) or outlets.agency_at(domain),
        family=outlets.family_of(outlet, home),
        domain=domain,
        url=facts.url,
        published=facts.published,
        translated_from=_translated_from(reading, text, packs.get(language)),
        known=(*facts.known, spoken),
        updated=facts.updated,
        access=facts.access,
        headings=headings,
        heading_lines=heading_lines,
    )


def _credit(
    facts: Facts, text: str, reading: Reading, outlets: Outlets, with_words: Sequence[str]
) -> str | None:
    """A wire credit in the lines that sign, at the head or the end of the text, or as its source."""
    signed = [facts.byline or "", *(b.text for b in reading.labelled("byline"))]
    sources = [b.text for b in reading.labelled("source_link")]
    for lines in (*([line] for line in signed), text.split("\n\n"), *([line] for line in sources)):
        if credit := outlets.find_credit(lines, words=with_words):
            return credit
    return None


class _Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A kept line, or the part of one that a cut left."""

    text: str
    label: ParagraphLabel
    page_start: int
    page_end: int


def _pieces(reading: Reading, lexicon: Lexicon) -> list[_Piece]:
    """Kept lines in order: teasers cut out of them, joined where broken after initials."""
    pieces: list[_Piece] = []
    for block, label in zip(reading.visible.blocks, reading.labels, strict=True):
        if label not in KEPT:
            continue
        cuts = [cut for cut, _ in _cuts(block, lexicon)]
        for first, last in keep_ranges(block.text, cuts):
            # « Le maire a refusé. À LIRE AUSSI. Un autre titre » has no full stop, and is no crosshead
            is_body = bool(cuts) and label == "heading" and is_sentence(block.text[first:last])
            start, end = reading.visible.mapped.source(block.start + first, block.start + last)
            piece = _Piece(
                text=block.text[first:last],
                label="body" if is_body else label,
                page_start=start,
                page_end=end,
            )
            pieces.append(_joined(pieces.pop(), piece) if pieces and _go_on(pieces[-1], piece) else piece)
    return pieces


def _cuts(block: Block, lexicon: Lexicon) -> list[tuple[Range, LeftOutLabel]]:
    """What is cut out of a kept line, in order, and what it is."""
    months = frozenset(lexicon.words.months)
    teasers = cut_teasers(block.text, openers=lexicon.openers, months=months, links=block.links)
    captions: list[tuple[Range, LeftOutLabel]] = [(cut, "caption") for cut in cut_caption(block.text)]
    end = captions[0][0][1] if captions else 0
    return [*captions, *((cut, "teaser") for cut in teasers if cut[0] >= end)]


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


def _left_out(reading: Reading, lexicon: Lexicon) -> tuple[LeftOut, ...]:
    """Everything visible that is not kept, in page order; neighbours of one label in markup are one block."""
    out: list[LeftOut] = []
    before: Label | None = None
    for block, label in zip(reading.visible.blocks, reading.labels, strict=True):
        if label not in KEPT:
            what = _left_out_label(label)
            if reading.is_markup and label == before and label in MERGED:
                out.append(_merged(out.pop(), _left_out_block(reading, block, (0, len(block.text)), what)))
            else:
                out.append(_left_out_block(reading, block, (0, len(block.text)), what))
            before = label
            continue
        before = None
        for cut, what in _cuts(block, lexicon):
            out.append(_left_out_block(reading, block, strip(block.text, *cut), what))
    return tuple(out)


def _left_out_label(label: Label) -> LeftOutLabel:
    """The headline is left out of the text as a heading; a kept label never comes here."""
    match label:
        case "headline" | "heading" | "body" | "standfirst" | "faq":
            return "heading"
        case _:
            return label


def _left_out_block(reading: Reading, block: Block, part: Range, label: LeftOutLabel) -> LeftOut:
    start, end = reading.visible.mapped.source(block.start + part[0], block.start + part[1])
    return LeftOut(label=label, text=block.text[part[0] : part[1]], page_start=start, page_end=end)


def _merged(before: LeftOut, after: LeftOut) -> LeftOut:
    text = f"{before.text}\n{after.text}"
    return msgspec.structs.replace(before, text=text, page_end=after.page_end)


def _check(text: str, pieces: Sequence[_Piece], reading: Reading) -> None:
    """Refuse what is no article: nothing kept, no sentence, or too little."""
    if not pieces:
        raise Refused("not_an_article", f"{len(reading.visible.blocks)} visible lines, none of an article")
    least = MIN_CHARS_MARKUP if reading.is_markup else MIN_CHARS_TEXT
    if len(text) < least:
        raise Refused("too_short", f"{len(text)} characters of text, at least {least} are an article")
    if not any(is_prose(p.text) for p in pieces) and reading.is_markup:
        raise Refused("not_an_article", "no sentence among the visible lines")


def _language(page: Page, reading: Reading, text: str) -> tuple[str, Known]:
    """What the manifest says, else what the words say, else what the markup says."""
    if given := primary(page.language):
        return given, Known(field="language", source=page.stated_by, certainty="explicit")
    found, _ = detect(text)
    declared = primary(reading.structured.language) or primary(reading.head.language)
    if code := primary(found):
        return code, Known(
            field="language", source="text", certainty="explicit" if code == declared else "resolved"
        )
    if declared is None:
        raise Refused("unknown_language", "neither the page nor its words tell the language")
    return declared, Known(field="language", source="markup", certainty="assumed")


def _translated_from(reading: Reading, text: str, pack: LanguagePack | None) -> str | None:
    """Language of a translation note, else of words left over in the text outside quotation marks."""
    if pack is None:
        return None
    notes = [b.text for b in reading.left_out()]
    for note in pack.boilerplate.translated:
        if any(re.search(note.pattern, straight(n), re.IGNORECASE) for n in [*notes, text[-NOTE_WITHIN:]]):
            return note.language
    bare = " ".join(QUOTED.sub(" ", text).lower().split())
    for language, leftovers in pack.boilerplate.leftovers.items():
        if any(re.search(rf"(?<![\w'’-]){re.escape(w)}(?![\w'’-])", bare) for w in leftovers):
            return language
    return None
