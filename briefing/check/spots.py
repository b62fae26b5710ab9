"""Find the item of a briefing that each open problem is in, so that a draft can mark it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from briefing.load.located_values import LocatedValues, ValuePath
from briefing.problems import Place, Problem

_PARTS = {"figures": "key_figures"}
"""The parts whose name on the page is not their key."""


def locate_problems(
    problems: Sequence[Problem], values: LocatedValues
) -> Mapping[tuple[str, int | None], tuple[int, ...]]:
    """Return the numbers, from 1, of the problems in each item: its part, and its position where it is in a list."""
    starts = sorted(
        ((span.place.file, span.place.line, span.place.column), path) for path, span in values.spans.items() if path
    )
    found: dict[tuple[str, int | None], tuple[int, ...]] = {}
    for number, problem in enumerate(problems, start=1):
        path = _path_at(problem.place, starts)
        if path:
            position = path[1] if len(path) > 1 and isinstance(path[1], int) else None
            item = (_PARTS.get(str(path[0]), str(path[0])), position)
            found[item] = (*found.get(item, ()), number)
    return found


def _path_at(place: Place | None, starts: Sequence[tuple[tuple[str, int, int], ValuePath]]) -> ValuePath:
    """Return the path of the value that begins last at or before a place; () where none does."""
    if place is None or not place.line:
        return ()
    at = (place.file, place.line, place.column)
    before = [path for start, path in starts if start[0] == place.file and start <= at]
    return before[-1] if before else ()


def without_folder(problem: Problem) -> Problem:
    """Return a problem whose place names the file alone: a draft does not disclose where it was built."""
    place = problem.place
    return replace(problem, place=replace(place, file=Path(place.file).name)) if place else problem
