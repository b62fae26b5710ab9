"""The terms of the yardsticks with their ranges, in English and in the French that is printed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from briefing.i18n import get_translator
from briefing.model.field_types import LIKELIHOODS
from briefing.part_names import likelihood_names

Range: TypeAlias = tuple[float, float]
"""The lowest and the highest percentage."""

_PHIA: Mapping[str, Range] = {
    "remote chance": (0, 5),
    "highly unlikely": (10, 20),
    "unlikely": (25, 35),
    "realistic possibility": (40, 50),
    "likely": (55, 75),
    "probable": (55, 75),
    "highly likely": (80, 90),
    "almost certain": (95, 100),
}
_ICD203: Mapping[str, Range] = {
    "almost no chance": (1, 5),
    "remote": (1, 5),
    "very unlikely": (5, 20),
    "highly improbable": (5, 20),
    "unlikely": (20, 45),
    "improbable": (20, 45),
    "roughly even chance": (45, 55),
    "roughly even odds": (45, 55),
    "likely": (55, 80),
    "probable": (55, 80),
    "very likely": (80, 95),
    "highly probable": (80, 95),
    "almost certain": (95, 99),
    "nearly certain": (95, 99),
}
RANGES: Mapping[str, Mapping[str, Range]] = {"phia": _PHIA, "icd203": _ICD203}
"""By the yardstick's name: PHIA Probability Yardstick (2025), ICD 203 (2015)."""


def is_french(language: str) -> bool:
    """Tell whether a document's language is French; the only other is English."""
    return language.startswith("fr")


@lru_cache(maxsize=8)
def terms(yardstick: str, language: str) -> Mapping[str, Range]:
    """Return the terms of a yardstick as they print in a language, least likely first, with their ranges."""
    ranges = RANGES[yardstick]
    if not is_french(language):
        return ranges
    names = likelihood_names(get_translator(language))
    return {names[term]: ranges[term] for term in LIKELIHOODS[yardstick]}


@lru_cache(maxsize=8)
def all_terms(yardstick: str, language: str) -> Mapping[str, Range]:
    """Return the terms of both yardsticks as they print in a language; where both have one, with the chosen one's range."""
    others = [name for name in RANGES if name != yardstick]
    return {term: found for name in (*others, yardstick) for term, found in terms(name, language).items()}


def range_of(term: str, yardstick: str, language: str) -> Range | None:
    """Return the range of what is written after `likelihood:`, in English or as it prints; None for no term."""
    folded = " ".join(term.casefold().split())
    for known in (language, "en"):
        if found := all_terms(yardstick, known).get(folded):
            return found
    return None
