"""Add a source to a briefing: store its text in `sources/` of the folder, and list it with the SHA-256 of that text.

A stored text is plain UTF-8, its paragraphs separated by empty lines and counted from 1: what `cnn para. 5` means. By its
digest a later change to the text is found. Beside it is a record of what was left out of the text (`left_out.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from briefing.atomic import read_regular_file, write_atomically
from briefing.load.bibliography.add import has_entry
from briefing.load.files import FileProblem, FolderReader
from briefing.load.located_values import MAX_BYTES, LocatedValues
from briefing.load.receipts import MAX_RECEIPT_BYTES, Receipt, parse_receipt, write_receipt
from briefing.load.yaml_reader import read_yaml
from briefing.model.addresses import is_web_address, login_host
from briefing.model.parts.sources import Source
from briefing.problems import ContentError, Place, Problem, UsageError
from briefing.sources.extract import ExtractedText, extract_file
from briefing.sources.folder_lock import locked_folder
from briefing.sources.insert import insert_source
from briefing.sources.left_out import LeftOut, record_path, write_record
from briefing.sources.private import PrivateStore
from briefing.text.citations import source_id
from briefing.workspace import BRIEFING_FILE, find_workspace, no_briefing_here

TEXT_FOLDER = "sources"
MAX_DETAIL = 300
"""The most characters taken of a title or a name that a file states."""
_KEYS = ("publisher", "title", "author", "published", "retrieved", "url")
"""The keys of an entry in the order they are written."""


@dataclass(frozen=True)
class AddedSource:
    """A source that was added: its id, the file of its text or of its receipt, how many paragraphs it has, and its SHA-256.

    `note` and `left_out` are those of the extracted text.
    """

    id: str
    path: Path
    paragraphs: int
    sha256: str
    note: str = ""
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Withholding:
    """How a text is withheld: the store that gets it, and the day and the program version that its receipt states."""

    store: PrivateStore
    day: date
    program: str


def add_source(
    folder: Path, file: Path, details: Mapping[str, str], withholding: Withholding | None = None
) -> AddedSource:
    """Store the text of a file, and list it as a source of the briefing in a folder.

    `details` are the keys of its entry that are given (id, publisher, title, author, published, retrieved, url); the others are
    taken from the briefing's bibliography, else from the file where that states them. Where a source with this id is listed
    without a text, it gets this one. With `withholding` the text goes to the private store, and the folder gets a receipt that
    lists nothing yet. Raises ContentError or UsageError, and then has written nothing; else nothing is written
    outside the folder.
    """
    extracted = extract_file(file)
    brief = folder / BRIEFING_FILE
    _read_brief(brief)
    # Of two commands that add a source at a time, the second must read what the first has written.
    with locked_folder(folder):
        return _add(brief, file, extracted, details, withholding)


def _add(
    brief: Path,
    file: Path,
    extracted: ExtractedText,
    details: Mapping[str, str],
    withholding: Withholding | None,
) -> AddedSource:
    folder = brief.parent
    known = {"title": re.sub(r"[-_]+", " ", file.stem), **_stated(extracted), **details}
    source = known.get("id") or _id_from(known.get("publisher") or file.stem)
    content = _read_brief(brief)
    described = has_entry(read_yaml(str(brief), content)[0], FolderReader([folder]), source)
    if described:
        source = source_id(source)
        # The bibliography is a better witness than what a file states about itself.
        known = dict(details)
    text = text_of(extracted)
    sha256 = hashlib.sha256(text).hexdigest()
    kind, ending = ("receipt", ".receipt.json") if withholding else ("text", ".txt")
    path = folder / TEXT_FOLDER / f"{source}{ending}"
    stored = text
    if withholding:
        receipt = Receipt(source, sha256, len(extracted.paragraphs), withholding.day, withholding.program)
        stored = write_receipt(receipt)
        if name := _listed_receipt(read_yaml(str(brief), content)[0], receipt):
            withholding.store.write(source, sha256, text)
            path = folder / name
            _keep_receipt(path, folder, stored)
            return AddedSource(source, path, len(extracted.paragraphs), sha256, extracted.note, extracted.left_out)
    keys = {key: known[key] for key in _KEYS if known.get(key)}
    entry = {"id": source, **keys, kind: f"{TEXT_FOLDER}/{path.name}", "sha256": sha256}
    _check_entry(entry)
    new_content = insert_source(str(brief), content, entry, {*details, kind, "sha256"}, described=described)
    _check_target(path, folder, None if withholding else text)
    # The text first: a briefing must never name one that is missing.
    if withholding:
        withholding.store.write(source, sha256, text)
    write_atomically(path, stored)
    if not withholding:
        _record(path, sha256, extracted.left_out)
    write_atomically(brief, new_content)
    return AddedSource(source, path, len(extracted.paragraphs), sha256, extracted.note, extracted.left_out)


def _record(text: Path, sha256: str, left_out: Sequence[LeftOut]) -> None:
    """Write the record of what was left out of a text, or remove that of another text."""
    if left_out:
        write_atomically(record_path(text), write_record(sha256, left_out))
    else:
        record_path(text).unlink(missing_ok=True)


def text_of(extracted: ExtractedText) -> bytes:
    """Return the text of a file as it is stored."""
    return ("\n\n".join(extracted.paragraphs) + "\n").encode()


def _listed_receipt(values: LocatedValues, receipt: Receipt) -> str | None:
    """Return the file of the receipt that a source has of this very text already, which may only be missing on this machine."""
    listed = next((row for _, row in values.rows("sources") if row.get("id") == receipt.source), {})
    name = listed.get("receipt")
    return name if isinstance(name, str) and listed.get("sha256") == receipt.sha256 else None


def _keep_receipt(path: Path, folder: Path, new: bytes) -> None:
    """Leave a receipt as it is, but write a new one where it cannot be read."""
    _check_target(path, folder, None)
    try:
        parse_receipt(read_regular_file(path, MAX_RECEIPT_BYTES))
    except (OSError, FileProblem):
        write_atomically(path, new)


def _read_brief(brief: Path) -> bytes:
    try:
        content = brief.read_bytes()
    except OSError as error:
        raise UsageError(no_briefing_here(brief.parent, find_workspace(brief.parent))) from error
    if len(content) > MAX_BYTES:
        what = f"this file has {len(content):,} bytes; at most {MAX_BYTES:,} are read"
        raise ContentError(Problem("file-too-large", what, Place(str(brief)), "make it shorter"))
    return content


def _stated(extracted: ExtractedText) -> dict[str, str]:
    """Return what a file states about itself, as far as an entry can have it."""
    stated = {key: getattr(extracted, key)[:MAX_DETAIL] for key in ("title", "author", "publisher")}
    stated["published"] = extracted.published if re.fullmatch(r"\d{4}(-\d\d){0,2}", extracted.published) else ""
    stated["url"] = extracted.url if is_web_address(extracted.url) and not login_host(extracted.url) else ""
    return {key: value for key, value in stated.items() if value}


def _check_entry(entry: Mapping[str, str]) -> None:
    """Raise UsageError where an entry cannot have a detail that was given."""
    if host := login_host(entry.get("url", "")):
        what = f"--url: the address at {host} has the name or the password of a user"
        raise UsageError(Problem("bad-option", what, hint="delete what is between // and @, and the @"))
    try:
        Source.model_validate({"publisher": "known already", "title": "known already", **entry})
    except ValidationError as error:
        problems = []
        for detail in error.errors(include_url=False):
            context = detail.get("ctx", {})
            what = f"--{detail['loc'][0]}: {context.get('what') or detail['msg'].lower()}"
            problems.append(Problem("bad-option", what, hint=context.get("hint", "")))
        raise UsageError(problems) from error


def _check_target(path: Path, folder: Path, text: bytes | None) -> None:
    """Raise ContentError where a file may not be written to a path: outside the folder, or a text over another."""
    if not path.resolve().is_relative_to(folder.resolve()):
        what = f'"{TEXT_FOLDER}/{path.name}" leads out of the briefing\'s folder'
        hint = f"make {TEXT_FOLDER} a folder inside that of the briefing"
        raise ContentError(Problem("source-outside", what, Place(str(path)), hint))
    if text is not None and path.exists() and path.read_bytes() != text:
        what = "another text is stored under this name"
        raise ContentError(Problem("duplicate-id", what, Place(str(path)), "choose another --id"))


def _id_from(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "source"
