"""The style of all figures: the document's colours and fonts, and the width of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from briefing.problems import FigureError, Problem
from briefing.text.font_metrics import Weight, families_of, text_width

POINT_MM = 25.4 / 72


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
    families = () if text.isascii() else families_of(text)
    return text_width(text, weight, families) * size_pt * POINT_MM


def wrap(text: str, width_mm: float, size_pt: float, weight: Weight = 400) -> list[str]:
    """Break a text at its spaces, but not at no-break spaces, into lines no wider than the width, where its words allow."""
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        if lines and text_width_mm(f"{lines[-1]} {word}", size_pt, weight) <= width_mm:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
