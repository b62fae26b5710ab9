"""Standing bars along dates or numbers, all of one colour as one path: two thousand are drawn as fast as ten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.figures.charts.chart_style import ChartStyle
from briefing.model.charts.data import ChartData, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHARE = 0.78
"""How much of its room a standing bar takes."""

_THINNEST = 0.0004
"""The least width of a bar, as a share of the axis: thinner ones leave no ink."""

Column = tuple[float, float, float]
"""Where a bar stands, where it begins, and where it ends."""


def plot_columns(axes: Axes, data: ChartData, one: Series, style: ChartStyle, step: float, *, accented: bool) -> None:
    """Plot one series as standing bars on axes whose rows are `step` from each other."""
    c = style.colours
    highlighted = {row for row, x in enumerate(data.x) if str(x) == style.highlight}
    for colour, rows in ((c.mid, False), (c.accent, True)):
        columns = [
            (data.positions[row], 0.0, float(value))
            for row, value in one.known
            if (accented or row in highlighted) is rows
        ]
        fill_columns(axes, columns, step * _SHARE, colour)


def fill_columns(
    axes: Axes, columns: Sequence[Column], width: float, colour: str, *, edge: str = "none", edge_pt: float = 0.0
) -> None:
    """Fill bars of one width and colour as one path."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not columns:
        return
    first, last = axes.get_xlim()
    half = max(width, (last - first) * _THINNEST) / 2
    corners = [
        corner
        for x, start, end in columns
        for corner in ((x - half, start), (x - half, end), (x + half, end), (x + half, start), (x - half, start))
    ]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(columns)
    axes.add_patch(PathPatch(Path(corners, codes), facecolor=colour, edgecolor=edge, linewidth=edge_pt, clip_on=False))
