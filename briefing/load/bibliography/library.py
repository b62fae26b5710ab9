"""The file of a bibliography, CSL-JSON or BibTeX: where its entries are, by the ids that they are cited by."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from briefing.load.bibliography.bibtex import BibtexFile
from briefing.load.bibliography.csl import CslContent, EntryFault, read_content
from briefing.load.located_values import MAX_BYTES, decode_file, place_at
from briefing.problems import ContentError, Place, Problem, Severity
from briefing.text.citations import source_id

MOST_BROKEN = 100
"""Reading a JSON file stops after so many broken entries."""
MOST_NAMED = 5
"""How many entries that are not cited a warning names."""
_HINT = "export it again as CSL JSON (.json) or BibTeX (.bib)"
_KEY_HINT = 'give each a key: "id": "smith2020" in JSON, @book{smith2020, in BibTeX'
_JSON_LIST = re.compile(r'\s*(?:\{[^\[\]]*"(?:items|references)"\s*:\s*)?\[')
_JSON_ENTRY = re.compile(r'\{\s*"id"\s*:')
_ENCODING = re.compile(
    rb"(?:\xef\xbb\xbf)?%+\s*Encoding:\s*((?:cp|windows|iso|mac|latin|us-ascii)[\w-]*)", re.IGNORECASE
)
"""The first line of what JabRef saves."""
_JSON_FAULTS = {
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting property name enclosed in double quotes": "a closing bracket is missing, or there is a comma too many",
    "Expecting value": "a value is missing, or has no quotation marks",
    "Unterminated string starting at": "a quotation mark is not closed",
    "Invalid control character at": "a quotation mark is not closed in its line",
    "Invalid \\escape": "a backslash must be written twice",
}
"""What the errors of Python's JSON reader mean for who wrote the file."""


_OTHER_KINDS = (
    (r"TY  - ", "RIS"),
    (r"%0 \S", "an EndNote file"),
    (r"PMID- ", "a PubMed file"),
    (r"<\?xml\b|<xml\b", "XML"),
)
"""How the other formats of reference managers begin."""


@dataclass(frozen=True)
class Entry:
    """One entry of a bibliography: its key as written, where that is, and how to read its content.

    `read` returns the content in CSL-JSON, and adds to its argument what cannot be printed. It raises EntryFault.
    """

    key: str
    place: Place
    read: Callable[[list[str]], CslContent]
    alias: str = ""


@dataclass(frozen=True)
class Bibliography:
    """The entries of a file by id, all of those that share an id, and a warning of what cannot be cited."""

    text: str
    entries: Mapping[str, Entry]
    same: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()


def read_bibliography(name: str, content: bytes) -> Bibliography:
    """Find the entries of a bibliography, in time that grows with its length. Raises ContentError (`not-a-bibliography`)."""
    text = _decode(name, content)
    same: dict[str, list[Entry]] = {}
    unnamed: list[Place] = []
    aliases: dict[str, Entry] = {}
    is_json = text.lstrip()[:1] in ("[", "{")  # whatever the name ends in
    for entry in _json_entries(name, text) if is_json else _bibtex_entries(name, text):
        if not entry.key:
            unnamed.append(entry.place)
            continue
        same.setdefault(source_id(entry.key), []).append(entry)
        if entry.alias:
            aliases[source_id(entry.alias)] = entry
    if not same:
        raise ContentError(_without_entries(name, text, unnamed))
    return Bibliography(
        text,
        {**aliases, **{source: entries[-1] for source, entries in same.items()}},
        {source: tuple(entries) for source, entries in same.items() if len(entries) > 1},
        tuple(_without_key(unnamed)),
    )


def _without_entries(name: str, text: str, unnamed: list[Place]) -> Problem:
    if unnamed:
        what = "no entry of this bibliography has a key that can be cited"
        return Problem("not-a-bibliography", what, unnamed[0], _KEY_HINT)
    kind = next((kind for begins, kind in _OTHER_KINDS if re.match(begins, text.lstrip("\ufeff \t\r\n"))), None)
    what = (
        f"this bibliography is saved as {kind}, which is not read here" if kind else "this bibliography has no entries"
    )
    return Problem("not-a-bibliography", what, Place(name), _HINT)


def _without_key(places: list[Place]) -> Iterator[Problem]:
    if places:
        lines = ", ".join(str(place.line) for place in places[:MOST_NAMED])
        more = " and others" if len(places) > MOST_NAMED else ""
        what = f"{len(places)} {'entry has' if len(places) == 1 else 'entries have'} no key to be cited by (line {lines}{more})"
        yield Problem("bibliography-entry", what, places[0], _KEY_HINT, Severity.WARNING)


def _decode(name: str, content: bytes) -> str:
    """Return the text of a bibliography. A byte that is no character is one U+FFFD, for which its entry is refused."""
    stated = _ENCODING.match(content)
    encoding = "utf-8"
    if stated:
        try:
            encoding = codecs.lookup(stated[1].decode()).name
        except LookupError:
            encoding = "utf-8"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode_file(name, content)  # it says how to save it
    return decode_file(name, content.decode(encoding, "replace").encode(), 3 * MAX_BYTES)


def _bibtex_entries(name: str, text: str) -> Iterator[Entry]:
    file = BibtexFile(text)
    for key, offset, start, end in file.find_entries():
        read = partial(_read_bibtex, file, key, start, end)
        yield Entry(key, place_at(name, text, offset), read)


def _read_bibtex(file: BibtexFile, key: str, start: int, end: int, lost: list[str]) -> CslContent:
    _check_letters(file.text, start, end)
    return file.read_entry(key, start, end, lost)


def _check_letters(text: str, start: int, end: int) -> None:
    """Raise EntryFault where an entry has a letter that was lost when it was saved."""
    if (at := text.find("\ufffd", start, end)) >= 0:
        raise EntryFault("it has a letter that is not saved as UTF-8", at, "export it again with the encoding UTF-8")


def _json_entries(name: str, text: str) -> Iterator[Entry]:
    """Yield the entries of a list in JSON, or a single one; where one is broken, go on at the next that begins with its id.

    One without an id is yielded with an empty key.
    """
    start = _JSON_LIST.match(text)
    at = start.end() if start else 0
    broken = 0
    while (at := _next(text, at)) < len(text) and text[at] != "]" and broken < MOST_BROKEN:
        try:
            value, end = json.JSONDecoder().raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            broken += 1
            following = _JSON_ENTRY.search(text, at + 1)
            end = following.start() if following else len(text)
            named = re.search(r'"id"\s*:\s*"([^"\n]*)"', text[at:end])
            yield Entry(named[1] if named else "", place_at(name, text, at), partial(_raise_fault, error, at))
        else:
            key, alias = _json_keys(value)
            yield Entry(key, place_at(name, text, at), partial(_read_json, value, text, at, end), alias)
        at = end


def _json_keys(value: object) -> tuple[str, str]:
    """Return the key of an entry, and the one it may be cited by too: Zotero has addresses as ids, and shows its own keys."""
    if not isinstance(value, dict):
        return "", ""
    written, shown = value.get("id"), value.get("citation-key")
    key = str(written) if isinstance(written, str | int) and not isinstance(written, bool) else ""
    last = key.rstrip("/").rsplit("/", 1)[-1] if "://" in key else key
    return (shown, last) if isinstance(shown, str) and shown and "://" in key else (last, "")


def _raise_fault(error: Exception, at: int, lost: list[str]) -> CslContent:
    offset = error.pos if isinstance(error, json.JSONDecodeError) else at
    message = error.msg if isinstance(error, json.JSONDecodeError) else ""
    raise EntryFault(_JSON_FAULTS.get(message, "its brackets, commas or quotation marks are not those of JSON"), offset)


def _read_json(value: Mapping[str, object], text: str, start: int, end: int, lost: list[str]) -> CslContent:
    _check_letters(text, start, end)
    return read_content(value, lost)


def _next(text: str, at: int) -> int:
    """The offset of the next character that is neither white space nor a comma."""
    while at < len(text) and text[at] in " \t\n,":
        at += 1
    return at
