"""Check HTML and laid-out pages for faults that the engine and the validators let pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from briefing.problems import Problem

if TYPE_CHECKING:
    import weasyprint
    from weasyprint.formatting_structure.boxes import PageBox
    from weasyprint.svg import Node

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SCOPES = ("row", "rowgroup", "col", "colgroup")
_SVG = "{http://www.w3.org/2000/svg}"
# The kinds of link that work from a document read years later, by anyone.
_LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def check_html(root: Element, heading_level: int = 0) -> Iterator[Problem]:
    """Yield tables without heading cells, headings that skip a level and drawings without a title.

    `heading_level` is that of the heading before this HTML, 0 for none.
    """
    for table in root.iter("table"):
        yield from _check_table(table)
    for drawing in root.iter(f"{_SVG}svg"):
        if not _text(drawing.find(f"{_SVG}title")):
            hint = "Give it a title element: aria-label is not enough."
            yield Problem("pdf-figure", "a drawing in the document has no text alternative", hint=hint)
    for element in root.iter():
        if element.tag not in _HEADINGS:
            continue
        level = _HEADINGS.index(str(element.tag)) + 1
        if level > heading_level + 1:
            after = f"after an h{heading_level}" if heading_level else "and the first heading"
            what = f"the heading “{_text(element)}” is an h{level} {after}"
            yield Problem("pdf-headings", what, hint=f"Make it an h{heading_level + 1}.")
        heading_level = level


def _check_table(table: Element) -> Iterator[Problem]:
    caption = table.find("caption")
    name = f"the table “{_text(table if caption is None else caption)}”"
    if table.find(".//th") is None:
        yield Problem("pdf-table", f"{name} has no heading cells", hint="Mark them up as th, each with its scope.")
    in_head = set(table.iterfind("./thead/tr/th"))
    for cell in table.iterfind(".//th"):
        scope = cell.get("scope")
        if scope not in _SCOPES and (scope or cell not in in_head):
            what = f"in {name} the heading cell “{_text(cell)}” does not say what it heads"
            yield Problem("pdf-table", what, hint="Give it scope=row or scope=col.")


def check_links(laid_out: weasyprint.Document, base_url: str) -> Iterator[Problem]:
    """Yield links that lead nowhere from a PDF, and links that attach files; relative URLs were joined to `base_url`."""
    for number, page in enumerate(laid_out.pages, start=1):
        for kind, target, *_ in page.links:
            shown = target.removeprefix(base_url)
            if kind == "attachment":
                yield _attachment_link(shown)
            elif kind == "external" and (shown != target or not target.lower().startswith(_LINK_SCHEMES)):
                yield Problem("pdf-link", f"page {number} links to “{shown}”, which leads nowhere from a PDF")
    for attachment in laid_out.metadata.attachments:
        yield _attachment_link(attachment.description or "a file")


def _attachment_link(name: str) -> Problem:
    what = f"the document attaches “{name}” by a link"
    return Problem("pdf-link", what, hint="Add it to the document's attachments instead.")


def check_opacity(page_boxes: Iterable[PageBox]) -> Iterator[Problem]:
    """Yield elements that are half transparent: their text is lost from the tags, which our validator does not notice."""
    elements = {
        box.element: box.element_tag
        for page_box in page_boxes
        for box in page_box.descendants(placeholders=True)
        if box.style["opacity"] < 1 and box.element is not None
    }
    for element, tag in elements.items():
        what = f"the {tag} “{_text(element)}” has an opacity below 1"
        yield Problem("pdf-opacity", what, hint="Give it a lighter colour instead.")


def check_families(page_boxes: Iterable[PageBox], known: frozenset[str]) -> Iterator[Problem]:
    """Yield the font families that are asked for and not known: the engine silently takes another.

    Those in drawings are only known after painting.
    """
    wanted: set[str] = set()
    for page_box in page_boxes:
        for box in page_box.descendants(placeholders=True):
            if hasattr(box, "pango_layout"):
                wanted.update(box.style["font_family"])
            elif drawing := getattr(getattr(box, "replacement", None), "_svg", None):
                families = getattr(box.replacement, "families", None)  # noted where a drawing was painted before
                wanted.update(svg_families(drawing.tree) if families is None else families)
    for family in sorted(wanted - known):
        hint = f"Use one of these: {', '.join(sorted(known))}."
        yield Problem("pdf-font", f"there is no font family “{family}”", hint=hint)


def svg_families(node: Node) -> Iterator[str]:
    """Yield the font families that a painted SVG node and those below it ask for."""
    if node.tag in ("text", "tspan", "textPath"):
        for family in node.get("font-family", "sans-serif").split(","):
            yield family.strip().strip("\"'")
    for child in node:
        yield from svg_families(child)


def _text(element: Element | None) -> str:
    """Return the text of an element, cut to 60 characters."""
    text = "" if element is None else " ".join("".join(element.itertext()).split())
    return text if len(text) <= 60 else f"{text[:59]}…"
