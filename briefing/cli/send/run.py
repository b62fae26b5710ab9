"""Carry out `briefing send`: find the edition and its recipients, plan, send, and report."""

from __future__ import annotations

import os
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
from briefing.cli.options import SIGN_PASSWORD, briefing_folder, find_edition, open_selected_archive
from briefing.cli.output import Progress, print_line, print_problem
from briefing.cli.send.outgoing import outgoing_draft, outgoing_edition, with_changes
from briefing.cli.send.report import print_counts, print_plan, print_result, report_refused
from briefing.mail.addresses import mailbox_key, parse_mailbox
from briefing.mail.clearance import MarkingRules, refusal_reason
from briefing.mail.deliver import SendPlan, plan_sending, record_refusals, send_messages
from briefing.mail.ledger import DeliveryState, Ledger, ledger_path
from briefing.mail.message import MessageWriter, SignBody
from briefing.mail.outgoing import OutgoingEdition, Purpose
from briefing.mail.recipients import Recipient, parse_recipient, read_recipients
from briefing.mail.server import MailServer, read_mail_server, read_marking_rules, read_password
from briefing.mail.smtp import ServerUnreachable, SmtpConnection
from briefing.problems import DeliveryError, ExitCode, Place, Problem, Severity, UsageError
from briefing.settings import SETTINGS_FILE, Settings, read_settings
from briefing.workspace import Workspace, find_workspace


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

    @property
    def sends_nothing(self) -> bool:
        """Whether this is a dry run, or writes files."""
        return self.dry_run or self.eml is not None


@dataclass(frozen=True)
class _Context:
    """The current workspace, its settings and its marking rules."""

    workspace: Workspace
    settings: Settings
    rules: MarkingRules

    def server(self) -> MailServer:
        """Return the mail server in the settings. Raises UsageError with every fault of them."""
        return read_mail_server(self.settings.mail, self.workspace.root)

    def writer(
        self, outgoing: OutgoingEdition, last_received: Mapping[str, int] | None = None, *, smime: bool
    ) -> MessageWriter:
        """Return the writer of the messages. Raises UsageError or DeliveryError (`no-identity`) where it cannot sign."""
        server = self.server()
        sign = self._signer() if smime else None
        return MessageWriter(
            outgoing,
            server.sender,
            last_received or {},
            unsubscribe=server.unsubscribe,
            sign=sign,
            max_bytes=server.max_bytes,
        )

    def _signer(self) -> SignBody:
        if not self.settings.sign.pkcs12:
            hint = 'name a PKCS#12 file: [sign] pkcs12 = "desk.p12"; a token cannot sign messages'
            raise UsageError(
                Problem("no-identity", "there is no identity to sign messages with", Place(SETTINGS_FILE), hint)
            )
        try:
            from briefing.mail.smime import read_signer
        except ImportError as error:
            hint = "install it: pip install 'briefing[sign]'"
            raise UsageError(Problem("no-identity", "the library that signs is not installed", hint=hint)) from error
        return read_signer(self.workspace.root / self.settings.sign.pkcs12, os.environ.get(SIGN_PASSWORD, ""))


def _load_context() -> _Context:
    workspace = find_workspace(Path.cwd())
    settings = read_settings(workspace)
    return _Context(workspace, settings, read_marking_rules(settings.marking, workspace.root))


def send_draft(folder: Path, address: str, *, smime: bool) -> None:
    """Mail the draft of a folder to one address in the sender's domain. The ledger does not record drafts.

    Raises UsageError or DeliveryError where it may not be sent or was not accepted.
    """
    context = _load_context()
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
    print_line(f"draft sent to {recipient}")


def send_edition(request: SendRequest) -> None:
    """Send a published edition; or list who would receive it, or write the messages to files.

    Raises a BriefingError where nothing may or can be sent, and typer.Exit where not everyone was reached.
    """
    context, archive = _load_context(), open_selected_archive(request.archive)
    stored = find_edition(archive, request.edition, numbered=False)
    outgoing = outgoing_edition(stored, request.purpose)
    if stored.status == "superseded" and request.purpose == "edition":
        _warn("superseded", f"{stored.name} is not the newest edition, which is {archive.edition(stored.id).name}")
    path, listed = ledger_path(archive.root), _listed_recipients(request, context)
    # A run that sends nothing leaves no file behind. A run that sends reads the ledger once no other process can write it.
    with (
        Ledger(None if request.sends_nothing and not path.exists() else path) as ledger,
        nullcontext() if request.sends_nothing else ledger.lock_for_sending(),
    ):
        last_received = ledger.last_received(outgoing.briefing.id, outgoing.number)
        recipients, states = _recipients_of(outgoing, ledger) if request.purpose == "withdrawal" else (listed, {})
        if request.purpose != "withdrawal":
            received = (last_received.get(mailbox_key(one.address)) for one in recipients)
            outgoing = with_changes(outgoing, archive, [number for number in received if number], context.rules)
        _warn_of_paper(stored, recipients)
        plan = plan_sending(
            outgoing.item,
            outgoing.marking,
            recipients,
            states if request.eml else states | ledger.states(outgoing.item),
            context.rules,
            None if request.eml or not context.settings.mail.host else context.server().channel,
            resend_uncertain=request.resend_uncertain,
        )
        if request.dry_run and not context.settings.mail.host:
            print_plan(plan, request.skip_refused)
        else:
            writer = context.writer(outgoing, last_received, smime=request.smime)
            _carry_out(request, context, plan, writer, ledger)
    if plan.refused:
        raise typer.Exit(ExitCode.DELIVERY)


def _carry_out(request: SendRequest, context: _Context, plan: SendPlan, writer: MessageWriter, ledger: Ledger) -> None:
    if request.eml:
        _write_files(request.eml, plan, writer, request.skip_refused)
    elif request.dry_run:
        writer.check(plan.to_send)
        print_plan(plan, request.skip_refused)
    else:
        _send(plan, writer, ledger, context, request.skip_refused)


def _listed_recipients(request: SendRequest, context: _Context) -> tuple[Recipient, ...]:
    """Read the lists and addresses of `--to`; a notice of withdrawal has none."""
    if request.purpose == "withdrawal":
        if request.to:
            what = "a notice of withdrawal goes to exactly those who received the edition"
            raise UsageError(Problem("withdrawal-to", what, hint="remove --to"))
        return ()
    if not request.to:
        raise UsageError(Problem("no-recipients", "there are no recipients", hint="add --to with a list or an address"))
    lists = [Path(one) for one in request.to if not _is_address(one)]
    return read_recipients(lists, context.rules.schemes, _addresses(request.to))


def _is_address(text: str) -> bool:
    # The mistyped name of a list is not an address.
    return "@" in text and not text.lower().endswith((".csv", ".yaml", ".yml")) and not Path(text).exists()


def _addresses(to: Sequence[str]) -> list[Recipient]:
    found = []
    for one in filter(_is_address, to):
        try:
            found.append(parse_recipient(one))
        except ValueError as error:
            hint = "write an address, or the name of an existing list"
            raise UsageError(Problem("bad-address", f"--to {one}: {error}", hint=hint)) from None
    return found


def _recipients_of(outgoing: OutgoingEdition, ledger: Ledger) -> tuple[tuple[Recipient, ...], dict[str, DeliveryState]]:
    """Return all who received the edition or may have, and the mailboxes of those of whom it is not certain."""
    records = ledger.records(outgoing.briefing.id, outgoing.number, "edition")
    certain = tuple(record.recipient for record in records if record.state is DeliveryState.SENT)
    open_states = (DeliveryState.UNCERTAIN, DeliveryState.OFFERED)
    uncertain = tuple(record.recipient for record in records if record.state in open_states)
    return certain + uncertain, {mailbox_key(one.address): DeliveryState.UNCERTAIN for one in uncertain}


def _warn_of_paper(stored: StoredEdition, recipients: Sequence[Recipient]) -> None:
    paper = stored.manifest.options.get("paper", "a4")
    others = [one for one in recipients if one.paper != paper and one.how == "attachment"]
    if others:
        _warn("other-paper", f"{len(others)} asked for another paper size, but {stored.name} is on {paper} only")


def _warn(code: str, what: str) -> None:
    print_problem(Problem(code, what, severity=Severity.WARNING))


def _write_files(folder: Path, plan: SendPlan, writer: MessageWriter, skip_refused: bool) -> None:
    """Write the messages to files, to those whom the marking admits, including those who have received theirs."""
    report_refused(plan, skip_refused)
    now = datetime.now(UTC)
    for number, recipient in enumerate(plan.to_send, 1):
        name = re.sub(r"[^\w@.+-]", "_", recipient.address)
        write_atomically(folder / f"{number:04}-{name}.eml", writer.write(recipient, now).content)
    print_counts(plan, {"written": len(plan.to_send)})


def _send(plan: SendPlan, writer: MessageWriter, ledger: Ledger, context: _Context, skip_refused: bool) -> None:
    """Send as planned and print the result. Raises typer.Exit where the run was stopped or not everyone was reached."""
    server = context.server()
    with _stop_on_signal() as stop:
        record_refusals(plan, ledger)
        report_refused(plan, skip_refused)
        password = read_password(server) if plan.to_send else None
        writer.check(plan.to_send)
        with Progress(f"{plan.item.briefing}@{plan.item.edition}") as progress:
            connection = SmtpConnection(server, password, context.rules)
            result = send_messages(plan, writer.write, connection, ledger, stop, progress.say)
    print_result(plan, result)
    if result.error:
        raise result.error
    if stop.is_set():
        raise typer.Exit(ExitCode.INTERRUPTED)
    if not result.all_sent or plan.uncertain:
        raise typer.Exit(ExitCode.DELIVERY)


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
