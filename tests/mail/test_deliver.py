"""Sending to a real server on this machine: covered, signed in, once each, and never to whom it may not go."""

from __future__ import annotations

import io
import smtplib
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

from briefing.mail.clearance import RULES, refusal
from briefing.mail.deliver import Tally, plan_sending, send_letters, withhold_refused
from briefing.mail.ledger import Item, Ledger, State
from briefing.mail.letter import Despatch
from briefing.mail.message import LetterWriter
from briefing.mail.recipients import Recipient
from briefing.mail.server import Password, Relay
from briefing.mail.smtp import Answer, Wire, dotted
from briefing.model.markings import MARKINGS
from briefing.problems import DeliveryError
from tests.mail.authority import Authority, make_authority
from tests.mail.desk import BRIEFING, DESPATCH, people, relay, send
from tests.mail.lint import lint
from tests.mail.servers import PASSWORD, USER, good_server


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def run(
    path: Path, to: tuple[Recipient, ...], server: Relay, password: str = "", despatch: Despatch = DESPATCH
) -> Tally:
    writer = LetterWriter(despatch, server.sender)
    with Ledger(path) as ledger, ledger.sending():
        plan = plan_sending(despatch.item, despatch.marking, to, ledger.states(despatch.item), RULES, server.channel)
        wire = Wire(server, Password(password) if password else None, RULES)
        return send_letters(
            plan,
            lambda one, moment: writer.write(one, None, moment),
            wire,
            ledger,
            server,
            threading.Event(),
            lambda _: None,
        )


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_each_recipient_gets_exactly_one_message_over_one_covered_connection(
    tmp_path: Path, authority: Authority, security: str
) -> None:
    everyone = people(25)
    with good_server(authority.server_context(), implicit=security == "tls", authenticate=True) as (port, record):
        server = relay(port, security=security, ca=authority.certificate, user=USER)
        tally = run(tmp_path / "l.sqlite", everyone, server, PASSWORD)
        again = run(tmp_path / "l.sqlite", everyone, server, PASSWORD)
    assert tally.everyone
    assert len(tally.of(State.SENT)) == 25
    assert again.answers == []
    assert record.counts == {one.address: 1 for one in everyone}
    assert record.connections == 1
    assert all(record.covered)
    assert record.senders == {"desk@ministry.example"}
    for address, content in record.taken:
        assert lint(content) == []
        message = message_from_bytes(content, policy=default)
        assert [one.addr_spec for one in message["To"].addresses] == [address]
        assert message["X-Protective-Marking"] == "TLP:GREEN"


def test_what_is_sent_is_what_was_written(tmp_path: Path) -> None:
    dots = BRIEFING.model_copy(update={"bottom_line": ".\n.. a dot", "title": ". dot"})
    with good_server() as (port, record):
        run(tmp_path / "l.sqlite", people(1), relay(port), despatch=replace(DESPATCH, briefing=dots))
        with Ledger(tmp_path / "l.sqlite") as ledger:
            (row,) = ledger.rows("harbour-2024")
    ((_, content),) = record.taken
    assert message_from_bytes(content, policy=default)["Message-ID"] == row.message_id
    (pdf,) = message_from_bytes(content, policy=default).iter_attachments()
    assert pdf.get_content() == DESPATCH.pdf


@pytest.mark.parametrize("name", ["other", "old"])
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_proves_nothing_ends_it(
    tmp_path: Path, authority: Authority, security: str, name: str
) -> None:
    with good_server(authority.server_context(name), implicit=security == "tls") as (port, record):
        server = relay(port, security=security, ca=authority.certificate)
        tally = run(tmp_path / "l.sqlite", people(2), server)
    assert tally.failed is not None
    assert "bad-certificate" in str(tally.failed)
    assert [answer.state for _, answer in tally.answers] == [State.MISSED] * 2
    assert record.taken == []


def test_an_authority_nobody_named_proves_nothing(tmp_path: Path, authority: Authority) -> None:
    with good_server(authority.server_context()) as (port, record):
        tally = run(tmp_path / "l.sqlite", people(1), relay(port, security="starttls"))
    assert "bad-certificate" in str(tally.failed)
    assert record.taken == []


def test_a_server_without_starttls_gets_nothing(tmp_path: Path, authority: Authority) -> None:
    with good_server() as (port, record):
        server = relay(port, security="starttls", ca=authority.certificate, user=USER)
        tally = run(tmp_path / "l.sqlite", people(1), server, PASSWORD)
    assert "no-tls" in str(tally.failed)
    assert record.taken == []


def test_tls_to_a_port_without_it(tmp_path: Path, authority: Authority) -> None:
    with good_server() as (port, _):
        tally = run(tmp_path / "l.sqlite", people(1), relay(port, security="tls", ca=authority.certificate))
    assert "no-tls" in str(tally.failed)


def test_a_wrong_password_ends_it_and_is_never_seen(
    tmp_path: Path, authority: Authority, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "hunter2 is not it é"
    with good_server(authority.server_context(), authenticate=True) as (port, record):
        server = relay(port, security="starttls", ca=authority.certificate, user=USER)
        tally = run(tmp_path / "l.sqlite", people(1), server, secret)
    assert tally.failed is not None
    assert "not-signed-in" in str(tally.failed)
    told = io.StringIO()
    with redirect_stderr(told):
        traceback.print_exception(tally.failed)
    written = capfd.readouterr()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for shown in (str(tally.failed), told.getvalue(), written.out, written.err, kept.decode("latin-1")):
        assert "hunter2" not in shown
    assert record.taken == []


def test_what_the_server_refuses_for_good_is_not_tried_again_and_what_it_puts_off_is(tmp_path: Path) -> None:
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

    with good_server(refuse=refuse) as (port, record):
        tally = run(tmp_path / "l.sqlite", people(6), relay(port, retries=3))
    assert {one.name for one, _ in tally.of(State.SENT)} == {"Person 0", "Person 3", "Person 5"}
    assert {(one.name, said) for one, said in tally.of(State.BOUNCED)} == {
        ("Person 1", "550 5.1.1 no such mailbox"),
        ("Person 2", "554 5.7.1 not wanted"),
    }
    assert [(one.name, said) for one, said in tally.of(State.MISSED)] == [("Person 4", "452 4.2.2 full")]
    assert (tried.count("rcpt person1"), tried.count("data person2"), tried.count("data person4")) == (1, 1, 4)
    assert set(record.counts) == {f"person{n}@ministry.example" for n in (0, 3, 5)}
    with Ledger(tmp_path / "l.sqlite") as ledger:
        states = {row.recipient.name: (row.state, row.attempts) for row in ledger.rows("harbour-2024")}
    assert states["Person 3"] == (State.SENT, 3)
    assert states["Person 4"] == (State.MISSED, 4)
    assert states["Person 1"] == (State.BOUNCED, 1)


def test_pauses_grow(tmp_path: Path) -> None:
    said: list[str] = []
    server = relay(1, retries=3, pause_seconds=0.01)
    writer = LetterWriter(DESPATCH, server.sender)
    with Ledger(tmp_path / "l.sqlite") as ledger, ledger.sending():
        plan = plan_sending(DESPATCH.item, "TLP:GREEN", people(2), {}, RULES, server.channel)
        wire = Wire(server, None, RULES)
        pauses: list[float] = []

        class Stop(threading.Event):
            def wait(self, timeout: float | None = None) -> bool:
                pauses.append(timeout or 0)
                return False

        tally = send_letters(
            plan, lambda one, moment: writer.write(one, None, moment), wire, ledger, server, Stop(), said.append
        )
        assert ledger.rows("harbour-2024") == []
    assert pauses == [0.01, 0.02, 0.04]
    assert [answer.state for _, answer in tally.answers] == [State.MISSED] * 2
    assert all("connection refused" in answer.text for _, answer in tally.answers)
    assert "2 could not be reached" in said[0]


def test_a_sender_the_server_does_not_take_ends_it(tmp_path: Path) -> None:
    class Refusing(smtplib.SMTP):
        def mail(self, sender: str, options: object = ()) -> tuple[int, bytes]:
            return 550, b"5.7.1 not you"

    with good_server() as (port, record):
        server = relay(port)
        wire = Wire(server, None, RULES)
        wire.open()
        assert wire._smtp is not None
        wire._smtp.__class__ = Refusing
        letter = LetterWriter(DESPATCH, server.sender).write(people(1)[0], None, DESPATCH.published)
        with pytest.raises(DeliveryError, match=r"sender-refused.*not you"):
            wire.offer(letter)
        wire.close()
    assert record.taken == []


def test_ctrl_c_stops_between_messages_and_the_next_run_sends_the_rest(tmp_path: Path) -> None:
    stop = threading.Event()

    def refuse(stage: str, address: str) -> str:
        if address.startswith("person4@") and stage == "data":
            stop.set()
        return ""

    with good_server(refuse=refuse) as (port, record):
        first = send(tmp_path / "l.sqlite", people(10), relay(port), stop=stop)
        assert len(first.of(State.SENT)) == 5
        assert [said for _, said in first.of(State.MISSED)] == ["stopped before it was tried"] * 5
        assert send(tmp_path / "l.sqlite", people(10), relay(port)).everyone
    assert record.counts == {one.address: 1 for one in people(10)}


def test_no_faster_than_the_rate(tmp_path: Path) -> None:
    with good_server() as (port, _):
        began = time.monotonic()
        send(tmp_path / "l.sqlite", people(6), relay(port, per_minute=600))
        took = time.monotonic() - began
    # Five gaps of a tenth of a second; how much longer it takes is the machine's business.
    assert took >= 0.5


def test_an_international_address_needs_a_server_that_takes_it(tmp_path: Path) -> None:
    one = Recipient("用户", "用户@xn--fsqu00a.example", ("TLP:AMBER",))
    with good_server(utf8=False) as (port, record):
        tally = send(tmp_path / "a.sqlite", (one,), relay(port))
        assert [said for _, said in tally.of(State.BOUNCED)] == ["the server takes no addresses that are not ASCII"]
        assert record.taken == []
    with good_server(utf8=True) as (port, record):
        assert send(tmp_path / "b.sqlite", (one, *people(1)), relay(port)).everyone
        assert record.counts == {one.address: 1, "person0@ministry.example": 1}


def test_a_message_larger_than_the_server_takes_bounces(tmp_path: Path) -> None:
    with good_server() as (port, record):
        server = relay(port)
        wire = Wire(server, None, RULES)
        wire.open()
        letter = LetterWriter(DESPATCH, server.sender).write(people(1)[0], None, DESPATCH.published)
        # aiosmtpd takes 32 MiB by default; more than we would ever write.
        answer = wire.offer(replace(letter, content=letter.content + b"x" * 34_000_000))
        assert (answer.state, answer.text[:3]) == (State.BOUNCED, "552")
        assert wire.offer(letter).state is State.SENT
        wire.close()
    assert len(record.taken) == 1


def test_the_plan() -> None:
    everyone = people(5)
    states = {everyone[0].address: State.SENT, everyone[1].address: State.UNCERTAIN, everyone[2].address: State.BOUNCED}
    low = replace(everyone[4], clearances=("TLP:CLEAR",))
    plan = plan_sending(Item("x", 1), "TLP:GREEN", (*everyone[:4], low), states, RULES, None)
    assert (plan.had, plan.uncertain, plan.to_send) == (everyone[:1], everyone[1:2], everyone[2:4])
    assert plan.refused == ((low, "may receive TLP:CLEAR at most"),)
    again = plan_sending(Item("x", 1), "TLP:GREEN", everyone, states, RULES, None, resend_uncertain=True)
    assert again.to_send == everyone[1:]


def test_whom_the_gate_shuts_out_is_kept_in_the_ledger(tmp_path: Path) -> None:
    low = replace(people(1)[0], clearances=("TLP:CLEAR",))
    plan = plan_sending(DESPATCH.item, "TLP:GREEN", (low,), {}, RULES, None)
    with Ledger(tmp_path / "l.sqlite") as ledger:
        withhold_refused(plan, ledger)
        (row,) = ledger.rows("harbour-2024")
    assert (row.state, row.answer) == (State.WITHHELD, "may receive TLP:CLEAR at most")


recipients = st.lists(
    st.tuples(
        st.sampled_from(["", "Aïssa Diallo"]),
        st.sampled_from(["aissa", "desk", "moussa"]),
        st.lists(st.sampled_from(MARKINGS), max_size=2).map(tuple),
        st.sampled_from(["", "Sahel cell"]),
    ),
    max_size=8,
)


@given(recipients, st.sampled_from(MARKINGS), st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_list_and_no_caller_can_make_the_wire_leak(
    rows: list[tuple[str, str, tuple[str, ...], str]], marking: str, covered: bool
) -> None:
    """Even a plan that names everyone, whatever the gate said, leads to nothing but what may go."""
    everyone = tuple(
        Recipient(
            name, f"{local}{n}@ministry.example" if local != "desk" else f"desk+{n}@ministry.example", held, group
        )
        for n, (name, local, held, group) in enumerate(rows)
    )
    despatch = replace(DESPATCH, briefing=BRIEFING.model_copy(update={"marking": marking}))
    context = LEAK.authority.server_context() if covered else None
    with good_server(context) as (port, record):
        server = relay(port, security="starttls" if covered else "none", ca=LEAK.authority.certificate)
        wire, writer = Wire(server, None, RULES), LetterWriter(despatch, server.sender)
        wire.open()
        answers = [wire.offer(writer.write(one, None, despatch.published)) for one in everyone]
        wire.close()
    may = {one.address for one in everyone if not refusal(marking, one, RULES, server.channel)}
    assert set(record.counts) == may
    for one, answer in zip(everyone, answers, strict=True):
        assert (answer.state is State.SENT) == (one.address in may)
        assert answer.state in (State.SENT, State.WITHHELD)


class LEAK:
    """The authority for the property test, which takes no fixtures of a function."""

    authority: Authority


@pytest.fixture(autouse=True, scope="module")
def _authority(authority: Authority) -> None:
    LEAK.authority = authority


def test_red_never_goes_in_clear_even_within_this_machine(tmp_path: Path, authority: Authority) -> None:
    red = replace(DESPATCH, briefing=BRIEFING.model_copy(update={"marking": "TLP:RED"}))
    one = Recipient("Aïssa Diallo", "aissa@ministry.example", ("TLP:RED",))
    with good_server() as (port, record):
        wire = Wire(relay(port), None, RULES)
        wire.open()
        answer = wire.offer(LetterWriter(red, relay(port).sender).write(one, None, red.published))
        wire.close()
    assert answer.state is State.WITHHELD
    assert "never goes without TLS" in answer.text
    assert record.taken == []
    with good_server(authority.server_context()) as (port, record):
        server = relay(port, security="starttls", ca=authority.certificate)
        assert run(tmp_path / "l.sqlite", (one,), server, despatch=red).everyone
    assert len(record.taken) == 1


def test_an_offer_without_a_connection_is_missed() -> None:
    letter = LetterWriter(DESPATCH, relay(1).sender).write(people(1)[0], None, DESPATCH.published)
    assert Wire(relay(1), None, RULES).offer(letter) == Answer(State.MISSED, "there is no connection")


def test_a_dot_at_the_beginning_of_a_line_is_doubled() -> None:
    assert dotted(b".\r\n..a\r\nb.\r\n") == b"..\r\n...a\r\nb.\r\n"
