"""Scores of the passages without a tagger: who says what, and which names are found."""

from __future__ import annotations

from pathlib import Path

from tests.eval.blind import score as blind

FOLDER = Path(__file__).parent
LANGUAGES = ("de", "es", "it", "ru", "uk")


def files() -> list[Path]:
    """The passages of every language."""
    return sorted(FOLDER.glob("*.toml"))


def read(language: str) -> tuple[blind.Passage, ...]:
    """The passages of one language."""
    return blind.read_file(FOLDER / f"{language}.toml")


def compare_all(language: str) -> list[blind.Row]:
    """What each passage says beside what is found in it."""
    return [row for passage in read(language) for row in blind.compare(passage, language)]


def names(language: str) -> list[tuple[str, bool, bool]]:
    """Every name with whether it is one and whether it was found, passage by passage."""
    out: list[tuple[str, bool, bool]] = []
    for passage in read(language):
        found = {m.text for m in blind.read_by_stages(passage.text, language).mentions if m.form == "name"}
        wanted = set(passage.names)
        out += [(n, n in wanted, n in found) for n in sorted(wanted | found)]
    return out


def figures(language: str) -> dict[str, float]:
    """Figures of statements, and precision and recall of names."""
    rows = names(language)
    hits = sum(is_one and is_found for _, is_one, is_found in rows)
    said = blind.figures(compare_all(language))
    return {
        **{key: said[key] for key in ("f1", "precision", "recall", "speaker", "modality")},
        "names.precision": _share(hits, sum(is_found for *_, is_found in rows)),
        "names.recall": _share(hits, sum(is_one for _, is_one, _ in rows)),
    }


def _share(n: int, of: int) -> float:
    return n / of if of else 1.0
