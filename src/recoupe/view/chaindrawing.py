"""A claim's ways as a drawing: origins at the left, outlets at the right, the link they share in the open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from recoupe.messages import Messages
from recoupe.records import NOBODY, Origin
from recoupe.text.names import fold
from recoupe.view.chains import ChainLine, is_named, list_ways
from recoupe.view.controls import show_controls
from recoupe.view.drawing import Box, Drawing, Line, Stroke, curve, fit
from recoupe.view.origins import write_origin
from recoupe.view.rows import AppearanceRow, ClaimRow, HopRow, Place, StoryView
from recoupe.view.wording import write_copied, write_drifts, write_hop, write_modality

WIDTH, MIN_BOX, MAX_BOX = 740.0, 112.0, 230.0  # units: the column of a page; what names need; what they fill
GAPS, NARROW = (0.0, 150.0, 60.0, 44.0), 24.0  # units between columns: many strokes need room where few meet
ROW_GAP, PAD, LEADING = 16.0, 9.0, 17.0  # units; 17 is a line of 13-unit type
Key = tuple[object, ...]


class _Node(msgspec.Struct):
    """A thing of the drawing before it has its place."""

    key: Key
    kind: str
    words: list[tuple[str, str]]  # (line, style)
    column: int
    place: Place | None = None
    is_inferred: bool = False
    order: float = 0.0
    outlets: set[int] = msgspec.field(default_factory=set)  # numbers of the articles that it reaches
    copies: set[int] = msgspec.field(default_factory=set)  # numbers of the copies of these


def draw_chains(say: Messages, claim: ClaimRow, story: StoryView) -> Drawing:
    """Lay a claim's ways out; an article that names nobody is tied, inferred, to the origin it rests on.

    Args:
        say: The reader's language.
        claim: The claim.
        story: Its story, for the copies.
    """
    drawn = _Drawn(say, claim)
    ways = list_ways(claim, story)
    for line in ways:
        if line.copy is None:
            drawn.add_way(line.appearance)
    for line in ways:
        if line.copy is not None:
            drawn.add_copy(line)
    return drawn.lay_out()


class _Drawn:
    """Nodes and ways of one claim."""

    def __init__(self, say: Messages, claim: ClaimRow) -> None:
        self._say, self._claim = say, claim
        self._nodes: dict[Key, _Node] = {}
        self._edges: dict[tuple[Key, Key], bool] = {}  # to whether it is inferred

    def add_way(self, row: AppearanceRow) -> None:
        """Add one article's way, from its origin to the article."""
        hops = row.chain.hops[:-1] if row.chain and is_named(row) else ()
        keys = [self._first(row, hops)]
        keys += [self._hop(hop, column) for column, hop in enumerate(hops[1:], 1)]
        keys.append(self._outlet(row, len(keys)))
        number = row.place.article_number
        for key in keys:
            self._nodes[key].outlets.add(number)
        for i, (a, b) in enumerate(pairwise(keys)):
            inferred = not hops or hops[min(i, len(hops) - 1)].inferred
            self._edges[a, b] = self._edges.get((a, b), True) and inferred

    def add_copy(self, line: ChainLine) -> None:
        """Fold a copy under the article that it copies."""
        row = line.appearance
        of, number = row.copy_of or 0, row.place.article_number
        original = self._nodes.get(("outlet", of))
        if original is None:
            self.add_way(row)
            return
        for node in self._nodes.values():
            if of in node.outlets:
                node.copies.add(number)
        original.words.append((f"↳ {write_copied(self._say, line)}", "copy"))

    def _first(self, row: AppearanceRow, hops: Sequence[HopRow]) -> Key:
        """The way's beginning: an origin that was counted, else what the article names, else nobody."""
        number = row.place.article_number
        origin = find_origin(row, hops, self._claim.corroboration.origins)
        if origin is not None:
            key: Key = ("origin", origin.name, origin.occasion)
            node = self._node(key, "origin", [(write_origin(self._say, origin), "")], 0)
            if hops and hops[0].place and node.place is None:
                node.place = hops[0].place
            node.is_inferred = node.place is None
            return key
        if hops:
            key = (
                "first",
                fold(hops[0].full_name),
                hops[0].kind,
                *((number,) if hops[0].name == NOBODY else ()),
            )
            node = self._node(key, "hop", [(write_hop(self._say, hops[0]), "")], 0)
            node.place = node.place or hops[0].place
            return key
        key = ("nobody", number)
        self._node(key, "nobody", [(self._say("hop.nobody"), "")], 0)
        return key

    def _hop(self, hop: HopRow, column: int) -> Key:
        key: Key = ("hop", fold(hop.full_name), hop.kind)
        node = self._node(key, "hop", [(write_hop(self._say, hop), "")], column)
        node.place = node.place or hop.place
        node.is_inferred = node.place is None
        return key

    def _outlet(self, row: AppearanceRow, column: int) -> Key:
        name = f"{show_controls(row.place.outlet)} [{row.place.article_number}]"
        words = [(name, "strong"), (write_modality(self._say, row.modality), "")]
        if row.drift:
            words.append((write_drifts(self._say, row), "drift"))
        key: Key = ("outlet", row.place.article_number)
        self._node(key, "outlet", words, column).place = row.place
        return key

    def _node(self, key: Key, kind: str, words: list[tuple[str, str]], column: int) -> _Node:
        node = self._nodes.setdefault(key, _Node(key=key, kind=kind, words=words, column=column))
        node.column = max(node.column, column)
        return node

    def lay_out(self) -> Drawing:
        """Give every node its place: outlets by the ways they came, the others in the middle of theirs."""
        last = max((node.column for node in self._nodes.values()), default=0)
        outlets = [node for node in self._nodes.values() if node.kind == "outlet"]
        for node in outlets:
            node.column = last
        gap = GAPS[last] if last < len(GAPS) else NARROW
        box = max(MIN_BOX, min(MAX_BOX, (WIDTH - 4 - last * gap) / (last + 1)))
        lines = {key: _lines(node, box) for key, node in self._nodes.items()}
        common = find_common(self._nodes.values())
        y_by_key: dict[Key, float] = {}
        outlets.sort(key=self._way_of)
        _stack(outlets, lines, y_by_key)
        for column in range(last - 1, -1, -1):
            mine = [n for n in self._nodes.values() if n.column == column and n.kind != "outlet"]
            for node in mine:
                node.order = self._middle(node, lines, y_by_key)
            _stack(sorted(mine, key=lambda n: n.order), lines, y_by_key)
        boxes = tuple(
            _box(node, y_by_key[key], lines[key], (box, gap), is_common=key == common)
            for key, node in self._nodes.items()
        )
        by_key = dict(zip(self._nodes, boxes, strict=True))
        strokes = tuple(
            Stroke(path=_between(by_key[a], by_key[b]), is_inferred=inferred, is_common=common in {a, b})
            for (a, b), inferred in self._edges.items()
        )
        height = max((box.y + box.height for box in boxes), default=0.0) + 2
        return Drawing(width=(last + 1) * box + last * gap + 4, height=height, boxes=boxes, strokes=strokes)

    def _way_of(self, outlet: _Node) -> tuple[int, ...]:
        """Places of the nodes that lead to an outlet, in the order in which they were met."""
        met = list(self._nodes)
        mine = [i for i, key in enumerate(met) if outlet.outlets & self._nodes[key].outlets]
        return tuple(mine)

    def _middle(self, node: _Node, lines: dict[Key, list[Line]], y_by_key: dict[Key, float]) -> float:
        """Where a node would stand best: in the middle of those that it leads to."""
        after = [b for a, b in self._edges if a == node.key and b in y_by_key]
        if not after:
            return 0.0
        middles = [y_by_key[key] + _height(lines[key]) / 2 for key in after]
        return sum(middles) / len(middles) - _height(lines[node.key]) / 2


def find_origin(row: AppearanceRow, hops: Sequence[HopRow], origins: Iterable[Origin]) -> Origin | None:
    """The counted origin that an appearance rests on; None where that is not sure."""
    fits = [origin for origin in origins if row.place.article_id in origin.article_ids]
    if hops:
        named = {fold(name) for hop in hops for name in (hop.name, hop.full_name)}
        exact = [origin for origin in fits if fold(origin.name) in named]
        fits = exact or ([] if hops[0].kind == "anonymous" else fits)
    return fits[0] if len(fits) == 1 else None


def find_common(nodes: Iterable[_Node]) -> Key | None:
    """The link that most articles share, the nearest to them of equals; None where no two share one.

    A copy shares every link of what it copies: of two links that as many articles share, it tells them apart,
    but an article and its copy make no common link.
    """
    shared = [node for node in nodes if node.kind in {"origin", "hop"} and len(node.outlets) > 1]
    best = max(shared, key=lambda node: (len(node.outlets), len(node.copies), node.column), default=None)
    return best.key if best else None


def _lines(node: _Node, box: float) -> list[Line]:
    """A node's words, broken, with places inside its box."""
    out: list[Line] = []
    for text, kind in node.words:
        for piece in fit(text, box - 2 * PAD):
            out.append(Line(x=PAD, y=PAD + LEADING * (len(out) + 0.75), text=piece, kind=kind))
    return out


def _height(lines: Sequence[Line]) -> float:
    return 2 * PAD + LEADING * len(lines)


def _stack(nodes: Iterable[_Node], lines: dict[Key, list[Line]], y_by_key: dict[Key, float]) -> None:
    """Put nodes under each other, each as near to its best place as those above it let it."""
    at = 2.0
    for node in nodes:
        y_by_key[node.key] = at = max(at, node.order)
        at += _height(lines[node.key]) + ROW_GAP


def _box(node: _Node, y: float, lines: Sequence[Line], size: tuple[float, float], *, is_common: bool) -> Box:
    """A node with its place; `size` is a box's width and what lies between two."""
    width, gap = size
    x = round(2 + node.column * (width + gap))
    return Box(
        x=x,
        y=round(y),
        width=round(width),
        height=_height(lines),
        kind=node.kind,
        lines=tuple(msgspec.structs.replace(line, x=x + line.x, y=round(y + line.y)) for line in lines),
        place=node.place,
        is_common=is_common,
        is_inferred=node.is_inferred,
    )


def _between(a: Box, b: Box) -> str:
    return curve((a.x + a.width, a.y + a.height / 2), (b.x, b.y + b.height / 2))
