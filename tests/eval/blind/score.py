"""Scores of the blind passages: F1 of contents, then speaker, chain and modality of those found."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec

from recoupe.ids import make_id
from recoupe.lang import FALLBACK, LANGUAGES
from recoupe.nlp.port import Tagger
from recoupe.nlp.rules import RuleTagger
from recoupe.nlp.spacy import MODELS, SpacyTagger
from recoupe.records import Chain, Dating, Medium, Mention, Modality, Statement
from recoupe.stages.attribute import attribute
from recoupe.stages.corefer import corefer
from recoupe.text.names import fold
from recoupe.text.spans import iou
from tests.stages.articles import annotated

FOLDER = Path(__file__).parent
FIRST, SECOND, THIRD = "statements", "second", "third"  # before the rules were tuned; after they were
SAME = 0.5  # characters shared of those in either: the measure of the published systems
# words that tell no two speakers apart
SMALL = re.compile(r"^(?:l[ea]s?|l|une?|de?s?|du|the|an?|me?|mme|mr|to|at|s(?:on|a|es)|leurs?|his|her)$")


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing said, as `__init__` explains its fields."""

    content: str
    cue: str | None = None
    source: str | None = None
    speaker: str | None = None
    anonymous: bool = False
    modality: Modality = "asserted"
    chain: tuple[str, ...] = ()
    medium: Medium | None = None
    no_comment: bool = False


class Passage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One short article and all that others say in it."""

    construction: str
    text: str
    said: tuple[Said, ...]
    names: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said beside what was found for it, or a find that is nothing said."""

    passage: Passage
    said: Said | None
    found: Statement | None
    chain: Chain | None = None

    @property
    def has_speaker(self) -> bool:
        """Whether the first hop is who says it."""
        assert self.said is not None
        assert self.chain is not None
        first = self.chain.hops[0]
        if self.said.anonymous:
            return first.kind == "anonymous"
        if self.said.speaker == "WITNESS":
            return first.kind == "witness"
        return is_same_name(first.name, self.said.speaker or self.said.source or "")

    @property
    def has_chain(self) -> bool:
        """Whether every hop before the outlet is right, none missing and none too many."""
        assert self.said is not None
        assert self.chain is not None
        hops = [h.name for h in self.chain.hops[:-1]]
        wanted = self.said.chain[1:]
        return (
            self.has_speaker
            and len(hops) == len(wanted) + 1
            and all(is_same_name(h, w) for h, w in zip(hops[1:], wanted, strict=True))
        )

    @property
    def has_medium(self) -> bool:
        """Whether the occasion has the medium that the text names."""
        assert self.said is not None
        occasion = self.chain.occasion if self.chain is not None else None
        return occasion is not None and occasion.medium == self.said.medium


def is_same_name(a: str, b: str) -> bool:
    """Two names agree when the telling words of one are among the other's.

    Example:
        >>> is_same_name("Odile Brassac", "La maire, Odile Brassac"), is_same_name("la maire", "le maire")
        (True, True)
    """
    x, y = ({w for w in fold(n).replace("'", " ").split() if not SMALL.match(w)} for n in (a, b))
    return bool(x and y) and (x <= y or y <= x)


def files() -> list[Path]:
    """The passages of every set and language."""
    return sorted(FOLDER.glob("*.toml"))


def read(language: str, name: str = FIRST) -> tuple[Passage, ...]:
    """The passages of one set in one language."""
    return read_file(FOLDER / f"{name}_{language}.toml")


def read_file(path: Path) -> tuple[Passage, ...]:
    """The passages of one file."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8"))["passage"], tuple[Passage, ...])


@cache
def _tagger(language: str) -> Tagger:
    model = MODELS.get(language)
    return RuleTagger(language) if model is None else SpacyTagger(model, language=language)


class Reading(msgspec.Struct, frozen=True):
    """What the stages make of one passage."""

    statements: tuple[Statement, ...]
    chains: tuple[Chain, ...]
    mentions: tuple[Mention, ...]


def read_by_stages(text: str, language: str) -> Reading:
    """Run tagger, `attribute` and `corefer` over a text."""
    article, annotations, mentions = annotated(text, language, _tagger(language))
    pack = LANGUAGES.get(language, FALLBACK)
    statements = attribute(article, annotations, mentions, pack=pack)
    dating = Dating(id=make_id("dating", article.id), article_id=article.id, published=None)
    found = corefer(article, annotations, mentions, statements, dating, pack=pack)
    return Reading(statements, found.chains, found.mentions)


def compare(passage: Passage, language: str) -> list[Row]:
    """Find what a passage says and lay it beside what it does say, best overlap first."""
    reading = read_by_stages(passage.text, language)
    chain_of = {c.statement_id: c for c in reading.chains}
    found = [s for s in reading.statements if s.report_type != "none"]
    ranges = [_range(passage.text, said) for said in passage.said]
    pairs = sorted(
        ((iou(rng, (s.start, s.end)), n, k) for n, rng in enumerate(ranges) for k, s in enumerate(found)),
        key=lambda p: (-p[0], p[1], p[2]),
    )
    taken: dict[int, int] = {}
    for overlap, n, k in pairs:
        if overlap >= SAME and n not in taken and k not in taken.values():
            taken[n] = k
    rows = []
    for n, said in enumerate(passage.said):
        s = found[taken[n]] if n in taken else None
        rows.append(Row(passage=passage, said=said, found=s, chain=chain_of[s.id] if s else None))
    extra = [s for k, s in enumerate(found) if k not in taken.values()]
    return [*rows, *(Row(passage=passage, said=None, found=s, chain=chain_of[s.id]) for s in extra)]


def _range(text: str, said: Said) -> tuple[int, int]:
    at = text.index(said.content)
    return at, at + len(said.content)


def compare_all(language: str, name: str = FIRST) -> list[Row]:
    """Every passage of one set in one language."""
    return [row for passage in read(language, name) for row in compare(passage, language)]


def figures(rows: Sequence[Row]) -> dict[str, float]:
    """F1 of contents; of those found right speaker, chain, modality, medium; how many finds in traps."""
    hits = [r for r in rows if r.said is not None and r.found is not None]
    n_said, n_found = sum(r.said is not None for r in rows), sum(r.found is not None for r in rows)
    named = [r for r in hits if r.said is not None and r.said.medium is not None]
    return {
        "f1": _ratio(2 * len(hits), n_said + n_found),
        "precision": _ratio(len(hits), n_found),
        "recall": _ratio(len(hits), n_said),
        "speaker": _share(hits, lambda r: r.has_speaker),
        "chain": _share(hits, lambda r: r.has_chain),
        "modality": _share(hits, lambda r: r.said is not None and r.said.modality == _modality(r)),
        "medium": _share(named, lambda r: r.has_medium),
        "traps": float(sum(r.passage.construction == "trap" for r in rows)),
    }


def _modality(row: Row) -> Modality | None:
    return row.found.modality if row.found is not None else None


def _share(rows: Sequence[Row], is_right: Callable[[Row], bool]) -> float:
    return _ratio(sum(map(is_right, rows)), len(rows))


def _ratio(n: float, of: float) -> float:
    return n / of if of else 1.0


def by_construction(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each construction, in the file's order."""
    out: dict[str, list[Row]] = {}
    for row in rows:
        out.setdefault(row.passage.construction, []).append(row)
    return out
