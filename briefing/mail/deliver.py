"""Sending: plan who is to receive an edition, offer each message once, and record every step in the ledger."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from briefing.mail.addresses import mailbox_key
from briefing.mail.clearance import Channel, MarkingRules, refusal_reason
from briefing.mail.ledger import DeliveryState, Ledger
from briefing.mail.outgoing import DeliveryItem, OutgoingMessage
from briefing.mail.recipients import Recipient
from briefing.mail.smtp import OfferResult, ServerUnreachable, SmtpConnection
from briefing.problems import DeliveryError

MAX_LOST_IN_SUCCESSION = 3
"""After so many lost connections in succession, the round ends."""

WriteMessage = Callable[[Recipient, datetime], OutgoingMessage]
"""Writes the message to a recipient, with this date."""


@dataclass(frozen=True)
class SendPlan:
    """Who is to be sent an edition, who has received it, was handed it as a file or may have it, and who is refused and why."""

    item: DeliveryItem
    marking: str
    to_send: tuple[Recipient, ...] = ()
    already_sent: tuple[Recipient, ...] = ()
    handed_over: tuple[Recipient, ...] = ()
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
    """Sort recipients by clearance and by their states in the ledger; `channel` is None where nothing will be sent."""
    withdrawal = item.kind == "withdrawal"
    reasons = [(one, refusal_reason(marking, one, rules, channel, withdrawal=withdrawal)) for one in recipients]
    allowed = [(one, states.get(mailbox_key(one.address))) for one, reason in reasons if not reason]
    maybe = (DeliveryState.UNCERTAIN, DeliveryState.OFFERED)
    waiting = () if resend_uncertain else (*maybe, DeliveryState.HANDED_OVER)
    return SendPlan(
        item,
        marking,
        to_send=tuple(one for one, state in allowed if state is not DeliveryState.SENT and state not in waiting),
        already_sent=tuple(one for one, state in allowed if state is DeliveryState.SENT),
        handed_over=tuple(one for one, state in allowed if state in waiting and state not in maybe),
        uncertain=tuple(one for one, state in allowed if state in waiting and state in maybe),
        refused=tuple((one, reason) for one, reason in reasons if reason),
        resend_uncertain=resend_uncertain,
    )


@dataclass
class SendResult:
    """What became of each recipient; `error` is what ended the run early."""

    results: dict[Recipient, OfferResult] = field(default_factory=dict)
    error: DeliveryError | None = None

    def in_state(self, state: DeliveryState) -> list[tuple[Recipient, str]]:
        """Return who ended in a state, each with the server's reply or the reason."""
        return [(recipient, result.text) for recipient, result in self.results.items() if result.state is state]

    @property
    def all_sent(self) -> bool:
        """Whether everyone who was to be sent the edition was."""
        return all(result.state is DeliveryState.SENT for result in self.results.values())


def record_refusals(plan: SendPlan, ledger: Ledger) -> None:
    """Record in the ledger who is refused by the marking."""
    for recipient, reason in plan.refused:
        ledger.record_refusal(plan.item, recipient, plan.marking, reason)


def send_messages(
    plan: SendPlan,
    write: WriteMessage,
    connection: SmtpConnection,
    ledger: Ledger,
    stop: threading.Event,
    say: Callable[[str], None],
) -> SendResult:
    """Send what is planned, in rounds: those who were missed are tried again after a pause, which doubles each time.

    Ends between two messages once `stop` is set; `say` reports progress. An error that makes it useless to go on (such as a
    wrong password) ends the run, and is returned in the result.
    """
    run = _SendRun(plan, write, connection, ledger, stop, say)
    server = connection.server
    try:
        for retry in range(server.retries + 1):
            pending = run.pending()
            if not pending or stop.is_set():
                break
            if retry:
                pause_s = server.pause_seconds * 2 ** (retry - 1)
                say(f"{len(pending)} could not be reached; trying again in {pause_s:.0f} s")
                stop.wait(pause_s)
            run.send_round(pending)
    except DeliveryError as error:
        run.result.error = error
    finally:
        connection.close()
    untried = OfferResult(DeliveryState.MISSED, "stopped before it was tried" if stop.is_set() else "not tried")
    for recipient in plan.to_send:
        run.result.results.setdefault(recipient, untried)
    return run.result


@dataclass
class _SendRun:
    """The state of one run: its results so far, and when the next message may be sent (`time.monotonic`)."""

    plan: SendPlan
    write: WriteMessage
    connection: SmtpConnection
    ledger: Ledger
    stop: threading.Event
    say: Callable[[str], None]
    result: SendResult = field(default_factory=SendResult)
    next_s: float = field(default_factory=time.monotonic)

    def pending(self) -> list[Recipient]:
        """Return those who have not been tried, or were missed and may be tried again."""
        results = self.result.results
        return [one for one in self.plan.to_send if one not in results or results[one].state is DeliveryState.MISSED]

    def send_round(self, recipients: Sequence[Recipient]) -> None:
        """Offer each recipient the message, until the run is stopped or the server cannot be reached."""
        results = self.result.results
        done, lost = len(self.plan.to_send) - len(recipients), 0
        for number, recipient in enumerate(recipients):
            if self.stop.is_set() or lost >= MAX_LOST_IN_SUCCESSION:
                return
            self._wait_for_rate()
            try:
                self.connection.open()
            except ServerUnreachable as error:
                unreached = OfferResult(DeliveryState.MISSED, f"no connection: {error}")
                results |= dict.fromkeys(recipients[number:], unreached)
                return
            results[recipient] = self._offer(recipient)
            lost = 0 if self.connection.is_open else lost + 1
            done += results[recipient].state is not DeliveryState.MISSED
            self.say(f"{done:,} of {len(self.plan.to_send):,}")

    def _wait_for_rate(self) -> None:
        gap_s = 60 / self.connection.server.per_minute
        # After a delay, sending does not speed up to catch up: the rate is a limit, not an average.
        self.next_s = max(self.next_s, time.monotonic() - gap_s)
        if (wait_s := self.next_s - time.monotonic()) > 0:
            self.stop.wait(wait_s)
        self.next_s += gap_s

    def _offer(self, recipient: Recipient) -> OfferResult:
        """Record the offer, make it, and record its result."""
        message = self.write(recipient, datetime.now(UTC))
        if not self.ledger.record_offer(message, resend_uncertain=self.plan.resend_uncertain):
            return OfferResult(DeliveryState.SENT, "already received it")
        try:
            result = self.connection.offer(message)
        except DeliveryError as error:
            self.ledger.record_result(message, DeliveryState.MISSED, error.problems[0].what)
            raise
        self.ledger.record_result(message, result.state, result.text)
        return result
