"""What every way of sending needs: the workspace, its settings, its mail server and the writer of messages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.cli.options import SIGN_PASSWORD
from briefing.mail.clearance import MarkingRules
from briefing.mail.message import MessageWriter, SignBody
from briefing.mail.outgoing import OutgoingEdition
from briefing.mail.server import MailServer, read_mail_server, read_marking_rules
from briefing.problems import Place, Problem, UsageError
from briefing.settings import SETTINGS_FILE, Settings, read_settings
from briefing.workspace import Workspace, display_name, find_workspace


@dataclass(frozen=True)
class SendContext:
    """The current workspace, its settings and its marking rules."""

    workspace: Workspace
    settings: Settings
    rules: MarkingRules

    def server(self) -> MailServer:
        """Return the mail server in the settings. Raises UsageError with every fault of them."""
        return read_mail_server(self.settings.mail, self.workspace.root)

    def writer(
        self, outgoing: OutgoingEdition, last_received: Mapping[str, int] | None = None, *, smime: bool
    ) -> MessageWriter:
        """Return the writer of the messages. Raises UsageError or DeliveryError (`no-identity`) where it cannot sign."""
        server = self.server()
        sign = self._signer() if smime else None
        return MessageWriter(
            outgoing,
            server.sender,
            last_received or {},
            unsubscribe=server.unsubscribe,
            sign=sign,
            max_bytes=server.max_bytes,
        )

    def _signer(self) -> SignBody:
        if not self.settings.sign.pkcs12:
            hint = 'name a PKCS#12 file: [sign] pkcs12 = "desk.p12"; a token cannot sign messages'
            raise UsageError(
                Problem(
                    "no-identity",
                    "there is no identity to sign messages with",
                    Place(display_name(self.workspace.root / SETTINGS_FILE)),
                    hint,
                )
            )
        try:
            from briefing.mail.smime import read_signer
        except ImportError as error:
            hint = "install it: pip install 'briefing[sign]'"
            raise UsageError(Problem("no-identity", "the library that signs is not installed", hint=hint)) from error
        return read_signer(self.workspace.root / self.settings.sign.pkcs12, os.environ.get(SIGN_PASSWORD, ""))


def load_context() -> SendContext:
    """Return the context of the current folder. Raises UsageError with the faults of its settings."""
    workspace = find_workspace(Path.cwd())
    settings = read_settings(workspace)
    return SendContext(workspace, settings, read_marking_rules(settings.marking, workspace.root))
