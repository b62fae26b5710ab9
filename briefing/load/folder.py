"""A folder of YAML, Markdown and CSV to a `Briefing`, every value with its file, line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from briefing.load.bibliography import add_bibliography
from briefing.load.constraints import MOST, Glyphs, check_writing
from briefing.load.csl import CslContent
from briefing.load.csv_reader import read_csv
from briefing.load.files import MAX_IMAGE_BYTES, FileFault, Folder
from briefing.load.located_values import MAX_BYTES, LocatedValues
from briefing.load.parameters import FILE, as_table, fill_in
from briefing.load.source_texts import read_source_texts
from briefing.load.validation_errors import validate_briefing
from briefing.load.yaml_reader import read_yaml
from briefing.model.briefing import Briefing
from briefing.model.markings import MARKINGS
from briefing.problems import ContentError, Place, Problem, Severity
from briefing.text.markdown import images
from briefing.text.matching import SourceText

BRIEFING_FILE = "briefing.yaml"
NONE: Mapping[str, str] = {}
TABLES = ("assessment", "actors", "reactions", "timeline", "sources")
"""The lists that may be written as the name of a .csv file."""


@dataclass(frozen=True)
class Loaded:
    """A briefing, where each of its values stands, the bytes of every file it was read from, and its warnings.

    `files` (what it is written in) and `images` are keyed by the name the briefing gives them, `read` by path on disk;
    `missing` are the paths that were looked for in vain. `texts` are the source texts that are held and `items` the
    entries of the bibliography that are used, by the id of the source; `style` is the name and content of a CSL style.
    """

    briefing: Briefing
    values: LocatedValues
    files: Mapping[str, bytes]
    images: Mapping[str, bytes]
    read: Mapping[FilePath, bytes]
    missing: frozenset[FilePath]
    warnings: tuple[Problem, ...] = ()
    texts: Mapping[str, SourceText] = field(default_factory=dict)
    items: Mapping[str, CslContent] = field(default_factory=dict)
    style: tuple[str, bytes] | None = None


def load_briefing(
    folder: FilePath,
    assets: Sequence[FilePath],
    glyphs: Glyphs,
    name: str = "",
    markings: Sequence[str] = MARKINGS,
    parameters: Mapping[str, str] = NONE,
) -> Loaded:
    """Read the briefing of a folder, which may name files in it or in `assets`.

    `glyphs` gives the code points that can be printed; `name` is the folder's as the author knows it;
    `markings` are those it may bear; `parameters` are put in the place of their names in braces.
    Raises ContentError with every fault found, in the order of the files.
    """
    files = Folder([folder, *assets])
    prefix = f"{name}/" if name else ""
    try:
        content = files.open(BRIEFING_FILE, "briefing", MAX_BYTES)
    except FileFault as fault:
        raise ContentError(fault.at(Place(prefix + BRIEFING_FILE))) from fault
    values = read_yaml(prefix + BRIEFING_FILE, content)
    named = {BRIEFING_FILE: content} | _read_tables(values, files, prefix)
    fill_in(values, parameters)
    named |= {FILE: as_table(parameters)} if parameters else {}
    items = add_bibliography(values, files)
    texts = read_source_texts(values, files)
    style = _read_style(values, files)
    briefing, misfits = validate_briefing(values, markings)
    problems = _in_order([*values.problems, *check_writing(values, files, glyphs), *misfits], values)
    if briefing is None or any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentError(problems)
    shown = _images(values, files)
    read, missing = dict(files.read), frozenset(files.missing)
    return Loaded(briefing, values, named, shown, read, missing, tuple(problems), texts, items, style)


def _images(values: LocatedValues, files: Folder) -> dict[str, bytes]:
    """The pictures that the prose shows, which have been checked."""
    shown = {image.name for _, text in values.scalars() if "![" in text for image in images(text)}
    return {name: files.open(name, "image", MAX_IMAGE_BYTES) for name in sorted(shown)}


def _read_style(values: LocatedValues, files: Folder) -> tuple[str, bytes] | None:
    """The CSL style that is named; faults go to the values."""
    name = values.tree.get("style")
    if isinstance(name, str):
        try:
            return name, files.open(name, "style", MAX_BYTES)
        except FileFault as fault:
            values.problems.append(fault.at(values.place(("style",))))
    return None


def _read_tables(values: LocatedValues, files: Folder, prefix: str) -> dict[str, bytes]:
    """Put the rows of a .csv file in the place of its name; faults go to the values."""
    named: dict[str, bytes] = {}
    for key in TABLES:
        name = values.tree.get(key)
        if not (isinstance(name, str) and name.endswith(".csv")):
            continue
        place = values.place((key,))
        del values.tree[key]
        try:
            named[name] = files.open(name, "table", MAX_BYTES)
            values.tree[key] = read_csv(prefix + name, named[name], values, (key,))
        except FileFault as fault:
            values.unread.add((key,))
            values.problems.append(fault.at(place))
        except ContentError as error:
            values.unread.add((key,))
            values.problems += error.problems
    return named


def _in_order(problems: Iterable[Problem], values: LocatedValues) -> list[Problem]:
    """Each problem once, in the order of the files and of their lines; of very many, the first."""
    files = list(values.texts)
    known = sorted(dict.fromkeys(problems), key=lambda problem: _position(problem, files))
    if len(known) > MOST:
        what = f"there are more faults than these {MOST}"
        severity = min(problem.severity for problem in known[MOST:])  # "error" comes before "warning"
        known[MOST:] = [Problem("many-faults", what, hint="mend these, then build again", severity=severity)]
    return known


def _position(problem: Problem, files: Sequence[str]) -> tuple[int, int, int]:
    place = problem.place or Place("")
    return files.index(place.file) if place.file in files else -1, place.line, place.column
