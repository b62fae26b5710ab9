"""The metadata that archivists expect beside a file: PREMIS 3.0 (its events) and Dublin Core (its description), as XML.

PREMIS: https://www.loc.gov/standards/premis/v3/; event and agent terms are those of https://id.loc.gov/vocabulary/preservation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from xml.etree import ElementTree

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

_Node: TypeAlias = "tuple[str, str | Iterable[_Node]]"
"""An element of PREMIS: its name, and its text or the elements in it."""


@dataclass(frozen=True)
class Event:
    """Something that happened to an object: a term of the PREMIS vocabulary, when (UTC), its outcome, and the object."""

    kind: str
    when: datetime
    outcome: str
    detail: str
    object_id: str


@dataclass(frozen=True)
class Agent:
    """A program that took part in events; `version` is empty where it is not known."""

    name: str
    version: str


def write_premis(object_id: str, files: Mapping[str, tuple[str, int]], events: Sequence[Event], agent: Agent) -> bytes:
    """Return a PREMIS record of files (SHA-512 and size in bytes by name), of events, and of the program that wrote it."""
    root = _root("premis", PREMIS, {"version": "3.0"})
    for name, (digest, size) in sorted(files.items()):
        file = _add(root, ("object", _file_nodes(object_id, name, digest, size)))
        file.set(f"{{{_XSI}}}type", "premis:file")
    for number, event in enumerate(events, 1):
        _add(root, ("event", _event_nodes(event, number, agent)))
    version = [("agentVersion", agent.version)] if agent.version else []
    nodes = [_local("agent", agent.name), ("agentName", agent.name), ("agentType", "software"), *version]
    _add(root, ("agent", nodes))
    return _encode(root)


def _file_nodes(object_id: str, name: str, digest: str, size: int) -> Iterator[_Node]:
    format_name, pronom = FORMATS.get(name[name.rfind(".") :].lower(), ("unknown", ""))
    registry = [("formatRegistryName", "PRONOM"), ("formatRegistryKey", pronom)]
    format_nodes = [("formatDesignation", [("formatName", format_name)])]
    yield _local("object", f"{object_id}/{name}")
    yield (
        "objectCharacteristics",
        [
            ("fixity", [("messageDigestAlgorithm", "SHA-512"), ("messageDigest", digest)]),
            ("size", str(size)),
            ("format", [*format_nodes, ("formatRegistry", registry)] if pronom else format_nodes),
        ],
    )
    yield "originalName", name


def _event_nodes(event: Event, number: int, agent: Agent) -> Iterator[_Node]:
    detail = [("eventOutcomeDetail", [("eventOutcomeDetailNote", event.detail)])] if event.detail else []
    yield _local("event", f"{event.object_id}#{event.when:%Y%m%dT%H%M%SZ}-{number}")
    yield "eventType", event.kind
    yield "eventDateTime", format_moment(event.when)
    yield "eventOutcomeInformation", [("eventOutcome", event.outcome), *detail]
    yield _local("linkingAgent", agent.name)
    yield _local("linkingObject", event.object_id)


def _local(prefix: str, value: str) -> _Node:
    """Return the element that identifies something by a name of our own."""
    return f"{prefix}Identifier", [(f"{prefix}IdentifierType", "local"), (f"{prefix}IdentifierValue", value)]


def write_dublin_core(manifest: Manifest, publisher: str, description: str) -> bytes:
    """Return an edition in simple Dublin Core, in the container of OAI-PMH."""
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
    ElementTree.register_namespace("dc", DC)
    for name, text in fields:
        if text:
            _add(root, (name, text), DC)
    return _encode(root)


def format_moment(moment: datetime) -> str:
    """Return a moment in UTC as the records have it: `2023-07-28T09:00:00Z`."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _root(prefix: str, namespace: str, attributes: dict[str, str], name: str | None = None) -> ElementTree.Element:
    ElementTree.register_namespace(prefix, namespace)
    ElementTree.register_namespace("xsi", _XSI)
    return ElementTree.Element(f"{{{namespace}}}{name or prefix}", attributes)


def _add(parent: ElementTree.Element, node: _Node, namespace: str = PREMIS) -> ElementTree.Element:
    name, value = node
    element = ElementTree.SubElement(parent, f"{{{namespace}}}{name}")
    if isinstance(value, str):
        element.text = _NOT_XML.sub("\ufffd", value)
    else:
        for inner in value:
            _add(element, inner, namespace)
    return element


def _encode(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root, " ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
