"""Read the stored texts of a briefing's sources, and compare them with their digests."""

from __future__ import annotations

import hashlib
import re

from briefing.load.files import FileProblem, FolderReader
from briefing.load.located_values import LocatedValues, PlainValue
from briefing.problems import Problem
from briefing.text.matching import SourceText

MAX_FILE_BYTES = 40_000_000
MAX_CHARACTERS = 5_000_000


def read_source_texts(values: LocatedValues, files: FolderReader) -> tuple[dict[str, SourceText], list[Problem]]:
    """Return the stored texts of a briefing's sources by id, and the problems with those that cannot be used.

    The codes are source-missing, -outside, -too-large, -binary, -not-utf8, -empty and -altered.
    """
    texts: dict[str, SourceText] = {}
    problems: list[Problem] = []
    for index, row in values.rows("sources"):
        source, name, sha256 = row.get("id"), row.get("text"), row.get("sha256")
        if not (isinstance(source, str) and isinstance(name, str)):
            continue
        try:
            texts[source] = _read_text(name, sha256, files)
        except FileProblem as error:
            what = f"the text of {source}: {error.what}"
            problems.append(Problem(error.code, what, values.place(("sources", index, "text")), error.hint))
    return texts, problems


def _read_text(name: str, sha256: PlainValue, files: FolderReader) -> SourceText:
    try:
        content = files.read(name, "source", MAX_FILE_BYTES)
    except FileProblem as error:
        code = {"file-outside": "source-outside", "file-too-large": "source-too-large"}.get(error.code, error.code)
        raise FileProblem(code, error.what, error.hint) from error
    check_size(len(content))
    text = decode_text(content)
    check_length(len(text))
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        what = f'"{name}" has changed since it was stored: its SHA-256 differs'
        hint = "restore the stored text, or add the new one as a source of its own"
        raise FileProblem("source-altered", what, hint)
    return SourceText(text)


def check_size(size: int) -> None:
    """Raise FileProblem (`source-too-large`, `source-empty`) where a file of so many bytes cannot be used."""
    if size > MAX_FILE_BYTES:
        what = f"this file has more than {MAX_FILE_BYTES:,} bytes"
        raise FileProblem("source-too-large", what, "keep the part that is cited")
    if not size:
        raise FileProblem("source-empty", "this file is empty", "save it again")


def check_length(characters: int) -> None:
    """Raise FileProblem (`source-too-large`) where a text is longer than can be searched."""
    if characters > MAX_CHARACTERS:
        what = f"this text has more than {MAX_CHARACTERS:,} characters"
        raise FileProblem("source-too-large", what, "keep the part that is cited")


def decode_text(content: bytes) -> str:
    """Return the text of a plain-text file. Raises FileProblem (`source-binary`, `source-not-utf8`, `source-empty`)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileProblem("source-not-utf8", "this text is UTF-16", 'save it again with the encoding "UTF-8"')
    if b"\0" in content or content.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")):
        hint = "save its words as text, or give the file its own ending (.pdf)"
        raise FileProblem("source-binary", "this is not a text", hint)
    try:
        text = content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        what = f"this text is not UTF-8: byte 0x{content[error.start]:02x} at {error.start:,} is no character"
        raise FileProblem("source-not-utf8", what, 'save it again with the encoding "UTF-8"') from error
    if not re.search(r"\w", text):
        raise FileProblem("source-empty", "this file has no words", "save it again")
    return text
