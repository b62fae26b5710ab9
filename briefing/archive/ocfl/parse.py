"""Read an inventory without trusting it: check every rule of OCFL 1.1 that concerns the inventory alone."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, filterfalse
from typing import NamedTuple

from briefing.archive.ocfl.inventory import (
    CONTENT,
    MAX_BYTES,
    TYPE,
    Inventory,
    User,
    Version,
)
from briefing.archive.ocfl.rules import broken_rule
from briefing.problems import ArchiveError, Place, Problem, Severity

_DIGEST = re.compile(r"[0-9a-f]{128}")
_IN_CONTENT = re.compile(rf"v[1-9]\d{{0,5}}/{CONTENT}/.")
_VERSION = re.compile(r"v([1-9]\d{0,5})")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
_NO_DATE = datetime.fromisoformat("0001-01-01T00:00:00+00:00")


class _BlockRules(NamedTuple):
    """The rules for one kind of block that lists paths by digest."""

    digest: str
    digest_twice: str
    paths: str
    path_twice: str
    path_ends: str
    path_parts: str
    path_folder: str


_MANIFEST_RULES = _BlockRules("E025 digest", "E096", "E091", "E101", "E100", "E099", "E101 folder")
_STATE_RULES = _BlockRules("E050", "E050 twice", "E050 list", "E095", "E053", "E052", "E095 folder")


def parse_inventory(content: bytes, file: str) -> Inventory:
    """Return the inventory in some bytes. Raises ArchiveError (`archive-damaged`) where it breaks a rule."""
    return _require(*check_inventory(content, file), file)


def check_inventory(content: bytes, file: str) -> tuple[Inventory | None, list[Problem]]:
    """Return an inventory, or None where the bytes cannot be understood as one, and every rule that it breaks."""
    check = _InventoryCheck(file)
    with _garbage_collection_off():
        try:
            if len(content) > MAX_BYTES:
                raise ValueError("too large")
            value: object = json.loads(content, object_pairs_hook=_unique_keys)
        except (ValueError, RecursionError) as error:
            return None, [broken_rule("E033", file, error=error)]
        if not isinstance(value, dict):
            return None, [broken_rule("E033 type", file)]
        return check.check(value), check.problems


def _require(inventory: Inventory | None, problems: list[Problem], file: str) -> Inventory:
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if inventory is None or errors:
        what, hint = f"{errors[0].code}: {errors[0].what}", "see what is wrong with: briefing editions verify"
        raise ArchiveError(Problem("archive-damaged", what, Place(file), hint))
    return inventory


@contextmanager
def _garbage_collection_off() -> Iterator[None]:
    """Suspend the search for reference cycles: JSON has none, and searching doubles the time for a long inventory."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a key is given twice")
    return value


class _InventoryCheck:
    """Reads one inventory and collects the rules it breaks."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []
        self._checked_names: set[frozenset[str]] = set()

    def _report(self, rule: str, /, **details: object) -> None:
        self.problems.append(broken_rule(rule, self._file, **details))

    def check(self, value: Mapping[str, object]) -> Inventory | None:
        """Return the inventory in a JSON object, or None where it cannot be understood as one."""
        self._check_header(value)
        manifest = self._manifest(value.get("manifest"))
        digests = frozenset(manifest.values())
        block = value.get("versions")
        names = self._version_names(block)
        versions = tuple(self._version(name, block[name], digests) for name in names if isinstance(block, dict))
        head = len(versions)
        if "head" in value and value["head"] != f"v{head}":
            self._report("E040", head=value["head"], newest=head)
        used = set(chain.from_iterable(version.state.values() for version in versions))
        for path in sorted(path for path, digest in manifest.items() if digest not in used):
            self._report("E107", path=path)
        fixity = self._fixity(value.get("fixity", {}), manifest)
        object_id = value.get("id")
        if not isinstance(object_id, str) or not versions:
            return None
        return Inventory(object_id, manifest, versions, fixity)

    def _check_header(self, value: Mapping[str, object]) -> None:
        for key in ("id", "type", "digestAlgorithm", "head"):
            if key not in value:
                self._report("E036", key=key)
        object_id = value.get("id", "missing:id")
        if not isinstance(object_id, str) or not object_id:
            self._report("E037")
        elif not _URI.match(object_id):
            self._report("W005", id=object_id)
        for rule, key, only in (
            ("E038", "type", TYPE),
            ("E025 algorithm", "digestAlgorithm", "sha512"),
            ("E017", "contentDirectory", CONTENT),
        ):
            if value.get(key, only) != only:
                self._report(rule)

    def _manifest(self, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            self._report("E041")
            return {}
        manifest = self._block(value, _MANIFEST_RULES)
        for path in filterfalse(_IN_CONTENT.match, manifest):
            self._report("E042", path=path)
        self._check_names(frozenset(manifest), _MANIFEST_RULES)
        return manifest

    def _block(
        self, value: Mapping[str, object], rules: _BlockRules, known: frozenset[str] = frozenset()
    ) -> dict[str, str]:
        """Return the digest of every path of a block that lists paths by digest; `known` digests are not checked again."""
        found: dict[str, str] = {}
        seen: set[str] = set()
        for written, paths in value.items():
            digest = written if written in known else written.lower()
            if digest not in known and not _DIGEST.fullmatch(digest):
                self._report(rules.digest, digest=written)
                continue
            if digest in seen:
                self._report(rules.digest_twice, digest=digest)
            seen.add(digest)
            if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
                self._report(rules.paths, digest=digest)
                continue
            for path in paths:
                if path in found:
                    self._report(rules.path_twice, path=path)
                found[path] = digest
        return found

    def _check_names(self, names: frozenset[str], rules: _BlockRules) -> None:
        if names in self._checked_names:
            # Most versions hold files of the same names.
            return
        self._checked_names.add(names)
        for path in sorted(names):
            parts = path.split("/")
            if not parts[0] or not parts[-1]:
                self._report(rules.path_ends, path=path)
            elif "\0" in path or not {"", ".", ".."}.isdisjoint(parts):
                self._report(rules.path_parts, path=path)
            if any("/".join(parts[:depth]) in names for depth in range(1, len(parts))):
                self._report(rules.path_folder, path=path)

    def _version_names(self, value: object) -> list[str]:
        """Return the names of the versions in order; none where they are not numbered consecutively."""
        if not isinstance(value, dict):
            self._report("E043" if value is None else "E044")
            return []
        if not value:
            self._report("E008")
        matches = {name: _VERSION.fullmatch(name) for name in value}
        numbers = sorted(int(match[1]) for match in matches.values() if match)
        for name in (name for name, match in matches.items() if not match):
            self._report("E046 name", name=name)
        if numbers != list(range(1, len(numbers) + 1)):
            self._report("E009" if 1 not in numbers else "E010")
            return []
        return [f"v{number}" for number in numbers]

    def _version(self, name: str, value: object, digests: frozenset[str]) -> Version:
        value = value if isinstance(value, dict) else {}
        state: dict[str, str] = {}
        if isinstance(value.get("state"), dict):
            state = self._block(value["state"], _STATE_RULES, digests)
            self._check_names(frozenset(state), _STATE_RULES)
        else:
            self._report("E048 state" if "state" not in value else "E050 state", version=name)
        if not digests.issuperset(state.values()):
            for digest in sorted(set(state.values()) - digests):
                self._report("E050 manifest", version=name, digest=digest)
        message = value.get("message", "")
        if not isinstance(message, str):
            self._report("E094", version=name)
        if "message" not in value or "user" not in value:
            self._report("W007", version=name)
        user = self._user(name, value["user"]) if value.get("user") is not None else None
        return Version(self._created(name, value.get("created")), state, str(message), user, value)

    def _created(self, name: str, written: object) -> datetime:
        if written is None:
            self._report("E048 created", version=name)
            return _NO_DATE
        try:
            if isinstance(written, str) and _MOMENT.fullmatch(written):
                return datetime.fromisoformat(written)
        except ValueError:
            pass
        self._report("E049", version=name)
        return _NO_DATE

    def _user(self, version: str, value: object) -> User | None:
        if not isinstance(value, dict) or not isinstance(value.get("name"), str) or not value["name"]:
            self._report("E054 name", version=version)
            return None
        address = value.get("address", "")
        if not isinstance(address, str):
            self._report("E054 address", version=version)
            return None
        if not address:
            self._report("W008", version=version)
        elif not _URI.match(address):
            self._report("W009", version=version)
        return User(value["name"], address)

    def _fixity(self, value: object, manifest: Collection[str]) -> dict[str, dict[str, str]]:
        if not isinstance(value, dict):
            self._report("E111")
            return {}
        found: dict[str, dict[str, str]] = {}
        for algorithm, block in value.items():
            if not isinstance(block, dict):
                self._report("E057 block", algorithm=algorithm)
                continue
            found[algorithm] = {}
            for digest, paths in block.items():
                if isinstance(paths, list) and all(path in manifest for path in paths):
                    found[algorithm].update(dict.fromkeys(paths, digest))
                else:
                    self._report("E057 paths", algorithm=algorithm)
        return found
