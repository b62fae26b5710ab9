"""`briefing send --draft-to`: a draft, for the eyes of the desk itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from briefing.cli.desk import find_desk
from briefing.cli.despatch import draft_despatch
from briefing.cli.folders import the_folder
from briefing.cli.output import print_line
from briefing.cli.progress import Progress
from briefing.cli.tally import shown
from briefing.mail.addresses import parse_mailbox
from briefing.mail.clearance import refusal
from briefing.mail.ledger import State
from briefing.mail.recipients import Recipient
from briefing.mail.server import read_password
from briefing.mail.smtp import Unreachable, Wire
from briefing.problems import DeliveryError, Problem, UsageError
from briefing.workspace import find_workspace


def send_draft(folder: str, address: str, *, smime: bool) -> None:
    """Mail a draft to one of the desk itself; it is no edition, so the ledger knows nothing of it."""
    desk = find_desk()
    relay = desk.relay()
    try:
        mailbox = parse_mailbox(address)
    except ValueError as error:
        raise UsageError(Problem("bad-address", f"--draft-to {address}: {error}")) from None
    if mailbox.domain != relay.sender.domain:
        what = f"a draft goes to the desk's own domain only, which is {relay.sender.domain}"
        raise DeliveryError(Problem("draft-outside", what, hint="publish it first"))
    where = the_folder(Path(folder))
    with Progress(folder) as progress:
        despatch = draft_despatch(where, find_workspace(where), datetime.now(UTC), progress.say)
    one = Recipient(mailbox.name, mailbox.address, (despatch.marking,))
    if why := refusal(despatch.marking, one, desk.rules, relay.channel):
        raise DeliveryError(Problem("refused-by-marking", f"{despatch.marking} may not go to {shown(one)}: {why}"))
    letter = desk.writer(despatch, smime=smime).write(one, None, datetime.now(UTC))
    wire = Wire(relay, read_password(relay), desk.rules)
    try:
        wire.open()
        answer = wire.offer(letter)
    except Unreachable as error:
        what = f"no connection to {relay.host}:{relay.port}: {error}"
        raise DeliveryError(Problem("missed", what, hint="try again later")) from None
    finally:
        wire.close()
    if answer.state is not State.SENT:
        raise DeliveryError(Problem(answer.state.value, f"{shown(one)}: {answer.text}"))
    print_line(f"draft sent to {shown(one)}")
