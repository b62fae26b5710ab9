"""The style of all figures: the document's colours and fonts, and the width of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

from briefing.problems import FigureError, Problem
from briefing.resources import ARABIC, FONT_FAMILIES, SANS

POINT_MM = 25.4 / 72
FAMILIES = (SANS, ARABIC)

Weight = Literal[400, 600]

_CUTS: dict[int, str] = {400: "Regular", 600: "SemiBold"}


@dataclass(frozen=True)
class Style:
    """The colours of a figure, as #rrggbb: text, secondary text, hairlines, areas, and the one accent."""

    ink: str = "#1a1a1a"
    mid: str = "#5f5f5f"
    faint: str = "#b8b8b8"
    tint: str = "#eceae5"
    accent: str = "#9e1b1b"
    paper: str = "#ffffff"


HOUSE = Style()


def read_style(css: str) -> Style:
    """Read the figure's colours from a style sheet's custom properties (`--ink: #1a1a1a;`, in its first `:root`).

    Raises FigureError naming every property that is missing or is not written #rgb or #rrggbb.
    """
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    root = re.search(r":root\s*\{([^}]*)\}", plain)
    declared = dict(re.findall(r"--([\w-]+)\s*:\s*([^;}]+?)\s*(?=;|$)", root[1])) if root else {}
    colours: dict[str, str] = {}
    problems: list[Problem] = []
    for name in (field.name for field in fields(Style)):
        value = declared.get(name, Style.paper if name == "paper" else "").lower()
        if re.fullmatch(r"#[0-9a-f]{3}", value):
            value = "#" + "".join(2 * digit for digit in value[1:])
        if not re.fullmatch(r"#[0-9a-f]{6}", value):
            what = f"--{name} is {value!r}" if value else f"--{name} is missing"
            hint = f"Write --{name}: #rrggbb; in :root of the style sheet."
            problems.append(Problem("style-token", f"{what}: figures need this colour", hint=hint))
        colours[name] = value
    if problems:
        raise FigureError(problems)
    return Style(**colours)


def mix(one: str, other: str, share: float) -> str:
    """Mix two #rrggbb colours: `share` of the other, 0 to 1."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def text_width_mm(text: str, size_pt: float, weight: Weight = 400) -> float:
    """Return the width of a line of text: the sum of its advances, without kerning, as in an SVG."""
    return sum(_advance(character, weight) for character in text) * size_pt * POINT_MM


def wrap(text: str, width_mm: float, size_pt: float, weight: Weight = 400) -> list[str]:
    """Break a text at its spaces into lines no wider than the width, where its words allow."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width_mm(f"{lines[-1]} {word}", size_pt, weight) <= width_mm:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


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
