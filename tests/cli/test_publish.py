"""Nothing is published before a person has seen what it is and has said yes, or a script has."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from briefing.archive.publish import PreparedEdition, PublishRequest, publish_briefing
from briefing.problems import ArchiveError
from briefing.workspace import Workspace
from tests.archived import FIRST
from tests.briefs import BRIEF, pdf_text, write_brief
from tests.command import Command

COMMAND = (sys.executable, "-c", "from briefing.cli import main; main()")
HARBOUR = (
    BRIEF.replace("title: A title", 'title: "Port of Tema: unloading stops"')
    .replace("TLP:CLEAR", "OFFICIAL-SENSITIVE")
    .replace("2099-07-28T12:00Z", "none")
)


def answer(folder: Path, answer: str, *words: str) -> tuple[int, str]:
    """Run the command at a terminal of its own, and answer its question; return its exit code and all that it wrote."""
    own, terminal = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "1"}
    process = subprocess.Popen(
        [*COMMAND, *words], cwd=folder, env=environment, stdin=terminal, stdout=-1, stderr=-2, text=True
    )
    os.close(terminal)
    os.write(own, answer.encode())
    output, _ = process.communicate(timeout=120)
    os.close(own)
    return process.returncode, output


def numbers(folder: Path) -> list[int]:
    return [edition.number for edition in open_archive(folder / "editions").editions("x")]


@pytest.mark.parametrize("copy", ["briefs/y", "y", "assets/briefs/x-2"])
def test_the_copy_of_a_briefing_is_not_published_as_its_next_edition(command: Command, copy: str) -> None:
    write_brief(command.folder / "briefs" / "x", BRIEF)
    assert command("publish", "x", "--yes").code == 0
    write_brief(command.folder / copy, BRIEF.replace("title: A title", "title: Another subject"))
    refused = command("publish", copy, "--yes")
    assert (refused.code, refused.out) == (3, "")
    assert '[duplicate-id]: briefs/x has the id "x" too' in refused.err
    assert numbers(command.folder) == [1]


@pytest.mark.parametrize("words", [(), ("--minor",), ("--json",), ("--note", "Second day")])
def test_without_a_terminal_and_without_yes_nothing_is_published(command: Command, words: tuple[str, ...]) -> None:
    write_brief(command.folder / "x", HARBOUR)
    done = subprocess.run(
        [*COMMAND, "publish", "x", *words], cwd=command.folder, input="y\n", capture_output=True, text=True, check=False
    )
    assert (done.returncode, bool(done.stdout)) == (2, "--json" in words)
    assert done.stderr.count("\n") == 1
    assert "error[not-confirmed]" in done.stderr
    assert "--yes" in done.stderr
    assert numbers(command.folder) == []


def test_a_person_sees_what_would_be_published_and_is_asked(command: Command) -> None:
    write_brief(command.folder / "x", HARBOUR)
    code, shown = answer(command.folder, "y\n", "publish", "x")
    assert code == 0
    before, _, after = shown.partition("Publish it? [y/N]")
    for words in ("x@1: Port of Tema: unloading stops", "OFFICIAL-SENSITIVE", "1, final", "Warnings  none"):
        assert words in before
    assert "x@1: published" in after
    assert numbers(command.folder) == [1]
    assert "Edition 1 · final" in pdf_text(command.folder / "out" / "x-edition-1.pdf")


@pytest.mark.parametrize("word", ["n\n", "\n", "yess\n", "\x04"])
def test_any_other_answer_publishes_nothing(command: Command, word: str) -> None:
    write_brief(command.folder / "x", HARBOUR)
    code, shown = answer(command.folder, word, "publish", "x")
    assert code == 130
    assert "nothing was published" in shown
    assert numbers(command.folder) == []
    assert not (command.folder / "out" / "x-edition-1.pdf").exists()


def test_the_changes_since_the_last_edition_are_shown(command: Command) -> None:
    write_brief(command.folder / "x", BRIEF)
    assert command("publish", "--yes", "x").code == 0
    write_brief(command.folder / "x", BRIEF.replace("TLP:CLEAR", "TLP:GREEN").replace("Who leads.", "Who pays."))
    _, shown = answer(command.folder, "n\n", "publish", "x")
    assert "x@2" in shown
    assert "material change" in shown
    assert "TLP:GREEN" in shown
    assert "Who pays" in shown
    assert "update planned for 2099-07-28 12:00 UTC" in shown
    assert "final" not in pdf_text(command.folder / "out" / "x-edition-1.pdf")
    assert numbers(command.folder) == [1]


def test_an_unchanged_briefing_is_not_asked_about(command: Command) -> None:
    write_brief(command.folder / "x", BRIEF)
    assert command("publish", "--yes", "x").code == 0
    code, shown = answer(command.folder, "", "publish", "x")
    assert (code, shown) == (0, "x@1: nothing has changed since it was published; no edition was added\n")


def test_an_untouched_template_is_not_published(command: Command) -> None:
    assert command("new", "harbour").code == 0
    ended = command("publish", "--yes", "harbour")
    assert ended.code == 3
    assert ended.err.count("error[template-text]") == 10
    assert "briefing.yaml:18:14: error[template-text]: “Say here what the reader must know" in ended.err
    assert not (command.folder / "editions").exists()
    assert command("build", "harbour", "--draft").code == 0


@pytest.mark.parametrize(("left", "count"), [("    speaker: Who spoke\n", 1), ("", 0)])
def test_one_sentence_of_the_template_is_enough_to_refuse(command: Command, left: str, count: int) -> None:
    text = BRIEF + (
        "reactions:\n  - body: Port authority\n    stance: warns\n    position: Speaks of a long strike.\n    own: true\n"
        + left
    )
    write_brief(command.folder / "x", text)
    ended = command("publish", "--yes", "x")
    assert ended.code == (3 if count else 0)
    assert ended.err.count("error[template-text]") == count


def test_an_edition_of_another_desk_during_the_question_is_not_overlooked(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "editions")
    ours, theirs = (write_brief(tmp_path / name / "x", BRIEF + f"# {name}\n") for name in ("ours", "theirs"))

    def publish(folder: Path, confirm: object = None) -> None:
        request = PublishRequest(folder, Workspace(folder.parent), "a4")
        publish_briefing(request, archive, FIRST, lambda step: None, confirm)  # type: ignore[arg-type]

    def meanwhile(prepared: PreparedEdition) -> None:
        assert prepared.statement.number == 1
        publish(theirs)

    with pytest.raises(ArchiveError, match=r"x@1 was published or withdrawn while you were asked"):
        publish(ours, meanwhile)
    assert numbers(tmp_path) == [1]
    publish(ours, lambda prepared: None)
    assert numbers(tmp_path) == [1, 2]


@pytest.mark.parametrize("words", [(), ("--json",), ("--minor", "--note", "Second day")])
def test_ctrl_c_at_the_question_is_told_in_one_line(command: Command, words: tuple[str, ...]) -> None:
    write_brief(command.folder / "x", HARBOUR)
    own, terminal = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "publish", "x", *words], cwd=command.folder, stdin=terminal, stdout=-1, stderr=-1, text=True
    )
    os.close(terminal)
    assert process.stderr
    before = ""
    while not before.endswith("[y/N] "):
        before += process.stderr.read(1) or pytest.fail(before)
    process.send_signal(signal.SIGINT)
    out, after = process.communicate(timeout=120)
    os.close(own)
    assert (process.returncode, after) == (130, "\nnothing was published\n")
    assert out == ('{"exit": 130, "problems": []}\n' if "--json" in words else "")
    assert numbers(command.folder) == []
    assert not (command.folder / "out").exists()
