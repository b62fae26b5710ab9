"""The list of recipients: a CSV or YAML file, every fault with its line, before anything goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from briefing.load.csv_reader import read_csv
from briefing.load.located_values import MAX_BYTES, LocatedValues
from briefing.load.yaml_reader import read_yaml
from briefing.mail.addresses import Mailbox, check_name, mailbox_key, parse_mailbox
from briefing.model.briefing import LANGUAGES
from briefing.model.markings import Scheme
from briefing.problems import ContentError, Place, Problem, did_you_mean

DeliveryForm = Literal["attachment", "summary-only"]
Paper = Literal["a4", "letter"]
RecipientRow: TypeAlias = Mapping[str, Any]

NEEDED = ("name", "address", "marking")
OPTIONAL = ("group", "language", "paper", "how", "unsubscribe")
COLUMNS = (*NEEDED, *OPTIONAL)
WIDEST = "TLP:CLEAR"
"""What an address alone, without a list that says more, may receive."""


@dataclass(frozen=True)
class Recipient:
    """One who receives, and the highest marking of each scheme they may.

    `group` names those who read the address where it is not one person's. `language` is empty where it is the briefing's.
    """

    name: str
    address: str
    clearances: tuple[str, ...]
    group: str = ""
    language: str = ""
    paper: Paper = "a4"
    how: DeliveryForm = "attachment"
    unsubscribe: str = ""

    @property
    def mailbox(self) -> Mailbox:
        """Name and address together."""
        return Mailbox(self.name, self.address)


@dataclass
class _Reader:
    """Reads rows from several files; one use each."""

    schemes: Sequence[Scheme]
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def read(self, row: RecipientRow, place: Callable[[str], Place | None], shown: str) -> Recipient | None:
        """One row as a recipient; None where it has a fault."""
        before = len(self.problems)
        values: dict[str, Any] = {}
        for column, (code, parse, hint) in self._columns().items():
            text = row.get(column, "")
            if not isinstance(text, str):
                self.problems.append(Problem("bad-recipient", f'"{column}" must be one text', place(column)))
            elif text.strip() or column in NEEDED:
                try:
                    values[column] = parse(text.strip())
                except ValueError as error:
                    self.problems.append(Problem(code, f"{column}: {error}", place(column), hint))
        if "address" in values:
            self.once(values["address"], place("address"), shown)
        if len(self.problems) > before:
            return None
        return Recipient(clearances=values.pop("marking"), **values)

    def once(self, address: str, place: Place | None, shown: str) -> None:
        """Note an address, and the fault where it was there before."""
        key = mailbox_key(address)
        if key in self.seen:
            what = f"{address} is listed twice, first in {self.seen[key]}"
            self.problems.append(Problem("duplicate-recipient", what, place, "keep the one that says who it is"))
        self.seen.setdefault(key, shown)

    def _columns(self) -> dict[str, tuple[str, Callable[[str], Any], str]]:
        markings = ", ".join(marking for scheme in self.schemes for marking in scheme.markings)
        return {
            "name": ("bad-name", check_name, "write it on one line, without control characters"),
            "address": ("bad-address", _address, "write it as aissa@ministry.example"),
            "marking": ("unknown-marking", self._clearances, f"the highest they may receive: one of {markings}"),
            "group": ("bad-name", check_name, "write it on one line, without control characters"),
            "language": ("unknown-language", _language, "one of " + ", ".join(LANGUAGES)),
            "paper": ("unknown-word", _one_of("a4", "letter"), "a4 or letter"),
            "how": ("unknown-word", _one_of("attachment", "summary-only"), "attachment or summary-only"),
            "unsubscribe": ("bad-link", parse_unsubscribe, "mailto:desk@ministry.example or https://…"),
        }

    def _clearances(self, text: str) -> tuple[str, ...]:
        """`TLP:AMBER`, or one of each scheme: `TLP:AMBER / OFFICIAL`."""
        if not text:
            raise ValueError("the highest marking they may receive is missing")
        found = tuple(part.strip() for part in text.split("/"))
        homes = [scheme.name for marking in found for scheme in self.schemes if marking in scheme.markings]
        known = [marking for scheme in self.schemes for marking in scheme.markings]
        for marking in found:
            if marking not in known:
                raise ValueError(f'"{marking}" is not a marking{_like(marking, known)}')
        if len(set(homes)) < len(found):
            raise ValueError(f'"{text}" names two markings of one scheme')
        return found


def _like(marking: str, known: list[str]) -> str:
    # A wrong guess could be followed, and let someone read what they may not: only capitals are mended.
    return f"; did you mean {marking.upper()}?" if marking.upper() in known else ""


def _address(text: str) -> str:
    if not text:
        raise ValueError("it is missing")
    found = parse_mailbox(text)
    if found.name:
        raise ValueError(f'"{text}" is more than an address')
    return found.address


def _language(text: str) -> str:
    if not re.fullmatch(rf"({'|'.join(LANGUAGES)})(-[A-Z]{{2}})?", text):
        raise ValueError(f'"{text}" is not a language this tool can write')
    return text


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f'"{text}" is not known')
        return text

    return parse


def parse_unsubscribe(text: str) -> str:
    """The address a recipient leaves the list by. Raises ValueError where it is neither a web nor a mail address."""
    if re.fullmatch(r"https://[!-;=?-~]+", text):
        return text
    if re.fullmatch(r"mailto:[!-;=?-~]+@[!-;=?-~]+", text):
        return text
    raise ValueError(f'"{text}" is neither a web address nor a mail address')


def parse_recipient(text: str) -> Recipient:
    """One recipient given as an address, with or without a name, who may receive no more than the widest marking.

    Raises ValueError saying what is wrong.
    """
    found = parse_mailbox(text)
    return Recipient(found.name, found.address, (WIDEST,))


def read_recipients(
    paths: Sequence[Path], schemes: Sequence[Scheme], alone: Sequence[Recipient] = ()
) -> tuple[Recipient, ...]:
    """Every recipient of some lists, after those named `alone`. Raises ContentError with every fault of all of them."""
    reader = _Reader(schemes)
    found: list[Recipient | None] = [*alone]
    for recipient in alone:
        reader.once(recipient.address, None, "the command line")
    for path in paths:
        try:
            found += _read_list(path, reader)
        except ContentError as error:
            reader.problems += error.problems
    if reader.problems:
        raise ContentError(reader.problems)
    return tuple(recipient for recipient in found if recipient)


def _read_list(path: Path, reader: _Reader) -> list[Recipient | None]:
    name, content = str(path), _content(path)
    if path.suffix.lower() == ".csv":
        values = LocatedValues([], {})
        rows = read_csv(name, content, values, ())
        columns = values.columns[()]
        faults = list(_check_columns(columns.names, columns.place))
        if set(NEEDED) - set(columns.names):
            # Without a column, every row would have the same fault.
            raise ContentError(faults)
        reader.problems += faults
        return _read_rows(rows, values, (), name, reader, {})
    values = read_yaml(name, content)
    reader.problems += values.problems
    for key in values.tree.keys() - {"recipients", "unsubscribe"}:
        what = f'"{key}" is not known of a list'
        reader.problems.append(Problem("unknown-key", what, values.keys.get((key,)), "known: recipients, unsubscribe"))
    rows = values.tree.get("recipients")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        what, hint = "a list of recipients is missing", "write: recipients: and below it - {name: …, address: …}"
        raise ContentError(Problem("bad-list", what, values.place(("recipients",)) or Place(name), hint))
    for row in range(len(rows)):
        for key in rows[row].keys() - set(COLUMNS):
            reader.problems.append(_unknown(key, values.keys.get(("recipients", row, key))))
    everyone = {key: values.tree[key] for key in ("unsubscribe",) if key in values.tree}
    return _read_rows(rows, values, ("recipients",), name, reader, everyone)


def _check_columns(columns: Sequence[str], place: Place) -> Iterator[Problem]:
    """The faults of a table's heading."""
    for column in NEEDED:
        if column not in columns:
            yield Problem("missing-column", f'there is no column "{column}"', place, f"needed: {', '.join(NEEDED)}")
    for column in columns:
        if column and column not in COLUMNS:
            yield _unknown(column, place)


def _unknown(column: str, place: Place | None) -> Problem:
    hint = did_you_mean(column, COLUMNS) or f"known here: {', '.join(COLUMNS)}"
    return Problem("unknown-column", f'"{column}" is not known of a recipient', place, hint)


def _read_rows(
    rows: Sequence[RecipientRow],
    values: LocatedValues,
    at: tuple[str | int, ...],
    name: str,
    reader: _Reader,
    everyone: dict[str, Any],
) -> list[Recipient | None]:
    if not rows:
        raise ContentError(Problem("bad-list", "this list has no recipients", Place(name), "add one a line"))
    found = []
    for number, row in enumerate(rows):
        path = (*at, number)
        spot = values.place(path)
        line = spot.line if spot else 0

        def place(column: str, path: tuple[str | int, ...] = path) -> Place | None:
            return values.place((*path, column))

        found.append(reader.read(everyone | dict(row), place, str(Place(name, line))))
    return found


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        what = f"cannot read the list: {(error.strerror or str(error)).lower()}"
        raise ContentError(Problem("no-list", what, Place(str(path)), "name a .csv or .yaml file")) from error


def recipient_to_dict(recipient: Recipient) -> dict[str, str | list[str]]:
    """A recipient as plain values, for keeping."""
    return {**vars(recipient), "clearances": list(recipient.clearances)}


def recipient_from_dict(row: Mapping[str, Any]) -> Recipient:
    """The recipient that `recipient_to_dict` gave."""
    return Recipient(**{**row, "clearances": tuple(cast(list[str], row["clearances"]))})
