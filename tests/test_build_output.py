"""A PDF belongs to one folder: another with the same id is refused, and a folder that was moved is not another."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.build_output import other_owner, write_owner
from tests.briefs import BRIEF, write_brief
from tests.command import Command


@pytest.fixture
def desk(command: Command) -> Command:
    """A workspace with one briefing, built, and a copy of its folder."""
    write_brief(command.folder / "first")
    assert command("build", "first").code == 0
    write_brief(command.folder / "copy", BRIEF.replace("One sentence.", "Another sentence."))
    return command


@pytest.mark.parametrize("words", [(), ("--force",), ("--jobs", "2"), ("--draft",)], ids=" ".join)
def test_a_copy_with_the_same_id_does_not_replace_the_first(desk: Command, words: tuple[str, ...]) -> None:
    desk("build", "first", *words)
    before = {pdf: pdf.read_bytes() for pdf in (desk.folder / "out").glob("*.pdf")}
    ended = desk("build", "copy", *words)
    assert (ended.code, ended.out) == (3, "")
    assert 'copy/briefing.yaml: error[duplicate-id]: first has the id "x" too' in ended.err
    assert {pdf: pdf.read_bytes() for pdf in (desk.folder / "out").glob("*.pdf")} == before
    assert desk("build", "first", "--force", *words).code == 0


def test_a_folder_that_was_moved_is_still_the_owner(desk: Command) -> None:
    (desk.folder / "first").rename(desk.folder / "moved")
    assert desk("build", "moved").code == 0
    assert desk("build", "moved", "--force").code == 0
    assert desk("build", "copy").code == 3


def test_a_folder_that_has_another_id_now_is_no_owner(desk: Command) -> None:
    write_brief(desk.folder / "first", BRIEF.replace("id: x", "id: y"))
    assert desk("build", "copy").code == 0
    assert desk("build", "first").code == 0


@pytest.mark.parametrize("text", ["", "- a", "id: [", "id: {x: y}", "\0"])
def test_a_folder_that_cannot_be_read_is_no_owner(desk: Command, text: str) -> None:
    (desk.folder / "first" / "briefing.yaml").write_text(text)
    assert desk("build", "copy").code == 0


def test_where_the_pdf_was_deleted_the_next_becomes_its_owner(desk: Command) -> None:
    hint = desk("build", "copy").err.splitlines()[-1]
    assert hint.endswith("delete out/x.pdf first")
    (desk.folder / "out" / "x.pdf").unlink()
    assert desk("build", "copy").code == 0
    assert desk("build", "first").code == 3


def test_other_rows_of_the_same_matrix_are_the_same_owner(command: Command) -> None:
    write_brief(command.folder / "one", BRIEF.replace("id: x", "id: '{a}'").replace("A title", "{b}"))
    matrix = command.folder / "m.csv"
    for words in ("x,One title", "x,Another title"):
        matrix.write_text(f"a,b\n{words}\n")
        assert command("build", "one", "--matrix", "m.csv").code == 0
    write_brief(command.folder / "two")
    ended = command("build", "two")
    assert ended.code == 3
    assert 'one has the id "x" too' in ended.err


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b"{}", b'{"folder": 5, "parameters": 5}', b"\xff"])
def test_a_damaged_owner_record_is_ignored(tmp_path: Path, note: bytes) -> None:
    pdf = tmp_path / "x.pdf"
    pdf.touch()
    first = write_brief(tmp_path / "first")
    write_owner(pdf, first, ())
    assert other_owner(pdf, tmp_path / "second", "x") == first
    assert other_owner(pdf, first, "x") is None
    (tmp_path / ".briefing" / "x.pdf.owner").write_bytes(note)
    assert other_owner(pdf, tmp_path / "second", "x") is None
