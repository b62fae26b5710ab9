"""What archivists ask beside a file: PREMIS 3.0 (what happened to it) and Dublin Core (what it is), as XML.

PREMIS: https://www.loc.gov/standards/premis/v3/; event and agent terms are those of https://id.loc.gov/vocabulary/preservation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as Tree

from briefing.archive.manifest import Manifest

PREMIS = "http://www.loc.gov/premis/v3"
DC = "http://purl.org/dc/elements/1.1/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

FORMATS = {
    ".pdf": ("PDF/A-3a", "fmt/479"),
    ".html": ("HTML", "fmt/471"),
    ".css": ("CSS", "x-fmt/224"),
    ".svg": ("SVG", "fmt/92"),
    ".csv": ("CSV", "x-fmt/18"),
    ".json": ("JSON", "fmt/817"),
    ".yaml": ("YAML", "fmt/818"),
    ".png": ("PNG", "fmt/11"),
    ".jpg": ("JPEG", "fmt/43"),
    ".jpeg": ("JPEG", "fmt/43"),
    ".txt": ("plain text", "x-fmt/111"),
    ".xml": ("XML", "fmt/101"),
}
"""Names of formats with their PRONOM ids, by the ending of a file's name."""


@dataclass(frozen=True)
class Event:
    """Something that happened to an object: a term of the PREMIS vocabulary, when (UTC), how it ended, and to what."""

    kind: str
    when: datetime
    outcome: str
    detail: str
    object_id: str


def write_premis(
    object_id: str,
    files: Mapping[str, tuple[str, int]],
    events: Sequence[Event],
    agents: Sequence[tuple[str, str, str]],
) -> bytes:
    """A PREMIS record of the files (SHA-512 and size by name), of events, and of agents (kind, name, version)."""
    root = _root("premis", PREMIS, {"version": "3.0"})
    for name, (digest, size) in sorted(files.items()):
        _premis_file(root, object_id, name, digest, size)
    for number, event in enumerate(events, 1):
        _premis_event(root, number, event, agents)
    for kind, name, version in agents:
        agent = _under(root, "agent")
        identifier = _under(agent, "agentIdentifier")
        _under(identifier, "agentIdentifierType", "local")
        _under(identifier, "agentIdentifierValue", name)
        _under(agent, "agentName", name)
        _under(agent, "agentType", kind)
        if version:
            _under(agent, "agentVersion", version)
    return _text(root)


def _premis_file(root: Tree.Element, object_id: str, name: str, digest: str, size: int) -> None:
    file = _under(root, "object")
    file.set(f"{{{_XSI}}}type", "premis:file")
    identifier = _under(file, "objectIdentifier")
    _under(identifier, "objectIdentifierType", "local")
    _under(identifier, "objectIdentifierValue", f"{object_id}/{name}")
    characteristics = _under(file, "objectCharacteristics")
    fixity = _under(characteristics, "fixity")
    _under(fixity, "messageDigestAlgorithm", "SHA-512")
    _under(fixity, "messageDigest", digest)
    _under(characteristics, "size", str(size))
    form = _under(characteristics, "format")
    designation, pronom = FORMATS.get(name[name.rfind(".") :].lower(), ("unknown", ""))
    _under(_under(form, "formatDesignation"), "formatName", designation)
    if pronom:
        registry = _under(form, "formatRegistry")
        _under(registry, "formatRegistryName", "PRONOM")
        _under(registry, "formatRegistryKey", pronom)
    _under(file, "originalName", name)


def _premis_event(root: Tree.Element, number: int, event: Event, agents: Sequence[tuple[str, str, str]]) -> None:
    element = _under(root, "event")
    identifier = _under(element, "eventIdentifier")
    _under(identifier, "eventIdentifierType", "local")
    _under(identifier, "eventIdentifierValue", f"{event.object_id}#{event.when:%Y%m%dT%H%M%SZ}-{number}")
    _under(element, "eventType", event.kind)
    _under(element, "eventDateTime", written(event.when))
    outcome = _under(element, "eventOutcomeInformation")
    _under(outcome, "eventOutcome", event.outcome)
    if event.detail:
        _under(_under(outcome, "eventOutcomeDetail"), "eventOutcomeDetailNote", event.detail)
    for _, name, _ in agents[:1]:
        linked = _under(element, "linkingAgentIdentifier")
        _under(linked, "linkingAgentIdentifierType", "local")
        _under(linked, "linkingAgentIdentifierValue", name)
    linked = _under(element, "linkingObjectIdentifier")
    _under(linked, "linkingObjectIdentifierType", "local")
    _under(linked, "linkingObjectIdentifierValue", event.object_id)


def write_dublin_core(manifest: Manifest, publisher: str, description: str) -> bytes:
    """An edition in simple Dublin Core, in the container of OAI-PMH."""
    root = _root("oai_dc", OAI_DC, {}, name="dc")
    fields = (
        ("title", manifest.title),
        ("creator", publisher),
        ("publisher", publisher),
        ("description", description),
        ("date", f"{manifest.published:%Y-%m-%d}"),
        ("type", "Text"),
        ("format", "application/pdf"),
        ("identifier", f"briefing:{manifest.id}@{manifest.number}"),
        ("language", manifest.language),
        ("relation", manifest.series),
        ("relation", f"replaces briefing:{manifest.id}@{manifest.since}" if manifest.since else ""),
        ("rights", manifest.marking),
    )
    Tree.register_namespace("dc", DC)
    for name, text in fields:
        if text:
            Tree.SubElement(root, f"{{{DC}}}{name}").text = _NOT_XML.sub("\ufffd", text)
    return _text(root)


def written(moment: datetime) -> str:
    """A moment in UTC as the records write it: `2023-07-28T09:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _root(prefix: str, space: str, attributes: dict[str, str], name: str | None = None) -> Tree.Element:
    Tree.register_namespace(prefix, space)
    Tree.register_namespace("xsi", _XSI)
    return Tree.Element(f"{{{space}}}{name or prefix}", attributes)


def _under(parent: Tree.Element, name: str, text: str | None = None) -> Tree.Element:
    element = Tree.SubElement(parent, f"{{{PREMIS}}}{name}")
    if text is not None:
        element.text = _NOT_XML.sub("\ufffd", text)
    return element


def _text(root: Tree.Element) -> bytes:
    Tree.indent(root, " ")
    return bytes(Tree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
