"""Who may import whom, checked in every run of the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_import_layers_are_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_room_is_called_after_nothing() -> None:
    nothing = {"utils", "helpers", "common", "core", "base", "misc"}
    rooms = [p for p in (ROOT / "src" / "recoupe").rglob("*") if p.is_dir() or p.suffix == ".py"]
    found = [p for p in rooms if p.stem in nothing]
    assert not found
