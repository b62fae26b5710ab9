"""The layouts that coup datasets come in, and how an event of each is read.

The layouts are the project's own (`date,iso3,outcome,coder,version`), Powell & Thyne's as published (1 = failed,
2 = successful) and the Cline Center's as published (conspiracies are not attempts, and are left out).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.figures.data.events import CoupOutcome


@dataclass(frozen=True)
class DatasetLayout:
    """How one kind of file writes an event: its columns, and what the values mean.

    `coder` is empty where each row names its own; the countries of such a file are ISO 3166-1 alpha-3 codes, those of
    the others Correlates of War codes. Outcomes that are None are read, and are no coup attempts.
    """

    name: str
    coder: str
    columns: tuple[str, ...]
    country: str
    outcome: str
    outcomes: Mapping[str, CoupOutcome | None]

    @property
    def has_version(self) -> bool:
        """Tell whether each row names its version."""
        return "version" in self.columns

    def coding(self, row: Mapping[str, str], version: str) -> tuple[str, str]:
        """Return who coded the row, and in which version of their data."""
        return self.coder or row["coder"], row.get("version", version)


NO_EVENT = "none"
"""The outcome of a row that says that the coder records no attempt in a country: not the same as not covering it."""

OWN = DatasetLayout(
    "the project's own",
    "",
    ("date", "iso3", "outcome", "coder", "version"),
    "iso3",
    "outcome",
    {"successful": CoupOutcome.SUCCESSFUL, "failed": CoupOutcome.FAILED, NO_EVENT: None},
)
_POWELL_THYNE = DatasetLayout(
    "Powell & Thyne",
    "Powell & Thyne",
    ("country", "ccode", "year", "month", "day", "coup", "version"),
    "ccode",
    "coup",
    {"1": CoupOutcome.FAILED, "2": CoupOutcome.SUCCESSFUL},
)
_CLINE = DatasetLayout(
    "Cline Center",
    "Cline Center",
    ("coup_id", "cowcode", "country", "year", "month", "day", "event_type"),
    "cowcode",
    "event_type",
    {"attempted": CoupOutcome.FAILED, "coup": CoupOutcome.SUCCESSFUL, "conspiracy": None},
)
FLAGS: Mapping[str, tuple[str, ...]] = {
    "realized": ("coup",),
    "unrealized": ("attempted", "conspiracy"),
    "attempt": ("attempted",),
    "conspiracy": ("conspiracy",),
}
"""The Cline Center's columns of 0 and 1 that follow from the kind of event, with the kinds for which they are 1."""

LAYOUTS = (OWN, _POWELL_THYNE, _CLINE)
