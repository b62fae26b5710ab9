"""Any OCFL object is judged by the specification: the official fixtures, and objects with faults that these do not have."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing.archive.ocfl.rules import RULES
from briefing.archive.ocfl.validate import check_any_object
from briefing.problems import Severity
from tests.command import Command

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "data" / "ocfl-fixtures" / "1.1"
"""The fixtures of https://github.com/OCFL/fixtures for 1.1; the name of a bad one begins with its codes."""

OBJECTS = sorted(FIXTURES.glob("*-objects/*"))
CODE = re.compile(r"[EW]\d{3}")


def verdict(folder: Path) -> tuple[set[str], set[str]]:
    """Return the codes of the errors and of the warnings."""
    problems = check_any_object(folder)
    errors = {problem.code for problem in problems if problem.severity is Severity.ERROR}
    return errors, {problem.code for problem in problems} - errors


@pytest.mark.skipif(not OBJECTS, reason="the official fixtures are not beside this checkout")
def test_all_official_fixtures_are_there() -> None:
    assert len(OBJECTS) == 80


@pytest.mark.parametrize("folder", OBJECTS, ids=lambda folder: folder.name)
def test_an_official_fixture_is_judged_by_the_codes_in_its_name(folder: Path) -> None:
    errors, warnings = verdict(folder)
    named = set(CODE.findall(folder.name))
    if folder.parent.name == "good-objects":
        assert (errors, warnings) == (set(), set())
    elif folder.parent.name == "warn-objects":
        assert (errors, warnings) == (set(), named)
    else:
        assert named <= errors


def digest(content: bytes, algorithm: str = "sha512") -> str:
    return hashlib.new(algorithm, content).hexdigest()


def inventory(number: int, content: dict[str, bytes], **more: Any) -> dict[str, Any]:
    """Return the inventory of an object that holds in each version one file more, in the order of their paths."""
    paths = sorted(content)[:number]
    versions = {
        f"v{one}": {
            "created": f"2024-05-0{one}T10:00:00Z",
            "state": {digest(content[path]): [path.rpartition("/")[2]] for path in paths[:one]},
            "message": "why",
            "user": {"name": "Zoë", "address": "mailto:z@library.example"},
        }
        for one in range(1, number + 1)
    }
    return {
        "id": "urn:library.example:ballads-17",
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "digestAlgorithm": "sha512",
        "head": f"v{number}",
        "manifest": {digest(content[path]): [path] for path in paths},
        "versions": versions,
        **more,
    }


CONTENT = {"v1/content/ballad.txt": "Lord Randal 🎵".encode(), "v2/content/naïve.tei.xml": b"<TEI/>"}


def write_inventory(folder: Path, value: Any, algorithm: str = "sha512") -> None:
    text = value if isinstance(value, bytes) else json.dumps(value, indent=1).encode()
    (folder / "inventory.json").write_bytes(text)
    (folder / f"inventory.json.{algorithm}").write_text(f"{digest(text, algorithm)}  inventory.json\n")


@pytest.fixture
def ballads(tmp_path: Path) -> Path:
    """A sound object that this program did not write, of two versions."""
    folder = tmp_path / "ballads"
    for path, content in CONTENT.items():
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_bytes(content)
    (folder / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")
    for number in (1, 2):
        write_inventory(folder / f"v{number}", inventory(number, CONTENT))
    write_inventory(folder, inventory(2, CONTENT))
    return folder


def changed(ballads: Path, change: Callable[[Any], object]) -> Path:
    """Change the object's inventory, and the copy in the newest version."""
    value = inventory(2, CONTENT)
    change(value)
    for folder in (ballads, ballads / "v2"):
        write_inventory(folder, value)
    return ballads


def test_a_sound_object_has_no_fault(ballads: Path) -> None:
    assert verdict(ballads) == (set(), set())


def first_digest(value: Any) -> str:
    digest: str = next(iter(value["manifest"]))
    return digest


CHANGES: dict[str, tuple[str, Callable[[Any], object]]] = {
    "an unknown key": ("E102", lambda value: value.update(comment="ours")),
    "an unknown key of a user": ("E102", lambda value: value["versions"]["v1"]["user"].update(phone="1")),
    "a version that is a list": ("E047", lambda value: value["versions"].update(v2=[])),
    "a version 0": ("E105", lambda value: value["versions"].update(v0=value["versions"]["v1"])),
    "a version with a point": ("E104", lambda value: value["versions"].update({"v1.5": value["versions"]["v1"]})),
    "a manifest that is a list": ("E106", lambda value: value.update(manifest=[])),
    "a manifest whose digests have a text": (
        "E092",
        lambda value: value["manifest"].update({"a" * 128: "v1/content/x"}),
    ),
    "a state without a list": (
        "E051",
        lambda value: value["versions"]["v2"]["state"].update({first_digest(value): "a"}),
    ),
    "a fixity block of an unknown kind": ("E056", lambda value: value.update(fixity={"crc32": {}})),
    "a fixity block that is a text": ("E057", lambda value: value.update(fixity={"md5": "x"})),
    "a fixity block for what is nowhere": (
        "E057",
        lambda value: value.update(fixity={"md5": {"0" * 32: ["v1/content/no"]}}),
    ),
    "a sha1 that is another": (
        "E093",
        lambda value: value.update(fixity={"sha1": {"0" * 40: ["v1/content/ballad.txt"]}}),
    ),
    "a content directory of two dots": ("E018", lambda value: value.update(contentDirectory="..")),
    "the type of another version": ("E038", lambda value: value.update(type="https://ocfl.io/1.0/spec/#inventory")),
    "the type of no version": ("E038", lambda value: value.update(type=["1.1"])),
    "a date that is none": ("E049", lambda value: value["versions"]["v1"].update(created="2024-13-01T10:00:00Z")),
    "a path of 100,000 folders": (
        "E095",
        lambda value: value["versions"]["v2"]["state"][first_digest(value)].extend(["a/" * 100_000 + "b", "a"]),
    ),
    "a digest in capitals": (
        "E050",
        lambda value: value["versions"]["v2"].update(state={first_digest(value).upper(): ["a"]}),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_inventory_has_the_code_of_its_fault(name: str, ballads: Path) -> None:
    code, change = CHANGES[name]
    errors, _ = verdict(changed(ballads, change))
    assert code in errors


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 200_000,
        b'{"a": ' * 200_000,
        b'{"id": NaN}',
        b'{"id": "\\ud800"}',
        b"\xff\xfe{\0}\0",
        b"9" * 5000,
        b'{"a":1,"a":2}',
        b"",
    ],
    ids=["deep list", "deep object", "NaN", "half a character", "UTF-16", "5,000 digits", "a key twice", "empty"],
)
def test_what_is_no_inventory_is_one_error(text: bytes, ballads: Path) -> None:
    write_inventory(ballads, text)
    assert verdict(ballads) == ({"E033"}, set())


def test_other_digests_are_computed(ballads: Path) -> None:
    path, content = next(iter(CONTENT.items()))
    by = {"blake2b-160": hashlib.blake2b(content, digest_size=20).hexdigest(), "sha512/256": "0" * 64, "size": "13"}
    changed(ballads, lambda value: value.update(fixity={name: {digest: [path]} for name, digest in by.items()}))
    assert verdict(ballads) == (set(), set())
    changed(ballads, lambda value: value.update(fixity={"blake2b-256": {by["blake2b-160"]: [path]}}))
    assert verdict(ballads)[0] == {"E093"}


def test_zeros_in_the_names_of_versions_are_followed(ballads: Path) -> None:
    for number, name in ((1, "v01"), (2, "v002")):
        (ballads / f"v{number}").rename(ballads / name)
    text = json.dumps(inventory(2, CONTENT)).replace('"v1', '"v01').replace('"v2', '"v002')
    for folder in (ballads, ballads / "v002"):
        write_inventory(folder, text.encode())
    write_inventory(ballads / "v01", json.dumps(inventory(1, CONTENT)).replace('"v1', '"v01').encode())
    assert verdict(ballads) == ({"E012"}, {"W001"})


def replace_by_link(path: Path) -> None:
    path.rename(path.with_name("moved-away"))
    path.with_name("moved-away").rename(path.parents[3] / "moved-away")
    path.symlink_to(path.parents[3] / "moved-away")


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replace_by_device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


FILES: dict[str, tuple[set[str], Callable[[Path], object]]] = {
    "content that is a link": ({"E090", "E092"}, lambda folder: replace_by_link(folder / "v1/content/ballad.txt")),
    "content that is a pipe": ({"E090", "E092"}, lambda folder: replace_by_pipe(folder / "v1/content/ballad.txt")),
    "content that is a device": (
        {"E090", "E092"},
        lambda folder: replace_by_device(folder / "v2/content/naïve.tei.xml"),
    ),
    "an inventory that is a device": ({"E090"}, lambda folder: replace_by_device(folder / "inventory.json")),
    "a version's inventory that is a pipe": ({"E090"}, lambda folder: replace_by_pipe(folder / "v1/inventory.json")),
    "a sidecar that is a device": (
        {"E090"},
        lambda folder: replace_by_device(folder / "inventory.json.sha512"),
    ),
    "a declaration that is a pipe": ({"E090", "E003"}, lambda folder: replace_by_pipe(folder / "0=ocfl_object_1.1")),
    "two declarations": ({"E003"}, lambda folder: (folder / "0=ocfl_object_1.0").write_text("ocfl_object_1.0\n")),
    "a declaration of the future": (
        {"E003"},
        lambda folder: (folder / "0=ocfl_object_1.1").rename(folder / "0=ocfl_object_2.0"),
    ),
    "an empty folder in the content": ({"E024"}, lambda folder: (folder / "v1/content/more/none").mkdir(parents=True)),
    "a first version that is gone": ({"E010", "E046", "E092"}, lambda folder: shutil.rmtree(folder / "v1")),
    "a name that is not UTF-8": (
        {"E023"},
        lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/v1/content/\xff\x1b[2J")).write_text(""),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_in_the_place_of_a_file_is_judged_and_not_read(name: str, ballads: Path) -> None:
    codes, change = FILES[name]
    change(ballads)
    errors, _ = verdict(ballads)
    assert errors == codes


def test_very_many_faults_of_a_kind_are_counted(ballads: Path) -> None:
    def add(value: Any) -> None:
        value["manifest"] |= {f"{number:0128x}": [f"v1/content/{number}"] for number in range(3000)}

    lines = [str(problem) for problem in check_any_object(changed(ballads, add))]
    assert len(lines) < 500
    assert "error[E107]: the same is so 2,900 times more" in lines


def test_the_command_prints_a_line_for_each_fault(ballads: Path, command: Command) -> None:
    done = command("editions", "verify", "--object", str(ballads))
    assert (done.code, done.out, done.err) == (0, f"{ballads}: a valid OCFL object\n", "")
    changed(ballads, lambda value: value["versions"]["v1"].pop("user"))
    done = command("editions", "verify", "--object", "ballads")
    assert done.code == 0
    assert [line[:5] for line in done.out.splitlines()] == ["W007 ", "W011 ", "balla"]
    (ballads / "v1/content/ballad.txt").write_text("Lord Lovel")
    (ballads / "v2/content/naïve.tei.xml").rename(ballads / "v2/content/\x1b]0;owned\x07")
    done = command("editions", "verify", "--object", "ballads")
    assert done.code == 6
    assert re.findall(r"(?m)^[EW]\d{3} ", done.out) == ["W007 ", "W011 ", "E023 ", "E092 ", "E092 "]
    assert "v2/content/<U+001B>]0;owned<U+0007>" in done.out
    assert "\x1b" not in done.out


def test_the_command_refuses_what_is_no_folder(command: Command) -> None:
    for words in (["briefing.toml"], ["nowhere"], [".", "--since", "9d"], [".", "an-id"]):
        done = command("editions", "verify", "--object", *words)
        assert done.code == 2
    assert command("editions", "verify", "--object", ".").code == 6


def test_each_code_is_one_of_the_specification_or_our_own() -> None:
    ours = {"changed", "form", "misplaced", "stray", "unreadable"}
    assert {rule.partition(" ")[0] for rule in RULES if not CODE.match(rule)} == ours
