"""The inventory of an OCFL 1.1 object (https://ocfl.io/1.1/spec/#inventory), and how it is written. `reading.py` reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha512

NAME, SIDECAR = "inventory.json", "inventory.json.sha512"
TYPE = "https://ocfl.io/1.1/spec/#inventory"
MAX_BYTES = 256_000_000
CONTENT = "content"


@dataclass(frozen=True)
class User:
    """Who made a version: a name and an address as a URI (`mailto:`, `tel:`), or an empty one."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Version:
    """One version of an object: when (with a time zone), why, by whom, and the digest of every file by logical path.

    `value` is how it stands in an inventory that it was read from, where another program wrote that.
    """

    created: datetime
    state: Mapping[str, str]
    message: str = ""
    user: User | None = None
    value: Mapping[str, object] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Inventory:
    """All an object says of itself: its id, the digest of every content path, and its versions from the first.

    Digests are SHA-512 in small hexadecimal. Paths are relative, parted by slashes, and never lead out of the object.
    `written` is how all versions but those that were added since stand in the text it was read from, where that has the form
    of `write_inventory`: so a long history need not be written anew each time.
    """

    id: str
    manifest: Mapping[str, str]
    versions: tuple[Version, ...]
    fixity: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    written: tuple[int, memoryview] | None = field(default=None, compare=False, repr=False)

    @property
    def head(self) -> int:
        """The number of the newest version."""
        return len(self.versions)

    @cached_property
    def content(self) -> Mapping[str, str]:
        """A content path of every digest."""
        paths: dict[str, str] = {}
        for path, digest in self.manifest.items():
            paths.setdefault(digest, path)
        return paths

    def at(self, number: int) -> Inventory:
        """The inventory as it was when this version was the newest."""
        versions = self.versions[:number]
        used = {digest for version in versions for digest in version.state.values()}
        manifest = {path: digest for path, digest in self.manifest.items() if digest in used}
        return Inventory(self.id, manifest, versions, self.fixity)

    def with_version(self, version: Version, added: Mapping[str, str]) -> Inventory:
        """The inventory with one more version, and the content paths it adds."""
        manifest = {**self.manifest, **added}
        return Inventory(self.id, manifest, (*self.versions, version), self.fixity, self.written)


def digest_of(content: bytes) -> str:
    """The SHA-512 of some bytes, in hexadecimal."""
    return sha512(content).hexdigest()


def sidecar_of(inventory: bytes) -> bytes:
    """The text of the file that holds an inventory's digest."""
    return f"{digest_of(inventory)} {NAME}\n".encode()


def read_sidecar(content: bytes) -> str | None:
    """The digest a sidecar holds, or None where it holds none."""
    match = re.fullmatch(rb"([0-9a-fA-F]{128})[ \t]+inventory\.json\n?", content)
    return match[1].decode().lower() if match else None


def write_inventory(inventory: Inventory) -> bytes:
    """An inventory as JSON with an item a line, the same bytes for the same inventory."""
    value: dict[str, object] = {
        "id": inventory.id,
        "type": TYPE,
        "digestAlgorithm": "sha512",
        "head": f"v{inventory.head}",
        "manifest": _by_digest(inventory.manifest),
    }
    fixity = {name: _by_digest(block) for name, block in sorted(inventory.fixity.items())}
    end = _encoded({"fixity": fixity})[1:] if fixity else b"}"
    closed = b"},\n" if fixity else b"}"
    return b"".join([_encoded(value)[:-1], _VERSIONS, *_versions(inventory), closed, end, b"\n"])


def _versions(inventory: Inventory) -> list[bytes | memoryview]:
    done, text = inventory.written or (0, memoryview(b""))
    added = {
        f"v{number}": version.value or _version_value(version)
        for number, version in enumerate(inventory.versions[done:], done + 1)
    }
    new = _encoded(added)[1:-1]
    return [text, b",\n" if text and new else b"", new]


def read_versions(content: bytes) -> memoryview | None:
    """What stands between the braces of the versions of an inventory, or None where it has not the form of `write_inventory`.

    To be asked only of JSON that is sound, and whose keys are those of an inventory without fixity, in our order: then no
    other text can look like the beginning, for a string holds no line end.
    """
    start = content.find(_VERSIONS)
    return memoryview(content)[start + len(_VERSIONS) : -3] if start > 0 and content.endswith(b"}}}\n") else None


def _encoded(value: object) -> bytes:
    return _ENCODER.encode(value).encode()


_VERSIONS = b',\n"versions": {'


# Lines are parted by the separator, for with an indent the encoder takes ten times as long over a long history.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",\n", ": "))


def _by_digest(paths: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for path, digest in sorted(paths.items()):
        grouped.setdefault(digest, []).append(path)
    return dict(sorted(grouped.items()))


def _version_value(version: Version) -> dict[str, object]:
    value: dict[str, object] = {"created": version.created.isoformat().replace("+00:00", "Z")}
    if version.message:
        value["message"] = version.message
    if version.user:
        address = {"address": version.user.address} if version.user.address else {}
        value["user"] = {"name": version.user.name, **address}
    return {**value, "state": _by_digest(version.state)}
