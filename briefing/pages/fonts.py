"""Which characters the shipped fonts can print."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from briefing.resources import FONT_FAMILIES, GENERIC_FAMILIES, INSTALLED_FONTS, OptionalFont

FAMILIES = frozenset(FONT_FAMILIES) | frozenset(GENERIC_FAMILIES)
"""The names by which a document may ask for a font."""

# Spaces and control characters print nothing, so no font needs to have them.
_INVISIBLE = frozenset(
    {0x09, 0x0A, 0x0D, 0xAD, 0x034F, 0x061C, 0x202F, 0x205F, 0x3000, 0xFEFF}
    | {*range(0x2000, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)}
)
# Some fonts list these, but they are not to be printed: the line separator comes out as an empty box, U+FFFD stands for a
# character that was lost in a conversion, and PDF/A forbids private-use characters.
_NOT_PRINTABLE = frozenset({0x2028, 0xFFFD, *range(0xE000, 0xF900)})


@cache
def covered() -> frozenset[int]:
    """Return the code points that a document may contain: those that a font draws, and those that print nothing."""
    from fontTools.ttLib import TTFont

    points = set(_INVISIBLE)
    optional = {font.family: font for font in INSTALLED_FONTS}
    for family in FONT_FAMILIES.values():
        with TTFont(family.file(), lazy=True) as font:
            points.update(_used(font.getBestCmap(), optional.get(family.name)))
    return frozenset(points - _NOT_PRINTABLE)


def _used(points: Iterable[int], font: OptionalFont | None) -> Iterable[int]:
    """Return those of a font's code points for which it is used."""
    if not font or not font.ranges:
        return points
    return (point for point in points if any(first <= point <= last for first, last in font.ranges))
