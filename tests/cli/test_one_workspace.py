"""One workspace and one archive, wherever the command is called, and whatever way leads there."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.archived import publish
from tests.briefs import BRIEF, write_brief
from tests.command import Command

HARBOUR = BRIEF.replace("id: x", "id: harbour")


@pytest.fixture
def empty(command: Command) -> Command:
    """The command in an empty folder that is in no workspace."""
    (command.folder / "briefing.toml").unlink()
    return command


def test_new_makes_a_workspace_of_the_current_folder_once(empty: Command) -> None:
    first = empty("new", "port-strike")
    assert first.out.splitlines() == [
        "briefing.toml: this folder is a workspace now",
        "briefs/port-strike/briefing.yaml: edit it, then: briefing build briefs/port-strike",
    ]
    second = empty("new", "border-talks", at="briefs/port-strike")
    folder = empty.folder / "briefs" / "border-talks"
    assert second.out == f"{folder}/briefing.yaml: edit it, then: briefing build {folder}\n"
    assert sorted(path.name for path in empty.folder.rglob("briefing.*")) == ["briefing.toml", *["briefing.yaml"] * 2]


@pytest.mark.parametrize("name", ["Not An Id", "..", "a/b"])
def test_a_name_that_is_refused_makes_no_workspace(empty: Command, name: str) -> None:
    assert empty("new", name).code == 2
    assert list(empty.folder.iterdir()) == []


def test_pdf_and_archive_are_in_the_same_place_from_every_folder(command: Command) -> None:
    top = command.folder / "the desk"
    folder = write_brief(top / "briefs" / "harbour", HARBOUR)
    (folder / "sources").mkdir()
    (top / "briefing.toml").touch()
    (command.folder / "briefing.toml").unlink()
    (command.folder / "link").symlink_to(top)
    calls = [
        ("the desk", "briefs/harbour"),
        ("the desk", "harbour"),
        ("the desk/briefs", "harbour"),
        ("the desk/briefs/harbour", "."),
        ("the desk/briefs/harbour/sources", ".."),
        (".", "the desk/briefs/harbour"),
        ("link/briefs", "harbour/briefing.yaml"),
        (".", "link/briefs/harbour"),
    ]
    for at, path in calls:
        ended = command("build", path, "--json", at=at)
        assert (ended.code, json.loads(ended.out)["pdf"]) == (0, str(top / "out" / "harbour.pdf")), (at, path)
    publish_at(command, *calls[0], text="Since noon.")
    for number, (at, path) in enumerate(calls[3:6], start=2):
        publish_at(command, at, path, text=f"Changed {number} times.", number=number)
    for at in ("the desk", "the desk/briefs/harbour/sources", "link/briefs"):
        assert len(command("editions", "list", at=at).out.splitlines()) == 4
    assert sorted(path.name for path in command.folder.rglob("editions")) == ["editions"]
    assert sorted(path.name for path in command.folder.rglob("out")) == ["out"]


@pytest.mark.parametrize("words", [("build",), ("check",), ("publish", "--yes")])
def test_a_link_out_of_the_workspace_is_none_of_its_briefings(words: tuple[str, ...], command: Command) -> None:
    (command.folder / "briefing.toml").unlink()
    elsewhere = write_brief(command.folder / "elsewhere" / "x", HARBOUR)
    top = command.folder / "desk"
    inner = write_brief(top / "own", HARBOUR)
    write_brief(top / "work" / "port", HARBOUR)
    (top / "briefs").mkdir()
    (top / "briefs" / "port").symlink_to("../work/port")
    (top / "briefs" / "lie").symlink_to(elsewhere)
    (top / "briefing.toml").touch()
    (inner / "briefing.toml").touch()
    told = (
        f"briefs/lie: {{}}[no-workspace]: is a link out of the workspace, to {elsewhere}, and so does not belong to it"
    )
    listed = command("status", at="desk")
    assert listed.code == 0
    assert [line.split()[0] for line in listed.out.splitlines()] == ["briefing", "work/port"]
    assert told.format("warning") in listed.err
    assert f"own: warning[no-workspace]: belongs to another workspace, {inner}" in listed.err
    refused = command(*words, "lie", at="desk")
    assert refused.code == 2
    assert told.format("error") in refused.err
    assert "replace the link by the folder itself" in refused.err
    assert "touch" not in refused.err
    by_path = command(*words, "briefs/lie", at="desk")
    # What needs no workspace makes do with the current one, as with any folder outside.
    assert by_path.code == (2 if "publish" in words else 0)
    assert (told.format("error") in by_path.err) == ("publish" in words)
    assert sorted(path.parent.name for path in command.folder.rglob("briefing.toml")) == ["desk", "own"]


def publish_at(command: Command, at: str, path: str, *, text: str, number: int = 1) -> None:
    folder = command.folder / at / path
    write_brief(folder, HARBOUR.replace("One sentence.", text))
    ended = command("publish", "--yes", path, "--json", at=at)
    assert (ended.code, json.loads(ended.out)["number"]) == (0, number), ended.err


def earlier_archive(folder: Path) -> None:
    from briefing.archive.archive import open_archive

    for number in range(3):
        publish(open_archive(folder / "editions"), f"It began {number}.", "harbour", marking="TLP:CLEAR")


@pytest.mark.parametrize("where", ["briefs/harbour", "briefs", ".."])
def test_a_second_archive_with_the_same_id_is_refused_with_both_places(command: Command, where: str) -> None:
    top = command.folder / "desk"
    write_brief(top / "briefs" / "harbour", HARBOUR)
    (top / "briefing.toml").touch()
    earlier = (top / where).resolve()
    earlier_archive(earlier)
    refused = command("publish", "--yes", "harbour", at="desk")
    assert refused.code == 6
    assert "briefs/harbour: error[two-archives]: " in refused.err
    shown = "briefs/harbour/editions" if where == "briefs/harbour" else str(earlier / "editions")
    shown = "briefs/editions" if where == "briefs" else shown
    assert (
        f"{shown} has editions of harbour already, the last of them harbour@3; this would publish to editions"
        in refused.err
    )
    assert not (top / "editions").exists()
    assert f"briefing publish briefs/harbour --archive {shown}" in refused.err
    gone_on = command("publish", "--yes", "harbour", "--archive", shown, "--json", at="desk")
    assert json.loads(gone_on.out)["number"] == 4
    assert len(command("editions", "list", "--archive", shown, at="desk").out.splitlines()) == 4
    # Named in the settings, it is the archive of the workspace.
    (top / "briefing.toml").write_text(f'[archive]\npath = "{earlier}/editions"\n')
    assert json.loads(command("publish", "--yes", "harbour", "--json", at="desk/briefs").out)["unchanged"] is True


def test_an_archive_of_a_workspace_above_counts_and_one_with_other_ids_does_not(command: Command) -> None:
    (command.folder / "briefing.toml").write_text('[archive]\npath = "published"\n')
    folder = write_brief(command.folder / "inner" / "harbour", HARBOUR)
    (command.folder / "inner" / "briefing.toml").touch()
    earlier_archive(command.folder)
    shutil.move(command.folder / "editions", command.folder / "published")
    refused = command("publish", "--yes", ".", at="inner/harbour")
    assert f"{command.folder}/published has editions of harbour already" in refused.err
    write_brief(folder, HARBOUR.replace("id: harbour", "id: other"))
    assert command("publish", "--yes", "inner/harbour").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("publish", "--yes", "harbour"),
        ("editions", "list"),
        ("editions", "withdraw", "harbour@1", "--reason", "x"),
        ("ledger", "harbour"),
        ("send", "harbour@1", "--to", "a@desk.example"),
        ("data", "import", "coups.csv"),
    ],
)
def test_nothing_is_stored_or_looked_up_outside_of_a_workspace(empty: Command, words: tuple[str, ...]) -> None:
    write_brief(empty.folder / "harbour", HARBOUR)
    before = sorted(empty.folder.rglob("*"))
    ended = empty(*words)
    assert (ended.code, ended.out) == (2, "")
    assert "error[no-workspace]" in ended.err
    assert ended.err.endswith(": touch briefing.toml\n")
    assert sorted(empty.folder.rglob("*")) == before


def test_faults_of_the_settings_name_the_file_that_is_meant(command: Command) -> None:
    folder = write_brief(command.folder / "briefs" / "harbour", HARBOUR)
    settings = command.folder / "briefing.toml"
    for text, words in (
        ("[archiv]\npath = 3\n[archive]\npath = 3\n", ("publish", "--yes", ".")),
        ("[mail]\nhost = '!'\n", ("send", "harbour", "--to", "a@desk.example")),
        ("[marking]\nscheme = 'S'\n", ("editions", "list", "--up-to", "TLP:RED")),
        ("[archive\n", ("build", ".")),
    ):
        settings.write_text(text)
        if "mail" in text:
            earlier_archive(command.folder)
        ended = command(*words, at="briefs/harbour")
        assert f"{settings}:" in ended.err, ended.err
        above = command(*(str(folder) if word == "." else word for word in words))
        assert "\nbriefing.toml:" in f"\n{above.err}"


def test_a_briefing_whose_object_was_removed_or_went_back_is_damaged_for_every_command(command: Command) -> None:
    (command.folder / "briefing.toml").touch()
    for number in (1, 2):
        publish_at(command, ".", "briefs/harbour", text=f"Changed {number} times.", number=number)
    mail = '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nfrom = "Desk <desk@desk.example>"\nretries = 0\n'
    (command.folder / "briefing.toml").write_text(mail)
    printed = {path: path.read_bytes() for path in (command.folder / "out").glob("*.pdf")}
    received = str(command.folder / "out" / "harbour-edition-1.pdf")
    (found,) = (command.folder / "editions").glob("*/*/*/briefing*")
    for name in ("inventory.json", "inventory.json.sha512"):
        shutil.copy(found / "v1" / name, found / name)
    shutil.rmtree(found / "v2")
    for message in (
        "the object ends with v1, though the ledger says that v2 was stored",
        "the whole object is missing",
    ):
        for words in (
            ("publish", "--yes", "harbour"),
            ("status",),
            ("editions", "list"),
            ("editions", "list", "harbour"),
            ("verify", received),
            ("send", "harbour@1", "--to", "desk@desk.example"),
            ("send", "harbour", "--to", "desk@desk.example", "--dry-run"),
            ("send", "harbour@1", "--to", "desk@desk.example", "--eml", "mail"),
            ("ledger", "harbour@1"),
        ):
            ended = command(*words)
            assert (ended.code, message in ended.err) == (6, True), (words, ended.out, ended.err)
            assert not {"draft", "unaltered"} & set(ended.out.replace(",", "").split()), ended.out
        assert not list(command.folder.glob("editions.ledger*"))
        shutil.rmtree(found, ignore_errors=True)
    assert {path: path.read_bytes() for path in (command.folder / "out").glob("*.pdf")} == printed


def test_a_named_archive_that_knows_less_of_the_briefing_than_the_workspace_is_refused(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (command.folder / "briefing.toml").touch()
    for number in (1, 2):
        publish_at(command, ".", "briefs/harbour", text=f"Changed {number} times.", number=number)
    first = command.folder / "out" / "harbour-edition-1.pdf"
    printed = first.read_bytes()
    write_brief(command.folder / "briefs" / "harbour", HARBOUR.replace("One sentence.", "All is new."))
    refused = command("publish", "--yes", "harbour", "--archive", "elsewhere")
    assert (refused.code, "error[two-archives]: editions has editions of harbour" in refused.err) == (6, True)
    with monkeypatch.context() as environment:
        environment.setenv("BRIEFING_ARCHIVE", str(command.folder / "elsewhere"))
        assert "two-archives" in command("publish", "--yes", "harbour").err
    assert not (command.folder / "elsewhere").exists()
    # As many editions as in the workspace are enough, one less is not.
    earlier_archive(command.folder / "ahead")
    shutil.copytree(command.folder / "editions", command.folder / "copy")
    assert command("publish", "--yes", "harbour", "--archive", "ahead/editions", "--json").code == 0
    assert command("publish", "--yes", "harbour").code == 0
    gone_on = command("publish", "--yes", "harbour", "--archive", "copy")
    assert (gone_on.code, "two-archives" in gone_on.err) == (6, True)
    assert first.read_bytes() == printed


@pytest.mark.parametrize("kind", ["file", "link", "longer"])
def test_a_pdf_in_out_with_other_content_is_never_overwritten(command: Command, kind: str) -> None:
    (command.folder / "briefing.toml").touch()
    write_brief(command.folder / "briefs" / "harbour", HARBOUR)
    there = command.folder / "out" / "harbour-edition-1.pdf"
    there.parent.mkdir()
    content = b"%PDF-1.7 another" * (100_000 if kind == "longer" else 1)
    (command.folder / "kept.pdf").write_bytes(content)
    if kind == "link":
        there.symlink_to(command.folder / "kept.pdf")
    else:
        there.write_bytes(content)
    ended = command("publish", "--yes", "harbour")
    line = "out/harbour-edition-1.pdf: warning[not-handed-out]: is not the PDF of this harbour@1, and was left as it is"
    assert (ended.code, line in ended.err, there.read_bytes()) == (0, True, content), ended.err
    stored = ended.err.partition("the PDF of the edition is ")[2].split()[0]
    assert f"PDF: {stored}" in ended.out
    assert command("verify", str(command.folder / stored)).code == 0


def test_verify_opens_regular_files_only_and_waits_for_no_pipe(command: Command) -> None:
    os.mkfifo(command.folder / "pipe.pdf")
    (command.folder / "to-pipe.pdf").symlink_to("pipe.pdf")
    (command.folder / "ring.pdf").symlink_to("ring.pdf")
    (command.folder / "folder.pdf").mkdir()
    for name in ("pipe.pdf", "to-pipe.pdf", "ring.pdf", "folder.pdf", "/dev/null", "none.pdf"):
        ended = command("verify", name)
        assert (ended.code, f"{name}: error[no-file]: cannot be read: " in ended.err) == (2, True), ended.err
    (command.folder / "briefing.toml").touch()
    publish_at(command, ".", "briefs/harbour", text="It began.")
    (command.folder / "link.pdf").symlink_to("out/harbour-edition-1.pdf")
    assert command("verify", "link.pdf").code == 0


@pytest.mark.parametrize("words", [("status",), ("editions", "list"), ("ledger", "x"), ("verify", "x.pdf")])
def test_where_there_is_nothing_yet_a_first_briefing_is_offered(empty: Command, words: tuple[str, ...]) -> None:
    (empty.folder / "x.pdf").write_bytes(b"%PDF-1.7")
    ended = empty(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ("briefing new NAME" in ended.err) is (words[0] != "verify")


def test_at_the_top_of_a_workspace_its_briefings_are_named(command: Command) -> None:
    (command.folder / "note.txt").write_text("Ships wait.\n")
    (command.folder / "briefing.toml").touch()
    for words in (("source", "add", "note.txt"), ("source", "list"), ("source", "show", "port")):
        assert "hint: create one with: briefing new NAME\n" in command(*words).err
    for name in ("harbour", "the border", "canal", "dam"):
        write_brief(command.folder / "briefs" / name, HARBOUR)
    for words in (("source", "add", "note.txt"), ("source", "list"), ("source", "show", "port")):
        ended = command(*words)
        assert ended.code == 2
        assert ".: error[no-briefing]: there is no briefing.yaml in this folder\n" in ended.err
        assert (
            "name the briefing with --in briefs/canal or --in briefs/dam or --in briefs/harbour, or another"
            in ended.err
        )


def test_the_pdf_that_is_in_the_way_is_named_by_its_path(command: Command) -> None:
    (command.folder / "briefing.toml").touch()
    for name in ("a", "b"):
        write_brief(command.folder / "briefs" / name, HARBOUR)
    assert command("build", "a").code == 0
    for at, shown in (
        (".", "out/harbour.pdf"),
        ("out", "harbour.pdf"),
        ("briefs/a", f"{command.folder}/out/harbour.pdf"),
    ):
        ended = command("build", str(command.folder / "briefs" / "b"), at=at)
        assert ended.code == 3
        assert f"to replace the other, delete {shown} first\n" in ended.err
