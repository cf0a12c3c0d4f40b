"""Name keys: one spelling for many (Poutine, Putin, Путин), and a comparison that keeps Pétain apart.

Nothing here merges two things: it says how alike two names are, and why. What follows from it is the
business of the stage that also knows type, gender and company.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Indel

WORD = re.compile(r"[^\W_]+")  # « Le Gallou » -> Le, Gallou; « Kerviel-Roux » -> Kerviel, Roux
# small words of people's names, in Latin letters after folding (« van der », « de la »)
PARTICLES = frozenset(
    ["de", "du", "des", "d", "le", "la", "les", "van", "von", "der", "den", "di", "da", "del", "della", "dos"]
) | {"al", "el", "ben", "bin"}
MIN_ACRONYM, MAX_ACRONYM = 2, 8  # letters
MIN_WORD = 3  # letters of a word that gives its initial
FIRST_OTHER = 0x0370  # code points from here on are Greek, Cyrillic and beyond
SHORT = 4  # sounds of up to four letters must be equal: « Roux » / « Roy » differ by one letter too

# names and words kept; 100,000 entities have 80,000 names of 60,000 words, and who goes through them
# more than once with room for fewer finds none again
KEPT = 1 << 18

# what one spelling writes for another, in this order; each with a pair of names that needs it
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^u(?=[io])", "v"),  # Уиткофф / Witkoff
        (r"^[yi](?=e)", ""),  # Yevgeny / Evgueni
        (r"(?<=v)ic$", "ich"),  # Petrović / Petrovitch
        (r"sch|tch|shch", "ch"),  # Tchoumak / Chumak
        (r"zh|dj|dzh", "j"),  # Zharkov / Jarkov
        (r"ch|sh|cz", "s"),  # Chevtchenko / Shevchenko
        (r"ph", "f"),  # Stephan / Stefan
        (r"kh|ck|qu|q", "k"),  # Kharkov / Harkov stays apart; Beck / Bek, Jacques / Jakes
        (r"c(?=[eiy])", "s"),  # Marcin / Marsin
        (r"c", "k"),  # Macron / Макрон
        (r"x", "ks"),  # Olexiy / Oleksii
        (r"w", "v"),  # Witkoff / Vitkoff
        (r"f+$", "v"),  # Rachmaninoff / Rachmaninov
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
        (r"(?<=..)es?$", ""),  # Poutine / Putin
    )
)
VOWELS = re.compile(r"[aeiou]")
# how German letters are read (« Tschechow », « Saluschnyj »), beside Spanish ones (« Mijaíl ») and Х as h
GERMAN = re.compile(r"schtsch|tsch|sch|ch|j|z|w|s(?=[aeiou])")
READ_GERMAN = {"schtsch": "shch", "tsch": "tch", "ch": "kh", "j": "y", "z": "ts", "w": "v", "s": "z"}


@lru_cache(maxsize=KEPT)
def fold(name: str) -> str:
    """Reduce a name to lower-case Latin words: no accents, hyphens, apostrophes or other alphabets.

    Example:
        >>> fold("Анна Петрова"), fold("Maïa L’Hermitte-Roux")
        ('anna petrova', 'maia l hermitte roux')
    """
    plain = anyascii(
        name.replace("ь", "").replace("ъ", "").replace("’", "'").replace("Đ", "Dj").replace("đ", "dj")
    )
    return " ".join(WORD.findall(plain.casefold()))


@lru_cache(maxsize=KEPT)
def sound(token: str) -> str:
    """Give one folded word the spelling that its other spellings share.

    Example:
        >>> sound("poutine"), sound("putin"), sound("petain")
        ('putin', 'putin', 'peten')
    """
    for pattern, plain in SOUNDS:
        token = pattern.sub(plain, token)
    return token


@lru_cache(maxsize=KEPT)
def readings(token: str) -> tuple[str, ...]:
    """Sounds that a folded word may have after one language's spelling or another's; the usual one first.

    Example:
        >>> "sehov" in readings("tschechow"), sound("tchekhov") in readings("tschechow")
        (False, True)
    """
    spelled = [token]
    if GERMAN.search(token):
        spelled += [_read(token, READ_GERMAN | {"sch": "sh"}), _read(token, READ_GERMAN | {"sch": "zh"})]
        spelled.append(token.replace("j", "kh"))
    if "kh" in token:
        spelled.append(token.replace("kh", "h"))  # Хусейн / Hussein
    return tuple(dict.fromkeys(sound(s) for s in spelled))


def _read(token: str, letters: dict[str, str]) -> str:
    return GERMAN.sub(lambda m: letters[m[0]], token)


@lru_cache(maxsize=65536)
def skeleton(token: str) -> str:
    """Consonants of a folded word's sound, its first letter kept: a key to look under, never a proof.

    Example:
        >>> skeleton("poutine") == skeleton("petain") == "ptn"
        True
    """
    return bones_of(sound(token))


def bones_of(heard: str) -> str:
    """The same of a sound; « s » and « z » are one, languages differ in them."""
    return heard[:1].replace("z", "s") + VOWELS.sub("", heard[1:]).replace("z", "s")


@lru_cache(maxsize=KEPT)
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
        (['rk', 'rs'], True)
    """
    return frozenset(key for heard in readings(word) for key in near_sounds(heard))


@lru_cache(maxsize=65536)
def near_sounds(heard: str) -> frozenset[str]:
    """The same keys of one sound."""
    bones = bones_of(heard)
    less = {bones[:k] + bones[k + 1 :] for k in range(1, len(bones))} if len(bones) >= SHORT else set()
    if len(bones) < SHORT <= len(heard):
        less = {f"{heard[:2]}{bones[:k]}{bones[k + 1 :]}" for k in range(1, len(bones))}
        less |= {f"{heard[:2]}{bones}"}
    return frozenset({bones, *less})


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
