"""HTML read in one linear pass: visible blocks with their places, and what the head says.

The extractor of `text.extract` only chooses among these blocks: every kept character has a place in the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from recoupe.text.normalise import Mapped, append, plain
from recoupe.text.page.blocks import Block, BlockKind, Head, Visible
from recoupe.text.spans import Range

# <a href="x>y">, </p>, <br/>: quoted values may hold « > »; possessive, so that a failure costs one pass
STRICT = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")
LOOSE = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)([^<>]*+)>")  # <p class="broken>
MAX_STRICT_FAILURES = 20  # each may scan to the end of the page; after that quotes are no longer looked at
# class="byline", datetime=2025-01-02, hidden
ATTRIBUTE = re.compile(r"""([a-zA-Z_:][-a-zA-Z0-9_:.]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
# &eacute; &#233; &#xE9; and, where nothing follows that could belong to it, &amp
ENTITY = re.compile(
    r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)|&(?:amp|lt|gt|quot|nbsp)(?![\w;=])"
)
OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
BLANK = re.compile(r"[ \t\r\n\f\v\u00a0\u2007\u202f]+")

RAW = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "textarea", "select"}
)
RAW |= {"title", "xmp", "noembed", "noframes", "audio", "video", "canvas"}
SWALLOWS = frozenset({"script", "style"})  # unclosed, they take the rest of the page with them
BULK = frozenset({"script", "style", "svg"})
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
# what stands on lines of its own; as in browsers, every other element (a publisher's own ones too) is inline
BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "col",
    "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "embed", "fieldset", "figcaption",
    "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "input", "legend", "li", "link", "listing", "main", "map", "menu",
    "meta", "nav", "ol", "optgroup", "option", "output", "p", "picture", "pre", "progress", "search",
    "section", "source", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr",
    "track", "ul",
})  # fmt: skip
OPTIONAL_END = frozenset(
    {"p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "body", "html", "head"}
)
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
LANDMARKS = {"nav": "menu", "footer": "menu", "figcaption": "caption", "button": "share"}
NAMING = ("class", "id", "itemprop", "rel", "data-testid")  # attributes that say what an element holds
MAX_OPEN = 600  # open elements remembered; deeper pages are refused before this matters


class Tag(NamedTuple):
    """One tag; `raw` is the content of an element whose content is no markup."""

    start: int
    end: int
    name: str
    closing: bool
    attributes: str
    raw: str | None = None


def without_bulk(page: str) -> str:
    """Take scripts, styles and drawings out of a large page: for counting and extracting, places are lost."""
    parts, done = [], 0
    for tag in tags(page):
        if tag.name in BULK and tag.raw is not None and "ld+json" not in tag.attributes:
            parts.append(page[done : tag.start])
            done = tag.end
    parts.append(page[done:])
    return "".join(parts)


def count_links(page: str) -> int:
    """Number of opening a-tags, by a linear scan.

    Example:
        >>> count_links("<a href=x>x</a> <abbr>y</abbr>")
        1
    """
    return len(re.findall(r"<[aA](?=[\s>])", page))


def depth(page: str) -> int:
    """Deepest nesting of elements that must be closed, by a linear scan.

    Example:
        >>> depth("<div><div><p>a<p>b<p>c</div></div>")
        2
    """
    deepest = now = 0
    for closing, name in re.findall(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", page):
        low = name.lower()
        if low in VOID or low in OPTIONAL_END or low in RAW:
            continue
        now = max(0, now - 1) if closing else now + 1
        deepest = max(deepest, now)
    return deepest


def tags(page: str) -> Iterator[Tag]:
    """Every tag in order; comments, declarations (named « ! ») and raw elements come as one tag each."""
    at, failures = 0, 0
    unclosed: set[str] = set()
    lower = page.lower() if len(page.lower()) == len(page) else page
    while (opening := OPENING.search(page, at)) is not None:
        at = opening.start()
        if page.startswith(("<!", "<?"), at):
            end = _skip_declaration(page, at)
            yield Tag(at, end, "!", closing=False, attributes="", raw="")
            at = end
            continue
        match = STRICT.match(page, at) if failures < MAX_STRICT_FAILURES else None
        if match is None:
            failures += 1
            match = LOOSE.match(page, at)
        if match is None:
            at += 1
            continue
        name = match[2].lower()
        end, raw = match.end(), None
        if not match[1] and name in RAW and name not in unclosed and not match[3].endswith("/"):
            close = lower.find("</" + name, end)
            if close >= 0 or name in SWALLOWS:
                raw = page[end : close if close >= 0 else len(page)]
                end = _after(page, ">", close) if close >= 0 else len(page)
            else:
                unclosed.add(name)
        yield Tag(at, end, name, bool(match[1]), match[3], raw)
        at = end


def _skip_declaration(page: str, at: int) -> int:
    if page.startswith("<!--", at):
        return _after(page, "-->", at + 2)
    return _after(page, ">", at)


def _after(page: str, mark: str, at: int) -> int:
    """End of the next `mark`; the end of the page where there is none, as browsers do."""
    found = page.find(mark, at)
    return found + len(mark) if found >= 0 else len(page)


def attributes(tag: str) -> dict[str, str]:
    r"""Attributes of a tag by lower-case name, entities resolved; the first of a name counts.

    Example:
        >>> attributes(' property="og:title" content=\'L&rsquo;été\' hidden')
        {'property': 'og:title', 'content': 'L’été', 'hidden': ''}
    """
    out: dict[str, str] = {}
    for name, value in ATTRIBUTE.findall(tag[:20_000]):
        out.setdefault(name.lower(), html.unescape(value.strip("\"'")))
    return out


def read_head(page: str) -> Head:
    """Collect title, canonical link, meta tags, time elements and JSON-LD scripts."""
    title = canonical = language = None
    meta: list[tuple[str, str]] = []
    times: list[str] = []
    structured: list[str] = []
    for tag in tags(page):
        if tag.closing or tag.name not in {"html", "title", "meta", "link", "time", "script"}:
            continue
        known = attributes(tag.attributes)
        if tag.name == "title" and title is None:
            title = plain(html.unescape(tag.raw or "")).strip() or None
        elif tag.name == "html":
            language = language or known.get("lang") or known.get("xml:lang")
        elif tag.name == "meta":
            name = (
                known.get("property") or known.get("name") or known.get("itemprop") or known.get("http-equiv")
            )
            if name and known.get("content", "").strip():
                meta.append((name.lower(), plain(known["content"]).strip()))
        elif tag.name == "link" and "canonical" in known.get("rel", "").lower().split():
            canonical = canonical or known.get("href") or None
        elif tag.name == "time":
            times.append(known.get("datetime", ""))
        elif tag.name == "script" and "ld+json" in known.get("type", "").lower():
            structured.append(tag.raw or "")
    return Head(
        title=title, canonical=canonical, language=language, meta=tuple(meta), times=tuple(times),
        structured=tuple(structured),
    )  # fmt: skip


def read_blocks(page: str, *, hints: Mapping[str, str]) -> Visible:
    """Cut a page into visible blocks, white space collapsed, entities resolved, characters normalised.

    Args:
        page: Decoded page, or any part of one that starts and ends in visible text.
        hints: What a word in an element's class, id or itemprop says about its content (`byline`).
    """
    reader = _Reader(page, hints)
    done = 0
    for tag in tags(page):
        reader.text(done, tag.start)
        reader.tag(tag)
        done = tag.end
    reader.text(done, len(page))
    reader.close_block()
    return Visible(mapped=reader.mapped, blocks=tuple(reader.blocks))


class _Open(NamedTuple):
    name: str
    hint: str | None
    hidden: bool


class _Reader:
    """State of the pass: open elements, and the block being filled."""

    def __init__(self, page: str, hints: Mapping[str, str]) -> None:
        self.page, self.hints = page, hints
        self.known_hints: dict[str, str | None] = {}  # pages repeat a few classes thousands of times
        self.mapped = Mapped()
        self.blocks: list[Block] = []
        self.open: list[_Open] = []
        self.start = 0  # of the current block in the visible text
        self.linked: list[Range] = []  # where in the visible text its links stand
        self.kind: BlockKind = "paragraph"
        self.hint: str | None = None
        self.tag_name = ""
        self.links = 0  # open links
        self.hidden = 0  # open hidden elements

    def text(self, start: int, end: int) -> None:
        """Take in visible text of the page."""
        if start >= end or self.hidden:
            return
        before = len(self.mapped)
        if before == self.start:
            self.kind, self.hint, self.tag_name = self._place()
        at = start
        for match in ENTITY.finditer(self.page, start, end):
            self._spaced(at, match.start())
            self._character(html.unescape(match.group()), match.start(), match.end())
            at = match.end()
        self._spaced(at, end)
        if self.links and len(self.mapped) > before:
            self.linked.append((before, len(self.mapped)))

    def _spaced(self, start: int, end: int) -> None:
        at = start
        for match in BLANK.finditer(self.page, start, end):
            append(self.mapped, self.page[at : match.start()], at)
            self._space(match.start(), match.end())
            at = match.end()
        append(self.mapped, self.page[at:end], at)

    def _character(self, written: str, start: int, end: int) -> None:
        """One resolved entity: its place is the whole entity."""
        if not written.strip():
            self._space(start, end)
            return
        new = plain(written)
        self.mapped.add(new, start, end)

    def _space(self, start: int, end: int) -> None:
        if len(self.mapped) > self.start and not self.mapped.ends_with_space():
            self.mapped.add(" ", start, end)

    def tag(self, tag: Tag) -> None:
        """Open or close an element."""
        if tag.name in BLOCK and tag.raw is None:
            self.close_block()
        if tag.closing:
            self._close(tag.name)
        elif tag.raw is None and tag.name not in VOID and not tag.attributes.endswith("/"):
            self._open(tag)

    def _open(self, tag: Tag) -> None:
        if tag.name in OPTIONAL_END and self.open and self.open[-1].name == tag.name:
            self._close(tag.name)
        known = attributes(tag.attributes) if tag.attributes else {}
        hidden = "hidden" in known or "display:none" in known.get("style", "").replace(" ", "")
        if len(self.open) < MAX_OPEN:
            self.open.append(_Open(tag.name, LANDMARKS.get(tag.name) or self._hint_of(known), hidden))
            self.hidden += hidden
            self.links += tag.name == "a"

    def _hint_of(self, known: Mapping[str, str]) -> str | None:
        named = " ".join(known.get(k, "") for k in NAMING)
        if named not in self.known_hints:
            self.known_hints[named] = self._read_hint(named)
        return self.known_hints[named]

    def _read_hint(self, named: str) -> str | None:
        for word in re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", named[:400]).lower()):
            if word in self.hints:
                return self.hints[word]
        return None

    def _close(self, name: str) -> None:
        for i in range(len(self.open) - 1, max(-1, len(self.open) - 40), -1):
            if self.open[i].name == name:
                for gone in self.open[i:]:
                    self.hidden -= gone.hidden
                    self.links -= gone.name == "a"
                del self.open[i:]
                return

    def _place(self) -> tuple[BlockKind, str | None, str]:
        names = [o.name for o in self.open[-6:]]
        kind: BlockKind = "paragraph"
        if "h1" in names:
            kind = "title"
        elif not HEADINGS.isdisjoint(names):
            kind = "heading"
        elif "li" in names:
            kind = "item"
        hint = next((o.hint for o in reversed(self.open[-4:]) if o.hint), None)
        return kind, hint, next((name for name in reversed(names) if name in BLOCK), "")

    def close_block(self) -> None:
        """End the current block; blank ones leave no trace but their characters."""
        start, end = self.start, len(self.mapped)
        text = self.mapped.text_from(start)
        stripped = text.rstrip()
        if stripped.strip():
            lead = len(stripped) - len(stripped.lstrip())
            first, size = start + lead, len(stripped)
            self.blocks.append(
                Block(
                    start=start + lead, end=start + len(stripped), text=stripped.lstrip(), kind=self.kind,
                    tag=self.tag_name, linked=min(1.0, sum(e - s for s, e in self.linked) / size),
                    links=tuple((max(0, s - first), e - first) for s, e in self.linked), hint=self.hint,
                    chosen=False,
                )
            )  # fmt: skip
        if end > start:
            at = self.mapped.source_end()
            self.mapped.add("\n", at, at)
        self.start, self.linked = len(self.mapped), []
