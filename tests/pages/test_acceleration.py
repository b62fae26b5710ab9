"""Each change to the engine is still needed, and gives the same page, or a better one."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import pikepdf
import pydyf
import pypdfium2
import pytest

from briefing.pages.acceleration import changes, swap
from briefing.pages.document import Document
from briefing.pages.engine import engine
from briefing.pages.render import render_pdf
from briefing.problems import PdfError
from tests.sheets import sheet


@contextmanager
def without_changes(*names: str) -> Iterator[None]:
    """The engine as it comes for a while, or without the changes named."""
    engine()
    some = [changes()[name] for name in names or changes()]
    for theirs, ours in some:
        swap(ours, theirs)
    try:
        yield
    finally:
        for theirs, ours in some:
            swap(theirs, ours)


def drawing(inside: str) -> dict[str, bytes]:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><title>A drawing</title>{inside}</svg>'
    return {"drawing.svg": text.encode()}


def printed(inside: str) -> bytes:
    return render_pdf(sheet("<p><img src=drawing.svg alt='A drawing'></p>", files=drawing(inside))).content


def calls(function: FunctionType, body: str, files: dict[str, bytes], css: str = "") -> int:
    """How often a function runs while a page is set."""
    count = 0

    def watch(frame: Any, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code is function.__code__

    sys.setprofile(watch)
    try:
        render_pdf(sheet(body, files=files, css=css))
    finally:
        sys.setprofile(None)
    return count


def deflations(body: str) -> int:
    """How often something is deflated while a page is set and written."""
    count = 0

    def watch(_: Any, event: str, function: Any) -> None:
        nonlocal count
        count += event == "c_call" and function in (zlib.compress, zlib.compressobj)

    sys.setprofile(watch)
    try:
        render_pdf(sheet(body))
    finally:
        sys.setprofile(None)
    return count


SHAPES = {
    "lines": '<path d="M 10 10 L 60.5 10 L 60 70.25 z" style="fill: #9e1b1b"/>',
    "lines without words": '<path d="M10,10 60,10 60,70 Z" fill="none" stroke="#000"/>',
    "a curve": '<path d="M 10 10 C 20 0 40 0 50 10 60 20 60 40 50 50" style="fill: none; stroke: #000"/>',
    "numbers without spaces": '<path d="M10-10L60-10z" stroke="#000"/>',
    "relative": '<path d="m 10 10 l 50 0 l 0 60 z" fill="#000"/>',
    "an arc": '<path d="M 10 10 A 5 5 0 0 1 20 20" stroke="#000"/>',
    "a marker": '<defs><marker id="m" markerWidth="4" markerHeight="4"><path d="M 0 0 L 4 2 L 0 4 z"/></marker></defs>'
    '<path d="M 10 10 L 60 10" stroke="#000" marker-end="url(#m)"/>',
    "cut short": '<path d="M 10 10 L 60" stroke="#000"/>',
    "empty": '<path d=""/>',
    "many styles": "".join(f'<rect x="{n}" y="{n}" width="3" height="3" style="fill: #{n}{n}{n}"/>' for n in range(9)),
    "half transparent": '<g opacity="0.5"><path d="M 10 10 L 60 10 L 60 60 z"/><path d="M 20 20 L 70 20 L 70 70 z"/></g>',
    "shaded": '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#900"/>'
    '</linearGradient></defs><rect width="50" height="50" fill="url(#g)"/>',
    "cut out": '<clipPath id="c"><rect width="30" height="30"/></clipPath><circle r="40" clip-path="url(#c)"/>',
    "faint": '<rect width="50" height="50" fill="#900" fill-opacity="0.3" stroke="#000" stroke-opacity="0.6"/>',
    "placed letters": '<text x="10 30 50" y="20" style="font: 10px Fira Sans">abc</text>',
    "turned letters": '<text x="10" y="20" rotate="20" style="font: 10px Fira Sans">abc</text>',
}


@pytest.mark.parametrize("inside", SHAPES.values(), ids=SHAPES)
def test_a_drawing_is_the_same_with_the_changes_and_without(inside: str) -> None:
    with without_changes():
        plain = printed(inside)
    assert printed(inside) == plain


def test_a_page_is_the_same_with_the_changes_and_without() -> None:
    css = "p { margin: 1em 5% calc(1em + 2px); width: 50% } i { font-variation-settings: 'wght' 500 } b { font-size: 9pt }"
    body = (
        "<p>Text <i>in</i> <b>several</b> <code>cuts</code>.</p><p style='font-variant-caps: small-caps'>And.</p>" * 3
    )
    with without_changes():
        plain = render_pdf(sheet(body, css=css)).content
    assert render_pdf(sheet(body, css=css)).content == plain


def test_a_word_of_a_drawing_is_one_word() -> None:
    """Letter by letter, a reader's search finds no word, and no pair is kerned."""
    inside = '<text x="10" y="20" style="font: 10px Fira Sans">Two VAT words</text>'

    def words() -> str:
        with pypdfium2.PdfDocument(io.BytesIO(printed(inside))) as pdf:
            return str(pdf[0].get_textpage().get_text_bounded())

    assert "Two VAT words" in words()
    from weasyprint.text.line_break import split_first_line

    files = drawing(inside)
    once = calls(split_first_line, "<p><img src=drawing.svg alt=x></p>", files)
    with without_changes():
        # Where this no longer holds, the engine sets runs by itself: take the change out.
        assert calls(split_first_line, "<p><img src=drawing.svg alt=x></p>", files) >= once + len("Two VAT words") - 1


FACES = (
    '<text y="9" style="font: 9px Fira Sans">one</text><text y="29" font-weight="600" style="font: 9px Fira Sans">two'
    '</text><text y="49" style="font: 9px IBM Plex Serif">three</text>'
)

ANCHORED = "".join(
    f'<text x="{x}" y="30" text-anchor="{anchor}" style="font: 10px Fira Sans; fill-opacity: .9">VAT {anchor}</text>'
    for x, anchor in ((0, "start"), (100, "middle"), (195, "end"))
)


def test_an_anchored_text_is_set_where_it_was_and_is_no_form_of_its_own() -> None:
    def forms_and_places() -> tuple[int, list[tuple[int, ...]]]:
        content = printed(ANCHORED)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            forms = sum(item.get("/Subtype") == "/Form" for item in pdf.objects if isinstance(item, pikepdf.Stream))
        with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
            text = pdf[0].get_textpage()
            places = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
        return forms, [tuple(round(10 * side) for side in place) for place in places]

    forms, places = forms_and_places()
    assert forms == 0
    with without_changes():
        plain_forms, plain_places = forms_and_places()
    assert plain_forms == 2
    # Letter by letter, letters are not kerned.
    assert [place[0] for place in places[:3]] == [place[0] for place in plain_places[:3]]
    assert abs(places[-1][2] - plain_places[-1][2]) <= 1


def test_a_drawing_is_painted_once() -> None:
    from weasyprint.svg import SVG

    engine()
    files = drawing(FACES + ANCHORED)
    body = "<p>Some <b>words</b>.</p><p><img src=drawing.svg alt=x></p>"
    first = render_pdf(sheet(body, files=files))
    assert calls(SVG.draw_node, body, files) == 0
    assert render_pdf(sheet(body, files=files)) == first
    assert calls(SVG.draw_node, body.replace("src", "style='width: 50px' src"), files) > 0
    with without_changes("drawings once"):
        assert render_pdf(sheet(body, files=files)) == first
        assert calls(SVG.draw_node, body, files) > 0


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<text y="9" style="font: 9px Fira Sans">☃</text>', "pdf-glyph"),
        ('<text y="9" style="font: 9px Papyrus">x</text>', "pdf-font"),
        ('<image href="other.png" width="9" height="9"/>', "pdf-file"),
        ('<rect width="9" height="9" fill="url(other.svg#a)"/><style>@import "other.css";</style>', "pdf-warning"),
    ],
)
def test_what_is_wrong_with_a_drawing_is_told_each_time(inside: str, code: str) -> None:
    page = sheet("<p><img src=drawing.svg alt=x></p>", files=drawing(inside))
    told = [outcome(page) for _ in range(3)]
    assert told[0] == told[1] == told[2]
    assert isinstance(told[0], tuple)
    assert code in {problem.code for problem in told[0]}


def test_points_are_not_searched_for_one_by_one() -> None:
    from weasyprint.svg.utils import point

    engine()
    files = drawing(f'<path d="M 0 0 {"L 10 10 " * 50}" stroke="#000"/>')
    body = "<p><img src=drawing.svg alt=x></p>"
    assert calls(point, body, files) == 0
    with without_changes():
        assert calls(point, body, files) > 50


@pytest.mark.parametrize(
    "name",
    [
        "styles once",
        "fonts once",
        "plain lengths",
        "plain flow",
        "plain values",
        "styles later",
        "lines once",
        "struts once",
        "numbers",
    ],
)
def test_what_is_known_is_not_worked_out_again(name: str) -> None:
    engine()
    theirs, _ = changes()[name]
    files = drawing('<rect width="3" height="3" style="fill: #123456"/>' * 30)
    body = "<p>" + "<b>bold</b> plain " * 30 + "</p><p><img src=drawing.svg alt=x></p>"
    render_pdf(sheet(body, files=files))
    changed = calls(theirs, body, files)
    with without_changes():
        # Where this no longer holds, the engine has learnt it: take the change out.
        assert calls(theirs, body, files) > 2 * changed


def test_a_sheet_is_parsed_once() -> None:
    from weasyprint.css import preprocess_stylesheet

    engine()
    css = "p { color: #123 }"
    render_pdf(sheet("<p>One</p>", css=css))
    assert calls(preprocess_stylesheet, "<p>Another</p>", {}, css) == 0
    with without_changes():
        assert calls(preprocess_stylesheet, "<p>Another</p>", {}, css) > 0


def outcome(page: Document) -> object:
    """The PDF of a page, or what is wrong with it."""
    try:
        return render_pdf(page)
    except PdfError as error:
        return error.problems


SHEETS = {
    "pages": "@page { margin: 3cm; @top-left { content: 'a' } } @page :first { margin: 2cm }",
    "layers": "@layer a { p { color: #111 } } @layer b { p { color: #222 } }",
    "counters": "@counter-style stars { system: cyclic; symbols: '*'; suffix: ' ' } li { list-style: stars }",
    "other places": "@import 'other.css';",
    "in disguise": "@\\69mport 'other.css';",
    "lists": "p { display: list-item } i::before { content: 'x'; display: list-item } ::marker { color: #900 }",
    "notes": "i { float: footnote } ::footnote-call { color: #900 } ::footnote-marker { color: #090 }",
    "directions": "p { margin-inline-start: 1cm; padding-block: 2mm; border-inline-end: 1pt solid } i { inline-size: 3cm }",
    "sums": "p { line-height: calc(1em + 50%); margin: calc(1em + 5%) } i { font-size: 50% }",
    "lines ends": "p { white-space: pre-wrap; text-align: justify; word-spacing: 2pt; letter-spacing: .2pt }",
    "narrow": "p { width: 1.2cm; overflow-wrap: anywhere } i { text-decoration: underline line-through }",
    "boxes": "p { box-sizing: border-box; width: 50%; padding: 5%; border: 2pt solid } table { border-collapse: collapse }",
    "cells": "table { border-collapse: separate } td { border: 1pt solid; padding: 10% } th { border-left: 3pt solid }",
}


@pytest.mark.parametrize("css", SHEETS.values(), ids=SHEETS)
def test_a_style_gives_the_same_page_with_the_changes_and_without_and_when_it_is_known(css: str) -> None:
    words = "A few words that take <i>more than one</i> line of a narrow column,\nand more than one paragraph. " * 3
    table = "<table><tr><th scope=row>a<td>b<td>c<tr><th scope=row>d<td>e<td>f</table>"
    page = sheet(
        f"<p lang=fr>{words}</p><ul><li>one<li>two</ul>{table}", css=css, files={"other.css": b"p { color: red }"}
    )
    with without_changes():
        plain = outcome(page)
    assert outcome(page) == plain
    assert outcome(page) == plain


def test_what_is_kept_of_one_page_leaves_no_mark_on_another() -> None:
    one = sheet("<p>One</p>", css="p { color: #123 }", files=drawing(SHAPES["lines"]))
    other = sheet("<p>Other</p><img src=drawing.svg alt=x>", css="p { color: #321 }", files=drawing(SHAPES["lines"]))
    first = render_pdf(one)
    render_pdf(other)
    assert render_pdf(one) == first


def test_what_is_written_twice_is_made_once() -> None:
    """An object's bytes are wanted for the file and for its identifier."""
    made = vars(pydyf.Dictionary)["data"].fget
    body = "<p>Text</p>" * 50
    once = calls(made, body, {})
    with without_changes():
        assert calls(made, body, {}) > 1.5 * once


def test_references_to_pages_are_made_once() -> None:
    engine()
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary())
    one = pdf.page_references
    assert pdf.page_references is one
    pdf.add_page(pydyf.Dictionary())
    two = pdf.page_references
    assert (len(one), len(two)) == (1, 2)
    with without_changes("pages once"):
        assert pdf.page_references is not pdf.page_references
        assert pdf.page_references == two


def test_what_was_deflated_is_not_deflated_again() -> None:
    body = "<p>Deflated <b>already</b></p>"
    first = render_pdf(sheet(body)).content
    assert deflations(body) == 0
    assert render_pdf(sheet(body)).content == first
    with without_changes():
        assert deflations(body) > 4
