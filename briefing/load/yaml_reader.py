"""YAML as plain values, each with the place it was written at.

Every scalar stays the text it was written as (`NO` is Norway, not false); the model gives it its type. Anchors, aliases and
tags are refused, depth and size are bounded, so that no file can explode or call anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from briefing.load.located_values import Lines, LocatedValues, Span, ValuePath, decode, place_at
from briefing.load.yaml_hints import yaml_hint
from briefing.problems import ContentError, Place, Problem, Severity

MAX_DEPTH = 12
MAX_VALUES = 20_000
NOTHING = ("", "~", "null")
_AGAIN = -1
"""Stands in the path of what is written under a key a second time, which is looked at but not kept."""


def read_yaml(file: str, content: bytes) -> LocatedValues:
    """Read one YAML document whose top is a mapping. Raises ContentError on anything that is not one."""
    text = decode(file, content)
    values = LocatedValues({}, {}, texts={file: text})
    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        values.tree = _Builder(Lines(file, text), values).build(events)
    except yaml.MarkedYAMLError as error:
        raise ContentError(_not_yaml(file, text, error)) from error
    except yaml.reader.ReaderError as error:
        raise ContentError(_unreadable(file, text, error.position)) from error
    if not isinstance(values.tree, dict):
        what = "this is not a list of keys and values" if text.strip() else "this file is empty"
        raise ContentError(Problem("not-yaml", what, Place(file, 1, 1), "begin with a line such as: id: niger-2023"))
    return values


def _not_yaml(file: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    gave_up, began = error.problem_mark or error.context_mark, error.context_mark
    slip = yaml_hint(
        text, f"{error.problem} {error.context}", _offset(gave_up) if gave_up else 0, _offset(began) if began else None
    )
    return Problem(slip.code, slip.what, place_at(file, text, slip.offset), slip.hint)


def _unreadable(file: str, text: str, position: int) -> Problem:
    """A character that YAML has no place for; the parser counts the bytes before it."""
    offset = len(text.encode()[:position].decode(errors="ignore"))
    what = (
        f"the character U+{ord(text[offset]):04X} cannot stand in this file"
        if offset < len(text)
        else "the file is cut off"
    )
    return Problem("not-yaml", what, place_at(file, text, offset), "delete it; many editors do not show it")


class _Builder:
    """Builds plain values from YAML events, keeping the span of each; one use each."""

    def __init__(self, lines: Lines, values: LocatedValues) -> None:
        self._lines, self._writing, self._values = lines, values, 0
        (self._text,) = values.texts.values()

    def build(self, events: Iterator[yaml.Event]) -> Any:
        """Build the one document of the stream. Raises ContentError on anchors, aliases, tags, depth or a second one."""
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse(
                        "not-yaml",
                        "a second briefing begins here",
                        event,
                        "keep one to a file, and delete the line ---",
                    )
                value = self._value(next(events), events, ())
        return value if documents else None

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: ValuePath) -> Any:
        self._check(event, path)
        if isinstance(event, yaml.ScalarEvent):
            self._span(path, event, _offset(event.end_mark))
            if not event.style:
                self._heed_remark(_offset(event.end_mark))
            return None if not event.style and event.value in NOTHING else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, path)
        return self._mapping(event, events, path)

    def _sequence(self, start: yaml.Event, events: Iterator[yaml.Event], path: ValuePath) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                self._span(path, start, _offset(event.end_mark))
                break
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, start: yaml.Event, events: Iterator[yaml.Event], path: ValuePath) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                self._span(path, start, _offset(event.end_mark))
                break
            self._check(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                hint = "write it as key: value; a text that begins with a bracket needs quotation marks"
                raise self._refuse("not-yaml", "a key must be a plain word", event, hint)
            key, at = event.value, (*path, event.value)
            if first := self._writing.keys.get(at):
                what = f'"{key}" is written twice; the first is in line {first.line}'
                self._writing.problems.append(Problem("duplicate-key", what, self._place(event), "keep one of the two"))
                self._value(next(events), events, (*path, key, _AGAIN))
                continue
            self._writing.keys[at] = self._place(event)
            value = self._value(next(events), events, at)
            if value is not None:
                entries[key] = value
        return entries

    def _check(self, event: yaml.Event, path: ValuePath) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            hint = "put the whole text inside quotation marks; YAML's anchors and aliases are not read"
            raise self._refuse("yaml-alias", 'a text cannot begin with "*" or "&" here', event, hint)
        if getattr(event, "tag", None):
            hint = "put the whole text inside quotation marks; YAML's tags are not read"
            raise self._refuse("yaml-tag", 'a text cannot begin with "!" here', event, hint)
        if len(path) > MAX_DEPTH:
            what = f"lists and keys are nested more than {MAX_DEPTH} deep"
            raise self._refuse("not-yaml", what, event, "look for brackets that are never closed")
        self._values += 1
        if self._values > MAX_VALUES:
            what = f"this file has more than {MAX_VALUES:,} keys and values"
            raise self._refuse("file-too-large", what, event, "a briefing needs a few hundred: leave some out")

    def _heed_remark(self, end: int) -> None:
        """Warn of a text that goes on after a # without a space: `Protest #2` would print as `Protest`."""
        if remark := re.compile(r"[ \t]+(?=#[^\s#])").match(self._text, end):
            what = "what stands after this # is a remark, and is not printed"
            hint = "put the whole text inside quotation marks; if it is a remark, put a space after the #"
            place = self._lines(remark.end())
            self._writing.problems.append(Problem("remark", what, place, hint, Severity.WARNING))

    def _place(self, event: yaml.Event) -> Place:
        # By the offset: the parser's own lines also end at characters at which no editor ends one.
        return self._lines(_offset(event.start_mark))

    def _span(self, path: ValuePath, event: yaml.Event, end: int) -> None:
        self._writing.spans[path] = Span(self._place(event), _offset(event.start_mark), end)

    def _refuse(self, code: str, what: str, event: yaml.Event, hint: str) -> ContentError:
        return ContentError(Problem(code, what, self._place(event), hint))


def _offset(mark: Any) -> int:
    """The offset of a mark; the parser gives every event two."""
    return int(mark.index)
