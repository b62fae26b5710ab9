"""Templates and styles of a desk win block by block; faults are told at their line, and nothing that must be read is hidden."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from briefing.archive.rebuild import rebuild_edition
from briefing.build import load_from_workspace
from briefing.house.look import TEMPLATE_FOLDER
from briefing.house.read import read_house
from briefing.house.starter import write_starter
from briefing.house.templates import blocks_of
from briefing.problems import BriefingError, FigureError, PdfError, UsageError
from briefing.resources import TEMPLATES
from briefing.workspace import Workspace
from tests.briefs import BRIEF
from tests.house.desks import BLUE, desk, edition, publish, refusal

DOCS = Path(__file__).parents[2] / "docs" / "house.md"
EXERCISE = BRIEF.replace("title: A title", "title: A title\nexercise: true")
LONG = BRIEF + "sections:\n" + "".join(f"- title: Part {n}\n  text: |\n    {'Word ' * 400}\n" for n in range(4))


def with_block(
    folder: Path, block: str, name: str = "parts/bottom_line.html.j2", settings: str = "[house]\n"
) -> Workspace:
    workspace = desk(folder, settings)
    file = folder / TEMPLATE_FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{{% extends "shipped/{name}" %}}\n{block}\n', encoding="utf-8")
    return workspace


def with_style(folder: Path, style: str) -> Workspace:
    return desk(folder, "[house]\n", templates__print_css=style)


def test_a_block_takes_the_place_of_ours_and_the_others_stay(tmp_path: Path) -> None:
    plain = edition(desk(tmp_path / "plain", "[house]\n")).document.html
    block = "{% block heading %}<h2>In one sentence</h2>{{ super() }}{% endblock %}"
    html = edition(with_block(tmp_path / "own", block)).document.html
    assert html == plain.replace("<h2>Bottom line</h2>", "<h2>In one sentence</h2><h2>Bottom line</h2>")


@pytest.mark.parametrize(
    ("name", "block", "printed"),
    [
        ("briefing.html.j2", "{% block closing %}<p>End of {{ title }}</p>{% endblock %}", "<p>End of A title</p>"),
        (
            "parts/front.html.j2",
            "{% block house %}<p>{{ house.name }}</p>{% endblock %}",
            "<p>Foreign Ministry of Arvelia",
        ),
        ("parts/gaps.html.j2", "{% block heading %}<h2>{{ _('Sources') }}</h2>{% endblock %}", "<h2>Sources</h2>"),
    ],
)
def test_every_kind_of_template_can_be_extended(name: str, block: str, printed: str, tmp_path: Path) -> None:
    assert printed in edition(with_block(tmp_path, block, name, BLUE)).document.html


def test_a_style_comes_after_ours(tmp_path: Path) -> None:
    made = edition(with_style(tmp_path, "h1 { color: #123456 }"))
    assert made.document.files["desk.css"] == b"h1 { color: #123456 }"
    assert made.document.html.index("print.css") < made.document.html.index("desk.css")


def test_values_of_the_author_are_escaped_in_a_desk_s_block(tmp_path: Path) -> None:
    block = "{% block title %}<h1>{{ title }}</h1>{% endblock %}"
    workspace = with_block(tmp_path, block, "parts/front.html.j2")
    assert "<h1>&lt;b&gt; &amp; c</h1>" in edition(workspace, BRIEF.replace("A title", "<b> & c")).document.html


FAULTS = {
    "value": ("{% block body %}\n{{ botom_line }}{% endblock %}", '3 there is no value "botom_line"'),
    "unreached": (
        "{% block body %}{% if false %}{{ nothing }}{% endif %}{% endblock %}",
        '2 there is no value "nothing"',
    ),
    "block": ("{% block bdy %}{% endblock %}", '2 the shipped template has no block "bdy"'),
    "syntax": ("{% block body %}\n{{ bottom_line }\n{% endblock %}", "3 cannot be read: unexpected '}'"),
    "open": ("{% block body %}", "2 cannot be read: Unexpected end of template"),
    "filter": ("{% block body %}{{ bottom_line|centre }}{% endblock %}", "2 cannot be read: No filter named 'centre'"),
    "chance": ("{% block body %}{{ [1, 2]|random }}{% endblock %}", "2 cannot be read: No filter named 'random'"),
    "outside": ("\n\nHello\n", "4 this is not printed: it is outside of every block"),
    "include": ("{% block body %}{% include '../x' %}{% endblock %}", '2 there is no template "../x"'),
    "any include": ("{% block body %}{% include title %}{% endblock %}", "2 what is included must be named"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_broken_template_is_told_at_its_own_line(case: str, tmp_path: Path) -> None:
    block, said = FAULTS[case]
    found = refusal(with_block(tmp_path, block))
    assert len(found) == 1
    assert found[0].startswith(f"templates/parts/bottom_line.html.j2:{said}")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("parts/bottomline.html.j2", "x", "is not used: there is no shipped template of this name"),
        ("notes.txt", "x", "is not used"),
        ("parts/head.html.j2", '{% extends "shipped/parts/head.html.j2" %}', "is not used"),
        ("mail.html.j2", '{% extends "shipped/mail.html.j2" %}', "is not used"),
        ("parts/gaps.html.j2", "<p>x</p>", "does not begin by extending the shipped template"),
        (
            "parts/gaps.html.j2",
            '{% extends "parts/gaps.html.j2" %}',
            "does not begin by extending the shipped template",
        ),
        ("parts/gaps.html.j2", "", "does not begin by extending the shipped template"),
        ("print.css", "p\n{ }\xff", "is not text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(name: str, text: str, said: str, tmp_path: Path) -> None:
    workspace = desk(tmp_path, "[house]\n")
    file = tmp_path / TEMPLATE_FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("latin-1"))
    (found,) = refusal(workspace)
    assert found.startswith(f"templates/{name}:")
    assert said in found


BOUNDS = {
    "loops": (
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        "its loops have run 200,000",
    ),
    "output": (
        "{% for a in range(90000) %}{{ bottom_line }}{{ bottom_line }}{{ bottom_line }}{{ bottom_line }}{% endfor %}",
        "more than 2,000,000",
    ),
    "power": ("{{ 10 ** 10 ** 10 }}", "too large"),
    "times": ("{{ 'a' * 1000000000 }}", "numbers only"),
    "format": ("{{ '%1000000000d' % 1 }}", "numbers only"),
    "method": ("{{ 'a'.ljust(1000000000) }}", '"ljust" cannot be called in a template'),
    "doubling": ("{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 40, "a text has more than 200,000"),
    "macro": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "without end"),
    "itself": ("{% include 'parts/bottom_line.html.j2' %}", "without end"),
    "inside": ("{{ bottom_line.__class__.__mro__ }}", "is unsafe"),
    "missing": ("{{ house.nme }}", 'there is no value "nme" here'),
    "arithmetic": ("{{ 1 / 0 }}", "division by zero"),
}


@pytest.mark.parametrize("case", BOUNDS)
def test_a_template_that_goes_too_far_ends_with_a_plain_error(case: str, tmp_path: Path) -> None:
    body, said = BOUNDS[case]
    workspace = with_block(tmp_path, f"{{% block body %}}\n{body}{{% endblock %}}")
    with pytest.raises(FigureError) as caught:
        edition(workspace)
    (problem,) = caught.value.problems
    assert said in problem.what
    assert str(problem.place).startswith("templates/parts/bottom_line.html.j2")
    assert case == "output" or problem.place.line == 3  # type: ignore[union-attr]


HIDING = {
    "none": ".marking { display: none }",
    "invisible": ".marking { visibility: hidden }",
    "black on black": ".marking { color: #111 !important }",
    "off the page": ".marking { right: -300pt }",
    "tiny": ".marking { font-size: 3pt }",
    "struck": ".marking { text-decoration: line-through }",
    "clipped": ".marking { height: 0; overflow: hidden; padding: 0 }",
    "covered": "h1 { background: #fff; position: absolute; right: 0; top: -30pt }",
    "empty": "body::before { background: #fff; content: ''; height: 2cm; position: fixed; right: 0; top: -25mm; width: 99% }",
    "another": "@page { @bottom-right { content: 'TLP:RED' !important } }",
    "foot": "@page { @bottom-right { content: none !important } }",
    "named page": "@page x { @bottom-right { content: none !important } } section { page: x }",
    "moved": "h1 { transform: translate(1pt, 1pt) }",
    "undated": ".dateline { display: none }",
    "undated foot": "@page { @bottom-left { content: 'x' !important } }",
    "pale date": ".dateline p { color: #eee }",
}


@pytest.mark.parametrize("case", HIDING)
def test_a_style_cannot_hide_the_marking_or_the_as_of(case: str, tmp_path: Path) -> None:
    with pytest.raises(PdfError) as caught:
        edition(with_style(tmp_path, HIDING[case]))
    assert re.search(r"on page 1 |on pages 1, 2", caught.value.problems[0].what)


@pytest.mark.parametrize(
    ("style", "text", "said"),
    [
        (".draft { visibility: hidden }", BRIEF, "on page 1 the notice “DRAFT” is hidden"),
        ("@page { @top-left { color: #fff !important } }", LONG, "the notice “DRAFT” has too little contrast"),
        ("@page { @top-right { content: none !important } }", LONG, "the marking “TLP:CLEAR” is not shown"),
        (".exercise { display: none }", EXERCISE, "on page 1 the notice “EXERCISE"),
    ],
)
def test_nor_the_notice_of_a_draft_or_an_exercise(style: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(PdfError) as caught:
        edition(with_style(tmp_path, style), text, draft=True)
    assert said in caught.value.problems[0].what


def test_nor_can_a_template_leave_out_the_as_of(tmp_path: Path) -> None:
    workspace = with_block(tmp_path, "{% block dateline %}{% endblock %}", "parts/front.html.j2")
    with pytest.raises(PdfError, match="on page 1 the as-of “27 July 2023, 20:00 UTC” is not shown"):
        edition(workspace)


@pytest.mark.parametrize(
    "style",
    ["h2 { border: 0 }", "/* nothing */", ".dateline { color: #333; margin: 0 }", "body { background: #fafafa }"],
)
@pytest.mark.parametrize("text", [BRIEF, EXERCISE, LONG])
def test_a_style_that_hides_nothing_is_used(style: str, text: str, tmp_path: Path) -> None:
    edition(with_style(tmp_path, style), text, draft=True)


STYLES = {
    "value": ("h1 {\n  color: rde\n}", "templates/print.css:2:3", "is ignored: `color: rde"),
    "property": ("\nh1 { colour: red }", "templates/print.css:2:6", "unknown property"),
    "selector": ("\n\nq ~~ x { color: red }", "templates/print.css:3", "Invalid or unsupported selector"),
    "url": ("h1 {\n background: url(https://a.example/x.png) }", "templates/print.css:2", "url() is not possible here"),
    "import": ("@import 'a.css';", "templates/print.css:1", "@import is not possible here"),
    "font": (
        "@font-face { font-family: X; src: local(Arial) }",
        "templates/print.css:1",
        "@font-face is not possible here",
    ),
    "paper": ("@page { size: a3 !important }", "templates/print.css:1", "size is not possible here"),
}


@pytest.mark.parametrize("case", STYLES)
def test_what_has_no_effect_in_a_style_is_told_at_its_line(case: str, tmp_path: Path) -> None:
    style, place, said = STYLES[case]
    with pytest.raises(PdfError) as caught:
        edition(with_style(tmp_path, style))
    assert any(str(one.place) == place and said in one.what for one in caught.value.problems), caught.value


def test_without_house_templates_are_not_looked_at(tmp_path: Path) -> None:
    assert not read_house(with_block(tmp_path, "{{ broken", settings="[archive]\n")).templates


def test_an_edition_keeps_its_templates_and_is_rebuilt_with_them(tmp_path: Path) -> None:
    workspace = with_block(tmp_path, "{% block heading %}<h2>In short</h2>{% endblock %}", settings=BLUE)
    desk(tmp_path, BLUE, templates__print_css="h1 { color: #123456 }")
    publish(workspace)
    stored = open_archive(tmp_path / "editions").edition("x", 1)
    kept = {name.removeprefix("source/house/desk/") for name in stored.names("source/house/desk/")}
    assert kept == {"briefing.toml", "logo.svg", "templates/parts/bottom_line.html.j2", "templates/print.css"}
    (tmp_path / "templates" / "print.css").unlink()
    (tmp_path / "briefing.toml").write_text("")
    assert "In short" in stored.html
    assert not rebuild_edition(stored, lambda _: None).differing


def test_the_starting_point_changes_nothing_and_replaces_nothing(tmp_path: Path) -> None:
    plain = edition(desk(tmp_path / "plain", "[archive]\npath = 'shelf'"))
    workspace = desk(tmp_path / "own", "[archive]\npath = 'shelf'")
    written = write_starter(workspace)
    assert {path.relative_to(workspace.root).as_posix() for path in written} >= {"briefing.toml", "templates/print.css"}
    assert load_from_workspace(tmp_path / "plain" / "briefs" / "x", workspace)
    made = edition(workspace)
    assert made.document.html.replace('<link rel="stylesheet" href="desk.css">\n', "") == plain.document.html
    with pytest.raises(UsageError, match="is there already"):
        write_starter(workspace)


def test_the_blocks_are_those_that_the_documentation_lists() -> None:
    rows = re.findall(r"^\| (`(?:briefing|parts/).*?) \| (.*?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {
        name: re.findall(r"`(\w+)`", blocks) for names, blocks in rows for name in re.findall(r"`([\w/.]+)`", names)
    }
    files = ["briefing.html.j2", *(f"parts/{path.name}" for path in (TEMPLATES / "parts").glob("*.j2"))]
    assert listed == {name: blocks for name in files if (blocks := blocks_of(name))}


def test_each_fault_ends_a_build_without_a_file(tmp_path: Path) -> None:
    with pytest.raises(BriefingError):
        edition(with_style(tmp_path, ".marking { display: none }"))
    assert not (tmp_path / "out" / "x.pdf").exists()
