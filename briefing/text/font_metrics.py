"""The widths of characters in the shipped sans-serif fonts, in which tables and figures are set."""

from __future__ import annotations

from functools import cache
from typing import Literal

from briefing.resources import ARABIC, FONT_FAMILIES, SANS

Weight = Literal[400, 600]

FAMILIES = (SANS, ARABIC)
_CUTS: dict[int, str] = {400: "Regular", 600: "SemiBold"}


def text_width(text: str, weight: Weight = 400) -> float:
    """Return the width of a line of text in ems: the sum of its advances, without kerning."""
    return sum(_advance(character, weight) for character in text)


def font_file(family: str, weight: Weight) -> str:
    """Return the path of the font file of a family in a weight."""
    return str(FONT_FAMILIES[family].file(_CUTS[weight]))


@cache
def _advance(character: str, weight: Weight) -> float:
    """Return a character's advance in ems, from the first of the families that has it."""
    for family in FAMILIES:
        font, codes = _font(font_file(family, weight))
        if ord(character) in codes:
            return font[codes[ord(character)]]
    return 1.0


@cache
def _font(file: str) -> tuple[dict[str, float], dict[int, str]]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        em = font["head"].unitsPerEm
        return {name: advance / em for name, (advance, _) in font["hmtx"].metrics.items()}, dict(font.getBestCmap())
