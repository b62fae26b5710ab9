"""The model holds what a briefing is, and its schema says the same."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from briefing.model.briefing import Briefing, Reaction
from briefing.model.parts.sources import Source
from briefing.problems import did_you_mean
from tests.briefs import BRIEF, NIGER


def codes_of(**keys: object) -> list[str]:
    with pytest.raises(ValidationError) as raised:
        Briefing.model_validate(yaml.load(BRIEF, yaml.BaseLoader) | keys)
    return [details["type"] for details in raised.value.errors()]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("titel", "did you mean title?"),
        ("TITLE", "did you mean title?"),
        ("bottomline", "did you mean bottom_line?"),
        ("xyz", ""),
    ],
)
def test_the_nearest_known_word_is_named(word: str, hint: str) -> None:
    assert did_you_mean(word, list(Briefing.model_fields)) == hint


def hint_for(**keys: object) -> str:
    with pytest.raises(ValidationError) as raised:
        Briefing.model_validate(yaml.load(BRIEF, yaml.BaseLoader) | keys)
    return str(raised.value.errors()[0]["ctx"]["hint"])


@pytest.mark.parametrize(
    ("country", "code"), [("Niger", "NER"), ("NGR", "NGA"), ("ner", "NER"), ("Cote d'Ivoire", "CIV")]
)
def test_a_country_by_another_name_is_recognised(country: str, code: str) -> None:
    assert hint_for(region={"name": "R", "focus": country, "countries": ["NER"]}).startswith(f"did you mean {code} (")


@pytest.mark.parametrize("marking", ["TLP:BLUE", "TLP:AMBER+", "CONFIDENTIAL", "TOP-SECRET X"])
def test_another_marking_is_never_guessed_at(marking: str) -> None:
    assert "did you mean" not in hint_for(marking=marking)


def test_a_misspelt_marking_gets_a_hint_and_so_does_an_old_name() -> None:
    assert hint_for(marking="tlp:clear") == "did you mean TLP:CLEAR?"
    assert "TLP:CLEAR" in hint_for(marking="TLP:WHITE")


def test_a_citation_is_refused_in_fields_that_are_printed_verbatim() -> None:
    assert codes_of(title="It begins [@cnn]") == ["bad-citation"]
    quoted = {"body": "B", "stance": "warns", "quote": "No. [@cnn]"}
    assert codes_of(reactions=[quoted]) == ["bad-citation"]


def test_a_reaction_says_something_and_a_contact_can_be_reached() -> None:
    assert codes_of(reactions=[{"body": "B", "stance": "warns"}]) == ["missing-key"]
    assert codes_of(contact={"name": "Duty officer"}) == ["missing-key"]


@pytest.mark.parametrize("since", ["9" * 5000, "1e3", "-1", "1949", "2101", "0x7b0", "١٩٦٠ "])
def test_an_invalid_year_is_refused(since: str) -> None:
    assert codes_of(history={"since": since, "countries": ["NER"]})


@pytest.mark.parametrize(
    "address", ["https://[::1", "https://", "http:/x", "https://a b", 'https://a"b', "ftp://x", "https://a:b/"]
)
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"id": "a", "publisher": "P", "title": "T", "url": address})


def test_a_briefing_cannot_be_changed() -> None:
    briefing = Briefing.model_validate(yaml.load(BRIEF, yaml.BaseLoader))
    with pytest.raises(ValidationError):
        briefing.title = "Another"  # type: ignore[misc]


def test_a_long_id_is_refused() -> None:
    assert codes_of(id="a" * 65) == ["bad-id"]
    assert Briefing.model_validate(yaml.load(BRIEF, yaml.BaseLoader) | {"id": "a" * 64})


# The schema is what editors complete and check with: it must say what the model does.

Schema = dict[str, Any]


def accepts(schema: Schema, value: object, definitions: dict[str, Schema]) -> bool:
    """Whether a schema, of the few kinds that the model makes, takes a value."""
    if "$ref" in schema:
        return accepts(definitions[schema["$ref"].rpartition("/")[2]], value, definitions)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return any(accepts(choice, value, definitions) for choice in choices)
    kinds = schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type")]
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return (
            "object" in kinds
            and set(schema.get("required", ())) <= set(value)
            and (schema.get("additionalProperties") is not False or set(value) <= set(known))
            and all(accepts(known[key], part, definitions) for key, part in value.items() if key in known)
        )
    if isinstance(value, list):
        fits = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        return "array" in kinds and fits and all(accepts(schema["items"], part, definitions) for part in value)
    names = {str: "string", bool: "boolean", int: "integer", float: "number"}
    return kinds == [None] or names[type(value)] in kinds


def test_the_schema_accepts_the_worked_example_as_an_editor_reads_it() -> None:
    schema = Briefing.model_json_schema()
    read = yaml.load((NIGER / "briefing.yaml").read_text(encoding="utf-8"), NoDates)
    assert accepts(schema, read, schema["$defs"])
    assert not accepts(schema, read | {"titel": "x"}, schema["$defs"])
    assert not accepts(schema, read | {"marking": "TLP:BLUE"}, schema["$defs"])
    assert not accepts(schema, {key: value for key, value in read.items() if key != "title"}, schema["$defs"])


class NoDates(yaml.SafeLoader):
    """Reads as JSON has it: editors take dates for texts."""


NoDates.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_the_schema_knows_every_key_and_explains_the_first() -> None:
    schema = Briefing.model_json_schema()
    assert set(schema["properties"]) == set(Briefing.model_fields)
    assert schema["additionalProperties"] is False
    assert all("description" in schema["properties"][key] for key in schema["required"])
    assert set(schema["$defs"]["Reaction"]["properties"]) == set(Reaction.model_fields)
