"""`make bench ARGS=entities`: what linking costs an article as a collection grows.

Made clusters: a few of the names that everybody writes, some of a pool that grows with the collection, some
that one article alone has; surnames with slips and initials, titles without a name. The pool is sized so that
the largest collection holds 100,000 entities. Prints a line a size and a curve.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import sys
import time
from collections.abc import Sequence

from recoupe.ids import make_id
from recoupe.lang.bodies import body_key
from recoupe.lang.naming import first_names
from recoupe.records import Cluster, EntityType
from recoupe.stages.link import link
from recoupe.text.names import fold, near_sounds, readings, skeleton, sound, words_of

SIZES = (1_000, 2_500, 5_000, 10_000, 23_000)
PER_ARTICLE = 7  # clusters; the shipped corpus has 6.7 an article
ONSETS = (
    *("b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "j", "k", "kl", "l", "m", "n", "p", "pr", "qu"),
    *("r", "s", "st", "t", "tr", "v"),
)
VOWELS = ("a", "e", "i", "o", "u", "ou", "ai", "eau", "oi", "an")
CODAS = ("l", "r", "n", "s", "t", "rd", "nt", "x", "ck", "m")
BODIES = ("laiterie", "syndicat", "musée", "collège", "hôpital", "association", "banque", "fédération")
WIDE = ("Paris", "France", "Bruxelles", "Russie", "États-Unis", "Ukraine", "ONU", "AFP")
ROLES = ("maire", "préfet", "président", "directeur", "procureur")
LONE, SLIP, TITLE = 0.10, 0.03, 0.08  # shares of surnames alone, of slips, of titles without a name
LIMIT_MS = 3.0
ROUNDS = 3  # of each size, the least counts: whatever else runs on the machine only adds


def main(arguments: Sequence[str]) -> int:
    """Time each size; exit status 1 where the largest costs more than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help=f"articles; {' '.join(map(str, SIZES))} when none")
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args(arguments)
    rows = [measure(n) for n in options.sizes or SIZES]
    if options.as_json:
        print(json.dumps(rows, indent=1))
    else:
        draw(rows)
    return int(rows[-1]["ms"] > LIMIT_MS)


def measure(n_articles: int) -> dict[str, float]:
    """Link a made collection; milliseconds an article, the least of several, and peak memory so far."""
    clusters = collection(n_articles)
    ms, entities = min((_once(clusters) for _ in range(ROUNDS)), key=lambda took: took[0])
    ms /= n_articles
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "articles": n_articles,
        "clusters": len(clusters),
        "entities": entities,
        "ms": ms,
        "peak_mb": peak,
    }


def _once(clusters: Sequence[Cluster]) -> tuple[float, int]:
    """CPU milliseconds of one linking with cold caches, and its number of entities."""
    for cached in (fold, sound, readings, words_of, near_sounds, skeleton, body_key):
        cached.cache_clear()
    gc.collect()
    start = time.process_time()
    n_entities = len(link(clusters))
    return (time.process_time() - start) * 1000, n_entities


def draw(rows: Sequence[dict[str, float]]) -> None:
    """A line a size with its bar: a flat curve is a flat cost."""
    top = max(row["ms"] for row in rows)
    print(f"{'articles':>9} {'clusters':>9} {'entities':>9} {'ms/article':>11} {'peak MB':>8}")
    for row in rows:
        bar = "█" * round(30 * row["ms"] / top)
        print(
            f"{row['articles']:9.0f} {row['clusters']:9.0f} {row['entities']:9.0f} "
            f"{row['ms']:11.2f} {row['peak_mb']:8.0f}  {bar}"
        )


def collection(n_articles: int) -> list[Cluster]:
    """Clusters of a made collection; the same for the same number of articles."""
    draw_from = random.Random(n_articles)  # noqa: S311 - made data
    people = [_person(draw_from) for _ in range(n_articles * 3)]
    bodies = [f"{draw_from.choice(BODIES)} de {_surname(draw_from)}" for _ in range(n_articles * 2)]
    out: list[Cluster] = []
    for k in range(n_articles):
        # neighbours in the pool stand in the same articles, as the people of one story do
        middle = draw_from.randrange(len(people))
        cast = [people[(middle + draw_from.randrange(5)) % len(people)] for _ in range(3)]
        body = bodies[(middle * 2 // 3 + draw_from.randrange(3)) % len(bodies)]
        names: list[tuple[str, EntityType]] = [(_written(p, draw_from), "PER") for p in cast]
        names += [(body, "ORG"), (_surname(draw_from), "LOC"), (draw_from.choice(WIDE), "LOC")]
        out += [_cluster(f"article-{k}", name, kind) for name, kind in dict(names).items()]
        if draw_from.random() < TITLE * PER_ARTICLE:
            out.append(_cluster(f"article-{k}", draw_from.choice(ROLES), "PER", named=False))
    return out


def _person(draw_from: random.Random) -> str:
    first = draw_from.choice(first_names().feminine + first_names().masculine)
    return f"{first.capitalize()} {_surname(draw_from)}"


def _surname(draw_from: random.Random) -> str:
    parts = [draw_from.choice(ONSETS) + draw_from.choice(VOWELS) for _ in range(draw_from.randint(1, 3))]
    return ("".join(parts) + draw_from.choice(CODAS)).capitalize()


def _written(person: str, draw_from: random.Random) -> str:
    """The full name, the surname alone, or with a letter wrong."""
    first, last = person.split(" ", 1)
    if draw_from.random() < LONE:
        return last
    if draw_from.random() < SLIP:
        at = draw_from.randrange(1, len(last))
        return f"{first} {last[:at]}{draw_from.choice('aeiounrt')}{last[at + 1 :]}"
    return person


def _cluster(article_id: str, name: str, kind: EntityType, *, named: bool = True) -> Cluster:
    return Cluster(
        id=make_id("cluster", article_id, name),
        article_id=article_id,
        name=name,
        type=kind,
        mention_ids=(make_id("mention", article_id, name),),
        aliases=(),
        named=named,
        roles=() if named else (name,),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
