"""The connection breaks at every place of the dialogue in turn: nobody is missed, and nobody gets it twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from briefing.mail.ledger import DeliveryState, Ledger
from tests.mail.sending import OUTGOING, mail_server, people, send
from tests.mail.servers import STAGES, Record, breaking_server


def every(nth: int, *stages: str) -> Callable[[str], bool]:
    """Break off at every nth passing of these stages."""
    passed = {stage: count(1) for stage in stages}
    return lambda stage: stage in passed and next(passed[stage]) % nth == 0


def agree(path: Path, record: Record) -> dict[DeliveryState, int]:
    """The ledger and the server tell the same; gives how many rows are in each state."""
    with Ledger(path) as ledger:
        rows = ledger.records(OUTGOING.briefing.id)
    for row in rows:
        times = record.counts[row.recipient.address]
        allowed = {DeliveryState.SENT: {1}, DeliveryState.UNCERTAIN: {0, 1}}.get(row.state, {0})
        assert times in allowed, f"{row.recipient.address} is {row.state}, but was taken {times} times"
    return {state: sum(row.state is state for row in rows) for state in DeliveryState}


def trial(path: Path, number: int, breaks: Callable[[str], bool]) -> tuple[dict[DeliveryState, int], Record]:
    """Send to so many until no more can be done without leave to send what is uncertain again."""
    everyone = people(number)
    with breaking_server(breaks) as server:
        for _ in range(60):
            send(path, everyone, mail_server(server.port, retries=2))
            states = agree(path, server.record)
            if states[DeliveryState.SENT] + states[DeliveryState.UNCERTAIN] == number:
                break
        return states, server.record


def check(path: Path, stage: str, number: int, nth: int) -> None:
    states, record = trial(path, number, every(nth, stage))
    assert states[DeliveryState.SENT] + states[DeliveryState.UNCERTAIN] == number
    if stage in ("body", "dot", "taken"):
        assert states[DeliveryState.UNCERTAIN] > 0 or stage == "body"
        taken = states[DeliveryState.SENT] + (states[DeliveryState.UNCERTAIN] if stage == "taken" else 0)
        assert sum(record.counts.values()) == taken
    else:
        # Short of the dot it is certain that nothing was taken, and after the answer that it was.
        assert states[DeliveryState.UNCERTAIN] == 0
        assert record.counts == {one.address: 1 for one in people(number)}
    uncertain = states[DeliveryState.UNCERTAIN]
    with breaking_server(lambda _: False) as server:
        result = send(path, people(number), mail_server(server.port), resend_uncertain=True)
        assert len(result.in_state(DeliveryState.SENT)) == uncertain == len(server.record.taken)
        assert result.all_sent


@pytest.mark.parametrize("stage", STAGES)
def test_a_connection_that_breaks_at_one_place(tmp_path: Path, stage: str) -> None:
    check(tmp_path / "ledger.sqlite", stage, 12, 3)


@pytest.mark.faults
@pytest.mark.parametrize("stage", STAGES)
def test_two_thousand_recipients_and_a_connection_that_breaks_at_one_place(tmp_path: Path, stage: str) -> None:
    check(tmp_path / "ledger.sqlite", stage, 2000, 13)


def test_a_connection_that_breaks_everywhere(tmp_path: Path) -> None:
    states, record = trial(tmp_path / "ledger.sqlite", 40, every(7, *STAGES))
    assert states[DeliveryState.SENT] + states[DeliveryState.UNCERTAIN] == 40
    assert all(times == 1 for times in record.counts.values())


def test_a_server_that_always_breaks_off_is_left_alone(tmp_path: Path) -> None:
    """What it makes uncertain is no more than a few, whatever the length of the list."""
    with breaking_server(lambda stage: stage == "dot") as server:
        result = send(tmp_path / "ledger.sqlite", people(50), mail_server(server.port, retries=1))
    assert len(result.in_state(DeliveryState.UNCERTAIN)) == 6
    assert len(result.in_state(DeliveryState.MISSED)) == 44
    assert not result.all_sent


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_each_break_is_told_for_what_it_is(tmp_path: Path, stage: str) -> None:
    # More than the buffers between the two hold, so that a break in the middle is seen before the end.
    large = replace(OUTGOING, pdf=bytes(3_000_000))
    with breaking_server(lambda at: at == stage) as server:
        result = send(tmp_path / "ledger.sqlite", people(1), mail_server(server.port, retries=0), outgoing=large)
    ((_, answer),) = result.results
    assert answer.state is (DeliveryState.UNCERTAIN if stage in ("dot", "taken") else DeliveryState.MISSED), answer
    assert answer.text
