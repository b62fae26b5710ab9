"""Many briefings at once: in order, each for itself, and nothing left behind however it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from briefing.build import Made, Order, build_briefing
from briefing.cli.side_by_side import build_side_by_side
from briefing.desk.batch import Pace, attempt, make_all
from briefing.problems import BatchError, BriefingError, ContentError
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief
from tests.command import Command

BROKEN = f"{BRIEF}colour: red\n"
LONG = BRIEF + "timeline:\n" + "".join(f"  - {{when: 2023, what: 'Event {n}.', own: true}}\n" for n in range(400))


def named(name: str, text: str = BRIEF) -> str:
    return text.replace("id: x", f"id: {name}")


def quiet(_: Pace) -> None:
    """Say nothing."""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace with nothing in it."""
    (tmp_path / "briefing.toml").touch()
    return tmp_path


def order(desk: Path, name: str, text: str = BRIEF) -> Order:
    folder = write_brief(desk / "briefs" / name, named(name, text))
    return Order(folder, Workspace(desk), desk / "out", "a4")


def name_of(outcome: Made | BriefingError) -> str:
    return outcome.name if isinstance(outcome, Made) else outcome.problems[0].code


def test_all_come_back_in_the_order_asked_and_none_stops_another(desk: Path) -> None:
    orders = [order(desk, "a", LONG), order(desk, "b"), order(desk, "c", BROKEN), order(desk, "d"), order(desk, "e")]
    paces: list[Pace] = []
    outcomes = list(make_all(orders, 2, paces.append))
    assert list(map(name_of, outcomes)) == ["a.pdf", "b.pdf", "unknown-key", "d.pdf", "e.pdf"]
    assert isinstance(outcomes[2], ContentError)
    assert paces[-1] == Pace(5, 5, 0.0)
    assert all(pace.left_s is not None for pace in paces)
    assert not multiprocessing.active_children()


def test_what_a_worker_makes_is_what_is_made_here(desk: Path) -> None:
    one = order(desk, "a")
    (there,) = make_all([one], 1, quiet)
    here = build_briefing(one.folder, one.workspace, one.out, "a4", force=True, say=lambda _: None, taken={})
    assert isinstance(there, Made)
    assert there.content == here.pdf.read_bytes()


def test_a_killed_worker_is_replaced_and_its_briefing_reported(desk: Path) -> None:
    orders = [order(desk, "a"), order(desk, "b", LONG), *(order(desk, name) for name in "cdef")]
    killed: list[int] = []

    def kill(pace: Pace) -> None:
        if not killed:
            for child in multiprocessing.active_children():
                assert child.pid
                killed.append(child.pid)
                os.kill(child.pid, signal.SIGKILL)
                child.join()

    outcomes = list(make_all(orders, 2, kill))
    assert len(killed) == 2
    assert list(map(name_of, outcomes)) == ["a.pdf", "worker-lost", "c.pdf", "d.pdf", "e.pdf", "f.pdf"]
    lost = outcomes[1]
    assert isinstance(lost, BatchError)
    assert "killed by SIGKILL" in lost.problems[0].what
    assert str(lost.problems[0].place) == str(orders[1].folder / "briefing.yaml")


def test_a_fault_of_our_own_is_told_and_stops_no_other(desk: Path) -> None:
    outcome = attempt(Order(order(desk, "a").folder, Workspace(desk), desk / "out", "a5"))  # type: ignore[arg-type]
    assert name_of(outcome) == "bug"
    assert "KeyError" in str(outcome)


def test_who_stops_listening_ends_the_workers(desk: Path) -> None:
    with closing(make_all([order(desk, name) for name in "abcd"], 2, quiet)) as outcomes:
        assert name_of(next(outcomes)) == "a.pdf"
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def test_what_has_not_changed_is_not_built(desk: Path) -> None:
    orders = [order(desk, name) for name in "abc"]

    def built(*, force: bool = False) -> list[bool]:
        found = list(build_side_by_side(orders, 2, force=force))
        assert not [one for one in found if isinstance(one, BriefingError)]
        return [one.fresh for one in found if not isinstance(one, BriefingError)]

    assert built() == [False, False, False]
    before = (desk / "out" / "b.pdf").read_bytes()
    write_brief(orders[1].folder, named("b").replace("A title", "Another title"))
    assert built() == [True, False, True]
    assert built() == [True, True, True]
    assert built(force=True) == [False, False, False]
    assert (desk / "out" / "b.pdf").read_bytes() != before


def test_a_run_ends_with_a_table_of_what_failed(command: Command) -> None:
    (command.folder / "briefing.toml").touch()
    for name, text in (("first", BROKEN), ("second", BRIEF), ("third", named("x")), ("fourth", BROKEN)):
        write_brief(command.folder / name, text)
    ended = command("build", "first", "second", "third", "fourth", "--jobs", "2")
    assert ended.code == 8
    assert [line.partition(":")[0] for line in ended.out.splitlines()] == ["out/x.pdf"]
    *_, title, one, two, three = ended.err.splitlines()
    assert title == "3 of 4 failed:"
    assert one.startswith("  first   unknown-key: ")
    assert two.startswith('  third   duplicate-id: second has the id "x" too')
    assert three.startswith("  fourth  unknown-key: ")


def test_one_job_and_many_print_the_same(command: Command) -> None:
    (command.folder / "briefing.toml").touch()
    for name in ("a", "b", "c"):
        write_brief(command.folder / name, named(name))
    ended = [command("build", "--force", "--jobs", jobs, "--out", jobs) for jobs in ("1", "3")]
    assert [one.code for one in ended] == [0, 0]
    for name in ("a", "b", "c"):
        assert (command.folder / "1" / f"{name}.pdf").read_bytes() == (
            command.folder / "3" / f"{name}.pdf"
        ).read_bytes()
    assert command("build", "--jobs", "0").code == 2


@pytest.fixture
def running(desk: Path) -> Iterator[subprocess.Popen[str]]:
    """A run of many long briefings in a process group of its own, after the first was built."""
    for n in range(12):
        order(desk, f"n{n:02}", LONG)
    program = "from briefing.cli import main; main()"
    command = [sys.executable, "-c", program, "build", "--jobs", "2"]
    process = subprocess.Popen(
        command, cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout
    assert process.stdout.readline().startswith("out/n00.pdf")
    yield process
    process.kill()
    process.communicate()


def is_over(group: int) -> bool:
    """Whether every process of a group has ended, soon."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def assert_whole(out: Path) -> None:
    left = sorted(path.name for path in out.glob("[!.]*"))
    assert "n00.pdf" in left
    assert len(left) < 12
    for name in left:
        content = (out / name).read_bytes()
        assert name.endswith(".pdf")
        assert content.startswith(b"%PDF")
        assert content.rstrip().endswith(b"%%EOF")


def test_ctrl_c_leaves_no_half_file_and_no_process(running: subprocess.Popen[str], desk: Path) -> None:
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in said
    assert is_over(running.pid)
    assert_whole(desk / "out")


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_workers_do_not_outlive_who_asked(running: subprocess.Popen[str], desk: Path, sent: int) -> None:
    os.kill(running.pid, sent)
    running.communicate(timeout=60)
    assert is_over(running.pid)
    assert_whole(desk / "out")


def resident_kb(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process has")
def test_the_memory_of_a_worker_stays_flat(desk: Path) -> None:
    """A thousand are built by ./run bench; here, as many as show what would grow."""
    one = order(desk, "a")
    sizes: list[int] = []
    with closing(make_all([one] * 160, 1, quiet)) as outcomes:
        for _ in range(159):
            assert isinstance(next(outcomes), Made)
            (worker,) = multiprocessing.active_children()
            assert worker.pid
            sizes.append(resident_kb(worker.pid))
    # The least of some, for in the middle of a briefing it is always more.
    grown = min(sizes[130:]) - min(sizes[30:60])
    assert grown < 8_000, f"{grown / 100:.0f} kB a build"
