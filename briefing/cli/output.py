"""What the command prints: results on standard output, problems and progress on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from briefing.problems import is_control


def print_line(line: object) -> None:
    """Print a result to standard output."""
    _print(line, sys.stdout)


def print_problem(problem: object) -> None:
    """Print a problem or a warning to standard error."""
    _print(problem, sys.stderr)


def print_json(value: object, indent: int | None = None) -> None:
    """Print a value as JSON to standard output; what JSON has no type for, such as a date, is printed as its text."""
    print_line(json.dumps(value, ensure_ascii=False, indent=indent, default=str))


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of cells in aligned columns to standard output."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 page`, `2 pages`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def note_line(text: str, max_characters: int = 1000) -> str:
    """Return a stored text, whoever wrote it, as one line without control characters, cut to a length."""
    line = "".join("\ufffd" if is_control(character) else character for character in " ".join(text.split()))
    return line if len(line) <= max_characters else f"{line[: max_characters - 1].rstrip()}…"


def _print(line: object, stream: TextIO) -> None:
    try:
        print(line, file=stream, flush=True)
    except BrokenPipeError:
        # The reader has gone (`| head`). The work continues, so later writes, and Python's own flush at exit, go nowhere.
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
