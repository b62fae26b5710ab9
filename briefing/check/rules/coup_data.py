"""Rules on the data of the coup chart: they reach the as-of date, and cover the countries that the chart is of."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.check.check_input import CheckInput, Finding
from briefing.model.countries import COUNTRIES


def ends_early(given: CheckInput) -> Iterator[Finding]:
    """Find that the coup data ends before the as-of date: the chart may lack the last events."""
    data, as_of = given.coup_data, given.briefing.as_of.date()
    if data and data.ends < as_of:
        what = f"the coup data ends on {data.ends}, before the as-of date"
        yield Finding(("history",), what, "import newer data, or allow it: the chart's note says where the data ends")


def not_covered(given: CheckInput) -> Iterator[Finding]:
    """Find that the coup data has nothing on the country that the chart is about, or on any of its countries."""
    data, region = given.coup_data, given.briefing.region
    if not data:
        return
    hint = "leave history out, or name a dataset that covers it: data: NAME (briefing data import FILE)"
    if region and region.focus in data.uncovered:
        yield Finding(("region", "focus"), f"{data.name} has nothing on {COUNTRIES[region.focus].name}", hint)
    elif not data.covered:
        yield Finding(("history",), f"{data.name} has nothing on any country of the chart", hint)


def partly_covered(given: CheckInput) -> Iterator[Finding]:
    """Find other countries of the chart that the coup data has nothing on."""
    data, region = given.coup_data, given.briefing.region
    if data and data.covered:
        focus = region.focus if region else ""
        if names := [COUNTRIES[iso3].name for iso3 in data.uncovered if iso3 != focus]:
            hint = "leave them out, or allow it: the chart leaves them out, and its note names them"
            yield Finding(("history",), f"{data.name} has nothing on {', '.join(names)}", hint)
