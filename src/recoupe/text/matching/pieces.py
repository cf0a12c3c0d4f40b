"""Propositions of an article with what two of them are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from recoupe.records import Statement, Tokens
from recoupe.text.matching.propositions import RELATIVES, WORD, has_predicate, is_tagged, split
from recoupe.text.matching.views import View, inside, sentence_at, tokens_inside
from recoupe.text.quantities import Counting, Quantity, quantities
from recoupe.text.similarity import fold
from recoupe.text.spans import Range

DAY = 10  # letters of an ISO day
STEM = 5  # letters of a folded word that inflections and many cognates share (« ferme », « fermeture »)

ARGUMENTS = ("nsubj", "obj", "dobj", "xcomp", "obl:arg", "attr", "acomp")
TAKEN_AS_KNOWN = (
    "Definite=",
    "PronType=",
    "Poss=",
)  # articles and the like: « les autorités », not « aucun signal »
SHORT = 3  # letters up to which a word is taken for a stop word where a language has no list


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One proposition of one article.

    Attributes:
        article: Index of its article in the story.
        sentence: Index of its sentence in the article.
        at: Where its middle stands in the sentence, 0 to 1.
        terms: Folded beginnings of its content words, and what it names: a name is one term however long.
        bare: Those of `terms` that stand outside names and dates.
        names: Keys of what it mentions by name or by a word resolved to one.
        days: ISO days of its dates of a day's grain.
        times: First and last day, as ordinals, of every date at which it says that something happens.
        counts: Those of `figures` that stand in no date.
        core: Folded words that make up what it says of its subject: verb, objects, what is passively done,
            subjects that only « aucun » and the like bring in; all its words where untagged.
        says: 3 where it has a subject and a finite verb outside relative clauses, 2 a finite verb alone, 1 a
            participle, 0 no verb, None where untagged.
        speaker: Key of the chain's first hop, None for the outlet or an unnamed source.
        clause: Range of the clause that it is a fragment of, None for one looked at by itself.
        tells: False for what only frames words told elsewhere (« a détaillé la maire »): it may match, but
            claims nothing.
    """

    article: int
    start: int
    end: int
    sentence: int
    at: float
    text: str
    language: str
    statement: Statement
    terms: frozenset[str]
    bare: frozenset[str]
    names: frozenset[str]
    figures: tuple[Quantity, ...]
    days: frozenset[str]
    times: tuple[tuple[int, int], ...]
    counts: tuple[Quantity, ...]
    core: frozenset[str]
    says: int | None
    speaker: str | None
    clause: Range | None = None
    tells: bool = True

    @property
    def values(self) -> frozenset[float]:
        """Values of its figures."""
        return frozenset(q.value for q in self.figures)


def pieces(
    view: View,
    article: int,
    counting: Counting,
    speakers: Mapping[str, str],
    hinging: frozenset[str] = frozenset(),
) -> list[Piece]:
    """Cut an article's statements into propositions; where statements nest, the innermost owns the words.

    Crossheads (zone `heading`) and refusals to comment give none, nor do an outlet's questions.

    Args:
        view: The article.
        article: Its index in the story.
        counting: Words of its language.
        speakers: Key of who said it, by statement id.
        hinging: Lemmas that make a clause a mere condition or aim of another.

    Returns:
        Pieces in text order, none overlapping another.
    """
    out = []
    tokens = view.annotations.tokens
    cues = [(s.cue.start, s.cue.end) for s in view.statements if s.cue is not None]
    for statement, within in _owned(view):
        if statement.report_type == "none" and _is_asked(view, within):
            continue
        is_whole = _is_whole(view, statement, within)
        counts = quantities(view.article.text[within[0] : within[1]], counting)
        whole = [(within[0] + q.start, within[0] + q.end) for q in counts]
        for found in split(view.article.text, within, tokens, hinging, whole):
            clause = found[0][0], found[-1][1]
            tells = (is_whole and _names_something(view, clause)) or has_predicate(tokens, clause, cues)
            made = [piece_at(view, article, statement, x, counting, speakers) for x in found]
            out += [msgspec.structs.replace(p, clause=clause, tells=tells) for p in made]
    return sorted(out, key=lambda p: (p.start, p.end))


def _is_whole(view: View, statement: Statement, within: Range) -> bool:
    """Is a range all that its statement says in that sentence?"""
    sentence = view.annotations.sentences[sentence_at(view.annotations, within[0])]
    whole = max(statement.start, sentence.start), min(statement.end, sentence.end)
    return not view.article.text[whole[0] : within[0]].strip() and not (
        view.article.text[within[1] : whole[1]].strip()
    )


def _names_something(view: View, within: Range) -> bool:
    """« un déficit », but not « très positive »; untagged words always may."""
    tokens = view.annotations.tokens
    found = tokens_inside(view.annotations, within)
    return any(tokens.pos[k] in {"NOUN", "PROPN", "VERB", "NUM", "X"} for k in found)


def _is_asked(view: View, within: Range) -> bool:
    """Does a range end in a question mark? What an outlet asks it does not claim."""
    return view.article.text[within[0] : within[1] + 2].rstrip(' »”"\n').endswith("?")


def _owned(view: View) -> Iterator[tuple[Statement, Range]]:
    """The ranges that each statement alone speaks for, cut at sentence ends."""
    taken: list[Range] = []
    for s in sorted(view.statements, key=lambda s: (s.end - s.start, s.start, s.id)):
        free = _subtract((s.start, s.end), taken)
        taken.extend(free)
        if s.zone == "heading" or s.no_comment:
            continue
        for start, end in free:
            for sentence in inside(view.annotations.sentences, (start, end)):
                yield s, (max(start, sentence.start), min(end, sentence.end))


def _subtract(whole: Range, taken: list[Range]) -> list[Range]:
    free = [whole]
    for a, b in taken:
        free = (
            [(x, y) for s, e in free for x, y in ((s, min(e, a)), (max(s, b), e)) if x < y]
            if any(a < e and s < b for s, e in free)
            else free
        )
    return free


def piece_at(
    view: View,
    article: int,
    statement: Statement,
    within: Range,
    counting: Counting,
    speakers: Mapping[str, str],
) -> Piece:
    """The piece that a range of one sentence makes; see `pieces`."""
    text = view.article.text[within[0] : within[1]]
    n = sentence_at(view.annotations, within[0])
    sentence = view.annotations.sentences[n]
    figures = tuple(quantities(text, counting))
    dates = [(t.start, t.end) for t in inside(view.timexes, within) if t.type in {"DATE", "TIME"}]
    names = frozenset(view.names[m.id] for m in inside(view.mentions, within) if m.id in view.names)
    return Piece(
        article=article,
        start=within[0],
        end=within[1],
        sentence=n,
        at=((within[0] + within[1]) / 2 - sentence.start) / (sentence.end - sentence.start),
        text=text,
        language=view.article.language,
        statement=statement,
        terms=terms(_bare(view, within, dates=True), counting.skipped) | names,
        bare=terms(_bare(view, within), counting.skipped),
        names=names,
        figures=figures,
        counts=tuple(
            q for q in figures if not any(_is_part(q.start + within[0], q.end + within[0], x) for x in dates)
        ),
        core=_core(view, within, counting.skipped),
        days=frozenset(
            t.earliest for t in inside(view.timexes, within) if t.earliest and t.earliest == t.latest
        ),
        times=tuple(
            (date.fromisoformat(t.earliest[:DAY]).toordinal(), date.fromisoformat(t.latest[:DAY]).toordinal())
            for t in inside(view.timexes, within)
            if t.type in {"DATE", "TIME"}
            and t.role == "at"
            and t.certainty != "assumed"
            and t.earliest
            and t.latest
        ),
        says=says(view, within),
        speaker=speakers.get(statement.id),
    )


def says(view: View, within: Range) -> int | None:
    """How much of a clause a range is, see `Piece.says`."""
    tokens = view.annotations.tokens
    found = tokens_inside(view.annotations, within)
    if not is_tagged(tokens, within):
        return None
    if has_predicate(tokens, within):
        own = any(tokens.deps[k].startswith("nsubj") and not _is_relative(tokens, k, found) for k in found)
        return 3 if own else 2
    return int(any(tokens.pos[k] == "VERB" and "VerbForm=Part" in tokens.morphs[k] for k in found))


def _is_relative(tokens: Tokens, subject: int, found: range) -> bool:
    """Is a subject that of a relative clause: a relative word, or the verb's antecedent outside the range?"""
    head = tokens.heads[subject]
    if "PronType=Rel" in tokens.morphs[subject]:
        return True
    return tokens.deps[head] in RELATIVES and tokens.heads[head] not in found


def _is_part(start: int, end: int, date: Range) -> bool:
    """« 8 » of « 8 juillet », but not « Sept » that alone is taken for a month."""
    return date[0] < end and start < date[1] and date != (start, end)


def _core(view: View, within: Range, stop: frozenset[str]) -> frozenset[str]:
    tokens, text = view.annotations.tokens, view.article.text
    found = tokens_inside(view.annotations, within)
    if not is_tagged(tokens, within):
        return words(_bare(view, within), stop)
    tops = {k for k in found if tokens.heads[k] == k or tokens.heads[k] not in found}
    known = {
        tokens.heads[k]
        for k in found
        if tokens.pos[k] == "DET" and any(x in tokens.morphs[k] for x in TAKEN_AS_KNOWN)
    }
    args = {
        k
        for k in found
        if tokens.heads[k] in tops
        and tokens.deps[k].startswith(ARGUMENTS)
        and not (tokens.deps[k] == "nsubj" and k in known)
    }
    more = {k for k in found if tokens.heads[k] in args and tokens.deps[k] == "amod"}
    held = [k for k in tops | args | more if tokens.pos[k] in {"NOUN", "VERB", "ADJ"}]
    return words(" ".join(text[tokens.starts[k] : tokens.ends[k]] for k in held), stop)


def _bare(view: View, within: Range, *, dates: bool = False) -> str:
    """The words of a range outside names, and outside dates unless these are wanted."""
    text = view.article.text[within[0] : within[1]]
    marked = [(m.start, m.end) for m in inside(view.mentions, within) if m.form == "name"]
    if not dates:
        marked += [(t.start, t.end) for t in inside(view.timexes, within)]
    for a, b in marked:
        start, end = max(0, a - within[0]), min(len(text), b - within[0])
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def words(text: str, stop: frozenset[str]) -> frozenset[str]:
    """Folded content words of a text.

    Example:
        >>> sorted(words("La fermeture de l'usine", frozenset({"la", "de", "l"})))
        ['fermeture', 'usine']
    """
    return frozenset(
        fold(w)
        for w in WORD.findall(text)
        if w.lower() not in stop and len(w) > (1 if stop else SHORT) and not w.isdigit()
    )


def terms(text: str, stop: frozenset[str]) -> frozenset[str]:
    """Folded beginnings of a text's content words.

    Example:
        >>> sorted(terms("La fermeture de l'usine", frozenset({"la", "de", "l"})))
        ['ferme', 'usine']
    """
    return frozenset(w[:STEM] for w in words(text, stop))
