"""The whole build of the worked example: the same folder gives the same bytes, which meet every requirement."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from briefing.build import build_briefing
from briefing.build_output import BuildRequest, BuildResult
from briefing.model.paper import Paper
from briefing.problems import ContentError
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "assets" / "briefs" / "niger-2023"
MM = 72 / 25.4


def quiet(_: str) -> None:
    """Say nothing."""


def build(out: Path, *, paper: Paper = "a4", folder: Path = EXAMPLE, force: bool = False) -> BuildResult:
    return build_briefing(BuildRequest(folder, Workspace(ROOT), out, paper), force=force, report=quiet, taken={})


@pytest.fixture(scope="module")
def a4(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build(tmp_path_factory.mktemp("a4"))


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build(tmp_path_factory.mktemp("letter"), paper="letter")


@pytest.mark.parametrize(("paper", "width", "height"), [("a4", 210, 297), ("letter", 215.9, 279.4)])
def test_it_has_three_to_five_pages_of_the_requested_paper(
    paper: str, width: float, height: float, request: pytest.FixtureRequest
) -> None:
    built: BuildResult = request.getfixturevalue(paper)
    with pikepdf.open(built.pdf) as pdf:
        assert 3 <= len(pdf.pages) == built.pages <= 5
        for page in pdf.pages:
            box = [float(edge) for edge in page.MediaBox]
            assert box == pytest.approx([0, 0, width * MM, height * MM], abs=0.1)


def test_both_papers_conform(
    a4: BuildResult, letter: BuildResult, verapdf: Callable[[Path], dict[str, list[str]]]
) -> None:
    assert verapdf(a4.pdf) == {}
    assert verapdf(letter.pdf) == {}


def test_it_carries_what_it_was_made_from(a4: BuildResult) -> None:
    with pikepdf.open(a4.pdf) as pdf:
        names = {"briefing.yaml", "reactions.csv"}
        assert set(pdf.attachments) == names | {"history.csv", "locator.csv"}
        rows = pdf.attachments["history.csv"].get_file().read_bytes().decode().splitlines()
        assert "2023-07-26,NER,Niger,under way" in rows[-1]


def test_its_metadata_describe_it(a4: BuildResult) -> None:
    with pikepdf.open(a4.pdf) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Niger: army command backs the takeover"
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.Lang == "en-GB"
        with pdf.open_outline() as outline:
            titles = [entry.title for entry in outline.root[0].children] if len(outline.root) == 1 else []
        assert {"Key points", "Key actors", "International reactions", "Sources"} <= set(titles)


@pytest.mark.parametrize(
    ("zone", "seed", "locale"), [("Pacific/Kiritimati", "0", "C"), ("America/St_Johns", "4711", "C.UTF-8")]
)
def test_the_same_folder_gives_the_same_bytes(
    a4: BuildResult, tmp_path: Path, zone: str, seed: str, locale: str
) -> None:
    elsewhere = tmp_path / "an other ünd" / "niger-2023"
    shutil.copytree(EXAMPLE, elsewhere)
    (tmp_path / "briefing.toml").touch()
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale}
    command = [str(Path(sys.executable).with_name("briefing")), "build", "--out", str(tmp_path / "o")]
    done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "o" / "niger-2023.pdf").read_bytes() == a4.pdf.read_bytes()


def test_nothing_is_built_twice(a4: BuildResult) -> None:
    before = a4.pdf.stat().st_mtime_ns
    again = build(a4.pdf.parent)
    assert again.fresh
    assert (again.pages, again.size, again.warnings) == (a4.pages, a4.size, a4.warnings)
    assert a4.pdf.stat().st_mtime_ns == before


def test_force_builds_and_changes_nothing(a4: BuildResult) -> None:
    before = a4.pdf.read_bytes()
    assert not build(a4.pdf.parent, force=True).fresh
    assert a4.pdf.read_bytes() == before


def test_every_reaction_of_the_report_has_a_row(a4: BuildResult) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(io.BytesIO(a4.pdf.read_bytes())) as pdf:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    for name in ("Jake Sullivan", "Volker Türk", "António Guterres", "Moussa Faki Mahamat", "France", "Germany"):
        assert name in text
    assert text.count("TLP:CLEAR") >= 2 * a4.pages


def test_a_desk_may_mark_by_a_scheme_of_its_own(tmp_path: Path) -> None:
    folder = write_brief(tmp_path / "briefs" / "own", BRIEF.replace("TLP:CLEAR", "DESK EYES ONLY"))
    workspace = Workspace(tmp_path)

    def marked() -> BuildResult:
        return build_briefing(
            BuildRequest(folder, workspace, tmp_path / "out", "a4"), force=False, report=quiet, taken={}
        )

    (tmp_path / "briefing.toml").write_text("")
    with pytest.raises(ContentError, match="unknown-marking"):
        marked()
    (tmp_path / "briefing.toml").write_text('[marking]\nscheme = "DESK"\nmarkings = ["DESK OPEN", "DESK EYES ONLY"]\n')
    assert not marked().fresh
    assert marked().fresh
    (tmp_path / "briefing.toml").write_text("")
    with pytest.raises(ContentError, match="unknown-marking"):
        marked()


def test_a_briefing_with_names_of_files_from_other_systems_is_built(tmp_path: Path) -> None:
    images = {
        "mein Cafe\u0301.png": "<mein Café.png>",
        "maps/a b.png": r"<maps\a b.png>",
        "50%25 & #1?.png": "50%25%20&%20%231%3F.png",
    }
    folder = write_brief(
        tmp_path / "b",
        BRIEF
        + "timeline: Z\u00e9.CSV\nsections:\n  - title: S\n    text: |\n"
        + "".join(f"      ![It]({written})\n\n" for written in images.values()),
    )
    (folder / "maps").mkdir()
    for shade, name in enumerate(images):
        Image.new("RGB", (9, 9), (shade, 0, 0)).save(folder / name)
    (folder / "Ze\u0301.CSV").write_text("WHEN;What;Own\n2021;It began.;true\n", encoding="utf-8")
    built = build(tmp_path / "out", folder=folder)
    assert built.warnings == ()
    with pikepdf.open(built.pdf) as pdf:
        assert sum(len(page.get_images()) for page in pdf.pages) == len(images)
    assert build(tmp_path / "out", folder=folder).fresh
