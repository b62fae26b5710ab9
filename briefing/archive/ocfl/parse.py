"""An inventory read without trust: held against every rule of OCFL 1.1 that concerns it alone.

Codes are those of https://ocfl.io/1.1/spec/validation-codes.html.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from briefing.archive.ocfl.inventory import CONTENT, MAX_BYTES, TYPE, Inventory, User, Version, read_versions
from briefing.problems import ArchiveError, Place, Problem, Severity

_DIGEST = re.compile(r"[0-9a-f]{128}")
_IN_CONTENT = re.compile(rf"v[1-9]\d{{0,5}}/{CONTENT}/.")
_SUSPECT = (*"\0", "//", "\n\n", "\n/", "/\n", *(f"{a}{dots}{b}" for a in "\n/" for b in "\n/" for dots in (".", "..")))
"""What is in no list of plain paths, one a line; to look for each is ten times as quick as one expression for all."""
_VERSION = re.compile(r"v([1-9]\d{0,5})")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def parse_inventory(content: bytes, where: str) -> Inventory:
    """An inventory, by its bytes. Raises ArchiveError (`archive-damaged`) where it breaks any rule."""
    inventory, problems = check_inventory(content, where)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if inventory is None or errors:
        hint = "see what is wrong with: briefing editions verify"
        raise ArchiveError(
            [Problem("archive-damaged", f"{fault.code}: {fault.what}", Place(where), hint) for fault in errors[:1]]
        )
    return inventory


def check_inventory(content: bytes, where: str) -> tuple[Inventory | None, list[Problem]]:
    """An inventory and all that is wrong with it by the specification; None where nothing can be made of it."""
    check = _Check(where)
    with _uncollected():
        try:
            if len(content) > MAX_BYTES:
                raise ValueError("too large")
            value = json.loads(content, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            return None, [Problem("E033", f"not JSON that can be read: {error}", Place(where))]
        if not isinstance(value, dict):
            return None, [Problem("E033", "not a JSON object", Place(where))]
        versions = read_versions(content) if list(value) == _OUR_KEYS and _in_order(value["versions"]) else None
        check.keeps_values = versions is None
        inventory = check.inventory(value)
    if inventory and versions:
        inventory = replace(inventory, written=(inventory.head, versions))
    return inventory, check.problems


@contextmanager
def _uncollected() -> Iterator[None]:
    """Half the time over a long inventory would go to Python looking for cycles among what is read, which has none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


_OUR_KEYS = ["id", "type", "digestAlgorithm", "head", "manifest", "versions"]


def _in_order(versions: Any) -> bool:
    return isinstance(versions, dict) and list(versions) == [f"v{number}" for number in range(1, len(versions) + 1)]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a key is given twice")
    return value


def _plain_block(value: dict[str, Any], digests: set[str]) -> dict[str, str] | None:
    """A block that is beyond doubt, as nearly all are, so that a long history is read quickly; else None."""
    if not (value.keys() <= digests or _are_digests(value)):
        return None
    # Every step runs over the whole in one call: there are as many paths as files times versions.
    if set(map(type, value.values())) != {list}:
        return None
    paths = list(chain.from_iterable(value.values()))
    if not set(map(type, paths)) <= {str}:
        return None
    if len(paths) == len(value) and all(value.values()):
        plain = dict(zip(paths, value, strict=True))
    else:
        plain = {path: digest for digest, paths in value.items() for path in paths}
    return plain if len(plain) == len(paths) else None


def _are_digests(value: dict[str, Any]) -> bool:
    return set(map(len, value)) == {128} and not _as_bytes(value).translate(None, b"0123456789abcdef")


def _as_bytes(keys: Iterable[str]) -> bytes:
    # JSON can hold half a character, which UTF-8 cannot.
    return "".join(keys).encode("utf-8", "surrogatepass")


def _is_plain(paths: frozenset[str]) -> bool:
    """Whether paths are beyond doubt: none leads elsewhere, none lies in what is also a file. Quick, for they are many."""
    lines = "\n".join(paths)
    framed = f"\n{lines}\n"
    if lines.count("\n") != len(paths) - 1 or any(suspect in framed for suspect in _SUSPECT):
        return False
    folders = {path.rpartition("/")[0] for path in paths}
    while folders := {folder for folder in folders if folder}:
        if not folders.isdisjoint(paths):
            return False
        folders = {folder.rpartition("/")[0] for folder in folders}
    return True


class _Check:
    """Reads one inventory, noting each rule it breaks."""

    def __init__(self, where: str) -> None:
        self.where, self.problems = where, list[Problem]()
        self.digests: set[str] = set()
        self.seen: set[frozenset[str]] = set()
        self.keeps_values = True

    def wrong(self, code: str, what: str) -> None:
        severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
        self.problems.append(Problem(code, what, Place(self.where), severity=severity))

    def inventory(self, value: dict[str, Any]) -> Inventory | None:
        for key in ("id", "type", "digestAlgorithm", "head"):
            if key not in value:
                self.wrong("E036", f'"{key}" is missing')
        name = value.get("id")
        if "id" in value and not (isinstance(name, str) and name):
            self.wrong("E037", "the id is not a text")
        elif isinstance(name, str) and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", name):
            self.wrong("W005", f'the id "{name}" is not a URI')
        if value.get("type", TYPE) != TYPE:
            self.wrong("E038", f"the type is not {TYPE}")
        if value.get("digestAlgorithm", "sha512") != "sha512":
            self.wrong("E025", "digests are not SHA-512, the only kind this archive writes")
        if value.get("contentDirectory", CONTENT) != CONTENT:
            self.wrong("E017", f'the content directory is not "{CONTENT}", the only one this archive writes')
        manifest = self.manifest(value.get("manifest"))
        versions = self.versions(value.get("versions"))
        if "head" in value and value["head"] != f"v{len(versions)}":
            self.wrong("E040", f'the head is "{value["head"]}", and the newest version v{len(versions)}')
        used = set(chain.from_iterable(version.state.values() for version in versions))
        for path in sorted(path for path, digest in manifest.items() if digest not in used):
            self.wrong("E107", f'no version uses "{path}"')
        fixity = self.fixity(value.get("fixity", {}), manifest)
        return Inventory(name, manifest, tuple(versions), fixity) if isinstance(name, str) and versions else None

    def manifest(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict):
            self.wrong("E041", "there is no manifest")
            return {}
        manifest = self.block(value, "E025", "E096", "E091", "E101")
        self.digests = set(manifest.values())
        for path in manifest:
            if not _IN_CONTENT.match(path):
                self.wrong("E042", f'"{path}" lies in no version\'s content')
        self.paths(manifest, "E100", "E099", "E101")
        return manifest

    def block(self, value: dict[str, Any], form: str, twice: str, list_code: str, repeated: str) -> dict[str, str]:
        """The digest of every path of a block that lists paths by digest."""
        if (plain := _plain_block(value, self.digests)) is not None:
            return plain
        found: dict[str, str] = {}
        seen: set[str] = set()
        for written, paths in value.items():
            digest = written.lower()
            if not _DIGEST.fullmatch(digest):
                self.wrong(form, f'"{written}" is not a SHA-512')
                continue
            if digest in seen:
                self.wrong(twice, f"the digest {digest[:12]}… is listed twice")
            seen.add(digest)
            if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
                self.wrong(list_code, f"the digest {digest[:12]}… has no list of paths")
                continue
            for path in paths:
                if path in found:
                    self.wrong(repeated, f'"{path}" is listed twice')
                found[path] = digest
        return found

    def paths(self, paths: Iterable[str], ends: str, parts: str, conflict: str) -> None:
        known = frozenset(paths)
        if known in self.seen:
            # Most versions hold files of the same names.
            return
        self.seen.add(known)
        if _is_plain(known):
            return
        for path in sorted(known):
            if path.startswith("/") or path.endswith("/"):
                self.wrong(ends, f'"{path}" begins or ends with a slash')
            elif any(part in ("", ".", "..") for part in path.split("/")) or "\0" in path:
                self.wrong(parts, f'"{path}" has an empty part, or one that leads elsewhere')
            folders = path.split("/")
            for depth in range(1, len(folders)):
                if "/".join(folders[:depth]) in known:
                    self.wrong(conflict, f'"{path}" lies in what is also a file')

    def versions(self, value: Any) -> list[Version]:
        if not isinstance(value, dict):
            self.wrong("E043" if value is None else "E044", "there is no block of versions")
            return []
        if not value:
            self.wrong("E008", "there is no version")
        numbers = [int(match[1]) for name in value if (match := _VERSION.fullmatch(name))]
        for name in value:
            if not _VERSION.fullmatch(name):
                self.wrong("E046", f'"{name}" does not name a version')
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            self.wrong("E009" if 1 not in numbers else "E010", "the versions are not numbered one after the other")
            return []
        return [self.version(f"v{number}", value[f"v{number}"]) for number in sorted(numbers)]

    def version(self, name: str, value: Any) -> Version:
        value = value if isinstance(value, dict) else {}
        state: dict[str, str] = {}
        if not isinstance(value.get("state"), dict):
            self.wrong("E048" if "state" not in value else "E050", f"{name} has no state")
        else:
            state = self.block(value["state"], "E050", "E050", "E050", "E095")
            self.paths(state, "E053", "E052", "E095")
        for digest in sorted(set(state.values()) - self.digests):
            self.wrong("E050", f"{name} uses {digest[:12]}…, which the manifest does not list")
        message = value.get("message", "")
        if not isinstance(message, str):
            self.wrong("E094", f"the message of {name} is not a text")
        if "message" not in value or "user" not in value:
            self.wrong("W007", f"{name} does not say who made it and why")
        kept = value if self.keeps_values else None
        return Version(self.created(name, value), state, str(message), self.user(name, value.get("user")), kept)

    def created(self, name: str, value: dict[str, Any]) -> datetime:
        written = value.get("created")
        if written is None:
            self.wrong("E048", f"{name} does not say when it was made")
        elif not isinstance(written, str) or not _MOMENT.fullmatch(written):
            self.wrong("E049", f"the date of {name} has not the form of RFC 3339")
        else:
            try:
                return datetime.fromisoformat(written)
            except ValueError:
                self.wrong("E049", f"there is no such date as that of {name}")
        return datetime.fromisoformat("0001-01-01T00:00:00+00:00")

    def user(self, name: str, value: Any) -> User | None:
        if value is None:
            return None
        if not isinstance(value, dict) or not isinstance(value.get("name"), str) or not value["name"]:
            self.wrong("E054", f"the user of {name} has no name")
            return None
        address = value.get("address", "")
        if not isinstance(address, str):
            self.wrong("E054", f"the user's address in {name} is not a text")
            return None
        if not address:
            self.wrong("W008", f"the user of {name} has no address")
        elif not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:.", address):
            self.wrong("W009", f"the user's address in {name} is not a URI")
        return User(value["name"], address)

    def fixity(self, value: Any, manifest: Mapping[str, str]) -> dict[str, dict[str, str]]:
        if not isinstance(value, dict):
            self.wrong("E111", "the fixity block is not a JSON object")
            return {}
        found: dict[str, dict[str, str]] = {}
        for algorithm, block in value.items():
            if not isinstance(block, dict):
                self.wrong("E057", f"the fixity block of {algorithm} is not a JSON object")
                continue
            found[algorithm] = {}
            for digest, paths in block.items():
                if not isinstance(paths, list) or not all(path in manifest for path in paths):
                    self.wrong("E057", f"the fixity block of {algorithm} lists what the manifest does not")
                    continue
                found[algorithm].update(dict.fromkeys(paths, digest))
        return found
