"""Extract the text of a file that serves as a source: plain text, Markdown, a saved web page or a PDF.

Nothing is fetched. The text comes in paragraphs in reading order, with what the file states about itself (title, author, date,
address). The libraries that read pages and PDFs are slow to import, and are imported when first used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.load.files import FileProblem
from briefing.load.source_texts import MAX_FILE_BYTES, check_length, check_size, decode_text
from briefing.problems import ContentError, Place
from briefing.text.markdown import printed_blocks

LONG_LINE = 200
"""A text without empty lines that has a line of more characters is taken to have one paragraph per line."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_CONTROLS = map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE])
_CLEAN = str.maketrans(_LIGATURES | dict.fromkeys(_CONTROLS, ""))
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True)
class ExtractedText:
    """The paragraphs of a file, and what it states about itself: empty where it states nothing."""

    paragraphs: tuple[str, ...]
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""


def extract_file(path: Path) -> ExtractedText:
    """Return the text of a file.

    Raises ContentError (`source-missing`, -kind, -too-large, -binary, -not-utf8, -empty or -no-text).
    """
    try:
        return _extract(path)
    except FileProblem as error:
        raise ContentError(error.at(Place(str(path)))) from error


def _extract(path: Path) -> ExtractedText:
    extract = _EXTRACTORS.get(path.suffix.lower())
    if extract is None:
        what = f"a source is a file of one of these kinds: {', '.join(_EXTRACTORS)}"
        raise FileProblem("source-kind", what, "save it as one of them")
    try:
        if not path.is_file():
            raise FileProblem("source-missing", "there is no such file", "check the spelling; capitals count")
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        what = f"this file cannot be read: {(error.strerror or str(error)).lower()}"
        raise FileProblem("source-missing", what, "check who may read it") from error
    check_size(len(content))
    extracted = extract(content)
    check_length(sum(map(len, extracted.paragraphs)))
    return extracted


def _extract_text(content: bytes) -> ExtractedText:
    text = decode_text(content).strip()
    lines = text.split("\n")
    if not _EMPTY_LINE.search(text) and any(len(line) > LONG_LINE for line in lines):
        return ExtractedText(_clean(lines))  # one paragraph per line, as word processors save them
    return ExtractedText(_clean(_EMPTY_LINE.split(text)))


def _extract_markdown(content: bytes) -> ExtractedText:
    return ExtractedText(_clean([block.text for block in printed_blocks(decode_text(content), "en")]))


def _extract_page(content: bytes) -> ExtractedText:
    import trafilatura

    read = trafilatura.bare_extraction(decode_page(content), with_metadata=True, include_comments=False)
    lines = [re.sub(r"^- |^\||\|$", "", line.strip()).strip() for line in (getattr(read, "text", "") or "").split("\n")]
    paragraphs = _clean([line for line in lines if not re.fullmatch(r"[-| ]*", line)])
    if not paragraphs:
        raise FileProblem("source-no-text", "no article is found in this page", "copy its words into a .txt file")
    stated = [str(getattr(read, key, None) or "") for key in ("title", "author", "sitename", "date", "url")]
    return ExtractedText(paragraphs, *stated)


def decode_page(content: bytes) -> str:
    """Return the text of a saved web page in its encoding, as the Encoding Standard (https://encoding.spec.whatwg.org) has it.

    A byte order mark comes first, then valid UTF-8 whatever the page states, then the label in its <meta>. Raises FileProblem
    (`source-binary`, `source-empty`, `source-not-utf8`).
    """
    import webencodings

    head = re.sub(rb"<!--.*?-->", b"", content[:4096], flags=re.DOTALL)
    label = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([^\s\"'>;/]+)", head, re.IGNORECASE)
    stated = webencodings.lookup(label[1].decode("latin-1")) if label else None
    has_utf_16_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    # ISO-2022-JP has only ASCII bytes, so it is valid UTF-8 as well.
    if not has_utf_16_mark and not (stated and stated.name == "iso-2022-jp"):
        try:
            return decode_text(content)
        except FileProblem as error:
            unusable = stated is None or stated.name.startswith(("utf-", "replacement", "x-user-defined"))
            if error.code != "source-not-utf8" or unusable:
                raise
    try:
        text, encoding = webencodings.decode(content, stated or webencodings.UTF8, errors="strict")
    except UnicodeError:
        text, encoding = "\0", stated
    # Bytes that are of another encoding show as control characters.
    if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\uf8f0-\uf8f3]", text):
        what = f"this page is not in the encoding that it states: {encoding.name if encoding else 'UTF-16'}"
        raise FileProblem("source-not-utf8", what, 'save it again with the encoding "UTF-8"')
    return decode_text(text.encode())


def _extract_pdf(content: bytes) -> ExtractedText:
    from briefing.sources.pdf_text import read_pdf

    paragraphs, stated = read_pdf(content)
    return ExtractedText(_clean(paragraphs), stated.get("Title", ""), stated.get("Author", ""))


def _clean(paragraphs: list[str]) -> tuple[str, ...]:
    """Return each paragraph on one line, without ligatures and control characters; empty ones are left out."""
    lines = (" ".join(paragraph.translate(_CLEAN).split()) for paragraph in paragraphs)
    return tuple(line for line in lines if line)


_EXTRACTORS: Mapping[str, Callable[[bytes], ExtractedText]] = {
    ".txt": _extract_text,
    ".md": _extract_markdown,
    ".html": _extract_page,
    ".htm": _extract_page,
    ".pdf": _extract_pdf,
}
