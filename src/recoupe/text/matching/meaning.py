"""What propositions mean: a vector for each, and how far the words of one stand in another.

A vector of a whole proposition says what it is about; its words, each with a vector of its own, say whether
everything in one is also in the other, in other words or another language.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from recoupe.text.matching.propositions import WORD
from recoupe.text.similarity import Matrix, fold

Embed = Callable[[Sequence[str]], Matrix]
Indices = npt.NDArray[np.intp]

STEM = 5  # letters of a folded word under which its frequency is counted
SHORT = 4  # letters below which a word says little in any language
NEAR = 0.35  # USE cosine of two words: unrelated ones lie below it nine times in ten
BATCH = 256  # texts embedded at once; from 64 on more makes it no faster


class Meaning(msgspec.Struct, frozen=True):
    """Propositions of one article.

    Attributes:
        vectors: A row per proposition.
        words: For each proposition the rows of `lexicon` that its content words are, padded with row 0.
        weights: Rarity of each of `words`, 0 for padding; what no word is rare in sums to 0.
        lexicon: A row per word of the story; row 0 is zero.
    """

    vectors: Matrix
    words: Indices
    weights: Matrix
    lexicon: Matrix


def meanings(texts: Sequence[Sequence[str]], stop: frozenset[str], embed: Embed) -> list[Meaning]:
    """Read the propositions of every article of a story.

    Args:
        texts: For each article the texts of its propositions.
        stop: Folded stop words of every language.
        embed: Sentences or words to unit vectors, one space for all languages.
    """
    flat = [text for some in texts for text in some]
    content = [_content(text, stop) for text in flat]
    lexicon = {word: k for k, word in enumerate(dict.fromkeys(w for some in content for w in some), 1)}
    found = _in_batches([*dict.fromkeys(flat), *lexicon], embed)
    n_texts = len(found) - len(lexicon)
    row = {text: k for k, text in enumerate(dict.fromkeys(flat))}
    words = np.concatenate([np.zeros((1, found.shape[1]), dtype=np.float32), found[n_texts:]])
    weight = _rarity(content)
    out, at = [], 0
    for some in texts:
        mine = content[at : at + len(some)]
        at += len(some)
        width = max([1, *map(len, mine)])
        index = np.zeros((len(some), width), dtype=np.intp)
        rare = np.zeros((len(some), width), dtype=np.float32)
        for k, found_words in enumerate(mine):
            index[k, : len(found_words)] = [lexicon[w] for w in found_words]
            rare[k, : len(found_words)] = [weight[fold(w)[:STEM]] for w in found_words]
        vectors = found[[row[text] for text in some]] if some else found[:0]
        out.append(Meaning(vectors, index, rare, words))
    return out


def _content(text: str, stop: frozenset[str]) -> list[str]:
    return [w for w in WORD.findall(text) if w.isdigit() or (len(w) >= SHORT and fold(w) not in stop)]


def _rarity(content: Sequence[Sequence[str]]) -> dict[str, float]:
    found = Counter(stem for some in content for stem in {fold(w)[:STEM] for w in some})
    return {stem: math.log(1 + len(content) / n) for stem, n in found.items()}


def _in_batches(texts: Sequence[str], embed: Embed) -> Matrix:
    parts = [embed(texts[k : k + BATCH]) for k in range(0, max(len(texts), 1), BATCH)]
    return np.concatenate(parts)


def joined(some: Sequence[Meaning]) -> Meaning:
    """Propositions of several articles of one story, one after the other."""
    if len(some) == 1:
        return some[0]
    width = max(meaning.words.shape[1] for meaning in some)
    room = [((0, 0), (0, width - meaning.words.shape[1])) for meaning in some]
    return Meaning(
        np.concatenate([meaning.vectors for meaning in some]),
        np.concatenate([np.pad(meaning.words, more) for meaning, more in zip(some, room, strict=True)]),
        np.concatenate([np.pad(meaning.weights, more) for meaning, more in zip(some, room, strict=True)]),
        some[0].lexicon,
    )


def coverage(a: Meaning, b: Meaning) -> tuple[Matrix, Matrix]:
    """How much of each proposition's words stand in each other's, by meaning, weighted by rarity.

    Returns:
        Two arrays of shape (len(a), len(b)), 0 to 1: of a in b, and of b in a.
    """
    used_a, used_b = np.unique(a.words), np.unique(b.words)
    near = a.lexicon[used_a] @ b.lexicon[used_b].T
    near = np.where(near > NEAR, near, 0).clip(0, 1)
    rows, columns = np.searchsorted(used_a, a.words), np.searchsorted(used_b, b.words)
    n, m = len(a.words), len(b.words)
    to_b = near[:, columns].max(axis=2, initial=0)  # each word of a, and the nearest to it in each of b
    to_a = near.T[:, rows].max(axis=2, initial=0)
    of_a = _weights(rows, a.weights, len(used_a)) @ to_b
    of_b = (_weights(columns, b.weights, len(used_b)) @ to_a).T
    return (
        _share(of_a.reshape(n, m), a.weights.sum(axis=1)[:, None]),
        _share(of_b.reshape(n, m), b.weights.sum(axis=1)[None, :]),
    )


def _weights(places: Indices, weights: Matrix, n_words: int) -> Matrix:
    """Weight of each word in each proposition; `places` are columns."""
    out = np.zeros((len(places), n_words), dtype=np.float32)
    np.add.at(out, (np.arange(len(places))[:, None], places), weights)
    return out


def _share(part: Matrix, whole: Matrix) -> Matrix:
    return np.asarray(np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0), dtype=np.float32)
