"""What the command prints: results on standard output, problems and progress on standard error."""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import TextIO
from unicodedata import category, east_asian_width

from briefing.problems import (
    BriefingError,
    ExitCode,
    Problem,
    Severity,
    is_control,
    printable_line,
    reason_of,
    whole_line,
)

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def set_up_streams() -> None:
    """Let standard output and error print any file name; where they are closed, no other file may take their place."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # what is opened next gets the lowest number that is free
            os.open(os.devnull, os.O_RDONLY)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # file names may hold any bytes


def flush_output() -> bool:
    """Write what is left in the buffers; return whether that was possible for standard output."""
    try:
        sys.stderr.flush()
    except OSError:
        discard(sys.stderr)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        discard(sys.stdout)
    except OSError as error:
        discard(sys.stdout)
        lose_output(error)
        return False
    return True


def print_error(error: BriefingError, output: str) -> ExitCode:
    """Print an error that ends the command, with an `output` of `json` or `sarif` as such, too; return its exit code."""
    print_problem(error)
    print_failure(error, output)
    return error.exit_code


def print_failure(error: BriefingError, output: str) -> None:
    """Print why a command failed as an object of JSON, or as a log of SARIF: its exit code, and its problems."""
    code = int(error.exit_code)
    if output == "json":
        print_json({"exit": code, "problems": [problem_object(problem) for problem in error.problems]})
    elif output == "sarif":
        faults = [
            {"level": str(one.severity), "descriptor": {"id": one.code}, "message": sarif_message(one)}
            for one in error.problems
        ]
        failed = {"executionSuccessful": False, "exitCode": code, "toolConfigurationNotifications": faults}
        print_json(sarif_log({"invocations": [failed], "results": []}), indent=2)


def sarif_message(problem: Problem) -> dict[str, str]:
    """Return what a problem is and what to do, as a message of SARIF."""
    return {"text": problem.what + (f" ({problem.hint})" if problem.hint else "")}


def sarif_log(run: Mapping[str, object], rules: Sequence[Mapping[str, object]] = ()) -> dict[str, object]:
    """Return a run of the program as a log of SARIF 2.1.0 (OASIS)."""
    tool = {"driver": {"name": "briefing", "rules": rules}}
    # Our columns count characters; some readers of SARIF would take them for units of UTF-16.
    return {"$schema": SARIF, "version": "2.1.0", "runs": [{"tool": tool, "columnKind": "unicodeCodePoints", **run}]}


def print_line(line: object) -> None:
    """Print a result to standard output."""
    _print(line, sys.stdout)


def print_problem(problem: object) -> None:
    """Print a problem or a warning to standard error."""
    _print(problem, sys.stderr)


def output_is_lost() -> bool:
    """Tell whether standard output could not be written, for another reason than that its reader has gone."""
    return bool(_LOST)


def print_json(value: object, indent: int | None = None) -> None:
    """Print a value as JSON to standard output; what JSON has no type for, such as a date, is printed as its text."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    # Such characters are in no JSON but in its texts, where they may be written so.
    print_line("".join(_escaped(character) if _is_unsafe(character) else character for character in text))


def _is_unsafe(character: str) -> bool:
    """Tell whether a terminal could take a character of some file for an order, or show a text in another direction."""
    return character not in "\n\t" and is_control(character)


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1]


def _safe(text: str) -> str:
    """Return a text as it may be printed: files may contain anything, and their escape codes are not sent."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(f"<U+{ord(one):04X}>" if _is_unsafe(one) else one for one in text)


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows of cells, each as one line, in columns that are aligned on a terminal to standard output."""
    table = [[whole_line(cell) for cell in row] for row in rows]
    widths = [max(map(_columns, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True))
        print_line("  ".join(cells).rstrip())


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for each wide character, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(one) in ("Mn", "Me", "Cf") else 2 if east_asian_width(one) in ("W", "F") else 1 for one in text
    )


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
        self._overwrites = _shows_colours(sys.stderr)
        self._printed_s = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def say(self, step: str) -> None:
        """Show a step in place of the last one."""
        if self._overwrites:
            self._write(f"\r\x1b[2K{self._name}: {printable_line(step)} …")
        elif self._every_s is not None and (now := time.monotonic()) - self._printed_s >= self._every_s:
            self._printed_s = now
            print_problem(f"{self._name}: {step}")

    def clear(self) -> None:
        """Remove what is shown, so that a line can be printed in its place."""
        if self._overwrites:
            self._write("\r\x1b[2K")

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # the terminal was closed
            self._overwrites = False

    def __exit__(self, *_: object) -> None:
        self.clear()


def problem_object(problem: Problem) -> dict[str, object]:
    """Return a problem as it is printed in JSON; what it has none of, such as a line, is null."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "what": problem.what,
        "hint": problem.hint,
        "file": place.file if place else None,
        "line": (place.line if place else 0) or None,
        "column": (place.column if place else 0) or None,
    }


def lose_output(error: OSError) -> None:
    """Say once, on standard error, that standard output cannot be written; the work continues without it."""
    _LOST.append(error)
    if len(_LOST) == 1:
        reason = "it is closed" if error.errno == errno.EBADF else reason_of(error)
        what = f"standard output cannot be written: {reason}"
        hint = "free some space, or send the output somewhere else"
        print_problem(Problem("cannot-print", what, hint=hint, severity=Severity.WARNING))


def discard(stream: TextIO) -> None:
    """Let what is written to a stream, also by Python's own flush at exit, go nowhere."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


_LOST: list[OSError] = []


def _print(line: object, stream: TextIO) -> None:
    text = _safe(str(line))
    if isinstance(line, Problem | BriefingError) and _shows_colours(stream):
        text = _coloured(text)
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        discard(stream)  # the reader has ended (`| head`)
    except OSError as error:
        discard(stream)
        if stream is sys.stdout:
            lose_output(error)


def _shows_colours(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that shows escape codes (`NO_COLOR`, and `TERM=dumb`, say that none are wanted)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


_COLOURS = (
    (re.compile(r"error\[[^\]]*\](?=: )"), "1;31"),  # bold red
    (re.compile(r"warning\[[^\]]*\](?=: )"), "1;33"),  # bold yellow
    (re.compile(r"^hint:", re.MULTILINE), "36"),  # cyan
)


def _coloured(text: str) -> str:
    """Return the text of problems with escape codes for colour; it has no other escape codes."""
    for pattern, code in _COLOURS:
        text = pattern.sub(lambda match, code=code: f"\x1b[{code}m{match[0]}\x1b[0m", text)  # type: ignore[misc]
    return text
