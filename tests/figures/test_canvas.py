from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from briefing.figures.canvas import Canvas
from briefing.figures.style import POINT_MM, text_width_mm

CSS = ":root { --ink: #111; --mid:#222222;--faint: #AABBCC ; --tint: #eee; --accent: #00f }\np { color: red }"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*, width_mm: float = 100.0) -> bytes:
    canvas = Canvas(width_mm, 40)
    canvas.rect(10, 10, 20, 5, "#eceae5", "#1a1a1a")
    canvas.dots([(50, 20), (60, 20)], 3, "#ffffff", "#9e1b1b", 0.6)
    canvas.halves([(70, 20)], 3, "#9e1b1b", 0.6, "#ffffff")
    canvas.line([(0, 30), (100, 30)], "#b8b8b8", 0.5, dashes=(1, 2))
    canvas.text(95, 20, "Côte d’Ivoire & co", 8, "#1a1a1a", weight=600, anchor="right")
    return canvas.svg("A <title>", "A description")


def test_a_canvas_gives_the_same_bytes_whatever_matplotlib_is_set_to(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib as mpl

    before = drawn()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": None, "svg.id": "x", "path.simplify": True}):
        assert drawn() == before


def test_an_svg_has_the_requested_width_and_alternative_text() -> None:
    root = ElementTree.fromstring(drawn())
    assert root.attrib["width"] == f"{100 / POINT_MM:.2f}pt"
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == "A <title>"
    assert root.findtext(f"{SVG}desc") == "A description"
    assert not root.findall(f"{SVG}metadata")


def test_text_is_written_as_text_in_the_documents_own_font() -> None:
    (node,) = ElementTree.fromstring(drawn()).iter(f"{SVG}text")
    assert node.text == "Côte d’Ivoire & co"
    assert "'Fira Sans', 'IBM Plex Sans Arabic'" in node.attrib["style"]
    assert "text-anchor: end" in node.attrib["style"]
    assert "font-weight: 600" in node.attrib["style"]
    assert float(node.attrib["x"]) == pytest.approx(95 / POINT_MM, abs=0.01)
    assert float(node.attrib["y"]) == pytest.approx(20 / POINT_MM, abs=0.01)


def test_arabic_is_drawn_joined_and_labelled_with_its_text() -> None:
    canvas = Canvas(50, 10)
    canvas.text(40, 8, "النيجر", 8, "#1a1a1a", anchor="right")
    root = ElementTree.fromstring(canvas.svg("t", "d"))
    assert not list(root.iter(f"{SVG}text"))
    (group,) = (node for node in root.iter(f"{SVG}g") if node.attrib.get("aria-label"))
    assert group.attrib["aria-label"] == "النيجر"
    (path,) = group.iter(f"{SVG}path")
    xs = [float(x) for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.attrib["d"])]
    assert max(xs) == pytest.approx(40 / POINT_MM, abs=0.1)
    # Joined, the word is narrower than its letters one by one.
    assert max(xs) - min(xs) < text_width_mm("النيجر", 8) / POINT_MM


def test_text_is_as_wide_as_the_engine_sets_it() -> None:
    from datetime import UTC, datetime

    import pypdfium2

    from briefing.pages.document import Document
    from briefing.rendering import render_document

    text, size = "Democratic Republic of the Congo, Jul 2023", 8.0
    canvas = Canvas(120, 10)
    canvas.text(5, 6, text, size, "#1a1a1a")
    html = '<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><h1>t</h1><img src="a.svg" alt="a"></body></html>'
    page = Document(html, {"a.svg": canvas.svg("a", "a")}, datetime(2026, 1, 1, tzinfo=UTC))
    pdf = pypdfium2.PdfDocument(render_document(page).content)
    try:
        textpage = pdf[0].get_textpage()
        start = textpage.get_text_range().index("Democratic")
        boxes = [textpage.get_charbox(i) for i in range(start, start + len(text))]
        width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    finally:
        pdf.close()
    assert width == pytest.approx(text_width_mm(text, size) / POINT_MM, rel=0.02)
