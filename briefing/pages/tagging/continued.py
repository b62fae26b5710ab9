"""Join the elements that continue on another page: a table, a list, a row or a paragraph is one, however many pages it is on.

The engine tags each page on its own, so that what is broken becomes several elements, and the later parts of a table have no
headings. The headings that are printed once more on top of them become artifacts (ISO 32000-1, 14.8.2.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

import pydyf

from briefing.pages.tagging.elements import find_object

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from weasyprint.formatting_structure.boxes import Box, PageBox

Origins: TypeAlias = "dict[int, Element]"
"""The HTML element that each structure element was made of, by the number of its object."""

COLUMNS = "columns"
"""The class of what is set in columns."""

_JOINED = {"/Sect", "/Div", "/P", "/BlockQuote", "/L", "/LI", "/LBody", "/Table", "/TBody", "/TR", "/TH", "/TD"}


def repeated_headings(page_boxes: Iterable[PageBox], *, is_continued: bool = False) -> frozenset[Box]:
    """Return the boxes of the headings of tables, where these are printed once more on a later page.

    `is_continued`: the pages follow others on which every table has begun.
    """
    seen: set[int] = set()
    repeated = set()
    for page_box in page_boxes:
        for box in page_box.descendants():
            if getattr(box, "is_header", False) and box.element is not None:
                if id(box.element) in seen or is_continued:
                    repeated.add(box)
                seen.add(id(box.element))
    return frozenset(repeated)


@contextmanager
def note_origins() -> Iterator[Origins]:
    """Note, while the engine tags pages, of which HTML element it makes each structure element."""
    from weasyprint.pdf import tags

    build_box_tree = tags._build_box_tree
    origins: Origins = {}

    def build_tags(box: Box, *arguments: object) -> Iterator[pydyf.Object]:
        element = getattr(getattr(box, "_box", box), "element", None)
        for made in build_box_tree(box, *arguments):
            if element is not None:
                origins.setdefault(made.number, element)
            yield made

    tags._build_box_tree = build_tags
    try:
        yield origins
    finally:
        tags._build_box_tree = build_box_tree


def join_continued(pdf: pydyf.PDF, origins: Mapping[int, Element]) -> None:
    """Join every structure element that continues on the next page with what continues it, and complete the tables."""
    root = find_object(pdf, pdf.catalog["StructTreeRoot"])
    document = find_object(pdf, root["K"][0])
    tables: list[pydyf.Dictionary] = []
    _join_kids(pdf, document, list(document["K"]), origins, tables)
    _join_columns(pdf, origins, tables)
    for table in {table.number: table for table in tables}.values():
        _refer_to_headings(pdf, table)


def _join_columns(pdf: pydyf.PDF, origins: Mapping[int, Element], tables: list[pydyf.Dictionary]) -> None:
    """Join what continues in another column of a page: the engine makes a division of each column, inside of another."""
    for number, origin in origins.items():
        whole = pdf.objects[number]
        if origin.get("class") != COLUMNS or whole.get("S") != "/Div":
            continue
        kids: list[object] = []
        for reference in whole["K"]:
            column = find_object(pdf, reference)
            if origins.get(column.number) is not origin:
                break
            for kid in column["K"]:
                find_object(pdf, kid)["P"] = whole.reference
            kids += column["K"]
            column.clear()
            column.free = "f"
        else:
            _join_kids(pdf, whole, kids, origins, tables, on_one_page=True)


def _join_kids(
    pdf: pydyf.PDF,
    parent: pydyf.Dictionary,
    kids: Iterable[object],
    origins: Mapping[int, Element],
    tables: list[pydyf.Dictionary],
    *,
    on_one_page: bool = False,
) -> None:
    """Give an element its kids, each joined with the one of the same origin on an earlier page; add joined tables.

    `on_one_page`: they are joined also where they are on the same page.
    """
    joined: list[object] = []
    last: dict[tuple[str, int], pydyf.Dictionary] = {}
    for kid in kids:
        element = find_object(pdf, kid) if isinstance(kid, bytes) else None
        if (
            not isinstance(element, pydyf.Dictionary)
            or element.get("S") not in _JOINED
            or element.number not in origins
        ):
            joined.append(kid)
            continue
        key = (element["S"], id(origins[element.number]))
        first = last.get(key)
        if first is None or (first["Pg"] == element["Pg"] and not on_one_page):
            joined.append(kid)
            last[key] = element
            continue
        if first["S"] == "/Table":
            tables.append(first)
        _adopt(pdf, first, element)
        _join_kids(pdf, first, list(first["K"]), origins, tables, on_one_page=on_one_page)
    parent["K"] = pydyf.Array(joined)


def _adopt(pdf: pydyf.PDF, first: pydyf.Dictionary, later: pydyf.Dictionary) -> None:
    """Move the kids of a later element to the first; the later one is no longer in the file."""
    for kid in later["K"]:
        find_object(pdf, kid)["P"] = first.reference
    first["K"].extend(later["K"])
    later.clear()
    later.free = "f"


def _refer_to_headings(pdf: pydyf.PDF, table: pydyf.Dictionary) -> None:
    """Let the cells of a joined table refer to the headings of their columns (ISO 32000-1, table 349: Headers)."""
    groups = [find_object(pdf, kid) for kid in table["K"]]
    heads = [row for group in groups if group["S"] == "/THead" for row in _kids(pdf, group)]
    if len(heads) != 1:
        return
    headings = [cell.get("ID") for cell in _spread(_kids(pdf, heads[0]))]
    for row in (row for group in groups if group["S"] == "/TBody" for row in _kids(pdf, group)):
        for heading, cell in zip(headings, _spread(_kids(pdf, row)), strict=False):
            if cell["S"] == "/TD" and heading is not None:
                headers = cell["A"].setdefault("Headers", pydyf.Array())
                if heading.string not in [header.string for header in headers]:
                    headers.append(heading)


def _kids(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Sequence[pydyf.Dictionary]:
    return [find_object(pdf, kid) for kid in element["K"]]


def _spread(cells: Iterable[pydyf.Dictionary]) -> list[pydyf.Dictionary]:
    """Return a cell for each column."""
    return [cell for cell in cells for _ in range(cell["A"].get("ColSpan", 1))]
