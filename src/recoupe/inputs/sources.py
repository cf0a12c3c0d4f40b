"""Everything a user may name on a command line, as pages: paths, URLs, and `-` for standard input."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from recoupe.inputs.archives import read_warc
from recoupe.inputs.files import read_paths
from recoupe.inputs.inflate import Peekable, open_inflated
from recoupe.inputs.listing import read_listing
from recoupe.inputs.pages import MAX_BYTES, Once, make_page
from recoupe.inputs.refusals import Refused, reject
from recoupe.inputs.rows import read_rows
from recoupe.inputs.web import Web
from recoupe.records import Page, Rejection

STDIN = "-"
STDIN_NAME = "stdin"  # location of what came in by it
STDIN_URL = "stdin:"
SCHEMES = ("http://", "https://")


def is_url(word: str) -> bool:
    """Tell whether a word of the command line is to be fetched.

    Example:
        >>> is_url("https://phare.example/flux.xml"), is_url("flux.xml")
        (True, False)
    """
    return word.lower().startswith(SCHEMES)


def read_sources(
    words: Iterable[str], *, web: Web, stdin: Peekable | None = None
) -> Iterator[Page | Rejection]:
    """Read what a user named: first paths, then standard input, then the network.

    Args:
        words: Paths, URLs and `-`.
        web: Fetches URLs and what named lists hold; asked for nothing where neither is named.
        stdin: What `-` stands for.

    Raises:
        InputError: If a path does not exist, or a manifest cannot be read.
    """
    given = list(words)
    once = Once()
    paths = [word for word in given if word != STDIN and not is_url(word)]
    yield from read_paths(paths, lists=web.read_list, once=once)
    if STDIN in given and stdin is not None:
        yield from map(once, read_stream(stdin, web))
    if urls := [word for word in given if is_url(word)]:
        yield from map(once, web.read_urls(urls))


def read_stream(stream: Peekable, web: Web) -> Iterator[Page | Rejection]:
    """Read a stream as what its first bytes show: an archive, rows, a list, addresses, a page or a dump.

    Args:
        stream: As it is, or compressed with gzip.
        web: Fetches what a list names, or addresses one a line.
    """
    try:
        opened = open_inflated(stream)
        buffered = opened if isinstance(opened, io.BufferedReader) else None
        head = buffered.peek(64).lstrip(b"\xef\xbb\xbf \t\r\n") if buffered is not None else b""
        if buffered is not None and head.startswith(b"WARC/"):
            yield from read_warc(buffered, STDIN_NAME)
        elif buffered is not None and head.startswith(b"{") and b"jsonfeed" not in buffered.peek(512):
            yield from read_rows(buffered, STDIN_NAME)
        else:
            yield from _read_whole(opened.read(MAX_BYTES + 1), web)
    except Refused as refused:
        yield reject(STDIN_NAME, refused.reason, refused.detail)


def _read_whole(content: bytes, web: Web) -> Iterator[Page | Rejection]:
    lines = [line.strip() for line in content.decode("utf-8", "replace").splitlines() if line.strip()]
    if lines and all(is_url(line) and " " not in line for line in lines):
        yield from web.read_urls(lines)
    elif read_listing(content, STDIN_URL) is not None:
        yield from web.read_list(content, STDIN_URL)
    else:
        yield make_page(STDIN_NAME, content, "html")
