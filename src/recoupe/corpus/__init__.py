"""The small corpus that `recoupe demo` reads, written for this project; see README.md beside this file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

__all__ = ["open_pages"]


@contextmanager
def open_pages() -> Iterator[Path]:
    """Give the folder of pages with its manifest, unpacked for as long as the block runs if need be."""
    with as_file(files(__name__) / "pages") as folder:
        yield folder
