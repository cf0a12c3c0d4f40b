"""Noun phrases that name a source: where they start and where they end."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.lang.cues import CueTable
from recoupe.lang.reporting.view import View, Word
from recoupe.text.spans import Range

BOUNDARIES = frozenset('.;:!?…«»“”„"(–—')
APPOSED = frozenset(
    ("PROPN", "NOUN", "ADJ", "X", "NUM")
)  # word classes that open one: « 34 ans », « cheffe »
LONGEST_AGE = 3  # words of « 34 ans »
LONGEST_ASIDE = 9  # words of « un peu après deux heures du matin »
LONGEST_QUOTED = 4  # words of a name in quotation marks: « Вестник Северного края »
RELAY_REACH = 6  # words between « cité » and « par »: « interrogée hier à son domicile par … »
LONGEST_APPOSITION = 10  # words: « professeure de droit public à l'université de … » still is one


def phrase_after(view: View, i: int, last: int, table: CueTable) -> tuple[int, int] | None:
    """Words of the noun phrase that follows a cue, times and places skipped.

    « a annoncé mardi à Paris la gouverneure, Ada Roy, lors … » gives « la gouverneure, Ada Roy ».
    """
    first = _skip(view, i, last, table)
    if first is None:
        return None
    end = phrase_end(view, first, last, table)
    return (first, end) if end > first else None


def phrase_end(view: View, first: int, last: int, table: CueTable) -> int:
    """Index after the last word of the noun phrase that starts at `first`; appositions included."""
    if view.words[first].pos == "PRON" and view.words[first].low in table.pronouns:
        behind = view.words[first + 1 : min(first + 2, last)]
        owns = view.words[first].low in table.possessives and bool(behind) and behind[0].pos == "X"
        if not owns:
            return first + 1  # « она », not « его пресс-служба »
    k = first + (2 if view.words[first].pos == "DET" and first + 1 < last else 1)
    while k < last:
        w = view.words[k]
        if w.text == ",":
            after = _apposition(view, k, last, table)
            if after is None:
                break
            k = after
            continue
        named = quoted_name(view, k)
        if named is not None and named <= last:
            k = named
            continue
        if _stops(view, first, k, last, table):
            break
        k += 1
    return k


def quoted_name(view: View, k: int) -> int | None:
    """Index after a name in quotation marks that begins at word `k`, where no tagger tells names.

    « газета «Заречье» » holds one; « «Музей закрыт», сказала … » says something.
    """
    q = view.quotation_at(view.words[k].start) if not view.is_tagged else None
    if q is None or q.start != view.words[k].start or not q.is_balanced:
        return None
    inside = view.text[q.inner_start : q.inner_end]
    is_name = inside[:1].isupper() and len(inside.split()) <= LONGEST_QUOTED and inside[-1].isalnum()
    return view.first_at(q.end) if is_name else None


def _stops(view: View, first: int, k: int, last: int, table: CueTable) -> bool:
    w = view.words[k]
    if w.text in BOUNDARIES or w.text == ")" or w.is_finite or w.is_infinitive or w.is_suffix:
        return True
    if w.low in table.relatives or _leaves_nouns(view, k, table) or _is_told(view, first, k, table):
        return True
    is_link = w.low in table.of and not view.is_tagged  # « el jefe de sanidad, Juan Ruiz »
    if w.low in table.breaks and not is_link:
        return not table.noun_links or any(_is_noun(x, table) for x in view.words[first:k])
    if (w.pos == "NUM" and not view.is_tagged) or _is_second(view, first, k, table):
        return True
    if w.pos == "DET" and k + 1 < len(view.words) and view.words[k + 1].low in table.times:
        return True  # « la maire ce mardi »
    return w.low in table.conjunctions and _has_finite(view, k + 1, _next_comma(view, k + 1, last))


def _is_second(view: View, first: int, k: int, table: CueTable) -> bool:
    """Dutch « (volgens) de herder » + « bleef de put droog »: the verb comes second."""
    if not table.has_verb_bracket or table.noun_links or k - first < 2:  # noqa: PLR2004
        return False
    w = view.words[k]
    return w.pos == "X" and w.text.islower() and k + 1 < len(view.words) and view.words[k + 1].pos == "DET"


def _leaves_nouns(view: View, k: int, table: CueTable) -> bool:
    """« (Angaben) der Feuerwehr » + « brannte »: where nouns have capitals, a small word behind one."""
    w, before = view.words[k], view.words[k - 1]
    is_small = w.text[:1].islower() and w.low not in table.noun_links
    return bool(table.noun_links) and is_small and _is_noun(before, table)


def _is_told(view: View, first: int, k: int, table: CueTable) -> bool:
    """« (sagte) Sprecherin Ada Roth » + « der Zeitung »: an article behind a name opens who was told."""
    if not table.noun_links or view.words[k].low not in table.told_openers:
        return False
    return k - first > 1 and all(_is_noun(w, table) for w in view.words[k - 2 : k]) and first <= k - 2


def _is_noun(w: Word, table: CueTable) -> bool:
    """A capital, but no day: « einem am Montag ergangenen Erlass »."""
    return w.text[:1].isupper() and w.pos == "X" and w.low not in table.times


def _apposition(view: View, comma: int, last: int, table: CueTable) -> int | None:
    """Index after the apposition that a comma opens, or None.

    « la préfète, Ada Roy », « Ada Roy, cheffe de service »; not « la préfète, qui … ».
    """
    if relayed_by(view, comma, last, table) is not None:
        return None
    end = _next_comma(view, comma + 1, last)
    words = view.words[comma + 1 : end]
    if not words or len(words) > LONGEST_APPOSITION or _has_finite(view, comma + 1, end):
        return None
    head = words[0]
    if any(" ".join(w.low for w in words).startswith(voice) for voice in table.voices):
        return end  # « l'État, par la voix du préfet »
    has_figure = any(w.low in table.figures for w in words[:2])  # « selon X, le double selon Y »
    if has_figure or head.low in {*table.breaks, *table.adverbs, *table.times, *table.relatives}:
        return None
    if not view.is_tagged:
        return end if head.text[:1].isupper() else None
    return end if _is_apposed(view, words, end, last) else None


def _is_apposed(view: View, words: Sequence[Word], end: int, last: int) -> bool:
    """A name or title that stands beside another: « 34 ans », « cheffe de service », « la préfète »."""
    head = words[0]
    if head.pos == "DET":
        return _closes_apposition(view, end, last)
    if head.pos == "NUM":  # « …, 34 ans » belongs to it, « …, deux maisons et une grange » does not
        return len(words) <= LONGEST_AGE
    is_name = head.pos == "PRON" and head.text[:1].isupper()  # the tagger's « Poutine »
    return head.pos in APPOSED or is_name


def _closes_apposition(view: View, end: int, last: int) -> bool:
    """« Ada Roy, la préfète. » ends with it; « Selon Ada Roy, la route est … » goes on."""
    if end >= last:
        return True
    w = view.words[end]
    return not w.is_finite and (
        w.text != "," or (end + 1 < last and not view.words[end + 1].text[:1].isalpha())
    )


def relayed_by(view: View, comma: int, last: int, table: CueTable, *, opens: bool = False) -> int | None:
    """Index of who passes words on by the insert behind a comma (« , cité mardi par Le Phare »), or None.

    Args:
        view: The article's words.
        comma: Index of the comma.
        last: Index after the last word of the sentence.
        table: The language's words.
        opens: The insert opens its sentence: no comma stands before it.
    """
    if comma + 2 >= last or view.words[comma + 1].low not in table.relayed:
        return None
    if not opens and view.words[comma].text != ",":
        return None
    for w in view.words[comma + 2 : min(comma + 2 + RELAY_REACH, last - 1)]:
        if w.low in table.by:
            return w.i + 1
        if w.is_finite or w.text == "," or w.text in BOUNDARIES:
            break
    return None


def _next_comma(view: View, i: int, last: int) -> int:
    while i < last and view.words[i].text not in BOUNDARIES and view.words[i].text != ",":
        i += 1
    return i


def _has_finite(view: View, first: int, last: int) -> bool:
    return any(w.is_finite for w in view.words[first:last])


def _skip(view: View, i: int, last: int, table: CueTable) -> int | None:
    """Index of the noun phrase at or after `i`: times, adverbs, places and addressees skipped."""
    first = i
    while i < last:
        w = view.words[i]
        if w.text == "," and i > first and (closing := _closing(view, i, last)) is not None:
            i = closing + 1  # « a proclamé vendredi, un peu après minuit, la commission »
            continue
        if w.text in BOUNDARIES or w.text == ",":
            return None
        if w.low in table.times or w.low in table.adverbs or w.pos == "ADV":
            i += 1
        elif w.low in table.reflexives and not view.is_tagged:
            i += 1  # « beschwerte sich der Wirt »
        elif w.low in table.told_nouns:
            i = _after_told(view, i + 1, last)
        elif w.pos == "ADP" or w.low in table.breaks:
            if w.low in table.complementizers or w.low in table.relatives:
                return None
            i = _after_prepositional(view, i, last, table)
        elif w.is_finite or w.is_infinitive or w.pos in ("SCONJ", "CCONJ"):
            return None
        else:
            return i
    return None


def _after_told(view: View, i: int, last: int) -> int:
    """« (сказал) газете «Заря» мэр », « агентству РИА мэр »: the index behind who was told, by the case."""
    named = quoted_name(view, i) if i < last else None
    if named is not None:
        return named
    while i < last and view.words[i].text[:1].isupper():
        i += 1
    return i


def _closing(view: View, comma: int, last: int) -> int | None:
    """Index of the comma that closes a short aside, where a determiner or a name follows; else None."""
    if view.words[comma + 1 : comma + 2] and view.words[comma + 1].pos not in ("ADP", "ADV", "DET", "NUM"):
        return None
    for w in view.words[comma + 1 : min(comma + 1 + LONGEST_ASIDE, last - 1)]:
        if w.text == ",":
            behind = view.words[w.i + 1]
            return w.i if view.is_tagged and (behind.pos == "DET" or behind.start in view.names) else None
        if w.is_finite or w.text in BOUNDARIES:
            return None
    return None


def _after_prepositional(view: View, i: int, last: int, table: CueTable) -> int:
    """Index after « à Paris », « lors d'un point presse », « devant la presse »."""
    has_noun = False
    while i < last:
        w = view.words[i]
        if w.pos == "ADP" or w.low in table.breaks:
            has_noun = False
        elif w.pos == "DET" or w.low in table.civil:
            if has_noun:
                return i
        elif (
            has_noun
            and w.start in view.names
            and (view.words[i - 1].pos == "PROPN" or view.words[i - 2].low in table.own)
        ):
            # « corrige à notre micro Ada Roy » too
            return i  # « a assuré à Belga Ada Roy »: one name ends where the next begins
        elif has_noun and not view.is_tagged and not w.text[:1].isupper():
            return i  # « во вторник в Париже глава … »
        elif w.pos in ("NOUN", "PROPN", "NUM", "ADJ", "X", "PRON") or w.text == "&":
            has_noun = True
        else:
            return i
        i += 1
    return i


def phrase_before(view: View, i: int, first: int, table: CueTable) -> tuple[int, int] | None:
    """Words of the noun phrase just before index `i` (a verb's subject), inserts between commas skipped.

    « Sa porte-parole, Ada Roy, » gives both names; « Léa, qui passait par là, » gives « Léa ».
    """
    end = i
    while end > first + 1 and (view.words[end - 1].low in table.clitics or view.words[end - 1].pos == "ADV"):
        end -= 1
    if end > first and view.words[end - 1].text == ")":  # « Y. Roy (Force bleue) affirme »
        end = next((k for k in range(end - 1, first, -1) if view.words[k].text == "("), end)
    limit = end
    if end > first and view.words[end - 1].text == ",":
        comma = _comma_before(view, end - 2, first)
        if comma is None:
            return None
        end = comma
    start = _start_before(view, end, first, table)
    if start >= end:
        return None
    stop = phrase_end(view, start, limit, table)
    return start, max(min(stop, limit), start + 1)


def _comma_before(view: View, i: int, first: int) -> int | None:
    while i > first:
        if view.words[i].text == ",":
            return i
        if view.words[i].text in BOUNDARIES:
            return None
        i -= 1
    return None


def _start_before(view: View, end: int, first: int, table: CueTable) -> int:
    openers = {*table.complementizers, *table.relatives, ",", *BOUNDARIES} - {"("}
    start = end
    while start > first:
        w = view.words[start - 1]
        if w.low in openers or w.is_finite or w.pos == "SCONJ":
            break
        if w.low in table.conjunctions and _has_finite(view, first, start - 1):
            break
        start -= 1
    while not view.is_tagged and start + 1 < end and _is_day(view, start, table):
        start += 2
    while start < end and (
        view.words[start].pos in ("ADV", "CCONJ", "PUNCT")
        or view.words[start].low in table.conjunctions
        or view.words[start].low in table.times
    ):
        start += 1
    return start


def _is_day(view: View, k: int, table: CueTable) -> bool:
    """« В четверг » + « директор »."""
    return view.words[k].low in table.breaks and view.words[k + 1].low in table.times


def span(view: View, first: int, last: int) -> Range:
    """Character range of words, a suffixed pronoun without its hyphens, a trailing comma left out."""
    while last > first + 1 and view.words[last - 1].text in (",", "«", "“", "(", "-"):
        last -= 1
    start, end = view.words[first].start, view.words[last - 1].end
    while start < end and view.text[start] == "-":
        start += 1
    return start, end
