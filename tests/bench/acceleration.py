"""Measure what each entry of the acceleration saves of a whole build: with all entries and with all but one, in turn."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from briefing.build import draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.pages import render
from briefing.pages.acceleration import PATCHES, apply_patches, locate
from briefing.pages.acceleration.writing import COMPRESSED
from briefing.rendering import ACCELERATION, load_renderer
from briefing.resources import ASSETS
from briefing.workspace import Workspace

ROUNDS = 9
LEAST = 0.15
"""All entries together are wanted to save at least this share of the first build of a process."""

GROUPS = (
    (
        "measured lines",
        [("weasyprint.text.line_break", f"Layout.{name}") for name in ("set_text", "deactivate", "reactivate")],
    ),
)
"""Entries that only work together."""

Key = tuple[str, str]


class Switch:
    """Puts the engine's functions in the place of ours, and back."""

    def __init__(self) -> None:
        os.environ[ACCELERATION] = "0"
        load_renderer()
        self._originals = {key: self._value(key) for key in PATCHES}
        apply_patches(enabled=True)
        self._replacements = {key: self._value(key) for key in PATCHES}

    @contextmanager
    def without(self, keys: Sequence[Key]) -> Iterator[None]:
        """Leave entries out for a while."""
        self._put(keys, self._originals)
        try:
            yield
        finally:
            self._put(keys, self._replacements)

    @staticmethod
    def _value(key: Key) -> Any:
        owner, name = locate(*key)
        return vars(owner)[name]

    @staticmethod
    def _put(keys: Sequence[Key], values: dict[Key, Any]) -> None:
        for key in keys:
            owner, name = locate(*key)
            setattr(owner, name, values[key])


class Builds:
    """Builds the worked example again and again, each time with another title, its figures drawn before."""

    def __init__(self, root: Path) -> None:
        self._folder, self._workspace, self._number = root / "niger-2023", Workspace(root), 0
        shutil.copytree(ASSETS / "briefs" / "niger-2023", self._folder)
        self._text = (self._folder / "briefing.yaml").read_text(encoding="utf-8")

    def time(self, *, first: bool) -> float:
        """Build once and return the processor seconds; `first`: as if nothing had been built in this process before."""
        self._number += 1
        text = self._text.replace('title: "', f'title: "{self._number} ', 1)
        (self._folder / "briefing.yaml").write_text(text, encoding="utf-8")
        if first:
            COMPRESSED.clear()
            render._shared_font_configuration.cache_clear()
        gc.collect()
        started = time.process_time()
        render_edition(
            draw_briefing(
                BuildRequest(self._folder, self._workspace, self._workspace.root / "out", "a4"), lambda _: None
            ),
            "a4",
            lambda _: None,
        )
        return time.process_time() - started


def measure_acceleration(say: Callable[[str], None], rounds: int = ROUNDS) -> tuple[str, bool]:
    """Return a table of what each entry saves, and whether all together save enough."""
    switch = Switch()
    together = [key for _, keys in GROUPS for key in keys]
    groups = [*GROUPS, *((f"{key[0]}.{key[1]}", [key]) for key in PATCHES if key not in together)]
    groups.append(("all", list(PATCHES)))
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        builds = Builds(Path(name))
        times: dict[tuple[str, bool, bool], list[float]] = {}
        for number in range(rounds + 1):
            say(f"round {number} of {rounds}" if number else "warming up")
            for position, (group, keys) in enumerate(groups):
                for first in (True, False):
                    for patched in (True, False)[:: 1 if (number + position) % 2 else -1]:
                        with switch.without([] if patched else keys):
                            if not first:
                                builds.time(first=True)
                            seconds = builds.time(first=first)
                        if number:
                            times.setdefault((group, first, patched), []).append(seconds)
    return _table([group for group, _ in groups], times, rounds)


def _table(groups: Sequence[str], times: dict[tuple[str, bool, bool], list[float]], rounds: int) -> tuple[str, bool]:
    """Least times are compared: whatever else the machine does only adds to them."""
    lines = [
        f"least of {rounds} builds, processor ms: without the entry, what it saves",
        f"{'':<44}{'first':>14}{'again':>14}",
    ]
    share = 0.0
    for group in groups:
        cells = ""
        for first in (True, False):
            without, patched = (min(times[group, first, patched]) for patched in (False, True))
            share = 1 - patched / without if first else share
            cells += f"{without * 1000:>8.0f}{1 - patched / without:>6.0%}"
        lines.append(f"{group.removeprefix('weasyprint.'):<44}{cells}")
    return "\n".join(lines), share >= LEAST


if __name__ == "__main__":
    print(
        measure_acceleration(lambda line: print(line, file=sys.stderr), int(sys.argv[1]) if sys.argv[1:] else ROUNDS)[0]
    )
