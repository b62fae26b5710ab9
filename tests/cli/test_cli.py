"""The command line: its output, its exit codes, and no traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefing.model.briefing import Briefing
from tests.briefs import BRIEF, write_brief
from tests.command import Command

BROKEN = BRIEF.replace("TLP:CLEAR", "TLP:BLUE")


def named(name: str) -> str:
    return BRIEF.replace("id: x", f"id: {name}")


def run(*words: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from briefing.cli import main; main()", *words]
    return subprocess.run(command, cwd=at, env=os.environ | environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two good briefings, built; tests that change it take their own."""
    top = tmp_path_factory.mktemp("desk")
    (top / "briefing.toml").touch()
    write_brief(top / "one", named("one"))
    write_brief(top / "briefs" / "two", named("two"))
    assert run("build", at=top).returncode == 0
    return top


def test_all_briefings_of_the_workspace_are_built_from_any_folder_in_it(desk: Path) -> None:
    assert sorted(path.name for path in (desk / "out").glob("*.pdf")) == ["one.pdf", "two.pdf"]
    ended = run("build", at=desk / "briefs")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [line.partition(": ")[2].split(", ")[2] for line in ended.stdout.splitlines()] == ["unchanged", "unchanged"]


def test_in_the_folder_of_a_briefing_only_that_one_is_built(desk: Path) -> None:
    ended = run("build", at=desk / "one")
    assert ended.stdout.count("\n") == 1
    assert "one.pdf: 1 page, " in ended.stdout


def test_a_briefing_is_named_by_its_folder_or_its_file_and_built_once(desk: Path) -> None:
    ended = run("build", "one", "one/briefing.yaml", "./one/", str(desk / "one"), at=desk)
    assert ended.stdout.splitlines() == [ended.stdout.splitlines()[0]]
    assert ended.stdout.startswith("out/one.pdf: ")
    assert ended.returncode == 0


def test_json_is_one_object_per_briefing(desk: Path) -> None:
    ended = run("build", "--json", at=desk)
    first, second = map(json.loads, ended.stdout.splitlines())
    assert first["pdf"] == str(desk / "out" / "two.pdf")
    assert first["bytes"] == (desk / "out" / "two.pdf").stat().st_size
    assert second == second | {"pages": 1, "unchanged": True, "warnings": []}


def test_escape_codes_are_only_written_to_a_terminal(desk: Path) -> None:
    ended = run("build", "one", "--force", at=desk, FORCE_COLOR="1", TERM="xterm-256color")
    assert "\x1b" not in ended.stdout + ended.stderr
    assert "\x1b" not in run("build", "--nonsense", at=desk, FORCE_COLOR="1").stderr


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_pipe_does_not_stop_the_work(tmp_path: Path, stream: str) -> None:
    (tmp_path / "briefing.toml").touch()
    write_brief(tmp_path / "bad", BROKEN)
    write_brief(tmp_path / "good", named("good"))
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", "from briefing.cli import main; main()", "build", "bad", "good"]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: write}
    ended = subprocess.run(command, cwd=tmp_path, check=False, **streams)  # type: ignore[call-overload]
    os.close(write)
    assert ended.returncode == 8
    assert (tmp_path / "out" / "good.pdf").is_file()
    assert b"Traceback" not in (ended.stderr or b"")


def test_file_names_that_are_not_text(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    (tmp_path / "briefing.toml").touch()
    write_brief(Path(os.fsdecode(folder)))
    ended = subprocess.run(
        [
            os.fsencode(sys.executable),
            b"-c",
            b"from briefing.cli import main; main()",
            b"build",
            folder,
            b"--out",
            folder,
        ],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"x.pdf: 1 page" in ended.stdout


def test_nothing_to_build_is_wrong_usage(command: Command) -> None:
    assert command("build").code == 2
    assert "[no-briefing]" in command("build", "nowhere").err
    assert command("build", "briefing.toml").code == 2


def test_a_folder_without_a_briefing_is_a_problem_of_content(command: Command) -> None:
    (command.folder / "empty").mkdir()
    ended = command("build", "empty")
    assert (ended.code, ended.out) == (3, "")
    assert "[briefing-missing]" in ended.err


def test_one_of_several_that_fails_does_not_stop_the_others(command: Command) -> None:
    write_brief(command.folder / "a", BROKEN)
    write_brief(command.folder / "b", named("b"))
    write_brief(command.folder / "c", named("b"))
    ended = command("build")
    assert ended.code == 8
    assert ended.out.startswith("out/b.pdf: ")
    assert ended.out.count("\n") == 1
    first, second = (line for line in ended.err.splitlines() if "error[" in line)
    assert first.startswith("a/briefing.yaml:3:10: error[unknown-marking]")
    assert second == 'c/briefing.yaml: error[duplicate-id]: b has the id "b" too'
    assert [path.name for path in (command.folder / "out").glob("*.pdf")] == ["b.pdf"]


def test_the_exit_code_of_one_briefing_is_its_own(command: Command) -> None:
    write_brief(command.folder / "a", BROKEN)
    assert command("build").code == 3
    assert command("build", "a").code == 3
    assert not (command.folder / "out").exists()


@pytest.mark.parametrize("out", ["file", "file/x"])
def test_an_output_folder_that_cannot_be_written_is_reported(command: Command, out: str) -> None:
    write_brief(command.folder / "a")
    (command.folder / "file").write_text("kept")
    before = sorted(command.folder.rglob("*"))
    ended = command("build", "a", "--out", out)
    assert (ended.code, ended.out) == (2, "")
    assert f"{out}: error[cannot-write]: cannot write x.pdf: " in ended.err
    assert sorted(command.folder.rglob("*")) == before
    assert (command.folder / "file").read_text() == "kept"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nonsense",),
        ("build", "--nonsense"),
        ("build", "--paper", "a3"),
        ("build", "--out"),
        ("new", "a", "b"),
    ],
)
def test_wrong_usage_exits_2_with_the_usage(command: Command, words: tuple[str, ...]) -> None:
    ended = command(*words)
    assert ended.code == 2
    assert "Usage: " in ended.out + ended.err or ended.err.startswith("Error: ")


def test_a_new_briefing_needs_a_name(command: Command) -> None:
    ended = command("new")
    assert (ended.code, ended.out) == (2, "")
    assert "NAME is missing" in ended.err
    assert not (command.folder / "briefs").exists()


def test_help(command: Command) -> None:
    for words in (("--help",), ("-h",), ("build", "-h")):
        ended = command(*words)
        assert (ended.code, ended.err) == (0, "")
        assert "Usage: " in ended.out


def test_an_interruption_exits_130_silently(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    write_brief(command.folder / "a")
    monkeypatch.setattr("briefing.cli.build.build_briefing", interrupted)
    ended = command("build")
    assert (ended.code, ended.out, ended.err.strip()) == (130, "", "")


def test_a_bug_exits_1_with_a_request_to_report_it(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("never mind")

    write_brief(command.folder / "a")
    monkeypatch.setattr("briefing.cli.build.build_briefing", broken)
    ended = command("build")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.endswith(
        "ZeroDivisionError: never mind\nerror[bug]: this is a bug in briefing\nhint: report it, with the lines above\n"
    )


def test_a_new_briefing_can_be_built_and_is_not_created_twice(command: Command) -> None:
    made = command("new", "mali-2026").out
    assert made == "briefs/mali-2026/briefing.yaml: edit it, then: briefing build briefs/mali-2026\n"
    built = command("build", "briefs/mali-2026", "--draft")
    assert built.code == 0
    assert set(re.findall(r"error\[(.+?)\]", built.err)) == {"template-text"}
    assert built.out.startswith("out/mali-2026-draft.pdf: ")
    again = command("new", "mali-2026")
    assert (again.code, again.out) == (2, "")
    assert "[name-taken]" in again.err


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "A", "x.y", "a b", ""])
def test_new_accepts_only_a_valid_id(command: Command, name: str) -> None:
    ended = command("new", name)
    assert ended.code == 2
    assert "[bad-id]" in ended.err
    assert [path.name for path in command.folder.iterdir()] == ["briefing.toml"]


def test_the_schema_is_json_schema(command: Command) -> None:
    ended = command("schema")
    schema = json.loads(ended.out)
    assert ended.code == 0
    assert schema == Briefing.model_json_schema()
    assert schema["type"] == "object"
    references = [part.split('"')[0] for part in ended.out.split('"$ref": "#/$defs/')[1:]]
    assert set(references) <= set(schema["$defs"])


def test_progress_is_shown_on_a_terminal_and_removed(tmp_path: Path) -> None:
    name = "br\x1b[31mief"
    write_brief(tmp_path / name, BROKEN)
    mine, its = os.openpty()
    command = [sys.executable, "-c", "from briefing.cli import main; main()", "build", name]
    ended = subprocess.run(command, cwd=tmp_path, stderr=its, stdout=subprocess.PIPE, check=False)
    os.close(its)
    shown = os.read(mine, 10_000).decode()
    os.close(mine)
    assert ended.returncode == 3
    assert shown.startswith(
        "\r\x1b[2Kbr<U+001B>[31mief: reading …\r\x1b[2Kbr<U+001B>[31mief/briefing.yaml:3:10: \x1b[1;31merror["
    )


def test_a_missing_dataset_is_reported_at_its_line_with_the_other_problems(command: Command) -> None:
    chart = "region: {name: Sahel, focus: NER, countries: [NER]}\nhistory: {since: 1960, data: nothing}\n"
    write_brief(command.folder / "one", BRIEF.replace(", own: true", "") + chart)
    ended = command("build", "one")
    assert (ended.code, ended.out) == (3, "")
    assert (
        "one/briefing.yaml:12:30: error[data-unknown]: there is no dataset nothing\nhint: Known are bundled."
        in ended.err
    )
    assert "one/briefing.yaml:9:" in ended.err
    assert command("check", "one").code == 3


def test_a_draft_counts_errors_and_warnings_separately(command: Command) -> None:
    text = BRIEF.replace("One sentence.", "It “fell by far” then. [@cnn para. 1]")
    sources = "sources: [{id: cnn, publisher: CNN, title: A report, text: cnn.txt}]\n"
    write_brief(command.folder / "one", text + sources, cnn_txt="It rose by 7 %.\n")
    assert command("build", "one").code == 3
    for ended in (command("build", "one", "--draft"), command("build", "one", "--draft", "--jobs", "2")):
        errors, warnings = ended.err.count(": error["), ended.err.count(": warning[")
        assert errors > 0
        assert f"{errors} error{'s' * (errors > 1)}, {warnings} warning{'s' * (warnings != 1)}" in ended.out
    made = json.loads(command("build", "one", "--draft", "--json").out)
    assert (len(made["errors"]), len(made["warnings"])) == (errors, warnings)
    write_brief(command.folder / "one")
    assert "errors" not in json.loads(command("build", "one", "--json").out)
