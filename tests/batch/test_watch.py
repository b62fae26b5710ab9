"""A watched briefing is built again after each save, with all that changed and nothing half written, until Ctrl-C."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pypdfium2
import pytest

from briefing.batch.watch import input_signature
from briefing.build_output import BuildRequest
from briefing.workspace import Workspace
from tests.batch.test_pool import is_over, processes_of, server_of
from tests.briefs import BRIEF, pdf_text, write_brief
from tests.command import Command
from tests.test_fingerprint import picture

WAIT_S = 180
"""So long a line may take on a machine that is busy with other things."""

ROOT = Path(__file__).parents[2]


class Watch:
    """A `briefing build --watch` in a process group of its own, and its lines as they come, each with its stream."""

    def __init__(self, desk: Path, *words: str, program: Path = ROOT) -> None:
        command = [sys.executable, "-c", "from briefing.cli import main; main()", "build", *words, "--watch"]
        environment = {**os.environ, "TMPDIR": str(desk / "scratch"), "PYTHONPATH": str(program)}
        self.process = subprocess.Popen(
            command,
            cwd=desk,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._lines: dict[str, queue.Queue[str]] = {"out": queue.Queue(), "err": queue.Queue()}
        streams = (("out", self.process.stdout), ("err", self.process.stderr))
        self._readers = [threading.Thread(target=self._read, args=stream) for stream in streams]
        for reader in self._readers:
            reader.start()

    def _read(self, name: str, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._lines[name].put(line.rstrip("\n"))

    def line(self, stream: str = "out") -> str:
        """The next line of a stream; an error that the test has not read before a result fails it.

        The two streams are separate pipes: which of two lines came first is known only within one of them.
        """
        line = self._lines[stream].get(timeout=WAIT_S)
        if stream == "out":
            assert self._lines["err"].empty(), self._lines["err"].get()
        return line

    def is_over(self) -> None:
        """Kill it if it is still running."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for reader in self._readers:
            reader.join()

    def end(self, sent: int = signal.SIGINT) -> int:
        os.killpg(self.process.pid, sent)  # as a terminal does
        return self.process.wait(WAIT_S)

    def group_is_gone(self) -> bool:
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.05)
        return False


Begin = Callable[..., Watch]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace of one briefing, with a folder for temporary files."""
    (tmp_path / "briefing.toml").touch()
    (tmp_path / "scratch").mkdir()
    write_brief(tmp_path / "one")
    return tmp_path


@pytest.fixture
def watch(desk: Path) -> Iterator[Begin]:
    """Starts watches and kills them after the test."""
    watches: list[Watch] = []

    def begin(*words: str, program: Path = ROOT) -> Watch:
        watches.append(Watch(desk, *words, program=program))
        return watches[-1]

    yield begin
    for one in watches:
        one.is_over()


def save(folder: Path, old: str, new: str) -> None:
    """Save as editors do: a new file, renamed over the old."""
    path = folder / "briefing.yaml"
    text = path.read_text()
    assert old in text
    (folder / ".briefing.yaml.swp").write_text(text.replace(old, new))
    (folder / ".briefing.yaml.swp").replace(path)


def test_each_save_is_built_once_and_a_problem_is_reported_until_corrected(desk: Path, watch: Begin) -> None:
    running = watch("one")
    assert running.line().startswith("out/x.pdf: 1 page, ")
    save(desk / "one", "One sentence.", "Another sentence.")
    assert running.line().startswith("out/x.pdf: 1 page, ")
    assert "Another sentence." in pdf_text(desk / "out" / "x.pdf")
    good = (desk / "out" / "x.pdf").read_bytes()
    save(desk / "one", "TLP:CLEAR", "TLP:BLUE")
    assert running.line("err").startswith("one/briefing.yaml:3:10: error[unknown-marking]")
    assert running.line("err").startswith("hint: ")
    assert (desk / "out" / "x.pdf").read_bytes() == good
    save(desk / "one", "TLP:BLUE", "TLP:GREEN")
    assert running.line().startswith("out/x.pdf: 1 page, ")
    assert "TLP:GREEN" in pdf_text(desk / "out" / "x.pdf")
    save(desk / "one", "TLP:GREEN", "TLP:BLUE")
    assert "unknown-marking" in running.line("err")
    running.line("err")
    save(desk / "one", "TLP:BLUE", "TLP:GREEN")
    assert ", unchanged, " in running.line(), "what is as it was built is good again"
    (desk / "one" / "briefing.yaml").touch()
    (desk / "one" / "notes.txt").write_text("Nothing to do with it.")
    save(desk / "one", "Another sentence.", "The last sentence.")
    assert ", unchanged, " not in running.line(), "what has nothing to do with it gives no line"
    assert "The last sentence." in pdf_text(desk / "out" / "x.pdf")
    assert running.end() == 0
    assert running.group_is_gone()
    assert not list((desk / "scratch").iterdir())
    assert sorted(path.name for path in (desk / "out").iterdir()) == [".briefing", "x.pdf"]


def test_a_reader_never_sees_half_a_pdf(desk: Path, watch: Begin) -> None:
    running = watch("one")
    running.line()
    pdf = desk / "out" / "x.pdf"
    with pdf.open("rb") as opened:
        before = pdf.read_bytes()
        save(desk / "one", "One sentence.", "Another sentence.")
        running.line()
        assert opened.read() == before, "what a reader has open stays whole"
    assert pdf.read_bytes() != before


def test_missing_files_that_appear_and_read_files_that_change_cause_a_build(desk: Path, watch: Begin) -> None:
    text = BRIEF + "sections: [{title: A map, text: '![A map](map.png)'}]\n"
    write_brief(desk / "one", text)
    running = watch("one")
    assert "[image-missing]" in running.line("err")
    running.line("err")
    (desk / "assets").mkdir()
    (desk / "assets" / "map.png").write_bytes(picture(0))
    running.line()
    (desk / "assets" / "map.png").write_bytes(picture(99))
    running.line()
    (desk / "one" / "map.png").write_bytes(picture(255))
    running.line()
    (desk / "assets" / "map.png").unlink()  # it gives no line: another of the same name comes before it
    (desk / "one" / "map.png").unlink()
    assert "[image-missing]" in running.line("err")


def test_settings_and_the_desks_own_data_are_watched(desk: Path, watch: Begin) -> None:
    running = watch("one")
    running.line()
    (desk / "briefing.toml").write_text("[mail]\nhost = 5\n")
    assert "error[bad-settings]" in running.line("err")
    (desk / "briefing.toml").write_text("")
    assert ", unchanged, " in running.line()
    (desk / "data").mkdir()
    (desk / "data" / "corrections.csv").write_text("country,date\n")
    assert ", unchanged, " not in running.line()


@pytest.mark.parametrize("inside", [False, True])
def test_a_folder_may_be_removed_and_restored(desk: Path, watch: Begin, inside: bool) -> None:
    words = ["one"]
    if inside:  # as those who write are used to
        words = []
        write_brief(desk)
        shutil.rmtree(desk / "one")
    running = watch(*words)
    running.line()
    if inside:
        (desk / "briefing.yaml").rename(desk / "away.yaml")
        assert "[briefing-missing]" in running.line("err")
        running.line("err")
        (desk / "away.yaml").rename(desk / "briefing.yaml")
    else:
        (desk / "one").rename(desk / "two")
        assert "[briefing-missing]" in running.line("err")
        running.line("err")
        (desk / "two").rename(desk / "one")
    assert ", unchanged, " in running.line()
    folder = desk if inside else desk / "one"
    save(folder, "One sentence.", "Another sentence.")
    assert running.line().startswith("out/x.pdf: 1 page, ")


def test_the_current_folder_may_be_deleted(desk: Path, watch: Begin) -> None:
    shutil.move(desk / "one", desk / "current")
    script = "import os; os.chdir('current'); from briefing.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, "build", "--watch"],
        cwd=desk,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stderr
    try:
        assert "x.pdf: 1 page" in process.stdout.readline()
        shutil.rmtree(desk / "current")
        assert "error[briefing-missing]" in process.stderr.readline()
        process.stderr.readline()
        write_brief(desk / "current", BRIEF.replace("One sentence.", "Another sentence."))
        assert "x.pdf: 1 page" in process.stdout.readline()
    finally:
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate(timeout=WAIT_S)[1] == ""
    assert process.returncode == 0


def test_a_failed_build_is_repeated_in_a_folder_with_names_and_files_of_every_kind(desk: Path, watch: Begin) -> None:
    folder = desk / "one"
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere").symlink_to("missing")
    (folder / "a\nb.txt").write_text("Its name has two lines.")
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("Its name is not UTF-8.")
    (folder / "closed").mkdir(mode=0)
    running = watch("one")
    running.line()
    save(folder, "TLP:CLEAR", "TLP:BLUE")
    assert "[unknown-marking]" in running.line("err")
    running.line("err")
    shutil.rmtree(folder / "closed")
    save(folder, "TLP:BLUE", "TLP:GREEN")
    assert running.line().startswith("out/x.pdf: 1 page, ")


def test_a_folder_that_comes_and_goes_beside_a_failing_briefing_ends_nothing(desk: Path, watch: Begin) -> None:
    folder = desk / "one"
    save(folder, "TLP:CLEAR", "TLP:BLUE")
    running = watch("one")
    assert "[unknown-marking]" in running.line("err")
    for number in range(300):
        (desk / "original" / str(number)).mkdir(parents=True)
    for _ in range(4):
        shutil.copytree(desk / "original", folder / "copy")
        shutil.rmtree(folder / "copy")
    assert running.line("err").startswith("hint: ")
    save(folder, "TLP:BLUE", "TLP:GREEN")
    assert running.line().startswith("out/x.pdf: 1 page, "), "folders without files were no reason to report it again"


def test_a_link_to_a_folder_that_leads_elsewhere_causes_a_build(desk: Path, watch: Begin) -> None:
    for name, stance in (("bad", "worried"), ("good", "warns")):
        table = desk / "assets" / name / "reactions.csv"
        table.parent.mkdir(parents=True)
        table.write_text(f"body,date,stance,position\nPort authority,2024-05-02,{stance},Asks for calm.\n")
    (desk / "one" / "tables").symlink_to("../assets/bad")
    write_brief(desk / "one", BRIEF + "reactions: tables/reactions.csv\n")
    running = watch("one")
    while "worried" not in running.line("err"):
        pass
    running.line("err")
    (desk / "one" / ".tables").symlink_to("../assets/good")
    (desk / "one" / ".tables").replace(desk / "one" / "tables")
    assert "worried" not in running.line("err"), "it was built again: a position without a source is the next problem"


def test_the_signature_changes_with_every_input_and_with_nothing_else(desk: Path) -> None:
    write_brief(desk)
    request = BuildRequest(desk, Workspace(desk), desk / "out", "a4")
    (desk / "data").mkdir()
    (desk / "linked").symlink_to("one")
    (desk / "other").symlink_to("two")
    (desk / "two").mkdir()
    known = input_signature(request)
    (desk / "out").mkdir(exist_ok=True)
    (desk / "out" / "x.pdf").write_bytes(b"the PDF of another briefing")
    (desk / "empty").mkdir()
    (desk / ".git").mkdir()
    (desk / ".git" / "index").touch()
    (desk / ".briefing.yaml.swp").touch()
    assert input_signature(request) == known

    changes: list[Callable[[], object]] = [
        lambda: (desk / "notes.md").touch(),
        lambda: (desk / "notes.md").unlink(),
        lambda: (desk / "one" / "briefing.yaml").touch(),
        lambda: (desk / "data" / "corrections.csv").touch(),
        lambda: (desk / "briefing.toml").touch(),
        lambda: (desk / "other").replace(desk / "linked"),
        lambda: (desk / "briefing.yaml").rename(desk / "away.yaml"),
    ]
    for change in changes:
        change()
        assert input_signature(request) != known
        known = input_signature(request)


def test_several_are_watched_with_their_options_and_built_independently(desk: Path, watch: Begin) -> None:
    write_brief(desk / "two", BRIEF.replace("id: x", "id: y"))
    running = watch("one", "two", "--paper", "letter", "--out", "o", "--draft", "--json")
    first, second = (json.loads(running.line()) for _ in range(2))
    assert [Path(one["pdf"]).name for one in (first, second)] == ["x-draft.pdf", "y-draft.pdf"]
    assert Path(first["pdf"]).parent == desk / "o"
    save(desk / "two", "One sentence.", "Another sentence.")
    again = json.loads(running.line())
    assert again == second | {"bytes": again["bytes"], "seconds": again["seconds"]}
    save(desk / "one", "TLP:CLEAR", "TLP:BLUE")
    assert "unknown-marking" in running.line("err")
    assert "hint: " in running.line("err")
    failed = json.loads(running.line())
    assert (failed["pdf"], failed["exit"], failed["problems"][0]["line"]) == (None, 3, 3)
    save(desk / "two", "Another sentence.", "A third sentence.")
    assert json.loads(running.line())["pdf"] == second["pdf"], "nothing was printed about the other one meanwhile"
    with pypdfium2.PdfDocument(desk / "o" / "y-draft.pdf") as document:
        assert round(document[0].get_width()) == 612


def test_an_up_to_date_pdf_is_not_built_at_the_start_unless_forced(desk: Path, watch: Begin) -> None:
    first = watch("one")
    assert ", unchanged, " not in first.line()
    first.end()
    second = watch("one")
    assert ", unchanged, " in second.line()
    second.end()
    third = watch("one", "--force")
    assert ", unchanged, " not in third.line()
    save(desk / "one", "One sentence.", "Another sentence.")
    third.line()
    assert "Another sentence." in pdf_text(desk / "out" / "x.pdf"), "it was built once"


def worker_of(group: int) -> int:
    """The process that builds."""
    server = server_of(group)
    (worker,) = (process for process, parent in processes_of(group).items() if parent == server)
    return worker


def test_a_killed_worker_is_reported_and_replaced(desk: Path, watch: Begin) -> None:
    running = watch("one")
    running.line()
    os.kill(worker_of(running.process.pid), signal.SIGKILL)
    save(desk / "one", "One sentence.", "Another sentence.")
    assert "killed by SIGKILL" in running.line("err")
    running.line("err")
    save(desk / "one", "Another sentence.", "A third sentence.")
    assert running.line().startswith("out/x.pdf: 1 page, ")


def start_worker(process: subprocess.Popen[str], desk: Path) -> None:
    """Wait until the process that builds is there."""
    deadline_s = time.monotonic() + WAIT_S
    while len(processes_of(process.pid)) < 4 and time.monotonic() < deadline_s:
        time.sleep(0.01)


def build_once(process: subprocess.Popen[str], desk: Path) -> None:
    assert process.stdout
    assert process.stdout.readline().startswith("out/x.pdf: ")


def build_and_save(process: subprocess.Popen[str], desk: Path) -> None:
    build_once(process, desk)
    save(desk / "one", "Another sentence.", "A third sentence.")


STAGES: dict[str, Callable[[subprocess.Popen[str], Path], None]] = {
    "importing": lambda process, desk: None,
    "building": start_worker,
    "waiting": build_once,
    "building again": build_and_save,
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which process started which")
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_at_any_moment(desk: Path, stage: str, sent: int) -> None:
    save(desk / "one", "One sentence.", "Another sentence.")
    # It reports from within the command, where signals are handled.
    command = (
        "from briefing import cli; run = cli._run; "
        "cli._run = lambda words: (print('here', flush=True), run(words))[1]; cli.main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", command, "build", "one", "--watch"],
        cwd=desk,
        env={**os.environ, "TMPDIR": str(desk / "scratch")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "here\n"
    STAGES[stage](process, desk)
    os.killpg(process.pid, sent) if sent == signal.SIGINT else process.send_signal(sent)
    _, errors = process.communicate(timeout=WAIT_S)
    assert process.returncode in ((0, 130) if stage == "importing" else (0,)), errors
    assert errors == ""
    assert not list((desk / "scratch").iterdir())
    assert is_over(process.pid)
    assert not list((desk / "out").rglob("*.new"))


def test_of_ten_edits_in_a_row_the_last_is_built(desk: Path, watch: Begin) -> None:
    running = watch("one")
    running.line()
    save(desk / "one", "One sentence.", "Edit 0.")
    for number in range(1, 10):
        save(desk / "one", f"Edit {number - 1}.", f"Edit {number}.")
    running.line()
    assert "Edit 9." in pdf_text(desk / "out" / "x.pdf")
    save(desk / "one", "Edit 9.", "The last.")
    running.line()
    assert "The last." in pdf_text(desk / "out" / "x.pdf"), "the ten gave one line"


def test_edited_house_templates_are_reloaded(desk: Path, watch: Begin, tmp_path: Path) -> None:
    program = tmp_path / "program"
    for name in ("briefing", "templates", "assets/data"):
        shutil.copytree(ROOT / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    running = watch("one", program=program)
    assert running.line().startswith("out/x.pdf: 1 page, ")
    sheet = program / "templates" / "print.css"
    sheet.write_text(sheet.read_text() + "\nh1::after { content: ' in the house style' }\n")
    assert running.line().startswith("out/x.pdf: 1 page, ")
    assert "in the house style" in pdf_text(desk / "out" / "x.pdf")
    template = program / "templates" / "briefing.html.j2"
    good = template.read_text()
    template.write_text(good + "{% bad %}")
    assert "error[template]" in running.line("err")
    while not running.line("err").startswith("hint: "):
        pass
    template.write_text(good)
    assert "x.pdf" in running.line()


@pytest.mark.parametrize("words", ["--jobs 2", "--matrix m.csv", "--cluster tcp://127.0.0.1:1"])
def test_what_cannot_be_watched_is_refused(command: Command, words: str) -> None:
    write_brief(command.folder / "one")
    ended = command("build", "one", "--watch", *words.split())
    assert (ended.code, ended.out) == (2, "")
    assert "[no-watch]" in ended.err


def test_a_long_path_of_the_temporary_folder_is_no_obstacle(desk: Path) -> None:
    scratch = desk / ("x" * 100)
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", "from briefing.cli import main; main()", "build", "one", "--watch"],
        cwd=desk,
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    build_once(process, desk)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=WAIT_S)
    assert process.returncode == 0
    assert is_over(process.pid)
