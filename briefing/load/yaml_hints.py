"""Explain the mistakes people make in writing YAML, in words that need no knowledge of YAML."""

from __future__ import annotations

import re

from briefing.load.located_values import place_at
from briefing.problems import Problem

_QUOTE = "put the whole text inside quotation marks"
_COLUMN = "begin it in the same column as the entries it belongs with"
_TAB = ("a tab is used where spaces are needed", "indent with spaces, not tabs")

_MISTAKES: tuple[tuple[str, str, str, str], ...] = (
    # What libyaml says; what the line says before the place (or nothing); what is wrong; what to do. The first match counts,
    # {0} is the character at the place.
    (r"cannot start any token", r"\t\Z", *_TAB),
    (r"cannot start any token", "", 'a text cannot begin with "{0}" here', _QUOTE),
    (r"mapping values", r": .*(?=.)", "a second colon in one line", _QUOTE),
    (r"mapping values", "", "this line does not fit the one above it", f"look for a colon missing above, or {_COLUMN}"),
    (r"expected key", r"\S.*(?=.)", "more text follows the closing quotation mark or bracket", _QUOTE),
    (r"expected key", "", "this line does not fit the ones above it", _COLUMN),
    (
        r"end of stream.*quoted|document indicator",
        "",
        "a quotation mark is opened here and never closed",
        "close it with {0}",
    ),
    (
        r"escape character|escape code|hexdecimal",
        "",
        "a backslash means something else in this text",
        r"write \\ for \ ",
    ),
    (r"numeric character.* an alias", "", 'a text cannot begin with "*" here', _QUOTE),
    (r"numeric character.* an anchor", "", 'a text cannot begin with "&" here', _QUOTE),
    (r"\btag\b", "", 'a text cannot begin with "!" here', _QUOTE),
    (r"expected ',' or '}'", "", "a comma or a closing } is missing before this", "look at the { it belongs to"),
    (r"expected ',' or '\]'", "", "a comma or a closing ] is missing before this", "look at the [ it belongs to"),
    (
        r"could not find expected ':'",
        "",
        "there is no colon after this key",
        "write it as key: value, with a space after the colon",
    ),
    (
        r"block sequence entries|mapping keys are not",
        "",
        "a list cannot begin in the line of its key",
        "write each entry below it",
    ),
    (
        r"'-' indicator",
        "",
        "this line does not belong to the list above it",
        "begin it with a dash, or begin the list with a key",
    ),
    (r"directive|incompatible", "", 'a line cannot begin with "%" here', _QUOTE),
    (r"comment or line break", "", "a text after | or > begins on the next line", "move it there, indented"),
    (r"\btab\b", "", *_TAB),
    (r"nesting depth", "", "brackets are nested too deep", "look for brackets that are never closed"),
    (
        r"node content|document start",
        "",
        "this is outside of every entry",
        "delete it, or look for a bracket too many",
    ),
    (r"", "", "this is not YAML", "look for quotation marks, brackets and indentation that do not match"),
)
_SHOWN_AT_START = r"end of stream.*quoted|document indicator|alias|anchor|could not find"
"""Mistakes that are better shown where the broken value begins than where the parser stopped."""


def explain_yaml_error(file: str, text: str, message: str, stopped: int, began: int | None) -> Problem:
    """Return libyaml's error as a problem (`not-yaml`, `yaml-alias`) with its place and what to do.

    `stopped` is the offset at which the parser stopped, `began` the one at which the value begins that it was reading.
    """
    offset = began if began is not None and re.search(_SHOWN_AT_START, message) else stopped
    line = text[text.rfind("\n", 0, offset) + 1 : offset + 1]
    what, hint = next(
        (what, hint)
        for pattern, before, what, hint in _MISTAKES
        if re.search(pattern, message) and re.search(before, line, re.DOTALL)
    )
    character = text[offset : offset + 1]
    code = "yaml-alias" if re.search("alias|anchor", message) else "not-yaml"
    return Problem(
        code, what.replace("{0}", character), place_at(file, text, offset), hint.replace("{0}", character).strip()
    )
