"""A sheet in millimetres to draw on, finished as an SVG.

The only module that imports matplotlib, and only when a sheet is drawn. Its SVG renderer is used directly: a figure of
ours is marks and words at places we work out ourselves, and needs no axes.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from briefing.figures.style import FAMILIES, POINT_MM, Weight, font_file
from briefing.resources import ARABIC

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase

Anchor = Literal["left", "center", "right"]
XY = tuple[float, float]
Rect = tuple[float, float, float, float]
"""The left and the top edge, the width and the height."""

_RIGHT_TO_LEFT = ("R", "AL")
_SETTINGS: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "briefing", "svg.id": None, "path.simplify": False}
_ONE_AT_A_TIME = Lock()
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


class Canvas:
    """A sheet to draw on, in millimetres from the top left; what is drawn later lies on top."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        self._width, self._height = round(width_mm / POINT_MM, 2), round(height_mm / POINT_MM, 2)
        self._strokes: list[Callable[[_Pen], None]] = []

    def line(
        self, points: Sequence[XY], colour: str, width_pt: float, *, dashes: tuple[float, float] | None = None
    ) -> None:
        """Draw an open line through the points."""
        self._strokes.append(lambda pen: pen.path([points], None, colour, width_pt, dashes=dashes))

    def lines(self, runs: Sequence[Sequence[XY]], colour: str, width_pt: float) -> None:
        """Draw many open lines of one look, as one path."""
        self._strokes.append(lambda pen: pen.path(runs, None, colour, width_pt))

    def rects(self, rects: Sequence[Rect], fill: str | None, edge: str = "") -> None:
        """Draw upright rectangles of one look, with a hairline where `edge` is a colour."""
        self.area([[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in rects], fill, edge)

    def rect(self, x: float, y: float, width: float, height: float, fill: str | None, edge: str = "") -> None:
        """Draw one upright rectangle from its top left corner."""
        self.rects([(x, y, width, height)], fill, edge)

    def area(self, rings: Sequence[Sequence[XY]], fill: str | None, edge: str = "", width_pt: float = 0.5) -> None:
        """Fill closed rings as one shape, holes being rings that run the other way."""
        self._strokes.append(lambda pen: pen.path(rings, fill, edge or "#000000", width_pt if edge else 0, closed=True))

    def dots(self, centres: Sequence[XY], diameter: float, fill: str, edge: str, width_pt: float) -> None:
        """Draw circles, `diameter` over all, the edge included."""
        self._strokes.append(lambda pen: pen.marks(centres, diameter, fill, edge, width_pt))

    def ring(self, centre: XY, diameter: float, edge: str, width_pt: float) -> None:
        """Draw an open circle round something."""
        self._strokes.append(lambda pen: pen.marks([centre], diameter, None, edge, width_pt))

    def halves(self, centres: Sequence[XY], diameter: float, fill: str, width_pt: float, paper: str) -> None:
        """Draw circles of which the left half is filled."""
        self.dots(centres, diameter, paper, fill, width_pt)
        self._strokes.append(lambda pen: pen.marks(centres, diameter, fill, fill, width_pt, half=True))

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
        """Set one line of text with its anchor at x, standing on the baseline."""
        from_right = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)

        def stroke(pen: _Pen) -> None:
            (pen.outlines if from_right else pen.words)((x, baseline), text, size_pt, colour, weight, anchor)

        self._strokes.append(stroke)

    def svg(self, title: str, description: str) -> bytes:
        """Finish the sheet: the SVG as UTF-8, with the words that stand for it."""
        import matplotlib as mpl

        # matplotlib's settings are the process's: one sheet at a time, whatever a matplotlibrc on this machine says.
        with _ONE_AT_A_TIME, mpl.rc_context(_SETTINGS):
            pen = _Pen(self._width, self._height)
            for stroke in self._strokes:
                stroke(pen)
            text = pen.finish()
        head, body = text[text.index("<svg") :].split(">", 1)
        body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.DOTALL)
        words = f"<title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
        return f'{head} role="img">\n {words}{body}'.encode()


class _Pen:
    """matplotlib's SVG renderer, drawing in our millimetres; to be used under our settings only."""

    def __init__(self, width_pt: float, height_pt: float) -> None:
        from matplotlib.backends import backend_svg

        # matplotlib has no types for its renderers.
        renderer_svg: Any = backend_svg.RendererSVG
        self._out, self._height = io.StringIO(), height_pt
        self._renderer = renderer_svg(width_pt, height_pt, self._out, metadata=_NO_METADATA)

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
            vertices += [self._up(spot) for spot in run]
            codes += [int(Outline.MOVETO)] + [int(Outline.LINETO)] * (len(run) - 1)
            if closed:
                vertices.append(self._up(run[0]))
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
        """Draw circles, or their left halves, of one look."""
        from matplotlib.path import Path as Outline
        from matplotlib.transforms import Affine2D, IdentityTransform

        if not centres:
            return
        size = Affine2D().scale((diameter / POINT_MM - width_pt) / 2)
        mark: Outline = Outline.wedge(90, 270) if half else Outline.unit_circle()
        spots = Outline([self._up(spot) for spot in centres])
        self._renderer.draw_markers(self._gc(edge, width_pt), mark, size, spots, IdentityTransform(), _rgb(fill))

    def words(self, spot: XY, text: str, size_pt: float, colour: str, weight: Weight, anchor: Anchor) -> None:
        """Set a text as text."""
        from matplotlib.font_manager import FontProperties
        from matplotlib.text import Text

        x, y = self._up(spot)
        prop = FontProperties(family=list(FAMILIES), size=size_pt, weight=weight)
        anchored = Text(x, y, text, horizontalalignment=anchor)
        gc = self._gc(colour, 1)
        self._renderer.draw_text(gc, x, self._height - y, text, prop, 0, ismath=False, mtext=anchored)

    def outlines(self, spot: XY, text: str, size_pt: float, colour: str, weight: Weight, anchor: Anchor) -> None:
        """Draw a text as the outlines of its letters, labelled with the text.

        WeasyPrint sets an SVG's text letter by letter from the left, which neither joins nor turns Arabic.
        """
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import TextPath
        from matplotlib.transforms import Affine2D

        prop = FontProperties(fname=font_file(ARABIC, weight))
        outline = TextPath((0, 0), text, size=100, prop=prop)
        ends = outline.get_extents()
        start = {"left": ends.x0, "center": (ends.x0 + ends.x1) / 2, "right": ends.x1}[anchor]
        place = Affine2D().translate(-start, 0).scale(size_pt / 100).translate(*self._up(spot))
        self._renderer.writer.start("g", attrib={"aria-label": text})
        self._renderer.draw_path(self._gc(colour, 0), outline, place, _rgb(colour))
        self._renderer.writer.end("g")

    def _gc(self, colour: str, width_pt: float) -> GraphicsContextBase:
        gc: GraphicsContextBase = self._renderer.new_gc()
        gc.set_foreground(colour)
        gc.set_linewidth(width_pt)
        return gc

    def _up(self, spot: XY) -> XY:
        """Return a spot as matplotlib counts it: in points, to a hundredth, from the bottom left."""
        return round(spot[0] / POINT_MM, 2), self._height - round(spot[1] / POINT_MM, 2)


def _rgb(colour: str | None) -> tuple[float, float, float] | None:
    if colour is None:
        return None
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255
