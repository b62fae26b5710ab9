"""`verify` reports the very file for whatever is done to a stored edition outside this program."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.archive.archive import Archive, open_archive
from briefing.archive.ocfl.inventory import digest_of, sidecar_of
from briefing.archive.summary import list_editions
from briefing.problems import ArchiveError
from tests.archived import assert_valid_ocfl, faults, publish


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


DAMAGE: dict[str, Callable[[Path], None]] = {
    "flip a bit": flip,
    "truncate": truncate,
    "empty": empty,
    "lengthen": lengthen,
    "delete": Path.unlink,
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = open_archive(tmp_path_factory.mktemp("sound") / "editions")
    for text in ("one", "two", "three"):
        publish(archive, text)
    publish(archive, "other", "y")
    assert not faults(archive)
    assert_valid_ocfl(archive.root)
    return archive.root


def stored(root: Path) -> list[Path]:
    """Return every file of the archive except our own records beside the objects."""
    ours = root / "extensions" / "briefing"
    return [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_relative_to(ours)]


def is_reported(root: Path, path: Path) -> bool:
    """Return whether a fault names the file, or the folder that it declares an object."""
    relative = path.relative_to(root)
    where = {fault.place.file for fault in faults(open_archive(root)) if fault.place}
    if path.name.startswith("0=ocfl_object"):
        return bool(where & {str(relative), str(relative.parent)})
    return str(relative) in where


@pytest.mark.parametrize("damage", DAMAGE)
def test_every_damaged_file_is_reported(damage: str, sound: Path, tmp_path: Path) -> None:
    missed = []
    for number, path in enumerate(stored(sound)):
        root = tmp_path / str(number)
        shutil.copytree(sound, root)
        target = root / path.relative_to(sound)
        DAMAGE[damage](target)
        if target.parent == root and target.name == "0=ocfl_1.1" and damage == "delete":
            # Without its declaration it is not an archive: that is reported before anything else.
            continue
        if target.name in ("ocfl_layout.json", "config.json") and damage in ("truncate", "lengthen"):
            # A line end less or more has the same meaning.
            continue
        if not is_reported(root, target):
            missed.append(str(path.relative_to(sound)))
        shutil.rmtree(root)
    assert not missed


def test_files_swapped_between_editions_are_both_reported(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    for name in ("x.pdf", "manifest.json", "page/index.html"):
        first, second = (next(root.rglob(f"v{number}/content/{name}")) for number in (1, 2))
        one, other = first.read_bytes(), second.read_bytes()
        first.write_bytes(other)
        second.write_bytes(one)
        assert is_reported(root, first)
        assert is_reported(root, second)
        first.write_bytes(one)
        second.write_bytes(other)
    assert not faults(open_archive(root))


@pytest.mark.parametrize(
    "where", ["v1/content/stray", "v2/content/source/brief/stray", "v3/stray", "stray", "v1/content/new/stray"]
)
def test_a_stray_file_is_reported(where: str, sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    folder = next(root.rglob("briefing%3ax"))
    stray = folder / where
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("stray")
    assert is_reported(root, stray)


def test_a_stray_file_outside_objects_and_an_empty_folder_are_reported(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    (root / "abc" / "def").mkdir(parents=True)
    (next(root.rglob("briefing%3ax")).parent / "stray").write_text("stray")
    codes = {fault.code for fault in faults(open_archive(root))}
    assert codes == {"E072", "E073"}


def test_a_link_in_place_of_a_file_is_reported(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    path = next(root.rglob("v1/content/x.pdf"))
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert is_reported(root, path)


def test_a_file_changed_together_with_all_inventories_is_reported(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    folder = next(root.rglob("briefing%3ax"))
    target = folder / "v1" / "content" / "x.pdf"
    before, after = digest_of(target.read_bytes()), digest_of(target.read_bytes() + b"forged")
    target.write_bytes(target.read_bytes() + b"forged")
    for inventory in (folder / "inventory.json", *sorted(folder.glob("v*/inventory.json"))):
        text = inventory.read_text().replace(before, after)
        assert json.loads(text)
        inventory.write_text(text)
        inventory.with_name("inventory.json.sha512").write_bytes(sidecar_of(text.encode()))
    assert_valid_ocfl(root)
    found = faults(open_archive(root))
    assert {fault.code for fault in found} == {"ledger"}
    assert len(found) == 3


def test_a_missing_object_is_reported(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    folder = next(root.rglob("briefing%3ay"))
    shutil.rmtree(folder.parents[2])
    (fault,) = faults(open_archive(root))
    assert (fault.code, fault.place.file if fault.place else "") == ("ledger", folder.relative_to(root).as_posix())


def remove_object(folder: Path) -> None:
    shutil.rmtree(folder)


def remove_files_of_object(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def roll_back(folder: Path, number: int = 2) -> None:
    """Make an object what it was when it had `number` versions."""
    for later in range(number + 1, 4):
        shutil.rmtree(folder / f"v{later}")
    for name in ("inventory.json", "inventory.json.sha512"):
        shutil.copy(folder / f"v{number}" / name, folder / name)


def roll_back_to_the_first(folder: Path) -> None:
    roll_back(folder, 1)


def replace_newest(folder: Path) -> None:
    """Replace what the newest inventory says, with its digests."""
    content = (folder / "inventory.json").read_bytes().replace(b"Edition 3", b"Edition 9")
    for where in (folder, folder / "v3"):
        (where / "inventory.json").write_bytes(content)
        (where / "inventory.json.sha512").write_bytes(sidecar_of(content))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (remove_object, "the whole object is missing"),
        (remove_files_of_object, "the whole object is missing"),
        (roll_back, "ends with v2, though the ledger says that v3 was stored"),
        (roll_back_to_the_first, "ends with v1, though the ledger says that v3 was stored"),
        (replace_newest, "its digest differs from the one in the ledger"),
    ],
)
def test_what_the_ledger_has_noted_is_not_read_or_followed_by_an_edition_when_it_is_gone(
    change: Callable[[Path], None], message: str, sound: Path, tmp_path: Path
) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    change(next(root.rglob("briefing%3ax")))
    archive = open_archive(root)
    attempts: list[Callable[[Archive], object]] = [
        lambda archive: archive.editions("x"),
        lambda archive: archive.newest("x"),
        lambda archive: archive.edition("x", 1),
        lambda archive: publish(archive, "four"),
    ]
    for attempt in attempts:
        with pytest.raises(ArchiveError, match=message):
            attempt(archive)
    assert archive.ids() == ["x", "y"]
    editions, errors = list_editions(archive, lambda done, of: None)
    assert [edition.id for edition in editions] == ["y"]
    assert [message in str(error) for error in errors] == [True]
    assert faults(archive)
    publish(archive, "more", "y")


def test_a_version_that_is_not_noted_yet_is_read_and_followed(sound: Path, tmp_path: Path) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    ledger = root / "extensions" / "briefing" / "inventories.sha512"
    noted = ledger.read_text().splitlines(keepends=True)
    for kept in ([line for line in noted if "3ax/v3/" not in line], [noted[0]], []):
        ledger.write_text("".join(kept))
        assert [edition.number for edition in open_archive(root).editions("x")] == [1, 2, 3]
    assert publish(open_archive(root), "four").number == 4
    assert not faults(open_archive(root))
