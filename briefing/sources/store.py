"""The source store of a briefing: the words of each source, in `sources/` of its folder, sealed by their SHA-256.

A stored text is plain UTF-8, its paragraphs parted by empty lines and counted from 1: what `cnn para. 5` means. Its digest is
written in the source's entry, so that a later change to the text is found out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from briefing.atomic import write_atomically
from briefing.load.bibliography import has_entry
from briefing.load.files import FolderReader
from briefing.load.located_values import MAX_BYTES
from briefing.load.yaml_reader import read_yaml
from briefing.model.briefing import Source
from briefing.problems import ContentError, Place, Problem, UsageError
from briefing.sources.extract import Extract, extract_file
from briefing.sources.insert import add_source

STORE = "sources"
BRIEFING_FILE = "briefing.yaml"


@dataclass(frozen=True)
class Stored:
    """A source that was stored: its id, the file of its text, how many paragraphs that has, and its digest."""

    id: str
    path: Path
    paragraphs: int
    sha256: str


def store_source(folder: Path, file: Path, details: Mapping[str, str]) -> Stored:
    """Store the words of a file, and list it as a source of the briefing in a folder.

    `details` are the keys of its entry that are known (id, publisher, title, author, published, retrieved, url); what is
    left out is taken from the briefing's bibliography, else from the file where that says it. Where a source with this id is
    listed without a text, it gets this one. Raises ContentError or UsageError, and writes nothing, where it cannot; nothing
    is written outside the folder.
    """
    read = extract_file(file)
    known = _said(read) | dict(details)
    known.setdefault("title", re.sub(r"[-_]+", " ", file.stem))
    name = known.pop("id", "") or _id(known.get("publisher") or file.stem)
    brief = folder / BRIEFING_FILE
    try:
        content = brief.read_bytes()
    except OSError as error:
        what = f"there is no {BRIEFING_FILE} in this folder"
        raise UsageError(
            Problem("no-briefing", what, Place(str(folder)), "begin one with: briefing new NAME")
        ) from error
    if len(content) > MAX_BYTES:
        raise ContentError(
            Problem("file-too-large", f"this file has {len(content):,} bytes", Place(str(brief)), "make it shorter")
        )
    described = has_entry(read_yaml(str(brief), content)[0], FolderReader([folder]), name)
    if described:
        # What the bibliography says is better than what a file says of itself.
        known = {key: value for key, value in details.items() if key != "id"}
    text = "\n\n".join(read.paragraphs) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    entry = {"id": name, **_ordered(known), "text": f"{STORE}/{name}.txt", "sha256": digest}
    _check(entry)
    listed = add_source(str(brief), content, entry, {*details, "text", "sha256"}, described=described)
    path = folder / STORE / f"{name}.txt"
    if not path.resolve().is_relative_to(folder.resolve()):
        what = f'"{STORE}/{name}.txt" leads out of the briefing\'s folder'
        hint = f"make {STORE} a folder of the briefing's own"
        raise ContentError(Problem("source-outside", what, Place(str(path)), hint))
    if path.exists() and path.read_bytes() != text.encode():
        what = "a text is stored under this name already, and it is another"
        raise ContentError(Problem("duplicate-id", what, Place(str(path)), "choose another --id"))
    # The text first: a briefing must never name one that is not there.
    write_atomically(path, text.encode())
    write_atomically(brief, listed)
    return Stored(name, path, len(read.paragraphs), digest)


def _said(read: Extract) -> dict[str, str]:
    """What a file says of itself, as far as an entry can hold it."""
    said = {"title": read.title[:300], "author": read.author[:300], "publisher": read.publisher[:300]}
    said["published"] = read.published if re.fullmatch(r"\d{4}(-\d\d){0,2}", read.published) else ""
    said["url"] = read.url if re.match("https?://", read.url) else ""
    return {key: value for key, value in said.items() if value}


def _check(entry: Mapping[str, str]) -> None:
    """Raise UsageError where a detail that was given cannot stand in an entry."""
    try:
        Source.model_validate({"publisher": "known already", "title": "known already", **entry})
    except ValidationError as error:
        problems = []
        for fault in error.errors(include_url=False):
            context = fault.get("ctx", {})
            what = f"--{fault['loc'][0]}: {context.get('what') or fault['msg'].lower()}"
            problems.append(Problem("bad-option", what, hint=context.get("hint", "")))
        raise UsageError(problems) from error


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "source"


def _ordered(known: Mapping[str, str]) -> dict[str, str]:
    """The keys of an entry in the order they are read."""
    keys = ("publisher", "title", "author", "published", "retrieved", "url")
    return {key: known[key] for key in keys if known.get(key)}
