"""The margin of page one: what is looked up at a glance stands beside the bottom line, as far as the page has room for it.

Heights are estimated from above, with the fonts that the margin is set in: what is planned here must not reach the page's foot.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.figures.figure import Drawings, Figure
from briefing.house.look import House
from briefing.model.briefing import Briefing
from briefing.model.key_figures.figure import KeyFigure
from briefing.model.paper import MARGIN_MM, SIDE_MM, PaperSize
from briefing.model.parts.page_parts import front_count, page_order
from briefing.pages.front.key_figures import fit_margin
from briefing.text.font_metrics import text_width
from briefing.text.markdown import plain

MOST_GAPS = 2
"""So many gaps are named on page one; all of them stand in their part."""

_POINTS_PER_MM = 72 / 25.4
_WIDTH_PT = MARGIN_MM * _POINTS_PER_MM
_TYPE_PT, _LINE_PT, _SLACK = 9.0, 11.5, 1.1
_TITLE_PT, _TITLE_LINE_PT, _SERIES_PT, _EXERCISE_PT = 22.0, 27.0, 21.0, 26.0
_SPACE_PT, _HOUSE_PT = 14.0, 40.0
_DATE_PT = 2 * _LINE_PT + 8

_FIGURE_PT = 44.0
"""A key figure besides its label, date and note: its value, and what has changed since the last edition."""

_LONG_UNIT = 8
"""A unit of more letters may be below its value."""

_MAP_PT, _NOTE_PT, _NOTE_LINE_PT = 130.0, 7.5, 9.5


@dataclass(frozen=True)
class MarginPlan:
    """What stands in the margin of page one below the dates: the key figures, so many gaps, and the map or not.

    `figures_width_mm` is the width that the key figures have there, or else in their part.
    """

    figures: bool
    figures_width_mm: float
    gaps: int
    map: bool


def plan_margin(
    briefing: Briefing, drawings: Drawings, paper: PaperSize, house: House, *, published: bool
) -> MarginPlan:
    """Return what fits the margin below the dates, in the order of what matters; the rest stands in its part alone.

    Key figures that an author moved behind other parts, or whose values are too wide, are not in the margin.
    """
    order, language = page_order(briefing.parts), briefing.language
    left = _room(briefing, paper, published) - (_HOUSE_PT if house.name or house.logo else 0.0)
    figures = briefing.figures if order[0] == "figures" and fit_margin(briefing.figures) else ()
    figures_pt = sum(_figure_height(figure, language) for figure in figures) + _SPACE_PT
    figures_fit = bool(figures) and figures_pt <= left
    left -= figures_pt if figures_fit else 0
    texts = [plain(gap, language) for gap in briefing.gaps[:MOST_GAPS]] if "gaps" in order else []
    gaps_pt = _SPACE_PT + sum(_height(text) for text in ("", *texts))
    gaps_fit = bool(texts) and gaps_pt <= left
    left -= gaps_pt if gaps_fit else 0
    locator = drawings.locator if "map" in order else None
    map_fits = locator is not None and locator.is_small and _map_height(locator) <= left
    elsewhere = paper.text_width_mm - (SIDE_MM if "figures" in order[: front_count(order)] else 0)
    return MarginPlan(figures_fit, MARGIN_MM if figures_fit else elsewhere, len(texts) if gaps_fit else 0, map_fits)


def _room(briefing: Briefing, paper: PaperSize, published: bool) -> float:
    """Return the height that is left below the dates and the contact, in points."""
    # The as-of, the next update, the contact's heading, the basis in two lines, and the edition.
    dates = (4 + published) * _DATE_PT + _LINE_PT
    width = paper.text_width_mm * _POINTS_PER_MM
    head = (_SERIES_PT if briefing.series else 0.0) + _count_lines(briefing.title, _TITLE_PT, width) * _TITLE_LINE_PT
    lines = (briefing.contact.name, briefing.contact.email, briefing.contact.phone)
    contact = sum(_height(text) for text in lines if text)
    notice = _EXERCISE_PT if briefing.exercise else 0.0
    return paper.text_height_mm * _POINTS_PER_MM - head - notice - dates - contact - _SPACE_PT


def _figure_height(figure: KeyFigure, language: str) -> float:
    unit = _height(figure.unit) if figure.unit and len(figure.unit) > _LONG_UNIT else 0.0
    dated = _LINE_PT if figure.as_of else 0.0
    return (
        _FIGURE_PT
        + _height(figure.label)
        + dated
        + unit
        + (_height(plain(figure.note, language)) if figure.note else 0.0)
    )


def _map_height(locator: Figure) -> float:
    notes = sum(_count_lines(note, _NOTE_PT, _WIDTH_PT) * _NOTE_LINE_PT + 2 for note in locator.notes)
    return _MAP_PT + _height(f"Figure 1 {locator.title}") + notes + _SPACE_PT


def _height(text: str) -> float:
    return _LINE_PT * _count_lines(text, _TYPE_PT, _WIDTH_PT) + 3


def _count_lines(text: str, size: float, width: float) -> int:
    """Return about how many lines a text takes, with room for words that do not fill them."""
    return max(1, -int(-text_width(text) * size * _SLACK // width))
