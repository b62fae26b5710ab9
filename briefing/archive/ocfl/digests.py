"""The digest algorithms of OCFL 1.1 and of its extensions, and how files are digested.

The tables are https://ocfl.io/1.1/spec/#digests and https://ocfl.github.io/extensions/0009-digest-algorithms.html.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Protocol

from briefing.atomic import open_regular_file

CONTENT_ALGORITHMS = {"sha512": 128, "sha256": 64}
"""The algorithms that may name content, each with the length of its digests in hexadecimal digits."""


class Digest(Protocol):
    """A digest that is being computed, as `hashlib` has them."""

    def update(self, data: bytes, /) -> None:
        """Add bytes."""

    def hexdigest(self) -> str:
        """Return the digest of the bytes so far, in lower-case hexadecimal."""


FIXITY_ALGORITHMS: dict[str, Callable[[], Digest]] = {
    "md5": partial(hashlib.md5, usedforsecurity=False),
    "sha1": partial(hashlib.sha1, usedforsecurity=False),
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
    **{f"blake2b-{bits}": partial(hashlib.blake2b, digest_size=bits // 8) for bits in (160, 256, 384, 512)},
}
"""The algorithms whose values in a fixity block are compared with the files."""

OTHER_FIXITY_ALGORITHMS = {"sha512/256", "size"}
"""Those of the extension that are permitted and not compared."""

_CHUNK_BYTES = 1_000_000


def digest_file(path: Path, algorithms: Collection[str], max_bytes: int | None = None) -> dict[str, str]:
    """Return the digests of a file by algorithm, in lower-case hexadecimal; the file is read once.

    Raises OSError where it cannot be read, is not a regular file, or is larger than `max_bytes`.
    """
    running = {name: FIXITY_ALGORITHMS[name]() for name in algorithms}
    with open_regular_file(path, max_bytes) as file:
        while chunk := file.read(_CHUNK_BYTES):
            for one in running.values():
                one.update(chunk)
    return {name: one.hexdigest() for name, one in running.items()}


def digest_bytes(content: bytes, algorithm: str) -> str:
    """Return the digest of some bytes, in lower-case hexadecimal."""
    running = FIXITY_ALGORITHMS[algorithm]()
    running.update(content)
    return running.hexdigest()
