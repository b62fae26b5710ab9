"""Check the blocks of an inventory that list paths by digest: the manifest, the states of versions, and fixity."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

from briefing.archive.ocfl.digests import CONTENT_ALGORITHMS, FIXITY_ALGORITHMS, OTHER_FIXITY_ALGORITHMS

ReportRule = Callable[..., None]
"""Called with a violated rule, and what fills in its text."""


class PathRules(NamedTuple):
    """The rules for the paths of one kind of block."""

    list: str
    twice: str
    ends: str
    parts: str
    folder: str


MANIFEST_RULES = PathRules("E092 list", "E101", "E100", "E099", "E101 folder")
STATE_RULES = PathRules("E051", "E095", "E053", "E052", "E095 folder")


class BlockCheck:
    """Reads the blocks of one inventory, and reports the rules they break.

    `algorithm` is that of the digests, `directory` the name of the folder in each version that holds the content.
    """

    def __init__(self, report: ReportRule, algorithm: str, directory: str) -> None:
        self._report = report
        length = CONTENT_ALGORITHMS.get(algorithm)
        self._digest = re.compile(f"[0-9a-f]{{{length}}}" if length else r"(?s).*")
        self._in_content = re.compile(rf"v\d{{1,6}}/{re.escape(directory)}/.", re.ASCII | re.DOTALL)
        self._checked_names: set[frozenset[str]] = set()

    def manifest(self, value: object) -> tuple[dict[str, str], dict[str, str]]:
        """Return the digest of every content path in lower case, and each digest in lower case by how it is written."""
        found: dict[str, str] = {}
        written: dict[str, str] = {}
        seen: set[str] = set()
        for key, paths in value.items() if isinstance(value, dict) else ():
            digest = key.lower()
            if not self._digest.fullmatch(digest):
                self._report("E025 digest", digest=key)
                continue
            if digest in seen:
                self._report("E096", digest=digest)
            seen.add(digest)
            written[key] = digest
            self._add_paths(found, digest, paths, MANIFEST_RULES)
        for path in found:
            if not self._in_content.match(path):
                self._report("E042", path=path)
        self._check_names(found, MANIFEST_RULES)
        return found, written

    def state(self, version: str, value: Mapping[str, object], written: Mapping[str, str]) -> dict[str, str]:
        """Return the digest of every logical path of a version; `written` are the digests of the manifest."""
        found: dict[str, str] = {}
        seen: set[str] = set()
        unlisted = value.keys() - written.keys()
        in_lower_case = set(written.values()) if unlisted else set()
        for key, paths in value.items():
            digest = written.get(key)
            if digest is None:
                digest = key.lower()
                rule = "E050 case" if digest in in_lower_case else "E050"
                self._report(rule, version=version, digest=key)
            if digest in seen:
                self._report("E050 twice", version=version, digest=digest)
            seen.add(digest)
            self._add_paths(found, digest, paths, STATE_RULES)
        self._check_names(found, STATE_RULES)
        return found

    def _add_paths(self, found: dict[str, str], digest: str, paths: object, rules: PathRules) -> None:
        if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
            self._report(rules.list, digest=digest)
            return
        for path in paths:
            if path in found:
                self._report(rules.twice, path=path)
            found[path] = digest

    def _check_names(self, paths: Mapping[str, str], rules: PathRules) -> None:
        names = frozenset(paths)
        if names in self._checked_names:
            # Most versions hold files of the same names.
            return
        self._checked_names.add(names)
        for path in sorted(names):
            self._check_parts(path, rules)
        # In this order a folder comes directly before what is in it.
        ordered = sorted(names, key=lambda path: path.replace("/", "\0"))
        for path, following in pairwise(ordered):
            if following.startswith(f"{path}/"):
                self._report(rules.folder, path=following)

    def _check_parts(self, path: str, rules: PathRules) -> bool:
        """Report a path with parts that it must not have; return whether there are none."""
        parts = path.split("/")
        rule = ""
        if not parts[0] or not parts[-1]:
            rule = rules.ends
        elif "\0" in path or not {"", ".", ".."}.isdisjoint(parts):
            rule = rules.parts
        if rule:
            self._report(rule, path=path)
        return not rule

    def fixity(self, value: object, manifest: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return the digest of every path by algorithm, as it is written."""
        if not isinstance(value, dict):
            self._report("E111")
            return {}
        found: dict[str, dict[str, str]] = {}
        for algorithm, block in value.items():
            if algorithm not in FIXITY_ALGORITHMS.keys() | OTHER_FIXITY_ALGORITHMS:
                self._report("E056", algorithm=algorithm)
            if isinstance(block, dict):
                found[algorithm] = self._fixity_block(algorithm, block, manifest)
            else:
                self._report("E057 block", algorithm=algorithm)
        return found

    def _fixity_block(self, algorithm: str, block: Mapping[str, object], manifest: Mapping[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        seen: set[str] = set()
        for digest, paths in block.items():
            if digest.lower() in seen:
                self._report("E097", algorithm=algorithm, digest=digest)
            seen.add(digest.lower())
            if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
                self._report("E057 list", algorithm=algorithm, digest=digest)
                continue
            for path in paths:
                if path in manifest:
                    found[path] = digest
                elif self._check_parts(path, MANIFEST_RULES):
                    self._report("E057 path", algorithm=algorithm, path=path)
        return found
