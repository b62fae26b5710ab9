"""The command line: flags in, lines and exit codes out. Nothing else prints or exits."""

from __future__ import annotations

import atexit
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

WORDS = {
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
"""Each word of the command, in the order of the help, with the module that has it: as a function of its name, or as `app`."""


def command_line(words: Sequence[str] = ()) -> typer.Typer:
    """The command line for some words: only the module that a word needs is brought in, all of them for the help."""
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
    # So that a word is a word even where it is the only one.
    app.callback()(lambda: None)
    asked = words[0] if words and words[0] in WORDS else None
    for word, name in WORDS.items():
        if asked in (None, word):
            module = import_module(f"briefing.cli.{name}")
            if hasattr(module, "app"):
                app.add_typer(module.app, name=word)
            else:
                app.command(word)(getattr(module, word))
    return app


def main() -> None:
    """Run the command and exit as `ExitCode` says; whatever a user can mend is explained, never shown as a traceback."""
    try:
        _set_up()
        code = _explained(sys.argv[1:])
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    # The first thing on the way out: what is left to do there is short, and leaves nothing behind only where it is done.
    atexit.register(_hear_no_more)
    sys.exit(code)


def _set_up() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files may be anything
    for sent in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(sent) == signal.SIG_DFL:
            signal.signal(sent, signal.default_int_handler)  # who is told to end ends as at Ctrl-C, and leaves nothing


def _hear_no_more() -> None:
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sent, signal.SIG_IGN)


def _explained(words: Sequence[str]) -> int | str | None:
    """Run the command that some words make, say what went wrong, and give the exit code."""
    try:
        run(words)
    except BriefingError as error:
        print_problem(error)
        return error.exit_code
    except SystemExit as ended:
        return ended.code
    except Exception:
        traceback.print_exc()
        print(
            "error[bug]: this is a fault of briefing itself\nhint: please report it, with the lines above",
            file=sys.stderr,
        )
        return ExitCode.BUG
    return ExitCode.DONE


def run(words: Sequence[str]) -> None:
    """Run the command that some words make."""
    command_line(words)(list(words))
