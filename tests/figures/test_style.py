from __future__ import annotations

import re

import pytest

from briefing.figures.style import Style, mix, read_style, text_width_mm, wrap
from briefing.problems import FigureError
from briefing.resources import TEMPLATES

CSS = ":root { --ink: #111; --mid:#222222;--faint: #AABBCC ; --tint: #eee; --accent: #00f }\np { color: red }"
SVG = "{http://www.w3.org/2000/svg}"


def test_a_text_is_not_broken_at_a_no_break_space() -> None:
    assert wrap("data end 8\u00a0Sep\u00a02023", 15.0, 7.2) == ["data end", "8\u00a0Sep\u00a02023"]
    assert wrap("data end 8 Sep 2023", 15.0, 7.2) == ["data end 8", "Sep 2023"]
    assert wrap(" two  spaces ", 5.0, 7.2) == ["two", "spaces"]


def test_the_style_comes_from_the_style_sheet() -> None:
    assert read_style(CSS) == Style("#111111", "#222222", "#aabbcc", "#eeeeee", "#0000ff")


def test_the_shipped_style_sheet_has_every_colour() -> None:
    assert read_style((TEMPLATES / "print.css").read_text(encoding="utf-8"))


def test_comments_are_not_declarations() -> None:
    assert read_style(f"/* :root {{ --ink: #999 }} */ {CSS}").ink == "#111111"


@pytest.mark.parametrize(
    ("css", "names"),
    [
        ("", ["ink", "mid", "faint", "tint", "accent"]),
        (CSS.replace("#111", "black"), ["ink"]),
        (CSS.replace("--mid:#222222;", "").replace("#eee", "var(--x)"), ["mid", "tint"]),
    ],
)
def test_colours_that_cannot_be_read_are_all_named(css: str, names: list[str]) -> None:
    with pytest.raises(FigureError) as caught:
        read_style(css)
    assert [problem.code for problem in caught.value.problems] == ["style-token"] * len(names)
    assert [re.match(r"--(\w+)", problem.what)[1] for problem in caught.value.problems] == names  # type: ignore[index]


def test_text_wraps_at_spaces_only() -> None:
    name = "United Kingdom of Great Britain and Northern Ireland"
    lines = wrap(name, 42, 8)
    assert " ".join(lines) == name
    assert len(lines) == 2
    assert all(text_width_mm(line, 8) <= 42 for line in lines)
    assert wrap("Antidisestablishmentarianism", 5, 8) == ["Antidisestablishmentarianism"]


def test_colours_mix() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#9e1b1b", "#ffffff", 0) == "#9e1b1b"
