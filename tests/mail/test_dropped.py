"""The connection breaks at every stage of the dialogue in turn: everyone receives the message, and nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from briefing.mail.ledger import DeliveryState, Ledger
from tests.mail.sending import OUTGOING, mail_server, people, send
from tests.mail.servers import STAGES, ServerLog, breaking_server


def every(nth: int, *stages: str) -> Callable[[str], bool]:
    """Break the connection every nth time it reaches one of these stages."""
    passed = {stage: count(1) for stage in stages}
    return lambda stage: stage in passed and next(passed[stage]) % nth == 0


def agree(path: Path, log: ServerLog) -> dict[DeliveryState, int]:
    """Check that ledger and server agree; return the number of records in each state."""
    with Ledger(path) as ledger:
        rows = ledger.records(OUTGOING.briefing.id)
    for record in rows:
        times = log.counts[record.recipient.address]
        allowed = {DeliveryState.SENT: {1}, DeliveryState.UNCERTAIN: {0, 1}}.get(record.state, {0})
        assert times in allowed, f"{record.recipient.address} is {record.state}, but was accepted {times} times"
    return {state: sum(record.state is state for record in rows) for state in DeliveryState}


def run_trial(path: Path, number: int, breaks: Callable[[str], bool]) -> tuple[dict[DeliveryState, int], ServerLog]:
    """Send to `number` recipients until everyone is sent or uncertain."""
    everyone = people(number)
    with breaking_server(breaks) as server:
        for _ in range(60):
            send(path, everyone, mail_server(server.port, retries=2))
            states = agree(path, server.log)
            if states[DeliveryState.SENT] + states[DeliveryState.UNCERTAIN] == number:
                break
        return states, server.log


def check(path: Path, stage: str, number: int, nth: int) -> None:
    states, log = run_trial(path, number, every(nth, stage))
    assert states[DeliveryState.SENT] + states[DeliveryState.UNCERTAIN] == number
    if stage in ("body", "dot", "accepted"):
        assert states[DeliveryState.UNCERTAIN] > 0 or stage == "body"
        accepted = states[DeliveryState.SENT] + (states[DeliveryState.UNCERTAIN] if stage == "accepted" else 0)
        assert sum(log.counts.values()) == accepted
    else:
        # Before the dot the message is certainly not accepted; after the reply it certainly is.
        assert states[DeliveryState.UNCERTAIN] == 0
        assert log.counts == {one.address: 1 for one in people(number)}
    uncertain = states[DeliveryState.UNCERTAIN]
    with breaking_server(lambda _: False) as server:
        result = send(path, people(number), mail_server(server.port), resend_uncertain=True)
        assert len(result.in_state(DeliveryState.SENT)) == uncertain == len(server.log.accepted)
        assert result.all_sent


@pytest.mark.parametrize("stage", STAGES)
def test_a_connection_that_breaks_at_one_stage(tmp_path: Path, stage: str) -> None:
    check(tmp_path / "ledger.sqlite", stage, 12, 3)


@pytest.mark.faults
@pytest.mark.parametrize("stage", STAGES)
def test_two_thousand_recipients_and_a_connection_that_breaks_at_one_stage(tmp_path: Path, stage: str) -> None:
    check(tmp_path / "ledger.sqlite", stage, 2000, 13)


def test_a_connection_that_breaks_everywhere(tmp_path: Path) -> None:
    states, log = run_trial(tmp_path / "ledger.sqlite", 40, every(7, *STAGES))
    assert states[DeliveryState.SENT] + states[DeliveryState.UNCERTAIN] == 40
    assert all(times == 1 for times in log.counts.values())


def test_a_server_that_always_breaks_the_connection_is_left_alone(tmp_path: Path) -> None:
    """Only a few recipients become uncertain, whatever the length of the list."""
    with breaking_server(lambda stage: stage == "dot") as server:
        result = send(tmp_path / "ledger.sqlite", people(50), mail_server(server.port, retries=1))
    assert len(result.in_state(DeliveryState.UNCERTAIN)) == 6
    assert len(result.in_state(DeliveryState.MISSED)) == 44
    assert not result.all_sent


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_each_break_leads_to_the_right_state(tmp_path: Path, stage: str) -> None:
    # Larger than all buffers between client and server, so that a break in the middle is noticed before the end.
    large = replace(OUTGOING, pdf=bytes(3_000_000))
    with breaking_server(lambda at: at == stage) as server:
        result = send(tmp_path / "ledger.sqlite", people(1), mail_server(server.port, retries=0), outgoing=large)
    (answer,) = result.results.values()
    assert answer.state is (DeliveryState.UNCERTAIN if stage in ("dot", "accepted") else DeliveryState.MISSED), answer
    assert answer.text
