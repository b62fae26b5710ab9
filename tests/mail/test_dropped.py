"""The connection breaks at every place of the dialogue in turn: nobody is missed, and nobody gets it twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from briefing.mail.ledger import Ledger, State
from tests.mail.desk import DESPATCH, people, relay, send
from tests.mail.servers import STAGES, Record, breaking_server


def every(nth: int, *stages: str) -> Callable[[str], bool]:
    """Break off at every nth passing of these stages."""
    passed = {stage: count(1) for stage in stages}
    return lambda stage: stage in passed and next(passed[stage]) % nth == 0


def agree(path: Path, record: Record) -> dict[State, int]:
    """The ledger and the server tell the same; gives how many rows are in each state."""
    with Ledger(path) as ledger:
        rows = ledger.rows(DESPATCH.briefing.id)
    for row in rows:
        times = record.counts[row.recipient.address]
        allowed = {State.SENT: {1}, State.UNCERTAIN: {0, 1}}.get(row.state, {0})
        assert times in allowed, f"{row.recipient.address} is {row.state}, but was taken {times} times"
    return {state: sum(row.state is state for row in rows) for state in State}


def trial(path: Path, number: int, breaks: Callable[[str], bool]) -> tuple[dict[State, int], Record]:
    """Send to so many until no more can be done without leave to send what is uncertain again."""
    everyone = people(number)
    with breaking_server(breaks) as server:
        for _ in range(60):
            send(path, everyone, relay(server.port, retries=2))
            states = agree(path, server.record)
            if states[State.SENT] + states[State.UNCERTAIN] == number:
                break
        return states, server.record


def check(path: Path, stage: str, number: int, nth: int) -> None:
    states, record = trial(path, number, every(nth, stage))
    assert states[State.SENT] + states[State.UNCERTAIN] == number
    if stage in ("body", "dot", "taken"):
        assert states[State.UNCERTAIN] > 0 or stage == "body"
        taken = states[State.SENT] + (states[State.UNCERTAIN] if stage == "taken" else 0)
        assert sum(record.counts.values()) == taken
    else:
        # Short of the dot it is certain that nothing was taken, and after the answer that it was.
        assert states[State.UNCERTAIN] == 0
        assert record.counts == {one.address: 1 for one in people(number)}
    uncertain = states[State.UNCERTAIN]
    with breaking_server(lambda _: False) as server:
        tally = send(path, people(number), relay(server.port), resend_uncertain=True)
        assert len(tally.of(State.SENT)) == uncertain == len(server.record.taken)
        assert tally.everyone


@pytest.mark.parametrize("stage", STAGES)
def test_a_connection_that_breaks_at_one_place(tmp_path: Path, stage: str) -> None:
    check(tmp_path / "ledger.sqlite", stage, 12, 3)


@pytest.mark.faults
@pytest.mark.parametrize("stage", STAGES)
def test_two_thousand_recipients_and_a_connection_that_breaks_at_one_place(tmp_path: Path, stage: str) -> None:
    check(tmp_path / "ledger.sqlite", stage, 2000, 13)


def test_a_connection_that_breaks_everywhere(tmp_path: Path) -> None:
    states, record = trial(tmp_path / "ledger.sqlite", 40, every(7, *STAGES))
    assert states[State.SENT] + states[State.UNCERTAIN] == 40
    assert all(times == 1 for times in record.counts.values())


def test_a_server_that_always_breaks_off_is_left_alone(tmp_path: Path) -> None:
    """What it makes uncertain is no more than a few, whatever the length of the list."""
    with breaking_server(lambda stage: stage == "dot") as server:
        tally = send(tmp_path / "ledger.sqlite", people(50), relay(server.port, retries=1))
    assert len(tally.of(State.UNCERTAIN)) == 6
    assert len(tally.of(State.MISSED)) == 44
    assert not tally.everyone


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_each_break_is_told_for_what_it_is(tmp_path: Path, stage: str) -> None:
    # More than the buffers between the two hold, so that a break in the middle is seen before the end.
    large = replace(DESPATCH, pdf=bytes(3_000_000))
    with breaking_server(lambda at: at == stage) as server:
        tally = send(tmp_path / "ledger.sqlite", people(1), relay(server.port, retries=0), despatch=large)
    ((_, answer),) = tally.answers
    assert answer.state is (State.UNCERTAIN if stage in ("dot", "taken") else State.MISSED), answer
    assert answer.text
