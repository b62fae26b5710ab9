"""The files that one edition is kept as, by their names in the archive.

ID.pdf  ID.signed.pdf     what was handed out
page/                     the same as HTML, with its style and pictures
data/                     the figures behind the charts
source/brief/             everything the author wrote or brought
source/house/             the templates, styles and data it was set with
briefing.json             the briefing as it was understood, in the words of `briefing schema`
manifest.json  premis.xml  dc.xml
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256, sha512
from pathlib import Path

from briefing.archive import manifest as manifests
from briefing.archive.manifest import Manifest, write_manifest
from briefing.archive.metadata import Event, write_dublin_core, write_premis
from briefing.edition import Edition
from briefing.fingerprint import Toolchain
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import EditionStatement
from briefing.problems import ContentError, Problem
from briefing.text.citations import IN_PROSE

BRIEF, HOUSE, PAGE, DATA = "source/brief/", "source/house/", "page/", "data/"
HTML, UNDERSTOOD, PREMIS, DUBLIN_CORE = "page/index.html", "briefing.json", "premis.xml", "dc.xml"
NOTICES = "notices/"


def name_sources(read: Mapping[Path, bytes], roots: list[Path]) -> dict[str, bytes]:
    """Every file that was read by its name in the first root that holds it: what the author calls it.

    All of them are found again under one folder. Raises ContentError (`name-taken`) where two would have one name.
    """
    named: dict[str, bytes] = {}
    tops = [root.resolve() for root in roots]
    for path, content in sorted(read.items()):
        top = next((top for top in tops if path.is_relative_to(top)), None)
        name = path.relative_to(top).as_posix() if top else path.name
        if named.setdefault(name, content) != content:
            hint = "give one of them another name, so that the edition can keep both"
            raise ContentError(Problem("name-taken", f'two files that were read are both "{name}"', hint=hint))
    return named


def statement_of(manifest: Manifest) -> EditionStatement:
    """What an edition of this manifest printed of itself."""
    return EditionStatement(
        manifest.id,
        manifest.number,
        manifest.published,
        manifest.changed,
        manifest.minor,
        manifest.since,
        manifest.changes,
        manifest.seal,
    )


def digest_edition(briefing_id: str, number: int, published: datetime, source: Mapping[str, bytes]) -> str:
    """The SHA-256 of an edition's id, number and date and of all its sources: what its code and its QR carry."""
    digests = {name: sha512(content).hexdigest() for name, content in sorted(source.items())}
    value = {"id": briefing_id, "number": number, "published": published.isoformat(), "source": digests}
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def edition_files(
    edition: Edition,
    statement: EditionStatement,
    making: Toolchain,
    source: Mapping[str, bytes],
    note: str,
    signed: bytes | None,
) -> dict[str, bytes]:
    """All the files of one edition, the same bytes for the same edition."""
    briefing = edition.briefing
    pdf, signed_pdf = f"{briefing.id}.pdf", f"{briefing.id}.signed.pdf" if signed else ""
    files = {pdf: edition.pdf.content, HTML: edition.document.html.encode(), UNDERSTOOD: _understood(briefing)}
    if signed:
        files[signed_pdf] = signed
    files |= {f"{PAGE}{name}": content for name, content in edition.document.files.items()}
    files |= {f"{DATA}{one.name}": one.content for one in edition.document.attachments if one.relationship == "Data"}
    files |= {f"{BRIEF}{name}": content for name, content in source.items()}
    files |= {f"{HOUSE}{name}": content for name, content in making.house.items()}
    manifest = _manifest(edition, statement, making, note, pdf, signed_pdf, files)
    files[DUBLIN_CORE] = write_dublin_core(manifest, briefing.contact.name, _plain(briefing.bottom_line))
    files[manifests.NAME] = write_manifest(manifest)
    files[PREMIS] = _premis(manifest, files)
    return files


def _understood(briefing: Briefing) -> bytes:
    value = briefing.model_dump(mode="json", exclude_unset=True)
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def _manifest(
    edition: Edition,
    statement: EditionStatement,
    making: Toolchain,
    note: str,
    pdf: str,
    signed: str,
    files: Mapping[str, bytes],
) -> Manifest:
    briefing = edition.briefing
    return Manifest(
        id=briefing.id,
        number=statement.number,
        published=statement.published,
        changed=statement.changed,
        minor=statement.minor,
        note=note,
        since=statement.since,
        seal=statement.source_digest,
        title=briefing.title,
        series=briefing.series or "",
        marking=briefing.marking,
        language=briefing.language,
        as_of=briefing.as_of,
        pages=edition.pdf.pages,
        pdf=pdf,
        signed=signed,
        made_with=making.made_with,
        fonts=making.fonts,
        options=making.options,
        checks=_checks(edition),
        changes=statement.changes,
        files={name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    )


def _checks(edition: Edition) -> tuple[dict[str, str], ...]:
    open_ones = [{"code": problem.code, "what": problem.what} for problem in edition.warnings]
    stand = [{"code": problem.code, "what": problem.what, "allowed": reason} for problem, reason in edition.let_stand]
    return (*open_ones, *stand)


def _premis(manifest: Manifest, files: Mapping[str, bytes]) -> bytes:
    name = f"briefing:{manifest.id}@{manifest.number}"
    when = manifest.published
    events = [
        Event("creation", when, "success", "set from source/ as PDF/A-3a and PDF/UA-1", name),
        Event("validation", when, "success", "PDF/A-3a and PDF/UA-1, by page-validation", name),
        Event("message digest calculation", when, "success", "SHA-512 of every file", name),
    ]
    if manifest.signed:
        events.append(Event("digital signature generation", when, "success", f"PAdES, in {manifest.signed}", name))
    events.append(Event("ingestion", when, "success", manifest.note, name))
    digests = {path: (sha512(content).hexdigest(), len(content)) for path, content in files.items()}
    agents = [("software", "briefing", manifest.made_with.get("briefing", ""))]
    return write_premis(name, digests, events, agents)


def _plain(text: str) -> str:
    """A line of prose without the citations that mean nothing outside it."""
    return " ".join(IN_PROSE.sub("", text).split())
