"""The mail server that a desk hands its messages to, as `[mail]` in `briefing.toml` names it, and its password.

The password is read from the environment or the keyring alone; it is never printed, logged or kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, cast
from unicodedata import category, normalize

from briefing.mail.addresses import Mailbox, is_control, parse_mailbox
from briefing.mail.clearance import DEFAULT_RULES, Channel, MarkingRules
from briefing.mail.recipients import parse_unsubscribe
from briefing.model.markings import MARKINGS, SCHEMES, Scheme
from briefing.problems import DeliveryError, Place, Problem, UsageError
from briefing.settings import FILE, MailSettings, MarkingSettings

Security = Literal["starttls", "tls", "none"]
PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
PASSWORD = "BRIEFING_MAIL_PASSWORD"  # noqa: S105 - the name of the variable, not a password
LONGEST_MARKING = 60

_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESIJKMHOPCTXYABEZHIKMNOPTYX")
"""Capitals of Cyrillic and Greek that nobody can tell from those of Latin."""


@dataclass(frozen=True)
class MailServer:
    """A mail server and how it is used.

    `ca` is a PEM file of authorities beside the system's own. `per_minute` is in messages, `pause_seconds` before the first
    retry; each next one is twice as long.
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

    @property
    def channel(self) -> Channel:
        """What a connection to it will be; what it is, is seen once more when it is open."""
        return Channel(encrypted=self.security != "none", loopback=is_loopback(self.host))


@dataclass(frozen=True)
class Password:
    """A password that does not show itself."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The password, for the server alone."""
        return self._value


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is that of this machine itself."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def read_mail_server(mail: MailSettings, root: Path) -> MailServer:
    """The server as the settings name it; `ca` is looked for from `root`. Raises UsageError with every fault."""
    problems = [
        Problem("bad-mail-settings", f"[mail] {what}", Place(FILE), hint)
        for what, hint in (*_faults_of_server(mail), *_faults_of_rest(mail, root))
    ]
    if problems:
        raise UsageError(problems)
    security = cast(Security, mail.security)
    return MailServer(
        mail.host.strip("[]"),
        mail.port or PORTS[security],
        security,
        parse_mailbox(mail.sender),
        mail.user,
        root / mail.ca if mail.ca else None,
        mail.rate,
        mail.retries,
        mail.pause,
        mail.timeout,
        mail.unsubscribe,
    )


def _faults_of_server(mail: MailSettings) -> Iterator[tuple[str, str]]:
    """What is wrong with where the mail goes, each with what to do next."""
    if not mail.host:
        yield "names no host", 'add a line such as: host = "mail.ministry.example"'
    elif not re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", mail.host):
        yield f'"{mail.host}" is not the name of a server', "write its name or its address alone"
    if mail.security not in PORTS:
        yield f'security "{mail.security}" is not known', "one of starttls, tls, none"
    if mail.security == "none" and not is_loopback(mail.host):
        yield "security none is for this machine itself", "write starttls or tls, or hand the mail to 127.0.0.1"
    if not 0 <= mail.port <= 65535:
        yield f"port {mail.port} is not a port", "leave it out for the usual one"
    if any(is_control(c) for c in mail.user):
        yield "user is not one line", "write the name you sign in with"


def _faults_of_rest(mail: MailSettings, root: Path) -> Iterator[tuple[str, str]]:
    limits = (
        ("rate", mail.rate, 1),
        ("retries", mail.retries, 0),
        ("pause", mail.pause, 0),
        ("timeout", mail.timeout, 1),
    )
    for name, number, least in limits:
        if not least <= number <= 100_000:
            yield f"{name} = {number} will not do", f"a whole number from {least} up"
    try:
        if not parse_mailbox(mail.sender).address.isascii():
            raise ValueError("it must be in ASCII, for every server to take it")
    except ValueError as error:
        yield f'from "{mail.sender}": {error}', 'write it as: from = "Sahel desk <desk@ministry.example>"'
    try:
        if mail.unsubscribe:
            parse_unsubscribe(mail.unsubscribe)
    except ValueError as error:
        yield f"unsubscribe: {error}", "mailto:desk@ministry.example or https://…"
    if mail.ca and not (root / mail.ca).is_file():
        yield f'ca: there is no file "{mail.ca}"', "name a PEM file, from the top of the workspace"


def read_marking_rules(marking: MarkingSettings) -> MarkingRules:
    """The marking rules, with the desk's own scheme where it has one. Raises UsageError with every fault of it."""
    if marking == MarkingSettings():
        return DEFAULT_RULES
    problems: list[Problem] = []

    def refuse(what: str, hint: str) -> None:
        problems.append(Problem("bad-marking-settings", f"[marking] {what}", Place(FILE), hint))

    if not marking.scheme or marking.scheme in (scheme.name for scheme in SCHEMES):
        refuse("names no scheme of its own", f"another name than {' or '.join(s.name for s in SCHEMES)}")
    if not marking.markings:
        refuse("has no markings", 'markings = ["OPEN", "INTERNAL"], the widest audience first')
    for number, one in enumerate(marking.markings):
        if _looks(one) in map(_looks, MARKINGS):
            refuse(f'"{one}" reads like one of another scheme', "a marking has one meaning; call it otherwise")
        if _looks(one) in map(_looks, marking.markings[:number]):
            refuse(f'"{one}" reads like another of its markings', "tell them apart by more than capitals and spaces")
        if " ".join(one.split()) != one or not _is_a_line(one):
            hint = f"one line of at most {LONGEST_MARKING} characters, with a message or digit, without / and double spaces"
            refuse(f'"{one}" cannot be a marking', hint)
    for one in marking.individuals:
        if one not in marking.markings:
            refuse(f'individuals names "{one}", which is none of its markings', "name it in markings, too")
    if problems:
        raise UsageError(problems)
    own = Scheme(marking.scheme, marking.markings)
    named = frozenset(marking.individuals)
    return MarkingRules(
        (*DEFAULT_RULES.schemes, own), DEFAULT_RULES.individuals | named, DEFAULT_RULES.tls_only | named
    )


def _is_a_line(one: str) -> bool:
    # Without a message or digit nothing of it would be left in the name of a file.
    whole = 0 < len(one) <= LONGEST_MARKING and "/" not in one
    return whole and any(map(str.isalnum, one)) and not any(map(is_control, one))


def _looks(marking: str) -> str:
    """What the eye makes of a marking, whatever its capitals, spaces and dashes, and messages of other scripts like ours."""
    plain = normalize("NFKC", marking).upper().translate(_ALIKE)
    return re.sub(r"[\W_]", "", plain)


def read_password(server: MailServer) -> Password | None:
    """The password for the server: from the environment, else the keyring; None where nobody signs in.

    A line end after it, as files and secret stores add one, is no part of it. Raises DeliveryError (`no-password`).
    """
    if not server.user:
        return None
    if value := (os.environ.get(PASSWORD) or _from_keyring(server) or "").rstrip("\r\n"):
        if any(category(character) == "Cc" for character in value):
            # Part of it could come back in the server's words, and would not be known for what it is.
            what = f"the password for {server.user} at {server.host} is not one line"
            raise DeliveryError(Problem("no-password", what, hint=f"set {PASSWORD} to the password alone"))
        return Password(value)
    hint = f"set {PASSWORD}, or: keyring set {_service(server)} {server.user}"
    raise DeliveryError(Problem("no-password", f"there is no password for {server.user} at {server.host}", hint=hint))


def _service(server: MailServer) -> str:
    return f"briefing-mail:{server.host}"


def _from_keyring(server: MailServer) -> str | None:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(_service(server), server.user)
    except KeyringError:
        return None
