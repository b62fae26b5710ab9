"""The command line: flags in, lines and exit codes out. Nothing else prints or exits."""

from __future__ import annotations

import sys
import traceback
from io import TextIOWrapper

import typer

from briefing.cli import build, check, data, editions, ledger, publish, send, source
from briefing.cli.lines import complain
from briefing.problems import BriefingError, Exit

app = typer.Typer(
    name="briefing",
    help="Printable briefing documents: from a folder of plain text to an archival, accessible PDF.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("build")(build.build)
app.command("check")(check.check)
app.command("publish")(publish.publish)
app.command("send")(send.send)
app.command("ledger")(ledger.ledger)
app.add_typer(source.app, name="source")
app.add_typer(data.app, name="data")
app.add_typer(editions.app, name="editions")
app.command("new")(build.new)
app.command("schema")(build.schema)


def main() -> None:
    """Run the command and exit as `Exit` says; whatever a user can mend is explained, never shown as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names of files may be anything
    try:
        app()
    except BriefingError as error:
        complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except Exception:
        traceback.print_exc()
        print(
            "error[bug]: this is a fault of briefing itself\nhint: please report it, with the lines above",
            file=sys.stderr,
        )
        sys.exit(Exit.BUG)
