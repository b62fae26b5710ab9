"""Ledgers and lists of recipients that are damaged or forged: told in one line each, with nothing sent or written elsewhere."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.mail.ledger import DeliveryState, Ledger
from briefing.mail.outgoing import DeliveryItem, OutgoingMessage
from briefing.mail.recipients import Recipient, read_recipients, recipient_to_dict
from briefing.model.markings import SCHEMES
from briefing.problems import BriefingError, ContentError, DeliveryError
from tests.archived import publish
from tests.cli.test_send import set_up
from tests.command import Command
from tests.mail.servers import working_server

ITEM = DeliveryItem("x", 1)
AISSA = Recipient("Aïssa Diallo", "aissa@ministry.example", ("TLP:AMBER",))
LONGEST_S = 10.0


def fill(path: Path, count: int = 40) -> None:
    """Write a ledger with records of edition 1, the first of Aïssa."""
    with Ledger(path) as ledger:
        for number in range(count):
            person = AISSA if not number else Recipient(f"P{number}", f"p{number}@ministry.example", ("TLP:AMBER",))
            message = OutgoingMessage(ITEM, "TLP:GREEN", f"<{number}@d>", "d@d.example", person, b"content", utf8=False)
            assert ledger.record_offer(message)
            ledger.record_result(message, DeliveryState.SENT, "250 ok")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def changed(*statements: str, **values: str | bytes) -> Callable[[Path], None]:
    """Change a ledger by statements, or a column of the first record."""

    def change(path: Path) -> None:
        fill(path)
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            database.execute(statement)
        for column, value in values.items():
            text = "CAST(? AS TEXT)"
            database.execute(f"UPDATE delivery SET {column} = {text} WHERE mailbox = 'aissa@ministry.example'", [value])
        database.close()

    return change


def person(**values: object) -> str:
    return json.dumps({**recipient_to_dict(AISSA), **values})


def overwritten(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        fill(path)
        path.write_bytes(change(path.read_bytes()))

    return write


def lock(make: Callable[[Path], None]) -> Callable[[Path], None]:
    """Put something in the place of the lock of a good ledger."""

    def write(path: Path) -> None:
        fill(path)
        make(Path(f"{path}.lock"))

    return write


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT"
COLUMNS = "'x', 1, 'edition', 'm', '{}', 'm', 'i', 'd', 'sent', 'a', '2024-01-01', 1"

LEDGERS: dict[str, Callable[[Path], None]] = {
    "words": lambda path: void(path.write_bytes(b"no database, and never was one " * 400)),
    "zeros": lambda path: void(path.write_bytes(bytes(20_000))),
    "the first half": overwritten(lambda content: content[: len(content) // 2]),
    "a heading alone": overwritten(lambda content: content[:100]),
    "another size of pages": overwritten(lambda content: content[:16] + b"\x02\x00" + content[18:]),
    "pages of noise": overwritten(lambda content: content[:4096] + b"\xa5" * (len(content) - 4096)),
    "a page repeated": overwritten(lambda content: content[:4096] + content[:4096] * (len(content) // 4096 - 1)),
    "a folder": lambda path: path.mkdir(),
    "a pipe": lambda path: os.mkfifo(path),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to a file": lambda path: path.symlink_to(path.parent / "outside"),
    "a link to nothing": lambda path: path.symlink_to(path.parent / "nothing"),
    "a later version": changed("PRAGMA user_version = 99"),
    "a negative version": changed("PRAGMA user_version = -1"),
    "version 1 with tables of 2": changed("PRAGMA user_version = 1"),
    "no version": changed("PRAGMA user_version = 0"),
    "a trigger": changed("CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM delivery; END"),
    "an index": changed("CREATE INDEX i ON event (state)"),
    "a view without end": changed("DROP TABLE delivery", f"CREATE VIEW delivery AS {ENDLESS} {COLUMNS} FROM n"),
    "a table too many": changed("CREATE TABLE more (a)"),
    "a table missing": changed("DROP TABLE event"),
    "a table without its checks": changed("DROP TABLE delivery", "CREATE TABLE delivery (briefing TEXT)"),
    "a recipient in no format": changed(recipient="Aïssa"),
    "a recipient that is a list": changed(recipient="[1, 2]"),
    "a recipient without an address": changed(recipient='{"name": "A", "clearances": []}'),
    "a recipient with another key": changed(recipient=person(password="x")),
    "a recipient nested without end": changed(recipient="[" * 100_000),
    "an address with a header": changed(recipient=person(address="a@b.example>\r\nBcc: <c@d.example")),
    "an address with a command": changed(recipient=person(address="a@b.example\r\nRCPT TO:<c@d.example>")),
    "a name with a line end": changed(recipient=person(name="A\r\nBcc: c@d.example")),
    "clearances in one text": changed(recipient=person(clearances="TLP:RED")),
    "a clearance that is a number": changed(recipient=person(clearances=[1])),
    "a language nobody knows": changed(recipient=person(language="../../x")),
    "a script to unsubscribe": changed(recipient=person(unsubscribe="javascript:alert(1)")),
    "another kind": changed(recipient=person(kind="alien")),
    "a state nobody knows": changed(state="lost"),
    "a moment that is none": changed(moment="yesterday"),
    "bytes that are not UTF-8": changed(answer=b"\xff\xfe\x80"),
    "a lock that is a link": lock(lambda path: path.symlink_to(path.parent / "nothing")),
    "a lock that is a folder": lock(lambda path: path.mkdir()),
    "a lock that is a pipe": lock(lambda path: os.mkfifo(path)),
}


def void(_: object) -> None:
    """Return nothing, for a table of functions that return nothing."""


def use(path: Path) -> None:
    """Do all that sending does with a ledger."""
    with Ledger(path) as ledger, ledger.lock_for_sending():
        ledger.records("x")
        ledger.recipients(ITEM)
        ledger.last_received("x", 9)


@pytest.mark.parametrize("name", LEDGERS)
def test_a_damaged_or_forged_ledger_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "desk"
    inside.mkdir()
    (inside / "outside").write_text("not ours")
    path = inside / "editions.ledger.sqlite"
    LEDGERS[name](path)
    began = time.monotonic()
    with pytest.raises(DeliveryError, match=r"error\[ledger\]") as caught:
        use(path)
    assert time.monotonic() - began < LONGEST_S
    assert len(str(caught.value).splitlines()) == 2  # the problem and its hint
    assert str(caught.value).isprintable() or "\n" in str(caught.value)
    assert (inside / "outside").read_text() == "not ours"
    assert not (inside / "nothing").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["desk"]


@pytest.mark.parametrize(
    "name", ["words", "a trigger", "a recipient in no format", "a pipe", "an address with a header"]
)
def test_no_command_fails_on_a_forged_ledger_otherwise_than_in_one_line(
    tmp_path: Path, command: Command, name: str
) -> None:
    from briefing.archive.archive import open_archive

    publish(open_archive(tmp_path / "editions"), "It began.", marking="TLP:GREEN")
    LEDGERS[name](tmp_path / "editions.ledger.sqlite")
    with working_server() as (port, log):
        set_up(tmp_path, port)
        for words in (
            ["ledger", "x"],
            ["ledger", "x", "--json"],
            ["send", "x", "--to", "people.csv", "--dry-run"],
            ["send", "x", "--to", "people.csv"],
            ["send", "x", "--to", "people.csv", "--eml", "mail"],
        ):
            ended = command(*words)
            assert ended.code == 7
            assert not ended.out or (words[-1] == "--json" and json.loads(ended.out)["problems"])
            assert "error[ledger]" in ended.err
            assert "Traceback" not in ended.err
        assert log.connections == 0
    assert not list(tmp_path.glob("mail/*"))


def test_a_ledger_without_content_is_refused_and_texts_from_it_are_printed_safely(
    tmp_path: Path, command: Command
) -> None:
    path = tmp_path / "editions.ledger.sqlite"
    path.touch()
    assert command("ledger", "x").code == 7
    path.unlink()
    changed(answer="250 \x1b[2J\x07 ok\nsecond", marking="\x1b]0;x\x07", message_id="\x9b")(path)
    ended = command("ledger", "x")
    assert ended.code == 0
    assert not [character for character in ended.out if not character.isprintable() and character != "\n"]
    assert len(ended.out.splitlines()) == 40


# Makes the kernel refuse every lock on a file, as a network file system without a lock server does, and does something then.
WITHOUT_LOCKS = """
import ctypes, errno, struct, sys
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
def step(code, k, yes=0, no=0):
    return struct.pack("HBBI", code, yes, no, k)
refuse = 0x00050000 | errno.ENOLCK
FLOCK, FCNTL = 73, 72
program = b"".join([
    step(LOAD, 0), step(EQUAL, FLOCK, 5, 0), step(EQUAL, FCNTL, 0, 3), step(LOAD, 24),
    step(EQUAL, 6, 2, 0), step(EQUAL, 7, 1, 0), step(RETURN, 0x7FFF0000), step(RETURN, refuse)])
class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_char_p)]
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
if libc.prctl(22, 2, ctypes.byref(Filter(8, program)), 0, 0) != 0:
    sys.exit(77)
from briefing.cli import main
main()
"""


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers of system calls are those of x86-64")
@pytest.mark.parametrize(
    "words",
    [
        ["send", "x", "--to", "people.csv"],
        ["send", "x", "--to", "people.csv", "--eml", "mail"],
        ["ledger", "x"],
    ],
)
def test_a_ledger_on_a_disk_without_locks_is_refused_in_one_line(tmp_path: Path, words: list[str]) -> None:
    from briefing.archive.archive import open_archive

    publish(open_archive(tmp_path / "editions"), "It began.", marking="TLP:GREEN")
    if words[0] == "ledger":
        fill(tmp_path / "editions.ledger.sqlite", 1)
    began = time.monotonic()
    with working_server() as (port, log):
        set_up(tmp_path, port)
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_LOCKS, *words], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
    if done.returncode == 77:
        pytest.skip("the kernel does not let a program refuse itself system calls")
    assert (done.returncode, done.stdout) == (7, ""), done.stderr
    assert "error[ledger]: the ledger cannot be used: the disk does not lock files" in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert log.connections == 0
    assert time.monotonic() - began < 30


def bind(path: Path) -> None:
    """Make a socket in the place of a file."""
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


HEADING = "name,address,marking\n"
LISTS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a pipe": ("l.csv", lambda path: os.mkfifo(path)),
    "a folder": ("l.csv", lambda path: path.mkdir()),
    "a device": ("l.yaml", lambda path: path.symlink_to("/dev/zero")),
    "a socket": ("l.csv", lambda path: bind(path)),
    "too large": ("l.csv", lambda path: void(path.write_bytes(HEADING.encode() + b"a" * 6_000_000))),
    "noise": ("l.csv", lambda path: void(path.write_bytes(bytes(range(256)) * 100))),
    "UTF-16": ("l.csv", lambda path: void(path.write_text(f"{HEADING}A,a@b.example,TLP:RED\n", "utf-16"))),
    "NULs": ("l.csv", lambda path: void(path.write_text(f"{HEADING}A\0,a@b.example,TLP:RED\n"))),
    "an open quotation mark": ("l.csv", lambda path: void(path.write_text(f'{HEADING}"A,a@b.example,TLP:RED\n' * 900))),
    "columns without end": ("l.csv", lambda path: void(path.write_text(",".join(map(str, range(100_000))) + "\n1\n"))),
    "cells without end": ("l.csv", lambda path: void(path.write_text(f"{HEADING}{',' * 250_000}\n"))),
    "nothing": ("l.csv", lambda path: path.touch()),
    "a mark of order alone": ("l.csv", lambda path: void(path.write_bytes(b"\xef\xbb\xbf"))),
    "a header in the name": (
        "l.csv",
        lambda path: void(path.write_text(f'{HEADING}"A\nBcc: x",a@b.example,TLP:RED\n')),
    ),
    "a turned name": ("l.csv", lambda path: void(path.write_text(f"{HEADING}A\u202eB,a@b.example,TLP:RED\n"))),
    "a command in the address": ("l.csv", lambda path: void(path.write_text(f'{HEADING}A,"a@b.example\nX",TLP:RED\n'))),
    "an address without end": ("l.csv", lambda path: void(path.write_text(f"{HEADING}A,{'a' * 99_000}@b.c,TLP:RED\n"))),
    "a name without end": (
        "l.csv",
        lambda path: void(path.write_text(f"{HEADING}{'A' * 99_000},a@b.example,TLP:RED\n")),
    ),
    "one address often": ("l.csv", lambda path: void(path.write_text(HEADING + "A,a@b.example,TLP:RED\n" * 2000))),
    "a marking of another world": (
        "l.csv",
        lambda path: void(path.write_text(f"{HEADING}A,a@b.example,{'/' * 5000}\n")),
    ),
    "aliases": ("l.yaml", lambda path: void(path.write_text("a: &a [x, x]\nrecipients: [*a, *a]\n"))),
    "tags": ("l.yaml", lambda path: void(path.write_text("recipients: !!python/object/apply:os.system [id]\n"))),
    "brackets without end": ("l.yaml", lambda path: void(path.write_text("recipients: " + "[" * 100_000))),
    "lists of lists": ("l.yaml", lambda path: void(path.write_text("recipients: [[[a]], [b]]\n"))),
    "an empty mapping": ("l.yaml", lambda path: void(path.write_text("recipients: {}\n"))),
    "keys that are lists": ("l.yaml", lambda path: void(path.write_text("recipients:\n  - {[a]: b}\n"))),
    "values that are lists": (
        "l.yaml",
        lambda path: void(
            path.write_text("recipients:\n  - {name: [a], address: {b: c}, marking: [], unsubscribe: [x]}\n")
        ),
    ),
    "an address for all that is a list": (
        "l.yaml",
        lambda path: void(
            path.write_text("unsubscribe: [a]\nrecipients: [{name: A, address: a@b.example, marking: TLP:RED}]\n")
        ),
    ),
    "a list at the top": ("l.yaml", lambda path: void(path.write_text("- name: A\n"))),
    "two documents": ("l.yaml", lambda path: void(path.write_text("recipients: []\n---\nrecipients: []\n"))),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_damaged_list_of_recipients_is_refused_with_its_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    file, make = LISTS[name]
    make(tmp_path / file)
    began = time.monotonic()
    with pytest.raises(ContentError) as caught:
        read_recipients([Path(file)], SCHEMES)
    assert time.monotonic() - began < LONGEST_S
    assert all(problem.place for problem in caught.value.problems)
    assert not [one for one in str(caught.value) if not one.isprintable() and one != "\n"]
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_an_address_too_long_for_the_name_of_a_file_is_an_address(tmp_path: Path, command: Command) -> None:
    from briefing.archive.archive import open_archive

    publish(open_archive(tmp_path / "editions"), "It began.", marking="TLP:CLEAR")
    set_up(tmp_path, 1)
    ended = command("send", "x", "--to", f"{'a' * 5000}@b.example", "--dry-run")
    assert ended.code == 2
    assert "error[bad-address]" in ended.err


def test_the_files_of_these_tests_are_enough() -> None:
    assert len(LEDGERS) + len(LISTS) >= 60
    assert issubclass(DeliveryError, BriefingError)
