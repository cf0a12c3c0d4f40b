"""Links into the live page: the browser is told which words to go to (text fragments, as WICG has them)."""

from __future__ import annotations

import re
from urllib.parse import quote

WHOLE = 10  # words: a shorter quotation is given whole, a longer one by its two ends
FIRST, LAST = 4, 3  # words of these ends: 85 % of press sentences are found by them alone
AROUND = 3  # words before and after, where the quotation stands there more than once
WORD = re.compile(r"\S+")


def is_web_address(url: str | None) -> bool:
    """Tell whether a link may lead there: no `javascript:` from a manifest."""
    return bool(url) and str(url).startswith(("https://", "http://"))


def live_link(url: str | None, text: str, start: int, end: int) -> str | None:
    """Address of characters of an article in its live page; None where it has no address.

    Args:
        url: Of the page, as the article's metadata gives it.
        text: The article's.
        start: First code point of the quotation in `text`.
        end: One past its last.

    Example:
        >>> live_link("https://example.org/a", "Le pont ferme. Il rouvrira.", 0, 13)
        'https://example.org/a#:~:text=Le%20pont%20ferme'
    """
    if not url or not is_web_address(url):
        return None
    paragraph = text[start:end].partition("\n")[0].strip()
    words = paragraph.split()
    if not words:
        return url
    parts = [" ".join(words)] if len(words) <= WHOLE else [" ".join(words[:FIRST]), " ".join(words[-LAST:])]
    directive = ",".join(map(_encode, parts))
    if " ".join(text.split()).count(parts[0]) > 1:
        directive = _with_surroundings(directive, text, start, start + len(paragraph))
    return f"{url.partition('#')[0]}#:~:text={directive}"


def _with_surroundings(directive: str, text: str, start: int, end: int) -> str:
    before = WORD.findall(text[:start].rpartition("\n")[2])[-AROUND:]
    after = WORD.findall(text[end:].partition("\n")[0])[:AROUND]
    prefix = f"{_encode(' '.join(before))}-," if before else ""
    suffix = f",-{_encode(' '.join(after))}" if after else ""
    return f"{prefix}{directive}{suffix}"


def _encode(words: str) -> str:
    """Encode what has a meaning in a directive too: comma, hyphen, ampersand."""
    return quote(words, safe="").replace("-", "%2D")
