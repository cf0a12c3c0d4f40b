"""Folders, pages, dumps, archives and `manifest.csv`; what cannot be read comes out as a rejection."""

from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from recoupe.errors import InputError
from recoupe.inputs.archives import read_wacz, read_warc
from recoupe.inputs.inflate import open_inflated
from recoupe.inputs.pages import MAX_BYTES, NOTHING_KNOWN, Once, PageFacts, make_page
from recoupe.inputs.refusals import Refused, reject
from recoupe.inputs.rows import read_rows
from recoupe.records import MediaType, Page, Rejection

MANIFEST = "manifest.csv"
COLUMNS = ("url", "outlet", "published", "language")
MEDIA_TYPES: dict[str, MediaType] = {".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text"}
READERS: dict[str, Callable[[io.BufferedReader, str], Iterator[Page | Rejection]]] = {
    ".warc": read_warc,
    ".wacz": read_wacz,
    ".ndjson": read_rows,
    ".jsonl": read_rows,
}
LISTS = (".opml", ".rss", ".atom", ".xml", ".json")

# bytes of a list and the URL of its file -> what it names
Lists = Callable[[bytes, str], Iterator[Page | Rejection]]


def read_paths(
    paths: Iterable[str | os.PathLike[str]], *, lists: Lists | None = None, once: Once | None = None
) -> Iterator[Page | Rejection]:
    """Read files and folders: what is in each comes out as a page or a rejection, in a stable order.

    A folder is read with all below it, by name; hidden files and links that lead out of it are passed over.
    Files of a type that is not read are rejected (`unsupported_type`), so that nothing in a folder goes
    unmentioned; only `manifest.csv` is not a page. A manifest applies to the files beside it, or below it
    where it names them with their folder. Given itself as a path, it is the list of files to read, and one
    that is not there is a rejection (`unreadable`). Lists of addresses (feeds, OPML, sitemaps) are followed
    only where the user names the file itself: a folder that somebody sent makes no requests.

    Args:
        paths: Folders, pages (.html, .htm, .xhtml), text dumps (.txt), archives (.warc, .wacz), rows
            (.ndjson, .jsonl), each as it is or with .gz, and manifests, as the user gave them.
        lists: Fetches what a list names; None: nothing is fetched.
        once: Tells what came before from elsewhere.

    Raises:
        InputError: If a path does not exist, or a manifest cannot be read.
    """
    given = [Path(p) for p in paths]
    once = once or Once()
    named = frozenset(given)
    for path in given:
        if not path.exists():
            raise InputError(f"{path_text(path)}: no such file or folder")
    rows: dict[Path, PageFacts] = {}
    done: set[Path] = set()
    for path in given:
        for file in _files(path, rows):
            if isinstance(file, Rejection):
                yield file
            elif (place := file.absolute()) not in done:
                done.add(place)
                for page in _read(file, rows.get(place, NOTHING_KNOWN), lists if file in named else None):
                    yield once(page)


def read_manifest(path: Path) -> dict[str, PageFacts]:
    """Read a manifest: columns `file`, `url`, `outlet`, `published`, `language`; all but `file` may lack.

    Returns:
        Rows by file name, relative to the manifest's folder.

    Raises:
        InputError: If it cannot be read, is not UTF-8, or has no `file` column.
    """
    try:
        table = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        if "file" not in (table.fieldnames or ()):
            raise InputError(f"{path_text(path)}: the first line must name the columns, 'file' among them")
        return {row["file"].strip(): _row(row) for row in table if (row.get("file") or "").strip()}
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        raise InputError(f"{path_text(path)}: {broken}") from broken


def _row(row: Mapping[str, str | None]) -> PageFacts:
    said = {column: (row.get(column) or "").strip() or None for column in COLUMNS}
    return PageFacts(
        url=said["url"], outlet=said["outlet"], published=said["published"], language=said["language"]
    )


def _files(path: Path, rows: dict[Path, PageFacts]) -> Iterator[Path | Rejection]:
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


def _below(root: Path, rows: dict[Path, PageFacts]) -> Iterator[Path | Rejection]:
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
        yield reject(path_text(Path(error.filename)), "unreadable", error.strerror or str(error))


def _note(folder: Path, named: Mapping[str, PageFacts], rows: dict[Path, PageFacts]) -> None:
    rows.update({(folder / name).absolute(): row for name, row in named.items()})


def _is_inside(file: Path, root: Path) -> bool:
    return file.resolve().is_relative_to(root.resolve())


def _read(file: Path, row: PageFacts, lists: Lists | None) -> Iterator[Page | Rejection]:
    """What a file holds: a page, the pages of an archive or of rows, or what a list names."""
    location = path_text(file)
    suffixes = [s.lower() for s in file.suffixes]
    is_packed = suffixes[-1:] == [".gz"]
    suffix = "".join(suffixes[-2:-1] if is_packed else suffixes[-1:])
    try:
        if (reader := READERS.get(suffix)) is not None:
            _check_regular(file)
            with file.open("rb") as opened:
                yield from reader(opened, location)
        elif suffix in LISTS and lists is not None:
            yield from lists(_content(file, is_packed), file.absolute().as_uri())
        elif suffix in LISTS:
            detail = "it lists addresses: name the file itself to fetch what it lists"
            yield reject(location, "unsupported_type", detail)
        elif (media_type := MEDIA_TYPES.get(suffix)) is not None:
            yield make_page(location, _content(file, is_packed), media_type, row)
        else:
            kinds = ", ".join([*MEDIA_TYPES, *READERS, *LISTS])
            yield reject(location, "unsupported_type", f"{suffix or 'no suffix'}: read are {kinds}")
    except Refused as refused:
        yield reject(location, refused.reason, refused.detail)
    except (OSError, ValueError) as failed:
        yield reject(location, "unreadable", str(failed))


def _content(file: Path, is_packed: bool) -> bytes:
    """A file's bytes, decompressed.

    Raises:
        Refused: If it is no regular file, too large, or grows beyond measure.
    """
    _check_regular(file)
    if file.stat().st_size > MAX_BYTES:
        raise Refused("too_large", f"{file.stat().st_size} bytes, at most {MAX_BYTES} are read")
    if not is_packed:
        return file.read_bytes()
    with file.open("rb") as opened:
        return open_inflated(opened).read(MAX_BYTES + 1)


def _check_regular(file: Path) -> None:
    """Look before reading: a pipe never ends."""
    if not stat.S_ISREG(file.stat().st_mode):
        raise Refused("unreadable", "not a regular file")


def path_text(path: Path) -> str:
    """A path as text that every encoder takes: bytes that are no UTF-8 are written out."""
    return str(path).encode("utf-8", "backslashreplace").decode()
