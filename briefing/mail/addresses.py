"""Mail addresses and names, validated when they are read: what passes here is safe in an envelope and in a header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from email_validator import EmailSyntaxError, validate_email

from briefing.problems import is_control

MAX_NAME_CHARACTERS = 200

_NAMED = re.compile(r"([^<>]*)<([^<>]*)>")


@dataclass(frozen=True)
class Mailbox:
    """A name (may be empty) and an address.

    The domain of the address is in ASCII (IDNA); its local part may be in any script, which needs a server with SMTPUTF8.
    """

    name: str
    address: str

    @property
    def local(self) -> str:
        """The part of the address before the @-sign."""
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The part of the address after the @-sign."""
        return self.address.rpartition("@")[2]


def parse_mailbox(text: str) -> Mailbox:
    """Parse `desk@ministry.example` or `Sahel desk <desk@ministry.example>`. Raises ValueError saying what is wrong."""
    named = _NAMED.fullmatch(text.strip())
    name, address = named.groups() if named else ("", text.strip())
    try:
        # The domain is not looked up: that would reveal to the network whom a briefing is for.
        found = validate_email(address, check_deliverability=False)
    except EmailSyntaxError as error:
        raise ValueError(str(error).rstrip(".")) from None
    return Mailbox(parse_person_name(name.strip('"')), f"{found.local_part}@{found.ascii_domain}")


def parse_person_name(name: str) -> str:
    """Return a person's name without white space around it. Raises ValueError where it has control characters."""
    name = name.strip()
    if len(name) > MAX_NAME_CHARACTERS:
        raise ValueError(f"a name of more than {MAX_NAME_CHARACTERS} characters")
    for character in name:
        if is_control(character):
            raise ValueError(f"a name with the character U+{ord(character):04X}")
    return name


def mailbox_key(address: str) -> str:
    """Return what two spellings of one mailbox have in common: no known server distinguishes capitals."""
    return address.casefold()


def parse_unsubscribe(text: str) -> str:
    """Return the address by which recipients leave the list. Raises ValueError where it is neither a web nor a mail address."""
    if re.fullmatch(r"https://[!-;=?-~]+|mailto:[!-;=?-~]+@[!-;=?-~]+", text):
        return text
    raise ValueError(f'"{text}" is neither a web address nor a mail address')
