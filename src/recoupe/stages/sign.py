"""Article -> Signature: what copies and stories compare, small enough to keep many in memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import snowballstemmer

from recoupe.ids import make_id
from recoupe.lang.pack import LanguagePack
from recoupe.lang.verbs import counting
from recoupe.records import Annotations, Article, Cluster, Dating, Signature, Span, Timex, Vectors
from recoupe.text.normalise import bare
from recoupe.text.quantities import quantities
from recoupe.text.quotes import find_quotations
from recoupe.text.similarity import Matrix, fold, pack_hashes, shingles
from recoupe.text.spans import Range, is_inside, merge

VERSION = 1

SHINGLE_WIDTH = 5  # words: shorter ones are shared by chance within a topic, longer ones break at each edit
QUOTE_WIDTH = 4  # words: a quotation of fewer is a term in quotes and belongs to the wording
HEADLINE_WEIGHT = 2  # a headline names the event; counted as if said twice more
MIN_TERM = 2  # characters
DAY_LENGTH = len("2026-03-04")

WORD = re.compile(r"\w+")  # « l'état-major » : l, état, major
STEMMERS = {
    "fr": "french",
    "en": "english",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "ru": "russian",
    "pt": "portuguese",
    "nl": "dutch",
}


def sign(  # noqa: PLR0913  # the article with all its layers
    article: Article,
    annotations: Annotations,
    vectors: Vectors,
    timexes: Sequence[Timex],
    clusters: Sequence[Cluster],
    dating: Dating,
    *,
    pack: LanguagePack,
) -> Signature:
    """Reduce an article to what copies and stories compare.

    Question-and-answer blocks are left out: they repeat the article in other words. Wording is taken outside
    quotations, so two articles that quote one speech share quotations and no wording.

    Args:
        article: Body and headline.
        annotations: Its sentences, one for each row of `vectors`.
        vectors: Sentence vectors.
        timexes: Its dates, with days.
        clusters: What it names.
        dating: When it was published, as far as known.
        pack: Supplies stop words.
    """
    zones = [(p.start, p.end) for p in article.paragraphs if p.label != "faq"]
    quoted = _quoted(article.text, zones)
    words = [_words(article.text, zone) for zone in zones]
    rows = _rows(annotations.sentences, vectors, zones)
    published = dating.published
    return Signature(
        id=make_id("signature", article.id),
        article_id=article.id,
        outlet=article.outlet,
        language=article.language,
        n_words=sum(map(len, words)),
        shingles=pack_hashes(
            shingles((_words(article.text, r) for r in _outside(zones, quoted)), SHINGLE_WIDTH)
        ),
        quotes=pack_hashes(shingles((_words(article.text, r) for r in quoted), QUOTE_WIDTH)),
        terms=_terms(article, words, pack),
        names=_names(clusters),
        days=_days(timexes),
        numbers=_numbers(article.text, zones, pack),
        dimensions=vectors.dimensions,
        vector=(rows.mean(axis=0) if len(rows) else np.zeros(vectors.dimensions)).astype("<f2").tobytes(),
        rows=rows.astype("<f2").tobytes(),
        headline=article.headline,
        byline=article.byline,
        credit=article.credit,
        earliest=published.earliest if published else None,
        latest=published.latest if published else None,
        published_at=published.at if published else None,
    )


def _quoted(text: str, zones: Iterable[Range]) -> list[Range]:
    """Quotations of more than a few words: a term in quotes is the writer's own wording."""
    found = [(q.inner_start, q.inner_end) for q in find_quotations(text) if q.depth == 0]
    return merge(
        r for r in found if len(_words(text, r)) >= QUOTE_WIDTH and any(is_inside(r, z) for z in zones)
    )


def _outside(zones: Iterable[Range], quoted: Sequence[Range]) -> Iterator[Range]:
    """What of the zones no quotation covers."""
    for start, end in zones:
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


def _terms(
    article: Article, words: Iterable[Sequence[str]], pack: LanguagePack
) -> tuple[tuple[str, int], ...]:
    """Stems with their count, stop words and figures out."""
    headline = WORD.findall(fold_words(article.headline or ""))
    counts = Counter(w for run in words for w in run)
    for word in headline:
        counts[word] += HEADLINE_WEIGHT
    stop = _stop_words(pack)
    stems: Counter[str] = Counter()
    for word, n in counts.items():
        if len(word) >= MIN_TERM and word not in stop and not word[0].isdigit():
            stems[_stem(article.language, word)] += n
    return tuple(sorted(stems.items()))


def _stop_words(pack: LanguagePack) -> frozenset[str]:
    return frozenset(fold_words(w) for w in pack.words.stop)


@lru_cache(maxsize=65536)
def _stem(language: str, word: str) -> str:
    """Stem of a folded word; the word itself in a language without a stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer is not None else word


@lru_cache(maxsize=16)
def _stemmer(language: str) -> snowballstemmer.stemmer | None:
    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None


def _names(clusters: Iterable[Cluster]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for cluster in clusters:
        if cluster.named:
            counts[fold(cluster.name)] += len(cluster.mention_ids)
    return tuple(sorted(counts.items()))


def _days(timexes: Iterable[Timex]) -> tuple[tuple[str, int], ...]:
    """Days that expressions name; those that hang on a guessed publication date are not evidence."""
    days = Counter(
        t.value[:DAY_LENGTH]
        for t in timexes
        if t.earliest is not None and t.earliest == t.latest and t.certainty != "assumed"
    )
    return tuple(sorted(days.items()))


def _numbers(text: str, zones: Iterable[Range], pack: LanguagePack) -> tuple[str, ...]:
    """Figures in digits or words: « 1 200 », « 1.200 » and « douze cents » are 1200, « 3,4 » is 3.4."""
    words = counting(pack.words, pack.verbs)
    found = (q for start, end in zones for q in quantities(text[start:end], words))
    return tuple(f"{q.value:.10g}" for q in found)


def _rows(sentences: Sequence[Span], vectors: Vectors, zones: Sequence[Range]) -> Matrix:
    """Vectors of the sentences that stand in the zones."""
    rows = np.frombuffer(vectors.rows, dtype=np.float16).reshape(-1, vectors.dimensions)
    kept = [any(start <= s.start < end for start, end in zones) for s in sentences]
    return np.asarray(rows[np.array(kept, dtype=bool)], dtype=np.float32)
