"""Characters that could disturb a terminal or reorder a line, made visible."""

from __future__ import annotations

import unicodedata

KEPT_CONTROLS = "\n\t"
INVISIBLE = {
    "Cc",
    "Cf",
    "Co",
    "Cs",
    "Cn",
}  # control, format (bidi marks, joiners), private, surrogate, unassigned
HARMLESS = {"\u00ad", "\u200c", "\u200d", "\ufeff"}  # soft hyphen, joiners, byte order mark: shown as nothing
SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\n\t"), " ")  # harmless, though not « printable »


def show_controls(text: str) -> str:
    r"""Make characters visible that could disturb a terminal or reorder a line; all others stay.

    Example:
        >>> show_controls("a\x1b[31mb\u202ec")
        'a⟨U+001B⟩[31mb⟨U+202E⟩c'
    """
    if text.translate(SPACES).isprintable():  # no character of `INVISIBLE` is
        return text
    return "".join(_show_control(c) for c in text)


def _show_control(character: str) -> str:
    if character in KEPT_CONTROLS or unicodedata.category(character) not in INVISIBLE:
        return character
    return "" if character in HARMLESS else f"⟨U+{ord(character):04X}⟩"
