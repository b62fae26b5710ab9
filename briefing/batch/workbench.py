"""Where a worker of a cluster builds: a store of what was sent, and as many processes as it has tasks at once."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import rmtree

from briefing.atomic import write_atomically
from briefing.batch.builder import Builder, Outcome
from briefing.batch.parcel import Parcel, Store
from briefing.build import figure_cache_folder
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.fingerprint import digest
from briefing.problems import BatchError, BriefingError, Place, Problem

IDLE_S = 900.0
"""After so long without a task, all processes are ended and what was kept is cleared away: who asked may have died."""

KEPT_FIGURES = 300
"""So many drawn figures are kept; when there are more, that begins anew."""

NOT_SHARED = "name a folder that this machine and all workers see by the same path, and may write in"


@dataclass(frozen=True)
class Task:
    """An order as it goes to a worker, of a run: its paths absolute and real, as on the machine that asked.

    That stands in `here`. `through` is the file by which the PDF goes back, if not by the cluster.
    """

    run: str
    order: BuildRequest = field(repr=False)
    here: Path
    through: Path | None


class Bench:
    """Builds from parcels, several at once if asked; all it keeps lies in a folder of its own, in `where`."""

    def __init__(self, where: Path) -> None:
        self._where = where
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._store: Store | None = None
        self._idle: list[Builder] = []
        self._busy: set[Builder] = set()
        self._used_s = time.monotonic()
        threading.Thread(target=self._watch, name="briefing-bench", daemon=True).start()

    def warm_up(self) -> None:
        """Begin a process, which brings in all it needs meanwhile."""
        with self._lock:
            self._idle.append(Builder(self._open().folder))

    def build(self, task: Task, parcels: Sequence[Parcel]) -> Outcome:
        """Build an order from what was sent for it. Raises WorkerLost where the process that builds it dies.

        Where the PDF goes back through a file, what comes back has its digest in its place.
        """
        files = {path: known for parcel in parcels for path, known in parcel.files.items()}
        contents = {known: content for parcel in parcels for known, content in parcel.contents.items()}
        with self._builder() as (builder, store), store.laid_out(files, contents) as mirror:
            outcome = builder.build(task.order, mirror, task.here, store.folder / "figures")
        return _leave(outcome, task.through) if task.through and isinstance(outcome, RenderedBriefing) else outcome

    def end(self) -> None:
        """End, whatever is being built, and leave nothing."""
        self._over.set()
        self._clear()

    @contextmanager
    def _builder(self) -> Iterator[tuple[Builder, Store]]:
        """A process that nobody else uses, and the store; one that fails is ended."""
        with self._lock:
            store = self._open()
            builder = self._idle.pop() if self._idle else Builder(store.folder)
            self._busy.add(builder)
        whole = False
        try:
            yield builder, store
            whole = True
        finally:
            with self._lock:
                self._busy.discard(builder)
                self._used_s = time.monotonic()
                whole = whole and self._store is store  # it may have been cleared meanwhile
                if whole:
                    self._idle.append(builder)
                    _clear_figures(store.folder / "figures")
            if not whole:
                builder.end()

    def _open(self) -> Store:
        if self._store is None:
            self._store = Store(Path(tempfile.mkdtemp(prefix="briefing-", dir=self._where)))
        return self._store

    def _clear(self) -> None:
        with self._lock:
            ending = [*self._idle, *self._busy]
            self._idle.clear()
            store, self._store = self._store, None
        for builder in ending:
            builder.end()
        if store:
            rmtree(store.folder, ignore_errors=True)

    def _watch(self) -> None:
        while not self._over.wait(IDLE_S / 15):
            if not self._busy and time.monotonic() - self._used_s > IDLE_S:
                self._clear()


def _leave(made: RenderedBriefing, through: Path) -> Outcome:
    """Leave the PDF in the file by which it goes back."""
    if not through.parent.is_dir():
        what = "a worker sees no such folder"
        return BatchError(Problem("not-shared", what, Place(str(through.parent)), NOT_SHARED))
    try:
        write_atomically(through, made.content)
    except BriefingError as error:
        return error
    return replace(made, content=digest(made.content).encode())


def _clear_figures(out: Path) -> None:
    kept = figure_cache_folder(out)
    if kept.is_dir() and sum(1 for _ in kept.iterdir()) > KEPT_FIGURES:
        rmtree(kept, ignore_errors=True)
