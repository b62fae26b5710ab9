"""Keep the parts that stand on a page: what `parts:` leaves out is printed, checked, attached and sent nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from briefing.load.located_values import LocatedValues, PlainValue
from briefing.model.parts.page_parts import ALWAYS, PARTS
from briefing.problems import Problem, Severity

_KEYS: Mapping[str, tuple[str, ...]] = {part: (part,) for part in PARTS} | {
    "reactions": ("reactions", "expect"),
    "sections": ("sections", "images"),
}
"""The keys that each part is made of."""


def keep_parts(values: LocatedValues) -> tuple[LocatedValues, list[Problem]]:
    """Return the values without those of the parts that a briefing leaves out, and what is wrong with its choice.

    Codes: `duplicate-part`, `part-empty`, `chart-part`, and the warning `part-left-out`. Without `parts:` all is kept.
    """
    chosen = values.get("parts")
    if not isinstance(chosen, list) or not chosen or any(name not in PARTS for name in chosen):
        return values, []  # the model says what is wrong with it
    named = [name for name in chosen if isinstance(name, str)]
    left_out = [part for part in PARTS if part not in (*ALWAYS, *named)]
    if "sections" in named and "charts" in left_out:
        left_out.remove("charts")  # charts may stand in sections
    keys = {key for part in left_out for key in _KEYS[part] if values.mapping.get(key) is not None}
    warnings = [_left_out(values, key) for key in values.mapping if key in keys]
    problems = [*_repeated(values, named), *_empty(values, named), *_homeless_charts(values, named)]
    if problems:
        return values, [*problems, *warnings]
    tree: PlainValue = {key: value for key, value in values.mapping.items() if key not in keys}
    return replace(values, tree=tree), warnings


def _repeated(values: LocatedValues, named: list[str]) -> Iterator[Problem]:
    for index, name in enumerate(named):
        if name in named[:index]:
            what = f'"{name}" is among the parts twice'
            yield Problem("duplicate-part", what, values.place(("parts", index)), "delete one of the two")


def _empty(values: LocatedValues, named: list[str]) -> Iterator[Problem]:
    for index, name in enumerate(named):
        if name not in ALWAYS and not any(values.mapping.get(key) for key in _KEYS[name]):
            what = f'"{name}" is among the parts, and the briefing has none'
            hint = f"add {name}:, or leave it out of parts:"
            yield Problem("part-empty", what, values.place(("parts", index)), hint)


def _homeless_charts(values: LocatedValues, named: list[str]) -> Iterator[Problem]:
    """Yield the charts whose place on the page is left out while others of them are printed."""
    if not {"charts", "sections"} & {*named}:
        return
    for index, row in values.rows("charts"):
        needed = "sections" if row.get("section") else "charts"
        if needed not in named:
            where = "in a section" if needed == "sections" else "in no section"
            what = f'this chart stands {where}, and "{needed}" is not among the parts'
            yield Problem("chart-part", what, values.place(("charts", index)), f"add {needed} to parts:")


def _left_out(values: LocatedValues, key: str) -> Problem:
    what = f'"{key}" is not printed, for it is not among the parts'
    part = next(part for part, keys in _KEYS.items() if key in keys)
    hint = f"add {part} to parts:, or delete it"
    place = values.keys.get((key,)) or values.place((key,))
    return Problem("part-left-out", what, place, hint, Severity.WARNING)
