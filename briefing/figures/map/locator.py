"""The locator map: where countries are, what surrounds them, and what the document says of places there."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.figures.canvas import Canvas
from briefing.figures.figure import Figure
from briefing.figures.map.below.foot import RIM_DASHES, SCALE_MM, draw_foot, rim_texts
from briefing.figures.map.marks import draw_mark
from briefing.figures.map.naming import Names, draw_names
from briefing.figures.map.request import LocatorRequest
from briefing.figures.map.shading import NO_VALUE_SHARE, classes_of
from briefing.figures.map.shown import RING_MM, LocatorMap
from briefing.figures.map.wording import describe
from briefing.figures.style import mix
from briefing.i18n import Translator, get_translator
from briefing.problems import FigureError, Problem

_PALE = 0.8


def draw_locator(request: LocatorRequest) -> Figure:
    """Draw where countries are: filled, their neighbours named, places, circles and values marked, and a scale.

    Islands and the antimeridian need no special care; far territories are left out unless a place of theirs is marked.
    Raises FigureError as `lay_out` does.
    """
    laid_out = lay_out(request)
    return describe(laid_out.canvas, laid_out.shown, laid_out.names, _words(request))


@dataclass(frozen=True)
class LaidOutMap:
    """A map with everything at its place, which is not written as SVG yet."""

    canvas: Canvas
    shown: LocatorMap
    names: Names


def lay_out(request: LocatorRequest) -> LaidOutMap:
    """Find the place of everything on a map: all that can go wrong does so here, in a fraction of the time of drawing it.

    Raises FigureError where the outlines do not have a country, the extent leaves out what the map is to show, or a place
    cannot be named for want of room.
    """
    hint = "Choose the country it is drawn with, or leave the map out."
    if missing := [iso3 for iso3 in request.focus if not request.outlines.of(iso3)]:
        raise FigureError(
            [
                Problem("map-country", f"there are no outlines for {iso3}", request.lines.get(iso3), hint)
                for iso3 in missing
            ]
        )
    shown = LocatorMap(request)
    _check_extent(shown)
    words = _words(request)
    canvas = Canvas(request.width_mm, shown.view.frame.bottom + SCALE_MM)
    _draw_land(canvas, shown)
    for circle in shown.rims:
        for line in circle[1]:
            canvas.line(line, request.style.paper, 1.7)  # seen on dark land, too
            canvas.line(line, request.style.ink, 0.9, dashes=RIM_DASHES)
    for place, box in sorted(shown.marks, key=lambda mark: -mark[1].width):
        draw_mark(canvas, place, box, request.style)
    names = draw_names(canvas, shown, rim_texts(shown, words))
    frame = shown.view.frame
    canvas.rect(frame.left, frame.top, frame.width, frame.height, None, request.style.faint)
    canvas.extend(draw_foot(canvas, shown, names, words))
    return LaidOutMap(canvas, shown, names)


def _words(request: LocatorRequest) -> Translator:
    return get_translator(request.language.split("-")[0])


def _check_extent(shown: LocatorMap) -> None:
    """Raise FigureError naming all that the map is to show and that its extent leaves out."""
    request, frame = shown.request, shown.view.frame
    out = [place.name for place, box in shown.marks if not frame.encloses(box)]
    hint = "Widen the extent, or leave the place out."
    problems = [Problem("place-outside", f"{name} is outside the map", request.lines.get(name), hint) for name in out]
    shaded = [iso3 for iso3, _ in request.shading.values] if request.shading else []
    for iso3 in dict.fromkeys((*request.focus, *shaded)):
        is_home = iso3 in request.focus and frame.encloses(shown.extent_of(iso3))
        if shown.land.shape(iso3).is_empty and not is_home:
            what = f"{request.names[iso3]} is outside the map"
            hint = f"Widen the extent, or leave out {iso3}."
            problems.append(Problem("place-outside", what, request.lines.get(iso3), hint))
    if problems:
        raise FigureError(problems)


def _draw_land(canvas: Canvas, shown: LocatorMap) -> None:
    request, style, land = shown.request, shown.request.style, shown.land
    near = mix(style.tint, style.faint, 0.45)
    fills = {**dict.fromkeys(shown.neighbours, near), **dict.fromkeys(request.focus, style.accent)}
    if request.is_thematic:
        fills = dict.fromkeys(request.focus, mix(style.accent, style.paper, _PALE))
    if request.shading:
        no_value = mix(style.paper, style.tint, NO_VALUE_SHARE)
        fills = {**dict.fromkeys(land.shapes, no_value)}
        fills |= {iso3: one.colour(style) for one in classes_of(request.shading) for iso3 in one.codes}
    for fill in dict.fromkeys((style.tint, near, *fills.values())):
        canvas.area(land.rings(i for i in land.shapes if fills.get(i, style.tint) == fill), fill, fill, 0.2)
    canvas.lines(land.coasts, style.mid, 0.3)
    if request.is_thematic:  # pale land next to pale land: a border is darker than either
        canvas.lines(land.borders, style.paper, 1.6)
        canvas.lines(land.borders, style.mid, 0.5)
    else:
        canvas.lines(land.borders, style.paper, 0.8)
    for ring in shown.rings.values():
        canvas.ring(ring.middle, RING_MM, style.accent, 1.0)
