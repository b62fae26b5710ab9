"""The coup-history chart that a briefing asks for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from briefing.model.field_types import BriefingPart, CountryList, RegionWord, ShortText


class History(BriefingPart):
    """The coup-history chart: from which year, and for which countries."""

    since: Annotated[int, Field(ge=1950, le=2100)] = 1960
    countries: Annotated[Literal["region"] | CountryList, RegionWord] = "region"
    form: Literal["timeline", "decades"] = "timeline"
    sort: Literal["recent", "most"] = "recent"
    data: Annotated[ShortText, Field(description="the dataset, by the name `briefing data` lists it under")] = "bundled"
