"""The sections of a briefing: text, and tables that are CSV files with a caption."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from briefing.model.field_types import BriefingPart, Citations, ModelFault, Prose, ShortText

ALL_COLUMNS = "true"
"""Written for the columns of the total, it says that every column of numbers has one."""

USUAL_ROWS, MOST_ROWS_HERE = 40, 200
"""So many rows of a table are printed in its section where it does not say, and at most; the others are in an annex."""


def _parse_columns(value: object) -> object:
    """Columns may be written with what their headings are to be: `{name: Shelter}`."""
    if isinstance(value, str):
        return ({"name": value},)
    if isinstance(value, dict):
        if not all(isinstance(heading, str) for heading in value.values()):
            what = "the heading of each column must be one text"
            raise ModelFault("wrong-type", what, "write columns: {name: Shelter, people: People}")
        return tuple({"name": name, "heading": heading} for name, heading in value.items())
    if isinstance(value, list):
        return tuple({"name": entry} if isinstance(entry, str) else entry for entry in value)
    return value


def _parse_total(value: object) -> object:
    """`true` stands for every column of numbers, `false` for none."""
    if not isinstance(value, str):
        return value
    word = value.casefold()
    return () if word in ("false", "no", "off") else (ALL_COLUMNS,) if word in (ALL_COLUMNS, "yes", "on") else (value,)


class TableColumn(BriefingPart):
    """A column of a table: the heading that it has in the file, and the one that is printed where that is another."""

    name: ShortText
    heading: ShortText | None = None


_NAMES = {"type": "array", "items": {"type": "string"}, "minItems": 1}


class SectionTable(BriefingPart):
    """A table of a section: a CSV file, the columns that are printed of it, and what is printed above and below it.

    `total` are the columns that are added up; `rows` says how many rows are printed here, the others being in an annex.
    """

    data: Annotated[ShortText, Field(description="the .csv file with the rows, as in data: shelters.csv")]
    caption: Annotated[
        Prose | None, Field(description="what is printed above it; without one, the section's title")
    ] = None
    columns: Annotated[
        tuple[TableColumn, ...],
        BeforeValidator(_parse_columns),
        WithJsonSchema({"anyOf": [_NAMES, {"type": "object", "additionalProperties": {"type": "string"}}]}),
        Field(description="the columns to print, in their order: [name, people], or {name: Shelter, people: People}"),
    ] = ()
    unit: Annotated[ShortText | None, Field(description="the unit of its numbers, printed with the caption")] = None
    total: Annotated[
        tuple[ShortText, ...],
        BeforeValidator(_parse_total),
        WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "string"}, _NAMES]}),
        Field(description="true for a row of totals, or the columns that have one"),
    ] = ()
    rows: Annotated[int, Field(ge=1, le=MOST_ROWS_HERE, description="how many rows are printed here")] = USUAL_ROWS
    note: Prose | None = None
    source: Citations = ()
    own: bool = False


class OneTableAllowed:
    """Marks a list of tables that may be written as one table, and a table that may be written as the name of its file."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of the list, of a table with its keys, or of a file name."""
        listed = handler(core)
        one = {"anyOf": [listed["items"], {"type": "string", "pattern": r"\.[cC][sS][vV]$"}]}
        return {"anyOf": [{**listed, "items": one}, *one["anyOf"]]}


SectionTables = Annotated[
    tuple[SectionTable, ...], OneTableAllowed(), Field(description="a CSV file, or several, as in table: shelters.csv")
]


class Section(BriefingPart):
    """Free text under a heading of its own, with the tables that stand after it."""

    title: ShortText
    text: Prose
    table: SectionTables = ()
