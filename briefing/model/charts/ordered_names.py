"""Names that have an order of their own: quarters, weeks, months, days of the week, fiscal years, ages."""

from __future__ import annotations

import re
from collections.abc import Sequence

_YEAR = r"(?:1[89]|2[01])\d\d"
_MONTHS = (
    "jan(?:uary|v(?:ier)?)?|feb(?:ruary)?|f[ée]v(?:r(?:ier)?)?|mar(?:ch|s)?|a[pv]r(?:il)?|may|mai|june?|juin|jul(?:y)?|juil(?:let)?"
    "|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|d[eé]c(?:ember|embre)?"
)
_DAYS = (
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
_NUMBER = r"\d{1,3}"
_PERIOD = (
    rf"{_YEAR}[ /-]?[qtwsh]\d{{1,2}}|[qtwsh]\d{{1,2}}(?:[ /-]?{_YEAR})?",
    rf"{_YEAR}\s?[/–-]\s?(?:\d\d)?\d\d",
    rf"(?:week|semaine|quarter|trimestre|month|mois|day|jour)\s\d{{1,3}}(?:,?\s{_YEAR})?",
    rf"(?:{_MONTHS})\.?(?:[\s-](?:{_YEAR}|\d\d))?",
    rf"{_DAYS}",
    rf"(?:{_NUMBER}\s?(?:–|-|to|à)\s?{_NUMBER}|{_NUMBER}\s?\+|[<>≤≥]\s?{_NUMBER}|(?:under|over|moins de|plus de)\s{_NUMBER}"
    rf"|{_NUMBER}\s(?:and over|and under|et plus|et moins))(?:\s(?:years?|ans))?",
)
_ORDERED = [re.compile(pattern, re.IGNORECASE) for pattern in _PERIOD]


def have_own_order(names: Sequence[str]) -> bool:
    """Tell whether names are periods of time or groups of age, which nobody wants in the order of their values."""
    plain = [" ".join(name.split()) for name in names]
    return len(plain) > 1 and all(any(pattern.fullmatch(name) for pattern in _ORDERED) for name in plain)
