"""The inventory of an OCFL 1.1 object (https://ocfl.io/1.1/spec/#inventory) and how it is written; `parse.py` reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha512

from briefing.archive.ocfl.digests import CONTENT_ALGORITHMS

NAME, SIDECAR = "inventory.json", "inventory.json.sha512"
TYPE = "https://ocfl.io/1.1/spec/#inventory"
SPECS = {"https://ocfl.io/1.0/spec/#inventory": "1.0", TYPE: "1.1"}
"""The versions of the specification, by the type of their inventories."""

CONTENT = "content"
MAX_BYTES = 64_000_000
"""The largest inventory that is read: some thousand editions of one briefing."""

MAX_SIDECAR_BYTES = 4096
MAX_CONTENT_BYTES = 1_000_000_000
"""The largest file of an edition that is read."""

_VERSIONS = b',\n"versions": {'
_END = b"}}}\n"
# Items are separated by line ends, because with an indent the encoder takes ten times as long for a long history.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",\n", ": "))


@dataclass(frozen=True)
class User:
    """Who made a version: a name and an address as a URI (`mailto:`, `tel:`), or an empty one."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Version:
    """One version of an object: when (with a time zone), why, by whom, and the digest of every file by logical path.

    `value` is its JSON in the inventory it was read from, which may contain more, if another program wrote it.
    """

    created: datetime
    state: Mapping[str, str]
    message: str = ""
    user: User | None = None
    value: Mapping[str, object] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Inventory:
    """The contents of an object: its id, the digest of every content path, and its versions from the first.

    Digests are in lower-case hexadecimal. Paths are relative, separated by slashes, never leading out of the object. Objects of
    other programs may have another digest `algorithm`, `content_directory` and `type`, and other `names` of their versions
    than v1, v2…. A partial inventory leaves out `earlier` versions and has only those after them; `text` is the JSON of the
    earlier ones and the next, so that a long history is neither parsed nor encoded each time.
    """

    id: str
    manifest: Mapping[str, str]
    versions: tuple[Version, ...]
    fixity: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    earlier: int = 0
    text: memoryview = field(default=memoryview(b""), compare=False, repr=False)
    algorithm: str = "sha512"
    content_directory: str = CONTENT
    names: tuple[str, ...] = ()
    type: str = TYPE

    @property
    def head(self) -> int:
        """The number of the newest version."""
        return self.earlier + len(self.versions)

    @cached_property
    def content(self) -> Mapping[str, str]:
        """A content path of every digest."""
        return {digest: path for path, digest in reversed(list(self.manifest.items()))}

    @cached_property
    def paths_by_digest(self) -> Mapping[str, frozenset[str]]:
        """All content paths of every digest."""
        paths: dict[str, set[str]] = {}
        for path, digest in self.manifest.items():
            paths.setdefault(digest, set()).add(path)
        return {digest: frozenset(found) for digest, found in paths.items()}

    def folder(self, number: int) -> str:
        """Return the name of the folder of a version."""
        return self.names[number - 1] if self.names else f"v{number}"

    def state(self, number: int) -> Mapping[str, str]:
        """Return the state of a version. Raises IndexError where the inventory is partial and leaves it out."""
        if number <= self.earlier:
            raise IndexError(number)
        return self.versions[number - self.earlier - 1].state

    def at(self, number: int) -> Inventory:
        """Return the inventory as it was when this version was the newest; not of a partial one."""
        versions = self.versions[:number]
        used = {digest for version in versions for digest in version.state.values()}
        manifest = {path: digest for path, digest in self.manifest.items() if digest in used}
        return Inventory(self.id, manifest, versions, self.fixity)

    def with_version(self, version: Version, added: Mapping[str, str]) -> Inventory:
        """Return the inventory with one more version, and the content paths it adds with their digests."""
        manifest = {**self.manifest, **added}
        return Inventory(self.id, manifest, (*self.versions, version), self.fixity, self.earlier, self.text)


def digest_of(content: bytes) -> str:
    """Return the SHA-512 of some bytes, in hexadecimal."""
    return sha512(content).hexdigest()


def sidecar_of(inventory: bytes) -> bytes:
    """Return the content of the sidecar file, which holds the digest of an inventory."""
    return f"{digest_of(inventory)} {NAME}\n".encode()


def read_sidecar(content: bytes, algorithm: str = "sha512") -> str | None:
    """Return the digest in a sidecar file, in lower case, or None where it holds none of this algorithm."""
    match = re.fullmatch(rb"([0-9a-fA-F]{64,128})[ \t]+inventory\.json\n?", content)
    length = CONTENT_ALGORITHMS[algorithm]
    return match[1].decode().lower() if match and len(match[1]) == length else None


def write_inventory(inventory: Inventory) -> bytes:
    """Return an inventory as JSON with one item per line, the same bytes for the same inventory."""
    header: dict[str, object] = {
        "id": inventory.id,
        "type": TYPE,
        "digestAlgorithm": "sha512",
        "head": f"v{inventory.head}",
        "manifest": _by_digest(inventory.manifest),
    }
    count = inventory.earlier + 1 if inventory.text else 0
    added = {
        f"v{number}": version.value or _version_value(version)
        for number, version in enumerate(inventory.versions[count - inventory.earlier :], count + 1)
    }
    new = _encode(added)[1:-1]
    fixity = {name: _by_digest(block) for name, block in sorted(inventory.fixity.items())}
    end = b"},\n" + _encode({"fixity": fixity})[1:] + b"\n" if fixity else _END[1:]
    return b"".join([_encode(header)[:-1], _VERSIONS, inventory.text, b",\n" if count and new else b"", new, end])


def read_newest(content: bytes) -> Inventory | None:
    """Return a partial inventory with the newest version only; None where the bytes have not the form of `write_inventory`.

    Nothing is checked: it is for the very bytes that this program wrote from a checked inventory.
    """
    start = content.find(_VERSIONS)
    try:
        header = json.loads(content[:start] + b"}")
        name = header["head"]
        value = json.loads(b"{" + content[content.rfind(f'"{name}": {{"created": '.encode()) : -2])[name]
        user = User(**value["user"]) if "user" in value else None
        created, state = datetime.fromisoformat(value["created"]), _by_path(value["state"])
        newest = Version(created, state, value.get("message", ""), user)
        manifest, head, object_id = _by_path(header["manifest"]), int(name[1:]), str(header["id"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    text = memoryview(content)[start + len(_VERSIONS) : 1 - len(_END)]
    return Inventory(object_id, manifest, (newest,), {}, head - 1, text)


def _by_path(block: Mapping[str, list[str]]) -> dict[str, str]:
    return {path: digest for digest, paths in block.items() for path in paths}


def _encode(value: object) -> bytes:
    return _ENCODER.encode(value).encode()


def _by_digest(paths: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for path, digest in paths.items():
        grouped.setdefault(digest, []).append(path)
    return {digest: sorted(paths) for digest, paths in sorted(grouped.items())}


def _version_value(version: Version) -> dict[str, object]:
    value: dict[str, object] = {"created": version.created.isoformat().replace("+00:00", "Z")}
    if version.message:
        value["message"] = version.message
    if version.user:
        address = {"address": version.user.address} if version.user.address else {}
        value["user"] = {"name": version.user.name, **address}
    return {**value, "state": _by_digest(version.state)}
