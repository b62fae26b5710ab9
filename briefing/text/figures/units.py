"""Units after and before a number, and whether one measure is another in other units."""

from __future__ import annotations

import re
from decimal import Decimal

from briefing.text.languages.unit_names import UNIT_KINDS, UNIT_OF

SPACE = "\u00a0\u2009\u202f "
YEAR = "year"
_FOLDED = {name.lower(): unit for name, unit in UNIT_OF.items()}
_NAMES = "|".join(re.escape(name).replace(r"\ ", r"[\s-]") for name in sorted(_FOLDED, key=len, reverse=True))
UNIT = re.compile(rf"[{SPACE}-]{{0,2}}(?:of\s+|de\s+|d[’'])?(?P<unit>{_NAMES})(?!\w)", re.IGNORECASE)
"""A unit after a number; French and others have `millions de dollars`."""
SIGNS = r"[A-Z]{0,3}[$€£¥₦₹₽₺]|R\$|(?:USD|EUR|GBP|FCFA|CFA|XOF|XAF|CHF|JPY|CNY|NGN|RUB|BRL|ZAR|KES)(?![A-Za-z])"
_SIGN_UNITS = {"US$": "$", "R$": "real", "CFA": "CFA"}
_NEAR = Decimal("0.01")


def unit_of(written: str) -> str:
    """Return the unit that a word, or a sign before a number, means; a sign that is not known is its own unit."""
    sign = written.strip()
    return _SIGN_UNITS.get(sign) or UNIT_OF.get(sign) or _FOLDED.get(re.sub(r"[\s-]", " ", sign).lower(), sign)


def measure_of(unit: str) -> str:
    """Return what a unit measures; empty where the unit is not known."""
    kind = UNIT_KINDS.get(unit)
    return kind.measure if kind else ""


def names_of(unit: str) -> list[str]:
    """Return the names of a unit in all languages."""
    return [unit, *(name for name, one in UNIT_OF.items() if one == unit)]


def converts(value: Decimal, unit: str, stated: Decimal, stated_unit: str) -> bool:
    """Tell whether a measure is another in other units, rounded to as many digits as it is written with."""
    ours, theirs = UNIT_KINDS.get(unit), UNIT_KINDS.get(stated_unit)
    if not ours or not theirs or ours.measure != theirs.measure or unit == stated_unit:
        return False
    if ours.measure == "temperature":
        exact = stated * 9 / 5 + 32 if unit == "°F" else (stated - 32) * 5 / 9
        return abs(exact - value) <= Decimal("0.6")
    if ours.size is None or theirs.size is None:
        return False
    exact = stated * theirs.size / ours.size
    return is_rounded(value, exact) or abs(exact - value) <= exact * _NEAR


def is_rounded(rough: Decimal, exact: Decimal) -> bool:
    """Tell whether a number is another one rounded to the digits that the first one has."""
    step = Decimal(10) ** int(rough.normalize().as_tuple().exponent) if rough else Decimal(1)
    return abs(rough - exact) <= step / 2
