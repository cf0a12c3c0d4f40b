"""The shipped corpus gives what the golden files say, and nothing else."""

from __future__ import annotations

import difflib
from pathlib import Path

from tests.golden.build import GOLDEN, build, dump


def test_corpus_gives_the_golden_files(tmp_path: Path) -> None:
    found = {
        f"{story}/{name}.json": dump(content)
        for story, files in build(tmp_path).items()
        for name, content in files.items()
    }
    kept = {str(f.relative_to(GOLDEN)): f.read_text("utf-8") for f in GOLDEN.glob("*/*.json")}
    diff = [
        line
        for name in sorted(found.keys() | kept.keys())
        for line in difflib.unified_diff(
            kept.get(name, "").splitlines(), found.get(name, "").splitlines(), f"golden/{name}", name, n=0
        )
    ]
    assert not diff, "run `make golden` and read the diff:\n" + "\n".join(diff[:60])
