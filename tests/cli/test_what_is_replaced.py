"""What the options that name a file to be written replace: a file of the same kind, and nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from tests.archived import publish
from tests.briefs import BRIEF, write_brief
from tests.command import Command

WORDS = {
    "--bag": ("editions", "export", "x@1", "--bag"),
    "--pdf": ("editions", "diff", "x@1", "x@2", "--pdf"),
    "--html": ("editions", "diff", "x@1", "x@2", "--html"),
}


@pytest.fixture
def archived(tmp_path: Path, command: Command) -> Command:
    for text in ("It began.", "It goes on."):
        publish(open_archive(tmp_path / "editions"), text, marking="TLP:CLEAR")
    return command


def workbook() -> bytes:
    """A ZIP file that is no bag, as a spreadsheet is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


@pytest.mark.parametrize("option", WORDS)
def test_only_a_file_of_the_same_kind_is_replaced(tmp_path: Path, archived: Command, option: str) -> None:
    theirs = {
        "briefing.toml": b"",
        "people.csv": "name,address\nMele Fainga\u2019a,mele@desk.example\n".encode(),
        "rain.xlsx": workbook(),
        "broken.zip": b"PK\x03\x04 and no more",
        "page.html": b"<!doctype html>\n<title>The author's own</title>\n",
        "picture.png": b"\x89PNG\r\n\x1a\n",
    }
    for name, content in theirs.items():
        (tmp_path / name).write_bytes(content)
        ended = archived(*WORDS[option], name)
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 2)
        assert f"{name}: error[file-exists]: it exists and is not " in ended.err
        assert (tmp_path / name).read_bytes() == content
    (tmp_path / "link").symlink_to("people.csv")
    for name in ("link", "editions"):
        assert archived(*WORDS[option], name).code == 2
    assert (tmp_path / "link").is_symlink()
    assert archived(*WORDS[option], "new").code == 0
    written = (tmp_path / "new").read_bytes()
    assert archived(*WORDS[option], "new").code == 0
    assert (tmp_path / "new").read_bytes() == written
    for other in WORDS.keys() - {option}:
        assert archived(*WORDS[other], "new").code == 2


@pytest.mark.parametrize("option", WORDS)
@pytest.mark.parametrize("name", ["nix/j", "a/b/c/j", "people.csv/j"])
def test_no_folder_is_made_for_a_file(tmp_path: Path, archived: Command, option: str, name: str) -> None:
    (tmp_path / "people.csv").touch()
    ended = archived(*WORDS[option], name)
    assert (ended.code, ended.out) == (2, "")
    assert f"{name}: error[no-folder]: the folder for this file does not exist" in ended.err
    assert not {one.name for one in tmp_path.iterdir()} & {"nix", "a"}


@pytest.mark.parametrize(
    "where", ["editions", "editions/mail", "editions/extensions/x", "link", "briefs/../editions/y"]
)
def test_nothing_is_written_into_an_archive(tmp_path: Path, archived: Command, where: str) -> None:
    mail = '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nfrom = "Desk <desk@desk.example>"\n'
    (tmp_path / "briefing.toml").write_text(mail)
    write_brief(tmp_path / "briefs" / "y", BRIEF)
    (tmp_path / "link").symlink_to("editions")
    before = sorted((tmp_path / "editions").rglob("*"))
    for words in (
        ("send", "x@2", "--to", "a@desk.example", "--eml", where),
        ("send", "x@2", "--to", "a@desk.example", "--dry-run", "--eml", where),
        ("build", "y", "--out", where),
        ("editions", "restore", "x@1", where),
        ("editions", "site", where),
        ("editions", "export", "x@1", "--bag", f"{where}/x.zip"),
        ("editions", "diff", "x@1", "x@2", "--html", f"{where}/x.html"),
        ("editions", "diff", "x@1", "x@2", "--pdf", f"{where}/x.pdf"),
    ):
        ended = archived(*words)
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (2, "", 2), (words, ended.err)
        assert "error[in-archive]: it is in the archive editions, which holds editions and nothing else" in ended.err
    assert sorted((tmp_path / "editions").rglob("*")) == before
    assert not list(tmp_path.glob("editions.ledger*"))
    assert not (tmp_path / "out").exists()
    assert archived("editions", "site", "editions-2").code == 0
