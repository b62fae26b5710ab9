"""The engine as we ease it against the engine as it comes, on the same page in one process, in turn."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from briefing.build import make_edition
from briefing.pages import render
from briefing.pages.acceleration import changes, swap
from briefing.pages.acceleration.style import SHEETS
from briefing.pages.acceleration.writing import DEFLATED
from briefing.pages.document import Document
from briefing.pages.engine import engine
from briefing.pages.fonts import fontconfig_file
from briefing.resources import ASSETS
from briefing.workspace import Workspace

ROUNDS = 9
LESS = 0.25
"""At least so much less processor time, laying out and painting together, is wanted."""

AS_IT_COMES, FIRST, AGAIN = "as it comes", "eased, first", "eased, again"
"""The engine as it comes; eased, with nothing kept of any page; and eased, after a page with other words."""


@dataclass(frozen=True)
class Run:
    """Processor seconds for laying a page out, from HTML to boxes, and for painting it, from boxes to a file."""

    layout: float
    paint: float

    @property
    def both(self) -> float:
        """All of it."""
        return self.layout + self.paint


def measure_layout(say: Callable[[str], None], rounds: int = ROUNDS) -> tuple[str, bool]:
    """Lay out and paint the worked example in turn with the engine as it comes and eased.

    Gives a table of the medians with their ratios, and whether the page takes at least a quarter less where nothing was
    kept: a page that has more in common with the last takes less again.
    """
    page = _page()
    os.environ["FONTCONFIG_FILE"] = str(fontconfig_file())
    engine()
    runs: dict[str, list[Run]] = {AS_IT_COMES: [], FIRST: [], AGAIN: []}
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" if number else "warming up")
        for place, (name, timed) in enumerate(runs.items()):
            # No two pages are the same, or nothing of the second would need to be done.
            own = replace(page, html=page.html.replace("</h1>", f" {number}.{place}</h1>", 1))
            run = _measure(own, name)
            if number:
                timed.append(run)
    return _table(runs, rounds)


def _page() -> Document:
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        folder = Path(name)
        brief = ASSETS / "briefs" / "niger-2023"
        return make_edition(brief, Workspace(folder), folder / "out", "a4", lambda _: None).document


def _measure(page: Document, name: str) -> Run:
    with _as_it_comes() if name == AS_IT_COMES else _eased():
        setting = render._Setting(engine(), page, [], fontconfig_file())
        if name == FIRST:
            for shelf in (SHEETS, DEFLATED, vars(setting._typefaces).get("drawings", DEFLATED)):
                shelf.clear()
        gc.collect()
        gc.disable()
        try:
            started = time.process_time()
            document = setting.lay(page.html)
            laid = time.process_time()
            setting.write(document, [], document.fonts)
            return Run(laid - started, time.process_time() - laid)
        finally:
            gc.enable()


@contextmanager
def _as_it_comes() -> Iterator[None]:
    for theirs, ours in changes().values():
        swap(ours, theirs)
    try:
        yield
    finally:
        for theirs, ours in changes().values():
            swap(theirs, ours)


@contextmanager
def _eased() -> Iterator[None]:
    yield


def _table(runs: dict[str, list[Run]], rounds: int) -> tuple[str, bool]:
    lines = [f"medians of {rounds} runs, processor ms", f"{'':<14}{'layout':>8}{'paint':>8}{'both':>8}{'ratio':>8}"]
    ratios = {}
    for name, timed in runs.items():
        pairs = zip(timed, runs[AS_IT_COMES], strict=True)
        ratios[name] = median(ours.both / theirs.both for ours, theirs in pairs)
        layout, paint, both = (
            median(part) * 1000 for part in zip(*((r.layout, r.paint, r.both) for r in timed), strict=True)
        )
        lines.append(f"{name:<14}{layout:>8.0f}{paint:>8.0f}{both:>8.0f}{ratios[name]:>8.2f}")
    return "\n".join(lines), ratios[FIRST] <= 1 - LESS


if __name__ == "__main__":
    print(measure_layout(lambda _: None)[0])
