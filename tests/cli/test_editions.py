"""Editions by the command line: publish, list, compare, restore, rebuild, verify, withdraw."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from briefing.archive.archive import Notice, open_archive
from briefing.archive.rebuild import rebuild_edition
from tests.archived import assert_valid_ocfl, faults
from tests.briefs import BRIEF
from tests.command import run_command

COMMAND = (sys.executable, "-m", "briefing")
EXAMPLE = Path(__file__).parents[2] / "assets" / "briefs" / "niger-2023"
EDITS = (
    ("whereabouts are unknown. [@cnn para. 5]", "whereabouts are still unknown. [@cnn para. 5]"),
    ("    likelihood: likely\n", "    likelihood: highly likely\n"),
    ("phone: +00 000 0100", "phone: +00 000 0101"),
)


@dataclass(frozen=True)
class WorkspaceCommand:
    """A workspace, and the command run in it."""

    folder: Path

    def call(self, *words: str | Path, code: int = 0) -> str:
        """Return what the command prints, which is run in the test's own process: that saves its imports."""
        ended = run_command(self.folder, *words)
        return self._checked(code, ended.code, ended.out, ended.err)

    def call_process(self, *words: str, code: int = 0, **environment: str) -> str:
        """Return what the command prints, which is run in a process of its own."""
        done = subprocess.run(
            [*COMMAND, *words],
            cwd=self.folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return self._checked(code, done.returncode, done.stdout, done.stderr)

    def _checked(self, code: int, returned: int, out: str, err: str) -> str:
        assert returned == code, out + err
        assert "Traceback" not in err
        return out if code == 0 else out + err

    def edit(self, *edits: tuple[str, str]) -> None:
        path = self.folder / "niger" / "briefing.yaml"
        text = path.read_text(encoding="utf-8")
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")


def new_workspace(folder: Path) -> WorkspaceCommand:
    folder.mkdir()
    shutil.copytree(EXAMPLE, folder / "niger")
    (folder / "briefing.toml").write_text('[archive]\npath = "kept"\n')
    return WorkspaceCommand(folder)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> WorkspaceCommand:
    """Two editions of the worked example; read only."""
    made = new_workspace(tmp_path_factory.mktemp("published") / "room")
    assert "niger-2023@1: published" in made.call_process("publish", "--yes", "niger")
    made.edit(*EDITS)
    output = made.call_process("publish", "--yes", "niger", "--note", "The second day")
    assert re.search(
        r"niger-2023@2: published, \d pages, 2 material changes, PDF: out/niger-2023-edition-2.pdf", output
    )
    made.call("build", "niger")
    return made


@pytest.fixture
def other(published: WorkspaceCommand, tmp_path: Path) -> WorkspaceCommand:
    """A copy of `published` that tests may change."""
    shutil.copytree(published.folder, tmp_path / "room")
    return WorkspaceCommand(tmp_path / "room")


def test_other_programs_can_read_the_archive(published: WorkspaceCommand) -> None:
    archive = open_archive(published.folder / "kept")
    assert not faults(archive)
    assert_valid_ocfl(archive.root)


def test_an_edition_prints_its_number_its_date_and_what_is_new(
    published: WorkspaceCommand, verapdf: Callable[[Path], dict[str, list[str]]]
) -> None:
    archive = open_archive(published.folder / "kept")
    second = archive.edition("niger-2023", 2)
    html = second.html
    day = f"{second.published:%Y, %H:%M} UTC"
    assert "<span>Edition 2</span><br>" in html
    assert day in html
    assert "<b>Since edition 1</b>" in html
    assert html.count('class="changed"') == 2
    assert "Since edition" not in archive.edition("niger-2023", 1).html
    path = published.folder / "out" / "niger-2023-edition-2.pdf"
    assert path.read_bytes() == second.pdf
    assert verapdf(path) == {}
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == second.manifest.pages
        assert re.search(r"NIGER-2023@2(-[0-9A-F]{4}){3}", str(pdf.docinfo["/Keywords"]))
        for page in range(1, len(pdf.pages) + 1):
            assert f"Edition 2 · {second.published:%-d %B} {day}" in words_of_page(path, page)
        # Page one still holds all that belongs there: page two begins with the actors.
        assert "Key actors" in words_of_page(path, 2)


def words_of_page(path: Path, number: int) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        text = page.get_textpage()
        try:
            return str(text.get_text_bounded())
        finally:
            text.close()
            page.close()


def test_a_draft_has_no_number(published: WorkspaceCommand) -> None:
    assert "Edition" not in words_of_page(published.folder / "out" / "niger-2023.pdf", 1)


def test_an_unchanged_briefing_is_not_published_again(published: WorkspaceCommand) -> None:
    output = published.call("publish", "--yes", "niger")
    assert output == "niger-2023@2: nothing has changed since it was published; no edition was added\n"
    assert json.loads(published.call("publish", "--yes", "niger", "--json"))["unchanged"] is True


def test_editions_are_listed(published: WorkspaceCommand) -> None:
    lines = published.call("editions", "list").splitlines()
    assert [re.split(r"\s{2,}", line)[::2] for line in lines] == [
        ["niger-2023@1", "superseded", "TLP:CLEAR"],
        ["niger-2023@2", "current", "TLP:CLEAR"],
    ]
    assert "The second day" in lines[1]
    objects = json.loads(published.call("editions", "list", "niger-2023", "--json"))
    assert [(one["number"], one["status"], one["note"]) for one in objects] == [
        (1, "superseded", ""),
        (2, "current", "The second day"),
    ]
    assert json.loads(published.call("editions", "list", "--json")) == objects


def test_an_edition_is_shown(published: WorkspaceCommand) -> None:
    output = published.call("editions", "show", "niger-2023")
    assert "niger-2023@2" in output
    assert "Changed judgement, “" in output
    assert ", likelihood: likely → highly likely\n" in output
    manifest = json.loads(published.call("editions", "show", "niger-2023@1", "--json"))
    assert (manifest["number"], manifest["status"], manifest["since"]) == (1, "superseded", None)
    assert {"briefing", "python", "weasyprint", "pango"} <= manifest["made_with"].keys()
    assert manifest["fonts"]
    assert manifest["options"] == {"paper": "a4"}
    assert [check["code"] for check in manifest["checks"]]


def test_editions_are_compared(published: WorkspaceCommand) -> None:
    pair = ("niger-2023@1", "niger-2023@2")
    output = published.call("editions", "diff", *pair)
    assert "{+still+} " in output
    assert "Smaller changes:\nChanged contact: " in output
    changes = json.loads(published.call("editions", "diff", *pair, "--json"))
    assert [one["line"] for one in changes] == [line for line in output.splitlines() if not line.endswith(":")]
    assert [(one["part"], one["aspect"], one["material"]) for one in changes] == [
        ("summary", "", True),
        ("assessment", "likelihood", True),
        ("contact", "", False),
    ]
    published.call("editions", "diff", *pair, "--html", "d.html", "--pdf", "d.pdf")
    html = (published.folder / "d.html").read_text(encoding="utf-8")
    assert "[+still]</ins> " in html
    assert "<p>was <del>likely</del>, now <ins>" in html.replace(' class="redline"', "")
    assert "<link" not in html
    assert (published.folder / "d.pdf").read_bytes().startswith(b"%PDF")
    assert published.call("editions", "diff", pair[0], pair[0]) == f"{pair[0]} and {pair[0]} say the same\n"


def files(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_is_restored_as_it_was(published: WorkspaceCommand, tmp_path: Path) -> None:
    published.call("editions", "restore", "niger-2023@1", tmp_path / "first")
    read = {name: content for name, content in files(EXAMPLE).items() if name in files(tmp_path / "first")}
    assert files(tmp_path / "first") == read
    assert {"briefing.yaml", "reactions.csv"} <= read.keys()
    assert "not-empty" in published.call("editions", "restore", "niger-2023@2", tmp_path / "first", code=2)


def test_every_edition_is_rebuilt_with_the_same_bytes(published: WorkspaceCommand) -> None:
    for number in (1, 2):
        output = published.call_process(
            "editions", "rebuild", f"niger-2023@{number}", TZ="Asia/Tokyo", PYTHONHASHSEED="7"
        )
        assert output == f"niger-2023@{number}: the same bytes\n"


def test_a_rebuild_that_differs_says_why(published: WorkspaceCommand) -> None:
    edition = open_archive(published.folder / "kept").edition("niger-2023", 2)
    older = {**edition.manifest.made_with, "weasyprint": "69.0"}
    again = rebuild_edition(
        replace(edition, manifest=replace(edition.manifest, title="", made_with=older)), lambda _: None
    )
    assert again.differing == ()
    assert "weasyprint: 69.0 then, 70.0 now" in again.causes
    otherwise = rebuild_edition(replace(edition, manifest=replace(edition.manifest, number=7)), lambda _: None)
    assert "niger-2023.pdf" in otherwise.differing


@pytest.mark.parametrize("name", ["niger-2023.pdf", "page/index.html", "dc.xml", "source/brief/briefing.yaml"])
def test_no_rebuild_vouches_for_a_damaged_file(name: str, other: WorkspaceCommand) -> None:
    path = next((other.folder / "kept").rglob(f"v1/content/{name}"))
    path.write_bytes(path.read_bytes()[:-1])
    output = other.call("editions", "rebuild", "niger-2023@1", code=6)
    assert output.startswith(f"{path}: error[archive-damaged]: is not as it was stored")


def test_verify_reports_faults_of_the_archive(other: WorkspaceCommand) -> None:
    assert other.call("editions", "verify") == "1 briefing verified: no faults\n"
    assert other.call("editions", "verify", "--since", "1h") == "0 briefings verified, 1 skipped: no faults\n"
    assert "bad-time" in other.call("editions", "verify", "--since", "soon", code=2)
    path = next((other.folder / "kept").rglob("v1/content/niger-2023.pdf"))
    path.write_bytes(path.read_bytes()[:-1])
    assert other.call("editions", "verify", "--quick") == "1 briefing verified: no faults\n"
    output = other.call("editions", "verify", "niger-2023", code=6)
    assert f"{path.relative_to(other.folder / 'kept')}: error[E092]" in output
    assert "1 fault" in output
    assert other.call("editions", "verify", "--since", "1h", code=6) == output


def test_a_withdrawn_edition_is_marked_everywhere(other: WorkspaceCommand) -> None:
    assert "no-reason" in other.call("editions", "withdraw", "niger-2023@2", "--reason", " ", code=2)
    output = other.call("editions", "withdraw", "niger-2023@2", "--reason", "Wrong figures", "--replaced-by", "1")
    assert output.splitlines()[0] == "niger-2023@2: withdrawn; niger-2023@1 replaces it"
    listed = other.call("editions", "list")
    assert re.search(r"@1 .* current", listed)
    assert re.search(r"@2 .* withdrawn, see @1 .* Wrong figures", listed)
    assert "Wrong figures" in other.call("editions", "show", "niger-2023@2")
    assert "WITHDRAWN: Wrong figures" in other.call("verify", "out/niger-2023-edition-2.pdf", code=10)
    assert "current edition" in other.call("verify", "out/niger-2023-edition-1.pdf")
    assert "already-withdrawn" in other.call("editions", "withdraw", "niger-2023@2", "--reason", "again", code=6)
    other.edit(("Niger: army command", "Niger: the army command"))
    assert "niger-2023@3: published" in other.call("publish", "--yes", "niger", "--minor")
    assert_valid_ocfl(other.folder / "kept")


def test_a_minor_edition_keeps_the_date_of_the_last_material_change(other: WorkspaceCommand) -> None:
    other.edit(("phone: +00 000 0101", "phone: +00 000 0102"))
    published = json.loads(other.call("publish", "--yes", "niger", "--minor", "--json"))
    assert not any(warning["code"] == "minor-edition" for warning in published["warnings"])
    second, third = (json.loads(other.call("editions", "show", f"niger-2023@{n}", "--json")) for n in (2, 3))
    assert third["changed"] == second["published"] == second["changed"]
    assert third["published"] > second["published"]
    html = open_archive(other.folder / "kept").edition("niger-2023").html
    assert "Small corrections only" in html
    assert "last material change" in html
    other.edit(("still unknown", "known"))
    published = json.loads(other.call("publish", "--yes", "niger", "--minor", "--json"))
    assert any(warning["code"] == "minor-edition" for warning in published["warnings"])


def test_lists_and_catalogues_are_limited_to_a_marking(other: WorkspaceCommand) -> None:
    other.edit(("marking: TLP:CLEAR", "marking: TLP:RED"))
    other.call("publish", "--yes", "niger")
    assert other.call("editions", "list").count("\n") == 3
    assert "TLP:RED" not in other.call("editions", "list", "--up-to", "TLP:AMBER+STRICT")
    assert json.loads(other.call("editions", "list", "niger-2023@3", "--up-to", "TLP:GREEN", "--json")) == []
    assert other.call("editions", "list", "niger-2023@3", "--up-to", "SECRET").startswith("none of them may be shown")
    output = other.call("editions", "site", "room")
    assert output == (
        "room/index.html: 2 editions, 1 left out that may not be shown up to TLP:CLEAR; add --up-to MARKING to show more\n"
    )
    assert "TLP:RED" not in "".join(page.read_text() for page in (other.folder / "room").rglob("*.html"))
    assert "3 editions\n" in other.call("editions", "site", "room", "--up-to", "OFFICIAL", "--up-to", "TLP:RED")
    assert (other.folder / "room" / "niger-2023" / "niger-2023-edition-3.pdf").is_file()
    other.call("editions", "site", "room")
    assert not (other.folder / "room" / "niger-2023" / "niger-2023-edition-3.pdf").exists()
    # It quotes both editions, so it has the higher of their markings.
    other.call("editions", "diff", "niger-2023@3", "niger-2023@1", "--pdf", "d.pdf", "--html", "d.html")
    assert '<p class="marking">TLP:RED</p>' in (other.folder / "d.html").read_text(encoding="utf-8")
    with pikepdf.open(other.folder / "d.pdf") as pdf:
        pages = len(pdf.pages)
    for number in range(1, pages + 1):
        assert words_of_page(other.folder / "d.pdf", number).count("TLP:RED") >= 2


def test_a_workspaces_own_marking_is_known_and_not_public(tmp_path: Path) -> None:
    made = new_workspace(tmp_path / "room")
    settings = '[archive]\npath = "kept"\n[marking]\nscheme = "MAE"\nmarkings = ["OUVERT", "INTERNE"]\n'
    (made.folder / "briefing.toml").write_text(settings)
    made.edit(("marking: TLP:CLEAR", "marking: OUVERT"))
    made.call("publish", "--yes", "niger")
    assert "0 editions, 1 left out" in made.call("editions", "site", "room")
    assert "1 edition\n" in made.call("editions", "site", "room", "--up-to", "INTERNE")
    assert "bad-marking" in made.call("editions", "site", "room", "--up-to", "SECRÈT", code=2)
    assert "bad-marking" in made.call("editions", "list", "--up-to", "OUVERT", "--up-to", "INTERNE", code=2)
    (made.folder / "briefing.toml").write_text('[archive]\npath = "kept"\n')
    assert "0 editions, 1 left out" in made.call("editions", "site", "room", "--up-to", "TLP:RED")


def test_a_withdrawn_edition_is_not_called_current_when_published_again(other: WorkspaceCommand) -> None:
    other.call("editions", "withdraw", "niger-2023@2", "--reason", "Wrong\nfigures")
    (other.folder / "out" / "niger-2023-edition-2.pdf").unlink()
    output = other.call("publish", "--yes", "niger")
    assert re.fullmatch(
        r"niger-2023@2: it was withdrawn on [-\d]{10}, and nothing has changed since; no edition was added\n", output
    )
    assert json.loads(other.call("publish", "--yes", "niger", "--json"))["status"] == "withdrawn"
    assert not (other.folder / "out" / "niger-2023-edition-2.pdf").exists()
    assert other.call("editions", "list").count("\n") == 2
    other.edit(("Niger: army command", "Niger: the army command"))
    assert "not compared with the one before" in other.call("publish", "--yes", "niger")


@pytest.mark.parametrize("note", ["x" * 1001, "\x1b[31mred", "turned \u202e round"])
def test_notes_and_reasons_are_one_printable_line(note: str, published: WorkspaceCommand) -> None:
    assert "bad-remark" in published.call("publish", "--yes", "niger", "--note", note, code=2)
    assert "bad-remark" in published.call("editions", "withdraw", "niger-2023@1", "--reason", note, code=2)


def test_stored_notes_cannot_control_the_terminal(other: WorkspaceCommand) -> None:
    archive = open_archive(other.folder / "kept")
    reason = "one\ntwo \x1b[31m " + "long " * 100
    archive.withdraw("niger-2023", Notice(1, datetime(2025, 1, 1, tzinfo=UTC), reason, "desk", None))
    lines = other.call("editions", "list").splitlines()
    assert len(lines) == 2
    assert len(lines[0]) < 200
    shown = other.call("editions", "show", "niger-2023@1")
    verified = other.call("verify", "out/niger-2023-edition-1.pdf", code=10)
    assert not any("\x1b" in output or "one\ntwo" in output for output in (*lines, shown, verified))


def test_an_edition_whose_pdf_cannot_be_written_is_published_all_the_same(other: WorkspaceCommand) -> None:
    shutil.rmtree(other.folder / "out")
    (other.folder / "out").write_text("a file")
    other.edit(("Niger: army command", "Niger: the army command"))
    output = other.call("publish", "--yes", "niger", code=6)
    assert "niger-2023@3: published" in output
    assert "error[not-handed-out]" in output
    (other.folder / "out").unlink()
    assert "no edition was added" in other.call("publish", "--yes", "niger")
    assert "current edition" in other.call("verify", "out/niger-2023-edition-3.pdf")


def test_verify_reports_faults_even_where_the_check_cannot_be_recorded(other: WorkspaceCommand) -> None:
    checks = other.folder / "kept" / "extensions" / "briefing" / "checks"
    shutil.rmtree(checks, ignore_errors=True)
    checks.write_text("a file")
    assert other.call("editions", "verify") == "1 briefing verified: no faults\n"
    next((other.folder / "kept").rglob("v1/content/niger-2023.pdf")).write_bytes(b"")
    output = other.call("editions", "verify", code=6)
    assert "error[E092]" in output
    assert "warning[not-recorded]" in output


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("editions", "list", "niger-2023@9", "--archive", "nowhere"), 6, "no-edition"),
        (("editions", "verify", "niger-2023", "nowhere"), 6, "there is no nowhere in the archive"),
        (("editions", "site", "niger"), 2, "not-empty"),
        (("verify", "out/niger-2023-edition-2.pdf", "--archive", "nowhere"), 2, "no-archive"),
        (("editions", "show", "nowhere"), 6, "no-edition"),
        (("editions", "show", "niger-2023@9"), 6, "it has editions 1 to 2"),
        (("editions", "restore", "niger-2023", "x"), 2, "bad-name"),
        (("editions", "list", "--archive", "niger"), 6, "not-an-archive"),
        (("publish", "--yes", "nowhere"), 2, "no-briefing"),
        (("publish", "--yes", "niger", "--sign"), 2, "no-identity"),
        (("verify", "niger/briefing.yaml"), 2, "no-pdf"),
        (("verify", "nowhere.pdf"), 2, "no-file"),
        (("verify", "out/niger-2023-edition-1.pdf"), 9, "superseded"),
        (("verify", "out/niger-2023.pdf"), 11, "names no edition"),
    ],
)
def test_impossible_requests_are_refused(
    words: tuple[str, ...], code: int, expected: str, published: WorkspaceCommand
) -> None:
    assert expected in published.call(*words, code=code)


def test_the_archive_can_be_elsewhere(published: WorkspaceCommand, tmp_path: Path) -> None:
    assert published.call("editions", "list", "--archive", tmp_path / "new").startswith("there are no editions yet")
    listed = published.call_process("editions", "list", BRIEFING_ARCHIVE=str(tmp_path / "new"))
    assert listed.startswith("there are no editions yet")
    assert not (tmp_path / "new").exists()


def test_faulty_settings_are_refused(tmp_path: Path) -> None:
    made = new_workspace(tmp_path / "room")
    (made.folder / "briefing.toml").write_text('[archive]\nfolder = "x"\n[sign]\nlevel = "B-C"\npkcs12 = 1\n')
    output = made.call("editions", "list", code=2)
    assert 'briefing.toml:2: error[bad-settings]: "folder" is not a setting known in [archive]' in output
    assert 'briefing.toml:4: error[bad-settings]: "level" cannot be "B-C"' in output
    assert "briefing.toml:5: error[bad-settings]" in output
    (made.folder / "briefing.toml").write_text("[archive\n")
    assert "briefing.toml:1:9: error[bad-settings]" in made.call("editions", "list", code=2)


def test_all_files_of_a_briefing_are_archived_and_build_again(tmp_path: Path) -> None:
    """A brief with a source text and a table in its folder, and a picture in the workspace's assets."""
    made = WorkspaceCommand(tmp_path / "room")
    folder = made.folder / "briefs" / "x"
    (folder / "sources").mkdir(parents=True)
    (made.folder / "assets").mkdir()
    (made.folder / "briefing.toml").touch()
    text = b"The guard took the palace on Monday.\n"
    (folder / "sources" / "a.txt").write_bytes(text)
    Image.new("RGB", (40, 20), "grey").save(made.folder / "assets" / "map.png")
    (folder / "t.csv").write_text("when,what,source\n2023-07-24,The guard took the palace.,a para. 1\n")
    brief = BRIEF.replace(
        "gaps:",
        f"timeline: t.csv\nsections:\n  - title: Map\n    text: '![A grey map](map.png)'\nsources:\n"
        f"  - {{id: a, publisher: A, title: Report, text: sources/a.txt, sha256: {sha256(text).hexdigest()}}}\ngaps:",
    )
    (folder / "briefing.yaml").write_text(brief)
    made.call("publish", "--yes", "briefs/x")
    edition = open_archive(made.folder / "editions").edition("x")
    assert edition.names("source/brief/") == [
        f"source/brief/{name}" for name in ("briefing.yaml", "map.png", "sources/a.txt", "t.csv")
    ]
    assert made.call("editions", "rebuild", "x@1") == "x@1: the same bytes\n"
    made.call("editions", "restore", "x@1", tmp_path / "again")
    assert (tmp_path / "again" / "sources" / "a.txt").read_bytes() == text
    # A change to any of them makes another edition.
    Image.new("RGB", (40, 20), "white").save(made.folder / "assets" / "map.png")
    assert "x@2: published" in made.call("publish", "--yes", "briefs/x")
    assert made.call("editions", "rebuild", "x@1") == "x@1: the same bytes\n"
