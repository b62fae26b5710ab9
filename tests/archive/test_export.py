"""An edition can be exported as a bag."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime
from hashlib import sha256, sha512
from pathlib import Path

import pytest

from briefing.archive.archive import Archive, Notice
from briefing.archive.export import export_bag
from briefing.archive.manifest import read_manifest
from briefing.archive.ocfl.inventory import User
from briefing.problems import ArchiveError
from tests.archived import VALIDATORS, two_briefings

archive = pytest.fixture(two_briefings)

LATER = datetime(2025, 1, 1, tzinfo=UTC)


def unpacked(archive: Archive, folder: Path, *, with_source: bool = False) -> Path:
    with zipfile.ZipFile(io.BytesIO(export_bag(archive.edition("x", 1), with_source=with_source))) as bag:
        bag.extractall(folder)
    return folder / "x-edition-1"


def test_a_bag_contains_the_edition_and_its_metadata(archive: Archive, tmp_path: Path) -> None:
    bag = unpacked(archive, tmp_path, with_source=True)
    edition = archive.edition("x", 1)
    assert {name: (bag / "data" / name).read_bytes() for name in edition.names()} == {
        name: edition.read(name) for name in edition.names()
    }
    info = dict(line.split(": ", 1) for line in (bag / "bag-info.txt").read_text().splitlines())
    assert info["External-Identifier"] == "briefing:x@1"
    assert info["Edition-Status"] == "superseded"
    assert info["Protective-Marking"] == "TLP:RED"


def test_a_bag_for_others_has_what_was_distributed_and_records_of_nothing_else(
    archive: Archive, tmp_path: Path
) -> None:
    bag, edition = unpacked(archive, tmp_path) / "data", archive.edition("x", 1)
    names = {path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file()}
    assert names == {name for name in edition.names() if not name.startswith("source/brief/")}
    assert {"x.pdf", "page/index.html", "data/figures.csv", "source/house/templates/page.j2"} <= names
    manifest = json.loads((bag / "manifest.json").read_bytes())
    assert manifest["files"] == {
        name: sha256((bag / name).read_bytes()).hexdigest()
        for name in names - {"manifest.json", "premis.xml", "dc.xml"}
    }
    assert manifest["seal"] == edition.manifest.source_digest
    premis = (bag / "premis.xml").read_text()
    assert "tables.csv" not in premis
    assert all(sha512((bag / name).read_bytes()).hexdigest() in premis for name in names - {"premis.xml"})
    assert read_manifest((bag / "manifest.json").read_bytes(), "manifest.json").number == 1


@pytest.mark.parametrize("with_source", [False, True])
def test_an_edition_stored_with_its_reasons_is_shared_without_them(
    archive: Archive, tmp_path: Path, *, with_source: bool
) -> None:
    """As earlier versions stored it."""
    files = {name: archive.edition("x", 2).read(name) for name in archive.edition("x", 2).names()}
    understood = json.loads(files["briefing.json"])
    understood["allow"] = [{"code": "no-gaps", "reason": "Nightjar"}]
    understood["sources"][0]["text"] = "sources/nightjar.txt"
    manifest = json.loads(files["manifest.json"])
    manifest["checks"] = [{"code": "no-gaps", "what": "nothing", "allowed": "Nightjar"}]
    manifest["number"] = 3
    files |= {
        name: json.dumps(value).encode() for name, value in (("briefing.json", understood), ("manifest.json", manifest))
    }
    with archive.open_writer("x") as writer:
        edition = writer.store_edition(files, LATER, "Edition 3", User("Desk"))
    with zipfile.ZipFile(io.BytesIO(export_bag(edition, with_source=with_source))) as bag:
        found = [name for name in bag.namelist() if b"nightjar" in bag.read(name).lower()]
    assert len(found) == (2 if with_source else 0)


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
