"""`briefing send` and `briefing ledger`, from the command line to a server on this machine and back to the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from briefing.archive.archive import Archive, Notice, open_archive
from tests.archived import publish
from tests.briefs import BRIEF, write_brief
from tests.command import Command, Ended
from tests.mail.lint import lint
from tests.mail.servers import ServerLog, breaking_server, working_server

LIST = (
    "name,address,marking,how,language\n"
    "Aïssa Diallo,aissa@ministry.example,TLP:AMBER,,fr\n"
    "Moussa Keïta,moussa@ministry.example,TLP:RED,summary-only,\n"
    "Sahel cell,cell@ministry.example,TLP:GREEN,,\n"
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "editions")


def set_up(root: Path, port: int, more: str = "", people: str = LIST) -> None:
    (root / "people.csv").write_text(people, encoding="utf-8")
    (root / "briefing.toml").write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nfrom = "Sahel desk <desk@ministry.example>"\n'
        f"rate = 60000\nretries = 1\npause = 0\ntimeout = 10\n{more}",
        encoding="utf-8",
    )


def messages(log: ServerLog) -> dict[str, Any]:
    for _, content in log.accepted:
        assert lint(content) == []
    return {address: message_from_bytes(content, policy=default) for address, content in log.accepted}


def counted(ended: Ended) -> dict[str, int]:
    """Return the closing table, without rows of zero."""
    lines = [line.rsplit(maxsplit=1) for line in ended.out.splitlines() if not line.startswith("would be sent to ")]
    return {what.strip(): int(number) for what, number in lines if number != "0"}


def records(command: Command, name: str) -> dict[str, Any]:
    return {row["address"]: row for row in json.loads(command("ledger", name, "--json").out)}


def test_an_edition_is_sent_once_to_each_recipient(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        first = command("send", "x@1", "--to", "people.csv")
        again = command("send", "x", "--to", "people.csv")
    assert (first.code, again.code) == (0, 0)
    assert counted(first) == {"sent": 3}
    assert counted(again) == {"already received it": 3}
    sent = messages(log)
    assert sorted(log.counts.values()) == [1, 1, 1]
    assert sent["aissa@ministry.example"]["Content-Language"] == "fr"
    assert [len(list(one.iter_attachments())) for one in sent.values()] == [1, 0, 1]
    stored = records(command, "x@1")
    assert {row["state"] for row in stored.values()} == {"sent"}
    assert stored["aissa@ministry.example"]["message_id"] == sent["aissa@ministry.example"]["Message-ID"]
    table = command("ledger", "x").out.splitlines()
    assert len(table) == 3
    assert "Aïssa Diallo <aissa@ministry.example>" in table[0]


def test_the_next_edition_lists_the_changes_for_each_recipient(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        command("send", "x", "--to", "people.csv")
        publish(archive, "It has ended at last.", marking="TLP:GREEN")
        more = f"{LIST}New One,new@ministry.example,TLP:GREEN,,\n"
        (tmp_path / "people.csv").write_text(more, encoding="utf-8")
        log.accepted.clear()
        assert command("send", "x", "--to", "people.csv").code == 0
        old = command("send", "x@1", "--to", "people.csv")
    sent = messages(log)
    bodies = {address: one.get_body(("plain",)).get_content() for address, one in sent.items()}
    assert "SINCE EDITION 1" in bodies["moussa@ministry.example"]
    assert "DEPUIS L’ÉDITION 1" in bodies["aissa@ministry.example"]
    assert "SINCE" not in bodies["new@ministry.example"]
    assert "warning[superseded]: x@1 is not the newest edition, which is x@2" in old.err


@pytest.mark.parametrize(
    ("before", "after", "quoted"),
    [
        ("TLP:GREEN", "TLP:AMBER", True),
        ("TLP:AMBER", "TLP:AMBER", True),
        ("TLP:AMBER", "TLP:GREEN", False),
        ("OFFICIAL", "TLP:GREEN", False),
    ],
)
def test_changes_do_not_quote_an_edition_with_a_higher_marking(
    tmp_path: Path, command: Command, archive: Archive, before: str, after: str, quoted: bool
) -> None:
    publish(archive, "It began.", marking=before, summary=["First.", "Agent Nightjar reports."])
    people = "name,address,marking\nA,a@b.example,TLP:RED / SECRET\n"
    with working_server() as (port, log):
        set_up(tmp_path, port, people=people)
        assert command("send", "x", "--to", "people.csv").code == 0
        publish(archive, "It goes on.", marking=after, summary=["First."])
        log.accepted.clear()
        assert command("send", "x", "--to", "people.csv").code == 0
    (one,) = messages(log).values()
    for form in ("plain", "html"):
        assert ("Agent Nightjar" in one.get_body((form,)).get_content()) is quoted


def test_changes_do_not_quote_a_withdrawn_edition(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN", summary=["First.", "Agent Nightjar reports."])
    with working_server() as (port, log):
        set_up(tmp_path, port)
        command("send", "x", "--to", "people.csv")
        publish(archive, "It goes on.", marking="TLP:GREEN", summary=["First."])
        archive.withdraw("x", Notice(1, datetime(2024, 5, 3, tzinfo=UTC), "Forged.", "Desk", 2))
        log.accepted.clear()
        assert command("send", "x", "--to", "people.csv").code == 0
    for one in messages(log).values():
        assert "Nightjar" not in one.get_body(("plain",)).get_content()


def test_one_refusal_stops_the_whole_run_and_is_recorded(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:AMBER")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        ended = command("send", "x", "--to", "people.csv")
        assert (ended.code, log.accepted) == (7, [])
        assert "error[refused-by-marking]: TLP:AMBER may not go to Sahel cell <cell@ministry.example>" in ended.err
        assert {address: row["state"] for address, row in records(command, "x").items()} == {
            "cell@ministry.example": "withheld"
        }
        skipped = command("send", "x", "--to", "people.csv", "--skip-refused")
    assert skipped.code == 7
    assert "warning[refused-by-marking]" in skipped.err
    assert counted(skipped) == {"sent": 2, "refused by marking": 1}
    assert set(log.counts) == {"aissa@ministry.example", "moussa@ministry.example"}


@pytest.mark.parametrize("marking", ["TLP:RED", "SECRET"])
def test_the_highest_markings_are_not_sent_unencrypted(
    tmp_path: Path, command: Command, archive: Archive, marking: str
) -> None:
    publish(archive, "It began.", marking=marking)
    with working_server() as (port, log):
        set_up(tmp_path, port, people=f"name,address,marking,kind\nMoussa,moussa@m.example,{marking},person\n")
        ended = command("send", "x", "--to", "people.csv")
    assert (ended.code, log.accepted) == (7, [])
    assert "is never sent without TLS" in ended.err


def test_an_address_without_a_list_receives_tlp_clear_only(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", briefing_id="open", marking="TLP:CLEAR")
    publish(archive, "It began.", marking="TLP:GREEN")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        assert command("send", "open", "--to", "A B <a@b.example>", "--to", "c@d.example").code == 0
        assert command("send", "x", "--to", "a@b.example").code == 7
        assert command("send", "open", "--to", "not an@address").code == 2
        assert command("send", "open", "--to", "e@f.example", "--to", "E@f.example").code == 3
        assert command("send", "open").code == 2
    assert set(log.counts) == {"a@b.example", "c@d.example"}


def test_a_list_with_faults_sends_nothing(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    with working_server() as (port, log):
        set_up(tmp_path, port, people="name,address,marking,x\nA,a@b.example,TLP:RED,1\nB,b,TLP:RED,\n")
        ended = command("send", "x", "--to", "people.csv")
    assert (ended.code, log.accepted) == (3, [])
    assert "people.csv:1:1: error[unknown-column]" in ended.err
    assert "people.csv:3:3: error[bad-address]" in ended.err
    assert not (tmp_path / "editions.ledger.sqlite.lock").exists()


def test_a_dry_run_sends_and_writes_nothing(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:AMBER")
    (tmp_path / "people.csv").write_text(LIST, encoding="utf-8")
    ended = command("send", "x", "--to", "people.csv", "--dry-run")
    assert ended.code == 7
    assert "would be sent to Aïssa Diallo <aissa@ministry.example>" in ended.out
    assert "may not go to Sahel cell" in ended.err
    skipped = command("send", "x", "--to", "people.csv", "--dry-run", "--skip-refused")
    assert counted(skipped) == {"would be sent": 2, "refused by marking": 1}
    assert [path.name for path in tmp_path.glob("editions.*")] == []


def test_a_dry_run_finds_problems_of_the_messages(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began. " * 10_000, marking="TLP:GREEN")
    set_up(tmp_path, 1)
    ended = command("send", "x", "--to", "people.csv", "--dry-run")
    assert ended.code == 7
    assert "error[message-too-large]" in ended.err


def test_a_mistyped_name_of_a_list_is_not_an_address(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:CLEAR")
    ended = command("send", "x", "--to", "people@desk.csv", "--dry-run")
    assert ended.code == 3
    assert "people@desk.csv: error[no-list]" in ended.err


def test_messages_are_written_to_files(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    set_up(tmp_path, 1)
    assert command("send", "x", "--to", "people.csv", "--eml", "mail").code == 0
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert names == [
        "0001-aissa@ministry.example.eml",
        "0002-moussa@ministry.example.eml",
        "0003-cell@ministry.example.eml",
    ]
    assert lint((tmp_path / "mail" / names[0]).read_bytes()) == []
    assert command("ledger", "x").out == "nothing of x has been sent yet\n"
    publish(archive, "It goes on.", marking="TLP:AMBER")
    assert command("send", "x", "--to", "people.csv", "--eml", "other").code == 7
    assert not (tmp_path / "other").exists()


def test_a_notice_of_withdrawal_goes_to_exactly_those_who_received_the_edition(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:AMBER")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        command("send", "x", "--to", "people.csv", "--skip-refused")
        assert command("send", "x", "--notice", "withdrawal").code == 7
        archive.withdraw("x", Notice(1, datetime(2024, 5, 3, tzinfo=UTC), "A source was forged.", "Desk", None))
        late = command("send", "x", "--to", "people.csv")
        assert late.code == 7
        assert "x@1 was withdrawn on 2024-05-03: A source was forged." in late.err
        log.accepted.clear()
        assert command("send", "x", "--to", "people.csv", "--notice", "withdrawal").code == 2
        assert command("send", "x", "--notice", "withdrawal").code == 0
        assert command("send", "x", "--notice", "withdrawal").code == 0
    assert log.counts == {"aissa@ministry.example": 1, "moussa@ministry.example": 1}
    for one in messages(log).values():
        assert "A source was forged." in one.get_body(("plain",)).get_content()


def test_a_correction_is_an_edition_with_another_subject(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        command("send", "x", "--to", "people.csv")
        publish(archive, "It has ended.", marking="TLP:GREEN")
        log.accepted.clear()
        # The list as it is now decides who may receive it, not the ledger.
        assert command("send", "x@2", "--notice", "correction").code == 2
        assert command("send", "x@2", "--notice", "correction", "--to", "people.csv").code == 0
        again = command("send", "x@2", "--to", "people.csv")
    assert counted(again) == {"already received it": 3}
    assert sorted(log.counts.values()) == [1, 1, 1]
    subjects = {address: str(one["Subject"]) for address, one in messages(log).items()}
    assert subjects["cell@ministry.example"] == "[TLP:GREEN] Correction: Title – Edition 2"
    assert subjects["aissa@ministry.example"].startswith("[TLP:GREEN] Rectificatif")


def test_recipients_who_want_another_paper_size_are_counted(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    (tmp_path / "people.csv").write_text("name,address,marking,paper\nA,a@b.example,TLP:RED,letter\n")
    ended = command("send", "x", "--to", "people.csv", "--dry-run")
    assert ended.code == 0
    assert "warning[other-paper]: 1 asked for another paper size, but x@1 is on a4 only" in ended.err


def test_a_notice_of_withdrawal_leaves_out_uncertain_recipients_and_lists_them(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    with breaking_server(lambda stage: stage == "accepted") as server:
        set_up(tmp_path, server.port, people="name,address,marking\nA,a@b.example,TLP:RED\n")
        first = command("send", "x", "--to", "people.csv")
        again = command("send", "x", "--to", "people.csv")
    assert (first.code, again.code) == (7, 7)
    assert counted(first) == counted(again) == {"uncertain": 1}
    assert "add --resend-uncertain to send it again" in again.err
    assert len(server.log.accepted) == 1
    archive.withdraw("x", Notice(1, datetime(2024, 5, 3, tzinfo=UTC), "Forged.", "Desk", None))
    with working_server() as (port, log):
        set_up(tmp_path, port)
        notified = command("send", "x", "--notice", "withdrawal")
        assert notified.code == 7
        assert "warning[uncertain]: A <a@b.example>: it is not certain that they received it" in notified.err
        assert log.accepted == []
        assert command("send", "x", "--notice", "withdrawal", "--resend-uncertain").code == 0
    assert log.counts == {"a@b.example": 1}


def test_missed_recipients_are_listed_and_the_exit_code_is_7(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")

    def refuse(stage: str, address: str) -> str:
        answers = {"aissa": "550 5.1.1 no such\x1b[31m mailbox", "cell": "451 4.7.1 later"}
        return answers.get(address.partition("@")[0], "") if stage == "rcpt" else ""

    with working_server(refuse=refuse) as (port, _):
        set_up(tmp_path, port)
        ended = command("send", "x", "--to", "people.csv")
    assert ended.code == 7
    assert "warning[bounced]: Aïssa Diallo <aissa@ministry.example>: 550 5.1.1 no such" in ended.err
    assert "\x1b" not in ended.err
    assert "warning[missed]: Sahel cell <cell@ministry.example>: 451 4.7.1 later" in ended.err
    assert counted(ended) == {"sent": 1, "bounced": 1, "missed": 1}


def test_an_unreachable_server(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    set_up(tmp_path, 1)
    ended = command("send", "x", "--to", "people.csv")
    assert ended.code == 7
    assert "no connection: connection refused" in ended.err
    assert "Traceback" not in ended.err


def test_settings_without_a_server(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    (tmp_path / "people.csv").write_text(LIST, encoding="utf-8")
    ended = command("send", "x", "--to", "people.csv")
    assert ended.code == 2
    assert "[mail] names no host" in ended.err


def test_a_password_is_needed_and_never_shown(
    tmp_path: Path, command: Command, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("BRIEFING_MAIL_PASSWORD", raising=False)
    with working_server() as (port, log):
        set_up(tmp_path, port, 'user = "desk"\n')
        assert "no-password" in command("send", "x", "--to", "people.csv").err
        monkeypatch.setenv("BRIEFING_MAIL_PASSWORD", "hunter2")
        ended = command("send", "x", "--to", "people.csv")
    assert (ended.code, log.accepted) == (7, [])
    assert "not-signed-in" in ended.err
    assert "hunter2" not in ended.out + ended.err


def test_a_draft_is_sent_only_within_the_senders_domain(tmp_path: Path, command: Command) -> None:
    write_brief(tmp_path / "draft", BRIEF.replace("TLP:CLEAR", "TLP:GREEN"))
    with working_server() as (port, log):
        set_up(tmp_path, port)
        outside = command("send", "draft", "--draft-to", "friend@elsewhere.example")
        assert (outside.code, log.accepted) == (7, [])
        assert "draft-outside" in outside.err
        assert command("send", "draft", "--draft-to", "a@ministry.example", "--to", "people.csv").code == 2
        ended = command("send", "draft", "--draft-to", "Aïssa <aissa@ministry.example>")
        assert ended.code == 0, ended.err
    (one,) = messages(log).values()
    assert str(one["Subject"]).startswith("[TLP:GREEN] Draft: ")
    (pdf,) = one.iter_attachments()
    assert pdf.get_content().startswith(b"%PDF")


def test_ctrl_c_ends_the_run_between_two_messages(tmp_path: Path, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    people = "name,address,marking\n" + "".join(f"P{n},p{n}@ministry.example,TLP:GREEN\n" for n in range(40))
    third = threading.Event()

    def refuse(stage: str, address: str) -> str:
        if stage == "data" and address.startswith("p2@"):
            third.set()
        return ""

    with working_server(refuse=refuse) as (port, log):
        set_up(tmp_path, port, people=people)
        text = (tmp_path / "briefing.toml").read_text().replace("rate = 60000", "rate = 1200")
        (tmp_path / "briefing.toml").write_text(text)
        program = "from briefing.cli import main; main()"
        command = [sys.executable, "-c", program, "send", "x", "--to", "people.csv"]
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
        )
        assert third.wait(60)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130, err
        assert "Traceback" not in err
        count = int(out.split()[1])
        assert 3 <= count < 40
        assert len(log.accepted) == count
        assert out.split()[-4:] == ["uncertain", "0", "missed", str(40 - count)]
