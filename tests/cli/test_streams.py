"""Streams and folders that cannot be used: one plain line, and the exit code of what was done."""

from __future__ import annotations

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.archive.archive import open_archive
from tests.briefs import BRIEF, write_brief
from tests.command import Ended, run_command

COMMAND = (sys.executable, "-c", "from briefing.cli import main; main()")
FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of two briefings."""
    (tmp_path / "briefing.toml").touch()
    for name in ("port", "border"):
        write_brief(tmp_path / "briefs" / name, BRIEF.replace("id: x", f"id: {name}"))
    return tmp_path


def run(shell: str, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command through a shell, in which `briefing` stands for it."""
    script = shell.replace("briefing ", '"$@" ', 1)
    words = ["/bin/sh", "-c", script, "sh", *COMMAND]
    return subprocess.run(words, cwd=at, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        *("schema", "--help", "--version", "check port", "editions list", "source list --in port", "build --help"),
        *("send -h", "editions withdraw --help", "new -h", "editions diff --help"),
    ],
)
@pytest.mark.parametrize("to", [">/dev/full", ">&-"])
def test_what_only_tells_something_fails_where_nothing_can_be_told(desk: Path, words: str, to: str) -> None:
    ended = run(f"briefing {words} {to}", desk)
    assert (ended.returncode, ended.stderr.count("[")) == (2, 1), ended.stderr
    assert ended.stderr.startswith("warning[cannot-print]: standard output cannot be written: ")
    assert "\nhint: free some space, or send the output somewhere else\n" in ended.stderr
    assert ended.stderr.count("\n") == 2


@pytest.mark.parametrize("to", [">/dev/full", ">&-", "2>/dev/full", "2>&-", ">&- 2>&- <&-", ">/dev/full 2>&1"])
def test_what_was_done_is_done_even_where_it_cannot_be_told(desk: Path, to: str) -> None:
    before = "Traceback", "Exception ignored", "bug"
    built = run(f"briefing build --jobs 1 {to}", desk)
    published = run(f"briefing publish port --yes {to}", desk)
    restored = run(f"briefing editions restore port@1 again {to}", desk)
    assert [one.returncode for one in (built, published, restored)] == [0, 0, 0], published.stderr
    assert not any(word in one.stderr for one in (built, published, restored) for word in before)
    assert sorted(path.name for path in (desk / "out").glob("*.pdf")) == [
        "border.pdf",
        "port-edition-1.pdf",
        "port.pdf",
    ]
    assert len(open_archive(desk / "editions").editions("port")) == 1
    assert (desk / "again" / "briefing.yaml").read_bytes() == (desk / "briefs" / "port" / "briefing.yaml").read_bytes()
    for path in (desk / "out").glob("*.pdf"):
        assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("words", ["--help", "build --help", "schema", "status", "check port", "editions list"])
def test_a_reader_that_has_gone_is_no_fault(desk: Path, words: str) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*COMMAND, *words.split()], cwd=desk, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_fault_keeps_its_exit_code_where_it_cannot_be_told(desk: Path) -> None:
    write_brief(desk / "briefs" / "port", BRIEF.replace("TLP:CLEAR", "TLP:BLUE"))
    for to in (">/dev/full", "2>/dev/full", ">&- 2>&-"):
        assert run(f"briefing build port {to}", desk).returncode == 3
        assert run(f"briefing check port {to}", desk).returncode == 3
        assert run(f"briefing build --nonsense {to}", desk).returncode == 2


@pytest.mark.parametrize("words", ["build", "new x", "editions list", "status", "check --json"])
def test_a_deleted_current_folder_is_one_line(tmp_path: Path, words: str) -> None:
    (tmp_path / "gone").mkdir()
    ended = run(f"rmdir ../gone; briefing {words}", tmp_path / "gone")
    assert ended.returncode == 2
    assert ended.stderr == (
        "error[no-folder]: the current folder cannot be used: no such file or directory\n"
        "hint: it may have been deleted; go to another one\n"
    )
    assert ("no-folder" in ended.stdout) is ("--json" in words)


@pytest.mark.parametrize("home", ["/dev/null", "/proc", "/dev/null/x", ""])
def test_a_home_that_cannot_be_written_is_not_needed(desk: Path, home: str) -> None:
    ended = run("briefing build port", desk, HOME=home, XDG_CACHE_HOME="")
    assert (ended.returncode, ended.stderr) == (0, "")
    if home:
        refused = run(
            "briefing --install-completion bash", desk, HOME=home, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"
        )
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"{home}")
        assert "error[system]" in refused.stderr
        assert refused.stderr.count("\n") == 2


@pytest.mark.parametrize("limit", [6, 8, 12, 16, 32])
def test_few_open_files_are_enough_or_said_to_be_too_few(desk: Path, limit: int) -> None:
    one = run(f"ulimit -n {limit}; briefing build port", desk)
    assert one.returncode in (0, 2)
    several = run(f"ulimit -n {limit}; briefing build --jobs 2 --force", desk)
    assert several.returncode in (0, 2)
    for ended in (one, several):
        assert "Traceback" not in ended.stderr
        assert (ended.returncode == 0) is (ended.stderr == ""), ended.stderr


def test_colours_are_for_a_terminal_that_wants_them(desk: Path) -> None:
    write_brief(desk / "briefs" / "port", BRIEF.replace("TLP:CLEAR", "TLP:BLUE"))

    def shown(**environment: str) -> str:
        mine, its = pty.openpty()
        subprocess.run([*COMMAND, "build", "port"], cwd=desk, env={**os.environ, **environment}, stderr=its, stdout=its)
        os.close(its)
        text = os.read(mine, 10_000).decode()
        os.close(mine)
        return text

    colours = shown(TERM="xterm", NO_COLOR="")
    assert "\x1b[1;31merror[unknown-marking]\x1b[0m: " in colours
    assert "\x1b[36mhint:\x1b[0m " in colours
    assert "\x1b" not in shown(TERM="xterm", NO_COLOR="1") + shown(TERM="dumb", NO_COLOR="")


@pytest.fixture
def without_override() -> list[str]:
    """What runs a command without root's right to read every file."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may read every file, and there is no setpriv")
    dropped = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}"]


def run_without_override(prefix: list[str], words: str, at: Path, kind: str = "unreadable") -> Ended:
    """Run the command; in a process of its own where a file may not be read, or reading it could go on for ever."""
    if kind in ("outside", "loop", "dangling"):
        return run_command(at, *words.split())
    done = subprocess.run(
        [*prefix, *COMMAND, *words.split()], cwd=at, capture_output=True, text=True, check=False, timeout=120
    )
    return Ended(done.returncode, done.stdout, done.stderr)


CHART = "region: {name: Sahel, focus: NER, countries: [NER, MLI]}\nhistory: {since: 2000}\n"


@pytest.mark.parametrize("kind", ["unreadable", "folder", "outside", "device", "pipe", "loop", "dangling"])
def test_a_file_in_data_that_nothing_uses_does_not_stop_a_build(
    desk: Path, without_override: list[str], kind: str
) -> None:
    add_to_data(desk, "notes.txt", kind)
    ended = run_without_override(without_override, "build port border --jobs 1", desk, kind)
    assert (ended.code, ended.err) == (0, "")
    again = run_without_override(without_override, "build port", desk, kind)
    assert "unchanged" in again.out


@pytest.mark.parametrize("kind", ["unreadable", "outside", "device", "pipe", "loop", "dangling"])
@pytest.mark.parametrize("name", ["corrections.csv", "mine.json", "mine.csv"])
def test_a_file_in_data_that_is_used_and_cannot_be_is_one_line(
    desk: Path, without_override: list[str], kind: str, name: str
) -> None:
    history = CHART.replace("2000", "2000, data: mine")
    write_brief(desk / "briefs" / "port", BRIEF.replace("id: x", "id: port") + history)
    if name == "mine.csv":
        record = {
            "name": "mine",
            "coder": "Desk",
            "version": "1",
            "ends": "2024-01-01",
            "events": 1,
            "file": "mine.csv",
        }
        (desk / "data").mkdir()
        (desk / "data" / "mine.json").write_text(json.dumps({**record, "sha256": "0" * 64}))
    add_to_data(desk, name, kind)
    for words in ("build port", "check port", "publish port --yes", "data show --countries NER --data mine"):
        ended = run_without_override(without_override, words, desk, kind)
        printed = ended.err + (ended.out if words.startswith("check") else "")
        assert ended.code == 3, printed
        assert "Traceback" not in printed
        found = [line for line in printed.splitlines() if ": error[" in line]
        code = "file-outside" if kind in ("outside", "device", "dangling") else "data-unreadable"
        assert [line.startswith(f"{desk / 'data' / name}: error[{code}]: ") for line in found] == [True], printed
        assert "outside the desk" not in printed
    assert not (desk / "editions").exists() or open_archive(desk / "editions").ids() == []


def add_to_data(desk: Path, name: str, kind: str) -> None:
    path = desk / "data" / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    outside = desk.parent / f"{desk.name}-outside.txt"
    outside.write_text("what is outside the desk\n")
    targets = {"outside": outside, "device": Path("/dev/zero"), "loop": path, "dangling": Path("/nowhere/at/all")}
    if kind in targets:
        path.symlink_to(targets[kind])
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir(mode=0)
    else:
        path.write_text("secret")
        path.chmod(0)


def test_links_inside_the_workspace_are_followed(desk: Path) -> None:
    (desk / "data").mkdir()
    (desk / "shared.csv").write_text("coder,event,field,was,is,why\n")
    (desk / "data" / "corrections.csv").symlink_to("../shared.csv")
    write_brief(desk / "briefs" / "port", BRIEF.replace("id: x", "id: port") + CHART)
    ended = run_command(desk, "publish", "port", "--yes")
    assert ended.code == 0, ended.err
    stored = open_archive(desk / "editions").edition("port")
    assert "source/brief/data/corrections.csv" in stored.names()


@pytest.mark.parametrize(
    ("folder", "words", "code", "problem"),
    [
        ("editions", "editions list", 6, "archive-unreadable"),
        ("editions", "publish port --yes", 6, "archive-unreadable"),
        ("editions", "status", 6, "archive-unreadable"),
        ("editions", "verify out/border-edition-1.pdf", 2, "archive-unreadable"),
        ("briefs", "build", 2, "unreadable"),
        ("briefs", "status", 2, "unreadable"),
        ("out", "build port --force", 2, "cannot-write"),
        ("briefs/port", "build briefs/port", 3, "briefing-missing"),
        ("briefs/port", "build --jobs 1", 8, "briefing-missing"),
        ("briefing.toml", "build briefs/port", 2, "bad-settings"),
    ],
)
def test_a_folder_that_may_not_be_read_is_one_line(
    desk: Path, without_override: list[str], folder: str, words: str, code: int, problem: str
) -> None:
    assert run_command(desk, "publish", "border", "--yes").code == 0
    path = desk / folder
    before = path.stat().st_mode
    path.chmod(0)
    try:
        ended = run_without_override(without_override, words, desk)
    finally:
        path.chmod(before)
    assert ended.code == code, ended.err
    assert ended.err.count(f"error[{problem}]: ") == ended.err.count("[") == 1


MAIL = '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nfrom = "Desk <desk@ministry.example>"\nretries = 0\n'


@pytest.fixture
def sent(desk: Path) -> Path:
    """The workspace with an edition that was handed over, a list, and a text."""
    (desk / "briefing.toml").write_text(MAIL)
    (desk / "people.csv").write_text("name,address,marking\nA B,a.b@ministry.example,TLP:GREEN\n")
    (desk / "note.txt").write_text("Ships wait.\n")
    for words in ("publish port --yes", "send port --to people.csv --eml mail"):
        assert run_command(desk, *words.split()).code == 0
    return desk


@pytest.mark.parametrize("to", [">/dev/full", ">&-"])
def test_a_dry_run_only_tells_something_and_a_comparison_in_a_file_is_made(sent: Path, to: str) -> None:
    for words, code in (
        ("send port --to people.csv --dry-run", 2),
        ("send port --to people.csv --dry-run --json", 2),
        ("ledger port", 2),
        ("editions diff port@1 port@1", 2),
        ("editions diff port@1 port@1 --html changes.html", 0),
        ("send port --to people.csv --eml again", 0),
    ):
        ended = run(f"briefing {words} {to}", sent)
        assert ended.returncode == code, (words, ended.stderr)
        assert "warning[cannot-print]" in ended.stderr
    assert (sent / "changes.html").read_bytes().startswith(b"<!")
    assert len(list((sent / "again").iterdir())) == 1


@pytest.fixture
def read_only(sent: Path) -> Iterator[Path]:
    """The workspace on a disk that is mounted read-only, such as a backup."""
    mounts = (["mount", "--bind", str(sent), str(sent)], ["mount", "-o", "remount,ro,bind", str(sent)])
    done = [subprocess.run(words, capture_output=True, check=False).returncode for words in mounts]
    try:
        if done != [0, 0]:
            pytest.skip("only root may mount a folder, where that is allowed")
        yield sent
    finally:
        if done[0] == 0:
            subprocess.run(["umount", sent], check=True)


def test_on_a_read_only_disk_everything_is_read_and_what_is_written_is_refused_in_one_line(read_only: Path) -> None:
    before = sorted(read_only.rglob("*"))
    for words in (
        *("check port", "status", "editions list", "editions show port", "editions rebuild port@1", "editions verify"),
        *(
            "ledger port",
            "send port --to people.csv --dry-run",
            "verify out/port-edition-1.pdf",
            "source list --in port",
        ),
    ):
        ended = run(f"briefing {words}", read_only)
        assert (ended.returncode, "error" in ended.stderr) == (0, False), (words, ended.stderr)
        assert ended.stdout
    assert "handed-over" in run("briefing ledger port", read_only).stdout
    for words, code, problem in (
        ("new again", 2, "cannot-write"),
        ("build border --force", 2, "cannot-write"),
        ("build port border --force --jobs 1", 8, "cannot-write"),
        ("source add note.txt --in port --publisher Harbour", 2, "cannot-write"),
        ("publish border --yes", 6, "cannot-write"),
        ("publish port --yes --note again", 6, "cannot-write"),
        ("editions withdraw port@1 --reason Wrong", 6, "cannot-write"),
        ("editions restore port@1 restored", 2, "cannot-write"),
        ("editions export port@1 --bag port.zip", 2, "cannot-write"),
        ("editions site pages", 2, "cannot-write"),
        ("editions diff port@1 port@1 --html d.html", 2, "cannot-write"),
        ("send port --to people.csv", 7, "ledger"),
        ("send port --to people.csv --eml more", 7, "ledger"),
    ):
        ended = run(f"briefing {words}", read_only)
        assert (ended.returncode, ended.stdout) == (code, ""), (words, ended.stderr)
        assert ended.stderr.count("error[") == ended.stderr.count(f"error[{problem}]: ") == (2 if code == 8 else 1)
        assert "read-only file system" in ended.stderr
        assert not any(
            word in ended.stderr for word in ("Traceback", "make the folder writable", "nothing was published")
        )
    assert sorted(read_only.rglob("*")) == before


def test_a_ledger_that_may_only_be_read_is_read_with_what_its_log_holds(
    sent: Path, without_override: list[str]
) -> None:
    ledger, copy = sent / "editions.ledger.sqlite", sent / "copy"
    with sqlite3.connect(ledger) as open_ledger:
        open_ledger.execute("UPDATE delivery SET answer = 'in the log'")
        open_ledger.commit()
        assert (sent / "editions.ledger.sqlite-wal").stat().st_size
        copy.mkdir()
        for path in sent.glob("editions.ledger.sqlite*"):
            shutil.copy(path, copy / path.name)
    open_ledger.close()
    shutil.copytree(sent / "editions", copy / "editions")
    for path in copy.glob("editions.ledger.sqlite*"):
        path.chmod(0o444)
    copy.chmod(0o555)
    words = f"ledger port --archive {copy / 'editions'}"
    ended = run_without_override(without_override, words, sent)
    copy.chmod(0o755)
    assert (ended.code, "in the log" in ended.out) == (0, True), ended.err


@pytest.mark.parametrize(
    "words", ["build port --force", "build port --force --out /dev/shm/x", "editions rebuild port@1"]
)
def test_without_a_folder_for_temporary_files_one_is_asked_for(sent: Path, words: str) -> None:
    closed = "".join(f"mount --bind {at} {at} && mount -o remount,ro,bind {at} && " for at in ("/tmp", "/var/tmp"))
    if not sent.is_relative_to("/tmp") or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        pytest.skip("only root may mount folders for one command, where that is allowed")
    script = f'{closed} cd {sent} && exec "$@"'
    command = ["unshare", "-m", "sh", "-c", script, "sh", *COMMAND, *words.split()]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": "", "HOME": "/proc", "XDG_CACHE_HOME": ""},
    )
    assert (ended.returncode, ended.stdout) == (2, ""), ended.stderr
    assert ended.stderr == (
        "error[system]: there is no folder for temporary files\n"
        "hint: name one that can be written: export TMPDIR=FOLDER\n"
    )
