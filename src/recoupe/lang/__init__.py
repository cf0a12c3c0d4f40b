"""Language packs by ISO 639-1 code, written out; other packages add theirs through `recoupe.languages`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from recoupe.lang import en, fr
from recoupe.lang.pack import LanguagePack

LANGUAGES = {"fr": fr.pack, "en": en.pack}
FALLBACK = fr.pack  # for a language without a pack: quotation marks and figures read as in French press


@cache
def packs() -> dict[str, LanguagePack]:
    """Every installed pack: ours, then those of the entry-point group `recoupe.languages`."""
    out = dict(LANGUAGES)
    for point in sorted(entry_points(group="recoupe.languages"), key=lambda p: p.name):
        out.setdefault(point.name, point.load())
    return out
