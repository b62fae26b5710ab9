"""The house style as the engine takes it fastest: every `var()` put in, for it would work each out again at each element."""

from __future__ import annotations

import re
from functools import cache

from briefing.resources import PRINT, TEMPLATES

_ROOT = re.compile(r":root\s*\{([^{}]*)\}")
_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")


@cache
def house_style() -> bytes:
    """`print.css` with the properties of its `:root` put in where they are used."""
    return put_in((TEMPLATES / PRINT).read_text(encoding="utf-8")).encode()


def put_in(style: str) -> str:
    """A style with its root's properties in the place of each `var()` that names one; all else stays as it is.

    A property that is given a value in two places is left alone: which one holds depends on the element.
    """
    given = [pair for rule in _ROOT.findall(style) for pair in _PROPERTY.findall(rule)]
    known = {name: value for name, value in given if len(re.findall(rf"{name}\s*:", style)) == 1}
    for _ in known:  # a property may name another
        known = {name: _fill(value, known) for name, value in known.items()}
    return _fill(style, known)


def _fill(text: str, known: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda named: known.get(named[1], named[0]), text)
