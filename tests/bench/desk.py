"""The work that is timed: the worked example on a desk of its own, the page it becomes, and our builds of it."""

from __future__ import annotations

import json
import pickle
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import fontpkg_fira_sans
import fontpkg_ibm_plex_serif

from briefing.build import draw_briefing, load_from_workspace, render_edition
from briefing.build_output import BuildRequest
from briefing.figures.draw import draw_figures
from briefing.figures.figure import Figure, FigureRequest
from briefing.pages.document import Document
from briefing.rendering import fontconfig_file
from briefing.resources import ASSETS
from briefing.workspace import Workspace
from tests.bench.paired import Job
from tests.bench.words import read_words

BRIEF = ASSETS / "briefs" / "niger-2023"
BARE, DRAW, CACHED, FRESH, BATCH = (
    "bare WeasyPrint script",
    "briefing build, figures to draw",
    "briefing build, figures cached",
    "briefing build, nothing changed",
    "briefing build, 50 briefings",
)
MANY = 50
"""Briefings in a batch."""

# The least that makes a tagged, archival PDF of the page; it has no citations to check and no chart to draw.
SCRIPT = """\
import sys
import weasyprint
weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/a-3a")
"""


@dataclass(frozen=True)
class Sheet:
    """A folder with one page for those who are measured beside us, and the typefaces it is set in.

    It holds `page.html` with the files it names, the same words as `words.json`, and the script `bare.py`. `faces` is a
    folder of font files, `environment` makes fontconfig see no others.
    """

    folder: Path
    faces: Path
    environment: dict[str, str]


@contextmanager
def desk() -> Iterator[Path]:
    """A workspace of its own with the worked example, away from the checkout."""
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as name:
        root = Path(name).resolve()
        shutil.copytree(BRIEF, root / "assets" / "briefs" / BRIEF.name)
        (root / "briefing.toml").touch()
        yield root


def lay_out(root: Path) -> Sheet:
    """The sheet of the worked example, with its figures ready to be drawn again, from `figures.pickle`."""
    workspace, folder = Workspace(root), root / "assets" / "briefs" / BRIEF.name
    drawn = draw_briefing(BuildRequest(folder, workspace, root / "page", "a4"), lambda _: None)
    edition = render_edition(drawn, "a4", lambda _: None)
    sheet = write_sheet(root / "sheet", edition.document)
    requests: list[FigureRequest] = []

    def draw_noted(request: FigureRequest) -> Figure:
        requests.append(request)
        return request.draw()

    loaded = load_from_workspace(folder, workspace)
    draw_figures(loaded.briefing, loaded.values, "a4", workspace.data, draw_noted)
    named = list(zip(("history.svg", "locator.svg"), requests, strict=True))
    (sheet.folder / "figures.pickle").write_bytes(pickle.dumps(named))
    return sheet


def write_sheet(folder: Path, page: Document) -> Sheet:
    """Write a page of ours for others, a long table of it in one piece."""
    folder.mkdir(parents=True)
    for name, content in page.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    html = in_one_piece(page)
    (folder / "page.html").write_text(html, encoding="utf-8")
    words = read_words(html) | {"marking": "TLP:CLEAR", "foot": "Information as of 27 July 2023, 20:00 UTC"}
    (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    (folder / "bare.py").write_text(SCRIPT)
    faces = folder / "faces"
    faces.mkdir()
    for package, files in ((fontpkg_fira_sans, "FiraSans"), (fontpkg_ibm_plex_serif, "IBMPlexSerif")):
        for cut in ("Regular", "Italic", "SemiBold", "Bold"):
            (file,) = Path(package.ROOT).rglob(f"{files}-{cut}.ttf")
            shutil.copy(file, faces)
    return Sheet(folder, faces, {"FONTCONFIG_FILE": str(fontconfig_file())})


def in_one_piece(page: Document) -> str:
    """The HTML of a page, with its annex at the end of the body."""
    if not page.annex:
        return page.html
    annex = page.annex.opening + "".join(page.annex.rows) + page.annex.closing
    body = annex.partition("<body>")[2].rpartition("</body>")[0]
    return page.html.replace("</body>", f"{body}</body>")


def bare_job(sheet: Sheet) -> Job:
    """A script that is handed the very page and files our build sets, and its fonts by an index kept between runs."""
    command = (sys.executable, "bare.py", "page.html", "bare.pdf")
    return Job(BARE, command, sheet.folder, sheet.environment)


def build_jobs(root: Path) -> list[Job]:
    """Our builds, each with an `out` of its own."""
    one = str(Path("assets", "briefs", BRIEF.name))
    many = [str(folder.relative_to(root)) for folder in write_many(root)]
    return [
        build_job(root, DRAW, one, clear=True),
        build_job(root, CACHED, one, "--force"),
        build_job(root, FRESH, one),
        build_job(root, BATCH, *many, clear=True),
    ]


def build_job(root: Path, name: str, *words: str, clear: bool = False) -> Job:
    """`briefing build` with some words, into a folder of its own, which is emptied before each run where `clear`."""
    out = root / "out" / name.replace(" ", "-")
    command = (str(Path(sys.executable).with_name("briefing")), "build", *words, "--out", str(out))

    def empty() -> None:
        shutil.rmtree(out, ignore_errors=True)

    return Job(name, command, root, prepare=empty) if clear else Job(name, command, root)


def write_many(root: Path) -> list[Path]:
    """Folders of as many briefings as a batch has, each with its own id and title, and its own sentence in the text."""
    text = (BRIEF / "briefing.yaml").read_text(encoding="utf-8")
    folders = []
    for number in range(MANY):
        folder = root / "briefs" / f"report-{number:02}"
        shutil.copytree(BRIEF, folder)
        own = (
            text.replace("id: niger-2023", f"id: report-{number:02}", 1)
            .replace("Drones fly", f"In report {number}, drones fly", 1)
            .replace("army command backs", f"army command {number} backs", 1)
        )
        (folder / "briefing.yaml").write_text(own, encoding="utf-8")
        folders.append(folder)
    return folders
