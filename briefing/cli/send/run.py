"""Carry out `briefing send`: find the edition and its recipients, plan, send, and report."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from briefing.archive.archive import StoredEdition
from briefing.cli.options import find_edition, open_selected_archive
from briefing.cli.output import Progress
from briefing.cli.output_files import refuse_archive
from briefing.cli.send.context import SendContext, load_context
from briefing.cli.send.files import refuse_existing_files, write_files
from briefing.cli.send.outgoing import outgoing_edition, with_changes
from briefing.cli.send.report import (
    WOULD_BE_SENT,
    RecipientState,
    SendReport,
    recipient_states,
    report_files,
    report_plan,
    report_refused,
    report_result,
)
from briefing.mail.addresses import mailbox_key
from briefing.mail.clearance import MarkingRules
from briefing.mail.deliver import SendPlan, plan_sending, record_refusals, send_messages
from briefing.mail.ledger import NO_LEDGER, DeliveryState, Ledger, ledger_path
from briefing.mail.message import MessageWriter
from briefing.mail.outgoing import OutgoingEdition, Purpose
from briefing.mail.recipients import KINDS, Recipient, parse_recipient, read_recipients
from briefing.mail.server import MailServer, read_password
from briefing.mail.smtp import SmtpConnection
from briefing.problems import DeliveryError, ExitCode, Place, Problem, UsageError
from briefing.workspace import display_name


@dataclass(frozen=True)
class SendRequest:
    """The arguments of the command; `to` are lists and addresses as typed."""

    edition: str
    to: tuple[str, ...]
    archive: Path | None
    purpose: Purpose
    dry_run: bool
    eml: Path | None
    skip_refused: bool
    resend_uncertain: bool
    smime: bool
    as_json: bool


def send_edition(request: SendRequest) -> None:
    """Send a published edition; or list who would receive it, or write the messages to files.

    All three decide in the same way, and refuse the same. Raises a BriefingError where nothing may or can be sent, and
    typer.Exit where not everyone was reached.
    """
    report = SendReport(request.as_json)
    refuse_archive(request.eml)
    context, archive = load_context(), open_selected_archive(request.archive)
    server = context.server()
    stored = find_edition(archive, request.edition, numbered=False)
    outgoing = outgoing_edition(stored, request.purpose)
    if stored.status == "superseded" and request.purpose == "edition":
        report.warn(
            "superseded", f"{stored.name} is not the newest edition, which is {archive.edition(stored.id).name}"
        )
    path, listed = ledger_path(archive.root), _listed_recipients(request, context.rules)
    if request.purpose == "withdrawal" and not os.path.lexists(path):
        hint = "restore the ledger from a copy, and give notice then"
        raise DeliveryError(Problem("ledger", NO_LEDGER, Place(display_name(path)), hint))
    # A dry run leaves no file behind. Another run reads the ledger once no other process can write it.
    in_memory = request.dry_run and not os.path.lexists(path)
    with Ledger(None if in_memory else path) as ledger, ledger.lock_for_sending(dry_run=request.dry_run):
        last_received = ledger.last_received(outgoing.briefing.id, outgoing.number)
        if request.purpose != "withdrawal":
            received = (last_received.get(mailbox_key(one.address)) for one in listed)
            outgoing = with_changes(outgoing, archive, [number for number in received if number], context.rules)
        plan = _plan(request, outgoing, listed, ledger, context.rules, server)
        _warn_of_paper(stored, [*plan.to_send, *plan.already_sent], report)
        writer = context.writer(outgoing, last_received, smime=request.smime)
        states, code = _carry_out(request, plan, writer, ledger, context, report)
    if not code and (plan.refused or plan.uncertain):
        code = ExitCode.DELIVERY
    report.close(outgoing, states, code, dry_run=request.dry_run)
    if code:
        raise typer.Exit(code)


def _plan(
    request: SendRequest,
    outgoing: OutgoingEdition,
    listed: Sequence[Recipient],
    ledger: Ledger,
    rules: MarkingRules,
    server: MailServer,
) -> SendPlan:
    """Decide who is sent what. Files are written for all whom the marking admits, but for those who were sent theirs."""
    recipients, states, known = listed, {}, ledger.states(outgoing.item)
    if request.eml:
        known = {mailbox: state for mailbox, state in known.items() if state is DeliveryState.SENT}
    if request.purpose == "withdrawal":
        received = ledger.recipients(replace(outgoing.item, kind="edition"))
        recipients = tuple(received)
        uncertain = DeliveryState.UNCERTAIN
        states = {mailbox_key(one.address): uncertain for one in recipients if received[one] is uncertain}
    return plan_sending(
        outgoing.item,
        outgoing.marking,
        recipients,
        states | known,
        rules,
        None if request.eml else server.channel,
        resend_uncertain=request.resend_uncertain,
    )


def _carry_out(
    request: SendRequest,
    plan: SendPlan,
    writer: MessageWriter,
    ledger: Ledger,
    context: SendContext,
    report: SendReport,
) -> tuple[list[RecipientState], ExitCode]:
    """Refuse, or do what was asked for, and report it; return what became of everyone, and the exit code.

    The dry run differs in its last step only, and in that it writes nothing.
    """
    server = context.server()
    if request.eml:
        refuse_existing_files(request.eml, plan, writer)
    if not request.dry_run:
        record_refusals(plan, ledger)
    report_refused(plan, request.skip_refused, report)
    password = read_password(server) if plan.to_send and not request.eml else None
    writer.check(plan.to_send)
    if request.dry_run:
        report_plan(plan, "written" if request.eml else "sent", report)
        return list(recipient_states(plan, WOULD_BE_SENT)), ExitCode.DONE
    if request.eml:
        write_files(request.eml, plan, writer, ledger, report)
        report_files(plan, report)
        return list(recipient_states(plan, DeliveryState.HANDED_OVER)), ExitCode.DONE
    return _send(plan, writer, ledger, SmtpConnection(server, password, context.rules), report)


def _listed_recipients(request: SendRequest, rules: MarkingRules) -> tuple[Recipient, ...]:
    """Read the lists and addresses of `--to`; a notice of withdrawal has none."""
    if request.purpose == "withdrawal":
        if request.to:
            what = "a notice of withdrawal goes to exactly those who received the edition"
            raise UsageError(Problem("withdrawal-to", what, hint="remove --to"))
        return ()
    if not request.to:
        raise UsageError(Problem("no-recipients", "there are no recipients", hint="add --to with a list or an address"))
    lists = [Path(one) for one in request.to if not _is_address(one)]
    return read_recipients(lists, rules.schemes, _addresses(request.to))


_FILES = (*filter(None, KINDS), ".txt", ".pdf", ".doc", ".docx")


def _is_address(text: str) -> bool:
    # The mistyped name of a list is not an address.
    return "@" in text and not text.lower().endswith(_FILES) and not os.path.exists(text)  # noqa: PTH110 - pathlib raises where the text is too long for a name


def _addresses(to: Sequence[str]) -> list[Recipient]:
    found = []
    for one in filter(_is_address, to):
        try:
            found.append(parse_recipient(one))
        except ValueError as error:
            hint = "write an address, or the name of an existing list"
            raise UsageError(Problem("bad-address", f"--to {one}: {error}", hint=hint)) from None
    return found


def _warn_of_paper(stored: StoredEdition, recipients: Sequence[Recipient], report: SendReport) -> None:
    paper = stored.manifest.options.get("paper", "a4")
    others = [one for one in recipients if one.paper != paper and one.how == "attachment"]
    if others:
        what = f"{len(others)} asked for another paper size, but {stored.name} is on {paper} only"
        report.warn("other-paper", what)


def _send(
    plan: SendPlan, writer: MessageWriter, ledger: Ledger, connection: SmtpConnection, report: SendReport
) -> tuple[list[RecipientState], ExitCode]:
    """Send as planned and report the result; return it, and the exit code where the run was stopped or missed someone."""
    with _stop_on_signal() as stop, Progress(f"{plan.item.briefing}@{plan.item.edition}") as progress:
        result = send_messages(plan, writer.write, connection, ledger, stop, progress.say)
    report_result(plan, result, report)
    states = list(recipient_states(plan, DeliveryState.MISSED, result.results))
    if result.error:
        report.fail(result.error)
        return states, result.error.exit_code
    if stop.is_set():
        return states, ExitCode.INTERRUPTED
    return states, ExitCode.DONE if result.all_sent else ExitCode.DELIVERY


@contextmanager
def _stop_on_signal() -> Iterator[threading.Event]:
    """Return an event that the first Ctrl-C or SIGTERM sets, so that the run ends between two messages.

    A second one ends the program at once.
    """
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def request_stop(number: int, frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, request_stop)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
