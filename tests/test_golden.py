"""The worked example as it is printed: its HTML, its words, its outline and what it says of itself, and how it looks.

`./run accept` rewrites these files; read the difference before you keep it. The pictures are small and grey, and may
differ by a little: they detect a broken layout, not differences of a pixel.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from briefing.build import draw_briefing, render_edition
from briefing.build_output import BuildRequest
from briefing.edition import Edition
from briefing.workspace import Workspace

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "niger-2023"
PICTURES = 4
SCALE = 0.5
DIFFERENCE = 2.0
"""The most that a picture's grey may differ on average, of 255."""

Golden = Callable[[Path, str], None]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = Path("assets/briefs/niger-2023")
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        request = BuildRequest(folder, Workspace(ROOT), tmp_path_factory.mktemp("out"), "a4")
        return render_edition(draw_briefing(request, lambda _: None), "a4", lambda _: None)
    finally:
        os.chdir(here)


def test_its_html(edition: Edition, golden: Golden) -> None:
    golden(GOLDEN / "page.html", edition.document.html)


def test_its_words(edition: Edition, golden: Golden) -> None:
    with pypdfium2.PdfDocument(io.BytesIO(edition.pdf.content)) as pdf:
        pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n").rstrip() for page in pdf]
    golden(GOLDEN / "words.txt", "\n\n---- page ----\n\n".join(pages) + "\n")


def test_its_outline(edition: Edition, golden: Golden) -> None:
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as pdf, pdf.open_outline() as outline:
        lines = list(_entries(list(outline.root), 0))
    golden(GOLDEN / "outline.txt", "\n".join(lines) + "\n")


def _entries(entries: list[pikepdf.OutlineItem], depth: int) -> list[str]:
    lines: list[str] = []
    for entry in entries:
        lines += ["  " * depth + str(entry.title), *_entries(list(entry.children), depth + 1)]
    return lines


def test_its_metadata(edition: Edition, golden: Golden) -> None:
    with pikepdf.open(io.BytesIO(edition.pdf.content)) as pdf, pdf.open_metadata() as metadata:
        properties = {key: str(metadata[key]) for key in metadata if "extension" not in key}
        properties["Lang"] = str(pdf.Root.Lang)
        properties["attachments"] = ", ".join(sorted(pdf.attachments))
    # The name of the engine carries its version, which another lock may change.
    properties = {key: value for key, value in properties.items() if not value.startswith("WeasyPrint")}
    golden(GOLDEN / "metadata.json", json.dumps(properties, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


@pytest.mark.parametrize("number", range(1, PICTURES + 1))
def test_its_pages_as_pictures(edition: Edition, number: int, request: pytest.FixtureRequest) -> None:
    with pypdfium2.PdfDocument(io.BytesIO(edition.pdf.content)) as pdf:
        now = pdf[number - 1].render(scale=SCALE).to_pil().convert("L")
    file = GOLDEN / f"page-{number}.png"
    if request.config.getoption("--accept"):
        now.quantize(16).save(file, optimize=True)
    with Image.open(file) as kept:
        before = kept.convert("L")
        assert before.size == now.size
        difference = ImageStat.Stat(ImageChops.difference(before, now)).mean[0]
    assert difference < DIFFERENCE
