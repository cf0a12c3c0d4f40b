"""What a denial may answer: what somebody else says, just before it or in another article.

A denial is looked at whole, as one sentence of one statement has it; so is what it may answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from recoupe.records import Statement
from recoupe.text.matching.forms import MUCH, weight_of
from recoupe.text.matching.ground import Candidate, Difference, Ground, Spot, Turn
from recoupe.text.matching.nearness import Best
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.matching.propositions import WORD
from recoupe.text.matching.views import inside
from recoupe.text.similarity import fold

REACH = 4  # sentences back in which the voice before it is looked for
ALIKE = 0.5  # cosine from which two places tell of one thing, where no word denies and none is shared
BEST = 6  # candidates of a denial that are looked at for their likeness alone
SUBJECT = 0.2  # cosine with what stands before a denial from which a place elsewhere tells of the same
MOST = 12.0  # the same for words that are denied and not found: four or five of a sentence
VERSION = 3  # words that « cette version », « ces accusations » hold
UNSURE = ("conditional", "possible")


class Said(msgspec.Struct, frozen=True):
    """What one statement says in one sentence.

    Attributes:
        places: Places of its propositions among those of its article.
        core: Words of its propositions, see `Piece.core`.
        content: Those of them that deny nothing, sorted.
        weight: Weight of `content` in the story.
        denied: Its statement is a denial.
        negated: It holds a word like « aucun ».
        cued: The word that reports it denies (« dément »).
        named: What its sentence names.
        refusing, agreeing: It tells what somebody does not want, or wants: no word of what is so.
    """

    article: int
    sentence: int
    start: int
    end: int
    statement: Statement
    speaker: str | None
    language: str
    places: list[int]
    claims: frozenset[str]
    core: frozenset[str]
    content: list[str]
    weight: float
    denied: bool
    negated: bool
    cued: bool
    replying: bool
    refusing: bool
    agreeing: bool
    named: frozenset[str]
    n_words: int

    @property
    def is_denial(self) -> bool:
        """Does it deny, or say no?"""
        return self.denied or self.cued or self.negated

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return Spot(min(self.claims, default=""), self.article, self.start, self.end)


def denials(ground: Ground) -> Iterator[Candidate]:
    """Each denial with what it may answer."""
    said = [_said(ground, k) for k in range(len(ground.table.seen))]
    carried = Counter(claim for some in said for claim in {c for s in some for c in s.claims})
    met: dict[int, set[int]] = {}
    for i, j in ground.table.partners:
        met.setdefault(i, set()).add(j)
        met.setdefault(j, set()).add(i)
    for i, some in enumerate(said):
        for denial in some:
            if denial.is_denial:
                others = [q for j in (i, *sorted(met.get(i, ()))) for q in said[j]]
                yield from _answered(ground, denial, others, carried)


def _said(ground: Ground, article: int) -> list[Said]:
    groups: dict[tuple[str, int], list[tuple[str, int, Piece]]] = {}
    for held in ground.pieces(article):
        if held[2].statement.zone not in {"heading", "faq"}:
            groups.setdefault((held[2].statement.id, held[2].sentence), []).append(held)
    made = [_put_together(ground, article, some) for some in groups.values()]
    return sorted(made, key=lambda s: (s.start, s.end))


def _put_together(ground: Ground, article: int, some: Sequence[tuple[str, int, Piece]]) -> Said:
    first = some[0][2]
    view = ground.table.seen[article]
    sentence = view.annotations.sentences[first.sentence]
    words = {fold(w) for _, _, p in some for w in WORD.findall(p.text)}
    cue = first.statement.cue
    stems = {fold(w)[:STEM] for w in WORD.findall(cue.text)} if cue else set()
    acts = stems | {w[:STEM] for w in words}
    core = frozenset(w for _, _, p in some for w in p.core)
    content = sorted(w for w in core if w[:STEM] not in ground.denying)
    named = inside(view.mentions, (sentence.start, sentence.end))
    return Said(
        article=article,
        sentence=first.sentence,
        start=min(p.start for _, _, p in some),
        end=max(p.end for _, _, p in some),
        statement=first.statement,
        speaker=first.speaker,
        language=first.language,
        places=[k for _, k, _ in some],
        claims=frozenset(c for c, _, _ in some if c),
        core=core,
        content=content,
        weight=weight_of(ground, content, content),
        denied=first.statement.modality == "denied",
        negated=bool(words & ground.negating.get(first.language, frozenset())),
        cued=bool(stems & ground.denying),
        replying=bool(stems & ground.replying),
        refusing=bool(acts & ground.refusing),
        agreeing=bool(acts & ground.agreeing),
        named=frozenset(view.names[m.id] for m in named if m.id in view.names),
        n_words=sum(len(WORD.findall(p.text)) for _, _, p in some),
    )


def _answered(
    ground: Ground, denial: Said, others: Sequence[Said], carried: Mapping[str, int]
) -> Iterator[Candidate]:
    before = _before(denial, [q for q in others if q.article == denial.article])
    found = sorted(_compared(ground, denial, others, before), key=lambda x: -x[1]["likeness"])
    seen: set[int] = set()
    top = found[0][1]["likeness"] if found else 0.0
    for rank, (q, signs) in enumerate(found):
        signs["best"] = float(rank == 0)
        signs["behind"] = signs.pop("likeness") - top
        signs["best_there"] = float(q.article not in seen)
        signs["carried"] = float(max((carried[c] for c in q.claims), default=1))
        seen.add(q.article)
        about = signs["words"] > 0 or signs["before"] or signs["meaning"] >= ALIKE
        if _is_beside(signs):
            continue
        if about or (denial.cued and (rank < BEST or signs["about"] >= SUBJECT)):
            yield _candidate(ground, denial, q, signs)


def _is_beside(signs: Mapping[str, float]) -> bool:
    """« Je ne le tiens pas pour un tricheur » answers nothing in another article that shares no word with it.

    Only a verb that denies or replies says that it answers what it does not repeat.
    """
    answers = signs["cued"] or signs["replying"] or signs["same_article"]
    return not answers and not signs["words"] and signs["unanswered"] > 0


def _before(denial: Said, some: Sequence[Said]) -> list[Said]:
    """What other voices say last before a denial, in one sentence."""
    told = [
        q
        for q in some
        if (q.sentence, q.start) < (denial.sentence, denial.start)
        and denial.sentence - q.sentence <= REACH
        and q.speaker != denial.speaker
        and not q.denied
    ]
    last = max((q.sentence for q in told), default=-1)
    return [q for q in told if q.sentence == last]


def _compared(
    ground: Ground, denial: Said, others: Sequence[Said], before: Sequence[Said]
) -> Iterator[tuple[Said, dict[str, float]]]:
    """Each thing said in its article and elsewhere with what speaks for its being answered."""
    there = [(q.article, q.places) for q in others]
    near = ground.near.best((denial.article, denial.places), there)
    context = [k for b in before for k in b.places]
    around = ground.near.best((denial.article, context), there) if context else None
    for k, (q, best) in enumerate(zip(others, near, strict=True)):
        if q.denied or q.cued or q.statement.id == denial.statement.id:
            continue
        if not denial.cued and q.speaker == denial.speaker and denial.speaker is not None:
            continue  # who says « pas » denies nothing of his own
        if not (denial.denied or denial.cued) and (q.negated or q.speaker == denial.speaker):
            continue
        if denial.refusing and not q.agreeing and denial.n_words > VERSION:
            continue  # « rejette l'offre » denies nothing that is so, « rejette cette version » does
        is_before = any(q is b for b in before)
        about = 1.0 if is_before else around[k].meaning if around is not None else 0.0
        yield q, {"about": about, "before": float(is_before), **_signs(ground, denial, q, best)}


def _signs(ground: Ground, denial: Said, q: Said, best: Best) -> dict[str, float]:
    cos, of_a, of_b, sentences = best
    words = weight_of(ground, denial.content, q.core)
    whole = denial.weight
    apart = denial.speaker is not None and q.speaker is not None and denial.speaker != q.speaker
    vouched = q.statement.source_kind != "outlet" or q.statement.modality in UNSURE
    same = q.article == denial.article
    back = denial.sentence - q.sentence if same else REACH
    share = words / whole if whole else 0.0
    return {
        "likeness": cos + (of_a + of_b) / 2 + sentences / 2,
        "same_article": float(same),
        "next_to": float(same and back in {0, 1}),
        "after": float(same and back < 0),
        "meaning": cos,
        "held": of_a,
        "holds": of_b,
        "sentences": sentences,
        "words": min(words, MUCH),
        "word_share": share,
        "word_meaning": share * cos,
        "unanswered": min(whole - words, MOST),
        "other_voice": float(apart),
        "same_voice": float(denial.speaker is not None and denial.speaker == q.speaker),
        "held_by_other": of_a * apart,
        "denier_named": float(denial.speaker in q.named if denial.speaker else 0),
        "denied": float(denial.denied),
        "cued": float(denial.cued),
        "negated": float(denial.negated),
        "replying": float(denial.replying),
        "voice": float(denial.speaker is not None),
        "conditional": float(q.statement.modality == "conditional"),
        "planned": float(q.statement.modality == "planned"),
        "vouched": float(vouched),
    }


def _candidate(ground: Ground, denial: Said, q: Said, signs: dict[str, float]) -> Candidate:
    before = signs["before"]
    signs["reply_before"] = before * denial.replying
    signs["denied_before"] = before * (denial.denied or denial.cued)
    signs["vouched_before"] = before * signs["vouched"]
    view = ground.table.seen[denial.article]
    a, b = (q, denial) if (q.article, q.start) <= (denial.article, denial.start) else (denial, q)
    two_acts = denial.refusing and q.agreeing  # one says yes, another no: or the same to something else
    turn: Turn = "object" if denial.speaker in q.named else "actor"
    why = f"denied: {view.article.text[denial.start : denial.end]}"
    return Candidate(
        Difference(
            a.spot,
            b.spot,
            "polarity",
            why,
            "apparent" if two_acts else "contradiction",
            turn if two_acts else None,
        ),
        signs,
        frozenset(
            ("polarity", x, y)
            for x in (denial.claims or {denial.statement.id})
            for y in (q.claims or {q.statement.id})
        )
        | {("polarity", denial.statement.id, str(q.article))},
        denial.statement.id,
    )
