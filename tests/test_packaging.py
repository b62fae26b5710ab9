"""What is shipped is what is meant, and it works where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ("briefing", "templates", "assets")
KINDS = {
    ".csv",
    ".tsv",
    ".csl",
    ".css",
    ".j2",
    ".jpg",
    ".js",
    ".json",
    ".md",
    ".png",
    ".po",
    ".pot",
    ".py",
    ".svg",
    ".toml",
    ".ttf",
    ".txt",
    ".typed",
    ".yaml",
}
DIST_INFO = {"METADATA", "WHEEL", "entry_points.txt", "RECORD", "licenses/LICENSE"}


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def build(target: str, source: Path, into: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", into, cwd=source)
    (built,) = into.iterdir()
    return built


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel alone; the libraries it needs are borrowed from this one."""
    home = tmp_path_factory.mktemp("desk") / "env"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--no-index", "--no-deps", wheel, cwd=home.parent)
    borrowed = sysconfig.get_path("purelib")
    # A plain path line: unlike a site folder, it does not bring the borrowed environment's own editable project.
    (
        Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
        / "borrowed.pth"
    ).write_text(f"{borrowed}\n")
    return home / "bin"


def expected() -> set[str]:
    """The wheel's paths for every file of the shipped folders that git does not ignore."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("the list of files comes from git, in a checkout")
    listing = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *SHIPPED, cwd=ROOT)
    names = [name for name in listing.split("\0") if name and (ROOT / name).is_file()]
    return {name if name.startswith("briefing/") else f"briefing/{name}" for name in names}


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_the_package_its_templates_and_assets_and_nothing_else(wheel: Path) -> None:
    names = names_in(wheel)
    (dist_info,) = {name.split("/")[0] for name in names if ".dist-info/" in name}
    about = {name.removeprefix(f"{dist_info}/") for name in names if name.startswith(f"{dist_info}/")}
    assert about == DIST_INFO
    assert {name for name in names if not name.startswith(dist_info)} == expected()


def test_only_known_kinds_of_file_are_shipped_and_no_code_among_templates_and_assets(wheel: Path) -> None:
    names = {PurePosixPath(name) for name in names_in(wheel) if name.startswith("briefing/")}
    assert {name for name in names if name.suffix not in KINDS} == set()
    data = {name for name in names if name.parts[1] in ("templates", "assets")}
    assert {name.parts[1] for name in data} == {"templates", "assets"}
    assert {name for name in data if name.suffix == ".py"} == set()


def test_a_wheel_built_from_the_source_distribution_holds_the_same_files(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(archive) as source:
        # The filter came with Python 3.11.4.
        safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        source.extractall(tmp_path / "source", **safely)
    (unpacked,) = (tmp_path / "source").iterdir()
    top = {path.name for path in unpacked.iterdir()}
    assert {"run", "tests", "docs", "requirements.txt", "requirements-dev.txt"} <= top
    assert not top & {"out", ".venv", ".git", ".ci"}
    assert names_in(build("wheel", unpacked, tmp_path / "wheel")) == names_in(wheel)


def test_the_installed_command_runs_from_anywhere(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import briefing; print(briefing.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)
    assert "build" in run(installed / "briefing", "--help", cwd=tmp_path)


def test_the_installed_command_builds_the_same_bytes_as_the_checkout(installed: Path, tmp_path: Path) -> None:
    brief = ROOT / "assets" / "briefs" / "niger-2023"
    made = {}
    for name, command in {
        "installed": installed / "briefing",
        "checkout": Path(sys.executable).parent / "briefing",
    }.items():
        out = tmp_path / name
        run(command, "build", brief, "--out", out, cwd=tmp_path)
        made[name] = {path.name: path.read_bytes() for path in out.rglob("*.pdf")}
    assert made["installed"].keys() == {"niger-2023.pdf"}
    assert made["installed"] == made["checkout"]
