"""Two mail servers on this machine: one works (aiosmtpd, with TLS and passwords), one breaks connections at given stages."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "desk", "correct horse é battery"


@dataclass
class ServerLog:
    """What a server received: each accepted message with the recipient of its envelope, and the number of connections."""

    accepted: list[tuple[str, bytes]] = field(default_factory=list)
    senders: set[str] = field(default_factory=set)
    connections: int = 0
    encrypted: list[bool] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """The number of accepted messages by recipient."""
        return Counter(address for address, _ in self.accepted)


class _Handler:
    """Accepts every message, unless `refuse` returns another reply for a sender, a recipient, or the message to one."""

    def __init__(self, log: ServerLog, refuse: Callable[[str, str], str]) -> None:
        self._log, self._refuse = log, refuse

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self._refuse("mail", address):
            return reply
        envelope.mail_from = address
        return "250 ok"

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self._refuse("rcpt", address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        if reply := self._refuse("data", address):
            return reply
        content = envelope.original_content or b""
        self._log.accepted.append((address, content))
        self._log.senders.add(envelope.mail_from or "")
        encrypted = server.transport.get_extra_info("ssl_object") if server.transport else None
        self._log.encrypted.append(encrypted is not None)
        return "250 accepted"


@contextmanager
def working_server(
    context: ssl.SSLContext | None = None,
    *,
    implicit: bool = False,
    authenticate: bool = False,
    utf8: bool = True,
    refuse: Callable[[str, str], str] = lambda stage, address: "",
) -> Iterator[tuple[int, ServerLog]]:
    """Run a working server on a port of 127.0.0.1: with STARTTLS required where it has a context, else unencrypted."""
    log = ServerLog()

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        # A careless server, which repeats what it was sent.
        return AuthResult(success=good, handled=good, message=None if good else f"535 no: {data!r}")

    def factory() -> SMTP:
        log.connections += 1
        with warnings.catch_warnings():
            # aiosmtpd warns where TLS was started by the socket and not by itself.
            warnings.simplefilter("ignore")
            return smtp()

    def smtp() -> SMTP:
        return SMTP(
            _Handler(log, refuse),
            enable_SMTPUTF8=utf8,
            tls_context=None if implicit else context,
            require_starttls=bool(context) and not implicit,
            authenticator=check if authenticate else None,
            auth_required=authenticate,
            auth_require_tls=not implicit,
            ident="test",
            hostname="localhost",
        )

    loop = asyncio.new_event_loop()
    listening = loop.run_until_complete(loop.create_server(factory, "127.0.0.1", 0, ssl=context if implicit else None))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield listening.sockets[0].getsockname()[1], log
    finally:
        asyncio.run_coroutine_threadsafe(_end(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


async def _end(listening: asyncio.Server) -> None:
    listening.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


STAGES = ("connect", "ehlo", "mail", "rcpt", "data", "body", "dot", "accepted", "answered")
"""Where a connection may break: before the greeting, after each command, within the body, after the final dot without or with
accepting the message, and after the reply."""


class BreakingServer:
    """An unencrypted server with one thread per connection, which closes the connection where `breaks(stage)` is true."""

    def __init__(self, breaks: Callable[[str], bool]) -> None:
        self.log, self._breaks, self._lock = ServerLog(), breaks, threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._main = threading.Thread(target=self._accept)
        self._main.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._main.join()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.log.connections += 1
            thread = threading.Thread(target=self._serve, args=[connection])
            self._threads = [*(one for one in self._threads if one.is_alive()), thread]
            thread.start()

    def _breaks_at(self, stage: str) -> bool:
        with self._lock:
            return self._breaks(stage)

    def _serve(self, connection: socket.socket) -> None:
        # The connection is cut without QUIT.
        with connection, contextlib.suppress(OSError), connection.makefile("rb") as reading:
            connection.settimeout(30)
            self._talk(connection, reading)

    def _talk(self, connection: socket.socket, reading: Any) -> None:
        if self._breaks_at("connect"):
            return
        connection.sendall(b"220 test\r\n")
        address = ""
        while line := reading.readline():
            word = line.split(b" ")[0].split(b":")[0].strip().lower().decode()
            if word in STAGES and self._breaks_at(word):
                return
            if word == "ehlo":
                connection.sendall(b"250-test\r\n250 8BITMIME\r\n")
            elif word == "rcpt":
                address = line.split(b"<")[1].split(b">")[0].decode()
                connection.sendall(b"250 ok\r\n")
            elif word == "data":
                connection.sendall(b"354 go on\r\n")
                if not self._take(connection, reading, address):
                    return
            elif word == "quit":
                connection.sendall(b"221 bye\r\n")
                return
            else:
                connection.sendall(b"250 ok\r\n")

    def _take(self, connection: socket.socket, reading: Any, address: str) -> bool:
        breaking, lines = self._breaks_at("body"), []
        while (line := reading.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
            if breaking and len(lines) == 20:
                return False
        if self._breaks_at("dot"):
            return False
        with self._lock:
            self.log.accepted.append((address, b"".join(lines)))
        if self._breaks_at("accepted"):
            return False
        connection.sendall(b"250 accepted\r\n")
        return not self._breaks_at("answered")


@contextmanager
def breaking_server(breaks: Callable[[str], bool]) -> Iterator[BreakingServer]:
    """Run a `BreakingServer`."""
    server = BreakingServer(breaks)
    try:
        yield server
    finally:
        server.close()
