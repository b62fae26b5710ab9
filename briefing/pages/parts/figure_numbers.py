"""The numbers of figures: one sequence for the coup chart, the map, charts and images, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.figures.figure import Drawings
from briefing.model.briefing import Briefing
from briefing.model.parts.page_parts import page_order
from briefing.model.parts.placed_images import PlacedImage

_Found = tuple[tuple[int, ...], str]
"""Where a figure stands, as numbers that sort in the order of the page, and its name."""


def number_figures(
    briefing: Briefing, drawings: Drawings, placed: Sequence[PlacedImage], *, map_in_margin: bool
) -> dict[str, int]:
    """Return the number of each figure by its name, the map first where it is in the margin of page one.

    Those of images are by `image_name`, for images with a caption.
    """
    found = sorted([*_drawn(briefing, drawings, map_in_margin), *_captioned(briefing, placed)])
    return {name: number for number, (_, name) in enumerate(found, start=1)}


def image_name(index: int) -> str:
    """Return the name that an image has among the figures, by its index in the list."""
    return f"images/{index}"


def _drawn(briefing: Briefing, drawings: Drawings, map_in_margin: bool) -> Iterator[_Found]:
    order = page_order(briefing.parts)
    for part, figure in (("history", drawings.history), ("map", drawings.locator)):
        if figure and part in order:
            yield (-1 if part == "map" and map_in_margin else order.index(part),), figure.name
    titles = [section.title for section in briefing.sections]
    for number, (chart, figure) in enumerate(zip(briefing.charts, drawings.charts, strict=False)):
        stands_in_section = chart.section in titles
        part = "sections" if stands_in_section else "charts"
        place = titles.index(chart.section) if chart.section and stands_in_section else len(titles)
        # After the images of the same section.
        yield (order.index(part) if part in order else len(order), place, 1, number), figure.name


def _captioned(briefing: Briefing, placed: Sequence[PlacedImage]) -> Iterator[_Found]:
    order = page_order(briefing.parts)
    part = order.index("sections") if "sections" in order else len(order)
    for number, image in enumerate(placed):
        if image.listed.caption:
            yield (part, image.section, 0, number), image_name(image.index)
