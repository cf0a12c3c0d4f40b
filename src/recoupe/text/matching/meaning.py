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
        words: Rows of `lexicon` that the content words of the first proposition are, those of the second, and
            so on; row 0 for one without any.
        sizes: How many of `words` each proposition has, 1 at least.
        weights: Rarity of each of `words`, 0 for row 0.
        lexicon: A row per word of the story; row 0 is zero.
    """

    vectors: Matrix
    words: Indices
    sizes: Indices
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
    stems = {word: fold(word)[:STEM] for word in lexicon}
    rare = _rarity([[stems[w] for w in some] for some in content])
    weight = {word: rare[stem] for word, stem in stems.items()}
    out, at = [], 0
    for some in texts:
        mine = content[at : at + len(some)]
        at += len(some)
        held = [w for found_words in mine for w in found_words or [""]]
        vectors = found[[row[text] for text in some]] if some else found[:0]
        index = np.array([lexicon.get(w, 0) for w in held], dtype=np.intp)
        sizes = np.array([len(found_words) or 1 for found_words in mine], dtype=np.intp)
        weights = np.array([weight.get(w, 0.0) for w in held], dtype=np.float32)
        out.append(Meaning(vectors, index, sizes, weights, words))
    return out


def _content(text: str, stop: frozenset[str]) -> list[str]:
    return [w for w in WORD.findall(text) if w.isdigit() or (len(w) >= SHORT and fold(w) not in stop)]


def _rarity(content: Sequence[Sequence[str]]) -> dict[str, float]:
    """Rarity of each stem from the stems of every proposition."""
    found = Counter(stem for some in content for stem in set(some))
    return {stem: math.log(1 + len(content) / n) for stem, n in found.items()}


def _in_batches(texts: Sequence[str], embed: Embed) -> Matrix:
    parts = [embed(texts[k : k + BATCH]) for k in range(0, max(len(texts), 1), BATCH)]
    return np.concatenate(parts)


def joined(some: Sequence[Meaning]) -> Meaning:
    """Propositions of several articles of one story, one after the other."""
    if len(some) == 1:
        return some[0]
    return Meaning(
        np.concatenate([meaning.vectors for meaning in some]),
        np.concatenate([meaning.words for meaning in some]),
        np.concatenate([meaning.sizes for meaning in some]),
        np.concatenate([meaning.weights for meaning in some]),
        some[0].lexicon,
    )


def coverage(a: Meaning, b: Meaning) -> tuple[Matrix, Matrix]:
    """How much of each proposition's words stand in each other's, by meaning, weighted by rarity.

    Returns:
        Two arrays of shape (len(a), len(b)), 0 to 1: of a in b, and of b in a.
    """
    used_a, in_a = _used(a)
    used_b, in_b = _used(b)
    near = b.lexicon[used_b] @ a.lexicon[used_a].T
    near[near <= NEAR] = 0
    np.minimum(near, 1, out=near)
    to_b = _nearest(near, in_b, b.sizes)  # for each of b the nearest to each word of a
    to_a = _nearest(np.ascontiguousarray(near.T), in_a, a.sizes)
    weights_a, weights_b = _weights(a, in_a, len(used_a)), _weights(b, in_b, len(used_b))
    return (
        _share(weights_a @ to_b.T, weights_a.sum(axis=1)[:, None]),
        _share(to_a @ weights_b.T, weights_b.sum(axis=1)[None, :]),
    )


def _used(meaning: Meaning) -> tuple[Indices, Indices]:
    """The rows of the lexicon that are used, sorted, and for each word its place among them."""
    held = np.zeros(len(meaning.lexicon), dtype=np.bool_)
    held[meaning.words] = True
    return np.flatnonzero(held), (np.cumsum(held) - 1)[meaning.words]


def _nearest(near: Matrix, words: Indices, sizes: Indices) -> Matrix:
    """The greatest of the rows of each proposition's words, a row per proposition.

    Args:
        near: A row per word.
        words: Row of each word, proposition by proposition.
        sizes: How many words each proposition has, 1 at least.
    """
    longest_first = np.argsort(-sizes, kind="stable")
    first = (np.cumsum(sizes) - sizes)[longest_first]
    out: Matrix = near[words[first]]
    for k in range(1, int(sizes.max(initial=1))):
        n = np.count_nonzero(sizes > k)
        np.maximum(out[:n], near[words[first[:n] + k]], out=out[:n])
    back = np.empty_like(out)
    back[longest_first] = out
    return back


def _weights(meaning: Meaning, words: Indices, n_words: int) -> Matrix:
    """Weight of each word in each proposition; `words` are columns."""
    out = np.zeros((len(meaning.sizes), n_words), dtype=np.float32)
    np.add.at(out, (np.repeat(np.arange(len(meaning.sizes)), meaning.sizes), words), meaning.weights)
    return out


def _share(part: Matrix, whole: Matrix) -> Matrix:
    return np.asarray(np.where(whole > 0, part / np.where(whole > 0, whole, 1), 0), dtype=np.float32)
