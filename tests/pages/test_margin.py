"""The margin of page one: what stands there, what is left to its part, and that it never reaches page two."""

from typing import Any

import pypdfium2
import pytest

from briefing.figures.draw import draw_figures
from briefing.load.folder import load_briefing
from briefing.model.paper import Paper
from briefing.pages.compose import compose_document
from briefing.pages.document import Document, DocumentInput
from briefing.rendering import render_document
from briefing.resources import ASSETS
from tests.briefs import write_brief
from tests.command import Command

HEAD = """
id: x
title: {title}
marking: TLP:GREEN
as_of: 2024-05-02T18:00Z
next_update: none
contact: {{name: The duty officer of the desk for the islands, email: duty.officer@desk.islands.example, phone: +00 000 0100}}
bottom_line: One sentence.
summary: [One point.]
map: {{focus: {focus}, show: [{show}]}}
"""
FIGURE = '  - {{value: "{value}", unit: {unit}, label: "{label}", own: true}}\n'
TITLES = [
    "A title",
    "A title of the kind that nobody shortens, so that it takes three lines of the page however wide they are",
]


def composed(command: Command, paper: Paper, text: str) -> Document:
    folder = write_brief(command.folder / "x", text)
    loaded = load_briefing(folder, [], lambda: frozenset(range(0x3000)))
    drawings = draw_figures(loaded.briefing, loaded.values, paper, ASSETS / "data")
    return compose_document(loaded.briefing, drawings, paper, DocumentInput({}, {}))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("figures", [0, 2, 4, 6])
@pytest.mark.parametrize(
    "gaps", [("Who leads.",), ("Whether the roads to the two villages in the north are open.",) * 3]
)
def test_what_is_in_the_margin_ends_on_page_one(
    command: Command, paper: Paper, title: str, figures: int, gaps: tuple[str, ...]
) -> None:
    labels = [f"Who left home in district {n}" for n in range(figures)]
    rows = "".join(FIGURE.format(value=f"{n},412", unit="people", label=label) for n, label in enumerate(labels))
    text = HEAD.format(title=title, focus="NER", show="Niamey") + (f"figures:\n{rows}" if rows else "")
    document = composed(command, paper, text + "gaps:\n" + "".join(f"  - {gap}\n" for gap in gaps))
    with pypdfium2.PdfDocument(render_document(document).content) as pdf:
        first, *others = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert all(label in first for label in labels)
    if '<figure class="glance">' in document.html:
        assert "Figure 1 Niger and its capital, Niamey" in first
        assert not any("Figure 1" in page for page in others)
    else:
        assert "Where it is" in " ".join([first, *others])
    if '<p class="lead">' in document.html:
        assert "What is not known" in first
    assert all(gap in " ".join([first, *others]) for gap in gaps)


def test_all_of_a_plain_briefing_is_in_the_margin(command: Command) -> None:
    """What the estimates leave out on an empty page would be a fault of theirs."""
    text = HEAD.format(title="A title", focus="NER", show="Niamey")
    figures = "figures:\n" + "".join(FIGURE.format(value=n, unit="people", label=f"Left home {n}") for n in range(2))
    html = composed(command, "a4", text + figures + "gaps: [Who leads.]\n").html
    assert '<figure class="glance">' in html
    assert '<p class="lead">' in html
    assert html.index("Left home 1") < html.index("Bottom line")


@pytest.mark.parametrize(
    ("more", "small"),
    [({}, True), ({"width": "half"}, False), ({"caption": "Where it is.", "own": "true"}, False)],
    ids=["plain", "with a width", "with a caption"],
)
def test_a_plain_map_is_small(command: Command, more: dict[str, Any], small: bool) -> None:
    keys = "".join(f", {key}: {value}" for key, value in more.items())
    text = HEAD.format(title="T", focus="NER", show="Niamey").replace("]}", f"]{keys}}}") + "gaps: [Who leads.]\n"
    html = composed(command, "a4", text).html
    assert ("Where it is" not in html.replace("Where it is.", "")) is small
    assert ('<figure class="glance">' in html) is small
