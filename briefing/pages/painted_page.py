"""Pages that are painted before the file is written: their drawing commands, links and tags, without their boxes.

A `PaintedPage` takes its place among the engine's own pages when the engine writes the file.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pydyf

from briefing.pages.tagging.elements import scope_heading
from briefing.pages.tagging.marks import content_links, settle_marks
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

Annotation: TypeAlias = "tuple[bytes, pydyf.Dictionary]"
"""The annotation of a link, with the reference to the link's tag."""


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


class LinkNumber(NamedTuple):
    """The place of a link among those of its page, from 0."""

    number: int


class Tag(NamedTuple):
    """A structure element: its type, its attributes as written in the file, its identifier ("" for none), and its kids.

    A kid is the number of a mark in the page's content, a link, or another element.
    """

    type: str
    attributes: bytes
    identifier: str
    kids: tuple[int | Tag | LinkNumber, ...]


@dataclass
class PaintedPage:
    """A page that is laid out and painted. It has the attributes that the engine uses of its own pages.

    `tags` (pickled) and `commands` are compressed, for there may be a thousand such pages. `identifiers` are those of its
    heading cells, each with a reference to its tag in the file it was last written to.
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
        writer = _TagWriter(pdf, pdf.page_references[page_number], box, nums, annotations)
        for tag in pickle.loads(zlib.decompress(box.tags)):  # noqa: S301 - pickled by paint_page
            yield writer.write(tag, parent.reference)

    tags._build_box_tree = build_tags
    try:
        yield
    finally:
        tags._build_box_tree = build_box_tree


def paint_page(laid_out: weasyprint.Document, page: Page, fonts: Fonts, prefix: str) -> PaintedPage:
    """Paint a page and return what the file needs of it.

    `fonts` collects the fonts that are used; `prefix` makes the identifiers of the page's cells unique. Raises `PdfError`
    where there is more than text in it.
    """
    from weasyprint.matrix import Matrix
    from weasyprint.pdf.anchors import add_links
    from weasyprint.pdf.stream import Stream
    from weasyprint.pdf.tags import _build_box_tree

    box = page._page_box
    links = content_links(box, page.links)
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
    settle_marks(box, stream, laid_out.metadata.lang)
    lists = any(descendant.element_tag in ("ul", "ol") for descendant in box.descendants())
    if lists or any(resources[kind] for kind in ("XObject", "Pattern", "Shading")):
        what = "a long table has a list, a picture or something half transparent in it"
        raise PdfError(Problem("pdf-annex", what, hint="Use text only: such a table is laid out in parts."))
    elements = list(_build_box_tree(box, root, scratch, 0, {}, [], marks))
    for descendant in box.descendants(placeholders=True):
        scope_heading(descendant)
    numbers = {link.link_annotation.reference: LinkNumber(number) for number, (*_, link) in enumerate(links)}
    return PaintedPage(
        page.width,
        page.height,
        page.bleed,
        [(kind, target, place, PaintedLink(_descriptions(link))) for kind, target, place, link in links],
        page.anchors,
        page.bookmarks,
        _pack(pickle.dumps(tuple(_read_tag(element, scratch, numbers, prefix) for element in elements))),
        [_pack(b"\n".join(map(pydyf._to_bytes, stream.stream[before:])))],
        dict(resources["ExtGState"]),
    )


def _pack(content: bytes) -> bytes:
    return zlib.compress(content, 1)


def _descriptions(link: Box) -> dict[str, str]:
    """Return the attributes that describe a link."""
    element = link.element if link.element is not None else {}
    return {name: text for name in ("aria-label", "title") if (text := element.get(name))}


def _read_tag(element: pydyf.Dictionary, pdf: pydyf.PDF, links: Mapping[bytes, LinkNumber], prefix: str) -> Tag:
    """Return an element that the engine made, with everything below it, corrected as in `tagging`."""
    kids: list[int | Tag | LinkNumber] = []
    for kid in element["K"]:
        if isinstance(kid, int):
            kids.append(kid)
            continue
        below = pdf.objects[int(kid.split()[0])]
        is_link = below.get("Type") == "/OBJR"
        kids.append(links[below["Obj"]] if is_link else _read_tag(below, pdf, links, prefix))
    attributes = element.get("A")
    if attributes and "Headers" in attributes:
        headers = pydyf.Array([pydyf.String(f"{prefix}-{header.string}") for header in attributes["Headers"]])
        attributes = pydyf.Dictionary({**attributes, "Headers": headers})
    identifier = f"{prefix}-{element['ID'].string}" if "ID" in element else ""
    # The engine tags every element inside a link as one more link.
    is_text = element["S"] == "/Link" and not any(isinstance(kid, LinkNumber) for kid in kids)
    return Tag("/Span" if is_text else element["S"], attributes.data if attributes else b"", identifier, tuple(kids))


class _WrittenObject(pydyf.Object):  # type: ignore[misc]
    """An object as it is written in the file: it takes a tenth of the memory of a dictionary."""

    __slots__ = ("data", "number", "offset")
    generation = 0
    free = "n"

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.offset = 0
        self.data = b""
        pdf.add_object(self)


@dataclass(frozen=True)
class _TagWriter:
    """Writes the tags of one painted page; `page_reference` refers to it in the file.

    `nums` collects the tag of each mark, `annotations` that of each link.
    """

    pdf: pydyf.PDF
    page_reference: bytes
    page: PaintedPage
    nums: dict[int, bytes]
    annotations: list[Annotation]

    def write(self, tag: Tag, parent: bytes) -> _WrittenObject:
        """Write a tag and everything below it; `parent` refers to the element that contains it."""
        written = _WrittenObject(self.pdf)
        reference = written.reference
        kids = b" ".join(filter(None, (self._write_kid(kid, reference) for kid in tag.kids)))
        parts = [b"/Type /StructElem/S ", tag.type.encode(), b"/Pg ", self.page_reference, b"/P ", parent]
        if tag.attributes:
            parts += [b"/A ", tag.attributes]
        if tag.identifier:
            self.page.identifiers.append((tag.identifier, reference))
            parts += [b"/ID ", pydyf.String(tag.identifier).data]
        written.data = b"<<" + b"".join(parts) + b"/K [" + kids + b"]>>"
        return written

    def _write_kid(self, kid: int | Tag | LinkNumber, parent: bytes) -> bytes:
        """Write a kid and return what its parent lists for it; b"" for a link that leads nowhere."""
        if isinstance(kid, int):
            self.nums[kid] = parent
            return b"%d" % kid
        if isinstance(kid, Tag):
            return bytes(self.write(kid, parent).reference)
        *_, link = self.page.links[kid.number]
        if link.link_annotation is None:  # the engine has warned of it
            return b""
        self.annotations.append((parent, link.link_annotation))
        written = _WrittenObject(self.pdf)
        written.data = b"<</Type /OBJR/Obj %s/Pg %s>>" % (link.link_annotation.reference, self.page_reference)
        return bytes(written.reference)
