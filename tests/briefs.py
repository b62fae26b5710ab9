"""Small briefings to test with."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from briefing.load.folder import Loaded, load_briefing

BRIEF = """\
id: x
title: A title
marking: TLP:CLEAR
as_of: 2023-07-27T20:00Z
next_update: 2099-07-28T12:00Z
contact: {name: Duty officer, email: duty@desk.example}
bottom_line: One sentence.
summary:
  - {text: One point., own: true}
gaps: [Who leads.]
"""
"""The smallest briefing without any finding."""

NIGER = Path(__file__).parents[1] / "assets" / "briefs" / "niger-2023"
LATIN = frozenset(range(0x20, 0x250))
"""Code points that a test's fonts have."""


def write_brief(folder: Path, text: str = BRIEF, **files: str | bytes) -> Path:
    """Write a briefing into a folder, with files whose names have _ for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "briefing.yaml").write_bytes(text.encode())
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def load(folder: Path, text: str = BRIEF, **files: str | bytes) -> Loaded:
    """Write a briefing, and read it with the assets beside its folder."""
    return load_briefing(write_brief(folder, text, **files), [folder.parent / "assets"], lambda: LATIN)


def pdf_text(pdf: Path) -> str:
    """Return the text of all pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
