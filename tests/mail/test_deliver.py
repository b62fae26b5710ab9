"""Sending to a real server on this machine: encrypted, signed in, once per recipient, and never without clearance."""

from __future__ import annotations

import io
import threading
import time
import traceback
from contextlib import redirect_stderr
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.mail.clearance import DEFAULT_RULES, refusal_reason
from briefing.mail.deliver import SendResult, plan_sending, record_refusals, send_messages
from briefing.mail.ledger import DeliveryState, Ledger
from briefing.mail.message import MessageWriter
from briefing.mail.outgoing import DeliveryItem, OutgoingEdition
from briefing.mail.recipients import MailboxKind, Recipient
from briefing.mail.server import MailServer, Password
from briefing.mail.smtp import OfferResult, SmtpConnection, double_dots
from briefing.model.markings import MARKINGS
from tests.mail.authority import Authority, make_authority
from tests.mail.lint import lint
from tests.mail.sending import BRIEFING, OUTGOING, mail_server, people, send
from tests.mail.servers import PASSWORD, USER, working_server


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def run(
    path: Path, to: tuple[Recipient, ...], server: MailServer, password: str = "", outgoing: OutgoingEdition = OUTGOING
) -> SendResult:
    writer = MessageWriter(outgoing, server.sender)
    with Ledger(path) as ledger, ledger.lock_for_sending():
        plan = plan_sending(
            outgoing.item, outgoing.marking, to, ledger.states(outgoing.item), DEFAULT_RULES, server.channel
        )
        connection = SmtpConnection(server, Password(password) if password else None, DEFAULT_RULES)
        return send_messages(plan, writer.write, connection, ledger, threading.Event(), lambda _: None)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_each_recipient_gets_exactly_one_message_over_one_encrypted_connection(
    tmp_path: Path, authority: Authority, security: str
) -> None:
    everyone = people(25)
    with working_server(authority.server_context(), implicit=security == "tls", authenticate=True) as (port, log):
        server = mail_server(port, security=security, ca=authority.certificate, user=USER)
        result = run(tmp_path / "l.sqlite", everyone, server, PASSWORD)
        again = run(tmp_path / "l.sqlite", everyone, server, PASSWORD)
    assert result.all_sent
    assert len(result.in_state(DeliveryState.SENT)) == 25
    assert again.results == {}
    assert log.counts == {one.address: 1 for one in everyone}
    assert log.connections == 1
    assert all(log.encrypted)
    assert log.senders == {"desk@ministry.example"}
    for address, content in log.accepted:
        assert lint(content) == []
        message = message_from_bytes(content, policy=default)
        assert [one.addr_spec for one in message["To"].addresses] == [address]
        assert message["X-Protective-Marking"] == "TLP:GREEN"


def test_the_server_receives_the_message_unchanged(tmp_path: Path) -> None:
    dots = BRIEFING.model_copy(update={"bottom_line": ".\n.. a dot", "title": ". dot"})
    with working_server() as (port, log):
        run(tmp_path / "l.sqlite", people(1), mail_server(port), outgoing=replace(OUTGOING, briefing=dots))
        with Ledger(tmp_path / "l.sqlite") as ledger:
            (record,) = ledger.records("harbour-2024")
    ((_, content),) = log.accepted
    assert message_from_bytes(content, policy=default)["Message-ID"] == record.message_id
    (pdf,) = message_from_bytes(content, policy=default).iter_attachments()
    assert pdf.get_content() == OUTGOING.pdf


@pytest.mark.parametrize("name", ["other", "old"])
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_invalid_certificate_ends_the_run(tmp_path: Path, authority: Authority, security: str, name: str) -> None:
    with working_server(authority.server_context(name), implicit=security == "tls") as (port, log):
        server = mail_server(port, security=security, ca=authority.certificate)
        result = run(tmp_path / "l.sqlite", people(2), server)
    assert result.error is not None
    assert "bad-certificate" in str(result.error)
    assert [answer.state for answer in result.results.values()] == [DeliveryState.MISSED] * 2
    assert log.accepted == []


def test_an_unknown_certificate_authority_ends_the_run(tmp_path: Path, authority: Authority) -> None:
    with working_server(authority.server_context()) as (port, log):
        result = run(tmp_path / "l.sqlite", people(1), mail_server(port, security="starttls"))
    assert "bad-certificate" in str(result.error)
    assert log.accepted == []


def test_a_server_without_starttls_gets_nothing(tmp_path: Path, authority: Authority) -> None:
    with working_server() as (port, log):
        server = mail_server(port, security="starttls", ca=authority.certificate, user=USER)
        result = run(tmp_path / "l.sqlite", people(1), server, PASSWORD)
    assert "no-tls" in str(result.error)
    assert log.accepted == []


def test_tls_to_a_port_without_tls_ends_the_run(tmp_path: Path, authority: Authority) -> None:
    with working_server() as (port, _):
        result = run(tmp_path / "l.sqlite", people(1), mail_server(port, security="tls", ca=authority.certificate))
    assert "no-tls" in str(result.error)


def test_a_wrong_password_ends_the_run_and_is_never_shown(
    tmp_path: Path, authority: Authority, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "hunter2 is not it é"
    with working_server(authority.server_context(), authenticate=True) as (port, log):
        server = mail_server(port, security="starttls", ca=authority.certificate, user=USER)
        result = run(tmp_path / "l.sqlite", people(1), server, secret)
    assert result.error is not None
    assert "not-signed-in" in str(result.error)
    printed = io.StringIO()
    with redirect_stderr(printed):
        traceback.print_exception(result.error)
    written = capfd.readouterr()
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for shown in (str(result.error), printed.getvalue(), written.out, written.err, stored.decode("latin-1")):
        assert "hunter2" not in shown
    assert log.accepted == []


def test_only_temporary_refusals_are_tried_again(tmp_path: Path) -> None:
    tried: list[str] = []

    def refuse(stage: str, address: str) -> str:
        tried.append(f"{stage} {address.partition('@')[0]}")
        if address.startswith("person1@") and stage == "rcpt":
            return "550 5.1.1 no such mailbox"
        if address.startswith("person2@") and stage == "data":
            return "554 5.7.1 not wanted"
        if address.startswith("person3@") and stage == "rcpt" and tried.count("rcpt person3") < 3:
            return "451 4.7.1 come back later"
        return "452 4.2.2 full" if address.startswith("person4@") and stage == "data" else ""

    with working_server(refuse=refuse) as (port, log):
        result = run(tmp_path / "l.sqlite", people(6), mail_server(port, retries=3))
    assert {one.name for one, _ in result.in_state(DeliveryState.SENT)} == {"Person 0", "Person 3", "Person 5"}
    assert {(one.name, text) for one, text in result.in_state(DeliveryState.BOUNCED)} == {
        ("Person 1", "550 5.1.1 no such mailbox"),
        ("Person 2", "554 5.7.1 not wanted"),
    }
    assert [(one.name, text) for one, text in result.in_state(DeliveryState.MISSED)] == [("Person 4", "452 4.2.2 full")]
    assert (tried.count("rcpt person1"), tried.count("data person2"), tried.count("data person4")) == (1, 1, 4)
    assert set(log.counts) == {f"person{n}@ministry.example" for n in (0, 3, 5)}
    with Ledger(tmp_path / "l.sqlite") as ledger:
        states = {record.recipient.name: (record.state, record.attempts) for record in ledger.records("harbour-2024")}
    assert states["Person 3"] == (DeliveryState.SENT, 3)
    assert states["Person 4"] == (DeliveryState.MISSED, 4)
    assert states["Person 1"] == (DeliveryState.BOUNCED, 1)


def test_the_pause_doubles_with_each_retry(tmp_path: Path) -> None:
    progress: list[str] = []
    server = mail_server(1, retries=3, pause_seconds=0.01)
    writer = MessageWriter(OUTGOING, server.sender)
    with Ledger(tmp_path / "l.sqlite") as ledger, ledger.lock_for_sending():
        plan = plan_sending(OUTGOING.item, "TLP:GREEN", people(2), {}, DEFAULT_RULES, server.channel)
        connection = SmtpConnection(server, None, DEFAULT_RULES)
        pauses: list[float] = []

        class Stop(threading.Event):
            def wait(self, timeout: float | None = None) -> bool:
                pauses.append(timeout or 0)
                return False

        result = send_messages(plan, writer.write, connection, ledger, Stop(), progress.append)
        assert ledger.records("harbour-2024") == []
    assert pauses == [0.01, 0.02, 0.04]
    assert [answer.state for answer in result.results.values()] == [DeliveryState.MISSED] * 2
    assert all("connection refused" in answer.text for answer in result.results.values())
    assert "2 could not be reached" in progress[0]


def test_a_refused_sender_ends_the_run(tmp_path: Path) -> None:
    with working_server(refuse=lambda stage, address: "550 5.7.1 not you" if stage == "mail" else "") as (port, log):
        result = run(tmp_path / "l.sqlite", people(2), mail_server(port))
    assert result.error is not None
    assert "sender-refused" in str(result.error)
    assert "not you" in str(result.error)
    assert [answer.state for answer in result.results.values()] == [DeliveryState.MISSED] * 2
    assert log.accepted == []


def test_ctrl_c_stops_between_messages_and_the_next_run_sends_the_rest(tmp_path: Path) -> None:
    stop = threading.Event()

    def refuse(stage: str, address: str) -> str:
        if address.startswith("person4@") and stage == "data":
            stop.set()
        return ""

    with working_server(refuse=refuse) as (port, log):
        first = send(tmp_path / "l.sqlite", people(10), mail_server(port), stop=stop)
        assert len(first.in_state(DeliveryState.SENT)) == 5
        assert [text for _, text in first.in_state(DeliveryState.MISSED)] == ["stopped before it was tried"] * 5
        assert send(tmp_path / "l.sqlite", people(10), mail_server(port)).all_sent
    assert log.counts == {one.address: 1 for one in people(10)}


def test_messages_are_sent_no_faster_than_the_rate(tmp_path: Path) -> None:
    with working_server() as (port, _):
        began = time.monotonic()
        send(tmp_path / "l.sqlite", people(6), mail_server(port, per_minute=600))
        took = time.monotonic() - began
    # Five gaps of a tenth of a second; a busy machine may take longer.
    assert took >= 0.5


def test_an_international_address_needs_a_server_with_smtputf8(tmp_path: Path) -> None:
    one = Recipient("用户", "用户@xn--fsqu00a.example", ("TLP:AMBER",))
    with working_server(utf8=False) as (port, log):
        result = send(tmp_path / "a.sqlite", (one,), mail_server(port))
        assert [text for _, text in result.in_state(DeliveryState.BOUNCED)] == [
            "the server accepts only addresses in ASCII"
        ]
        assert log.accepted == []
    with working_server(utf8=True) as (port, log):
        assert send(tmp_path / "b.sqlite", (one, *people(1)), mail_server(port)).all_sent
        assert log.counts == {one.address: 1, "person0@ministry.example": 1}


def test_a_message_too_large_for_the_server_bounces(tmp_path: Path) -> None:
    with working_server() as (port, log):
        server = mail_server(port)
        connection = SmtpConnection(server, None, DEFAULT_RULES)
        connection.open()
        written = MessageWriter(OUTGOING, server.sender).write(people(1)[0], OUTGOING.published)
        # aiosmtpd accepts 32 MiB by default, which is more than MessageWriter ever writes.
        answer = connection.offer(replace(written, content=written.content + b"x" * 34_000_000))
        assert (answer.state, answer.text[:3]) == (DeliveryState.BOUNCED, "552")
        assert connection.offer(written).state is DeliveryState.SENT
        connection.close()
    assert len(log.accepted) == 1


def test_recipients_are_sorted_by_clearance_and_state() -> None:
    everyone = people(5)
    states = {
        everyone[0].address: DeliveryState.SENT,
        everyone[1].address: DeliveryState.UNCERTAIN,
        everyone[2].address: DeliveryState.BOUNCED,
    }
    low = replace(everyone[4], clearances=("TLP:CLEAR",))
    plan = plan_sending(DeliveryItem("x", 1), "TLP:GREEN", (*everyone[:4], low), states, DEFAULT_RULES, None)
    assert (plan.already_sent, plan.uncertain, plan.to_send) == (everyone[:1], everyone[1:2], everyone[2:4])
    assert plan.refused == ((low, "may receive TLP:CLEAR at most"),)
    again = plan_sending(
        DeliveryItem("x", 1), "TLP:GREEN", everyone, states, DEFAULT_RULES, None, resend_uncertain=True
    )
    assert again.to_send == everyone[1:]


def test_refused_recipients_are_recorded_in_the_ledger(tmp_path: Path) -> None:
    low = replace(people(1)[0], clearances=("TLP:CLEAR",))
    plan = plan_sending(OUTGOING.item, "TLP:GREEN", (low,), {}, DEFAULT_RULES, None)
    with Ledger(tmp_path / "l.sqlite") as ledger:
        record_refusals(plan, ledger)
        (record,) = ledger.records("harbour-2024")
    assert (record.state, record.answer) == (DeliveryState.WITHHELD, "may receive TLP:CLEAR at most")


recipients = st.lists(
    st.tuples(
        st.sampled_from(["", "Aïssa Diallo"]),
        st.sampled_from(["aissa", "desk", "moussa"]),
        st.lists(st.sampled_from(MARKINGS), max_size=2).map(tuple),
        st.sampled_from(["", "Sahel cell"]),
        st.sampled_from(["", "person"]),
    ),
    max_size=8,
)


@given(recipients, st.sampled_from(MARKINGS), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_connection_itself_refuses_recipients_without_clearance(
    rows: list[tuple[str, str, tuple[str, ...], str, MailboxKind]], marking: str, encrypted: bool
) -> None:
    """Even where every recipient is offered the message, only those with clearance receive it."""
    everyone = tuple(
        Recipient(
            name,
            f"{local}{n}@ministry.example" if local != "desk" else f"desk+{n}@ministry.example",
            clearances,
            group,
            kind=kind,
        )
        for n, (name, local, clearances, group, kind) in enumerate(rows)
    )
    outgoing = replace(OUTGOING, briefing=BRIEFING.model_copy(update={"marking": marking}))
    context = PropertyTest.authority.server_context() if encrypted else None
    with working_server(context) as (port, log):
        server = mail_server(port, security="starttls" if encrypted else "none", ca=PropertyTest.authority.certificate)
        connection, writer = SmtpConnection(server, None, DEFAULT_RULES), MessageWriter(outgoing, server.sender)
        connection.open()
        answers = [connection.offer(writer.write(one, outgoing.published)) for one in everyone]
        connection.close()
    may = {one.address for one in everyone if not refusal_reason(marking, one, DEFAULT_RULES, server.channel)}
    assert set(log.counts) == may
    for one, answer in zip(everyone, answers, strict=True):
        assert (answer.state is DeliveryState.SENT) == (one.address in may)
        assert answer.state in (DeliveryState.SENT, DeliveryState.WITHHELD)


class PropertyTest:
    """The certificate authority for the property test, which cannot use fixtures."""

    authority: Authority


@pytest.fixture(autouse=True, scope="module")
def _authority(authority: Authority) -> None:
    PropertyTest.authority = authority


def test_tlp_red_is_never_sent_unencrypted_even_within_this_machine(tmp_path: Path, authority: Authority) -> None:
    red = replace(OUTGOING, briefing=BRIEFING.model_copy(update={"marking": "TLP:RED"}))
    one = Recipient("Aïssa Diallo", "aissa@ministry.example", ("TLP:RED",), kind="person")
    with working_server() as (port, log):
        connection = SmtpConnection(mail_server(port), None, DEFAULT_RULES)
        connection.open()
        answer = connection.offer(MessageWriter(red, mail_server(port).sender).write(one, red.published))
        connection.close()
    assert answer.state is DeliveryState.WITHHELD
    assert "is never sent without TLS" in answer.text
    assert log.accepted == []
    with working_server(authority.server_context()) as (port, log):
        server = mail_server(port, security="starttls", ca=authority.certificate)
        assert run(tmp_path / "l.sqlite", (one,), server, outgoing=red).all_sent
    assert len(log.accepted) == 1


def test_an_offer_without_a_connection_is_missed() -> None:
    written = MessageWriter(OUTGOING, mail_server(1).sender).write(people(1)[0], OUTGOING.published)
    assert SmtpConnection(mail_server(1), None, DEFAULT_RULES).offer(written) == OfferResult(
        DeliveryState.MISSED, "there is no connection"
    )


def test_dots_at_the_beginning_of_lines_are_doubled() -> None:
    assert double_dots(b".\r\n..a\r\nb.\r\n") == b"..\r\n...a\r\nb.\r\n"
