"""The command line: flags in, lines and exit codes out. Nothing else prints or exits."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from briefing.cli.output import (
    flush_output,
    lose_output,
    output_is_lost,
    print_error,
    print_failure,
    set_up_streams,
)
from briefing.cli.remedies import completed_hints, options_in
from briefing.problems import BriefingError, ExitCode, Place, Problem, UsageError, reason_of

if TYPE_CHECKING:
    import typer

GC_THRESHOLD = 400_000
"""New objects between two garbage collections: imports create many objects, and none of them is garbage."""

COMMANDS = {
    "build": "build",
    "check": "check",
    "publish": "publish",
    "send": "send",
    "ledger": "ledger",
    "status": "status",
    "source": "source",
    "data": "data",
    "editions": "editions",
    "verify": "verify",
    "new": "new",
    "schema": "new",
}
"""The commands in the order of the help, each with the module that holds it: as a function of its name, or as `app`."""


ACTS = (
    *("build", "publish", "send", "new", "source add", "data import"),
    *(
        "editions restore",
        "editions export",
        "editions withdraw",
        "editions site",
        "editions diff --html",
        "editions diff --pdf",
    ),
)
"""The commands that change something: they have succeeded even where that cannot be printed. The others only print."""


HELP = ("-h", "--help", "--show-completion")


def command_line(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return the command line for some arguments; it imports only the module of their command, or all for the help."""
    import typer

    from briefing.cli.examples import add_examples
    from briefing.cli.options import program_options

    app = typer.Typer(
        name="briefing",
        help="Printable briefing documents: from a folder of plain text to an archival, accessible PDF.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    # Without a callback, Typer makes a single command the whole program, and takes its name for an argument.
    app.callback()(program_options)
    selected = arguments[0] if arguments and arguments[0] in COMMANDS else None
    for command, name in COMMANDS.items():
        if selected in (None, command):
            module = import_module(f"briefing.cli.{name}")
            if hasattr(module, "app"):
                app.add_typer(module.app, name=command)
                add_examples(module.app, f"briefing {command}")
            else:
                app.command(command)(getattr(module, command))
    add_examples(app, "briefing")
    return app


def main() -> None:
    """Run the command and exit with an `ExitCode`; what a user can correct is explained, never shown as a traceback."""
    gc.set_threshold(GC_THRESHOLD)
    try:
        set_up_streams()
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)  # end as at Ctrl-C, so that no files are left behind
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    flush_output()
    if not code and output_is_lost() and not _acts(sys.argv[1:]):
        code = ExitCode.USAGE
    # Registered last, so called first: the clean-up at exit is short, and must not be interrupted.
    atexit.register(_ignore_signals)
    atexit.register(gc.freeze)  # the collector need not search memory that is given back in a moment
    sys.exit(code)


def _acts(arguments: Sequence[str]) -> bool:
    """Tell whether a command line changes something; a dry run and a help only tell something."""
    given = [*arguments[:2], *(word.partition("=")[0] for word in arguments[2:] if word.startswith("-"))]
    acts = any(set(act.split()[:1]) == set(given[:1]) and set(act.split()) <= set(given) for act in ACTS)
    return acts and not {"--dry-run", *HELP} & set(given)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _run(arguments: Sequence[str]) -> int | str | None:
    """Run a command, explain its errors, and return the exit code."""
    output = _wanted_output(arguments)
    try:
        _check_current_folder()
        with completed_hints(options_in(arguments)):
            returned: object = command_line(arguments)(list(arguments), standalone_mode=False)
    except BriefingError as error:
        return print_error(error, output)
    except SystemExit as ended:  # completion of the shell, or 1 where the reader of a help has gone
        return ExitCode.DONE if ended.code == ExitCode.BUG else ended.code
    except OSError as error:
        if not error.filename and set(HELP) & set(arguments):
            lose_output(error)
            return ExitCode.USAGE
        return print_error(_system_error(error), output) if flush_output() else ExitCode.USAGE
    except Exception as error:
        return _explain(error, output)
    if returned == ExitCode.BUG:  # Typer's own code, where completion cannot be installed for a shell
        return ExitCode.USAGE
    return returned if isinstance(returned, int) else ExitCode.DONE


def _wanted_output(arguments: Sequence[str]) -> str:
    """Return `json` or `sarif` where that is asked for: this must be known even where the line cannot be understood."""
    options = list(takewhile(lambda word: word != "--", arguments))
    named = [f"{word}={after}" for word, after in pairwise((*options, "")) if word == "--format"]
    formats = [word.lower().removeprefix("--format=") for word in (*options, *named) if word.startswith("--format=")]
    return "json" if "--json" in options else next((one for one in formats if one in ("json", "sarif")), "")


def _check_current_folder() -> None:
    """Raise UsageError (`no-folder`) where the current folder has been deleted."""
    try:
        Path.cwd()
    except OSError as error:
        what = f"the current folder cannot be used: {reason_of(error)}"
        raise UsageError(Problem("no-folder", what, hint="it may have been deleted; go to another one")) from error


def _system_error(error: OSError) -> UsageError:
    """Return what the system refused as an error that is explained."""
    what = f"the system refused this: {reason_of(error)}"
    hint = "correct the cause, and try again"
    if error.errno in (errno.EMFILE, errno.ENFILE):
        hint = "allow more open files, with: ulimit -n 256"
    elif "temporary directory" in str(error):
        what, hint = "there is no folder for temporary files", "name one that can be written: export TMPDIR=FOLDER"
    elif error.errno == errno.ENOSPC:
        hint = "free some space, and try again"
    place = Place(str(error.filename)) if isinstance(error.filename, str) else None
    return UsageError(Problem("system", what, place, hint))


@runtime_checkable
class _WrongUsage(Protocol):
    """What Typer raises where a command, an option or a value is unknown or missing."""

    exit_code: int
    message: str

    def show(self) -> None:
        """Print it, with the usage."""

    def format_message(self) -> str:
        """Return what is wrong."""


def _explain(error: Exception, output: str) -> ExitCode:
    """Explain wrong usage, or ask for a bug to be reported; return the exit code."""
    if type(error).__name__ == "Abort":  # Typer's: a question was answered with Ctrl-C or the end of the input
        return ExitCode.INTERRUPTED
    if isinstance(error, _WrongUsage):
        error.message = error.message.replace("Value error, ", "")  # how Typer's validator begins
        with suppress(OSError):
            error.show()
        print_failure(UsageError(Problem("usage", error.format_message())), output)
        return ExitCode.USAGE
    if "Too many open files" in str(error):  # a library could not be loaded
        return print_error(_system_error(OSError(errno.EMFILE, os.strerror(errno.EMFILE))), output)
    traceback.print_exception(error)
    bug = Problem("bug", "this is a bug in briefing", hint="report it, with the lines above")
    return print_error(BriefingError(bug), output)
