"""The help of every command: examples that are accepted, summaries that are whole, completion, choices in any case."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import typer

from briefing.cli import command_line
from briefing.cli.examples import EXAMPLES
from tests.briefs import BRIEF, write_brief
from tests.command import Command

PROGRAM: Any = typer.main.get_command(command_line())


def every_command(command: Any, name: str = "briefing") -> Iterator[tuple[str, Any]]:
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from every_command(inner, f"{name} {word}")


NAMES = dict(every_command(PROGRAM))


def test_every_command_has_examples_and_no_other() -> None:
    assert EXAMPLES.keys() == NAMES.keys()


@pytest.mark.parametrize("line", sorted({line for lines in EXAMPLES.values() for line in lines}))
def test_every_example_is_accepted(line: str) -> None:
    _, *words = shlex.split(line.partition(" > ")[0])
    command, context = PROGRAM, None
    while hasattr(command, "commands"):
        command = command.commands[words.pop(0)]
    command.make_context(command.name, words, parent=context)  # raises where a word or an option is not known


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_help_has_the_examples_and_whole_summaries(
    name: str, columns: str, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERMINAL_WIDTH", columns)
    shown = command(*name.split()[1:], "--help").out
    for line in EXAMPLES[name]:
        assert f"    {line}\n" in f"{shown}\n"
    for word, inner in getattr(NAMES[name], "commands", {}).items():
        summary = inner.get_short_help_str()
        assert summary
        assert f"{word} {summary}".replace(" ", "") in shown.replace(" ", "").replace("\n", "")


def test_the_version_is_that_of_the_package(command: Command) -> None:
    ended = command("--version")
    assert (ended.code, ended.out) == (0, f"briefing {version('briefing')}\n")


@pytest.mark.parametrize(
    "words",
    [
        ("build", "x", "--paper", "LETTER"),
        ("build", "x", "--paper", "Letter"),
        ("check", "x", "--format", "JSON"),
        ("check", "x", "--format", "Sarif"),
        ("editions", "list", "--up-to", "tlp:amber+strict"),
        ("editions", "list", "--up-to", "Official-Sensitive"),
    ],
)
def test_choices_may_be_written_in_capitals_or_not(command: Command, words: tuple[str, ...]) -> None:
    write_brief(command.folder / "x", BRIEF)
    assert command(*words).code == 0


def complete(shell: str, line: str, at: Path) -> list[str]:
    """Ask for completions as the script for a shell does."""
    words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1), "_TYPER_COMPLETE_ARGS": line}
    environment = {**os.environ, **words, "_BRIEFING_COMPLETE": f"complete_{shell}"}
    program = "import sys; sys.argv[0] = 'briefing'; from briefing.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=at, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_the_shell_completes_commands_options_and_choices(tmp_path: Path) -> None:
    assert set(complete("bash", "briefing ", tmp_path)) == set(NAMES["briefing"].commands)
    assert complete("bash", "briefing pub", tmp_path) == ["publish"]
    assert complete("bash", "briefing editions with", tmp_path) == ["withdraw"]
    assert "--matrix" in complete("bash", "briefing build --ma", tmp_path)
    assert set(complete("bash", "briefing build --paper ", tmp_path)) == {"a4", "letter"}
    assert any("publish" in word for word in complete("zsh", "briefing pub", tmp_path))


@pytest.mark.parametrize(
    ("shell", "file"), [("bash", ".bashrc"), ("zsh", ".zshrc"), ("fish", ".config/fish/completions/briefing.fish")]
)
def test_completion_is_installed_in_the_home_of_the_user(tmp_path: Path, shell: str, file: str) -> None:
    program = "import sys; sys.argv[0] = 'briefing'; from briefing.cli import main; main()"
    environment = {**os.environ, "HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    words = [sys.executable, "-c", program, "--install-completion", shell]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / file).is_file()
