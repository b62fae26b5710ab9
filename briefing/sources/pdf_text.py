"""The text of a PDF in paragraphs, found by where its lines are on the page and how large they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from briefing.load.files import FileProblem
from briefing.sources.pdf_characters import Box, set_raised_figures

MAX_PAGES = 3_000
_SENTENCE_END = re.compile(r"[.!?:”\"»]$")


@dataclass(frozen=True)
class _Line:
    """A line: its words, and the left, bottom and top of its first letter in points from the lower left corner of the page."""

    words: str
    left: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def gap_after(self, before: _Line) -> float:
        """The white between the line before and this one, as a share of this line's height; negative where it is higher up."""
        return (before.bottom - self.top) / max(self.height, 1)

    def differs_in_size(self, other: _Line) -> bool:
        return not 0.87 < self.height / max(other.height, 1) < 1.15


def read_pdf(content: bytes) -> tuple[list[str], Mapping[str, str]]:
    """Return the paragraphs of a PDF, and its document information (Title, Author).

    Raises FileProblem (`source-binary`, `source-too-large`, `source-no-text`).
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        what, hint = "this is not a PDF, or it is damaged", "get the file again, and see whether a PDF viewer opens it"
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            what, hint = "this PDF can be opened with a password only", "save a copy without a password"
        raise FileProblem("source-binary", what, hint) from error
    try:
        if len(document) > MAX_PAGES:
            what = f"this PDF has {len(document):,} pages; at most {MAX_PAGES:,} are read"
            raise FileProblem("source-too-large", what, "keep the pages that are cited")
        pages = [_read_lines(page.get_textpage()) for page in document]
        stated: Mapping[str, str] = document.get_metadata_dict()
    finally:
        document.close()
    if not any(pages):
        what = "this PDF has pictures of pages, and no text"
        raise FileProblem("source-no-text", what, "recognise its text first (OCR)")
    return _join_lines(pages), stated


def _read_lines(text_page: Any) -> list[_Line]:
    """Return the lines of a page that have words, in reading order."""
    from pypdfium2 import raw

    def locate(number: int) -> Box:
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(text_page, number, x, y)
        _, bottom, _, top = text_page.get_charbox(number, loose=True)
        return Box(x.value, y.value, top - bottom)

    lines = []
    characters = set_raised_figures(text_page.get_text_range(), locate)
    for _, group in groupby(characters, lambda character: character[0] in "\r\n"):
        written = list(group)
        text = "".join(sign for sign, _ in written)
        words = text.strip()
        if re.search(r"\w|[^\w\s]{3}", words):  # no bullets
            first = written[len(text) - len(text.lstrip())][1]
            left, bottom, _, top = text_page.get_charbox(first, loose=True)
            lines.append(_Line(words, left, bottom, top))
    return lines


def _join_lines(pages: Sequence[Sequence[_Line]]) -> list[str]:
    """Join the lines of a PDF into paragraphs.

    A paragraph ends before a larger gap than usual, where the letters change in size, before an indent, and after a short
    line that ends a sentence. At the foot of a page or a column only the end of a sentence ends it.
    """
    usual = _usual_gaps(pages)
    lengths = sorted(len(line.words) for page in pages for line in page)
    full = lengths[len(lengths) * 3 // 4] if lengths else 0
    paragraphs, text = [], ""
    before: _Line | None = None
    for page in pages:
        for number, line in enumerate(page):
            ended = bool(_SENTENCE_END.search(text))
            if before is None:
                continues = False
            elif number == 0 or line.gap_after(before) < -1.5:
                continues = not ended and not line.differs_in_size(before)
            else:
                continues = not _begins_paragraph(line, before, usual.get(round(line.height), 0))
            if text and (not continues or (ended and before and len(before.words) < full * 0.85)):
                paragraphs.append(text)
                text = ""
            text = _append(text, line.words)
            before = line
    return [*paragraphs, text]


def _begins_paragraph(line: _Line, before: _Line, usual_gap: float) -> bool:
    """Tell whether a line begins a paragraph of the same column, by its size, its indent and the gap above it."""
    if abs(line.bottom - before.bottom) < line.height / 2:
        return False  # the rest of one line, after a change of typeface
    # The lines after a bullet or a number are indented too.
    listed = re.match(r"[^\w\s“‘\"'«(]|\d+[.)]\s", before.words)
    indented = not listed and 0.8 * line.height < line.left - before.left < 5 * line.height
    return line.differs_in_size(before) or indented or line.gap_after(before) > usual_gap + 0.25


def _usual_gaps(pages: Sequence[Sequence[_Line]]) -> Mapping[int, float]:
    """Return the usual gap between the lines of a paragraph, by the height of the line in whole points."""
    gaps: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        for before, line in pairwise(page):
            gaps[round(line.height)].append(max(line.gap_after(before), 0))
    every = sorted(gap for found in gaps.values() for gap in found)
    # A heading is a single line, so the gaps above headings say nothing about paragraphs.
    most = every[len(every) // 4] + 0.35 if every else 0
    return {height: min(sorted(found)[len(found) // 4], most) for height, found in gaps.items()}


def _append(text: str, words: str) -> str:
    # The library marks a hyphen that only the end of a line made, unless it is the sign that browsers write.
    if text.endswith(("\ufffe", "\x02", "\u00ad", "\u2010")):
        return text[:-1] + words
    return f"{text} {words}" if text else words
