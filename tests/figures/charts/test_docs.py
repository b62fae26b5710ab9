"""The form that docs/charts.md shows draws."""

from __future__ import annotations

import re
from pathlib import Path

from briefing.figures.charts.axes import value_scale
from briefing.figures.charts.chart_style import ChartStyle
from briefing.figures.charts.layout import framed_plot, x_span
from briefing.figures.charts.sheet import Sheet, settings
from briefing.figures.charts.wording import Wording
from briefing.i18n import get_translator
from briefing.model.charts.chart import CHART_FORMS
from briefing.model.charts.data import ChartData
from tests.figures.charts.samples import numbers
from tests.gallery.boxes import chart_faults

PAGE = (Path(__file__).parents[3] / "docs" / "charts.md").read_text(encoding="utf-8")


def test_the_form_that_the_page_shows_draws_without_faults() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names = {
        "ChartData": ChartData, "ChartStyle": ChartStyle, "Sheet": Sheet, "framed_plot": framed_plot,
        "value_scale": value_scale, "x_span": x_span,
    }  # fmt: skip
    exec(code, names)  # our own page
    data = numbers([f"2023-02-{day:02}" for day in range(1, 20)], {"Level": [day % 5 for day in range(1, 20)]})
    style = ChartStyle(170.0, 212.0, Wording(get_translator("en-GB"), data.unit, 2023))
    with settings(style):
        sheet = names["draw_step"](data, style)  # type: ignore[operator]
        svg = sheet.svg("A title", "A description")
    assert chart_faults(svg) == []
    assert svg.count(b"<path") > 5


def test_the_page_names_every_form() -> None:
    assert all(f"| `{form}` |" in PAGE for form in CHART_FORMS)
