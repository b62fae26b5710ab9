"""The words of a page as plain data, for peers that do not read HTML: the same text, tables and figures in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]

Run = dict[str, str]
"""A stretch of text of one look: `text`, `look` as "", "b", "i" or "ref" (raised), and the URL it leads `to`, or ""."""

_LOOKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "sup": "ref"}
_BREAK = "\u2028"
_HEADING = re.compile(r"h([1-6])")
_WIDTHS = {
    "assessment": (66, 17, 17),
    "actors": (33, 15, 52),
    "reactions": (32, 11, 11, 46),
    "timeline": (20, 80),
    "data": (15, 36, 36, 13),
}
"""The share of the text's width that each column of our tables takes, as the style sheet has it."""


def read_words(html: str) -> dict[str, Any]:
    """The words of an HTML page of ours: `title`, `language`, `author`, and `blocks`, each with its `kind`.

    Word joiners are left out, for not every peer can do without a glyph of them.

    Kinds are heading (`level`, `runs`), paragraph (`style`, `runs`), list (`ordered`, `items` with an `id`), table
    (`caption`, `widths`, `head`, `rows` of cells, each of some paragraphs) and figure (`file`, `alt`, `caption`).
    """
    page: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    body = page.find("body")
    author = page.find("head/meta[@name='author']")
    assert body is not None
    return {
        "title": page.findtext("head/title", ""),
        "language": page.get("lang", "en"),
        "author": "" if author is None else author.get("content", ""),
        "blocks": list(_blocks(body)),
    }


def _blocks(element: Element) -> Iterator[dict[str, Any]]:
    for child in element:
        name = str(child.tag)
        if heading := _HEADING.fullmatch(name):
            yield {"kind": "heading", "level": int(heading[1]), "runs": _runs(child)}
        elif name == "p":
            yield {"kind": "paragraph", "style": child.get("class", ""), "runs": _runs(child)}
        elif name in ("ul", "ol"):
            yield {"kind": "list", "ordered": name == "ol", "items": [_item(item) for item in child.iter("li")]}
        elif name == "table":
            yield _table(child)
        elif name == "figure":
            yield _figure(child)
        else:
            yield from _blocks(child)


def _item(item: Element) -> dict[str, Any]:
    return {"id": item.get("id", ""), "runs": _runs(item)}


def _table(table: Element) -> dict[str, Any]:
    rows = [[_cell(cell) for cell in row] for row in table.iterfind("tbody/tr")]
    head = [_runs(cell) for cell in table.iterfind("thead/tr/th")]
    caption = table.find("caption")
    widths = _WIDTHS.get(table.get("class", ""), (100 / len(head),) * len(head))
    return {
        "kind": "table",
        "caption": [] if caption is None else _runs(caption),
        "widths": widths,
        "head": head,
        "rows": rows,
    }


def _cell(cell: Element) -> list[dict[str, Any]]:
    parts = cell.findall("p") or [cell]
    return [{"style": part.get("class", ""), "runs": _runs(part)} for part in parts]


def _figure(figure: Element) -> dict[str, Any]:
    caption, image = figure.find("figcaption"), figure.find("img")
    assert caption is not None
    assert image is not None
    return {"kind": "figure", "file": image.get("src"), "alt": image.get("alt"), "caption": _runs(caption)}


def _runs(element: Element) -> list[Run]:
    runs: list[Run] = []
    for look, to, text in _texts(element, "", ""):
        plain = re.sub(r"[ \n]+", " ", text.replace("\u2060", "")).replace(_BREAK, "\n")
        if runs and (runs[-1]["look"], runs[-1]["to"]) == (look, to):
            runs[-1]["text"] += plain
        elif plain:
            runs.append({"look": look, "to": to, "text": plain})
    return runs


def _texts(element: Element, look: str, to: str) -> Iterator[tuple[str, str, str]]:
    if element.tag == "br":
        yield look, to, _BREAK
    yield look, to, element.text or ""
    for child in element:
        yield from _texts(child, _LOOKS.get(str(child.tag), look), child.get("href", to))
        yield look, to, child.tail or ""
