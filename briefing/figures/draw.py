"""The figures of a briefing: the requests for its chart and its map, and drawing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.figures.figure import DrawFigure, Drawings, Figure, FigureRequest, draw_now
from briefing.i18n import Translator, get_translator
from briefing.model.briefing import Briefing
from briefing.model.charts.data import ChartData, file_names
from briefing.model.countries import COUNTRIES
from briefing.model.paper import PAPERS, Paper
from briefing.model.parts.history import History
from briefing.model.parts.locator_map import Map
from briefing.problems import ContentError, FigureError, Problem
from briefing.resources import PRINT, TEMPLATES

if TYPE_CHECKING:
    from briefing.figures.charts.request import ChartRequest
    from briefing.figures.coup_history.chart import HistoryChart
    from briefing.figures.map.request import LocatorRequest
    from briefing.figures.style import Style
    from briefing.load.located_values import LocatedValues
    from briefing.model.charts.chart import Chart

HEADINGS_MM = 25.0
"""The height of a heading and a title of two lines above a chart."""

_HEADING_MM, _TITLE_LINE_MM, _NOTE_LINE_MM = 17.0, 5.0, 4.6
_TITLE_LINE, _NOTE_LINE = 80, 120
"""About how many characters of a chart's title and of its note fit a line."""


def draw_figures(
    briefing: Briefing,
    values: LocatedValues,
    paper: Paper,
    data: Path,
    draw: DrawFigure = draw_now,
    charts: Sequence[ChartData] = (),
    accent: str = "",
) -> Drawings:
    """Draw the figures that the briefing requests, from the datasets in `data` (the workspace's) and the bundled ones.

    `charts` are the numbers of its own charts, in their order; `accent` (#rrggbb) is a desk's own. `draw` may return a figure
    that was drawn before for an equal request. Raises FigureError, and ContentError where a place or a dataset is unknown.
    """
    words = get_translator(briefing.language)

    def draw_part(request: FigureRequest, *key: str | int) -> Figure:
        try:
            return draw(request)
        except FigureError as error:
            place = values.place(key)
            raise FigureError([replace(problem, place=problem.place or place) for problem in error.problems]) from error

    history, locator = briefing.history, briefing.map
    return Drawings(
        draw_part(_history_request(briefing, history, words, paper, data, accent), "history") if history else None,
        draw_part(_locator_request(briefing, locator, values, words, paper, accent), "map") if locator else None,
        tuple(
            draw_part(request, "charts", index)
            for index, request in enumerate(_chart_requests(briefing, charts, paper, accent))
        ),
    )


def find_map_problems(briefing: Briefing, values: LocatedValues, paper: Paper) -> tuple[Problem, ...]:
    """Return all that would stop the map of a briefing from being drawn on a paper, without drawing it."""
    if not briefing.map:
        return ()
    from briefing.figures.map.locator import lay_out

    try:
        lay_out(_locator_request(briefing, briefing.map, values, get_translator(briefing.language), paper))
    except (ContentError, FigureError) as error:
        return tuple(replace(problem, place=problem.place or values.place(("map",))) for problem in error.problems)
    return ()


def _chart_requests(
    briefing: Briefing, charts: Sequence[ChartData], paper: Paper, accent: str
) -> Iterator[ChartRequest]:
    if not charts:
        return
    from briefing.figures.charts.request import ChartRequest

    names = file_names((*chart.y, chart.x) for chart in briefing.charts)
    for name, chart, data in zip(names, briefing.charts, charts, strict=True):
        yield ChartRequest(
            name,
            data,
            form=chart.form,
            title=chart.title,
            highlight=chart.highlight or "",
            year=briefing.as_of.year,
            width_mm=PAPERS[paper].text_width_mm,
            tallest_mm=PAPERS[paper].text_height_mm - _words_mm(chart),
            language=briefing.language,
            style=_style(accent),
        )


def _words_mm(chart: Chart) -> float:
    """Return the height that a heading, the title and the notes of a chart take, so that they stay with it on a page."""
    title = 3 if chart.title == "auto" else 1 + len(chart.title) // _TITLE_LINE
    notes = 4 + len(chart.note or "") // _NOTE_LINE
    return _HEADING_MM + title * _TITLE_LINE_MM + notes * _NOTE_LINE_MM


def _history_request(
    briefing: Briefing, history: History, words: Translator, paper: Paper, data: Path, accent: str
) -> HistoryChart:
    # The chart's and the map's modules are imported only where a briefing has them.
    from briefing.figures.coup_history.chart import HistoryChart
    from briefing.figures.data.imported import read_events
    from briefing.figures.phrases import name_listed

    region = briefing.region
    codes = briefing.chart_countries
    names = words.countries()
    return HistoryChart(
        read_events(data, history.data).of(codes),
        names={code: names[code] for code in codes},
        focus=region.focus if region and region.focus in codes else None,
        since=history.since,
        as_of=briefing.as_of.date(),
        independent={code: year for code in codes if (year := COUNTRIES[code].independent)},
        width_mm=PAPERS[paper].text_width_mm,
        tallest_mm=PAPERS[paper].text_height_mm - HEADINGS_MM,
        language=briefing.language,
        form=history.form,
        sort=history.sort,
        style=_style(accent),
        listed=name_listed(words, briefing.chart_list, briefing.as_of.date()),
    )


def _locator_request(
    briefing: Briefing, locator: Map, values: LocatedValues, words: Translator, paper: Paper, accent: str = ""
) -> LocatorRequest:
    from briefing.figures.map.places.requested import request_map

    width_mm = PAPERS[paper].text_width_mm
    return request_map(locator, values, words, _style(accent), text_width_mm=width_mm, as_of=briefing.as_of.date())


def _style(accent: str) -> Style:
    from briefing.figures.style import read_style

    style = read_style((TEMPLATES / PRINT).read_text(encoding="utf-8"))
    return replace(style, accent=accent) if accent else style
