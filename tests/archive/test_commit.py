"""A version is on the disk before the object's inventory lists it, and inventories are checked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from briefing.archive.archive import open_archive
from briefing.archive.ocfl.commit import begin_transaction
from briefing.archive.ocfl.inventory import Inventory, User, Version, digest_of, write_inventory
from briefing.archive.ocfl.layout import object_path
from briefing.archive.ocfl.objects import read_object
from briefing.archive.ocfl.parse import parse_inventory
from briefing.problems import ArchiveError
from tests.archived import FIRST, assert_valid_ocfl, faults, publish

ROOT = Path(__file__).parents[2]
DESK = User("Desk", "mailto:d@desk.example")


def commit(root: Path, files: dict[str, bytes], carried: dict[str, str] | None = None, name: str = "x:1") -> Inventory:
    with begin_transaction(root, name, 1) as draft:
        return draft.commit(files, carried or {}, FIRST, "why", DESK)


def test_what_is_unchanged_is_stored_once(tmp_path: Path) -> None:
    commit(tmp_path, {"a": b"same", "b": b"one"})
    inventory = commit(tmp_path, {"a": b"same", "b": b"two", "c/d": b"one"})
    assert sorted(inventory.manifest) == ["v1/content/a", "v1/content/b", "v2/content/b"]
    assert inventory.versions[1].state == {"a": digest_of(b"same"), "b": digest_of(b"two"), "c/d": digest_of(b"one")}
    assert_valid_ocfl(tmp_path)


def test_unchanged_files_need_no_content(tmp_path: Path) -> None:
    first = commit(tmp_path, {"a": b"kept", "b": b"one"})
    inventory = commit(tmp_path, {"n": b"new"}, {"a": first.versions[0].state["a"]})
    assert inventory.versions[1].state.keys() == {"a", "n"}
    assert_valid_ocfl(tmp_path)


@pytest.mark.parametrize("name", ["x:1", "x:" + "long" * 60, "info:é/ü?#%"])
def test_any_id_has_a_folder(name: str, tmp_path: Path) -> None:
    commit(tmp_path, {"a": b"a"}, name=name)
    found = read_object(tmp_path, name)
    assert found is not None
    assert found.id == name
    assert_valid_ocfl(tmp_path)


@pytest.mark.parametrize(
    ("object_id", "path"),
    [
        # The examples of the extension's own page.
        ("object-01", "3c0/ff4/240/object-01"),
        ("..hor/rib:le-$id", "487/326/d8c/%2e%2ehor%2frib%3ale-%24id"),
    ],
)
def test_layout_0003(object_id: str, path: str) -> None:
    assert str(object_path(object_id)) == path


def test_the_same_inventory_gives_the_same_bytes(tmp_path: Path) -> None:
    inventory = commit(tmp_path, {"b": b"b", "a": b"a"})
    assert parse_inventory(write_inventory(inventory), "") == inventory


@pytest.mark.parametrize(
    ("find", "replace", "code"),
    [
        ('"v1/content/a"', '"v1/content/../../../a"', "E099"),
        ('"v1/content/a"', '"v1/content/./a"', "E099"),
        ('"v1/content/a"', '"v1/content//a"', "E099"),
        ('"v1/content/a"', '"v1/content/a\\u0000"', "E099"),
        ('"v1/content/a"', '"v1/content/a/.."', "E099"),
        ('"v1/content/a"', '"v1/content/a/"', "E100"),
        ('"v1/content/a"', '"v1/content/a", "v1/content/a/b"', "E101"),
        ('"v1/content/a"', '"v1/content/a", "v1/content/a"', "E101"),
        ('"v1/content/a"', '"/etc/passwd"', "E042"),
        ('"head": "v1"', '"head": "v2"', "E040"),
        ('"id": "x:1"', '"id": 1', "E037"),
        ('"sha512"', '"md5"', "E025"),
        ('"created"', '"crated"', "E048"),
        ('"manifest"', '"id": "y", "manifest"', "E033"),
        ('"v1": {', '"v3": {', "E009"),
    ],
)
def test_an_inventory_that_breaks_a_rule_is_refused(find: str, replace: str, code: str, tmp_path: Path) -> None:
    commit(tmp_path, {"a": b"a"})
    path = next(tmp_path.glob("*/*/*/*/inventory.json"))
    text = path.read_text()
    assert find in text
    path.write_text(text.replace(find, replace))
    with pytest.raises(ArchiveError, match=code):
        read_object(tmp_path, "x:1")


@pytest.mark.parametrize("character", ["g", "G", "\\ud800", "é", "\\n"])
def test_a_digest_of_the_right_length_with_wrong_characters_is_refused(character: str, tmp_path: Path) -> None:
    commit(tmp_path, {"a": b"a"})
    path = next(tmp_path.glob("*/*/*/*/inventory.json"))
    path.write_text(path.read_text().replace(digest_of(b"a"), character * 128))
    with pytest.raises(ArchiveError, match="E033" if "ud800" in character else "E025"):
        read_object(tmp_path, "x:1")


def added_to(inventory: Inventory, text: str) -> Inventory:
    digest = digest_of(text.encode())
    version = Version(FIRST, {"a": digest, '}}}\n"versions": {': digest}, text, DESK)
    return inventory.with_version(version, {f"v{inventory.head + 1}/content/a": digest})


def test_adding_to_a_history_gives_the_same_text_as_writing_all_of_it() -> None:
    inventory = added_to(Inventory("x:1", {}, ()), ',\n"versions": {"v1": {}}}\n')
    for number in range(4):
        text = write_inventory(inventory)
        read = parse_inventory(text, "")
        assert read == inventory
        assert write_inventory(read) == text
        inventory = added_to(inventory, f"{number}}}}}}}\n")
        assert write_inventory(added_to(read, f"{number}}}}}}}\n")) == write_inventory(inventory)
        assert write_inventory(read.at(1)) == write_inventory(inventory.at(1))


@pytest.mark.parametrize("indent", [None, 2])
def test_versions_written_by_other_programs_are_preserved(indent: int | None) -> None:
    value = json.loads(write_inventory(added_to(added_to(Inventory("x:1", {}, ()), "one"), "two")))
    value["versions"]["v1"]["theirs"] = {"more": [1]}
    value["versions"] = {name: value["versions"][name] for name in ("v2", "v1")}
    value["fixity"] = {"md5": {"0" * 32: ["v1/content/a"]}}
    read = parse_inventory(json.dumps(value, indent=indent).encode() + b"\n", "")
    written = json.loads(write_inventory(added_to(read, "three")))
    assert written["versions"]["v1"] == value["versions"]["v1"]
    assert written["fixity"] == value["fixity"]
    assert list(written["versions"]) == ["v1", "v2", "v3"]
    assert parse_inventory(write_inventory(added_to(read, "three")), "") == added_to(read, "three")


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"id": "x"}'])
def test_something_other_than_an_inventory_is_reported_as_damage(content: bytes) -> None:
    with pytest.raises(ArchiveError, match="archive-damaged"):
        parse_inventory(content, "inventory.json")


def test_a_folder_with_other_content_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    for attempt in (lambda: open_archive(tmp_path), lambda: commit(tmp_path, {"a": b"a"})):
        with pytest.raises(ArchiveError, match="not-an-archive"):
            attempt()
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_all_is_synced_before_it_is_renamed_into_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of the file system calls, for a first and a later edition."""
    events: list[tuple[str, str]] = []
    fsync, rename, replace = os.fsync, os.rename, os.replace

    def recording_fsync(handle: int) -> None:
        events.append(("fsync", str(Path(f"/proc/self/fd/{handle}").readlink())))
        fsync(handle)

    def recording_move(move: Any) -> Any:
        def recorded(source: Any, target: Any) -> None:
            events.append(("move", f"{source} -> {target}"))
            move(source, target)

        return recorded

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("only Linux says which file a handle is of")
    monkeypatch.setattr(os, "fsync", recording_fsync)
    monkeypatch.setattr(os, "rename", recording_move(rename))
    monkeypatch.setattr(os, "replace", recording_move(replace))
    archive = open_archive(tmp_path / "editions")
    for text in ("one", "two"):
        events.clear()
        publish(archive, text)
        check_order(events, archive.root)
    assert not faults(archive)


def check_order(events: list[tuple[str, str]], root: Path) -> None:
    synced: set[str] = set()
    moves = 0
    for at, (kind, what) in enumerate(events):
        if kind == "fsync":
            synced.add(what)
            continue
        source, target = what.split(" -> ")
        if Path(target).is_relative_to(root / "extensions"):
            continue
        moves += 1
        # By now, what had the staged name has the other.
        placed = Path(target)
        inside = [placed, *placed.rglob("*")] if placed.is_dir() else [placed]
        for path in inside:
            staged = source + str(path).removeprefix(target)
            assert staged in synced, f"{staged} was not synced when it was renamed"
        assert ("fsync", str(placed.parent)) in events[at + 1 :], f"the entry of {placed.name} was never synced"
    assert moves >= 1


def test_the_calls_as_the_kernel_sees_them(tmp_path: Path) -> None:
    if not which("strace"):
        pytest.skip("strace is not installed")
    program = (
        "import sys; from pathlib import Path\n"
        "from briefing.archive.archive import open_archive\n"
        "from tests.archived import publish\n"
        "archive = open_archive(Path(sys.argv[1])); publish(archive, 'one'); publish(archive, 'two')\n"
    )
    log = tmp_path / "calls"
    trace = ["strace", "-f", "-y", "-o", str(log), "-e", "trace=fsync,rename,renameat,renameat2"]
    done = subprocess.run(
        [*trace, sys.executable, "-c", program, str(tmp_path / "editions")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 and "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    calls = log.read_text()
    archive = open_archive(tmp_path / "editions")
    second = archive.edition("x", 2).folder / "v2"
    written = [path for path in second.rglob("*") if path.is_file()]
    synced = set(re.findall(r"fsync\(\d+<([^>]+)>", calls))
    staged = {re.sub(r".*/v2/", "", path) for path in synced if "/staging/" in path and "/v2/" in path}
    assert {path.relative_to(second).as_posix() for path in written} <= staged
    assert calls.index('/v2"') < calls.index('inventory.json"', calls.index('/v2"'))
    assert str(second.parent) in synced


def test_a_version_is_added_to_a_known_history_without_reading_all_of_it(tmp_path: Path) -> None:
    for text in ("one", "two"):
        publish(open_archive(tmp_path), text)
    with begin_transaction(tmp_path, "briefing:x", 1) as transaction:
        assert transaction.inventory
        assert (transaction.inventory.earlier, transaction.inventory.head) == (1, 2)
        partial = transaction.inventory
    full = read_object(tmp_path, "briefing:x")
    assert full
    assert (partial.id, partial.manifest, partial.versions[-1]) == (full.id, full.manifest, full.versions[-1])
    assert write_inventory(added_to(partial, "three")) == write_inventory(added_to(full, "three"))
    assert not faults(open_archive(tmp_path))


@pytest.mark.parametrize("spoil", ["ledger", "inventory"])
def test_a_history_that_the_ledger_does_not_know_is_checked_in_full(spoil: str, tmp_path: Path) -> None:
    for text in ("one", "two"):
        publish(open_archive(tmp_path), text)
    ledger = tmp_path / "extensions" / "briefing" / "inventories.sha512"
    path = tmp_path / object_path("briefing:x") / "inventory.json"
    if spoil == "ledger":
        ledger.unlink()
        with begin_transaction(tmp_path, "briefing:x", 1) as transaction:
            assert transaction.inventory == read_object(tmp_path, "briefing:x")
    else:
        # The first version, which a partial reading would leave out.
        path.write_text(path.read_text().replace('"created"', '"crated"', 1))
        with pytest.raises(ArchiveError, match="E048"):
            publish(open_archive(tmp_path), "three")
