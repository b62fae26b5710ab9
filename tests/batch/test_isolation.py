"""No Python file of the current folder, or beside a briefing, is ever run: whatever the command, and however it was started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.test_pool import named
from tests.briefs import BRIEF, write_brief

ROOT = Path(__file__).parents[2]
MODULES = (
    *("multiprocessing.py", "json.py", "typing.py", "random.py", "encodings/__init__.py", "sitecustomize.py"),
    *(
        "numpy.py",
        "weasyprint.py",
        "briefing/__init__.py",
        "signal.py",
        "socket.py",
        "usercustomize.py",
        "matplotlib.py",
    ),
)
STARTS = {
    "script": ["SCRIPT"],
    "script, environment ignored": ["-E", "SCRIPT"],
    "script, isolated": ["-I", "SCRIPT"],
    "module": ["-m", "briefing"],
    "module, safe path": ["-P", "-m", "briefing"],
    "module, environment ignored": ["-E", "-P", "-m", "briefing"],
}
COMMANDS = {
    "several": ["build", "a", "b", "--jobs", "2", "--force"],
    "a matrix": ["build", "m", "--matrix", "rows.csv", "--force"],
    "a check": ["check", "a", "b"],
    "the editions": ["editions", "list"],
}


def plant(folder: Path, modules: tuple[str, ...]) -> None:
    """Put modules into a folder that leave a trace beside themselves when they are imported."""
    for name in modules:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"open({str(folder / 'RAN')!r}, 'a').write({name!r} + ' ')\nraise SystemExit('hostile')\n")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace full of modules with the names of Python's own and of ours, and a script as an installer writes it."""
    (tmp_path / "briefing.toml").touch()
    for name in "ab":
        plant(write_brief(tmp_path / name, named(name)), MODULES)
    write_brief(tmp_path / "m", BRIEF.replace("id: x", "id: m-{place}"))
    (tmp_path / "rows.csv").write_text("place\nn\ns\n")
    scripts = tmp_path / "bin"
    scripts.mkdir()
    (scripts / "briefing-command").write_text("from briefing.cli import main\nif __name__ == '__main__':\n    main()\n")
    plant(tmp_path, MODULES)
    return tmp_path


def command(desk: Path, start: str, *words: str) -> list[str]:
    return [
        sys.executable,
        *(str(desk / "bin" / "briefing-command") if w == "SCRIPT" else w for w in STARTS[start]),
        *words,
    ]


def traces(desk: Path) -> list[str]:
    return [path.read_text() for path in desk.rglob("RAN")]


def let_python_find_the_program(desk: Path, start: str) -> None:
    if start == "module":  # before any line of ours, Python takes the package of that name in the current folder
        (desk / "briefing" / "__init__.py").unlink()
        (desk / "briefing").rmdir()


RISKY = "script, environment ignored"
"""How some packagers have scripts started."""


@pytest.mark.parametrize(
    ("what", "start"), [*(("several", start) for start in STARTS), *((what, RISKY) for what in list(COMMANDS)[1:])]
)
def test_no_command_runs_python_files_of_the_current_folder(what: str, start: str, desk: Path) -> None:
    let_python_find_the_program(desk, start)
    ended = subprocess.run(
        command(desk, start, *COMMANDS[what]), cwd=desk, capture_output=True, text=True, check=False, timeout=120
    )
    assert not traces(desk)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("at", ["a", "."])
def test_nor_does_one_that_stands_in_the_folder_of_a_briefing_with_pythonpath_set(at: str, desk: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = command(desk, "script", "build", str(desk / "a"), str(desk / "b"), "--force")
    ended = subprocess.run(
        words, cwd=desk / at, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert not traces(desk)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.fixture
def watching(desk: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    let_python_find_the_program(desk, request.param)
    words = command(desk, request.param, "build", "a", "b", "--watch", "--json", "--force")
    process = subprocess.Popen(words, cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    yield process
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)


@pytest.mark.parametrize("watching", [RISKY, "module"], indirect=True)
def test_nor_does_a_watch(watching: subprocess.Popen[str], desk: Path) -> None:
    assert watching.stdout
    lines = [watching.stdout.readline() for _ in "ab"]
    assert not traces(desk)
    assert all('"pdf"' in line for line in lines), lines
