"""The words of a file that serves as a source: plain text, Markdown, a saved web page or a PDF, in paragraphs.

Nothing is fetched. Each way of reading returns paragraphs as they follow one another; what a web page says of itself (title,
author, date, address) comes with them. The libraries that read pages and PDFs are slow to load, and are on first use.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from briefing.load.files import FileProblem
from briefing.load.source_texts import MAX_FILE_BYTES, check_length, check_size, decode_text
from briefing.problems import ContentError, Place, Problem
from briefing.text.markdown import printed_blocks

MAX_PAGES = 3_000
_LONG_LINE = 200
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


@dataclass(frozen=True)
class Extract:
    """The paragraphs of a file, and what it says of itself: empty where it says nothing."""

    paragraphs: tuple[str, ...]
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""


def extract_file(path: Path) -> Extract:
    """Read a file as a source.

    Raises ContentError (`source-missing`, -kind, -too-large, -binary, -not-utf8, -empty or -no-text).
    """
    try:
        return _extract(path)
    except FileProblem as fault:
        raise ContentError(Problem(fault.code, fault.what, Place(str(path)), fault.hint)) from fault


def _extract(path: Path) -> Extract:
    read = _READ.get(path.suffix.lower())
    if read is None:
        kinds = ", ".join(_READ)
        raise FileProblem("source-kind", f"a source is a file of one of these kinds: {kinds}", "save it as one of them")
    try:
        if not path.is_file():
            raise FileProblem("source-missing", "there is no such file", "check the spelling; capitals count")
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise FileProblem("source-missing", f"this file cannot be read: {said}", "check who may read it") from error
    check_size(len(content))
    extract = read(content)
    check_length(sum(map(len, extract.paragraphs)))
    return extract


def _text(content: bytes) -> Extract:
    text = decode_text(content)
    lines = text.strip().split("\n")
    if not re.search(r"\n[^\S\n]*\n", text.strip()) and any(len(line) > _LONG_LINE for line in lines):
        return Extract(_tidy(lines))  # one paragraph a line, as word processors save them
    return Extract(_tidy(re.split(r"\n[^\S\n]*\n", text)))


def _markdown(content: bytes) -> Extract:
    return Extract(_tidy([block.text for block in printed_blocks(decode_text(content), "en")]))


def _page(content: bytes) -> Extract:
    import trafilatura

    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", content[:4096], re.IGNORECASE)
    try:
        html = content.decode(declared[1].decode() if declared else "utf-8") if declared else decode_text(content)
    except (LookupError, UnicodeDecodeError):
        html = decode_text(content)
    read = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
    lines = [re.sub(r"^- |^\||\|$", "", line.strip()).strip() for line in (getattr(read, "text", "") or "").split("\n")]
    paragraphs = _tidy([line for line in lines if not re.fullmatch(r"[-| ]*", line)])
    if not paragraphs:
        raise FileProblem("source-no-text", "no article is found in this page", "copy its words into a .txt file")
    meta = {key: str(getattr(read, key, None) or "") for key in ("title", "author", "sitename", "date", "url")}
    return Extract(paragraphs, meta["title"], meta["author"], meta["sitename"], meta["date"], meta["url"])


def _pdf(content: bytes) -> Extract:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise FileProblem(
            "source-binary", "this is not a PDF that can be opened", "save it again, without a password"
        ) from error
    try:
        if len(document) > MAX_PAGES:
            what = f"this PDF has {len(document):,} pages; at most {MAX_PAGES:,} are read"
            raise FileProblem("source-too-large", what, "keep the pages that are cited")
        pages = [_lines_of(page.get_textpage()) for page in document]
        meta = document.get_metadata_dict()
    finally:
        document.close()
    paragraphs = _tidy(_reflow(pages))
    if not paragraphs:
        raise FileProblem(
            "source-no-text", "this PDF holds pictures of pages, and no text", "recognise its text first (OCR)"
        )
    return Extract(paragraphs, meta.get("Title", ""), meta.get("Author", ""))


@dataclass(frozen=True)
class _Line:
    """A line of a PDF: its words, and where its first letter stands on the page, in points from below and from the left."""

    words: str
    left: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def gap(self, before: _Line) -> float:
        """The white between this line and the one before it, as a share of its height; below 0 where it stands higher."""
        return (before.bottom - self.top) / max(self.height, 1)


def _lines_of(text_page: Any) -> list[_Line]:
    """The lines of a page that have words, as they follow one another."""
    lines, at = [], 0
    for written in text_page.get_text_range().split("\r\n"):
        words = written.strip()
        if re.search(r"\w|[^\w\s]{3}", words):  # no bullets
            left, bottom, _, top = text_page.get_charbox(at + len(written) - len(written.lstrip()), loose=True)
            lines.append(_Line(words, left, bottom, top))
        at += len(written) + 2
    return lines


def _reflow(pages: Sequence[Sequence[_Line]]) -> list[str]:
    """Join the lines of a PDF into paragraphs.

    One ends where more white follows than is usual, where the letters change in size, before an indent, and where a short
    line ends a sentence. At the foot of a page or a column a sentence may run on: only its mark says that it does not.
    """
    usual = _usual_gaps(pages)
    lengths = sorted(len(line.words) for page in pages for line in page)
    full = lengths[len(lengths) * 3 // 4] if lengths else 0
    paragraphs, gathered = [], ""
    before: _Line | None = None
    for page in pages:
        for nth, line in enumerate(page):
            ended = bool(_ENDS.search(gathered))
            if before is None:
                runs_on = False
            elif nth == 0 or line.gap(before) < -1.5:
                runs_on = not ended and not _resized(before, line)
            else:
                runs_on = not _parts(before, line, usual.get(round(line.height), 0))
            if gathered and (not runs_on or (ended and before and len(before.words) < full * 0.85)):
                paragraphs.append(gathered)
                gathered = ""
            gathered = _join(gathered, line.words)
            before = line
    return [*paragraphs, gathered]


_ENDS = re.compile(r"[.!?:”\"»]$")


def _parts(before: _Line, line: _Line, usual: float) -> bool:
    """Tell whether a line of the same column begins a paragraph by where it stands, and how large it is."""
    if abs(line.bottom - before.bottom) < line.height / 2:
        return False  # the rest of one line, after a change of type
    # What follows a bullet or a number hangs, and is no indent.
    hangs = re.match(r"[^\w\s“‘\"'«(]|\d+[.)]\s", before.words)
    indented = not hangs and 0.8 * line.height < line.left - before.left < 5 * line.height
    return _resized(before, line) or indented or line.gap(before) > usual + 0.25


def _resized(before: _Line, line: _Line) -> bool:
    return not 0.87 < line.height / max(before.height, 1) < 1.15


def _usual_gaps(pages: Sequence[Sequence[_Line]]) -> Mapping[int, float]:
    """The white between the lines of a paragraph, by the height of the line in whole points."""
    gaps: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        for before, line in pairwise(page):
            gaps[round(line.height)].append(max(line.gap(before), 0))
    every = sorted(gap for found in gaps.values() for gap in found)
    # A heading is always alone: what is usual before it is no measure.
    most = every[len(every) // 4] + 0.35 if every else 0
    return {height: min(sorted(found)[len(found) // 4], most) for height, found in gaps.items()}


def _join(before: str, words: str) -> str:
    # The reader marks a hyphen that only the end of a line made.
    if before.endswith(("\ufffe", "\x02", "\u00ad")):
        return before[:-1] + words
    return f"{before} {words}" if before else words


def _tidy(paragraphs: list[str]) -> tuple[str, ...]:
    """Paragraphs on one line each, without the signs a typesetter or a reader of PDFs leaves behind."""
    table = str.maketrans(_LIGATURES | dict.fromkeys(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE]), ""))
    settled = (" ".join(paragraph.translate(table).split()) for paragraph in paragraphs)
    return tuple(paragraph for paragraph in settled if paragraph)


_READ: Mapping[str, Callable[[bytes], Extract]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _page,
    ".htm": _page,
    ".pdf": _pdf,
}
