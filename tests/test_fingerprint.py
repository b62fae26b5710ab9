"""An unchanged briefing is known as one, and no change of anything it was made from is missed."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import fontpkg_fira_sans
import fontpkg_ibm_plex_sans_arabic
import fontpkg_ibm_plex_serif
import pytest
from PIL import Image

from briefing.build import build_briefing
from briefing.build_output import BuildRequest, BuildResult, Parameters, find_unchanged
from briefing.fingerprint import SYSTEM_LIBRARIES, system_version
from briefing.model.paper import Paper
from briefing.resources import TEMPLATES
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief

BOOKS = """\
@book{decalo, title = {Coups and army rule in Africa}, author = {Decalo, Samuel}, publisher = {Yale}, year = {1990}}
"""


ROOT = Path(__file__).parents[1]


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (8, 8), shade).save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one built briefing that is written in files of every kind."""
    top = tmp_path_factory.mktemp("workspace")
    text = BRIEF + (
        "timeline: timeline.csv\n"
        "bibliography: books.bib\n"
        "style: own.csl\n"
        "sections: [{title: A map, text: '![A map](map.png)'}]\n"
        "sources: [{id: cnn, publisher: CNN, title: A report, text: cnn.txt}]\n"
    )
    text = text.replace("One sentence.", "One sentence. [@cnn para. 1] [@decalo]")
    table = "when,what,source\n2023,It begins.,cnn para. 1\n"
    style = (TEMPLATES / "styles" / "desk.csl").read_bytes()
    files: dict[str, str | bytes] = {
        "first_csv": table,
        "cnn_txt": "One sentence. It begins.\n",
        "books_bib": BOOKS,
        "own_csl": style,
    }
    write_brief(top / "brief", text, **files)
    (top / "briefing.toml").write_text("[mail]\nrate = 60\n")
    (top / "brief" / "timeline.csv").symlink_to("first.csv")
    (top / "assets").mkdir()
    (top / "assets" / "map.png").write_bytes(picture(0))
    build(top, force=True)
    return top


def build(top: Path, *, force: bool = False) -> BuildResult:
    request = BuildRequest(top / "brief", Workspace(top), top / "out", "a4")
    return build_briefing(request, force=force, report=lambda _: None, taken={})


@pytest.fixture
def workspace(built: Path) -> Iterator[Path]:
    """The built workspace, put back as it was afterwards."""
    kept = built.parent / f"{built.name}-kept"
    shutil.copytree(built, kept, symlinks=True)
    yield built
    shutil.rmtree(built)
    kept.rename(built)


def is_fresh(top: Path) -> bool:
    return find_unchanged(request(top)) is not None


def request(
    top: Path, folder: str = "brief", out: str = "out", paper: Paper = "a4", parameters: Parameters = ()
) -> BuildRequest:
    return BuildRequest(top / folder, Workspace(top), top / out, paper, parameters=parameters)


def test_nothing_changed(workspace: Path) -> None:
    assert is_fresh(workspace)
    for path in workspace.rglob("*"):
        path.touch()
    assert is_fresh(workspace), "a date is no change"
    (workspace / "brief" / "notes.txt").write_text("Nothing to do with it.")
    assert is_fresh(workspace)
    again = build(workspace)
    assert again.fresh
    assert again.size == (workspace / "out" / "x.pdf").stat().st_size


def append(name: str) -> Callable[[Path], None]:
    def change(top: Path) -> None:
        with (top / name).open("ab") as file:
            file.write(b"\n")

    return change


def delete(name: str) -> Callable[[Path], None]:
    return lambda top: (top / name).unlink()


def hide_the_picture(top: Path) -> None:
    (top / "brief" / "map.png").write_bytes(picture(255))


def turn_the_link(top: Path) -> None:
    (top / "brief" / "second.csv").write_text("when,what\n2024,It ends.\n")
    (top / "brief" / "timeline.csv").unlink()
    (top / "brief" / "timeline.csv").symlink_to("second.csv")


def own_data(top: Path) -> None:
    (top / "data").mkdir()
    (top / "data" / "corrections.csv").write_text("country,date\n")


def own_dataset(top: Path) -> None:
    (top / "data" / "deeper").mkdir(parents=True)
    (top / "data" / "deeper" / "events.csv").write_text("country,date\n")


CHANGES = {
    "the briefing": append("brief/briefing.yaml"),
    "the table": append("brief/first.csv"),
    "the table is gone": delete("brief/first.csv"),
    "the link to the table": turn_the_link,
    "the stored text": append("brief/cnn.txt"),
    "the bibliography": append("brief/books.bib"),
    "the style of the sources": append("brief/own.csl"),
    "the settings": append("briefing.toml"),
    "the settings are gone": delete("briefing.toml"),
    "a dataset of the desk's own": own_dataset,
    "the picture": append("assets/map.png"),
    "a picture of the same name comes before it": hide_the_picture,
    "the PDF": append("out/x.pdf"),
    "the PDF is gone": delete("out/x.pdf"),
    "the desk has data of its own": own_data,
    "the record is gone": lambda top: shutil.rmtree(top / "out" / ".briefing"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(workspace: Path, change: Callable[[Path], None]) -> None:
    assert is_fresh(workspace)
    change(workspace)
    assert not is_fresh(workspace)


def test_another_paper_another_folder_and_another_place_for_the_pdf_are_changes(workspace: Path) -> None:
    assert find_unchanged(request(workspace, paper="letter")) is None
    assert find_unchanged(request(workspace, out="elsewhere")) is None
    assert find_unchanged(request(workspace, folder=".")) is None


DAMAGE: list[object] = [None, [], "x", 1, {}, {"environment": 1}]


@pytest.mark.parametrize("record", DAMAGE)
def test_an_invalid_record_counts_as_a_change(workspace: Path, record: object) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    path.write_text(json.dumps(record))
    assert not is_fresh(workspace)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"\0" * 100])
def test_a_record_that_was_cut_is_a_change(workspace: Path, content: bytes) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    path.write_bytes(content)
    assert not is_fresh(workspace)


@pytest.mark.parametrize("key", ["environment", "paper", "read", "pdf", "digest"])
@pytest.mark.parametrize("value", [None, 5, "x", ["\0"], {"/": 1}])
def test_a_record_with_one_damaged_part_is_a_change(workspace: Path, key: str, value: object) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps(record | {key: value}))
    assert not is_fresh(workspace)


@pytest.mark.parametrize("value", [None, 5, {"/": 1}, ["/"]])
def test_a_record_with_a_damaged_list_of_what_was_missing_is_a_change(workspace: Path, value: object) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"missing": value}))
    assert not is_fresh(workspace)


def test_the_parameters_of_a_report_are_part_of_its_record(workspace: Path) -> None:
    for parameters in ((("a", "b"),), (("a", ""),), (("", "a"),)):
        assert find_unchanged(request(workspace, parameters=parameters)) is None


class Program:
    """A copy of this program with the typefaces it sets in, and a briefing that it built."""

    def __init__(self, top: Path) -> None:
        self.top = top
        for name in ("briefing", "templates", "assets/data", "assets/gazetteer"):
            shutil.copytree(ROOT / name, top / name, ignore=shutil.ignore_patterns("__pycache__"))
        for package in (fontpkg_fira_sans, fontpkg_ibm_plex_serif, fontpkg_ibm_plex_sans_arabic):
            shutil.copytree(package.ROOT, top / package.__name__)
        (top / "desk").mkdir()
        (top / "desk" / "briefing.toml").touch()
        write_brief(top / "desk" / "one")
        self.run("from briefing.cli import main; main()", "build", "one")

    def run(self, program: str, *words: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(self.top), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-c", program, *words]
        return subprocess.run(
            command, cwd=self.top / "desk", env=environment, capture_output=True, text=True, check=True
        ).stdout

    def is_fresh(self) -> bool:
        program = (
            "from pathlib import Path\n"
            "from briefing.build_output import BuildRequest, find_unchanged\n"
            "from briefing.workspace import Workspace\n"
            "here = Path.cwd()\n"
            "print(bool(find_unchanged(BuildRequest(here / 'one', Workspace(here), here / 'out', 'a4'))))"
        )
        return self.run(program) == "True\n"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(tmp_path_factory.mktemp("program"))


@pytest.fixture
def changed(program: Program) -> Iterator[Program]:
    """The program, put back as it was afterwards."""
    kept = program.top.parent / f"{program.top.name}-kept"
    shutil.copytree(program.top, kept)
    yield program
    shutil.rmtree(program.top)
    kept.rename(program.top)


def install(name: str, version: str) -> Callable[[Path], None]:
    """Put metadata of another version of a library before those of the installed one."""

    def change(top: Path) -> None:
        metadata = top / f"{name.replace('-', '_')}-{version}.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")

    return change


TOOL_CHANGES = {
    "the program": append("briefing/build.py"),
    "a new module": lambda top: (top / "briefing" / "new.py").touch(),
    "the page": append("templates/briefing.html.j2"),
    "its look": append("templates/print.css"),
    "set phrases": append("templates/locale/fr/LC_MESSAGES/briefing.po"),
    "a shipped style": append("templates/styles/desk.csl"),
    "the coups": append("assets/data/coups.csv"),
    "the places": append("assets/data/places.csv"),
    "the places of the world": append("assets/gazetteer/places.tsv"),
    "a typeface": append("fontpkg_fira_sans/files/FiraSans-Bold.ttf"),
    "the engine": install("weasyprint", "99.0"),
    "what draws": install("matplotlib", "99.0"),
    "the typefaces' version": install("fontpkg-ibm-plex-serif", "99.0"),
}


@pytest.mark.parametrize("change", TOOL_CHANGES.values(), ids=TOOL_CHANGES)
def test_a_change_of_the_tool_is_seen(changed: Program, change: Callable[[Path], None]) -> None:
    assert changed.is_fresh()
    change(changed.top)
    assert not changed.is_fresh()


def test_touched_files_are_no_change(changed: Program) -> None:
    for path in changed.top.rglob("*"):
        path.touch()
    install("nothing-to-do-with-it", "99.0")(changed.top)
    assert changed.is_fresh()


def test_the_libraries_of_the_system_are_a_part_of_it() -> None:
    for library in SYSTEM_LIBRARIES:
        assert re.fullmatch(r"\d+\.\d+\.\d+", system_version(library))


def test_the_program_is_a_part_of_it(workspace: Path) -> None:
    (path,) = (workspace / "out" / ".briefing").glob("*.json")
    record = json.loads(path.read_bytes())
    path.write_text(json.dumps(record | {"environment": "0" * 64}))
    assert not is_fresh(workspace)
