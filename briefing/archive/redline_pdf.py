"""Two editions compared, as a page of its own: in a browser, or printed like a briefing."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.archive.archive import StoredEdition
from briefing.archive.redline import redline_html
from briefing.model.edition_statement import Change
from briefing.resources import TEMPLATES

STYLES = ("print.css", "diff.css")


def redline_page(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> bytes:
    """The comparison as one HTML file with its style in it."""
    html = redline_html(before, after, changes)
    for name in STYLES:
        style = (TEMPLATES / name).read_text(encoding="utf-8")
        html = html.replace(f'<link rel="stylesheet" href="{name}">', f"<style>\n{style}</style>")
    return html.encode()


def redline_pdf(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> bytes:
    """The comparison as a PDF. Raises PdfError."""
    from briefing.pages.document import Document
    from briefing.rendering import render_document

    files = {name: (TEMPLATES / name).read_bytes() for name in STYLES}
    return render_document(Document(redline_html(before, after, changes), files, after.published)).content
