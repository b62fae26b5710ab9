"""The rule on acronyms, and those that every reader knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding
from briefing.text.languages.bodies import FULL_NAMES
from briefing.text.unbroken import ACCOUNT

_KNOWN = """
    UN US USA UK EU AU UAE USSR NATO BBC CNN AFP TV UTC GMT CET PM AM GDP HIV AIDS NGO MP MEP CEO DNA GPS SMS PDF ISO
    TLP PHIA ICD OK ID DC NB ONU UE OTAN USD EUR CFA
"""
COMMON = frozenset(_KNOWN.split())
"""Acronyms, markings and units that every reader knows."""

SMALL_WORDS = frozenset(
    ["of", "the", "and", "for", "in", "on", "to", "de", "la", "le", "les", "des", "du", "et", "d’", "l’"]
)
"""Words that an acronym may leave out."""

_ACRONYM = re.compile(r"(?<![\w@/.:-])[A-Z][A-Z&]*[A-Z](?:s)?(?![\w@])")
_AFTER_NAME = re.compile(r"(?<=\w)\s*+\(([A-Z&]+)\)")
_BEFORE_NAME = re.compile(r"\b([A-Z&]+)\s*+\([^()\d]{5,}+\)")
_WORDS = re.compile(r"(?P<word>\w[\w’'-]*)|[^\w\s]")
"""The words of a text, and the marks between them, which no name contains."""
_ROMAN = re.compile(r"[IVXLCDM]+")


def acronym_unexplained(given: CheckInput) -> Iterator[Finding]:
    """Find acronyms that are nowhere spelt out, unless every reader knows them."""
    explained = _Explained(" ".join([*(text.words for text in given.texts), *given.briefing.expect]))
    reported: set[str] = set()
    for text in given.texts:
        words = text.words
        if text.is_speech or words.isupper():
            continue
        for short in dict.fromkeys(found.removesuffix("s") for found in _ACRONYM.findall(ACCOUNT.sub(" ", words))):
            if short in COMMON or short in reported or _ROMAN.fullmatch(short):
                continue
            reported.add(short)
            if short not in explained:
                full = FULL_NAMES.get(short, "its full name")
                yield Finding(
                    text.path, f"{short} is nowhere spelt out", f"write at its first use: {full} ({short})", short
                )


class _Explained:
    """The acronyms that a text explains; it is read once, however many acronyms are looked up."""

    def __init__(self, text: str) -> None:
        # `Full Name (FN)` and `FN (Full Name)` explain an acronym, whatever the name.
        self._in_brackets = {*_AFTER_NAME.findall(text), *_BEFORE_NAME.findall(text)}
        self._folded = text.casefold()
        self._initials = "".join(
            found["word"][:1] if found["word"] else "."
            for found in _WORDS.finditer(text)
            if not _is_small(found["word"])
        )

    def __contains__(self, short: str) -> bool:
        if short in self._in_brackets or (short in FULL_NAMES and FULL_NAMES[short].casefold() in self._folded):
            return True
        return short.replace("&", "") in self._initials


def _is_small(word: str | None) -> bool:
    return word in SMALL_WORDS
