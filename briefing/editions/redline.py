"""Differences between two editions as people read them: a line for each, with the words struck and added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from briefing.imprint import Change

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
    return f"{part}{aspect}" if change.subject == change.part else f"{part}{aspect}: {change.subject}"


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
