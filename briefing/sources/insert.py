"""Insert a source into a briefing.yaml without changing what its author wrote: no comment, line or quotation mark of it.

Lines are inserted between the author's, and the result is read again to prove that nothing else has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from briefing.load.located_values import LocatedValues, ValuePath
from briefing.load.yaml_reader import NULLS, read_yaml
from briefing.problems import ContentError, Place, Problem

_LIST: ValuePath = ("sources",)


@dataclass(frozen=True)
class _Insertion:
    """What to write instead of the text from `start` to `end`; mostly the two are the same."""

    start: int
    end: int
    lines: str


def insert_source(
    file: str, content: bytes, entry: Mapping[str, str], given: Collection[str], *, described: bool = False
) -> bytes:
    """Return a briefing.yaml with a source added to its list.

    Where a source with its id is listed without a text, that one gets the keys of `given` which it lacks. `described`: a
    bibliography states who published it. Raises ContentError: `duplicate-id` where that source has a text already,
    `source-undescribed` where a new one has no publisher, `cannot-insert` where there is no clear place for it.
    """
    values, _ = read_yaml(file, content)
    sources = values.get("sources") or []
    if not isinstance(sources, list):
        what, hint = f"the sources are listed in {sources}", f"add a row for {entry['id']} to it by hand"
        raise ContentError(Problem("cannot-insert", what, values.place(_LIST), hint))
    index, listed = next(((i, row) for i, row in values.rows("sources") if row.get("id") == entry["id"]), (None, {}))
    if index is None:
        if "publisher" not in entry and not described:
            what, hint = "neither you nor the file names its publisher", "name who published it: --publisher"
            raise ContentError(Problem("source-undescribed", what, Place(file), hint))
        return _insert(file, content, values, _new_row(file, values, entry), [*sources, dict(entry)])
    if known := next((key for key in ("text", "receipt") if key in listed), None):
        what = f'the source "{entry["id"]}" has a {known} already'
        hint = f"choose another --id; or delete its {known}: and sha256: lines first"
        raise ContentError(Problem("duplicate-id", what, values.place((*_LIST, index)), hint))
    missing = {key: value for key, value in entry.items() if key in given and key not in listed}
    rows = [{**listed, **missing} if i == index else row for i, row in enumerate(sources)]
    return _insert(file, content, values, _new_keys(file, values, (*_LIST, index), missing), rows)


def _insert(
    file: str, content: bytes, values: LocatedValues, insertion: _Insertion, sources: Sequence[object]
) -> bytes:
    """Return the file with an insertion. Raises ContentError (`cannot-insert`) unless it then reads with these sources."""
    text = values.texts[file]
    new = text[: insertion.start] + insertion.lines + text[insertion.end :]
    # Keep the author's own line ends and byte order mark.
    written = new.replace("\n", "\r\n") if b"\r\n" in content else new
    result = (b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b"") + written.encode()
    try:
        same = read_yaml(file, result)[0].tree == {**values.mapping, "sources": sources}
    except ContentError:
        same = False
    if not same:
        what = "there is no clear place for a new source in this list"
        hint = f"add it by hand: {' '.join(insertion.lines.split())}"
        raise ContentError(Problem("cannot-insert", what, values.place(_LIST), hint))
    return result


def _new_row(file: str, values: LocatedValues, entry: Mapping[str, str]) -> _Insertion:
    text, rows = values.texts[file], values.get("sources")
    if not (isinstance(rows, list) and rows):
        return _first_row(text, values.keys.get(_LIST), entry)
    if text[values.spans[_LIST].start] == "[":
        at = values.spans[(*_LIST, len(rows) - 1)].end
        keys = ", ".join(f"{key}: {_scalar(value, flow=True)}" for key, value in entry.items())
        return _Insertion(at, at, f", {{{keys}}}")
    first = values.spans[(*_LIST, 0)].start
    indent = re.match(r" *", text[text.rfind("\n", 0, first) + 1 :])
    return _line_after(text, _end_of(values, (*_LIST, len(rows) - 1)), _block_row(entry, indent[0] if indent else ""))


def _first_row(text: str, key: Place | None, entry: Mapping[str, str]) -> _Insertion:
    lines = _block_row(entry, "  ")
    if key is None:
        gap = "" if text.endswith("\n") else "\n"
        return _Insertion(len(text), len(text), f"{gap}\nsources:\n{lines}")
    start = sum(len(line) + 1 for line in text.split("\n")[: key.line - 1]) + key.column - 1
    line = text[start : _line_end(text, start)]
    empty = re.match(r"sources:([ ]*(?:\[[ ]*\]|~|null))?", line)
    comment = line[len(empty[0]) if empty else 0 :].rstrip()
    # The first row replaces an empty list; a comment beside it stays.
    return _Insertion(start, min(start + len(line) + 1, len(text)), f"sources:{comment}\n{lines}")


def _new_keys(file: str, values: LocatedValues, path: ValuePath, entry: Mapping[str, str]) -> _Insertion:
    text, span, end = values.texts[file], values.spans[path], _end_of(values, path)
    if text[span.start] == "{":
        keys = "".join(f", {key}: {_scalar(value, flow=True)}" for key, value in entry.items())
        return _Insertion(end, end, keys)
    indent = " " * (span.place.column - 1)
    return _line_after(text, end, "".join(f"{indent}{key}: {_scalar(value)}\n" for key, value in entry.items()))


def _line_after(text: str, offset: int, lines: str) -> _Insertion:
    """Insert lines after the one at an offset."""
    end = _line_end(text, offset)
    return _Insertion(end + 1, end + 1, lines) if end < len(text) else _Insertion(end, end, "\n" + lines)


def _end_of(values: LocatedValues, path: ValuePath) -> int:
    """Return where the last scalar under a path ends; the span of a list or mapping may include comments after it."""
    depth = len(path)
    below = {at: span.end for at, span in values.spans.items() if at[:depth] == path}
    parents = {at[:-1] for at in below}
    return max(end for at, end in below.items() if at not in parents)


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)


def _block_row(entry: Mapping[str, str], indent: str) -> str:
    return f"{indent}- " + f"{indent}  ".join(f"{key}: {_scalar(value)}\n" for key, value in entry.items())


def _scalar(value: str, *, flow: bool = False) -> str:
    """Return a text as YAML: plain where that is safe, else between double quotation marks (JSON's are YAML's)."""
    safe = re.fullmatch(r"\w(?:[\w ./()’–-]|:(?=\S)|,(?= ))*", value) and not value.endswith((" ", ":"))
    plain = safe and value not in NULLS and not (flow and re.search("[,:]", value))
    return value if plain else json.dumps(value, ensure_ascii=False)
