"""Recognise texts that were moved from one part of a briefing to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.model.edition_statement import Change

SHORTEST_MOVED = 20
"""A text with fewer characters does not count as moved: it can be in another part by chance."""
_NAMED = ("actors", "reactions", "sources")
"""Parts whose texts belong to someone: the same words of another body are not moved."""
_WHOLE = ("", "paragraph", "row")
"""Aspects of a change that is one of a whole text."""


def join_moved(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield changes, with one that is moved for a text that was removed from one part and added to another."""
    whole = [change for change in changes if change.aspect in _WHOLE and change.part not in _NAMED]
    removed = {change.before for change in whole if change.kind == "removed"}
    added = {change.after for change in whole if change.kind == "added"}
    moved = {text for text in added & removed if len(text) >= SHORTEST_MOVED}
    for change in changes:
        is_moved = change in whole and (change.after or change.before) in moved
        if is_moved and change.kind == "added":
            yield replace(change, kind="moved", before=change.after)
        elif not (is_moved and change.kind == "removed"):
            yield change
