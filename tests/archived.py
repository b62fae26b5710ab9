"""Editions to publish, and checks of an archive: shared by the tests of the archive."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.archive.archive import Archive, StoredEdition, open_archive
from briefing.archive.changes import compare_editions
from briefing.archive.contents import digest_edition, edition_files
from briefing.archive.ocfl.inventory import User
from briefing.archive.ocfl.layout import find_objects
from briefing.archive.verify import VerifyOptions, verify_objects, verify_root
from briefing.edition import Edition
from briefing.fingerprint import Toolchain
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import EditionStatement
from briefing.pages.document import Document, Pdf
from briefing.problems import Problem

VALIDATORS = Path(__file__).parents[1] / ".venv" / "validators" / "bin"
"""Where `./run faults` installs validators by others."""

FIRST = datetime(2024, 5, 2, 18, tzinfo=UTC)
TOOLCHAIN = Toolchain(
    {"briefing": "0", "python": "3"}, {"a font": "1"}, {"paper": "a4"}, {"templates/page.j2": b"{{ x }}"}
)


def written(**more: Any) -> dict[str, Any]:
    return {
        "id": "x",
        "title": "Title",
        "marking": "TLP:RED",
        "as_of": "2024-05-02T18:00Z",
        "contact": {"name": "Desk", "email": "desk@desk.example"},
        "bottom_line": "It has. [@b]",
        "summary": ["First. [@a para. 2]"],
        "sources": [{"id": name, "publisher": name.upper(), "title": "Report"} for name in ("a", "b")],
        **more,
    }


def make_edition(text: str, **more: Any) -> Edition:
    """Return an edition with the bottom line `text`; its PDF is not a real one, because the archive stores bytes."""
    briefing = Briefing.model_validate(written(bottom_line=text, **more))
    page = Document(f"<p>{text}</p>", {"print.css": b"p {}"}, FIRST)
    pdf = Pdf(b"%PDF-1.7 " + text.encode() * 50, 1)
    read = {Path("/brief/briefing.yaml"): text.encode(), Path("/brief/t/tables.csv"): b"always,the,same\n"}
    return Edition(briefing, page, pdf, read, frozenset(), (), data={"figures.csv": f"a,b\n1,{text}\n".encode()})


def publish(
    archive: Archive, text: str, briefing_id: str = "x", wait_seconds: float = 60, **more: Any
) -> StoredEdition:
    """Publish an edition with the bottom line `text`, dated an hour after the last."""
    edition = make_edition(text, id=briefing_id, **more)
    with archive.open_writer(briefing_id, wait_seconds) as writer:
        last = writer.last
        published = last.published + timedelta(hours=1) if last else FIRST
        source = {"briefing.yaml": text.encode(), "t/tables.csv": b"always,the,same\n"}
        digest = digest_edition(briefing_id, writer.number, published, source)
        changes = compare_editions(last.briefing, edition.briefing, {}, {}) if last else ()
        since = last.number if last else None
        statement = EditionStatement(briefing_id, writer.number, published, published, False, since, changes, digest)
        files = edition_files(edition, statement, TOOLCHAIN, source, f"says {text}"[:200], None)
        return writer.store_edition(
            files, published, f"Edition {statement.number}", User("Desk", "mailto:d@desk.example")
        )


def faults(archive: Archive) -> list[Problem]:
    """Return all that our own check finds wrong with an archive."""
    found = verify_root(archive)
    for checked in verify_objects(archive, sorted(archive.object_folders()), VerifyOptions(digests=True)):
        found += checked.problems
    return found


def all_files(archive: Archive) -> dict[str, dict[str, bytes]]:
    """Return every file of every edition."""
    return {
        edition.name: {name: edition.read(name) for name in edition.names()}
        for briefing_id in archive.ids()
        for edition in archive.editions(briefing_id)
    }


def assert_valid_ocfl(*roots: Path) -> None:
    """Assert that ocfl-py's validator finds the storage roots and each object in them valid."""
    validator = VALIDATORS / "ocfl-validate.py"
    if not validator.is_file():
        pytest.skip("ocfl-py's validator is not installed: ./run faults installs it")
    # Of a storage root it checks the folders only: its objects are given one by one.
    paths = [path for root in roots for path in (root, *find_objects(root))]
    assert len(paths) > len(roots)
    done = subprocess.run([VALIDATORS / "python", validator, "-q", *paths], capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert output.count("is VALID") == len(paths) - len(roots), output


def two_briefings(tmp_path: Path) -> Archive:
    """Return an archive with two editions of x and one of y."""
    archive = open_archive(tmp_path / "editions")
    publish(archive, "one")
    publish(archive, "two <b>bold</b> & more")
    publish(archive, "other", "y")
    return archive
