"""Growth as pictures, in the house style: each peer has its own marker and label, so that they differ in grey, too."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from math import log10
from pathlib import Path
from typing import Any

from briefing.atomic import write_atomically
from briefing.figures.style import HOUSE
from briefing.text.font_metrics import font_file
from tests.bench.growth import OURS, Growth, Point

_LOOKS: tuple[tuple[str, str, str], ...] = (
    ("s", HOUSE.ink, "-"),
    ("^", HOUSE.mid, "--"),
    ("D", HOUSE.mid, ":"),
    ("v", HOUSE.faint, "-"),
    ("P", HOUSE.faint, "--"),
)
_WIDTH_IN, _HEIGHT_IN = 6.3, 3.6
_MEASURES: Mapping[str, tuple[str, Callable[[Point], float]]] = {
    "time": ("seconds", lambda point: point.wall),
    "memory": ("MiB at most", lambda point: point.peak_mib),
}


def draw_growths(growths: Sequence[Growth], folder: Path) -> list[tuple[str, str]]:
    """Draw time and memory for each kind of size into a folder: the files' names, with an alternative text for each."""
    drawn = []
    for growth in growths:
        for measure, (unit, value) in _MEASURES.items():
            name = f"{growth.kind}-{measure}.svg"
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(folder / name, _draw(growth, f"{measure.capitalize()} by {growth.kind}: {unit}", value))
            drawn.append((name, f"{measure.capitalize()} by {growth.kind}, {unit}, both axes logarithmic"))
    return drawn


def _draw(growth: Growth, title: str, value: Callable[[Point], float]) -> bytes:
    import matplotlib as mpl
    from matplotlib import font_manager
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    for weight in (400, 600):
        font_manager.fontManager.addfont(font_file("Fira Sans", weight))
    settings: dict[Any, Any] = {"font.family": "Fira Sans", "font.size": 8.5, "svg.hashsalt": "briefing"}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(_WIDTH_IN, _HEIGHT_IN), facecolor=HOUSE.paper)
        FigureCanvasSVG(figure)
        # On the right there is room for the names.
        axes = figure.add_axes((0.09, 0.13, 0.64, 0.77))
        axes.set_xscale("log")
        axes.set_yscale("log")
        sizes = sorted({point.size for points in growth.points.values() for point in points})
        looks = iter(_LOOKS)
        ends: list[tuple[float, str, str]] = []
        for name, points in growth.points.items():
            ours = name == OURS
            mark, colour, dashes = ("o", HOUSE.accent, "-") if ours else next(looks)
            axes.plot(
                [point.size for point in points],
                [value(point) for point in points],
                marker=mark,
                color=colour,
                linestyle=dashes,
                linewidth=2.2 if ours else 1.1,
                markersize=5,
                markeredgecolor=HOUSE.ink,
                markeredgewidth=0.5,
                zorder=3 if ours else 2,
            )
            last, ink = points[-1], HOUSE.accent if ours else HOUSE.ink
            if last.size == sizes[-1]:
                ends.append((value(last), name, ink))
            else:
                axes.annotate(name, (last.size, value(last)), (7, -3), textcoords="offset points", color=ink)
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        _name(axes, ends)
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:,.10g}"))
        axes.set_xlabel(growth.kind, color=HOUSE.mid)
        axes.set_title(title, loc="left", fontweight=600, fontsize=9.5, color=HOUSE.ink)
        axes.grid(axis="y", color=HOUSE.tint)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(colors=HOUSE.mid)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _name(axes: Any, ends: Sequence[tuple[float, str, str]]) -> None:
    """Write each line's name at its end, moved up where two would touch."""
    low, high = map(log10, axes.get_ylim())
    least = (high - low) / 15
    for place, (name, colour) in _apart([(log10(end), (name, colour)) for end, name, colour in ends], least):
        axes.annotate(
            name,
            (1.02, (place - low) / (high - low)),
            xycoords="axes fraction",
            va="center",
            color=colour,
            fontweight=600 if name == OURS else 400,
        )


def _apart(places: Sequence[tuple[float, Any]], least: float) -> list[tuple[float, Any]]:
    """The places from below, each at least so far above the last."""
    moved: list[tuple[float, Any]] = []
    for place, what in sorted(places, key=lambda one: one[0]):
        moved.append((max(place, moved[-1][0] + least) if moved else place, what))
    return moved
