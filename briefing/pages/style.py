"""The printed page's style sheet, with its variables replaced: the engine would resolve each again at every element."""

from __future__ import annotations

import re
from functools import cache

from briefing.resources import OTHER_FAMILIES, PRINT, TEMPLATES

_ROOT_RULE = re.compile(r":root\s*\{([^{}]*)\}")
_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)")
_OTHERS = re.compile("--others:[^;]*;")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")


@cache
def house_style() -> bytes:
    """Return `print.css` with its variables replaced by their values; `--others` are the fonts for further scripts."""
    others = f"--others: {', '.join(map(repr, OTHER_FAMILIES))};"
    css = (TEMPLATES / PRINT).read_text(encoding="utf-8")
    return replace_variables(_OTHERS.sub(others, css)).encode()


def replace_variables(css: str) -> str:
    """Return a style sheet with each `var()` of a property of its `:root` replaced by the value.

    A property that is set in two places is left alone: which value applies depends on the element.
    """
    declared = [pair for rule in _ROOT_RULE.findall(css) for pair in _PROPERTY.findall(rule)]
    values = {name: value for name, value in declared if len(re.findall(rf"{name}\s*:", css)) == 1}
    for _ in values:  # a value may refer to another property
        values = {name: _replace(value, values) for name, value in values.items()}
    return _replace(css, values)


def _replace(css: str, values: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda variable: values.get(variable[1], variable[0]), css)
