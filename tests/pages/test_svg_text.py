"""Text in SVG drawings is set so that it can be searched and read aloud."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2

from briefing.rendering import render_document
from tests.sheets import sheet

ANCHORED = "".join(
    f'<text x="{x}" y="30" text-anchor="{anchor}" style="font: 10px Fira Sans; fill-opacity: .9">VAT {anchor}</text>'
    for x, anchor in ((0, "start"), (100, "middle"), (195, "end"))
)


def render_drawing(inside: str) -> bytes:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><title>A drawing</title>{inside}</svg>'
    body = "<p><img src=drawing.svg alt='A drawing'></p>"
    return render_document(sheet(body, files={"drawing.svg": svg.encode()})).content


def test_a_word_of_a_drawing_is_one_word() -> None:
    """The engine sets it letter by letter: a reader's search finds no word, and no pair is kerned."""
    inside = '<text x="10" y="20" style="font: 10px Fira Sans">Two VAT words</text>'
    with pypdfium2.PdfDocument(io.BytesIO(render_drawing(inside))) as pdf:
        assert "Two VAT words" in pdf[0].get_textpage().get_text_bounded()


def test_letters_that_are_placed_one_by_one_stay_where_they_are() -> None:
    with pypdfium2.PdfDocument(io.BytesIO(render_drawing('<text x="10 60 110" y="20">abc</text>'))) as pdf:
        text = pdf[0].get_textpage()
        start = text.get_text_range().index("a")
        lefts = [text.get_charbox(start + letter)[0] for letter in range(text.count_chars() - start)]
    assert lefts[-1] - lefts[0] > 70


def test_an_anchored_text_is_set_where_it_belongs_and_is_no_form_of_its_own() -> None:
    content = render_drawing(ANCHORED)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not any(item.get("/Subtype") == "/Form" for item in pdf.objects if isinstance(item, pikepdf.Stream))
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        text = pdf[0].get_textpage()
        words = text.get_text_range()
        boxes = [text.get_charbox(position) for position in range(text.count_chars())]
    origin = boxes[words.index("VAT start")][0]
    middle, end = words.index("VAT middle"), words.index("VAT end")
    centre = (boxes[middle][0] + boxes[middle + len("VAT middle") - 1][2]) / 2
    assert abs(centre - origin - 100 * 0.75) < 1
    assert abs(boxes[end + len("VAT end") - 1][2] - origin - 195 * 0.75) < 1
