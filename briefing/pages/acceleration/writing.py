"""Writing: a file of some thousand small objects and a hundred thousand numbers."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from briefing.pages.kept import Shelf

DEFLATED: Shelf[bytes, bytes] = Shelf(8_000_000, lambda plain, small: len(plain) + len(small))
"""Streams as they were and as they are in the file: faces, profiles and figures are the same from page to page."""


def changes() -> dict[str, tuple[Any, Any]]:
    """The libraries' function and ours, for each change by its name."""
    import pydyf

    return {
        "numbers": (pydyf._to_bytes, _in_bytes(pydyf._to_bytes)),
        "streams once": (vars(pydyf.Stream)["data"], property(_stream_data)),
        "pages once": (vars(pydyf.PDF)["page_references"], property(_page_references)),
        "objects once": (pydyf.PDF.write, _write_once(pydyf.PDF.write)),
    }


def _in_bytes(theirs: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """Make bytes of text and numbers at once, which nearly all is, before asking what else it may be."""

    def in_bytes(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int or (kind is float and item.is_integer()):
            return b"%d" % item
        if kind is float:
            return (b"%f" % item).rstrip(b"0")
        return theirs(item)

    return in_bytes


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Make the references to all pages when there is a new one, rather than for each element of the tags."""
    kids, own = pdf.pages["Kids"], vars(pdf)
    known: tuple[bytes, ...] = own.get("known_references", ())
    if 3 * len(known) != len(kids):
        known = own["known_references"] = tuple(b"%d 0 R" % number for number in kids[::3])
    return known


def _stream_data(stream: Any) -> bytes:
    """Deflate what was deflated before no second time."""
    import pydyf

    to_bytes = pydyf._to_bytes
    content = b"\n".join([item if type(item) is bytes else to_bytes(item) for item in stream.stream])
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = _deflated(content)
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


def _deflated(content: bytes) -> bytes:
    small = DEFLATED.get(content)
    if small is None:
        small = zlib.compress(content, 9)
        DEFLATED.keep(content, small)
    return small


class _Written:
    """An object of the file that will not change any more, as bytes."""

    __slots__ = ("compressible", "data", "free", "generation", "number", "offset")

    def __init__(self, item: Any) -> None:
        self.number, self.offset, self.generation, self.free = item.number, item.offset, item.generation, item.free
        self.compressible = item.compressible
        self.data = b"" if item.free == "f" else item.data

    @property
    def indirect(self) -> bytes:
        """The object as it stands in the file by itself."""
        return b"%d %d obj\n%b\nendobj" % (self.number, self.generation, self.data)


def _write_once(write: Callable[..., None]) -> Callable[..., None]:
    """Make each object's bytes once, where they are wanted twice: for the file, and for the identifier made of them."""

    def once(pdf: Any, output: Any, version: Any = b"1.7", identifier: Any = False, compress: bool = False) -> None:
        pdf.objects[:] = [_Written(item) for item in pdf.objects]
        write(pdf, output, version, identifier, compress)

    return once
