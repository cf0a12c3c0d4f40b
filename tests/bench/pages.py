"""Many pages out of the shipped ones: other names and years, so that each set is a news story of its own.

Proper nouns are respelt by turning their consonants round, years are moved: wording, length and page clutter
stay those of real input. The same number always gives the same page.
"""

from __future__ import annotations

import csv
import re
from importlib import resources
from pathlib import Path

CONSONANTS = "bcdfglmnprstv"
NAME = re.compile(r"(?<=[a-zà-ÿ,’'] )[A-ZÀ-Ý][\wà-ÿ]{3,}")
YEAR = re.compile(r"\b202[456]\b")
FIRST_YEAR = 1990
KEPT = {"html", "lang", "meta", "content"}


def proper_nouns(texts: list[str]) -> frozenset[str]:
    """Capitalised words that stand inside a sentence somewhere."""
    return frozenset(w for t in texts for w in NAME.findall(t)) - KEPT


def respell(word: str, turn: int) -> str:
    """Turn the consonants of a name round; `turn` 0 leaves it.

    Example:
        >>> respell("Valmer", 1)
        'Bamnes'
    """
    if not turn:
        return word
    n = len(CONSONANTS)
    lower = str.maketrans({c: CONSONANTS[(i + turn) % n] for i, c in enumerate(CONSONANTS)})
    turned = word.lower().translate(lower)
    return turned.upper() if word.isupper() else turned.capitalize()


def variant(text: str, turn: int, names: frozenset[str]) -> str:
    """One page as a page about other people in another year."""
    out = re.sub(r"\w+", lambda m: respell(m.group(), turn) if m.group() in names else m.group(), text)
    return YEAR.sub(lambda m: str(FIRST_YEAR + (int(m.group()) - 2024) + 3 * turn), out) if turn else out


def write_pages(folder: Path, n_articles: int) -> int:
    """Write at least `n_articles` pages and their manifest into an empty folder; returns how many."""
    source = Path(str(resources.files("recoupe.corpus").joinpath("pages")))
    rows = list(csv.DictReader((source / "manifest.csv").open(encoding="utf-8")))
    charset = {r["file"]: _charset((source / r["file"]).read_bytes()) for r in rows}
    texts = {r["file"]: (source / r["file"]).read_bytes().decode(charset[r["file"]]) for r in rows}
    names = proper_nouns(list(texts.values()))
    turns = -(-n_articles // len(rows))
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerow(["file", "url", "outlet"])
        for turn in range(turns):
            for r in rows:
                name = f"{turn:04d}-{r['file']}"
                raw = variant(texts[r["file"]], turn, names).encode(charset[r["file"]], "xmlcharrefreplace")
                (folder / name).write_bytes(raw)
                out.writerow([name, variant(r["url"], turn, names) + f"-{turn}", r["outlet"]])
    return turns * len(rows)


def _charset(raw: bytes) -> str:
    return "windows-1252" if b'charset="windows-1252"' in raw[:2000] else "utf-8"
