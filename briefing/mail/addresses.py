"""Mail addresses, read at the door: what passes here can stand in an envelope and in a header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import category

from email_validator import EmailSyntaxError, validate_email

LONGEST_NAME = 200

_NAMED = re.compile(r"([^<>]*)<([^<>]*)>")


@dataclass(frozen=True)
class Mailbox:
    """A name (empty where there is none) and an address.

    The address's domain is in ASCII (IDNA); its local part may be in any script, and the server must then take SMTPUTF8.
    """

    name: str
    address: str

    @property
    def local(self) -> str:
        """The part before the @-sign."""
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The part after it."""
        return self.address.rpartition("@")[2]


def parse_mailbox(text: str) -> Mailbox:
    """Read `desk@ministry.example` or `Sahel desk <desk@ministry.example>`. Raises ValueError saying what is wrong."""
    named = _NAMED.fullmatch(text.strip())
    name, address = named.groups() if named else ("", text.strip())
    try:
        # Whether the domain answers is not asked: that would tell the network whom a briefing is for.
        found = validate_email(address, check_deliverability=False)
    except EmailSyntaxError as error:
        raise ValueError(str(error).rstrip(".")) from None
    return Mailbox(check_name(name.strip('"')), f"{found.local_part}@{found.ascii_domain}")


def check_name(name: str) -> str:
    """A person's name as it is to be printed. Raises ValueError where it holds what no name does, such as a line end."""
    name = name.strip()
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a name of more than {LONGEST_NAME} characters")
    for character in name:
        if is_control(character):
            raise ValueError(f"a name with the character U+{ord(character):04X}")
    return name


def is_control(character: str) -> bool:
    """Whether a character ends a line, steers a terminal or turns the direction of writing, instead of being read."""
    # Joiners (U+200C, U+200D) are of the same category as the marks of direction, but Persian and Hindi need them.
    kind = category(character)
    return kind in ("Cc", "Zl", "Zp", "Cs") or (kind == "Cf" and character not in "\u200c\u200d")


def mailbox_key(address: str) -> str:
    """What two spellings of the same mailbox have in common: no server we know tells them apart by their capitals."""
    return address.casefold()
