"""Servers that lie, flood, stall and forge: every dialogue ends in time, and nothing counts as sent that was not accepted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.mail.clearance import DEFAULT_RULES
from briefing.mail.dialogue import MAX_REPLY_BYTES
from briefing.mail.ledger import DeliveryState, Ledger
from briefing.mail.outgoing import OutgoingEdition
from briefing.mail.server import MailServer, Password
from briefing.mail.smtp import SmtpConnection
from briefing.problems import DeliveryError
from tests.mail.authority import Authority, make_authority
from tests.mail.hostile import HostileServer, Script, Talk, hostile_server
from tests.mail.sending import OUTGOING, mail_server, people, send

REPLY_S = 0.2
LONGEST_S = 30.0
"""Far more than any dialogue may take with this timeout, for a machine that is busy."""

STAGES = (b"connect", b"ehlo", b"mail", b"rcpt", b"data", b"dot")

ATTACKS: dict[str, Callable[[Talk], None]] = {
    "lines without end": lambda talk: talk.say_without_end(b"250-go on\r\n"),
    "a line without end": lambda talk: talk.say_without_end(b"250 " + b"x" * 60),
    "bytes without line ends": lambda talk: talk.say_without_end(b"\0"),
    "a byte now and then": lambda talk: talk.say_slowly(b"250-slow\r\n" * 1000),
    "silence": lambda talk: talk.be_silent(),
    "no digits": lambda talk: talk.say(b"abc what?\r\n"),
    "a negative code": lambda talk: talk.say(b"-25 ok\r\n"),
    "digits of another script": lambda talk: talk.say("٢٥٠ ok\r\n".encode()),
    "a code of four digits": lambda talk: talk.say(b"2500 ok\r\n"),
    "NUL and eight bits": lambda talk: talk.say(b"\0\xff\xfe250 ok\r\n"),
    "lines that disagree": lambda talk: talk.say(b"250-ok\r\n550 no\r\n"),
    "an empty line": lambda talk: talk.say(b"\r\n"),
    "a lost connection": lambda talk: talk.say(b"25"),
    "the end of service": lambda talk: talk.say(b"421 4.3.2 \x1b[31mclosing\r\n"),
}


def attack(name: str, stage: bytes) -> Script:
    def script(talk: Talk) -> None:
        talk.be_polite_until(stage)
        ATTACKS[name](talk)
        if name == "a lost connection":
            raise ConnectionError

    return script


def try_to_send(
    path: Path, server: HostileServer, outgoing: OutgoingEdition = OUTGOING
) -> tuple[DeliveryState, str, float]:
    """Send to one recipient; return the state and the text in the ledger, and how long it took."""
    began = time.monotonic()
    result = send(path, people(1), mail_server(server.port, retries=0, timeout_seconds=REPLY_S), outgoing=outgoing)
    took = time.monotonic() - began
    (answer,) = result.results.values()
    with Ledger(path) as ledger:
        records = ledger.records(OUTGOING.briefing.id)
    assert [record.state for record in records] in ([], [answer.state])
    text = f"{result.error or ''} {answer.text}"
    assert "\x1b" not in text
    assert len(text) < 1000
    return answer.state, text, took


@pytest.mark.parametrize("stage", STAGES, ids=bytes.decode)
@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_reply_at_each_stage(tmp_path: Path, name: str, stage: bytes) -> None:
    with hostile_server(attack(name, stage)) as server:
        state, text, took = try_to_send(tmp_path / "l.sqlite", server)
    assert took < LONGEST_S
    # What the buffers of the kernel take, and no more, however long the server goes on.
    assert server.said_bytes < 32_000_000
    temporary = name == "the end of service"
    assert state is (DeliveryState.UNCERTAIN if server.heard_dot and not temporary else DeliveryState.MISSED), text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["l.sqlite", "l.sqlite.lock"]


def test_a_reply_of_many_lines_is_read_up_to_the_bound(tmp_path: Path) -> None:
    def script(length: int) -> Script:
        def talk_at_length(talk: Talk) -> None:
            lines = b"220-" + b"x" * 506 + b"\r\n"
            talk.say(lines * (length // len(lines)))
            talk.be_polite_until(b"")

        return talk_at_length

    states = {}
    for length in (MAX_REPLY_BYTES // 2, MAX_REPLY_BYTES * 2):
        with hostile_server(script(length)) as server:
            connection = SmtpConnection(mail_server(server.port), None, DEFAULT_RULES)
            states[length] = attempt(connection)
    assert states[MAX_REPLY_BYTES // 2] == ""
    assert "more than 65,536 bytes" in states[MAX_REPLY_BYTES * 2]


def attempt(connection: SmtpConnection) -> str:
    """Open a connection; return the error, or nothing."""
    try:
        connection.open()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return ""


def test_a_reply_in_advance_is_not_taken_for_the_next_one(tmp_path: Path) -> None:
    """A refusal of the recipient would otherwise be read as that of the message, and `250` as its acceptance."""

    def script(talk: Talk) -> None:
        talk.be_polite_until(b"mail")
        talk.say(b"250 ok\r\n250 ok\r\n354 go on\r\n250 accepted\r\n")

    with hostile_server(script) as server:
        state, text, _ = try_to_send(tmp_path / "l.sqlite", server)
    assert state is DeliveryState.MISSED
    assert "spoke out of turn: 250 ok" in text
    assert not server.heard_dot


def test_a_reply_to_the_message_before_its_end_is_not_its_acceptance(tmp_path: Path) -> None:
    def script(talk: Talk) -> None:
        talk.be_polite_until(b"data")
        talk.say(b"354 go on\r\n250 accepted\r\n")

    with hostile_server(script) as server:
        state, _, _ = try_to_send(tmp_path / "l.sqlite", server)
    assert state is DeliveryState.MISSED
    assert not server.heard_dot


@pytest.mark.parametrize("flood", [b"250 ok\r\n", b"x"])
def test_a_server_that_talks_while_it_takes_nothing(tmp_path: Path, flood: bytes) -> None:
    def script(talk: Talk) -> None:
        talk.be_polite_until(b"data")
        talk.say(b"354 go on\r\n")
        talk.say_without_end(flood)

    large = replace(OUTGOING, pdf=bytes(3_500_000))
    with hostile_server(script) as server:
        state, _, took = try_to_send(tmp_path / "l.sqlite", server, large)
    assert state is DeliveryState.MISSED
    assert took < LONGEST_S


class Stalling:
    """Takes a little of a message now and then, so that no single write ever waits long."""

    def __call__(self, talk: Talk) -> None:
        talk.be_polite_until(b"data")
        talk.say(b"354 go on\r\n")
        while talk._connection.recv(20_000):
            talk._server.stop.wait(0.1)


def test_a_server_that_takes_the_message_far_too_slowly(tmp_path: Path) -> None:
    with hostile_server(Stalling()) as server:
        state, _, took = try_to_send(tmp_path / "l.sqlite", server, replace(OUTGOING, pdf=bytes(3_500_000)))
    assert state is DeliveryState.MISSED
    assert took < LONGEST_S


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def encrypted(server: HostileServer, authority: Authority, **changes: object) -> MailServer:
    return mail_server(
        server.port, security="starttls", ca=authority.certificate, user="desk", timeout_seconds=5, **changes
    )


def say_hello(talk: Talk, features: bytes = b"STARTTLS") -> None:
    talk.say(b"220 test\r\n")
    talk.hear()
    talk.say(b"250-test\r\n250 " + features + b"\r\n")
    talk.hear()


BEFORE_TLS: dict[str, tuple[bytes, str]] = {
    "a reply to the next command": (b"220 go\r\n250-test\r\n250 AUTH PLAIN\r\n", "no-tls"),
    "half a line": (b"220 go\r\n25", "no-tls"),
    "no TLS at all": (b"220 go\r\nplain text instead of a handshake\r\n" * 2, "no-tls"),
    "a temporary refusal": (b"454 4.7.0 not now\r\n", "ServerUnreachable"),
    "a final refusal": (b"501 5.5.4 never\r\n", "ServerUnreachable"),
    "another code": (b"250 as you like\r\n", "ServerUnreachable"),
}


@pytest.mark.parametrize("name", BEFORE_TLS)
def test_what_is_said_before_tls_is_not_believed(authority: Authority, name: str) -> None:
    reply, expected = BEFORE_TLS[name]
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        say_hello(talk)
        talk.say(reply)
        if expected == "no-tls":
            talk.start_tls(authority.server_context())
            heard.append(talk.hear())

    with hostile_server(script) as server:
        error = attempt(SmtpConnection(encrypted(server, authority), Password("hunter2"), DEFAULT_RULES))
    assert expected in error
    assert "hunter2" not in error
    assert not heard


@pytest.mark.parametrize("features", [b"8BITMIME", b"STARTTLSX", b"XSTARTTLS", b"AUTH STARTTLS", b"\xffSTARTTLS"])
def test_without_the_offer_of_starttls_nothing_more_is_said(authority: Authority, features: bytes) -> None:
    heard: list[bytes] = []

    def script(talk: Talk) -> None:
        talk.say(b"220 test\r\n")
        talk.hear()
        talk.say(b"250-test\r\n250 " + features + b"\r\n")
        heard.append(talk.hear())

    with hostile_server(script) as server:
        error = attempt(SmtpConnection(encrypted(server, authority), Password("hunter2"), DEFAULT_RULES))
    assert "no-tls" in error
    assert not heard


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("slowly", [True, False])
def test_a_handshake_that_never_ends(authority: Authority, security: str, slowly: bool) -> None:
    """A record of TLS that announces 16 kB, and then a byte now and then, or nothing."""

    def script(talk: Talk) -> None:
        if security == "starttls":
            say_hello(talk)
            talk.say(b"220 go\r\n")
        record = b"\x16\x03\x03\x40\x00" + b"\x02\x00\x3f\xfc" + bytes(16_000)
        talk.say_slowly(record) if slowly else talk.say(record[:9])

    began = time.monotonic()
    with hostile_server(script) as server:
        known = replace(encrypted(server, authority), timeout_seconds=1, security=security)  # type: ignore[arg-type]
        error = attempt(SmtpConnection(known, Password("hunter2"), DEFAULT_RULES))
    assert error
    assert "hunter2" not in error
    assert time.monotonic() - began < LONGEST_S


SIGN_IN: dict[str, tuple[bytes, tuple[bytes, ...]]] = {
    "a challenge to PLAIN": (b"AUTH PLAIN", (b"334 \r\n",) * 50),
    "challenges to LOGIN without end": (b"AUTH LOGIN", (b"334 VXNlcm5hbWU6\r\n",) * 50),
    "a challenge of 60 kB": (b"AUTH LOGIN", (b"334 " + b"QUFB" * 15_000 + b"\r\n",) * 50),
    "the password repeated": (b"AUTH PLAIN", (b"535 no: AGRlc2sAaHVudGVyMg== hunter2\r\n",)),
    "mechanisms nobody knows": (b"AUTH \xff\0 CRAM-MD5", ()),
    "no reply": (b"AUTH PLAIN", (b"",)),
}


@pytest.mark.parametrize("name", SIGN_IN)
def test_a_hostile_sign_in(authority: Authority, name: str) -> None:
    features, replies = SIGN_IN[name]

    def script(talk: Talk) -> None:
        say_hello(talk)
        talk.say(b"220 go\r\n")
        talk.start_tls(authority.server_context())
        talk.hear()
        talk.say(b"250-test\r\n250 " + features + b"\r\n")
        for reply in replies:
            talk.hear()
            talk.say(reply)

    began = time.monotonic()
    with hostile_server(script) as server:
        changes = {"timeout_seconds": 1} if name == "no reply" else {}
        known = replace(encrypted(server, authority), **changes)  # type: ignore[arg-type]
        error = attempt(SmtpConnection(known, Password("hunter2"), DEFAULT_RULES))
    assert error.startswith(("DeliveryError", "ServerUnreachable"))
    assert "hunter2" not in error
    assert "aHVudGVyMg" not in error
    assert time.monotonic() - began < LONGEST_S


@pytest.mark.parametrize("attack", ["lines without end", "a byte now and then", "silence"])
def test_a_hostile_server_over_tls(authority: Authority, attack: str) -> None:
    def script(talk: Talk) -> None:
        say_hello(talk)
        talk.say(b"220 go\r\n")
        talk.start_tls(authority.server_context())
        talk.hear()
        ATTACKS[attack](talk)

    began = time.monotonic()
    with hostile_server(script) as server:
        known = replace(encrypted(server, authority), timeout_seconds=1)
        error = attempt(SmtpConnection(known, Password("hunter2"), DEFAULT_RULES))
    assert error.startswith("ServerUnreachable")
    assert time.monotonic() - began < LONGEST_S
    assert server.said_bytes < 32_000_000


def test_a_file_without_certificates_is_no_fault_of_the_server(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with hostile_server(say_hello) as server:
        known = mail_server(server.port, security="starttls", ca=tmp_path / "ca.pem")
        with pytest.raises(DeliveryError, match=r"bad-certificate.*ca\.pem has no certificate"):
            SmtpConnection(known, None, DEFAULT_RULES).open()
