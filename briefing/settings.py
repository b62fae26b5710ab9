"""A desk's settings: the `briefing.toml` at the top of its workspace, read into types, every problem with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from briefing.atomic import read_regular_file
from briefing.problems import Place, Problem, UsageError, did_you_mean, is_control, reason_of
from briefing.workspace import EDITIONS, PRIVATE, WORKSPACE_FILE, Workspace, display_name

SETTINGS_FILE = WORKSPACE_FILE
MAX_MESSAGE_BYTES = 5_000_000
"""Of a whole message; every mail system we know of accepts that."""

_MAX_BYTES = 200_000
_MAX_PARTS = 20
"""How many parts a dotted key may have: the parser takes the square of their number in time."""

_MAX_PROBLEMS = 50


Texts = Annotated[tuple[str, ...], Field(strict=False)]  # TOML has arrays and no tuples


class SettingsTable(BaseModel):
    """One table of the file: frozen, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_by_name=True)

    @field_validator("*")
    @classmethod
    def _refuse_control_characters(cls, value: object) -> object:
        texts = value if isinstance(value, tuple) else (value,)
        if any(is_control(character) for text in texts if isinstance(text, str) for character in text):
            raise PydanticCustomError("control_characters", "contains control characters")
        return value


class ArchiveSettings(SettingsTable):
    """Where editions are archived; relative paths are from the workspace."""

    path: str = EDITIONS


class SourcesSettings(SettingsTable):
    """Where texts are that may not be stored with briefings; a relative path is from the workspace."""

    private: str = PRIVATE


class PublishSettings(SettingsTable):
    """What is attached to PDFs whose briefing does not say: `none`, or a list as after `attach:` in a briefing."""

    attach: Annotated[
        Annotated[tuple[Literal["briefing", "tables", "figures"], ...], Field(strict=False)] | None,
        BeforeValidator(lambda value: () if value == "none" else value),
    ] = None


class SignSettings(SettingsTable):
    """How editions are signed: with a PKCS#12 file, or a key on a PKCS#11 token (its library, its label, its key's label).

    `timestamp` is the address of an RFC 3161 time-stamping server. `level` is the PAdES level: B-B, B-T (needs a time stamp)
    or B-LT (also needs `trust`). `trust` names a PEM file of the trusted authorities, `crls` a folder of their
    lists of revoked certificates (DER); without it, these are fetched from the addresses in the certificates.
    """

    pkcs12: str = ""
    pkcs11: str = ""
    token: str = ""
    key: str = ""
    timestamp: str = ""
    level: Literal["B-B", "B-T", "B-LT"] = "B-B"
    trust: str = ""
    crls: str = ""
    reason: str = ""


class MailSettings(SettingsTable):
    """The server that sends mail, and how to use it.

    `port` is 0 where it follows from `security`. `ca` names a PEM file of the authorities trusted for the server.
    `max_bytes` is the size of the largest message that is sent. `rate` is in messages per minute, `pause` (before the first
    retry; each next one is longer) and `timeout` in seconds.
    """

    host: str = ""
    port: int = 0
    security: str = "starttls"
    sender: str = Field("", alias="from")
    user: str = ""
    ca: str = ""
    rate: int = 600
    retries: int = 4
    pause: int = 15
    timeout: int = 60
    unsubscribe: str = ""
    max_bytes: Annotated[int, Field(gt=0)] = MAX_MESSAGE_BYTES


class MarkingSettings(SettingsTable):
    """A marking scheme of the desk's own: its name, and its markings from the widest audience to the narrowest.

    `individuals` are the markings that are for named individuals only.
    """

    scheme: str = ""
    markings: Texts = ()
    individuals: Texts = ()


class ClusterSettings(SettingsTable):
    """The PEM files for TLS with a cluster: its authority, this desk's certificate, and its key.

    Relative paths are from the workspace. `key` may be omitted where it is in the file of the certificate. Omitted settings
    take Dask's own defaults. `wait` is for how many seconds workers are waited for.
    """

    ca: str = ""
    cert: str = ""
    key: str = ""
    wait: Annotated[int, Field(ge=0, le=1_000_000)] = 120


class HouseSettings(SettingsTable):
    """How the pages of the desk look (`briefing.house`): a file with the logo and its words, a colour, families of fonts."""

    name: Annotated[str, Field(max_length=80)] = ""
    logo: Annotated[str, Field(max_length=1000)] = ""
    logo_words: Annotated[str, Field(max_length=200)] = ""
    accent: Annotated[str, Field(max_length=40)] = ""
    serif: Annotated[str, Field(max_length=80)] = ""
    sans: Annotated[str, Field(max_length=80)] = ""
    paper: Literal["a4", "letter"] = "a4"
    footer: Annotated[str, Field(max_length=80)] = ""


class Settings(BaseModel):
    """All settings of `briefing.toml`; omitted keys take the defaults."""

    model_config = ConfigDict(frozen=True)

    archive: ArchiveSettings = ArchiveSettings()
    sources: SourcesSettings = SourcesSettings()
    publish: PublishSettings = PublishSettings()
    sign: SignSettings = SignSettings()
    mail: MailSettings = MailSettings()
    marking: MarkingSettings = MarkingSettings()
    cluster: ClusterSettings = ClusterSettings()
    house: HouseSettings = HouseSettings()


_CREDENTIALS_HINT = "set it in the environment or the keyring, see the documentation; a password is never written here"
_TEXT_HINT = 'write texts in straight quotation marks, as in host = "mail.ministry.example"'
_SYNTAX = (
    ("Invalid value", "this is not a value", _TEXT_HINT),
    ("Expected newline", "there is more after the value", _TEXT_HINT),
    ("Unterminated string", "this text has no quotation mark at its end", "add it"),
    ("Illegal character", "this text has no quotation mark at the end of its line", "add it"),
    ("at the end of a", "the name of the table is not closed", "write it as [mail]"),
    ("Cannot declare", "this table is here twice", "put all its keys below one of the two"),
    ("Cannot overwrite", "this key is here twice", "remove one of the two"),
    ("Expected '='", "this key has no value", "write the line as key = value"),
    ("Invalid statement", "this is neither a key nor a table", "write a line as key = value, or a table as [mail]"),
    ("Unclosed array", "this list is not closed", "end it with ]"),
    ("Unclosed inline table", "this table is not closed", "end it with }"),
    ("Expected ", "this text has no quotation marks at its end", "add them"),
)
"""What the TOML parser says, what is said instead, and what to do; the first that fits."""

_KINDS = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "greater_than": "more than 0",
    "list_type": "a list of texts in quotes",
    "tuple_type": "a list of texts in quotes",
}


def read_settings(workspace: Workspace) -> Settings:
    """Return the settings of a workspace; the defaults where it has none. Raises UsageError with every problem."""
    path = workspace.root / SETTINGS_FILE
    try:
        return _read_file(path)
    except UsageError as error:
        name = str(Path(display_name(path.parent)) / path.name)  # its own, also where it is a link
        problems = [replace(one, place=replace(one.place or Place(name), file=name)) for one in error.problems]
        raise UsageError(problems) from error


def _read_file(path: Path) -> Settings:
    """Return the settings in a file; places name the file without its folder."""
    try:
        return parse_settings(read_settings_text(path))
    except FileNotFoundError as error:
        if not path.is_symlink():
            return Settings()
        what, hint = "is a link that leads nowhere", "put the file itself in its place, or delete the link"
        raise UsageError(Problem("bad-settings", what, Place(SETTINGS_FILE), hint)) from error
    except (OSError, RuntimeError) as error:  # links in a ring, or nesting too deep for the parser
        reason = "its values are nested too deeply" if isinstance(error, RecursionError) else reason_of(error)
        hint = "put a text file in its place that this program may read"
        raise UsageError(Problem("bad-settings", f"cannot be read: {reason}", Place(SETTINGS_FILE), hint)) from error


def read_settings_text(path: Path) -> str:
    """Return the text of a file of settings. Raises OSError."""
    return read_regular_file(path.resolve(), _MAX_BYTES).decode("utf-8", errors="replace")


def parse_settings(text: str) -> Settings:
    """Return the settings in a text. Raises UsageError with every problem, whose places name the file without its folder."""
    try:
        _check_keys(text)
        return Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(_syntax_problem(text, str(error))) from error
    except ValidationError as error:
        found = error.errors(include_url=False)
        problems = [_problem(text, details) for details in found[:_MAX_PROBLEMS]]
        if more := len(found) - _MAX_PROBLEMS:
            what = f"there are {more:,} more problems than these"
            problems += [Problem("bad-settings", what, Place(SETTINGS_FILE), "correct these first")] if more > 0 else []
        raise UsageError(problems) from error
    except ValueError as error:  # a number of more digits than Python reads
        long = (number for number, line in enumerate(text.splitlines(), 1) if re.search(r"[\d_]{4000}", line))
        place = Place(SETTINGS_FILE, next(long, 0))
        raise UsageError(Problem("bad-settings", "a number has too many digits", place, "correct it")) from error


def _syntax_problem(text: str, message: str) -> Problem:
    """Return an error of the TOML parser with its place, and what to do; what ends too early is at the last line with text."""
    found = re.search(r"line (\d+), column (\d+)", message)
    last = len(text.rstrip().splitlines())
    place = Place(SETTINGS_FILE, int(found[1]), int(found[2])) if found else Place(SETTINGS_FILE, last)
    said = message.split(" (at ")[0]
    what, hint = next(
        ((what, hint) for words, what, hint in _SYNTAX if words in said),
        (said.lower(), "write a line as key = value, and texts in straight quotation marks"),
    )
    return Problem("bad-settings", what, place, hint)


def _check_keys(text: str) -> None:
    """Raise UsageError for a key of so many parts that the parser would take minutes."""
    for number, line in enumerate(text.split("\n"), 1):
        start = line.lstrip()[:1]
        keys = [] if start == "#" else [*line.split("=")[:-1], line if start == "[" else ""]
        if any(key.count(".") >= _MAX_PARTS for key in keys):
            what = f"a key has more than {_MAX_PARTS} parts"
            hint = "write it as a table and a key, as in [mail] and host"
            raise UsageError(Problem("bad-settings", what, Place(SETTINGS_FILE, number), hint))


def _problem(text: str, details: ErrorDetails) -> Problem:
    """Return one error of validation as a problem with its line."""
    kind, (table, *keys) = details["type"], map(str, details["loc"])
    if not keys:
        return Problem("bad-settings", f'"{table}" must be a table', setting_place(text, "", table), f"write [{table}]")
    key, hint = keys[0], ""
    if kind == "extra_forbidden":
        fields = type(Settings.model_fields[table].default).model_fields
        known = [field.alias or name for name, field in fields.items()]
        what = f'"{key}" is not a setting known in [{table}]'
        hint = did_you_mean(key, known) or f"known here: {', '.join(sorted(known))}"
        hint = _CREDENTIALS_HINT if "pass" in key.lower() else hint
    elif kind == "control_characters":
        what, hint = f'"{key}" contains control characters', "write it again, by hand"
    elif kind in ("greater_than_equal", "less_than_equal"):
        what = f'"{key}" is too {"small" if kind[0] == "g" else "large"}: {details["msg"].lower()}'
    elif kind == "string_too_long":
        what, hint = f'"{key}" has more than {details["ctx"]["max_length"]} characters', "shorten it"
    elif kind == "literal_error":
        what, hint = f'"{key}" cannot be "{details["input"]}"', f"use {details['ctx']['expected']}"
    else:
        what = f'"{key}" must be {_KINDS.get(kind if len(keys) == 1 else "list_type", "of another type")}'
    return Problem("bad-settings", what, setting_place(text, table, key), hint)


def setting_place(text: str, table: str, key: str) -> Place:
    """Return the line of a key of a table, or of a table's heading, as far as it can be found."""
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[+\s*([\w.-]+)\s*\]+", line):
            current = heading[1]
            if not table and current == key:
                return Place(SETTINGS_FILE, number)
        elif current == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return Place(SETTINGS_FILE, number)
    return Place(SETTINGS_FILE)
