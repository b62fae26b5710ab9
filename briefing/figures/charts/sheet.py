"""A matplotlib figure measured in millimetres from its top left corner, and its SVG."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from briefing.figures.charts.chart_style import LEADING_MM, SMALL_PT, ChartStyle
from briefing.figures.style import POINT_MM, text_width_mm
from briefing.figures.svg import NO_METADATA, SETTINGS_LOCK, Anchor, draw_outlines, needs_outlines, with_alternative
from briefing.text.font_metrics import FAMILIES, Weight, families_of, font_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCH_MM = 25.4
CAP_HEIGHT = 0.34
"""Half the height of a capital, in ems: how far the baseline of a text is below its middle."""


class Sheet:
    """The sheet that a form draws on: `figure` is matplotlib's, and `notes` are printed below it."""

    def __init__(self, style: ChartStyle, height_mm: float) -> None:
        from matplotlib.figure import Figure

        self.style = style
        self.width_mm, self.height_mm = style.width_mm, height_mm
        self.figure = Figure((style.width_mm / INCH_MM, height_mm / INCH_MM), dpi=72, facecolor="none")
        self.notes: list[str] = []

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes without ticks or frame at a place in mm."""
        axes = self.figure.add_axes(
            (
                left / self.width_mm,
                1 - (top + height) / self.height_mm,
                width / self.width_mm,
                height / self.height_mm,
            )
        )
        axes.set_xticks([])
        axes.set_yticks([])
        return axes

    def write(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size_pt: float = SMALL_PT,
        colour: str = "",
        weight: Weight = 400,
        anchor: Anchor = "left",
    ) -> None:
        """Write one line of text at a place in mm."""
        families = families_of(text) if needs_outlines(text) else FAMILIES
        _add_fonts(families)
        self.figure.text(
            x / self.width_mm,
            1 - baseline / self.height_mm,
            text,
            fontfamily=families,
            fontsize=size_pt,
            color=colour or self.style.colours.ink,
            fontweight=weight,
            horizontalalignment=anchor,
            verticalalignment="baseline",
        )

    def write_lines(self, x: float, middle: float, lines: list[str], **how: Any) -> None:
        """Write lines of text of which the middle is at a place in mm; `how` is as in `write`."""
        size = how.get("size_pt", SMALL_PT)
        leading = LEADING_MM * size / SMALL_PT
        first = middle + CAP_HEIGHT * size * POINT_MM - (len(lines) - 1) * leading / 2
        for number, line in enumerate(lines):
            self.write(x, first + number * leading, line, **how)

    def connect(self, points: list[tuple[float, float]], colour: str = "") -> None:
        """Draw a hairline through places in mm, as from a label to what it names."""
        from matplotlib.lines import Line2D

        xs = [x / self.width_mm for x, _ in points]
        ys = [1 - y / self.height_mm for _, y in points]
        line = Line2D(
            xs, ys, color=colour or self.style.colours.faint, linewidth=0.5, transform=self.figure.transFigure
        )
        self.figure.add_artist(line)

    def mark(self, x: float, y: float, shape: str, colour: str, *, filled: bool) -> None:
        """Draw one mark at a place in mm, as in a key."""
        from matplotlib.lines import Line2D

        at = [x / self.width_mm], [1 - y / self.height_mm]
        face = colour if filled else self.style.colours.paper
        mark = Line2D(*at, color=colour, marker=shape, markersize=4.0, markerfacecolor=face, markeredgewidth=0.9)
        mark.set_transform(self.figure.transFigure)
        self.figure.add_artist(mark)

    def swatch(self, x: float, y: float, width: float, height: float, colour: str, *, striped: bool) -> None:
        """Draw a small area at a place in mm, as in a key."""
        from matplotlib.patches import Rectangle

        corner = x / self.width_mm, 1 - (y + height) / self.height_mm
        size = width / self.width_mm, height / self.height_mm
        area = Rectangle(corner, *size, facecolor=colour, linewidth=0, transform=self.figure.transFigure)
        self.figure.add_artist(area)
        if striped:
            self.connect([(x, y + height / 2), (x + width, y + height / 2)], self.style.colours.paper)

    def svg(self, title: str, description: str) -> bytes:
        """Return the SVG as UTF-8, with its alternative text; to be called under the settings that it was drawn with."""
        width, height = round(self.width_mm / POINT_MM, 2), round(self.height_mm / POINT_MM, 2)
        out = io.StringIO()
        renderer = _svg_renderer()(width, height, out, image_dpi=72, metadata=NO_METADATA)
        self.figure.draw(renderer)
        renderer.finalize()
        return with_alternative(out.getvalue(), title, description)


def _svg_renderer() -> Any:
    """Return matplotlib's SVG renderer, with texts in other scripts as outlines. It has no types."""
    from matplotlib.backends import backend_svg

    base: Any = backend_svg.RendererSVG

    class Renderer(base):  # type: ignore[misc]
        def draw_text(
            self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
        ) -> None:
            if not needs_outlines(s):
                super().draw_text(gc, x, y, s, prop, angle, ismath=ismath, mtext=mtext)
                return
            weight: Weight = 600 if prop.get_weight() == 600 else 400
            filled = self.new_gc()
            filled.copy_properties(gc)
            filled.set_linewidth(0)
            draw_outlines(self, filled, (x, self.height - y), s, prop.get_size_in_points(), weight, "left")

    return Renderer


@contextmanager
def settings(style: ChartStyle) -> Iterator[None]:
    """Draw under the settings of charts, whatever this machine's are; one chart at a time."""
    import matplotlib as mpl

    with SETTINGS_LOCK, mpl.rc_context():
        mpl.rcParams.update(_defaults())
        mpl.rcParams.update(style.settings)
        _add_fonts(FAMILIES)
        yield


def _defaults() -> Any:
    """Return matplotlib's own settings, but for those that belong to a machine and its screen."""
    import matplotlib as mpl

    machine = {"backend", "backend_fallback", "interactive", "toolbar", "timezone"}
    return {key: value for key, value in mpl.rcParamsDefault.items() if key not in machine}


def _add_fonts(families: tuple[str, ...]) -> None:
    """Make families known to matplotlib, which asks for their widths."""
    for family in families:
        _add_family(family)


@cache
def _add_family(family: str) -> None:
    from matplotlib.font_manager import fontManager

    known = {entry.fname for entry in fontManager.ttflist}
    for weight in (400, 600):
        if (file := font_file(family, weight)) not in known:
            fontManager.addfont(file)


def widest_mm(texts: list[str], size_pt: float = SMALL_PT, weight: Weight = 400) -> float:
    """Return the width of the widest of some texts; 0 for none."""
    return max((text_width_mm(text, size_pt, weight) for text in texts), default=0.0)
