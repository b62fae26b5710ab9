"""`briefing send` and `briefing ledger`, from the command line to a server on this machine and back to the exit code."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import stat
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
from briefing.mail.ledger import Ledger
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
    lines = [line.rsplit(maxsplit=1) for line in ended.out.splitlines() if not re.match("would be .* (to|for) ", line)]
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
    set_up(tmp_path, 1)
    ended = command("send", "x", "--to", "people.csv", "--dry-run")
    assert ended.code == 7
    # One refusal stops the whole run: nothing would be sent.
    assert ended.out == ""
    assert "may not go to Sahel cell" in ended.err
    skipped = command("send", "x", "--to", "people.csv", "--dry-run", "--skip-refused")
    assert skipped.code == 7
    assert "would be sent to Aïssa Diallo <aissa@ministry.example>" in skipped.out
    assert counted(skipped) == {"would be sent": 2, "refused by marking": 1}
    files = command("send", "x", "--to", "people.csv", "--dry-run", "--skip-refused", "--eml", "mail")
    assert counted(files) == {"would be written": 2, "refused by marking": 1}
    assert [path.name for path in tmp_path.glob("editions.*")] == []
    assert not (tmp_path / "mail").exists()


def as_json(command: Command, *words: str) -> tuple[int, dict[str, Any]]:
    """Run a command with --json; return its exit code and the one document that it prints."""
    ended = command(*words, "--json")
    document = json.loads(ended.out)
    assert document["exit"] == ended.code
    assert len(document["problems"]) == ended.err.count("error[") + ended.err.count("warning[")
    for problem in document["problems"]:
        assert problem.keys() == {"code", "severity", "what", "hint", "file", "line", "column"}
        assert f"[{problem['code']}]: {problem['what']}" in ended.err
    return ended.code, document


def test_a_run_and_a_dry_run_are_one_json_document_of_the_same_shape(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:AMBER")
    people = f"{LIST}Moussa,bounce@ministry.example,TLP:AMBER,,\n"
    with working_server(refuse=lambda stage, address: "550 no" * address.startswith("bounce")) as (port, _):
        set_up(tmp_path, port, people=people)
        words = ("send", "x@1", "--to", "people.csv")
        refused, document = as_json(command, *words)
        assert (refused, sorted(document), len(document["problems"])) == (7, ["exit", "problems"], 1)
        runs = [as_json(command, *words, "--skip-refused", *more) for more in (["--dry-run"], [], ["--dry-run"])]
    assert [code for code, _ in runs] == [7, 7, 7]
    dry, real, after = (document for _, document in runs)
    assert [document["dry_run"] for document in (dry, real, after)] == [True, False, True]
    assert dry.keys() == real.keys()
    assert {key: real[key] for key in ("id", "number", "kind", "marking")} == {
        "id": "x",
        "number": 1,
        "kind": "edition",
        "marking": "TLP:AMBER",
    }

    def states(document: dict[str, Any]) -> dict[str, tuple[str, bool]]:
        return {one["address"].split("@")[0]: (one["state"], one["this_run"]) for one in document["recipients"]}

    waiting, cell = ("would-be-sent", True), ("withheld", False)
    assert states(dry) == {"aissa": waiting, "moussa": waiting, "bounce": waiting, "cell": cell}
    assert states(real) == {
        "aissa": ("sent", True),
        "moussa": ("sent", True),
        "bounce": ("bounced", True),
        "cell": cell,
    }
    assert states(after) == {"aissa": ("sent", False), "moussa": ("sent", False), "bounce": waiting, "cell": cell}
    answers = {one["address"].split("@")[0]: one["answer"] for one in real["recipients"]}
    assert "at most" in answers["cell"]
    assert answers["bounce"].startswith("550")


def test_files_notices_drafts_and_what_goes_wrong_are_one_json_document(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    write_brief(tmp_path / "draft", BRIEF.replace("id: x", "id: draft"))
    with working_server() as (port, _):
        set_up(tmp_path, port)
        (tmp_path / "mail").mkdir(mode=0o755)
        code, files = as_json(command, "send", "x", "--to", "people.csv", "--eml", "mail")
        assert (code, {one["state"] for one in files["recipients"]}) == (0, {"handed-over"})
        assert [problem["code"] for problem in files["problems"]] == ["open-folder"]
        archive.withdraw("x", Notice(1, datetime(2024, 6, 1, tzinfo=UTC), "Wrong.", "Desk", None))
        code, notice = as_json(command, "send", "x@1", "--notice", "withdrawal")
        assert (code, notice["kind"], len(notice["recipients"])) == (0, "withdrawal", 3)
        code, draft = as_json(command, "send", "draft", "--draft-to", "colleague@ministry.example")
        assert (code, draft["kind"], draft["number"]) == (0, "draft", None)
        assert [one["state"] for one in draft["recipients"]] == ["sent"]
    publish(archive, "It goes on.", marking="TLP:GREEN")
    # The server is gone.
    code, missed = as_json(command, "send", "x@2", "--to", "people.csv")
    assert (code, {one["state"] for one in missed["recipients"]}) == (7, {"missed"})
    assert len(missed["problems"]) == 3
    for words, expected in (
        (("send", "x@9", "--to", "people.csv"), (6, "no-edition")),
        (("send", "x", "--to", "none.csv"), (3, "no-list")),
        (("send", "x"), (2, "no-recipients")),
    ):
        code, document = as_json(command, *words)
        assert (code, document["problems"][0]["code"]) == expected


MORE = {
    "no settings": "",
    "an unknown security": '[mail]\nhost = "m.example"\nsecurity = "ssl"\nfrom = "a@b.example"\n',
}
RED = "name,address,marking,kind\n{}\n"
SITUATIONS: dict[str, dict[str, str]] = {
    "all may receive it": {},
    "no settings": {"settings": ""},
    "an unknown security": {"settings": MORE["an unknown security"]},
    "a password is missing": {"more": 'user = "desk"\n'},
    "a list with faults": {"people": "name,address,marking\nA,a at b,TLP:RED\n"},
    "no list": {"to": "none.csv"},
    "one is refused": {"marking": "TLP:AMBER"},
    "one is skipped": {"marking": "TLP:AMBER", "options": "--skip-refused"},
    "a group for TLP:RED": {"marking": "TLP:RED", "people": RED.format("Cell,cell@m.example,TLP:RED,group")},
    "no TLS for TLP:RED": {"marking": "TLP:RED", "people": RED.format("A B,a.b@m.example,TLP:RED,person")},
    "too large": {"text": "It began. " * 10_000},
    "no identity": {"options": "--smime"},
    "no such edition": {"edition": "x@9"},
    "not withdrawn": {"notice": "withdrawal", "to": ""},
    "a withdrawal with a list": {"notice": "withdrawal"},
    "a bad address": {"to": "not an@address"},
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_dry_run_decides_as_the_real_run_does(
    tmp_path: Path, command: Command, archive: Archive, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The same refusals, the same words and the same exit code, whatever is in the way."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("BRIEFING_MAIL_PASSWORD", raising=False)
    given = {"marking": "TLP:GREEN", "text": "It began.", "to": "people.csv", "edition": "x", "people": LIST}
    given |= SITUATIONS[name]
    publish(archive, given["text"], marking=given["marking"])
    words = [
        "send",
        given["edition"],
        *(["--to", given["to"]] if given["to"] else []),
        *given.get("options", "").split(),
    ]
    words += ["--notice", given["notice"]] if "notice" in given else []
    with working_server() as (port, log):
        set_up(tmp_path, port, given.get("more", ""), given["people"])
        if "settings" in given:
            (tmp_path / "briefing.toml").write_text(given["settings"])
        dry = command(*words, "--dry-run")
        assert log.connections == 0
        assert [path.name for path in tmp_path.glob("editions.*")] == []
        real = command(*words)
    assert (dry.code, dry.err) == (real.code, real.err)
    assert ("would be sent" in dry.out) is ("sent " in real.out)
    assert (dry.code == 0) is (name == "all may receive it")


def test_a_dry_run_names_those_of_whom_it_is_not_certain_and_a_run_in_progress(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    with breaking_server(lambda stage: stage == "accepted") as server:
        set_up(tmp_path, server.port, people="name,address,marking\nA,a@b.example,TLP:RED\n")
        command("send", "x", "--to", "people.csv")
        dry, real = (command("send", "x", "--to", "people.csv", *more) for more in (["--dry-run"], []))
        assert (dry.code, dry.err) == (real.code, real.err) == (7, real.err)
        assert "warning[uncertain]: A <a@b.example>" in dry.err
        again = command("send", "x", "--to", "people.csv", "--dry-run", "--resend-uncertain")
        assert (again.code, counted(again)) == (0, {"would be sent": 1})
    with Ledger(tmp_path / "editions.ledger.sqlite") as ledger, ledger.lock_for_sending():
        dry, real = (command("send", "x", "--to", "people.csv", *more) for more in (["--dry-run"], []))
    assert (dry.code, dry.err) == (real.code, real.err) == (7, real.err)
    assert "already-sending" in dry.err


def test_a_dry_run_finds_problems_of_the_messages(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began. " * 10_000, marking="TLP:GREEN")
    set_up(tmp_path, 1)
    ended = command("send", "x", "--to", "people.csv", "--dry-run")
    assert ended.code == 7
    assert "error[message-too-large]" in ended.err


def test_a_mistyped_name_of_a_list_is_not_an_address(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:CLEAR")
    set_up(tmp_path, 1)
    ended = command("send", "x", "--to", "people@desk.csv", "--dry-run")
    assert ended.code == 3
    assert "people@desk.csv: error[no-list]" in ended.err


def test_a_file_that_is_no_list_is_told_by_its_kind(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    set_up(tmp_path, 1)
    other = "a list is a .csv or .yaml file, and this is "
    for name, content, words in (
        ("notice.txt", b"Dear colleagues", f"{other}.txt"),
        ("page.html", b"<p>", f"{other}.html"),
        ("edition.pdf", b"%PDF-1.7", f"{other}.pdf"),
        ("list.xlsx", b"PK\x03\x04", "hint: save it as CSV, with the encoding UTF-8"),
        ("list.ods", b"PK\x03\x04", "hint: save it as CSV, with the encoding UTF-8"),
        ("list.yaml", b"PK\x03\x04", "hint: save it as CSV, with the encoding UTF-8"),
        ("list.xls", b"\xd0\xcf\x11\xe0", "hint: save it as CSV, with the encoding UTF-8"),
    ):
        (tmp_path / name).write_bytes(content)
        ended = command("send", "x", "--to", name)
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (3, "", 2), ended.err
        assert words in ended.err
        assert f"{name}" in ended.err
    for name in ("people@desk.xlsx", "people@desk.txt", "people@desk.yaml"):
        assert "error[no-list]" in command("send", "x", "--to", name).err
    assert not list(tmp_path.glob("editions.ledger*"))


def test_the_folder_one_stands_in_is_not_to_be_closed(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    set_up(tmp_path, 1)
    for folder, at, hint in (
        (".", ".", "write the messages to a folder of their own, such as: --eml mail"),
        ("..", "briefs", "write the messages to a folder of their own, such as: --eml mail"),
        (str(tmp_path), "editions", "write the messages to a folder of their own, such as: --eml mail"),
        ("old mail", ".", "close the folder to them: chmod 700 'old mail'"),
    ):
        for name in ("briefs", "old mail"):
            (tmp_path / name).mkdir(mode=0o755, exist_ok=True)
        tmp_path.chmod(0o755)
        ended = command("send", "x", "--to", str(tmp_path / "people.csv"), "--eml", folder, "--resend-uncertain", at=at)
        assert (ended.code, f"hint: {hint}\n" in ended.err) == (0, True), ended.err
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize("line", ["", 'from = ""\n'])
def test_settings_without_a_sender_say_what_to_add(
    tmp_path: Path, command: Command, archive: Archive, line: str
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    (tmp_path / "briefing.toml").write_text(f'[mail]\nhost = "127.0.0.1"\nsecurity = "none"\n{line}')
    ended = command("send", "x", "--to", "a@b.example")
    assert (ended.code, ended.err.count("error[")) == (2, 1)
    assert "[mail] names no sender\nhint: add a line such as: from = " in ended.err


def test_messages_are_written_to_files(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    set_up(tmp_path, 1)
    assert command("send", "x", "--to", "people.csv", "--eml", "mail").code == 0
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert names == [
        "x-1-edition-0001-aissa@ministry.example.eml",
        "x-1-edition-0002-moussa@ministry.example.eml",
        "x-1-edition-0003-cell@ministry.example.eml",
    ]
    assert lint((tmp_path / "mail" / names[0]).read_bytes()) == []
    publish(archive, "It goes on.", marking="TLP:AMBER")
    assert command("send", "x", "--to", "people.csv", "--eml", "other").code == 7
    assert not (tmp_path / "other").exists()
    assert {row["state"] for row in records(command, "x@2").values()} == {"withheld"}


def test_messages_in_files_are_for_their_owner_alone(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    long = f"{'用' * 20}.{'户' * 20}@{'a' * 60}.{'b' * 60}.example"
    set_up(tmp_path, 1, people=f"{LIST}L,{long},TLP:GREEN,,\n")
    before = os.umask(0)
    try:
        private = command("send", "x", "--to", "people.csv", "--eml", "a/b")
        (tmp_path / "open").mkdir(mode=0o755)
        (tmp_path / "open").chmod(0o755)
        shared = command("send", "x", "--to", "people.csv", "--eml", "open")
    finally:
        os.umask(before)
    assert (private.code, private.err, shared.code) == (0, "", 0)
    for folder in ("a", "a/b"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700
    files = [*(tmp_path / "a" / "b").iterdir(), *(tmp_path / "open").iterdir()]
    assert len(files) == 8
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    # A folder of the sender's own is left as it is.
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o755
    assert "open: warning[open-folder]: others on this machine can see the names" in shared.err


def test_the_name_of_a_folder_may_hold_any_bytes(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    set_up(tmp_path, 1)
    odd = os.fsdecode(b"m\xff\x1b\n")
    ended = command("send", "x", "--to", "people.csv", "--eml", odd)
    assert (ended.code, len(list((tmp_path / odd).iterdir()))) == (0, 3)
    answers = {row["answer"] for row in records(command, "x").values()}
    assert all("m<U+DCFF><U+001B> /x-1-edition-000" in answer for answer in answers)


def test_what_was_written_to_files_counts_as_handed_over(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        command("send", "x", "--to", "moussa@ministry.example")
        assert command("send", "x", "--to", "people.csv", "--eml", "mail").code == 0
        handed = records(command, "x")
        assert {row["state"] for row in handed.values()} == {"handed-over"}
        assert (
            handed["aissa@ministry.example"]["answer"]
            == f"written to {tmp_path}/mail/x-1-edition-0001-aissa@ministry.example.eml"
        )
        assert command("send", "x", "--to", "people.csv", "--eml", "mail").code == 0
        sent = command("send", "x", "--to", "people.csv")
        assert (sent.code, log.accepted, counted(sent)) == (0, [], {"handed over earlier": 3})
        assert "warning[handed-over]: 3 of the list were handed it as a file" in sent.err
        # The next edition lists what has changed since the one that was handed over.
        publish(archive, "It has ended at last.", marking="TLP:GREEN")
        command("send", "x", "--to", "people.csv", "--eml", "next")
        assert "SINCE EDITION 1" in text_of(tmp_path / "next" / "x-2-edition-0002-moussa@ministry.example.eml")
        resent = command("send", "x@1", "--to", "people.csv", "--resend-uncertain")
        assert counted(resent) == {"sent": 3}
        # One who was sent it is not only handed it.
        assert command("send", "x@1", "--to", "people.csv", "--eml", "mail").code == 0
    assert {row["state"] for row in records(command, "x@1").values()} == {"sent"}


def test_no_file_is_overwritten_that_is_not_the_same_message(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    for text in ("It began.", "It goes on."):
        publish(archive, text, marking="TLP:GREEN")
    set_up(tmp_path, 1)
    for words in (["x@2"], ["x@2"], ["x@1"], ["x@2", "--notice", "correction"], ["x@1"]):
        assert command("send", *words, "--to", "people.csv", "--eml", "mail").code == 0
    names = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert len(names) == 9
    assert {name.partition("-0")[0] for name in names} == {"x-1-edition", "x-2-edition", "x-2-correction"}
    assert "x@1" in message_from_bytes((tmp_path / "mail" / names[0]).read_bytes())["X-Briefing-Edition"]
    publish(archive, "It ends.", marking="TLP:GREEN")
    first = tmp_path / "other" / "x-3-edition-0001-aissa@ministry.example.eml"
    third = first.with_name("x-3-edition-0003-cell@ministry.example.eml")
    first.parent.mkdir(mode=0o700)
    for content in (b"", b"Date: never\r\n\r\n", b"\xff\x00", (tmp_path / "mail" / names[0]).read_bytes()):
        third.write_bytes(content)
        for more in ([], ["--dry-run"]):
            refused = command("send", "x@3", "--to", "people.csv", "--eml", "other", *more)
            assert (refused.code, refused.out, len(refused.err.splitlines())) == (2, "", 2)
            assert (
                f"other/{third.name}: error[file-exists]: a file of this name exists that is not this message; nothing"
                in refused.err
            )
        assert (third.read_bytes(), first.exists(), records(command, "x@3")) == (content, False, {})
    third.unlink()
    third.symlink_to(tmp_path / "people.csv")
    assert command("send", "x@3", "--to", "people.csv", "--eml", "other").code == 2
    assert (tmp_path / "people.csv").read_text(encoding="utf-8") == LIST


def test_those_who_were_sent_it_are_not_written_again(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    one = LIST.splitlines()[0] + "\nAïssa Diallo,aissa@ministry.example,TLP:AMBER,,fr\n"
    with working_server() as (port, log):
        set_up(tmp_path, port, people=one)
        command("send", "x", "--to", "people.csv")
        (tmp_path / "people.csv").write_text(LIST, encoding="utf-8")
        dry = command("send", "x", "--to", "people.csv", "--eml", "mail", "--dry-run")
        assert counted(dry) == {"would be written": 2, "already received it": 1}
        for more in ([], ["--resend-uncertain"], ["--notice", "update"]):
            written = command("send", "x", "--to", "people.csv", "--eml", "mail", *more)
            assert counted(written) == {"written": 2, "already received it": 1}
        assert not list((tmp_path / "mail").glob("*aissa*"))
        archive.withdraw("x", Notice(1, datetime(2024, 5, 3, tzinfo=UTC), "Forged.", "Desk", None))
        assert counted(command("send", "x", "--notice", "withdrawal")) == {"sent": 3}
        noticed = command("send", "x", "--notice", "withdrawal", "--eml", "notices")
    assert counted(noticed) == {"already received it": 3}
    assert log.counts["aissa@ministry.example"] == 2


def text_of(path: Path) -> str:
    body = message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",))
    assert body
    return str(body.get_content())


def test_a_file_that_cannot_be_written_is_not_handed_over(tmp_path: Path, command: Command, archive: Archive) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    set_up(tmp_path, 1)
    (tmp_path / "mail" / "x-1-edition-0002-moussa@ministry.example.eml").mkdir(parents=True)
    ended = command("send", "x", "--to", "people.csv", "--eml", "mail")
    assert ended.code == 2
    assert "cannot-write" in ended.err
    states = {address: row["state"] for address, row in records(command, "x").items()}
    assert states == {"aissa@ministry.example": "handed-over", "moussa@ministry.example": "missed"}
    (tmp_path / "file").touch()
    for folder in ("file", "file/mail", "a" * 300):
        refused = command("send", "x", "--to", "people.csv", "--eml", folder)
        assert (refused.code, len(refused.err.splitlines())) == (2, 2)
        assert "error[cannot-write]: cannot make the folder" in refused.err


def run_next(command: Command, ended: Ended) -> Ended:
    """Run the command that is named in the last line printed, as pasted into a shell."""
    words = shlex.split(ended.out.splitlines()[-1].partition(": ")[2])
    assert words.pop(0) == "briefing"
    return command(*words)


def test_withdraw_names_the_command_that_notifies_those_who_have_the_edition(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    publish(archive, "It goes on.", marking="TLP:GREEN")
    publish(archive, "It ends.", marking="TLP:GREEN")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        command("send", "x@1", "--to", "people.csv")
        command("send", "x@2", "--to", "people.csv", "--eml", "mail")
        log.accepted.clear()
        withdrawn = command("editions", "withdraw", "x@1", "--reason", "Forged.")
        assert withdrawn.out.splitlines()[-1] == "3 recipients to notify: briefing send x@1 --notice withdrawal"
        assert (run_next(command, withdrawn).code, len(log.accepted)) == (0, 3)
        handed = command("editions", "withdraw", "x@2", "--reason", "Forged.")
        assert run_next(command, handed).code == 0
        assert len(list((tmp_path / "notice-x-2").iterdir())) == 3
        unsent = command("editions", "withdraw", "x@3", "--reason", "Forged.")
        assert unsent.out.splitlines()[-1] == (
            "the ledger has no record that anyone was sent it: there is no one to notify"
        )
    assert {row["state"] for row in records(command, "x@2").values()} == {"handed-over"}
    assert "Title" not in text_of(tmp_path / "notice-x-2" / "x-2-withdrawal-0002-cell@ministry.example.eml")


def test_the_command_that_is_named_names_another_archive_and_those_who_are_uncertain(
    tmp_path: Path, command: Command
) -> None:
    other = open_archive(tmp_path / "old editions")
    publish(other, "It began.", marking="TLP:GREEN")
    with breaking_server(lambda stage: stage == "accepted") as server:
        set_up(tmp_path, server.port, people="name,address,marking\nA,a@b.example,TLP:RED\n")
        command("send", "x", "--to", "people.csv", "--archive", "old editions")
    withdrawn = command("editions", "withdraw", "x@1", "--reason", "Forged.", "--archive", "old editions")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        assert run_next(command, withdrawn).code == 0
    assert log.counts == {"a@b.example": 1}


def test_the_ledger_tells_what_does_not_exist_from_what_nobody_was_sent(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    unknown = ("nix", "x@77", "x-2", "y@1")
    for _ in range(2):
        for name in unknown:
            ended, as_json = command("ledger", name), command("ledger", name, "--json")
            assert (ended.code, ended.out, as_json.code) == (2, "", 2)
            assert f"error[no-edition]: there is no {name} in the archive" in ended.err
            assert json.loads(as_json.out)["problems"][0]["code"] == "no-edition"
        publish(archive, "It began.", marking="TLP:GREEN")
    assert command("ledger", "x@1").code == 0
    with working_server() as (port, _):
        set_up(tmp_path, port)
        command("send", "x@1", "--to", "people.csv")
    assert [command("ledger", name).code for name in unknown] == [2, 2, 2, 2]
    assert (command("ledger", "x").out.count("x@1"), command("ledger", "x@2").code) == (3, 0)
    # What the ledger knows is shown even where the archive no longer does.
    archive.root.rename(tmp_path / "lost")
    assert command("ledger", "x").out.count("x@1") == 3


def test_without_a_ledger_nothing_is_said_of_who_has_received_it(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    for text in ("It began.", "It goes on."):
        publish(archive, text, marking="TLP:GREEN")
    path, unknown = tmp_path / "editions.ledger.sqlite", "there is no ledger: it is not known who has received it"
    with working_server() as (port, log):
        set_up(tmp_path, port)
        command("send", "x@1", "--to", "people.csv")
        assert command("ledger", "x@2").out == "the ledger has no record of x@2\n"
        log.accepted.clear()
        path.unlink()
        assert command("ledger", "x").out == f"{unknown}\n"
        withdrawn = command("editions", "withdraw", "x@1", "--reason", "Forged.")
        assert withdrawn.out.splitlines() == ["x@1: withdrawn", unknown]
        as_json = json.loads(command("editions", "withdraw", "x@2", "--reason", "Forged.", "--json").out)
        assert (as_json["recipients"], as_json["next"]) == (None, "")
        for more in ([], ["--dry-run"], ["--eml", "mail"]):
            ended = command("send", "x@1", "--notice", "withdrawal", *more)
            assert (ended.code, ended.out) == (7, "")
            assert f"editions.ledger.sqlite: error[ledger]: {unknown}" in ended.err
        assert not path.exists()
        path.touch()
        for words in (["ledger", "x"], ["send", "x@1", "--notice", "withdrawal"]):
            ended = command(*words)
            assert (ended.code, ended.out, len(ended.err.splitlines())) == (7, "", 2)
            assert "error[ledger]: the ledger cannot be used: the file is empty" in ended.err
    assert (log.accepted, path.stat().st_size) == ([], 0)


def test_the_command_that_is_named_uses_the_settings_of_the_archives_workspace(
    tmp_path: Path, command: Command
) -> None:
    home, other = tmp_path / "Tonga's desk", tmp_path / "other"
    for folder in (home, other, tmp_path / "nowhere"):
        folder.mkdir()
    for text in ("It began.", "It goes on.", "It ends."):
        publish(open_archive(home / "editions"), text, marking="TLP:GREEN")
    (other / "briefing.toml").touch()
    (tmp_path / "briefing.toml").unlink()
    with working_server() as (port, _):
        set_up(home, port)
        for name in ("x@1", "x@2", "x@3"):
            command("send", name, "--to", "people.csv", at=home.name)
    for name, at, named in (
        ("x@1", "other", "../Tonga's desk/editions"),
        ("x@2", "nowhere", str(home / "editions")),
    ):
        ended = command("editions", "withdraw", name, "--reason", "Forged.", "--archive", named, at=at)
        words = shlex.split(ended.out.splitlines()[-1].partition(": ")[2])
        assert words[:4] == ["cd", str(home), "&&", "briefing"]
        assert command(*words[4:], "--dry-run", at=home.name).code == 0
    ended = command("editions", "withdraw", "x@3", "--reason", "Forged.", "--archive", "editions", at=home.name)
    assert "cd " not in ended.out


def test_an_edition_is_withdrawn_although_the_ledger_cannot_be_read(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    (tmp_path / "editions.ledger.sqlite").write_bytes(b"not a ledger" * 500)
    ended = command("editions", "withdraw", "x@1", "--reason", "Forged.")
    assert ended.code == 0
    assert "error[ledger]" in ended.err
    assert ended.out.splitlines()[-1].endswith("briefing send x@1 --notice withdrawal")
    assert archive.edition("x", 1).notice


def test_a_withdrawal_reaches_those_who_were_sent_it_although_a_later_offer_failed(
    tmp_path: Path, command: Command, archive: Archive
) -> None:
    publish(archive, "It began.", marking="TLP:GREEN")
    with working_server(refuse=lambda stage, address: "550 no" if stage == "rcpt" else "") as (port, _):
        set_up(tmp_path, port)
        command("send", "x", "--to", "people.csv", "--eml", "mail")
        assert command("send", "x", "--to", "people.csv", "--resend-uncertain").code == 7
    assert {row["state"] for row in records(command, "x").values()} == {"bounced"}
    command("editions", "withdraw", "x@1", "--reason", "Forged.")
    assert command("send", "x", "--notice", "withdrawal", "--eml", "notices").code == 0
    assert len(list((tmp_path / "notices").iterdir())) == 3


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
    set_up(tmp_path, 1, people="name,address,marking,paper\nA,a@b.example,TLP:RED,letter\n")
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
