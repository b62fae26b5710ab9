"""Footnotes in Markdown, `[^1]` with `[^1]: …`, and line breaks written as `<br>`: two habits of other programs that are read.

A note prints at the end of its text, with the letter that stands at its place: numbers are those of the sources.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_LABEL = r"\[\^([^\[\]\s]{1,60})\]"
_REFERENCE = re.compile(_LABEL)
_DEFINITION = re.compile(rf"{_LABEL}:[ \t]*(?=\S)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INDENT = 4
_LINE_END = "  \n"
"""Between two paragraphs of a note, which are printed as lines of one."""
_LABELS, _ORDER = "note_labels", "note_order"


def add_notes(reader: MarkdownIt) -> None:
    """Let a reader understand footnotes and `<br>`."""
    reader.block.ruler.before("reference", "note", _definition, {"alt": ["paragraph", "reference"]})
    reader.inline.ruler.before("link", "note_reference", _reference)
    reader.inline.ruler.before("autolink", "line_break", _line_break)
    reader.core.ruler.push("notes", _move_notes)


def note_letter(number: int) -> str:
    """Return the letters of a note by its number from 0: a to z, then aa, ab and so on."""
    first, last = divmod(number, 26)
    return (note_letter(first - 1) if first else "") + chr(ord("a") + last)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.level or state.is_code_block(start):
        return False
    at = state.bMarks[start] + state.tShift[start]
    match = _DEFINITION.match(state.src, at, state.eMarks[start])
    if not match:
        return False
    if silent:
        return True
    after = _paragraph_end(state, start, end)
    paragraphs = [state.src[match.end() : state.eMarks[after - 1]].strip()]
    while (following := _next_paragraph(state, after, end)) is not None:
        after = _paragraph_end(state, following, end)
        paragraphs.append(state.src[state.bMarks[following] : state.eMarks[after - 1]].strip())
    state.env.setdefault(_LABELS, {}).setdefault(match[1].casefold(), len(state.env.get(_LABELS, ())))
    state.push("note_open", "p", 1).meta = {"label": match[1].casefold()}
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = _LINE_END.join(paragraphs), [start, after], []
    state.push("note_close", "p", -1)
    state.line = after
    return True


def _paragraph_end(state: StateBlock, start: int, end: int) -> int:
    """Return the line after a paragraph of a note."""
    after = start + 1
    while after < end and not state.isEmpty(after) and not _starts_note(state, after):
        after += 1
    return after


def _next_paragraph(state: StateBlock, after: int, end: int) -> int | None:
    """Return the line of the next paragraph of the same note, if there is one: indented by four spaces, or a tab."""
    if after >= end or not state.isEmpty(after):
        return None
    following = next((line for line in range(after, end) if not state.isEmpty(line)), end)
    is_indented = following < end and state.sCount[following] - state.blkIndent >= _INDENT
    return following if is_indented else None


def _starts_note(state: StateBlock, line: int) -> bool:
    return bool(_DEFINITION.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]))


def _reference(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos)
    if not match or match[1].casefold() not in state.env.get(_LABELS, {}):
        return False
    if not silent:
        state.pending = state.pending.rstrip(" ")
        label = match[1].casefold()
        order = state.env.setdefault(_ORDER, {})
        state.push("note_reference", "sup", 0).meta = {"number": order.setdefault(label, len(order)), "label": label}
    state.pos = match.end()
    return True


def _line_break(state: StateInline, silent: bool) -> bool:
    match = _BREAK.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def _move_notes(state: StateCore) -> None:
    """Move the notes to the end, in the order of the letters that refer to them; those without one come last."""
    if _LABELS not in state.env:
        return
    order: dict[str, int] = state.env.setdefault(_ORDER, {})
    text: list[Token] = []
    notes: list[tuple[int, list[Token]]] = []
    for token in state.tokens:
        if token.type == "note_open":
            token.meta["number"] = number = order.setdefault(token.meta["label"], len(order))
            notes.append((number, []))
        inside = token.type in ("note_open", "note_close") or (
            notes and notes[-1][1] and notes[-1][1][-1].type != "note_close"
        )
        (notes[-1][1] if inside else text).append(token)
    state.tokens = [*text, *(token for _, tokens in sorted(notes, key=lambda note: note[0]) for token in tokens)]
