"""Bytes with what is known of them, as a page or a rejection: the same whatever way they came in."""

from __future__ import annotations

import hashlib

import msgspec

from recoupe.ids import make_id
from recoupe.inputs.refusals import reject
from recoupe.records import MediaType, Page, Rejection, StatedBy

MAX_BYTES = 10_000_000  # as `clean` reads at most; larger files are refused before they are read
LOOKED_AT = 1_000  # bytes that show whether a file is markup
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")
MARKUP = (b"<!doctype html", b"<html")
MEDIA_TYPES: dict[str, MediaType] = {
    "text/html": "html", "application/xhtml+xml": "html", "application/xml": "html", "text/xml": "html",
    "text/plain": "text", "": "html", "application/octet-stream": "html",
}  # fmt: skip


class PageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says about a page; None where nobody says anything. As in `Page`."""

    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    charset: str | None = None
    stated_by: StatedBy = "manifest"


NOTHING_KNOWN = PageFacts()


def make_page(
    location: str, content: bytes, media_type: MediaType, known: PageFacts = NOTHING_KNOWN
) -> Page | Rejection:
    """Make the page of some bytes.

    Args:
        location: Where they came from, as a person finds them again.
        content: The raw bytes, decompressed.
        media_type: As suffix or server say; the bytes themselves have the last word.
        known: What is known of it.
    """
    if len(content) > MAX_BYTES:
        return reject(location, "too_large", f"{len(content)} bytes, at most {MAX_BYTES} are read")
    if not content.strip():
        return reject(location, "empty", "no bytes but white space")
    if content.startswith(BINARY):
        return reject(location, "binary", "the bytes are those of a document, an image or an archive")
    sha256 = hashlib.sha256(content).hexdigest()
    return Page(
        # what a feed says of a page is no part of what it is: two feeds lead to one page
        id=make_id("page", sha256, known.url, known.outlet if known.stated_by == "manifest" else None),
        location=location,
        media_type=_by_content(content, media_type),
        sha256=sha256,
        content=content,
        **msgspec.structs.asdict(known),
    )


def _by_content(content: bytes, media_type: MediaType) -> MediaType:
    """A page saved under the other suffix is read as what it is: markup as .txt, plain lines as .html."""
    head = content[:LOOKED_AT].lower()
    if media_type == "text" and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(MARKUP):
        return "html"
    return "text" if media_type == "html" and b"<" not in content and b"\x00" not in head else media_type


class Once:
    """Passes pages on once: the same bytes of the same URL and outlet are a rejection (`duplicate`)."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}

    def __call__(self, page: Page | Rejection) -> Page | Rejection:
        """Pass a page on, or say where it was before."""
        if isinstance(page, Rejection):
            return page
        before = self._first.setdefault(page.id, page.location)
        if before == page.location:
            return page
        return reject(page.location, "duplicate", f"same bytes, URL and outlet as {before}")
