"""`make bench ARGS=pages`: the article of real pages, recoupe's cleaning beside the extractors known for it.

All read the same decoded pages in one process, one after the other; figures are those of `score_pages.py`,
milliseconds are CPU time a page. recoupe's time holds everything that `clean` does: decoding, metadata, day
of publication, language, labels and places of every block. Peers are a dependency group of their own
(`peers`); those that are not installed are left out, and said so. newspaper4k is in no group, for it would
hold back what the program itself depends on: `uv pip install --target FOLDER newspaper4k`, with FOLDER at the
end of PYTHONPATH.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import signal
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from recoupe.lang import packs
from recoupe.records import Article, Page
from recoupe.stages.clean import clean
from recoupe.text.page.decode import decode
from tests.eval.measures import MissingGold
from tests.eval.pages import SETS, contents, row_of, score

Row = dict[str, str | None]
LIMIT_S = 20  # newspaper4k was once stopped after ten minutes
Extract = Callable[[str, bytes], Row | None]


def main(arguments: list[str]) -> int:
    """Print one table a set."""
    parser = argparse.ArgumentParser(prog="bench pages", description=__doc__)
    parser.add_argument(
        "sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all when none is named"
    )
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)  # peers report every page that they cannot read
    found = {name: make() for name, (module, make) in EXTRACTORS.items() if importlib.util.find_spec(module)}
    for name in EXTRACTORS.keys() - found.keys():
        sys.stdout.write(f"{name}: not installed, left out (uv sync --group peers)\n")
    for name in options.sets or SETS:
        try:
            report(name, found)
        except MissingGold as missing:
            sys.stdout.write(f"{name}: skipped, {missing} is not here\n")
    return 0


def report(name: str, found: dict[str, Extract]) -> None:
    """Run every extractor over one set."""
    pages = list(contents(name))
    sys.stdout.write(f"\n{name}, {len(pages)} pages\n")
    for extractor, extract in found.items():
        rows, times, empty = [], [], 0
        for page_id, content in pages:
            began = time.process_time()
            row = limited(extract, page_id, content)
            times.append(time.process_time() - began)
            empty += row is None or not row["text"]
            rows += [row] if row is not None else []
        with TemporaryDirectory() as work:
            figures = score(name, rows, Path(work))
        listed = "  ".join(f"{key} {value:.3f}" for key, value in figures.items())
        mean, median = 1000 * statistics.mean(times), 1000 * statistics.median(times)
        sys.stdout.write(f"  {extractor:22} {listed}  empty {empty}  ms {mean:.0f} (median {median:.0f})\n")


def limited(extract: Extract, page_id: str, content: bytes) -> Row | None:
    """One page; None when the extractor breaks on it, or is not done in time."""
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(LIMIT_S)
    try:
        return extract(page_id, content)
    except (AttributeError, ImportError, LookupError, OSError, RuntimeError, TypeError, ValueError):
        return None
    finally:
        signal.alarm(0)


def _stop(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"signal {number}")


def _row(page_id: str, text: str | None, **known: str | None) -> Row:
    rest = {"headline": None, "byline": None, "published_at": None}
    return {"kind": "article", "page": f"{page_id}.html", "text": text or "", **rest, **known}


def _decoded(content: bytes) -> str:
    found = decode(content)
    return found[0] if found is not None else ""


def _recoupe() -> Extract:
    known = packs()

    def extract(page_id: str, content: bytes) -> Row | None:
        page = Page(id=page_id, location=f"{page_id}.html", media_type="html", sha256="", content=content)
        made = clean(page, packs=known)
        return row_of(made) if isinstance(made, Article) else None

    return extract


def _trafilatura(*, precision: bool) -> Extract:
    from trafilatura import bare_extraction

    def extract(page_id: str, content: bytes) -> Row:
        made = bare_extraction(
            _decoded(content), include_comments=False, favor_precision=precision, with_metadata=True
        )
        if made is None or isinstance(made, dict):
            return _row(page_id, None)
        return _row(page_id, made.text, headline=made.title, byline=made.author, published_at=made.date)

    return extract


def _readability() -> Extract:
    from lxml.html import fromstring
    from readability import Document

    def extract(page_id: str, content: bytes) -> Row:
        document = Document(_decoded(content))
        try:
            summary = fromstring(document.summary())
        except (ValueError, TypeError):  # what it makes of a page without a body is no document
            return _row(page_id, None)
        return _row(page_id, " ".join(summary.itertext()), headline=document.title())

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    def extract(page_id: str, content: bytes) -> Row:
        return _row(page_id, extract_plain_text(_decoded(content), main_content=True))

    return extract


def _newspaper() -> Extract:
    from newspaper import Article as Newspaper

    def extract(page_id: str, content: bytes) -> Row:
        made = Newspaper(url=f"https://page.example/{page_id}")
        made.download(input_html=_decoded(content))
        made.parse()
        at = made.publish_date.isoformat() if hasattr(made.publish_date, "isoformat") else None
        return _row(page_id, made.text, headline=made.title, byline=", ".join(made.authors), published_at=at)

    return extract


# name -> the module that must be there, and what makes its function
EXTRACTORS: dict[str, tuple[str, Callable[[], Extract]]] = {
    "recoupe": ("recoupe", _recoupe),
    "trafilatura": ("trafilatura", lambda: _trafilatura(precision=False)),
    "trafilatura precision": ("trafilatura", lambda: _trafilatura(precision=True)),
    "readability-lxml": ("readability", _readability),
    "resiliparse": ("resiliparse", _resiliparse),
    "newspaper4k": ("newspaper", _newspaper),
}
