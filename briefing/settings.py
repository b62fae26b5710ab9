"""A desk's settings: the `briefing.toml` at the top of its workspace, read into types, every fault with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass, field, fields
from typing import Any

from briefing.problems import Place, Problem, UsageError
from briefing.workspace import Workspace

FILE = "briefing.toml"
_MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class ArchiveSettings:
    """Where editions are kept; relative paths are from the workspace."""

    path: str = "editions"


@dataclass(frozen=True)
class SignSettings:
    """What editions are signed with: a PKCS#12 file, or a key on a PKCS#11 token (its library, its label, its key's label).

    `timestamp` is the address of an RFC 3161 time-stamping server. `level` is the PAdES level: B-B, B-T (needs a time stamp)
    or B-LT (needs `trust`, too). `trust` names a PEM file of the authorities whose signatures count,
    `crls` a folder of their lists of revoked certificates (DER); without it, these are asked for where the certificates say.
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
    """The server that mail is handed to, and how; see `briefing.mail.server`, which reads the meaning of it.

    `port` is 0 where it follows from `security`. `ca` names a PEM file of the authorities that may vouch for the server.
    `rate` is in messages a minute, `pause` (before the first retry; each next is longer) and `timeout` in seconds.
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

    `individuals` are those of its markings that are for named individuals only.
    """

    scheme: str = ""
    markings: tuple[str, ...] = ()
    individuals: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClusterSettings:
    """With which PEM files a cluster is spoken to over TLS: its authority, this desk's certificate, its key.

    Relative paths are from the workspace. `key` may be left out where it is in the file of the certificate. Where nothing is
    said, Dask's own settings hold.
    """

    ca: str = ""
    cert: str = ""
    key: str = ""


@dataclass(frozen=True)
class Settings:
    """All that `briefing.toml` may say; what it does not is as here."""

    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    sign: SignSettings = field(default_factory=SignSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    marking: MarkingSettings = field(default_factory=MarkingSettings)
    cluster: ClusterSettings = field(default_factory=ClusterSettings)


_TABLES = {
    "archive": ArchiveSettings,
    "sign": SignSettings,
    "mail": MailSettings,
    "marking": MarkingSettings,
    "cluster": ClusterSettings,
}
_NEVER_HERE = "a password is never written here: it is read from the environment or the keyring, see the documentation"
_SAID = {str: "a text in quotes", int: "a whole number", tuple: "a list of texts in quotes"}
LEVELS = ("B-B", "B-T", "B-LT")


def read_settings(workspace: Workspace) -> Settings:
    """The settings of a workspace; the usual ones where it has none. Raises UsageError with every fault and its line."""
    path = workspace.root / FILE
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise UsageError(Problem("bad-settings", what, Place(FILE))) from error
    text = content.decode("utf-8", errors="replace")
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        what = str(error).split(" (at ")[0].lower()
        raise UsageError(Problem("bad-settings", what, Place(FILE, int(line[1]) if line else 0))) from error
    problems: list[Problem] = []
    read: dict[str, Any] = {}
    for name, kind in _TABLES.items():
        read[name] = _table(text, name, kind, value.get(name, {}), problems)
    if read["sign"].level not in LEVELS:
        what = f'"{read["sign"].level}" is not a level of signature'
        problems.append(Problem("bad-settings", what, _place(text, "sign", "level"), "one of " + ", ".join(LEVELS)))
    if problems:
        raise UsageError(problems)
    return Settings(**read)


def _table(text: str, name: str, kind: type[Any], value: object, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        problems.append(Problem("bad-settings", f'"{name}" must be a table', _place(text, "", name), f"write [{name}]"))
        return kind()
    known = {entry.metadata.get("key", entry.name): entry for entry in fields(kind)}
    good: dict[str, Any] = {}
    for key, entry in value.items():
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=1)
            hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(known))}"
            hint = _NEVER_HERE if "pass" in key.lower() else hint
            what = f'"{key}" is not a setting known in [{name}]'
            problems.append(Problem("bad-settings", what, _place(text, name, key), hint))
        elif (said := _as(type(known[key].default), entry)) is None:
            what = f'"{key}" must be {_SAID[type(known[key].default)]}'
            problems.append(Problem("bad-settings", what, _place(text, name, key)))
        else:
            good[known[key].name] = said
    return kind(**good)


def _as(kind: type[Any], entry: object) -> Any:
    """A value as a setting of this kind; None where it is none."""
    if kind is tuple:
        return tuple(entry) if isinstance(entry, list) and all(isinstance(word, str) for word in entry) else None
    return entry if type(entry) is kind else None


def _place(text: str, table: str, key: str) -> Place:
    """The line that a key of a table stands on, as far as it can be seen."""
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[+\s*([\w.-]+)\s*\]+", line):
            inside = heading[1]
            if not table and inside == key:
                return Place(FILE, number)
        elif inside == table and re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return Place(FILE, number)
    return Place(FILE)
