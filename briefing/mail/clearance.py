"""Clearance: who may receive an edition, and over which kind of connection.

Everything that is sent passes `refusal_reason` twice: once for the whole list before anything is sent, and again for each
message just before it is offered to the server. Markings of different schemes are never compared.
Source: TLP 2.0 (FIRST, 2022), where TLP:RED is for the eyes and ears of individual recipients only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.mail.recipients import Recipient
from briefing.model.markings import SCHEMES, Scheme, scheme_of

# fmt: off
SHARED_MAILBOXES = frozenset({
    "abuse", "admin", "administrator", "alerts", "all", "billing", "board", "briefing", "bureau", "cabinet",
    "chancery", "compliance", "contact", "correspondence", "desk", "director", "distribution", "duty", "embassy",
    "enquiries", "everyone", "feedback", "hello", "help", "helpdesk", "hostmaster", "hr", "info", "inquiries",
    "legal", "list", "lists", "mail", "mailbox", "marketing", "media", "ministry", "newsletter", "no-reply", "noc",
    "noreply", "office", "operations", "ops", "post", "postmaster", "press", "registry", "reply", "root", "sales",
    "secretariat", "security", "staff", "support", "team", "webmaster",
    "accueil", "ambassade", "cellule", "communication", "courrier", "direction", "presse", "redaction", "veille",
})
"""Local parts of mailboxes that several people read: those of RFC 2142, and others common in offices."""
TEAM_WORDS = frozenset({
    "ambassade", "bureau", "cellule", "chancery", "courrier", "desk", "direction", "embassy", "enquiries", "helpdesk",
    "info", "inquiries", "ministry", "newsletter", "office", "operations", "ops", "registry", "secretariat", "staff",
    "team",
})
# fmt: on
"""Words that mark a longer local part as shared, such as `sahel-desk`; none of them is also a person's name."""


@dataclass(frozen=True)
class MarkingRules:
    """The schemes in use; `individuals` are markings for named individuals only, `tls_only` are never sent without TLS."""

    schemes: tuple[Scheme, ...] = SCHEMES
    individuals: frozenset[str] = frozenset({"TLP:RED"})
    tls_only: frozenset[str] = frozenset({"TLP:RED", "SECRET", "TOP SECRET"})


DEFAULT_RULES = MarkingRules()
"""The rules of a workspace without a scheme of its own."""


@dataclass(frozen=True)
class Channel:
    """The security of a connection: whether it uses TLS, and whether it ends on this machine."""

    encrypted: bool
    loopback: bool


def refusal_reason(marking: str, recipient: Recipient, rules: MarkingRules, channel: Channel | None = None) -> str:
    """Return why an edition of this marking may not go to a recipient over a channel; empty where it may.

    Without a channel, only the recipient's clearance is considered.
    """
    return _clearance_reason(marking, recipient, rules) or (_channel_reason(marking, rules, channel) if channel else "")


def _clearance_reason(marking: str, recipient: Recipient, rules: MarkingRules) -> str:
    scheme = scheme_of(marking, rules.schemes)
    if scheme is None:
        return f"{marking} is not a marking of any known scheme"
    in_scheme = [clearance for clearance in recipient.clearances if clearance in scheme.markings]
    if not in_scheme:
        return f"may receive {_join(recipient.clearances)}, but nothing of {scheme.name}"
    # Of two clearances in one scheme the lower counts: a mistake must not widen the audience.
    if min(map(scheme.markings.index, in_scheme)) < scheme.markings.index(marking):
        return f"may receive {_join(in_scheme)} at most"
    if marking in rules.individuals and (reason := _not_an_individual(recipient)):
        return f"{marking} is for named individuals only, and {reason}"
    return ""


def _channel_reason(marking: str, rules: MarkingRules, channel: Channel) -> str:
    if channel.encrypted:
        return ""
    if not channel.loopback:
        return "the connection is not encrypted"
    return f"{marking} is never sent without TLS, not even within this machine" if marking in rules.tls_only else ""


def _not_an_individual(recipient: Recipient) -> str:
    if recipient.group:
        return f"the address belongs to a group ({recipient.group})"
    if not any(map(str.isalpha, recipient.name)) or "@" in recipient.name:
        return "the address has no person's name"
    local = recipient.mailbox.local.casefold()
    name, words = local.partition("+")[0].rstrip("0123456789"), re.findall(r"[^\W\d_]+", local)
    return f'"{local}" is the name of a shared mailbox' if name in SHARED_MAILBOXES or TEAM_WORDS & set(words) else ""


def _join(markings: Sequence[str]) -> str:
    return " and ".join(markings) or "nothing"
