"""Text that a PDF says to stand for what it draws (`ActualText`): readers see what is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import POINTER, byref, c_ulong, c_ushort, cast, create_string_buffer
from typing import Any

REPLACED = "said to stand for what is drawn, and other words"
_MOST_BYTES = 20_000
_WORDS = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]{2}")
_BYTES = re.compile("[\x00-\x08\x0e-\x1f]|^\xfe\xff")
_JOINED = frozenset({"ff", "fi", "fl", "ft", "ffi", "ffl", "fft", "tt", "ti", "st", "ct", "fj", "ij", "oe", "ae"})
"""What one sign can stand for."""


def draw_as_drawn(page: Any) -> list[str]:
    """Make the library read the letters that a page draws, not the words said to stand for them, and return those words.

    In scripts whose letters take other forms in words, what is drawn cannot be read back, and those words are kept.
    """
    from pypdfium2 import raw

    found = []
    for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        for index in reversed(range(raw.FPDFPageObj_CountMarks(text))):
            mark = raw.FPDFPageObj_GetMark(text, index)
            words = _actual_text(mark)
            if _WORDS.search(words) and words.strip().lower() not in _JOINED:
                found.append(words)
                raw.FPDFPageObj_RemoveMark(text, mark)
    return found


def _actual_text(mark: Any) -> str:
    from pypdfium2 import raw

    length = c_ulong()
    buffer = create_string_buffer(_MOST_BYTES)
    raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, byref(length))
    if not 2 < length.value <= _MOST_BYTES:
        return ""
    raw.FPDFPageObjMark_GetParamStringValue(
        mark, b"ActualText", cast(buffer, POINTER(c_ushort)), _MOST_BYTES, byref(length)
    )
    words = buffer.raw[: length.value].decode("utf-16-le", errors="replace").rstrip("\0")
    # The library passes on the bytes of a text in UTF-16 one by one.
    if _BYTES.search(words):
        words = words.encode("latin-1", "replace").removeprefix(b"\xfe\xff").decode("utf-16-be", "replace")
    return words


def other_words(said: list[str], drawn: str) -> Iterator[str]:
    """Yield those of some words that are not among the drawn ones."""
    letters = "".join(filter(str.isalnum, drawn)).casefold()
    for words in dict.fromkeys(said):
        if "".join(filter(str.isalnum, words)).casefold() not in letters:
            yield words
