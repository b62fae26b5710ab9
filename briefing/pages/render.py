"""A page becomes a PDF.

Nothing outside the page is read: no network, no disk, none of the machine's own fonts. Whatever the engine would only
have warned of (a missing glyph, a missing picture, a rule of CSS it does not know) is an error here.
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from briefing.memory import give_back_memory
from briefing.pages import conformance as standards
from briefing.pages.document import Attachment, Document, Pdf
from briefing.pages.engine import engine
from briefing.pages.fonts import FAMILIES, fontconfig_file
from briefing.pages.long_tables import KeptPage, add_margins, in_all, keep_annex, kept_pages_tagged
from briefing.pages.page_checks import find_faded, find_families, find_in_html, find_in_links
from briefing.problems import PdfError, Problem

# Relative URLs need something to be relative to. Nothing is ever asked of this address (RFC 2606 keeps .invalid free).
_BASE = "https://page.invalid/a/briefing/"
_MEDIA_TYPES = {
    ".css": "text/css",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
# Smoothed pictures break PDF/A (ISO 19005-3, 6.2.8); the author's sheets come later and have the last word.
_HOUSE_CSS = "img { image-rendering: crisp-edges } ul ul, ol ul { list-style-type: disc }"

# Where two faces have a character, fontconfig and Pango favour the one for the language of the machine. Not here.
_SPEECH = {"FC_LANG": "en", "PANGO_LANGUAGE": "en"}

# Loggers, the environment and fontconfig belong to the whole process: one page at a time.
_PRESS = threading.Lock()

SWEPT_AFTER = 50_000
"""While a page is set, garbage is looked for only after so many new objects: nearly all stay until the page is done."""

PROVED_AT_ONCE = 40
"""Pages of an annex that are proved at once, together with the rest of the document."""


def render_pdf(page: Document) -> Pdf:
    """Set a page as a PDF/A-3a and PDF/UA-1 file.

    The same page gives the same bytes, on any machine and at any time. Raises `PdfError` with everything that is wrong:
    what the page names and does not have, glyphs no face has, whatever the engine warns of, and any rule of the two
    standards that the file breaks.
    """
    if page.modified.tzinfo is None:
        raise ValueError("a page's date needs a time zone")
    problems: list[Problem] = []
    fonts = fontconfig_file()
    with _PRESS, _environment(FONTCONFIG_FILE=str(fonts), **_SPEECH), _listening(problems), _seldom_swept():
        try:
            pdf = _set(page, problems, fonts)
        except RecursionError as error:
            what = "the page is nested too deeply to be set"
            raise PdfError(Problem("pdf-depth", what, hint="Take out lists in lists, quotes in quotes.")) from error
    if problems:
        raise PdfError(dict.fromkeys(problems))
    return pdf


def bring_in() -> None:
    """Bring in the engine, and let it look at no typeface of the machine's. Raises `PdfError` where it is not there."""
    with _PRESS, _environment(FONTCONFIG_FILE=str(fontconfig_file()), **_SPEECH):
        engine()


def warm_up() -> None:
    """Bring in the engine and set a word, so that the first page takes no longer than the next."""
    render_pdf(Document('<!doctype html><html lang="en"><title>A</title><p>A', {}, datetime.fromtimestamp(0, UTC)))


def _set(page: Document, problems: list[Problem], fonts: Path) -> Pdf:
    """Lay the page out, write it and hold it to the standards; other faults found on the way go to `problems`."""
    setting = _Setting(engine(), page, problems, fonts)
    document = setting.lay(page.html)
    kept: list[KeptPage] = []
    if page.annex:
        before = len(document.pages)
        faces: dict[Any, Any] = {}
        try:
            kept = keep_annex(page.annex, setting.lay_part, faces, setting.check)
        except PdfError as error:
            raise PdfError(dict.fromkeys([*problems, *error.problems])) from error
        add_margins(kept, page.annex.blank, before, setting.lay, faces)
        html = in_all(page.html, before + len(kept))
        # The validator takes a tenth of a megabyte a row, so a long document is proved piece by piece, each one whole.
        for start in range(0, len(kept), PROVED_AT_ONCE):
            piece = setting.lay(html)
            setting.prove(setting.write(piece, kept[start : start + PROVED_AT_ONCE], faces)[0])
            give_back_memory()  # the validator's threads leave it a hundred megabytes
        document = setting.lay(html)
        content, front = setting.write(document, kept, faces)
    else:
        content, front = setting.write(document, [], document.fonts)
        setting.prove(content)
    return Pdf(content, len(document.pages), front)


class _Setting:
    """Sets one page: lays its HTML out, looks for faults, writes the file, and proves it."""

    def __init__(self, weasyprint: ModuleType, page: Document, problems: list[Problem], fonts: Path) -> None:
        self._weasyprint, self._page, self._problems = weasyprint, page, problems
        self._fetch = _fetcher(page.files, problems)
        self._house = weasyprint.CSS(string=_HOUSE_CSS, url_fetcher=self._fetch)
        self._typefaces = _typefaces(page, fonts)

    def lay(self, text: str, level: int = 0) -> Any:
        """Lay out an HTML document, which comes after a heading of a level."""
        html = self._weasyprint.HTML(string=text, base_url=_BASE, url_fetcher=self._fetch)
        self._problems.extend(find_in_html(html.etree_element, level))
        return html.render(stylesheets=[self._house], font_config=self._typefaces, pdf_variant="pdf/a-3a")

    def lay_part(self, text: str) -> Any:
        """Lay out an HTML document that goes on beneath the title of the page."""
        return self.lay(text, 1)

    def check(self, document: Any) -> None:
        """Look for what the engine lets pass in the boxes of a document, and in its links."""
        boxes = [sheet._page_box for sheet in document.pages]
        self._problems.extend(find_in_links(document, _BASE))
        self._problems.extend(find_faded(boxes))
        self._problems.extend(find_families(boxes, FAMILIES))

    def write(self, document: Any, kept: Sequence[KeptPage], faces: dict[Any, Any]) -> tuple[bytes, int]:
        """The PDF of a document and of kept pages after it, and how many pages of it hold some of its front.

        `faces` are those that the kept pages are set in. To be called once for each document, for painting changes it.
        """
        attachments = tuple(sorted(self._page.attachments, key=lambda attachment: attachment.name.encode()))
        modified = self._page.modified.astimezone(UTC)
        document.metadata.created = document.metadata.modified = modified.strftime("%Y-%m-%dT%H:%M:%SZ")
        document.fonts = faces
        boxes = [sheet._page_box for sheet in document.pages]
        self._problems.extend(find_in_links(document, _BASE))
        self._problems.extend(find_faded(boxes))
        for sheet, box in zip(document.pages, boxes, strict=True):
            sheet.links[:] = standards.own_links(box, sheet.links)
            sheet.paint = partial(_paint, sheet.paint, box, document.metadata.lang)
        document.pages.extend(kept)
        with kept_pages_tagged() if kept else contextlib.nullcontext():
            content = document.write_pdf(
                pdf_variant="pdf/a-3a",
                attachments=[_attach(self._weasyprint, one, modified, self._fetch) for one in attachments],
                finisher=lambda _, pdf: standards.finish(pdf, [*boxes, *kept], attachments),
            )
        self._problems.extend(find_families(boxes, FAMILIES))
        return standards.part_streams(content), sum(map(_holds_front, boxes))

    def prove(self, content: bytes) -> None:
        """Hold a file to the standards, unless there are faults that are told more plainly."""
        if not self._problems:
            standards.check_conformance(content)


def _typefaces(page: Document, fonts: Path) -> Any:
    """The engine's typefaces of a configuration; a page that brings its own gets them for itself."""
    from weasyprint.text.fonts import FontConfiguration

    brings = "@font-face" in page.html or any(b"@font-face" in content for content in page.files.values())
    return FontConfiguration() if brings else _known_typefaces(fonts)


# Each set of typefaces that was ever made stays in memory, a fifth of a megabyte: Pango does not let go of it.
@lru_cache(maxsize=1)
def _known_typefaces(fonts: Path) -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _holds_front(page_box: Any) -> bool:
    """Tell whether a page holds some of what belongs on page one."""
    elements = (box.element for box in page_box.descendants() if box.element is not None)
    return any(element.get("class") == "front" for element in elements)


def _paint(paint: Callable[..., None], page_box: Any, language: str, stream: Any, scale: float = 1) -> None:
    paint(stream, scale)
    standards.settle_marks(page_box, stream, language)


def _attach(weasyprint: ModuleType, attachment: Attachment, modified: datetime, fetch: Callable[[str], Any]) -> Any:
    return weasyprint.Attachment(
        file_obj=io.BytesIO(attachment.content),
        url_fetcher=fetch,
        name=attachment.name,
        description=attachment.description,
        created=modified,
        modified=modified,
        relationship=attachment.relationship,
    )


def _fetcher(files: Mapping[str, bytes], problems: list[Problem]) -> Any:
    """What answers the engine when it asks for a URL: the page's own files, and a problem for everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        def content(self, url: str) -> bytes | None:
            """What is at a URL, where it is one of the page's files."""
            return files.get(url.removeprefix(_BASE)) if url.startswith(_BASE) else None

        def fetch(self, url: str, headers: object = None) -> Any:
            name = url.removeprefix(_BASE)
            if name == url or name not in files:
                shown = name if len(name) <= 100 else f"{name[:99]}…"
                problems.append(Problem("pdf-file", f"the page names “{shown}”, which is not one of its files"))
                raise _RefusedError(url)
            media_type = _MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
            return URLFetcherResponse(url, files[name], {"Content-Type": media_type})

    return OwnFiles()


class _RefusedError(ValueError):
    """The page asked for something that is not its own. Already told as a problem."""


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _seldom_swept() -> Iterator[None]:
    before = gc.get_threshold()
    if 0 < before[0] < SWEPT_AFTER:
        gc.set_threshold(SWEPT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.contextmanager
def _listening(problems: list[Problem]) -> Iterator[None]:
    """Turn what the engine and its libraries log or warn of into problems, and let none of it reach the screen."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger.level, logger.propagate) for logger in loggers]
    ear = _Ear(problems)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        for category in (UserWarning, RuntimeWarning):
            warnings.filterwarnings("always", category=category)
        for logger in loggers:
            logger.addHandler(ear)
            logger.setLevel(logging.WARNING)
            logger.propagate = False
        try:
            yield
        finally:
            for logger, (level, propagate) in zip(loggers, before, strict=True):
                logger.removeHandler(ear)
                logger.setLevel(level)
                logger.propagate = propagate
    problems.extend(Problem("pdf-warning", str(warning.message)) for warning in caught)


class _Ear(logging.Handler):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(logging.WARNING)
        self._problems = problems
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.thread != self._thread or _RefusedError.__name__ in message:
            return
        if message.startswith(".notdef") and isinstance(record.args, tuple):
            character, code = record.args
            problem = Problem("pdf-glyph", f"no typeface here has the character “{character}” (U+{code:04X})")
        else:
            problem = Problem("pdf-warning", message.replace(_BASE, ""))
        self._problems.append(problem)
