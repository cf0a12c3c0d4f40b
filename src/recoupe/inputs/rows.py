"""NDJSON: one page a line, as scrapers give them: `{"url": …, "html": … or "text": …, "outlet": …}`."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from recoupe.inputs.inflate import Peekable, open_inflated
from recoupe.inputs.pages import MAX_BYTES, PageFacts, make_page
from recoupe.inputs.refusals import Refused, reject
from recoupe.records import Page, Rejection

MAX_LINE = 4 * MAX_BYTES  # bytes: a page whose every second character is written as an escape
TEXTS = ("html", "raw_html", "text", "content", "raw_content")  # names that scrapers give a page's words
IS_MARKUP = ("html", "raw_html")


class Line(msgspec.Struct):
    """One line; every other key is passed over."""

    url: str | None = None
    resolved_url: str | None = None
    html: str | None = None
    raw_html: str | None = None
    text: str | None = None
    content: str | None = None
    raw_content: str | None = None
    outlet: str | None = None
    site_name: str | None = None
    published: str | None = None
    date: str | None = None
    language: str | None = None
    lang: str | None = None


def read_rows(file: Peekable, location: str) -> Iterator[Page | Rejection]:
    """Read a page a line; a line that is none is a rejection (`unreadable`), blank ones are passed over.

    Args:
        file: UTF-8, as it is or compressed with gzip; read a line at a time.
        location: Path of the file; a page's own is the path with the number of its line behind a `#`.
    """
    decoder = msgspec.json.Decoder(Line)
    number = 0
    try:
        lines = open_inflated(file)
        while line := lines.readline(MAX_LINE + 1):
            number += 1
            place = f"{location}#{number}"
            if len(line) > MAX_LINE:
                yield reject(location, "too_large", f"line {number} has more than {MAX_LINE} bytes")
                return
            if line.strip():
                yield _page(line, place, decoder)
    except (Refused, OSError, ValueError) as broken:
        reason = broken.reason if isinstance(broken, Refused) else "unreadable"
        yield reject(location, reason, f"after line {number}: {broken}")


def _page(line: bytes, place: str, decoder: msgspec.json.Decoder[Line]) -> Page | Rejection:
    try:
        row = decoder.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError) as wrong:
        return reject(place, "unreadable", f"no JSON object of a page: {wrong}")
    name = next((n for n in TEXTS if getattr(row, n)), None)
    if name is None:
        return reject(place, "empty", f"none of {', '.join(TEXTS)}")
    known = PageFacts(
        url=_said(row.resolved_url or row.url),
        outlet=_said(row.outlet or row.site_name),
        published=_said(row.published or row.date),
        language=_said(row.language or row.lang),
        charset="utf-8",
    )
    content = getattr(row, name).encode("utf-8", "replace")
    return make_page(place, content, "html" if name in IS_MARKUP else "text", known)


def _said(value: str | None) -> str | None:
    return (value or "").strip() or None
