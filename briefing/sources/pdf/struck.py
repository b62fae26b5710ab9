"""The characters of a page of a PDF that are struck out: by a thin line through them, or by a remark of a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

_MOST_SHAPES = 20_000
_THIN_POINTS, _THIN_SHARE = 2.5, 0.2
"""How high the line is at most, in points and as a share of the letters."""
_LOWEST, _HIGHEST = 0.1, 0.45
"""Where it is between the baseline and the top of the letters; lines under words and over them are elsewhere."""


class _Bar(NamedTuple):
    """A rectangle in points from the lower left corner of the page; of a remark, all that is in it is struck out."""

    left: float
    bottom: float
    right: float
    top: float
    is_remark: bool


def find_struck(page: Any, text_page: Any, letters: Mapping[int, str]) -> set[int]:
    """Return which of some characters of a page, given with their numbers, are struck out."""
    bars = [*_lines(page), *_remarks(page)]
    return {number for number in letters if bars and _is_struck(text_page, number, bars)}


def _lines(page: Any) -> Iterator[_Bar]:
    from pypdfium2 import raw

    for shape in islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1), _MOST_SHAPES):
        left, bottom, right, top = shape.get_bounds()
        if top - bottom <= _THIN_POINTS < right - left:
            yield _Bar(left, bottom, right, top, False)


def _remarks(page: Any) -> Iterator[_Bar]:
    from pypdfium2 import raw

    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_SHAPES)):
        remark = raw.FPDFPage_GetAnnot(page, index)
        if raw.FPDFAnnot_GetSubtype(remark) == raw.FPDF_ANNOT_STRIKEOUT:
            for nth in range(raw.FPDFAnnot_CountAttachmentPoints(remark)):
                corners = raw.FS_QUADPOINTSF()
                raw.FPDFAnnot_GetAttachmentPoints(remark, nth, corners)
                across = (corners.x1, corners.x2, corners.x3, corners.x4)
                down = (corners.y1, corners.y2, corners.y3, corners.y4)
                yield _Bar(min(across), min(down), max(across), max(down), True)
        raw.FPDFPage_CloseAnnot(remark)


def _is_struck(text_page: Any, number: int, bars: list[_Bar]) -> bool:
    from ctypes import c_double

    from pypdfium2 import raw

    left, bottom, right, top = text_page.get_charbox(number, loose=True)
    x, baseline = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text_page, number, x, baseline)
    across, height = (left + right) / 2, top - baseline.value
    for bar in bars:
        if not bar.left <= across <= bar.right:
            continue
        middle = (bar.bottom + bar.top) / 2
        if bar.is_remark:
            if bar.bottom <= (bottom + top) / 2 <= bar.top:
                return True
        elif (
            bar.top - bar.bottom <= _THIN_SHARE * height
            and _LOWEST < (middle - baseline.value) / max(height, 0.1) < _HIGHEST
        ):
            return True
    return False
