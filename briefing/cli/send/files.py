"""Write messages to files for others to send, and record in the ledger that they were handed over."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from errno import ENOTDIR
from pathlib import Path

from briefing.atomic import write_atomically
from briefing.cli.output import print_problem
from briefing.mail.deliver import SendPlan
from briefing.mail.ledger import DeliveryState, Ledger
from briefing.mail.message import MessageWriter
from briefing.mail.recipients import Recipient
from briefing.problems import BriefingError, ContentError, Place, Problem, Severity, printable_line
from briefing.workspace import display_name

MAX_NAME_BYTES = 120
"""Of the address in the name of a file."""


def write_files(folder: Path, plan: SendPlan, writer: MessageWriter, ledger: Ledger) -> None:
    """Write the messages to those whom the marking admits, including those who have received theirs.

    Files and new folders are for their owner alone. Each is recorded before it is written and again after it, so that the
    notice of a withdrawal reaches whoever may have been handed one.
    """
    make_private_folder(folder)
    now = datetime.now(UTC)
    for number, recipient in enumerate(plan.to_send, 1):
        message, name = writer.write(recipient, now), file_name(number, recipient)
        recorded = ledger.record_offer(message, resend_uncertain=True)
        try:
            write_atomically(folder / name, message.content, private=True)
        except BriefingError as error:
            if recorded:
                ledger.record_result(message, DeliveryState.MISSED, error.problems[0].what)
            raise
        if recorded:
            ledger.record_result(
                message, DeliveryState.HANDED_OVER, f"written to {printable_line(str(folder.resolve() / name))}"
            )


def file_name(number: int, recipient: Recipient) -> str:
    """Return the name of the file of a message: its number in the list, and the address as far as it fits."""
    address = re.sub(r"[^\w@.+-]", "_", recipient.address).encode()[:MAX_NAME_BYTES].decode(errors="ignore")
    return f"{number:04}-{address}.eml"


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone; warn where others can look into an existing one.

    Raises ContentError (`cannot-write`).
    """
    try:
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(mode=0o700)
        if not folder.is_dir():
            raise NotADirectoryError(ENOTDIR, "it is a file")
        shared = not missing and folder.stat().st_mode & 0o077
    except OSError as error:
        what = f"cannot make the folder: {(error.strerror or str(error)).lower()}"
        raise ContentError(Problem("cannot-write", what, Place(str(folder)), "choose another one")) from error
    if shared:
        what = "others on this machine can see the names of these files, which contain addresses"
        hint = "close the folder to them: chmod 700"
        print_problem(Problem("open-folder", what, Place(display_name(folder) or "."), hint, Severity.WARNING))
