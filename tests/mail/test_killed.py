"""The sender is killed at random and started again: nobody twice but where it said so, nobody missed, and the books agree."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.mail.ledger import DeliveryState, Ledger
from tests.mail.sending import OUTGOING, mail_server, people, send
from tests.mail.servers import good_server

ROOT = Path(__file__).parents[2]


def kill_and_go_on(ledger: Path, port: int, number: int, kills: int, longest: float) -> int:
    """Start the sender until it has been killed so many times, or has ended by itself; gives the number of kills."""
    dice = random.Random(7)
    killed = 0
    while killed < kills:
        after = dice.uniform(0.001, longest)
        command = [sys.executable, "-m", "tests.mail.killed", str(ledger), str(port), str(number), f"{after:.4f}"]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        killed += 1
    return killed


def trial(tmp_path: Path, number: int, kills: int, longest: float) -> int:
    path, everyone = tmp_path / "ledger.sqlite", people(number)
    with good_server() as (port, record):
        killed = kill_and_go_on(path, port, number, kills, longest)
        result = send(path, everyone, mail_server(port))
        assert all(answer.state is DeliveryState.SENT for _, answer in result.results)
        with Ledger(path) as ledger:
            rows = {row.recipient.address: row for row in ledger.records(OUTGOING.briefing.id)}
        assert rows.keys() == {one.address for one in everyone}
        for address, row in rows.items():
            assert row.state in (DeliveryState.SENT, DeliveryState.UNCERTAIN)
            assert record.counts[address] in ({1} if row.state is DeliveryState.SENT else {0, 1})
        uncertain = {address for address, row in rows.items() if row.state is DeliveryState.UNCERTAIN}
        # No kill can leave more than the one row that was open.
        assert len(uncertain) <= killed
        send(path, everyone, mail_server(port), resend_uncertain=True)
        assert set(record.counts) == rows.keys()
        assert {address for address, times in record.counts.items() if times > 1} <= uncertain
        assert max(record.counts.values()) <= 2
    return killed


def test_killed_a_few_times(tmp_path: Path) -> None:
    assert trial(tmp_path, 120, 3, 0.15) > 0


@pytest.mark.faults
def test_killed_a_hundred_times_on_the_way_to_two_thousand(tmp_path: Path) -> None:
    assert trial(tmp_path, 2000, 100, 0.3) == 100


@pytest.mark.faults
def test_two_thousand_recipients_get_one_message_each(tmp_path: Path) -> None:
    everyone = people(2000)
    with good_server() as (port, record):
        assert send(tmp_path / "ledger.sqlite", everyone, mail_server(port)).all_sent
        assert send(tmp_path / "ledger.sqlite", everyone, mail_server(port)).results == []
    assert record.counts == {one.address: 1 for one in everyone}
    assert record.connections == 1
