"""Which language a text is in, by py3langid; nothing is fetched, the model comes with the package."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE = 4_000  # characters that settle the language of an article
MIN_PROBABILITY = 0.5  # below it the best guess is one among several
NO_LANGUAGE = "zxx"  # the model's own class for figures, code and noise
CODE = re.compile(r"[a-zA-Z]{2,3}")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect(text: str) -> tuple[str | None, float]:
    """Language of a text and how sure that is, 0 to 1; None when it is in no language or in several.

    Example:
        >>> detect("Le pont restera fermé jusqu'à la fin du mois, a annoncé la mairie.")[0]
        'fr'
    """
    code, probability = _identifier().classify(text[:SAMPLE])
    if code == NO_LANGUAGE or probability < MIN_PROBABILITY:
        return None, float(probability)
    return str(code), float(probability)


def primary(tag: str | None) -> str | None:
    """ISO 639-1 part of a language tag: `fr` of `fr-FR` and `fr_CA`.

    Example:
        >>> primary("fr_CA"), primary("x-default"), primary(None)
        ('fr', None, None)
    """
    found = CODE.match(tag.strip()) if tag else None
    return found[0].lower() if found and len(found[0]) == 2 else None  # noqa: PLR2004 - two letters
