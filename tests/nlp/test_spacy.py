"""A pipeline that only knows names still gives sentences, lemmas and parts of speech."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from recoupe.errors import ModelMissing
from recoupe.nlp.spacy import SpacyTagger


def test_a_pipeline_of_names_only_ends_sentences(tmp_path: Path) -> None:
    own = spacy.blank("de")
    own.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Seewetteramt"}])  # type: ignore[attr-defined]
    own.to_disk(tmp_path)
    (tagged,) = SpacyTagger(str(tmp_path), language="de").tag(["Das Seewetteramt warnt. Niemand fährt aus."])
    assert len(tagged.sentences) == 2
    assert tagged.names == ((4, 16, "ORG"),)
    assert tagged.tokens.lemmas[:2] == ("das", "seewetteramt")
    assert set(tagged.tokens.pos) == {"X"}


def test_a_folder_without_a_pipeline_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"models\.de: .* is not installed"):
        SpacyTagger(str(tmp_path), language="de")
