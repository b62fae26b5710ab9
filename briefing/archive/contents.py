"""The files of one edition, by their names in the archive.

ID.pdf  ID.signed.pdf     what was distributed
page/                     the same as HTML, with its style and pictures
data/                     the figures behind the charts
source/brief/             everything the author wrote or supplied
source/house/             the templates, styles and data it was made with; in desk/ what the desk's own look is made of
briefing.json             the briefing as it was understood, in the words of `briefing schema`
manifest.json  premis.xml  dc.xml
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256, sha512
from pathlib import Path

from briefing.archive.manifest import MANIFEST, Manifest, WithheldText, write_manifest
from briefing.archive.metadata import Agent, Event, write_dublin_core, write_premis
from briefing.edition import Edition
from briefing.fingerprint import DESK, Toolchain
from briefing.i18n import get_translator
from briefing.model.briefing import Briefing
from briefing.model.edition_statement import EditionStatement
from briefing.model.parts.next_update import NONE_PLANNED
from briefing.part_names import labelled_title
from briefing.problems import ArchiveError, ContentError, Problem
from briefing.text.citations import IN_PROSE
from briefing.text.printed_markdown import printed_markdown

BRIEF, HOUSE, PAGE, DATA = "source/brief/", "source/house/", "page/", "data/"
DESK_HOUSE = f"{HOUSE}{DESK}"
HTML, UNDERSTOOD, PREMIS, DUBLIN_CORE = "page/index.html", "briefing.json", "premis.xml", "dc.xml"
NOTICES = "notices/"
NOT_VERIFIED: Mapping[str, str] = {}
ATTACH_OPTION = "attach"
"""The option of an edition that says what its PDF carries, where that is not all: `none`, or words of `ATTACHABLE`."""


def name_sources(read: Mapping[Path, bytes], roots: list[Path]) -> dict[str, bytes]:
    """Return every file that was read by its path relative to the first root that contains it.

    So the author's names for them are valid under one folder. Raises ContentError (`name-taken`) where two files would
    have one name.
    """
    named: dict[str, bytes] = {}
    roots = [root.resolve() for root in roots]
    for path, content in sorted(read.items()):
        root = next((root for root in roots if path.is_relative_to(root)), None)
        name = path.relative_to(root).as_posix() if root else path.name
        if named.setdefault(name, content) != content:
            hint = "give one of them another name, so that the edition can store both"
            raise ContentError(Problem("name-taken", f'two files that were read are both "{name}"', hint=hint))
    return named


def digest_edition(
    briefing_id: str,
    number: int,
    published: datetime,
    source: Mapping[str, bytes],
    house: Mapping[str, bytes] | None = None,
) -> str:
    """Return the SHA-256 of an edition's id, number, date and sources, which its printed code and its QR code have.

    `house` are the files of the look of its desk, where it has one.
    """
    value = {"id": briefing_id, "number": number, "published": published.isoformat(), "source": _digests(source)}
    value |= {"house": _digests(house)} if house else {}
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha512(content).hexdigest() for name, content in sorted(files.items())}


def edition_files(
    edition: Edition,
    statement: EditionStatement,
    toolchain: Toolchain,
    source: Mapping[str, bytes],
    note: str,
    signed: bytes | None,
    verified_again: Mapping[str, str] = NOT_VERIFIED,
) -> dict[str, bytes]:
    """Return all the files of one edition, the same bytes for the same edition.

    `verified_again` are the digests of the texts it was compared with as it was published, by the ids of their sources.
    """
    briefing = edition.briefing
    understood = briefing.model_dump(mode="json", exclude_unset=True, exclude={"allow"})
    if not briefing.due:
        understood["next_update"] = NONE_PLANNED if briefing.is_final else None
    files = {
        f"{briefing.id}.pdf": edition.pdf.content,
        HTML: edition.document.html.encode(),
        UNDERSTOOD: _write_json(understood),
    }
    if signed:
        files[f"{briefing.id}.signed.pdf"] = signed
    files |= {f"{PAGE}{name}": content for name, content in edition.document.files.items()}
    files |= {f"{DATA}{name}": content for name, content in edition.data.items()}
    files |= {f"{BRIEF}{name}": content for name, content in source.items()}
    files |= {f"{HOUSE}{name}": content for name, content in toolchain.house.items()}
    withheld = _withheld(edition, statement, verified_again)
    manifest = replace(_manifest(edition, statement, toolchain, note, files), withheld=withheld)
    # Prose without the citations, which mean nothing outside the briefing.
    description = " ".join(IN_PROSE.sub("", briefing.bottom_line).split())
    files[DUBLIN_CORE] = write_dublin_core(manifest, briefing.contact.name, description)
    files[MANIFEST] = write_manifest(manifest)
    files[PREMIS] = _premis(manifest, files)
    return files


def _manifest(
    edition: Edition, statement: EditionStatement, toolchain: Toolchain, note: str, files: Mapping[str, bytes]
) -> Manifest:
    briefing = edition.briefing
    signed = f"{briefing.id}.signed.pdf"
    return Manifest(
        id=briefing.id,
        number=statement.number,
        published=statement.published,
        changed=statement.changed,
        minor=statement.minor,
        note=note,
        since=statement.since,
        source_digest=statement.source_digest,
        title=labelled_title(briefing, get_translator(briefing.language)),
        series=briefing.series or "",
        marking=briefing.marking,
        language=briefing.language,
        as_of=briefing.as_of.astimezone(UTC),
        pages=edition.pdf.pages,
        pdf=f"{briefing.id}.pdf",
        signed=signed if signed in files else "",
        made_with=toolchain.made_with,
        fonts=toolchain.fonts,
        options=toolchain.options,
        checks=_checks(edition),
        changes=statement.changes,
        files={name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    )


def read_understood(content: bytes, marking: str) -> Briefing:
    """Return the briefing of a `briefing.json`. Raises ValueError, OverflowError or RecursionError where it has another form.

    Earlier versions left out a next update that was not stated, and printed that none was planned: this is what it says still.
    """
    written = json.loads(content)
    if isinstance(written, dict):
        written.setdefault("next_update", NONE_PLANNED)
    return Briefing.model_validate_json(json.dumps(written), context={"markings": (marking,)})


def _withheld(
    edition: Edition, statement: EditionStatement, verified_again: Mapping[str, str]
) -> tuple[WithheldText, ...]:
    day = statement.published.date()
    return tuple(
        WithheldText(
            one.id,
            one.sha256,
            one.checked,
            one.quotations,
            one.verified,
            day if verified_again.get(one.id) == one.sha256 else None,
        )
        for one in edition.withheld
    )


def files_for_others(files: Mapping[str, bytes], manifest: Manifest) -> dict[str, bytes]:
    """Return the files of an edition without what is the desk's alone; the records name what is left.

    Left out are `source/brief/` (comments, reasons, files as they were supplied), the desk's own templates and styles, what
    the check found, and from `briefing.json` the keys that no page prints.
    """
    shared = {name: content for name, content in files.items() if not name.startswith((BRIEF, DESK_HOUSE))}
    shared[UNDERSTOOD] = _without_desk_keys(shared.get(UNDERSTOOD, b""))
    digests = {name: sha256(shared[name]).hexdigest() for name in manifest.files if name in shared}
    shared[MANIFEST] = write_manifest(replace(manifest, checks=(), files=digests))
    shared[PREMIS] = _premis(manifest, {name: content for name, content in shared.items() if name != PREMIS})
    return shared


def _without_desk_keys(understood: bytes) -> bytes:
    """Return `briefing.json` without reasons, remarks and the names of the desk's files.

    Raises ArchiveError (`edition-too-old`) where it has another form than this program writes.
    """
    try:
        briefing = json.loads(understood)
        for key in ("allow", "bibliography", "style"):
            briefing.pop(key, None)
        for source in briefing.get("sources", ()):
            for key in ("text", "receipt"):
                source.pop(key, None)
        for section in briefing.get("sections", ()):
            section["text"] = printed_markdown(section["text"])
        return _write_json(briefing)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        what = f"{UNDERSTOOD} has a form that this version of briefing cannot read"
        hint = "export it with --with-source, whole, or restore its sources"
        raise ArchiveError(Problem("edition-too-old", what, hint=hint)) from error


def _write_json(value: object) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def _checks(edition: Edition) -> tuple[dict[str, str], ...]:
    warnings = [{"code": problem.code, "what": problem.what} for problem in edition.warnings]
    # The reasons are the desk's own: they are in the stored brief, and nowhere else.
    allowed = [{"code": problem.code, "what": problem.what, "allowed": "yes"} for problem, _ in edition.allowed]
    return (*warnings, *allowed)


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
    return write_premis(name, digests, events, Agent("briefing", manifest.made_with.get("briefing", "")))
