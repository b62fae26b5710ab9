"""A dialogue with a mail server that is not trusted: the length of a reply and the time of each step are bounded.

smtplib bounds the length of a line and the time of a read, but neither the number of lines nor the time of a whole reply: it
listens for ever to a server that sends `220-` without end, or a byte a second.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time

from briefing.problems import reason_of

MAX_REPLY_BYTES = 65_536
"""Of a whole reply, all its lines together; RFC 5321, section 4.5.3.1.5, allows 512 octets a line."""
BLOCK_BYTES = 65_536
"""A message is sent in blocks, each of which has the time of a reply."""

_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)


class Dialogue(smtplib.SMTP):
    """An SMTP connection on which every step ends in time.

    A reply must be whole, and a block of a message taken, within `reply_s` seconds; all that is done until the next `allow`
    must be within its `total_s`. With a `context` the connection begins with TLS.
    """

    def __init__(
        self,
        host: str,
        port: int,
        own_name: str,
        *,
        reply_s: float,
        total_s: float,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._received = bytearray()
        self._context = context
        self.allow(total_s, reply_s)
        super().__init__(host, port, own_name, reply_s)

    def allow(self, total_s: float, reply_s: float) -> None:
        """Give all that follows `total_s` seconds, and each reply in it `reply_s`."""
        self._ends_s, self._reply_s = time.monotonic() + total_s, reply_s

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect; smtplib calls it, and has its own class for TLS override it in the same way."""
        connected = socket.create_connection((host, port), timeout)
        return self._context.wrap_socket(connected, server_hostname=host) if self._context else connected

    @property
    def has_unread(self) -> bool:
        """Whether something was received that no reply has used; what precedes the start of TLS may be forged."""
        return bool(self._received)

    def has_spoken(self) -> bool:
        """Tell whether the server has sent something, or closed the connection, without being asked."""
        if self._received or not self.sock:
            return True
        try:
            # Select would also report what TLS itself sends, such as session tickets.
            self.sock.settimeout(0)
            self._received += self.sock.recv(MAX_REPLY_BYTES)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True

    def putcmd(self, cmd: str, args: str = "") -> None:
        """Send a command. Raises SMTPServerDisconnected where the server has spoken unasked.

        What it said would be taken for the reply to this command, and each reply for that to the next.
        """
        if self.sock and self.has_spoken():
            code, text = self.getreply()
            raise self._lost(f"it spoke out of turn: {code} {text.decode('utf-8', 'replace')}")
        self._set_timeout(time.monotonic() + self._reply_s)
        super().putcmd(cmd, args)

    def send_content(self, content: bytes) -> None:
        """Send a part of a message in blocks. Raises SMTPServerDisconnected where the server does not take one in time."""
        for start in range(0, len(content), BLOCK_BYTES):
            self._set_timeout(time.monotonic() + self._reply_s)
            self.send(content[start : start + BLOCK_BYTES])

    def getreply(self) -> tuple[int, bytes]:
        """Return the code and the text of a reply; the code is -1 where it is not a reply of SMTP.

        Raises SMTPServerDisconnected, with the connection closed, where it is too long, too slow or cut off.
        """
        until_s, room = time.monotonic() + self._reply_s, MAX_REPLY_BYTES
        texts: list[bytes] = []
        codes: set[bytes] = set()
        while True:
            line = self._read_line(until_s, room)
            room -= len(line)
            match = _LINE.fullmatch(line.rstrip(b"\r\n"))
            texts.append((match[3] or b"").strip(b" \t") if match else line.strip())
            if not match:
                return -1, b"\n".join(texts)
            codes.add(match[1])
            if match[2] != b"-":
                self._set_timeout(time.monotonic() + self._reply_s)
                # All lines of a reply have the same code (RFC 5321, section 4.2.1).
                return int(match[1]) if len(codes) == 1 else -1, b"\n".join(texts)

    def _read_line(self, until_s: float, room: int) -> bytes:
        searched = 0
        while (end := self._received.find(b"\n", searched)) < 0:
            searched = len(self._received)
            if searched >= room:
                break
            self._set_timeout(until_s)
            self._receive()
        if not 0 <= end < room:
            raise self._lost(f"its reply has more than {MAX_REPLY_BYTES:,} bytes")
        line = bytes(self._received[: end + 1])
        del self._received[: end + 1]
        return line

    def _receive(self) -> None:
        try:
            found = self.sock.recv(8192) if self.sock else b""
        except TimeoutError:
            raise self._too_slow() from None
        except OSError as error:
            raise self._lost(reason_of(error)) from None
        if not found:
            raise self._lost("it closed the connection")
        self._received += found

    def _set_timeout(self, until_s: float) -> None:
        """Let the next operation of the socket wait until a time (`time.monotonic`), or the end of what is allowed."""
        left_s = min(until_s, self._ends_s) - time.monotonic()
        if left_s <= 0:
            raise self._too_slow()
        if self.sock:
            self.sock.settimeout(left_s)

    def _too_slow(self) -> smtplib.SMTPServerDisconnected:
        return self._lost("it does not reply in time")

    def _lost(self, what: str) -> smtplib.SMTPServerDisconnected:
        """Close the connection, and return the error that says why."""
        self.close()
        return smtplib.SMTPServerDisconnected(what)
