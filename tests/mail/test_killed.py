"""The sender is killed at random and restarted: everyone receives the message, and only uncertain recipients may get two."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.mail.ledger import DeliveryState, Ledger
from tests.mail.sending import OUTGOING, mail_server, people, send
from tests.mail.servers import working_server

ROOT = Path(__file__).parents[2]


def kill_repeatedly(ledger: Path, port: int, number: int, kills: int, longest: float) -> int:
    """Start the sender until it has been killed `kills` times, or has ended by itself; return the number of kills."""
    generator = random.Random(7)
    killed = 0
    while killed < kills:
        after = generator.uniform(0.001, longest)
        command = [sys.executable, "-m", "tests.mail.killed", str(ledger), str(port), str(number), f"{after:.4f}"]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        killed += 1
    return killed


def run_trial(tmp_path: Path, number: int, kills: int, longest: float) -> int:
    path, everyone = tmp_path / "ledger.sqlite", people(number)
    with working_server() as (port, log):
        killed = kill_repeatedly(path, port, number, kills, longest)
        result = send(path, everyone, mail_server(port))
        assert all(answer.state is DeliveryState.SENT for answer in result.results.values())
        with Ledger(path) as ledger:
            rows = {record.recipient.address: record for record in ledger.records(OUTGOING.briefing.id)}
        assert rows.keys() == {one.address for one in everyone}
        for address, record in rows.items():
            assert record.state in (DeliveryState.SENT, DeliveryState.UNCERTAIN)
            assert log.counts[address] in ({1} if record.state is DeliveryState.SENT else {0, 1})
        uncertain = {address for address, record in rows.items() if record.state is DeliveryState.UNCERTAIN}
        # A kill can leave only one record open.
        assert len(uncertain) <= killed
        send(path, everyone, mail_server(port), resend_uncertain=True)
        assert set(log.counts) == rows.keys()
        assert {address for address, times in log.counts.items() if times > 1} <= uncertain
        assert max(log.counts.values()) <= 2
    return killed


def test_killed_a_few_times(tmp_path: Path) -> None:
    assert run_trial(tmp_path, 120, 3, 0.15) > 0


@pytest.mark.faults
def test_killed_a_hundred_times_while_sending_to_two_thousand(tmp_path: Path) -> None:
    assert run_trial(tmp_path, 2000, 100, 0.3) == 100


@pytest.mark.faults
def test_two_thousand_recipients_get_one_message_each(tmp_path: Path) -> None:
    everyone = people(2000)
    with working_server() as (port, log):
        assert send(tmp_path / "ledger.sqlite", everyone, mail_server(port)).all_sent
        assert send(tmp_path / "ledger.sqlite", everyone, mail_server(port)).results == {}
    assert log.counts == {one.address: 1 for one in everyone}
    assert log.connections == 1
