"""Cleaning alone over real pages: body, segments and metadata, as `score_pages.py` scores an export.

Pages are read from files as the program reads them, without a manifest, and only `clean` is run: nothing
after it changes text, headline, byline or a stated day. So the sets take half a minute instead of many.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from recoupe.inputs.files import read_paths
from recoupe.lang import packs
from recoupe.records import Article, Page
from recoupe.stages.clean import clean
from tests.eval.measures import EVAL, MissingGold, scorer
from tests.gold import SHARED

Figures = dict[str, float]
SETS = ("french-hand", "fundus", "scrapinghub-aeb", "trafilatura-fr")
FIGURE = re.compile(r"(bag|shingle|segments|title|date|authors) ([\d.]+)")


def folder_of(name: str) -> Path:
    """Folder of one public set.

    Raises:
        MissingGold: If it is not on this machine.
    """
    folder = EVAL / "public" / "pages" / name
    if not folder.exists():
        raise MissingGold(str(folder))
    return folder


def files() -> list[Path]:
    """Everything that the figures depend on."""
    root = EVAL / "public" / "pages"
    return [EVAL / "score_pages.py", *root.rglob("gold.jsonl"), *root.rglob("*.html.gz")]


def contents(name: str) -> Iterator[tuple[str, bytes]]:
    """Id and bytes of every page of a set."""
    for file in sorted((folder_of(name) / "html").glob("*.html.gz")):
        yield file.name.removesuffix(".html.gz"), gzip.decompress(file.read_bytes())


def measure(work: Path) -> Figures:
    """All public sets, the invented corpus without its manifest, and French pages as text dumps."""
    figures: Figures = {}
    for name in SETS:
        pages = work / name
        pages.mkdir()
        for page_id, content in contents(name):
            (pages / f"{page_id}.html").write_bytes(content)
        rows = [row_of(a) for a in cleaned(pages)]
        figures |= {f"{name}.{key}": value for key, value in score(name, rows, work).items()}
    return {**figures, **_bare_corpus(work / "corpus")}


def cleaned(pages: Path) -> Iterator[Article]:
    """Articles of a folder."""
    known = packs()
    for page in read_paths([pages]):
        made = clean(page, packs=known) if isinstance(page, Page) else page
        if isinstance(made, Article):
            yield made


def row_of(article: Article) -> dict[str, str | None]:
    """What the scorer reads of an article."""
    return {
        "kind": "article",
        "page": article.page,
        "text": article.text,
        "headline": article.headline,
        "byline": article.byline,
        "published_at": article.published.at if article.published else None,
    }


def score(name: str, rows: list[dict[str, str | None]], work: Path) -> Figures:
    """Figures of one set for rows of any extractor."""
    export = work / f"{name}.ndjson"
    export.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    # in a process of its own: the scorer leaves its files open
    scoring = [sys.executable, str(EVAL / "score_pages.py"), str(folder_of(name)), str(export)]
    printed = subprocess.run(scoring, check=True, capture_output=True, text=True).stdout
    return {key: float(value) for key, value in FIGURE.findall(printed)}


def _bare_corpus(work: Path) -> Figures:
    """The invented corpus as files without a manifest: is the article all there, and its day known?"""
    with redirect_stdout(io.StringIO()):
        scorer("render").main(str(SHARED / "corpus"), str(work))
    (work / "manifest.csv").unlink()
    gold = {
        article["id"]: article
        for story in sorted((SHARED / "corpus").glob("*.json"))
        for article in json.loads(story.read_text("utf-8"))["articles"]
    }
    articles = {Path(a.page).stem: a for a in cleaned(work)}
    whole = [
        _words(" ".join(g["paragraphs"])) == _words(articles[i].text)
        for i, g in gold.items()
        if i in articles
    ]
    dated = [
        found.published is not None and found.published.at[:16] == gold[i]["published"][:16]
        for i, found in articles.items()
    ]
    return {"bare.whole": sum(whole) / len(gold), "bare.published": sum(dated) / len(gold)}


def _words(text: str) -> list[str]:
    return text.split()
