"""Words that one article does not show to be names, and the collection does: « Roncey schweigt »."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from recoupe.lang.bodies import proper_words
from recoupe.records import Cluster
from recoupe.stages.link.company import Company, is_close
from recoupe.stages.link.joined import SHOWN, Joined, Link
from recoupe.text.names import fold, readings, words_of

RULE = "known in the collection"
BEARERS = 50  # bearers of a sound looked at; a word that more bear tells nobody


def recognise(clusters: Sequence[Cluster], company: Company, joined: Joined) -> Iterator[Link]:
    """Links from words that may be names to the one thing of like company that sounds so.

    Two other things must be named in both articles, not only countries, as for a lone surname: where nouns
    have capitals, « Koch » may be a cook. A word that fits two things is neither.
    """
    bearers: dict[str, list[int]] = defaultdict(list)
    has_unsure = any(c.unsure for c in clusters)
    for k, c in enumerate(clusters):
        if has_unsure and c.named:
            for sound in _sounds(c):
                bearers[sound].append(k)
    for k, c in enumerate(clusters):
        found = _bearers(k, bearers, company) if c.unsure else []
        if found and len({joined.find(b) for b in found}) == 1:
            b = found[0]
            common = tuple(sorted(company.shared(k, b))[:SHOWN])
            yield Link(5, b, k, RULE, f"{c.name} = {clusters[b].name}", common)


def _sounds(c: Cluster) -> set[str]:
    """How a person's surname, or a one-word name of something else, may sound."""
    words = words_of(c.name)[-1:] if c.type == "PER" else proper_words(c.name)
    is_one = len(words) == 1
    return {sound for w in words if is_one and not w.startswith("territory ") for sound in readings(w)}


def _bearers(k: int, bearers: dict[str, list[int]], company: Company) -> list[int]:
    own = company.clusters[k]
    near = sorted({b for sound in readings(fold(own.name)) for b in bearers.get(sound, ())[:BEARERS]})
    return [
        b for b in near if company.clusters[b].article_id != own.article_id and is_close(company.shared(k, b))
    ]
