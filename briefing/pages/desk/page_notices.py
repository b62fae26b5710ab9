"""Check that the marking, the notices and the as-of can be read on every finished page, whatever a desk's own style does.

A text can be read where it is on the page as a whole, in a size, colour and place in which it is seen, and nothing else is
painted where it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from briefing.house.colours import contrast
from briefing.pages.desk.notices import Notices
from briefing.pages.document import Document
from briefing.problems import Place, Problem

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, PageBox

LEAST_PT, LEAST_MARKING_PT = 6.0, 9.0
"""The least size of type of a notice and of the marking."""

LEAST_CONTRAST = 4.5
COVERED_SHARE = 0.2
"""The share of a text's place on which something else may be painted: the lines of one paragraph overlap a little."""

_POINTS_PER_PIXEL = 0.75
_TOP, _BOTTOM = ("@top-left", "@top-center", "@top-right"), ("@bottom-left", "@bottom-center", "@bottom-right")

_MOST_PAGES = 8
_HINT = "take out of your templates and print.css what hides, covers, moves or restyles it"
_MOVED = (
    "something is turned or moved with transform, which could cover the marking",
    "use margins and positions in place of transform",
)

Rectangle: TypeAlias = "tuple[float, float, float, float]"
"""Left, top, right and bottom in pixels."""


@dataclass(frozen=True)
class _Piece:
    """A piece of text on a page, with the boxes that it is in, the outermost first."""

    box: Box
    around: tuple[Box, ...]

    @property
    def margin(self) -> str:
        """The margin of the page that it is in; empty for what is in the text of the page."""
        return next((box.at_keyword for box in self.around if hasattr(box, "at_keyword")), "")

    @property
    def block(self) -> Box:
        """The block of text that it is in: the last box that has lines in it."""
        return next(box for box in reversed(self.around) if not hasattr(box, "pango_layout") and _has_lines(box))


def check_notices(document: Document, pages: Sequence[PageBox], before: int = 0) -> Iterator[Problem]:
    """Yield what cannot be read on some pages of a document, which follow `before` others.

    Nothing is looked at where the desk has no templates and styles of its own: ours hide nothing.
    """
    notices = document.notices
    if not (notices and document.house.changes_pages):
        return
    found: dict[tuple[str, str], list[int]] = {}
    for number, page in enumerate(pages, before + 1):
        pieces = list(_pieces(page, ()))
        if any(box.style["transform"] for box in page.descendants(placeholders=True)):
            found.setdefault(_MOVED, []).append(number)
        for what, text, margins in _required(notices, first=number == 1):
            least_pt = LEAST_MARKING_PT if text == notices.marking else LEAST_PT
            if reason := _reason(page, pieces, text, margins, least_pt):
                found.setdefault((f"{what} “{text}” {reason}", _HINT), []).append(number)
    for (fault, hint), numbers in found.items():
        shown = ", ".join(map(str, numbers[:_MOST_PAGES])) + (" …" if len(numbers) > _MOST_PAGES else "")
        named = f"page{'s' * (len(numbers) > 1)} {shown}"
        yield Problem("template", f"on {named} {fault}", Place("templates/"), hint)


def _required(notices: Notices, *, first: bool) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield what must be read on a page: what it is, its text, and the margins it may be in (none: the text of the page)."""
    above: tuple[str, ...] = () if first else _TOP
    yield "the marking", notices.marking, above
    yield "the marking at its foot", notices.marking, _BOTTOM
    if notices.draft:
        yield "the notice", notices.draft, above
    if notices.exercise:
        yield "the notice", notices.exercise, above
    if first:
        yield "the as-of", notices.as_of, ()
    yield "the as-of at its foot", notices.as_of, _BOTTOM


def _reason(page: PageBox, pieces: Sequence[_Piece], text: str, margins: tuple[str, ...], least_pt: float) -> str:
    """Return why a text cannot be read in some places of a page; empty where it can be read in one of them."""
    wanted, reason = _squeezed(text), "is not shown"
    blocks: dict[int, list[_Piece]] = {}
    for piece in pieces:
        if piece.margin in margins or not (margins or piece.margin):
            blocks.setdefault(id(piece.block), []).append(piece)
    for block in blocks.values():
        if wanted not in _squeezed("".join(piece.box.text for piece in block)):
            continue
        found = [
            why for piece in block if _squeezed(piece.box.text) and (why := _hidden(page, pieces, piece, least_pt))
        ]
        if not found:
            return ""
        reason = found[0]
    return reason


def _hidden(page: PageBox, pieces: Sequence[_Piece], piece: _Piece, least_pt: float) -> str:
    """Return why a piece of text cannot be read; empty where it can be."""
    box, style, around = piece.box, piece.box.style, (*piece.around, piece.box)
    place = _place(box)
    if style["font_size"] * _POINTS_PER_PIXEL < least_pt:
        return "is too small"
    if style["visibility"] != "visible" or any(one.style["opacity"] < 1 or one.style["clip"] for one in around):
        return "is hidden"
    if style["text_decoration_line"] != "none" and "line-through" in style["text_decoration_line"]:
        return "is struck out"
    if contrast(_colour(style["color"]), _ground(page, around)) < LEAST_CONTRAST or style["color"].alpha < 1:
        return "has too little contrast"
    clips = [_place(one) for one in around if one.style["overflow"] != "visible"]
    if any(not _is_within(place, clip) for clip in ((0.0, 0.0, page.margin_width(), page.margin_height()), *clips)):
        return "is cut off"
    return "is covered" if _is_covered(page, piece, place) else ""


def _is_covered(page: PageBox, piece: _Piece, place: Rectangle) -> bool:
    """Tell whether anything is painted where a piece of text is, besides what it stands in."""
    inside = {id(box) for box in piece.around}
    own = {id(box) for box in piece.block.descendants(placeholders=True)}
    for box in page.descendants(placeholders=True):
        if box is page or id(box) in inside or id(box) in own or not _paints(box):
            continue
        if _shared(place, _place(box)) > COVERED_SHARE:
            return True
    return False


def _paints(box: Box) -> bool:
    """Tell whether a box paints anything."""
    style = box.style
    if style["visibility"] != "visible":
        return False
    return bool(
        getattr(box, "text", "").strip()
        or hasattr(box, "replacement")
        or _alpha(style, "background_color")
        or any(image[0] != "none" for image in style["background_image"] if isinstance(image, tuple))
        or any(getattr(box, f"border_{side}_width", 0) for side in ("top", "right", "bottom", "left"))
        or style["outline_width"]
    )


def _pieces(box: Box, around: tuple[Box, ...]) -> Iterator[_Piece]:
    if hasattr(box, "pango_layout") and hasattr(box, "text"):
        yield _Piece(box, around)
        return
    for child in getattr(box, "children", ()):
        yield from _pieces(child, (*around, box))


def _has_lines(box: Box) -> bool:
    return any(type(getattr(child, "_box", child)).__name__ == "LineBox" for child in getattr(box, "children", ()))


def _place(box: Box) -> Rectangle:
    left, top = box.border_box_x(), box.border_box_y()
    return left, top, left + box.border_width(), top + box.border_height()


def _is_within(inner: Rectangle, outer: Rectangle) -> bool:
    return (
        inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1
    )


def _shared(one: Rectangle, other: Rectangle) -> float:
    """Return the share of the first rectangle that the other covers."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    area = (one[2] - one[0]) * (one[3] - one[1])
    return max(width, 0) * max(height, 0) / area if area > 0 else 0.0


def _ground(page: PageBox, around: Sequence[Box]) -> str:
    """Return the colour behind a piece of text."""
    for box in reversed(around):
        if _alpha(box.style, "background_color") == 1:
            return _colour(box.style["background_color"], box.style["color"])
    canvas = page.canvas_background
    return _colour(canvas.color) if canvas and canvas.color.alpha == 1 else "#ffffff"


def _alpha(style: Mapping[str, object], key: str) -> float:
    value = style[key]
    return 1.0 if value == "currentcolor" else float(value.alpha)  # type: ignore[attr-defined]


def _colour(value: object, current: object = None) -> str:
    """Return a colour of the engine's as #rrggbb."""
    shown = current if value == "currentcolor" else value
    parts = shown.to("srgb")[:3]  # type: ignore[attr-defined]
    return "#" + bytes(round(255 * min(max(part, 0), 1)) for part in parts).hex()


def _squeezed(text: str) -> str:
    """Return a text without white space: lines break where they do."""
    return "".join(text.split())
