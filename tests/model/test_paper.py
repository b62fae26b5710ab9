"""Paper sizes are listed once, and the style sheet agrees with them."""

from __future__ import annotations

import re
from typing import get_args

from briefing.cli.options import PaperName
from briefing.model.paper import IMAGE_HEIGHT_MM, MARGINS_MM, PAPERS, Paper
from briefing.resources import PRINT, TEMPLATES


def test_the_command_line_offers_every_paper() -> None:
    assert {paper.value for paper in PaperName} == set(get_args(Paper)) == PAPERS.keys()


def test_the_style_sheet_has_these_margins() -> None:
    style = (TEMPLATES / PRINT).read_text(encoding="utf-8")
    page = re.search(r"@page \{\s*margin: (\d+)mm (\d+)mm (\d+)mm;", style)
    assert page
    assert tuple(map(float, page.groups())) == MARGINS_MM
    images = re.search(r"\.prose img \{[^}]*max-height: (\d+)mm; max-width: 100%", style)
    assert images
    assert float(images[1]) == IMAGE_HEIGHT_MM


def test_the_space_for_text() -> None:
    assert [(size.text_width_mm, size.text_height_mm) for size in PAPERS.values()] == [(170.0, 254), (175.9, 236)]
