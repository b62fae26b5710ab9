"""Links can be hit: each is as high as a finger or its line allows, answers in its middle, and overlaps no other."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from briefing.build import draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.model.paper import Paper
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief

ROOT = Path(__file__).parents[2]
LEAST_HEIGHT_PT = 7.99
"""8 points, but for rounding."""

TABLE = f"""\
sections:
  - title: Where they are
    text: |
      Water reached {{the}} wards. [@a para. 1] [@b para. 2–9]

      - In a list. [@a para. 3] [@b para. 2] [@c]
      - As [the office says](https://office.example/water) daily. [@c]

      | Ward | {" | ".join(f"Place {n}" for n in range(9))} |
      |---{"|---" * 9}|
      | North | {" | ".join("1,234,567 [@a para. 1]" for _ in range(9))} |
      | South | {" | ".join("1,234,567 [@b para. 2]" for _ in range(9))} |
sources:
  - {{id: a, publisher: A, title: Report, url: "https://a.example/report"}}
  - {{id: b, publisher: B, title: Report}}
  - {{id: c, publisher: C, title: Report}}
"""
MANY = f"""\
timeline:
  - when: 2023-07-26
    what: Rain. [@a para. {", ".join(map(str, range(1, 60, 2)))}]
reactions:
  - {{body: The Board, date: 2023-07-27, stance: concerned, position: It asked for pumps., source: "a para. 1"}}
  - {{body: The Union, date: 2023-07-27, stance: concerned, position: It asked for boats., source: "b para. 2-9, 12"}}
assessment:
  - {{judgement: The river falls by Friday., likelihood: likely, confidence: low, basis: "One gauge. [@c]"}}
sources:
  - {{id: a, publisher: A, title: Report}}
  - {{id: b, publisher: B, title: {"Very long title " * 15}}}
  - {{id: c, publisher: C, title: Report}}
"""


class Link(NamedTuple):
    """The box of a link on its page, in points."""

    left: float
    bottom: float
    right: float
    top: float


def pages_of(folder: Path, paper: Paper, out: Path) -> bytes:
    """Return the PDF of a briefing, with the data of the checkout."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        request = BuildRequest(folder, Workspace(ROOT), out, paper, draft=True)
        return render_edition(draw_briefing(request, lambda _: None), paper, lambda _: None).pdf.content
    finally:
        os.chdir(here)


def links_by_page(pdf: bytes) -> Iterator[list[Link]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            yield [link_of(annotation.Rect) for annotation in list(page.get("/Annots", []))]


def link_of(place: pikepdf.Object) -> Link:
    one, two, three, four = (float(side) for side in list(place))
    return Link(min(one, three), min(two, four), max(one, three), max(two, four))


def overlap(one: Link, other: Link) -> bool:
    return (
        min(one.right, other.right) - max(one.left, other.left) > 0.01
        and min(one.top, other.top) - max(one.bottom, other.bottom) > 0.01
    )


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("name", ["niger-2023", "caldamar-exercise", "table", "many"])
def test_every_link_can_be_hit(name: str, paper: Paper, tmp_path: Path) -> None:
    own = {"table": TABLE, "many": MANY}.get(name)
    folder = write_brief(tmp_path / name, BRIEF + own) if own else ROOT / "assets" / "briefs" / name
    pdf = pages_of(folder, paper, tmp_path / "out")
    found = list(links_by_page(pdf))
    assert sum(map(len, found)) > 4
    for links in found:
        assert [link for link in links if link.top - link.bottom < LEAST_HEIGHT_PT] == []
        assert [pair for pair in combinations(links, 2) if overlap(*pair)] == []
    with pypdfium2.PdfDocument(pdf) as opened:
        for page, links in zip(opened, found, strict=True):
            for link in links:
                middle = (link.left + link.right) / 2, (link.bottom + link.top) / 2
                assert raw.FPDFLink_GetLinkAtPoint(page, *middle), link
