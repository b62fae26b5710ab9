"""Sending: who is to have an edition, and every message offered once, with its row in the ledger around it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from briefing.mail.addresses import mailbox_key
from briefing.mail.clearance import Channel, MarkingRules, refusal_reason
from briefing.mail.ledger import DeliveryItem, DeliveryState, Ledger
from briefing.mail.outgoing import OutgoingMessage
from briefing.mail.recipients import Recipient
from briefing.mail.server import MailServer
from briefing.mail.smtp import OfferResult, ServerUnreachable, SmtpConnection
from briefing.problems import DeliveryError

LOST_IN_A_ROW = 3
"""Connections lost one after another, after which the server is left alone for a while."""

Write = Callable[[Recipient, datetime], OutgoingMessage]
"""Writes the message to a recipient, dated as told."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class SendPlan:
    """What is to be done: who is sent the edition, who has it, about whom it is not certain, who may not have it and why."""

    item: DeliveryItem
    marking: str
    to_send: tuple[Recipient, ...] = ()
    already_sent: tuple[Recipient, ...] = ()
    uncertain: tuple[Recipient, ...] = ()
    refused: tuple[tuple[Recipient, str], ...] = ()
    resend_uncertain: bool = False


def plan_sending(
    item: DeliveryItem,
    marking: str,
    recipients: Sequence[Recipient],
    states: Mapping[str, DeliveryState],
    rules: MarkingRules,
    channel: Channel | None,
    *,
    resend_uncertain: bool = False,
) -> SendPlan:
    """Sort recipients by the gate and by what the ledger says of them; `channel` is None where nothing will go out."""
    refused = tuple((one, why) for one in recipients if (why := refusal_reason(marking, one, rules, channel)))
    shut_out = {one.address for one, _ in refused}
    allowed = [one for one in recipients if one.address not in shut_out]

    def in_state(*wanted: DeliveryState) -> tuple[Recipient, ...]:
        return tuple(one for one in allowed if states.get(mailbox_key(one.address)) in wanted)

    had, uncertain = in_state(DeliveryState.SENT), in_state(DeliveryState.UNCERTAIN, DeliveryState.OFFERED)
    done = {one.address for one in (had if resend_uncertain else had + uncertain)}
    to_send = tuple(one for one in allowed if one.address not in done)
    return SendPlan(item, marking, to_send, had, () if resend_uncertain else uncertain, refused, resend_uncertain)


@dataclass
class SendResult:
    """What became of each recipient of a run, in the order it came about."""

    results: list[tuple[Recipient, OfferResult]] = field(default_factory=list)
    error: DeliveryError | None = None

    def in_state(self, state: DeliveryState) -> list[tuple[Recipient, str]]:
        """Who ended in a state, and the words that go with it."""
        return [(one, answer.text) for one, answer in self.results if answer.state is state]

    @property
    def all_sent(self) -> bool:
        """Whether everyone who was to be sent it was."""
        return all(answer.state is DeliveryState.SENT for _, answer in self.results)


def withhold_refused(plan: SendPlan, ledger: Ledger) -> None:
    """Keep in the ledger whom the gate shut out."""
    for recipient, why in plan.refused:
        ledger.record_refusal(plan.item, recipient, plan.marking, why)


def send_messages(
    plan: SendPlan,
    write: Write,
    connection: SmtpConnection,
    ledger: Ledger,
    server: MailServer,
    stop: threading.Event,
    say: Say,
) -> SendResult:
    """Send what the plan says, in rounds: whoever was missed for now is tried again after a pause, each pause longer.

    Ends between two messages where `stop` is set. Where sending is hopeless, the result carries the error.
    """
    run = _Run(plan, write, connection, ledger, server.per_minute, stop, say)
    pending: Sequence[Recipient] = plan.to_send
    try:
        for retry in range(server.retries + 1):
            if retry:
                pause = server.pause_seconds * 2 ** (retry - 1)
                say(f"{len(pending)} could not be reached; trying again in {pause:.0f} s")
                stop.wait(pause)
            pending = run.round(pending)
            if not pending or stop.is_set():
                break
    except DeliveryError as error:
        run.result.error = error
        pending = run.left(plan.to_send)
    finally:
        connection.close()
    reason = "stopped before it was tried" if stop.is_set() else "not tried"
    run.result.results += [
        (one, run.last.get(one.address, OfferResult(DeliveryState.MISSED, reason))) for one in pending
    ]
    return run.result


class _Run:
    """One run of sending; counts, paces and writes the ledger."""

    def __init__(
        self,
        plan: SendPlan,
        write: Write,
        connection: SmtpConnection,
        ledger: Ledger,
        per_minute: int,
        stop: threading.Event,
        say: Say,
    ) -> None:
        self._plan, self._write, self._wire, self._ledger = plan, write, connection, ledger
        self._gap, self._stop, self._say = 60 / per_minute, stop, say
        self._next = time.monotonic()
        self.result = SendResult()
        self.last: dict[str, OfferResult] = {}

    def left(self, recipients: Sequence[Recipient]) -> list[Recipient]:
        """Those of whom nothing final is known."""
        done = {one.address for one, _ in self.result.results}
        return [one for one in recipients if one.address not in done]

    def round(self, recipients: Sequence[Recipient]) -> Sequence[Recipient]:
        """Offer each recipient their message; gives those who were missed for now."""
        missed: list[Recipient] = []
        lost = 0
        for number, recipient in enumerate(recipients):
            if self._stop.is_set() or lost >= LOST_IN_A_ROW:
                return [*missed, *recipients[number:]]
            self._pace()
            try:
                self._wire.open()
            except ServerUnreachable as error:
                unreached = OfferResult(DeliveryState.MISSED, f"no connection: {error}")
                self.last |= {one.address: unreached for one in recipients[number:]}
                return [*missed, *recipients[number:]]
            answer = self._offer(recipient)
            lost = 0 if self._wire.is_open else lost + 1
            self.last[recipient.address] = answer
            if answer.state is DeliveryState.MISSED:
                missed.append(recipient)
            else:
                self.result.results.append((recipient, answer))
            self._say(f"{len(self.result.results):,} of {len(self._plan.to_send):,}")
        return missed

    def _pace(self) -> None:
        # Time that was lost is not made up for: the rate is a limit, not an average.
        self._next = max(self._next, time.monotonic() - self._gap)
        if (wait := self._next - time.monotonic()) > 0:
            self._stop.wait(wait)
        self._next += self._gap

    def _offer(self, recipient: Recipient) -> OfferResult:
        """One message: its row first, then the offer, then the answer into the row."""
        plan, ledger = self._plan, self._ledger
        message = self._write(recipient, datetime.now(UTC))
        if not ledger.record_offer(
            plan.item, message.recipient, plan.marking, message.message_id, message.digest, again=plan.resend_uncertain
        ):
            return OfferResult(DeliveryState.SENT, "had it already")
        try:
            answer = self._wire.offer(message)
        except DeliveryError as error:
            ledger.record_result(plan.item, message.recipient, DeliveryState.MISSED, error.problems[0].what)
            raise
        ledger.record_result(plan.item, message.recipient, answer.state, answer.text)
        return answer
