"""Write messages to files for others to send, and record in the ledger that they were handed over."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from errno import ENOTDIR
from pathlib import Path

from briefing.atomic import read_regular_file, write_atomically
from briefing.cli.send.report import SendReport
from briefing.mail.deliver import SendPlan
from briefing.mail.ledger import DeliveryState, Ledger
from briefing.mail.message import MessageWriter
from briefing.mail.recipients import Recipient
from briefing.problems import (
    BriefingError,
    Place,
    Problem,
    UsageError,
    printable_line,
    reason_of,
)
from briefing.workspace import WORKSPACE_FILE, as_argument, display_name

MAX_NAME_BYTES = 120
"""Of the address in the name of a file."""


def write_files(folder: Path, plan: SendPlan, writer: MessageWriter, ledger: Ledger, report: SendReport) -> None:
    """Write the messages of a plan, where `refuse_existing_files` has found that they overwrite nothing else.

    Files and new folders are for their owner alone. Each is recorded before it is written and again after it, so that the
    notice of a withdrawal reaches everyone who may have been handed one.
    """
    make_private_folder(folder, report)
    now = datetime.now(UTC)
    for path, recipient in _files(folder, plan, writer):
        message = writer.write(recipient, now)
        recorded = ledger.record_offer(message, resend_uncertain=True)
        try:
            write_atomically(path, message.content, private=True)
        except BriefingError as error:
            if recorded:
                ledger.record_result(message, DeliveryState.MISSED, error.problems[0].what)
            raise
        if recorded:
            ledger.record_result(
                message, DeliveryState.HANDED_OVER, f"written to {printable_line(str(folder.resolve() / path.name))}"
            )


def refuse_existing_files(folder: Path, plan: SendPlan, writer: MessageWriter) -> None:
    """Raise UsageError (`file-exists`) where a message would overwrite a file that is not the same message, of any date."""
    existing = [
        path
        for path, recipient in _files(folder, plan, writer)
        if os.path.lexists(path) and not path.is_dir() and not _is_message(path, recipient, writer)
    ]
    if existing:
        others = f" (and {len(existing) - 1:,} more)" if len(existing) > 1 else ""
        what = f"a file of this name exists that is not this message{others}; nothing was written"
        place = Place(display_name(folder / existing[0].name))
        raise UsageError(Problem("file-exists", what, place, "name another folder"))


def _is_message(path: Path, recipient: Recipient, writer: MessageWriter) -> bool:
    """Tell whether a file is the message to a recipient as it was written earlier; a signed one never is."""
    try:
        content = read_regular_file(path, len(writer.write(recipient, datetime.now(UTC)).content))
        date = message_from_bytes(content, policy=default)["Date"]
        moment = date.datetime if date else None
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return isinstance(moment, datetime) and writer.write(recipient, moment).content == content


def _files(folder: Path, plan: SendPlan, writer: MessageWriter) -> Iterator[tuple[Path, Recipient]]:
    item = plan.item
    for number, recipient in enumerate(plan.to_send, 1):
        stem = f"{item.briefing}-{item.edition}-{writer.purpose}-{number:04}"
        yield folder / file_name(stem, recipient), recipient


def file_name(stem: str, recipient: Recipient) -> str:
    """Return the name of the file of a message: what it is and its number in the list, and the address as far as it fits."""
    address = re.sub(r"[^\w@.+-]", "_", recipient.address).encode()[:MAX_NAME_BYTES].decode(errors="ignore")
    return f"{stem}-{address}.eml"


def make_private_folder(folder: Path, report: SendReport) -> None:
    """Make a folder, and those above it that are missing, for its owner alone; warn where others can look into an existing one.

    Raises UsageError (`cannot-write`).
    """
    try:
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(mode=0o700)
        if not folder.is_dir():
            raise NotADirectoryError(ENOTDIR, "it is a file")
        shared = not missing and folder.stat().st_mode & 0o077
    except OSError as error:
        what = f"cannot make the folder: {reason_of(error)}"
        raise UsageError(Problem("cannot-write", what, Place(str(folder)), "choose another one")) from error
    if shared:
        what = "others on this machine can see the names of these files, which contain addresses"
        hint = f"close the folder to them: chmod 700 {as_argument(folder)}"
        if Path.cwd().is_relative_to(folder.resolve()) or (folder / WORKSPACE_FILE).exists():
            hint = "write the messages to a folder of their own, such as: --eml mail"
        report.warn("open-folder", what, hint, Place(display_name(folder) or "."))
