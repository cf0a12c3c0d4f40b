"""What a denial answers: what its article says just before, or what another puts in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recoupe.text.matching.ground import Difference, Ground, Keyed, Spot, spot_of
from recoupe.text.matching.pairing import FEATURES, MODEL, features
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.matching.propositions import WORD
from recoupe.text.matching.table import pairing_of
from recoupe.text.matching.trees import chances, read_trees
from recoupe.text.similarity import fold
from recoupe.text.spans import Range

NEAR = 2  # sentences back to which a denial answers
SUBJECT = 2.5  # weight of shared rare words that make one subject: a word of two or three of its sentences
LONG = 7  # letters from which two forms of one word may part in the last (« signalé », « signalement »)
UNTAGGED = 2  # shared words asked where no tags tell what is denied from where and when
LIKELY = 0.3  # chance from which one shared word is enough
UNSURE = ("conditional", "possible")


def denials(ground: Ground) -> Iterator[Keyed]:
    """Each denial by somebody with what it answers in its article, and best in another."""
    done: set[str] = set()
    for i in range(len(ground.table.seen)):
        for claim_id, k, p in ground.pieces(i):
            if p.statement.modality != "denied" or p.speaker is None or p.statement.id in done:
                continue
            said = _span(ground, p)
            before, elsewhere = _before(ground, i, p), _elsewhere(ground, i, k)
            if elsewhere is not None or before is not None:
                done.add(p.statement.id)
            for answered in (before, elsewhere):
                if answered is not None:
                    key = ("polarity", p.speaker, answered.claim_id)
                    yield key, Difference(answered, Spot(claim_id, i, *said), "polarity", f"denied: {p.text}")


def _span(ground: Ground, p: Piece) -> Range:
    """The denial's words within its sentence."""
    sentence = ground.table.seen[p.article].annotations.sentences[p.sentence]
    return max(p.statement.start, sentence.start), min(p.statement.end, sentence.end)


def _before(ground: Ground, article: int, denial: Piece) -> Spot | None:
    """What another voice says just before (« X aurait été payé. Le maire dément. »)."""
    mine = [
        (c, p)
        for c, _, p in ground.pieces(article)
        if 1 <= denial.sentence - p.sentence <= NEAR
        and p.speaker != denial.speaker
        and p.statement.modality not in {"denied", "planned"}
        and p.statement.zone == denial.statement.zone
    ]
    if not mine:
        return None
    last = max(p.sentence for _, p in mine)
    held = [(c, p) for c, p in mine if p.sentence == last]
    vouched = any(p.statement.source_kind != "outlet" or p.statement.modality in UNSURE for _, p in held)
    if not vouched and not _says_no(ground, denial):
        return None
    if not _answers(ground, denial, [p for _, p in held]):
        return None
    return Spot(held[0][0], article, min(p.start for _, p in held), max(p.end for _, p in held))


def _answers(ground: Ground, denial: Piece, held: Sequence[Piece]) -> bool:
    """« dément » alone answers what stands before it; « dément toute fuite » answers what tells of a leak."""
    denied = [w for w in denial.core if w[:STEM] not in ground.denying]
    return not denied or any(are_forms(w, x) for w in denied for p in held for x in p.core)


def _says_no(ground: Ground, denial: Piece) -> bool:
    """« Le groupe dément : … »: does the sentence, or the cue, hold a word that denies?"""
    view = ground.table.seen[denial.article]
    sentence = view.annotations.sentences[denial.sentence]
    said = view.article.text[sentence.start : sentence.end]
    if denial.statement.cue is not None:
        said += " " + denial.statement.cue.text
    return any(fold(w)[:STEM] in ground.denying for w in WORD.findall(said))


def _elsewhere(ground: Ground, article: int, k: int) -> Spot | None:
    denial = ground.table.sides[article].pieces[k]
    if any(w[:STEM] in ground.denying for w in denial.core):
        return None  # « le maire dément »: what is denied stands elsewhere
    best: tuple[float, Spot] | None = None
    met = [pair for pair in ground.table.partners if article in pair]
    for other in (i if j == article else j for i, j in met):
        pieces = ground.pieces(other)
        near = None
        for c, m, q in pieces:
            if q.statement.modality in {"denied", "planned"} or q.speaker == denial.speaker:
                continue
            if not (weight := _shared(ground, denial, q)):
                continue
            near = _row(ground, article, other, k) if near is None else near
            enough = weight >= SUBJECT or near[m] >= LIKELY
            if enough and (best is None or weight + near[m] > best[0]):
                best = (weight + near[m], spot_of(c, q))
    return best[1] if best else None


def _row(ground: Ground, article: int, other: int, k: int) -> list[float]:
    i, j = min(article, other), max(article, other)
    table = features(pairing_of(ground.table, i, j))
    row = chances(read_trees(MODEL), FEATURES, table[k] if i == article else table[:, k])
    return [float(v) for v in row]


def _shared(ground: Ground, denial: Piece, q: Piece) -> float:
    """Weight of the words that what is denied and what is said have in common; 0 for too few."""
    if denial.language != q.language:
        return 0.0
    shared = [w for w in sorted(denial.core) if any(are_forms(w, x) for x in q.core)]
    if denial.says is None and len(shared) < UNTAGGED:
        return 0.0
    return sum(ground.table.rarity.get(w[:STEM], 0.0) for w in shared)


def are_forms(a: str, b: str) -> bool:
    """« signale » and « signalement », never « deroute » and « deroulee »."""
    short = min(len(a), len(b))
    least = short - (short >= LONG)
    return a == b or (short >= STEM - 1 and a[:least] == b[:least])
