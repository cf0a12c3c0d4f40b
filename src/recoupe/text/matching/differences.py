"""Where two accounts of one story part: rival figures, days that cannot both be right, and what is denied.

Few and right beats many: everything that may be a difference gets a chance from what speaks for it
(`differences.toml`, points as data), and the surest few are shown, of each difference one pair of places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from recoupe.text.matching.days import days
from recoupe.text.matching.denials import denials
from recoupe.text.matching.figures import figures
from recoupe.text.matching.ground import Candidate, Difference, Ground
from recoupe.text.matching.points import Points, chance_of, read_points
from recoupe.text.matching.retold import retold

MODEL = "differences"
PER_DENIAL = 2  # one denial may answer two articles


def candidates(ground: Ground) -> Iterator[Candidate]:
    """Everything that may be a difference."""
    yield from figures(ground)
    yield from days(ground)
    yield from denials(ground)
    yield from retold(ground)


def differences(ground: Ground) -> list[Difference]:
    """What differs in a story, surest first."""
    models = read_points(MODEL)
    weighed = [(weigh(models, c), c) for c in candidates(ground)]
    shown = [(chance, c) for chance, c in weighed if c.sure or chance >= models[c.difference.type].least]
    return [c.difference for _, c in choose(shown)]


def weigh(models: Mapping[str, Points], c: Candidate) -> float:
    """The chance that a candidate is a difference, 1 for what is sure."""
    return 1.0 if c.sure else chance_of(models[c.difference.type], c.signs)


def choose(weighed: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Of candidates that tell of one difference the likeliest; likeliest first."""
    out: list[tuple[float, Candidate]] = []
    taken: set[tuple[str, ...]] = set()
    voices: Counter[str] = Counter()
    for chance, c in sorted(weighed, key=_order):
        keys = c.keys | {_places(c.difference)}
        if keys & taken or (c.voice and voices[c.voice] >= PER_DENIAL):
            continue
        taken |= keys
        voices[c.voice] += 1
        out.append((chance, c))
    return out


def _order(weighed: tuple[float, Candidate]) -> tuple[float, int, int, int, int]:
    """Likeliest first; of chances within a tenth, which say no more, the place that was told first."""
    chance, c = weighed
    a, b = c.difference.a, c.difference.b
    return -round(chance, 1), a.article, a.start, b.article, b.start


def _places(d: Difference) -> tuple[str, ...]:
    return "places", *sorted(f"{s.article}:{s.start}" for s in (d.a, d.b))
