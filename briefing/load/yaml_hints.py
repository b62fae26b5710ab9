"""Explain the mistakes people make in writing YAML, in words that need no knowledge of YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    if problem := _explain_by_line(file, text, text.find("\n", stopped) if stopped < len(text) else -1):
        return problem
    if "expected ',' or" in message and (problem := _explain_comment(file, text[:stopped])):
        return problem
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


_OPENING = re.compile(r"""(?:^|[-:\[{,])[ ]*(?P<quote>["'\u201c\u201e\u201f\u2018\u00ab])""")
"""A quotation mark where a value, a key or an entry begins."""
_NO_BREAK = re.compile(r"^[ ]*(?:[\w-]+:|-)?[ ]*(?P<space>[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff])")
"""A space that is none for YAML, where the structure of a line needs one: as its indentation, after a dash or a colon."""
_BLOCK = re.compile(r"(?:^|[-:][ ]+)[|>][-+0-9]*[ ]*(?:#.*)?$")
_KEY_OR_ENTRY = re.compile(r"[ ]*(?:-[ ]|-$|[\w.-]+:(?:[ ]|$))")


def _explain_by_line(file: str, text: str, end: int) -> Problem | None:
    """Return what is plainly wrong in one of the lines up to the place where the parser stopped; None where nothing is.

    The parser takes the next quotation mark for the missing one, and stops lines later with another complaint.
    """
    lines = _structure(text if end < 0 else text[:end])
    for number, (offset, line) in enumerate(lines):
        if space := _NO_BREAK.match(line):
            what = "a no-break space is used where an ordinary space is needed"
            hint = "write an ordinary space in its place; most editors show no difference"
            return Problem("not-yaml", what, place_at(file, text, offset + space.start("space")), hint)
        if (opening := _OPENING.search(line)) is None:
            continue
        quote, place = opening["quote"], place_at(file, text, offset + opening.start("quote"))
        if quote in "\"'" and _is_left_open(quote, lines, number):
            what = "a quotation mark is opened here and never closed"
            return Problem("not-yaml", what, place, f"close it with {quote}")
        if quote not in "\"'" and number == len(lines) - 1:
            what = f"the quotation mark {quote} does not hold a text together"
            return Problem("not-yaml", what, place, 'put straight quotation marks around the whole text: "…"')
    return None


def _explain_comment(file: str, text: str) -> Problem | None:
    """Return the place of a # that makes a comment of the rest of a line, with its closing bracket; None where none does."""
    offset = 0
    for line in text.split("\n"):
        before, mark, comment = line.partition(" #")
        if (
            mark
            and re.search(r"[\]}][ ,]*$", comment)
            and re.search(r"[{\[]", before)
            and not re.search("[\"']", before)
        ):
            what = "the rest of this line is a comment, its closing bracket included"
            return Problem("not-yaml", what, place_at(file, text, offset + len(before) + 1), _QUOTE)
        offset += len(line) + 1
    return None


def _structure(text: str) -> list[tuple[int, str]]:
    """Return the lines of a YAML text with their offsets, without those inside of a block of text (after `|` or `>`)."""
    found: list[tuple[int, str]] = []
    offset, block_indent = 0, None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if block_indent is not None and line.strip() and indent <= block_indent:
            block_indent = None
        if block_indent is None:
            found.append((offset, line))
            if _BLOCK.search(line):
                block_indent = indent
        offset += len(line) + 1
    return found


def _is_left_open(quote: str, lines: Sequence[tuple[int, str]], number: int) -> bool:
    """Tell whether the quotation mark that a line opens is closed neither in it nor in lines that continue its text."""
    if not _is_odd(quote, lines[number][1]):
        return False
    for following in range(number + 1, len(lines)):
        other = lines[following][1]
        if _KEY_OR_ENTRY.match(other):
            return True
        if _is_odd(quote, other):
            return False
    return True


def _is_odd(quote: str, line: str) -> bool:
    """Tell whether a line has an odd number of straight double quotation marks, or begins a text with ' and never ends it."""
    if quote == "'":
        opening = _OPENING.search(line)
        return line.count("'") == 1 if opening is None or opening["quote"] != "'" else not re.search(r"'.*'", line)
    return len(re.findall(r'(?<!\\)"', line)) % 2 == 1
