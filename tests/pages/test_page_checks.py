"""Faults that the engine and the validators let pass."""

from __future__ import annotations

import pytest

from briefing.problems import PdfError
from briefing.rendering import render_document
from tests.sheets import DRAWING, sheet


def fault(body: str, **files: bytes) -> tuple[str, str]:
    with pytest.raises(PdfError) as caught:
        render_document(sheet(body, files={f"{name}.svg": content for name, content in files.items()}))
    [problem] = caught.value.problems
    return problem.code, problem.what


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("<caption>Casualties</caption><tr><td>1</td></tr>", "the table “Casualties” has no heading cells"),
        (
            "<thead><tr><th>A</th></tr></thead><tr><th>first</th></tr>",
            "in the table “A first” the heading cell “first” does not say what it heads",
        ),
        (
            "<thead><tr><th scope=column>A</th></tr></thead><tr><td>1</td></tr>",
            "in the table “A 1” the heading cell “A” does not say what it heads",
        ),
    ],
)
def test_heading_cells_need_a_scope(table: str, what: str) -> None:
    spaced = table.replace("</th>", "</th> ").replace("</td>", "</td> ")
    assert fault(f"<table>{spaced}</table>") == ("pdf-table", what)


def test_a_heading_cell_in_the_head_of_a_table_heads_its_column() -> None:
    render_document(sheet("<table><thead><tr><th>A</th></tr></thead><tr><td>1</td></tr></table>"))


def test_headings_do_not_skip_a_level() -> None:
    assert fault("<h2>On</h2><h4>Too deep</h4>") == ("pdf-headings", "the heading “Too deep” is an h4 after an h2")


def test_headings_may_go_back_up_by_any_number() -> None:
    render_document(sheet("<h2>a</h2><h3>b</h3><h4>c</h4><h2>d</h2>"))


@pytest.mark.parametrize(
    ("target", "shown"),
    [("other.html", "other.html"), ("javascript:alert(1)", "javascript:alert(1)"), ("file:///etc/passwd",) * 2],
)
def test_links_must_work_from_a_pdf(target: str, shown: str) -> None:
    found = ("pdf-link", f"page 1 links to “{shown}”, which leads nowhere from a PDF")
    assert fault(f"<p><a href='{target}'>x</a></p>") == found


def test_files_are_not_attached_by_a_link() -> None:
    assert fault("<p><a rel=attachment href=a.svg>x</a></p>", a=DRAWING) == (
        "pdf-link",
        "the document attaches “a.svg” by a link",
    )


@pytest.mark.parametrize("body", ["<p style='opacity: 0.5'>pale</p>", "<div style='opacity: 0.9'><p>pale</p></div>"])
def test_nothing_may_be_half_transparent(body: str) -> None:
    code, what = fault(body)
    assert code == "pdf-opacity"
    assert what.endswith("“pale” has an opacity below 1")


def test_an_inline_drawing_needs_a_title() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' aria-label='x'>{}<circle r='4'/></svg>"
    assert fault(f"<p>{svg.format('')}</p>")[0] == "pdf-figure"
    render_document(sheet(f"<p>{svg.format('<title>supports</title>')}</p>"))


def test_fonts_in_drawings_must_be_shipped() -> None:
    foreign = DRAWING.replace(b"Fira Sans", b"'Comic Sans', serif")
    assert fault("<img src=a.svg alt=x>", a=foreign) == ("pdf-font", "there is no font family “Comic Sans”")
