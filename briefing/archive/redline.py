"""Differences between two editions as people read them: a line for each, with the words struck and added."""

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
from briefing.i18n import get_translator
from briefing.model.edition_statement import Change
from briefing.model.markings import SCHEMES, marking_colour, may_repeat
from briefing.templating import fill_template

PARTS = {
    "title": "title",
    "bottom_line": "bottom line",
    "summary": "key point",
    "assessment": "judgement",
    "actors": "actor",
    "reactions": "reaction",
    "timeline": "timeline",
    "sections": "section",
    "gaps": "gap",
    "sources": "source",
    "figures": "figures",
    "as_of": "as of",
    "next_update": "next update",
}
"""What each part of a briefing is called in a list of changes; another is called by its key."""


@dataclass(frozen=True)
class Run:
    """Words that stay, are struck or are added."""

    kind: Literal["same", "struck", "added"]
    text: str


def redline(before: str, after: str) -> list[Run]:
    """The words of two texts, as one text with what was struck and what was added."""
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


def heading(change: Change) -> str:
    """What has changed, without how: `reaction, stance: White House`."""
    part = PARTS.get(change.part, change.part)
    aspect = f", {change.aspect}" if change.aspect else ""
    return f"{part}{aspect}" if change.subject == change.part else f"{part}{aspect}: {change.subject.rstrip('.')}"


def change_line(change: Change) -> str:
    """A change on one line, for a terminal or a log: `[-struck-]` and `{+added+}`, as diffs of words are written."""
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    small = "" if change.material else " (minor)"
    if change.kind != "changed" or not (change.before and change.after):
        said = change.after or change.before
        tail = f": {said}" if said and said != change.subject else ""
        return f"{sign} {heading(change)}{tail}{small}"
    marks = {"same": "{}", "struck": "[-{}-]", "added": "{{+{}+}}"}
    words = "".join(marks[run.kind].format(run.text) for run in redline(change.before, change.after))
    subject = (
        heading(change) if change.subject not in (change.after, change.before) else PARTS.get(change.part, change.part)
    )
    return f"{sign} {subject}: {words}{small}"


@dataclass(frozen=True)
class Row:
    """One change as a redline shows it."""

    kind: str
    heading: str
    small: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Group:
    """The changes of one part of a briefing."""

    heading: str
    rows: tuple[Row, ...]


def redline_html(before: StoredEdition, after: StoredEdition, changes: Sequence[Change]) -> str:
    """A page with every change between two editions, its words struck and added; it names `print.css` and `diff.css`.

    It is for no more people than either of them.
    """
    marking = _narrower(before.marking, after.marking)
    return fill_template(
        "diff.html.j2",
        get_translator(after.manifest.language),
        title=f"{after.title}: editions {before.number} and {after.number} compared",
        author=after.briefing.contact.name,
        before=f"{before.name}, {before.published:%Y-%m-%d %H:%M} UTC",
        after=f"{after.name}, {after.published:%Y-%m-%d %H:%M} UTC",
        marking=marking,
        marking_colour=marking_colour(marking),
        parts=[
            Group(PARTS.get(part, part).capitalize(), tuple(row_of(change) for change in together))
            for part, together in groupby(changes, key=lambda change: change.part)
        ],
    )


def _narrower(one: str, other: str) -> str:
    """The marking of what holds words of both; both of them where they are not of one scheme that we know."""
    if may_repeat(one, other, SCHEMES) or one == other:
        return other
    return one if may_repeat(other, one, SCHEMES) else f"{one} · {other}"


def row_of(change: Change) -> Row:
    """A change with its words struck and added."""
    told = change.subject if change.subject not in (change.part, change.before, change.after) else ""
    name = ", ".join(part for part in (told.rstrip("."), change.aspect) if part)
    return Row(change.kind, name or change.kind, not change.material, tuple(redline(change.before, change.after)))


def compare_stored(before: StoredEdition, after: StoredEdition) -> tuple[Change, ...]:
    """Every change from one stored edition to another. Raises ArchiveError where either cannot be read."""
    data = [{name: edition.read(name) for name in edition.names(DATA)} for edition in (before, after)]
    return compare_editions(before.briefing, after.briefing, data[0], data[1])
