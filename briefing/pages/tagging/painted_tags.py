"""The tags of painted pages: read from those that the engine made, and written to the file that the pages become part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pydyf

from briefing.pages.tagging.elements import find_object

if TYPE_CHECKING:
    from briefing.pages.painted_page import PaintedPage

Annotation: TypeAlias = "tuple[bytes, pydyf.Dictionary]"
"""The annotation of a link, with the reference to the link's tag."""


class LinkNumber(NamedTuple):
    """The place of a link among those of its page, from 0."""

    number: int


class Continued(NamedTuple):
    """How a painted page continues a table: the identifiers of the headings of its columns, and whether within a row."""

    headings: tuple[str, ...]
    splits_row: bool


class Tag(NamedTuple):
    """A structure element: its type, its attributes as written in the file, its identifier ("" for none), and its kids.

    A kid is the number of a mark in the page's content, a link, or another element.
    """

    type: str
    attributes: bytes
    identifier: str
    kids: tuple[int | Tag | LinkNumber, ...]


def name_cells(pdf: pydyf.PDF, prefix: str, headings: Sequence[str]) -> tuple[str, ...]:
    """Make the identifiers of cells unique and let those below `headings` refer to them; return those of the page's own."""
    elements = [
        element for element in pdf.objects if isinstance(element, dict) and element.get("Type") == "/StructElem"
    ]
    own: tuple[str, ...] = ()
    for element in elements:
        if "ID" in element:
            element["ID"] = pydyf.String(f"{prefix}-{element['ID'].string}")
        if "Headers" in element.get("A", {}):
            names = [f"{prefix}-{header.string}" for header in element["A"]["Headers"]]
            element["A"]["Headers"] = pydyf.Array(map(pydyf.String, names))
    for row in (element for element in elements if element["S"] == "/TR"):
        cells = [find_object(pdf, kid) for kid in row["K"]]
        for heading, cell in zip(headings, cells, strict=False):
            if cell["S"] == "/TD":
                cell["A"]["Headers"].append(pydyf.String(heading))
        if find_object(pdf, row["P"])["S"] == "/THead":
            own = tuple(cell["ID"].string for cell in cells)
    return own


def read_tag(element: pydyf.Dictionary, pdf: pydyf.PDF, links: Mapping[bytes, LinkNumber]) -> Tag:
    """Return an element that the engine made, with everything below it, corrected as in `tagging`."""
    kids: list[int | Tag | LinkNumber] = []
    for kid in element["K"]:
        if isinstance(kid, int):
            kids.append(kid)
            continue
        below = pdf.objects[int(kid.split()[0])]
        is_link = below.get("Type") == "/OBJR"
        kids.append(links[below["Obj"]] if is_link else read_tag(below, pdf, links))
    attributes = element.get("A")
    identifier = element["ID"].string if "ID" in element else ""
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

    def add_kids(self, kids: Iterable[bytes]) -> None:
        """Add references or marks to the end of the kids of a structure element."""
        self.data = self.data.removesuffix(b"]>>") + b" " + b" ".join(filter(None, kids)) + b"]>>"


def _find_rows(tags: Sequence[Tag]) -> list[Tag]:
    """Return the rows of the table in some tags."""
    rows: list[Tag] = []
    for tag in tags:
        rows += _below(tag) if tag.type == "/TBody" else _find_rows(_below(tag))
    return rows


def _below(tag: Tag) -> list[Tag]:
    return [kid for kid in tag.kids if isinstance(kid, Tag)]


@dataclass
class Latest:
    """The rows of the table that was written last, and the cells of its last row."""

    body: _WrittenObject | None = None
    cells: list[_WrittenObject] = field(default_factory=list)


@dataclass(frozen=True)
class TagWriter:
    """Writes the tags of one painted page; `page_reference` refers to it in the file.

    `nums` collects the tag of each mark, `annotations` that of each link; `latest` is what a page may continue.
    """

    pdf: pydyf.PDF
    page_reference: bytes
    page: PaintedPage
    nums: dict[int, bytes]
    annotations: list[Annotation]
    latest: Latest

    def write_rows(self, tags: Sequence[Tag], continued: Continued) -> None:
        """Write the rows of a page into the table that it continues."""
        body, rows = self.latest.body, _find_rows(tags)
        if body is None:
            raise ValueError("no table has begun")
        if continued.splits_row:
            for cell, part in zip(self.latest.cells, _below(rows.pop(0)), strict=True):
                cell.add_kids([self._write_kid(kid, cell.reference) for kid in part.kids])
        body.add_kids([bytes(self.write(row, body.reference).reference) for row in rows])
        self.latest.body = body

    def write(self, tag: Tag, parent: bytes) -> _WrittenObject:
        """Write a tag and everything below it; `parent` refers to the element that contains it."""
        written = _WrittenObject(self.pdf)
        reference = written.reference
        if tag.type == "/TR":
            self.latest.cells = []
        kids = b" ".join(filter(None, (self._write_kid(kid, reference) for kid in tag.kids)))
        parts = [b"/Type /StructElem/S ", tag.type.encode(), b"/Pg ", self.page_reference, b"/P ", parent]
        if tag.attributes:
            parts += [b"/A ", tag.attributes]
        if tag.identifier:
            self.page.identifiers.append((tag.identifier, reference))
            parts += [b"/ID ", pydyf.String(tag.identifier).data]
        for kid in tag.kids:
            label = self.page.links[kid.number][-1].element.get("aria-label") if isinstance(kid, LinkNumber) else None
            if label:
                parts += [b"/ActualText ", pydyf.String(f" {label}").data]
        written.data = b"<<" + b"".join(parts) + b"/K [" + kids + b"]>>"
        if tag.type in ("/TH", "/TD"):
            self.latest.cells.append(written)
        elif tag.type == "/TBody":
            self.latest.body = written
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
