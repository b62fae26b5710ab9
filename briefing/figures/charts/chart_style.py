"""The one style of all charts: colours, lines, shapes and sizes, and the words and numbers of the document's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from briefing.figures.charts.wording import Wording
from briefing.figures.style import HOUSE, Style, mix
from briefing.figures.svg import SETTINGS
from briefing.text.font_metrics import FAMILIES

SMALL_PT = 7.5
LEADING_MM = 3.49
"""From one line of small text to the next."""

TOLD_BY_LINE = 6
"""So many lines differ by their dashes and marks; more are thin and grey, each with its label."""

_DASHES: tuple[tuple[float, ...], ...] = ((), (4.0, 1.6), (1.2, 1.4), (6.0, 1.6, 1.2, 1.6), (8.0, 2.4), (2.4, 1.2))
_MARKS = "osD^vP"


@dataclass(frozen=True)
class Look:
    """How one series is drawn: colour, width of its line and dashes in points, shape of its marks as matplotlib names it."""

    colour: str
    width_pt: float
    dashes: tuple[float, ...]
    mark: str
    accented: bool = False

    @property
    def line_style(self) -> Any:
        """The style of the line, as matplotlib takes it."""
        return (0, self.dashes) if self.dashes else "solid"


@dataclass(frozen=True)
class ChartStyle:
    """What a form draws with: the room in mm, the colours, the words of the language, and what is highlighted."""

    width_mm: float
    tallest_mm: float
    words: Wording
    highlight: str = ""
    colours: Style = field(default=HOUSE)

    def looks(self, names: Sequence[str]) -> list[Look]:
        """Return how each of several series is drawn: told from each other by more than colour."""
        c = self.colours
        highlighted = self.highlight if self.highlight in names else ""
        few = len(names) <= TOLD_BY_LINE
        looks = []
        for number, name in enumerate(names):
            if name == highlighted or len(names) == 1:
                looks.append(Look(c.accent, 1.6, (), "o", accented=True))
                continue
            shift = number + (1 if highlighted and few and number < list(names).index(highlighted) else 0)
            dashes, mark = (_DASHES[shift % 6], _MARKS[shift % 6]) if few else ((), "o")
            colour = c.mid if highlighted else (c.ink if number % 2 == 0 else c.mid)
            colour = colour if few else mix(c.mid, c.faint, 0.6)
            looks.append(Look(colour, 1.1 if few else 0.7, dashes, mark))
        return looks

    def fills(self, count: int, *, highlighted: bool = False) -> list[tuple[str, bool]]:
        """Return the shade of each of several areas that meet, darkest first, and whether it is striped.

        Beside a highlighted one none is black: to some readers the accent is nearly so.
        """
        c = self.colours
        shades = [
            mix(c.mid, c.faint, 0.1) if highlighted else c.ink,
            mix(c.mid, c.faint, 0.5),
            mix(c.faint, c.tint, 0.25),
            mix(c.tint, c.faint, 0.25),
        ]
        return [(shades[number % 4], number >= 4) for number in range(count)]

    @property
    def settings(self) -> dict[Any, Any]:
        """The settings of matplotlib under which charts are drawn."""
        c = self.colours
        return {
            **SETTINGS,
            "font.family": list(FAMILIES),
            "font.size": SMALL_PT,
            "text.color": c.ink,
            "text.parse_math": False,
            "axes.unicode_minus": True,
            "axes.facecolor": "none",
            "axes.axisbelow": True,
            **{f"axes.spines.{side}": False for side in ("left", "right", "top", "bottom")},
            "ytick.major.pad": 2.5,
            **{f"{axis}tick.{part}": value for axis in "xy" for part, value in _ticks(c)},
            "lines.markersize": 3.4,
            "lines.dash_capstyle": "butt",
            "lines.scale_dashes": False,
        }


def _ticks(colours: Style) -> tuple[tuple[str, Any], ...]:
    return (
        ("major.size", 0),
        ("minor.size", 0),
        ("labelsize", SMALL_PT),
        ("color", colours.faint),
        ("labelcolor", colours.mid),
    )
