"""The command line: flags in, lines and exit codes out. Nothing else prints or exits."""

from __future__ import annotations

import atexit
import gc
import signal
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

from briefing.cli.output import print_problem
from briefing.problems import BriefingError, ExitCode

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
    "source": "source",
    "data": "data",
    "editions": "editions",
    "verify": "verify",
    "new": "new",
    "schema": "new",
}
"""The commands in the order of the help, each with the module that holds it: as a function of its name, or as `app`."""


def command_line(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return the command line for some arguments; it imports only the module of their command, or all for the help."""
    import typer

    app = typer.Typer(
        name="briefing",
        help="Printable briefing documents: from a folder of plain text to an archival, accessible PDF.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    # Without a callback, Typer makes a single command the whole program, and takes its name for an argument.
    app.callback()(lambda: None)
    selected = arguments[0] if arguments and arguments[0] in COMMANDS else None
    for command, name in COMMANDS.items():
        if selected in (None, command):
            module = import_module(f"briefing.cli.{name}")
            if hasattr(module, "app"):
                app.add_typer(module.app, name=command)
            else:
                app.command(command)(getattr(module, command))
    return app


def main() -> None:
    """Run the command and exit with an `ExitCode`; what a user can correct is explained, never shown as a traceback."""
    gc.set_threshold(GC_THRESHOLD)
    try:
        _set_up()
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    # Registered last, so called first: the clean-up at exit is short, and must not be interrupted.
    atexit.register(_ignore_signals)
    atexit.register(gc.freeze)  # the collector need not search memory that is given back in a moment
    sys.exit(code)


def _set_up() -> None:
    sys.path[:] = filter(
        None, sys.path
    )  # no module is in the current folder: not for this process, nor for its workers
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # file names may hold any bytes
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)  # end as at Ctrl-C, so that no files are left behind


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _run(arguments: Sequence[str]) -> int | str | None:
    """Run a command, explain its errors, and return the exit code."""
    try:
        command_line(arguments)(list(arguments))
    except BriefingError as error:
        print_problem(error)
        return error.exit_code
    except SystemExit as ended:
        return ended.code
    except Exception:
        traceback.print_exc()
        print(
            "error[bug]: this is a bug in briefing\nhint: report it, with the lines above",
            file=sys.stderr,
        )
        return ExitCode.BUG
    return ExitCode.DONE
