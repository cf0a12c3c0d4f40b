"""What `make eval` measures: the whole program, run as a user runs it, against gold.

Each public function runs `recoupe run` and `recoupe export` over one set and returns figures from 0 to 1
by name. Scorers and gold live beside the project in `shared/eval`; where that folder is absent nothing can
be measured and `MissingGold` is raised.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.eval import said
from tests.eval.abroad import score as foreign
from tests.eval.blind import score as blind
from tests.eval.lookalikes import FOLDER, articles, write_pages
from tests.eval.lookalikes.score import arrival, b_cubed
from tests.gold import SHARED

EVAL = SHARED / "eval"
ASIDE = Path(__file__).parent / "aside"
MORE = Path(__file__).parent / "more"
KEPT = Path(__file__).parent / "kept"
UNREAD = Path(__file__).parent / "unread"
WIDE = Path(__file__).parent / "wide"
SAME = 0.5  # characters shared of those in either from which two ranges are one
Figures = dict[str, float]
Row = dict[str, Any]


class MissingGold(Exception):
    """The gold is not on this machine."""


def scorer(name: str) -> ModuleType:
    """Load one scorer of the shared folder."""
    path = EVAL / f"{name}.py"
    if not path.exists():
        raise MissingGold(str(path))
    spec = importlib.util.spec_from_file_location(f"shared_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def digest(files: Iterable[Path]) -> str:
    """Digest of test data: floors hold only for the data they were measured on."""
    h = hashlib.sha256()
    for f in sorted(files):
        h.update(f.name.encode() + b"\0" + f.read_bytes())
    return h.hexdigest()[:16]


def recoupe(*args: str | Path, statuses: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a user would; fails on any other exit status."""
    done = subprocess.run(
        [sys.executable, "-m", "recoupe", *map(str, args)],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode in statuses, f"{args}: status {done.returncode}\n{done.stderr.decode()[-3000:]}"
    return done


def run_and_export(pages: Path, work: Path) -> Path:
    """Read pages into a fresh store and export it; returns the path of the interchange file."""
    store, out = work / "store.sqlite", work / "export.ndjson"
    recoupe("run", pages, "--store", store, "--quiet")
    recoupe("export", "--format", "ndjson", "--store", store, "--output", out)
    return out


def rows_of(export: Path) -> list[Row]:
    """Every line of an interchange file."""
    return [json.loads(line) for line in export.read_text("utf-8").splitlines()]


def corpus(work: Path) -> Figures:
    """All twelve gold stories in one run, as `score.py` scores them (NaN where nothing was found)."""
    return _gold_stories(SHARED / "corpus", work)


def aside(work: Path) -> Figures:
    """Three stories of the same make, written when the rules stood; their misses have been read since."""
    return _gold_stories(ASIDE, work)


def more(work: Path) -> Figures:
    """Twelve stories of the same make by other hands; some points are fitted on them as on the corpus."""
    return _gold_stories(MORE, work)


def kept(work: Path) -> Figures:
    """Eight stories that nobody who writes rules reads: only their figures are looked at."""
    return _gold_stories(KEPT, work)


def wide(work: Path) -> Figures:
    """Twenty-five stories told freely, with few copies; stories, copies and differences are fitted to it."""
    return _gold_stories(WIDE, work)


def unread(work: Path) -> Figures:
    """Five stories of that make that nobody reads and nothing is fitted to."""
    return _gold_stories(UNREAD, work)


def _gold_stories(folder: Path, work: Path) -> Figures:
    with redirect_stdout(io.StringIO()):
        scorer("render").main(str(folder), str(work / "pages"))
    export = run_and_export(work / "pages", work)
    score = scorer("score")
    figures: Figures = score.score(*score.load(folder, export))
    return figures


def timebank(work: Path) -> Figures:
    """French TimeBank, the 1999 documents: span and value F1 of time expressions."""
    folder = EVAL / "public" / "french-timebank"
    timeml = scorer("timeml")
    timeml.pages(folder, work / "pages")
    export = run_and_export(work / "pages", work)
    scoring = [sys.executable, *map(str, (EVAL / "timeml.py", "score", folder, export))]
    printed = subprocess.run(scoring, check=True, capture_output=True, text=True).stdout
    return {f"dates.{k}": float(v) for k, v in re.findall(r"(strict|relaxed|value) ([\d.]+)", printed)}


def seeds(work: Path) -> Figures:
    """The five seeds against their hand annotation; spans are compared in the raw page."""
    if not SHARED.exists():
        raise MissingGold(str(SHARED))
    export = run_and_export(SHARED / "seeds", work)
    rows = rows_of(export)
    pages = seed_pages(rows)
    return {
        "articles": len(pages) / 5,
        "cleaning": _cleaning(pages),
        "dates.value": _dates(pages, rows),
        **_statements(pages, rows),
        "entities.found": _entities_found(pages, rows),
        "entities.same": _entities_same(pages, rows),
    }


def seed_pages(rows: list[Row]) -> dict[str, SeedPage]:
    """The seeds' articles beside their raw pages, by file name."""
    return {
        Path(r["page"]).name: SeedPage(r, (SHARED / "seeds" / Path(r["page"]).name).read_text("utf-8"))
        for r in rows
        if r["kind"] == "article"
    }


class SeedPage:
    """An article beside its raw page; `raw(start, end)` gives the page's offsets of an article's range.

    Article and page agree once white space is left out, so ranges go over by counting other characters.
    Characters that the article does not hold are in no range. `place` is of the body, `heading_place` of the
    headings, whose lines say where on the page they stand.
    """

    def __init__(self, article: Row, page: str) -> None:
        self.article = article
        self.place: list[int] = []
        at = 0
        for paragraph in article["text"].split("\n\n"):
            self.place += _places(page, paragraph, at)
            at = self.place[-1]
        self.heading_place: list[int] = []
        for line in article["heading_lines"]:
            piece = article["headings"][line["start"] : line["end"]]
            self.heading_place += _places(page, piece, line["page_start"])

    def raw(self, row: Row) -> tuple[int, int]:
        """Offsets in the raw page of what a row points at: a range of the body or of the headings."""
        place = self.heading_place if row["kind"].startswith("heading_") else self.place
        return place[row["start"]], place[row["end"] - 1] + 1


def _places(page: str, piece: str, at: int) -> list[int]:
    """Where on the page each character of a line stands, and of the blank line behind it."""
    found = _find_squashed(page, [c for c in piece if not c.isspace()], at)
    out, k = [], 0
    for c in piece:
        out.append(found[k] if k < len(found) else found[-1] + 1)
        k += not c.isspace()
    return [*out, found[-1] + 1, found[-1] + 1]


def _find_squashed(page: str, squashed: list[str], at: int) -> list[int]:
    index = [i for i in range(at, len(page)) if not page[i].isspace()]
    stream = "".join(page[i] for i in index)
    k = stream.find("".join(squashed))
    assert k >= 0, f"not on the page: {''.join(squashed)[:80]}"
    return index[k : k + len(squashed)]


def _f1(hits: float, predicted: float, gold: float) -> float:
    return 2 * hits / (predicted + gold) if predicted + gold else 0.0


def _iou(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / ((a[1] - a[0]) + (b[1] - b[0]) - shared)


def _cleaning(pages: dict[str, SeedPage]) -> float:
    """Micro F1 of kept characters without white space; headline and optional blocks are ignored."""
    hits = predicted = wanted = 0
    for file in sorted((EVAL / "seeds" / "cleaning").glob("*.json")):
        gold = json.loads(file.read_text("utf-8"))
        page = pages[file.stem + ".txt"]
        raw = (SHARED / "seeds" / (file.stem + ".txt")).read_text("utf-8")
        spaces = {i for i, c in enumerate(raw) if c.isspace()}
        keep = {i for s, e in gold["keep"] for i in range(s, e)} - spaces
        loose = [*gold["optional"], *([gold["headline_span"]] if gold["headline_span"] else [])]
        ignored = {
            i for s, e in (x["span"] if isinstance(x, dict) else x for x in loose) for i in range(s, e)
        }
        mine = set(page.place) - spaces - ignored
        hits += len(mine & keep)
        predicted += len(mine)
        wanted += len(keep - ignored)
    return _f1(hits, predicted, wanted)


def spans_of(
    pages: dict[str, SeedPage], rows: list[Row], kind: str
) -> dict[str, list[tuple[tuple[int, int], Row]]]:
    """Rows of a kind, those of the headings too, with their ranges in the raw page, by file name."""
    by_id = {p.article["id"]: name for name, p in pages.items()}
    out: dict[str, list[tuple[tuple[int, int], Row]]] = {name: [] for name in pages}
    for r in rows:
        if r["kind"] in (kind, f"heading_{kind}") and r["article_id"] in by_id:
            name = by_id[r["article_id"]]
            out[name].append((pages[name].raw(r), r))
    return out


def _dates(pages: dict[str, SeedPage], rows: list[Row]) -> float:
    """Value F1 over body expressions: a hit overlaps and has the gold's TIMEX3 value."""
    gold = json.loads((EVAL / "seeds" / "dates.json").read_text("utf-8"))
    found = spans_of(pages, rows, "timex")
    wanted = hits = 0
    predicted = sum(len(found[name]) for name in {t["doc"] for t in gold["timexes"]})
    for name, expression in _gold_dates(gold):
        wanted += 1
        hits += any(
            _iou(span, (expression["start"], expression["end"])) > 0 and r["value"] == expression["value"]
            for span, r in found[name]
        )
    return _f1(hits, predicted, wanted)


def _gold_dates(gold: Row) -> list[tuple[str, Row]]:
    return [(t["doc"], t) for t in gold["timexes"] if t.get("zone", "body") == "body"]


def _statements(pages: dict[str, SeedPage], rows: list[Row]) -> Figures:
    """Core contents, speakers, chains and traps."""
    gold = json.loads((EVAL / "seeds" / "statements.json").read_text("utf-8"))
    return said.figures(spans_of(pages, rows, "statement"), gold, scorer("score").same_name)


def _gold_names() -> list[tuple[str, Row]]:
    gold = json.loads((EVAL / "seeds" / "entities.json").read_text("utf-8"))
    return [
        (d["doc"], m)
        for d in gold["docs"]
        for m in d["mentions"]
        if m["region"] == "body" and m["mention_type"] == "name"
    ]


def best_span(found: list[tuple[tuple[int, int], Row]], wanted: tuple[int, int]) -> tuple[float, Row]:
    """The row that covers a range best, with how much of both they share."""
    ranked = ((_iou(span, wanted), row) for span, row in found)
    return max(ranked, key=lambda x: x[0], default=(0.0, {}))


def _matched(pages: dict[str, SeedPage], rows: list[Row]) -> list[tuple[str, str | None]]:
    found = spans_of(pages, rows, "mention")
    best = ((g, best_span(found.get(name, []), (g["start"], g["end"]))) for name, g in _gold_names())
    return [(g["id"], row["entity_id"]) for g, (overlap, row) in best if overlap >= SAME]


def _entities_found(pages: dict[str, SeedPage], rows: list[Row]) -> float:
    return len(_matched(pages, rows)) / len(_gold_names())


def _entities_same(pages: dict[str, SeedPage], rows: list[Row]) -> float:
    """Pairwise F1 of « same entity » over the names that were found."""
    return pair_f1(_matched(pages, rows))


def pair_f1(matched: list[tuple[str, str | None]]) -> float:
    """F1 of « one entity » over all pairs of items, each given by its gold id and ours."""

    def pairs(labels: Iterable[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    both = pairs(matched)
    return _f1(both, pairs(p for _, p in matched), pairs(g for g, _ in matched))


def statements(_: Path) -> Figures:
    """Passages in three sets: who says what, as `attribute` and `corefer` read it."""
    return {
        f"{language}.{prefix}{name}": value
        for language in ("fr", "en")
        for which, prefix in ((blind.FIRST, ""), (blind.SECOND, "second."), (blind.THIRD, "third."))
        for name, value in blind.figures(blind.compare_all(language, which)).items()
    }


def abroad(_: Path) -> Figures:
    """Passages in five languages without a tagger: who says what, which names are found."""
    return {
        f"{language}.{name}": value
        for language in foreign.LANGUAGES
        for name, value in foreign.figures(language).items()
    }


def meant(work: Path) -> Figures:
    """Whom the seeds mean by names, titles and metonyms."""
    from tests.eval.meant import figures  # it takes the seeds' pages from here

    return figures(work)


def _seed_files() -> list[Path]:
    return [*(SHARED / "seeds").glob("*.txt"), *(EVAL / "seeds").rglob("*.json")]


def pages(work: Path) -> Figures:
    """Real pages and the invented corpus without its manifest: what `clean` makes of them."""
    from tests.eval.pages import measure  # it takes the scorers from here

    return measure(work)


def _page_files() -> list[Path]:
    from tests.eval.pages import files

    return files()


def lookalikes(work: Path) -> Figures:
    """Forty look-alike events: B-cubed of the stories, and of articles that come in any order one by one."""
    written = articles()
    write_pages(work / "pages", written)
    export = run_and_export(work / "pages", work)
    event = {f"{article.name}.html": article.event for article in written}
    rows = rows_of(export)
    wanted = {row["id"]: event[Path(row["page"]).name] for row in rows if row["kind"] == "article"}
    found = {a: row["id"] for row in rows if row["kind"] == "story" for a in row["article_ids"]}
    precision, recall, f1 = b_cubed(found, wanted)
    copies = [row for row in rows if row["kind"] == "derivation"]
    within = sum(wanted[row["article_id"]] == wanted[row["from_article_id"]] for row in copies)
    return {
        "articles": len(wanted) / len(written),
        "stories": f1,
        "stories.precision": precision,
        "stories.recall": recall,
        "copies.one_event": within / len(copies),
        "arrival": arrival(work / "store.sqlite")[0],
    }


SETS: dict[str, tuple[Callable[[Path], Figures], Callable[[], list[Path]]]] = {
    "pages": (pages, _page_files),
    "corpus": (corpus, lambda: list((SHARED / "corpus").glob("*.json"))),
    "aside": (aside, lambda: list(ASIDE.glob("*.json"))),
    "more": (more, lambda: list(MORE.glob("*.json"))),
    "kept": (kept, lambda: list(KEPT.glob("*.json"))),
    "wide": (wide, lambda: list(WIDE.glob("*.json"))),
    "unread": (unread, lambda: list(UNREAD.glob("*.json"))),
    "seeds": (seeds, _seed_files),
    "meant": (meant, _seed_files),
    "statements": (statements, blind.files),
    "abroad": (abroad, foreign.files),
    "lookalikes": (lookalikes, lambda: list(FOLDER.glob("*.toml"))),
    "timebank": (timebank, lambda: list((EVAL / "public" / "french-timebank").glob("*.tml"))),
}
