"""`make docs`: rewrites the reference pages made from the code."""

from __future__ import annotations

from tests.docs.build import DOCS, build

if __name__ == "__main__":
    for name, content in build().items():
        (DOCS / name).write_text(content, "utf-8")
