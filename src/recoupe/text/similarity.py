"""How alike two texts are: shingles, cosine, and alignment in order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

from recoupe.text.normalise import bare

Hashes = npt.NDArray[np.uint64]
Matrix = npt.NDArray[np.float32]
Pairs = list[tuple[int, int]]

LONGEST_NAME = 40  # letters up to which a text is taken for a word or a name
GRAINS = 2.0**24  # parts in which gains are summed
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd, bits well spread: order of the words matters, none is lost


def fold(text: str) -> str:
    """Fold case, accents and script away: what is left of a name for comparing.

    Example:
        >>> fold("Élysée"), fold("Путин")
        ('elysee', 'putin')
    """
    if text.isascii():
        return text.casefold()
    return _fold_name(text) if len(text) <= LONGEST_NAME else _fold(text)


def _fold(text: str) -> str:
    return anyascii(bare(text)).casefold()


_fold_name = lru_cache(maxsize=16_384)(_fold)  # words of a story come again and again: 3 MB


# sounds that languages and scripts write differently, longest first: Joumabaev, Zhumabayev; Goaziou, Goaziu
SPELLINGS = re.compile(r"sch|tch|sh|ch|dzh|zh|dj|kh|gh|ph|ou|w|q|c|y|z")
SOUNDS = {
    "sch": "s", "tch": "s", "sh": "s", "ch": "s", "dzh": "j", "zh": "j", "dj": "j", "kh": "k", "gh": "g",
    "ph": "f", "ou": "u", "w": "v", "q": "k", "c": "k", "y": "i", "z": "s",
}  # fmt: skip
WEAK = re.compile(r"[aeiouh]")
MIN_SKELETON = 3  # letters: a shorter one is shared by too many names, which then keep their vowels


def sound_key(word: str) -> str:
    """Reduce a folded word of a name to the sounds that its spellings share.

    Example:
        >>> sound_key("joumabaev") == sound_key("zhumabayev")
        True
    """
    heard = SPELLINGS.sub(lambda m: SOUNDS[m.group()], word)
    heard = re.sub(r"(.)\1+", r"\1", heard)
    skeleton = heard[:1] + WEAK.sub("", heard[1:])
    return skeleton if len(skeleton) >= MIN_SKELETON else heard


def hash_word(word: str) -> int:
    """64-bit hash of a word: the same in every process and on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def shingles(runs: Iterable[Sequence[str]], width: int) -> Hashes:
    """Hash every sequence of `width` words.

    Args:
        runs: Words in order; no shingle reaches over the end of a run.
        width: Words in a shingle.

    Returns:
        Sorted hashes without repeats; empty when no run is long enough.
    """
    known: dict[str, int] = {}
    parts = [_roll(run, width, known) for run in runs if len(run) >= width]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.uint64)


def winnowed(runs: Iterable[Sequence[str]], width: int, window: int) -> Hashes:
    """Choose some of the hashes of `shingles`: the least of every `window` that stand next to each other.

    Two texts with `window + width - 1` words on end in common have a chosen hash in common (winnowing), and
    about 2 in `window + 1` of all are chosen.

    Args:
        runs: Words in order.
        width: Words in a shingle.
        window: Shingles of which one is chosen at least.

    Returns:
        Sorted hashes without repeats.
    """
    known: dict[str, int] = {}
    parts = []
    for run in runs:
        if len(run) >= width:
            rolled = _roll(run, width, known)
            span = min(window, len(rolled))
            parts.append(np.lib.stride_tricks.sliding_window_view(rolled, span).min(axis=1))
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.uint64)


def _roll(run: Sequence[str], width: int, known: dict[str, int]) -> Hashes:
    """Hashes of the shingles of one run: a polynomial of the words' hashes, modulo 2^64."""
    for word in run:
        if word not in known:
            known[word] = hash_word(word)
    words = np.fromiter((known[word] for word in run), dtype=np.uint64, count=len(run))
    n = len(run) - width + 1
    out = np.zeros(n, dtype=np.uint64)
    for k in range(width):
        out = out * MULTIPLIER + words[k : k + n]
    return out ^ (out >> np.uint64(31))


def pack_hashes(hashes: Hashes) -> bytes:
    """Hashes as little-endian bytes, as a `Signature` keeps them."""
    return hashes.astype("<u8").tobytes()


def unpack_hashes(raw: bytes) -> Hashes:
    """What `pack_hashes` packed."""
    return np.frombuffer(raw, dtype="<u8").astype(np.uint64, copy=False)


def cosine(a: Matrix, b: Matrix) -> Matrix:
    """Cosine of every row of `a` with every row of `b`; a zero row has cosine 0 with everything."""
    return unit(a) @ unit(b).T


def unit(rows: Matrix) -> Matrix:
    """Rows scaled to length 1; a zero row stays."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms == 0, 1, norms), dtype=np.float32)


def align(gains: Matrix) -> Pairs:
    """Pair rows with columns so that both run forward and the sum of gains is greatest.

    A row may be paired with several neighbouring columns and a column with several neighbouring rows, since
    a rewrite splits and joins sentences; only positive gains are ever taken.

    Args:
        gains: Gain of pairing row and column; what is not to be paired is 0 or less.

    Returns:
        (row, column) pairs, in order.

    Example:
        >>> import numpy as np
        >>> align(np.array([[0.9, 0.0, 0.6], [0.0, 0.7, 0.0]], dtype=np.float32))
        [(0, 0), (1, 1)]
    """
    return align_each([gains])[0]


def align_each(several: Sequence[Matrix]) -> list[Pairs]:
    """Align rows with the columns of each of several matrices of equally many rows, see `align`."""
    n, widest = len(several[0]), max(gains.shape[1] for gains in several)
    grains = np.zeros((n, len(several), widest + 1))
    for k, gains in enumerate(several):
        # in whole grains sums are exact, so that two equal ways stay equal
        grains[:, k, 1 : gains.shape[1] + 1] = np.rint(np.maximum(gains, 0).astype(np.float64) * GRAINS)
    before = grains.cumsum(axis=2)
    best = np.zeros((n + 1, len(several), widest + 1))
    for i in range(1, n + 1):
        above = np.maximum(best[i - 1, :, 1:], best[i - 1, :, :-1])
        # along a row each step adds its gain: less what was gained before, the best is a running maximum
        steps = np.maximum.accumulate(above - before[i - 1, :, :-1], axis=1)
        best[i, :, 1:] = steps + before[i - 1, :, 1:]
    return [_trace(best[:, k], gains) for k, gains in enumerate(several)]


def _trace(best: npt.NDArray[np.float64], gains: Matrix) -> Pairs:
    i, j = gains.shape
    sums, taken = best.tolist(), (gains > 0).tolist()
    pairs: Pairs = []
    while i and j:
        if taken[i - 1][j - 1]:
            pairs.append((i - 1, j - 1))
        steps = ((sums[i - 1][j - 1], i - 1, j - 1), (sums[i - 1][j], i - 1, j), (sums[i][j - 1], i, j - 1))
        _, i, j = max(steps, key=itemgetter(0))
    return pairs[::-1]
