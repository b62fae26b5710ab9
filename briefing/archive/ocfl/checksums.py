"""Checksums kept outside the objects they are of, so that one changed together with its own inventory is found out.

`extensions/briefing/inventories.sha512` has a line for every version ever stored, in the form of `sha512sum`; from the root,
`sha512sum --check` reads it too. It only grows.
"""

from __future__ import annotations

from pathlib import Path

from briefing.archive.ocfl.durable import append_through, locked
from briefing.archive.ocfl.inventory import NAME, SIDECAR, Inventory, read_sidecar
from briefing.archive.ocfl.layout import OURS, ROOT_WAIT_SECONDS, object_path

_FILE = f"{OURS}/inventories.sha512"


def record_inventory(root: Path, inventory: Inventory) -> None:
    """Note the digest of the inventory of an object's newest version, which was just written."""
    path = object_path(inventory.id) / f"v{inventory.head}" / NAME
    digest = read_sidecar((root / path).with_name(SIDECAR).read_bytes())
    if digest:
        record_digest(root, path.as_posix(), digest)


def record_digest(root: Path, path: str, digest: str) -> None:
    """Note the digest of an inventory, by its path under the root."""
    with locked(root / OURS / "locks" / "ledger", ROOT_WAIT_SECONDS, "another desk is writing in the ledger"):
        append_through(root / _FILE, f"{digest}  {path}")


def read_ledger(root: Path) -> dict[str, str]:
    """The digest first noted for every inventory, by its path under the root."""
    noted: dict[str, str] = {}
    file = root / _FILE
    if file.is_file():
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            digest, _, path = line.partition("  ")
            # A crash may have cut a line short: it says nothing.
            if len(digest) == 128 and path.endswith(f"/{NAME}"):
                noted.setdefault(path, digest)
    return noted
