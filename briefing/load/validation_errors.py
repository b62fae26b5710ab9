"""Validate a briefing, and report what does not fit in words that need no knowledge of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from briefing.load.located_values import MAX_TEXT, LocatedValues, PlainValue, ValuePath
from briefing.model.briefing import Briefing
from briefing.model.other_names import key_meant, suggest_key
from briefing.model.rewritten import CURLY, rewrite_value
from briefing.problems import Place, Problem, did_you_mean

_LIST = ("wrong-type", "{name} must be a list", "write each entry on a line of its own, beginning with a dash")
_KEYS = ("wrong-type", "{name} must have keys of its own", "write them below it, indented, one key: value on a line")
_NUMBER = ("wrong-type", "{name} must be a whole number", "write digits only, as in 1960")
_DECIMAL = ("wrong-type", "{name} must be a number", "write it with a point, as in 13.51")
_SWITCH = ("wrong-type", "{name} must be true or false", "write true or false")
_OTHER = ("wrong-type", "{name} cannot be read", "see the README for how it is written")
_MESSAGES = {
    "string_type": (
        "wrong-type",
        "{name} must be a text",
        "write one text after the colon; one with { or [ in front needs quotation marks",
    ),
    "string_too_short": ("missing-key", "{name} is empty", "write it, or delete the line"),
    "string_too_long": ("text-too-long", "{name} has {length} characters; at most {max_length} fit", "shorten it"),
    "string_pattern_mismatch": ("bad-address", "{name} is not a mail address", "write it as desk@ministry.example"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "too_short": ("wrong-length", "{name} has no entries", "add one, or delete the key"),
    "too_few": ("wrong-length", "{name} has too few entries: {length}", "give {min_length} or more, or delete the key"),
    "too_long": (
        "wrong-length",
        "{name} has {length} entries; at most {max_length} fit",
        "keep those that matter most",
    ),
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
    "int_parsing": _NUMBER,
    "int_parsing_size": _NUMBER,
    "int_type": _NUMBER,
    "float_parsing": _DECIMAL,
    "float_type": _DECIMAL,
    "bool_parsing": _SWITCH,
    "bool_type": _SWITCH,
    "greater_than_equal": ("wrong-number", "{name} must be at least {ge}", "correct the number"),
    "less_than_equal": ("wrong-number", "{name} must be at most {le}", "correct the number"),
}
"""The code, what is wrong and what to do, for each type of error that pydantic reports."""


_MOMENTS = (("as_of",), ("next_update",))
"""The keys whose dates need a time of day."""


def validate_briefing(values: LocatedValues, markings: Sequence[str]) -> tuple[Briefing | None, list[Problem]]:
    """Return the values as a briefing, or None, with every way in which they do not fit; `markings` are those allowed."""
    problems = list(_unknown_empty_keys(values))
    try:
        return Briefing.model_validate(values.tree, context={"markings": markings}), problems
    except ValidationError as error:
        errors = error.errors(include_url=False)
        meant = {path for details in errors if (path := _path_meant(details, values))}
        found = [
            _with_own_value(_problem(details, values), details)
            for details in errors
            if details["type"] != "missing" or _written_path(details, values.tree) not in meant
        ]
        return None, [*problems, *(problem for problem in found if problem)]


def _path_meant(details: ErrorDetails, values: LocatedValues) -> ValuePath | None:
    """Return the path of the key that an unknown one stands for: it is not missing, but has another name."""
    if details["type"] != "extra_forbidden":
        return None
    path = _written_path(details, values.tree)
    key = key_meant(str(path[-1]), _known_keys(path[:-1]))
    return (*path[:-1], key) if key else None


def _unknown_empty_keys(values: LocatedValues) -> Iterator[Problem]:
    """Yield a problem for each unknown key without a value: the model never sees those."""
    for path, place in values.keys.items():
        parts = path[:-1]
        if isinstance(path[-1], str) and values.get(*path) is None and _is_known(parts):
            known = _known_keys(parts)
            if path[-1] not in known:
                yield _unknown_key(path, place, known)


def _problem(details: ErrorDetails, values: LocatedValues) -> Problem | None:
    """Return one error of the model as a problem; None for one that another problem explains better."""
    path = _written_path(details, values.tree)
    kind, context, value = _kind(details), details.get("ctx", {}), details["input"]
    if "what" in context:
        at = (*path, *context["at"])
        return Problem(kind, context["what"], values.place(at), context["hint"])
    if kind == "missing":
        return _missing_key(path, values)
    if kind == "extra_forbidden":
        place = values.keys.get(path) or values.place(path)
        return _unknown_key(path, place, _known_keys(path[:-1]), in_table=path[:1] in values.headings)
    if _is_reported_elsewhere(details, path):
        return None
    place, name = values.place(path), _name(path)
    if value is None:
        return Problem("missing-key", f"{name} is empty", place, "write it, or delete the line")
    if kind == "literal_error":
        words = re.findall(r"'([^']+)'", context["expected"])
        hint = did_you_mean(str(value), words) or f"one of {', '.join(words)}"
        return Problem("unknown-word", f'{name} cannot be "{value}"', place, hint)
    length = len(value) if isinstance(value, str | list | tuple) else 0
    code, what, hint = _MESSAGES.get("too_few" if kind == "too_short" and length else kind, _OTHER)
    filled = {"name": name, "length": length, **context}
    return Problem(code, what.format(**filled), place, hint.format(**filled) if kind == "too_short" else hint)


def _kind(details: ErrorDetails) -> str:
    """Return the type of an error, that of a text where a text is too long: after another check it is called as of a list."""
    is_text = details["type"] in ("too_long", "too_short") and isinstance(details["input"], str)
    return f"string_{details['type']}" if is_text else details["type"]


def _with_own_value(problem: Problem | None, details: ErrorDetails) -> Problem | None:
    """Return a problem whose hint has the author's own value in the right form, where it is clear what that is."""
    value = details["input"]
    if problem is None or not isinstance(value, str):
        return problem
    hint = rewrite_value(details["type"], value.strip(), moment=details["loc"][-1:] in _MOMENTS)
    return replace(problem, hint=hint or problem.hint)


def _is_reported_elsewhere(details: ErrorDetails, path: ValuePath) -> bool:
    kind, value, context = _kind(details), details["input"], details.get("ctx", {})
    if kind == "too_short":  # by its entries, each of which has a problem of its own
        return bool(len(value) >= context["min_length"])
    if kind == "string_too_long":  # as a text that is too long anywhere
        return len(value) > MAX_TEXT
    # Of a choice between a word and a list, or between a text and keys, the problems of the longer form are reported.
    chosen = not path or details["loc"][-1] == path[-1]
    return not chosen and (kind == "literal_error" or (kind == "string_type" and isinstance(value, dict)))


def _missing_key(path: ValuePath, values: LocatedValues) -> Problem:
    key, heading = path[-1], values.headings.get(path[:1])
    if heading is not None and key not in heading.names:
        return Problem("missing-key", f'the column "{key}" is missing', heading.place, "add it to the first line")
    field = _model_at(path[:-1]).model_fields.get(str(key))
    hint = (field and field.description) or f"add a line: {key}: …"
    if heading is not None:
        hint = "fill in this cell; of merged cells, only the first keeps its text in a CSV file"
    elif path in values.spans and not (field and field.description):
        hint = f"write it after {key}:"
    if path in values.spans:
        return Problem("missing-key", f'"{key}" is empty{_in(path[:-1])}', values.place(path), hint)
    return Problem("missing-key", f'"{key}" is missing{_in(path[:-1])}', values.place(path[:-1]), hint)


def _unknown_key(path: ValuePath, place: Place | None, known: list[str], in_table: bool = False) -> Problem:
    key = str(path[-1])
    hint = suggest_key(key, known) or f"known here: {', '.join(known)}"
    if key[:1] in CURLY:
        hint = 'put straight quotation marks around the whole text: "…"'
    if odd := next((character for character in key if character.isspace() and character != " "), None):
        what = f'there is a no-break space in the key "{" ".join(key.split())}"'
        if odd not in "\n\t":
            return Problem(
                "unknown-key", what, place, "write an ordinary space in its place; most editors show no difference"
            )
    if in_table:
        return Problem("unknown-key", f'there is no column "{key}" in {path[0]}', place, hint)
    return Problem("unknown-key", f'"{key}" is not a key known{_in(path[:-1]) or " here"}', place, hint)


def _written_path(details: ErrorDetails, value: PlainValue) -> ValuePath:
    """Return the location of an error in the values, without the branches of a choice that the model adds to it."""
    path: list[int | str] = []
    for part in details["loc"]:
        if isinstance(value, list) and isinstance(part, int) and part < len(value):  # noqa: SIM114 - types of their own
            value = value[part]
        elif isinstance(value, dict) and isinstance(part, str) and part in value:
            value = value[part]
        else:
            continue
        path.append(part)
    if details["type"] == "missing":
        path.append(details["loc"][-1])
    return tuple(path)


def _name(path: ValuePath) -> str:
    """Name a value as its author would."""
    if not path:
        return "the briefing"
    if isinstance(path[-1], int):
        return f"entry {path[-1] + 1}{_in(path[:-1])}"
    return f'"{path[-1]}"'


def _in(path: ValuePath) -> str:
    if not path:
        return ""
    return " in " + ", ".join(part if isinstance(part, str) else f"entry {part + 1}" for part in path)


def _is_known(path: ValuePath) -> bool:
    """Tell whether the model has a part at this path."""
    return all(isinstance(part, int) or part in _known_keys(path[:n]) for n, part in enumerate(path))


def _known_keys(path: ValuePath) -> list[str]:
    return list(_model_at(path).model_fields)


def _model_at(path: ValuePath) -> type[BaseModel]:
    """Return the type of the part of a briefing that a path leads to."""
    model: type[BaseModel] = Briefing
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the first model named in a type annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
