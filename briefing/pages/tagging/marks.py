"""The marks and links of a painted page, before its tags are built: margins become artifacts, links can be hit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

import pydyf

if TYPE_CHECKING:
    from weasyprint.formatting_structure.boxes import Box, PageBox
    from weasyprint.pdf.stream import Stream

PageLink: TypeAlias = "tuple[str, str, tuple[float, ...], Box]"
"""A link of a page, as the engine lists it: its kind, its target, its place, and its box."""

LINK_HEIGHT = 8 / 0.75
"""The least height of a link in CSS pixels, 8 points: a lower one cannot be hit."""


def content_links(page_box: PageBox, links: Iterable[PageLink]) -> list[PageLink]:
    """Return the links of a page once each, high enough to be hit, without those in the margins, which are not content.

    The engine lists one more link for every element inside a link.
    """
    in_margins = _margin_boxes(page_box)
    return [
        (kind, target, _high_enough(place), box)
        for kind, target, place, box in links
        if box.link and box not in in_margins
    ]


def _high_enough(place: tuple[float, ...]) -> tuple[float, ...]:
    """Return the place of a link, extended upwards and downwards where it is too low.

    A raised reference has no height at all, so that it does not move the line it is in.
    """
    left, top, right, bottom = place
    more = max(LINK_HEIGHT - (bottom - top), 0) / 2
    return left, top - more, right, bottom + more


def settle_marks(page_box: PageBox, stream: Stream, language: str) -> None:
    """Turn the margins of a painted page into artifacts, and mark text in another language than the document's.

    Running headings and page numbers become pagination artifacts (ISO 32000-1, 14.8.2.2.2), for they would be read aloud
    between two lines of the text. To be called after a page is painted and before its tags are built: the marks of the
    content are renumbered from 0.
    """
    margins = _margin_boxes(page_box)
    properties: dict[int, pydyf.Dictionary] = {}
    content: dict[Box, dict[str, object]] = {}
    for box, mark in sorted(stream._tags.items(), key=lambda item: int(item[1]["mcid"])):
        if box in margins:
            properties[mark["mcid"]] = _pagination_artifact(margins[box])
        else:
            properties[mark["mcid"]] = _mark_properties(box, len(content), language)
            content[box] = {**mark, "mcid": len(content)}
    commands = stream.stream
    for position, command in enumerate(commands):
        if command == b"BDC" and "MCID" in commands[position - 1]:
            commands[position - 1] = mark = properties[commands[position - 1]["MCID"]]
            if "MCID" not in mark:
                commands[position - 2] = "/Artifact"
    stream._tags.clear()
    stream._tags.update(content)
    page_box.children = [child for child in page_box.children if not hasattr(child, "at_keyword")]


def _mark_properties(box: Box, number: int, language: str) -> pydyf.Dictionary:
    properties = pydyf.Dictionary({"MCID": number})
    if getattr(box, "text", None) and not box.text.strip():
        # The engine does not draw a space that is alone, and the words around it would be read as one.
        properties["ActualText"] = pydyf.String(" ")
    if box.style["lang"] not in (None, language):
        properties["Lang"] = pydyf.String(box.style["lang"])
    return properties


def _margin_boxes(page_box: PageBox) -> dict[Box, str]:
    """Return every box in the margins with the name of its margin box (`@top-left`)."""
    return {
        box: margin.at_keyword
        for margin in page_box.children
        if hasattr(margin, "at_keyword")
        for box in margin.descendants(placeholders=True)
    }


def _pagination_artifact(at_keyword: str) -> pydyf.Dictionary:
    side = next((side for side in ("top", "bottom", "left", "right") if side in at_keyword), "top")
    artifact = pydyf.Dictionary({"Type": "/Pagination", "Attached": f"[/{side.capitalize()}]"})
    if side in ("top", "bottom"):
        artifact["Subtype"] = "/Header" if side == "top" else "/Footer"
    return artifact
