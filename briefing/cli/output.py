"""What the command prints: results on standard output, problems and progress on standard error."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from typing import TextIO

from briefing.problems import Problem, is_control, printable_line


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
    """Return a stored text from any origin as one line without control characters, cut to a length."""
    line = "".join("\ufffd" if is_control(character) else character for character in " ".join(text.split()))
    return line if len(line) <= max_characters else f"{line[: max_characters - 1].rstrip()}…"


class Progress:
    """Shows on standard error what is being done.

    A terminal shows it on a line that is overwritten. Elsewhere, and where escape codes are unwanted (`NO_COLOR`, or a `dumb`
    terminal), it is printed as a line at most every `every_s` seconds, or never.
    """

    def __init__(self, name: str, every_s: float | None = None) -> None:
        self._name, self._every_s = printable_line(name), every_s
        wants_escapes = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._overwrites = wants_escapes and sys.stderr.isatty()
        self._printed_s = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def say(self, step: str) -> None:
        """Show a step in place of the last one."""
        if self._overwrites:
            sys.stderr.write(f"\r\x1b[2K{self._name}: {step} …")
            sys.stderr.flush()
        elif self._every_s is not None and (now := time.monotonic()) - self._printed_s >= self._every_s:
            self._printed_s = now
            print_problem(f"{self._name}: {step}")

    def clear(self) -> None:
        """Remove what is shown, so that a line can be printed in its place."""
        if self._overwrites:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        self.clear()


def problem_object(problem: Problem) -> dict[str, object]:
    """Return a problem as it is printed in JSON."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "what": problem.what,
        "hint": problem.hint,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _print(line: object, stream: TextIO) -> None:
    try:
        print(line, file=stream, flush=True)
    except BrokenPipeError:
        # The reader has gone (`| head`). The work continues, so later writes, and Python's own flush at exit, go nowhere.
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
