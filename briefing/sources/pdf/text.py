"""The text of a PDF in paragraphs, as a reader of its pages sees it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any

from briefing.load.files import FileProblem
from briefing.sources.left_out import READ_BY_MACHINE, LeftOut, shorten_words
from briefing.sources.line_ends import join_divided_words
from briefing.sources.pdf.characters import Box, set_raised_figures
from briefing.sources.pdf.lines import Line, find_running_lines, join_lines, without_lines
from briefing.sources.pdf.replaced import REPLACED, draw_as_drawn, other_words
from briefing.sources.pdf.scans import Sign, has_machine_text, reasons, without_ink
from briefing.sources.pdf.struck import find_struck
from briefing.sources.pdf.visible import look_at
from briefing.text.markup.source_marks import struck_out

MAX_PAGES = 3_000


@dataclass(frozen=True)
class PdfText:
    """The paragraphs of a PDF, its document information (Title, Author), and what was left out of it."""

    paragraphs: list[str]
    stated: Mapping[str, str]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Page:
    """The lines of a page that are seen, and what is not: how many of the lines are before it, why, and its words."""

    lines: Sequence[Line]
    unseen: Sequence[tuple[int, str, str]]


def read_pdf(content: bytes) -> PdfText:
    """Return the text of a PDF. Raises FileProblem (`source-binary`, `source-too-large`, `source-no-text`)."""
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
        pages = [_read_page(page, number) for number, page in enumerate(document, start=1)]
        stated: Mapping[str, str] = document.get_metadata_dict()
    finally:
        document.close()
    if not any(page.lines for page in pages):
        hidden = any(page.unseen for page in pages)
        what = "nothing of the text of this PDF is seen" if hidden else "this PDF has pictures of pages, and no text"
        raise FileProblem("source-no-text", what, "recognise its text first (OCR)")
    return _join(pages, stated)


def _join(pages: Sequence[_Page], stated: Mapping[str, str]) -> PdfText:
    running = find_running_lines([page.lines for page in pages])
    left = without_lines([page.lines for page in pages], (line for lines in running for line in lines))
    paragraphs, numbers = join_lines(left)
    in_order = iter(numbers)
    paragraph_of = {id(line): next(in_order) for lines in left for line in lines}
    left_out, last = [], 0
    for number, page in enumerate(pages, start=1):
        places = [*accumulate((paragraph_of.get(id(line), 0) for line in page.lines), max, initial=last)]
        last = places[-1]
        left_out += [LeftOut(why, shorten_words(words), number, places[after]) for after, why, words in page.unseen]
    for lines in running:
        pages_of = f"pages {lines[0].page} to {lines[-1].page}"
        left_out.append(LeftOut(f"head, foot or number of {pages_of}", shorten_words(lines[0].words)))
    return PdfText(join_divided_words(paragraphs), stated, tuple(left_out))


def _read_page(page: Any, page_number: int) -> _Page:
    """Return the lines of a page that have words, in reading order, and what is written on it but not seen."""
    said = draw_as_drawn(page)
    text_page = page.get_textpage()
    signs = list(_numbered_signs(text_page))
    letters = {number: sign for sign, number in signs if not sign.isspace()}
    if not letters:
        return _Page([], [])
    sight = look_at(page, text_page, letters)
    why = reasons(signs, sight.unseen)
    is_scan = has_machine_text(page, signs, why)
    if is_scan:
        why = without_ink(signs, sight)
    seen = [one for one, reason in zip(signs, why, strict=True) if reason is None]
    lines, firsts = _lines(seen, text_page, page_number, find_struck(page, text_page, letters))
    unseen: list[tuple[int, str, str]] = [(1, READ_BY_MACHINE, "")] if is_scan and lines else []
    at = 0
    for reason, group in groupby(zip(signs, why, strict=True), lambda one: one[1]):
        words = "".join(sign for (sign, _), _ in group)
        if reason is None:
            at += len(words)
        else:
            unseen.append((bisect_left(firsts, at), reason, words))
    unseen += [(len(lines), REPLACED, words) for words in other_words(said, "".join(letters.values()))]
    return _Page(lines, unseen)


def _numbered_signs(text_page: Any) -> Iterator[Sign]:
    """Yield the characters of a page in reading order, with the numbers by which the library knows them."""
    from pypdfium2 import raw

    for at, sign in enumerate(text_page.get_text_range()):
        number = raw.FPDFText_GetCharIndexFromTextIndex(text_page, at)
        yield sign, number if number >= 0 else at


def _lines(
    signs: Sequence[Sign], text_page: Any, page_number: int, struck: Collection[int]
) -> tuple[list[Line], list[int]]:
    """Return the lines of some characters, with those marked that are struck out, and for each the index of its first one."""
    from pypdfium2 import raw

    def locate(index: int) -> Box:
        number = signs[index][1]
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(text_page, number, x, y)
        _, bottom, _, top = text_page.get_charbox(number, loose=True)
        return Box(x.value, y.value, top - bottom)

    lines, firsts = [], []
    characters = set_raised_figures("".join(sign for sign, _ in signs), locate)
    for _, group in groupby(characters, lambda character: character[0] in "\r\n"):
        written = list(group)
        text = "".join(sign for sign, _ in written)
        words = _mark_struck([(sign, signs[index][1] in struck) for sign, index in written]).strip()
        if re.search(r"\w|[^\w\s]{3}", words):  # no bullets
            first = written[len(text) - len(text.lstrip())][1]
            left, bottom, _, top = text_page.get_charbox(signs[first][1], loose=True)
            lines.append(Line(words, left, bottom, top, page_number))
            firsts.append(first)
    return lines, firsts


def _mark_struck(signs: Sequence[tuple[str, bool]]) -> str:
    """Return the characters of a line, with marks around the words that are struck out."""
    if not any(is_struck for _, is_struck in signs):
        return "".join(sign for sign, _ in signs)
    around = [(" ", False), *signs, (" ", False)]
    marked = [
        (sign, is_struck or (sign.isspace() and before[1] and after[1]))
        for before, (sign, is_struck), after in zip(around, signs, around[2:], strict=False)
    ]
    pieces = (
        (is_struck, "".join(sign for sign, _ in group)) for is_struck, group in groupby(marked, lambda one: one[1])
    )
    return "".join(struck_out(piece) if is_struck else piece for is_struck, piece in pieces)
