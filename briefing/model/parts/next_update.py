"""What a briefing says of its next update: when it is due, that none is planned, or nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema

from briefing.model.dates import parse_moment
from briefing.model.field_types import ModelFault

NONE_PLANNED = "none"
"""What stands in place of the date where no update is planned."""
NOT_STATED = "next-update-missing"
"""The code of the problem that nothing is said of one; who allows it says that none is planned."""


def _parse(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.strip().casefold() == NONE_PLANNED:
        return NONE_PLANNED
    try:
        return parse_moment(value)
    except ValueError as error:
        hint = "write it as 2023-07-28T12:00Z; or as none, where none is planned"
        raise ModelFault("bad-date", str(error), hint) from error


NextUpdate = Annotated[
    datetime | Literal["none"],
    BeforeValidator(_parse),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "format": "date-time"}, {"const": NONE_PLANNED}],
            "examples": ["2023-07-28T12:00Z", NONE_PLANNED],
        }
    ),
]
