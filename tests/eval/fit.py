"""`python -m tests.eval.fit`: fits the model of blocks, prints held-out figures, writes weights (`--write`).

Pages and gold bodies are those of three of the public sets beside the project (French by hand, fundus,
scrapinghub). They are test sets: no word of them goes into the program, only the weights of signs. Outlets
are cut into five parts; what is printed as held out was read with weights from the other four. The model of
text dumps is fitted on the visible lines of the same pages, and on their bare bodies, of which every line
stays.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import numpy as np

from recoupe.lang import packs
from recoupe.lang.blocks import page_lexicon
from recoupe.records import MediaType, Page
from recoupe.text.page.blocks import Block, Visible
from recoupe.text.page.decode import decode
from recoupe.text.page.extract import mark
from recoupe.text.page.furniture import Lines, find_headline
from recoupe.text.page.lexicon import Lexicon
from recoupe.text.page.lines import read_lines
from recoupe.text.page.model import BlockModel, Weights
from recoupe.text.page.reading import KEPT, Refused, read, take_apart
from recoupe.text.page.signs import MARKUP_SIGNS, SIGNS, Company, read_signs
from tests.eval.measures import EVAL, MissingGold, scorer

SETS = ("french-hand", "fundus", "scrapinghub-aeb")
HEAD = (
    "# How likely a block is part of its page's article: log odds that each sign adds when it is 1.",
    "# Signs are those of text/page/signs.py. Written by `python -m tests.eval.fit --write`.",
)
PARTS = 5
RIDGE = 20.0  # weight of the penalty on large weights: best of 1, 5, 20 held out
STEPS = 30  # of Newton's method; it settles in ten
TARGET = Path(str(resources.files("recoupe").joinpath("lang/data/any/blocks.toml")))


class Example(msgspec.Struct, frozen=True):
    """One page of a part: its blocks, their signs, and which of them its gold body holds."""

    name: str
    part: int
    page: Page
    body: str
    texts: tuple[str, ...]
    signs: np.ndarray
    wanted: np.ndarray


def main() -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {TARGET.name}")
    options = parser.parse_args()
    lexicon = page_lexicon(packs(), BlockModel())
    try:
        pages = list(gold_pages())
    except MissingGold as missing:
        sys.stdout.write(f"skipped, {missing} is not here\n")
        return 0
    markup = [e for page in pages if (e := from_markup(*page, lexicon)) is not None]
    dumps = [from_lines(e.name, e.part, "\n\n".join(e.texts), body, lexicon)
             for e, (_, _, _, body) in zip(markup, pages, strict=True)]  # fmt: skip
    bodies = [from_lines(name, part, body, body, lexicon) for name, part, _, body in pages]
    report("markup", markup, [])
    report("text", dumps, bodies)
    if options.write:
        TARGET.write_text(written(weights(fit(markup)), weights(fit([*dumps, *bodies]))), "utf-8")
    return 0


def gold_pages() -> Iterator[tuple[str, int, bytes, str]]:
    """Set, part, bytes and gold body of every page."""
    for name in SETS:
        folder = EVAL / "public" / "pages" / name
        if not folder.exists():
            raise MissingGold(str(folder))
        for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
            gold = json.loads(line)
            host = urlsplit(gold["url"]).hostname or ""
            part = zlib.crc32(".".join(host.split(".")[-2:]).encode()) % PARTS
            yield (
                name,
                part,
                gzip.decompress((folder / "html" / f"{gold['id']}.html.gz").read_bytes()),
                gold["body"],
            )


def from_markup(name: str, part: int, content: bytes, body: str, lexicon: Lexicon) -> Example | None:
    """A page as it is."""
    decoded = decode(content)
    if decoded is None:
        return None
    try:
        parts = take_apart(decoded[0], lexicon.hints)
    except Refused:
        return None
    lines = Lines(parts.visible.blocks, lexicon.rules, is_markup=True)
    return _example(
        name, part, page_of(content, "html"), lines, parts.visible, (parts.title.text or "", body)
    )


def from_lines(name: str, part: int, text: str, body: str, lexicon: Lexicon) -> Example:
    """A page as a text dump."""
    visible = read_lines(text)
    lines = Lines(visible.blocks, lexicon.rules, is_markup=False)
    at = find_headline(lines)
    headline = visible.blocks[at].text if at is not None else ""
    return _example(name, part, page_of(text.encode(), "text"), lines, visible, (headline, body))


def page_of(content: bytes, media_type: MediaType) -> Page:
    """Bytes as a page."""
    return Page(id="", location="", media_type=media_type, sha256="", content=content)


def _example(
    name: str, part: int, page: Page, lines: Lines, visible: Visible, known: tuple[str, str]
) -> Example:
    headline, body = known
    blocks: Sequence[Block] = lines.blocks
    company = Company(roles=[r.role if r is not None else None for r in lines.found], headline=headline)
    signs = np.array(read_signs(blocks, company))
    if not lines.is_markup:
        signs *= np.array([sign not in MARKUP_SIGNS for sign in SIGNS])
    wanted = np.array([float(b.chosen) for b in mark(visible, body)])
    return Example(name, part, page, body, tuple(b.text for b in blocks), signs, wanted)


def fit(examples: Sequence[Example]) -> np.ndarray:
    """Weights of the signs, the bias last: logistic regression, a block counting by the log of its length."""
    x = np.vstack([e.signs for e in examples])
    x = np.hstack([x, np.ones((len(x), 1))])
    y = np.hstack([e.wanted for e in examples])
    w = np.hstack([np.log1p([len(t) for t in e.texts]) for e in examples])
    penalty = np.eye(x.shape[1]) * RIDGE
    penalty[-1, -1] = 1e-6
    found = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (w * (p - y)) + penalty @ found
        found -= np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + penalty, slope)
    return found


def report(kind: str, examples: Sequence[Example], more: Sequence[Example]) -> None:
    """Print what `read` keeps with weights of the other parts: mean word-bag and 4-gram F1."""
    scores: dict[str, list[tuple[float, float, float]]] = {name: [] for name in SETS}
    for part in range(PARTS):
        held = weights(fit([e for e in [*examples, *more] if e.part != part]))
        model = BlockModel(markup=held) if kind == "markup" else BlockModel(text=held)
        lexicon = page_lexicon(packs(), model)
        for e in (e for e in examples if e.part == part):
            scores[e.name].append(score(kept(e.page, lexicon), e.body))
    for name, rows in scores.items():
        bag, precision, recall = np.mean(rows, axis=0)
        shingle = 2 * precision * recall / (precision + recall)
        sys.stdout.write(f"{kind} {name}: held out, bag {bag:.3f} shingle {shingle:.3f} pages {len(rows)}\n")


def kept(page: Page, lexicon: Lexicon) -> str:
    """Text of the blocks that reading keeps."""
    reading, _ = read(page, lexicon)
    pairs = zip(reading.visible.blocks, reading.labels, strict=True)
    return "\n".join(block.text for block, label in pairs if label in KEPT)


def score(text: str, body: str) -> tuple[float, float, float]:
    """Word-bag F1, 4-gram precision and recall of one page, as `score_pages.py` counts them."""
    scoring = scorer("score_pages")
    mine, gold = scoring.TOKEN.findall(text), scoring.TOKEN.findall(body)
    a, b = scoring.grams(gold), scoring.grams(mine)
    both = sum((a & b).values())
    bag = scoring.bag([t.lower() for t in gold], [t.lower() for t in mine])
    return bag, both / sum(b.values()) if b else 0.0, both / sum(a.values()) if a else 0.0


def weights(found: np.ndarray) -> Weights:
    """Weights with two decimals; signs that add nothing are left out."""
    sign = {name: round(float(w), 2) for name, w in zip(SIGNS, found[:-1], strict=True) if round(float(w), 2)}
    return Weights(bias=round(float(found[-1]), 2), sign=sign)


def written(markup: Weights, text: Weights) -> str:
    """The file."""
    out = list(HEAD)
    for name, model in (("markup", markup), ("text", text)):
        out += ["", f"[{name}]", f"bias = {model.bias}", "", f"[{name}.sign]"]
        out += [f"{sign} = {weight}" for sign, weight in model.sign.items()]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    sys.exit(main())
