"""`briefing build` of several briefings at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build_output import BuildRequest, BuildResult, find_unchanged, write_build
from briefing.problems import BriefingError, Problem, UsageError
from briefing.workspace import Workspace

if TYPE_CHECKING:
    from briefing.batch.pool import Outcome, Pace

Make = Callable[[Sequence[BuildRequest], "Callable[[Pace], None]"], "Generator[Outcome]"]
"""What makes briefings, in the order of their orders, and tells how far it has come."""

LINE_EACH_S = 30.0
"""Where progress is told in lines: one in so many seconds."""


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build_side_by_side(
    orders: Sequence[BuildRequest], jobs: int, *, force: bool, make: Make | None = None
) -> Iterator[BuildResult | BriefingError]:
    """Build what has changed in `jobs` workers, or by `make`, write it here, and give all in the order asked."""
    from briefing.cli.progress import Progress

    known = [None if force or order.draft else find_unchanged(order) for order in orders]
    missing = [order for order, built in zip(orders, known, strict=True) if not built]
    if not missing:
        yield from (built for built in known if built)
        return
    taken: dict[Path, Path] = {}
    with Progress("building", LINE_EACH_S) as progress:

        def tell(pace: Pace) -> None:
            left = "" if pace.left_s is None else f", {_duration(pace.left_s)} left"
            progress.say(f"{pace.done} of {pace.total}{left}")

        with closing((make or _in_workers(jobs))(missing, tell)) as made:
            for order, built in zip(orders, known, strict=True):
                outcome: BuildResult | BriefingError = built or _keep(order, next(made), taken)
                if isinstance(outcome, BuildResult):
                    taken.setdefault(outcome.pdf.resolve(), order.shown)
                progress.clear()
                yield outcome


def on_cluster(address: str, workspace: Workspace, shared: Path | None) -> Make:
    """What makes briefings on a cluster, as the settings of a workspace say. Raises UsageError where Dask is missing."""
    from briefing.settings import read_settings

    try:
        from briefing.batch.cluster import Cluster, make_on_cluster
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "briefing":
            raise
        what = f"this needs Dask, and {error.name} is missing"
        raise UsageError(Problem("no-cluster", what, hint="pip install 'briefing[cluster]'")) from error
    known = read_settings(workspace).cluster
    ca, cert, key = (str(workspace.root / name) if name else "" for name in (known.ca, known.cert, known.key))
    cluster = Cluster(address, replace(known, ca=ca, cert=cert, key=key), shared)
    return lambda orders, tell: make_on_cluster(orders, tell, cluster)


def _in_workers(jobs: int) -> Make:
    from briefing.batch.pool import make_all

    return lambda orders, tell: make_all(orders, jobs, tell)


def _keep(order: BuildRequest, outcome: Outcome, taken: dict[Path, Path]) -> BuildResult | BriefingError:
    if isinstance(outcome, BriefingError):
        return outcome
    try:
        return write_build(outcome, order, taken)
    except BriefingError as error:
        return error


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
