"""Lists of recipients in CSV or YAML: every fault is reported with its line, before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from briefing.load.csv_reader import read_csv
from briefing.load.located_values import MAX_BYTES, LocatedValues, TableHeading
from briefing.load.spreadsheets import WORKBOOKS, is_workbook
from briefing.load.yaml_reader import read_yaml
from briefing.mail.addresses import Mailbox, mailbox_key, parse_mailbox, parse_person_name, parse_unsubscribe
from briefing.model.field_types import LANGUAGES
from briefing.model.markings import Scheme
from briefing.model.other_names import key_meant, suggest_key
from briefing.model.paper import PAPERS, Paper
from briefing.problems import ContentError, Place, Problem, printable_line, reason_of

DeliveryForm = Literal["attachment", "summary-only"]
MailboxKind = Literal["", "person", "group"]
T = TypeVar("T")
KINDS = (".csv", ".yaml", ".yml", ".json", "", *WORKBOOKS)
"""The endings of names of lists, and of workbooks, which are to be saved as lists."""
REQUIRED_COLUMNS = ("name", "address", "marking")
COLUMNS = (*REQUIRED_COLUMNS, "kind", "group", "language", "paper", "how", "unsubscribe")
MAX_UNKNOWN = 20
"""The most unknown columns that are named; of the others, only the number is given."""
LOWEST_CLEARANCE = "TLP:CLEAR"
"""The clearance of an address that is given without a list."""

_PAPERS: Mapping[str, Paper] = {"": "a4", **{paper: paper for paper in PAPERS}}
_FORMS: Mapping[str, DeliveryForm] = {"": "attachment", "attachment": "attachment", "summary-only": "summary-only"}
_KINDS: Mapping[str, MailboxKind] = {"": "", "person": "person", "group": "group"}
_ROWS = ("recipients",)
"""The path of the rows within a list."""

_NAME_HINT = "write it on one line, without control characters"
_FAULTS = {
    "name": ("bad-name", _NAME_HINT),
    "address": ("bad-address", "write it as aissa@ministry.example"),
    "marking": ("unknown-marking", "write the highest marking they may receive: one of {markings}"),
    "kind": ("unknown-word", "write person or group"),
    "group": ("bad-name", _NAME_HINT),
    "language": ("unknown-language", f"choose one of {', '.join(LANGUAGES)}"),
    "paper": ("unknown-word", "write a4 or letter"),
    "how": ("unknown-word", "write attachment or summary-only"),
    "unsubscribe": ("bad-link", "write mailto:desk@ministry.example or https://…"),
}
"""The problem code and the hint for a bad cell, by column."""


@dataclass(frozen=True)
class Recipient:
    """A recipient, with the highest marking they may receive of each scheme (`clearances`).

    `kind` says whether the address is one person's own, or read by a group, which `group` names; empty where the list does not
    say. `language` is empty where it is the briefing's.
    """

    name: str
    address: str
    clearances: tuple[str, ...]
    group: str = ""
    language: str = ""
    paper: Paper = "a4"
    how: DeliveryForm = "attachment"
    unsubscribe: str = ""
    kind: MailboxKind = ""

    @property
    def mailbox(self) -> Mailbox:
        """Name and address together."""
        return Mailbox(self.name, self.address)

    def __str__(self) -> str:
        return printable_line(f"{self.name} <{self.address}>" if self.name else self.address)


def recipient_to_dict(recipient: Recipient) -> dict[str, str | list[str]]:
    """Return a recipient as values for JSON."""
    return {**vars(recipient), "clearances": list(recipient.clearances)}


def recipient_from_dict(values: Mapping[str, Any]) -> Recipient:
    """Return the recipient from the values that `recipient_to_dict` returned.

    Raises ValueError, TypeError or KeyError where they are not such values: what they name gets into the head of a message.
    """
    clearances = values["clearances"]
    if not isinstance(clearances, list) or not all(isinstance(one, str) for one in clearances):
        raise TypeError("clearances must be a list of texts")
    texts = {key: value for key, value in values.items() if key != "clearances"}
    if not all(isinstance(value, str) for value in texts.values()):
        raise TypeError("its values must be texts")
    recipient = Recipient(**{**texts, "clearances": tuple(clearances)})
    parse_person_name(recipient.name)
    parse_person_name(recipient.group)
    _parse_language(recipient.language)
    if parse_mailbox(recipient.address) != Mailbox("", recipient.address):
        raise ValueError("its address is not valid")
    if recipient.unsubscribe:
        parse_unsubscribe(recipient.unsubscribe)
    for value, choices in ((recipient.paper, _PAPERS), (recipient.how, _FORMS), (recipient.kind, _KINDS)):
        _choose(value, choices)
    return recipient


def parse_recipient(text: str) -> Recipient:
    """Parse an address, with or without a name, as a recipient of the lowest clearance. Raises ValueError."""
    found = parse_mailbox(text)
    return Recipient(found.name, found.address, (LOWEST_CLEARANCE,))


def read_recipients(
    paths: Sequence[Path], schemes: Sequence[Scheme], addresses: Sequence[Recipient] = ()
) -> tuple[Recipient, ...]:
    """Read all recipients of some lists, after those given as addresses. Raises ContentError with every fault of every list."""
    reader = _ListReader(schemes)
    found: list[Recipient | None] = [*addresses]
    for recipient in addresses:
        reader.check_duplicate(recipient.address, None, "the command line")
    for path in paths:
        try:
            found += reader.read_list(path)
        except ContentError as error:
            reader.problems += error.problems
    if reader.problems:
        raise ContentError(reader.problems)
    return tuple(recipient for recipient in found if recipient)


@dataclass
class _ListReader:
    """Reads several lists, and collects their faults; `seen` has the place of each mailbox."""

    schemes: Sequence[Scheme]
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def read_list(self, path: Path) -> list[Recipient | None]:
        """Read a list; None is a row with a fault. Raises ContentError where its rows cannot be read."""
        file, content = str(path), _read_file(path)
        if path.suffix.lower() == ".csv" or is_workbook(content):  # which is told there
            table, adapted = read_csv(file, content, COLUMNS)
            self.problems += adapted  # who may read what is not guessed
            values = LocatedValues({}).with_table("recipients", table)
            self._check_headings(values.headings[_ROWS])
        else:
            values, problems = read_yaml(file, content)
            self.problems += problems
            self._check_keys(file, values)
        rows = [row for _, row in values.rows("recipients")]
        if not rows:
            what, hint = "this list has no recipients", "add one recipient per line"
            raise ContentError(Problem("bad-list", what, Place(file), hint))
        for_all = {key: values.mapping[key] for key in ("unsubscribe",) if key in values.mapping}
        return [self._read_row(number, {**for_all, **row}, values, file) for number, row in enumerate(rows)]

    def _check_headings(self, columns: TableHeading) -> None:
        missing = [column for column in REQUIRED_COLUMNS if column not in columns.names]
        unknown = [name for name in columns.names if name and name not in COLUMNS]
        # A column under another name is reported once.
        absent = [
            column for column in missing if column not in {key_meant(name, COLUMNS) for name in unknown[:MAX_UNKNOWN]}
        ]
        hint = f"add the columns {', '.join(REQUIRED_COLUMNS)}"
        problems = [Problem("missing-column", f'there is no column "{name}"', columns.place, hint) for name in absent]
        problems += [_unknown(name, columns.place) for name in unknown[:MAX_UNKNOWN]]
        if (more := len(unknown) - MAX_UNKNOWN) > 0:
            what = f"{more:,} more columns are not columns of a list"
            problems.append(Problem("unknown-column", what, columns.place, "delete them"))
        if missing:
            # Every row would have the same fault.
            raise ContentError(problems)
        self.problems += problems

    def _check_keys(self, file: str, values: LocatedValues) -> None:
        for key in [key for key in values.mapping if key not in ("recipients", "unsubscribe")]:
            what, hint = f'"{key}" is not a key of a list', "use the keys recipients and unsubscribe"
            self.problems.append(Problem("unknown-key", what, values.keys.get((key,)), hint))
        rows = values.get("recipients")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            what, hint = "the list of recipients is missing", "write recipients: and below it - {name: …, address: …}"
            raise ContentError(Problem("bad-list", what, values.place(_ROWS) or Place(file), hint))
        for number, row in values.rows("recipients"):
            unknown = [key for key in row if key not in COLUMNS]
            self.problems += [_unknown(key, values.keys.get((*_ROWS, number, key))) for key in unknown]

    def _read_row(self, number: int, row: Mapping[str, object], values: LocatedValues, file: str) -> Recipient | None:
        known_problems = len(self.problems)

        def place(column: str) -> Place | None:
            return values.place((*_ROWS, number, column))

        def parse(column: str, parse_text: Callable[[str], T], fallback: T) -> T:
            text = row.get(column, "")
            if not isinstance(text, str):
                self.problems.append(Problem("bad-recipient", f'"{column}" must be a single text', place(column)))
                return fallback
            try:
                return parse_text(text.strip())
            except ValueError as error:
                code, hint = _FAULTS[column]
                hint = hint.format(markings=", ".join(self._markings()))
                self.problems.append(Problem(code, f"{column}: {error}", place(column), hint))
                return fallback

        recipient = Recipient(
            name=parse("name", parse_person_name, ""),
            address=parse("address", _parse_address, ""),
            clearances=parse("marking", self._parse_clearances, ()),
            group=parse("group", parse_person_name, ""),
            language=parse("language", _parse_language, ""),
            paper=parse("paper", lambda text: _choose(text, _PAPERS), "a4"),
            how=parse("how", lambda text: _choose(text, _FORMS), "attachment"),
            unsubscribe=parse("unsubscribe", lambda text: text and parse_unsubscribe(text), ""),
            kind=parse("kind", lambda text: _choose(text, _KINDS), ""),
        )
        if recipient.kind == "person" and recipient.group:
            what = f"a person's own address is not read by a group ({recipient.group})"
            self.problems.append(
                Problem("bad-recipient", what, place("group"), "empty group, or write group as its kind")
            )
        if recipient.address:
            row_place = values.place((*_ROWS, number))
            self.check_duplicate(recipient.address, place("address"), str(row_place or Place(file)))
        return recipient if len(self.problems) == known_problems else None

    def check_duplicate(self, address: str, place: Place | None, where: str) -> None:
        """Report an address that has been listed before; `where` names its place for later reports."""
        key = mailbox_key(address)
        if key in self.seen:
            what = f"{address} is listed twice, first in {self.seen[key]}"
            self.problems.append(Problem("duplicate-recipient", what, place, "remove one of the two"))
        self.seen.setdefault(key, where)

    def _markings(self) -> Iterator[str]:
        return (marking for scheme in self.schemes for marking in scheme.markings)

    def _parse_clearances(self, text: str) -> tuple[str, ...]:
        """Parse `TLP:AMBER`, or one marking of each scheme: `TLP:AMBER / OFFICIAL`."""
        if not text:
            raise ValueError("the highest marking they may receive is missing")
        found = tuple(part.strip() for part in text.split("/"))
        known = list(self._markings())
        for marking in found:
            if marking not in known:
                # Only capitals are corrected: a wrong guess could be followed, and widen someone's clearance.
                guess = f"; did you mean {marking.upper()}?" if marking.upper() in known else ""
                raise ValueError(f'"{marking}" is not a marking{guess}')
        if len({scheme.name for scheme in self.schemes for one in found if one in scheme.markings}) < len(found):
            raise ValueError(f'"{text}" names two markings of one scheme')
        return found


def _read_file(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise OSError("it is not a regular file")
        if path.is_file() and path.suffix.lower() not in KINDS:
            raise OSError(f"a list is a .csv or .yaml file, and this is {path.suffix}")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"cannot read the list: {reason_of(error)}"
        raise ContentError(Problem("no-list", what, Place(str(path)), "name a .csv or .yaml file")) from error


def _unknown(column: str, place: Place | None) -> Problem:
    hint = suggest_key(column, COLUMNS) or f"use the columns {', '.join(COLUMNS)}"
    return Problem("unknown-column", f'"{column}" is not a column of a list', place, hint)


def _parse_address(text: str) -> str:
    if not text:
        raise ValueError("it is missing")
    found = parse_mailbox(text)
    if found.name:
        raise ValueError(f'"{text}" is more than an address')
    return found.address


def _parse_language(text: str) -> str:
    if text and not re.fullmatch(rf"({'|'.join(LANGUAGES)})(-[A-Z]{{2}})?", text):
        raise ValueError(f'"{text}" is not a supported language')
    return text


def _choose(text: str, choices: Mapping[str, T]) -> T:
    if text not in choices:
        raise ValueError(f'"{text}" is not known')
    return choices[text]
