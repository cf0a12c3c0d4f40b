"""`python -m tests.eval.planted`: plant an article in a story, and see what becomes of every count.

A planted article is one of the story under another outlet: as it is and known for a copy (no count may rise),
without its attributions (the drift is to be seen), with a figure or a day changed (the difference is to be
seen), with a name changed (the retelling must not stand behind the claim about the other). Rewrites and
translations are the story's own: what they tell is counted without them and with them, and no count may rise.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from recoupe.lang import packs
from recoupe.lang.laying import lay_out
from recoupe.nlp.port import Embedder
from recoupe.nlp.use import SentenceEncoder
from recoupe.records import Corroboration, Derivation, Dossier, Hop, Story
from recoupe.stages.claims import claims
from recoupe.stages.corroborate import Corroborated, corroborate
from recoupe.store.dossier import dossier_of
from recoupe.store.sqlite import SqliteStore

OWN = re.compile(
    rb'"((?:article|page|annotations|vectors|dating|timex|mention|statement|cluster|chain)-[^"]+)"'
)
OF_ARTICLE = "annotations vectors datings timexes mentions statements clusters chains"
PARTS = ("articles", *OF_ARTICLE.split())
# « 312 », no hour, no part of « 25 000 »
FIGURE = re.compile(r"(?<![\d,.])(?<!\d\s)[1-9]\d{1,2}(?![\d,.]|\s?(?:h|\d))")

DAY = re.compile(r"(?<!\d)[1-9]\d?(?!\d)")  # « 12 » of « le 12 mars »
SOLE = re.compile(r"\d{4}-\d\d-\d\d")  # a value of one day
# a negation taken out, or put in where a word gives room; both sides keep their length
TURNS = (
    (re.compile(r"n['’](a|ont|est) (?:pas|jamais) "), r"\1 "),
    (re.compile(r"ne (sont|sera|seront|peut|peuvent|fera) (?:pas|jamais) "), r"\1 "),
    (re.compile(r"\baucun(e?) "), r"un\1 "),
    (re.compile(r"\b(was|is|were|has|have|had|will|would) not "), r"\1 "),
    (re.compile(r"\bno (?=[a-z])"), r"a "),
    (re.compile(r"(?<=[a-zé] )(?:plusieurs|quelques)(?= [a-z])"), r"aucun "),
    (re.compile(r"(?<=[a-zé] )(?:déjà|bien|aussi|encore|toujours|également)(?= [a-zé])"), r"pas "),
    (re.compile(r"(?<=[a-z] )(?:already|still|also|several)(?= [a-z])"), r"not "),
)
LETTERS = "aeioubcdfghjklmnpqrstvwxz"
OTHER_LETTERS = str.maketrans(
    LETTERS + LETTERS.upper(),
    (OTHER := "eiouacdfghjklmnpqrstvwxzb") + OTHER.upper(),
)  # « Berger » becomes another name of the same length


def plant(dossier: Dossier, k: int, *, known: bool = True, changed: tuple[str, str] | None = None) -> Dossier:
    """A story with article `k` once more, under another outlet.

    Args:
        dossier: The story.
        k: Which article.
        known: Has the copy been found?
        changed: A figure and the one of equal length that takes its place in the planted article.
    """
    article = dossier.articles[k]
    mine = {
        part: tuple(
            x for x in getattr(dossier, part) if (x.id if part == "articles" else x.article_id) == article.id
        )
        for part in PARTS
    }
    alone = msgspec.structs.replace(dossier, derivations=(), entities=(), decisions=(), **mine)
    raw = OWN.sub(lambda m: b'"' + m[1] + b'z"', msgspec.json.encode(alone))
    made = msgspec.json.decode(raw, type=Dossier)
    text = made.articles[0].text.replace(*changed) if changed else made.articles[0].text
    planted = msgspec.structs.replace(made.articles[0], outlet="Le Planté", domain=None, text=text)
    made = msgspec.structs.replace(made, articles=(planted,))
    ids = {c.id for c in made.clusters}
    entities = tuple(
        msgspec.structs.replace(
            e,
            members=(
                *e.members,
                *(
                    msgspec.structs.replace(m, cluster_id=m.cluster_id + "z")
                    for m in e.members
                    if m.cluster_id + "z" in ids
                ),
            ),
        )
        for e in dossier.entities
    )
    copy = Derivation(
        id=f"derivation-{planted.id}",
        article_id=planted.id,
        from_article_id=article.id,
        type="identical",
        share=1.0,
        evidence="planted",
    )
    both = {part: (*getattr(dossier, part), *getattr(made, part)) for part in PARTS}
    derivations = (*dossier.derivations, *((copy,) if known else ()))
    return msgspec.structs.replace(dossier, entities=entities, derivations=derivations, **both)


def without_sources(dossier: Dossier) -> Dossier:
    """The planted article, the story's last, tells in its own voice what it had from others."""
    planted = dossier.articles[-1]
    outlet = Hop(name=planted.outlet, kind="outlet")
    chains = tuple(
        msgspec.structs.replace(c, hops=(outlet,), occasion=None) if c.article_id == planted.id else c
        for c in dossier.chains
    )
    return msgspec.structs.replace(dossier, chains=chains)


def count(dossier: Dossier, embedder: Embedder) -> tuple[dict[str, Corroboration], Corroborated]:
    """Every count by claim id, and all that was found."""
    table = lay_out(dossier, packs=packs(), embed=embedder.embed)
    made = claims(dossier, table, packs=packs())
    found = corroborate(dossier, made, table, packs=packs())
    return {c.claim_id: c for c in found.corroborations}, found


def copies(dossier: Dossier, embedder: Embedder) -> Iterator[tuple[str, bool]]:
    """For each claim of each article whether its count stayed when the article was copied."""
    before, _ = count(dossier, embedder)
    for k, article in enumerate(dossier.articles):
        after, _ = count(plant(dossier, k), embedder)
        for claim_id, was in before.items():
            now = after.get(claim_id)
            if now is not None and any(article.id in o.article_ids for o in (*was.origins, *now.origins)):
                risen = now.origins_min > was.origins_min or now.origins_max > was.origins_max
                yield claim_id, not risen


def dropped(dossier: Dossier, embedder: Embedder) -> Iterator[bool]:
    """For each article with sources whether its copy without them shows drift."""
    for k, article in enumerate(dossier.articles):
        if any(len(c.hops) > 1 for c in dossier.chains if c.article_id == article.id):
            made = without_sources(plant(dossier, k))
            _, found = count(made, embedder)
            planted = made.articles[-1].id
            yield any(d.article_id == planted for c in found.corroborations for d in c.drift)


def figures(dossier: Dossier, embedder: Embedder) -> Iterator[bool]:
    """For each article with a figure in no date whether changing it in a retelling shows as rival figures."""
    for k, article in enumerate(dossier.articles):
        dates = [(t.start, t.end) for t in dossier.timexes if t.article_id == article.id]
        found_at = (
            m
            for m in FIGURE.finditer(article.text)
            if not any(a < m.end() and m.start() < b for a, b in dates)
        )
        m = next(found_at, None)
        if m is None:
            continue
        other = str((int(m[0]) * 3 // 2) % 10 ** len(m[0]) or 7).zfill(len(m[0]))
        made = plant(dossier, k, known=False, changed=(m[0], other))
        _, found = count(made, embedder)
        planted = made.articles[-1].id
        yield any(
            planted in {c.a.article_id, c.b.article_id} and c.type == "number" for c in found.contradictions
        )


def days(dossier: Dossier, embedder: Embedder) -> Iterator[bool]:
    """For each article with a day of a month whether changing it in a retelling shows as rival days."""
    for k, article in enumerate(dossier.articles):
        mine = [t for t in dossier.timexes if t.article_id == article.id]
        found = next(((t, m) for t in mine if (m := DAY.search(t.text)) and SOLE.fullmatch(t.value)), None)
        if found is None:
            continue
        timex, m = found
        other = f"{int(m[0]) % 28 + 1:0{len(m[0])}d}"
        if len(other) != len(m[0]):
            continue
        text = timex.text[: m.start()] + other + timex.text[m.end() :]
        made = plant(dossier, k, known=False, changed=(timex.text, text))
        value = f"{timex.value[:8]}{int(other):02d}"
        planted = made.articles[-1].id
        moved = tuple(
            msgspec.structs.replace(t, text=text, value=value, earliest=value, latest=value)
            if t.article_id == planted and t.text == timex.text
            else t
            for t in made.timexes
        )
        _, found_all = count(msgspec.structs.replace(made, timexes=moved), embedder)
        yield any(
            planted in {c.a.article_id, c.b.article_id} and c.type == "date" for c in found_all.contradictions
        )


def renamed(
    dossier: Dossier, k: int, types: frozenset[str], *, told_of: bool = False
) -> tuple[Dossier, list[tuple[int, int]]] | None:
    """A story with a retelling of article `k` in which the name of one sort that it gives most is another.

    With `told_of` only names in what is claimed count, not those of sources.

    Returns:
        The story and the places of the name in the retelling; None where the article gives no such name.
    """
    article = dossier.articles[k]
    entity_of = {m.cluster_id: e.id for e in dossier.entities for m in e.members}
    said = [s for s in dossier.statements if s.article_id == article.id and s.zone == "body"]
    told = Counter(
        m.text
        for m in dossier.mentions
        if m.article_id == article.id
        and m.form == "name"
        and len(m.text) > 4
        and m.type in types
        and m.text != m.text.translate(OTHER_LETTERS)
        and (not told_of or any(s.start <= m.start < s.end for s in said))
    )
    if not told:
        return None
    name = min(told, key=lambda n: (-told[n], n))
    another = name.translate(OTHER_LETTERS)
    made = plant(dossier, k, known=False, changed=(name, another))
    planted = made.articles[-1].id
    gone = {  # « Bressuges » of « E. Bressuges » too: who bears another name is somebody else
        c.id
        for c in made.clusters
        if c.article_id == planted and name in c.name and c.id.removesuffix("z") in entity_of
    }
    places = [(m.start, m.end) for m in made.mentions if m.article_id == planted and m.text == name]
    replace = msgspec.structs.replace
    return replace(
        made,
        entities=tuple(
            replace(e, members=tuple(m for m in e.members if m.cluster_id not in gone)) for e in made.entities
        ),
        mentions=tuple(
            replace(m, text=m.text.replace(name, another)) if m.article_id == planted else m
            for m in made.mentions
        ),
        clusters=tuple(
            replace(c, name=c.name.replace(name, another)) if c.id in gone else c for c in made.clusters
        ),
    ), places


def names(dossier: Dossier, embedder: Embedder) -> Iterator[bool]:
    """For each article whether its words about one who bears another name in a retelling stay apart.

    The name is the one that the article gives most often; it is put into other letters.
    """
    for k, article in enumerate(dossier.articles):
        made = renamed(dossier, k, frozenset({"PER", "ORG", "LOC", "MISC"}))
        if made is None:
            continue
        other, places = made
        planted = other.articles[-1].id
        table = lay_out(other, packs=packs(), embed=embedder.embed)
        told_of = [
            {x.article_id for x in c.appearances}
            for c in claims(other, table, packs=packs())
            for x in c.appearances
            if x.article_id == planted and any(x.start <= a < x.end for a, _ in places)
        ]
        yield from (article.id not in some for some in told_of)


def replaced(dossier: Dossier, embedder: Embedder, types: frozenset[str], kind: str) -> Iterator[bool]:
    """For each article whether another place, or another actor, in a retelling shows as a difference."""
    for k in range(len(dossier.articles)):
        made = renamed(dossier, k, types, told_of=True)
        if made is not None:
            _, found = count(made[0], embedder)
            planted = made[0].articles[-1].id
            yield any(
                planted in {c.a.article_id, c.b.article_id} and c.type == kind for c in found.contradictions
            )


def negated(dossier: Dossier, embedder: Embedder) -> Iterator[bool]:
    """For each article whether a negation put in or taken out in a retelling shows as said and denied.

    Words take the place of words as long: « a encore signé » becomes « n'a pas signé », « is not shut » loses
    its « not »; what stands on either side of them keeps its place.
    """
    for k, article in enumerate(dossier.articles):
        turned = next((t for t in TURNS if t[0].search(article.text)), None)
        if turned is None:
            continue
        m = turned[0].search(article.text)
        assert m is not None
        other = m.expand(turned[1])[: len(m[0])].ljust(len(m[0]))
        made = plant(dossier, k, known=False, changed=(m[0], other))
        _, found = count(made, embedder)
        planted = made.articles[-1].id
        yield any(
            planted in {c.a.article_id, c.b.article_id} and c.type == "polarity" for c in found.contradictions
        )


def retold(dossier: Dossier, embedder: Embedder, kind: str) -> Iterator[bool]:
    """For each claim of a story whether its count stays when a rewrite or translation joins it."""
    after, _ = count(dossier, embedder)
    for d in dossier.derivations:
        if d.type != kind:
            continue
        kept = {
            part: tuple(
                x
                for x in getattr(dossier, part)
                if (x.id if part == "articles" else x.article_id) != d.article_id
            )
            for part in PARTS
        }
        derivations = tuple(
            x for x in dossier.derivations if d.article_id not in {x.article_id, x.from_article_id}
        )
        before, _ = count(msgspec.structs.replace(dossier, derivations=derivations, **kept), embedder)
        for claim_id, was in before.items():
            now = after.get(claim_id)
            if now is not None and now.documents > was.documents:
                yield now.origins_min <= was.origins_min and now.origins_max <= was.origins_max


def main() -> int:
    """Print how many cases keep their promise; exit status 1 when a copy raised a count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path, help="a store that holds the corpus")
    options = parser.parse_args()
    encoder, kept = SentenceEncoder(), Counter[tuple[str, bool]]()
    with SqliteStore(options.store) as opened:
        stories = [dossier_of(opened, story) for story in opened.all(Story)]
    for dossier in stories:
        kept.update(("copy", ok) for _, ok in copies(dossier, encoder))
        kept.update(("attribution dropped", ok) for ok in dropped(dossier, encoder))
        kept.update(("figure changed", ok) for ok in figures(dossier, encoder))
        kept.update(("day changed", ok) for ok in days(dossier, encoder))
        kept.update(("name changed", ok) for ok in names(dossier, encoder))
        kept.update(("place changed", ok) for ok in replaced(dossier, encoder, frozenset({"LOC"}), "place"))
        kept.update(
            ("actor changed", ok) for ok in replaced(dossier, encoder, frozenset({"PER", "ORG"}), "actor")
        )
        kept.update(("polarity changed", ok) for ok in negated(dossier, encoder))
        kept.update(("rewrite", ok) for ok in retold(dossier, encoder, "rewrite"))
        kept.update(("translation", ok) for ok in retold(dossier, encoder, "translation"))
    for name in sorted({name for name, _ in kept}):
        good, bad = kept[name, True], kept[name, False]
        sys.stdout.write(f"{name:22} {good} of {good + bad}\n")
    return 1 if kept["copy", False] else 0


if __name__ == "__main__":
    sys.exit(main())
