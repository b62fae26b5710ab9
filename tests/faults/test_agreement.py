"""Our validator and ocfl-py's agree: an object that the other finds invalid is invalid for ours."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.archive.archive import open_archive
from briefing.archive.ocfl.inventory import sidecar_of
from briefing.archive.ocfl.validate import check_object
from briefing.problems import Severity
from tests.archived import VALIDATORS, publish

WRONG: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "v0",
    "v01",
    "../x",
    "/x",
    "x/",
    "a//b",
    ".",
    "ü",
    [],
    {},
    [[]],
    {"x": 1},
    "v9",
    "sha256",
]


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield every place in an inventory that can be damaged."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*at, key)
        yield from places(part, (*at, key))


def damage(value: Any, rng: random.Random) -> Any:
    """Return an inventory with one item replaced, removed, renamed or doubled."""
    damaged = json.loads(json.dumps(value))
    *way, last = rng.choice(list(places(damaged)))
    inside = damaged
    for key in way:
        inside = inside[key]
    how = rng.choice(["replace", "remove", "rename", "double"])
    if how == "replace" or (how != "remove" and not isinstance(inside, dict)):
        inside[last] = rng.choice(WRONG)
    elif how == "remove":
        del inside[last]
    else:
        inside[str(rng.choice(WRONG)) if how == "rename" else f"{last}0"] = inside[last]
        if how == "rename":
            del inside[last]
    return damaged


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    return publish(archive, "two").folder


def validate(folders: list[Path]) -> dict[Path, bool]:
    """Return whether ocfl-py finds each object valid."""
    validator = VALIDATORS / "ocfl-validate.py"
    if not validator.is_file():
        pytest.skip("ocfl-py's validator is not installed: ./run faults installs it")
    verdicts = {}
    for folder in folders:
        done = subprocess.run(
            [VALIDATORS / "python", validator, "-q", folder], capture_output=True, text=True, check=False
        )
        # It may crash on what it does not expect; that does not count as valid.
        verdicts[folder] = done.returncode == 0 and "is VALID" in done.stdout
    return verdicts


def ours(folder: Path) -> bool:
    problems = check_object(folder.parents[3], folder, digests=True)
    return not any(problem.severity is Severity.ERROR for problem in problems)


def compared(made: list[Path]) -> None:
    verdicts = validate(made)
    assert not all(verdicts.values())
    lenient = [folder.parents[3].name for folder, valid in verdicts.items() if not valid and ours(folder)]
    assert not lenient


def copies(sound: Path, folder: Path, change: Callable[[Path, random.Random], None], number: int) -> list[Path]:
    made = []
    for seed in range(number):
        root = folder / str(seed)
        shutil.copytree(sound.parents[3], root)
        target = root / sound.relative_to(sound.parents[3])
        change(target, random.Random(seed))
        made.append(target)
    return made


def damage_inventories(target: Path, rng: random.Random) -> None:
    """Damage the inventory, and its copy in the newest version alike, with digests that fit."""
    value = damage(json.loads((target / "inventory.json").read_bytes()), rng)
    text = json.dumps(value).encode()
    for folder in (target, target / "v2"):
        (folder / "inventory.json").write_bytes(text)
        (folder / "inventory.json.sha512").write_bytes(sidecar_of(text))


def damage_older_inventory(target: Path, rng: random.Random) -> None:
    value = damage(json.loads((target / "v1" / "inventory.json").read_bytes()), rng)
    text = json.dumps(value).encode()
    (target / "v1" / "inventory.json").write_bytes(text)
    (target / "v1" / "inventory.json.sha512").write_bytes(sidecar_of(text))


def damage_files(target: Path, rng: random.Random) -> None:
    """Move, copy or remove a file or folder, or put one where none belongs."""
    found = sorted(target.rglob("*"))
    path, other = rng.choice(found), rng.choice(found)
    how = rng.choice(["remove", "copy", "empty folder", "stray"])
    if how == "remove":
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif how == "copy" and path.is_file():
        shutil.copy(path, (other if other.is_dir() else other.parent) / f"copy-of-{path.name}")
    elif how == "empty folder":
        ((other if other.is_dir() else other.parent) / "empty").mkdir()
    else:
        ((other if other.is_dir() else other.parent) / "stray").write_text("stray")


@pytest.mark.faults
@pytest.mark.parametrize("change", [damage_inventories, damage_older_inventory, damage_files])
def test_many_damaged_objects(change: Callable[[Path, random.Random], None], sound: Path, tmp_path: Path) -> None:
    compared(copies(sound, tmp_path / "damaged", change, 60))


def test_some_damaged_objects(sound: Path, tmp_path: Path) -> None:
    compared(copies(sound, tmp_path / "damaged", damage_inventories, 4))
