"""A key figure: one number of page one, with what it counts, its date and its source."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from briefing.model.field_types import BriefingPart, Citations, Date, ModelFault, Prose, ShortText
from briefing.model.key_figures.value import begins_with_measure, has_number, parse_value, plain_number, split_value
from briefing.text.citations import IN_PROSE

FEWEST, MOST = 2, 6
"""How many key figures fit the band on page one."""

LONGEST_VALUE = 40

KEY_FIGURES_FILE = "figures.csv"
"""The name of the table of key figures that travels with a briefing, and that a list of them may be written in."""


def _check_value(value: object) -> object:
    # What is too long, or has a citation, is refused as every short text is.
    if isinstance(value, str) and 0 < len(value) <= LONGEST_VALUE and not IN_PROSE.search(value):
        try:
            parse_value(value)
        except ValueError as error:
            raise ModelFault("figure-value", f"{error}, as the value of a key figure must be", _hint(value)) from error
    return value


def _hint(value: str) -> str:
    if parts := split_value(value):
        return f"write value: {parts[0]}, and unit: {parts[1]}"
    if number := plain_number(value):
        return f"write {number}"
    if has_number(value) and not any(character.isalpha() for character in value):
        return "write one mark between thousands and another before decimals, as in 1,254,300.5"
    if has_number(value):
        return "write the number alone after value:, what is counted after unit:, and more words after note:"
    return "write the number in digits, as in 38,044; where nobody has counted, write a key point instead"


class KeyFigure(BriefingPart):
    """A number of page one: what it counts, of what unit, as of when, and its source."""

    value: Annotated[
        ShortText,
        Field(max_length=LONGEST_VALUE, description="the number, as in value: 38,044 or US$ 4.2 billion"),
        BeforeValidator(_check_value),
    ]
    unit: Annotated[ShortText | None, Field(description="what is counted, as in unit: people")] = None
    label: Annotated[ShortText, Field(description="what the number says, in a few words, as in label: Killed in Hatay")]
    as_of: Annotated[Date | None, Field(description="the day the number is of, as in as_of: 2023-02-14")] = None
    source: Citations = ()
    note: Prose | None = None
    own: bool = False

    @property
    def label_key(self) -> str:
        """The label as it is compared: capitals and spaces make no difference."""
        return fold_label(self.label)

    @property
    def counted(self) -> str:
        """The value with its unit: `38,044 people`."""
        return f"{self.value} {self.unit}" if self.unit else self.value

    @model_validator(mode="after")
    def _one_unit(self) -> KeyFigure:
        unit = parse_value(self.value).unit
        if unit and self.unit and begins_with_measure(self.unit):
            what = f'this figure has two units: "{unit}" in its value, and "{self.unit}"'
            raise ModelFault("figure-two-units", what, "keep one of the two", ("unit",))
        return self


def fold_label(label: str) -> str:
    """Return a label as it is compared with others."""
    return " ".join(label.casefold().split())
