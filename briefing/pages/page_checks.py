"""What the engine and the validators let pass, found in the page's HTML and in the boxes it was laid out in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from briefing.problems import Problem

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SCOPES = ("row", "rowgroup", "col", "colgroup")
_SVG = "{http://www.w3.org/2000/svg}"
# What may be followed out of a document that is read years later, and by anyone.
_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def find_in_html(root: Element, level: int = 0) -> Iterator[Problem]:
    """Find tables without headings, headings that skip a level and drawings without words.

    `level` is that of the heading before it, 0 for none.
    """
    for table in root.iter("table"):
        yield from _find_in_table(table)
    for drawing in root.iter(f"{_SVG}svg"):
        if not _text(drawing.find(f"{_SVG}title")):
            hint = "Give it a title element: aria-label is not read."
            yield Problem("pdf-figure", "a drawing in the page has no words that stand for it", hint=hint)
    for element in root.iter():
        if element.tag in _HEADINGS:
            deeper = _HEADINGS.index(str(element.tag)) + 1
            if deeper > level + 1:
                after = f"after an h{level}" if level else "and the first heading"
                what = f"the heading “{_text(element)}” is an h{deeper} {after}"
                yield Problem("pdf-headings", what, hint=f"Make it an h{level + 1}.")
            level = deeper


def _find_in_table(table: Element) -> Iterator[Problem]:
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


def find_in_links(document: Any, base: str) -> Iterator[Problem]:
    """Find links that lead nowhere from a PDF, or that attach files; `base` is what relative URLs were joined to."""
    for number, sheet in enumerate(document.pages, start=1):
        for kind, target, *_ in sheet.links:
            shown = target.removeprefix(base)
            if kind == "attachment":
                yield _attached(shown)
            elif kind == "external" and (shown != target or not target.lower().startswith(_SCHEMES)):
                yield Problem("pdf-link", f"page {number} links to “{shown}”, which leads nowhere from a PDF")
    for attachment in document.metadata.attachments:
        yield _attached(attachment.description or "a file")


def _attached(name: str) -> Problem:
    return Problem("pdf-link", f"the page attaches “{name}” by a link", hint="Give it with the page's attachments.")


def find_faded(page_boxes: Iterable[Any]) -> Iterator[Problem]:
    """Find what is set half transparent: its text falls out of the tags, which veraPDF sees and the gate does not."""
    faded = {
        box.element: box.element_tag
        for page_box in page_boxes
        for box in page_box.descendants(placeholders=True)
        if box.style["opacity"] < 1 and box.element is not None
    }
    for element, tag in faded.items():
        what = f"the {tag} “{_text(element)}” has an opacity below 1"
        yield Problem("pdf-opacity", what, hint="Give it a lighter colour instead.")


def find_families(page_boxes: Iterable[Any], known: frozenset[str]) -> Iterator[Problem]:
    """Find the typefaces that styles and drawings ask for and nobody has: the engine quietly takes another.

    To be called after painting, when drawings have worked out their styles.
    """
    asked: set[str] = set()
    for page_box in page_boxes:
        for box in page_box.descendants(placeholders=True):
            if hasattr(box, "pango_layout"):
                asked.update(box.style["font_family"])
            elif drawing := getattr(getattr(box, "replacement", None), "_svg", None):
                known_families = getattr(box.replacement, "families", None)
                asked.update(find_in_drawing(drawing.tree) if known_families is None else known_families)
    for family in sorted(asked - known):
        yield Problem("pdf-font", f"there is no typeface “{family}”", hint=f"There is {', '.join(sorted(known))}.")


def find_in_drawing(node: Any) -> Iterator[str]:
    """The typefaces that a node of a drawing and those within it ask for; to be called when they were drawn."""
    if node.tag in ("text", "tspan", "textPath"):
        for family in node.get("font-family", "sans-serif").split(","):
            yield family.strip().strip("\"'")
    for child in node:
        yield from find_in_drawing(child)


def _text(element: Element | None) -> str:
    text = "" if element is None else " ".join("".join(element.itertext()).split())
    return text if len(text) <= 60 else f"{text[:59]}…"
