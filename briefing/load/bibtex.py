"""BibTeX and BibLaTeX files as entries in CSL-JSON.

The only module that names bibtexparser and pylatexenc, which comes with it. A file is first cut before each line that begins an
entry; only the entries that are wanted are parsed, so that a fault in another cannot stop a build, and a library of thousands
costs no more than the few entries that are cited.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import pairwise

from briefing.load.csl import CslContent, Names, date_parts

LONGEST_ENTRY = 100_000
"""The most characters of an entry that is parsed."""
LONGEST_FIELD = 10_000
"""The most characters of a field whose LaTeX is decoded; of a longer one, commands and braces are removed."""

_START = re.compile(r"^[ \t]*@(?=\w+[ \t]*[{(]\s*[^,{}\"\n]*[,\n=])", re.MULTILINE)
_KEY = re.compile(r"(?:^|[})])[ \t]*@(\w+)[ \t]*[{(]\s*([^,{}\"=\n]*)(?=[,\n])", re.MULTILINE)
_STRING = re.compile(
    r"^[ \t]*@string[ \t]*[{(]\s*([\w:.+-]+)\s*=\s*(\"[^\"]*\"|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})",
    re.MULTILINE | re.IGNORECASE,
)
_NO_ENTRY = ("comment", "preamble", "string")

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "unpublished": "manuscript",
}
_VARIABLES = {
    "title": "title",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "publisher": "publisher",
    "institution": "publisher",
    "organization": "publisher",
    "school": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "doi": "DOI",
    "url": "URL",
    "edition": "edition",
    "isbn": "ISBN",
}
"""The CSL variable of each field; of two fields with one variable, the first listed counts."""
_VERBATIM = ("doi", "url", "isbn")


def find_entries(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield the key of each entry, the offset of the key, and the text up to the next line that begins an entry."""
    starts = [match.start() for match in _START.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        for match in _KEY.finditer(text, start, end):
            if match[1].lower() not in _NO_ENTRY and match[2].strip():
                yield match[2].strip(), match.start(2), text[start:end]


def find_strings(text: str) -> dict[str, str]:
    """Return the abbreviations that a file defines (`@string{jpr = "Journal of Peace Research"}`), by name."""
    return {match[1].lower(): match[2][1:-1] for match in _STRING.finditer(text)}


def parse_entry(key: str, block: str, strings: Mapping[str, str]) -> CslContent | None:
    """Parse the entry of a key in a block of text; return its content, or None where its syntax is broken."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateFieldKeyBlock, Entry

    if len(block) > LONGEST_ENTRY:
        return None
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it would print what it finds on standard error
    # An @ at the beginning of a line would end the entry, also where it is in the middle of an abstract.
    block = block[:1] + re.sub(r"\n\s*@", " @", block[1:])
    for found in parse_string(block, parse_stack=[]).blocks:
        entry = found.ignore_error_block if isinstance(found, DuplicateFieldKeyBlock) else found
        if isinstance(entry, Entry) and entry.key == key:
            with suppress(ValueError):
                return _content(entry.entry_type, {f.key.lower(): _value(str(f.value), strings) for f in entry.fields})
    return None


def _value(written: str, strings: Mapping[str, str]) -> str:
    """Return a value without its braces or quotation marks, with abbreviations in full: `"5~" # mar`.

    Raises ValueError where it is more than one value: a comma is missing after the first.
    """
    parts = [part.strip() for part in written.split(" # ")]
    if not all(map(_is_one, parts)):
        parts = [written]
        if not _is_one(written):
            raise ValueError(written)
    return "".join(part[1:-1] if part[:1] in ('"', "{") else strings.get(part.lower(), part) for part in parts)


def _is_one(part: str) -> bool:
    """Tell whether a text is one word, or one stretch between quotation marks or braces."""
    depth = 0
    for brace in re.finditer(r"(?<!\\)[{}]", part) if part[:1] == "{" else ():
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end() == len(part)
    return bool(re.fullmatch(r'"(?:\{"\}|[^"])*"|[^\s"{}]*', part))


def _content(kind: str, fields: Mapping[str, str]) -> CslContent:
    content: CslContent = {"type": _TYPES.get(kind.lower(), "document")}
    for field, variable in _VARIABLES.items():
        decode = _unescape if field in _VERBATIM else decode_latex
        if (value := decode(fields.get(field, ""))) and variable not in content:
            content[variable] = value
    if address := re.search(r"https?://[^\s{}]+", _unescape(fields.get("howpublished", ""), braces=True)):
        content.setdefault("URL", address[0])
    for role in ("author", "editor"):
        if names := _names(fields.get(role, "")):
            content[role] = names
    written = fields.get("date") or " ".join(fields.get(part, "") for part in ("year", "month", "day"))
    for variable, when in (("issued", written), ("accessed", fields.get("urldate", ""))):
        if parts := date_parts(decode_latex(when)):
            content[variable] = {"date-parts": [parts]}
    return content


def _unescape(text: str, *, braces: bool = False) -> str:
    """Remove the backslash before a sign that LaTeX reserves, and braces unless they are wanted."""
    text = re.sub(r"\\([_%&#~$])", r"\1", text)
    return text.strip() if braces else re.sub(r"[{}\s]|\\url", "", text)


def decode_latex(text: str) -> str:
    """Return a value as plain text on one line: accents as letters, commands without their names."""
    # These signs are reserved in LaTeX, but reference managers do not all escape them.
    escaped = re.sub(r"(?<!\\)(?:[%&#]|\$(?=\d))", r"\\\g<0>", text)
    try:
        plain = _decoder()(escaped) if len(text) <= LONGEST_FIELD and re.search(r"[\\{}~$`'-]", text) else text
    except Exception:  # a command with too few arguments may raise anything; the words are what counts
        plain = re.sub(r"\\[a-zA-Z]+\s*|[{}\\]", "", text)
    return " ".join(plain.split())


@cache
def _decoder() -> Callable[[str], str]:
    from pylatexenc import latex2text

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    commands = latex2text.get_default_latex_context_db()
    url = latex2text.MacroTextSpec("url", simplify_repl="%s")  # the default encloses it in < and >
    commands.add_context_category("briefing", prepend=True, macros=[url])
    decode: Callable[[str], str] = latex2text.LatexNodes2Text(latex_context=commands, math_mode="text").latex_to_text
    return decode


def _names(written: str) -> Names:
    from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

    names: Names = []
    for name in split_multiple_persons_names(written):
        if re.fullmatch(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", name):
            names.append({"literal": decode_latex(name)})
            continue
        if re.match(r"\w+\s*=", name):  # BibLaTeX: family=Gogh, given=Vincent, prefix=van
            pairs = dict(re.findall(r"(\w+)\s*=\s*\"?([^,\"]*)", name))
            parts = [pairs.get(key, "") for key in ("family", "given", "prefix", "suffix")]
        else:
            read = parse_single_name_into_parts(name, strict=False)
            parts = [" ".join(words) for words in (read.last, read.first, read.von, read.jr)]
        keys = ("family", "given", "non-dropping-particle", "suffix")
        names.append({key: value for key, part in zip(keys, parts, strict=True) if (value := decode_latex(part))})
    return [name for name in names if name]
