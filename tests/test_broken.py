"""Bad input gets a clear error: one folder for each problem code with its exact message, and nothing is written."""

from __future__ import annotations

import ast
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.command import Command
from tests.conftest import Golden

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
PACKAGE = HERE.parent / "briefing"
CASES = sorted(path for path in BROKEN.iterdir() if path.is_dir())
NOT_IN_CASE = ("expected.txt", "case.toml")
WITH_OWN_TESTS = {"parameters", "receipts", "source_texts"}
LOADING = [
    *(path for path in sorted((PACKAGE / "load").glob("*.py")) if path.stem not in WITH_OWN_TESTS),
    *(PACKAGE / f"{name}.py" for name in ("model/briefing", "model/field_types", "atomic", "workspace", "build")),
]
"""The modules that every briefing passes through first: each of their codes has a folder."""

RAISES = {"Problem", "ModelFault", "_check", "_parse", "FileProblem", "Rule", "_refuse", "_one_of", "_problem"}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+|remark|template")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_briefing_gets_its_message_and_nothing_is_written(case: Path, command: Command, golden: Golden) -> None:
    wanted: dict[str, Any] = {"args": ["build", "brief", "--out", "out"], "exit": 3}
    if (case / "case.toml").exists():
        wanted |= tomllib.loads((case / "case.toml").read_text(encoding="utf-8"))
    set_up(case, command.folder / "brief", wanted)
    if not wanted.get("workspace", True):
        (command.folder / "briefing.toml").unlink()
    before = listing(command.folder)
    ended = command(*wanted["args"])
    golden(case / "expected.txt", ended.err.replace(str(command.folder), "/desk"))
    assert (ended.code, ended.out) == (wanted["exit"], "")
    assert listing(command.folder) == before
    if not case.name.startswith("_"):
        assert f"[{case.name}]" in ended.err


@pytest.mark.parametrize(
    "code", ["coordinates-swapped", "map-country", "map-crowded", "place-outside", "unknown-place"]
)
def test_check_says_of_a_map_what_a_build_would_say(code: str, command: Command) -> None:
    set_up(BROKEN / code, command.folder / "brief", {})
    ended = command("check", "brief")
    said = (BROKEN / code / "expected.txt").read_text(encoding="utf-8")
    assert (ended.code, ended.out.startswith(said)) == (3, True)
    assert not (command.folder / "out").exists()


def set_up(case: Path, brief: Path, wanted: dict[str, Any]) -> None:
    brief.mkdir()
    for file in case.iterdir():
        if file.name not in NOT_IN_CASE:
            shutil.copy(file, brief / file.name)
    for path in brief.iterdir():
        text = path.read_bytes().replace(b"LONG", b"x" * wanted.get("long", 0))
        gaps = ", ".join(f'"[@s{number}]"' for number in range(wanted.get("gaps", 0)))
        path.write_bytes(text.replace(b"GAPS", gaps.encode()))


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


def test_many_problems_are_reported_in_one_run_in_the_order_of_the_files() -> None:
    lines = (BROKEN / "_many" / "expected.txt").read_text(encoding="utf-8").splitlines()
    places = [re.match(r"brief/(\S+?):(\d+):(\d+): error\[", line) for line in lines if not line.startswith("hint: ")]
    found = [(match[1], int(match[2]), int(match[3])) for match in places if match]
    assert len(found) == len(places) > 25
    assert found == sorted(found, key=lambda place: (["briefing.yaml", "reactions.csv"].index(place[0]), *place[1:]))


def test_no_message_speaks_of_how_the_program_works() -> None:
    jargon = re.compile(
        r"pydantic|traceback|scalar|token|parse|expecting value|[a-z]Error|exception|errno|codec|nonetype|\bdict", re.I
    )
    for case in CASES:
        assert not jargon.search((case / "expected.txt").read_text(encoding="utf-8")), case.name


def test_every_message_says_what_to_do() -> None:
    for case in CASES:
        lines = (case / "expected.txt").read_text(encoding="utf-8").splitlines()
        assert [line.startswith("hint: ") for line in lines] == [False, True] * (len(lines) // 2), case.name


def test_every_code_of_reading_a_briefing_has_a_fixture() -> None:
    codes = {code for path in LOADING for code in raised_in(path)}
    assert codes - {case.name for case in CASES} == set()
    assert len(codes) > 30, "no codes are found"


def raised_in(path: Path) -> Iterator[str]:
    """The codes a module gives: the first word of each call that makes a problem, and of each tuple in a table of them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in RAISES and node.args:
            position = 1 if name_of(node.func) in ("_check", "_parse") else 0
            yield from codes_in(node.args[position], path)
        elif isinstance(node, ast.Assign):
            tuples = (part for part in ast.walk(node.value) if isinstance(part, ast.Tuple) and len(part.elts) == 3)
            for part in tuples:
                yield from codes_in(part.elts[0], path)
            if isinstance(node.targets[0], ast.Name) and node.targets[0].id == "code":
                yield from codes_in(node.value, path)


def codes_in(node: ast.expr, path: Path) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        ending = str(node.values[-1].value) if isinstance(node.values[-1], ast.Constant) else ""
        yield from (f"{kind}{ending}" for kind in file_kinds())
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.fullmatch(part.value):
            yield part.value


def file_kinds() -> set[str]:
    """The kinds of file that are read from a folder: the second argument of `files.read(name, kind, max_bytes)`."""
    return {
        str(node.args[1].value)
        for path in (PACKAGE / "load").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and name_of(node.func) == "read" and len(node.args) == 3
        if isinstance(node.args[1], ast.Constant)
    }


def name_of(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
