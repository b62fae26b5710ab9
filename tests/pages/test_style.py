"""The style sheet is the same with its variables replaced."""

from __future__ import annotations

import re

import pytest

from briefing.pages.style import house_style, replace_variables
from briefing.rendering import render_document
from briefing.resources import PRINT, TEMPLATES
from tests.sheets import sheet


def test_the_house_style_has_no_variables_left() -> None:
    assert b"var(" in (TEMPLATES / PRINT).read_bytes()
    # The number of a problem and the height of a side head are set on their own elements.
    assert set(re.findall(rb"var\(([^)]*)\)", house_style())) == {b"--problem", b"--head, 14pt"}


@pytest.mark.parametrize(
    ("style", "filled"),
    [
        (":root { --a: red } p { color: var(--a) }", "p { color: red }"),
        (":root { --a: var(--b); --b: 2pt } p { margin: var(--a) var(--b) }", "p { margin: 2pt 2pt }"),
        (":root { --a: var(--a) } p { color: var(--a) }", "p { color: var(--a) }"),
        (":root { --a: red } b { --a: blue } p { color: var(--a) }", "p { color: var(--a) }"),
        ("p { color: var(--a) }", "p { color: var(--a) }"),
        (':root { --a: "x", "y" } p { font-family: var(--a) }', 'p { font-family: "x", "y" }'),
    ],
)
def test_variables_with_one_value_are_replaced(style: str, filled: str) -> None:
    assert replace_variables(style).endswith(filled)


def test_the_file_is_the_same() -> None:
    body = '<h1>Title</h1><h2>Key points</h2><p class="series">Series</p><p>Text.</p><p class="note">Note.</p>'
    body += (
        '<table class="data"><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    )
    plain = (TEMPLATES / PRINT).read_text(encoding="utf-8")
    assert (
        render_document(sheet(body, css=plain)).content
        == render_document(sheet(body, css=replace_variables(plain))).content
    )
