"""The set-up script: its words, its shell, and that a second call has nothing to set up."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUN = ROOT / "run"
TASKS = ("build", "test", "faults", "adversary", "lint", "accept", "bench", "lock")

FAKE_PYTHON = """#!/bin/sh
case "$*" in
    -V) echo "Python 3.11.0" ;;
    "-m pytest"*) shift 2; echo "pytest in $PWD with:$*" ;;
    *) echo "unexpected: $*" >&2; exit 9 ;;
esac
"""


def call(*arguments: str, cwd: Path, script: Path = RUN, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", script, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose path has a space, with an environment that only prints its arguments."""
    root = tmp_path / "my desk"
    (root / ".venv" / "bin").mkdir(parents=True)
    for name in ("run", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "requirements-validators.txt"):
        shutil.copy(ROOT / name, root / name)
    python = root / ".venv" / "bin" / "python"
    python.write_text(FAKE_PYTHON)
    python.chmod(0o755)
    project = (root / "pyproject.toml").read_text().partition("\n[tool.")[0] + "\n"
    (root / ".venv" / "validators").mkdir()
    shutil.copy(ROOT / "requirements-validators.txt", root / ".venv" / "validators" / "made-of")
    for lock in ("requirements.txt", "requirements-dev.txt"):
        made_of = f"{root.resolve()}\nPython 3.11.0\n{project}{(root / lock).read_text()}"
        (root / ".venv" / f"made-of-{lock}").write_text(made_of)
    return root


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """A PATH with what any system has, a user who is not root, and neither Python nor apt."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cat", "cmp", "dirname", "flock", "head", "rm", "sed"):
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    (folder / "id").write_text("#!/bin/sh\necho 1000\n")
    (folder / "id").chmod(0o755)
    return str(folder)


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_it_is_plain_shell(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} on this machine")
    done = subprocess.run([shell, "-n", RUN], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_names_every_task(tmp_path: Path) -> None:
    done = call("help", cwd=tmp_path)
    assert done.returncode == 0
    named = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")]
    assert named == list(TASKS)


@pytest.mark.parametrize("arguments", [(), ("biuld",)])
def test_an_unknown_task_is_a_usage_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = call(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "usage: ./run TASK" in done.stderr


def test_a_second_call_sets_nothing_up_and_hands_its_arguments_on(checkout: Path, tmp_path: Path) -> None:
    done = call("test", "-k", "two words", cwd=tmp_path, script=checkout / "run")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout == f"pytest in {checkout} with:--numprocesses auto --dist loadfile -k two words\n"


@pytest.mark.parametrize(
    "changed", ["requirements-dev.txt", "requirements.txt", "pyproject.toml", "moved", "interrupted"]
)
def test_it_sets_up_again_after_a_change(changed: str, checkout: Path, bare: str) -> None:
    if changed == "moved":
        checkout = checkout.rename(checkout.with_name("moved desk"))
    elif changed == "interrupted":
        for mark in checkout.glob(".venv/made-of-*"):
            mark.unlink()
    elif changed == "pyproject.toml":
        text = (checkout / changed).read_text()
        (checkout / changed).write_text(text.replace("dependencies = [", 'dependencies = [\n  "another",', 1))
    else:
        with (checkout / changed).open("a") as lock:
            lock.write("another==1.0\n")
    word = "test" if changed == "requirements-dev.txt" else "build"
    done = call(word, cwd=checkout, script=checkout / "run", PATH=bare)
    assert "Setting up (once)" in done.stderr


def test_a_changed_tool_setting_is_no_reason_to_set_up_again(checkout: Path, tmp_path: Path) -> None:
    with (checkout / "pyproject.toml").open("a") as project:
        project.write("\n[tool.other]\nsetting = 1\n")
    assert call("test", cwd=tmp_path, script=checkout / "run").stderr == ""


def test_where_nothing_can_be_installed_it_names_the_packages_and_stops(checkout: Path, bare: str) -> None:
    shutil.rmtree(checkout / ".venv")
    done = call("build", cwd=checkout, script=checkout / "run", PATH=bare)
    assert done.returncode == 2
    assert not (checkout / ".venv").exists()
    for line in (
        "apt-get install python3 python3-venv ca-certificates libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf install python3 pango harfbuzz",
        "brew install python pango harfbuzz",
    ):
        assert line in done.stderr
