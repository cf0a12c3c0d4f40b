"""Five real pages, run as a user runs them: what the first story must show."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.eval.measures import recoupe, rows_of, run_and_export
from tests.gold import SHARED

Rows = dict[str, list[dict[str, Any]]]
FURNITURE = (
    "Mary Trump",
    "Mayotte",
    "Matignon",
    "captcha",
    "Soutenez",
    "Lire la suite",
    "Temps de lecture",
    "Ук",
)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (SHARED / "seeds").exists():
        pytest.skip("the seeds are not on this machine")
    folder = tmp_path_factory.mktemp("seeds")
    run_and_export(SHARED / "seeds", folder)
    return folder


@pytest.fixture(scope="module")
def rows(work: Path) -> Rows:
    out: Rows = defaultdict(list)
    for row in rows_of(work / "export.ndjson"):
        out[row["kind"]].append(row)
    return out


def number_by_article(rows: Rows) -> dict[str, str]:
    return {a["id"]: Path(a["page"]).name[:3] for a in rows["article"]}


def test_stories_are_the_prayer_the_forum_and_the_meeting(rows: Rows) -> None:
    number = number_by_article(rows)
    stories = {tuple(sorted(number[a] for a in s["article_ids"])) for s in rows["story"]}
    assert stories == {("000", "001"), ("002", "004"), ("003",)}


def test_nothing_comes_from_menus_teasers_captchas_and_donation_boxes(rows: Rows) -> None:
    for kind in ("article", "statement", "timex", "mention"):
        texts = " ".join(r["text"] for r in rows[kind]).casefold()
        assert not [word for word in FURNITURE if word.casefold() in texts]
    number = number_by_article(rows)
    second = next(a for a in rows["article"] if number[a["id"]] == "002")
    assert "pape" not in second["text"]


def test_the_prayer_has_two_outlets_and_one_origin(rows: Rows) -> None:
    number = number_by_article(rows)
    prayers = [
        c
        for c in rows["claim"]
        if {number[a["article_id"]] for a in c["appearances"]} == {"000", "001"}
        and any("aurait prié" in a["text"] for a in c["appearances"])
    ]
    assert len(prayers) == 1
    claim = prayers[0]
    assert (claim["outlets"], claim["origins_min"], claim["origins_max"]) == (2, 1, 1)
    assert [o["name"] for o in claim["origins"]] == ["Steve Witkoff"]
    assert any(
        "aurait prié" in a["text"] and a["modality"] == "conditional" and number[a["article_id"]] == "001"
        for a in claim["appearances"]
    )


def test_an_unknown_outlet_counts_for_itself_and_the_account_says_so(work: Path, rows: Rows) -> None:
    number = number_by_article(rows)
    outlets = {number[a["id"]]: a["outlet"] for a in rows["article"]}
    assert outlets["001"].startswith("001_")
    prayer = next(s for s in rows["story"] if number[s["article_ids"][0]] in {"000", "001"})
    shown = recoupe("show", prayer["id"], "--store", work / "store.sqlite", "--lang", "en").stdout.decode()
    assert outlets["001"] in shown
    assert "counts for itself" in " ".join(shown.split())


def test_every_span_leads_back_to_the_raw_page(work: Path) -> None:
    assert recoupe("verify", "--store", work / "store.sqlite").returncode == os.EX_OK
