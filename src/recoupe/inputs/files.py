"""Folders, pages, text dumps and `manifest.csv` as pages; what cannot be read comes out as a rejection."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from recoupe.errors import InputError
from recoupe.ids import make_id
from recoupe.records import MediaType, Page, Reason, Rejection

MANIFEST = "manifest.csv"
COLUMNS = ("url", "outlet", "published", "language")
MEDIA_TYPES: dict[str, MediaType] = {".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text"}
MAX_BYTES = 10_000_000  # as `clean` reads at most; larger files are refused before they are read
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What a manifest says about one file; None where it says nothing."""

    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None


def read_paths(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Page | Rejection]:
    """Read files and folders, one page or rejection a file, in a stable order.

    A folder is read with all below it, by name; hidden files and links that lead out of it are passed over. Files
    whose type is not read are rejected (`unsupported_type`) when named and when found, so that nothing in a
    folder goes unmentioned; only `manifest.csv` is not a page. A manifest applies to the files it stands
    beside; given itself as a path, it is the list of files to read, and a file that it names and that is not
    there is a rejection (`unreadable`).

    Args:
        paths: Folders, pages (.html, .htm, .xhtml), text dumps (.txt) and manifests, as the user gave them.

    Raises:
        InputError: If a path does not exist, or a manifest cannot be read.
    """
    given = [Path(p) for p in paths]
    for path in given:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
    seen: dict[str, str] = {}
    manifests: dict[Path, dict[str, Row]] = {}
    for path in given:
        for file in _files(path):
            rows = manifests.setdefault(file.parent, {})
            if not rows and (file.parent / MANIFEST).is_file():
                rows.update(read_manifest(file.parent / MANIFEST))
            yield _page(file, rows.get(file.name, Row()), seen)


def read_manifest(path: Path) -> dict[str, Row]:
    """Read a manifest: columns `file`, `url`, `outlet`, `published`, `language`; all but `file` may be absent.

    Returns:
        Rows by file name (relative to the manifest's folder).

    Raises:
        InputError: If it cannot be read, is not UTF-8, or has no `file` column.
    """
    try:
        text = path.read_text("utf-8-sig")
        table = csv.DictReader(io.StringIO(text, newline=""))
        if "file" not in (table.fieldnames or ()):
            raise InputError(f"{path}: the first line must name the columns, 'file' among them")
        return {row["file"]: _row(row) for row in table if row.get("file")}
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        raise InputError(f"{path}: {broken}") from broken


def _row(row: dict[str, str]) -> Row:
    return Row(**{c: (row.get(c) or "").strip() or None for c in COLUMNS})


def _files(path: Path) -> Iterator[Path]:
    """Files that a path stands for, sorted; links are followed only inside the folder."""
    if path.is_file() and path.name == MANIFEST:
        yield from (
            path.parent / name for name in sorted(read_manifest(path)) if _is_below(path.parent, name)
        )
    elif path.is_dir():
        root = path.resolve()
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            for name in sorted(names):
                file = Path(folder) / name
                inside = not file.is_symlink() or file.resolve().is_relative_to(root)
                if name != MANIFEST and not name.startswith(".") and inside:
                    yield file
    else:
        yield path


def _is_below(folder: Path, name: str) -> bool:
    return (folder / name).resolve().is_relative_to(folder.resolve())


def _page(file: Path, row: Row, seen: dict[str, str]) -> Page | Rejection:
    media_type = MEDIA_TYPES.get(file.suffix.lower())
    if media_type is None:
        return _rejection(
            file, "unsupported_type", f"{file.suffix or 'no suffix'}: read are .html, .htm, .xhtml, .txt"
        )
    try:
        size_bytes = file.stat().st_size
        if size_bytes > MAX_BYTES:
            return _rejection(file, "too_large", f"{size_bytes} bytes, at most {MAX_BYTES} are read")
        content = file.read_bytes()
    except OSError as failed:
        return _rejection(file, "unreadable", failed.strerror or str(failed))
    if not content.strip():
        return _rejection(file, "empty", "no bytes but white space")
    if content.startswith(BINARY):
        return _rejection(file, "binary", "the bytes are those of a document, an image or an archive")
    sha256 = hashlib.sha256(content).hexdigest()
    page_id = make_id("page", sha256, row.url, row.outlet)
    if page_id in seen:
        return _rejection(file, "duplicate", f"same bytes, URL and outlet as {seen[page_id]}")
    seen[page_id] = str(file)
    return Page(
        id=page_id,
        location=str(file),
        media_type=media_type,
        sha256=sha256,
        content=content,
        url=row.url,
        outlet=row.outlet,
        published=row.published,
        language=row.language,
    )


def _rejection(file: Path, reason: Reason, detail: str) -> Rejection:
    return Rejection(
        id=make_id("rejection", str(file), reason), page=str(file), reason=reason, detail=detail, page_id=None
    )
