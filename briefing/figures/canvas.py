"""A canvas in millimetres, written as an SVG.

matplotlib is imported only when an SVG is written. Its SVG renderer is used directly: these figures are marks and texts at
places that we calculate, and need no axes. Charts of a desk's own numbers do: see `briefing.figures.charts`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from briefing.figures.style import POINT_MM
from briefing.figures.svg import (
    HALO_PT,
    NO_METADATA,
    SETTINGS,
    SETTINGS_LOCK,
    Anchor,
    draw_halo,
    draw_outlines,
    needs_outlines,
    with_alternative,
)
from briefing.text.font_metrics import FAMILIES, Weight

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase

XY = tuple[float, float]
Rect = tuple[float, float, float, float]
"""The left and the top edge, the width and the height."""


class Canvas:
    """A canvas, in millimetres from the top left; what is drawn later covers what was drawn before."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        self._width, self._height = round(width_mm / POINT_MM, 2), round(height_mm / POINT_MM, 2)
        self._operations: list[Callable[[_SvgWriter], None]] = []

    def line(
        self, points: Sequence[XY], colour: str, width_pt: float, *, dashes: tuple[float, float] | None = None
    ) -> None:
        """Draw an open line through the points."""
        self._operations.append(lambda svg: svg.path([points], None, colour, width_pt, dashes=dashes))

    def lines(self, runs: Sequence[Sequence[XY]], colour: str, width_pt: float) -> None:
        """Draw many open lines of one style, as one path."""
        self._operations.append(lambda svg: svg.path(runs, None, colour, width_pt))

    def rects(self, rects: Sequence[Rect], fill: str | None, edge: str = "") -> None:
        """Draw upright rectangles of one style, with a hairline where `edge` is a colour."""
        self.area([[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in rects], fill, edge)

    def rect(self, x: float, y: float, width: float, height: float, fill: str | None, edge: str = "") -> None:
        """Draw one upright rectangle from its top left corner."""
        self.rects([(x, y, width, height)], fill, edge)

    def area(self, rings: Sequence[Sequence[XY]], fill: str | None, edge: str = "", width_pt: float = 0.5) -> None:
        """Fill closed rings as one shape, holes being rings that run the other way."""
        self._operations.append(
            lambda svg: svg.path(rings, fill, edge or "#000000", width_pt if edge else 0, closed=True)
        )

    def dots(self, centres: Sequence[XY], diameter: float, fill: str, edge: str, width_pt: float) -> None:
        """Draw circles; `diameter` includes the edge."""
        self._operations.append(lambda svg: svg.marks(centres, diameter, fill, edge, width_pt))

    def ring(self, centre: XY, diameter: float, edge: str, width_pt: float) -> None:
        """Draw an open circle."""
        self._operations.append(lambda svg: svg.marks([centre], diameter, None, edge, width_pt))

    def halves(self, centres: Sequence[XY], diameter: float, fill: str, width_pt: float, paper: str) -> None:
        """Draw circles of which the left half is filled."""
        self.dots(centres, diameter, paper, fill, width_pt)
        self._operations.append(lambda svg: svg.marks(centres, diameter, fill, fill, width_pt, half=True))

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size_pt: float,
        colour: str,
        *,
        weight: Weight = 400,
        anchor: Anchor = "left",
    ) -> None:
        """Write one line of text on a baseline, with its anchor at x."""
        outlined = needs_outlines(text)

        def write(svg: _SvgWriter) -> None:
            (svg.outlines if outlined else svg.text)((x, baseline), text, size_pt, colour, weight, anchor)

        self._operations.append(write)

    def halo(self, x: float, baseline: float, text: str, size_pt: float, colour: str, *, weight: Weight = 400) -> None:
        """Draw a broad line round the letters of a text that is then written over it, its middle at x."""
        self._operations.append(lambda svg: svg.halo((x, baseline), text, size_pt, colour, weight))

    def extend(self, height_mm: float) -> None:
        """Make the canvas as high as what was drawn needs."""
        self._height = round(height_mm / POINT_MM, 2)

    def svg(self, title: str, description: str) -> bytes:
        """Return the SVG as UTF-8, with its alternative text."""
        import matplotlib as mpl

        # matplotlib's settings belong to the process: one SVG at a time, whatever a matplotlibrc on this machine contains.
        with SETTINGS_LOCK, mpl.rc_context(SETTINGS):
            svg = _SvgWriter(self._width, self._height)
            for operation in self._operations:
                operation(svg)
            text = svg.finish()
        return with_alternative(text, title, description)


class _SvgWriter:
    """matplotlib's SVG renderer with our millimetres; to be used under our settings only."""

    def __init__(self, width_pt: float, height_pt: float) -> None:
        from matplotlib.backends import backend_svg

        # matplotlib has no types for its renderers.
        renderer_svg: Any = backend_svg.RendererSVG
        self._out, self._height = io.StringIO(), height_pt
        self._renderer = renderer_svg(width_pt, height_pt, self._out, metadata=NO_METADATA)

    def finish(self) -> str:
        """Close the SVG and return it."""
        self._renderer.finalize()
        return self._out.getvalue()

    def path(
        self,
        runs: Sequence[Sequence[XY]],
        fill: str | None,
        edge: str,
        width_pt: float,
        *,
        closed: bool = False,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draw runs of points as one path."""
        from matplotlib.path import Path as Outline
        from matplotlib.transforms import IdentityTransform

        vertices: list[XY] = []
        codes: list[int] = []
        for run in runs:
            vertices += [self._to_points(point) for point in run]
            codes += [int(Outline.MOVETO)] + [int(Outline.LINETO)] * (len(run) - 1)
            if closed:
                vertices.append(self._to_points(run[0]))
                codes.append(int(Outline.CLOSEPOLY))
        if vertices:
            gc = self._gc(edge, width_pt)
            if dashes:
                gc.set_dashes(0, list(dashes))
            self._renderer.draw_path(gc, Outline(vertices, codes), IdentityTransform(), _rgb(fill))

    def marks(
        self,
        centres: Sequence[XY],
        diameter: float,
        fill: str | None,
        edge: str,
        width_pt: float,
        *,
        half: bool = False,
    ) -> None:
        """Draw circles, or their left halves, of one style."""
        from matplotlib.path import Path as Outline
        from matplotlib.transforms import Affine2D, IdentityTransform

        if not centres:
            return
        size = Affine2D().scale((diameter / POINT_MM - width_pt) / 2)
        mark: Outline = Outline.wedge(90, 270) if half else Outline.unit_circle()
        points = Outline([self._to_points(point) for point in centres])
        self._renderer.draw_markers(self._gc(edge, width_pt), mark, size, points, IdentityTransform(), _rgb(fill))

    def text(self, point: XY, text: str, size_pt: float, colour: str, weight: Weight, anchor: Anchor) -> None:
        """Write a text as text."""
        from matplotlib.font_manager import FontProperties
        from matplotlib.text import Text

        x, y = self._to_points(point)
        prop = FontProperties(family=list(FAMILIES), size=size_pt, weight=weight)
        anchored = Text(x, y, text, horizontalalignment=anchor)
        gc = self._gc(colour, 1)
        self._renderer.draw_text(gc, x, self._height - y, text, prop, 0, ismath=False, mtext=anchored)

    def outlines(self, point: XY, text: str, size_pt: float, colour: str, weight: Weight, anchor: Anchor) -> None:
        """Draw a text as the outlines of its letters."""
        draw_outlines(self._renderer, self._gc(colour, 0), self._to_points(point), text, size_pt, weight, anchor)

    def halo(self, point: XY, text: str, size_pt: float, colour: str, weight: Weight) -> None:
        """Draw a broad line round the letters of a text."""
        draw_halo(self._renderer, self._gc(colour, HALO_PT), self._to_points(point), text, size_pt, weight)

    def _gc(self, colour: str, width_pt: float) -> GraphicsContextBase:
        gc: GraphicsContextBase = self._renderer.new_gc()
        gc.set_foreground(colour)
        gc.set_linewidth(width_pt)
        return gc

    def _to_points(self, point: XY) -> XY:
        """Return a point in matplotlib's coordinates: typographic points, to a hundredth, from the bottom left."""
        return round(point[0] / POINT_MM, 2), self._height - round(point[1] / POINT_MM, 2)


def _rgb(colour: str | None) -> tuple[float, float, float] | None:
    if colour is None:
        return None
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255
