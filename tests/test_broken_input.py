"""Ten kinds of broken input in one folder: each ends as an article or as a rejection, and the run goes on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.eval.measures import recoupe, rows_of

PARAGRAPHS = [
    "La mairie de Sauveterre a fermé mardi la passerelle des Tanneurs, fissurée depuis l'hiver.",
    "« Nous ne prendrons aucun risque », a déclaré la maire, Odile Brancaz, devant les riverains.",
    "Selon le bureau d'études, les travaux dureront six semaines et coûteront près de 80 000 euros.",
]


def page(body: str, charset: str = "utf-8") -> str:
    head = f'<meta charset="{charset}"><title>Passerelle</title>'
    return f'<html lang="fr"><head>{head}</head><body>{body}</body></html>'


def article() -> str:
    return (
        "<article><h1>Sauveterre ferme sa passerelle</h1>"
        + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
        + "</article>"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("broken")
    good = page(article())
    (root / "good.html").write_text(good, "utf-8")
    (root / "empty.html").write_bytes(b"")
    (root / "binary.html").write_bytes(b"%PDF-1.7\n\x00\x01\x02" + os.urandom(500))
    (root / "charset.html").write_bytes(page(article().replace("mardi", "mercredi")).encode("windows-1252"))
    (root / "huge.html").write_text(page("<p>mot </p>" * 2_000_000), "utf-8")
    (root / "links.html").write_text(page("<a href=/>x</a>" * 100_000), "utf-8")
    (root / "deep.html").write_text(page("<div>" * 50_000 + "fond"), "utf-8")
    (root / "no-text.html").write_text(
        page("<script>let vide</script><div></div>").replace("<title>Passerelle</title>", ""), "utf-8"
    )
    (root / "language.txt").write_text("zxq vlorp " * 3 + "\n\n" + "bwa krru ixtl noqq wuy " * 40, "utf-8")
    (root / "z-duplicate.html").write_text(good, "utf-8")
    (root / "unreadable.html").symlink_to(root / "nowhere")
    return root


def test_each_page_ends_as_an_article_or_as_a_rejection_with_a_reason(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    done = recoupe("run", folder, "--store", store, "--json", statuses=(3,))
    assert json.loads(done.stdout)["failures"] == 0
    recoupe("export", "--store", store, "--output", tmp_path / "out.ndjson")
    rows = rows_of(tmp_path / "out.ndjson")
    articles = {Path(r["page"]).name for r in rows if r["kind"] == "article"}
    reasons = {Path(r["page"]).name: r["reason"] for r in rows if r["kind"] == "rejection"}
    assert articles == {"good.html", "charset.html"}
    assert reasons == {
        "empty.html": "empty",
        "binary.html": "binary",
        "huge.html": "too_large",
        "links.html": "too_many_links",
        "deep.html": "too_deep",
        "no-text.html": "no_text",
        "language.txt": "unknown_language",
        "z-duplicate.html": "duplicate",
        "unreadable.html": "unreadable",
    }
    recovered = next(r["text"] for r in rows if r["kind"] == "article" and r["page"].endswith("charset.html"))
    assert "coûteront près de 80 000 euros" in recovered


def test_a_run_without_an_unreadable_file_ends_with_0(folder: Path, tmp_path: Path) -> None:
    readable = [f for f in folder.iterdir() if f.name in {"good.html", "empty.html", "z-duplicate.html"}]
    assert recoupe("run", *sorted(readable), "--store", tmp_path / "store.sqlite").returncode == 0
