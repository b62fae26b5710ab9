"""The widths of characters in the sans-serif fonts, in which tables and figures are set; fonts and scripts of a text."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from string import ascii_letters, digits
from typing import Literal

from briefing.resources import ARABIC, FONT_FAMILIES, OTHER_FAMILIES, SANS

Weight = Literal[400, 600]

FAMILIES = (SANS, ARABIC)
"""The families that drawings name; a text in another is drawn as outlines."""
_ASKED = (SANS, *OTHER_FAMILIES)
_CUTS: dict[int, str] = {400: "Regular", 600: "SemiBold"}


_LETTERS = ascii_letters + digits
_SHARED = frozenset({"Common", "Inherited", "Unknown"})


def text_width(text: str, weight: Weight = 400, families: tuple[str, ...] = ()) -> float:
    """Return the width of a line of text in ems: the sum of its advances, without kerning.

    Each character is of the first of `families` that has it; without these, of the first in which a page sets it.
    """
    return sum(_advance(character, weight, families) for character in text)


def font_file(family: str, weight: Weight) -> str:
    """Return the path of the font file of a family in a weight."""
    return str(FONT_FAMILIES[family].file(_CUTS[weight]))


def family_of(text: str) -> str:
    """Return the family that has the most characters of a text, the first of several; blanks of any width do not count."""
    if text.isascii():
        return SANS
    points = {ord(character) for character in text if not character.isspace()}
    return max(_ASKED, key=lambda family: len(points & _font(font_file(family, 400))[1].keys()))


def families_of(text: str) -> tuple[str, ...]:
    """Return the families that a drawn text needs: the one with most of its characters, then those for what that one lacks."""
    families: list[str] = []
    rest = "".join(character for character in text if not character.isspace())
    while rest or not families:
        family = family_of(rest)
        codes = _font(font_file(family, 400))[1]
        left = "".join(character for character in rest if ord(character) not in codes)
        families += [family]
        if left == rest:  # no family has it; it is refused elsewhere
            break
        rest = left
    return tuple(families)


def relative_width(content: bytes) -> float:
    """Return how wide the letters and digits of a font file are, set in regular, as a multiple of the sans-serif's."""
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(content), lazy=True) as font:
        codes, metrics, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
        found = {character: metrics[codes[ord(character)]][0] / em for character in _LETTERS if ord(character) in codes}
    usual = text_width("".join(found))
    return sum(found.values()) / usual if usual else 1.0


def script_of(character: str) -> str:
    """Return the script of a character by its name in Unicode ("Thai"); empty for signs that scripts share."""
    from fontTools.unicodedata import script, script_name

    name = str(script_name(script(character)))
    return "" if name in _SHARED else name


@cache
def _advance(character: str, weight: Weight, families: tuple[str, ...]) -> float:
    """Return a character's advance in ems, from the first of the families that has it."""
    for family in (*families, *_ASKED):
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
