"""One definition, many reports: the `{country}` of a text gives way to what a row of a table says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from briefing.load.located_values import LocatedValues, ValuePath
from briefing.problems import Problem, did_you_mean

FILE = "parameters.csv"
"""Under this name the parameters of a report are carried in its PDF, beside what it was written in."""

_NAMED = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def fill_in(values: LocatedValues, parameters: Mapping[str, str]) -> None:
    """Put the parameters in the place of their names in every text; names that are none of them go to the problems.

    A briefing without parameters is left as it is: braces are then just braces.
    """
    if parameters:
        values.tree = _filled(values.tree, (), parameters, values)


def as_table(parameters: Mapping[str, str]) -> bytes:
    """The parameters as a table of one row."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([parameters.keys(), parameters.values()])
    return table.getvalue().encode()


def _bare(path: ValuePath, values: LocatedValues) -> str:
    """The one name in braces without quotation marks, which YAML reads as a mapping with nothing under its key."""
    names = [key[-1] for key in values.keys if key[:-1] == path]
    return str(names[0]) if len(names) == 1 else ""


def _filled(value: Any, path: ValuePath, parameters: Mapping[str, str], values: LocatedValues) -> Any:
    if value == {} and (bare := _bare(path, values)) in parameters:
        del values.keys[(*path, bare)]
        return parameters[bare]
    if isinstance(value, dict):
        return {key: _filled(below, (*path, key), parameters, values) for key, below in value.items()}
    if isinstance(value, list):
        return [_filled(below, (*path, number), parameters, values) for number, below in enumerate(value)]
    if not isinstance(value, str):
        return value

    def put_in(named: re.Match[str]) -> str:
        if named[1] in parameters:
            return parameters[named[1]]
        what = f"there is no parameter {named[0]}"
        hint = did_you_mean(named[1], tuple(parameters)) or f"the columns are {', '.join(parameters)}"
        values.problems.append(Problem("unknown-parameter", what, values.within(path, named[0]), hint))
        return named[0]

    return _NAMED.sub(put_in, value)
