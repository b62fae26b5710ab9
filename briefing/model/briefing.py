"""A briefing in the trade's own words: frozen types, checked as they are read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from briefing.model.charts.chart import Chart
from briefing.model.field_types import (
    Attached,
    BodyOrRegion,
    BriefingPart,
    Citations,
    CountryCode,
    CountryList,
    CsvFileAllowed,
    Date,
    Id,
    Language,
    Marking,
    ModelFault,
    Moment,
    PlainTextAllowed,
    Prose,
    QuotedText,
    ShortText,
    Stance,
    TimeZone,
)
from briefing.model.key_figures.figure import FEWEST, MOST, KeyFigure
from briefing.model.parts.allowed_finding import AllowedFinding
from briefing.model.parts.evidence import EvidenceChoice
from briefing.model.parts.history import History
from briefing.model.parts.images import ListedImage
from briefing.model.parts.language_tags import LanguageTag
from briefing.model.parts.locator_map import Map
from briefing.model.parts.next_update import NOT_STATED, NextUpdate
from briefing.model.parts.page_parts import PartName
from briefing.model.parts.sections import Section, SectionTable
from briefing.model.parts.sources import Source
from briefing.model.parts.stances import OwnStance
from briefing.model.regions import expand_countries, not_on_record, regions_in


class Contact(BriefingPart):
    """Who answers questions about the briefing, day and night."""

    name: ShortText
    email: Annotated[str, Field(pattern=r"^[^\s@<>]+@[^\s@<>]+$")] | None = None
    phone: ShortText | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Contact:
        if not (self.email or self.phone):
            raise ModelFault(
                "missing-key",
                "the contact has neither email nor phone",
                "add one of the two: readers must be able to answer",
            )
        return self


class Region(BriefingPart):
    """The countries of the briefing's region, and the one it is about."""

    name: ShortText
    focus: CountryCode
    countries: CountryList


class Point(BriefingPart):
    """A key point; `own` marks the desk's own judgement, which needs no source."""

    text: Prose
    own: bool = False


class Judgement(BriefingPart):
    """An assessment: how likely it is (in the words of the yardstick), and how confident the desk is."""

    judgement: Prose
    likelihood: ShortText | None = None
    confidence: Literal["low", "moderate", "high"] | None = None
    basis: Prose | None = None
    own: bool = False


class Actor(BriefingPart):
    """A person or group: who they are, on which side, and their status at the as-of time."""

    name: ShortText
    lang: Annotated[LanguageTag | None, Field(description="the language of the name, as in lang: ar")] = None
    role: ShortText
    affiliation: ShortText | None = None
    side: ShortText
    status: Prose
    note: Prose | None = None
    source: Citations = ()
    own: bool = False


class Reaction(BriefingPart):
    """What a government or an organisation said: word for word (`quote`) or in the desk's words (`position`)."""

    body: ShortText
    speaker: ShortText | None = None
    capacity: ShortText | None = None
    country: CountryCode | None = None
    date: Date | None = None
    stance: Stance
    quote: QuotedText | None = None
    original: Annotated[
        QuotedText | None, Field(description="the words of a translated quote, as the source has them")
    ] = None
    lang: Annotated[LanguageTag | None, Field(description="the language that they spoke, as in lang: fr")] = None
    position: Prose | None = None
    source: Citations = ()
    own: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Reaction:
        if not (self.quote or self.position):
            raise ModelFault(
                "missing-key",
                "a reaction has neither quote nor position",
                "add their words after quote:, or what they amount to after position:",
            )
        return self


class TimelineEntry(BriefingPart):
    """One entry of the timeline."""

    when: Date
    what: Prose
    source: Citations = ()
    own: bool = False


class Briefing(BriefingPart):
    """A whole briefing, as its folder gives it."""

    id: Annotated[Id, Field(description="the PDF is named after it, as in id: niger-2023")]
    title: Annotated[ShortText, Field(description="what has happened, in one line")]
    series: Annotated[ShortText | None, Field(description="what is printed above the title")] = None
    language: Annotated[Language, Field(description="the language it is written in, as in en-GB")] = "en-GB"
    marking: Annotated[Marking, Field(description="who may read it, as in marking: TLP:CLEAR")]
    exercise: Annotated[
        bool, Field(description="true where its events are invented: every page and every message about it says so")
    ] = False
    as_of: Annotated[Moment, Field(description="the information cut-off, as in as_of: 2023-07-27T20:00Z")]
    next_update: Annotated[
        NextUpdate | None,
        Field(description="when the next edition is due, as in 2023-07-28T12:00Z; or none, where none is planned"),
    ] = None
    timezone: Annotated[
        TimeZone | None,
        Field(description="the time zone of the place: times are printed in it, with UTC beside, as in Asia/Kathmandu"),
    ] = None
    contact: Annotated[Contact, Field(description="who answers for it: {name: …, email: …}")]
    region: Annotated[Region | None, Field(description="the countries it looks at")] = None
    bottom_line: Annotated[Prose, Field(description="what the reader must know, in one or two sentences")]
    summary: Annotated[
        tuple[Annotated[Point, PlainTextAllowed()], ...],
        Field(min_length=1, max_length=6, description="the key points, most important first"),
    ]
    figures: Annotated[
        tuple[KeyFigure, ...],
        CsvFileAllowed(),
        Field(min_length=FEWEST, max_length=MOST, description="the key figures, most important first"),
    ] = ()
    parts: Annotated[
        tuple[PartName, ...], Field(min_length=1, description="the parts that stand on the page, in their order")
    ] = ()
    yardstick: Annotated[Literal["phia", "icd203"], Field(description="whose likelihood terms are used")] = "phia"
    assessment: Annotated[tuple[Judgement, ...], CsvFileAllowed()] = ()
    actors: Annotated[tuple[Actor, ...], CsvFileAllowed()] = ()
    reactions: Annotated[tuple[Reaction, ...], CsvFileAllowed()] = ()
    stances: Annotated[tuple[OwnStance, ...], Field(description="stances of your own, with their tone")] = ()
    timeline: Annotated[tuple[TimelineEntry, ...], CsvFileAllowed()] = ()
    history: History | None = None
    map: Map | None = None
    charts: Annotated[tuple[Chart, ...], Field(description="charts of numbers of your own, from CSV files")] = ()
    images: Annotated[
        tuple[ListedImage, ...], Field(description="images of sections, with their captions and credits")
    ] = ()
    sections: tuple[Section, ...] = ()
    gaps: tuple[Prose, ...] = ()
    sources: Annotated[tuple[Source, ...], CsvFileAllowed()] = ()
    bibliography: Annotated[
        ShortText | None,
        Field(description="a file of sources from a reference manager: CSL-JSON (.json) or BibTeX (.bib)"),
    ] = None
    style: Annotated[
        ShortText | None, Field(description="the CSL style that sets the list of sources, as in style: our-style.csl")
    ] = None
    attach: Annotated[
        Attached | None,
        Field(
            description="what is attached to the PDF: none, or a list of briefing, tables, figures (the default: all)"
        ),
    ] = None
    evidence: Annotated[
        EvidenceChoice | None,
        Field(
            description="the part “Where it says so”: quotes or none (the default: quotes, where a source allows it)"
        ),
    ] = None
    expect: Annotated[
        tuple[BodyOrRegion, ...],
        Field(description="bodies whose reaction readers look for; those without one are listed"),
    ] = ()
    allow: Annotated[
        tuple[AllowedFinding, ...],
        Field(description="problems found by briefing check that are allowed, each with its reason"),
    ] = ()

    @property
    def due(self) -> datetime | None:
        """When the next edition is due; None where none is planned, or nothing is said of one."""
        return self.next_update if isinstance(self.next_update, datetime) else None

    @property
    def is_final(self) -> bool:
        """Whether the author says that no next edition is planned, or allows that none is announced."""
        if self.next_update is None:
            return any(one.code == NOT_STATED for one in self.allow)
        return self.due is None

    @property
    def chart_countries(self) -> tuple[str, ...]:
        """The countries of the coup-history chart, those of its regions at the as-of time; none where there is no chart."""
        return expand_countries(self.chart_list, self.as_of.date())

    @property
    def chart_list(self) -> tuple[str, ...]:
        """The codes and regions that the author lists for the coup-history chart."""
        if not self.history:
            return ()
        if self.history.countries == "region":
            return self.region.countries if self.region else ()
        return tuple(self.history.countries)

    @property
    def tables(self) -> tuple[SectionTable, ...]:
        """The tables of all sections, in the order of the page."""
        return tuple(table for section in self.sections for table in section.table)

    @model_validator(mode="before")
    @classmethod
    def _short_points(cls, data: object) -> object:
        """A key point may be written as its text alone."""
        if isinstance(data, dict) and isinstance(data.get("summary"), list):
            points = [{"text": point} if isinstance(point, str) else point for point in data["summary"]]
            return {**data, "summary": points}
        return data

    @model_validator(mode="after")
    def _region_is_named(self) -> Briefing:
        if self.history and self.history.countries == "region" and not self.region:
            raise ModelFault(
                "missing-key",
                'the history asks for the region, but "region" is missing',
                "add region: with its countries",
                ("history", "countries"),
            )
        return self

    @model_validator(mode="after")
    def _regions_are_on_record(self) -> Briefing:
        lists: dict[tuple[str, ...], tuple[str, ...]] = {("expect",): self.expect}
        if self.region:
            lists["region", "countries"] = self.region.countries
        if self.history and self.history.countries != "region":
            lists["history", "countries"] = self.history.countries
        lists |= self.map.country_lists if self.map else {}
        for path, entries in lists.items():
            for region in regions_in(entries):
                if not region.is_known_on(self.as_of.date()):
                    raise ModelFault("region-date", *not_on_record(region, self.as_of.date()), path)
        return self
