"""Compressed bytes, a piece at a time: a bomb is noticed before it fills the memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol, cast

from recoupe.inputs.refusals import Refused

MAX_RATIO = 100  # bytes given for one read: pages give 4 to 8, the most repetitive of the public sets 31
FREE = 1_000_000  # bytes given before the ratio is looked at: a small file may well be of one letter
PIECE = 65_536  # bytes read or given at once
ANY = zlib.MAX_WBITS | 32  # gzip or zlib, by its first bytes
RAW = -zlib.MAX_WBITS  # what some servers call deflate
GZIP = b"\x1f\x8b"


def inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress gzip, zlib or raw deflate; gzip members that follow each other are one stream.

    Raises:
        Refused: `bomb` if it grows beyond measure, `unreadable` if it is broken; a cut end is no error.
    """
    engine, fresh = zlib.decompressobj(ANY), True
    n_in = n_out = 0
    for piece in pieces:
        n_in += len(piece)
        rest = piece
        while rest:
            if engine.eof:
                if not rest.startswith(GZIP[: len(rest)]):
                    return  # padding after the last member
                engine, fresh = zlib.decompressobj(ANY), True
            try:
                out = engine.decompress(rest, PIECE)
            except zlib.error as broken:
                if not fresh:
                    raise Refused("unreadable", f"broken compression: {broken}") from broken
                engine, out = _raw(rest)
            fresh = False
            n_out += len(out)
            if n_out > FREE and n_out > MAX_RATIO * n_in:
                raise Refused("bomb", f"{n_in} bytes decompress to more than {n_out}")
            if out:
                yield out
            rest = engine.unused_data if engine.eof else engine.unconsumed_tail
    if not fresh and not engine.eof and (out := engine.flush()):
        yield out  # of a stream that was cut: what the last piece began to say


def _raw(rest: bytes) -> tuple[zlib._Decompress, bytes]:
    engine = zlib.decompressobj(RAW)
    try:
        return engine, engine.decompress(rest, PIECE)
    except zlib.error as broken:
        raise Refused("unreadable", f"broken compression: {broken}") from broken


class Peekable(Protocol):
    """A file that shows its first bytes without giving them: any that `open` gives, standard input too."""

    def peek(self, size: int = ..., /) -> bytes:
        """Show the next bytes, at least one unless it is at its end."""

    def read(self, size: int = ..., /) -> bytes:
        """Give the next bytes."""


class Inflated(io.RawIOBase):
    """A compressed file read as what it holds.

    Raises:
        Refused: From `read`, as `inflate`.
    """

    def __init__(self, file: Peekable) -> None:
        self._pieces = inflate(iter(lambda: file.read(PIECE), b""))
        self._rest = b""

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # what `io` calls it with
        """Fill a buffer; 0 at the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        n = min(len(buffer), len(self._rest))
        buffer[:n] = self._rest[:n]
        self._rest = self._rest[n:]
        return n


def open_inflated(file: Peekable) -> BinaryIO:
    """Give a file's bytes, decompressed where it begins like gzip."""
    if file.peek(2)[:2] != GZIP:
        return cast("BinaryIO", file)
    return io.BufferedReader(Inflated(file), PIECE)
