"""Show the differences between two editions: as lines of text, as a web page, or as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing.archive.archive import StoredEdition
from briefing.archive.changes import compare_editions
from briefing.archive.contents import DATA
from briefing.comparison.lines import change_groups
from briefing.house.look import NO_HOUSE, House
from briefing.i18n import get_translator
from briefing.model.edition_statement import Change
from briefing.model.markings import SCHEMES, marking_colour, may_repeat
from briefing.part_names import exercise_notice
from briefing.resources import PRINT, TEMPLATES
from briefing.templating import fill_template

DIFF = "diff.css"


def redline_page(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> bytes:
    """Return the comparison as one HTML file that contains its style."""
    html = _redline_html(before, after, changes)
    for name, style in _styles(NO_HOUSE).items():
        html = html.replace(f'<link rel="stylesheet" href="{name}">', f"<style>\n{style.decode()}</style>")
    return html.encode()


def redline_pdf(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> bytes:
    """Return the comparison as a PDF, in the colour and the fonts of the later edition. Raises PdfError."""
    from briefing.pages.document import Document
    from briefing.rendering import render_document

    house = replace(after.house(), templates=(), style="")
    files = _styles(house) | house.files()
    document = Document(_redline_html(before, after, changes), files, after.published, house=house)
    return render_document(document).content


def _styles(house: House) -> dict[str, bytes]:
    """Return the style sheets of the comparison in the look of a desk, by the names that it links to."""
    from briefing.pages.style import house_style

    return {PRINT: house_style(house), DIFF: _diff_style(house)}


def _diff_style(house: House) -> bytes:
    style = (TEMPLATES / DIFF).read_bytes()
    return style.replace(b"#9e1b1b", house.accent.encode()) if house.accent else style


def _redline_html(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> str:
    """Return a page with every change between two editions; it links to `print.css` and `diff.css`.

    Its marking is the narrower of theirs.
    """
    marking, translator = _narrower(before.marking, after.marking), get_translator(after.manifest.phrases)
    return fill_template(
        "diff.html.j2",
        translator,
        title=translator.gettext(
            "{title}: editions {before} and {after} compared",
            title=after.title,
            before=before.number,
            after=after.number,
        ),
        exercise=exercise_notice(before.briefing.exercise or after.briefing.exercise, translator),
        author=after.briefing.contact.name,
        before=f"{before.name}, {before.published:%Y-%m-%d %H:%M} UTC",
        after=f"{after.name}, {after.published:%Y-%m-%d %H:%M} UTC",
        marking=marking,
        marking_colour=marking_colour(marking),
        groups=change_groups(changes, translator),
    )


def _narrower(one: str, other: str) -> str:
    """Return the narrower of two markings; both where they do not belong to one scheme that we know."""
    if may_repeat(one, other, SCHEMES) or one == other:
        return other
    return one if may_repeat(other, one, SCHEMES) else f"{one} · {other}"


def compare_stored(before: StoredEdition, after: StoredEdition) -> tuple[Change, ...]:
    """Return every change from one stored edition to another. Raises ArchiveError where either cannot be read."""
    data = [
        {name.removeprefix(DATA): edition.read(name) for name in edition.names(DATA)} for edition in (before, after)
    ]
    return compare_editions(
        before.briefing, after.briefing, data[0], data[1], (before.source_digests(), after.source_digests())
    )
