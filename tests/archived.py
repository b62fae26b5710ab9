"""Editions to archive, and judges of what the archive made: what the tests of the archive share."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing.archive.archive import Archive, StoredEdition
from briefing.archive.changes import compare_editions
from briefing.archive.contents import digest_edition, edition_files
from briefing.archive.ocfl.inventory import User
from briefing.archive.ocfl.layout import find_objects
from briefing.archive.verify import VerifyOptions, verify_objects, verify_root
from briefing.edition import Edition
from briefing.fingerprint import Toolchain
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import EditionStatement
from briefing.pages.document import Attachment, Document, Pdf
from briefing.problems import Problem

JUDGES = Path(__file__).parents[1] / ".venv" / "judges" / "bin"
"""Where `./run faults` installs the validators of others."""

FIRST = datetime(2024, 5, 2, 18, tzinfo=UTC)
MAKING = Toolchain(
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


def set_edition(text: str, **more: Any) -> Edition:
    """An edition that says `text`; its PDF is none, for what is kept here is bytes."""
    briefing = Briefing.model_validate(written(bottom_line=text, **more))
    data = Attachment("figures.csv", f"a,b\n1,{text}\n".encode(), "text/csv", "Figures", "Data")
    page = Document(f"<p>{text}</p>", {"print.css": b"p {}"}, FIRST, (data,))
    pdf = Pdf(b"%PDF-1.7 " + text.encode() * 50, 1)
    read = {Path("/brief/briefing.yaml"): text.encode(), Path("/brief/t/tables.csv"): b"always,the,same\n"}
    return Edition(briefing, page, pdf, read, frozenset(), ())


def publish(
    archive: Archive, text: str, briefing_id: str = "x", wait_seconds: float = 60, **more: Any
) -> StoredEdition:
    """Publish an edition that says `text`, an hour after the one before it."""
    edition = set_edition(text, id=briefing_id, **more)
    with archive.open_writer(briefing_id, wait_seconds) as writer:
        last = writer.last
        published = last.published + timedelta(hours=1) if last else FIRST
        source = {"briefing.yaml": text.encode(), "t/tables.csv": b"always,the,same\n"}
        digest = digest_edition(briefing_id, writer.number, published, source)
        changes = compare_editions(last.briefing, edition.briefing, {}, {}) if last else ()
        since = last.number if last else None
        statement = EditionStatement(briefing_id, writer.number, published, published, False, since, changes, digest)
        files = edition_files(edition, statement, MAKING, source, f"says {text}", None)
        return writer.store_edition(
            files, published, f"Edition {statement.number}", User("Desk", "mailto:d@desk.example")
        )


def faults(archive: Archive) -> list[Problem]:
    """All that our own check finds wrong with an archive."""
    found = verify_root(archive)
    for checked in verify_objects(archive, archive.ids(), VerifyOptions(digests=True)):
        found += checked.problems
    return found


def everything(archive: Archive) -> dict[str, dict[str, bytes]]:
    """Every file of every edition."""
    return {
        edition.name: {name: edition.read(name) for name in edition.names()}
        for briefing_id in archive.ids()
        for edition in archive.editions(briefing_id)
    }


def judged_valid(*roots: Path) -> None:
    """Assert that ocfl-py's validator finds the storage roots, and each object in them, valid."""
    judge = JUDGES / "ocfl-validate.py"
    if not judge.is_file():
        pytest.skip("ocfl-py's validator is not here: ./run faults installs it")
    # Of a storage root it looks at the folders alone: its objects are named one by one.
    paths = [path for root in roots for path in (root, *find_objects(root))]
    assert len(paths) > len(roots)
    done = subprocess.run([JUDGES / "python", judge, "-q", *paths], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert said.count("is VALID") == len(paths) - len(roots), said
