"""`make golden`: rewrites the golden files."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.golden.build import GOLDEN, build, dump


def main() -> None:
    """Run, clear, write."""
    with tempfile.TemporaryDirectory() as work:
        golden = build(Path(work))
    for folder in GOLDEN.iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            shutil.rmtree(folder)
    for story, files in golden.items():
        (GOLDEN / story).mkdir()
        for name, content in files.items():
            (GOLDEN / story / f"{name}.json").write_text(dump(content), "utf-8")


if __name__ == "__main__":
    main()
