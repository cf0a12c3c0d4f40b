"""Article -> Signature: what copies and stories compare, small enough to keep many in memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

import msgspec
import numpy as np

from recoupe.ids import make_id
from recoupe.lang.counting import counting
from recoupe.lang.pack import LanguagePack
from recoupe.records import (
    Annotations,
    Article,
    Cluster,
    Dating,
    Mention,
    Published,
    Signature,
    Span,
    Timex,
    Vectors,
)
from recoupe.text.likeness.features import MIN_FIGURE, day_bits, key_of, pack_features
from recoupe.text.normalise import bare
from recoupe.text.quantities import Counting, quantities
from recoupe.text.quotes import find_quotations
from recoupe.text.searching import stem
from recoupe.text.similarity import Matrix, fold, pack_hashes, shingles, winnowed
from recoupe.text.spans import Range, is_inside, merge

VERSION = 5

SHINGLE_WIDTH = 5  # words: shorter ones are shared by chance within a topic, longer ones break at each edit
SKETCH_WINDOW = 8  # shingles: twelve words on end are found, two shingles in nine are kept
QUOTE_WIDTH = 4  # words: a quotation of fewer is a term in quotes and belongs to the wording
HEADLINE = 2.0  # a headline names the event; counted as if said twice more
OPENING, OPENING_SENTENCES = 1.5, 2  # so does the opening
RECALLED = 0.5  # what is told of older days is the background, not the news
OLD = 5  # days before publication: a day or a month that ended then is told as background
MIN_TERM = 2  # characters
MIN_NAME = 3  # letters of a word of a name; below are particles
DAY_LENGTH = len("2026-03-04")
FULL_NAME = 2  # words that begin with a capital
BYTE = 127  # greatest value of a dimension kept in a byte

WORD = re.compile(r"\w+")  # « l'état-major » : l, état, major


class Zone(msgspec.Struct, frozen=True, order=True):
    """A sentence, and how much what it says counts."""

    start: int
    end: int
    weight: float


class Detail(msgspec.Struct, frozen=True, order=True):
    """A name, a day or a figure where it stands."""

    start: int
    sort: str
    feature: str


def sign(  # noqa: PLR0913, PLR0917  # the article with all its layers
    article: Article,
    annotations: Annotations,
    vectors: Vectors,
    timexes: Sequence[Timex],
    mentions: Sequence[Mention],
    clusters: Sequence[Cluster],
    dating: Dating,
    *,
    pack: LanguagePack,
) -> Signature:
    """Reduce an article to what copies and stories compare.

    Question-and-answer blocks are left out: they repeat the article in other words. Wording is taken outside
    quotations, so two articles that quote one speech share quotations and no wording. What is told of older
    days counts less than the news.

    Args:
        article: Body and headline.
        annotations: Its sentences, one for each row of `vectors`.
        vectors: Sentence vectors.
        timexes: Its dates, with days.
        mentions: Where it names what.
        clusters: What it names.
        dating: When it was published, as far as known.
        pack: Supplies stop words.
    """
    bounds = [(p.start, p.end) for p in article.paragraphs if p.label != "faq"]
    quoted = _quoted(article.text, bounds)
    outside = [_words(article.text, r) for r in _outside(bounds, quoted)]
    published = dating.published
    zones = _zones(annotations.sentences, bounds, timexes, published)
    details = [
        *_names(mentions, clusters),
        *_days(timexes),
        *_figures(article.text, bounds, counting(article.language, pack)),
    ]
    packed = pack_features(
        [_terms(article, zones, pack), *(_weigh(details, sort, zones) for sort in ("name", "day", "figure"))]
    )
    rows = _rows(annotations.sentences, vectors, bounds)
    scale = np.abs(rows).max(axis=1, initial=0) / BYTE
    return Signature(
        id=make_id("signature", article.id),
        article_id=article.id,
        outlet=article.outlet,
        language=article.language,
        n_words=sum(len(_words(article.text, zone)) for zone in bounds),
        shingles=pack_hashes(shingles(outside, SHINGLE_WIDTH)),
        sketch=pack_hashes(winnowed(outside, SHINGLE_WIDTH, SKETCH_WINDOW)),
        quotes=pack_hashes(shingles((_words(article.text, r) for r in quoted), QUOTE_WIDTH)),
        features=packed.features,
        sizes=packed.sizes,
        keys=packed.keys,
        weights=packed.weights,
        details=np.array([key_of(d.sort, d.feature) for d in sorted(details)], dtype="<u4").tobytes(),
        dimensions=vectors.dimensions,
        vector=(rows.mean(axis=0) if len(rows) else np.zeros(vectors.dimensions)).astype("<f2").tobytes(),
        scale=scale.astype("<f4").tobytes(),
        rows=np.rint(rows / np.where(scale == 0, 1, scale)[:, None]).astype(np.int8).tobytes(),
        days=day_bits(d.feature for d in details if d.sort == "day"),
        event_day=_event_day(timexes, zones, published),
        signed=is_full_name(article.byline, pack),
        headline=article.headline,
        byline=article.byline,
        credit=article.credit,
        wire=article.wire,
        url=article.url,
        earliest=published.earliest if published else None,
        latest=published.latest if published else None,
        published_at=published.at if published else None,
    )


# --- wording ------------------------------------------------------------------------------------------


def _quoted(text: str, bounds: Iterable[Range]) -> list[Range]:
    """Quotations of more than a few words: a term in quotes is the writer's own wording."""
    found = [(q.inner_start, q.inner_end) for q in find_quotations(text) if q.depth == 0]
    return merge(
        r for r in found if len(_words(text, r)) >= QUOTE_WIDTH and any(is_inside(r, b) for b in bounds)
    )


def _outside(bounds: Iterable[Range], quoted: Sequence[Range]) -> Iterator[Range]:
    """What of the paragraphs no quotation covers."""
    for start, end in bounds:
        at = start
        for q_start, q_end in quoted:
            if start <= q_start < end:
                yield at, q_start
                at = q_end
        yield at, end


def _words(text: str, where: Range) -> list[str]:
    """Words in order, folded: what two spellings of one sentence have in common."""
    return WORD.findall(fold_words(text[where[0] : where[1]]))


def fold_words(text: str) -> str:
    """Fold case and accents, keep the script.

    Example:
        >>> fold_words("L’État")
        'l’etat'
    """
    return bare(text.casefold())


def is_full_name(byline: str | None, pack: LanguagePack) -> bool:
    """Is a byline a given name and a surname? « Le Matelot » and « Service des sports » are none."""
    stop = _stop_words(tuple(pack.words.stop))
    words = [w for w in WORD.findall(byline or "") if w[0].isupper() and fold_words(w) not in stop]
    return len(words) >= FULL_NAME


# --- what counts how much -----------------------------------------------------------------------------


def _zones(
    sentences: Sequence[Span], bounds: Sequence[Range], timexes: Sequence[Timex], published: Published | None
) -> list[Zone]:
    """Sentences of the body with the weight of what they say."""
    mine = [s for s in sentences if any(start <= s.start < end for start, end in bounds)]
    old = [(t.start, t.end) for t in timexes if _is_old(t, published)]
    return [
        Zone(
            s.start,
            s.end,
            (OPENING if k < OPENING_SENTENCES else 1.0)
            * (RECALLED if any(is_inside(r, (s.start, s.end)) for r in old) else 1.0),
        )
        for k, s in enumerate(mine)
    ]


def _is_old(timex: Timex, published: Published | None) -> bool:
    """« le 3 mars dernier », « en janvier » : told in a sentence, it is about what was before the news."""
    if published is None or timex.latest is None or timex.certainty == "assumed":
        return False
    return date.fromisoformat(timex.latest) < date.fromisoformat(published.earliest) - timedelta(days=OLD)


def _weight_at(zones: Sequence[Zone], at: int) -> float:
    """Weight of the sentence that holds a character; 0 outside the body."""
    return next((z.weight for z in zones if z.start <= at < z.end), 0.0)


def _terms(article: Article, zones: Sequence[Zone], pack: LanguagePack) -> Mapping[str, float]:
    """Stems with their count, stop words and figures out."""
    counts: Counter[str] = Counter()
    for zone in zones:
        for word in _words(article.text, (zone.start, zone.end)):
            counts[word] += zone.weight  # type: ignore[assignment]  # a Counter adds up any number
    for word in WORD.findall(fold_words(article.headline or "")):
        counts[word] += HEADLINE  # type: ignore[assignment]
    stop = _stop_words(tuple(pack.words.stop))
    stems: dict[str, float] = {}
    for word, n in counts.items():
        if len(word) >= MIN_TERM and word not in stop and not word[0].isdigit():
            root = stem(article.language, word)
            stems[root] = stems.get(root, 0) + n
    return stems


@lru_cache(maxsize=64)
def _stop_words(stop: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_words(w) for w in stop)


# --- names, days, figures -----------------------------------------------------------------------------


def _names(mentions: Iterable[Mention], clusters: Iterable[Cluster]) -> Iterator[Detail]:
    """Words of the name of what each mention means, where it stands."""
    place = {mention.id: mention.start for mention in mentions}
    for cluster in clusters:
        if cluster.named:
            words = [w for w in WORD.findall(fold(cluster.name)) if len(w) >= MIN_NAME]
            for mention_id in cluster.mention_ids:
                if mention_id in place:
                    yield from (Detail(place[mention_id], "name", word) for word in words)


def _days(timexes: Iterable[Timex]) -> Iterator[Detail]:
    """Days that expressions name; those that hang on a guessed publication date are not evidence."""
    for t in timexes:
        if t.earliest is not None and t.earliest == t.latest and t.certainty != "assumed":
            yield Detail(t.start, "day", t.earliest)


def _figures(text: str, bounds: Iterable[Range], words: Counting) -> Iterator[Detail]:
    """Figures in digits or words: « 1 200 », « 1.200 » and « douze cents » are 1200, « 3,4 » is 3.4."""
    for start, end in bounds:
        for q in quantities(text[start:end], words):
            figure = f"{q.value:.10g}"
            if len(figure) >= MIN_FIGURE:
                yield Detail(start + q.start, "figure", figure)


def _weigh(details: Iterable[Detail], sort: str, zones: Sequence[Zone]) -> Mapping[str, float]:
    counts: dict[str, float] = {}
    for detail in details:
        if detail.sort == sort:
            weight = _weight_at(zones, detail.start)
            counts[detail.feature] = counts.get(detail.feature, 0) + weight
    return counts


def _event_day(timexes: Sequence[Timex], zones: Sequence[Zone], published: Published | None) -> str | None:
    """The day of the news: the first one named that lies shortly before publication, or on its day."""
    if published is None:
        return None
    latest = date.fromisoformat(published.latest)
    first = date.fromisoformat(published.earliest) - timedelta(days=OLD)
    for t in sorted(timexes, key=lambda t: t.start):
        if t.earliest is None or t.earliest != t.latest or t.certainty == "assumed":
            continue
        if first <= date.fromisoformat(t.earliest) <= latest and _weight_at(zones, t.start) >= 1:
            return t.earliest
    return None


# --- vectors ------------------------------------------------------------------------------------------


def _rows(sentences: Sequence[Span], vectors: Vectors, bounds: Sequence[Range]) -> Matrix:
    """Vectors of the sentences that stand in the body."""
    rows = np.frombuffer(vectors.rows, dtype=np.float16).reshape(-1, vectors.dimensions)
    kept = [any(start <= s.start < end for start, end in bounds) for s in sentences]
    return np.asarray(rows[np.array(kept, dtype=bool)], dtype=np.float32)
