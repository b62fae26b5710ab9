"""A briefing in the trade's own words: frozen types, checked as they are read.

Prose fields are Markdown with citations (`Prose`); all other texts print as they are written. Every fault raised here carries
a code of its own (see `ModelFault`), so that the reader of a briefing can turn it into a message with a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from briefing.model.addresses import is_web_address
from briefing.model.countries import COUNTRIES, find_countries
from briefing.model.dates import When, parse_moment, parse_when
from briefing.model.markings import MARKINGS
from briefing.problems import did_you_mean
from briefing.text.citations import IN_PROSE, SOURCE_ID, Citation, parse_citations
from briefing.text.quotation_marks import without_marks

T = TypeVar("T")

LIKELIHOODS = {
    "phia": (
        "remote chance",
        "highly unlikely",
        "unlikely",
        "realistic possibility",
        "likely",
        "probable",
        "highly likely",
        "almost certain",
    ),
    "icd203": (
        "almost no chance",
        "remote",
        "very unlikely",
        "highly improbable",
        "unlikely",
        "improbable",
        "roughly even chance",
        "roughly even odds",
        "likely",
        "probable",
        "very likely",
        "highly probable",
        "almost certain",
        "nearly certain",
    ),
}
"""Likelihood terms, least likely first: the UK's PHIA Probability Yardstick (2025) and the US ICD 203 (2015)."""

STANCES = ("supports", "neutral", "concerned", "warns", "demands", "criticises", "condemns")
"""What a reaction amounts to, from support to condemnation."""

LANGUAGES = ("en", "fr")
"""The languages whose phrases are shipped in `templates/locale/`; a region may follow (`en-GB`)."""


class ModelFault(PydanticCustomError):
    """A fault with the stable code of a problem; `hint` says what to do next, `at` which key below has it."""

    def __new__(cls, code: str, what: str, hint: str = "", at: tuple[str, ...] = ()) -> ModelFault:
        """Make the fault; braces in `what` and `hint` are taken as written."""
        return super().__new__(cls, code, "{what}", {"what": what, "hint": hint, "at": at})


def _stance(value: object) -> object:
    if isinstance(value, str) and value not in STANCES:
        hint = did_you_mean(value, STANCES) or "one of " + ", ".join(STANCES)
        raise ModelFault("unknown-stance", f'"{value}" is not a stance', hint)
    return value


def _marking(value: object, info: ValidationInfo) -> object:
    markings = info.context["markings"] if info.context else MARKINGS
    if value == "TLP:WHITE":
        raise ModelFault(
            "unknown-marking", '"TLP:WHITE" is not a marking any more', "it has been called TLP:CLEAR since 2022"
        )
    if isinstance(value, str) and value not in markings:
        # A wrong guess could be followed, and disclose the briefing to the wrong readers: only capitals are corrected.
        meant = next((marking for marking in markings if marking == value.upper()), None)
        hint = f"did you mean {meant}?" if meant else "one of " + ", ".join(markings)
        raise ModelFault("unknown-marking", f'"{value}" is not a marking', hint)
    return value


def _country(value: object) -> object:
    if isinstance(value, str) and value not in COUNTRIES:
        meant = [f"{code} ({COUNTRIES[code].name})" for code in find_countries(value)]
        last = " or ".join(filter(None, [", ".join(meant[:-1]), *meant[-1:]]))
        hint = f"did you mean {last}?" if meant else "use its ISO 3166 code of three letters, as in NER"
        raise ModelFault("unknown-country", f'"{value}" is not a country code', hint)
    return value


def _language(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(rf"({'|'.join(LANGUAGES)})(-[A-Z]{{2}})?", value):
        raise ModelFault(
            "unknown-language",
            f'"{value}" is not a language that can be set here',
            "write en or fr, or with a country: en-GB",
        )
    return value


def _id(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(SOURCE_ID, value):
        raise ModelFault(
            "bad-id",
            f'"{value}" cannot serve as an id',
            "use at most 64 small letters, digits, - and _, as in niger-2023",
        )
    return value


def _date(read: Callable[[str], Any], hint: str) -> Callable[[object], object]:
    def check(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return read(value)
        except ValueError as error:
            raise ModelFault("bad-date", str(error), hint) from error

    return check


def _citations(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return parse_citations(value)
    except ValueError as error:
        raise ModelFault("bad-citation", str(error), "write it as: cnn para. 5") from error


def _address(value: object) -> object:
    if isinstance(value, str) and not is_web_address(value):
        raise ModelFault("bad-link", f'"{value}" is not a web address', "it begins with https:// and has no spaces")
    return value


def _digest(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch("[0-9a-f]{64}", value):
        hint = "let briefing source add write it, or sha256sum"
        raise ModelFault("bad-digest", "this is not a SHA-256 digest: 64 of the digits 0-9 and a-f", hint)
    return value


def _plain(value: object) -> object:
    if isinstance(value, str) and IN_PROSE.search(value):
        what = "a citation cannot stand here: this text is printed as it is written"
        raise ModelFault(
            "bad-citation", what, "name the source after source:, or in a text such as a status or a position"
        )
    return value


def _region(value: object) -> object:
    if isinstance(value, str) and value != "region":
        hint = "write region, or the codes in square brackets, as in [MLI, NER]"
        raise ModelFault("unknown-word", f'"{value}" is neither region nor a list of countries', hint)
    return value


class CsvFileAllowed:
    """Marks a list that may be written as the name of a .csv file beside the briefing."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(core), {"type": "string", "pattern": r"\.csv$"}]}


class PlainTextAllowed:
    """Marks an entry that may be written as its text alone."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """An entry with keys, or a text."""
        return {"anyOf": [handler(core), {"type": "string"}]}


_DATE_SCHEMA = {"type": ["string", "integer"], "examples": ["2023-07-26", "2023-07", "2023", "2023-07-26T18:00Z"]}
_MOMENT_SCHEMA = {"type": "string", "format": "date-time", "examples": ["2023-07-27T20:00Z"]}

Line = Annotated[str, Field(min_length=1, max_length=300), BeforeValidator(_plain)]
Prose = Annotated[str, Field(min_length=1)]
# The page sets the marks; those that were typed would stand there twice.
QuotedText = Annotated[str, Field(min_length=1), BeforeValidator(_plain), AfterValidator(without_marks)]
Id = Annotated[str, BeforeValidator(_id), Field(json_schema_extra={"pattern": f"^{SOURCE_ID}$"})]
CountryCode = Annotated[str, BeforeValidator(_country), Field(json_schema_extra={"enum": sorted(COUNTRIES)})]
Language = Annotated[str, BeforeValidator(_language), Field(json_schema_extra={"examples": ["en-GB", "fr"]})]
Marking = Annotated[
    str,
    BeforeValidator(_marking),
    Field(json_schema_extra={"enum": list(MARKINGS)}),
]
Stance = Annotated[
    str,
    BeforeValidator(_stance),
    Field(json_schema_extra={"enum": list(STANCES)}),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_date(parse_moment, "write it as 2023-07-27T20:00Z")),
    WithJsonSchema(_MOMENT_SCHEMA),
]
Date = Annotated[
    When,
    BeforeValidator(_date(parse_when, "write it as 2023-07-26, 2023-07, 2023 or 2023-07-26T18:00Z")),
    WithJsonSchema(_DATE_SCHEMA),
]
Citations = Annotated[
    tuple[Citation, ...],
    BeforeValidator(_citations),
    WithJsonSchema({"type": "string", "examples": ["cnn para. 5", "cnn para. 5; reuters"]}),
]
WebAddress = Annotated[str, BeforeValidator(_address), Field(json_schema_extra={"format": "uri"})]


class BriefingPart(BaseModel):
    """A part of a briefing: it cannot change, and knows no keys but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True)


class Contact(BriefingPart):
    """Who answers for the briefing, day and night."""

    name: Line
    email: Annotated[str, Field(pattern=r"^[^\s@<>]+@[^\s@<>]+$")] | None = None
    phone: Line | None = None

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
    """The countries the briefing looks at, and the one it is about."""

    name: Line
    focus: CountryCode
    countries: Annotated[tuple[CountryCode, ...], Field(min_length=1, max_length=300)]


class Point(BriefingPart):
    """A key point; `own` marks the desk's own judgement, which rests on no source."""

    text: Prose
    own: bool = False


class Judgement(BriefingPart):
    """An assessment: how likely (in the yardstick's words), and how sure the desk is of its ground."""

    judgement: Prose
    likelihood: Line | None = None
    confidence: Literal["low", "moderate", "high"] | None = None
    basis: Prose | None = None
    own: bool = False


class Actor(BriefingPart):
    """Someone who matters: who they are, on which side, and how they stand at the as-of time."""

    name: Line
    role: Line
    affiliation: Line | None = None
    side: Line
    status: Prose
    note: Prose | None = None
    source: Citations = ()
    own: bool = False


class Reaction(BriefingPart):
    """What a government or an organisation said: word for word (`quote`) or in the desk's words (`position`)."""

    body: Line
    speaker: Line | None = None
    capacity: Line | None = None
    country: CountryCode | None = None
    date: Date | None = None
    stance: Stance
    quote: QuotedText | None = None
    original: Annotated[
        QuotedText | None, Field(description="the words of a translated quote, as the source has them")
    ] = None
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


class History(BriefingPart):
    """The coup-history chart: from which year, and for which countries."""

    since: Annotated[int, Field(ge=1950, le=2100)] = 1960
    countries: Annotated[
        Literal["region"] | Annotated[tuple[CountryCode, ...], Field(min_length=1, max_length=300)],
        BeforeValidator(_region),
    ] = "region"
    form: Literal["timeline", "decades"] = "timeline"
    sort: Literal["recent", "most"] = "recent"
    data: Annotated[Line, Field(description="the dataset, by the name `briefing data` lists it under")] = "bundled"


class MapPlace(BriefingPart):
    """A place on the map by its coordinates in degrees, north and east positive."""

    name: Line
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    capital: bool = False


class Map(BriefingPart):
    """The locator map: the country it shows, the places it marks, and whether neighbours are named."""

    focus: CountryCode
    show: tuple[Line | MapPlace, ...] = ()
    neighbours: bool = True


class Section(BriefingPart):
    """Free text under a heading of its own."""

    title: Line
    text: Prose


class Source(BriefingPart):
    """A source as the list of sources prints it; grades are those of the Admiralty system (reliability, credibility).

    `text` names the file that holds its words, `sha256` seals them: both are written by `briefing source add`.
    """

    id: Id
    publisher: Line
    title: Line
    author: Line | None = None
    published: Date | None = None
    retrieved: Date | None = None
    url: WebAddress | None = None
    reliability: Literal["A", "B", "C", "D", "E", "F"] | None = None
    credibility: Annotated[int, Field(ge=1, le=6)] | None = None
    text: Annotated[Line | None, Field(description="the file that holds its words, as in text: sources/cnn.txt")] = None
    sha256: Annotated[str | None, BeforeValidator(_digest), Field(json_schema_extra={"pattern": "^[0-9a-f]{64}$"})] = (
        None
    )


class AllowedFinding(BriefingPart):
    """One finding of the check that the desk has looked at and lets stand, with its reason.

    `about` are words of what is found; needed where the finding is an error, so that only the one meant is let pass.
    """

    code: Line
    reason: Line
    about: Line | None = None


class Briefing(BriefingPart):
    """A whole briefing, as its folder gives it."""

    id: Annotated[Id, Field(description="the PDF is named after it, as in id: niger-2023")]
    title: Annotated[Line, Field(description="what has happened, in one line")]
    series: Annotated[Line | None, Field(description="what is printed above the title")] = None
    language: Annotated[Language, Field(description="the language it is written in, as in en-GB")] = "en-GB"
    marking: Annotated[Marking, Field(description="who may read it, as in marking: TLP:CLEAR")]
    as_of: Annotated[Moment, Field(description="the information cut-off, as in as_of: 2023-07-27T20:00Z")]
    next_update: Annotated[
        Moment | None, Field(description="when the next edition is due, as in 2023-07-28T12:00Z")
    ] = None
    contact: Annotated[Contact, Field(description="who answers for it: {name: …, email: …}")]
    region: Annotated[Region | None, Field(description="the countries it looks at")] = None
    bottom_line: Annotated[Prose, Field(description="what the reader must know, in one or two sentences")]
    summary: Annotated[
        tuple[Annotated[Point, PlainTextAllowed()], ...],
        Field(min_length=1, max_length=6, description="the key points, most important first"),
    ]
    yardstick: Annotated[Literal["phia", "icd203"], Field(description="whose likelihood terms are used")] = "phia"
    assessment: Annotated[tuple[Judgement, ...], CsvFileAllowed()] = ()
    actors: Annotated[tuple[Actor, ...], CsvFileAllowed()] = ()
    reactions: Annotated[tuple[Reaction, ...], CsvFileAllowed()] = ()
    timeline: Annotated[tuple[TimelineEntry, ...], CsvFileAllowed()] = ()
    history: History | None = None
    map: Map | None = None
    sections: tuple[Section, ...] = ()
    gaps: tuple[Prose, ...] = ()
    sources: Annotated[tuple[Source, ...], CsvFileAllowed()] = ()
    bibliography: Annotated[
        Line | None, Field(description="a file of sources from a reference manager: CSL-JSON (.json) or BibTeX (.bib)")
    ] = None
    style: Annotated[
        Line | None, Field(description="the CSL style that sets the list of sources, as in style: our-style.csl")
    ] = None
    expect: Annotated[
        tuple[Line, ...], Field(description="bodies whose reaction readers look for; the silent are printed as silent")
    ] = ()
    allow: Annotated[
        tuple[AllowedFinding, ...], Field(description="findings of briefing check that may stand, each with its reason")
    ] = ()

    @model_validator(mode="before")
    @classmethod
    def _short_points(cls, data: Any) -> Any:
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
