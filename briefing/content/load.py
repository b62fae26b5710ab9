"""A folder of YAML, Markdown and CSV to a `Briefing`, every value with its file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from briefing.content.check import Glyphs, check_writing
from briefing.content.files import MAX_IMAGE_BYTES, FileFault, Folder
from briefing.content.model import Briefing, nearest
from briefing.content.prose import images
from briefing.content.reading import MAX_BYTES, Path, Writing, read_csv, read_yaml
from briefing.problems import ContentError, Place, Problem, Severity

BRIEF = "briefing.yaml"
TABLES = ("assessment", "actors", "reactions", "timeline", "sources")
"""The lists that may be written as the name of a .csv file."""


@dataclass(frozen=True)
class Loaded:
    """A briefing, where each of its values stands, the bytes of every file it was read from, and its warnings.

    `files` (what it is written in) and `images` are keyed by the name the briefing gives them, `read` by path on disk;
    `missing` are the paths that were looked for in vain.
    """

    briefing: Briefing
    writing: Writing
    files: Mapping[str, bytes]
    images: Mapping[str, bytes]
    read: Mapping[FilePath, bytes]
    missing: frozenset[FilePath]
    warnings: tuple[Problem, ...] = ()


def load_briefing(folder: FilePath, assets: Sequence[FilePath], glyphs: Glyphs, name: str = "") -> Loaded:
    """Read the briefing of a folder, which may name files in it or in `assets`.

    `glyphs` gives the code points that can be printed; `name` is the folder's as the author knows it.
    Raises ContentError with every fault found, in the order of the files.
    """
    files = Folder([folder, *assets])
    prefix = f"{name}/" if name else ""
    try:
        content = files.open(BRIEF, "briefing", MAX_BYTES)
    except FileFault as fault:
        raise ContentError(fault.at(Place(prefix + BRIEF))) from fault
    writing = read_yaml(prefix + BRIEF, content)
    named = {BRIEF: content} | _read_tables(writing, files, prefix)
    problems = [*writing.problems, *check_writing(writing, files, glyphs)]
    try:
        briefing = Briefing.model_validate(writing.value)
    except ValidationError as error:
        problems += _explain(error, writing)
        raise ContentError(_in_order(problems)) from error
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(_in_order(problems))
    shown = _images(writing, files)
    return Loaded(
        briefing, writing, named, shown, dict(files.read), frozenset(files.missing), tuple(_in_order(problems))
    )


def _images(writing: Writing, files: Folder) -> dict[str, bytes]:
    """The pictures that the prose shows, which have been checked."""
    shown = {image.name for _, text in writing.scalars() if "![" in text for image in images(text)}
    return {name: files.open(name, "image", MAX_IMAGE_BYTES) for name in sorted(shown)}


def _read_tables(writing: Writing, files: Folder, prefix: str) -> dict[str, bytes]:
    """Put the rows of a .csv file in the place of its name; faults go to the writing."""
    named: dict[str, bytes] = {}
    for key in TABLES:
        name = writing.value.get(key)
        if not (isinstance(name, str) and name.endswith(".csv")):
            continue
        place = writing.place((key,))
        writing.value[key] = []
        try:
            named[name] = files.open(name, "table", MAX_BYTES)
            writing.value[key] = read_csv(prefix + name, named[name], writing, (key,))
        except FileFault as fault:
            writing.problems.append(fault.at(place))
        except ContentError as error:
            writing.problems += error.problems
    return named


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda p: (p.place or Place(""), p.code, p.what))


def _explain(error: ValidationError, writing: Writing) -> list[Problem]:
    return [problem for details in error.errors(include_url=False) if (problem := _problem(details, writing))]


def _problem(details: ErrorDetails, writing: Writing) -> Problem | None:
    """One fault of the model in words, with its place; None for the wrong turn of a choice that another turn explains."""
    path = _written_path(details["loc"], writing.value)
    name = str(next((part for part in reversed(path) if isinstance(part, str)), "the briefing"))
    kind, context = details["type"], details.get("ctx", {})
    if kind == "missing":
        what = f'"{details["loc"][-1]}" is missing{_in(path[:-1])}'
        return Problem("missing-key", what, writing.place(path[:-1]), _about(path))
    if kind == "extra_forbidden":
        known = _known_keys(path[:-1])
        hint = nearest(str(path[-1]), known) or f"known here: {', '.join(known)}"
        place = writing.keys.get(path) or writing.place(path)
        return Problem("unknown-key", f'"{path[-1]}" is not a key known{_in(path[:-1]) or " here"}', place, hint)
    if "what" in context:
        return Problem(kind, context["what"], writing.place(path), context["hint"])
    if kind in _SAID:
        code, what, hint = _SAID[kind]
        return Problem(code, what.format(name=name, **context), writing.place(path), hint.format(name=name, **context))
    return Problem("wrong-type", f'"{name}": {details["msg"].lower()}', writing.place(path), _about(path))


_LIST = ("wrong-type", '"{name}" must be a list', "write each entry on a line of its own, beginning with a dash")
_KEYS = ("wrong-type", '"{name}" must have keys of its own', "write them below it, indented, one key: value on a line")
_SAID = {
    "string_type": ("wrong-type", '"{name}" must be a text', "write one text after the colon"),
    "string_too_short": ("missing-key", '"{name}" is empty', "write it, or delete the line"),
    "string_too_long": ("text-too-long", '"{name}" is longer than {max_length} characters', "say it shorter"),
    "string_pattern_mismatch": ("bad-address", '"{name}" is not a mail address', "write it as desk@ministry.example"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "too_short": ("wrong-length", '"{name}" needs at least {min_length}', "add what is missing, or delete the key"),
    "too_long": (
        "wrong-length",
        '"{name}" has {actual_length} entries; at most {max_length} fit',
        "keep those that matter most",
    ),
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
    "int_parsing": ("wrong-type", '"{name}" must be a whole number', "write digits only, as in 1960"),
    "int_type": ("wrong-type", '"{name}" must be a whole number', "write digits only, as in 1960"),
    "bool_parsing": ("wrong-type", '"{name}" must be true or false', "write true or false"),
    "bool_type": ("wrong-type", '"{name}" must be true or false', "write true or false"),
    "greater_than_equal": ("wrong-number", '"{name}" must be at least {ge}', "mend the number"),
    "less_than_equal": ("wrong-number", '"{name}" must be at most {le}', "mend the number"),
    "literal_error": ("unknown-word", '"{name}" must be {expected}', "use one of these words as it stands"),
}


def _written_path(location: tuple[int | str, ...], value: Any) -> Path:
    """The part of an error's location that was written: the branches of a choice that the model adds fall away."""
    path: list[int | str] = []
    for part in location[:-1]:
        listed = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if listed or (isinstance(value, dict) and part in value):
            value = value[part]
            path.append(part)
    last = location[-1] if location else None
    if isinstance(value, dict) or (isinstance(value, list) and isinstance(last, int)):
        path.append(last if last is not None else "")
    return tuple(path)


def _in(path: Path) -> str:
    if not path:
        return ""
    names = [f"{part}" if isinstance(part, str) else f"entry {part + 1}" for part in path]
    return " in " + ", ".join(names)


def _model_at(path: Path) -> type[BaseModel]:
    """The type of the part of a briefing that a path leads to."""
    model: type[BaseModel] = Briefing
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = _inner(model.model_fields[part].annotation) or model
    return model


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in getattr(annotation, "__args__", ()) if (found := _inner(arg))), None)


def _known_keys(path: Path) -> list[str]:
    return list(_model_at(path).model_fields)


def _about(path: Path) -> str:
    """What a missing key is for: the description the model gives it, or a pointer to the documentation."""
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    field = _model_at(path[:-1]).model_fields.get(name)
    return field.description if field and field.description else f"add a line: {name}: …"
