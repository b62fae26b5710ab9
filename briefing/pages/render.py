"""Render a composed document as a PDF with WeasyPrint.

Nothing outside the document is read: no network, no disk, none of the machine's own fonts. Whatever the engine only warns of
(a missing glyph, a missing picture, an unknown CSS property) is an error here.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from functools import cache, cached_property, lru_cache, partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import unquote

from briefing.model.paper import IMAGE_DPI
from briefing.pages import conformance
from briefing.pages.desk.page_notices import check_notices
from briefing.pages.desk.style_check import check_style
from briefing.pages.document import Annex, Attachment, Document, Pdf
from briefing.pages.engine_messages import RefusedError, problems_from_messages
from briefing.pages.fonts import FAMILIES
from briefing.pages.long_tables import paint_annex, paint_margins, set_page_total
from briefing.pages.page_checks import check_families, check_html, check_links, check_opacity
from briefing.pages.painted_page import Fonts, PaintedPage, tag_painted_pages
from briefing.pages.tagging.continued import note_origins, repeated_headings
from briefing.pages.tagging.marks import content_links, settle_marks
from briefing.problems import PdfError, Problem

if TYPE_CHECKING:
    import weasyprint
    from weasyprint.formatting_structure.boxes import Box, PageBox
    from weasyprint.pdf.stream import Stream
    from weasyprint.text.fonts import FontConfiguration

# Relative URLs must be relative to something. Nothing is ever requested from this address (RFC 2606 reserves .invalid).
_BASE_URL = "https://page.invalid/a/briefing/"
_MEDIA_TYPES = {
    ".css": "text/css",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
# PDF/A forbids interpolated images (ISO 19005-3, 6.2.8). The document's own style sheets come later and override this one.
_BASE_CSS = "img { image-rendering: crisp-edges } ul ul, ol ul { list-style-type: disc }"

# Loggers, warning filters and the garbage collector belong to the whole process: one document at a time.
_RENDER_LOCK = threading.Lock()

GC_THRESHOLD, ANNEX_GC_THRESHOLD = 400_000, 50_000
"""New objects between two garbage collections while rendering. Nearly all objects of a document live until it is done; the
parts of an annex are done one after the other."""

ANNEX_PAGES_VALIDATED = 12
"""Pages of an annex that are validated at once, together with the rest of the document."""


def render_pdf(document: Document, fontconfig: Path, *, accelerated: bool = True) -> Pdf:
    """Render a document as a PDF/A-3a and PDF/UA-1 file; the same document gives the same bytes on any machine.

    `fontconfig` is the fontconfig configuration that is in force. Raises `PdfError` with everything that is wrong: files the
    document refers to and does not have, characters that no font has, whatever the engine warns of, and every rule of the
    two standards that the file breaks.
    """
    if document.modified.tzinfo is None:
        raise ValueError("a document's date needs a time zone")
    problems: list[Problem] = []
    with _RENDER_LOCK, problems_from_messages(problems, _BASE_URL), _garbage_collection(document):
        rendering = _Rendering(load_engine(accelerated), document, fontconfig, problems)
        try:
            pdf = rendering.render()
        except RecursionError as error:
            what = "the HTML is nested too deeply to be laid out"
            raise PdfError(
                Problem("pdf-depth", what, hint="Remove some of the nested lists and quotations.")
            ) from error
    if problems:
        raise PdfError(dict.fromkeys(problems))
    return pdf


@cache
def load_engine(accelerated: bool) -> ModuleType:
    """Import WeasyPrint, on first use because most commands do not need it. Raises `PdfError` where a library is missing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints its advice on missing libraries
            # Without the folder `acceleration` and this line, everything works the same, only slower.
            importlib.import_module("briefing.pages.acceleration").apply_patches(enabled=accelerated)
            import weasyprint
            from weasyprint.text.ffi import harfbuzz_subset
        if harfbuzz_subset is None:
            raise OSError("libharfbuzz-subset")
    except OSError as error:
        what = f"a library that sets type is missing: {error}"
        hint = "Debian: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. macOS: brew install pango."
        raise PdfError(Problem("pdf-engine", what, hint=hint)) from error
    from briefing.pages.svg_text import draw_svg_text_in_runs

    draw_svg_text_in_runs()
    return weasyprint  # type: ignore[no-any-return]


class _Rendering:
    """Renders one document: lays out its HTML, checks it, writes the file and validates it."""

    def __init__(self, engine: ModuleType, document: Document, fontconfig: Path, problems: list[Problem]) -> None:
        self._engine, self._document, self._problems = engine, document, problems
        self._url_fetcher = _url_fetcher(document.files, problems)
        self._base_css = engine.CSS(string=_BASE_CSS, url_fetcher=self._url_fetcher)
        self._fonts = _font_configuration(document, fontconfig)
        self._families = FAMILIES.union(typeface.family for typeface in document.house.typefaces)

    def render(self) -> Pdf:
        """Return the finished file, validated. Some problems are only added to the list; others raise PdfError."""
        parse = partial(self._engine.CSS, base_url=_BASE_URL, url_fetcher=self._url_fetcher)
        check_style(self._document.house.style, parse, self._problems)
        laid_out = self.lay_out(self._document.html)
        if self._document.annex:
            return self._render_with_annex(self._document.annex, len(laid_out.pages))
        pdf = self.write(laid_out, [], laid_out.fonts)
        self._validate(pdf)
        return pdf

    def _render_with_annex(self, annex: Annex, pages_before: int) -> Pdf:
        fonts: Fonts = {}
        try:
            painted = paint_annex(annex, partial(self.lay_out, heading_level=1), fonts, self._check_layout)
        except PdfError as error:
            raise PdfError(dict.fromkeys([*self._problems, *error.problems])) from error
        paint_margins(painted, annex.blank, pages_before, self._lay_out_margins, fonts)
        html = set_page_total(self._document.html, pages_before + len(painted))
        # The validator takes a tenth of a megabyte a row, so a long document is validated in pieces, each a whole file.
        for start in range(0, len(painted), ANNEX_PAGES_VALIDATED):
            # The cells of each page refer to the headings on the first.
            piece = [*painted[: min(start, 1)], *painted[start : start + ANNEX_PAGES_VALIDATED]]
            self._validate(self.write(self.lay_out(html), piece, fonts), parallel=False)
        gc.collect()  # the whole file is the largest: what is left of the pieces must make room
        return self.write(self.lay_out(html), painted, fonts)

    def _lay_out_margins(self, html: str) -> weasyprint.Document:
        """Lay out pages that have nothing but their margins, after one that is not printed."""
        laid_out = self.lay_out(html)
        self._problems.extend(check_notices(self._document, _page_boxes(laid_out)[1:], before=1))
        return laid_out

    def lay_out(self, html: str, heading_level: int = 0) -> weasyprint.Document:
        """Lay out an HTML document that follows a heading of a level (0: none)."""
        source = self._engine.HTML(string=html, base_url=_BASE_URL, url_fetcher=self._url_fetcher)
        self._problems.extend(check_html(source.etree_element, heading_level))
        return source.render(
            stylesheets=[self._base_css], font_config=self._fonts, pdf_variant="pdf/a-3a", dpi=IMAGE_DPI
        )

    def _check_layout(self, laid_out: weasyprint.Document) -> None:
        """Check the links and boxes of a laid-out document for what the engine lets pass."""
        boxes = _page_boxes(laid_out)
        self._problems.extend(check_links(laid_out, _BASE_URL))
        self._problems.extend(check_opacity(boxes))
        self._problems.extend(check_families(boxes, self._families))

    def write(self, laid_out: weasyprint.Document, painted: Sequence[PaintedPage], fonts: Fonts) -> Pdf:
        """Write a laid-out document and the painted pages after it to a file.

        `fonts` are those the painted pages use. To be called once for each layout, for painting changes it.
        """
        attachments = tuple(sorted(self._document.attachments, key=lambda attachment: attachment.name.encode()))
        modified = self._document.modified.astimezone(UTC)
        laid_out.metadata.created = laid_out.metadata.modified = modified.strftime("%Y-%m-%dT%H:%M:%SZ")
        laid_out.fonts = fonts
        boxes = _page_boxes(laid_out)
        self._problems.extend(check_links(laid_out, _BASE_URL))
        self._problems.extend(check_opacity(boxes))
        self._problems.extend(check_notices(self._document, boxes))
        repeated = repeated_headings(boxes)
        for page, box in zip(laid_out.pages, boxes, strict=True):
            page.links[:] = content_links(box, page.links, repeated)
            page.paint = partial(_paint_page, page.paint, box, laid_out.metadata.lang, repeated)
        laid_out.pages.extend(painted)
        with tag_painted_pages() if painted else contextlib.nullcontext(), note_origins() as origins:
            content = laid_out.write_pdf(
                pdf_variant="pdf/a-3a",
                dpi=IMAGE_DPI,
                attachments=[self._attachment(attachment) for attachment in attachments],
                finisher=lambda _, pdf: conformance.finish(
                    pdf, [*boxes, *painted], attachments, origins, self._document.house.name
                ),
            )
        self._problems.extend(
            check_families(boxes, self._families)
        )  # drawings choose their fonts while they are painted
        content = conformance.end_streams_unambiguously(content)
        return Pdf(content, len(laid_out.pages), sum(map(_holds_front, boxes)))

    def _attachment(self, attachment: Attachment) -> weasyprint.Attachment:
        modified = self._document.modified.astimezone(UTC)
        return self._engine.Attachment(
            file_obj=io.BytesIO(attachment.content),
            url_fetcher=self._url_fetcher,
            name=attachment.name,
            description=attachment.description,
            created=modified,
            modified=modified,
            relationship=attachment.relationship,
        )

    def _validate(self, pdf: Pdf, *, parallel: bool = True) -> None:
        """Validate a file, unless problems are known already that say more than a validator would."""
        if not self._problems:
            conformance.check_conformance(pdf.content, parallel=parallel)


def _page_boxes(laid_out: weasyprint.Document) -> list[PageBox]:
    return [page._page_box for page in laid_out.pages]


def _holds_front(page_box: PageBox) -> bool:
    """Tell whether a page holds some of what belongs on page one."""
    elements = (box.element for box in page_box.descendants() if box.element is not None)
    return any(element.get("class") == "front" for element in elements)


def _paint_page(
    paint: Callable[..., None],
    page_box: PageBox,
    language: str,
    repeated: frozenset[Box],
    stream: Stream,
    scale: float = 1,
) -> None:
    paint(stream, scale)
    settle_marks(page_box, stream, language, repeated)


def _font_configuration(document: Document, fontconfig: Path) -> FontConfiguration:
    """Return the engine's font configuration; a document with fonts of its own gets one for itself."""
    has_fonts = "@font-face" in document.html or any(b"@font-face" in content for content in document.files.values())
    return _shared_font_configuration.__wrapped__(fontconfig) if has_fonts else _shared_font_configuration(fontconfig)


# Each configuration ever made stays in memory, a fifth of a megabyte: Pango does not release it.
@lru_cache(maxsize=1)
def _shared_font_configuration(fontconfig: Path) -> FontConfiguration:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _url_fetcher(files: Mapping[str, bytes], problems: list[Problem]) -> weasyprint.urls.URLFetcher:
    """Return what answers the engine's requests: the document's own files, and a problem for everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class DocumentFiles(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.problems = problems

        @cached_property
        def digest(self) -> bytes:
            """The digest of all files."""
            parts = (part for name in sorted(files) for part in (name.encode(), files[name]))
            return sha256(b"".join(sha256(part).digest() for part in parts)).digest()

        def content(self, url: str) -> bytes | None:
            """Return the content of a URL that is one of the document's files."""
            return files.get(unquote(url.removeprefix(_BASE_URL))) if url.startswith(_BASE_URL) else None

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            name = url.removeprefix(_BASE_URL)
            content = self.content(url)
            if content is None:
                shown = name if len(name) <= 100 else f"{name[:99]}…"
                problems.append(Problem("pdf-file", f"the document refers to “{shown}”, which is not one of its files"))
                raise RefusedError(url)
            media_type = _MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    return DocumentFiles()


@contextlib.contextmanager
def _garbage_collection(document: Document) -> Iterator[None]:
    before = gc.get_threshold()
    if before[0]:  # it is not switched off
        gc.set_threshold(ANNEX_GC_THRESHOLD if document.annex else GC_THRESHOLD, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
