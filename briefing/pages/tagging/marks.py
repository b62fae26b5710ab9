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


def content_links(
    page_box: PageBox, links: Iterable[PageLink], repeated: frozenset[Box] = frozenset()
) -> list[PageLink]:
    """Return the links of a page once each, high enough to be hit, without those that are not content.

    Those are in the margins and in `repeated` headings of tables. The engine lists one more link for every element inside a
    link.
    """
    artifacts = _artifacts(page_box, repeated)
    return [
        (kind, target, _high_enough(place), box)
        for kind, target, place, box in links
        if box.link and box not in artifacts
    ]


def _high_enough(place: tuple[float, ...]) -> tuple[float, ...]:
    """Return the place of a link, extended upwards and downwards where it is too low.

    A raised reference has no height at all, so that it does not move the line it is in.
    """
    left, top, right, bottom = place
    more = max(LINK_HEIGHT - (bottom - top), 0) / 2
    return left, top - more, right, bottom + more


def settle_marks(page_box: PageBox, stream: Stream, language: str, repeated: frozenset[Box] = frozenset()) -> None:
    """Turn the margins and `repeated` headings of a page into artifacts, and mark text in another language than the document's.

    Running headings and page numbers become pagination artifacts (ISO 32000-1, 14.8.2.2.2), for they would be read aloud
    between two lines of the text. To be called after a page is painted and before its tags are built: the marks of the
    content are renumbered from 0.
    """
    artifacts = _artifacts(page_box, repeated)
    properties: dict[int, pydyf.Dictionary] = {}
    content: dict[Box, dict[str, object]] = {}
    for box, mark in sorted(stream._tags.items(), key=lambda item: int(item[1]["mcid"])):
        if box in artifacts:
            properties[mark["mcid"]] = artifacts[box]
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
    for box in page_box.descendants():
        if any(child in repeated for child in getattr(box, "children", ())):
            box.children = [child for child in box.children if child not in repeated]


def _mark_properties(box: Box, number: int, language: str) -> pydyf.Dictionary:
    properties = pydyf.Dictionary({"MCID": number})
    if getattr(box, "text", None) and not box.text.strip():
        # The engine does not draw a space that is alone, and the words around it would be read as one.
        properties["ActualText"] = pydyf.String(" ")
    if box.style["lang"] not in (None, language):
        properties["Lang"] = pydyf.String(box.style["lang"])
    return properties


def _artifacts(page_box: PageBox, repeated: frozenset[Box]) -> dict[Box, pydyf.Dictionary]:
    """Return every box that is not content, with the properties of its mark."""
    margins = [(box, _pagination_artifact(box.at_keyword)) for box in page_box.children if hasattr(box, "at_keyword")]
    again = pydyf.Dictionary({"Type": "/Pagination"})
    headings = [(box, again) for box in page_box.descendants() if box in repeated] if repeated else []
    return {
        below: properties
        for box, properties in (*margins, *headings)
        for below in (box, *box.descendants(placeholders=True))
    }


def _pagination_artifact(at_keyword: str) -> pydyf.Dictionary:
    side = next((side for side in ("top", "bottom", "left", "right") if side in at_keyword), "top")
    artifact = pydyf.Dictionary({"Type": "/Pagination", "Attached": f"[/{side.capitalize()}]"})
    if side in ("top", "bottom"):
        artifact["Subtype"] = "/Header" if side == "top" else "/Footer"
    return artifact
