"""Write the copy of a briefing that is attached to its PDF, and so sent to every recipient.

It is written from the values that were validated, so that nothing else can be in it: no comments, no reasons of the
desk, no file names. Put into a folder with the other attached files, it builds again and prints the same text. Left out is what
only the desk's own folder has: the stored texts of sources, a citation style of its own, and images, which are described.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import yaml

from briefing.load.located_values import LocatedValues, PlainValue
from briefing.model.field_types import ATTACHABLE
from briefing.model.parts.next_update import NONE_PLANNED, NOT_STATED
from briefing.model.parts.table_data import TableData
from briefing.pages.attached.bibliography_copy import BIBLIOGRAPHY_FILE
from briefing.pages.attached.chart_files import ChartFile, name_chart_files
from briefing.pages.attached.images_copy import images_copy, listed_descriptions
from briefing.pages.attached.table_files import name_table_files, table_files
from briefing.text.csv_text import csv_bytes
from briefing.text.printed_markdown import printed_markdown
from briefing.workspace import BRIEFING_FILE

NOT_PRINTED: Mapping[str, frozenset[str]] = {
    "": frozenset({"allow", "attach", "bibliography", "style"}),
    "sources": frozenset({"text", "receipt", "sha256"}),
}
"""The keys that no page prints, by the list that has them; the first are those of the briefing itself."""


def attached_files(
    values: LocatedValues,
    attach: Collection[str],
    bibliography: bytes = b"",
    charts: Sequence[ChartFile] = (),
    section_tables: Sequence[TableData] = (),
    *,
    has_evidence: bool = False,
) -> dict[str, bytes]:
    """Return the files that carry a briefing as data, by name; `attach` are words of `ATTACHABLE`.

    A list that was written as a table is a table of its own, named after its key, where tables are attached. `bibliography`
    is the copy of its bibliography, if it has one; `charts` are the attached files with the numbers of its charts, in order;
    `section_tables` are the tables of its sections. `has_evidence`: its quotations are printed with the sentences of their
    sources. Where the copy is built, without these texts, that part says so and does not vanish.
    """
    copy = _printed_values(values)
    if written := copy.pop("charts", None):
        copy["charts"] = name_chart_files(written, charts if "figures" in attach else ())
    tables = {key: _table(values, key, copy[key]) for key in _table_keys(values, copy)} if "tables" in attach else {}
    files = {f"{key}.csv": content for key, content in tables.items()}
    attached_tables = section_tables if "tables" in attach else ()
    files |= table_files(attached_tables)
    if isinstance(sections := copy.get("sections"), list):
        copy["sections"] = [
            name_table_files(section, index, attached_tables) if isinstance(section, dict) else section
            for index, section in enumerate(sections)
        ]
    if "briefing" not in attach:
        return files
    whole: dict[str, PlainValue] = copy | {key: f"{key}.csv" for key in tables}
    if bibliography:
        files[BIBLIOGRAPHY_FILE] = bibliography
        whole["bibliography"] = BIBLIOGRAPHY_FILE
    if has_evidence:
        whole["evidence"] = "quotes"
    if missing := [word for word in ATTACHABLE if word not in attach]:
        whole["attach"] = [word for word in ATTACHABLE if word not in missing]
    return {BRIEFING_FILE: _write_yaml(whole), **files}


def _printed_values(values: LocatedValues) -> dict[str, PlainValue]:
    """Return the values that are printed or used."""
    printed = {key: _without_keys(key, value) for key, value in values.mapping.items() if key not in NOT_PRINTED[""]}
    if isinstance(sections := printed.get("sections"), list):
        printed["sections"] = [_printed_section(values, section) for section in sections]
    if printed.get("images"):
        printed["images"] = images_copy(values)
    if "next_update" not in printed and _is_allowed(NOT_STATED, values.get("allow")):
        printed["next_update"] = NONE_PLANNED
    if allowed := _allowed_errors(values.get("allow"), printed):
        printed["allow"] = allowed
    return printed


def _without_keys(part: str, value: PlainValue) -> PlainValue:
    left_out = NOT_PRINTED.get(part)
    if not left_out or not isinstance(value, list):
        return value
    return [
        {key: inner for key, inner in entry.items() if key not in left_out} if isinstance(entry, dict) else entry
        for entry in value
    ]


def _printed_section(values: LocatedValues, section: PlainValue) -> PlainValue:
    if not isinstance(section, dict) or not isinstance(text := section.get("text"), str):
        return section
    return {**section, "text": printed_markdown(text) or listed_descriptions(values, text)}


def _allowed_errors(allowances: PlainValue, printed: Mapping[str, PlainValue]) -> list[PlainValue]:
    """Return the allowances without which the copy would not build: of errors, by words that are printed anyway."""
    text = "\n".join(text for _, text in LocatedValues(dict(printed)).scalars()).casefold()
    return [
        {"code": allowance["code"], "about": about, "reason": "Allowed by the desk."}
        for allowance in (allowances if isinstance(allowances, list) else ())
        if isinstance(allowance, dict) and isinstance(about := allowance.get("about"), str) and about.casefold() in text
    ]


def _is_allowed(code: str, allowances: PlainValue) -> bool:
    written = allowances if isinstance(allowances, list) else ()
    return any(isinstance(allowance, dict) and allowance.get("code") == code for allowance in written)


def _table_keys(values: LocatedValues, copy: Mapping[str, PlainValue]) -> list[str]:
    """Return the lists that were written as tables and have rows."""
    return [str(path[0]) for path in values.headings if len(path) == 1 and copy.get(str(path[0]))]


def _table(values: LocatedValues, key: str, rows: PlainValue) -> bytes:
    """Return a list as CSV: the columns that have a value, in the order they were written in."""
    entries = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    used = {name for entry in entries for name in entry}
    names = [name for name in values.headings[(key,)].names if name in used]
    return csv_bytes(names, ([str(entry.get(name) or "") for name in names] for entry in entries))


class _Dumper(yaml.CSafeDumper):
    """Writes texts without quotation marks wherever YAML reads them back as they are, and long ones as blocks."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as the base class has it


# Words that our own reader, or others, would not read as a text.
_Dumper.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:y|n|yes|no|on|off)$", re.I), list("yYnNoO"))
_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text.strip(), style="|" if "\n" in text.strip() else None
    ),
)


def _write_yaml(tree: PlainValue) -> bytes:
    return bytes(yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120, encoding="utf-8"))
