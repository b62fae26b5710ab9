"""Adding to a briefing.yaml without disturbing what its author wrote: not a comment, a line or a quotation mark of it.

Nothing is written anew: lines are put in where they belong, between the author's, and the whole is read again to prove that
nothing else has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from briefing.load.located_values import LocatedValues, ValuePath
from briefing.load.yaml_reader import NULLS, read_yaml
from briefing.problems import ContentError, Place, Problem


def add_source(
    file: str, content: bytes, entry: Mapping[str, str], told: Collection[str], *, described: bool = False
) -> bytes:
    """Add a source to the list, or, where one with its id is listed without a text, those of the keys `told` it lacks.

    `described`: a bibliography says who published it. Raises ContentError: `duplicate-id` where that source has a text
    already, `source-undescribed` where a new one has no publisher, `cannot-insert` where there is no clear place for it.
    """
    values, _ = read_yaml(file, content)
    sources = values.get("sources") or []
    if not isinstance(sources, list):
        hint = f"add a row for {entry['id']} to it by hand"
        raise ContentError(
            Problem("cannot-insert", f"the sources are listed in {sources}", values.place(("sources",)), hint)
        )
    known, listed = next(((i, row) for i, row in values.rows("sources") if row.get("id") == entry["id"]), (None, {}))
    if known is None and "publisher" not in entry and not described:
        hint = "say who published it: --publisher"
        raise ContentError(
            Problem("source-undescribed", "neither you nor the file names its publisher", Place(file), hint)
        )
    if known is None:
        return _spliced(file, content, values, _new_entry(file, values, entry), [*sources, dict(entry)])
    if "text" in listed:
        what = f'the source "{entry["id"]}" has a text already'
        hint = "choose another --id; or delete its text: and sha256: lines first"
        raise ContentError(Problem("duplicate-id", what, values.place(("sources", known)), hint))
    lacking = {key: value for key, value in entry.items() if key in told and key not in listed}
    grown = [{**listed, **lacking} if i == known else row for i, row in enumerate(sources)]
    return _spliced(file, content, values, _more_keys(file, values, ("sources", known), lacking), grown)


def _spliced(file: str, content: bytes, values: LocatedValues, put: _Put, sources: Sequence[object]) -> bytes:
    text = values.texts[file]
    new = text[: put.start] + put.lines + text[put.end :]
    # The author's own line ends and byte order mark stay.
    written = new.replace("\n", "\r\n") if b"\r\n" in content else new
    result = (b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b"") + written.encode()
    try:
        same = read_yaml(file, result)[0].tree == {**values.mapping, "sources": sources}
    except ContentError:
        same = False
    if not same:
        what = "there is no clear place for a new source in this list"
        raise ContentError(
            Problem("cannot-insert", what, values.place(("sources",)), f"add it by hand: {' '.join(put.lines.split())}")
        )
    return result


@dataclass(frozen=True)
class _Put:
    """What to put in the place of the text from `start` to `end`, which are mostly the same."""

    start: int
    end: int
    lines: str


def _new_entry(file: str, values: LocatedValues, entry: Mapping[str, str]) -> _Put:
    """Where a new source goes, and the lines that say it."""
    text, rows = values.texts[file], values.get("sources")
    if not (isinstance(rows, list) and rows):
        return _first_entry(text, values.keys.get(("sources",)), entry)
    if text[values.spans[("sources",)].start] == "[":
        at = values.spans[("sources", len(rows) - 1)].end
        return _Put(at, at, ", " + _flow(entry))
    first = values.spans[("sources", 0)].start
    indent = re.match(r" *", text[text.rfind("\n", 0, first) + 1 :])
    return _below(text, _last(values, ("sources", len(rows) - 1)), _lines(entry, indent[0] if indent else ""))


def _first_entry(text: str, key: Place | None, entry: Mapping[str, str]) -> _Put:
    lines = _lines(entry, "  ")
    if key is None:
        gap = "" if text.endswith("\n") else "\n"
        return _Put(len(text), len(text), f"{gap}\nsources:\n{lines}")
    start = _offset(text, key)
    line = text[start : _end_of_line(text, start)]
    empty = re.match(r"sources:([ ]*(?:\[[ ]*\]|~|null))?", line)
    written = len(empty[0]) if empty else 0
    rest = line[written:].rstrip()
    # An empty list gives way to the lines of the first entry; a remark beside it stays.
    after = start + len(line) + 1
    return _Put(start, min(after, len(text)), f"sources:{rest}\n{lines}")


def _more_keys(file: str, values: LocatedValues, path: ValuePath, entry: Mapping[str, str]) -> _Put:
    text, span, last = values.texts[file], values.spans[path], _last(values, path)
    if text[span.start] == "{":
        return _Put(last, last, "".join(f", {key}: {_scalar(value, flow=True)}" for key, value in entry.items()))
    indent = " " * (span.place.column - 1)
    return _below(text, last, "".join(f"{indent}{key}: {_scalar(value)}\n" for key, value in entry.items()))


def _below(text: str, offset: int, lines: str) -> _Put:
    """Put lines below the one that holds an offset."""
    end = _end_of_line(text, offset)
    return _Put(end + 1, end + 1, lines) if end < len(text) else _Put(end, end, "\n" + lines)


def _last(values: LocatedValues, path: ValuePath) -> int:
    """Where the last value under a path ends; a span of a list or mapping itself may reach over comments that follow it."""
    return max(span.end for at, span in values.spans.items() if at[: len(path)] == path and not _holds(values, at))


def _holds(values: LocatedValues, path: ValuePath) -> bool:
    return any(len(at) == len(path) + 1 and at[: len(path)] == path for at in values.spans)


def _offset(text: str, place: Place) -> int:
    at = 0
    for _ in range(place.line - 1):
        at = text.index("\n", at) + 1
    return at + place.column - 1


def _end_of_line(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)


def _lines(entry: Mapping[str, str], indent: str) -> str:
    keys = [f"{key}: {_scalar(value)}\n" for key, value in entry.items()]
    return f"{indent}- " + f"{indent}  ".join(keys)


def _flow(entry: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value, flow=True)}" for key, value in entry.items()) + "}"


def _scalar(value: str, *, flow: bool = False) -> str:
    """A text as YAML: plain where that is safe, else between double quotation marks (JSON's are YAML's)."""
    plain = (
        re.fullmatch(r"\w(?:[\w ./()’–-]|:(?=\S)|,(?= ))*", value)
        and value not in NULLS
        and not value.endswith((" ", ":"))
    )
    return value if plain and not (flow and re.search("[,:]", value)) else json.dumps(value, ensure_ascii=False)
