"""The connection: one connection to the mail server, over which one message after another is offered.

What matters is to know, whenever it breaks, on which side of the line it broke: before the last dot of a message is sent, no
server has taken it; after the server's answer, it is known whether it has. Only between the two is it uncertain (RFC 5321,
section 6.1 and 4.5.3.2.6). So the dot is sent by itself, after everything else has been handed over.
"""

from __future__ import annotations

import re
import select
import smtplib
import socket
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from briefing.mail.clearance import Channel, MarkingRules, refusal_reason
from briefing.mail.ledger import DeliveryState
from briefing.mail.outgoing import OutgoingMessage
from briefing.mail.server import MailServer, Password
from briefing.problems import DeliveryError, Problem, printable_line

FINAL = 10
"""How many times longer than for any other answer the server is waited for after the last dot; RFC 5321 asks for that."""


class ServerUnreachable(Exception):
    """There is no connection now; there may be one later."""


@dataclass(frozen=True)
class OfferResult:
    """What became of an offer: a state of the ledger, and the server's words or what else happened."""

    state: DeliveryState
    text: str


class SmtpConnection:
    """A connection that is opened when it is needed, and again when it was lost; close it at the end."""

    def __init__(self, server: MailServer, password: Password | None, rules: MarkingRules) -> None:
        self._server, self._password, self._rules = server, password, rules
        self._smtp: smtplib.SMTP | None = None
        self._channel = Channel(encrypted=False, loopback=False)

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._smtp is not None

    def open(self) -> None:
        """Connect, begin TLS, sign in; nothing where that is done. Raises ServerUnreachable where it may be tried again.

        Raises DeliveryError where it would be in vain: `bad-certificate`, `no-tls`, `not-signed-in`.
        """
        if self._smtp:
            return
        try:
            smtp = self._connect()
        except ssl.SSLCertVerificationError as error:
            hint = "name its authority with ca in [mail], or mend the host's name; this is never switched off"
            raise self._hopeless(
                "bad-certificate", f"cannot prove that it is {self._server.host}", error, hint
            ) from None
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
            raise ServerUnreachable(self._said(str(error))) from None
        except ssl.SSLError as error:
            raise self._hopeless(
                "no-tls", "TLS cannot be agreed on", error, "is it the port for this security?"
            ) from None
        except (OSError, smtplib.SMTPException) as error:
            raise ServerUnreachable(self._said(_words(error))) from None
        try:
            self._begin(smtp)
        except BaseException:
            smtp.close()
            raise
        self._smtp = smtp

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        # Our own name is not asked of the network: the sender's domain serves.
        name, wait = server.sender.domain, server.timeout_seconds
        if server.security != "tls":
            return smtplib.SMTP(server.host, server.port, name, wait)
        raw = socket.create_connection((server.host, server.port), wait)
        try:
            covered = self._context().wrap_socket(raw, server_hostname=server.host)
        except BaseException:
            raw.close()
            raise
        smtp = smtplib.SMTP(local_hostname=name, timeout=wait)
        smtp.sock = covered
        code, words = smtp.getreply()
        if code != 220:
            smtp.close()
            raise smtplib.SMTPConnectError(code, words)
        return smtp

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self._server.ca:
            context.load_verify_locations(self._server.ca)
        return context

    def _begin(self, smtp: smtplib.SMTP) -> None:
        """Greet, cover, sign in, and see what kind of connection it has become."""
        server = self._server
        try:
            if smtp.sock:
                # The last dot travels alone; without this it would wait for the other side's delayed acknowledgement.
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                if not smtp.has_extn("starttls"):
                    raise self._hopeless("no-tls", "does not offer STARTTLS", None, "is it the right port?")
                smtp.starttls(context=self._context())
                smtp.ehlo_or_helo_if_needed()
            self._channel = _channel(smtp)
            if self._password:
                self._sign_in(smtp, self._password)
        except ssl.SSLCertVerificationError as error:
            hint = "name its authority with ca in [mail], or mend the host's name; this is never switched off"
            raise self._hopeless("bad-certificate", f"cannot prove that it is {server.host}", error, hint) from None
        except (OSError, smtplib.SMTPException) as error:
            raise ServerUnreachable(self._said(_words(error))) from None

    def _sign_in(self, smtp: smtplib.SMTP, password: Password) -> None:
        if not self._channel.encrypted and not self._channel.loopback:
            raise self._hopeless("no-tls", "would be told a password in clear", None, "write security = starttls")
        hint = "look at user in [mail], and at the password"
        # Not smtplib's login: it takes ASCII alone, and its error would carry the password.
        offered = str(smtp.esmtp_features.get("auth", "")).upper().split()
        user, value = self._server.user, password.reveal()
        if "PLAIN" in offered:
            code, words = smtp.docmd("AUTH", "PLAIN " + _coded("\0".join(["", user, value])))
        elif "LOGIN" in offered:
            code, words = smtp.docmd("AUTH", f"LOGIN {_coded(user)}")
            if code == 334:
                code, words = smtp.docmd(_coded(value))
        else:
            raise self._hopeless("not-signed-in", "knows neither AUTH PLAIN nor LOGIN", None, hint)
        if 400 <= code < 500:
            raise smtplib.SMTPResponseException(code, words)
        if not 200 <= code < 300:
            what = f"does not let {user} in"
            raise self._hopeless("not-signed-in", what, f"{code} {_text(words)}", hint)

    def offer(self, message: OutgoingMessage) -> OfferResult:
        """Offer one message over the open connection, and say what became of it.

        The gate is asked first, about the very envelope and the very connection. Raises DeliveryError (`sender-refused`)
        where the server would take no message of ours.
        """
        smtp = self._smtp
        if smtp is None:
            return OfferResult(DeliveryState.MISSED, "there is no connection")
        if why := refusal_reason(message.marking, message.recipient, self._rules, self._channel):
            return OfferResult(DeliveryState.WITHHELD, why)
        if message.utf8 and not smtp.has_extn("smtputf8"):
            return OfferResult(DeliveryState.BOUNCED, "the server takes no addresses that are not ASCII")
        try:
            refused = self._envelope(smtp, message)
            if refused:
                return refused
            smtp.send(dotted(message.content))
            if _speaks(smtp):
                # It has hung up or refused in the middle: the dot is not sent, so nothing is taken.
                code, words = smtp.getreply()
                self.close()
                return self._refused(smtp, code, words)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return OfferResult(DeliveryState.MISSED, self._said(f"before the message was handed over: {_words(error)}"))
        return self._end(smtp)

    def _envelope(self, smtp: smtplib.SMTP, message: OutgoingMessage) -> OfferResult | None:
        """From whom, to whom, and may I: None where the server waits for the message."""
        options = [f"size={len(message.content)}"] if smtp.has_extn("size") else []
        options += ["SMTPUTF8", "BODY=8BITMIME"] if message.utf8 else []
        code, words = smtp.mail(message.sender, options)
        if not 200 <= code < 300:
            # What is said of the sender is true of every message; of its size, not.
            return self._refused(smtp, code, words, of_all=code not in (523, 534, 552))
        code, words = smtp.rcpt(message.recipient.address)
        if not 200 <= code < 300:
            return self._refused(smtp, code, words, of_all=code in (530, 535))
        code, words = smtp.docmd("DATA")
        return None if code == 354 else self._refused(smtp, code, words)

    def _refused(self, smtp: smtplib.SMTP, code: int, words: bytes, *, of_all: bool = False) -> OfferResult:
        """The answer to a refusal_reason, with the connection made ready for the next message, or given up."""
        if of_all and 500 <= code < 600:
            what = f"takes no message from {self._server.sender.address}"
            raise self._hopeless("sender-refused", what, f"{code} {_text(words)}", "look at from and user in [mail]")
        if self.is_open and (code == 421 or not 400 <= code < 600 or not _made_ready(smtp)):
            self.close()
        state = DeliveryState.BOUNCED if 500 <= code < 600 else DeliveryState.MISSED
        return OfferResult(state, self._said(f"{code} {_text(words)}"))

    def _end(self, smtp: smtplib.SMTP) -> OfferResult:
        """Send the last dot and wait for the answer; from here on, silence leaves it open whether it was taken."""
        try:
            if smtp.sock:
                smtp.sock.settimeout(self._server.timeout_seconds * FINAL)
            smtp.send(b".\r\n")
            code, words = smtp.getreply()
            if smtp.sock:
                smtp.sock.settimeout(self._server.timeout_seconds)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return OfferResult(DeliveryState.UNCERTAIN, self._said(f"no answer after the message: {_words(error)}"))
        said = self._said(f"{code} {_text(words)}")
        if 200 <= code < 300:
            return OfferResult(DeliveryState.SENT, said)
        if 400 <= code < 600:
            return self._refused(smtp, code, words)
        self.close()
        return OfferResult(DeliveryState.UNCERTAIN, f"an answer that is none: {said}")

    def close(self) -> None:
        """Take leave of the server, as far as it listens."""
        smtp, self._smtp = self._smtp, None
        if smtp:
            with suppress(OSError, smtplib.SMTPException):
                if smtp.sock:
                    smtp.sock.settimeout(min(5.0, self._server.timeout_seconds))
                    smtp.quit()
            smtp.close()

    def _hopeless(self, code: str, what: str, cause: object, hint: str) -> DeliveryError:
        server = self._server
        said = f": {self._said(_words(cause) if isinstance(cause, BaseException) else str(cause))}" if cause else ""
        return DeliveryError(Problem(code, f"{server.host}:{server.port} {what}{said}", hint=hint))

    def _said(self, words: str) -> str:
        """A server's words on one line, without the password, should it have repeated it."""
        if self._password:
            value = self._password.reveal()
            user = self._server.user
            # The longest first: a short one within it must not spoil it for the search, and leave the rest standing.
            for secret in (_coded(f"{user}\0{user}\0{value}"), _coded(f"\0{user}\0{value}"), _coded(value), value):
                words = words.replace(secret, "…")
        return printable_line(" ".join(words.split()))


def _speaks(smtp: smtplib.SMTP) -> bool:
    """Whether the server has said something, or hung up, without being asked."""
    return bool(smtp.sock and select.select([smtp.sock], [], [], 0)[0])


def _made_ready(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode()


def _channel(smtp: smtplib.SMTP) -> Channel:
    if not smtp.sock:
        raise smtplib.SMTPServerDisconnected("the connection was lost")
    peer = smtp.sock.getpeername()
    # A socket of another family (AF_UNIX) has no address, and is none of ours.
    loopback = isinstance(peer, tuple) and ip_address(str(peer[0]).partition("%")[0]).is_loopback
    return Channel(encrypted=isinstance(smtp.sock, ssl.SSLSocket), loopback=loopback)


def _words(error: BaseException) -> str:
    """What an error says, without Python's manners."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, OSError) and error.strerror and not isinstance(error, smtplib.SMTPException):
        return error.strerror.lower()
    return str(error) or type(error).__name__


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def dotted(content: bytes) -> bytes:
    """A message as it goes over the connection, a dot before each line that begins with one; the last dot is not in it."""
    return re.sub(rb"(?m)^\.", b"..", content)
