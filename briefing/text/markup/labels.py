"""Notes and addresses by the labels that prose gives them: those without a text, without a use, or defined twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from briefing.text.markdown import all_tokens


@dataclass(frozen=True)
class Foreign:
    """Markup that is not understood: the words as written, what is wrong with them, and what to do instead."""

    written: str
    what: str
    hint: str


def note_hint(mark: str, text: str) -> str:
    """Return what to do about a footnote whose text is not found, where it may have been written in another way."""
    written = re.escape(mark)
    if re.search(rf"^\s*{written}\s+:", text, re.MULTILINE):
        return f"write {mark}: without a space before the colon"
    if re.search(rf"^\s*{written}:\s*$", text, re.MULTILINE):
        return f"write its words on the line of {mark}:"
    if f"{mark}:" in text:
        return f"move the line {mark}: out of the list or quotation, to the end of the section"
    return f"add the line {mark}: and its words to the section"


def unused(tokens: Sequence[Token], env: dict[str, Any], text: str) -> Iterator[Foreign]:
    """Yield the definitions of links and notes that nothing refers to."""
    used = {token.meta.get("label") for token in all_tokens(tokens)}
    lines = text.split("\n")
    for label, definition in env.get("references", {}).items():
        if label not in used and label != "//":
            written = lines[definition["map"][0]].strip()
            yield Foreign(
                written,
                "is the address of a link that is not used: it is not printed",
                "use it as [words][label], or delete it",
            )
    referred = {token.meta["label"] for token in all_tokens(tokens) if token.type == "note_reference"}
    for token in tokens:
        if token.type == "note_open" and token.meta["label"] not in referred:
            yield Foreign(
                f"[^{token.meta['label']}]:",
                "is a note to which nothing refers",
                "write its mark at the words it belongs to",
            )


def defined_twice(tokens: Sequence[Token], env: dict[str, Any], text: str) -> Iterator[Foreign]:
    """Yield the labels of notes and addresses that are defined a second time."""
    labels = Counter(token.meta["label"] for token in tokens if token.type == "note_open")
    for label in (label for label, count in labels.items() if count > 1):
        yield Foreign(
            f"[^{label}]:",
            f"is defined {labels[label]} times: its notes are printed under one letter",
            "give each note a label of its own, and use it once",
        )
    lines = text.split("\n")
    for definition in env.get("duplicate_refs", ()):
        if definition["label"] != "//":
            written = lines[definition["map"][0]].strip()
            yield Foreign(
                written,
                "gives a second address to one label: only the first is used",
                "give it a label of its own, or delete it",
            )
