"""Plain characters with a way back: NFC, plain spaces, nothing invisible, and where each character stood."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right

NO_BREAK_SPACES = "\u00a0\u2007\u202f"  # between a figure and its unit, inside « »
SPACES = dict.fromkeys(
    map(ord, NO_BREAK_SPACES + "\t\v\f\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008"), " "
)
STRAIGHT = str.maketrans("’‘ʼ`´", "'''''")  # for comparing only: the text keeps what was written

# zero-width characters, soft hyphen, byte order mark, direction marks, control characters: « ré\u00adunion »
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]+")
# a letter with the marks typed after it: « e\u0301 »; Korean syllables in parts
CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]+|[\u1100-\u115f][\u1160-\u11ff]+")
# UTF-8 read as windows-1252: « numÃ©ro », « lâ€™eau »; such a capital before such a sign is no word
HIGH = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # what windows-1252 has where Latin-1 has control characters
MISREAD = re.compile(f"[ÂÃÄÅÐÑ][\u0080-\u00bf{HIGH}]|â[\u0080-\u009f{HIGH}][\u0080-\u00bf{HIGH}]")
SPECIAL = re.compile(f"{INVISIBLE.pattern}|{CLUSTER.pattern}|{MISREAD.pattern}")


class Mapped:
    """Normalised text that knows, for each character, where it stood in the source.

    Runs that were copied as they are take one entry; a replaced character takes one of its own.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at: list[int] = []  # where a run starts in the text
        self._source: list[tuple[int, int]] = []  # its range in the source
        self._length = 0
        self._text: str | None = None

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        """The normalised text."""
        if self._text is None:
            self._text = "".join(self._parts)
        return self._text

    def text_from(self, start: int) -> str:
        """The last characters, from `start` on; cheap while the text still grows."""
        first = bisect_left(self._at, start)
        tail = "".join(self._parts[first:])
        return tail[len(tail) - (self._length - start) :] if first < len(self._at) else ""

    def ends_with_space(self) -> bool:
        """Tell whether the last character is white space."""
        return bool(self._parts) and self._parts[-1][-1].isspace()

    def source_end(self) -> int:
        """End of what has been taken in of the source."""
        return self._source[-1][1] if self._source else 0

    def add(self, text: str, start: int, end: int) -> None:
        """Append characters that stand for `[start, end)` of the source.

        Equal lengths are mapped one to one; otherwise every character maps to the whole range.
        """
        if not text:
            return
        self._text = None
        self._parts.append(text)
        self._at.append(self._length)
        self._source.append((start, end))
        self._length += len(text)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Range of the source that `[start, end)` of the text stands for; not empty, `start < end`."""
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, at: int) -> tuple[int, int]:
        i = bisect_right(self._at, at) - 1
        first, last = self._source[i]
        length = (self._at[i + 1] if i + 1 < len(self._at) else self._length) - self._at[i]
        if last - first == length:
            first += at - self._at[i]
            return first, first + 1
        return first, last


def plain(piece: str) -> str:
    r"""Normalise a short piece without a map: a headline, a name, an attribute's value.

    Example:
        >>> plain("re\u0301u\u00adnion\u00a0: lâ€™eau")
        'réunion : l’eau'
    """
    return SPECIAL.sub(lambda m: _replacement(m.group()), piece).translate(SPACES)


def append(mapped: Mapped, piece: str, offset: int) -> None:
    """Normalise `piece`, which stands at `offset` of the source, and append it."""
    done = 0
    for match in SPECIAL.finditer(piece):
        mapped.add(piece[done : match.start()].translate(SPACES), offset + done, offset + match.start())
        new = _replacement(match.group())
        mapped.add(new.translate(SPACES), offset + match.start(), offset + match.end())
        done = match.end()
    mapped.add(piece[done:].translate(SPACES), offset + done, offset + len(piece))


def normalise(text: str) -> Mapped:
    r"""Normalise a whole text and keep the way back.

    Example:
        >>> m = normalise("l'e\u0301te\u0301 a\u00ad vu")
        >>> m.text, m.source(2, 5)
        ("l'été a vu", (2, 7))
    """
    mapped = Mapped()
    append(mapped, text, 0)
    return mapped


def squash(text: str) -> str:
    """Drop every white space: what two readings of one passage must have in common."""
    return "".join(text.split())


def straight(text: str) -> str:
    """Make apostrophes straight, length unchanged: for matching patterns, never for keeping."""
    return text.translate(STRAIGHT)


def fold(text: str) -> str:
    """Reduce to lower-case letters and digits without accents, words joined by one space.

    Example:
        >>> fold("L’Été à Valmont-sur-Orne !")
        'l ete a valmont sur orne'
    """
    return " ".join(re.findall(r"\w+", bare(text.casefold())))


def bare(text: str) -> str:
    """Take accents off, in any script; compatibility forms become plain ones (« ﬁ » gives « fi »).

    Example:
        >>> bare("L’État")
        'L’Etat'
    """
    if text.isascii():
        return text
    return "".join([c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)])


def _replacement(found: str) -> str:
    if found[0] in "ÂÃÄÅÐÑâ" and MISREAD.fullmatch(found):
        return _reread(found)
    if INVISIBLE.fullmatch(found):
        return ""
    return unicodedata.normalize("NFC", found)


def _reread(found: str) -> str:
    raw = bytearray()
    for character in found:
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            raw += character.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return found
