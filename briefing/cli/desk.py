"""What sending works with: the workspace around us, its settings, its marking rules, its mail server and its identity."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from briefing.mail.clearance import Rules
from briefing.mail.letter import Despatch
from briefing.mail.message import LetterWriter
from briefing.mail.server import Relay, read_relay, read_rules
from briefing.problems import Place, Problem, UsageError
from briefing.settings import FILE, Settings, read_settings
from briefing.workspace import Workspace, find_workspace

SIGN_PASSWORD = "BRIEFING_SIGN_PASSWORD"  # noqa: S105 - the name of the variable, not a password


@dataclass(frozen=True)
class Desk:
    """What the command works with: the workspace, its settings and its marking rules."""

    workspace: Workspace
    settings: Settings
    rules: Rules

    def relay(self) -> Relay:
        """The mail server of the settings. Raises UsageError with every fault of them."""
        return read_relay(self.settings.mail, self.workspace.root)

    def writer(self, despatch: Despatch, *, smime: bool) -> LetterWriter:
        """What writes the letters of a despatch, signed where asked. Raises UsageError or DeliveryError (`no-identity`)."""
        relay = self.relay()
        if not smime:
            return LetterWriter(despatch, relay.sender, unsubscribe=relay.unsubscribe)
        if not self.settings.sign.pkcs12:
            hint = 'name a PKCS#12 file: [sign] pkcs12 = "desk.p12"; a token cannot sign messages'
            raise UsageError(Problem("no-identity", "there is no identity to sign messages with", Place(FILE), hint))
        try:
            from briefing.mail.smime import read_signer
        except ImportError as error:
            raise UsageError(Problem("no-identity", "cannot sign", hint="install briefing[sign]")) from error
        signer = read_signer(self.workspace.root / self.settings.sign.pkcs12, os.environ.get(SIGN_PASSWORD, ""))
        return LetterWriter(despatch, relay.sender, unsubscribe=relay.unsubscribe, sign=signer)


def find_desk() -> Desk:
    """The desk of the workspace around us. Raises UsageError with the faults of its settings."""
    workspace = find_workspace(Path.cwd())
    settings = read_settings(workspace)
    return Desk(workspace, settings, read_rules(settings.marking))
