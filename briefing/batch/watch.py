"""Build briefings again after each save, in a worker process that has everything imported."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from watchfiles import watch

from briefing.batch.pool import BuildOutcome, Worker, add_worker, terminate_workers
from briefing.build_output import BuildRequest, BuildResult, RenderedBriefing, find_unchanged
from briefing.fingerprint import digest, environment_matches, file_entry, program_digest
from briefing.house.files import desk_files
from briefing.house.look import TEMPLATE_FOLDER
from briefing.problems import BatchError, Problem, UsageError
from briefing.resources import ASSETS, TEMPLATES
from briefing.settings import SETTINGS_FILE as SETTINGS

QUIET_MS = 50
"""How long nothing may change before a save counts as finished: editors save in several steps."""

MAX_DELAY_S = 3.0
"""After this time a build is reported even though its files are still changing."""

_FIRST_CHECK_MS = 500
"""When files are first checked for changes made before watching had started."""

_PROGRAM = (TEMPLATES, ASSETS / "data")

WatchOutcome = BuildResult | BuildOutcome

Signature = tuple[str, frozenset[str]]
"""A digest of this program, and the path, size, times and inode of each file that a briefing may read."""


def watch_and_build(
    requests: Sequence[BuildRequest], announce: Callable[[BuildRequest], None], *, force: bool = False
) -> Generator[tuple[BuildRequest, WatchOutcome]]:
    """Build briefings, and each again whenever something that it was built from changes, without end.

    Yields what each build resulted in; `announce` is called before it. A build whose files change while it runs is repeated
    before it is yielded. What is up to date at first is yielded as it is, unless `force` is set. Folders are absolute.
    Raises UsageError (`no-watch`) where the system cannot watch files.
    """
    outcomes: list[WatchOutcome | None] = [None] * len(requests)
    signatures: list[Signature | None] = [None] * len(requests)
    builder = _Builder()
    with _Changes(requests) as changes:
        try:
            due = set(range(len(requests)))
            while True:
                for number in sorted(due):
                    request, last = requests[number], outcomes[number]
                    if (
                        not force
                        and isinstance(last, RenderedBriefing)
                        and request.draft
                        and _is_current(last, request)
                    ):
                        continue
                    if not (force or request.draft) and (built := find_unchanged(request)):
                        outcomes[number] = built
                        if not isinstance(last, BuildResult | RenderedBriefing):
                            yield request, built
                        continue
                    announce(request)
                    outcome, signatures[number] = _build_until_stable(request, builder)
                    outcomes[number] = outcome
                    yield request, outcome
                force = False
                changes.wait()
                due = {
                    number
                    for number, request in enumerate(requests)
                    if isinstance(outcomes[number], BuildResult | RenderedBriefing)
                    or input_signature(request) != signatures[number]
                }
        finally:
            builder.terminate()


def _build_until_stable(request: BuildRequest, builder: _Builder) -> tuple[WatchOutcome, Signature]:
    """Build a request, again while its files change; return the last outcome, and the signature before that build."""
    deadline_s = time.monotonic() + MAX_DELAY_S
    while True:
        signature = input_signature(request)
        outcome = builder.build(request)
        is_stable = (
            _is_current(outcome, request)
            if isinstance(outcome, RenderedBriefing)
            else input_signature(request) == signature
        )
        if is_stable or time.monotonic() > deadline_s:
            return outcome, signature
        if not request.draft and (unchanged := find_unchanged(request)):
            return unchanged, signature


def _is_current(made: RenderedBriefing, request: BuildRequest) -> bool:
    """Return whether everything that a build has read is still the same."""
    try:
        return (
            all(digest(Path(name).read_bytes()) == known for name, known in made.read.items())
            and not any(Path(name).exists() for name in made.missing)
            and environment_matches(made.environment_fingerprint, request.workspace.data)
        )
    except OSError:
        return False


def input_signature(request: BuildRequest) -> Signature:
    """Return the state of this program and of every file that a briefing may read.

    A failed build is repeated only after this state has changed: the system may report one save several times, the last time
    long after the build that followed the first.
    """
    names = {f"{request.workspace.root / SETTINGS}", *map(str, desk_files(request.workspace.root))}
    for top in _tops(request):
        for folder, folders, files in os.walk(top):  # passes over what has vanished or may not be read
            folders[:] = [name for name in folders if not name.startswith(".") and Path(folder, name) != request.out]
            names.update(f"{folder}/{name}" for name in (*folders, *files) if not name.startswith("."))
    return program_digest(), frozenset(filter(None, map(_state, names)))


def _state(path: str) -> str:
    """Return what differs after a change of a file, or of where a link to a folder leads; empty for any other folder."""
    with suppress(OSError):  # it has vanished, or may not be read
        if not os.path.isdir(path):  # noqa: PTH112 - with Path objects the walk takes much longer
            return file_entry(path)
        if os.path.islink(path):  # noqa: PTH114
            return f"{path} {os.readlink(path)}"  # noqa: PTH115
    return ""


def _tops(request: BuildRequest) -> frozenset[Path]:
    """Every folder that a briefing may read from, the settings excepted."""
    assets, root = request.workspace.assets, request.workspace.root
    look = {root / TEMPLATE_FOLDER, *(path.parent for path in desk_files(root))} - {root}
    return frozenset(
        {request.folder, request.folder.resolve(), assets, assets.resolve(), request.workspace.data, *look}
    )


class _Builder:
    """The worker process, started when it is needed, and again when templates or data of this program have changed."""

    def __init__(self) -> None:
        self._workers: list[Worker] = []
        self._program = ""

    def build(self, request: BuildRequest) -> BuildOutcome:
        if (program := program_digest()) != self._program:
            self.terminate()
            self._program = program
        try:
            worker = self._workers[-1] if self._workers else add_worker(self._workers)
        except BatchError as error:
            return error
        outcome = worker.outcome(worker.start(request), request)
        if not worker.is_usable:
            self._workers.clear()
        return outcome

    def terminate(self) -> None:
        terminate_workers(self._workers)
        self._workers.clear()


class _Changes:
    """Reports of changed files, collected by threads in the background."""

    def __init__(self, requests: Sequence[BuildRequest]) -> None:
        self._requests = requests
        self._queue: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._watched: frozenset[tuple[Path, int]] = frozenset()

    def __enter__(self) -> _Changes:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def wait(self) -> None:
        """Wait until files have changed; it also returns once after watching has started."""
        self._receive(self._queue.get())
        while not self._queue.empty():
            self._receive(self._queue.get())
        if self._existing() != self._watched:  # a folder has appeared, or is another one
            self._end()
            self._start()

    def _receive(self, received: Exception | None) -> None:
        if received:
            what = f"the system cannot watch these files: {received}"
            hint = "set WATCHFILES_FORCE_POLLING=true in the environment, and watch again"
            raise UsageError(Problem("no-watch", what, hint=hint)) from received

    def _existing(self) -> frozenset[tuple[Path, int]]:
        """Every folder to be watched with all in it, and its number on the disk."""
        folders = {*_PROGRAM, *(top for request in self._requests for top in _tops(request))}
        found = set()
        for folder in folders:
            with suppress(OSError):  # it is not there, or may not be entered
                if folder.is_dir():
                    found.add((folder, folder.stat().st_ino))
        return frozenset(found)

    def _start(self) -> None:
        self._watched = self._existing()
        self._stop = threading.Event()
        whole = {folder for folder, _ in self._watched}
        # Their files are settings and folders that are not there yet, or not for ever.
        around = {
            parent
            for request in self._requests
            for parent in (request.workspace.root, request.folder.parent)
            if os.path.isdir(parent) and parent not in whole  # noqa: PTH112 - it may not be entered
        }
        self._threads = [
            threading.Thread(target=self._collect, args=(folders, is_whole, self._stop), daemon=True)
            for folders, is_whole in ((whole, True), (around, False))
            if folders
        ]
        for thread in self._threads:
            thread.start()

    def _end(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _collect(self, folders: Iterable[Path], is_whole: bool, stop: threading.Event) -> None:
        try:
            found = watch(
                *folders,
                watch_filter=lambda _, path: _is_visible(path, folders),
                debounce=10 * QUIET_MS,
                step=QUIET_MS,
                stop_event=stop,
                rust_timeout=_FIRST_CHECK_MS,
                yield_on_timeout=True,
                recursive=is_whole,
                ignore_permission_denied=True,
            )
            for count, changes in enumerate(found):
                if changes or not count:
                    self._queue.put(None)
        except FileNotFoundError:  # a folder has gone meanwhile
            self._watched = frozenset()
            self._queue.put(None)
        except Exception as error:
            self._queue.put(error)


def _is_visible(path: str, tops: Iterable[Path]) -> bool:
    """Return whether no folder or file below a watched folder is hidden, as what is built and half saved is."""
    file = Path(path)
    return any(
        file.is_relative_to(top) and not any(part.startswith(".") for part in file.relative_to(top).parts)
        for top in tops
    )
