"""Faster writing of the file: no content is compressed twice."""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Any

import pydyf
from cachetools import LRUCache, cached

COMPRESSED: LRUCache[bytes, bytes] = LRUCache(4_000_000, getsizeof=len)
"""Compressed streams by the digest of their content: fonts, colour profiles and figures recur in other documents."""


def cache_compressed_streams(_: property) -> property:
    """Compress no content twice."""

    def data(stream: Any) -> bytes:
        content = b"\n".join(map(pydyf._to_bytes, stream.stream))
        extra = pydyf.Dictionary(stream.extra.copy())
        if stream.compress:
            extra["Filter"] = "/FlateDecode"
            content = _compress(content)
        extra["Length"] = len(content)
        return b"\n".join((extra.data, b"stream", content, b"endstream"))

    return property(data)


@cached(COMPRESSED, key=lambda content: sha256(content).digest())
def _compress(content: bytes) -> bytes:
    return zlib.compress(content, 9)
