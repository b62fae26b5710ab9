"""Countries shaded by a value: in how many steps, and in which colours."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from briefing.figures.map.request import Shading
from briefing.figures.style import Style, mix

MOST_CLASSES = 5
NO_VALUE_SHARE = 0.35
_PALEST, _DARKEST = 0.16, 1.0


@dataclass(frozen=True)
class ShadingClass:
    """The countries of one colour: from the least of their values to the greatest; `depth` is from 0 to 1."""

    low: float
    high: float
    codes: tuple[str, ...]
    depth: float

    def colour(self, style: Style) -> str:
        """Return the colour: the accent, paler for lesser values, so that it is told by its lightness alone."""
        return mix(style.paper, style.accent, _PALEST + (_DARKEST - _PALEST) * self.depth)


def classes_of(shading: Shading) -> list[ShadingClass]:
    """Return the classes of the values, the least first: parted where neighbouring values differ most.

    A class says which values it has, so that none is empty, and no value is on the edge of two.
    """
    by_value: dict[float, list[str]] = {}
    for iso3, value in sorted(shading.values, key=lambda pair: (pair[1], pair[0])):
        by_value.setdefault(value, []).append(iso3)
    values = list(by_value)
    gaps = sorted(range(1, len(values)), key=lambda i: (-_gap(values[i - 1], values[i], values), i))[: MOST_CLASSES - 1]
    edges = [0, *sorted(gaps), len(values)]
    groups = [values[a:b] for a, b in itertools.pairwise(edges)]
    return [
        ShadingClass(
            group[0],
            group[-1],
            tuple(iso3 for value in group for iso3 in by_value[value]),
            i / (len(groups) - 1) if len(groups) > 1 else 0.5,
        )
        for i, group in enumerate(groups)
    ]


def _gap(low: float, high: float, values: list[float]) -> float:
    """Return how far two values are from each other: by their ratio where all are above zero, else by their difference."""
    return high / low if values[0] > 0 else high - low
