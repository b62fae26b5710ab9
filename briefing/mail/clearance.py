"""Clearance: who may receive an edition, and over which kind of connection.

Everything that is sent passes `refusal_reason` twice: once for the whole list before anything is sent, and again for each
message just before it is offered to the server. Markings of different schemes are never compared.
Source: TLP 2.0 (FIRST, 2022), where TLP:RED is for the eyes and ears of individual recipients only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.mail.recipients import Recipient
from briefing.mail.shared_names import is_shared_mailbox, is_shared_name
from briefing.model.markings import SCHEMES, Scheme, scheme_of


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


def refusal_reason(
    marking: str, recipient: Recipient, rules: MarkingRules, channel: Channel | None = None, *, withdrawal: bool = False
) -> str:
    """Return why an edition of this marking may not go to a recipient over a channel; empty where it may.

    Without a channel, only the recipient's clearance is considered; for the notice of a `withdrawal`, only the channel: it goes
    to those who have received the edition, whatever their address, and repeats nothing of it.
    """
    reason = "" if withdrawal else _clearance_reason(marking, recipient, rules)
    return reason or (_channel_reason(marking, rules, channel) if channel else "")


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
    """Return why a recipient does not count as one named person; empty where it does."""
    if recipient.group or recipient.kind == "group":
        return f"the address belongs to a group{f' ({recipient.group})' if recipient.group else ''}"
    if not any(map(str.isalpha, recipient.name)) or "@" in recipient.name:
        return "the address has no person's name"
    if is_shared_name(recipient.name):
        return f'"{recipient.name}" is not the name of one person'
    if is_shared_mailbox(recipient.mailbox.local):
        return f'"{recipient.mailbox.local.casefold()}" is the name of a shared mailbox'
    return "" if recipient.kind == "person" else "the list does not say that it is one person's own: kind is not person"


def _join(markings: Sequence[str]) -> str:
    return " and ".join(markings) or "nothing"
