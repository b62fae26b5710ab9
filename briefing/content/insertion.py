"""Adding to a briefing.yaml without disturbing what its author wrote: not a comment, a line or a quotation mark of it.

Nothing is written anew: lines are put in where they belong, between the author's, and the whole is read again to prove that
nothing else has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from briefing.content.reading import NOTHING, Path, Writing, read_yaml
from briefing.problems import ContentError, Place, Problem


def add_source(file: str, content: bytes, entry: Mapping[str, str], told: Collection[str]) -> bytes:
    """Add a source to the list, or, where one with its id is listed without a text, those of the keys `told` it lacks.

    Raises ContentError: `duplicate-id` where that source has a text already, `source-undescribed` where a new one has no
    publisher, `cannot-insert` where there is no clear place for it.
    """
    writing = read_yaml(file, content)
    sources = writing.value.get("sources") or []
    if isinstance(sources, str):
        hint = f"add a row for {entry['id']} to it by hand"
        raise ContentError(
            Problem("cannot-insert", f"the sources are listed in {sources}", writing.place(("sources",)), hint)
        )
    known = next((i for i, row in enumerate(sources) if isinstance(row, dict) and row.get("id") == entry["id"]), None)
    if known is None and "publisher" not in entry:
        hint = "say who published it: --publisher"
        raise ContentError(
            Problem("source-undescribed", "neither you nor the file names its publisher", Place(file), hint)
        )
    if known is None:
        return _spliced(file, content, writing, _new_entry(file, writing, entry), [*sources, dict(entry)])
    if "text" in sources[known]:
        what = f'the source "{entry["id"]}" has a text already'
        hint = "choose another --id; or delete its text: and sha256: lines first"
        raise ContentError(Problem("duplicate-id", what, writing.place(("sources", known)), hint))
    lacking = {key: value for key, value in entry.items() if key in told and key not in sources[known]}
    grown = [{**row, **lacking} if i == known else row for i, row in enumerate(sources)]
    return _spliced(file, content, writing, _more_keys(file, writing, ("sources", known), lacking), grown)


def _spliced(file: str, content: bytes, writing: Writing, place: tuple[int, str], sources: list[object]) -> bytes:
    offset, added = place
    text = writing.texts[file]
    new = text[:offset] + added + text[offset:]
    # The author's own line ends and byte order mark stay.
    written = new.replace("\n", "\r\n") if b"\r\n" in content else new
    result = (b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b"") + written.encode()
    try:
        same = read_yaml(file, result).value == {**writing.value, "sources": sources}
    except ContentError:
        same = False
    if not same:
        what = "there is no clear place for a new source in this list"
        raise ContentError(Problem("cannot-insert", what, writing.place(("sources",)), "add it by hand:" + added))
    return result


def _new_entry(file: str, writing: Writing, entry: Mapping[str, str]) -> tuple[int, str]:
    """Where a new source goes, and the lines that say it."""
    text, span = writing.texts[file], writing.spans.get(("sources",))
    rows = writing.value.get("sources")
    if span is None or not rows:
        key = writing.keys.get(("sources",))
        if key is None:
            gap = "" if text.endswith("\n") else "\n"
            return len(text), gap + "\nsources:\n" + _lines(entry, "  ")
        end = _end_of_line(text, _offset(text, key))
        line = text[_offset(text, key) : end]
        if re.fullmatch(r"sources:\s*(\[\s*\]|~|null)?\s*(#.*)?", line):
            return _after_value(text, key, line)[0], "\n" + _lines(entry, "  ").rstrip("\n")
        return end, ""
    if text[span.start] == "[":
        last = writing.spans[("sources", len(rows) - 1)]
        return last.end, ", " + _flow(entry)
    first = writing.spans[("sources", 0)]
    dash = text.rfind("\n", 0, first.start) + 1
    indent = re.match(r"[ ]*", text[dash:])
    end = _end_of_line(text, _last(writing, ("sources", len(rows) - 1)))
    lead = "" if end < len(text) else "\n"
    return min(end + 1, len(text)), lead + _lines(entry, indent[0] if indent else "  ")


def _after_value(text: str, key: Place, line: str) -> tuple[int, str]:
    return _offset(text, key) + len(line), ""


def _more_keys(file: str, writing: Writing, path: Path, entry: Mapping[str, str]) -> tuple[int, str]:
    text, span = writing.texts[file], writing.spans[path]
    if text[span.start] == "{":
        return _last(writing, path), "".join(f", {key}: {_scalar(value, flow=True)}" for key, value in entry.items())
    indent = " " * (span.place.column - 1)
    end = _end_of_line(text, _last(writing, path))
    lines = "".join(f"{indent}{key}: {_scalar(value)}\n" for key, value in entry.items())
    return (end + 1, lines) if end < len(text) else (end, "\n" + lines)


def _last(writing: Writing, path: Path) -> int:
    """Where the last value under a path ends; a span of a list or mapping itself may reach over comments that follow it."""
    return max(span.end for at, span in writing.spans.items() if at[: len(path)] == path and not _holds(writing, at))


def _holds(writing: Writing, path: Path) -> bool:
    return any(len(at) == len(path) + 1 and at[: len(path)] == path for at in writing.spans)


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
        and value not in NOTHING
        and not value.endswith((" ", ":"))
    )
    return value if plain and not (flow and re.search("[,:]", value)) else json.dumps(value, ensure_ascii=False)
