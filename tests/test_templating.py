"""Templates are filled in one sandbox: HTML is escaped, and a wrong template says where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing import templating
from briefing.i18n import get_translator
from briefing.problems import FigureError
from briefing.templating import Markup, css_string, fill_template, is_right_to_left, mark_direction

ENGLISH = get_translator("en-GB")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose templates are filled instead of the shipped ones."""
    monkeypatch.setattr(templating, "TEMPLATES", tmp_path)
    templating._environment.cache_clear()
    yield tmp_path
    templating._environment.cache_clear()


def test_values_are_escaped_in_html_and_not_in_text(folder: Path) -> None:
    for name in ("page.html.j2", "mail.txt.j2"):
        (folder / name).write_text("{{ value }}")
    assert fill_template("page.html.j2", ENGLISH, value="<b>") == "&lt;b&gt;"
    assert fill_template("page.html.j2", ENGLISH, value=Markup("<b>")) == "<b>"
    assert fill_template("mail.txt.j2", ENGLISH, value="<b>") == "<b>"


def test_phrases_are_in_the_language_and_escaped(folder: Path) -> None:
    (folder / "page.html.j2").write_text('{{ language }} {{ _("Figure {number}", number="<1>") }} {{ _("Sources") }}')
    assert fill_template("page.html.j2", get_translator("fr-CA")) == "fr-CA Figure &lt;1&gt; Sources"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("one\n{{ missing }}", "'missing' is undefined"),
        ("{% if %}", "page.html.j2:1: Expected an expression"),
        ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe"),
    ],
)
def test_a_wrong_template_is_a_problem_with_its_place(folder: Path, text: str, message: str) -> None:
    (folder / "page.html.j2").write_text(text)
    with pytest.raises(FigureError, match=r"page\.html\.j2:") as raised:
        fill_template("page.html.j2", ENGLISH)
    assert raised.value.problems[0].code == "template"
    assert message in str(raised.value)


@pytest.mark.parametrize("text", ["plain", 'A "b" <script> \' \\ & } </style> é', "é · ü", "a\nb", "\\", '"', "00e9 b"])
def test_css_strings_say_what_was_meant(text: str) -> None:
    import tinycss2

    (token,) = tinycss2.parse_component_value_list(str(css_string(text)))
    assert token.type == "string"
    assert token.value == text


ARABIC, HEBREW = "قالت الحكومة: لا!", "הגבול נסגר."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ARABIC, True),
        (f"“{HEBREW}”", True),
        (f"12 {HEBREW}", True),
        (f"ABC {ARABIC}", False),
        ("Слово", False),
        ("12 – 13", False),
        ("", False),
    ],
)
def test_the_first_letter_decides(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>{ARABIC}</p>", f'<p dir="rtl">{ARABIC}</p>'),
        (f'<p class="a">&amp; <b>{HEBREW}</b> ABC</p>', f'<p class="a" dir="rtl">&amp; <b>{HEBREW}</b> ABC</p>'),
        (f"<td><p>A</p><p>{ARABIC}</p></td>", f'<td><p>A</p><p dir="rtl">{ARABIC}</p></td>'),
        (f"<ul><li>{HEBREW}</li><li>B</li></ul>", f'<ul><li dir="rtl">{HEBREW}</li><li>B</li></ul>'),
        (f"<p>He said “{ARABIC}” twice</p>", f'<p>He said “<span dir="rtl">{ARABIC}</span>” twice</p>'),
        (f"<p>Il dit « {HEBREW} ».</p>", f'<p>Il dit «<span dir="rtl"> {HEBREW} </span>».</p>'),
        (f"<p>“{ARABIC} ABC”, B</p>", f'<p dir="rtl">“{ARABIC} ABC”, B</p>'),
        (f'<img alt="A “{ARABIC}” b"><p>A</p>', f'<img alt="A “{ARABIC}” b"><p>A</p>'),
    ],
)
def test_paragraphs_cells_and_quotations_are_marked(html: str, expected: str) -> None:
    assert mark_direction(f"<body>{html}</body>") == f"<body>{expected}</body>"


def test_the_head_and_pages_without_such_letters_stay_as_they_are() -> None:
    head = f"<html><head><title>“{ARABIC}”</title></head>"
    assert mark_direction(f"{head}<body><p>A “quotation”.</p></body>") == f"{head}<body><p>A “quotation”.</p></body>"
    page = "<body><p>" + "Слово " * 50_000 + "</p></body>"
    assert mark_direction(page) is page


def test_long_pages_are_marked_in_one_pass() -> None:
    page = f"<body>{f'<p>{ARABIC}</p>' * 20_000}</body>"
    assert mark_direction(page).count('dir="rtl"') == 20_000
