"""Compare the names of people as they are written: with a surname alone, without accents, in another transcription."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

PARTICLES = frozenset(
    """
    al el bin ibn ben bint abu ould wuld de da do dos das del della der den van von zu zum la le du di d l y e ag ap o' st ter
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
"""Small words inside a name, which alone name nobody."""

_LEAST = 2
"""So many consonants of two names must be the same, where their letters differ."""

# What one letter or another stands for in transcriptions and languages: each rule rewrites, in this order.
_SOUNDS = (
    (r"tsch|tch|sch|sh|ch(?=[aeiou]?$)|č|š", "s"),
    (r"kh|gh|dj|dzh|[qgk]u?(?=[ei])|[qgkj]|c(?![eiyh])|ch", "k"),
    (r"ph|ff", "f"),
    (r"[czx]", "s"),
    (r"w|b(?=e?v)", "v"),
    (r"ou|oo", "u"),
    (r"th|dh", "t"),
)
_TO_DIGRAPH = tuple((re.compile(pattern), sound) for pattern, sound in _SOUNDS)
_DOUBLED = re.compile(r"(.)\1+")
_OPEN = "aeiouyh’'ʿʾ"
"""Sounds with which a name may begin in one transcription, and another of them in another."""
_SILENT = re.compile(r"[aeiouyh’'ʿʾ]")


def name_tokens(name: str) -> tuple[str, ...]:
    """Return the words of a name without accents and in small letters, without titles’ points, `’s` and particles."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.findall(
        r"[^\W_]+", re.sub(r"[’'`ʼ]s\b", "", folded.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    )
    return tuple(word for word in words if word not in PARTICLES and (len(word) > 1 or not word.isascii()))


@lru_cache(maxsize=8192)
def _skeleton(word: str) -> str:
    """Return the consonants of a word as they sound, roughly."""
    word = _DOUBLED.sub(r"\1", word)
    for pattern, sound in _TO_DIGRAPH:
        word = pattern.sub(sound, word)
    return _SILENT.sub("", word)


@lru_cache(maxsize=16384)
def same_word(one: str, other: str) -> bool:
    """Tell whether two words of names may be one in two spellings: Mohamed and Muhammad, Poutine and Putin."""
    if one == other:
        return True
    if one.isascii() != other.isascii() and not (one.isascii() or other.isascii()):
        return False
    if (one[0] in _OPEN) != (other[0] in _OPEN):
        return False
    first, second = _skeleton(one), _skeleton(other)
    if first == second and len(first) >= _LEAST:
        return True
    long = min(len(one), len(other)) > 3
    return long and _within_one_edit(one, other)


def _within_one_edit(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest = long[at + 1 :]
    return short[at:] == rest or (len(short) == len(long) and short[at + 1 :] == rest)


def any_same(words: Iterable[str], others: Collection[str]) -> bool:
    """Tell whether one of some words of names may be one of others."""
    return any(same_word(word, other) for word in words for other in others)


def may_be_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two names, as `name_tokens` gives them, may be one person’s.

    A surname alone may be anyone’s who bears it. Two full names must have a surname in common: a forename is not enough.
    """
    if not one or not other:
        return True
    if len(one) == 1 or len(other) == 1:
        return any_same(one, other)
    shared_surname = any_same(one[-1:], other[1:]) or any_same(other[-1:], one[1:])
    # Chinese, Korean and Hungarian names begin with the surname, and are also written the other way round.
    turned = any_same(one[:1], other[-1:]) and any_same(other[:1], one[-1:])
    return shared_surname or turned or set(one) <= set(other) or set(other) <= set(one)
