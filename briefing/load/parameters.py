"""Fill in parameters: each `{country}` in a text is replaced by the value that a row of the matrix gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from briefing.load.located_values import LocatedValues, PlainValue, ValuePath
from briefing.problems import Problem, did_you_mean

_FITS_ID = re.compile(r"[a-z0-9_]+")
_NAME_IN_BRACES = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def fill_parameters(values: LocatedValues, parameters: Mapping[str, str]) -> tuple[LocatedValues, list[Problem]]:
    """Return the values with parameters filled in, and a problem (`unknown-parameter`) for each unknown name in braces.

    Without parameters the values are returned unchanged: braces are then just braces.
    """
    if not parameters:
        return values, []
    problems = [
        _unknown_parameter(found[1], values, path, parameters)
        for path, text in values.scalars()
        for found in _NAME_IN_BRACES.finditer(text)
        if found[1] not in parameters
    ]
    # `{country}` without quotation marks is read by YAML as a mapping with an empty value under its one key.
    bare = {
        path[:-1]: parameters[name]
        for path in values.keys
        if values.get(*path[:-1]) == {} and (name := str(path[-1])) in parameters
    }
    keys = {path: place for path, place in values.keys.items() if path[:-1] not in bare}
    return replace(values, tree=_filled(values.tree, (), parameters, bare), keys=keys), problems


def hint_for_shared_id(id_: str, parameters: Mapping[str, str]) -> str:
    """Return what to do about an id that another report has too: name a column that can be in an id and is not yet."""
    columns = {value: f"{{{name}}}" for name, value in parameters.items() if _FITS_ID.fullmatch(value)}
    parts = [columns.get(part, part) for part in id_.split("-")]
    unused = next((column for column in columns.values() if column not in parts), "")
    if not unused:
        return "give each briefing an id of its own"
    return f"write an id with a column, such as `id: {'-'.join((*parts, unused))}`"


def _unknown_parameter(name: str, values: LocatedValues, path: ValuePath, parameters: Mapping[str, str]) -> Problem:
    hint = did_you_mean(name, parameters) or f"use one of the columns: {', '.join(parameters)}"
    what = f"there is no parameter {{{name}}}"
    return Problem("unknown-parameter", what, values.place_of(f"{{{name}}}", path), hint)


def _filled(
    value: PlainValue, path: ValuePath, parameters: Mapping[str, str], bare: Mapping[ValuePath, str]
) -> PlainValue:
    if path in bare:
        return bare[path]
    if isinstance(value, dict):
        return {key: _filled(below, (*path, key), parameters, bare) for key, below in value.items()}
    if isinstance(value, list):
        return [_filled(below, (*path, index), parameters, bare) for index, below in enumerate(value)]
    if isinstance(value, str):
        return _NAME_IN_BRACES.sub(lambda found: parameters.get(found[1], found[0]), value)
    return None
