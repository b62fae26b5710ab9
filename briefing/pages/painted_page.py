"""Pages that are painted before the file is written: their drawing commands, links and tags, without their boxes.

A `PaintedPage` takes its place among the engine's own pages when the engine writes the file.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import pydyf

from briefing.pages.tagging.continued import repeated_headings
from briefing.pages.tagging.elements import scope_heading
from briefing.pages.tagging.marks import content_links, settle_marks
from briefing.pages.tagging.painted_tags import (
    Annotation,
    Continued,
    Latest,
    LinkNumber,
    TagWriter,
    name_cells,
    read_tag,
)
from briefing.problems import PdfError, Problem

if TYPE_CHECKING:
    import weasyprint
    from weasyprint.document import Page
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.pdf.fonts import Font
    from weasyprint.pdf.stream import Stream

POINTS_PER_PIXEL = 0.75

Fonts: TypeAlias = "dict[int, Font]"
"""The fonts of a file, by the keys that the engine gives them."""


class _PackedCommands(pydyf.Object):  # type: ignore[misc]
    """Drawing commands that are decompressed only while the page that they are part of is written."""

    def __init__(self, packed: bytes) -> None:
        super().__init__()
        self._packed = packed

    @property
    def data(self) -> bytes:
        return zlib.decompress(self._packed)


@dataclass(eq=False)
class PaintedLink:
    """A link of a painted page: its element's attributes, and the annotation that the engine makes of it."""

    element: Mapping[str, str]
    link_annotation: pydyf.Dictionary | None = None


@dataclass
class PaintedPage:
    """A page that is laid out and painted. It has the attributes that the engine uses of its own pages.

    `tags` (pickled) and `commands` are compressed, for there may be a thousand such pages. `identifiers` are those of its
    heading cells, each with a reference to its tag in the file it was last written to; `headings` are the identifiers of the
    headings of its columns, `continued` is set where its table began on another page.
    """

    width: float
    height: float
    bleed: Mapping[str, float]
    links: list[tuple[str, str, tuple[float, ...], PaintedLink]]
    anchors: Mapping[str, tuple[float, ...]]
    bookmarks: list[tuple[int, str, tuple[float, float], str]]
    tags: bytes
    commands: list[bytes]
    graphics_states: dict[str, pydyf.Dictionary]
    forms: dict[None, list[pydyf.Stream]] = field(default_factory=lambda: {None: []})
    identifiers: list[tuple[str, bytes]] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    continued: Continued | None = None

    @property
    def _page_box(self) -> PaintedPage:
        return self

    def descendants(self, placeholders: bool = False) -> Iterator[PaintedLink]:
        """Yield what is left of the page's boxes: its links."""
        return (link for *_, link in self.links)

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Add the drawing commands to a page of the file."""
        stream.stream.extend(map(_PackedCommands, self.commands))
        stream._resources["ExtGState"].update(self.graphics_states)


@contextmanager
def tag_painted_pages() -> Iterator[None]:
    """Let the engine write the stored tags of painted pages."""
    from weasyprint.pdf import tags

    build_box_tree = tags._build_box_tree
    latest = Latest()

    def build_tags(
        box: Box | PaintedPage,
        parent: pydyf.Dictionary,
        pdf: pydyf.PDF,
        page_number: int,
        nums: dict[int, bytes],
        annotations: list[Annotation],
        marks: Mapping[Box, Mapping[str, object]],
    ) -> Iterator[pydyf.Object]:
        if not isinstance(box, PaintedPage):
            yield from build_box_tree(box, parent, pdf, page_number, nums, annotations, marks)
            return
        box.identifiers.clear()
        writer = TagWriter(pdf, pdf.page_references[page_number], box, nums, annotations, latest)
        made = pickle.loads(zlib.decompress(box.tags))  # noqa: S301 - pickled by paint_page
        if box.continued and latest.body:
            writer.write_rows(made, box.continued)
            return
        for tag in made:
            yield writer.write(tag, parent.reference)

    tags._build_box_tree = build_tags
    try:
        yield
    finally:
        tags._build_box_tree = build_box_tree


def paint_page(
    laid_out: weasyprint.Document, page: Page, fonts: Fonts, prefix: str, continued: Continued | None = None
) -> PaintedPage:
    """Paint a page and return what the file needs of it.

    `fonts` collects the fonts that are used; `prefix` makes the identifiers of the page's cells unique; `continued` is how
    its table began, on another page. Raises `PdfError` where there is more than text in it.
    """
    from weasyprint.matrix import Matrix
    from weasyprint.pdf.anchors import add_links
    from weasyprint.pdf.stream import Stream
    from weasyprint.pdf.tags import _build_box_tree

    box = page._page_box
    repeated = repeated_headings([box], is_continued=continued is not None)
    links = content_links(box, page.links, repeated)
    scratch, scratch_page, root = pydyf.PDF(), pydyf.Dictionary(), pydyf.Dictionary({"S": "/Document"})
    scratch.add_page(scratch_page)
    scratch.add_object(root)
    marks: dict[Box, dict[str, object]] = {}
    resources = {kind: pydyf.Dictionary() for kind in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")}
    area, height = (0, 0, page.width, page.height), page.height * POINTS_PER_PIXEL
    stream = Stream(fonts, area, resources, {}, marks, laid_out.color_profiles, laid_out.output_intent)
    stream.transform(d=-1, f=height)  # the engine does the same to its pages before it paints them
    before = len(stream.stream)
    matrix = Matrix(POINTS_PER_PIXEL, 0, 0, -POINTS_PER_PIXEL, 0, height)
    add_links((links, []), matrix, scratch, scratch_page, [], marks)
    page.paint(stream, POINTS_PER_PIXEL)
    settle_marks(box, stream, laid_out.metadata.lang, repeated)
    lists = any(descendant.element_tag in ("ul", "ol") for descendant in box.descendants())
    if lists or any(resources[kind] for kind in ("XObject", "Pattern", "Shading")):
        what = "a long table has a list, a picture or something half transparent in it"
        raise PdfError(Problem("pdf-annex", what, hint="Use text only: such a table is laid out in parts."))
    elements = list(_build_box_tree(box, root, scratch, 0, {}, [], marks))
    for descendant in box.descendants(placeholders=True):
        scope_heading(descendant)
    headings = name_cells(scratch, prefix, continued.headings if continued else ())
    numbers = {link.link_annotation.reference: LinkNumber(number) for number, (*_, link) in enumerate(links)}
    return PaintedPage(
        page.width,
        page.height,
        page.bleed,
        [(kind, target, place, PaintedLink(_descriptions(link))) for kind, target, place, link in links],
        page.anchors,
        page.bookmarks,
        _pack(pickle.dumps(tuple(read_tag(element, scratch, numbers) for element in elements))),
        [_pack(b"\n".join(map(pydyf._to_bytes, stream.stream[before:])))],
        dict(resources["ExtGState"]),
        headings=headings,
        continued=continued,
    )


def _pack(content: bytes) -> bytes:
    return zlib.compress(content, 1)


def _descriptions(link: Box) -> dict[str, str]:
    """Return the attributes that describe a link."""
    element = link.element if link.element is not None else {}
    return {name: text for name in ("aria-label", "title") if (text := element.get(name))}
