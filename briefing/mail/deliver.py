"""Sending: who is to have an edition, and every message offered once, with its row in the ledger around it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from briefing.mail.addresses import one_mailbox
from briefing.mail.clearance import Channel, Rules, refusal
from briefing.mail.ledger import Item, Ledger, State
from briefing.mail.letter import Letter
from briefing.mail.recipients import Recipient
from briefing.mail.server import Relay
from briefing.mail.smtp import Answer, Unreachable, Wire
from briefing.problems import DeliveryError

LOST_IN_A_ROW = 3
"""Connections lost one after another, after which the server is left alone for a while."""

Write = Callable[[Recipient, datetime], Letter]
"""Writes the letter to a recipient, dated as told."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What is to be done: who is sent the edition, who has it, about whom it is not certain, who may not have it and why."""

    item: Item
    marking: str
    to_send: tuple[Recipient, ...] = ()
    had: tuple[Recipient, ...] = ()
    uncertain: tuple[Recipient, ...] = ()
    refused: tuple[tuple[Recipient, str], ...] = ()
    again: bool = False


def plan_sending(
    item: Item,
    marking: str,
    recipients: Sequence[Recipient],
    states: Mapping[str, State],
    rules: Rules,
    channel: Channel | None,
    *,
    resend_uncertain: bool = False,
) -> Plan:
    """Sort recipients by the gate and by what the ledger says of them; `channel` is None where nothing will go out."""
    refused = tuple((one, why) for one in recipients if (why := refusal(marking, one, rules, channel)))
    shut_out = {one.address for one, _ in refused}
    allowed = [one for one in recipients if one.address not in shut_out]

    def in_state(*wanted: State) -> tuple[Recipient, ...]:
        return tuple(one for one in allowed if states.get(one_mailbox(one.address)) in wanted)

    had, uncertain = in_state(State.SENT), in_state(State.UNCERTAIN, State.OFFERED)
    done = {one.address for one in (had if resend_uncertain else had + uncertain)}
    to_send = tuple(one for one in allowed if one.address not in done)
    return Plan(item, marking, to_send, had, () if resend_uncertain else uncertain, refused, resend_uncertain)


@dataclass
class Tally:
    """What became of each recipient of a run, in the order it came about."""

    answers: list[tuple[Recipient, Answer]] = field(default_factory=list)
    failed: DeliveryError | None = None

    def of(self, state: State) -> list[tuple[Recipient, str]]:
        """Who ended in a state, and the words that go with it."""
        return [(one, answer.text) for one, answer in self.answers if answer.state is state]

    @property
    def everyone(self) -> bool:
        """Whether everyone who was to be sent it was."""
        return all(answer.state is State.SENT for _, answer in self.answers)


def withhold_refused(plan: Plan, ledger: Ledger) -> None:
    """Keep in the ledger whom the gate shut out."""
    for recipient, why in plan.refused:
        ledger.withhold(plan.item, recipient, plan.marking, why)


def send_letters(
    plan: Plan, write: Write, wire: Wire, ledger: Ledger, relay: Relay, stop: threading.Event, say: Say
) -> Tally:
    """Send what the plan says, in rounds: whoever was missed for now is tried again after a pause, each pause longer.

    Ends between two messages where `stop` is set. Where sending is hopeless, the tally carries the error.
    """
    run = _Run(plan, write, wire, ledger, relay.per_minute, stop, say)
    pending: Sequence[Recipient] = plan.to_send
    try:
        for retry in range(relay.retries + 1):
            if retry:
                pause = relay.pause_seconds * 2 ** (retry - 1)
                say(f"{len(pending)} could not be reached; trying again in {pause:.0f} s")
                stop.wait(pause)
            pending = run.round(pending)
            if not pending or stop.is_set():
                break
    except DeliveryError as error:
        run.tally.failed = error
        pending = run.left(plan.to_send)
    finally:
        wire.close()
    reason = "stopped before it was tried" if stop.is_set() else "not tried"
    run.tally.answers += [(one, run.last.get(one.address, Answer(State.MISSED, reason))) for one in pending]
    return run.tally


class _Run:
    """One run of sending; counts, paces and writes the ledger."""

    def __init__(
        self,
        plan: Plan,
        write: Write,
        wire: Wire,
        ledger: Ledger,
        per_minute: int,
        stop: threading.Event,
        say: Say,
    ) -> None:
        self._plan, self._write, self._wire, self._ledger = plan, write, wire, ledger
        self._gap, self._stop, self._say = 60 / per_minute, stop, say
        self._next = time.monotonic()
        self.tally = Tally()
        self.last: dict[str, Answer] = {}

    def left(self, recipients: Sequence[Recipient]) -> list[Recipient]:
        """Those of whom nothing final is known."""
        done = {one.address for one, _ in self.tally.answers}
        return [one for one in recipients if one.address not in done]

    def round(self, recipients: Sequence[Recipient]) -> Sequence[Recipient]:
        """Offer each recipient their letter; gives those who were missed for now."""
        missed: list[Recipient] = []
        lost = 0
        for number, recipient in enumerate(recipients):
            if self._stop.is_set() or lost >= LOST_IN_A_ROW:
                return [*missed, *recipients[number:]]
            self._pace()
            try:
                self._wire.open()
            except Unreachable as error:
                unreached = Answer(State.MISSED, f"no connection: {error}")
                self.last |= {one.address: unreached for one in recipients[number:]}
                return [*missed, *recipients[number:]]
            answer = self._offer(recipient)
            lost = 0 if self._wire.is_open else lost + 1
            self.last[recipient.address] = answer
            if answer.state is State.MISSED:
                missed.append(recipient)
            else:
                self.tally.answers.append((recipient, answer))
            self._say(f"{len(self.tally.answers):,} of {len(self._plan.to_send):,}")
        return missed

    def _pace(self) -> None:
        # Time that was lost is not made up for: the rate is a limit, not an average.
        self._next = max(self._next, time.monotonic() - self._gap)
        if (wait := self._next - time.monotonic()) > 0:
            self._stop.wait(wait)
        self._next += self._gap

    def _offer(self, recipient: Recipient) -> Answer:
        """One letter: its row first, then the offer, then the answer into the row."""
        plan, ledger = self._plan, self._ledger
        letter = self._write(recipient, datetime.now(UTC))
        if not ledger.offer(
            plan.item, letter.recipient, plan.marking, letter.message_id, letter.digest, again=plan.again
        ):
            return Answer(State.SENT, "had it already")
        try:
            answer = self._wire.offer(letter)
        except DeliveryError as error:
            ledger.settle(plan.item, letter.recipient, State.MISSED, error.problems[0].what)
            raise
        ledger.settle(plan.item, letter.recipient, answer.state, answer.text)
        return answer
