"""Name keys: one spelling for many (Poutine, Putin, Путин), and a comparison that keeps Pétain apart.

Nothing here merges two things: it says how alike two names are, and why. What follows from it is the
business of the stage that also knows type, gender and company.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from anyascii import anyascii
from rapidfuzz.distance import Indel

Alike = Literal["same name", "initial", "shorter name", "other spelling"]

WORD = re.compile(r"[^\W_]+")  # « Le Gallou » -> Le, Gallou; « Kerviel-Roux » -> Kerviel, Roux
# small words of people's names, in Latin letters after folding (« van der », « de la »)
PARTICLES = frozenset(
    ["de", "du", "des", "d", "le", "la", "les", "van", "von", "der", "den", "di", "da", "del", "della", "dos"]
) | {"al", "el", "ben", "bin"}
MIN_SOUND = 0.75  # « Kerdaniou » / « Kerdanion » .82, with two slips .75; « Poutine » / « Pétain » .60
MIN_ACRONYM, MAX_ACRONYM = 2, 8  # letters
MIN_WORD = 3  # letters of a word that gives its initial
FIRST_OTHER = 0x0370  # code points from here on are Greek, Cyrillic and beyond
SHORT = 4  # sounds of up to four letters must be equal: « Roux » / « Roy » differ by one letter too

# what one spelling writes for another, in this order; each with a pair of names that needs it
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^u(?=[io])", "v"),  # Уиткофф / Witkoff
        (r"sch|tch|shch", "ch"),  # Tchoumak / Chumak
        (r"zh|dj|dzh", "j"),  # Zharkov / Jarkov
        (r"ch|sh|cz", "s"),  # Chevtchenko / Shevchenko
        (r"ph", "f"),  # Stephan / Stefan
        (r"kh|ck|qu|q", "k"),  # Kharkov / Harkov stays apart; Beck / Bek, Jacques / Jakes
        (r"c(?=[eiy])", "s"),  # Marcin / Marsin
        (r"c", "k"),  # Macron / Макрон
        (r"x", "ks"),  # Olexiy / Oleksii
        (r"w", "v"),  # Witkoff / Vitkoff
        (r"gu(?=[aeio])", "g"),  # Marguerant / Margerant
        (r"(?<=[aeiou])ill(?=[aeiou])", "i"),  # Bouillard / Bouyard
        (r"ou|oo", "u"),  # Poutine / Putin
        (r"oe|eu", "o"),  # Soerensen / Sørensen
        (r"ae|ai(?![ae])|ay(?![ae])", "e"),  # Ayrault / Erault
        (r"eau|au", "o"),  # Moreau / Moro
        (r"[yj](?=$|[^aeiou])", "i"),  # Zelensky / Zelenski
        (r"y", "i"),  # Zhumabayev / Zhumabaiev
        (r"h", ""),  # Haubert / Aubert
        (r"(.)\1+", r"\1"),  # Stefanni / Stefani
        (r"(?<=..)e$", ""),  # Poutine / Putin
    )
)
VOWELS = re.compile(r"[aeiou]")
# « Daniel » / « Danielle », « Lucien » / « Lucienne »: another person, however alike;
# « Stev » / « Steve » is none, no French masculine ends so
FEMININE = ("e", "ne", "le", "te", "ette", "a")
MASCULINE_ENDINGS = ("d", "e", "l", "n", "r", "s", "t")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Reduce a name to lower-case Latin words: no accents, hyphens, apostrophes or other alphabets.

    Example:
        >>> fold("Анна Петрова"), fold("Maïa L’Hermitte-Roux")
        ('anna petrova', 'maia l hermitte roux')
    """
    plain = anyascii(name.replace("ь", "").replace("ъ", "").replace("’", "'"))
    return " ".join(WORD.findall(plain.casefold()))


@lru_cache(maxsize=65536)
def sound(token: str) -> str:
    """Give one folded word the spelling that its other spellings share.

    Example:
        >>> sound("poutine"), sound("putin"), sound("petain")
        ('putin', 'putin', 'peten')
    """
    for pattern, plain in SOUNDS:
        token = pattern.sub(plain, token)
    return token


@lru_cache(maxsize=65536)
def skeleton(token: str) -> str:
    """Consonants of a folded word's sound, its first letter kept: a key to look under, never a proof.

    Example:
        >>> skeleton("poutine") == skeleton("petain") == "ptn"
        True
    """
    plain = sound(token)
    return plain[:1] + VOWELS.sub("", plain[1:])


@lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """Folded words of a name without particles; all words when nothing else is left."""
    words = tuple(fold(name).split())
    return tuple(w for w in words if w not in PARTICLES) or words


@lru_cache(maxsize=65536)
def near_keys(word: str) -> frozenset[str]:
    """Keys under which the spellings of one folded word meet: its skeleton, and that with a consonant less.

    Two words that differ by one consonant share a key; few others do, so that the names met under a key stay
    few in a large collection. Of a short skeleton the first two sounds must agree too.

    Example:
        >>> sorted(near_keys("roche")), bool(near_keys("kerdaniou") & near_keys("kerdamiou"))
        (['rs'], True)
    """
    bones, heard = skeleton(word), sound(word)
    less = {bones[:k] + bones[k + 1 :] for k in range(1, len(bones))} if len(bones) >= SHORT else set()
    if len(bones) < SHORT <= len(heard):
        less = {f"{heard[:2]}{bones[:k]}{bones[k + 1 :]}" for k in range(1, len(bones))}
        less |= {f"{heard[:2]}{bones}"}
    return frozenset([bones, *less])


def is_latin(name: str) -> bool:
    """Tell whether a name is written in Latin letters."""
    return all(ord(ch) < FIRST_OTHER for ch in name)


def in_latin(name: str) -> str:
    """A name as Latin letters write it; one that is Latin already stays as it is.

    Example:
        >>> in_latin("Ирина Лебедь"), in_latin("Zoé")
        ('Irina Lebed', 'Zoé')
    """
    return name if is_latin(name) else anyascii(name.replace("ь", "").replace("ъ", "")).strip()


def likeness(a: str, b: str) -> float:
    """How alike two folded words sound, 0 to 1; short ones are alike only when equal.

    Example:
        >>> likeness("zelensky", "zelenski"), likeness("roux", "roy")
        (1.0, 0.0)
    """
    left, right = sound(a), sound(b)
    if left == right:
        return 1.0
    if min(len(left), len(right)) <= SHORT or left[:1] != right[:1]:
        return 0.0
    bones = skeleton(a), skeleton(b)
    if bones[0] != bones[1] and sorted(bones[0]) == sorted(bones[1]):
        return 0.0  # « Macron » / « Marcon »: consonants that change places make another name
    return Indel.normalized_similarity(left, right)


def compare_people(a: str, b: str) -> Alike | None:
    """Tell whether two full names can be one person's, and by which rule.

    First names must agree (equal, alike, or an initial), and every surname part of the shorter name must
    have its counterpart in the longer, in order. A lone surname is never enough here.

    Example:
        >>> compare_people("Aude Kerviel", "Aude Kerviel-Roux")
        'shorter name'
        >>> compare_people("Daniel Roche", "Danielle Roche") is None
        True
    """
    left, right = words_of(a), words_of(b)
    if not (left[1:] and right[1:]):
        return None
    if fold(a) == fold(b):
        return "same name"
    short, long = sorted((left[1:], right[1:]), key=len)
    if _is_gender_pair(a, b, left[0], right[0]) or _align(short, long) < MIN_SOUND:
        return None
    if _is_initial(left[0], right[0]):
        return "initial"
    if not _same_first_name(a, b, left[0], right[0]):
        return None
    return "shorter name" if len(short) < len(long) else "other spelling"


def initials(name: str) -> frozenset[str]:
    """Capitals by which a name may be known: an acronym's own letters, or a longer name's first letters.

    Example:
        >>> "umb" in initials("Union des marins de Brévaux"), sorted(initials("UMB"))
        (True, ['umb'])
    """
    words = fold(name).split()
    if len(words) == 1:
        return frozenset(words) if MIN_ACRONYM <= len(words[0]) <= MAX_ACRONYM else frozenset()
    content = "".join(w[0] for w in words if w not in PARTICLES and len(w) >= MIN_WORD)
    every = "".join(w[0] for w in words)
    # « GPMB » for « Grand port maritime de Port-Brévaux »: one word of the name may give no letter
    less = {content[:k] + content[k + 1 :] for k in range(1, len(content))}
    return frozenset(x for x in (every, content, *less) if len(x) >= MIN_ACRONYM)


def is_acronym_of(acronym: str, name: str) -> bool:
    """Tell whether capitals are the initials of a longer name, with or without its small words.

    Example:
        >>> is_acronym_of("UMB", "Union des marins de Brévaux"), is_acronym_of("CRC", "cour des comptes")
        (True, False)
    """
    letters = fold(acronym).replace(" ", "")
    if len(fold(name).split()) < MIN_ACRONYM or letters not in initials(name):
        return False
    # two letters out of three words would fit too much
    return len(letters) >= MIN_WORD or len(letters) == len(
        [w for w in fold(name).split() if w not in PARTICLES]
    )


def _align(short: tuple[str, ...], long: tuple[str, ...]) -> float:
    """Worst likeness when each word of `short` takes its best place in `long`, left to right."""
    worst, at = 1.0, 0
    for word in short:
        places = ((likeness(word, other), -k) for k, other in enumerate(long[at:], at))
        best, place = max(places, default=(0.0, 0))
        worst, at = min(worst, best), -place + 1
    return worst


def _is_initial(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) == 1 and short in (long[:1], sound(long)[:1])


def _same_first_name(a: str, b: str, first: str, other: str) -> bool:
    """Alike in sound; across alphabets, where vowels are guesses (Стив, Steve), consonants are enough."""
    across = a[:1].isascii() != b[:1].isascii()
    return likeness(first, other) >= MIN_SOUND or (across and skeleton(first) == skeleton(other))


def _is_gender_pair(a: str, b: str, first: str, other: str) -> bool:
    if a[:1].isascii() != b[:1].isascii():
        return False  # « Аскара » is a genitive, not another person
    short, long = sorted((first, other), key=len)
    if short.endswith("c") and long == f"{short[:-1]}que":  # « Frédéric » / « Frédérique »
        return True
    return short.endswith(MASCULINE_ENDINGS) and any(long == short + end for end in FEMININE)
