"""The text of a .docx file (ECMA-376, Part 1), as its reader sees it: without hidden text, deletions marked as struck out.

The file is not trusted: its parts are read up to a size, and an XML part that declares entities is refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from briefing.load.files import FileProblem
from briefing.sources.left_out import LeftOut, shorten_words
from briefing.text.markup.raised import lowered, raised, raised_letters
from briefing.text.markup.source_marks import struck_out

HIDDEN, TINY, WHITE = "hidden text", "smaller than 2 points", "in white"
_MAX_PART_BYTES = 40_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACES = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
_GROUPS = frozenset(
    {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
)
_DELETED = frozenset({"del", "moveFrom"})
_LEAST_HALF_POINTS = 4


@dataclass(frozen=True)
class WordText:
    """The paragraphs of a file, what it states about itself (title, creator), and what was left out of it."""

    paragraphs: list[str]
    title: str
    creator: str
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Look:
    """How the letters of a run are set."""

    is_hidden: bool = False
    is_struck: bool = False
    colour: str = ""
    has_ground: bool = False
    half_points: int = 20
    position: str = ""

    @property
    def why_unseen(self) -> str:
        if self.is_hidden:
            return HIDDEN
        if self.half_points < _LEAST_HALF_POINTS:
            return TINY
        return WHITE if self.colour.upper() == "FFFFFF" and not self.has_ground else ""


@dataclass
class _Reader:
    styles: Mapping[str, _Look]
    notes: int = 0
    line: str = ""
    paragraphs: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def read(self, element: Element, ground: bool = False) -> None:
        """Read the paragraphs and the rows of tables in an element."""
        for child in element:
            name = _name(child)
            if name == "p":
                self._add(self._paragraph(child, ground))
            elif name == "tr":
                cells = [" ".join(self._cell(cell)) for cell in child if _name(cell) == "tc"]
                self._add(" | ".join(filter(None, cells)))
            elif name in _GROUPS or name == "tbl":
                self.read(child, ground)

    def _cell(self, cell: Element) -> Iterator[str]:
        shaded = any(_value(one, "fill").upper() not in ("", "AUTO", "FFFFFF") for one in cell.iter(f"{_W}shd"))
        for paragraph in cell.iter(f"{_W}p"):
            yield self._paragraph(paragraph, shaded).strip()

    def _add(self, words: str) -> None:
        if words.strip():
            self.paragraphs.append(words)

    def _paragraph(self, paragraph: Element, ground: bool) -> str:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        look = self.styles.get(_value(style), _Look()) if style is not None else self.styles.get("", _Look())
        look = replace(look, has_ground=look.has_ground or ground)
        # What older programs show in place of a box is the same box again.
        older = {id(box) for place in paragraph.iter(_FALLBACK) for box in place.iter(f"{_W}txbxContent")}
        boxes = [box for box in paragraph.iter(f"{_W}txbxContent") if id(box) not in older]
        self.line = ""
        for words in self._runs(paragraph, look, deleted=False):
            self.line += words
        text = self.line
        for box in boxes:
            self.read(box)
        return text

    def _runs(self, element: Element, look: _Look, *, deleted: bool) -> Iterator[str]:
        for child in element:
            name = _name(child)
            if name == "r":
                yield self._run(child, look, deleted=deleted)
            elif name in _GROUPS or name in _DELETED:
                yield from self._runs(child, look, deleted=deleted or name in _DELETED)

    def _run(self, run: Element, look: _Look, *, deleted: bool) -> str:
        properties = run.find(f"{_W}rPr")
        if properties is not None:
            style = properties.find(f"{_W}rStyle")
            named = self.styles.get(_value(style)) if style is not None else None
            look = _look_of(properties, _merge(look, named) if named else look)
        words = "".join(self._signs(run))
        why = look.why_unseen
        if why and words.strip():
            self.left_out.append(LeftOut(why, shorten_words(words), paragraph=len(self.paragraphs) + 1))
        if why or not words.strip():
            return "" if why else words
        if look.position in ("superscript", "subscript"):
            words = self._moved(words, look.position)
        if not (deleted or look.is_struck):
            return words
        lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        return f"{lead}{struck_out(words)}{trail}"

    def _moved(self, words: str, position: str) -> str:
        if position == "subscript":
            return lowered(words)
        return raised_letters(words.strip(), self.line) if words.strip().isalpha() else raised(words)

    def _signs(self, run: Element) -> Iterator[str]:
        for child in run:
            name = _name(child)
            if name in ("t", "delText"):
                yield child.text or ""
            elif name in ("footnoteReference", "endnoteReference"):
                self.notes += 1
                yield raised(str(self.notes))
            else:
                yield _SPACES.get(name, "")


def read_word_file(content: bytes) -> WordText:
    """Return the text of a .docx file. Raises FileProblem (`source-binary`, `source-too-large`, `source-no-text`)."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            body = _part(file, "word/document.xml")
            styles, core = _part(file, "word/styles.xml"), _part(file, "docProps/core.xml")
        if body is None:
            raise _unreadable()
        reader = _Reader(_styles(styles))
        for element in body:
            reader.read(element)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise _unreadable() from error
    if not reader.paragraphs:
        raise FileProblem("source-no-text", "this file has no words that are seen", "copy its words into a .txt file")
    stated = {one.tag: one.text or "" for one in core} if core is not None else {}
    paragraphs = [re.sub(r"~~(\s*)~~", r"\1", paragraph) for paragraph in reader.paragraphs]
    return WordText(paragraphs, stated.get(f"{_DC}title", ""), stated.get(f"{_DC}creator", ""), tuple(reader.left_out))


def _unreadable() -> FileProblem:
    hint = "open it in the program that wrote it, and save it again as .docx"
    return FileProblem("source-binary", "this is not a .docx file, or it is damaged or has a password", hint)


def _part(file: zipfile.ZipFile, name: str) -> Element | None:
    """Return a part of the file; None where it has none of this name."""
    if name not in file.namelist():
        return None
    with file.open(name) as part:
        content = part.read(_MAX_PART_BYTES + 1)
    if len(content) > _MAX_PART_BYTES:
        what = f"this file unpacks to more than {_MAX_PART_BYTES:,} bytes"
        raise FileProblem("source-too-large", what, "keep the part that is cited")
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise _unreadable()

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, values: builder.start(
        _full(name), {_full(key): value for key, value in values.items()}
    )
    parser.EndElementHandler = lambda name: builder.end(_full(name))
    parser.CharacterDataHandler = builder.data
    parser.Parse(content, True)
    return builder.close()


def _full(name: str) -> str:
    """Return a name as the library of elements writes it, with its namespace in braces."""
    return f"{{{name}" if "}" in name else name


def _styles(part: Element | None) -> Mapping[str, _Look]:
    """Return how letters are set by the name of a style; the one of paragraphs without a style is under an empty name."""
    listed = {_value(style, "styleId"): style for style in part.iter(f"{_W}style")} if part is not None else {}

    def look(name: str, depth: int = 0) -> _Look:
        style = listed.get(name)
        if style is None or depth > 20:
            return _Look()
        based = style.find(f"{_W}basedOn")
        under = look(_value(based), depth + 1) if based is not None else _Look()
        properties = style.find(f"{_W}rPr")
        return _look_of(properties, under) if properties is not None else under

    defaults = [
        name for name, style in listed.items() if _value(style, "type") == "paragraph" and _value(style, "default")
    ]
    return {name: look(name) for name in listed} | ({"": look(defaults[0])} if defaults else {})


def _look_of(properties: Element, look: _Look) -> _Look:
    for one in properties:
        name, value = _name(one), _value(one)
        is_on = value not in ("0", "false", "off")
        if name in ("vanish", "webHidden"):
            look = replace(look, is_hidden=is_on)
        elif name in ("strike", "dstrike"):
            look = replace(look, is_struck=is_on)
        elif name == "color":
            look = replace(look, colour=value)
        elif name in ("highlight", "shd"):
            look = replace(look, has_ground=value != "none" and _value(one, "fill").upper() not in ("AUTO", "FFFFFF"))
        elif name == "sz" and value.isdecimal():
            look = replace(look, half_points=int(value[:6]))
        elif name == "vertAlign":
            look = replace(look, position=value)
    return look


def _merge(look: _Look, named: _Look) -> _Look:
    changed = {name: value for name, value in vars(named).items() if value != getattr(_Look(), name)}
    return replace(look, **changed)


def _name(element: Element) -> str:
    return element.tag.removeprefix(_W)


def _value(element: Element, name: str = "val") -> str:
    return element.get(_W + name, "")
