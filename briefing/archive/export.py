"""Export an edition as a bag: BagIt 1.0 (RFC 8493) with SHA-512, Dublin Core and PREMIS in it, in one ZIP file.

The same edition gives the same file, to the byte.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from hashlib import sha512

from briefing.archive.archive import StoredEdition
from briefing.archive.contents import PREMIS, files_for_others
from briefing.archive.metadata import format_moment
from briefing.problems import ArchiveError, Problem

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP file can hold: a bag is the same whenever it is made."""


def export_bag(edition: StoredEdition, *, with_source: bool = False) -> bytes:
    """Return the files of an edition as a bag in a ZIP file. Raises ArchiveError where one is not as it was stored.

    What is the desk's alone is left out, unless `with_source`: then the bag has every file as it is stored.
    """
    files = {name: edition.read(name) for name in edition.names()}
    files = files if with_source else files_for_others(files, edition.manifest)
    payload = {f"data/{name}": content for name, content in files.items()}
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": _info(edition, payload),
        "manifest-sha512.txt": _manifest(payload),
    }
    tags["tagmanifest-sha512.txt"] = _manifest(tags)
    folder = f"{edition.id}-edition-{edition.number}"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bag:
        for name, content in sorted({**tags, **payload}.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bag.writestr(entry, content)
    return packed.getvalue()


def _info(edition: StoredEdition, payload: Mapping[str, bytes]) -> bytes:
    manifest = edition.manifest
    fields = (
        ("Source-Organization", edition.briefing.contact.name),
        ("External-Identifier", f"briefing:{edition.name}"),
        ("External-Description", manifest.title),
        ("Bagging-Date", f"{manifest.published:%Y-%m-%d}"),
        ("Payload-Oxum", f"{sum(map(len, payload.values()))}.{len(payload)}"),
        ("Bag-Software-Agent", f"briefing {manifest.made_with.get('briefing', '')}".strip()),
        ("Edition", str(manifest.number)),
        ("Edition-Status", edition.status),
        *_withdrawal(edition),
        ("Published", format_moment(manifest.published)),
        ("Protective-Marking", manifest.marking),
        ("Preservation-Record", f"data/{PREMIS}"),
    )
    return "".join(f"{name}: {' '.join(text.split())}\n" for name, text in fields).encode()


def _withdrawal(edition: StoredEdition) -> list[tuple[str, str]]:
    """Return what the bag says of a withdrawal, because the notice is in a later version than the files."""
    notice = edition.notice
    if not notice:
        return []
    by = [("Replaced-By", f"briefing:{edition.id}@{notice.replaced_by}")] if notice.replaced_by else []
    return [("Withdrawn", f"{format_moment(notice.withdrawn)} {notice.reason}"), *by]


def _manifest(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{sha512(content).hexdigest()}  {_encoded(name)}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def _encoded(name: str) -> str:
    """Return a name as a manifest has it (RFC 8493, 2.1.3): line ends and the percent sign itself are encoded."""
    if "\\" in name:
        raise ArchiveError(
            Problem("not-portable", f'"{name}" cannot go into a bag', hint="rename it without a backslash")
        )
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
