"""Read an inventory without trusting it: check every rule of OCFL 1.1 that concerns the inventory alone."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain

from briefing.archive.ocfl.blocks import BlockCheck
from briefing.archive.ocfl.digests import CONTENT_ALGORITHMS
from briefing.archive.ocfl.inventory import CONTENT, MAX_BYTES, SPECS, TYPE, Inventory, User, Version
from briefing.archive.ocfl.rules import Findings, broken_rule
from briefing.problems import ArchiveError, Place, Problem, Severity

_VERSION = re.compile(r"v(\d{1,6})", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_NO_DATE = datetime.fromisoformat("0001-01-01T00:00:00+00:00")
_KEYS = {
    "inventory": {"id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity"},
    "version": {"created", "state", "message", "user"},
    "user": {"name", "address"},
}


def parse_inventory(content: bytes, file: str) -> Inventory:
    """Return the inventory in some bytes, in the form that this archive writes.

    Keys that other programs added are preserved. Raises ArchiveError (`archive-damaged`) where it breaks a rule.
    """
    inventory, problems = check_inventory(content, file)
    problems += form_problems(inventory, file) if inventory else []
    errors = [problem for problem in problems if problem.severity is Severity.ERROR and problem.code != "E102"]
    if inventory is None or errors:
        what, hint = f"{errors[0].code}: {errors[0].what}", "see what is wrong with: briefing editions verify"
        raise ArchiveError(Problem("archive-damaged", what, Place(file), hint))
    return inventory


def form_problems(inventory: Inventory, file: str) -> list[Problem]:
    """Return what in an inventory the specification permits, and this archive never writes."""
    found = (
        ("digests that are not SHA-512", inventory.algorithm != "sha512"),
        (f'a content directory other than "{CONTENT}"', inventory.content_directory != CONTENT),
        ("version numbers with leading zeros", bool(inventory.names)),
        ("an earlier version of OCFL", inventory.type != TYPE),
    )
    return [broken_rule("form", file, what=what) for what, is_so in found if is_so]


def check_inventory(content: bytes, file: str) -> tuple[Inventory | None, list[Problem]]:
    """Return an inventory, or None where the bytes cannot be understood as one, and every rule that it breaks."""
    check = _InventoryCheck(file)
    with _garbage_collection_off():
        try:
            value = _parse_json(content)
        except (ValueError, RecursionError) as error:
            return None, [broken_rule("E033", file, error=error)]
        if not isinstance(value, dict):
            return None, [broken_rule("E033 type", file)]
        return check.check(value), check.problems


def _parse_json(content: bytes) -> object:
    """Return the value of a JSON text in UTF-8. Raises ValueError, RecursionError."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES:,} bytes")
    value: object = json.loads(content.decode(), object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
    if _SURROGATE.search(content):
        json.dumps(value, ensure_ascii=False).encode()  # half of a character can be neither written nor a name
    return value


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a key is given twice")
    return value


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


class _InventoryCheck:
    """Reads one inventory and collects the rules it breaks."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found = Findings()

    @property
    def problems(self) -> list[Problem]:
        """All that is wrong."""
        return self._found.problems

    def _report(self, rule: str, /, **details: object) -> None:
        self._found.report(rule, self._file, **details)

    def check(self, value: Mapping[str, object]) -> Inventory | None:
        """Return the inventory in a JSON object, or None where it cannot be understood as one."""
        algorithm, directory = self._check_header(value)
        blocks = BlockCheck(self._report, algorithm, directory)
        if not isinstance(value.get("manifest"), dict):
            self._report("E106" if "manifest" in value else "E041")
        manifest, written = blocks.manifest(value.get("manifest"))
        versions_block = value.get("versions")
        names = self._version_names(versions_block)
        versions = tuple(
            self._version(name, versions_block[name], blocks, written)
            for name in names
            if isinstance(versions_block, dict)
        )
        if "head" in value and value["head"] != (names[-1] if names else None):
            self._report("E040", head=value["head"], newest=names[-1] if names else "none")
        used = set(chain.from_iterable(version.state.values() for version in versions))
        for path in sorted(path for path, digest in manifest.items() if digest not in used):
            self._report("E107", path=path)
        fixity = blocks.fixity(value.get("fixity", {}), manifest)
        object_id = value.get("id")
        if not isinstance(object_id, str) or not versions:
            return None
        plain = names == [f"v{number}" for number in range(1, len(names) + 1)]
        return Inventory(
            object_id,
            manifest,
            versions,
            fixity,
            algorithm=algorithm,
            content_directory=directory,
            names=() if plain else tuple(names),
            type=str(value.get("type", TYPE)),
        )

    def _check_header(self, value: Mapping[str, object]) -> tuple[str, str]:
        """Check the keys before the blocks, and return the digest algorithm and the content directory."""
        self._check_keys("inventory", value)
        for key in ("id", "type", "digestAlgorithm", "head"):
            if key not in value:
                self._report("E036", key=key)
        object_id = value.get("id", "missing:id")
        if not isinstance(object_id, str) or not object_id:
            self._report("E037")
        elif not _URI.match(object_id):
            self._report("W005", id=object_id)
        if not isinstance(value.get("type", TYPE), str) or value.get("type", TYPE) not in SPECS:
            self._report("E038")
        algorithm = value.get("digestAlgorithm", "sha512")
        if not isinstance(algorithm, str) or algorithm not in CONTENT_ALGORITHMS:
            self._report("E025 algorithm", algorithm=algorithm)
            algorithm = "unknown"
        elif algorithm != "sha512":
            self._report("W004", algorithm=algorithm)
        directory = value.get("contentDirectory", CONTENT)
        if not isinstance(directory, str) or not directory or not {"/", "\0"}.isdisjoint(directory):
            self._report("E017")
            directory = CONTENT
        elif directory in (".", ".."):
            self._report("E018")
            directory = CONTENT
        return algorithm, directory

    def _check_keys(self, kind: str, value: Mapping[str, object]) -> None:
        for key in sorted(value.keys() - _KEYS[kind]):
            self._report("E102", key=key)

    def _version_names(self, value: object) -> list[str]:
        """Return the names of the versions in order; none where they are not numbered consecutively."""
        if not isinstance(value, dict):
            self._report("E043" if value is None else "E044")
            return []
        if not value:
            self._report("E008")
        matches = {name: _VERSION.fullmatch(name) for name in value}
        for name in (name for name, match in matches.items() if not match):
            self._report("E104", name=name)
        numbered = sorted((int(match[1]), name) for name, match in matches.items() if match)
        numbers = [number for number, _ in numbered]
        if numbers != list(range(1, len(numbers) + 1)):
            self._report("E105" if 0 in numbers else "E009" if 1 not in numbers else "E010")
            return []
        names = [name for _, name in numbered]
        self._check_padding(names)
        return names

    def _check_padding(self, names: list[str]) -> None:
        """Check that all names have the zeros of the first one, or none."""
        padded = [name for name in names if name[1] == "0"]
        if not padded:
            return
        self._report("W001")
        if len({len(name) for name in names}) > 1:
            self._report("E012")
        for name in (name for name in names if name not in padded):
            self._report("E011", name=name)
            self._report("E013", name=name)

    def _version(self, name: str, value: object, blocks: BlockCheck, written: Mapping[str, str]) -> Version:
        if not isinstance(value, dict):
            self._report("E047", version=name)
            return Version(_NO_DATE, {})
        self._check_keys("version", value)
        state: dict[str, str] = {}
        if isinstance(value.get("state"), dict):
            state = blocks.state(name, value["state"], written)
        else:
            self._report("E050 state" if "state" in value else "E048 state", version=name)
        message = value.get("message", "")
        if not isinstance(message, str):
            self._report("E094", version=name)
        if "message" not in value or "user" not in value:
            self._report("W007", version=name)
        user = self._user(name, value["user"]) if "user" in value else None
        return Version(self._created(name, value.get("created")), state, str(message), user, value)

    def _created(self, name: str, written: object) -> datetime:
        if written is None:
            self._report("E048 created", version=name)
            return _NO_DATE
        try:
            if isinstance(written, str) and _MOMENT.fullmatch(written):
                return datetime.fromisoformat(written.upper())
        except ValueError:
            pass
        self._report("E049", version=name)
        return _NO_DATE

    def _user(self, version: str, value: object) -> User | None:
        if not isinstance(value, dict) or not isinstance(value.get("name"), str) or not value["name"]:
            self._report("E054 name", version=version)
            return None
        self._check_keys("user", value)
        address = value.get("address", "")
        if not isinstance(address, str):
            self._report("E054 address", version=version)
            return None
        if not address:
            self._report("W008", version=version)
        elif not _URI.match(address):
            self._report("W009", version=version)
        return User(value["name"], address)
