"""Many briefings at once on the machines of a Dask cluster; the only module that names `distributed`.

Workers need this program and nothing else of ours: the files of a briefing travel to them by digest, and what they made comes
back as values. It is told in the order asked and written by whoever asked, as in `batch`. Whoever may give a cluster
tasks may run anything on it, and believes what it answers.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import re
import time
import uuid
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from distributed import Client, Future, KilledWorker, Security, Worker, WorkerPlugin, get_worker, rpc

from briefing.batch.parcel import Parcel, pack_folder, pack_workspace
from briefing.batch.pool import Outcome, Pace
from briefing.batch.versions import Versions, differences, versions_here
from briefing.batch.workbench import NOT_SHARED, Bench, Task
from briefing.batch.worker import WorkerLost
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.fingerprint import digest, environment_fingerprint
from briefing.problems import BatchError, BriefingError, Place, Problem, UsageError
from briefing.settings import ClusterSettings
from briefing.workspace import BRIEFING_FILE, Workspace

CONNECT_S = 10.0
"""How long a scheduler may take to answer, and then its first worker to be there."""

ANSWER_S = 60.0
"""How long a cluster may be without any worker, or take to hand over what was made, before it is given up."""

LOOK_EACH_S = 5.0
"""How often it is looked whether there are workers, where nothing else comes from them."""

TRIES = 3
"""A briefing is begun so often where the process that builds it dies; the scheduler has a number of its own for workers."""

STEP_BACK_S = 2.0
"""How long a worker that must not build holds back, so that others come first."""

ALONE_BYTES = 1_000_000
"""A larger file travels by itself, once for all folders that have it; smaller ones with the others of their folder."""

AHEAD = 3
"""Briefings that are with the cluster at once, or wait for their turn to be written, for each of its threads; and 16 more."""

_ADDRESS = re.compile(r"(tcp|tls)://([^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})")
_SAME = "install on each machine what this one has, with pip install 'briefing[cluster]', then start its workers anew"
_START = "look whether the scheduler runs and this machine may reach it (TLS: [cluster] in briefing.toml, or Dask's settings)"
_EXAMPLE = "it looks like tcp://HOST:8786; `dask scheduler` prints it"


@dataclass(frozen=True)
class Cluster:
    """Where a cluster's scheduler listens, and with which files it is spoken to over TLS (else by Dask's own settings).

    `shared` is a folder that this machine and all workers see by one path: PDFs come back through it, if given.
    """

    address: str
    settings: ClusterSettings = field(default_factory=ClusterSettings)
    shared: Path | None = None


def make_on_cluster(
    orders: Sequence[BuildRequest], tell: Callable[[Pace], None], cluster: Cluster
) -> Generator[Outcome]:
    """Build briefings on a cluster, and give what became of each, in the order of the orders.

    A briefing whose worker dies is begun again on another, up to a bound, and then gets a BatchError (`worker-lost`). When
    this generator ends, however it does, what is not done is called off, and the workers keep nothing of it. Raises UsageError
    where there is no such cluster, or where a worker could make other bytes than this machine.
    """
    versions = versions_here()
    with _joined(cluster) as client:
        _check_versions(client, versions, cluster.address)
        name = f"briefing-{uuid.uuid4().hex[:12]}"
        with _benches(client, name, versions):
            yield from _Run(client, name, cluster, orders).outcomes(tell)


@contextmanager
def _joined(cluster: Cluster) -> Iterator[Client]:
    """A connection to a cluster that has workers. Raises UsageError (`no-cluster`)."""
    found = _ADDRESS.fullmatch(cluster.address)
    if not (found and 0 < int(found[3]) < 65_536):
        raise _no_cluster("this is no address of a cluster", cluster, _EXAMPLE)
    # What it has to say of lost workers is told by us, for each briefing; nothing of their content is to be logged.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    security = _security(cluster, found[1])
    try:
        asyncio.run(asyncio.wait_for(_greet(cluster.address, security), CONNECT_S))
        client = Client(cluster.address, timeout=CONNECT_S, security=security, set_as_default=False, name="briefing")
    except Exception as error:
        raise _no_cluster(f"there is no cluster here: {_said(error)}", cluster, _START) from error
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError as error:
            hint = f"start some with: dask worker {cluster.address} --nthreads 1 --nworkers auto"
            raise _no_cluster("this cluster has no workers", cluster, hint) from error
        yield client
    finally:
        with suppress(Exception):
            client.close(timeout=CONNECT_S)


async def _greet(address: str, security: Security) -> None:
    """Have the scheduler say that it is one: the client itself would wait for ever for what listens and does not answer."""
    scheduler = rpc(address, timeout=CONNECT_S, connection_args=security.get_connection_args("client"))
    try:
        await scheduler.identity(n_workers=0)
    finally:
        with suppress(Exception):
            await scheduler.close_rpc()


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError | OSError):
        return "nothing that listens here answers as a scheduler does"
    return "Dask has no TLS settings" if isinstance(error, TypeError) else f"{type(error).__name__}: {error}"


def _security(cluster: Cluster, scheme: str) -> Security:
    known = cluster.settings
    if scheme != "tls" or not (known.ca or known.cert or known.key):
        return Security()
    return Security(
        tls_ca_file=known.ca,
        tls_client_cert=known.cert,
        tls_client_key=known.key or known.cert,
        require_encryption=True,
    )


def _no_cluster(what: str, cluster: Cluster, hint: str) -> UsageError:
    return UsageError(Problem("no-cluster", what, Place(cluster.address), hint))


def _check_versions(client: Client, versions: Versions, address: str) -> None:
    """Raise UsageError (`versions-differ`) with every worker that could make other bytes than this machine, and why."""
    # Asked of the interpreter first: where this program is missing, nothing of it could be asked.
    have = client.run(version, "briefing", on_error="return")
    told = {where: ["it has no briefing"] for where, found in have.items() if isinstance(found, Exception)}
    try:
        client.run_on_scheduler(version, "briefing")
    except PackageNotFoundError:
        told[f"{address} (the scheduler)"] = ["it has no briefing"]
    if not told:
        for where, there in client.run(versions_here, on_error="return").items():
            found = [f"it cannot say: {there}"] if isinstance(there, Exception) else differences(versions, there)
            told |= {where: found} if found else {}
    if told:
        raise UsageError(
            Problem("versions-differ", f"this worker could make other bytes: {', '.join(found)}", Place(where), _SAME)
            for where, found in sorted(told.items())
        )


@contextmanager
def _benches(client: Client, name: str, versions: Versions) -> Iterator[None]:
    """Every worker there is, and each that comes, has a bench of this name meanwhile."""
    try:
        try:
            client.register_plugin(_AtWorker(versions), name=name)
        except Exception as error:
            what = f"a worker cannot begin: {type(error).__name__}: {error}"
            raise UsageError(Problem("no-cluster", what, hint="look into the log of its workers")) from error
        yield
    finally:
        # Where the scheduler is gone there is nothing to be cleared, and nobody to answer.
        if client.status == "running":
            with suppress(Exception):
                _ask(client, "unregister_worker_plugin", name=name)


def _ask(client: Client, what: str, **words: object) -> Any:
    """Ask the scheduler something, for so long as it may take."""
    return client.sync(getattr(client.scheduler, what), callback_timeout=CONNECT_S, **words)


@dataclass
class _Out:
    """An order that is with the cluster: what travels for it is kept there for as long as this is."""

    future: Future[Any]
    parcels: list[Future[Any]]
    files: Mapping[str, str]
    around: str


class _Run:
    """Some orders on their way over a cluster."""

    def __init__(self, client: Client, name: str, cluster: Cluster, orders: Sequence[BuildRequest]) -> None:
        self._client, self._name, self._shared, self._orders = client, name, cluster.shared, orders
        self._here = Path.cwd()
        self._out: dict[int, _Out] = {}
        self._ended: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._packed: dict[Path, tuple[Parcel, str]] = {}
        self._last: tuple[Path, Parcel] | None = None
        self._sent: WeakValueDictionary[str, Future[Any]] = WeakValueDictionary()
        self._seen_s = time.monotonic()

    def outcomes(self, tell: Callable[[Pace], None]) -> Generator[Outcome]:
        """What became of each order, in their order."""
        waiting: dict[int, Outcome] = {}
        given = told = 0
        started = time.monotonic()
        most = AHEAD * sum(self._client.nthreads().values()) + 16
        try:
            while told < len(self._orders):
                while given < len(self._orders) and given - told < most:
                    if refused := self._refused(given):
                        waiting[given] = refused
                    given += 1
                if told not in waiting:
                    waiting |= self._collect()
                done = told + len(waiting)
                tell(Pace(done, len(self._orders), _left(time.monotonic() - started, done, len(self._orders))))
                while told in waiting:
                    yield waiting.pop(told)
                    told += 1
        finally:
            self._call_off()

    def _refused(self, number: int) -> BriefingError | None:
        """Give an order to the cluster; why that cannot be done, if so."""
        try:
            self._give(number)
        except BriefingError as error:
            return error
        except Exception:  # however the connection was lost
            return self._lost(self._orders[number])
        return None

    def _give(self, number: int) -> None:
        """Give an order to the cluster, with what it needs. Raises ContentError where that is too much."""
        order = self._orders[number]
        order = replace(
            order, folder=order.folder.resolve(), workspace=Workspace(order.workspace.root.resolve()), out=Path("out")
        )
        shared, around = self._workspace(order.workspace)
        if not self._last or self._last[0] != order.folder:
            self._last = order.folder, pack_folder(order.folder, order.workspace, self._orders[number].out)
        folder = self._last[1]
        parcels = [future for parcel in (shared, folder) for future in self._send(parcel)]
        task = Task(self._name, order, self._here, self._through(number))
        key = f"briefing-{self._name}-{number}"
        future = self._client.submit(_build, task, parcels, key=key, pure=False, retries=TRIES - 1)
        self._out[number] = _Out(future, parcels, {**shared.files, **folder.files}, around)
        self._watch(number)

    def _through(self, number: int) -> Path | None:
        return self._shared.resolve() / f".{self._name}-{number}.pdf" if self._shared else None

    def _workspace(self, workspace: Workspace) -> tuple[Parcel, str]:
        """What all briefs of a workspace share, and the mark of what is around them, taken before anything was read."""
        if workspace.root not in self._packed:
            around = environment_fingerprint(workspace.data)
            self._packed[workspace.root] = pack_workspace(workspace), around
        return self._packed[workspace.root]

    def _send(self, parcel: Parcel) -> list[Future[Any]]:
        """What a parcel is on the cluster: the list of its files with the small ones, and each large one by itself.

        They are tasks that give what they are given, for the scheduler can have those done again where a worker dies.
        """
        large = {known: content for known, content in parcel.contents.items() if len(content) > ALONE_BYTES}
        small = {known: content for known, content in parcel.contents.items() if known not in large}
        parts = {parcel.key: Parcel(parcel.files, small)}
        parts |= {known: Parcel({}, {known: content}) for known, content in large.items()}
        return [self._sent_as(key, part) for key, part in parts.items()]

    def _sent_as(self, key: str, part: Parcel) -> Future[Any]:
        future = self._sent.get(key)
        if future is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # that it is large; how large is bounded
                future = self._client.submit(_given, part, key=f"parcel-{self._name}-{key}", pure=False)
            self._sent[key] = future
        return future

    def _collect(self) -> dict[int, Outcome]:
        """What became of some orders; waits for it, and gives up where there are no workers for too long."""
        try:
            numbers = {self._ended.get(timeout=LOOK_EACH_S)}
        except queue.Empty:
            return self._look()
        with suppress(queue.Empty):
            while True:
                numbers.add(self._ended.get_nowait())
        ended = {number: out for number in sorted(numbers) if (out := self._out.get(number))}
        taken = self._taken({number: out.future for number, out in ended.items() if out.future.status == "finished"})
        again = [n for n, out in ended.items() if n not in taken and out.future.status in ("finished", "pending")]
        if again and len(again) == len(ended) and not self._is_alive():
            return self._give_up()
        for number in again:  # what was made has been lost with its worker, and is made once more
            self._watch(number)
        return {number: self._become(number, taken.get(number)) for number in ended if number not in again}

    def _watch(self, number: int) -> None:
        self._out[number].future.add_done_callback(lambda _: self._ended.put(number))

    def _taken(self, finished: Mapping[int, Future[Any]]) -> dict[int, Outcome]:
        """What finished tasks gave, all at once; nothing where the cluster does not hand it over."""

        async def take() -> dict[int, Outcome | None]:
            taken: dict[int, Outcome | None] = await self._client.gather(
                dict(finished), errors="skip", asynchronous=True
            )
            return taken

        if not finished:
            return {}
        try:
            taken = self._client.sync(take, callback_timeout=ANSWER_S)
        except Exception:  # whatever it is: they are asked for again, or given up
            return {}
        self._seen_s = time.monotonic()
        return {number: outcome for number, outcome in taken.items() if outcome is not None}

    def _become(self, number: int, outcome: Outcome | None) -> Outcome:
        """What became of an order, once it has been looked at."""
        out, order = self._out.pop(number), self._orders[number]
        if isinstance(outcome, RenderedBriefing):
            return self._checked(outcome, number, out)
        if outcome is not None:
            return outcome
        status = out.future.status
        error = out.future.exception(timeout=CONNECT_S) if status == "error" else None
        if isinstance(error, KilledWorker | WorkerLost):
            what = f"every worker that began to build this died at it: {_how_lost(error)}"
            hint = "if memory ran out, give each worker more, or build it here, without --cluster"
            return _failed("worker-lost", what, order, hint)
        if isinstance(error, WorkerDiffers):
            return _failed("versions-differ", f"workers that have joined could make other bytes: {error}", order, _SAME)
        if error is not None:
            what = f"the worker that built this failed: {type(error).__name__}: {error}"
            return _failed("worker-lost", what, order, "build it here, without --cluster, to see where it lies")
        return self._lost(order)

    def _checked(self, made: RenderedBriefing, number: int, out: _Out) -> Outcome:
        """A briefing that was made, held against what was sent: its record becomes this machine's."""
        order = self._orders[number]
        _, *around = out.around.split()
        strange = [path for path, known in made.read.items() if out.files.get(path) != known]
        if strange or made.environment_fingerprint.split()[1:] != around:
            what = "a worker built this from other files than were sent, or with another program"
            return _failed("versions-differ", what, order, "start all workers anew with what this machine has")
        if through := self._through(number):
            try:
                content = through.read_bytes()
                through.unlink()
            except OSError as error:
                said = (error.strerror or str(error)).lower()
                return _failed(
                    "not-shared", f"what a worker left in {through.parent} cannot be had: {said}", order, NOT_SHARED
                )
            if digest(content).encode() != made.content:
                return _failed("not-shared", "what a worker left in the shared folder was changed", order, NOT_SHARED)
            made = replace(made, content=content)
        return replace(made, environment_fingerprint=out.around)

    def _lost(self, order: BuildRequest) -> BatchError:
        what = "the cluster is gone, or has had no workers for too long"
        return _failed(
            "cluster-lost", what, order, "look whether it still runs, then build again: what was built stays"
        )

    def _look(self) -> dict[int, Outcome]:
        """Nothing, or, where there have been no workers for too long, that everything that is out is lost."""
        if self._client.status == "running":
            with suppress(Exception):
                if _ask(self._client, "ncores"):
                    self._seen_s = time.monotonic()
        return {} if self._is_alive() else self._give_up()

    def _is_alive(self) -> bool:
        return time.monotonic() - self._seen_s < ANSWER_S

    def _give_up(self) -> dict[int, Outcome]:
        lost, self._out = self._out, {}
        return {number: self._lost(self._orders[number]) for number in lost}

    def _call_off(self) -> None:
        futures = [out.future for out in self._out.values()]
        self._out.clear()
        if futures and self._client.status == "running":
            with suppress(Exception):
                self._client.cancel(futures, force=True)
        if self._shared:
            for left in self._shared.glob(f".{self._name}-*"):
                left.unlink(missing_ok=True)


def _left(taken_s: float, done: int, total: int) -> float | None:
    return taken_s / done * (total - done) if done else None


def _how_lost(error: BaseException) -> str:
    return f"{error.allowed_failures + 1} of them" if isinstance(error, KilledWorker) else str(error)


def _failed(code: str, what: str, order: BuildRequest, hint: str) -> BatchError:
    return BatchError(Problem(code, what, Place(str(order.shown / BRIEFING_FILE)), hint))


class WorkerDiffers(Exception):
    """A worker that has joined meanwhile could make other bytes; says how it differs."""


def _given(part: Parcel) -> Parcel:
    return part


def _build(task: Task, parcels: list[Parcel]) -> Outcome:
    """Build an order at the bench of this worker. Raises WorkerLost and WorkerDiffers, for it to be tried again elsewhere."""
    at: _AtWorker = get_worker().plugins[task.run]  # type: ignore[assignment]
    if at.differ:
        time.sleep(STEP_BACK_S)  # or else it would be the first to be free for the next
        raise WorkerDiffers(", ".join(at.differ))
    return at.bench.build(task, parcels)


class _AtWorker(WorkerPlugin):
    """What each worker has while a run lasts: its bench, and how it differs from the machine that asked."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def setup(self, worker: Worker) -> None:
        """Begin, when the worker gets this."""
        self.differ = differences(self._versions, versions_here())
        self.bench = Bench(Path(worker.local_directory).resolve())
        if not self.differ:
            self.bench.warm_up()

    def teardown(self, worker: Worker) -> None:
        """End, when the run is over or the worker closes."""
        self.bench.end()
