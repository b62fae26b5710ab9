"""Faster writing of the file: what was done before is not done again."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pydyf
from cachetools import LRUCache

COMPRESSED: LRUCache[bytes, bytes] = LRUCache(4_000_000, getsizeof=len)
"""Compressed streams by the digest of their content: fonts, colour profiles and figures recur in other documents."""


def convert_common_types_first(to_bytes: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """Convert text and numbers by their exact type, before asking what else they may be."""

    def convert(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int or (kind is float and item.is_integer()):
            return b"%d" % item
        if kind is float:
            return (b"%f" % item).rstrip(b"0")
        return to_bytes(item)

    return convert


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


def _compress(content: bytes) -> bytes:
    key = sha256(content).digest()
    compressed = COMPRESSED.get(key)
    if compressed is None:
        compressed = zlib.compress(content, 9)
        with suppress(ValueError):  # too large for the cache
            COMPRESSED[key] = compressed
    return compressed


def cache_page_references(_: property) -> property:
    """Make the references to all pages when a page is added, instead of for each tag: the time grew with its square."""

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        kids, attributes = pdf.pages["Kids"], vars(pdf)
        known: tuple[bytes, ...] = attributes.get("known_references", ())
        if 3 * len(known) != len(kids):
            known = attributes["known_references"] = tuple(b"%d 0 R" % number for number in kids[::3])
        return known

    return property(page_references)
