"""What sending works with: the workspace around us, its settings, its marking rules, its mail server and its identity."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from briefing.mail.clearance import MarkingRules
from briefing.mail.message import MessageWriter
from briefing.mail.outgoing import OutgoingEdition
from briefing.mail.server import MailServer, read_mail_server, read_marking_rules
from briefing.problems import Place, Problem, UsageError
from briefing.settings import FILE, Settings, read_settings
from briefing.workspace import Workspace, find_workspace

SIGN_PASSWORD = "BRIEFING_SIGN_PASSWORD"  # noqa: S105 - the name of the variable, not a password


@dataclass(frozen=True)
class Desk:
    """What the command works with: the workspace, its settings and its marking rules."""

    workspace: Workspace
    settings: Settings
    rules: MarkingRules

    def server(self) -> MailServer:
        """The mail server of the settings. Raises UsageError with every fault of them."""
        return read_mail_server(self.settings.mail, self.workspace.root)

    def writer(self, outgoing: OutgoingEdition, *, smime: bool) -> MessageWriter:
        """What writes the messages of a outgoing, signed where asked. Raises UsageError or DeliveryError (`no-identity`)."""
        server = self.server()
        if not smime:
            return MessageWriter(outgoing, server.sender, unsubscribe=server.unsubscribe)
        if not self.settings.sign.pkcs12:
            hint = 'name a PKCS#12 file: [sign] pkcs12 = "desk.p12"; a token cannot sign messages'
            raise UsageError(Problem("no-identity", "there is no identity to sign messages with", Place(FILE), hint))
        try:
            from briefing.mail.smime import read_signer
        except ImportError as error:
            raise UsageError(Problem("no-identity", "cannot sign", hint="install briefing[sign]")) from error
        signer = read_signer(self.workspace.root / self.settings.sign.pkcs12, os.environ.get(SIGN_PASSWORD, ""))
        return MessageWriter(outgoing, server.sender, unsubscribe=server.unsubscribe, sign=signer)


def find_desk() -> Desk:
    """The desk of the workspace around us. Raises UsageError with the faults of its settings."""
    workspace = find_workspace(Path.cwd())
    settings = read_settings(workspace)
    return Desk(workspace, settings, read_marking_rules(settings.marking))
