"""What all figures have in common where matplotlib writes them as SVG: its settings, texts as outlines, the head.

matplotlib's settings belong to the whole process: they are changed for one SVG at a time, whatever a matplotlibrc on this
machine contains.
"""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from briefing.resources import SANS
from briefing.text.font_metrics import Weight, families_of, font_file

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.path import Path
    from matplotlib.transforms import Affine2D

Anchor = Literal["left", "center", "right"]

SETTINGS: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "briefing", "svg.id": None, "path.simplify": False}
SETTINGS_LOCK = Lock()
HALO_PT = 1.8
_BLANKS = re.compile("[\u00a0\u202f\u2009]")
"""Blanks that few fonts have: in outlines they are a space like any other."""
NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def needs_outlines(text: str) -> bool:
    """Tell whether a text has letters that the font of figures does not have: WeasyPrint joins and reverses none of them."""
    return not text.isascii() and families_of(text) != (SANS,)


def draw_outlines(
    renderer: Any,
    gc: GraphicsContextBase,
    point: tuple[float, float],
    text: str,
    size_pt: float,
    weight: Weight,
    anchor: Anchor,
) -> None:
    """Draw a text as the outlines of its letters in the colour of `gc`, labelled with the text; `point` is in points.

    WeasyPrint sets an SVG's text letter by letter from the left, which neither reverses Arabic nor joins the letters of
    many scripts. matplotlib has no types for its renderers.
    """
    outline, place = _letters(point, text, size_pt, weight, anchor)
    renderer.writer.start("g", attrib={"aria-label": text})
    renderer.draw_path(gc, outline, place, gc.get_rgb()[:3])
    renderer.writer.end("g")


def draw_halo(
    renderer: Any, gc: GraphicsContextBase, point: tuple[float, float], text: str, size_pt: float, weight: Weight
) -> None:
    """Draw the line of `gc` round the letters of a text that is then written over it; `point` is in points, in its middle."""
    outline, place = _letters(point, text, size_pt, weight, "center")
    renderer.draw_path(gc, outline, place, None)


def _letters(
    point: tuple[float, float], text: str, size_pt: float, weight: Weight, anchor: Anchor
) -> tuple[Path, Affine2D]:
    """Return the outlines of a text's letters, and the transformation that takes them to their place."""
    from matplotlib.transforms import Affine2D

    outline = _outline(_BLANKS.sub(" ", text), tuple(font_file(family, weight) for family in families_of(text)))
    ends = outline.get_extents()
    start = {"left": ends.x0, "center": (ends.x0 + ends.x1) / 2, "right": ends.x1}[anchor]
    return outline, Affine2D().translate(-start, 0).scale(size_pt / 100).translate(*point)


def _outline(text: str, files: tuple[str, ...]) -> Path:
    """Return the outlines of a text's letters at 100 points, each from the first of some font files that has it.

    It is matplotlib's `TextPath` for fonts that are files and not names: a name may be that of another file of this machine.
    """
    from matplotlib.font_manager import get_font
    from matplotlib.path import Path
    from matplotlib.textpath import TextToPath

    letters = TextToPath()
    font = get_font(files)
    font.set_size(letters.FONT_SCALE, letters.DPI)
    placed, shapes, _ = letters.get_glyphs_with_font(font, text)
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    for name, x, y, scale in placed:
        points, kinds = shapes[name]
        vertices += [(px * scale + x, py * scale + y) for px, py in points]
        codes += [int(kind) for kind in kinds]
    return Path(vertices, codes)


def with_alternative(svg: str, title: str, description: str) -> bytes:
    """Return an SVG as UTF-8, with its alternative text and without matplotlib's own description of it."""
    head, body = svg[svg.index("<svg") :].split(">", 1)
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.DOTALL)
    alternative = f"<title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    return f'{head} role="img">\n {alternative}{body}'.encode()
