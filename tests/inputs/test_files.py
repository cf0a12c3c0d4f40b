"""Everything handed in becomes a page or a rejection with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from recoupe.errors import InputError
from recoupe.inputs.files import read_manifest, read_paths
from recoupe.inputs.pages import MAX_BYTES
from recoupe.records import Page, Rejection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text("<p>Un</p>", "utf-8")
    (tmp_path / "b.txt").write_text("Deux", "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.htm").write_text("<p>Trois</p>", "utf-8")
    return tmp_path


def reasons(path: Path) -> dict[str, str]:
    found = read_paths([path])
    return {Path(r.page).name: r.reason for r in found if isinstance(r, Rejection)}


def pages(*paths: Path) -> list[Page]:
    return [p for p in read_paths(paths) if isinstance(p, Page)]


def test_a_folder_is_read_with_all_below_it_in_a_stable_order(folder: Path) -> None:
    read = pages(folder)
    assert [Path(p.location).name for p in read] == ["a.html", "b.txt", "c.htm"]
    assert [p.media_type for p in read] == ["html", "text", "html"]
    assert read == pages(folder)


def test_a_manifest_tells_about_the_files_beside_it(folder: Path) -> None:
    (folder / "manifest.csv").write_text(
        "file,url,outlet,published,language\n"
        "a.html,https://a.example/1,Le Phare,2026-01-02,fr\nsub/c.htm,,Le Quai,,\n",
        "utf-8",
    )
    first, second, third = pages(folder)
    assert (first.url, first.outlet, first.published, first.language) == (
        "https://a.example/1", "Le Phare", "2026-01-02", "fr",
    )  # fmt: skip
    assert (second.url, second.outlet) == (None, None)
    assert third.outlet == "Le Quai"
    assert pages(folder / "a.html")[0] == first


def test_a_manifest_given_itself_is_the_list_of_files(folder: Path) -> None:
    manifest = folder / "manifest.csv"
    manifest.write_text("file,outlet\nb.txt,Le Phare\ngone.txt,Le Quai\n../b.txt,Dehors\n", "utf-8")
    found = list(read_paths([manifest]))
    assert [type(f).__name__ for f in found] == ["Page", "Rejection"]
    assert reasons(manifest) == {"gone.txt": "unreadable"}


def test_columns_may_be_absent_and_a_mark_may_stand_first(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("\ufefffile,outlet\na.html,Le Phare\n", "utf-8")
    row = read_manifest(tmp_path / "manifest.csv")["a.html"]
    assert (row.outlet, row.url, row.published, row.language) == ("Le Phare", None, None, None)


@pytest.mark.parametrize("content", [b"name,url\nx,y\n", b"file\n\xff\xfe\n", b""])
def test_a_manifest_that_is_none_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"manifest\.csv"):
        list(read_paths([tmp_path]))


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read_paths([tmp_path / "nowhere"]))


def test_what_cannot_be_read_is_rejected_with_its_reason(folder: Path) -> None:
    (folder / "empty.html").write_bytes(b" \n")
    (folder / "paper.txt").write_bytes(b"%PDF-1.7 x")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "again.html").write_text("<p>Un</p>", "utf-8")
    (folder / "gone.html").symlink_to(folder / "nowhere.html")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(MAX_BYTES + 1)
    assert reasons(folder) == {
        "again.html": "duplicate",
        "empty.html": "empty",
        "gone.html": "unreadable",
        "huge.txt": "too_large",
        "paper.txt": "binary",
        "photo.jpg": "unsupported_type",
    }


def test_a_duplicate_names_the_first(folder: Path) -> None:
    (folder / "again.html").write_text("<p>Un</p>", "utf-8")
    (duplicate,) = (r for r in read_paths([folder]) if isinstance(r, Rejection))
    assert str(folder / "a.html") in duplicate.detail


def test_the_same_bytes_from_two_outlets_are_two_pages(folder: Path) -> None:
    (folder / "again.html").write_text("<p>Un</p>", "utf-8")
    (folder / "manifest.csv").write_text("file,outlet\na.html,Le Phare\nagain.html,Le Quai\n", "utf-8")
    assert len(pages(folder)) == 4


def test_a_file_given_twice_is_read_once(folder: Path) -> None:
    found = list(read_paths([folder / "a.html", folder]))
    assert len(found) == 3
    assert all(isinstance(f, Page) for f in found)


def test_links_do_not_lead_out_and_pipes_are_not_opened(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x.html"
    outside.write_text("<p>Dehors</p>", "utf-8")
    (folder / "out.html").symlink_to(outside)
    os.mkfifo(folder / "pipe.html")
    assert reasons(folder) == {"pipe.html": "unreadable"}
    assert not any("Dehors" in p.content.decode() for p in pages(folder))


def test_names_that_are_no_utf8_are_written_out(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text("Quatre", "utf-8")
    assert any(p.location.endswith("\\udcff.txt") for p in pages(folder))
