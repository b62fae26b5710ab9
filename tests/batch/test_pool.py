"""Many briefings at once: in order, each for itself, and nothing left behind however it ends."""

from __future__ import annotations

import ctypes
import json
import multiprocessing
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from briefing.batch import pool
from briefing.batch.pool import BatchProgress, build_in_pool, build_outcome
from briefing.build import build_briefing
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.cli.build import _build_many, _in_pool
from briefing.cli.output import Progress
from briefing.problems import BatchError, BriefingError, ContentError
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief
from tests.command import Command

ROOT = Path(__file__).parents[2]
BROKEN = f"{BRIEF}colour: red\n"
LONG = BRIEF + "timeline:\n" + "".join(f"  - {{when: 2023, what: 'Event {n}.', own: true}}\n" for n in range(400))


def named(name: str, text: str = BRIEF) -> str:
    return text.replace("id: x", f"id: {name}")


def quiet(_: BatchProgress) -> None:
    """Say nothing."""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace with nothing in it."""
    (tmp_path / "briefing.toml").touch()
    return tmp_path


def request(desk: Path, name: str, text: str = BRIEF) -> BuildRequest:
    folder = write_brief(desk / "briefs" / name, named(name, text))
    return BuildRequest(folder, Workspace(desk), desk / "out", "a4")


def name_of(outcome: RenderedBriefing | BriefingError) -> str:
    return outcome.name if isinstance(outcome, RenderedBriefing) else outcome.problems[0].code


def test_results_come_in_the_requested_order_and_a_failure_stops_no_other(desk: Path) -> None:
    requests = [
        request(desk, "a", LONG),
        request(desk, "b"),
        request(desk, "c", BROKEN),
        request(desk, "d"),
        request(desk, "e"),
    ]
    reports: list[BatchProgress] = []
    outcomes = list(build_in_pool(requests, 2, reports.append))
    assert list(map(name_of, outcomes)) == ["a.pdf", "b.pdf", "unknown-key", "d.pdf", "e.pdf"]
    assert isinstance(outcomes[2], ContentError)
    assert reports[-1] == BatchProgress(5, 5, 0.0)
    assert all(pace.left_s is not None for pace in reports)
    assert not multiprocessing.active_children()


def test_a_worker_builds_the_same_bytes_as_this_process(desk: Path) -> None:
    one = request(desk, "a")
    (there,) = build_in_pool([one], 1, quiet)
    here = build_briefing(one, force=True, report=lambda _: None, taken={})
    assert isinstance(there, RenderedBriefing)
    assert there.content == here.pdf.read_bytes()


def test_a_killed_worker_is_replaced_and_its_briefing_reported(desk: Path) -> None:
    requests = [request(desk, "a"), request(desk, "b", LONG), *(request(desk, name) for name in "cdef")]
    killed: list[int] = []

    def kill(pace: BatchProgress) -> None:
        if not killed:
            for child in multiprocessing.active_children():
                assert child.pid
                killed.append(child.pid)
                os.kill(child.pid, signal.SIGKILL)
            assert all(map(has_ended, killed))

    outcomes = list(build_in_pool(requests, 2, kill))
    assert len(killed) == 2
    assert list(map(name_of, outcomes)) == ["a.pdf", "worker-lost", "c.pdf", "d.pdf", "e.pdf", "f.pdf"]
    lost = outcomes[1]
    assert isinstance(lost, BatchError)
    assert "killed by SIGKILL" in lost.problems[0].what
    assert str(lost.problems[0].place) == str(requests[1].folder / "briefing.yaml")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of another process")
def test_a_worker_without_memory_is_replaced_and_its_briefing_reported(desk: Path) -> None:
    requests = [request(desk, "a"), request(desk, "b", LONG), request(desk, "c"), request(desk, "d")]
    limited: list[int] = []

    def limit(_: BatchProgress) -> None:
        if not limited:
            (child,) = multiprocessing.active_children()
            assert child.pid
            limited.append(child.pid)
            most = 1000 * memory_kb(child.pid, "VmSize") + 4_000_000
            resource.prlimit(child.pid, resource.RLIMIT_AS, (most, most))

    outcomes = list(build_in_pool(requests, 1, limit))
    assert list(map(name_of, outcomes)) in (["a.pdf", code, "c.pdf", "d.pdf"] for code in ("no-memory", "worker-lost"))
    lost = outcomes[1]
    assert isinstance(lost, BatchError)
    assert "build it alone, or several with fewer --jobs" in lost.problems[0].hint
    assert not multiprocessing.active_children()


def test_no_more_is_started_while_too_much_waits_for_a_slow_one(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    requests = [request(desk, "a", LONG), *(request(desk, name) for name in "bcdef")]
    whole = list(build_in_pool(requests, 2, quiet))
    monkeypatch.setattr(pool, "MAX_WAITING_BYTES", 0)
    reports: list[BatchProgress] = []
    bounded = list(build_in_pool(requests, 2, reports.append))
    assert list(map(name_of, bounded)) == [f"{name}.pdf" for name in "abcdef"]
    assert [one.content for one in bounded if isinstance(one, RenderedBriefing)] == [
        one.content for one in whole if isinstance(one, RenderedBriefing)
    ]
    assert [report.done for report in reports][:2] in ([1, 2], [2, 3]), "b waits for a, and c is not started"


def test_a_bug_in_one_build_is_reported_and_stops_no_other(desk: Path) -> None:
    outcome = build_outcome(BuildRequest(request(desk, "a").folder, Workspace(desk), desk / "out", "a5"))  # type: ignore[arg-type]
    assert name_of(outcome) == "bug"
    assert "KeyError" in str(outcome)


def test_closing_the_results_early_ends_the_workers(desk: Path) -> None:
    with closing(build_in_pool([request(desk, name) for name in "abcd"], 2, quiet)) as outcomes:
        assert name_of(next(outcomes)) == "a.pdf"
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def test_what_has_not_changed_is_not_built(desk: Path) -> None:
    requests = [request(desk, name) for name in "abc"]

    def built(*, force: bool = False) -> list[bool]:
        found = list(_build_many(requests, _in_pool(2), force=force))
        assert not [one for one in found if isinstance(one, BriefingError)]
        return [one.fresh for one in found if not isinstance(one, BriefingError)]

    assert built() == [False, False, False]
    before = (desk / "out" / "b.pdf").read_bytes()
    write_brief(requests[1].folder, named("b").replace("A title", "Another title"))
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


def test_json_is_one_object_per_briefing_also_for_failures(command: Command) -> None:
    (command.folder / "briefing.toml").touch()
    for name, text in (("a", BROKEN), ("b", BRIEF), ("c", named("x"))):
        write_brief(command.folder / name, text)
    for jobs in ("1", "2"):
        ended = command("build", "a", "b", "c", "--json", "--jobs", jobs, "--out", jobs)
        bad, good, twin = map(json.loads, ended.out.splitlines())
        assert ended.code == 8
        assert (bad["folder"], bad["pdf"], bad["exit"]) == ("a", None, 3)
        assert bad["problems"][0] == bad["problems"][0] | {"code": "unknown-key", "file": "a/briefing.yaml", "line": 11}
        assert good["pdf"] == f"{jobs}/x.pdf"
        assert [problem["code"] for problem in twin["problems"]] == ["duplicate-id"]
        assert "2 of 3 failed:" in ended.err


def test_what_cannot_be_written_is_one_failure_of_many(desk: Path) -> None:
    for name, text in (("a", BRIEF), ("b", LONG), ("c", BRIEF)):
        request(desk, name, text)

    def little_room() -> None:
        """Let no file grow long; a full disk ends a write as this does."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    ended = run(desk, "--jobs", "2", before=little_room)
    assert ended.returncode == 8, ended.stderr
    assert [line.partition(":")[0] for line in ended.stdout.splitlines()] == ["out/a.pdf", "out/c.pdf"]
    assert "error[cannot-write]: cannot write b.pdf" in ended.stderr
    assert ended.stderr.splitlines()[-2] == "1 of 3 failed:"
    assert sorted(path.name for path in (desk / "out").iterdir()) == [".briefing", "a.pdf", "c.pdf"]
    assert not list((desk / "out").rglob("*.new"))


@pytest.mark.skipif(sys.platform != "linux", reason="a superuser reads anything, and only Linux can take that away")
def test_a_folder_that_cannot_be_read_is_one_failure_of_many(desk: Path) -> None:
    for name in "abc":
        request(desk, name)

    def read_only_what_one_may() -> None:
        drop, override, search = 24, 1, 2  # PR_CAPBSET_DROP; CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        for capability in (override, search):
            ctypes.CDLL(None).prctl(drop, capability, 0, 0, 0)

    (desk / "briefs" / "b" / "briefing.yaml").chmod(0)
    (desk / "briefs" / "c").chmod(0)
    try:
        ended = run(desk, "briefs/a", "briefs/b", "briefs/c", "--jobs", "2", before=read_only_what_one_may)
    finally:
        (desk / "briefs" / "c").chmod(0o700)
    assert ended.returncode == 8, ended.stderr
    assert [line.partition(":")[0] for line in ended.stdout.splitlines()] == ["out/a.pdf"]
    assert "error[bug]" not in ended.stderr
    assert [line.split()[:2] for line in ended.stderr.splitlines()[-2:]] == [
        ["briefs/b", "briefing-missing:"],
        ["briefs/c", "briefing-missing:"],
    ]


def test_if_no_process_can_be_started_every_briefing_is_reported(desk: Path) -> None:
    for name in "abc":
        request(desk, name)
    ended = run(desk, "--jobs", "2", first="import multiprocessing; multiprocessing.set_executable('/nowhere')")
    assert (ended.returncode, ended.stdout) == (8, "")
    assert ended.stderr.count("error[no-worker]: no worker process can be started") == 3
    assert "3 of 3 failed:" in ended.stderr
    assert "Traceback" not in ended.stderr


def run(
    desk: Path, *words: str, before: Callable[[], None] | None = None, first: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a build to its end, in a process that does something before."""
    program = f"{first}\nfrom briefing.cli import main; main()"
    command = [sys.executable, "-c", program, "build", *words]
    return subprocess.run(command, cwd=desk, preexec_fn=before, capture_output=True, text=True, check=False)


def test_no_process_imports_modules_from_the_current_folder(desk: Path) -> None:
    for name in "ab":
        request(desk, name)
    for module in ("multiprocessing", "gc", "briefing", "email", "weasyprint", "random"):
        (desk / f"{module}.py").write_text("raise SystemExit('the wrong module')")
    script = desk / "scripts" / "briefing-command.py"
    script.parent.mkdir()
    script.write_text("if __name__ == '__main__':\n    from briefing.cli import main; main()\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script), "build", "--jobs", "2"]
    ended = subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_progress_is_plain_lines_where_there_is_no_terminal_and_few(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Progress("building", every_s=0) as progress:
        progress.say("1 of 5, 8 s left")
        progress.say("2 of 5, 6 s left")
        progress.clear()
    assert capsys.readouterr() == ("", "building: 1 of 5, 8 s left\nbuilding: 2 of 5, 6 s left\n")
    for every_s in (None, 1000):
        with Progress("building", every_s) as progress:
            progress.say("1 of 5")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("environment", "escapes"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)], ids=str
)
def test_a_terminal_shows_progress_unless_it_supports_no_escape_codes(
    desk: Path, environment: dict[str, str], escapes: bool
) -> None:
    for name in "abc":
        request(desk, name)
    ours, terminal = pty.openpty()
    command = [sys.executable, "-c", "from briefing.cli import main; main()", "build", "--jobs", "2"]
    known = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | environment
    with subprocess.Popen(command, cwd=desk, env=known, stdout=terminal, stderr=terminal, text=True) as process:
        os.close(terminal)
        output = b""
        with suppress(OSError):  # Linux raises this when all writers have closed
            while more := os.read(ours, 10_000):
                output += more
    os.close(ours)
    assert process.returncode == 0
    assert (b"\x1b" in output) is escapes
    assert (b"of 3" in output) is escapes
    lines = [line.rpartition(b"\x1b[2K")[2] for line in output.replace(b"\r\n", b"\n").split(b"\n")]
    assert [line.partition(b":")[0] for line in lines if line] == [b"out/a.pdf", b"out/b.pdf", b"out/c.pdf"]


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
        request(desk, f"n{n:02}", LONG)
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
    """Wait until every process of a group has ended."""
    return has_ended(group, os.killpg)


def has_ended(process: int, send: Callable[[int, int], None] = os.kill) -> bool:
    """Wait until a process has ended; False if that takes very long."""
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s:
        try:
            send(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
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
    _, output = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in output
    assert is_over(running.pid)
    assert_whole(desk / "out")


def processes_of(group: int) -> dict[int, int]:
    """The processes of a group, each with the one that began it."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _, _, rest = status.read_text().rpartition(")")
            state, parent, its_group = rest.split()[:3]
            if int(its_group) == group and state != "Z":
                found[int(status.parent.name)] = int(parent)
    return found


def server_of(group: int) -> int:
    """The process that workers are forked from."""
    (server,) = {parent for parent in processes_of(group).values() if parent in processes_of(group)} - {group}
    return server


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which process started which")
def test_a_killed_worker_is_a_line_in_the_table_of_failures(running: subprocess.Popen[str]) -> None:
    group = processes_of(running.pid)
    server = server_of(running.pid)
    os.kill(next(number for number, parent in group.items() if parent == server), signal.SIGKILL)
    out, output = running.communicate(timeout=200)
    assert running.returncode == 8
    assert len(out.splitlines()) == 10  # and one that came before
    assert "was killed by SIGKILL\nhint: build it alone, or several with fewer --jobs, if memory ran out" in output
    *_, title, line = output.splitlines()
    assert title == "1 of 12 failed:"
    assert "  worker-lost: the process that built this was killed by SIGKILL" in line


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which process started which")
def test_a_killed_fork_server_is_replaced(running: subprocess.Popen[str], desk: Path) -> None:
    """What is being built then is reported, and the rest is built."""
    os.kill(server_of(running.pid), signal.SIGKILL)
    _, output = running.communicate(timeout=200)
    assert running.returncode in (0, 8), output
    assert len(list((desk / "out").glob("*.pdf"))) >= 10
    assert output.count("error[worker-lost]") <= 2
    assert is_over(running.pid)


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_workers_do_not_outlive_the_calling_process(running: subprocess.Popen[str], desk: Path, sent: int) -> None:
    os.kill(running.pid, sent)
    running.communicate(timeout=60)
    assert is_over(running.pid)
    assert_whole(desk / "out")


def memory_kb(process: int, kind: str = "VmRSS") -> int:
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(f"{kind}:")).split()[1])


def growth_kb(one: BuildRequest, builds: int) -> int:
    """By how much a worker grows that builds the same so often, once it has done sixty."""
    sizes: list[int] = []
    with closing(build_in_pool([one] * builds, 1, quiet)) as outcomes:
        for _ in range(builds - 1):
            assert isinstance(next(outcomes), RenderedBriefing)
            (worker,) = multiprocessing.active_children()
            assert worker.pid
            sizes.append(memory_kb(worker.pid))
    # The least of some, for in the middle of a briefing it is always more.
    return min(sizes[-30:]) - min(sizes[30:60])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the memory of a process")
def test_the_memory_of_a_worker_stays_flat(desk: Path) -> None:
    grown = growth_kb(request(desk, "a"), 160)
    assert grown < 8_000, f"{grown / 100:.1f} kB a build"
