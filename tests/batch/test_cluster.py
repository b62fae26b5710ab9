"""Past one machine: what a cluster builds is what is built here, whatever becomes of its workers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import dask.config
import pikepdf
import pytest
from distributed import Client, LocalCluster, Worker, WorkerPlugin

from briefing.batch import cluster as on_cluster
from briefing.batch.cluster import Cluster, build_on_cluster
from briefing.batch.pool import BatchProgress, BuildOutcome, build_outcome
from briefing.batch.remote import RemoteTask, pack
from briefing.build_output import BuildRequest, RenderedBriefing, find_unchanged, write_build
from briefing.problems import BatchError, UsageError
from briefing.settings import ClusterSettings
from briefing.workspace import Workspace
from tests.batch.test_matrix import COUNTRIES, REPORT
from tests.batch.test_pool import BROKEN, named
from tests.briefs import BRIEF, NIGER, write_brief
from tests.command import Command
from tests.pki import Authority

TOP = Path(__file__).parents[2]
ROWS = BRIEF + "timeline:\n" + "".join(f"  - {{when: 2023, what: 'Event {n}.', own: true}}\n" for n in range(60))


def quiet(_: BatchProgress) -> None:
    """Say nothing."""


@contextmanager
def program(*words: str, scratch: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask's, whose scratch files lie in a folder."""
    scratch.mkdir(exist_ok=True)
    settings = {"DASK_TEMPORARY_DIRECTORY": str(scratch), "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
    with (scratch / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{words[0]}", *words[1:]],
            stdout=log,
            stderr=log,
            cwd=scratch,
            env={**os.environ, "PYTHONPATH": str(TOP), **settings, **environment},
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def scheduling(folder: Path, *words: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler, by its address."""
    scheduler_file = folder / "scheduler.json"
    usual = (
        "dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(scheduler_file),
    )
    with program(*usual, *words, scratch=folder / "scheduler") as process:
        soon(scheduler_file.exists)
        yield json.loads(scheduler_file.read_text())["address"], process


def working(
    address: str, scratch: Path, *words: str, **environment: str
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A worker without a nanny, in a process of its own."""
    usual = ("dask_worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
    return program(*usual, *words, scratch=scratch, **environment)


def soon(is_so: Callable[[], object]) -> None:
    """Wait until something is so, for as long as a busy machine may take."""
    deadline_s = time.monotonic() + 120
    while time.monotonic() < deadline_s:
        with suppress(ValueError):
            if is_so():
                return
        time.sleep(0.05)
    pytest.fail("it has not become so within two minutes")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scheduling(tmp_path_factory.mktemp("scheduler")) as (address, _):
        yield address


@pytest.fixture(scope="module")
def worker(scheduler: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """A worker: its scratch folder, and its process."""
    scratch = tmp_path_factory.mktemp("worker")
    with working(scheduler, scratch) as process:
        yield scratch, process.pid


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace as the current folder."""
    (tmp_path / "briefing.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def request(desk: Path, name: str, text: str = BRIEF) -> BuildRequest:
    folder = write_brief(desk / "briefs" / name, named(name, text))
    return BuildRequest(folder, Workspace(desk), desk / "out", "a4")


def name_of(outcome: BuildOutcome) -> str:
    return outcome.name if isinstance(outcome, RenderedBriefing) else outcome.problems[0].code


def names(outcomes: Sequence[BuildOutcome]) -> list[str]:
    return [name_of(outcome) for outcome in outcomes]


def content_of(outcome: BuildOutcome) -> bytes:
    assert isinstance(outcome, RenderedBriefing), str(outcome)
    return outcome.content


def is_clear(scratch: Path) -> bool:
    return not list(scratch.glob("dask-scratch-space/*/briefing-*"))


def test_workers_with_a_nanny_and_two_threads_make_the_same_bytes(desk: Path) -> None:
    image = (TOP / "docs" / "page-one.png").read_bytes()
    (desk / "assets").mkdir()
    (desk / "assets" / "shared.png").write_bytes(image)
    (desk / "niger").symlink_to(NIGER)
    picture = "sections: [{title: A page, text: '![A page](shared.png)'}]\n"
    requests = [BuildRequest(desk / "niger", Workspace(desk), desk / "out", "a4"), request(desk, "b", BRIEF + picture)]
    requests += [request(desk, "c", BROKEN), request(desk, "d", ROWS)]
    reports: list[BatchProgress] = []
    with LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=True,
        dashboard_address="127.0.0.1:0",
        local_directory=str(desk / "scratch"),
    ) as local:
        made = list(build_on_cluster(requests, reports.append, Cluster(local.scheduler_address)))
        assert not list((desk / "scratch").rglob("briefing-*"))
    here = [build_outcome(one) for one in requests]
    assert names(made) == names(here) == ["niger-2023.pdf", "b.pdf", "unknown-key", "d.pdf"]
    assert [content_of(made[n]) for n in (0, 1, 3)] == [content_of(here[n]) for n in (0, 1, 3)]
    assert str(made[2]) == str(here[2])
    assert reports[-1] == BatchProgress(4, 4, 0.0)
    for there, ours, one in zip(made, here, requests, strict=True):
        if isinstance(there, RenderedBriefing) and isinstance(ours, RenderedBriefing):
            assert (there.read, there.missing, there.warnings) == (ours.read, ours.missing, ours.warnings)
            write_build(there, one, {})
            built = find_unchanged(one)
            assert built
            assert built.fresh


def test_the_command_builds_a_matrix_on_a_cluster_and_nothing_twice(
    command: Command, scheduler: str, worker: tuple[Path, int]
) -> None:
    write_brief(command.folder / "briefs" / "coups", REPORT)
    (command.folder / "countries.csv").write_text(COUNTRIES + "XXX,xxx,Nowhere,Nowhere,en-GB,en\n")
    words = ("build", "--matrix", "countries.csv")
    ended = command(*words, "--cluster", scheduler)
    assert ended.code == 8
    reports = [f"coups-{country}-{tongue}.pdf" for tongue in ("en", "fr") for country in ("ner", "mli")]
    assert [line.partition(":")[0] for line in ended.out.splitlines()] == [f"out/{name}" for name in reports]
    assert "briefs/coups/briefing.yaml:" in ended.err
    assert str(command.folder) not in ended.err
    for name in reports:
        with pikepdf.open(command.folder / "out" / name) as pdf:
            history = pdf.attachments["history.csv"].get_file().read_bytes().decode()
        assert (",NER," in history, ",MLI," in history) == ("ner" in name, "mli" in name)
    assert command(*words, "--out", "here").code == 8
    for name in reports:
        assert (command.folder / "here" / name).read_bytes() == (command.folder / "out" / name).read_bytes()
    assert command(*words).out.count("unchanged") == 4
    assert is_clear(worker[0])


def test_one_that_fails_stops_no_other_and_pdfs_may_come_back_through_a_folder(
    desk: Path, scheduler: str, worker: tuple[Path, int]
) -> None:
    requests = [request(desk, "a", ROWS), request(desk, "b", BROKEN), request(desk, "c")]
    (desk / "shared").mkdir()
    made = list(build_on_cluster(requests, quiet, Cluster(scheduler, shared=desk / "shared")))
    assert names(made) == ["a.pdf", "unknown-key", "c.pdf"]
    assert [content_of(made[n]) for n in (0, 2)] == [content_of(build_outcome(requests[n])) for n in (0, 2)]
    assert not list((desk / "shared").iterdir())
    (nowhere,) = build_on_cluster(requests[2:], quiet, Cluster(scheduler, shared=desk / "nowhere"))
    assert name_of(nowhere) == "not-shared"


def test_rows_of_a_matrix_send_their_inputs_once(desk: Path, scheduler: str, worker: tuple[Path, int]) -> None:
    one = request(desk, "a")
    requests = [one, replace(one, draft=True), replace(one, paper="letter")]
    sent: list[str] = []
    submit = Client.submit

    def noted(client: Client, function: Callable[..., object], *words: object, **more: Any) -> object:
        sent.append(more["key"])
        return submit(client, function, *words, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "submit", noted)
        made = list(build_on_cluster(requests, quiet, Cluster(scheduler)))
    assert names(made) == ["a.pdf", "a-draft.pdf", "a.pdf"]
    assert len([key for key in sent if "-inputs-" in key]) == 1


def test_a_worker_that_is_killed_loses_nothing(
    desk: Path, scheduler: str, worker: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    requests = [request(desk, f"n{n:02}", ROWS) for n in range(12)]
    killed: list[BatchProgress] = []
    with (
        working(scheduler, tmp_path_factory.mktemp("other")) as other,
        Client(scheduler, set_as_default=False) as client,
    ):
        client.wait_for_workers(2, timeout=120)

        def kill(pace: BatchProgress) -> None:
            if pace.done >= 2 and not killed:
                other.kill()
                killed.append(pace)

        made = list(build_on_cluster(requests, kill, Cluster(scheduler)))
        assert other.wait(120) == -signal.SIGKILL
    assert killed[0].done < 12
    assert names(made) == [f"n{n:02}.pdf" for n in range(12)]
    assert list(map(content_of, made)) == [content_of(build_outcome(one)) for one in requests]
    assert is_clear(worker[0])


@pytest.mark.faults
def test_all_workers_may_die_at_once_if_a_nanny_restarts_them(desk: Path) -> None:
    """Whatever was sent is gone with them, and is sent again."""
    requests = [request(desk, f"n{n:02}", ROWS) for n in range(12)]
    killed: list[int] = []
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", local_directory=str(desk / "scratch")
    ) as local:

        def kill(pace: BatchProgress) -> None:
            if pace.done >= 3 and not killed:
                for one in local.workers.values():
                    killed.append(one.process.pid)
                    os.kill(one.process.pid, signal.SIGKILL)

        made = list(build_on_cluster(requests, kill, Cluster(local.scheduler_address)))
        assert not list((desk / "scratch").rglob("briefing-*"))
    assert len(killed) == 2
    assert names(made) == [f"n{n:02}.pdf" for n in range(12)]


class _Deadly(WorkerPlugin):
    """Kills every worker that starts to build, restarted ones too."""

    def setup(self, worker: Worker) -> None:
        from briefing.batch import remote

        remote.build_outcome = lambda request: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment, attr-defined, return-value]


def test_a_briefing_that_kills_its_workers_is_given_up(desk: Path) -> None:
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", local_directory=str(desk / "scratch")
        ) as local,
        Client(local, set_as_default=False) as client,
    ):
        client.register_plugin(_Deadly())
        (lost,) = build_on_cluster([request(desk, "a", ROWS)], quiet, Cluster(local.scheduler_address))
    assert isinstance(lost, BatchError)
    assert name_of(lost) == "worker-lost"
    assert "every worker that started to build this died: 2 of them" in str(lost)


def test_dasks_logs_of_a_task_show_no_content_of_a_briefing(desk: Path) -> None:
    one = request(desk, "a")
    inputs, _ = pack(one, "")
    shown = repr((RemoteTask(one, desk, None), inputs))
    assert not [word for word in ("One sentence", "briefing.yaml", str(desk)) if word in shown]


def test_closing_the_results_early_cancels_the_rest(desk: Path, scheduler: str, worker: tuple[Path, int]) -> None:
    requests = [request(desk, f"n{n:02}", ROWS) for n in range(10)]
    with closing(build_on_cluster(requests, quiet, Cluster(scheduler))) as outcomes:
        assert name_of(next(outcomes)) == "n00.pdf"
    soon(lambda: is_clear(worker[0]))
    with Client(scheduler, set_as_default=False) as client:
        soon(lambda: not client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.tasks)))


def test_ctrl_c_leaves_no_half_file_and_no_work(desk: Path, scheduler: str, worker: tuple[Path, int]) -> None:
    for n in range(12):
        request(desk, f"n{n:02}", ROWS)
    command = [sys.executable, "-c", "from briefing.cli import main; main()", "build", "--cluster", scheduler]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("out/n00.pdf")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (130, "")
    left = sorted((desk / "out").glob("*"))
    assert 0 < len(left) < 12
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in left if path.suffix == ".pdf")
    assert not list((desk / "out").glob(".*.new"))
    soon(lambda: is_clear(worker[0]))


def doctored(folder: Path) -> str:
    """A path on which another release of the engine seems to be installed."""
    stub = folder / "lib" / "weasyprint-1.2.3.dist-info"
    stub.mkdir(parents=True)
    (stub / "METADATA").write_text("Metadata-Version: 2.1\nName: weasyprint\nVersion: 1.2.3\n")
    return f"{stub.parent}{os.pathsep}{TOP}"


def test_a_worker_with_another_version_is_named_and_nothing_is_built(
    desk: Path, scheduler: str, worker: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The other worker believes that another release of the engine is installed."""
    other = tmp_path_factory.mktemp("other")
    with working(scheduler, other, PYTHONPATH=doctored(other)), Client(scheduler, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)
        with pytest.raises(UsageError) as caught:
            list(build_on_cluster([request(desk, "a")], quiet, Cluster(scheduler)))
    (problem,) = caught.value.problems
    assert problem.code == "versions-differ"
    assert problem.place
    assert problem.place.file.startswith("tcp://127.0.0.1:")
    assert "weasyprint 1.2.3 (here " in problem.what
    assert "briefing program" in problem.what  # for its digest covers the versions, too
    assert "font files" not in problem.what
    assert problem.hint
    assert is_clear(worker[0])


@pytest.mark.faults
def test_a_worker_that_joins_later_and_differs_builds_nothing(
    desk: Path, scheduler: str, worker: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    requests = [request(desk, f"n{n:02}", ROWS) for n in range(40)]
    with ExitStack() as joined, closing(build_on_cluster(requests, quiet, Cluster(scheduler))) as outcomes:
        made = [next(outcomes)]
        joined.enter_context(working(scheduler, other, PYTHONPATH=doctored(other)))
        client = joined.enter_context(Client(scheduler, set_as_default=False))
        client.wait_for_workers(2, timeout=120)
        made += outcomes
    assert set(names(made)) <= {"versions-differ", *(f"n{n:02}.pdf" for n in range(40))}
    assert names(made).count("versions-differ") < 4
    assert "WorkerDiffers" in (other / "log").read_text()
    assert [content_of(one) for one in made[:1]] == [content_of(build_outcome(requests[0]))]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_cluster, "CONNECT_S", 2.0)
    monkeypatch.setattr(on_cluster, "CHECK_EACH_S", 0.5)


@pytest.mark.usefixtures("impatient")
def test_an_unreachable_scheduler_is_reported_in_bounded_time(desk: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        addresses = [f"tcp://127.0.0.1:{one.getsockname()[1]}" for one in (silent, closed)]
        for address in addresses:
            started = time.monotonic()
            with pytest.raises(UsageError) as caught:
                list(build_on_cluster([request(desk, "a")], quiet, Cluster(address)))
            (problem,) = caught.value.problems
            assert (problem.code, str(problem.place)) == ("no-cluster", address)
            assert "scheduler" in problem.hint
            assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8786", "127.0.0.1:8786", "tcp://host", "tcp://a/b:1", "tcp://a:70000"]
)
def test_an_invalid_address_is_refused(desk: Path, address: str) -> None:
    with pytest.raises(UsageError, match="no address of a cluster"):
        list(build_on_cluster([request(desk, "a")], quiet, Cluster(address)))


@pytest.mark.usefixtures("impatient")
def test_a_cluster_without_workers_is_distinguished_from_no_cluster(desk: Path, tmp_path: Path) -> None:
    reports: list[BatchProgress] = []
    with scheduling(tmp_path) as (address, _), pytest.raises(UsageError) as caught:
        list(build_on_cluster([request(desk, "a")], reports.append, Cluster(address, ClusterSettings(wait=1))))
    assert "dask worker tcp://" in caught.value.problems[0].hint
    assert reports
    assert reports[0].waiting == f"waiting for a worker to join {address}, up to 1 s"


def test_workers_may_join_late(desk: Path, tmp_path: Path) -> None:
    """The command shows what it waits for, and builds once workers have joined."""
    with scheduling(tmp_path) as (address, _), ExitStack() as later:

        def start_worker(progress: BatchProgress) -> None:
            if progress.waiting and not later.__dict__.get("started"):
                later.__dict__["started"] = later.enter_context(working(address, tmp_path / "worker"))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(on_cluster, "CHECK_EACH_S", 0.2)
            (made,) = build_on_cluster([request(desk, "a")], start_worker, Cluster(address))
    assert name_of(made) == "a.pdf"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("lost", ["scheduler", "workers"])
def test_a_lost_cluster_is_reported_for_each_briefing(desk: Path, tmp_path: Path, lost: str) -> None:
    requests = [request(desk, f"n{n}", ROWS) for n in range(4)]
    with scheduling(tmp_path) as (address, scheduler), working(address, tmp_path / "worker") as worker:

        def kill(pace: BatchProgress) -> None:
            if pace.done:
                (scheduler if lost == "scheduler" else worker).kill()

        outcomes = list(build_on_cluster(requests, kill, Cluster(address, ClusterSettings(wait=3))))
    assert names(outcomes)[0] == "n0.pdf"
    assert names(outcomes)[-1] == "cluster-lost"
    assert set(names(outcomes)[1:-1]) <= {"n1.pdf", "n2.pdf", "cluster-lost"}
    assert str(requests[3].folder / "briefing.yaml") in str(outcomes[3])


def test_over_tls_both_sides_authenticate(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, folder = Authority(), command.folder
    node = authority.issue("node")
    files = {"ca.pem": authority.root.pem(), "node.pem": node.pem(), "node.key": node.key_pem()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    write_brief(folder / "a")
    options = (
        "--protocol",
        "tls",
        "--tls-ca-file",
        "../ca.pem",
        "--tls-cert",
        "../node.pem",
        "--tls-key",
        "../node.key",
    )
    with scheduling(folder, *options) as (address, _), working(address, folder / "worker", *options[2:]):
        assert address.startswith("tls://")
        monkeypatch.setattr(on_cluster, "CONNECT_S", 5.0)
        nobody = command("build", "a", "--cluster", address)
        assert (nobody.code, "Dask has no TLS settings" in nobody.err) == (2, True)
        plain = command("build", "a", "--cluster", address.replace("tls:", "tcp:"))
        assert (plain.code, "[no-cluster]" in plain.err) == (2, True)
        monkeypatch.undo()
        (folder / "briefing.toml").write_text('[cluster]\nca = "ca.pem"\ncert = "node.pem"\nkey = "node.key"\n')
        made = command("build", "a", "--cluster", address)
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("out/x.pdf")


def test_without_dask_the_error_names_what_to_install(desk: Path) -> None:
    write_brief(desk / "a")
    block = "import sys; sys.modules['distributed'] = None\nfrom briefing.cli import main; main()"
    command = [sys.executable, "-c", block, "build", "a", "--cluster", "tcp://127.0.0.1:8786"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "distributed is missing" in ended.stderr
    assert "hint: pip install 'briefing[cluster]'" in ended.stderr


def test_a_shared_folder_is_for_a_cluster(command: Command) -> None:
    write_brief(command.folder / "a")
    ended = command("build", "a", "--shared", ".")
    assert (ended.code, "[no-cluster]" in ended.err) == (2, True)


def test_jobs_are_for_this_machine(command: Command) -> None:
    write_brief(command.folder / "a")
    ended = command("build", "a", "--jobs", "2", "--cluster", "tcp://127.0.0.1:1")
    assert ended.code == 2
    assert "[no-jobs]" in ended.err
