"""Paper sizes, and what the margins of `print.css` leave of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Paper = Literal["a4", "letter"]

MARGINS_MM = (23.0, 20.0, 20.0)
"""The margins of `print.css`: at the top, on either side, at the bottom."""

MARGIN_MM, SIDE_MM = 40.0, 44.0
"""The width of what stands in the margin beside the column of prose, and of the margin with the space between them."""

IMAGE_HEIGHT_MM = 130.0
"""The greatest height at which `print.css` prints an image."""

IMAGE_DPI = 300
"""Pixels to the inch of a printed image. Printers show no more; a photo across a page has two to four times as many."""


@dataclass(frozen=True)
class PaperSize:
    """A size of paper: its name in CSS, its width and its height."""

    css_name: str
    width_mm: float
    height_mm: float

    @property
    def text_width_mm(self) -> float:
        """The width between the margins."""
        return self.width_mm - 2 * MARGINS_MM[1]

    @property
    def landscape_width_mm(self) -> float:
        """The width between the margins of a page that is turned on its side."""
        return self.height_mm - 2 * MARGINS_MM[1]

    @property
    def text_height_mm(self) -> int:
        """The height between the margins, in whole millimetres."""
        return int(self.height_mm - MARGINS_MM[0] - MARGINS_MM[2])

    def narrowed(self, factor: float) -> PaperSize:
        """Return a size on which text that is measured too narrow by a factor takes the share of the width that it will."""
        if factor == 1:
            return self
        sides = 2 * MARGINS_MM[1]
        across, turned = (sides + width / factor for width in (self.text_width_mm, self.landscape_width_mm))
        return PaperSize(self.css_name, across, turned)


PAPERS: Mapping[Paper, PaperSize] = {"a4": PaperSize("A4", 210.0, 297.0), "letter": PaperSize("letter", 215.9, 279.4)}


@dataclass(frozen=True)
class CrowdedTable:
    """A table of a section (counted from 0) that fits the paper only in type too small to read: its headings, and the size."""

    section: int
    headings: tuple[str, ...]
    size_pt: float
