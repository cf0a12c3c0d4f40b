"""Cuts and joins inside the kept lines: teasers glued into a paragraph, sentences broken after initials."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.text.normalise import straight
from recoupe.text.spans import Range, strip

# « … au vice-président J.D. » at the end of a paragraph, « Vance, … » at the start of the next
INITIALS = re.compile(r"(?:^|[\s(«\"])(?:[A-ZÀ-Ý]\.[ -]?){1,3}$")
SURNAME = re.compile(
    r"[A-ZÀ-Ý][\w'’-]{3,}(?:,| [a-zà-ÿ])"
)  # « Morvan, le », « Morvan a », but not « Le pont »
STATES = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|A\.M|P\.M)\.$", re.IGNORECASE)
# « …pogromC'est ce que » : the end of one text and the start of the next without even a space
GLUED = re.compile(r"(?<=[a-zà-ÿ»”!?])(?=[A-ZÀ-Ý][a-zà-ÿ' ])")
# « Le 12 mai, X dénonce : « … » Le maire … » : a day, a headline with a quotation, a new sentence
DATED = re.compile(
    r"(?:(?<=^)|(?<=[.!?»”] ))"
    r"(?P<teaser>[^.!?:«»\n]{0,12}\b\d{1,2}(?:er)? (?P<month>[^\W\d]{3,10}\.?)(?: \d{4})?,? "
    r"[^.!?:«»\n]{10,140} : [«“\"] ?[^.!?«»“”\"\n]{5,220} ?[»”\"])(?= [A-ZÀ-Ý])"
)
BESIDE = 3  # characters between what announces a headline and the link that is one
MAX_TEASER = 260  # characters of an announced headline inside a paragraph


# « Le quai, lundi. | OUEST RIVAGE / MARC LEBRETLe chalutier a dérivé » : a caption, its credit, the text
CAPTION = re.compile(
    r"^[^|]{15,250}[.!?»”]\s*\|\s*[A-ZÀ-Ý][A-ZÀ-Ý'’ .-]{2,40}(?:\s*/\s*[A-ZÀ-Ý][A-ZÀ-Ý'’ .-]{1,40}?)?"
    r"(?:$|\s*(?=(?:[A-ZÀ-Ý][a-zà-ÿ'’]|[«“])))"
)


def cut_caption(text: str) -> list[Range]:
    """Find a caption with its credit that runs on into the paragraph; it may be the whole of it.

    Example:
        >>> cut_caption("Le quai nord, lundi. | LE PHARE / A. ROYLe chalutier a dérivé.")
        [(0, 40)]
    """
    found = CAPTION.match(text)
    return [found.span()] if found is not None else []


def cut_teasers(
    text: str,
    *,
    openers: Sequence[re.Pattern[str]],
    months: frozenset[str],
    links: Sequence[Range] = (),
) -> list[Range]:
    """Find headlines of other articles that run on inside a paragraph.

    Args:
        text: One paragraph.
        links: Where in it links stand: a headline that is one ends with it.
        openers: Words that announce such a headline (« À lire aussi »).
        months: Month names: what makes a figure and a word a day.

    Returns:
        Ranges to cut out, in order; mostly none.
    """
    cuts = [m.span("teaser") for m in DATED.finditer(text) if m["month"].lower() in months]
    plain = straight(text)
    for opener in openers:
        for match in re.finditer(
            rf"(?:(?<=^)|(?<=[.!?»”] ))(?:{opener.pattern})\s*(?:[:>→|]|\.(?=\s))", plain, re.IGNORECASE
        ):
            if match.group()[-1] != "." or match.group().isupper():  # « À LIRE AUSSI. Le pont ferme »
                cuts.append((match.start(), _teaser_end(text, match.end(), links)))
    return sorted(set(cuts))


def keep_ranges(text: str, cuts: Sequence[Range]) -> list[Range]:
    """What remains of a text when ranges are cut out, white space at the ends left off."""
    out, at = [], 0
    for start, end in [*cuts, (len(text), len(text))]:
        if start > at:
            first, last = strip(text, at, start)
            if last > first:
                out.append((first, last))
        at = max(at, end)
    return out


def is_broken(text: str, following: str) -> bool:
    """Tell whether a sentence goes on in the next paragraph, broken after a person's initials.

    Example:
        >>> is_broken("Elle a reçu le conseiller P.L.", "Morvan, revenu de Brest.")
        True
        >>> is_broken("Il vit aux U.S.", "Morvan, lui, est resté.")
        False
    """
    return bool(INITIALS.search(text) and SURNAME.match(following)) and not STATES.search(text)


def _teaser_end(text: str, start: int, links: Sequence[Range]) -> int:
    for first, last in links:
        if first <= start + BESIDE and start < last <= start + MAX_TEASER:
            return last
    glued = GLUED.search(text, start, start + MAX_TEASER)
    stop = re.compile(r"[.!?] (?=[A-ZÀ-Ý«])").search(text, start, start + MAX_TEASER)
    ends = [m.start() + (1 if m is stop else 0) for m in (glued, stop) if m is not None]
    if ends:
        return min(ends)
    return len(text) if len(text) - start <= MAX_TEASER else start
