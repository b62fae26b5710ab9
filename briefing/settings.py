"""A desk's settings: the `briefing.toml` at the top of its workspace, read into types, every problem with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypeVar

from briefing.problems import Place, Problem, UsageError, did_you_mean
from briefing.workspace import Workspace

SETTINGS_FILE = "briefing.toml"
_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class ArchiveSettings:
    """Where editions are archived; relative paths are from the workspace."""

    path: str = "editions"


@dataclass(frozen=True)
class SignSettings:
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
    level: str = "B-B"
    trust: str = ""
    crls: str = ""
    reason: str = ""


@dataclass(frozen=True)
class MailSettings:
    """The server that sends mail, and how to use it.

    `port` is 0 where it follows from `security`. `ca` names a PEM file of the authorities trusted for the server.
    `rate` is in messages per minute, `pause` (before the first retry; each next one is longer) and `timeout` in seconds.
    """

    host: str = ""
    port: int = 0
    security: str = "starttls"
    sender: str = field(default="", metadata={"key": "from"})
    user: str = ""
    ca: str = ""
    rate: int = 600
    retries: int = 4
    pause: int = 15
    timeout: int = 60
    unsubscribe: str = ""


@dataclass(frozen=True)
class MarkingSettings:
    """A marking scheme of the desk's own: its name, and its markings from the widest audience to the narrowest.

    `individuals` are the markings that are for named individuals only.
    """

    scheme: str = ""
    markings: tuple[str, ...] = ()
    individuals: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClusterSettings:
    """The PEM files for TLS with a cluster: its authority, this desk's certificate, and its key.

    Relative paths are from the workspace. `key` may be omitted where it is in the file of the certificate. Omitted settings
    take Dask's own defaults. `wait` is for how many seconds workers are waited for.
    """

    ca: str = ""
    cert: str = ""
    key: str = ""
    wait: int = 120


@dataclass(frozen=True)
class Settings:
    """All settings of `briefing.toml`; omitted keys take the defaults."""

    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    sign: SignSettings = field(default_factory=SignSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    marking: MarkingSettings = field(default_factory=MarkingSettings)
    cluster: ClusterSettings = field(default_factory=ClusterSettings)


Table = TypeVar("Table", ArchiveSettings, SignSettings, MailSettings, MarkingSettings, ClusterSettings)

LEVELS = ("B-B", "B-T", "B-LT")
_CREDENTIALS_HINT = "set it in the environment or the keyring, see the documentation; a password is never written here"
_KINDS = {str: "a text in quotes", int: "a whole number", tuple: "a list of texts in quotes"}


def read_settings(workspace: Workspace) -> Settings:
    """Return the settings of a workspace; the defaults where it has none. Raises UsageError with every problem."""
    path = workspace.root / SETTINGS_FILE
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_BYTES + 1).decode("utf-8", errors="replace")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise UsageError(Problem("bad-settings", what, Place(SETTINGS_FILE))) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        what = str(error).split(" (at ")[0].lower()
        place = Place(SETTINGS_FILE, int(line[1]) if line else 0)
        raise UsageError(Problem("bad-settings", what, place)) from error
    settings = Settings(
        archive=_read_table(ArchiveSettings, tables.get("archive")),
        sign=_read_table(SignSettings, tables.get("sign")),
        mail=_read_table(MailSettings, tables.get("mail")),
        marking=_read_table(MarkingSettings, tables.get("marking")),
        cluster=_read_table(ClusterSettings, tables.get("cluster")),
    )
    problems = [
        problem
        for table in fields(Settings)
        for problem in _problems(text, table.name, getattr(settings, table.name), tables.get(table.name, {}))
    ]
    if settings.sign.level not in LEVELS:
        what = f'"{settings.sign.level}" is not a level of signature'
        problems.append(Problem("bad-settings", what, _place(text, "sign", "level"), "use one of " + ", ".join(LEVELS)))
    if problems:
        raise UsageError(problems)
    return settings


def _read_table(kind: type[Table], values: object) -> Table:
    """Return a table's values of the right types, the defaults for all others."""
    if not isinstance(values, dict):
        return kind()
    keys = {_key(entry): entry for entry in fields(kind)}
    given = {keys[key].name: _parse(type(keys[key].default), value) for key, value in values.items() if key in keys}
    return kind(**{name: value for name, value in given.items() if value is not None})


def _problems(text: str, table: str, settings: Table, values: object) -> Iterator[Problem]:
    """Yield the problems of a table's values: unknown keys, and values of another type."""
    if not isinstance(values, dict):
        what = f'"{table}" must be a table'
        yield Problem("bad-settings", what, _place(text, "", table), f"write [{table}]")
        return
    known = {_key(entry): type(entry.default) for entry in fields(settings)}
    for key, value in values.items():
        if key not in known:
            hint = did_you_mean(key, known) or f"known here: {', '.join(sorted(known))}"
            what = f'"{key}" is not a setting known in [{table}]'
            hint = _CREDENTIALS_HINT if "pass" in key.lower() else hint
            yield Problem("bad-settings", what, _place(text, table, key), hint)
        elif _parse(known[key], value) is None:
            yield Problem("bad-settings", f'"{key}" must be {_KINDS[known[key]]}', _place(text, table, key))


def _key(entry: Field[object]) -> str:
    """Return the key in the file of a field of the settings: `from` cannot be the name of one."""
    metadata: Mapping[str, str] = entry.metadata
    return metadata.get("key", entry.name)


def _parse(kind: type, value: object) -> Any:
    """Return a value as a setting of a type; None where it is none."""
    if kind is tuple:
        return tuple(value) if isinstance(value, list) and all(isinstance(word, str) for word in value) else None
    return value if type(value) is kind else None


def _place(text: str, table: str, key: str) -> Place:
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
