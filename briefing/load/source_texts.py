"""The stored texts of a briefing's sources, checked against their digests."""

from __future__ import annotations

import hashlib
import re

from briefing.load.files import FileFault, Folder
from briefing.load.located_values import LocatedValues
from briefing.problems import Problem
from briefing.text.matching import SourceText

MAX_FILE_BYTES = 40_000_000
MAX_CHARACTERS = 5_000_000


class Unreadable(Exception):
    """A file that cannot serve as a source; holds the code, what is wrong and what to do."""

    def __init__(self, code: str, what: str, hint: str) -> None:
        self.code, self.what, self.hint = code, what, hint
        super().__init__(what)


def read_source_texts(values: LocatedValues, files: Folder) -> dict[str, SourceText]:
    """The texts of a briefing's sources, by id, as far as they are held; what is wrong with one goes to the values.

    The codes are source-missing, -outside, -too-large, -binary, -not-utf8, -empty and -altered.
    """
    rows = values.tree.get("sources")
    texts: dict[str, SourceText] = {}
    for i, row in enumerate(rows if isinstance(rows, list) else ()):
        if not (isinstance(row, dict) and isinstance(row.get("text"), str) and isinstance(row.get("id"), str)):
            continue
        try:
            texts[row["id"]] = _read_text(row["text"], row.get("sha256"), files)
        except Unreadable as fault:
            what = f"the text of {row['id']}: {fault.what}"
            values.problems.append(Problem(fault.code, what, values.place(("sources", i, "text")), fault.hint))
    return texts


def _read_text(name: str, sealed: str | None, files: Folder) -> SourceText:
    try:
        content = files.open(name, "source", MAX_FILE_BYTES)
    except FileFault as fault:
        code = {"file-outside": "source-outside", "file-too-large": "source-too-large"}.get(fault.code, fault.code)
        raise Unreadable(code, fault.what, fault.hint) from fault
    check_size(len(content))
    text = decode_text(content)
    check_length(len(text))
    if sealed and hashlib.sha256(content).hexdigest() != sealed:
        what = f'"{name}" is not as it was stored: its SHA-256 is another'
        raise Unreadable(
            "source-altered", what, "bring the stored text back, or store the new one as a source of its own"
        )
    return SourceText(text)


def check_size(size: int) -> None:
    """Raise Unreadable where a file is too large, or holds nothing."""
    if size > MAX_FILE_BYTES:
        what = f"this file has more than {MAX_FILE_BYTES:,} bytes"
        raise Unreadable("source-too-large", what, "keep the part that is cited")
    if not size:
        raise Unreadable("source-empty", "this file is empty", "save it again")


def check_length(characters: int) -> None:
    """Raise Unreadable where a text is longer than can be searched."""
    if characters > MAX_CHARACTERS:
        what = f"this text has more than {MAX_CHARACTERS:,} characters"
        raise Unreadable("source-too-large", what, "keep the part that is cited")


def decode_text(content: bytes) -> str:
    """The text of a file that is text. Raises Unreadable (`source-binary`, `source-not-utf8`, `source-empty`)."""
    if b"\0" in content or content.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")):
        raise Unreadable(
            "source-binary", "this is not a text", "save its words as text, or the file as what it is (.pdf)"
        )
    try:
        text = content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        what = f"this text is not UTF-8: byte 0x{content[error.start]:02x} at {error.start:,} has no meaning"
        raise Unreadable("source-not-utf8", what, 'save it again with the encoding "UTF-8"') from error
    if not re.search(r"\w", text):
        raise Unreadable("source-empty", "this file has no words", "save it again")
    return text
