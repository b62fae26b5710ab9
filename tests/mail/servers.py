"""Two mail servers on this machine: one that behaves (aiosmtpd, with TLS and passwords), one that breaks off where told."""

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
class Record:
    """What a server took: each message with the recipient of its envelope, and how often it was connected to."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    senders: set[str] = field(default_factory=set)
    connections: int = 0
    covered: list[bool] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many messages each recipient was taken for."""
        return Counter(address for address, _ in self.taken)


class _Handler:
    """Takes every message; `refuse` gives another answer than 250 for a recipient, or for the message to one."""

    def __init__(self, record: Record, refuse: Callable[[str, str], str]) -> None:
        self._record, self._refuse = record, refuse

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if said := self._refuse("rcpt", address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        if said := self._refuse("data", address):
            return said
        content = envelope.original_content or b""
        self._record.taken.append((address, content))
        self._record.senders.add(envelope.mail_from or "")
        covered = server.transport.get_extra_info("ssl_object") if server.transport else None
        self._record.covered.append(covered is not None)
        return "250 taken"


@contextmanager
def good_server(
    context: ssl.SSLContext | None = None,
    *,
    implicit: bool = False,
    authenticate: bool = False,
    utf8: bool = True,
    refuse: Callable[[str, str], str] = lambda stage, address: "",
) -> Iterator[tuple[int, Record]]:
    """A server that behaves, on a port of 127.0.0.1: with STARTTLS required where it has a context, else in clear."""
    record = Record()

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        # A server that talks too much: what it is told, it tells back.
        return AuthResult(success=good, handled=good, message=None if good else f"535 no: {data!r}")

    def factory() -> SMTP:
        record.connections += 1
        with warnings.catch_warnings():
            # It knows only of the TLS that it begins itself, and warns where the socket has it already.
            warnings.simplefilter("ignore")
            return smtp()

    def smtp() -> SMTP:
        return SMTP(
            _Handler(record, refuse),
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
        yield listening.sockets[0].getsockname()[1], record
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


STAGES = ("connect", "ehlo", "mail", "rcpt", "data", "body", "dot", "taken", "answered")
"""Where a connection may break: before the greeting, after each command, in mid-body, after the last dot with the message not
taken, or taken but not said so, and after the answer."""


class BreakingServer:
    """A server of one thread a connection, in clear, that asks `breaks(stage)` before it goes on, and hangs up where told."""

    def __init__(self, breaks: Callable[[str], bool]) -> None:
        self.record, self._breaks, self._lock = Record(), breaks, threading.Lock()
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
            self.record.connections += 1
            thread = threading.Thread(target=self._serve, args=[connection])
            self._threads = [*(one for one in self._threads if one.is_alive()), thread]
            thread.start()

    def _breaks_at(self, stage: str) -> bool:
        with self._lock:
            return self._breaks(stage)

    def _serve(self, connection: socket.socket) -> None:
        # What is cut off is reset, not closed with good manners.
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
            self.record.taken.append((address, b"".join(lines)))
        if self._breaks_at("taken"):
            return False
        connection.sendall(b"250 taken\r\n")
        return not self._breaks_at("answered")


@contextmanager
def breaking_server(breaks: Callable[[str], bool]) -> Iterator[BreakingServer]:
    """A `BreakingServer` for as long as it is needed."""
    server = BreakingServer(breaks)
    try:
        yield server
    finally:
        server.close()
