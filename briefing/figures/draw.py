"""What a briefing asks to be drawn, put to the rooms that draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.figures.cache import cached, figure_key
from briefing.figures.figure import Drawings, Figure
from briefing.i18n import Translator, get_translator
from briefing.model.briefing import Briefing, MapPlace
from briefing.model.countries import COUNTRIES
from briefing.model.paper import TEXT_WIDTH_MM, Paper
from briefing.problems import ContentError, FigureError, Problem, did_you_mean
from briefing.problems import Place as Line
from briefing.resources import PRINT, TEMPLATES

if TYPE_CHECKING:
    from briefing.figures.map.outlines import Place
    from briefing.load.located_values import LocatedValues

TALLEST_MM: Mapping[Paper, float] = {"a4": 225.0, "letter": 207.0}
"""What a page leaves to a chart beneath a heading and a title of two lines: 250 or 232 mm between the margins, less 25."""

LOCATOR_SHARE = 0.5
"""How much of the text's width the map takes: a map to find one's way by, not to measure on."""


Take = Callable[[partial[Figure]], Figure]
"""Takes a figure that was drawn before, or draws it."""


def draw_figures(briefing: Briefing, values: LocatedValues, paper: Paper, data: Path, kept: Path | None) -> Drawings:
    """Draw what the briefing asks for, from the datasets in `data` (the workspace's) and the bundled ones.

    Figures drawn before are taken from `kept`, a folder, where nothing they depend on has changed.
    Raises FigureError, ContentError where a place or a dataset is unknown.
    """
    words = get_translator(briefing.language)

    def take(figure: partial[Figure]) -> Figure:
        return cached(kept, figure_key(figure), figure)

    return Drawings(
        _history(briefing, values, words, paper, data, take), _locator(briefing, values, words, paper, take)
    )


def ready_to_draw() -> None:
    """Bring in what figures are drawn with, all of it."""
    from briefing.figures.canvas import Canvas

    canvas = Canvas(10, 10)
    canvas.text(0, 10, "A", 8, "#000000")
    canvas.dots([(5, 5)], 2, "#ffffff", "#000000", 0.5)
    canvas.svg("", "")


def _history(
    briefing: Briefing, values: LocatedValues, words: Translator, paper: Paper, data: Path, take: Take
) -> Figure | None:
    asked, region = briefing.history, briefing.region
    if not asked:
        return None
    from briefing.figures.coup_history.draw import draw_history
    from briefing.figures.data.imported import read_events
    from briefing.figures.style import read_style

    codes = region.countries if region and asked.countries == "region" else tuple(asked.countries)
    names = words.countries()
    draw = partial(
        draw_history,
        read_events(data, asked.data),
        countries={code: names[code] for code in codes},
        focus=region.focus if region and region.focus in codes else None,
        since=asked.since,
        as_of=briefing.as_of.date(),
        form=asked.form,
        sort=asked.sort,
        independent={code: year for code in codes if (year := COUNTRIES[code].independent)},
        width_mm=TEXT_WIDTH_MM[paper],
        tallest_mm=TALLEST_MM[paper],
        language=briefing.language,
        style=read_style((TEMPLATES / PRINT).read_text(encoding="utf-8")),
    )
    return _drawn(draw, take, values.place(("history",)))


def _locator(briefing: Briefing, values: LocatedValues, words: Translator, paper: Paper, take: Take) -> Figure | None:
    asked = briefing.map
    if not asked:
        return None
    from briefing.figures.map.locator import draw_locator
    from briefing.figures.map.outlines import read_outlines
    from briefing.figures.style import read_style

    draw = partial(
        draw_locator,
        read_outlines(),
        focus=asked.focus,
        places=_places(asked.show, values),
        neighbours=asked.neighbours,
        countries=words.countries(),
        width_mm=round(TEXT_WIDTH_MM[paper] * LOCATOR_SHARE, 1),
        language=briefing.language,
        style=read_style((TEMPLATES / PRINT).read_text(encoding="utf-8")),
    )
    return _drawn(draw, take, values.place(("map",)))


def _drawn(draw: partial[Figure], take: Take, line: Line | None) -> Figure:
    """Take the figure that was drawn before, or draw it; where it cannot be, say which line asked for it."""
    try:
        return take(draw)
    except FigureError as error:
        raise FigureError([replace(problem, place=problem.place or line) for problem in error.problems]) from error


def _places(show: tuple[str | MapPlace, ...], values: LocatedValues) -> tuple[Place, ...]:
    """The places to mark, by name from the shipped table or as the author gives them."""
    from briefing.figures.map.outlines import Place, read_places

    known, places, problems = read_places(), [], []
    for index, spot in enumerate(show):
        if isinstance(spot, MapPlace):
            places.append(Place(spot.name, spot.latitude, spot.longitude, spot.capital))
        elif spot in known:
            places.append(known[spot])
        else:
            near = did_you_mean(spot, tuple(known))
            hint = near or f"give its coordinates: {{name: {spot}, latitude: …, longitude: …}}"
            place = values.place(("map", "show", index))
            problems.append(Problem("unknown-place", f'"{spot}" is not a place on our list', place, hint))
    if problems:
        raise ContentError(problems)
    return tuple(places)
