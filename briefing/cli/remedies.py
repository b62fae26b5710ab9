"""Complete the commands in hints, so that each of them works when pasted where it was printed.

A hint is written where it is known what to do, but not from where the command was called: `store it with: briefing source add
FILE --id press`. Only the command line knows which folder, workspace or archive is meant, and adds the option that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from briefing.problems import BriefingError, Problem
from briefing.workspace import Workspace, as_argument, display_name, nearest_workspace

_COMMAND = re.compile(r"(?<=: )briefing (source|data|editions|publish|send|ledger)\b[^;]*")

Options = Mapping[str, str]
"""For the first word of a command, the option to add: `{"source": "--in briefs/x"}`."""


def options_for(folder: Path | None = None, workspace: Workspace | None = None, archive: Path | None = None) -> Options:
    """Return the options that commands need to mean this briefing, this workspace, and this archive."""
    options = {}
    if folder and display_name(folder):
        options["source"] = f"--in {as_argument(folder)}"
    if workspace and _current_workspace() != workspace:
        options["data"] = f"--in {as_argument(workspace.root)}"
    if archive:
        options |= dict.fromkeys(("editions", "publish", "send", "ledger"), f"--archive {as_argument(archive)}")
    return options


def _current_workspace() -> Workspace | None:
    with suppress(FileNotFoundError):  # the current folder was deleted while a command runs
        return nearest_workspace(Path.cwd())
    return None


def options_in(arguments: Sequence[str]) -> Options:
    """Return the options for the archive that the command itself was told to use."""
    for word, after in pairwise((*arguments, "")):
        name, _, value = word.partition("=")
        if name == "--archive" and (value or after):
            return options_for(archive=Path(value or after))
    return {}


def complete_hints(problems: Iterable[Problem], options: Options) -> tuple[Problem, ...]:
    """Return problems with the commands in their hints completed."""
    return tuple(
        replace(problem, hint=_COMMAND.sub(lambda match: _complete(match, options), problem.hint))
        for problem in problems
    )


@contextmanager
def completed_hints(options: Options) -> Iterator[None]:
    """Complete the hints of the errors that are raised in the block."""
    try:
        yield
    except BriefingError as error:
        raise type(error)(complete_hints(error.problems, options)) from error


def _complete(match: re.Match[str], options: Options) -> str:
    option = options.get(match[1], "")
    return match[0] if not option or option.split()[0] in match[0].split() else f"{match[0]} {option}"
