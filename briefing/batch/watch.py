"""Briefings built again after each save, by a process that keeps what it has brought in.

Files are looked at, not listened to: a briefing has few, and a look works on any disk, a shared one too. What is built is
built in a worker, so that a crash or Ctrl-C in the midst of a page harms nothing, and house templates that were edited are
read anew, by a new one. Whoever asked writes what comes out, as in `batch`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from briefing.batch.pool import attempt, lost_worker
from briefing.batch.worker import Worker, WorkerLost, begin_worker, end_workers
from briefing.build_output import BuildRequest, BuildResult, RenderedBriefing, find_unchanged, read_current_record
from briefing.fingerprint import digest
from briefing.problems import BatchError, BriefingError
from briefing.resources import ASSETS, TEMPLATES
from briefing.settings import SETTINGS_FILE as SETTINGS
from briefing.workspace import BRIEFING_FILE

LOOK_EACH_S = 0.05
"""How often the files are looked at."""

SETTLED_S = 0.05
"""How long nothing may change before a save counts as done: editors save in several steps."""

LONGEST_SAVE_S = 2.0
"""After so long it is built though files still change."""

HOUSE_EACH_S = 1.0
"""How often the house's own templates and data are looked at."""

MOST_FILES = 10_000
"""Of a folder that is looked through as a whole, so many files."""

Mark = tuple[int, int, int, int] | None
"""What the system says of a file: its times, its size and its number; None where there is none."""

Marks = Mapping[str, Mark]


def watch_all(
    orders: Sequence[BuildRequest], begin: Callable[[BuildRequest], None], *, force: bool = False
) -> Generator[tuple[BuildRequest, BuildResult | RenderedBriefing | BriefingError]]:
    """Build briefings, and each again whenever something it was made from changes, without end.

    Gives what became of each build; `begin` is told of it before. What is up to date at first is given as it is, unless
    `force` is set. The folders of the orders are absolute.
    """
    watched = [_Watched(order) for order in orders]
    house = _marks(_house_files())
    with _Warm() as warm:
        due = list(watched)
        while True:
            for one in due:
                before = one.look_around()
                was_built = bool(one.known) and not isinstance(one.made, BriefingError)
                if not (force or one.order.draft) and (built := one.find_unchanged()):
                    one.remember(before)
                    if not was_built:
                        yield one.order, built
                    continue
                begin(one.order)
                one.made = outcome = warm.build(one.order)
                one.remember(before)
                yield one.order, outcome
            force = False
            warm.make_use_of_the_pause()
            due, house_now = _wait(watched, house)
            if house_now != house:
                warm.begin_anew()
                due, house = watched, house_now


def _wait(watched: Sequence[_Watched], house: Marks) -> tuple[list[_Watched], Marks]:
    """Wait until files have changed and a save is over, and give what is to be built, and the marks of the house's files."""
    looked_at_house = time.monotonic()
    while True:
        time.sleep(LOOK_EACH_S)
        house_now = house
        if time.monotonic() - looked_at_house > HOUSE_EACH_S:
            looked_at_house, house_now = time.monotonic(), _marks(_house_files())
        if house_now == house and not any(one.has_changed() for one in watched):
            continue
        _settle(watched)
        return [one for one in watched if one.has_changed()], _marks(_house_files()) if house_now != house else house


def _settle(watched: Sequence[_Watched]) -> None:
    """Wait until a save is over."""
    begun, last = time.monotonic(), [one.look() for one in watched]
    while time.monotonic() - begun < LONGEST_SAVE_S:
        time.sleep(SETTLED_S)
        now = [one.look() for one in watched]
        if now == last:
            return
        last = now


@dataclass
class _Watched:
    """An order, what became of it last (None where it was up to date), and the marks its files had when it was built."""

    order: BuildRequest
    made: RenderedBriefing | BriefingError | None = None
    known: Marks = field(default_factory=dict)
    _recorded: tuple[Mapping[str, str], Sequence[str]] = ({}, ())

    def find_unchanged(self) -> BuildResult | None:
        """What the last build left, where nothing has changed since."""
        order = self.order
        record = read_current_record(order)
        built = find_unchanged(order) if record else None
        if record and built:
            self.made, self._recorded = None, (record.read, record.missing)
        return built

    def has_changed(self) -> bool:
        """Whether files are not as they were when it was built."""
        return self.look() != self.known

    def look(self) -> Marks:
        """The marks of all that may change what is built: where it was built, what it read and looked for in vain."""
        return _marks(self._names())

    def look_around(self) -> Marks:
        """The marks of whatever it may come to read."""
        return _marks({*self._names(), *self._around()})

    def remember(self, before: Marks) -> None:
        """Keep the marks that files had before it was built; a file that it read and that is another since has changed."""
        read = self._read()[0]
        known = {name: before.get(name) for name in self._names()}
        for name in [name for name in known if name not in before and name in read]:
            with suppress(OSError):
                if digest(Path(name).read_bytes()) == read[name]:
                    known[name] = _mark(name)
        self.known = known

    def _read(self) -> tuple[Mapping[str, str], Sequence[str]]:
        return (self.made.read, self.made.missing) if isinstance(self.made, RenderedBriefing) else self._recorded

    def _names(self) -> set[str]:
        workspace = self.order.workspace
        named = {str(self.order.folder / BRIEFING_FILE), str(workspace.root / SETTINGS), *_files_in(workspace.data)}
        # Where it could not be built, nobody knows what would mend it.
        if isinstance(self.made, BriefingError):
            return {*named, *self._around()}
        read, missing = self._read()
        return {*named, *read, *missing}

    def _around(self) -> Iterator[str]:
        yield from _files_in(self.order.folder.resolve())
        yield from _files_in(self.order.workspace.assets)


class _Warm:
    """The process that builds."""

    def __init__(self) -> None:
        self._worker: Worker | None = None
        self._pause: Callable[[], None] | None = None
        self._in_pause = False

    def __enter__(self) -> _Warm:
        self.begin_anew()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def begin_anew(self) -> None:
        """Build from now on in a new process, which reads everything anew; it prepares while it has nothing to build."""
        self._end()
        with suppress(BatchError):  # told where there is something to build
            self._begin()

    def build(self, order: BuildRequest) -> RenderedBriefing | BriefingError:
        """Build, in a new process where the last one died."""
        try:
            worker = self._worker or self._begin()
            self._wait_for_pause(worker)
            worker.give(partial(attempt, order))
            outcome: RenderedBriefing | BriefingError = worker.take()
        except BatchError as error:
            return error
        except WorkerLost as lost:
            outcome = lost_worker(order, lost)
            self.begin_anew()
        return outcome

    def make_use_of_the_pause(self) -> None:
        """Bring in what may be needed later, while nobody waits."""
        if self._worker and self._pause and not self._in_pause:
            self._worker.give(self._pause)
            self._pause, self._in_pause = None, True

    def _begin(self) -> Worker:
        self._worker = begin_worker("spawn")
        self._worker.give(_prepare_to_set)
        self._pause, self._in_pause = _prepare_to_draw, True
        return self._worker

    def _wait_for_pause(self, worker: Worker) -> None:
        if self._in_pause:
            self._in_pause = False
            worker.take()

    def _end(self) -> None:
        if self._worker:
            end_workers([self._worker])
        self._worker, self._in_pause = None, False


def _prepare_to_set() -> None:
    import briefing.batch.ready  # noqa: F401 - what it brings in is the point
    from briefing.rendering import warm_up

    with suppress(BriefingError):  # each build tells it again
        warm_up()


def _prepare_to_draw() -> None:
    from briefing.figures.draw import warm_up

    with suppress(BriefingError):
        warm_up()


def _house_files() -> Iterator[str]:
    yield from _files_in(TEMPLATES)
    yield from _files_in(ASSETS / "data")


def _files_in(folder: Path) -> Iterator[str]:
    """The files below a folder, but for hidden ones; of very many, some."""
    found = 0
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                found += 1
                if found > MOST_FILES:
                    return
                yield f"{top}/{name}"


def _marks(names: Iterable[str]) -> Marks:
    return {name: _mark(name) for name in names}


def _mark(name: str) -> Mark:
    try:
        known = os.stat(name)  # noqa: PTH116 - many are asked for, many times a second
    except (OSError, ValueError):
        return None
    return known.st_mtime_ns, known.st_ctime_ns, known.st_size, known.st_ino
