"""An edition can be exported as a bag."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.archive.archive import Archive, Notice
from briefing.archive.export import export_bag
from briefing.problems import ArchiveError
from tests.archived import VALIDATORS, two_briefings

archive = pytest.fixture(two_briefings)

LATER = datetime(2025, 1, 1, tzinfo=UTC)


def unpacked(archive: Archive, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(export_bag(archive.edition("x", 1)))) as bag:
        bag.extractall(folder)
    return folder / "x-edition-1"


def test_a_bag_contains_the_edition_and_its_metadata(archive: Archive, tmp_path: Path) -> None:
    bag = unpacked(archive, tmp_path)
    edition = archive.edition("x", 1)
    assert {name: (bag / "data" / name).read_bytes() for name in edition.names()} == {
        name: edition.read(name) for name in edition.names()
    }
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text().splitlines())
    assert info["External-Identifier"] == "briefing:x@1"
    assert info["Edition-Status"] == "superseded"
    assert info["Protective-Marking"] == "TLP:RED"


def test_the_same_edition_gives_the_same_bag(archive: Archive) -> None:
    assert export_bag(archive.edition("x", 1)) == export_bag(archive.edition("x", 1))


def validate_bag(bag: Path) -> int:
    validator = VALIDATORS / "bagit.py"
    if not validator.is_file():
        pytest.skip("bagit's validator is not installed: ./run faults installs it")
    return subprocess.run(
        [VALIDATORS / "python", validator, "--validate", bag], capture_output=True, check=False
    ).returncode


def test_bagit_validates_a_bag_and_detects_damage(archive: Archive, tmp_path: Path) -> None:
    bag = unpacked(archive, tmp_path)
    assert validate_bag(bag) == 0
    (bag / "data" / "x.pdf").write_bytes(b"forged")
    assert validate_bag(bag) != 0


def test_a_damaged_edition_is_not_exported(archive: Archive) -> None:
    next(archive.root.rglob("v1/content/x.pdf")).write_bytes(b"forged")
    with pytest.raises(ArchiveError, match="archive-damaged"):
        export_bag(archive.edition("x", 1))


def test_a_bag_says_that_its_edition_was_withdrawn(archive: Archive, tmp_path: Path) -> None:
    archive.withdraw("x", Notice(1, LATER, "Wrong figures", "desk", 2))
    info = (unpacked(archive, tmp_path) / "bag-info.txt").read_text()
    assert "Edition-Status: withdrawn\n" in info
    assert "Withdrawn: 2025-01-01T00:00:00Z Wrong figures\nReplaced-By: briefing:x@2\n" in info
