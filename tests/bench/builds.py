"""Our builds and the peers' in one run, turn and turn about, as ratios to the bare script; and what the files are."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench.desk import BARE, BATCH, BRIEF, CACHED, DRAW, FRESH, MANY, Sheet, bare_job, build_jobs, desk, lay_out
from tests.bench.paired import Timed, Timing, measure, why
from tests.bench.peers.claims import Claims, judge, read_claims
from tests.bench.peers.jobs import CHART_AND_PRINT, CHROMIUM, Peer, chart_and_print, give
from tests.bench.verdict import Verdict
from tests.bench.warm import WARM, resident
from tests.bench.watching import watching

MOST = {DRAW: 1.10, CACHED: 0.85, FRESH: 0.10, WARM: 0.40}
"""The most that each may take of the bare script's time."""

LEAST_BATCH = 6.0
"""Briefings a second in a batch, against one bare script after the other."""

UNCOUNTED = 0.05
"""A processor time below this share of the wall's is not the whole: a command's own workers may not be its children."""

OURS = "briefing build"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Builds:
    """What everyone took for the page by name, why some are not there, and what their files are."""

    timings: Mapping[str, Timing]
    failed: Mapping[str, str]
    claims: tuple[Claims, ...]


def measure_builds(peers: Sequence[Peer], rounds: int, say: Say) -> Builds:
    """Run everything once a round; one that fails is left out with the reason."""
    with desk() as root, ExitStack() as living:
        sheet = lay_out(root)
        give(sheet)
        jobs: list[Timed] = [bare_job(sheet), *build_jobs(root)]
        jobs += [living.enter_context(resident(_copy(root, "warm"), root / "out" / "warm"))]
        jobs += [living.enter_context(watching(root, _copy(root, "watched"), root / "out" / "watched"))]
        jobs += [peer.job(sheet) for peer in peers]
        jobs += [chart_and_print(peer, sheet) for peer in peers if peer.name == CHROMIUM]
        timings, failed = measure(jobs, rounds, say)
        say("looking at the files")
        claims, unread = _claims(root, sheet, [peer for peer in peers if peer.name not in failed], say)
        return Builds(timings, failed | unread, claims)


def build_verdicts(timings: Mapping[str, Timing]) -> list[Verdict]:
    """Every target of a build; what was not measured is not met."""
    bare = timings.get(BARE)

    def ratio(name: str, other: Timing | None) -> float | None:
        return timings[name].against(other) if other and name in timings else None

    verdicts = [Verdict(f"{name} ÷ bare script", ratio(name, bare), most) for name, most in MOST.items()]
    batch = ratio(BATCH, bare)
    rate = MANY / batch if batch else None
    what = f"{BATCH}: briefings a second ÷ bare scripts a second"
    verdicts.append(Verdict(what, rate, LEAST_BATCH, at_least=True))
    other = timings.get(CHART_AND_PRINT)
    verdicts.append(Verdict(f"{DRAW} ÷ {CHART_AND_PRINT}", ratio(DRAW, other), 1.0))
    return verdicts


def _copy(root: Path, name: str) -> Path:
    return Path(shutil.copytree(BRIEF, root / name / BRIEF.name))


def _claims(root: Path, sheet: Sheet, peers: Sequence[Peer], say: Say) -> tuple[tuple[Claims, ...], dict[str, str]]:
    """The properties of each file, and why some could not be read."""
    files = [(OURS, pdf) for pdf in sorted((root / "out").glob(f"*/{BRIEF.name}.pdf"))[:1]]
    files += [(BARE, sheet.folder / "bare.pdf"), *((peer.name, sheet.folder / f"{peer.name}.pdf") for peer in peers)]
    found: list[Claims] = []
    unread: dict[str, str] = {}
    with judge() as verapdf:
        for name, file in files:
            try:
                found.append(read_claims(name, file, verapdf))
            except Exception as error:  # a file that cannot be read is a finding, too
                unread[f"the file of {name}"] = f"{type(error).__name__}: {why(error)}"
                say(f"the file of {name} could not be read: {error}")
    return tuple(found), unread
