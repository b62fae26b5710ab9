"""What stands below a map: its scale, the key of its marks, the names that have numbers on it, and a globe."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefing.figures.canvas import Canvas
from briefing.figures.map.below.inset import GLOBE_MM, draw_globe
from briefing.figures.map.geometry import XY, box_around
from briefing.figures.map.marks import draw_symbol, draw_value, value_size_mm
from briefing.figures.map.naming import Names
from briefing.figures.map.place_names import name_with_value
from briefing.figures.map.shading import NO_VALUE_SHARE, ShadingClass, classes_of
from briefing.figures.map.shown import LocatorMap
from briefing.figures.style import mix, text_width_mm, wrap
from briefing.i18n import Translator
from briefing.model.parts.locator_map import KINDS, PlaceKind

SCALE_MM = 6.5
_TEXT_PT = 7.5
_ROW_MM = 4.0
_SYMBOL_MM = 4.6
_BETWEEN_MM = 3.5
_BASELINE_MM = 0.9
_WIDEST_WITH_GLOBE = 60.0
"""A map of more degrees about its middle is nearly a globe itself."""

DrawSymbol = Callable[[XY], None]


@dataclass
class _Flow:
    """Places entries from left to right, in rows: `y` is the middle of the current row."""

    canvas: Canvas
    left: float
    right: float
    y: float
    ink: str
    x: float = 0.0
    is_empty: bool = True

    def put(self, text: str, symbol: DrawSymbol | None = None, symbol_mm: float = _SYMBOL_MM) -> None:
        """Put an entry into the row, or into a new one where it has no room; long texts are broken."""
        before = symbol_mm if symbol else 0.0
        lines = wrap(text, self.right - self.left - before, _TEXT_PT) or [""]
        width = before + max(text_width_mm(line, _TEXT_PT) for line in lines)
        if not self.is_empty and (self.x + width > self.right or len(lines) > 1):
            self.new_row()
        if symbol:
            symbol((self.x + symbol_mm / 2 - 0.6, self.y))
        for i, line in enumerate(lines):
            if i:
                self.y += _ROW_MM * 0.85
            self.canvas.text(self.x + before, self.y + _BASELINE_MM, line, _TEXT_PT, self.ink)
        self.x, self.is_empty = self.x + width + _BETWEEN_MM, False

    def new_row(self) -> None:
        """Go to the start of the next row."""
        self.y += _ROW_MM
        self.x, self.is_empty = self.left, True


def draw_foot(canvas: Canvas, shown: LocatorMap, names: Names, words: Translator) -> float:
    """Draw the scale, the key and the globe below the frame; return how far down they reach, in mm."""
    frame, request = shown.view.frame, shown.request
    _draw_scale(canvas, shown, words)
    has_globe = request.inset and shown.view.cap.radius < _WIDEST_WITH_GLOBE
    globe_mm = GLOBE_MM + 3 if has_globe else 0.0
    flow = _Flow(canvas, frame.left, frame.right - globe_mm, frame.bottom + SCALE_MM + 2.5, request.style.ink)
    flow.x = flow.left
    for section in (_kinds, _rims, _sizes, _shades, _numbers):
        section(flow, shown, names, words)
        if not flow.is_empty:
            flow.new_row()
    bottom = flow.y - _ROW_MM / 2 if flow.y > frame.bottom + SCALE_MM + 2.5 else frame.bottom + SCALE_MM - 0.2
    if has_globe:
        draw_globe(canvas, shown, (frame.right - GLOBE_MM / 2, frame.bottom + 2 + GLOBE_MM / 2))
        bottom = max(bottom, frame.bottom + 2.5 + GLOBE_MM)
    return bottom + 0.2


def _draw_scale(canvas: Canvas, shown: LocatorMap, words: Translator) -> None:
    """Draw a bar of a round number of kilometres, about a fifth of the map's width."""
    frame, mm_per_km = shown.view.frame, shown.view.mm_per_km
    aim = frame.width / 5 / mm_per_km
    power = 10 ** math.floor(math.log10(aim))
    km = max(step * power for step in (1, 2, 5) if step * power <= aim)
    left, right, y = frame.left, frame.left + km * mm_per_km, frame.bottom + 4.2
    canvas.line([(left, y - 1.2), (left, y), (right, y), (right, y - 1.2)], shown.request.style.ink, 0.6)
    canvas.text(right + 1.4, y + 0.3, words.gettext("{n} km", n=f"{km:g}"), _TEXT_PT, shown.request.style.ink)


def kind_names(words: Translator) -> dict[PlaceKind, str]:
    """Return what the key calls each kind of place."""
    return {
        "capital": words.pgettext("kind of place", "capital"),
        "city": words.pgettext("kind of place", "town"),
        "base": words.pgettext("kind of place", "base"),
        "epicentre": words.pgettext("kind of place", "epicentre"),
        "crossing": words.pgettext("kind of place", "border crossing"),
        "camp": words.pgettext("kind of place", "camp"),
        "port": words.pgettext("kind of place", "port"),
        "airport": words.pgettext("kind of place", "airport"),
    }


def _kinds(flow: _Flow, shown: LocatorMap, _: Names, words: Translator) -> None:
    if not shown.request.is_thematic:
        return
    used = {place.symbol for place in shown.request.places if place.value is None}
    called = kind_names(words)
    for kind in (kind for kind in KINDS if kind in used):

        def draw(centre: XY, kind: PlaceKind = kind) -> None:
            draw_symbol(flow.canvas, kind, centre, shown.request.style)

        flow.put(called[kind], draw)


def _rims(flow: _Flow, shown: LocatorMap, _: Names, words: Translator) -> None:
    style = shown.request.style

    def draw(centre: XY) -> None:
        flow.canvas.line(
            [(centre[0] - 1.8, centre[1]), (centre[0] + 1.8, centre[1])], style.ink, 0.9, dashes=RIM_DASHES
        )

    for circle in shown.request.circles:
        km = words.gettext("{n} km", n=words.quantity(circle.radius_km))
        flow.put(words.gettext("{distance} from {place}", distance=km, place=circle.name), draw)


def _sizes(flow: _Flow, shown: LocatorMap, _: Names, words: Translator) -> None:
    request, width = shown.request, shown.view.frame.width
    values = [place.value for place in request.places if place.value is not None]
    if not values:
        return
    flow.put(request.values_title)
    flow.new_row()
    largest = max(values)
    sizes = [n for n in (round_down(largest), round_down(largest / 5)) if n] or [largest]
    height = max(value_size_mm(n, largest, width) for n in sizes)
    flow.y += max(0.0, (height - _ROW_MM) / 2)
    for n in sizes:
        size = value_size_mm(n, largest, width)

        def draw(centre: XY, size: float = size) -> None:
            draw_value(flow.canvas, box_around(centre, size), request.style)

        flow.put(words.quantity(n), draw, max(size + 1.8, _SYMBOL_MM))
    flow.y += max(0.0, (height - _ROW_MM) / 2 + 0.4)


def round_down(value: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, … that is not above a value; 0 for none."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value * (1 + 1e-9))


def _shades(flow: _Flow, shown: LocatorMap, _: Names, words: Translator) -> None:
    request = shown.request
    if not request.shading:
        return
    flow.put(request.shading.title)
    flow.new_row()
    entries: list[tuple[str, str]] = [
        (_class_text(one, words), one.colour(request.style)) for one in classes_of(request.shading)
    ]
    entries.append((words.gettext("no value"), mix(request.style.paper, request.style.tint, NO_VALUE_SHARE)))
    for text, colour in entries:

        def draw(centre: XY, colour: str = colour) -> None:
            flow.canvas.area(
                [[(centre[0] + x, centre[1] + y) for x, y in ((-1.9, -1.5), (1.9, -1.5), (1.9, 1.5), (-1.9, 1.5))]],
                colour, request.style.mid, 0.3,
            )  # fmt: skip

        flow.put(text, draw)


def _class_text(one: ShadingClass, words: Translator) -> str:
    low, high = words.quantity(one.low), words.quantity(one.high)
    if one.low == one.high:
        return low
    return words.gettext("{low} to {high}", low=low, high=high)


def _numbers(flow: _Flow, shown: LocatorMap, names: Names, words: Translator) -> None:
    countries = [shown.request.names[iso3] for iso3 in names.numbered_countries]
    places = [name_with_value(shown, place) for place in names.numbered]
    for number, name in enumerate([*places, *countries], 1):
        flow.put(f"{number}\u00a0\u00a0{name}")


RIM_DASHES = (3.0, 1.6)


def rim_texts(shown: LocatorMap, words: Translator) -> Sequence[str]:
    """Return what is written on the line of each circle."""
    return [words.gettext("{n} km", n=words.quantity(circle.radius_km)) for circle in shown.request.circles]
