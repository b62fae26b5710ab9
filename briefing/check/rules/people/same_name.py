"""Tell whether two names are one person's, written in two ways: with and without accents, transcribed, or in another order.

Vowels that transcriptions confuse (Mohamed, Muhammad) are one; those that make another name (Salim, Salam; Hassan, Hussein)
are not. Which are which is by the usual transcriptions of Arabic, Russian, Ukrainian and Persian names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TITLE_WORDS = """
    mr mrs ms miss dr prof sir lord lady dame hon rev gen general maj major col colonel lt lieutenant capt captain adm
    admiral sgt cmdr brig marshal president minister prime chancellor king queen prince princess emir sheikh shaykh cheikh
    sultan pope imam ayatollah m mme mlle commandant capitaine amiral marechal ministre premier roi reine professeur
    docteur ambassador ambassadeur senator senateur deputy judge
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_PARTICLE_WORDS = "al el ul bin ben ibn bint ould the de da do dos von van der le la du"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})
_CONSONANTS = (
    (r"tsch|tch", "C"),
    (r"sch|sh", "S"),
    (r"zh|dj", "J"),
    (r"kh", "X"),
    (r"ch", "C"),
    (r"ph", "f"),
    (r"gu(?=[ei])", "g"),
    (r"ck|q", "k"),
    (r"c(?=[aouklrt]|$)", "k"),
    (r"c", "s"),
    (r"gh", "g"),
    (r"dh", "d"),
    (r"th", "t"),
    (r"x", "ks"),
    (r"w", "v"),
    (r"j", "J"),
    (r"(?<=[aeiouy])h$", ""),
)
_VOWELS = (
    (r"[iy]{2,}|(?<![aeiou])y(?![aeiou])|ee|ij", "i"),
    (r"[ae][iy]+", "E"),
    (r"ou|oo|w(?=$)", "u"),
    (r"aa+", "a"),
    (r"ie(?=$|[^aeiou])", "i"),
)
_SAME_SOUNDS = frozenset(
    map(frozenset, ("ae", "ei", "ou", "Ee", "Ei", "CS", "Jg", "Xh", "Xk", "JS", "ue")),
)
_HELD = re.compile(r"(?<=[aeiou])y(?=[aeiou])|^y(?=[euo])")
_ABD = re.compile(r"^abd(?:ou|[aeu](?:l|r(?=r)|s(?=s)))(?=\w{3})")
"""The first part of Arabic names such as Abdel Fattah, Abdelfattah, Abdul Fattah."""
_FRENCH_END = re.compile(r"(?<=[^aeiouy])e$")
_LONG_WORD = 5
_LONG_SOUND = 8


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell people from each other, without accents, titles, particles and initials."""
    plain = re.sub(r"[’'‘ʼʻ`]", "", _plain(name))
    words = [word for word in re.findall(r"[^\W\d_]+", plain) if len(word) > 1 and word not in _TITLES]
    text = re.sub(r"\babd(?:[aeu]l)?\s(?=\w{3})", "abdel", " ".join(words))
    words = [_ABD.sub("abd", word) for word in text.split()]
    telling = [word for word in words if word not in _PARTICLES]
    return tuple(telling if len(telling) > 1 else words)


def bare_name(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are written, without titles, particles and initials."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    return tuple(word for word in words if len(word) > 1 and _plain(word) not in _TITLES | _PARTICLES)


def is_particle(word: str) -> bool:
    """Tell whether a word, or what is before its hyphen, is a particle of names, which has a small letter: al-, bin, von."""
    return word.partition("-")[0].casefold() in _PARTICLES


def _plain(text: str) -> str:
    """Return a text in small letters without accents."""
    split = unicodedata.normalize("NFD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names can be one person's: each word of one is a word of the other, as it may be transcribed."""
    first, second = name_words(one), name_words(other)
    if min(len(first), len(second)) < 2:
        return False
    if "".join(first) == "".join(second):
        return True
    if len(first) != len(second):
        return False
    left = list(second)
    for number, word in enumerate(first):
        match = (
            word if word in left else next((one for one in left if _sounds_same(word, one, is_first=not number)), None)
        )
        if match is None:
            return False
        left.remove(match)
    return True


def _sounds_same(one: str, other: str, *, is_first: bool) -> bool:
    """Tell whether two words are transcriptions of one name; short ones (Li Peng, Li Ping) are not."""
    if min(len(one), len(other)) < _LONG_WORD:
        return _sounds(one) == _sounds(other)
    if not is_first:  # Poutine, but not Pauline
        one, other = _FRENCH_END.sub("", one), _FRENCH_END.sub("", other)
    first, second = _sounds(one), _sounds(other)
    if abs(len(first) - len(second)) == 1 and min(len(first), len(second)) >= _LONG_SOUND:
        short, long = sorted((first, second), key=len)
        return any(long[at] in "aeiou" and long[:at] + long[at + 1 :] == short for at in range(1, len(long) - 1))
    if len(first) != len(second):
        return False
    ends = len(first) - 1
    return all(a == b or _confused(a, b, at, ends) for at, (a, b) in enumerate(zip(first, second, strict=True)))


def _confused(one: str, other: str, at: int, end: int) -> bool:
    """Tell whether transcriptions write one sound as these two; at the end of a name a and e are two (Anna, Anne)."""
    both = frozenset((one, other))
    if both == frozenset("ae") and at == end:
        return False
    return both in _SAME_SOUNDS or (not at and both == frozenset("kg"))


@lru_cache(maxsize=4096)
def _sounds(word: str) -> str:
    word = _HELD.sub("", word)
    for pattern, sound in (*_CONSONANTS, *_VOWELS):
        word = re.sub(pattern, sound, word)
    word = re.sub(r"(?<=[aeiouE])y|y$", "i", word).replace("y", "i")
    return re.sub(r"(.)\1+", r"\1", word)
