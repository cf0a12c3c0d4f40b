"""Stable ids from content: the same parts give the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

ID_BYTES = 10  # 80 bits: under one collision expected in a billion records (birthday bound ~1e-6)


def make_id(kind: str, *parts: str | int | None) -> str:
    """Give a record its id.

    Parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ; None differs from "".

    Args:
        kind: Short prefix that names the record's kind (`article`, `claim`).
        *parts: What makes the record itself and no other.

    Returns:
        `kind` and 20 hexadecimal digits of blake2b, joined by a hyphen.

    Example:
        >>> make_id("story", "a", 1) == make_id("story", "a", 1) != make_id("story", "a", "1x")
        True
    """
    told = [kind.encode()]
    for part in parts:
        if part is None:
            told.append(b"\x00-")
            continue
        raw = str(part).encode("utf-8", "surrogatepass")
        told.append(b"\x00+%d:%b" % (len(raw), raw))
    return f"{kind}-{hashlib.blake2b(b''.join(told), digest_size=ID_BYTES).hexdigest()}"


def digest(parts: Iterable[str | bytes]) -> str:
    """Digest of an ordered sequence of strings or bytes: 32 hexadecimal digits."""
    h = hashlib.blake2b(digest_size=16)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        h.update(b"%d:" % len(raw))
        h.update(raw)
    return h.hexdigest()
