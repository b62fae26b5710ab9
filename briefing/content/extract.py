"""The words of a file that serves as a source: plain text, Markdown, a saved web page or a PDF, in paragraphs.

Nothing is fetched. Each way of reading returns paragraphs as they follow one another; what a web page says of itself (title,
author, date, address) comes with them. The libraries that read pages and PDFs are slow to load, and are on first use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.content.prose import printed_blocks
from briefing.problems import ContentError, Place, Problem

MAX_FILE_BYTES = 40_000_000
MAX_CHARACTERS = 5_000_000
MAX_PAGES = 3_000
_LONG_LINE = 200
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}


@dataclass(frozen=True)
class Extract:
    """The paragraphs of a file, and what it says of itself: empty where it says nothing."""

    paragraphs: tuple[str, ...]
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""


class Unreadable(Exception):
    """A file that cannot serve as a source; holds the code, what is wrong and what to do."""

    def __init__(self, code: str, what: str, hint: str) -> None:
        self.code, self.what, self.hint = code, what, hint
        super().__init__(what)


def extract_file(path: Path) -> Extract:
    """Read a file as a source.

    Raises ContentError (`source-missing`, -kind, -too-large, -binary, -not-utf8, -empty or -no-text).
    """
    try:
        return _extract(path)
    except Unreadable as fault:
        raise ContentError(Problem(fault.code, fault.what, Place(str(path)), fault.hint)) from fault


def _extract(path: Path) -> Extract:
    read = _READ.get(path.suffix.lower())
    if read is None:
        kinds = ", ".join(_READ)
        raise Unreadable("source-kind", f"a source is a file of one of these kinds: {kinds}", "save it as one of them")
    try:
        if not path.is_file():
            raise Unreadable("source-missing", "there is no such file", "check the spelling; capitals count")
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise Unreadable("source-missing", f"this file cannot be read: {said}", "check who may read it") from error
    check_size(len(content))
    extract = read(content)
    check_length(sum(map(len, extract.paragraphs)))
    return extract


def check_size(size: int) -> None:
    """Raise Unreadable where a file is too large, or holds nothing."""
    if size > MAX_FILE_BYTES:
        what = f"this file has more than {MAX_FILE_BYTES:,} bytes"
        raise Unreadable("source-too-large", what, "keep the part that is cited")
    if not size:
        raise Unreadable("source-empty", "this file is empty", "save it again")


def check_length(characters: int) -> None:
    """Raise Unreadable where a text is longer than can be searched."""
    if characters > MAX_CHARACTERS:
        what = f"this text has more than {MAX_CHARACTERS:,} characters"
        raise Unreadable("source-too-large", what, "keep the part that is cited")


def decode_text(content: bytes) -> str:
    """The text of a file that is text. Raises Unreadable (`source-binary`, `source-not-utf8`, `source-empty`)."""
    if b"\0" in content or content.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")):
        raise Unreadable(
            "source-binary", "this is not a text", "save its words as text, or the file as what it is (.pdf)"
        )
    try:
        text = content.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        what = f"this text is not UTF-8: byte 0x{content[error.start]:02x} at {error.start:,} has no meaning"
        raise Unreadable("source-not-utf8", what, 'save it again with the encoding "UTF-8"') from error
    if not re.search(r"\w", text):
        raise Unreadable("source-empty", "this file has no words", "save it again")
    return text


def _text(content: bytes) -> Extract:
    text = decode_text(content)
    lines = text.strip().split("\n")
    if not re.search(r"\n[^\S\n]*\n", text.strip()) and any(len(line) > _LONG_LINE for line in lines):
        return Extract(_tidy(lines))  # one paragraph a line, as word processors save them
    return Extract(_tidy(re.split(r"\n[^\S\n]*\n", text)))


def _markdown(content: bytes) -> Extract:
    return Extract(_tidy([block.text for block in printed_blocks(decode_text(content), "en")]))


def _page(content: bytes) -> Extract:
    import trafilatura

    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", content[:4096], re.IGNORECASE)
    try:
        html = content.decode(declared[1].decode() if declared else "utf-8") if declared else decode_text(content)
    except (LookupError, UnicodeDecodeError):
        html = decode_text(content)
    read = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
    lines = [re.sub(r"^- |^\||\|$", "", line.strip()).strip() for line in (getattr(read, "text", "") or "").split("\n")]
    paragraphs = _tidy([line for line in lines if not re.fullmatch(r"[-| ]*", line)])
    if not paragraphs:
        raise Unreadable("source-no-text", "no article is found in this page", "copy its words into a .txt file")
    meta = {key: str(getattr(read, key, None) or "") for key in ("title", "author", "sitename", "date", "url")}
    return Extract(paragraphs, meta["title"], meta["author"], meta["sitename"], meta["date"], meta["url"])


def _pdf(content: bytes) -> Extract:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(
            "source-binary", "this is not a PDF that can be opened", "save it again, without a password"
        ) from error
    try:
        if len(document) > MAX_PAGES:
            what = f"this PDF has {len(document):,} pages; at most {MAX_PAGES:,} are read"
            raise Unreadable("source-too-large", what, "keep the pages that are cited")
        pages = [page.get_textpage().get_text_bounded() for page in document]
        meta = document.get_metadata_dict()
    finally:
        document.close()
    paragraphs = _tidy(_reflow([line for page in pages for line in [*page.replace("\r\n", "\n").split("\n"), ""]]))
    if not paragraphs:
        raise Unreadable(
            "source-no-text", "this PDF holds pictures of pages, and no text", "recognise its text first (OCR)"
        )
    return Extract(paragraphs, meta.get("Title", ""), meta.get("Author", ""))


def _reflow(lines: list[str]) -> list[str]:
    """Join the lines of a PDF into paragraphs: one ends at an empty line, or where a short line ends a sentence."""
    usual = sorted(len(line) for line in lines if line.strip())
    full = usual[len(usual) * 3 // 4] if usual else 0
    paragraphs, gathered = [], ""
    for line in lines:
        words = line.strip()
        if words:
            gathered = _join(gathered, words)
        ends = re.search(r"[.!?:”\"»]$", gathered) and len(words) < full * 0.85
        # At the end of a page a sentence may run on: only its mark says that it does not.
        if gathered and (ends or (not words and re.search(r"[.!?:”\"»]$", gathered))):
            paragraphs.append(gathered)
            gathered = ""
    return [*paragraphs, gathered]


def _join(before: str, words: str) -> str:
    # The reader marks a hyphen that only the end of a line made.
    if before.endswith(("\ufffe", "\x02", "\u00ad")):
        return before[:-1] + words
    return f"{before} {words}" if before else words


def _tidy(paragraphs: list[str]) -> tuple[str, ...]:
    """Paragraphs on one line each, without the signs a typesetter or a reader of PDFs leaves behind."""
    table = str.maketrans(_LIGATURES | dict.fromkeys(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE]), ""))
    settled = (" ".join(paragraph.translate(table).split()) for paragraph in paragraphs)
    return tuple(paragraph for paragraph in settled if paragraph)


_READ: Mapping[str, Callable[[bytes], Extract]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _page,
    ".htm": _page,
    ".pdf": _pdf,
}
