"""The slips people make in writing YAML, told in words that need no knowledge of YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTE = "put the whole text inside quotation marks"
_COLUMN = "begin it in the same column as the entries it belongs with"

_SLIPS: tuple[tuple[str, str, str], ...] = (
    # (what the parser says, where; what is wrong; what to do). The first that fits is told.
    (
        r"end of stream.*quoted|document indicator",
        "a quotation mark is opened here and never closed",
        "close it with {0}",
    ),
    (r"escape character|escape code|hexdecimal", "a backslash means something else in this text", r"write \\ for \ "),
    (r"numeric character.* an alias", 'a text cannot begin with "*" here', _QUOTE),
    (r"numeric character.* an anchor", 'a text cannot begin with "&" here', _QUOTE),
    (r"\btag\b", 'a text cannot begin with "!" here', _QUOTE),
    (r"expected ',' or '}'", "a comma or a closing } is missing before this", "look at the { it belongs to"),
    (r"expected ',' or '\]'", "a comma or a closing ] is missing before this", "look at the [ it belongs to"),
    (
        r"could not find expected ':'",
        "there is no colon after this key",
        "write it as key: value, with a space after the colon",
    ),
    (
        r"block sequence entries|mapping keys are not",
        "a list cannot begin in the line of its key",
        "write each entry below it",
    ),
    (
        r"'-' indicator",
        "this line does not belong to the list above it",
        "begin it with a dash, or begin the list with a key",
    ),
    (r"directive|incompatible", 'a line cannot begin with "%" here', _QUOTE),
    (r"comment or line break", "a text after | or > begins on the next line", "move it there, indented"),
    (r"\btab\b", "a tab stands where spaces are needed", "indent with spaces, not tabs"),
    (r"nesting depth", "brackets are nested too deep", "look for brackets that are never closed"),
    (r"node content|document start", "this stands outside of every entry", "delete it, or look for a bracket too many"),
)
_AT_THE_START = r"end of stream.*quoted|document indicator|alias|anchor|could not find"
"""Faults that are better shown where the broken thing begins than where the parser gave up."""


@dataclass(frozen=True)
class YamlHint:
    """What is wrong with a text that is not YAML, at which of its characters (from 0), and what to do."""

    code: str
    what: str
    offset: int
    hint: str


def yaml_hint(text: str, said: str, gave_up: int, began: int | None) -> YamlHint:
    """Put in words what the parser said of a text: where it gave up, and where what it was reading began."""
    offset = gave_up if began is None or not re.search(_AT_THE_START, said) else began
    code = "yaml-alias" if re.search("alias|anchor", said) else "not-yaml"
    return YamlHint(code, *_words(text, said, offset))


def _words(text: str, said: str, offset: int) -> tuple[str, int, str]:
    character = text[offset : offset + 1]
    before = text[:offset].rpartition("\n")[2]
    if "cannot start any token" in said:
        if character == "\t":
            return "a tab stands where spaces are needed", offset, "indent with spaces, not tabs"
        return f'a text cannot begin with "{character}" here', offset, _QUOTE
    if "mapping values" in said:
        if ": " in before:
            return "a second colon in one line", offset, _QUOTE
        return "this line does not fit the one above it", offset, f"look for a colon missing above, or {_COLUMN}"
    if "expected key" in said:
        if before.strip():
            return "more text follows the closing quotation mark or bracket", offset, _QUOTE
        return "this line does not fit the ones above it", offset, _COLUMN
    for pattern, what, hint in _SLIPS:
        if re.search(pattern, said):
            return what, offset, hint.replace("{0}", character).strip()
    return "this is not YAML", offset, "look for quotation marks, brackets and indentation that do not match"
