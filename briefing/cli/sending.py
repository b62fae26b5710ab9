"""Sending an edition from the command line: from what was asked for to the closing table and the exit code."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer

from briefing.archive.archive import StoredEdition
from briefing.atomic import write_atomically
from briefing.cli.desk import Desk, find_desk
from briefing.cli.options import find_edition, open_selected_archive
from briefing.cli.outgoing import outgoing_edition, with_changes
from briefing.cli.output import print_line, print_problem
from briefing.cli.progress import Progress
from briefing.cli.send_report import print_plan, print_result, refuse, table
from briefing.mail.addresses import mailbox_key
from briefing.mail.deliver import SendPlan, plan_sending, send_messages, withhold_refused
from briefing.mail.ledger import DeliveryState, Ledger, ledger_path
from briefing.mail.message import MessageWriter
from briefing.mail.outgoing import Heading, OutgoingEdition, OutgoingMessage
from briefing.mail.recipients import Recipient, parse_recipient, read_recipients
from briefing.mail.server import read_password
from briefing.mail.smtp import SmtpConnection
from briefing.problems import ExitCode, Problem, Severity, UsageError

HEADINGS: Mapping[str, Heading] = {
    "": "edition",
    "correction": "correction",
    "update": "update",
    "withdrawal": "withdrawal",
}
"""The heading of a message by the notice asked for."""
LISTS = (".csv", ".yaml", ".yml")


@dataclass(frozen=True)
class Order:
    """What is asked for; `to` are lists and addresses as the command line has them."""

    edition: str
    to: tuple[str, ...]
    archive: Path | None
    heading: Heading
    dry_run: bool
    eml: Path | None
    skip_refused: bool
    resend_uncertain: bool
    smime: bool

    @property
    def only_looks(self) -> bool:
        """Whether nothing is to go out."""
        return self.dry_run or self.eml is not None


def send_edition(order: Order) -> None:
    """Send a published edition, or say what would be sent, or write it to files.

    Raises a BriefingError where nothing may or can go, and typer.Exit where not everyone was reached.
    """
    desk, archive = find_desk(), open_selected_archive(order.archive)
    stored = find_edition(archive, order.edition, numbered=False)
    outgoing = outgoing_edition(stored, order.heading)
    if stored.status == "superseded" and order.heading == "edition":
        what = f"{stored.name} is not the newest, which is {archive.edition(stored.id).name}"
        print_problem(Problem("superseded", what, severity=Severity.WARNING))
    path, listed = ledger_path(archive.root), _listed(order, desk)
    # What only looks leaves no file behind. Whatever sends reads the ledger when no other can still write in it.
    with (
        Ledger(None if order.only_looks and not path.exists() else path) as ledger,
        nullcontext() if order.only_looks else ledger.lock_for_sending(),
    ):
        recipients, doubts = _holders(outgoing, ledger) if order.heading == "withdrawal" else (listed, {})
        _warn_of_paper(stored, recipients)
        last = ledger.last_received(outgoing.briefing.id, outgoing.number)
        if order.heading != "withdrawal":
            received = (last.get(mailbox_key(one.address)) for one in recipients)
            outgoing = with_changes(outgoing, archive, [number for number in received if number], desk.rules)
        if order.eml:
            _write_files(order, desk, outgoing, recipients, doubts, last, order.eml)
            return
        plan = _plan(order, desk, outgoing, recipients, doubts | ledger.states(outgoing.item))
        if order.dry_run:
            if desk.settings.mail.host:
                _check(desk.writer(outgoing, smime=order.smime), plan, last)
            print_plan(plan, order.skip_refused)
        else:
            _send(order, desk, plan, desk.writer(outgoing, smime=order.smime), last, ledger)


def _warn_of_paper(stored: StoredEdition, recipients: Sequence[Recipient]) -> None:
    kept = stored.manifest.options.get("paper", "a4")
    others = [one for one in recipients if one.paper != kept and one.how == "attachment"]
    if others:
        what = f"{len(others)} would have another paper, but {stored.name} was published for {kept} alone"
        print_problem(Problem("other-paper", what, severity=Severity.WARNING))


def _listed(order: Order, desk: Desk) -> tuple[Recipient, ...]:
    """Those on the lists and addresses given, which say what each may read now; none for a withdrawal."""
    if order.heading == "withdrawal":
        if order.to:
            what = "the notice of a withdrawal goes to exactly those who received the edition"
            raise UsageError(Problem("withdrawal-to", what, hint="leave --to out"))
        return ()
    if not order.to:
        raise UsageError(Problem("no-recipients", "nobody is named", hint="add --to with a list or an address"))
    lists = [Path(one) for one in order.to if not _is_address(one)]
    return read_recipients(lists, desk.rules.schemes, _addresses(order.to))


def _holders(outgoing: OutgoingEdition, ledger: Ledger) -> tuple[tuple[Recipient, ...], dict[str, DeliveryState]]:
    """All who received the edition or may have, and the mailboxes of those of whom it is not certain."""
    rows = ledger.records(outgoing.briefing.id, outgoing.number, "edition")
    certain = tuple(row.recipient for row in rows if row.state is DeliveryState.SENT)
    doubtful = tuple(row.recipient for row in rows if row.state in (DeliveryState.UNCERTAIN, DeliveryState.OFFERED))
    return certain + doubtful, dict.fromkeys((mailbox_key(one.address) for one in doubtful), DeliveryState.UNCERTAIN)


def _is_address(text: str) -> bool:
    # A list whose name is mistyped is no address.
    return "@" in text and not text.lower().endswith(LISTS) and not Path(text).exists()


def _addresses(to: Sequence[str]) -> list[Recipient]:
    found = []
    for one in filter(_is_address, to):
        try:
            found.append(parse_recipient(one))
        except ValueError as error:
            hint = "write an address, or the name of a list that is there"
            raise UsageError(Problem("bad-address", f"--to {one}: {error}", hint=hint)) from None
    return found


def _plan(
    order: Order,
    desk: Desk,
    outgoing: OutgoingEdition,
    recipients: Sequence[Recipient],
    states: Mapping[str, DeliveryState],
) -> SendPlan:
    return plan_sending(
        outgoing.item,
        outgoing.marking,
        recipients,
        states,
        desk.rules,
        None if order.dry_run and not desk.settings.mail.host else desk.server().channel,
        resend_uncertain=order.resend_uncertain,
    )


def _send(
    order: Order, desk: Desk, plan: SendPlan, writer: MessageWriter, last: Mapping[str, int], ledger: Ledger
) -> None:
    """Send what is planned, tell what became of it, and end as `ExitCode` says."""

    def write(one: Recipient, moment: datetime) -> OutgoingMessage:
        return writer.write(one, last.get(mailbox_key(one.address)), moment)

    server = desk.server()
    with _stopping() as stop:
        withhold_refused(plan, ledger)
        refuse(plan, order.skip_refused)
        password = read_password(server) if plan.to_send else None
        _check(writer, plan, last)
        with Progress(f"{plan.item.briefing}@{plan.item.edition}") as progress:
            connection = SmtpConnection(server, password, desk.rules)
            result = send_messages(plan, write, connection, ledger, server, stop, progress.say)
    print_result(plan, result)
    if result.error:
        raise result.error
    if stop.is_set():
        raise typer.Exit(ExitCode.INTERRUPTED)
    if not result.all_sent or plan.refused or plan.uncertain:
        raise typer.Exit(ExitCode.DELIVERY)


def _check(writer: MessageWriter, plan: SendPlan, last: Mapping[str, int]) -> None:
    writer.check((one, last.get(mailbox_key(one.address))) for one in plan.to_send)


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Ctrl-C, or a request to end, ends the run between two messages; a second one ends it at once."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _write_files(
    order: Order,
    desk: Desk,
    outgoing: OutgoingEdition,
    recipients: Sequence[Recipient],
    doubts: Mapping[str, DeliveryState],
    last: Mapping[str, int],
    folder: Path,
) -> None:
    """Write the messages as files, as far as the gate lets them, whoever has theirs already: nothing goes out."""
    again = order.resend_uncertain
    plan = plan_sending(outgoing.item, outgoing.marking, recipients, doubts, desk.rules, None, resend_uncertain=again)
    refuse(plan, order.skip_refused)
    writer, now = desk.writer(outgoing, smime=order.smime), datetime.now(UTC)
    for number, one in enumerate(plan.to_send, 1):
        message = writer.write(one, last.get(mailbox_key(one.address)), now)
        name = re.sub(r"[^\w@.+-]", "_", one.address)
        write_atomically(folder / f"{number:04}-{name}.eml", message.content)
    print_line(table(plan, {"written": len(plan.to_send)}))
    if plan.refused:
        raise typer.Exit(ExitCode.DELIVERY)
