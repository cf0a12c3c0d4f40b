"""Ways as trees: who said it first at the root, outlets at the leaves, copies under what they copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from recoupe.messages import Messages
from recoupe.view.chains import ChainLine, is_named
from recoupe.view.controls import show_controls
from recoupe.view.wording import write_copied, write_hop, write_modality, write_other_occasion


class Branch(msgspec.Struct):
    """A link of some ways: its words, what hangs on it, and the article's number where it is one."""

    label: str
    branches: list[Branch] = msgspec.field(default_factory=list)
    article: int | None = None


def grow(say: Messages, lines: Sequence[ChainLine]) -> tuple[Branch, ...]:
    """Join ways that begin alike; a copy whose original is not among them stands by itself."""
    root = Branch(label="")
    leaves: dict[int, Branch] = {}
    for line in lines:
        if line.copy is None:
            leaf = _leaf(say, line)
            _join(root, [*_hops(say, line), leaf])
            leaves.setdefault(leaf.article or 0, leaf)
    for line in lines:
        if line.copy is not None:
            above = leaves.get(line.appearance.copy_of or 0, root)
            label = f"{write_copied(say, line)}  {write_modality(say, line.appearance.modality)}"
            above.branches.append(Branch(label=label))
    return tuple(root.branches)


def _hops(say: Messages, line: ChainLine) -> Iterator[Branch]:
    row = line.appearance
    if row.chain is None or not is_named(row):
        yield Branch(label=say("hop.nobody"))
        return
    occasion = write_other_occasion(say, row.chain)
    for i, hop in enumerate(row.chain.hops[:-1]):
        label = write_hop(say, hop)
        yield Branch(label=f"{label} ({occasion})" if occasion and i == 0 else label)


def _leaf(say: Messages, line: ChainLine) -> Branch:
    place = line.appearance.place
    mark = write_modality(say, line.appearance.modality)
    label = f"{show_controls(place.outlet)} [{place.article_number}]  {mark}"
    return Branch(label=label, article=place.article_number)


def _join(root: Branch, way: Sequence[Branch]) -> None:
    """Hang a way on a tree, along the branches that it shares with it."""
    at = root
    for step in way:
        same = next((b for b in at.branches if b.label == step.label and b.article == step.article), None)
        if same is None or step.article is not None:
            at.branches.append(step)
            same = step
        at = same


def draw(branches: Sequence[Branch], before: str = "") -> Iterator[tuple[str, str, str]]:
    """Lines of a tree: what stands before the words, before a second line of them, and the words.

    Example:
        >>> tree = (Branch(label="Anna", branches=[Branch(label="Écho [1]"), Branch(label="Gazette [2]")]),)
        >>> for first, _, label in draw(tree): print(first + label)
        Anna
        ├─ Écho [1]
        └─ Gazette [2]
    """
    for branch in branches:
        yield before, before, branch.label
        yield from _below(branch.branches, before)


def _below(branches: Sequence[Branch], before: str) -> Iterator[tuple[str, str, str]]:
    for i, branch in enumerate(branches):
        is_last = i == len(branches) - 1
        rest = before + ("   " if is_last else "│  ")
        yield before + ("└─ " if is_last else "├─ "), rest, branch.label
        yield from _below(branch.branches, rest)
