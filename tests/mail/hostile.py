"""A mail server that is polite up to a point of the dialogue, and hostile from there on."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import repeat

POLITE = {
    b"ehlo": b"250-test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n",
    b"auth": b"235 welcome\r\n",
    b"data": b"354 go on\r\n",
    b"quit": b"221 bye\r\n",
}
"""The replies to commands; others get `250 ok`, and the greeting is `220 test`."""


class Talk:
    """One connection, as a script sees it. Every method raises OSError once the client has gone."""

    def __init__(self, connection: socket.socket, server: HostileServer) -> None:
        self._connection, self._server = connection, server
        self._reading = connection.makefile("rb")

    def say(self, text: bytes) -> None:
        """Send a text at once."""
        self._connection.sendall(text)
        self._server.said_bytes += len(text)

    def say_slowly(self, text: bytes) -> None:
        """Send a text byte by byte, with a pause after each that is far shorter than any timeout."""
        for byte in text:
            self.say(bytes([byte]))
            self._server.stop.wait(0.02)

    def say_without_end(self, text: bytes) -> None:
        """Send a text again and again."""
        for block in repeat(text * (65_536 // len(text))):
            self.say(block)

    def be_silent(self) -> None:
        """Say nothing until the client goes."""
        while self._connection.recv(65_536):
            pass

    def hear(self) -> bytes:
        """Read a line, and note the final dot of a message."""
        line = self._reading.readline()
        if not line:
            raise ConnectionError
        self._server.heard_dot |= line == b".\r\n"
        return line

    def be_polite_until(self, stage: bytes) -> None:
        """Hold the dialogue up to the moment of replying at a stage: `connect`, a command, or `dot`."""
        if stage == b"connect":
            return
        self.say(b"220 test\r\n")
        while (word := self.hear().split()[0].lower()) != stage:
            self.say(POLITE.get(word, b"250 ok\r\n"))
            if word == b"data":
                while self.hear() != b".\r\n":
                    pass
                if stage == b"dot":
                    return
                self.say(b"250 accepted\r\n")

    def close(self) -> None:
        """Close the connection, and what reads from it."""
        self._reading.close()
        self._connection.close()

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Continue encrypted."""
        self._reading.close()
        self._connection = context.wrap_socket(self._connection, server_side=True)
        self._reading = self._connection.makefile("rb")


Script = Callable[[Talk], None]


class HostileServer:
    """A server that plays a script on every connection; `said_bytes` counts what it could send."""

    def __init__(self, script: Script) -> None:
        self.stop, self.said_bytes, self.heard_dot, self.connections = threading.Event(), 0, False, 0
        self._script = script
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._main = threading.Thread(target=self._accept)
        self._main.start()

    def close(self) -> None:
        self.stop.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._main.join(30)
        assert not self._main.is_alive()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            # An error of the connection, TLS included: the client has gone.
            connection.settimeout(20)
            talk = Talk(connection, self)
            with contextlib.suppress(OSError), contextlib.closing(talk):
                self._script(talk)
                talk.be_silent()


@contextmanager
def hostile_server(script: Script) -> Iterator[HostileServer]:
    """Run a `HostileServer`."""
    server = HostileServer(script)
    try:
        yield server
    finally:
        server.close()
