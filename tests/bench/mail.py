"""`python -m tests.bench.mail`: messages a second over TLS on this machine, and whether that holds as the list grows."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from briefing.mail.ledger import DeliveryState
from tests.mail.authority import Authority, make_authority
from tests.mail.sending import OUTGOING, mail_server, people, send
from tests.mail.servers import working_server

LISTS = (10, 100, 500, 2000)
ROUNDS = 3
SLOWEST = 1.5
"""What a message may take on the longest list, of what it takes on the shortest but one: 1 is flat."""


def seconds_a_message(number: int, authority: Authority, folder: Path) -> float:
    """Wall seconds a message for a list of so many, the ledger's fsyncs and the connection included."""
    outgoing = replace(OUTGOING, pdf=bytes(20_000))
    with working_server(authority.server_context()) as (port, _):
        server = mail_server(port, security="starttls", ca=authority.certificate)
        began = time.perf_counter()
        result = send(folder / "ledger.sqlite", people(number), server, outgoing=outgoing)
        took = time.perf_counter() - began
    assert len(result.in_state(DeliveryState.SENT)) == number
    return took / number


def measure_mail() -> tuple[str, bool]:
    """The figures as lines of text, and whether the longest list is no slower a message."""
    taken: dict[int, list[float]] = {number: [] for number in LISTS}
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        authority = make_authority(Path(name) / "authority")
        for lap in range(ROUNDS):
            for number in LISTS:
                folder = Path(name) / f"{lap}-{number}"
                folder.mkdir()
                taken[number].append(seconds_a_message(number, authority, folder))
    lines = [f"{'recipients':<16}{'a second':>10}"]
    lines += [f"{number:<16}{1 / median(taken[number]):>10.0f}" for number in LISTS]
    ratio = median(taken[LISTS[-1]]) / median(taken[LISTS[1]])
    met = ratio <= SLOWEST
    lines.append(f"a message of {LISTS[-1]:,} against one of {LISTS[1]}: {ratio:.2f}, target {SLOWEST:.2f}")
    return "\n".join([*lines[:-1], f"{lines[-1]}  {'met' if met else 'MISSED'}"]), met


if __name__ == "__main__":
    text, _ = measure_mail()
    sys.stdout.write(f"{text}\n")
