"""Problems and errors: what went wrong, where, and what to do next.

An author's faults are `Problem` values, collected and reported together. The machine's faults are exceptions, raised at
once. Both end in `BriefingError`, whose subclasses carry the exit code; only the command line prints and exits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import ClassVar
from unicodedata import category

LONGEST = 400
"""Of a sentence that quotes more than this many characters, the middle is left out."""


class Exit(IntEnum):
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
    INTERRUPTED = 130


class Severity(StrEnum):
    """An error stops the build; a warning is printed and the build goes on."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file: its name as shown to the author, and line and column from 1 (0 where the whole is meant)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True)
class Problem:
    """One fault of the content: a stable code, what is wrong, where, and what to do next."""

    code: str
    what: str
    place: Place | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        text = f"{visible(where)}{self.severity}[{self.code}]: {visible(self.what)}"
        return f"{text}\nhint: {visible(self.hint)}" if self.hint else text


def visible(text: str) -> str:
    """A text as one line that is safe to print: what would steer a terminal or hide is named, a long middle left out."""
    line = "".join(_visible(c) for c in text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST * 2 // 3]} … {line[-LONGEST // 3 :]}"


def _visible(character: str) -> str:
    if character in "\n\t":
        return " "
    shown = character.isprintable() or category(character) == "Zs"
    return character if shown else f"<U+{ord(character):04X}>"


class BriefingError(Exception):
    """The root of every error the command explains rather than lets escape."""

    exit_code: ClassVar[Exit] = Exit.BUG

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[BriefingError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class UsageError(BriefingError):
    """The command was called in a way it does not know."""

    exit_code = Exit.USAGE


class ContentError(BriefingError):
    """What the author wrote, or what it refers to, has faults."""

    exit_code = Exit.CONTENT


class FigureError(BriefingError):
    """A figure could not be drawn, or a template could not be filled."""

    exit_code = Exit.FIGURE


class PdfError(BriefingError):
    """The PDF could not be made, or does not conform."""

    exit_code = Exit.PDF


class ArchiveError(BriefingError):
    """The archive refused: it is damaged, busy, not an archive, or does not hold what was asked for."""

    exit_code = Exit.ARCHIVE


class DeliveryError(BriefingError):
    """An edition may not go out as asked, or could not."""

    exit_code = Exit.DELIVERY


class BatchError(BriefingError):
    """A briefing among many could not be built, for a reason that lies not in the briefing."""

    exit_code = Exit.BATCH
