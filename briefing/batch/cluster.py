"""Build many briefings at once on a Dask cluster; the only module that names `distributed`.

Workers need this program and none of the desk's files: the inputs of a briefing are sent in one compressed blob, the worker
builds in a temporary folder, and returns the PDF, which the calling process checks and writes. Whoever may give tasks
to a cluster may run anything on it, and whatever it answers is trusted.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import re
import time
import uuid
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from distributed import Client, Future, KilledWorker, Security, get_worker, rpc

from briefing.batch.pool import BatchProgress, BuildOutcome, batch_error, build_in_order
from briefing.batch.remote import SAME_VERSIONS, Expected, Inputs, RemoteTask, accept, build_from_inputs, pack
from briefing.batch.versions import Versions, differences, versions_here
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.fingerprint import environment_fingerprint
from briefing.problems import BatchError, BriefingError, Place, Problem, UsageError
from briefing.settings import ClusterSettings
from briefing.workspace import Workspace

CONNECT_S = 30.0
"""How long a scheduler may take to answer."""

CHECK_EACH_S = 5.0
"""How often it is checked whether there are workers, when nothing else comes from them."""

RETRIES = 2
"""How often a request is given to another worker when one differs; the scheduler has its own limit for workers that die."""

STEP_BACK_S = 2.0
"""How long a worker that must not build waits, so that others are free first for the next request."""

AHEAD = 3
"""Requests that are with the cluster at once, or wait to be written, for each of its threads; and 16 more."""

_ADDRESS = re.compile(r"(tcp|tls)://([^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})")
_START = (
    "check that the scheduler runs and this machine may reach it (TLS: [cluster] in briefing.toml, or Dask's settings)"
)


@dataclass(frozen=True)
class Cluster:
    """The address of a cluster's scheduler, and its settings: TLS files, and how long to wait for workers.

    `shared` is a folder that this machine and all workers see by one path: PDFs come back through it, if given.
    """

    address: str
    settings: ClusterSettings = field(default_factory=ClusterSettings)
    shared: Path | None = None


def build_on_cluster(
    requests: Sequence[BuildRequest], report: Callable[[BatchProgress], None], cluster: Cluster
) -> Generator[BuildOutcome]:
    """Build requests on a cluster, and yield the outcome of each in the order of the requests.

    A request whose worker dies is started again on another, up to the scheduler's limit, and then gets a BatchError
    (`worker-lost`). When the generator ends, for whatever reason, the rest is cancelled. Raises UsageError where there is no
    such cluster, or where a worker could make other bytes than this machine.
    """
    versions = versions_here()
    with _connected(cluster, lambda waiting: report(BatchProgress(0, len(requests), waiting=waiting))) as client:
        _check_versions(client, versions, cluster.address)
        batch = _ClusterBatch(client, cluster, versions)
        try:
            yield from build_in_order(batch, requests, report)
        finally:
            batch.cancel()


# ---- connecting ----


@contextmanager
def _connected(cluster: Cluster, report_waiting: Callable[[str], None]) -> Iterator[Client]:
    """Connect to a cluster, and wait until it has a worker. Raises UsageError (`no-cluster`)."""
    found = _ADDRESS.fullmatch(cluster.address)
    if not (found and 0 < int(found[3]) < 65_536):
        hint = "write it as tcp://HOST:8786, as `dask scheduler` prints it"
        raise _no_cluster("this is no address of a cluster", cluster, hint)
    # Lost workers are reported for each request, and nothing of their content is to be logged.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    security = _security(cluster, found[1])
    try:
        asyncio.run(asyncio.wait_for(_identify(cluster.address, security), CONNECT_S))
        client = Client(cluster.address, timeout=CONNECT_S, security=security, set_as_default=False, name="briefing")
    except Exception as error:
        no_answer = isinstance(error, TimeoutError | OSError)
        other = "Dask has no TLS settings" if isinstance(error, TypeError) else repr(error)
        reason = "no scheduler answers" if no_answer else other
        raise _no_cluster(f"there is no cluster here: {reason}", cluster, _START) from error
    try:
        _wait_for_worker(client, cluster, report_waiting)
        yield client
    finally:
        with suppress(Exception):
            client.close(timeout=CONNECT_S)


async def _identify(address: str, security: Security) -> None:
    """Ask a scheduler for its identity: the client itself would wait forever for something that listens and never answers."""
    scheduler = rpc(address, timeout=CONNECT_S, connection_args=security.get_connection_args("client"))
    try:
        await scheduler.identity(n_workers=0)
    finally:
        with suppress(Exception):
            await scheduler.close_rpc()


def _wait_for_worker(client: Client, cluster: Cluster, report_waiting: Callable[[str], None]) -> None:
    limit_s = cluster.settings.wait
    deadline_s = time.monotonic() + limit_s
    while (left_s := deadline_s - time.monotonic()) > 0:
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=min(left_s, CHECK_EACH_S))
            return
        report_waiting(f"waiting for a worker to join {cluster.address}, up to {limit_s} s")
    hint = f"start some with: dask worker {cluster.address} --nthreads 1 --nworkers auto"
    raise _no_cluster(f"this cluster has had no workers for {limit_s} seconds", cluster, hint)


def _security(cluster: Cluster, scheme: str) -> Security:
    known = cluster.settings
    if scheme != "tls" or not (known.ca or known.cert or known.key):
        return Security()
    files = {"tls_ca_file": known.ca, "tls_client_cert": known.cert, "tls_client_key": known.key or known.cert}
    return Security(**files, require_encryption=True)


def _no_cluster(what: str, cluster: Cluster, hint: str) -> UsageError:
    return UsageError(Problem("no-cluster", what, Place(cluster.address), hint))


def _check_versions(client: Client, versions: Versions, address: str) -> None:
    """Raise UsageError (`versions-differ`) with every worker that could make other bytes than this machine, and why."""
    # First a function of Python's own: without this program, none of ours could be called.
    have = client.run(version, "briefing", on_error="return")
    found = {worker: ["it has no briefing"] for worker, answer in have.items() if isinstance(answer, Exception)}
    try:
        client.run_on_scheduler(version, "briefing")
    except PackageNotFoundError:
        found[f"{address} (the scheduler)"] = ["it has no briefing"]
    if not found:
        for worker, answer in client.run(versions_here, on_error="return").items():
            failed = isinstance(answer, Exception)
            found[worker] = [f"its versions cannot be read: {answer}"] if failed else differences(versions, answer)
    problems = [
        Problem(
            "versions-differ",
            f"this worker could make other bytes: {', '.join(differing)}",
            Place(worker),
            SAME_VERSIONS,
        )
        for worker, differing in sorted(found.items())
        if differing
    ]
    if problems:
        raise UsageError(problems)


# ---- this machine ----


@dataclass(frozen=True)
class _Started:
    """A request that is with the cluster, and what its result is compared with."""

    request: BuildRequest
    task: RemoteTask
    future: Future[Any]
    expected: Expected


class _ClusterBatch:
    """The requests that are with a cluster."""

    def __init__(self, client: Client, cluster: Cluster, versions: Versions) -> None:
        self._client, self._versions = client, versions
        self._limit_s = cluster.settings.wait
        self._shared = cluster.shared.resolve() if cluster.shared else None
        self._name = f"briefing-{uuid.uuid4().hex[:12]}"
        self._capacity: int = AHEAD * sum(client.nthreads().values()) + 16
        self._started: dict[int, _Started] = {}
        self._done: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._environments: dict[Path, str] = {}
        self._sent: dict[str, Future[Any]] = {}
        self._workers_seen_s = time.monotonic()

    def has_capacity(self, unfinished: int) -> bool:
        return unfinished < self._capacity

    def start(self, number: int, request: BuildRequest) -> BriefingError | None:
        try:
            self._submit(number, request)
        except BriefingError as error:
            return error
        except Exception:  # however the connection was lost
            return _cluster_lost(request)
        return None

    def _submit(self, number: int, request: BuildRequest) -> None:
        workspace = Workspace(request.workspace.root.resolve())
        if workspace.root not in self._environments:
            self._environments[workspace.root] = environment_fingerprint(workspace.data)
        inputs, expected = pack(request, self._environments[workspace.root])
        remote = replace(request, folder=request.folder.resolve(), workspace=workspace, out=Path("out"))
        task = RemoteTask(remote, Path.cwd(), self._shared / f".{self._name}-{number}.pdf" if self._shared else None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that inputs are large; how large is limited
            if inputs.key not in self._sent:  # rows of a matrix have the same: it is sent once
                # A task, for the scheduler can repeat it when the worker that holds its result dies.
                key = f"{self._name}-inputs-{inputs.key}"
                self._sent = {inputs.key: self._client.submit(_same, inputs, key=key, pure=False)}
            sent, key = self._sent[inputs.key], f"{self._name}-{number}"
            future = self._client.submit(_build, task, sent, self._versions, key=key, pure=False, retries=RETRIES)
        self._started[number] = _Started(request, task, future, expected)
        future.add_done_callback(lambda _: self._done.put(number))

    def collect(self) -> dict[int, BuildOutcome]:
        try:
            number = self._done.get(timeout=CHECK_EACH_S)
        except queue.Empty:
            return self._give_up_without_workers()
        if number not in self._started:
            return {}
        started = self._started.pop(number)
        outcome = self._outcome(started)
        self._workers_seen_s = time.monotonic()
        if isinstance(outcome, RenderedBriefing):
            outcome = accept(outcome, started.expected, started.request, started.task.through)
        return {number: outcome}

    def _outcome(self, started: _Started) -> BuildOutcome:
        try:
            outcome: BuildOutcome = started.future.result(timeout=self._limit_s)
        except KilledWorker as error:
            what = f"every worker that started to build this died: {error.allowed_failures + 1} of them"
            hint = "give each worker more memory if it ran out, or build it on this machine, without --cluster"
            return batch_error("worker-lost", what, started.request, hint)
        except WorkerDiffers as error:
            what = f"workers that have joined could make other bytes: {error}"
            return batch_error("versions-differ", what, started.request, SAME_VERSIONS)
        except (CancelledError, TimeoutError, OSError):
            return _cluster_lost(started.request)
        except Exception as error:
            what = f"the worker that built this failed: {type(error).__name__}: {error}"
            return batch_error("worker-lost", what, started.request, "build it on this machine, without --cluster")
        return outcome

    def _give_up_without_workers(self) -> dict[int, BuildOutcome]:
        """Return nothing, or, where there have been no workers for too long, that everything started is lost."""
        if self._client.status == "running":
            with suppress(Exception):
                if self._client.nthreads():
                    self._workers_seen_s = time.monotonic()
        if time.monotonic() - self._workers_seen_s < self._limit_s:
            return {}
        lost, self._started = self._started, {}
        return {number: _cluster_lost(started.request) for number, started in lost.items()}

    def cancel(self) -> None:
        """Cancel what has not been collected."""
        futures = [started.future for started in self._started.values()]
        self._started.clear()
        if futures and self._client.status == "running":
            with suppress(Exception):
                self._client.cancel(futures, force=True)
        if self._shared:
            for left in self._shared.glob(f".{self._name}-*"):
                left.unlink(missing_ok=True)


def _cluster_lost(request: BuildRequest) -> BatchError:
    what = "the cluster is gone, or has had no workers for too long"
    hint = "check that it still runs, then build again: what was built remains"
    return batch_error("cluster-lost", what, request, hint)


# ---- a worker ----


class WorkerDiffers(Exception):
    """A worker that joined later could make other bytes; says how it differs."""


def _same(inputs: Inputs) -> Inputs:
    return inputs


def _build(task: RemoteTask, inputs: Inputs, versions: Versions) -> BuildOutcome:
    """Build a request on a worker. Raises WorkerDiffers, so that it is tried on another."""
    if differing := differences(versions, versions_here()):
        time.sleep(STEP_BACK_S)
        raise WorkerDiffers(", ".join(differing))
    return build_from_inputs(task, inputs, Path(get_worker().local_directory))
