"""`./run bench`: our builds and others beside a bare script, how they grow, and what mail and the archive cost."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from briefing.atomic import write_atomically
from tests.bench.archive import measure_archive
from tests.bench.builds import Builds, build_verdicts, measure_builds
from tests.bench.growth import PAGES, ROWS, Growth, growth_verdicts, measure_growth
from tests.bench.machine import this_machine
from tests.bench.mail import measure_mail
from tests.bench.own_chart import measure_chart
from tests.bench.paired import LONGEST_S, run_whole, why
from tests.bench.peers.jobs import Peer, find_peers
from tests.bench.plots import draw_growths
from tests.bench.report import FOLDER, NOTES, Block, Findings, verdict_table, write_page
from tests.bench.verdict import Verdict

CHECKOUT = Path(__file__).parents[2]
DOCS = CHECKOUT / "docs"
PARTS = ("builds", "acceleration", "chart", "growth", "mail", "archive")
SHORT = ("builds", "acceleration", "chart", "mail", "archive")
"""What runs by default."""

Say = Callable[[str], None]


BEGAN = time.monotonic()


def say(text: str) -> None:
    """One line of progress, with the minutes and seconds since the start."""
    minutes, seconds = divmod(int(time.monotonic() - BEGAN), 60)
    print(f"{minutes:>3}:{seconds:02}  {text}", file=sys.stderr, flush=True)


@dataclass
class Run:
    """What has been found so far; a part that breaks off is noted, and the others go on."""

    peers: Sequence[Peer]
    rounds: int
    builds: Builds | None = None
    growths: list[Growth] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    met: bool = True
    failed: dict[str, str] = field(default_factory=dict)

    def take(self, part: str) -> None:
        """Measure one part."""
        say(f"— {part}")
        measures = {
            "builds": self._builds,
            "acceleration": self._acceleration,
            "chart": self._chart,
            "growth": self._growth,
            "mail": self._mail,
            "archive": self._archive,
        }
        try:
            measures[part]()
        except Exception as error:  # an hour's work is not thrown away for one part of it
            self.failed[part] = f"{type(error).__name__}: {why(error)}"
            self.met = False
            say(f"{part} broke off: {self.failed[part]}")

    def _builds(self) -> None:
        try:
            self.builds = measure_builds(self.peers, self.rounds, say)
        finally:
            self.verdicts += build_verdicts(self.builds.timings if self.builds else {})

    def _growth(self) -> None:
        try:
            for kind, sizes in (("rows", ROWS), ("pages", PAGES)):
                self.growths.append(measure_growth(kind, sizes, self.peers, say))
        finally:
            self.verdicts += growth_verdicts(self.growths)

    def _acceleration(self) -> None:
        self._block("What each entry of the acceleration saves", lambda _: _measure_acceleration())

    def _chart(self) -> None:
        self._block("A chart of 500 points beside the same of a plain pyplot script", measure_chart)

    def _mail(self) -> None:
        self._block("Mail over TLS on this machine, the ledger's fsyncs included", lambda _: measure_mail())

    def _archive(self) -> None:
        self._block("The archive, fsyncs included", measure_archive)

    def pictures(self) -> list[tuple[str, str]]:
        """Draw what was found of growth, for the page."""
        try:
            return draw_growths(self.growths, DOCS / FOLDER)
        except Exception as error:  # the tables say the same
            self.failed["pictures"] = f"{type(error).__name__}: {why(error)}"
            return []

    def _block(self, title: str, measure: Callable[[Say], tuple[str, bool]]) -> None:
        text, met = measure(say)
        self.blocks.append(Block(title, text, met))
        self.met = self.met and met


def _measure_acceleration() -> tuple[str, bool]:
    """Measure in a process of its own, for the engine cannot be unloaded."""
    code = "import json; from tests.bench.acceleration import measure_acceleration as m; print(json.dumps(m(lambda _: None)))"
    out = run_whole((sys.executable, "-c", code), CHECKOUT, {}, LONGEST_S)
    text, met = json.loads(out.splitlines()[-1])
    return text, met


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="timed runs of each build (default 7)")
    parser.add_argument("--growth", action="store_true", help="long tables and texts too, ten minutes more")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part (may be given again)")
    parser.add_argument(
        "--write", action="store_true", help="run everything, twenty minutes, and write docs/performance.md"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 where a target is missed")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    peers, missing = find_peers()
    run = Run(peers, max(options.rounds, 1), failed=dict(missing))
    for part in options.only or (PARTS if options.growth or options.write else SHORT):
        run.take(part)
    pictures = run.pictures() if options.write else []
    found = Findings(
        this_machine({peer.name: peer.version for peer in peers}, load),
        f"{datetime.now(UTC):%-d %B %Y}",
        run.rounds,
        run.verdicts,
        run.builds,
        run.growths,
        run.blocks,
        run.failed,
        pictures,
    )
    page = write_page(found, (DOCS / NOTES).exists())
    print(page)
    if options.write:
        write_atomically(DOCS / "performance.md", page.encode())
        say("written: docs/performance.md")
    print("\n".join(verdict_table(run.verdicts, run.blocks)))
    return int(options.strict and not (run.met and all(verdict.met for verdict in run.verdicts)))


if __name__ == "__main__":
    sys.exit(main())
