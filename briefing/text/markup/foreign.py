"""Find the markup of other programs in prose and labels, which would be printed as it is written, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from briefing.text.markdown import parse_prose
from briefing.text.markup.labels import Foreign, defined_twice, note_hint, unused
from briefing.text.markup.lists import numbered_lists

_TAGS = """
    a abbr article b big blockquote body br button center cite code col dd del details div dl dt em figure font footer
    form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link mark meta nav object ol p pre q s script
    section small span strike strong style sub summary sup svg table tbody td textarea th thead title tr tt u ul video
"""


@dataclass(frozen=True)
class _Form:
    pattern: re.Pattern[str]
    what: str
    hint: str


def _form(pattern: str, what: str, hint: str, flags: int = 0) -> _Form:
    return _Form(re.compile(pattern, flags), what, hint)


_CITATION = "write it as [@port para. 5], and other words before or after it"
_NOTE = "add the line [^1]: and its words to the section"
_NOTE_IN_LINE = "write its words here, or move this into the text of a section"
_HTML = (
    _form(
        rf"</?(?:{'|'.join(sorted(_TAGS.split(), key=len, reverse=True))})(?:\s[^<>]{{0,300}})?/?>",
        "an HTML tag",
        "delete it; emphasis is *so* or **so**, a new line in a cell is <br>",
        re.IGNORECASE,
    ),
    _form(
        r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});",
        "an HTML entity",
        "write the character itself",
    ),
)
_IN_PROSE = (
    *_HTML,
    _form(r"\[(?=[^\[\]]{1,300}\])[^\[\]@]*(?<![\w@./])@\w[^\[\]]*\]", "a citation in another style", _CITATION),
    _form(r"(?<![\w@./])@[A-Za-z0-9][\w:-]{0,63} \[[^\[\]]{1,100}\]", "a citation in another style", _CITATION),
    _form(r"\[\^[^\[\]\s]{1,60}\](?!:)", "a footnote without its text", _NOTE),
    _form(
        r"\[\^[^\[\]\s]{1,30}\s[^\[\]]{1,30}\]:?",
        "a footnote whose label has a space",
        "write its label as one word: [^1]",
    ),
    _form(
        r"(?<=[^\s^])\^\[[^\[\]]{1,300}\]?",
        "a footnote in another style",
        "write [^1] there, and [^1]: and its words on a line of its own",
    ),
    _form(
        r"\{(?=[^{}]{1,200}\})\s*(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=[^\s{}]+)[^{}]*\}",
        "an attribute",
        "delete it: the page decides how things look",
    ),
    _form(r"~~(?=[^\s~])[^~]{1,300}~~", "struck-out text", "delete what is no longer true"),
    _form(r"(?<![=\w])==(?=[^\s=])[^=\n]{1,300}(?<=\S)==(?![=\w])", "highlighted text", "write **so** for emphasis"),
    _form(r"(?<=[\w)])~[\w+−-]{1,10}~(?!~)", "a subscript", "write the character itself, as in H₂O"),
    _form(r"(?<=[\w)])\^[\w+−-]{1,10}\^", "a superscript", "write the character itself, as in x²"),
    _form(r"^:{3,}\s*(?:\{[^{}]*\}|[\w-]+)?", "a block of another program", "delete its lines of colons"),
    _form(r"^\[[ xX]\](?=\s)", "a task list", "delete the box, or write what is done"),
    _form(r"\[\[[^\[\]]{1,300}\]\]", "a link of a wiki", "write it as [words](https://…)"),
    _form(r"\{\{[^{}]{1,300}\}\}", "a template of a wiki", "write what it stands for"),
    _form(
        r"^\.\. (?:[\w-]+::|_[^:]+:|\[)|:(?:ref|doc|cite|term|sup|sub):", "a directive of reStructuredText", "delete it"
    ),
    _form(
        r"^\[(?:source|NOTE|TIP|WARNING|IMPORTANT|CAUTION|quote|verse|cols|options)\b[^\[\]]*\]|^={2,6} \w|^\|={3,}"
        r"|(?:image|include|video)::?\S+\[[^\[\]]*\]",
        "markup of AsciiDoc",
        "write it in Markdown: ## for a heading, > for a quotation",
    ),
    _form(
        r"\\(?:cite[tp]?|ref|label|footnote|textbf|textit|emph|begin|end|section|url|href)\{[^{}]*\}|\\newpage\b",
        "a command of LaTeX",
        "write it in Markdown",
    ),
    _form(
        r"(?:(?<=[^\s\[\]])|(?<=\w ))\[\d{1,3}(?:(?:[-–,]\s?\d{1,3})+\]|\](?! [a-z]))(?=$|[\s.,;:)’”])",
        "the number of a reference",
        _CITATION,
    ),
    _form(
        r"Error! (?:Reference source|Bookmark) not (?:found|defined)\.?",
        "a broken reference of Word",
        "write what it stood for",
    ),
    _form(r"^: (?=\S)", "a definition list", "write it as a list, or as a table"),
    _form(
        r"\$\$[^$]{1,300}\$\$|\$(?=[^\s\d])[^$\n;]{0,60}(?:\\[a-z]|\^|_\{)[^$\n;]{0,60}(?<=\S)\$(?!\w)",
        "a formula",
        "write it in words, or as an image",
    ),
    _form(r"^\[TOC\]|^\[\[_TOC_\]\]", "a table of contents", "delete it"),
)
_AT_LINE_START = (
    _form(r"^#{1,6} (?=\w)", "a heading", "delete the #, or move it into the text of a section"),
    _form(r"^[-*+] (?=[^\d\s])", "an item of a list", "make it a sentence, or move it into the text of a section"),
    _form(r"^> ?(?=\w)", "a block quotation", "write “…” round the words, or move it into the text of a section"),
    _form(r"^```|^~~~", "a block of code", "delete it, or move it into the text of a section"),
    _form(r"^\|.*\|\s*$", "a row of a table", "move the table into the text of a section"),
)
_MARKDOWN = (
    _form(
        r"\*\*(?=\S)[^*\n]{1,300}\*\*|(?<![\w*])\*(?=\w)[^*\n]{1,300}(?<=\S)\*(?![\w*])",
        "emphasis",
        "delete the asterisks: this prints as it is written",
    ),
    _form(r"(?<!\w)__(?=\S)[^_\n]{1,300}__(?!\w)", "emphasis", "delete the underlines: this prints as it is written"),
    _form(r"!?\[[^\[\]]{1,300}\]\([^()\s]{1,300}\)", "a link", "write its words alone: this prints as it is written"),
)


def foreign_in_label(text: str) -> Iterator[Foreign]:
    """Yield the markup in a text that is printed as it is written, such as a name or a title."""
    yield from _find(text, (*_HTML, *_MARKDOWN))


def foreign_in_line(text: str) -> Iterator[Foreign]:
    """Yield the markup in prose of one line that no rule of the page understands, also that of several lines."""
    for line in text.split("\n"):
        yield from _find(line.strip(), _AT_LINE_START)
    tokens, _ = parse_prose(" ".join(text.split()), is_line=True)
    for found in _in_tokens(tokens, text):
        yield replace(found, hint=_NOTE_IN_LINE) if found.hint == _NOTE else found


def foreign_in_block(text: str) -> Iterator[Foreign]:
    """Yield the markup in prose of several paragraphs that no rule of the page understands, and what is left out of print."""
    tokens, env = parse_prose(text, is_line=False)
    for found in _in_tokens(tokens, text):
        yield replace(found, hint=note_hint(found.written, text)) if found.hint == _NOTE else found
    yield from _lists_of_one(tokens, text)
    yield from _uneven_rows(tokens, text)
    yield from unused(tokens, env, text)
    yield from defined_twice(tokens, env, text)


def _find(text: str, forms: Sequence[_Form]) -> Iterator[Foreign]:
    for form in forms:
        for match in form.pattern.finditer(text):
            yield Foreign(match[0], f"looks like {form.what}, which is not read here", form.hint)


def _in_tokens(tokens: Sequence[Token], raw: str) -> Iterator[Foreign]:
    """Yield the markup in what is printed as words, but not in code, nor after a backslash."""
    for token in tokens:
        yield from _between_digits(token.children or ())
        yield from _titles(token.children or ())
        for child in token.children or ():
            if child.type != "text":
                continue
            for found in _find(child.content, _IN_PROSE):
                if f"\\{found.written}" not in raw and not _is_decoded(found.written, raw):
                    yield found


def _titles(tokens: Sequence[Token]) -> Iterator[Foreign]:
    """Yield the titles of images and links, and links without words, which are not printed."""
    for opening, closing in pairwise(tokens):
        if (opening.type, closing.type) == ("link_open", "link_close"):
            address = str(opening.attrs.get("href", ""))
            yield Foreign(
                f"[]({address})", "is a link without words, which is not printed", "write words into its brackets"
            )
    for token in tokens:
        kind = {"image": "an image", "link_open": "a link"}.get(token.type)
        if kind and (title := str(token.attrs.get("title", ""))):
            where = "after caption:, under images:" if kind == "an image" else "in the text"
            yield Foreign(title, f"is the title of {kind}, which is not printed", f"write it {where}, or delete it")


def _between_digits(tokens: Sequence[Token]) -> Iterator[Foreign]:
    """Yield the marks of emphasis between digits, which are not printed: `2*3*4` would be another number."""
    shown = [token.content or token.markup or " " for token in tokens]
    for i in range(1, len(tokens) - 1):
        if tokens[i].markup in ("*", "**"):
            before = re.search(r"\d[\d.,]{0,20}$", shown[i - 1][-20:])
            after = re.match(r"[-+−.]?\d[\d.,]{0,20}", shown[i + 1])
            if before and after and before[0][-1].isdigit():
                what = "has marks of emphasis between digits, which are not printed"
                yield Foreign(before[0] + shown[i] + after[0], what, "write ×, or \\* for an asterisk")


def _is_decoded(written: str, raw: str) -> bool:
    """Tell whether an entity was written so that it prints: `&amp;lt;`."""
    return written.startswith("&") and written not in raw.replace("&amp;" + written[1:], "")


def _lists_of_one(tokens: Sequence[Token], text: str) -> Iterator[Foreign]:
    """Yield the beginnings of sentences that read as a numbered list of one entry, such as a date."""
    lines = text.split("\n")
    for opening, items in numbered_lists(tokens):
        number, line = items[0].info, lines[opening.map[0]] if opening.map else ""
        match = re.search(rf"(?<!\d){number}\.[ \t]+([^\W\d_])[\w’'-]*", line)
        if match and len(items) == 1 and match[1].isupper():
            yield Foreign(
                match[0],
                "begins a numbered list of one entry",
                f"write {number}\\. if it is a sentence, or delete the number",
            )


def _uneven_rows(tokens: Sequence[Token], text: str) -> Iterator[Foreign]:
    """Yield the rows of tables that have more cells than the headings, which would not be printed, or fewer."""
    lines = text.split("\n")
    columns = 0
    in_head = False
    for token in tokens:
        if token.type == "thead_open":
            columns, in_head = 0, True
        elif token.type == "thead_close":
            in_head = False
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map and not in_head:
            line = lines[token.map[0]].strip(" \t>")
            count = len(_cells(line))
            what = f"is a row with {count} cell{'s' * (count != 1)} under {columns} headings"
            if count > columns:
                yield Foreign(line, f"{what}: the last are not printed", "give each column a heading")
            elif count < columns:
                yield Foreign(line, what, "add the missing cells, empty ones as | |")


def _cells(line: str) -> list[str]:
    cells = escapedSplit(line)
    if cells and not cells[0].strip():
        del cells[0]
    if cells and not cells[-1].strip():
        del cells[-1]
    return cells
