"""`python -m tests.eval.public [SETS]`: public sets, with the rules as they are.

DACCORD and RTE3-fr (pairs of sentences): is a difference found where gold has a contradiction? Every pair
is a story of two articles; nothing is fitted. ECB+ dev: mentions of events are one where their propositions
are grouped; scored on given mentions within a topic. NewsWCL50 is stored without its articles, so the
sentences that are kept around an article's mentions stand for it.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from recoupe.engine.tools import LocalTools, chosen
from recoupe.lang.differing import ground_of
from recoupe.lang.laying import lay_out
from recoupe.records import Article, Dossier, Record, Story
from recoupe.settings import Settings
from recoupe.stages.annotate import annotate
from recoupe.stages.attribute import attribute
from recoupe.stages.claims import THRESHOLD
from recoupe.stages.dates import date_expressions
from recoupe.text.matching.clusters import average_link
from recoupe.text.matching.differences import differences
from recoupe.text.matching.evidence import open_ledger
from recoupe.text.matching.table import Table, compared, scores
from tests.dossiers import paper
from tests.eval.measures import EVAL
from tests.gold import article_of

FOLDER = EVAL / "public"
PAIRS = {
    "daccord": ("daccord/dev.tsv", "1"),
    "rte3-fr": ("rte3-fr/dev.tsv", "2"),
}  # the label that contradicts


def story(tools: LocalTools, key: str, texts: Sequence[Sequence[str]], language: str) -> Dossier:
    """Articles of given sentences, read by the stages that need no other article."""
    made: dict[str, list[Record]] = defaultdict(list)
    for k, sentences in enumerate(texts):
        article = article_of(paper(f"{key}-{k}", list(sentences), lang=language))
        _read(tools, article, made)
    parts: dict[str, Any] = {name: tuple(some) for name, some in made.items()}
    empty: dict[str, Any] = dict.fromkeys(("mentions", "clusters", "chains", "entities", "derivations"), ())
    ids = tuple(a.id for a in parts["articles"])
    whole = Story(id=f"story-{key}", headline=key, article_ids=ids)
    return Dossier(story=whole, **{"timexes": (), "statements": (), **parts, **empty})


def _read(tools: LocalTools, article: Article, made: dict[str, list[Record]]) -> None:
    pack = tools.pack(article.language)
    read = annotate(article, tagger=tools.tagger(article.language), embedder=tools.embedder)
    dated = date_expressions(article, read.annotations, pack=pack)
    made["articles"].append(article)
    made["annotations"].append(read.annotations)
    made["vectors"].append(read.vectors)
    made["datings"].append(dated.dating)
    made["timexes"] += dated.timexes
    made["statements"] += attribute(article, read.annotations, read.mentions, pack=pack)


# --- contradictions ----------------------------------------------------------------------------------


def contradictions(tools: LocalTools, name: str) -> Iterator[str]:
    """Precision, recall and the likelihood ratio, beside saying yes to everything."""
    path, label = PAIRS[name]
    with (FOLDER / path).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t"))
    seen: Counter[tuple[bool, bool]] = Counter()
    for row in rows:
        dossier = story(tools, row["id"], [[row["premise"]], [row["hypothesis"]]], "fr")
        table = lay_out(dossier, packs=tools.packs, embed=tools.embedder.embed)
        found = differences(ground_of(open_ledger(dossier), (), table, packs=tools.packs))
        seen[row["label"] == label, any(d.relation == "contradiction" for d in found)] += 1
    tp, fn, fp, tn = seen[True, True], seen[True, False], seen[False, True], seen[False, False]
    yield f"{name}: {len(rows)} pairs, {tp + fn} contradict"
    yield f"  precision {_ratio(tp, tp + fp):.3f}  recall {_ratio(tp, tp + fn):.3f}  said {tp + fp}"
    likelier = _ratio(_ratio(tp, tp + fn), _ratio(fp, fp + tn))
    yield f"  likelihood ratio {likelier:.2f}  MCC {_mcc(tp, fn, fp, tn):.3f}"
    yield f"  always yes: precision {_ratio(tp + fn, len(rows)):.3f}  recall 1  likelihood ratio 1  MCC 0"


def _mcc(tp: int, fn: int, fp: int, tn: int) -> float:
    """Matthews correlation: 0 for saying the same to everything."""
    return _ratio(tp * tn - fp * fn, math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))


# --- mentions of one event ---------------------------------------------------------------------------


def ecbplus(tools: LocalTools) -> Iterator[str]:
    """Topic by topic: all its articles are one story."""
    words: dict[tuple[str, int], list[str]] = defaultdict(list)
    at: dict[tuple[str, int, int], int] = {}
    for line in (FOLDER / "ecbplus/ECB_Dev_corpus.txt").read_text("utf-8").splitlines():
        if line.strip():
            document, sentence, token, word = line.split("\t")[:4]
            at[document, int(sentence), int(token)] = len(words[document, int(sentence)])
            words[document, int(sentence)].append(word)
    gold = json.loads((FOLDER / "ecbplus/ECB_Dev_Event_gold_mentions.json").read_text("utf-8"))
    topics: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for mention in gold:
        topics[mention["doc_id"].partition("_")[0]].append(mention)
    labels: list[tuple[str, str, str]] = []
    for topic, mentions in sorted(topics.items()):
        documents = sorted({m["doc_id"] for m in mentions})
        sentences = {d: sorted(n for e, n in words if e == d) for d in documents}
        texts = [[" ".join(words[d, n]) for n in sentences[d]] for d in documents]
        dossier = story(tools, f"ecb-{topic}", texts, "en")
        places = [
            (
                documents.index(m["doc_id"]),
                sentences[m["doc_id"]].index(m["sent_id"]),
                at[m["doc_id"], m["sent_id"], m["tokens_number"][0]],
            )
            for m in mentions
        ]
        found = _groups(tools, dossier, texts, places)
        labels += [(topic, m["coref_chain"], f) for m, f in zip(mentions, found, strict=True)]
    yield from _coreference("ecbplus dev", labels)


def newswcl50(tools: LocalTools) -> Iterator[str]:
    """Topic by topic: the sentences that hold an article's mentions are the article."""
    gold = json.loads((FOLDER / "newswcl50/event_mentions.json").read_text("utf-8"))
    topics: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for mention in gold:
        topics[str(mention["topic_id"])].append(mention)
    labels: list[tuple[str, str, str]] = []
    for topic, mentions in sorted(topics.items()):
        documents = sorted({m["doc_id"] for m in mentions})
        said = [_around(m) for m in mentions]
        texts = [
            list(dict.fromkeys(t for m, (t, _) in zip(mentions, said, strict=True) if m["doc_id"] == d))
            for d in documents
        ]
        places = [
            (k := documents.index(m["doc_id"]), texts[k].index(text), word)
            for m, (text, word) in zip(mentions, said, strict=True)
        ]
        dossier = story(tools, f"wcl-{topic}", texts, "en")
        found = _groups(tools, dossier, texts, places)
        labels += [(topic, m["coref_chain"], f) for m, f in zip(mentions, found, strict=True)]
    yield from _coreference("newswcl50", labels)


def _around(mention: Mapping[str, Any]) -> tuple[str, int]:
    """The sentence that holds a mention, as far as its context goes, and the mention's first word in it."""
    context = [w.strip() or "." for w in mention["mention_context"]]
    wanted = mention["tokens_str"].split() if "tokens_str" in mention else [mention["mention_head"]]
    middle = len(context) // 2
    near = [k for k, w in enumerate(context) if w == wanted[0]] or [middle]
    start = min(near, key=lambda k: abs(k - middle))
    ends = [k for k, w in enumerate(context) if w in {".", "!", "?"}]
    first = max((k + 1 for k in ends if k < start), default=0)
    last = min((k + 1 for k in ends if k >= start), default=len(context))
    return " ".join(context[first:last]), start - first


def _groups(
    tools: LocalTools,
    dossier: Dossier,
    texts: Sequence[Sequence[str]],
    places: Sequence[tuple[int, int, int]],
) -> list[str]:
    """For each mention the group of the proposition that holds it; one of its own where none does."""
    table = lay_out(dossier, packs=tools.packs, embed=tools.embedder.embed)
    met = compared(table, range(len(table.flat)))
    found = average_link(len(table.flat), scores(table), THRESHOLD, met)
    group = {k: n for n, some in enumerate(found) for k in some}
    order = {a.id: k for k, a in enumerate(dossier.articles)}
    article = [order[view.article.id] for view in table.seen]
    out = []
    for n, (document, sentence, word) in enumerate(places):
        before = sum(len(s) + 2 for s in texts[document][:sentence])
        start = before + sum(len(w) + 1 for w in texts[document][sentence].split(" ")[:word])
        k = _holding(table, article.index(document), start)
        out.append(f"alone-{n}" if k is None else str(group[k]))
    return out


def _holding(table: Table, article: int, at: int) -> int | None:
    first = table.firsts[article]
    pieces = table.sides[article].pieces
    return next((first + k for k, p in enumerate(pieces) if p.start <= at < p.end), None)


def _coreference(name: str, labels: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Pairs of mentions within a topic, and B3; « alone » stands for keeping every mention apart."""
    right = said = true = 0
    topics: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for topic, gold, found in labels:
        topics[topic].append((gold, found))
    for some in topics.values():
        for (g, f), (h, e) in combinations(some, 2):
            right += g == h and f == e
            said += f == e
            true += g == h
    precision, recall = _ratio(right, said), _ratio(right, true)
    yield f"{name}: {len(labels)} given mentions, {len({(t, g) for t, g, _ in labels})} chains"
    yield f"  pairs: precision {precision:.3f}  recall {recall:.3f}  F1 {_f1(precision, recall):.3f}"
    found_b3, alone = _b3(labels), _b3([(t, g, str(k)) for k, (t, g, _) in enumerate(labels)])
    yield f"  B3 {found_b3:.3f}  (every mention alone: {alone:.3f})"


def _b3(labels: Iterable[tuple[str, str, str]]) -> float:
    items = list(labels)
    gold, found = Counter((t, g) for t, g, _ in items), Counter((t, f) for t, _, f in items)
    both = Counter(items)
    precision = _ratio(sum(both[x] / found[x[0], x[2]] for x in items), len(items))
    recall = _ratio(sum(both[x] / gold[x[0], x[1]] for x in items), len(items))
    return _f1(precision, recall)


def _f1(precision: float, recall: float) -> float:
    return _ratio(2 * precision * recall, precision + recall)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def main() -> int:
    """Print the figures of every set, or of those named; exit status 1 where the folder is missing."""
    sets = (*PAIRS, "ecbplus", "newswcl50")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "sets", nargs="*", metavar="SET", help=f"of {', '.join(sets)}; all when none is named"
    )
    options = parser.parse_args()
    if not Path(FOLDER).exists():
        sys.stdout.write(f"skipped: {FOLDER} is not here\n")
        return 1
    tools = LocalTools(chosen(Settings()))
    for name in options.sets or sets:
        made = {"ecbplus": ecbplus, "newswcl50": newswcl50}
        lines = made[name](tools) if name in made else contradictions(tools, name)
        for line in lines:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
