"""The types of a briefing's fields: annotated so that each value is checked and parsed as it is read.

Every fault raised here has a problem code of its own (see `ModelFault`), so that it can become a message with a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from briefing.model.addresses import is_web_address
from briefing.model.countries import COUNTRIES, suggest_countries
from briefing.model.dates import When, parse_moment, parse_when
from briefing.model.markings import MARKINGS
from briefing.model.regions import PREFIX, find_region, is_region_entry, suggest_regions
from briefing.model.time_zones import zone_hint, zone_names
from briefing.text.citations import IN_PROSE, SOURCE_ID, Citation, parse_citations
from briefing.text.quotation_marks import without_marks

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

ATTACHABLE = ("briefing", "tables", "figures")
"""What can be attached to the PDF: the briefing as data, its long tables, and the data behind its figures."""

LANGUAGES = ("en", "fr")
"""The languages whose phrases are shipped in `templates/locale/`; a region may follow (`en-GB`)."""


class BriefingPart(BaseModel):
    """A part of a briefing: frozen, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, arbitrary_types_allowed=True)


class ModelFault(PydanticCustomError):
    """A fault with the code of a problem; `hint` says what to do next, `at` which key below the value has it."""

    def __new__(cls, code: str, what: str, hint: str = "", at: tuple[str, ...] = ()) -> ModelFault:
        """Create the fault; braces in `what` and `hint` have no meaning."""
        return super().__new__(cls, code, "{what}", {"what": what, "hint": hint, "at": at})


class CsvFileAllowed:
    """Marks a list that may be written as the name of a .csv file beside the briefing."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of the list, or of a file name."""
        return {"anyOf": [handler(core), {"type": "string", "pattern": r"\.[cC][sS][vV]$"}]}


class PlainTextAllowed:
    """Marks an entry that may be written as its text alone."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of the entry with its keys, or of a text."""
        return {"anyOf": [handler(core), {"type": "string"}]}


def _check(
    is_valid: Callable[[str], object], code: str, what: str, hint: str | Callable[[str], str]
) -> BeforeValidator:
    """Refuse texts that are not valid: `what` is wrong with the one quoted before it."""

    def check(value: object) -> object:
        if isinstance(value, str) and not is_valid(value):
            raise ModelFault(code, f'"{value}" {what}', hint(value) if callable(hint) else hint)
        return value

    return BeforeValidator(check)


def _parse(parse: Callable[[str], object], code: str, hint: str) -> BeforeValidator:
    """Replace a text by the value it is parsed to; the ValueError of one that cannot be says what is wrong."""

    def check(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return parse(value)
        except ValueError as error:
            raise ModelFault(code, str(error), hint) from error

    return BeforeValidator(check)


def _check_marking(value: object, info: ValidationInfo) -> object:
    markings = info.context["markings"] if info.context else MARKINGS
    if value == "TLP:WHITE":
        what, hint = '"TLP:WHITE" is not a marking any more', "use TLP:CLEAR, its name since 2022"
        raise ModelFault("unknown-marking", what, hint)
    if isinstance(value, str) and value not in markings:
        # A wrong guess could be followed, and disclose the briefing to the wrong readers: only capitals are corrected.
        meant = next((marking for marking in markings if marking == value.upper()), None)
        hint = f"did you mean {meant}?" if meant else "use one of " + ", ".join(markings)
        raise ModelFault("unknown-marking", f'"{value}" is not a marking', hint)
    return value


def _check_plain(value: object) -> object:
    if isinstance(value, str) and IN_PROSE.search(value):
        what = "this text cannot have a citation: it is printed as it is written"
        raise ModelFault(
            "bad-citation", what, "name the source after source:, or in a text such as a status or a position"
        )
    return value


def _parse_attached(value: object) -> object:
    if isinstance(value, str):
        if value != "none":
            hint = f"write none, or some of them in square brackets, as in [{', '.join(ATTACHABLE)}]"
            raise ModelFault("unknown-word", f'"{value}" is neither none nor a list', hint)
        return ()
    return value


def _country_hint(value: str) -> str:
    return suggest_countries(value) or "use its ISO 3166 code of three letters, as in NER"


def _check_country_entry(value: object) -> object:
    if isinstance(value, dict) and [str(key).casefold() for key in value] == [PREFIX[:-1]]:
        (name,) = value.values()
        raise ModelFault("wrong-type", f"after {PREFIX} there is a blank", f"write it without, as in {PREFIX}{name}")
    if not isinstance(value, str) or value in COUNTRIES:
        return value
    if not is_region_entry(value):
        name = "NAME, as briefing data regions lists them" if value.casefold() == PREFIX[:-1] else value
        hint = f"write {PREFIX}{name}" if name != value or find_region(value) else _country_hint(value)
        raise ModelFault("unknown-country", f'"{value}" is not a country code', hint)
    return _check_region(value)


def _check_region(value: object) -> object:
    if isinstance(value, str) and is_region_entry(value) and not find_region(value):
        name = value.lstrip()[len(PREFIX) :].strip()
        raise ModelFault("unknown-region", f'"{name}" is not a region on our list', suggest_regions(value))
    return value


def _check_is_list(value: object) -> object:
    if isinstance(value, str):
        hint = f"write it in square brackets, as in [{value}]"
        raise ModelFault("wrong-type", f'"{value}" is not a list of countries', hint)
    return value


def _is_digest(text: str) -> bool:
    return bool(re.fullmatch("[0-9a-f]{64}", text))


def _is_id(text: str) -> bool:
    return bool(re.fullmatch(SOURCE_ID, text))


def _is_language(text: str) -> bool:
    return bool(re.fullmatch(rf"({'|'.join(LANGUAGES)})(-[A-Z]{{2}})?", text))


ShortText = Annotated[str, Field(min_length=1, max_length=300), BeforeValidator(_check_plain)]
PlainText = Annotated[str, Field(min_length=1), BeforeValidator(_check_plain)]
BodyOrRegion = Annotated[ShortText, BeforeValidator(_check_region)]
Prose = Annotated[str, Field(min_length=1)]
"""Markdown with citations."""

# The page adds the quotation marks; those that were typed would be printed twice.
QuotedText = Annotated[str, Field(min_length=1), BeforeValidator(_check_plain), AfterValidator(without_marks)]
Id = Annotated[
    str,
    _check(_is_id, "bad-id", "cannot be an id", "use at most 64 small letters, digits, - and _, as in niger-2023"),
    Field(json_schema_extra={"pattern": f"^{SOURCE_ID}$"}),
]
CountryCode = Annotated[
    str,
    _check(COUNTRIES.__contains__, "unknown-country", "is not a country code", _country_hint),
    Field(json_schema_extra={"enum": sorted(COUNTRIES)}),
]
CountryOrRegion = Annotated[
    str,
    BeforeValidator(_check_country_entry),
    Field(json_schema_extra={"anyOf": [{"enum": sorted(COUNTRIES)}, {"pattern": f"^{PREFIX}"}]}),
]
CountryList = Annotated[
    tuple[CountryOrRegion, ...], Field(min_length=1, max_length=300), BeforeValidator(_check_is_list)
]
"""Codes of countries, and named regions with `region:` before them."""
RegionWord = _check(
    "region".__eq__,
    "unknown-word",
    "is neither region nor a list of countries",
    "write region, or codes and regions in square brackets, as in [region:Central Africa, TCD]",
)
Language = Annotated[
    str,
    _check(_is_language, "unknown-language", "is not a supported language", "use en or fr, or with a country: en-GB"),
    Field(json_schema_extra={"examples": ["en-GB", "fr"]}),
]
TimeZone = Annotated[
    str,
    _check(lambda name: name in zone_names(), "unknown-timezone", "is not the name of a time zone", zone_hint),
    Field(json_schema_extra={"examples": ["Africa/Niamey", "Asia/Kathmandu"]}),
]
Marking = Annotated[str, BeforeValidator(_check_marking), Field(json_schema_extra={"enum": list(MARKINGS)})]
Stance = Annotated[ShortText, Field(json_schema_extra={"examples": list(STANCES)})]
"""A word of the vocabulary, or one that the briefing adds to it under `stances:`."""
Moment = Annotated[
    datetime,
    _parse(parse_moment, "bad-date", "write it as 2023-07-27T20:00Z"),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2023-07-27T20:00Z"]}),
]
Date = Annotated[
    When,
    _parse(parse_when, "bad-date", "write it as 2023-07-26, 2023-07, 2023 or 2023-07-26T18:00Z"),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["2023-07-26", "2023-07", "2023", "2023-07-26T18:00Z"]}),
]
Citations = Annotated[
    tuple[Citation, ...],
    _parse(parse_citations, "bad-citation", "write it as: cnn para. 5"),
    WithJsonSchema({"type": "string", "examples": ["cnn para. 5", "cnn para. 5; reuters"]}),
]
WebAddress = Annotated[
    str,
    _check(is_web_address, "bad-link", "is not a web address", "begin it with https://, without spaces"),
    Field(json_schema_extra={"format": "uri"}),
]
Digest = Annotated[
    str,
    _check(
        _is_digest,
        "bad-digest",
        "is not a SHA-256 digest: 64 of the digits 0-9 and a-f",
        "let briefing source add write it, or sha256sum",
    ),
    Field(json_schema_extra={"pattern": "^[0-9a-f]{64}$"}),
]
Attached = Annotated[
    tuple[Literal["briefing", "tables", "figures"], ...],
    BeforeValidator(_parse_attached),
    WithJsonSchema({"anyOf": [{"const": "none"}, {"type": "array", "items": {"enum": list(ATTACHABLE)}}]}),
]
"""What is attached to the PDF: `none`, or a list of the words of `ATTACHABLE`."""
