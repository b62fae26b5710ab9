"""Show the differences between two editions: as lines of text, as a web page, or as a PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from briefing.archive.archive import StoredEdition
from briefing.archive.changes import compare_editions
from briefing.archive.contents import DATA
from briefing.i18n import SOURCE_LANGUAGE, Translator, capitalize_first, get_translator
from briefing.model.edition_statement import Change
from briefing.model.markings import SCHEMES, marking_colour, may_repeat
from briefing.part_names import change_names, part_names
from briefing.resources import TEMPLATES
from briefing.templating import fill_template

STYLES = ("print.css", "diff.css")


@dataclass(frozen=True)
class Run:
    """Words that are the same, struck out or added."""

    kind: Literal["same", "struck", "added"]
    text: str


def compare_words(before: str, after: str) -> list[Run]:
    """Return the words of two texts as one text, with the words that were removed and added."""
    old, new = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    runs: list[Run] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            runs.append(Run("struck", "".join(old[old_from:old_to])))
        if new_to > new_from:
            runs.append(Run("added", "".join(new[new_from:new_to])))
    return runs


def describe_subject(change: Change) -> str:
    """Return what has changed, without how: `reaction, stance: White House`."""
    part = _english_name(change.part)
    aspect = f", {change.aspect}" if change.aspect else ""
    return f"{part}{aspect}" if change.subject == change.part else f"{part}{aspect}: {change.subject.rstrip('.')}"


def change_line(change: Change) -> str:
    """Return a change as one line of text: `[-removed-]` and `{+added+}`, as word diffs are written."""
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    minor = "" if change.material else " (minor)"
    if change.kind != "changed" or not (change.before and change.after):
        text = change.after or change.before
        tail = f": {text}" if text and text != change.subject else ""
        return f"{sign} {describe_subject(change)}{tail}{minor}"
    formats = {"same": "{}", "struck": "[-{}-]", "added": "{{+{}+}}"}
    words = "".join(formats[run.kind].format(run.text) for run in compare_words(change.before, change.after))
    is_own_text = change.subject in (change.after, change.before)
    subject = _english_name(change.part) if is_own_text else describe_subject(change)
    return f"{sign} {subject}: {words}{minor}"


def _english_name(part: str) -> str:
    return part_names(get_translator(SOURCE_LANGUAGE)).get(part, part)


@dataclass(frozen=True)
class RedlineRow:
    """One change in the language of a page: the part, what of it has changed (it may be empty), how, and its words.

    `minor` where it is not material.
    """

    part: str
    subject: str
    how: str
    minor: bool
    runs: tuple[Run, ...]


def redline_page(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> bytes:
    """Return the comparison as one HTML file that contains its style."""
    html = _redline_html(before, after, changes)
    for name in STYLES:
        style = (TEMPLATES / name).read_text(encoding="utf-8")
        html = html.replace(f'<link rel="stylesheet" href="{name}">', f"<style>\n{style}</style>")
    return html.encode()


def redline_pdf(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> bytes:
    """Return the comparison as a PDF. Raises PdfError."""
    from briefing.pages.document import Document
    from briefing.rendering import render_document

    files = {name: (TEMPLATES / name).read_bytes() for name in STYLES}
    return render_document(Document(_redline_html(before, after, changes), files, after.published)).content


def _redline_html(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> str:
    """Return a page with every change between two editions; it links to `print.css` and `diff.css`.

    Its marking is the narrower of theirs.
    """
    marking, translator = _narrower(before.marking, after.marking), get_translator(after.manifest.phrases)
    rows = [redline_row(change, translator) for change in changes]
    return fill_template(
        "diff.html.j2",
        translator,
        title=translator.gettext(
            "{title}: editions {before} and {after} compared",
            title=after.title,
            before=before.number,
            after=after.number,
        ),
        author=after.briefing.contact.name,
        before=f"{before.name}, {before.published:%Y-%m-%d %H:%M} UTC",
        after=f"{after.name}, {after.published:%Y-%m-%d %H:%M} UTC",
        marking=marking,
        marking_colour=marking_colour(marking),
        parts=[(capitalize_first(part), list(group)) for part, group in groupby(rows, key=lambda row: row.part)],
    )


def _narrower(one: str, other: str) -> str:
    """Return the narrower of two markings; both where they do not belong to one scheme that we know."""
    if may_repeat(one, other, SCHEMES) or one == other:
        return other
    return one if may_repeat(other, one, SCHEMES) else f"{one} · {other}"


def redline_row(change: Change, translator: Translator) -> RedlineRow:
    """Return a change with its words struck out and added."""
    names = change_names(translator)
    subject = change.subject if change.subject not in (change.part, change.before, change.after) else ""
    aspect = names.get(change.aspect, change.aspect)
    return RedlineRow(
        part=part_names(translator).get(change.part, change.part),
        subject=", ".join(text for text in (subject.rstrip("."), aspect) if text),
        how=names[change.kind],
        minor=not change.material,
        runs=tuple(compare_words(change.before, change.after)),
    )


def compare_stored(before: StoredEdition, after: StoredEdition) -> tuple[Change, ...]:
    """Return every change from one stored edition to another. Raises ArchiveError where either cannot be read."""
    data = [{name: edition.read(name) for name in edition.names(DATA)} for edition in (before, after)]
    return compare_editions(before.briefing, after.briefing, data[0], data[1])
