"""Plain calls are understood as the whole command line understands them, and others are left to it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.cli.plain import Call, understand
from tests.briefs import BRIEF, write_brief
from tests.command import Command

PLAIN = {
    "build": Call(()),
    "build a b": Call((Path("a"), Path("b"))),
    "build a --out b": Call((Path("a"),), out=Path("b")),
    "build --out b a": Call((Path("a"),), out=Path("b")),
    "build --paper letter a": Call((Path("a"),), paper="letter"),
    "build a --paper a4": Call((Path("a"),)),
    "build a --json --force --draft": Call((Path("a"),), as_json=True, force=True, draft=True),
}
OTHER = [
    "",
    "check",
    "check build",
    "--help",
    "build --help",
    "build -h",
    "build --out",
    "build --out --json",
    "build --out=b",
    "build --paper",
    "build --paper a5",
    "build --jobs 2",
    "build -- a",
    "build --nonsense",
]


@pytest.mark.parametrize("line", PLAIN)
def test_plain_words_are_understood(line: str) -> None:
    assert understand(line.split()) == PLAIN[line]


@pytest.mark.parametrize("line", OTHER)
def test_other_words_are_left_to_the_whole_command_line(line: str) -> None:
    assert understand(line.split()) is None


WORDS = ["one", "one --json", "one --paper letter", "one --draft", "bad", "one two", "one bad", "nowhere"]


@pytest.mark.parametrize("words", WORDS)
def test_both_ways_say_and_do_the_same(command: Command, words: str) -> None:
    def heard(*more: str) -> tuple[int, set[str], str]:
        """What is said of a first and a second build, but for how long they took."""
        shutil.rmtree(command.folder / "out", ignore_errors=True)
        first, again = (command("build", *words.split(), *more) for _ in range(2))
        assert first.code == again.code
        lines = (first.out + again.out).splitlines()
        return first.code, {re.sub(r'[\d.]+ s\b|(?<="seconds": )[\d.]+', "…", line) for line in lines}, first.err

    (command.folder / "briefing.toml").touch()
    write_brief(command.folder / "one")
    write_brief(command.folder / "two", BRIEF.replace("id: x", "id: y"))
    write_brief(command.folder / "bad", f"{BRIEF}colour: red\n")
    assert heard() == heard("--jobs", "2")


def test_what_has_not_changed_is_told_without_the_libraries(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").touch()
    write_brief(tmp_path / "one")
    program = "import sys\nfrom briefing.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, "build", "one"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert "unchanged" not in run().stdout
    again = run()
    assert "unchanged" in again.stdout
    assert not {"typer", "pydantic", "yaml", "jinja2", "weasyprint"} & set(again.stderr.split())


def test_a_build_brings_the_engine_in_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").touch()
    write_brief(tmp_path / "one")
    program = "import sys\nfrom briefing.cli import main\ntry:\n    main()\nfinally:\n    print('typer' in sys.modules)"
    command = [sys.executable, "-c", program, "build", "one"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
