"""A headline's capitals undone: « Mayor Says Bridge Will Reopen » as its article writes the words."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
SET_IN_CAPITALS = 0.6  # share of a line's longer words with a capital: names alone rarely reach half
LONG = 4  # letters: shorter words stay small in such headlines


def cased_like(line: str, text: str) -> str:
    """Give the words of a line set in capitals the letters that a text writes them with; length unchanged.

    A word loses its capitals where the text holds it in small letters, unless the text has it and the next
    one as they are (« Le Bris »); the first one keeps its own. A line not set in capitals stays as it is.

    Example:
        >>> cased_like("Mayor Says Bridge Will Reopen", "The bridge, the mayor says, will reopen in May.")
        'Mayor says bridge will reopen'
        >>> cased_like("LE PONT DE BRESSAC ROUVRE", "Le pont de Bressac rouvre.")
        'Le pont de Bressac rouvre'
        >>> cased_like("Mayor Le Bris Resigns", "The mayor, Yann Le Bris, resigns and sells le phare.")
        'Mayor Le Bris resigns'
        >>> cased_like("Le maire de Bressac démissionne", "Le maire a démissionné.")
        'Le maire de Bressac démissionne'
    """
    long = [m[0] for m in WORD.finditer(line) if len(m[0]) >= LONG]
    capitals = sum(word[0].isupper() for word in long)
    if len(long) < 2 or capitals < SET_IN_CAPITALS * len(long):  # noqa: PLR2004 - one word is no manner
        return line
    written: dict[str, set[str]] = {}
    for m in WORD.finditer(text):
        written.setdefault(m[0].lower(), set()).add(m[0])

    def rewrite(m: re.Match[str]) -> str:
        word, behind = m[0], WORD.search(line, m.end())
        known = written.get(word.lower())
        if known is None or (behind is not None and line[m.start() : behind.end()] in text):
            return word
        small = word.lower()
        is_first = not line[: m.start()].strip(" «\"“'‘")
        if small in known:
            best = small[:1].upper() + small[1:] if is_first else small
        else:
            best = word if word in known or not word.isupper() else min(known)
        return best if len(best) == len(word) else word

    return WORD.sub(rewrite, line)
