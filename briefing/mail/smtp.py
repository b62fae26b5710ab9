"""The SMTP connection, over which one message after another is offered to the mail server.

Wherever the connection breaks, it must be known whether the server can have accepted the message. Before the final dot of a
message it has not; after the server's reply it is known; only between the two is it uncertain (RFC 5321, sections 4.5.3.2.6
and 6.1). The dot is therefore sent on its own, after everything else has been handed over.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address

from briefing.mail.clearance import Channel, MarkingRules, refusal_reason
from briefing.mail.dialogue import Dialogue
from briefing.mail.ledger import DeliveryState
from briefing.mail.outgoing import OutgoingMessage
from briefing.mail.server import MailServer, Password
from briefing.problems import DeliveryError, Problem, printable_line, reason_of

FINAL_TIMEOUT_FACTOR = 10
"""How many times longer to wait for the reply after the final dot than for any other; RFC 5321 asks for that."""
CONTENT_TIMEOUT_FACTOR = 10
"""How many times longer than for a reply the server may take for a whole message; 5 MB then pass at 70 kbit/s."""
STEPS_TIMEOUT_FACTOR = 5
"""How many times longer than for one reply all replies may take until mail can be sent, or until a message is asked for."""


class ServerUnreachable(Exception):
    """There is no connection now; it may be tried again later."""


@dataclass(frozen=True)
class OfferResult:
    """What became of an offer: a state of the ledger, and the server's reply or the reason."""

    state: DeliveryState
    text: str


class SmtpConnection:
    """A connection that is opened when it is needed, and again after it was lost; close it at the end."""

    def __init__(self, server: MailServer, password: Password | None, rules: MarkingRules) -> None:
        self.server = server
        self._password, self._rules = password, rules
        self._smtp: Dialogue | None = None
        self._channel = Channel(encrypted=False, loopback=False)

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._smtp is not None

    def open(self) -> None:
        """Connect, start TLS and sign in, unless connected. Raises ServerUnreachable where it may be tried again later.

        Raises DeliveryError where trying again is useless: `bad-certificate`, `no-tls`, `not-signed-in`.
        """
        if self._smtp:
            return
        with self._explain_errors():
            smtp = self._connect()
            try:
                self._prepare(smtp)
            except BaseException:
                smtp.close()
                raise
        self._smtp = smtp

    @contextmanager
    def _explain_errors(self) -> Iterator[None]:
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            what = f"does not prove that it is {self.server.host}"
            hint = "name its certificate authority with ca in [mail], or correct host; the check cannot be switched off"
            raise self._fatal("bad-certificate", what, hint, _error_text(error)) from None
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
            raise ServerUnreachable(self._one_line(str(error))) from None
        except ssl.SSLError as error:
            hint = "check that the port is the one for this security"
            raise self._fatal("no-tls", "does not agree on TLS", hint, _error_text(error)) from None
        except (OSError, smtplib.SMTPException) as error:
            raise ServerUnreachable(self._one_line(_error_text(error))) from None

    def _connect(self) -> Dialogue:
        server = self.server
        return Dialogue(
            server.host,
            server.port,
            # smtplib would ask the network for our own name; the sender's domain serves as well.
            server.sender.domain,
            reply_s=server.timeout_seconds,
            total_s=server.timeout_seconds * STEPS_TIMEOUT_FACTOR,
            context=self._tls_context() if server.security == "tls" else None,
        )

    def _tls_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.server.ca:
            try:
                context.load_verify_locations(self.server.ca)
            except OSError as error:
                what = f"cannot be checked: {self.server.ca} has no certificate that can be read"
                raise self._fatal("bad-certificate", what, "name a PEM file with ca in [mail]") from error
        return context

    def _allow(self, smtp: Dialogue, factor: float = 1, *, final: bool = False) -> None:
        """Give what follows `factor` times the time of one reply; with `final`, its one reply all of it."""
        whole_s = self.server.timeout_seconds * factor
        smtp.allow(whole_s, whole_s if final else self.server.timeout_seconds)

    def _prepare(self, smtp: Dialogue) -> None:
        """Greet the server, start TLS, sign in, and note how secure the connection is."""
        if smtp.sock:
            # The final dot is sent on its own; without this it would wait for the delayed acknowledgement of what precedes it.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo_or_helo_if_needed()
        if self.server.security == "starttls":
            if not smtp.has_extn("starttls"):
                raise self._fatal("no-tls", "does not offer STARTTLS", "check the port in [mail]")
            smtp.starttls(context=self._tls_context())
            if smtp.has_unread:
                what = "sent more than it was asked for before the encryption began, as someone in between might"
                raise self._fatal("no-tls", what, "ask who runs the server; nothing has been sent")
            smtp.ehlo_or_helo_if_needed()
        self._channel = _channel_of(smtp)
        if self._password:
            self._sign_in(smtp, self._password)

    def _sign_in(self, smtp: Dialogue, password: Password) -> None:
        if not self._channel.encrypted and not self._channel.loopback:
            what = "would receive the password unencrypted"
            raise self._fatal("no-tls", what, 'write security = "starttls" in [mail]')
        hint = "check user in [mail], and the password"
        # smtplib's own login accepts ASCII only, and its error contains the password.
        offered = str(smtp.esmtp_features.get("auth", "")).upper().split()
        user, value = self.server.user, password.reveal()
        if "PLAIN" in offered:
            code, reply = smtp.docmd("AUTH", "PLAIN " + _base64("\0".join(["", user, value])))
        elif "LOGIN" in offered:
            code, reply = smtp.docmd("AUTH", f"LOGIN {_base64(user)}")
            if code == 334:
                code, reply = smtp.docmd(_base64(value))
        else:
            raise self._fatal("not-signed-in", "supports neither AUTH PLAIN nor LOGIN", hint)
        if 400 <= code < 500:
            raise smtplib.SMTPResponseException(code, reply)
        if not 200 <= code < 300:
            raise self._fatal("not-signed-in", f"does not accept the sign-in of {user}", hint, _reply_text(code, reply))

    def offer(self, message: OutgoingMessage) -> OfferResult:
        """Offer a message over the open connection, and return what became of it.

        The marking is checked first, against the envelope and the connection as they are. Raises DeliveryError
        (`sender-refused`) where the server accepts no message from this sender.
        """
        smtp = self._smtp
        if smtp is None:
            return OfferResult(DeliveryState.MISSED, "there is no connection")
        withdrawal = message.item.kind == "withdrawal"
        if reason := refusal_reason(
            message.marking, message.recipient, self._rules, self._channel, withdrawal=withdrawal
        ):
            return OfferResult(DeliveryState.WITHHELD, reason)
        if message.utf8 and not smtp.has_extn("smtputf8"):
            return OfferResult(DeliveryState.BOUNCED, "the server accepts only addresses in ASCII")
        try:
            self._allow(smtp, STEPS_TIMEOUT_FACTOR)
            if refused := self._send_envelope(smtp, message):
                return refused
            self._allow(smtp, CONTENT_TIMEOUT_FACTOR)
            smtp.send_content(double_dots(message.content))
            if smtp.has_spoken():
                # It closed the connection or refused in the middle. The dot was not sent, so nothing was accepted.
                code, reply = smtp.getreply()
                self.close()
                return self._refused(smtp, code, reply)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            text = f"before the message was handed over: {_error_text(error)}"
            return OfferResult(DeliveryState.MISSED, self._one_line(text))
        return self._send_final_dot(smtp)

    def _send_envelope(self, smtp: Dialogue, message: OutgoingMessage) -> OfferResult | None:
        """Send sender and recipient, and ask to send the message; return None where the server waits for it."""
        options = [f"size={len(message.content)}"] if smtp.has_extn("size") else []
        options += ["SMTPUTF8", "BODY=8BITMIME"] if message.utf8 else []
        code, reply = smtp.mail(message.sender, options)
        if not 200 <= code < 300:
            # A refusal of the sender concerns every message; a refusal of the size, only this one.
            return self._refused(smtp, code, reply, every_message=code not in (523, 534, 552))
        code, reply = smtp.rcpt(message.recipient.address)
        if not 200 <= code < 300:
            return self._refused(smtp, code, reply, every_message=code in (530, 535))
        code, reply = smtp.docmd("DATA")
        return None if code == 354 else self._refused(smtp, code, reply)

    def _refused(self, smtp: Dialogue, code: int, reply: bytes, *, every_message: bool = False) -> OfferResult:
        """Return the result of a refusal, with the connection reset for the next message, or closed."""
        text = _reply_text(code, reply)
        if every_message and 500 <= code < 600:
            what = f"accepts no message from {self.server.sender.address}"
            raise self._fatal("sender-refused", what, "check from and user in [mail]", text)
        if self.is_open and (code == 421 or not 400 <= code < 600 or not self._reset(smtp)):
            self.close()
        state = DeliveryState.BOUNCED if 500 <= code < 600 else DeliveryState.MISSED
        return OfferResult(state, self._one_line(text))

    def _send_final_dot(self, smtp: Dialogue) -> OfferResult:
        """Send the final dot and wait for the reply; without one it is uncertain whether the message was accepted."""
        try:
            self._allow(smtp, FINAL_TIMEOUT_FACTOR, final=True)
            smtp.send_content(b".\r\n")
            code, reply = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            text = f"no reply after the message: {_error_text(error)}"
            return OfferResult(DeliveryState.UNCERTAIN, self._one_line(text))
        text = self._one_line(_reply_text(code, reply))
        if 200 <= code < 300:
            return OfferResult(DeliveryState.SENT, text)
        if 400 <= code < 600:
            return self._refused(smtp, code, reply)
        self.close()
        return OfferResult(DeliveryState.UNCERTAIN, f"not a valid reply: {text}")

    def close(self) -> None:
        """Send QUIT and close; ignore errors."""
        smtp, self._smtp = self._smtp, None
        if smtp:
            with suppress(OSError, smtplib.SMTPException):
                self._allow(smtp, min(1, 5 / self.server.timeout_seconds))
                smtp.quit()
            smtp.close()

    def _reset(self, smtp: Dialogue) -> bool:
        """Cancel a message that was refused; return whether the next one can be offered over this connection."""
        try:
            self._allow(smtp)
            return smtp.rset()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _fatal(self, code: str, what: str, hint: str, cause: str = "") -> DeliveryError:
        """Return an error that ends the run, because it would be the same for every message."""
        detail = f": {self._one_line(cause)}" if cause else ""
        return DeliveryError(Problem(code, f"{self.server.host}:{self.server.port} {what}{detail}", hint=hint))

    def _one_line(self, text: str) -> str:
        """Return a server's text on one printable line, without the password in case the server repeated it."""
        if self._password:
            value, user = self._password.reveal(), self.server.user
            # The longest first: replacing a shorter secret inside a longer one would leave the rest of the longer one visible.
            for secret in (_base64(f"{user}\0{user}\0{value}"), _base64(f"\0{user}\0{value}"), _base64(value), value):
                text = text.replace(secret, "…")
        return printable_line(" ".join(text.split()))


def double_dots(content: bytes) -> bytes:
    """Return a message as it is transmitted: a second dot before each line that begins with one; without the final dot."""
    return re.sub(rb"(?m)^\.", b"..", content)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _channel_of(smtp: Dialogue) -> Channel:
    if not smtp.sock:
        raise smtplib.SMTPServerDisconnected("the connection was lost")
    peer = smtp.sock.getpeername()
    # A socket of another family (AF_UNIX) has no address, and counts as remote.
    loopback = isinstance(peer, tuple) and ip_address(str(peer[0]).partition("%")[0]).is_loopback
    return Channel(encrypted=isinstance(smtp.sock, ssl.SSLSocket), loopback=loopback)


def _error_text(error: Exception) -> str:
    """Return a short text for an exception."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply_text(error.smtp_code, error.smtp_error)
    return (str(error) if isinstance(error, smtplib.SMTPException) else reason_of(error)) or type(error).__name__


def _reply_text(code: int, reply: bytes | str) -> str:
    return f"{code} {reply.decode('utf-8', 'replace') if isinstance(reply, bytes) else reply}"
