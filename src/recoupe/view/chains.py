"""Who had it from whom: the ways by which claims of several outlets came, the same ways told once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recoupe.view.rows import AppearanceRow, ClaimRow, CopyRow, StoryView, View


class ChainLine(View, frozen=True):
    """One way to one article.

    Attributes:
        copy: Set when the article has the claim from another that it copies: the line then stands under it.
    """

    appearance: AppearanceRow
    copy: CopyRow | None = None


class ChainGroup(View, frozen=True):
    """Claims that came by the same ways, and these ways, copies after their original."""

    claims: tuple[ClaimRow, ...]
    lines: tuple[ChainLine, ...]


Key = tuple[object, ...]


def group_chains(story: StoryView) -> tuple[ChainGroup, ...]:
    """The ways of every claim that takes more than a line, unless none of its articles names a source."""
    copies = _copies(story)
    claims_by_key: dict[Key, list[ClaimRow]] = {}
    lines_by_key: dict[Key, tuple[ChainLine, ...]] = {}
    for claim in story.claims:
        if not claim.is_full or not any(is_named(row) for row in claim.appearances):
            continue
        lines = tuple(_lines(claim, copies))
        key = tuple(_key(line) for line in lines)
        claims_by_key.setdefault(key, []).append(claim)
        lines_by_key.setdefault(key, lines)
    return tuple(
        ChainGroup(claims=tuple(claims), lines=lines_by_key[key]) for key, claims in claims_by_key.items()
    )


def is_named(row: AppearanceRow) -> bool:
    """Tell whether the article names whom it has it from."""
    return row.chain is not None and not row.chain.is_outlet_alone


def list_ways(claim: ClaimRow, story: StoryView) -> tuple[ChainLine, ...]:
    """The ways by which a claim came, by article, copies where their own number puts them."""
    return tuple(_lines(claim, _copies(story)))


def _copies(story: StoryView) -> dict[int, CopyRow]:
    """Copies by the number of their article."""
    return {copy.article.number: copy for fold in story.folds for copy in fold.copies}


def _lines(claim: ClaimRow, copies: Mapping[int, CopyRow]) -> Iterator[ChainLine]:
    """The claim's appearances by article, each way once; a question-and-answer block is no way."""
    rows = sorted(
        (row for row in claim.appearances if row.zone != "faq"),
        key=lambda row: (row.place.article_number, not is_named(row)),
    )
    numbers = {row.place.article_number for row in rows}
    seen: set[Key] = set()
    for row in rows:
        number = row.place.article_number
        # a copy of an article that does not carry the claim has it from somebody else
        copy = copies.get(number) if row.copy_of in numbers else None
        line = ChainLine(appearance=row, copy=copy)
        # an article that names its source in one place is not said to name nobody in another
        if _key(line) not in seen and (copy or is_named(row) or (number,) not in seen):
            seen.update({_key(line), (number,)})
            yield line


def _key(line: ChainLine) -> Key:
    """What makes two ways the same for a reader."""
    row = line.appearance
    if line.copy is not None:
        return (row.place.article_number, row.copy_of)
    hops = row.chain.hops if row.chain else ()
    occasion = row.chain.occasion if row.chain else None
    return (row.place.article_number, tuple((h.name, h.kind, h.inferred) for h in hops), occasion)
