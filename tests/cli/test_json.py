"""JSON: every command has it, one shape for problems, and one document whatever happens."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefing.archive.archive import open_archive
from tests.briefs import BRIEF, write_brief
from tests.cli.test_help import NAMES
from tests.command import Command, run_command

PROBLEM = {"code", "severity", "what", "hint", "file", "line", "column"}
CITED = (
    BRIEF.replace("One sentence.", "It rose by 8 %. [@port para. 1]")
    + "sources: [{id: port, publisher: Port, title: Report, text: port.txt}]\n"
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a briefing that has warnings, published once; read only."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "briefing.toml").touch()
    write_brief(folder / "briefs" / "x", CITED, port_txt="It rose by 8 %.\n\nSo it was.\n")
    assert run_command(folder, "publish", "x", "--yes").code == 0
    return folder


@pytest.fixture
def desk(command: Command, published: Path) -> Command:
    """A copy of `published` that tests may change."""
    shutil.copytree(published, command.folder, dirs_exist_ok=True)
    return command


def test_every_command_has_it() -> None:
    leaves = {name: command for name, command in NAMES.items() if not hasattr(command, "commands")}
    without = {
        name for name, one in leaves.items() if "--json" not in {flag for each in one.params for flag in each.opts}
    }
    assert without == {"briefing schema"}  # which prints nothing else


@pytest.mark.parametrize(
    "words",
    [
        ("build", "x"),
        ("build", "x", "--draft", "--force"),
        ("check", "x"),
        ("publish", "x", "--yes"),
        ("editions", "list"),
        ("editions", "show", "x"),
        ("editions", "diff", "x@1", "x@1"),
        ("editions", "restore", "x@1", "again"),
        ("editions", "rebuild", "x@1"),
        ("editions", "verify"),
        ("editions", "export", "x@1", "--bag", "x.zip"),
        ("editions", "site", "room"),
        ("editions", "withdraw", "x@1", "--reason", "Wrong"),
        ("verify", "out/x-edition-1.pdf"),
        ("ledger", "x"),
        ("status",),
        ("source", "list", "--in", "x"),
        ("source", "show", "port", "--in", "x"),
        ("source", "impact", "port"),
        ("source", "add", "new.txt", "--in", "x", "--publisher", "Harbour"),
        ("data", "show", "--countries", "NER"),
        ("new", "y"),
    ],
    ids=" ".join,
)
def test_what_succeeds_prints_one_document(desk: Command, words: tuple[str, ...]) -> None:
    (desk.folder / "new.txt").write_text("Ships wait.\n")
    ended = desk(*words, "--json")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    for problem in problems_in(document):
        assert problem.keys() == PROBLEM
    if words[0] in ("build", "check"):
        assert problems_in(document)


def problems_in(document: Any) -> list[Any]:
    """Every item of a list of problems, at any depth."""
    if isinstance(document, list):
        return [problem for one in document for problem in problems_in(one)]
    if not isinstance(document, dict):
        return []
    lists = [document.get(key) for key in ("problems", "warnings", "errors")]
    own = [problem for one in lists if isinstance(one, list) for problem in one]
    return own + [problem for value in document.values() for problem in problems_in(value)]


@pytest.mark.parametrize(
    ("words", "code", "first"),
    [
        (("build", "nowhere"), 2, "no-briefing"),
        (("build", "--nonsense"), 2, "usage"),
        (("build", "faulty"), 3, "unknown-marking"),
        (("publish", "faulty", "--yes"), 3, "unknown-marking"),
        (("publish", "x", "--paper", "a3", "--yes"), 2, "usage"),
        (("editions", "show", "y"), 6, "no-edition"),
        (("editions", "restore", "x", "x"), 2, "bad-name"),
        (("source", "show", "wire", "--in", "x"), 2, "unknown-source"),
        (("source", "list", "--in", "faulty"), 3, "unknown-marking"),
        (("data", "show", "--countries", "XXX"), 2, "usage-country"),
        (("verify", "nowhere.pdf"), 2, "no-file"),
        (("new", "Not An Id"), 2, "bad-id"),
        (("nonsense",), 2, "usage"),
        (("check", "nowhere"), 2, "no-briefing"),
        (("check", "--nonsense", "x"), 2, "usage"),
        (("ledger", "nowhere"), 2, "no-edition"),
        (("ledger", "no where"), 2, "bad-name"),
        (("editions", "list", "--up-to", "BLUE"), 2, "bad-marking"),
        (("editions", "verify", "--since", "soon"), 2, "bad-time"),
        (("source", "add"), 2, "usage"),
        (("status", "surplus"), 2, "usage"),
    ],
)
def test_what_fails_prints_its_exit_code_and_problems(
    desk: Command, words: tuple[str, ...], code: int, first: str
) -> None:
    faulty = CITED.replace("TLP:CLEAR", "TLP:BLUE").replace("id: x", "id: faulty", 1)
    write_brief(desk.folder / "faulty", faulty, port_txt="It rose by 8 %.\n")
    ways: list[tuple[str, ...]] = [("--json",)]
    if words[0] == "check":
        ways += [("--format", "json"), ("--format=JSON",), ("--format", "text", "--json")]
    for way in ways:
        ended = desk(*words, *way)
        document = json.loads(ended.out)
        assert (ended.code, document["exit"]) == (code, code)
        assert document["problems"][0]["code"] == first
        assert all(problem.keys() == PROBLEM for problem in document["problems"])
        # What a problem has no place in is null, and no line or column is 0.
        assert all(
            problem[key] or problem[key] is None for problem in document["problems"] for key in ("line", "column")
        )
        assert "\x1b" not in ended.out


def test_a_word_after_two_dashes_asks_for_no_json(desk: Command) -> None:
    for words in (
        ("check", "--", "--json"),
        ("check", "--", "--format=json"),
        ("check", "nowhere", "--format", "text"),
    ):
        ended = desk(*words)
        assert (ended.code, ended.out) == (2, ""), words
        assert "error[no-briefing]" in ended.err


def test_an_edition_whose_pdf_cannot_be_written_is_one_document(desk: Command) -> None:
    write_brief(desk.folder / "briefs" / "x", CITED.replace("8 %", "9 %"), port_txt="It rose by 9 %.\n")
    for path in (desk.folder / "out").glob("*.pdf"):
        path.unlink()
    (desk.folder / "out" / "x-edition-2.pdf").mkdir()
    ended = desk("publish", "x", "--yes", "--json")
    document = json.loads(ended.out)
    assert (ended.code, document["number"]) == (6, 2)
    assert document["warnings"][-1]["code"] == "not-handed-out"


def test_verify_tells_by_its_exit_code_what_a_pdf_is(desk: Command) -> None:
    first = desk.folder / "out" / "x-edition-1.pdf"

    def verified(path: Path) -> tuple[int, bool]:
        ended = desk("verify", str(path), "--json")
        document = json.loads(ended.out)
        assert document["exit"] == ended.code
        return ended.code, document["stands"]

    assert verified(first) == (0, True)
    altered = desk.folder / "altered.pdf"
    altered.write_bytes(first.read_bytes() + b"\n")
    other = desk.folder / "other.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(other)
    assert desk("build", "x").code == 0
    assert verified(altered) == (6, False)
    assert verified(other) == verified(desk.folder / "out" / "x.pdf") == (11, False)
    write_brief(desk.folder / "briefs" / "x", CITED.replace("8 %", "9 %"), port_txt="It rose by 9 %.\n")
    assert desk("publish", "x", "--yes").code == 0
    assert verified(first) == (9, False)
    desk("editions", "withdraw", "x@1", "--reason", "Wrong figures")
    assert verified(first) == (10, False)
    # An altered copy of what is withdrawn or superseded is altered first of all.
    assert verified(altered) == (6, False)


def test_verify_exits_with_6_only_for_what_is_altered_or_damaged_and_distinguishes_them(desk: Command) -> None:
    first = str(desk.folder / "out" / "x-edition-1.pdf")

    def verified(*words: str, code: int) -> dict[str, Any]:
        ended = desk("verify", first, "--json", *words)
        document = json.loads(ended.out)
        assert (ended.code, document["exit"]) == (code, code), ended.err
        return document  # type: ignore[no-any-return]

    assert verified(code=0)["verdict"] == "current"
    (desk.folder / "empty").mkdir()
    (desk.folder / "new").mkdir()
    (desk.folder / "new" / "briefing.toml").touch()
    unknown = desk("verify", first, at="new")
    assert (unknown.code, "unknown: " in unknown.out) == (11, True)
    assert "it is not in this archive: nothing has been published here yet" in unknown.out
    assert verified("--archive", "empty", code=11)["verdict"] == "unknown"
    for name, problem in (("nowhere", "no-archive"), ("briefs", "not-an-archive"), ("briefing.toml", "not-an-archive")):
        assert verified("--archive", name, code=2)["problems"][0]["code"] == problem
    assert verified("--archive", "n" * 300, code=2)["problems"][0]["code"] == "archive-unreadable"
    inventory = next((desk.folder / "editions").rglob("briefing%3ax/inventory.json"))
    whole = inventory.read_bytes()
    inventory.write_bytes(whole[:-20])
    damaged = verified(code=6)
    assert [problem["code"] for problem in damaged["problems"]] == ["archive-damaged"]
    assert "verdict" not in damaged
    inventory.write_bytes(whole)
    with Path(first).open("ab") as file:
        file.write(b"\n")
    altered = verified(code=6)
    assert (altered["verdict"], "problems" in altered) == ("altered", False)


def test_places_in_the_archive_lead_there_from_any_folder(desk: Command) -> None:
    path = next((desk.folder / "editions").rglob("v1/content/x.pdf"))
    path.write_bytes(path.read_bytes()[:-1])
    for at in (".", "briefs/x"):
        ended = desk("editions", "verify", "--json", at=at)
        document = json.loads(ended.out)
        (problem,) = document["problems"]
        assert (ended.code, document["faults"], problem["code"]) == (6, 1, "E092")
        assert (desk.folder / at / problem["file"]).samefile(path)
    assert open_archive(desk.folder / "editions").ids() == ["x"]


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--format", "xml"),
        ("build", "--paper", "a3"),
        ("send", "x", "--notice", "sorry"),
        ("build", "--jobs", "0"),
        ("status", "--archive", "/dev/null"),
    ],
)
def test_wrong_values_are_said_in_words_of_the_command_line(desk: Command, words: tuple[str, ...]) -> None:
    ended = desk(*words)
    assert (ended.code != 0, ended.out) == (True, "")
    assert "Value error" not in ended.err
    assert words[-1] in ended.err or words[-1] == "0"
    assert words[0] != "status" or "hint: name the folder of the archive with --archive" in ended.err
