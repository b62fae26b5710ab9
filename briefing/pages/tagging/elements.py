"""Correct the structure elements that the engine writes (ISO 32000-1, 14.8, whose tables are cited below)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

import pydyf

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from weasyprint.formatting_structure.boxes import Box, PageBox

_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


def find_object(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    """Return the object of a file that a reference is to."""
    return pdf.objects[int(reference.split()[0])]


def scope_heading(box: Box) -> None:
    """Give the tag of a heading cell its scope: whether it heads a row or a column."""
    tag = getattr(box, "mark", None)
    if tag is not None and tag["S"] == "/TH":
        tag["A"]["Scope"] = _SCOPES.get(box.element.get("scope"), "/Column")


def label_link(box: Box) -> None:
    """Describe a link by its label or title if it has one (ISO 14289-1, 7.18.5); the engine describes it by its address."""
    if getattr(box, "link_annotation", None) and box.element is not None:
        label = box.element.get("aria-label") or box.element.get("title")
        if label:
            box.link_annotation["Contents"] = pydyf.String(label)


def spoken_links(page_boxes: Iterable[PageBox]) -> dict[bytes, str]:
    """Return the labels that are read in place of the text of links, by the references to their annotations.

    Of a link that is broken over two lines, the first part has the label, and the other says nothing.
    """
    spoken: dict[bytes, str] = {}
    seen: set[int] = set()
    for box in chain.from_iterable(page_box.descendants(placeholders=True) for page_box in page_boxes):
        label = box.element.get("aria-label") if getattr(box, "link_annotation", None) else None
        if label:
            spoken[box.link_annotation.reference] = " " if id(box.element) in seen else label
            seen.add(id(box.element))
    return spoken


def speak_link(pdf: pydyf.PDF, link: pydyf.Dictionary, spoken: Mapping[bytes, str]) -> None:
    """Give a link the label that is read in place of its text (ISO 32000-1, 14.9.4: ActualText)."""
    for kid in link["K"]:
        below = find_object(pdf, kid) if isinstance(kid, bytes) else {}
        if label := spoken.get(below.get("Obj", b"")):
            # A raised reference has no space before it, and would be read as one word with the last.
            link["ActualText"] = pydyf.String(f" {label}" if label.strip() else label)


def speak_labels(pdf: pydyf.PDF, origins: Mapping[int, Element]) -> None:
    """Let the labels of elements that are no links, as of words struck out, be read in place of their text.

    Of one that is broken over two lines, the first part has the label, and the other says nothing.
    """
    seen: set[int] = set()
    for number, origin in origins.items():
        element, label = pdf.objects[number], origin.get("aria-label")
        if label and origin.tag != "a" and element.get("S") in ("/NonStruct", "/Span"):
            element["S"] = "/Span"
            element["ActualText"] = pydyf.String(" " if id(origin) in seen else label)
            seen.add(id(origin))


def name_languages(pdf: pydyf.PDF, origins: Mapping[int, Element]) -> None:
    """Let parts of a text have their language, and abbreviations what they stand for (ISO 32000-1, 14.9.2, 14.9.5)."""
    for number, origin in origins.items():
        element, language = pdf.objects[number], origin.get("lang")
        if element.get("S") not in ("/NonStruct", "/Span"):
            continue
        if language:
            element.update({"S": "/Span", "Lang": pydyf.String(language)})
        if origin.tag == "abbr" and origin.get("title"):
            element.update({"S": "/Span", "E": pydyf.String(origin.get("title"))})


def _pair_terms(pdf: pydyf.PDF, items: pydyf.Dictionary) -> None:
    """Make a list item of each group of a definition list: the term is its label, the rest goes into its body.

    (ISO 32000-1, table 336.) The engine makes an item of each term and of each description, inside of a division.
    """
    for group in (find_object(pdf, reference) for reference in items["K"]):
        if group["S"] != "/Div":
            continue
        group["S"] = "/LI"
        for position, reference in enumerate(group["K"]):
            item = find_object(pdf, reference)
            item["S"], inside = ("/Div", "/P") if position else ("/Lbl", "/Span")
            for body in (find_object(pdf, kid) for kid in item["K"]):
                body["S"] = inside


def _wrap_body(pdf: pydyf.PDF, item: pydyf.Dictionary) -> None:
    """Put all but the label of a list item into its body (ISO 32000-1, table 336): the engine leaves blocks outside."""
    blocks = [reference for reference in item["K"] if find_object(pdf, reference)["S"] not in ("/Lbl", "/LBody")]
    if not blocks:
        return
    body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
    body["K"] = pydyf.Array(blocks)
    pdf.add_object(body)
    for reference in blocks:
        find_object(pdf, reference)["P"] = body.reference
    item["K"] = pydyf.Array([reference for reference in item["K"] if reference not in blocks] + [body.reference])


def _untag_link(pdf: pydyf.PDF, link: pydyf.Dictionary) -> None:
    """Tag a link without an annotation, as the engine makes of an element inside a link, as text."""
    kids = (find_object(pdf, kid) for kid in link["K"] if isinstance(kid, bytes))
    if not any(kid.get("Type") == "/OBJR" for kid in kids):
        link["S"] = "/Span"


def _place_figure(pdf: pydyf.PDF, figure: pydyf.Dictionary) -> None:
    """Convert the place of a figure from CSS pixels from the top left to PDF points from the bottom left."""
    _, _, _, height = find_object(pdf, figure["Pg"])["MediaBox"]
    left, top, right, bottom = (0.75 * side for side in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


CORRECTIONS = {"/L": _pair_terms, "/LI": _wrap_body, "/Link": _untag_link, "/Figure": _place_figure}


def index_identifiers(pdf: pydyf.PDF, identifiers: Iterable[tuple[str, bytes]]) -> None:
    """List the identifiers of heading cells, to which the cells below them refer (ISO 32000-1, table 322: IDTree)."""
    cells = sorted((pydyf.String(name).data, reference) for name, reference in identifiers)
    if not cells:
        return
    tree = pydyf.Dictionary({"Names": pydyf.Array(part for cell in cells for part in cell)})
    pdf.add_object(tree)
    find_object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = tree.reference
