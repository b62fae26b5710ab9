"""The mail server to which messages are handed, as `[mail]` in `briefing.toml` names it, its password, and the marking rules.

The password is read from the environment or the keyring only; it is never printed, logged or stored.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from unicodedata import category

from briefing.mail.addresses import Mailbox, parse_mailbox, parse_unsubscribe
from briefing.mail.clearance import DEFAULT_RULES, Channel, MarkingRules
from briefing.model.markings import MARKINGS, SCHEMES, Scheme
from briefing.problems import DeliveryError, Place, Problem, UsageError
from briefing.settings import MAX_MESSAGE_BYTES, SETTINGS_FILE, MailSettings, MarkingSettings
from briefing.text.lookalikes import look_alike
from briefing.workspace import display_name

Security = Literal["starttls", "tls", "none"]
SECURITIES: Mapping[str, tuple[Security, int]] = {
    "starttls": ("starttls", 587),
    "tls": ("tls", 465),
    "none": ("none", 25),
}
"""Each kind of security, with its usual port."""
PASSWORD_VARIABLE = "BRIEFING_MAIL_PASSWORD"  # noqa: S105 - the name of the variable, not a password
MAX_MARKING_CHARACTERS = 60


@dataclass(frozen=True)
class MailServer:
    """A mail server and how it is used.

    `ca` is a PEM file of certificate authorities, in addition to the system's. `per_minute` is the maximum number of messages a
    minute; `pause_seconds` the pause before the first retry, which doubles each time.
    """

    host: str
    port: int
    security: Security
    sender: Mailbox
    user: str = ""
    ca: Path | None = None
    per_minute: int = 600
    retries: int = 4
    pause_seconds: float = 15
    timeout_seconds: float = 60
    unsubscribe: str = ""
    max_bytes: int = MAX_MESSAGE_BYTES

    @property
    def channel(self) -> Channel:
        """The channel to expect; the open connection is examined again."""
        return Channel(encrypted=self.security != "none", loopback=is_loopback(self.host))


@dataclass(frozen=True)
class Password:
    """A password that is not shown when it is printed."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """Return the password, for the server only."""
        return self._value


def is_loopback(host: str) -> bool:
    """Tell whether a host's name or address is that of this machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def read_mail_server(mail: MailSettings, root: Path) -> MailServer:
    """Return the server in the settings; `ca` is relative to `root`. Raises UsageError with every fault."""
    problems = [
        Problem("bad-mail-settings", f"[mail] {what}", Place(display_name(root / SETTINGS_FILE)), hint)
        for what, hint in (*_server_faults(mail), *_other_faults(mail, root))
    ]
    if problems:
        raise UsageError(problems)
    security, usual_port = SECURITIES[mail.security]
    return MailServer(
        mail.host.strip("[]"),
        mail.port or usual_port,
        security,
        parse_mailbox(mail.sender),
        mail.user,
        root / mail.ca if mail.ca else None,
        mail.rate,
        mail.retries,
        mail.pause,
        mail.timeout,
        mail.unsubscribe,
        mail.max_bytes,
    )


def _server_faults(mail: MailSettings) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the address of the server, and a hint for each."""
    if not mail.host:
        yield "names no host", 'add a line such as: host = "mail.ministry.example"'
    elif not re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", mail.host):
        yield f'host "{mail.host}" is not the name of a server', "write its name or its address only"
    if mail.security not in SECURITIES:
        yield f'security "{mail.security}" is not known', f"choose one of {', '.join(SECURITIES)}"
    if mail.security == "none" and not is_loopback(mail.host):
        what = 'security "none" is allowed only for a server on this machine'
        yield what, "write starttls or tls, or hand the mail to a server on 127.0.0.1"
    if not 0 <= mail.port <= 65535:
        yield f"port {mail.port} is not a port", "remove it to use the usual port"


def _other_faults(mail: MailSettings, root: Path) -> Iterator[tuple[str, str]]:
    limits = {
        "rate": (mail.rate, 1),
        "retries": (mail.retries, 0),
        "pause": (mail.pause, 0),
        "timeout": (mail.timeout, 1),
    }
    for name, (number, least) in limits.items():
        if not least <= number <= 100_000:
            yield f"{name} = {number} must be {least} to 100,000", "correct the number"
    line = 'from = "Sahel desk <desk@ministry.example>"'
    try:
        if mail.sender and not parse_mailbox(mail.sender).address.isascii():
            raise ValueError("it must be in ASCII, so that every server accepts it")
    except ValueError as error:
        yield f'from "{mail.sender}": {error}', f"write it as: {line}"
    if not mail.sender:
        yield "names no sender", f"add a line such as: {line}"
    try:
        if mail.unsubscribe:
            parse_unsubscribe(mail.unsubscribe)
    except ValueError as error:
        yield f"unsubscribe: {error}", "write mailto:desk@ministry.example or https://…"
    if mail.ca and not (root / mail.ca).is_file():
        yield f'ca: there is no file "{mail.ca}"', "name a PEM file, relative to the workspace"


def read_marking_rules(marking: MarkingSettings, root: Path | None = None) -> MarkingRules:
    """Return the marking rules, with the workspace's own scheme if it has one. Raises UsageError with every fault of it.

    `root` is the workspace's folder, for messages.
    """
    if marking == MarkingSettings():
        return DEFAULT_RULES
    faults = list(_scheme_faults(marking))
    if faults:
        place = Place(display_name(root / SETTINGS_FILE) if root else SETTINGS_FILE)
        raise UsageError(Problem("bad-marking-settings", f"[marking] {what}", place, hint) for what, hint in faults)
    own = Scheme(marking.scheme, marking.markings)
    named = frozenset(marking.individuals)
    rules = DEFAULT_RULES
    return MarkingRules((*rules.schemes, own), rules.individuals | named, rules.tls_only | named)


def _scheme_faults(marking: MarkingSettings) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the workspace's own scheme, and a hint for each."""
    names = [scheme.name for scheme in SCHEMES]
    if not marking.scheme or marking.scheme in names:
        yield "has no name of its own for its scheme", f"choose another name than {' or '.join(names)}"
    if not marking.markings:
        yield "has no markings", 'write markings = ["OPEN", "INTERNAL"], the widest audience first'
    for number, one in enumerate(marking.markings):
        if _appearance(one) in map(_appearance, MARKINGS):
            yield f'"{one}" looks like a marking of another scheme', "choose a name that cannot be confused with it"
        if _appearance(one) in map(_appearance, marking.markings[:number]):
            hint = "distinguish them by more than capitals and spaces"
            yield f'"{one}" looks like another marking of the scheme', hint
        if not _is_valid_marking(one):
            hint = f"write one line of at most {MAX_MARKING_CHARACTERS} characters, without / and double spaces"
            yield f'"{one}" cannot be a marking', hint
    for one in marking.individuals:
        if one not in marking.markings:
            yield f'individuals names "{one}", which is not one of its markings', "add it to markings"


def _is_valid_marking(text: str) -> bool:
    # A marking without a letter or digit would leave nothing for the name of a file.
    return (
        " ".join(text.split()) == text
        and len(text) <= MAX_MARKING_CHARACTERS
        and "/" not in text
        and any(map(str.isalnum, text))
    )


def _appearance(marking: str) -> str:
    """Return a marking without what the eye may miss: capitals, accents, spaces, dashes, and letters of another script."""
    return re.sub(r"[\W_]", "", look_alike(marking))


def read_password(server: MailServer) -> Password | None:
    """Return the password for the server from the environment, else the keyring; None where there is no user to sign in.

    A line end after it, as files and secret stores add one, is not part of it. Raises DeliveryError (`no-password`).
    """
    if not server.user:
        return None
    value = (os.environ.get(PASSWORD_VARIABLE) or _from_keyring(server) or "").rstrip("\r\n")
    whose = f"{server.user} at {server.host}"
    if not value:
        hint = f"set {PASSWORD_VARIABLE}, or run: keyring set {_keyring_service(server)} {server.user}"
        raise DeliveryError(Problem("no-password", f"there is no password for {whose}", hint=hint))
    if any(category(character) == "Cc" for character in value):
        # The server's reply could repeat a part of it, which would not be recognised and removed.
        what, hint = (
            f"the password for {whose} contains control characters",
            f"set {PASSWORD_VARIABLE} to the password only",
        )
        raise DeliveryError(Problem("no-password", what, hint=hint))
    return Password(value)


def _keyring_service(server: MailServer) -> str:
    return f"briefing-mail:{server.host}"


def _from_keyring(server: MailServer) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(_keyring_service(server), server.user)
    except KeyringError:
        return None
