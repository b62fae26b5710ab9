"""The acceleration gives the same pages as the engine without it, can be turned off, and can be deleted."""

from __future__ import annotations

import importlib
import io
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import briefing
from briefing.build import draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.pages.acceleration import PATCHES, PROVEN_VERSIONS, locate
from briefing.pages.document import Document
from briefing.problems import PdfError
from briefing.rendering import ACCELERATION, load_renderer, render_document
from briefing.resources import ASSETS
from briefing.workspace import Workspace
from tests.sheets import sheet


def outcome(document: Document) -> object:
    """The PDF of a document, or what is wrong with it."""
    try:
        return render_document(document)
    except PdfError as error:
        return error.problems


def drawing(inside: str) -> dict[str, bytes]:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><title>A drawing</title>{inside}</svg>'
    return {"drawing.svg": text.encode()}


def show(inside: str) -> Document:
    return sheet("<p>Some <b>words</b>.</p><p><img src=drawing.svg alt='A drawing'></p>", files=drawing(inside))


FACES = (
    '<text y="9" style="font: 9px Fira Sans">one</text><text y="29" font-weight="600" style="font: 9px Fira Sans">two'
    '</text><text y="49" style="font: 9px IBM Plex Serif">three</text>'
)

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
    "fonts": FACES,
    "placed letters": '<text x="10 30 50" y="20" style="font: 10px Fira Sans">abc</text>',
    "turned letters": '<text x="10" y="20" rotate="20" style="font: 10px Fira Sans">abc</text>',
}

STYLES = {
    "pages": "@page { margin: 3cm; @top-left { content: 'a' } } @page :first { margin: 2cm }",
    "layers": "@layer a { p { color: #111 } } @layer b { p { color: #222 } }",
    "counters": "@counter-style stars { system: cyclic; symbols: '*'; suffix: ' ' } li { list-style: stars }",
    "other places": "@import 'other.css';",
    "in disguise": "@\\69mport 'other.css';",
    "fonts": "p { font-variant-caps: small-caps } i { font-variation-settings: 'wght' 500 } b { font-size: 9pt }",
    "lists": "p { display: list-item } i::before { content: 'x'; display: list-item } ::marker { color: #900 }",
    "notes": "i { float: footnote } ::footnote-call { color: #900 } ::footnote-marker { color: #090 }",
    "directions": "p { margin-inline-start: 1cm; padding-block: 2mm; border-inline-end: 1pt solid } i { inline-size: 3cm }",
    "sums": "p { line-height: calc(1em + 50%); margin: calc(1em + 5%) } i { font-size: 50% }",
    "lines ends": "p { white-space: pre-wrap; text-align: justify; word-spacing: 2pt; letter-spacing: .2pt }",
    "narrow": "p { width: 1.2cm; overflow-wrap: anywhere } i { text-decoration: underline line-through }",
    "boxes": "p { box-sizing: border-box; width: 50%; padding: 5%; border: 2pt solid } table { border-collapse: collapse }",
    "cells": "table { border-collapse: separate } td { border: 1pt solid; padding: 10% } th { border-left: 3pt solid }",
}

WORDS = "A few words that take <i>more than one</i> <b>line</b> of a narrow column,\nand more than one paragraph. " * 3
TABLE = "<table><tr><th scope=row>a<td>b<td>c<tr><th scope=row>d<td>e<td>f</table>"
BODY = f"<p lang=fr>{WORDS}</p><ul><li>one<li>two</ul>{TABLE}"
FAULTS = {
    "glyph": '<text y="9" style="font: 9px Fira Sans">☃</text>',
    "font": '<text y="9" style="font: 9px Papyrus">x</text>',
    "file": '<image href="other.png" width="9" height="9"/>',
    "warning": '<rect width="9" height="9" fill="url(other.svg#a)"/><style>@import "other.css";</style>',
}

DOCUMENTS = {
    **{f"shape: {name}": show(inside) for name, inside in SHAPES.items()},
    **{f"fault: {name}": show(inside) for name, inside in FAULTS.items()},
    **{
        f"style: {name}": sheet(BODY, css=css, files={"other.css": b"p { color: red }"}) for name, css in STYLES.items()
    },
}

CHILD = "import pickle, sys; from tests.pages.test_acceleration import outcome;"
CHILD += "sys.stdout.buffer.write(pickle.dumps([outcome(one) for one in pickle.load(sys.stdin.buffer)]))"


@pytest.fixture(scope="module")
def plain() -> dict[str, object]:
    """What the engine by itself makes of all documents."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=pickle.dumps(list(DOCUMENTS.values())),
        capture_output=True,
        check=True,
        env=os.environ | {ACCELERATION: "0"},
        cwd=Path(__file__).parents[2],
    )
    return dict(zip(DOCUMENTS, pickle.loads(done.stdout), strict=True))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_gives_the_same_file_with_acceleration_and_without_and_when_rendered_again(
    name: str, plain: dict[str, object]
) -> None:
    assert outcome(DOCUMENTS[name]) == plain[name]
    assert outcome(DOCUMENTS[name]) == plain[name]


def test_faults_of_a_drawing_are_among_what_is_compared(plain: dict[str, Any]) -> None:
    codes = [{problem.code for problem in plain[f"fault: {name}"]} for name in FAULTS]
    assert [f"pdf-{name}" in found for name, found in zip(FAULTS, codes, strict=True)] == [True] * len(FAULTS)


def test_nothing_of_one_document_is_left_in_another() -> None:
    one = sheet("<p>One</p>", css="p { color: #123 }", files=drawing(SHAPES["lines"]))
    other = sheet("<p>Other</p><img src=drawing.svg alt=x>", css="p { color: #321 }", files=drawing(SHAPES["lines"]))
    first = render_document(one)
    render_document(other)
    assert render_document(one) == first


def is_replaced(key: tuple[str, str]) -> bool:
    owner, name = locate(*key)
    value = vars(owner)[name]
    function = getattr(value, "fget", None) or getattr(value, "__wrapped__", None) or value
    return hasattr(value, "cache_info") or function.__module__.startswith("briefing.")


LOADED = """
import sys
from briefing import rendering
from briefing.pages import acceleration
from tests.pages.test_acceleration import is_replaced
acceleration.PROVEN_VERSIONS.update({versions!r})
rendering.load_renderer()
print(sum(map(is_replaced, acceleration.PATCHES)), len(acceleration.PATCHES))
"""


@pytest.mark.parametrize(
    ("versions", "switch", "all_replaced"),
    [({}, "1", True), ({}, "0", False), ({"pydyf": "0.12.1"}, "1", False), ({"weasyprint": "69.0"}, "1", False)],
)
def test_functions_are_replaced_only_in_the_proven_versions_and_where_not_turned_off(
    versions: dict[str, str], switch: str, all_replaced: bool
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(versions=versions)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {ACCELERATION: switch},
        cwd=Path(__file__).parents[2],
    )
    replaced, entries = map(int, done.stdout.split())
    assert replaced == (entries if all_replaced else 0)


def test_the_locked_versions_are_the_proven_ones() -> None:
    text = (Path(__file__).parents[2] / "requirements.txt").read_text(encoding="utf-8")
    assert all(f"\n{library}=={version} " in text for library, version in PROVEN_VERSIONS.items())


def test_every_entry_names_something_of_the_engine() -> None:
    for module, attribute in PATCHES:
        importlib.import_module(module)
        owner, name = locate(module, attribute)
        assert name in vars(owner)


@pytest.mark.parametrize(
    "declaration",
    [
        "PangoRectangle *",
        "hb_codepoint_t[20]",
        "hb_codepoint_t[]",
        "hb_codepoint_t[0]",
        "unsigned int *",
        "char[4]",
        "PangoLogAttr[]",
    ],
)
def test_a_c_type_is_the_one_that_cffi_parses(declaration: str) -> None:
    load_renderer()
    from cffi.cparser import Parser  # type: ignore[import-untyped]
    from weasyprint.text.ffi import ffi

    parse = Parser.parse_type_and_quals
    closure = dict(zip(parse.__code__.co_freevars, parse.__closure__, strict=True))
    assert parse(ffi._parser, declaration) == closure["parse"].cell_contents(ffi._parser, declaration)


@pytest.mark.parametrize("declaration", ["no_such_type *", "PangoRectangle *["])
def test_a_c_type_that_does_not_exist_is_an_error(declaration: str) -> None:
    load_renderer()
    from cffi import CDefError  # type: ignore[import-untyped]
    from weasyprint.text.ffi import ffi

    with pytest.raises(CDefError):
        ffi.typeof(declaration)


LINE = 'importlib.import_module("briefing.pages.acceleration")'


def build_example(root: Path, out: Path, **environment: str) -> bytes:
    """The PDF of the worked example, built by the package in a folder."""
    script = "import sys; from briefing.cli import main; main()"
    command = [sys.executable, "-c", script, "build", str(ASSETS / "briefs" / "niger-2023"), "--out", str(out)]
    subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(root)} | environment, cwd=root, capture_output=True, check=True
    )
    return (out / "niger-2023.pdf").read_bytes()


def page_contents(content: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [page.Contents.read_bytes() for page in pdf.pages]


def test_without_the_folder_and_one_line_the_program_builds_the_same_pages(tmp_path: Path) -> None:
    checkout = Path(briefing.__file__).parents[1]
    for name in ("briefing", "templates", "assets"):
        shutil.copytree(checkout / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(tmp_path / "briefing" / "pages" / "acceleration")
    module = tmp_path / "briefing" / "pages" / "render.py"
    lines = module.read_text(encoding="utf-8").splitlines(keepends=True)
    rest = [line for line in lines if LINE not in line]
    assert len(rest) == len(lines) - 1
    module.write_text("".join(rest), encoding="utf-8")
    without = build_example(tmp_path, tmp_path / "without")
    folder = ASSETS / "briefs" / "niger-2023"
    edition = render_edition(
        draw_briefing(BuildRequest(folder, Workspace(ASSETS), tmp_path / "with", "a4"), lambda _: None),
        "a4",
        lambda _: None,
    )
    assert page_contents(without) == page_contents(edition.pdf.content)
