"""Tell what is wrong with a desk's own style sheet, at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from briefing.problems import PdfError, Place, Problem

FILE = "templates/print.css"
_AT = re.compile(r" ?\bat (\d+):(\d+)\b,? ?")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NOT_HERE = (
    (re.compile(r"@import\b", re.IGNORECASE), "@import", "put all rules into this one file"),
    (re.compile(r"@font-face\b", re.IGNORECASE), "@font-face", "name your fonts in [house] of briefing.toml"),
    (
        re.compile(r"\burl\(", re.IGNORECASE),
        "url()",
        "a style can show no file; the logo is set in [house] of briefing.toml",
    ),
    (
        re.compile(r"(?<![-\w])size\s*:", re.IGNORECASE),
        "size",
        "set the paper in [house] of briefing.toml, or with --paper",
    ),
)


def check_style(style: str, parse: Callable[..., object], problems: list[Problem]) -> None:
    """Raise PdfError with all that is wrong with a style sheet; `parse(string=…)` adds what the engine says to `problems`."""
    if not style:
        return
    before = len(problems)
    parse(string=style)
    found = [*(_placed(message, style) for message in problems[before:]), *_forbidden(style)]
    del problems[before:]
    if found:
        raise PdfError(dict.fromkeys(sorted(found, key=lambda one: one.place or Place(""))))


def _forbidden(css: str) -> Iterator[Problem]:
    """Yield what a desk's style sheet may not have."""
    plain = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), css)
    for pattern, name, hint in _NOT_HERE:
        for found in pattern.finditer(plain):
            line = plain[: found.start()].count("\n") + 1
            yield Problem("template", f"{name} is not possible here", Place(FILE, line), hint)


def _placed(message: Problem, style: str) -> Problem:
    """Return what the engine says of a desk's style sheet as a problem with its line and column."""
    at = _AT.search(message.what)
    place = Place(FILE, int(at[1]), int(at[2])) if at else Place(FILE, _line_of_quoted(message.what, style))
    said = _AT.sub(": " if at and message.what[at.end() :] else "", message.what).strip().rstrip(".")
    said = said.replace("Ignored ", "is ignored: ", 1) if said.startswith("Ignored ") else said
    return Problem("template", said, place, "correct or remove it: it has no effect")


def _line_of_quoted(message: str, style: str) -> int:
    """Return the line of what a message of the engine quotes; 0 where it is not in the style sheet as it stands."""
    quoted = re.search(r"'([^']+)'", message)
    at = style.find(quoted[1].strip()) if quoted else -1
    return style[:at].count("\n") + 1 if at >= 0 else 0
