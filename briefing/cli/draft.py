"""`briefing send --draft-to`: a draft, for the eyes of the desk itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from briefing.cli.desk import find_desk
from briefing.cli.folders import the_folder
from briefing.cli.outgoing import outgoing_draft
from briefing.cli.output import print_line
from briefing.cli.progress import Progress
from briefing.cli.send_report import shown
from briefing.mail.addresses import parse_mailbox
from briefing.mail.clearance import refusal_reason
from briefing.mail.ledger import DeliveryState
from briefing.mail.recipients import Recipient
from briefing.mail.server import read_password
from briefing.mail.smtp import ServerUnreachable, SmtpConnection
from briefing.problems import DeliveryError, Problem, UsageError
from briefing.workspace import find_workspace


def send_draft(folder: str, address: str, *, smime: bool) -> None:
    """Mail a draft to one of the desk itself; it is no edition, so the ledger knows nothing of it."""
    desk = find_desk()
    server = desk.server()
    try:
        mailbox = parse_mailbox(address)
    except ValueError as error:
        raise UsageError(Problem("bad-address", f"--draft-to {address}: {error}")) from None
    if mailbox.domain != server.sender.domain:
        what = f"a draft goes to the desk's own domain only, which is {server.sender.domain}"
        raise DeliveryError(Problem("draft-outside", what, hint="publish it first"))
    where = the_folder(Path(folder))
    with Progress(folder) as progress:
        outgoing = outgoing_draft(where, find_workspace(where), datetime.now(UTC), progress.say)
    one = Recipient(mailbox.name, mailbox.address, (outgoing.marking,))
    if why := refusal_reason(outgoing.marking, one, desk.rules, server.channel):
        raise DeliveryError(Problem("refused-by-marking", f"{outgoing.marking} may not go to {shown(one)}: {why}"))
    message = desk.writer(outgoing, smime=smime).write(one, None, datetime.now(UTC))
    connection = SmtpConnection(server, read_password(server), desk.rules)
    try:
        connection.open()
        answer = connection.offer(message)
    except ServerUnreachable as error:
        what = f"no connection to {server.host}:{server.port}: {error}"
        raise DeliveryError(Problem("missed", what, hint="try again later")) from None
    finally:
        connection.close()
    if answer.state is not DeliveryState.SENT:
        raise DeliveryError(Problem(answer.state.value, f"{shown(one)}: {answer.text}"))
    print_line(f"draft sent to {shown(one)}")
