"""The text of a saved web page in its encoding, as the Encoding Standard (https://encoding.spec.whatwg.org) has it.

The only module that names webencodings.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from briefing.load.files import FileProblem
from briefing.load.source_texts import decode_text

if TYPE_CHECKING:
    from webencodings import Encoding

PRESCAN_BYTES = 1024
"""Where browsers look for the encoding before they read a page; one that is stated later counts only if none is there."""

_META = re.compile(rb"<meta[\s/]((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>?", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"([^\s/>=\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\s[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_INVISIBLE = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_SAVE_AGAIN = "save the file again from where it comes, with the encoding UTF-8"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LOST = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd-\uffff\uf8f0-\uf8f3]")
"""Control characters, and what stands for a byte that is no character: bytes of another encoding show as these."""


@dataclass(frozen=True)
class DecodedPage:
    """The text of a page, the name of the encoding it was read in, and the label the page states; empty for none."""

    text: str
    encoding: str
    stated: str

    @property
    def note(self) -> str:
        """What to tell of a page that was not read in the encoding it states; empty for others."""
        if not self.stated or self.text.isascii() or _codec(self.stated) == _codec(self.encoding):
            return ""
        return f"read as {self.encoding}; the page states {self.stated}"


def _codec(label: str) -> str:
    try:
        return codecs.lookup(label).name
    except LookupError:
        return label.lower()


def decode_page(content: bytes) -> DecodedPage:
    """Return the text of a saved web page.

    A byte order mark comes first, then valid UTF-8 whatever the page states, then the label in its <meta> or XML declaration.
    Raises FileProblem (`source-binary`, `source-empty`, `source-not-utf8`).
    """
    import webencodings

    label = _stated_label(content)
    stated = webencodings.lookup(label)
    if stated and stated.name.startswith(("utf-16", "x-user-defined")):
        # A label that is readable in ASCII cannot be true of UTF-16.
        stated = webencodings.lookup("windows-1252" if stated.name == "x-user-defined" else "utf-8")
    # ISO-2022-JP has only ASCII bytes, so it is valid UTF-8 as well.
    if not content.startswith(_BYTE_ORDER_MARKS) and not (stated and stated.name == "iso-2022-jp"):
        try:
            return _checked(decode_text(content), "utf-8", label)
        except FileProblem as error:
            if error.code != "source-not-utf8" or stated is None or stated.name in ("utf-8", "replacement"):
                raise
    text, encoding = _decode(content, stated or webencodings.UTF8)
    return _checked(decode_text(text.encode()), encoding.name, label or _stated_label(text.encode()))


def _decode(content: bytes, stated: Encoding) -> tuple[str, Encoding]:
    import webencodings

    encoding = stated
    try:
        text, encoding = webencodings.decode(content, stated, errors="strict")
    except UnicodeError:
        text = "\0"
    if _LOST.search(text):
        name = "UTF-16" if content.startswith(_BYTE_ORDER_MARKS) else encoding.name
        what = f"this page is not in the encoding that it states: {name}"
        raise FileProblem("source-not-utf8", what, 'save it again with the encoding "UTF-8"')
    return text, encoding


def _stated_label(content: bytes) -> str:
    """Return the label of an encoding as a page states it, or an empty text."""
    if xml := _XML.match(content[:PRESCAN_BYTES].removeprefix(b"\xef\xbb\xbf")):
        return xml[1].decode("latin-1").strip()
    head = re.sub(rb"<!--.*?(?:-->|\Z)", b"", content[: 64 * PRESCAN_BYTES], flags=re.DOTALL)
    for meta in _META.finditer(head):
        attributes = {
            name.lower(): value
            for name, *values in _ATTRIBUTE.findall(meta[1])
            if (value := next(filter(None, values), b""))
        }
        label = attributes.get(b"charset", b"")
        if attributes.get(b"http-equiv", b"").strip().lower() == b"content-type":
            found = _CHARSET.search(attributes.get(b"content", b""))
            label = label or (found[1] if found else b"")
        if label:
            return label.decode("latin-1").strip()
    return ""


def _checked(text: str, encoding: str, label: str) -> DecodedPage:
    """Return a page with `&#146;` and the like as the characters of windows-1252 that they are meant as.

    Raises FileProblem where it has control characters outside its scripts: the extraction would remove them silently.
    """
    visible = _INVISIBLE.sub(lambda match: "\n" * match[0].count("\n"), text)
    if found := _CONTROLS.search(visible):
        line = visible.count("\n", 0, found.start()) + 1
        what = f"this page has the control character U+{ord(found[0]):04X} in line {line}, which no text has"
        raise FileProblem("source-not-utf8", what, _SAVE_AGAIN)
    read = re.sub(r"&#(?:1[2-5]\d|x[89][0-9a-f]);", lambda match: unescape(match[0]), text, flags=re.IGNORECASE)
    return DecodedPage(read, encoding, label)


def check_letters(paragraphs: tuple[str, ...]) -> None:
    """Raise FileProblem (`source-not-utf8`) where a text has control characters, or letters that were lost before."""
    for number, paragraph in enumerate(paragraphs, start=1):
        if lost := _LOST.search(paragraph):
            near = paragraph[max(lost.start() - 20, 0) : lost.end() + 20]
            what = f'paragraph {number} has the character U+{ord(lost[0]):04X}, which no text has, near "{near}"'
            raise FileProblem("source-not-utf8", what, _SAVE_AGAIN)
