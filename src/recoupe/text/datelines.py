"""Datelines: where and through which agency a dispatch was sent, before its first words."""

from __future__ import annotations

import re

import msgspec

# « GENÈVE (ATS) - », « CARDIGAN, May 4 (Reuters) — »: place, day, agency, dash
DATELINE = re.compile(
    r"\s*[A-ZÀ-ÖØ-ÞА-Я][^\W\d]+(?:[ '’-][^\W\d]+){0,4}(?:, [^()«»\"“”.!?;:\n]{1,24})? ?"
    r"\((?P<agency>[A-ZÀ-ÖØ-ÞА-Я][^()\d]{1,30})\)\.?\s*[-–—]+\s+"
)


class Dateline(msgspec.Struct, frozen=True):
    """What a text opens with: the agency in it, and where the text itself begins, in characters."""

    agency: str
    end: int


def find_dateline(text: str, start: int = 0) -> Dateline | None:
    """The dateline that opens a paragraph, or None.

    Example:
        >>> find_dateline("GENÈVE (ATS) - Le trafic reprendra.")
        Dateline(agency='ATS', end=15)
        >>> find_dateline("La gare (fermée) - et le port") is None
        True
    """
    m = DATELINE.match(text, start)
    return Dateline(m["agency"].strip(), m.end()) if m is not None else None
