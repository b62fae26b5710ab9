"""The printed page's style sheet, with its variables replaced: the engine would resolve each again at every element."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from briefing.house.look import NO_HOUSE, House
from briefing.resources import OTHER_FAMILIES, PRINT, TEMPLATES

_ROOT_RULE = re.compile(r":root\s*\{([^{}]*)\}")
_PROPERTY = re.compile(r"(--[\w-]+)\s*:\s*([^;]+?)\s*(?:;|$)")
_OTHERS = re.compile("--others:[^;]*;")
_ACCENT = re.compile("--accent:[^;]*;")
HEAD_STYLE = "house.css"
"""The style of the name and the logo of a desk, in `TEMPLATES`."""

_VARIABLE = re.compile(r"var\((--[\w-]+)\)")


@lru_cache(maxsize=4)
def house_style(house: House = NO_HOUSE) -> bytes:
    """Return `print.css` with its variables replaced by their values; `--others` are the fonts for further scripts.

    The accent and the fonts of a desk take the place of ours; ours are asked for the characters that those do not have.
    """
    others = f"--others: {', '.join(map(repr, OTHER_FAMILIES))};"
    css = _OTHERS.sub(others, desk_variables(house))
    if house.name or house.logo:
        css += (TEMPLATES / HEAD_STYLE).read_text(encoding="utf-8")
    return (_font_faces(house) + replace_variables(css)).encode()


def desk_variables(house: House) -> str:
    """Return `print.css` with a desk's accent and fonts among the values of its `:root`."""
    css = (TEMPLATES / PRINT).read_text(encoding="utf-8")
    if house.accent:
        css = _ACCENT.sub(f"--accent: {house.accent};", css, count=1)
    for name, typeface in (("serif", house.serif), ("sans", house.sans)):
        if typeface:
            css = css.replace(f"--{name}: ", f'--{name}: "{typeface.family}", ', 1)
    return css


def _font_faces(house: House) -> str:
    """Return the rules that name the font files of a desk; each file says itself which weights and style it has."""
    return "".join(
        f'@font-face {{ font-family: "{typeface.family}"; src: url("fonts/{quote(name)}") }}\n'
        for typeface in house.typefaces
        for name, _ in typeface.files
    )


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
