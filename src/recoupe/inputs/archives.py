"""WARC and WACZ: the pages of a web archive, each as it was when it was fetched."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from recoupe.inputs.inflate import FREE, MAX_RATIO, Peekable, open_inflated
from recoupe.inputs.pages import MAX_BYTES, MEDIA_TYPES, PageFacts, make_page
from recoupe.inputs.refusals import Refused, reject
from recoupe.records import Page, Rejection

MAX_RECORDS = 1_000_000  # of one archive; a crawl's files of 1 GB hold some 50,000
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
OK = "200"


def read_warc(file: Peekable, location: str) -> Iterator[Page | Rejection]:
    """Read every HTML or text response of an archive, in its order.

    Images, scripts, requests, redirects and errors of a crawl are passed over: they are no pages. A broken
    record ends the archive, as a rejection.

    Args:
        file: The archive, as it is or compressed with gzip, at its beginning.
        location: Path of the archive; a page's own is the path with its URL behind a `#`.
    """
    try:
        for number, record in enumerate(ArchiveIterator(open_inflated(file))):
            if number >= MAX_RECORDS:
                yield reject(location, "too_large", f"more than {MAX_RECORDS} records")
                return
            if record.rec_type in {"response", "resource"}:
                yield from _page(record, location)
    except Refused as refused:
        yield reject(location, refused.reason, refused.detail)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as broken:
        yield reject(location, "unreadable", f"broken archive: {broken}")


def read_wacz(file: BinaryIO, location: str) -> Iterator[Page | Rejection]:
    """Read the archives inside a WACZ file, as `read_warc`."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = [n for n in packed.namelist() if n.startswith("archive/") and ".warc" in n]
            if not names:
                yield reject(location, "empty", "no archive/*.warc in it")
            for name in sorted(names):
                known = packed.getinfo(name)
                if known.file_size > FREE and known.file_size > MAX_RATIO * known.compress_size:
                    yield reject(f"{location}#{name}", "bomb", f"{known.file_size} bytes decompressed")
                    continue
                with packed.open(known) as inner:
                    yield from read_warc(io.BufferedReader(inner), f"{location}#{name}")  # type: ignore[type-var]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as broken:
        yield reject(location, "unreadable", f"broken archive: {broken}")


def _page(record: Any, location: str) -> Iterator[Page | Rejection]:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = record.http_headers
    stated = (headers or record.rec_headers).get_header("Content-Type") or ""
    status = headers.get_statuscode() if headers is not None else OK
    media_type = MEDIA_TYPES.get(stated.partition(";")[0].strip().lower())
    if status != OK or media_type is None or not url.startswith(("http://", "https://")):
        return
    place = f"{location}#{url}"
    content = record.content_stream().read(MAX_BYTES + 1)
    charset = CHARSET.search(stated)
    known = PageFacts(url=url, charset=charset[1] if charset else None)
    page = make_page(place, content, media_type, known)
    if isinstance(page, Page) or page.reason != "binary":  # a picture sent as a page is none
        yield page
