"""`python -m tests.bench`: builds against a bare script that renders the same HTML, messages a second, and the archive."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import CalledProcessError

from briefing.build import make_edition
from briefing.pages.fonts import fontconfig_file
from briefing.shipped import ASSETS
from briefing.workspace import Workspace
from tests.bench.archive import ROUNDS as KEPT
from tests.bench.archive import measure_archive
from tests.bench.mail import ROUNDS, measure_mail
from tests.bench.paired import Job, Timing, measure

BRIEF = ASSETS / "briefs" / "niger-2023"
BARE = "bare script"
TARGETS = {"chart to draw": 1.60, "chart cached": 1.20, "nothing changed": 0.20}
"""The most that each build may take of the bare script's time."""

# The least that makes a tagged, archival PDF of the page; it has no citations to check and no chart to draw.
SCRIPT = """\
import sys
import weasyprint
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/a-3a")
"""


@contextmanager
def desk() -> Iterator[Path]:
    """A workspace of its own with the worked example, away from the checkout."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        root = Path(name).resolve()
        shutil.copytree(BRIEF, root / "assets" / "briefs" / BRIEF.name)
        (root / "briefing.toml").touch()
        yield root


def bare_job(root: Path, fonts: Path) -> Job:
    """A script that is handed the very page and files our build sets, and its fonts by an index kept between runs."""
    folder = root / "bare"
    folder.mkdir()
    edition = make_edition(root / "assets" / "briefs" / BRIEF.name, Workspace(root), root / "page", "a4", say)
    for name, content in edition.page.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "page.html").write_text(edition.page.html, encoding="utf-8")
    (folder / "bare.py").write_text(SCRIPT)
    command = (sys.executable, "bare.py", "page.html", "page.pdf")
    return Job(BARE, command, folder, {"FONTCONFIG_FILE": str(fonts)})


def build_jobs(root: Path) -> list[Job]:
    """One job a target, each with an `out` of its own."""

    def job(name: str, *options: str, clear: bool = False) -> Job:
        out = root / "out" / name.replace(" ", "-")
        briefing = Path(sys.executable).with_name("briefing")
        command = (str(briefing), "build", f"assets/briefs/{BRIEF.name}", "--out", str(out), *options)
        return Job(
            name, command, root, prepare=(lambda: shutil.rmtree(out, ignore_errors=True)) if clear else lambda: None
        )

    return [job("chart to draw", clear=True), job("chart cached", "--force"), job("nothing changed")]


def table(timings: Mapping[str, Timing]) -> tuple[str, bool]:
    """The figures as lines of text, and whether every target is met."""
    lines = [f"{'':<16}{'wall s':>8}{'cpu s':>8}{'ratio':>8}{'target':>8}"]
    met = True
    for name, timing in timings.items():
        ratio, target = timing.against(timings[BARE]), TARGETS.get(name)
        verdict = "" if target is None else f"{target:>8.2f}  {'met' if ratio <= target else 'MISSED'}"
        met = met and (target is None or ratio <= target)
        lines.append(f"{name:<16}{timing.wall:>8.2f}{timing.processor:>8.2f}{ratio:>8.2f}{verdict}")
    return "\n".join(lines), met


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="timed runs of each job (default 7)")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a target is missed")
    options = parser.parse_args()
    with desk() as root:
        jobs = [bare_job(root, fontconfig_file()), *build_jobs(root)]
        try:
            timings = measure(jobs, options.rounds, say)
        except CalledProcessError as error:
            say(error.stderr.decode(errors="replace"))
            raise
    lines, met = table(timings)
    print(f"medians of {options.rounds} runs, {os.cpu_count()} cores; ratio to the bare script, round by round")
    print(lines)
    say("mail")
    mail, flat = measure_mail()
    print(f"\nmail over TLS on this machine, the ledger's fsyncs included; medians of {ROUNDS} runs\n{mail}")
    kept, quick = measure_archive(say)
    print(f"\narchive, fsyncs included; medians of {KEPT} editions\n{kept}")
    return int(options.strict and not (met and flat and quick))


sys.exit(main())
