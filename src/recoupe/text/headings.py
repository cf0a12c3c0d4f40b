"""An article's headings as an article of their own, so that what reads a body can read them."""

from __future__ import annotations

import re

import msgspec

from recoupe.records import Article, HeadingLine, HeadingPart, Paragraph
from recoupe.text.casing import cased_like

# 'We lost it all', says mayor: an apostrophe before a word opens, one behind a word or a stop closes
SINGLE = re.compile(r"(?<!\w)['‘](?=[^\s'])((?:[^'\n]|(?<=\w)'(?=\w))*?[\w.,!?…])'(?!\w)")


def apart(article: Article) -> Article:
    """Lay an article's headings out as a body: each line a paragraph, marks and capitals as a body has them.

    The text is as long as `article.headings` and differs from it in letters' case, apostrophes and single
    quotation marks alone: offsets are the same.

    Args:
        article: Any article; the small letters of its text tell how a word is written.

    Returns:
        The article with its headings for text; its paragraphs stand where the lines do on the page, at 0
        where they stand nowhere.
    """
    plain = article.text.replace("’", "'")
    pieces, at = [], 0
    for line in article.heading_lines:
        written = article.headings[line.start : line.end].replace("’", "'")
        pieces.append(article.headings[at : line.start])
        marked = SINGLE.sub(r"“\1”", written)
        pieces.append(marked if line.part == "byline" else cased_like(marked, plain))
        at = line.end
    return msgspec.structs.replace(
        article,
        text="".join(pieces),
        paragraphs=tuple(_paragraph(line) for line in article.heading_lines),
        left_out=(),
        headings="",
        heading_lines=(),
    )


def _paragraph(line: HeadingLine) -> Paragraph:
    return Paragraph(
        start=line.start,
        end=line.end,
        label="body",
        page_start=line.page_start or 0,
        page_end=line.page_end or 0,
    )


def part_at(article: Article, at: int) -> HeadingPart:
    """Which part of the headings an offset of theirs stands in.

    Raises:
        StopIteration: If no line holds it.
    """
    return next(line.part for line in article.heading_lines if line.start <= at < line.end)
