"""Lay a story out for comparing, with what each article's language knows."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from recoupe.lang.counting import counting
from recoupe.lang.pack import LanguagePack
from recoupe.records import Dossier
from recoupe.text.matching.meaning import Embed, meanings
from recoupe.text.matching.nearness import Nearness, Side
from recoupe.text.matching.pairing import rarity
from recoupe.text.matching.pieces import Piece, pieces
from recoupe.text.matching.sheets import new_books, sheet
from recoupe.text.matching.slots import calling, slots
from recoupe.text.matching.table import Table, choose_partners
from recoupe.text.matching.twins import find_twins
from recoupe.text.matching.views import View, entities_by_cluster, speakers, views
from recoupe.text.similarity import fold, unit


def lay_out(dossier: Dossier, *, packs: Mapping[str, LanguagePack], embed: Embed) -> Table:
    """Cut every article into propositions and read what they mean.

    Args:
        dossier: The story's records; their order does not matter.
        packs: By language; where one is missing words are cut at marks alone.
        embed: Texts to unit vectors.
    """
    seen = views(dossier)
    entity = entities_by_cluster(dossier.entities)
    by_article = [
        _pieces(view, k, packs.get(view.article.language), speakers(view, entity))
        for k, view in enumerate(seen)
    ]
    stop = frozenset(fold(word) for pack in packs.values() for word in pack.words.stop)
    read = meanings([[p.text for p in some] for some in by_article], stop, embed)
    books, called = new_books(), calling(seen)
    sheets = [
        sheet(some, [slots(view, p, called) for p in some], books)
        for view, some in zip(seen, by_article, strict=True)
    ]
    around = [
        unit(view.vectors)[[p.sentence for p in some]] for view, some in zip(seen, by_article, strict=True)
    ]
    sides = [Side(*side) for side in zip(by_article, read, sheets, around, strict=True)]
    ids = [view.article.id for view in seen]
    twins = find_twins(by_article, ids, dossier.derivations)
    flat = [p for some in by_article for p in some]
    weights = rarity(p for k, p in enumerate(flat) if k not in twins)
    relations = {frozenset((d.article_id, d.from_article_id)): d.type for d in dossier.derivations}
    partners = choose_partners(sides, ids, relations)
    return Table(
        seen=seen,
        sides=sides,
        flat=flat,
        firsts=[0, *accumulate(map(len, by_article))][:-1],
        relations=relations,
        rarity=weights,
        weights=books.terms.weights(weights),
        partners=partners,
        near=Nearness(sides, partners),
        twins=twins,
    )


def _pieces(view: View, article: int, pack: LanguagePack | None, speakers: Mapping[str, str]) -> list[Piece]:
    words = counting(view.article.language, pack)
    return pieces(view, article, words, speakers, pack.verbs.hinging if pack else frozenset())
