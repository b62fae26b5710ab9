"""Problems and errors: what went wrong, where, and what to do next.

An author's faults are `Problem` values, collected and reported together. The machine's faults are exceptions, raised at
once. Both end in `BriefingError`, whose subclasses carry the exit code; only the command line prints and exits.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import ClassVar
from unicodedata import category

MAX_PRINTED = 400
"""The most characters of a message that are printed: the middle of longer ones is left out."""


MAX_LINES = 10
"""So many lines are named where a warning is repeated."""


class ExitCode(IntEnum):
    """Exit codes of the command, one meaning each."""

    DONE = 0
    BUG = 1
    USAGE = 2
    CONTENT = 3
    FIGURE = 4
    PDF = 5
    ARCHIVE = 6
    DELIVERY = 7
    BATCH = 8
    SUPERSEDED = 9
    WITHDRAWN = 10
    UNKNOWN = 11
    INTERRUPTED = 130


class Severity(StrEnum):
    """An error stops the build; a warning is printed and the build goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file: its name as shown to the author, and line and column from 1 (0 for the whole)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True)
class Problem:
    """One problem: a stable code, what is wrong, where, and what to do next."""

    code: str
    what: str
    place: Place | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        text = f"{printable_line(where)}{self.severity}[{self.code}]: {printable_line(self.what)}"
        return f"{text}\nhint: {printable_line(self.hint)}" if self.hint else text


def printable_line(text: str) -> str:
    """Return a text as one line that is safe to print: control and invisible characters named, a long middle left out."""
    line = whole_line(text)
    return line if len(line) <= MAX_PRINTED else f"{line[: MAX_PRINTED * 2 // 3]} … {line[-MAX_PRINTED // 3 :]}"


def whole_line(text: str) -> str:
    """Return a text as one line that is safe to print, however long it is."""
    return "".join(_visible(c) for c in text)


def _visible(character: str) -> str:
    if character in "\n\t":
        return " "
    shown = character.isprintable() or category(character) == "Zs"
    return character if shown else f"<U+{ord(character):04X}>"


def is_control(character: str) -> bool:
    """Tell whether a character is a control character, a line or paragraph separator, or a mark of text direction."""
    # Joiners (U+200C, U+200D) are of category Cf like the marks of direction, but Persian and Hindi need them.
    kind = category(character)
    return kind in ("Cc", "Zl", "Zp", "Cs") or (kind == "Cf" and character not in "\u200c\u200d")


def reason_of(error: Exception) -> str:
    """Return why an operation failed, in small letters: as the system says it, else as the exception does."""
    return ((isinstance(error, OSError) and error.strerror) or str(error)).lower()


def writable_hint(error: OSError) -> str:
    """Return what to do where a file could not be written for this reason."""
    hints = {
        errno.ENOSPC: "free some space there, then run it again",
        errno.EDQUOT: "free some space there, then run it again",
        errno.EROFS: "use a folder on a disk that can be written",
        errno.EEXIST: "choose another folder: there is a file in its place",
        errno.EISDIR: "choose another folder: there is a folder in its place",
        errno.ENOTDIR: "choose another folder: there is a file in its place",
        errno.ENAMETOOLONG: "choose a shorter name",
    }
    return hints.get(error.errno or 0, "make the folder writable, or choose another one")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean …?` with the known word most like `word`, or an empty text where none is similar."""
    from difflib import get_close_matches  # only where something is misspelt

    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return f"did you mean {folded[close[0]]}?" if close else ""


def fold_repeats(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with each warning that says the same of several lines of a file once: at the first, with the others.

    Errors are kept one by one, so that each has its own place.
    """
    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        file = problem.place.file if problem.place else ""
        same = (problem.code, problem.what, problem.hint, file)
        groups.setdefault(same if problem.severity is Severity.WARNING else number, []).append(problem)
    return [_folded(group) for group in groups.values()]


def _folded(group: list[Problem]) -> Problem:
    first, *others = group
    if not others:
        return first
    lines = sorted({problem.place.line for problem in others if problem.place and problem.place.line})
    shown = ", ".join(map(str, lines[:MAX_LINES])) + (" …" if len(lines) > MAX_LINES else "")
    also = f"; also in line{'s' * (len(lines) > 1)} {shown}" if lines else ""
    return replace(first, what=f"{first.what} ({len(group)} times{also})")


class BriefingError(Exception):
    """The base of every error that the command explains instead of showing a traceback."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in fold_repeats(self.problems)))

    def __reduce__(self) -> tuple[type[BriefingError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class UsageError(BriefingError):
    """The command was called with wrong words, options or settings."""

    exit_code = ExitCode.USAGE


class ContentError(BriefingError):
    """The content, or a file it names, has problems."""

    exit_code = ExitCode.CONTENT


class FigureError(BriefingError):
    """A figure could not be drawn, or a template could not be filled."""

    exit_code = ExitCode.FIGURE


class PdfError(BriefingError):
    """The PDF could not be made, or does not conform."""

    exit_code = ExitCode.PDF


class ArchiveError(BriefingError):
    """The archive refused: it is damaged, busy, not an archive, or has no such edition."""

    exit_code = ExitCode.ARCHIVE


class DeliveryError(BriefingError):
    """An edition may not be sent as asked, or could not be."""

    exit_code = ExitCode.DELIVERY


class BatchError(BriefingError):
    """One briefing of many could not be built, for a reason outside of the briefing."""

    exit_code = ExitCode.BATCH
