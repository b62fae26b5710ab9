"""The characters of a page of a PDF that count as unseen, and those below the picture of a scanned page, read by a machine."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from briefing.sources.pdf.visible import COVERED, NOT_PAINTED, Sight

NOTHING_THERE = "invisible, and the picture of the page shows nothing there"
_SCAN_SHARE = 0.8
"""How much of a page its pictures cover where it is a scan."""
_MACHINE_SHARE = 0.9
"""How many of the letters of a scan are invisible at least; others may be stamped on it."""

Sign = tuple[str, int]
"""A character of a page, and the number by which the library knows it."""


def reasons(signs: Sequence[Sign], unseen: Mapping[int, str]) -> list[str | None]:
    """Return for each character why it is not seen; None for those that are.

    Thin marks are easily taken for unseen, so they are so only beside a letter that is; accents and spaces follow the letter
    before them.
    """
    why: list[str | None] = [unseen.get(number) if sign.isalnum() else None for sign, number in signs]
    last: str | None = None
    for at, (sign, number) in enumerate(signs):
        if sign.isalnum():
            last = why[at]
        elif unicodedata.combining(sign):
            why[at] = last
        elif not sign.isspace() and number in unseen:
            beside = next((why[n] for n in range(at + 1, len(signs)) if signs[n][0].isalnum()), None)
            why[at] = last or beside
    return _with_spaces(signs, why)


def _with_spaces(signs: Sequence[Sign], why: list[str | None]) -> list[str | None]:
    """Return reasons in which a space between two unseen words is unseen too; ends of lines stay."""
    filled = list(why)
    for at, (sign, _) in enumerate(signs):
        if sign.isspace() and sign not in "\r\n" and 0 < at < len(signs) - 1 and filled[at - 1] == why[at + 1]:
            filled[at] = filled[at - 1]
    return filled


def has_machine_text(page: Any, signs: Sequence[Sign], why: Sequence[str | None]) -> bool:
    """Tell whether a page is a scan with its words invisible above the picture, or below it."""
    letters = [reason for (sign, _), reason in zip(signs, why, strict=True) if sign.isalnum()]
    hidden = [reason for reason in letters if reason]
    if len(hidden) < _MACHINE_SHARE * len(letters) or not {*hidden} <= {NOT_PAINTED, COVERED}:
        return False
    return bool(hidden) and _picture_share(page) >= _SCAN_SHARE


def _picture_share(page: Any) -> float:
    """Return how much of a page its pictures cover, where they do not overlap."""
    from pypdfium2 import raw

    left, bottom, right, top = page.get_cropbox()
    covered = 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        x, y, x_end, y_end = picture.get_bounds()
        across, down = min(x_end, right) - max(x, left), min(y_end, top) - max(y, bottom)
        covered += max(across, 0) * max(down, 0)
    return float(covered / max((right - left) * (top - bottom), 1))


def without_ink(signs: Sequence[Sign], sight: Sight) -> list[str | None]:
    """Return for each character of a scan why it is left out: its word is unseen where the picture shows nothing."""
    why: list[str | None] = []
    for is_space, group in groupby(signs, lambda one: one[0].isspace()):
        word = list(group)
        numbers = [number for _, number in word]
        is_there = is_space or not any(n in sight.unseen for n in numbers) or sight.has_ink(numbers)
        why += [None if is_there else NOTHING_THERE] * len(word)
    return _with_spaces(signs, why)
