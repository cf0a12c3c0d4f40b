"""What a denial may answer: what somebody else says, just before it or in another article.

A denial is looked at whole, as one sentence of one statement has it; so is what it may answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from recoupe.records import Statement
from recoupe.text.matching.forms import weight_of
from recoupe.text.matching.ground import Candidate, Difference, Ground, Spot, Turn
from recoupe.text.matching.nearness import Best
from recoupe.text.matching.pieces import STEM, Piece
from recoupe.text.matching.propositions import WORD
from recoupe.text.matching.signs import negates, weight_of_terms
from recoupe.text.matching.views import inside
from recoupe.text.similarity import fold

REACH = 4  # sentences back in which the voice before it is looked for
ALIKE = 0.5  # cosine from which two places tell of one thing, where no word denies and none is shared
BEST = 6  # candidates of a denial that are looked at for their likeness alone
SHARED = 0.3  # share of the terms of one that the other has from which both may tell of one thing
HEAVY = 12.0  # weight of shared terms from which more say no more: three or four rare words
DIGITS = 5  # of a likeness: the last ones hang on what else was multiplied, and told twice is alike twice
VERSION = 3  # words that « cette version », « ces accusations » hold


class Said(msgspec.Struct, frozen=True):
    """What one statement says in one sentence.

    Attributes:
        places: Places of its propositions among those of its article.
        core: Words of its propositions, see `Piece.core`.
        content: Those of them that deny nothing, sorted.
        weight: Weight of `content` in the story.
        terms: What it names, and beginnings of its content words that deny nothing.
        terms_weight: Weight of `terms` in the story.
        names: What it names.
        denied: Its statement is a denial.
        negated: It holds a word like « aucun ».
        cued: The word that reports it denies (« dément »).
        named: What its sentence names.
        opining: It tells what somebody thinks of another.
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
    terms: frozenset[str]
    terms_weight: float
    names: frozenset[str]
    denied: bool
    negated: bool
    cued: bool
    replying: bool
    opining: bool
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
    named = inside(view.mentions, (sentence.start, sentence.end))
    core = frozenset(w for _, _, p in some for w in p.core)
    content = sorted(w for w in core if w[:STEM] not in ground.denying)
    terms = frozenset(t for _, _, p in some for t in p.bare | p.names) - ground.denying
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
        terms=terms,
        terms_weight=weight_of_terms(ground, terms),
        names=frozenset(n for _, _, p in some for n in p.names),
        denied=first.statement.modality == "denied",
        negated=any(negates(ground, p) for _, _, p in some),
        cued=bool(stems & ground.denying),
        replying=bool(stems & ground.replying),
        opining=bool(acts & ground.opining),
        refusing=bool(acts & ground.refusing),
        agreeing=bool(acts & ground.agreeing),
        named=frozenset(view.names[m.id] for m in named if m.id in view.names),
        n_words=sum(len(WORD.findall(p.text)) for _, _, p in some),
    )


def _answered(
    ground: Ground, denial: Said, others: Sequence[Said], carried: Mapping[str, int]
) -> Iterator[Candidate]:
    before = _before(denial, [q for q in others if q.article == denial.article])
    found = sorted(_compared(ground, denial, others), key=lambda x: -round(_likeness(x[1]), DIGITS))
    for rank, (q, best) in enumerate(found):
        words = weight_of(ground, denial.content, q.core)
        if _is_beside(denial, q, words):
            continue
        common = weight_of_terms(ground, denial.terms & q.terms)
        is_before = any(q is b for b in before)
        about = is_before or words > 0 or best.meaning >= ALIKE
        if about or rank < BEST or _part(common, min(denial.terms_weight, q.terms_weight)) >= SHARED:
            signs = _signs(denial, q, best, words, common)
            signs["behind"] = _likeness(best) - _likeness(found[0][1])
            signs["carried"] = float(max((carried[c] for c in q.claims), default=1))
            signs["reply_before"] = float(is_before and denial.replying)
            yield _candidate(ground, denial, q, signs)


def _is_beside(denial: Said, q: Said, words: float) -> bool:
    """« Je ne le considère pas comme un tricheur » answers none who shares but a name with it."""
    answers = denial.cued or denial.replying or q.article == denial.article
    return denial.opining and not answers and not words and not (denial.terms & q.terms) - denial.names


def _likeness(best: Best) -> float:
    return best.meaning + (best.of_a + best.of_b) / 2 + best.sentences / 2


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


def _compared(ground: Ground, denial: Said, others: Sequence[Said]) -> Iterator[tuple[Said, Best]]:
    """Each thing said in its article and elsewhere that a denial may answer, with how alike they are."""
    some = [q for q in others if _may_answer(denial, q)]
    near = ground.near.best((denial.article, denial.places), [(q.article, q.places) for q in some])
    return zip(some, near, strict=True)


def _may_answer(denial: Said, q: Said) -> bool:
    if q.denied or q.cued or q.statement.id == denial.statement.id:
        return False
    if not denial.cued and q.speaker == denial.speaker and denial.speaker is not None:
        return False  # who says « pas » denies nothing of his own
    if not (denial.denied or denial.cued) and (q.negated or q.speaker == denial.speaker):
        return False
    # « rejette l'offre » denies nothing that is so, « rejette cette version » does
    return not denial.refusing or q.agreeing or denial.n_words <= VERSION


def _signs(denial: Said, q: Said, best: Best, words: float, common: float) -> dict[str, float]:
    """What speaks for it, with the weight of the words and terms that both have."""
    apart = denial.speaker is not None and q.speaker is not None and denial.speaker != q.speaker
    same = q.article == denial.article
    return {
        "terms": min(common, HEAVY),
        "terms_held": _part(common, min(denial.terms_weight, q.terms_weight)),
        "terms_other": apart * _part(common, denial.terms_weight),
        "words_other": apart * _part(words, denial.weight),
        "meaning_other": apart * best.meaning,
        "denied": float(denial.denied),
        "conditional": float(q.statement.modality == "conditional"),
        "after": float(same and q.sentence > denial.sentence),
        "next_to": float(same and denial.sentence - q.sentence in {0, 1}),
    }


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 0.0


def _candidate(ground: Ground, denial: Said, q: Said, signs: dict[str, float]) -> Candidate:
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
