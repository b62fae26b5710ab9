"""One definition, many reports: the `{country}` of a text gives way to what a row of a table says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from briefing.load.yaml_reader import Path, Writing
from briefing.model.briefing import nearest
from briefing.problems import Problem

FILE = "parameters.csv"
"""Under this name the parameters of a report are carried in its PDF, beside what it was written in."""

_NAMED = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def fill_in(writing: Writing, parameters: Mapping[str, str]) -> None:
    """Put the parameters in the place of their names in every text; names that are none of them go to the problems.

    A briefing without parameters is left as it is: braces are then just braces.
    """
    if parameters:
        writing.value = _filled(writing.value, (), parameters, writing)


def as_table(parameters: Mapping[str, str]) -> bytes:
    """The parameters as a table of one row."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([parameters.keys(), parameters.values()])
    return table.getvalue().encode()


def _bare(path: Path, writing: Writing) -> str:
    """The one name in braces without quotation marks, which YAML reads as a mapping with nothing under its key."""
    names = [key[-1] for key in writing.keys if key[:-1] == path]
    return str(names[0]) if len(names) == 1 else ""


def _filled(value: Any, path: Path, parameters: Mapping[str, str], writing: Writing) -> Any:
    if value == {} and (bare := _bare(path, writing)) in parameters:
        del writing.keys[(*path, bare)]
        return parameters[bare]
    if isinstance(value, dict):
        return {key: _filled(below, (*path, key), parameters, writing) for key, below in value.items()}
    if isinstance(value, list):
        return [_filled(below, (*path, number), parameters, writing) for number, below in enumerate(value)]
    if not isinstance(value, str):
        return value

    def put_in(named: re.Match[str]) -> str:
        if named[1] in parameters:
            return parameters[named[1]]
        what = f"there is no parameter {named[0]}"
        hint = nearest(named[1], tuple(parameters)) or f"the columns are {', '.join(parameters)}"
        writing.problems.append(Problem("unknown-parameter", what, writing.within(path, named[0]), hint))
        return named[0]

    return _NAMED.sub(put_in, value)
