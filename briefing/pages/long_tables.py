"""Long tables laid out part by part, so that the memory they take does not grow with them.

The engine keeps every box of a document until the last page is written: a seventh of a megabyte a row. Here the pages of a
part are painted as soon as they are laid out, and only what a PDF needs of each is kept: its drawing commands, its links and
the outline of its tags. Such a kept page stands among the engine's own pages, and the engine writes the file as ever.
"""

from __future__ import annotations

import gc
import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pydyf

from briefing.pages import conformance as standards
from briefing.pages.document import Annex
from briefing.problems import PdfError, Problem

ROWS = 400
"""Rows laid out at once: what is left of the last page is laid out again with the next part, so not too few."""

SHEETS = 100
"""Pages whose margins are laid out at once."""

POINTS = 0.75
"""PDF points in a CSS pixel."""

_NO_MARGINS = "".join(
    f"@{place} {{ content: none }}"
    for place in ("top-left", "top-center", "top-right", "bottom-left", "bottom-center", "bottom-right")
)

Lay = Callable[[str], Any]
"""Lays out an HTML document, and gives the engine's document of it."""


@dataclass(eq=False)
class KeptLink:
    """What the engine asks of a box that is a link, and what it puts there."""

    element: Mapping[str, str]
    link_annotation: Any = None


class Kept(NamedTuple):
    """One element of the tags: its type, its attributes as they are written, its name as a heading, and its kids.

    A kid is the number of a mark in the page's drawing, a link's place among the page's, or another element.
    """

    tag: str
    attributes: bytes
    identifier: str
    kids: tuple[int | Kept | LinkAt, ...]


class LinkAt(NamedTuple):
    """The place of a link among those of its page, from 0."""

    number: int


@dataclass
class KeptPage:
    """A page that is laid out and painted; it takes the place of the engine's own.

    Its `elements` (of type Kept) and its drawing `commands` are packed, for there may be a thousand such pages. `named` are
    the names of its headings, each with a reference to its element in the file it was last written to.
    """

    width: float
    height: float
    bleed: Mapping[str, float]
    links: list[tuple[str, str, tuple[float, ...], KeptLink]]
    anchors: Mapping[str, tuple[float, ...]]
    bookmarks: list[Any]
    elements: bytes
    commands: list[bytes]
    states: dict[str, Any]
    forms: dict[None, list[Any]] = field(default_factory=lambda: {None: []})
    named: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def _page_box(self) -> KeptPage:
        """What the engine makes the page's tags of."""
        return self

    def descendants(self, placeholders: bool = False) -> Iterator[KeptLink]:
        """The boxes that are left of it."""
        return (link for *_, link in self.links)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Put what was painted into the page of the file."""
        stream.stream.extend(map(zlib.decompress, self.commands))
        stream._resources["ExtGState"].update(self.states)


def keep_annex(annex: Annex, lay: Lay, fonts: dict[Any, Any], check: Callable[[Any], None]) -> list[KeptPage]:
    """Lay out and paint the rows of an annex, in as many parts as it takes, all but the margins of its pages.

    `fonts` collects the faces that are used, `check` is shown every document that was laid out. Raises PdfError where a
    row has more in it than text.
    """
    kept: list[KeptPage] = []
    start = 0
    while start < len(annex.rows):
        rows = annex.rows[start : start + ROWS]
        document = lay(_part(annex, rows, first=start == 0))
        pages, start = _whole_pages(document.pages, start, start + len(rows), len(annex.rows))
        document.pages[:] = pages
        check(document)
        for page in pages:
            kept.append(_keep(document, page, fonts, f"annex-{len(kept)}"))
        del document, pages
        # Boxes point to each other: they go only where they are looked for, and the next part needs their room.
        gc.collect()
    return kept


def add_margins(pages: Sequence[KeptPage], blank: str, before: int, lay: Lay, fonts: dict[Any, Any]) -> None:
    """Paint the margins of kept pages, which come after `before` others and are the last there are.

    `blank` is the HTML of a document without content whose style sets the margins.
    """
    total = before + len(pages)
    for start in range(0, len(pages), SHEETS):
        some = pages[start : start + SHEETS]
        # The sheet before is laid out too, for the number to count from: and no first page of all is among the others.
        sheets = '<p style="break-after: page; margin: 0"></p>' * (len(some) + 1)
        count = f"<style>@page :first {{ counter-reset: page {before + start} }}</style>"
        html = in_all(blank.replace("</head>", f"{count}</head>").replace("</body>", f"{sheets}</body>"), total)
        document = lay(html)
        for page, margins in zip(some, document.pages[1 : len(some) + 1], strict=True):
            painted = _keep(document, margins, fonts, "")
            page.commands += painted.commands
            page.states |= painted.states


def in_all(html: str, total: int) -> str:
    """An HTML document that says how many pages there are in all, where it would count its own."""
    return html.replace("counter(pages)", f'"{total}"')


@contextmanager
def kept_pages_tagged() -> Iterator[None]:
    """Let the engine make the tags of kept pages from what was kept."""
    from weasyprint.pdf import tags

    theirs = tags._build_box_tree

    def ours(
        box: Any, parent: Any, pdf: Any, page_number: int, nums: dict[int, Any], annotations: list[Any], marks: Any
    ) -> Iterator[Any]:
        if not isinstance(box, KeptPage):
            yield from theirs(box, parent, pdf, page_number, nums, annotations, marks)
            return
        page = pdf.page_references[page_number]
        box.named.clear()
        restore = _Restore(pdf, page, [link for *_, link in box.links], nums, annotations, box.named)
        for element in pickle.loads(zlib.decompress(box.elements)):  # noqa: S301 - packed below
            yield restore.element(element, parent.reference)

    tags._build_box_tree = ours
    try:
        yield
    finally:
        tags._build_box_tree = theirs


def _part(annex: Annex, rows: Sequence[str], *, first: bool) -> str:
    """The HTML document of some rows; the margins come later, when it is known how many pages there are."""
    opening = annex.opening if first else annex.continuing
    bare = f"<style>@page {{ {_NO_MARGINS} }} @page :first {{ {_NO_MARGINS} }}</style></head>"
    marked = (row.replace("<tr", f'<tr data-row="{number}"', 1) for number, row in enumerate(rows))
    return opening.replace("</head>", bare, 1) + "".join(marked) + annex.closing


def _whole_pages(pages: Sequence[Any], start: int, end: int, total: int) -> tuple[list[Any], int]:
    """The pages of a part that are as they stay, and the row that the next part begins with.

    The last page of a part is left to the next, unless it is the last of all or begins in the middle of a row.
    """
    if end < total and len(pages) > 1:
        last, one_before = _rows_on(pages[-1]), _rows_on(pages[-2])
        if last and not one_before & last:
            return list(pages[:-1]), start + min(last)
    return list(pages), end


def _rows_on(page: Any) -> set[int]:
    elements = (box.element for box in page._page_box.descendants() if box.element is not None)
    return {int(number) for element in elements if (number := element.get("data-row"))}


def _keep(document: Any, page: Any, fonts: dict[Any, Any], name: str) -> KeptPage:
    """Paint a page and keep what a PDF needs of it; `name` makes its headings' names its own."""
    from weasyprint.matrix import Matrix
    from weasyprint.pdf.anchors import add_links
    from weasyprint.pdf.stream import Stream
    from weasyprint.pdf.tags import _build_box_tree

    box = page._page_box
    links = standards.own_links(box, page.links)
    scratch = pydyf.PDF()
    sheet = pydyf.Dictionary()
    scratch.add_page(sheet)
    marks: dict[Any, Any] = {}
    resources = {kind: pydyf.Dictionary() for kind in ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")}
    area = (0, 0, page.width, page.height)
    stream = Stream(fonts, area, resources, {}, marks, document.color_profiles, document.output_intent)
    stream.transform(d=-1, f=page.height * POINTS)
    before = len(stream.stream)
    add_links((links, []), Matrix(POINTS, 0, 0, -POINTS, 0, page.height * POINTS), scratch, sheet, [], marks)
    page.paint(stream, POINTS)
    standards.settle_marks(box, stream, document.metadata.lang)
    lists = any(descendant.element_tag in ("ul", "ol") for descendant in box.descendants())
    if lists or any(resources[kind] for kind in ("XObject", "Pattern", "Shading")):
        what = "a long table has a list, a picture or something half transparent in it"
        raise PdfError(Problem("pdf-annex", what, hint="Leave it out: such a table is laid out in parts."))
    root = pydyf.Dictionary({"S": "/Document"})
    scratch.add_object(root)
    elements = list(_build_box_tree(box, root, scratch, 0, {}, [], marks))
    for descendant in box.descendants(placeholders=True):
        standards.scope_heading(descendant)
    kept_links = [KeptLink(_words(link)) for *_, link in links]
    places = {link.link_annotation.reference: LinkAt(number) for number, (*_, link) in enumerate(links)}
    kept = tuple(_kept(element, scratch, places, name) for element in elements)
    return KeptPage(
        page.width,
        page.height,
        page.bleed,
        [(kind, target, place, link) for (kind, target, place, _), link in zip(links, kept_links, strict=True)],
        page.anchors,
        page.bookmarks,
        zlib.compress(pickle.dumps(kept), 1),
        [zlib.compress(b"\n".join(map(pydyf._to_bytes, stream.stream[before:])), 1)],
        dict(resources["ExtGState"]),
    )


def _words(link: Any) -> dict[str, str]:
    """What a link says of itself, where it does."""
    element = link.element if link.element is not None else {}
    return {name: words for name in ("aria-label", "title") if (words := element.get(name))}


def _kept(element: Any, pdf: Any, links: Mapping[bytes, LinkAt], name: str) -> Kept:
    """An element of the engine's, and all below it, as it is kept."""
    kids: list[int | Kept | LinkAt] = []
    for kid in element["K"]:
        if isinstance(kid, int):
            kids.append(kid)
            continue
        below = pdf.objects[int(kid.split()[0])]
        is_link = below.get("Type") == "/OBJR"
        kids.append(links[below["Obj"]] if is_link else _kept(below, pdf, links, name))
    attributes = element.get("A")
    if attributes and "Headers" in attributes:
        headers = pydyf.Array([pydyf.String(f"{name}-{header.string}") for header in attributes["Headers"]])
        attributes = pydyf.Dictionary({**attributes, "Headers": headers})
    identifier = f"{name}-{element['ID'].string}" if "ID" in element else ""
    # An element inside a link is none of its own (see standards).
    tag = "/Span" if element["S"] == "/Link" and not any(isinstance(kid, LinkAt) for kid in kids) else element["S"]
    return Kept(tag, attributes.data if attributes else b"", identifier, tuple(kids))


class _Written(pydyf.Object):  # type: ignore[misc]
    """An object of the file as it will be written: a tenth of the room of one that can still be changed."""

    __slots__ = ("body", "number", "offset")
    generation = 0
    free = "n"

    def __init__(self, pdf: Any) -> None:
        self.offset = 0
        self.body = b""
        pdf.add_object(self)

    @property
    def data(self) -> bytes:
        return self.body


@dataclass(frozen=True)
class _Restore:
    """Makes the file's elements of what was kept of one page.

    `page` refers to it in the file; `nums` collects the element of each mark, `annotations` that of each link, `named` that
    of each heading's name.
    """

    pdf: Any
    page: bytes
    links: Sequence[KeptLink]
    nums: dict[int, bytes]
    annotations: list[Any]
    named: list[tuple[str, bytes]]

    def element(self, kept: Kept, parent: bytes) -> Any:
        """An element and all below it; `parent` refers to what it stands in."""
        element = _Written(self.pdf)
        own = element.reference
        kids = (self._kid(kid, own) for kid in kept.kids)
        parts = [b"/Type /StructElem/S ", kept.tag.encode(), b"/Pg ", self.page, b"/P ", parent]
        if kept.attributes:
            parts += [b"/A ", kept.attributes]
        if kept.identifier:
            self.named.append((kept.identifier, own))
            parts += [b"/ID ", pydyf.String(kept.identifier).data]
        parts += [b"/K [", b" ".join(kid for kid in kids if kid), b"]"]
        element.body = b"<<" + b"".join(parts) + b">>"
        return element

    def _kid(self, kid: int | Kept | LinkAt, parent: bytes) -> bytes:
        if isinstance(kid, int):
            self.nums[kid] = parent
            return b"%d" % kid
        if isinstance(kid, Kept):
            return self.element(kid, parent).reference  # type: ignore[no-any-return]
        annotation = self.links[kid.number].link_annotation
        if annotation is None:  # it leads nowhere, which the engine has told
            return b""
        self.annotations.append((parent, annotation))
        place = _Written(self.pdf)
        place.body = b"<</Type /OBJR/Obj %s/Pg %s>>" % (annotation.reference, self.page)
        return place.reference  # type: ignore[no-any-return]
