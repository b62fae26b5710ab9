"""The house style is the same with its variables put in."""

from __future__ import annotations

import pytest

from briefing.pages.style import house_style, put_in
from briefing.rendering import render_document
from briefing.resources import PRINT, TEMPLATES
from tests.sheets import sheet


def test_every_variable_of_the_house_is_put_in() -> None:
    assert b"var(" in (TEMPLATES / PRINT).read_bytes()
    assert b"var(" not in house_style()


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
def test_what_can_be_told_beforehand_is_put_in(style: str, filled: str) -> None:
    assert put_in(style).endswith(filled)


def test_a_page_is_the_same() -> None:
    body = '<h1>Title</h1><h2>Key points</h2><p class="series">Series</p><p>Text.</p><p class="note">Note.</p>'
    body += (
        '<table class="data"><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
    )
    plain = (TEMPLATES / PRINT).read_text(encoding="utf-8")
    assert render_document(sheet(body, css=plain)).content == render_document(sheet(body, css=put_in(plain))).content
