"""What a briefing says of a chart of its own numbers."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema

from briefing.model.field_types import BriefingPart, Citations, Prose, ShortText

ChartForm = Literal["line", "bar", "stacked", "dot", "range", "small-multiples"]
CHART_FORMS: tuple[ChartForm, ...] = get_args(ChartForm)
"""The forms in which a chart of the desk's own numbers is drawn: each has a function in `briefing.figures.charts.forms`."""


def _parse_columns(value: object) -> object:
    """One column may be written as its name alone."""
    return (value,) if isinstance(value, str) else value


ColumnNames = Annotated[
    tuple[ShortText, ...],
    Field(min_length=1),
    BeforeValidator(_parse_columns),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
    ),
]
"""The headings of one or several columns of a table."""


class Chart(BriefingPart):
    """A chart of numbers of the desk's own: a CSV file, the form it is drawn in, and the columns that it shows.

    `x` is the column of dates, numbers or names, `y` those of the values; `highlight` is one of `y` or a name in `x`. It stands
    in the section whose title is `section`. The title `auto` is computed from the numbers.
    """

    data: Annotated[ShortText, Field(description="the .csv file with the numbers, as in data: deaths.csv")]
    form: Annotated[ChartForm, Field(description=f"how it is drawn: {', '.join(CHART_FORMS)}")]
    x: Annotated[ShortText, Field(description="the column of dates, numbers or names, as in x: date")]
    y: Annotated[ColumnNames, Field(description="the column of values, or several: y: [killed, injured]")]
    unit: ShortText | None = None
    title: Annotated[ShortText, Field(description="the finding; auto writes it from the numbers")]
    note: Prose | None = None
    source: Citations = ()
    own: bool = False
    highlight: ShortText | None = None
    section: ShortText | None = None
