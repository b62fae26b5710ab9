"""BibTeX and BibLaTeX files as entries in CSL-JSON.

The only module that names bibtexparser. A file is first cut before each line that begins an
entry; only the entries that are wanted are parsed, so that a fault in another cannot stop a build, and a library of thousands
costs no more than the few entries that are cited.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from briefing.load.bibliography.csl import (
    RETRACTED,
    CslContent,
    EntryFault,
    Names,
    clean_doi,
    plain_text,
    state_in_notes,
)
from briefing.load.bibliography.dates import month_number, parse_date
from briefing.load.bibliography.latex import decode_latex, plain_address, unknown_commands
from briefing.model.retractions import note_is_retracted

LONGEST_ENTRY = 100_000
"""The most characters of an entry that is parsed."""

_START = re.compile(r"^[ \t]*@(?=(\w+)[ \t]*[{(]\s*[^,{}\"\n]*[,\n=])", re.MULTILINE)
_KEY = re.compile(r"(?:^|[})])[ \t]*@(\w+)[ \t]*[{(]\s*([^,{}\"=\n]*)(?=[,\n])", re.MULTILINE)
_ONE_VALUE = r"(?:\"[^\"]*\"|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|[\w:.+-]+)"
_STRING = re.compile(
    rf"^[ \t]*@string[ \t]*[{{(]\s*([\w:.+-]+)\s*=\s*({_ONE_VALUE}(?:\s*\#\s*{_ONE_VALUE})*)",
    re.MULTILINE | re.IGNORECASE,
)
_NO_ENTRY = ("comment", "preamble", "string")
_FIELD_START = re.compile(r"(?<!\\)[{}\"]|(?<=[,\n])\s*([A-Za-z][\w-]*)\s*=\s*(?=[{\"\d])")

_TYPES = {
    "article": "article-journal", "book": "book", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report",
    "report": "report", "online": "webpage", "unpublished": "manuscript",
}  # fmt: skip
_VARIABLES = {
    "title": "title", "journal": "container-title", "journaltitle": "container-title", "booktitle": "container-title",
    "publisher": "publisher", "institution": "publisher", "organization": "publisher", "school": "publisher",
    "address": "publisher-place", "location": "publisher-place", "volume": "volume", "number": "issue", "pages": "page",
    "doi": "DOI", "url": "URL", "edition": "edition", "isbn": "ISBN", "pubstate": "status",
}  # fmt: skip
"""The CSL variable of each field; of two fields with one variable, the first listed counts."""
_VERBATIM = ("doi", "url", "isbn")
_NOTES = ("note", "addendum", "annote", "annotation", "pubstate", "status", "titleaddon")
"""Fields that may say that the publication was retracted or is to come; whatever else they say is not read."""
_STATES = {"inpress": "in press", "inpreparation": "in preparation"}
"""Words of BibLaTeX's `pubstate` that are no words of English."""
_OTHERS = (
    *("author", "editor", "editortype", "date", "year", "month", "day", "urldate", "howpublished", "crossref", "xdata"),
)
_INHERITED = (
    *("journal", "journaltitle", "booktitle", "publisher", "organization", "address", "location", "volume", "number"),
    *("editor", "date", "year", "month", "isbn"),
)
"""What an entry takes from the one that its `crossref` names; the title of that one is its `booktitle`."""

_SUFFIX = re.compile(r"(jr|sr|ii|iii|iv|ph\.?\s?d|md|esq)\.?", re.IGNORECASE)


class BibtexFile:
    """The text of a file, its abbreviations (`@string{jpr = "Journal of Peace Research"}`) and where its entries are."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find_entries(self) -> Iterator[tuple[str, int, int, int]]:
        """Yield the key of each entry, its offset, and the start and end of the block of text that has it.

        The key of an entry without one is empty.
        """
        starts = [(match.start(), match[1].lower()) for match in _START.finditer(self.text)]
        for (start, kind), (end, _) in pairwise([*starts, (len(self.text), "")]):
            found = False
            for match in _KEY.finditer(self.text, start, end):
                if match[1].lower() not in _NO_ENTRY and match[2].strip():
                    found = True
                    yield match[2].strip(), match.start(2), start, end
            if not found and kind not in _NO_ENTRY:
                yield "", start, start, end

    @cached_property
    def _strings(self) -> dict[str, str]:
        strings: dict[str, str] = {}
        for match in _STRING.finditer(self.text):
            parts = [part.strip() for part in _parts(match[2])]
            strings[match[1].lower()] = "".join(strings.get(part.lower(), _without_marks(part)) for part in parts)
        return strings

    @cached_property
    def _blocks(self) -> dict[str, tuple[str, int, int]]:
        return {key.lower(): (key, start, end) for key, _, start, end in self.find_entries()}

    def read_entry(self, key: str, start: int, end: int, lost: list[str]) -> CslContent:
        """Parse the entry of a key in a block; name in `lost` what cannot be printed. Raises EntryFault."""
        kind, fields = self._parse(key, start, end)
        for relation in ("xdata", "crossref"):
            for parent in filter(None, (name.strip().lower() for name in fields.get(relation, "").split(","))):
                if parent not in self._blocks:
                    what = f'it takes what it lacks from the entry "{parent}" ({relation}), which is not in this file'
                    raise EntryFault(what, start + max(self.text[start:end].find(relation), 0))
                _, inherited = self._parse(*self._blocks[parent])
                if relation == "crossref":
                    title = {"booktitle": inherited["title"]} if "title" in inherited else {}
                    inherited = title | {name: inherited[name] for name in _INHERITED if name in inherited}
                fields = inherited | fields
        return _content(kind, fields, lost)

    def _parse(self, key: str, start: int, end: int) -> tuple[str, dict[str, str]]:
        """Return the type and the fields of an entry, by their names in small letters. Raises EntryFault."""
        from bibtexparser.entrypoint import parse_string
        from bibtexparser.exceptions import BlockAbortedException
        from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

        block = self.text[start:end]
        if len(block) > LONGEST_ENTRY:
            raise EntryFault(f"it has more than {LONGEST_ENTRY:,} characters", start)
        logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it would print what it finds on standard error
        # An @ at the beginning of a line would end the entry, also where it is in the middle of an abstract.
        flat = block[:1] + re.sub(r"\n(?=\s*@)", " ", block[1:])
        failed = 0
        for found in parse_string(flat, parse_stack=[]).blocks:
            if isinstance(found, ParsingFailedBlock) and isinstance(found.error, BlockAbortedException) and not failed:
                failed = found.error.end_index or 0
            entry = found.ignore_error_block if isinstance(found, DuplicateFieldKeyBlock) else found
            if isinstance(entry, Entry) and entry.key == key:
                fields: dict[str, str] = {}
                for field in entry.fields:
                    name = field.key.lower()
                    # Keywords may be a desk's own, as "draft" is.
                    if name in _NOTES or (name == "keywords" and note_is_retracted(str(field.value))):
                        fields[RETRACTED] = f"{fields.get(RETRACTED, '')}; {field.value!s}"
                    if name in _VARIABLES or name in _OTHERS:
                        fields[name] = self._value(name, str(field.value), start, end)
                return entry.entry_type, fields
        raise _explain(block, start, failed)

    def _value(self, name: str, written: str, start: int, end: int) -> str:
        """Return a value without its braces or quotation marks, with abbreviations in full: `"5~" # mar`."""
        place = re.compile(rf"(?<![\w-]){re.escape(name)}\s*=", re.IGNORECASE).search(self.text, start, end)
        at = place.start() if place else start
        value = ""
        for part in (part.strip() for part in _parts(written)):
            if not _is_one(part):
                raise EntryFault(f'a comma or a closing sign is missing after the value of "{name}"', at)
            if part[:1] in ('"', "{") or re.match(r"\d", part) or not part:
                value += _without_marks(part)
            elif part.lower() in self._strings:
                value += self._strings[part.lower()]
            elif name == "month" and month_number(part):
                value += part
            else:
                what = f'the value of "{name}" is {part}, which is neither in braces nor an abbreviation of this file'
                raise EntryFault(what, at, f"write {name} = {{{part}}}, or add its @string to the file")
        return value


def _explain(block: str, start: int, failed: int) -> EntryFault:
    """Return why a block cannot be parsed: the first value that another field begins inside of, else where parsing failed."""
    outer = 1 if re.match(r"[^{(]*\{", block) else 0
    depth, quoted, field, at = 0, False, "", 0
    for found in _FIELD_START.finditer(block):
        if found[1]:
            if depth > outer or quoted:
                break
            field, at = found[1], found.start(1)
        elif found[0] == '"':
            quoted ^= depth == outer
        else:
            depth += 1 if found[0] == "{" else -1
    if field and (depth > outer or quoted):
        sign = "quotation mark" if quoted else "brace"
        return EntryFault(f'the value of "{field}" has no closing {sign}', start + at)
    if depth > 0 or not outer:
        return EntryFault("its closing bracket is missing", start)
    what = "a comma, a brace, a quotation mark or an equals sign is missing before this"
    return EntryFault(what, start + (max(failed - 2, 0) or at))  # the parser adds a line, and tells the end of the sign


def _parts(written: str) -> Iterator[str]:
    """Yield the parts of a value that are joined by #."""
    depth, quoted, start = 0, False, 0
    for sign in re.finditer(r"(?<!\\)[{}\"#]", written):
        if sign[0] == "#" and not depth and not quoted:
            yield written[start : sign.start()]
            start = sign.end()
        elif sign[0] == '"':
            quoted ^= not depth
        elif sign[0] != "#":
            depth += 1 if sign[0] == "{" else -1
    yield written[start:]


def _is_one(part: str) -> bool:
    """Tell whether a text is one word, or one stretch between quotation marks or braces."""
    if part[:1] not in ('"', "{"):
        return not re.search(r"[\s\"{}]", part)
    depth = 0
    for sign in re.finditer(r"(?<!\\)[{}\"]", part):
        if sign[0] != '"':
            depth += 1 if sign[0] == "{" else -1
        if not depth and sign.start() and (part[0] == "{" or sign[0] == '"'):
            return sign.end() == len(part)
    return False


def _without_marks(part: str) -> str:
    return part[1:-1] if part[:1] in ('"', "{") else part


def _content(kind: str, fields: Mapping[str, str], lost: list[str]) -> CslContent:
    content: CslContent = {"type": _TYPES.get(kind.lower(), "document")}
    latex = " ".join(text for name, text in fields.items() if name not in (*_VERBATIM, RETRACTED))
    lost += [f"the LaTeX command \\{name} is left out" for name in unknown_commands(latex)]
    for field, variable in _VARIABLES.items():
        written = fields.get(field, "")
        value = plain_address(written) if field in _VERBATIM else plain_text(decode_latex(written))
        if value and variable not in content:
            content[variable] = clean_doi(value) if variable == "DOI" else value
    if address := re.search(r"https?://[^\s{}]+", plain_address(fields.get("howpublished", ""), braces=True)):
        content.setdefault("URL", address[0])
    for role in ("author", "editor"):
        if names := _names(fields.get(role, "")):
            content[role] = names
    issued = ("date",) if fields.get("date") else ("year", "month", "day")
    for date_variable, parts in (("issued", issued), ("accessed", ("urldate",))):
        # The tilde of a date that is not certain would be taken for the space of LaTeX.
        dates = (re.sub(r"(?<=\d)~(?=/|$)", r"\\textasciitilde{}", fields.get(part, "")) for part in parts)
        if when := parse_date(decode_latex(" ".join(dates)), lost).as_csl():
            content[date_variable] = when
    if content.get("editor") and (kind := fields.get("editortype", "editor")) != "editor":
        lost.append(f'its editor is a "{kind}" (editortype), and is not printed')
        del content["editor"]
    if status := str(content.get("status", "")):
        content["status"] = _STATES.get(status, status)
    notes = decode_latex(re.sub("[{}]", "", fields.get(RETRACTED, "")))
    state = state_in_notes(notes)
    return content | ({"status": state} if state else {})


def _names(written: str) -> Names:
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    written, others = re.subn(r"(?:\s+and\s+others|[\s,]+et\.?\s+al\.?)\s*$", "", written)
    # The tilde of an accent would be taken for the space of LaTeX.
    written = re.sub(r"\\~\s*(?:\{[^{}]*\}|\\[ij]|\w)", lambda accent: decode_latex(accent[0]), written)
    names: Names = []
    for name in split_multiple_persons_names(written):
        if re.fullmatch(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", name):
            names.append({"literal": plain_text(decode_latex(name))})
            continue
        if re.match(r"\w+\s*=", name):  # BibLaTeX: family=Gogh, given=Vincent, prefix=van
            pairs = dict(re.findall(r"(\w+)\s*=\s*\"?([^,\"]*)", name))
            parts = [pairs.get(key, "") for key in ("family", "given", "prefix", "suffix")]
        else:
            read = parse_single_name_into_parts(name, strict=False)
            parts = [" ".join(words) for words in (read.last, read.first, read.von, read.jr)]
            if _SUFFIX.fullmatch(parts[1]) and parts[3]:  # "Smith, Anna, Jr." instead of "Smith, Jr., Anna"
                parts[1], parts[3] = parts[3], parts[1]
        keys = ("family", "given", "non-dropping-particle", "suffix")
        names.append({key: value for key, part in zip(keys, parts, strict=True) if (value := decode_latex(part))})
    names = [name for name in names if any(name.values())]
    if others and names:  # CSL has no variable for it
        last = "literal" if "literal" in names[-1] else "suffix"
        names[-1] = {**names[-1], last: f"{names[-1].get(last, '')} et al.".strip()}
    return names
