"""Folders, pages, text dumps and `manifest.csv` as pages; what cannot be read comes out as a rejection."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from recoupe.errors import InputError
from recoupe.ids import make_id
from recoupe.records import MediaType, Page, Reason, Rejection

MANIFEST = "manifest.csv"
COLUMNS = ("url", "outlet", "published", "language")
MEDIA_TYPES: dict[str, MediaType] = {".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text"}
MAX_BYTES = 10_000_000  # as `clean` reads at most; larger files are refused before they are read
LOOKED_AT = 1_000  # bytes that show whether a file is markup
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What a manifest says about one file; None where it says nothing."""

    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None


def read_paths(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Page | Rejection]:
    """Read files and folders, one page or rejection a file, in a stable order.

    A folder is read with all below it, by name; hidden files and links that lead out of it are passed over.
    Files of a type that is not read are rejected (`unsupported_type`), so that nothing in a folder goes
    unmentioned; only `manifest.csv` is not a page. A manifest applies to the files beside it, or below it
    where it names them with their folder. Given itself as a path, it is the list of files to read, and one
    that is not there is a rejection (`unreadable`).

    Args:
        paths: Folders, pages (.html, .htm, .xhtml), text dumps (.txt) and manifests, as the user gave them.

    Raises:
        InputError: If a path does not exist, or a manifest cannot be read.
    """
    given = [Path(p) for p in paths]
    for path in given:
        if not path.exists():
            raise InputError(f"{_name(path)}: no such file or folder")
    rows: dict[Path, Row] = {}
    first: dict[str, str] = {}
    done: set[Path] = set()
    for path in given:
        for file in _files(path, rows):
            if isinstance(file, Rejection):
                yield file
            elif (place := file.absolute()) not in done:
                done.add(place)
                yield _unless_seen(_read(file, rows.get(place, Row())), first)


def read_manifest(path: Path) -> dict[str, Row]:
    """Read a manifest: columns `file`, `url`, `outlet`, `published`, `language`; all but `file` may lack.

    Returns:
        Rows by file name, relative to the manifest's folder.

    Raises:
        InputError: If it cannot be read, is not UTF-8, or has no `file` column.
    """
    try:
        table = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        if "file" not in (table.fieldnames or ()):
            raise InputError(f"{_name(path)}: the first line must name the columns, 'file' among them")
        return {row["file"].strip(): _row(row) for row in table if (row.get("file") or "").strip()}
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        raise InputError(f"{_name(path)}: {broken}") from broken


def _row(row: Mapping[str, str | None]) -> Row:
    return Row(**{column: (row.get(column) or "").strip() or None for column in COLUMNS})


def _files(path: Path, rows: dict[Path, Row]) -> Iterator[Path | Rejection]:
    """Files that a path stands for, sorted; what the manifests on the way say goes into `rows`."""
    if path.is_dir():
        yield from _below(path, rows)
    elif path.name == MANIFEST:
        named = read_manifest(path)
        _note(path.parent, named, rows)
        inside = (path.parent / name for name in named if _is_inside(path.parent / name, path.parent))
        yield from sorted(inside)
    else:
        if (beside := path.parent / MANIFEST).is_file():
            _note(path.parent, read_manifest(beside), rows)
        yield path


def _below(root: Path, rows: dict[Path, Row]) -> Iterator[Path | Rejection]:
    failed: list[OSError] = []
    for at, folders, names in os.walk(root, onerror=failed.append):
        folder = Path(at)
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        if MANIFEST in names:
            _note(folder, read_manifest(folder / MANIFEST), rows)
        for name in sorted(names):
            if name != MANIFEST and not name.startswith(".") and _is_inside(folder / name, root):
                yield folder / name
    for error in failed:
        yield _rejection(Path(error.filename), "unreadable", error.strerror or str(error))


def _note(folder: Path, named: Mapping[str, Row], rows: dict[Path, Row]) -> None:
    rows.update({(folder / name).absolute(): row for name, row in named.items()})


def _is_inside(file: Path, root: Path) -> bool:
    return file.resolve().is_relative_to(root.resolve())


def _read(file: Path, row: Row) -> Page | Rejection:
    media_type = MEDIA_TYPES.get(file.suffix.lower())
    if media_type is None:
        kinds = ", ".join(MEDIA_TYPES)
        return _rejection(file, "unsupported_type", f"{file.suffix or 'no suffix'}: read are {kinds}")
    try:
        if refused := _refuse_size(file):
            return refused
        content = file.read_bytes()
    except (OSError, ValueError) as failed:
        return _rejection(file, "unreadable", str(failed))
    if refused := _refuse_content(file, content):
        return refused
    media_type = _by_content(content, media_type)
    sha256 = hashlib.sha256(content).hexdigest()
    return Page(
        id=make_id("page", sha256, row.url, row.outlet),
        location=_name(file),
        media_type=media_type,
        sha256=sha256,
        content=content,
        url=row.url,
        outlet=row.outlet,
        published=row.published,
        language=row.language,
    )


def _refuse_size(file: Path) -> Rejection | None:
    """Look before reading: a pipe never ends, a huge file fills the memory."""
    known = file.stat()
    if not stat.S_ISREG(known.st_mode):
        return _rejection(file, "unreadable", "not a regular file")
    if known.st_size > MAX_BYTES:
        return _rejection(file, "too_large", f"{known.st_size} bytes, at most {MAX_BYTES} are read")
    return None


def _refuse_content(file: Path, content: bytes) -> Rejection | None:
    if not content.strip():
        return _rejection(file, "empty", "no bytes but white space")
    if content.startswith(BINARY):
        return _rejection(file, "binary", "the bytes are those of a document, an image or an archive")
    return None


def _by_content(content: bytes, media_type: MediaType) -> MediaType:
    """A page saved under the other suffix is read as what it is: markup as .txt, plain lines as .html."""
    head = content[:LOOKED_AT].lower()
    if media_type == "text" and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<!doctype html", b"<html")):
        return "html"
    return "text" if media_type == "html" and b"<" not in content and b"\x00" not in head else media_type


def _unless_seen(page: Page | Rejection, first: dict[str, str]) -> Page | Rejection:
    if isinstance(page, Rejection):
        return page
    before = first.setdefault(page.id, page.location)
    if before == page.location:
        return page
    return _rejection(Path(page.location), "duplicate", f"same bytes, URL and outlet as {before}")


def _rejection(file: Path, reason: Reason, detail: str) -> Rejection:
    name = _name(file)
    return Rejection(id=make_id("rejection", name, reason), page=name, reason=reason, detail=detail)


def _name(path: Path) -> str:
    """A path as text that every encoder takes: bytes that are no UTF-8 are written out."""
    return str(path).encode("utf-8", "backslashreplace").decode()
