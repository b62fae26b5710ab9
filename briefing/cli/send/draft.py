"""Mail a draft within the sender's own domain."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from briefing.cli.options import briefing_folder
from briefing.cli.output import Progress
from briefing.cli.send.context import load_context
from briefing.cli.send.outgoing import outgoing_draft
from briefing.cli.send.report import RecipientState, SendReport
from briefing.mail.addresses import parse_mailbox
from briefing.mail.clearance import refusal_reason
from briefing.mail.ledger import DeliveryState
from briefing.mail.recipients import Recipient
from briefing.mail.server import read_password
from briefing.mail.smtp import ServerUnreachable, SmtpConnection
from briefing.problems import DeliveryError, Problem, UsageError
from briefing.workspace import find_workspace


def send_draft(folder: Path, address: str, *, smime: bool, as_json: bool) -> None:
    """Mail the draft of a folder to one address in the sender's domain. The ledger does not record drafts.

    Raises UsageError or DeliveryError where it may not be sent or was not accepted.
    """
    context = load_context()
    server = context.server()
    try:
        mailbox = parse_mailbox(address)
    except ValueError as error:
        hint = "write it as aissa@ministry.example"
        raise UsageError(Problem("bad-address", f"--draft-to {address}: {error}", hint=hint)) from None
    if mailbox.domain != server.sender.domain:
        what = f"a draft may only be sent within the sender's own domain, {server.sender.domain}"
        raise DeliveryError(Problem("draft-outside", what, hint="publish the briefing, and send the edition"))
    folder = briefing_folder(folder)
    with Progress(str(folder)) as progress:
        outgoing = outgoing_draft(folder, find_workspace(folder), datetime.now(UTC), progress.say)
    # Whoever names a person on the command line says that the address is theirs.
    recipient = Recipient(mailbox.name, mailbox.address, (outgoing.marking,), kind="person")
    if reason := refusal_reason(outgoing.marking, recipient, context.rules, server.channel):
        what = f"{outgoing.marking} may not go to {recipient}: {reason}"
        raise DeliveryError(Problem("refused-by-marking", what, hint="choose someone who may receive it"))
    message = context.writer(outgoing, smime=smime).write(recipient, datetime.now(UTC))
    connection = SmtpConnection(server, read_password(server), context.rules)
    try:
        connection.open()
        answer = connection.offer(message)
    except ServerUnreachable as error:
        what = f"no connection to {server.host}:{server.port}: {error}"
        raise DeliveryError(Problem("missed", what, hint="try again later")) from None
    finally:
        connection.close()
    if answer.state is not DeliveryState.SENT:
        raise DeliveryError(Problem(answer.state.value, f"{recipient}: {answer.text}"))
    report = SendReport(as_json)
    report.line(f"draft sent to {recipient}")
    report.close(outgoing, [RecipientState(recipient, str(answer.state), answer.text, this_run=True)])
