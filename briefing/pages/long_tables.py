"""Lay out long tables in parts, so that the memory needed does not grow with them.

The engine keeps every box of a document until the last page is written: a seventh of a megabyte per row. Here the pages of a
part are painted as soon as they are laid out, and only what the file needs of each is kept.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from briefing.pages.document import Annex
from briefing.pages.painted_page import Fonts, PaintedPage, paint_page
from briefing.pages.tagging.painted_tags import Continued

if TYPE_CHECKING:
    import weasyprint
    from weasyprint.document import Page

PART_ROWS = 250
"""Rows laid out at once. What is on the last page of a part is laid out again with the next, so not too few."""

LARGEST_PART = 8
"""How many times as many rows are laid out at once where every page of the part begins within a row."""

MARGIN_PAGES = 100
"""Pages whose margins are laid out at once."""

_NO_MARGINS = "".join(
    f"@{place} {{ content: none }}"
    for place in ("top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right")
)

LayOut = Callable[[str], "weasyprint.Document"]
"""Lays out an HTML document."""


def paint_annex(
    annex: Annex, lay_out: LayOut, fonts: Fonts, check: Callable[[weasyprint.Document], None]
) -> list[PaintedPage]:
    """Lay out the rows of an annex in parts and return the painted pages, still without margins.

    `fonts` collects the fonts that are used; `check` is called with every laid-out part. Raises `PdfError` where a row has
    more in it than text.
    """
    painted: list[PaintedPage] = []
    rows_before: set[int] = set()
    start, size = 0, PART_ROWS
    while start < len(annex.rows):
        rows = annex.rows[start : start + size]
        laid_out = lay_out(_part_html(annex, rows, first=start == 0))
        end = start + len(rows)
        if end < len(annex.rows):
            pages, following = _final_pages(laid_out.pages, start)
            if not pages and size < LARGEST_PART * PART_ROWS:
                size *= 2
                continue
            if pages:
                laid_out.pages[:], end = pages, following
        start, size = end, PART_ROWS
        check(laid_out)
        for page in laid_out.pages:
            on_page = _rows_on(page)
            continued = Continued(painted[0].headings, bool(on_page & rows_before)) if painted else None
            painted.append(paint_page(laid_out, page, fonts, f"annex-{len(painted)}", continued))
            rows_before = on_page
        del laid_out
        # Boxes refer to each other, so only the collector frees them, and the next part needs their memory.
        gc.collect()
    return painted


def paint_margins(pages: Sequence[PaintedPage], blank: str, pages_before: int, lay_out: LayOut, fonts: Fonts) -> None:
    """Add the margins to painted pages, which follow `pages_before` others and end the document.

    `blank` is an HTML document without content whose style defines the margins.
    """
    total = pages_before + len(pages)
    for start in range(0, len(pages), MARGIN_PAGES):
        some = pages[start : start + MARGIN_PAGES]
        # One page more is laid out first, to set the page counter; it also takes the style of first pages.
        breaks = '<p style="break-after: page; margin: 0"></p>' * (len(some) + 1)
        counter = f"<style>@page :first {{ counter-reset: page {pages_before + start} }}</style>"
        html = blank.replace("</head>", f"{counter}</head>").replace("</body>", f"{breaks}</body>")
        laid_out = lay_out(set_page_total(html, total))
        for page, blank_page in zip(some, laid_out.pages[1 : len(some) + 1], strict=True):
            margins = paint_page(laid_out, blank_page, fonts, "")
            page.commands += margins.commands
            page.graphics_states |= margins.graphics_states


def set_page_total(html: str, total: int) -> str:
    """Return an HTML document that states a total number of pages in place of its own."""
    return html.replace("counter(pages)", f'"{total}"')


def _part_html(annex: Annex, rows: Sequence[str], *, first: bool) -> str:
    """Return the HTML document of some rows; it has no margins, for the number of pages is not known yet."""
    opening = annex.opening if first else annex.continuing
    no_margins = f"<style>@page {{ {_NO_MARGINS} }} @page :first {{ {_NO_MARGINS} }}</style></head>"
    numbered = (row.replace("<tr", f'<tr data-row="{number}"', 1) for number, row in enumerate(rows))
    return opening.replace("</head>", no_margins, 1) + "".join(numbered) + annex.closing


def _final_pages(pages: Sequence[Page], start: int) -> tuple[list[Page], int]:
    """Return the pages of a part that will not change, and the row with which the next part begins.

    The last page of a part is left to the next part, and so are those before it as long as they begin within a row; there
    are none where all do.
    """
    rows = _rows_on(pages[-1])
    for number in range(len(pages) - 1, 0, -1):
        rows_before = _rows_on(pages[number - 1])
        if rows and not rows_before & rows:
            return list(pages[:number]), start + min(rows)
        rows = rows_before
    return [], start


def _rows_on(page: Page) -> set[int]:
    elements = (box.element for box in page._page_box.descendants() if box.element is not None)
    return {int(number) for element in elements if (number := element.get("data-row"))}
