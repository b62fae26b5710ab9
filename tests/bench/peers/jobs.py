"""The peers as jobs, each doing the same page with the same figures, and why one is left out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.desk import Sheet
from tests.bench.paired import Job

HERE = Path(__file__).parent
PYTHON = Path(sys.prefix) / "peers" / "bin" / "python"
"""The peers' own environment: none of them is among our libraries."""

# Its sandbox wants rights that a container has not got; its profile is kept from run to run.
_PRINT = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--user-data-dir={folder}/profile",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--print-to-pdf={folder}/{out}",
    "file://{folder}/page.html",
)

CHART_AND_PRINT = "chromium, figures drawn, then printed"
TYPST, PLUTOPRINT, FPDF2, CHROMIUM = "typst", "plutoprint", "fpdf2", "chromium"


@dataclass(frozen=True)
class Peer:
    """A peer that is here: its name and version, and the arguments that set a sheet into a PDF."""

    name: str
    version: str
    command: tuple[str, ...]

    def job(self, sheet: Sheet, pdf: str = "") -> Job:
        """The job of setting a sheet; `pdf` is the file it becomes, by default named as the peer."""
        out = pdf or f"{self.name}.pdf"
        words = (word.format(faces=sheet.faces, out=out, folder=sheet.folder) for word in self.command)
        return Job(self.name, tuple(words), sheet.folder, sheet.environment)


def chart_and_print(chromium: Peer, sheet: Sheet) -> Job:
    """The job of drawing the figures with matplotlib and printing the page with Chromium."""
    command = (sys.executable, str(HERE / "draw_then.py"), "figures.pickle", *chromium.job(sheet, "drawn.pdf").command)
    return Job(CHART_AND_PRINT, command, sheet.folder, sheet.environment)


def find_peers() -> tuple[list[Peer], dict[str, str]]:
    """The peers that are here, and why the others are not, by name."""
    peers: list[Peer] = []
    missing: dict[str, str] = {}
    for name, module, words in (
        (TYPST, "typst", ("typst_page.py", "{faces}", "{out}")),
        (PLUTOPRINT, "plutoprint", ("plutoprint_page.py", "page.html", "{out}")),
        (FPDF2, "fpdf", ("fpdf2_page.py", "{faces}", "{out}")),
    ):
        try:
            version = _version(name, module)
        except (subprocess.SubprocessError, OSError):
            missing[name] = "it could not be installed from requirements-peers.txt"
            continue
        peers.append(Peer(name, version, (str(PYTHON), str(HERE / words[0]), *words[1:])))
    browser = next(iter(_browsers()), None)
    if browser:
        peers.append(Peer(CHROMIUM, _browser_version(browser), (browser, *_PRINT)))
    else:
        missing[CHROMIUM] = "there is none on this machine (Debian: apt-get install chromium)"
    return peers, missing


def give(sheet: Sheet) -> None:
    """Put beside the words what a peer needs there."""
    shutil.copy(HERE / "page.typ", sheet.folder)


def _version(distribution: str, module: str) -> str:
    code = f"import importlib.metadata, {module}; print(importlib.metadata.version('{distribution}'))"
    return _said(str(PYTHON), "-c", code)


def _browsers() -> Iterator[str]:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            yield found


def _browser_version(browser: str) -> str:
    try:
        words = _said(browser, "--version").split()
    except (subprocess.SubprocessError, OSError):
        return "of unknown version"
    return next((word for word in words if word[0].isdigit()), "of unknown version")


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()
