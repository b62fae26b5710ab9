"""How time and memory grow: with the rows of a table, and with the pages of a text; ours beside others."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import pypdfium2

from briefing.build import draw_briefing
from briefing.build_output import BuildRequest
from briefing.pages.compose import compose_document
from briefing.pages.document import DocumentInput
from briefing.rendering import fontconfig_file
from briefing.workspace import Workspace
from tests.bench.desk import Sheet, bare_job, build_job, write_sheet
from tests.bench.paired import Job, run_whole, why
from tests.bench.peers.claims import head_repeats
from tests.bench.peers.jobs import Peer, give
from tests.bench.verdict import Verdict
from tests.briefs import BRIEF, write_brief

OURS = "briefing build"
ROWS, PAGES = (100, 1_000, 10_000), (4, 40, 400)
ROUNDS = 3
"""Runs of what takes seconds; what takes minutes is run once."""

_HEAD = ("Date", "Stance", "What they said")

LONGEST_S = 900.0
PEAK = Path(__file__).with_name("peak.py")
MOST_MB, MOST_GROWTH = 500.0, 1.15
"""What ten thousand rows may take: memory, and time against ten times that of a thousand."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Point:
    """A size, and what it took: seconds on the wall, most memory in MiB with that of children, and pages.

    `largest_mib` is the most that one process took.
    """

    size: int
    wall: float
    peak_mib: float
    pages: int
    largest_mib: float = 0.0


@dataclass(frozen=True)
class Growth:
    """How everyone grows with one kind of size ("rows", "pages"): the points by name, and why some are not there.

    `repeats` is the number of pages of the smallest size that show the head of the table, and how many should.
    """

    kind: str
    points: Mapping[str, tuple[Point, ...]]
    missing: tuple[str, ...]
    repeats: Mapping[str, tuple[int, int]]


def growth_verdicts(growths: Sequence[Growth]) -> list[Verdict]:
    """The two targets of a long table."""
    points = {point.size: point for growth in growths if growth.kind == "rows" for point in growth.points.get(OURS, ())}
    most, ten = points.get(10_000), points.get(1_000)
    linear = most.wall / ten.wall / 10 if most and ten else None
    return [
        Verdict("10,000 rows: peak memory", most.peak_mib * 1.048576 if most else None, MOST_MB, unit=" MB"),
        Verdict("10,000 rows: time ÷ ten times that of 1,000 rows", linear, MOST_GROWTH),
    ]


def measure_growth(kind: str, sizes: Sequence[int], peers: Sequence[Peer], say: Say) -> Growth:
    """Measure how everyone grows with "rows" or "pages", the largest size once; one that fails is left out there."""
    points: dict[str, list[Point]] = {}
    missing: list[str] = []
    repeats: dict[str, tuple[int, int]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="briefing-bench-") as folder:
            try:
                jobs = _jobs(Path(folder).resolve(), kind, size, peers)
            except (subprocess.SubprocessError, OSError) as error:
                missing.append(f"{size:,} {kind}: {why(error)}")
                continue
            found, failed = _measure_size(jobs, f"{size:,} {kind}", size, ROUNDS if size < sizes[-1] else 1, say)
            missing += [f"{name}, {size:,} {kind}: {reason}" for name, reason in failed.items()]
            for name, point in found.items():
                points.setdefault(name, []).append(point)
            if kind == "rows" and size == sizes[0]:
                pdfs = {job.name: pdf for job, pdf in jobs if job.name in found}
                repeats = {name: head_repeats(pdf, _HEAD, "Position ") for name, pdf in pdfs.items()}
    return Growth(kind, {name: tuple(one) for name, one in points.items()}, tuple(missing), repeats)


def _measure_size(
    jobs: Sequence[tuple[Job, Path]], what: str, size: int, rounds: int, say: Say
) -> tuple[dict[str, Point], dict[str, str]]:
    """The middle of some rounds by name, and why one failed."""
    runs: dict[str, list[Point]] = {job.name: [] for job, _ in jobs}
    failed: dict[str, str] = {}
    for number in range(1, rounds + 1):
        for job, pdf in jobs:
            if job.name in failed:
                continue
            say(f"growth: {what}, round {number} of {rounds}, {job.name}")
            try:
                runs[job.name].append(_run(job, pdf, size))
            except (subprocess.SubprocessError, OSError, pypdfium2.PdfiumError) as error:
                failed[job.name] = why(error)
                say(f"{job.name} is left out: {failed[job.name]}")
    return {name: _median(found) for name, found in runs.items() if found and name not in failed}, failed


def _median(runs: Sequence[Point]) -> Point:
    return replace(
        runs[0],
        wall=median(run.wall for run in runs),
        peak_mib=median(run.peak_mib for run in runs),
        largest_mib=median(run.largest_mib for run in runs),
    )


def _jobs(root: Path, kind: str, size: int, peers: Sequence[Peer]) -> list[tuple[Job, Path]]:
    """Everyone's job for a size, and the PDF it makes."""
    folder = root / "briefs" / "long"
    (root / "briefing.toml").touch()
    (write_rows if kind == "rows" else write_pages)(folder, size)
    ours = build_job(root, OURS, str(folder.relative_to(root)), clear=True)
    sheet = _sheet(root, folder)
    others = [(peer.job(sheet), sheet.folder / f"{peer.name}.pdf") for peer in peers]
    return [(ours, Path(ours.command[-1]) / "x.pdf"), (bare_job(sheet), sheet.folder / "bare.pdf"), *others]


def _sheet(root: Path, folder: Path) -> Sheet:
    """The sheet of a long briefing, made in a process of its own: it takes memory that this one would not give back."""
    page = root / "page"
    code = "import sys; from tests.bench.growth import lay_out_long; lay_out_long(*sys.argv[1:])"
    command = (sys.executable, "-c", code, str(root), str(folder), str(page))
    run_whole(command, Path(__file__).parents[2], {}, LONGEST_S)
    faces = page / "faces"
    sheet = Sheet(page, faces, {"FONTCONFIG_FILE": str(fontconfig_file())})
    give(sheet)
    return sheet


def lay_out_long(root: str, folder: str, page: str) -> None:
    """Compose the page of a briefing, and write it as a sheet."""
    drawn = draw_briefing(
        BuildRequest(Path(folder), Workspace(Path(root)), Path(root, "scratch"), "a4"), lambda _: None
    )
    loaded = drawn.loaded
    write_sheet(Path(page), compose_document(loaded.briefing, drawn.drawings, "a4", DocumentInput({}, loaded.images)))


def _run(job: Job, pdf: Path, size: int) -> Point:
    job.prepare()
    pdf.unlink(missing_ok=True)
    out = run_whole((sys.executable, "-S", str(PEAK), *job.command), job.cwd, job.environment, LONGEST_S)
    measured = json.loads(out.splitlines()[-1])
    document = pypdfium2.PdfDocument(pdf)
    pages = len(document)
    document.close()
    return Point(size, measured["wall_s"], measured["peak_mib"], pages, measured["largest_mib"])


STANCES = ("condemns", "supports", "demands", "concerned")
SENTENCE = (
    "A unit of the guard was seen on the road to the north of the town in the morning, and again in the evening of "
    "that day, with more vehicles than before. "
)


def write_rows(folder: Path, rows: int) -> None:
    """A briefing whose reactions have so many rows; the check has little to say of it, for warnings take time and memory."""
    lines = (
        f"Ministry {n},Speaker {n},Spokesperson,NER,2023-07-{1 + n % 27:02},{STANCES[n % len(STANCES)]},"
        f'"Position {_letters(n)}: calls for talks, and for the release of all who are held.",cnn para. 1\n'
        for n in range(rows)
    )
    table = "body,speaker,capacity,country,date,stance,position,source\n" + "".join(lines)
    text = BRIEF.replace("One sentence.", "One sentence. [@cnn para. 1]") + "reactions: reactions.csv\n" + _SOURCE
    days = ", ".join(f"{day} July 2023" for day in range(1, 28))
    write_brief(folder, text, reactions_csv=table, cnn_txt=f"One sentence. Said on {days}.\n")


def _letters(number: int) -> str:
    """A number as a word, for a digit would be looked for in the source."""
    return f"{number:05}".translate(str.maketrans("0123456789", "abcdefghij"))


def write_pages(folder: Path, pages: int) -> None:
    """A briefing whose sections fill about so many pages."""
    sections = "sections:\n" + "".join(
        f"  - title: Report {_letters(n)}\n    text: |\n" + 5 * f"      {(5 * SENTENCE).strip()} [@cnn para. 1]\n\n"
        for n in range(1, pages + 1)
    )
    text = BRIEF.replace("One sentence.", "One sentence. [@cnn para. 1]") + sections + _SOURCE
    write_brief(folder, text, cnn_txt="One sentence.\n")


_SOURCE = "sources: [{id: cnn, publisher: CNN, title: A report, text: cnn.txt}]\n"
