"""The content of a bibliography's entry in CSL-JSON (https://docs.citationstyles.org), made sound for the processor.

What programs export strays from the format in many ways: numbers for texts, dates and authors as plain text, empty parts. An
entry keeps what a style can print: texts, names and dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from math import isfinite
from typing import TypeAlias

from briefing.load.bibliography.dates import CslDate, read_date
from briefing.model.retractions import note_is_retracted
from briefing.text.markup.raised import lowered, raised

Names: TypeAlias = list[dict[str, str]]
CslContent: TypeAlias = dict[str, str | Names | CslDate]
"""The variables of an entry: a text, names or a date; `type` is always there."""

RETRACTED = "retracted"
"""The `status` of an entry that says in whatever way that the publication was retracted."""

_NAME_PARTS = ("family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal")
_DATES = ("issued", "accessed", "submitted", "event-date", "original-date", "available-date")
_NAMES = (
    *("author", "editor", "translator", "director", "recipient", "interviewer", "composer", "illustrator"),
    *("reviewed-author", "container-author", "collection-editor", "editorial-director", "original-author"),
)
_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "monograph": "book",
    "posted-content": "article",
}
"""The CSL types of what Crossref calls differently."""
_UNPUBLISHED = re.compile(
    r"(?:in press|in print|forthcoming|to appear|to be published|submitted|accepted(?: for publication)?|in preparation"
    r"|under review|unpublished(?: manuscript)?|pre-?print|draft|à paraître|sous presse|inédit|en prensa|en preparación"
    r"|no prelo|im druck|im erscheinen|in stampa)",
    re.IGNORECASE,
)
_UPDATE = re.compile(r"'type': '(?:partial_)?(?:retraction|withdrawal|removal)'")
"""What Crossref has of a publication that was retracted, among what it was updated by."""
_VERBATIM = ("URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID")
_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sup|sub|sc|scp|span|font|p|br|(?:jats|mml|xhtml):[\w-]+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_MOVED = re.compile(r"<(?:jats:)?(sup|sub)>([^<>]{0,100})</(?:jats:)?\1>", re.IGNORECASE)


class EntryFault(Exception):
    """A fault for which an entry cannot be read: what it is, the offset in the file, and what to do."""

    def __init__(self, what: str, offset: int, hint: str = "") -> None:
        self.what, self.offset, self.hint = what, offset, hint
        super().__init__(what)


def read_content(entry: Mapping[str, object], lost: list[str]) -> CslContent:
    """Return the sound content of an entry as JSON has it; name in `lost` what of its dates cannot be printed."""
    kind = entry.get("type")
    content: CslContent = {"type": _TYPES.get(kind, kind) if isinstance(kind, str) and kind else "document"}
    for variable, value in entry.items():
        if variable in _DATES:
            if when := read_date(value, lost):
                content[variable] = when
        elif variable in _NAMES:
            if names := _read_names(value):
                content[variable] = names
        elif variable not in ("id", "type") and (text := _read_text(value, variable)):
            content[variable] = clean_doi(text) if variable == "DOI" else text
    notes = [str(content.get(variable, "")) for variable in ("note", "annote", "status", "custom")]
    # Keywords may be a desk's own, as "draft" is.
    is_retracted = _UPDATE.search(str(entry.get("updated-by", ""))) or note_is_retracted(
        str(content.get("keyword", ""))
    )
    state = RETRACTED if is_retracted else state_in_notes("; ".join(notes))
    return content | ({"status": state} if state else {})


def state_in_notes(notes: str) -> str:
    """Return what notes say of the state of a publication: `retracted`, or `in press` and the like as written, or nothing."""
    if note_is_retracted(notes):
        return RETRACTED
    return next((part for part in map(str.strip, re.split(r"[;,.\n]", notes)) if _UNPUBLISHED.fullmatch(part)), "")


def plain_text(text: str) -> str:
    """Return a text without the tags and references of HTML that Zotero and Crossref write into titles."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)  # JSON may have halves of a character
    if "<" in text:
        text = _MOVED.sub(lambda found: (raised if found[1].lower() == "sup" else lowered)(found[2]), text)
        text = _TAG.sub("", text)
    if "&" in text:
        text = re.sub(
            r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", lambda found: unescape(found[0]), text, flags=re.I
        )
    return " ".join(text.split())


def clean_doi(text: str) -> str:
    """Return a DOI without the address or the word before it: styles write `https://doi.org/` themselves."""
    return re.sub(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)


def _read_text(value: object, variable: str) -> str:
    if isinstance(value, list):  # Crossref's own API has lists of titles
        value = next((part for part in value if isinstance(part, str) and part.strip()), None)
    if isinstance(value, float) and not value.is_integer():
        return str(value) if isfinite(value) else ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if abs(value) < 10**15 else ""
    if not isinstance(value, str):
        return ""
    return " ".join(value.split()) if variable in _VERBATIM else plain_text(value)


def _read_names(value: object) -> Names:
    names: Names = []
    for name in value if isinstance(value, list) else [value]:
        if isinstance(name, Mapping):
            known = {**name, "literal": name.get("literal") or name.get("name")}  # Crossref has organisations by `name`
            read = {part: plain_text(text) for part in _NAME_PARTS if isinstance(text := known.get(part), str)}
        else:
            read = {"literal": plain_text(name)} if isinstance(name, str) else {}
        names.append({part: text for part, text in read.items() if text})
    return [name for name in names if name]
