"""What is sent to another machine is what a briefing reads, and it is built there as it is here."""

from __future__ import annotations

import os
import pickle
import signal
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.batch import remote
from briefing.batch.pool import BuildOutcome, build_outcome
from briefing.batch.remote import Inputs, RemoteTask, accept, build_from_inputs, pack
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.problems import BatchError, ContentError
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief

PICTURE = Path(__file__).parents[2] / "docs" / "page-one.png"
TEXT = BRIEF + "sections: [{title: A, text: '![A](a.png)'}]\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two briefings with a shared image, some data and something private, as the current folder."""
    top = tmp_path / "desk"
    write_brief(top / "briefs" / "x", TEXT, note_txt="A note.")
    write_brief(top / "briefs" / "bad", "id: bad\ncolour: red\n")
    files = {"assets/a.png": PICTURE.read_bytes(), "data/own.csv": b"1,2", "briefing.toml": b"", "secret": b"!"}
    for name, content in files.items():
        (top / name).parent.mkdir(exist_ok=True)
        (top / name).write_bytes(content)
    monkeypatch.chdir(top)
    return top


def request(desk: Path, name: str) -> BuildRequest:
    return BuildRequest(desk / "briefs" / name, Workspace(desk), desk / "out", "a4")


def files_in(inputs: Inputs) -> list[str]:
    return sorted(pickle.loads(zlib.decompress(inputs.blob)))


def test_what_is_sent_is_what_the_briefing_reads(desk: Path) -> None:
    (desk.parent / "outside").write_text("not of this workspace")
    for name, target in {"a.csv": f"{desk.parent}/outside", "b.csv": "/dev/zero", "c.csv": "nowhere"}.items():
        (desk / "data" / name).symlink_to(target)
    inputs, expected = pack(request(desk, "x"), "")
    sent = [Path(name).relative_to(desk).as_posix() for name in files_in(inputs)]
    assert sent == ["assets/a.png", "briefing.toml", "briefs/x/briefing.yaml", "data/own.csv"]
    assert set(expected.read) == {str(desk / "assets/a.png"), str(desk / "briefs/x/briefing.yaml")}


def test_a_faulty_briefing_is_not_sent(desk: Path) -> None:
    with pytest.raises(ContentError) as caught:
        pack(request(desk, "bad"), "")
    assert str(caught.value) == str(build_outcome(request(desk, "bad")))
    (desk / "briefs" / "x" / "a.png").symlink_to(desk / "secret")
    with pytest.raises(ContentError, match="file-outside"):
        pack(request(desk, "x"), "")


def test_too_much_is_refused(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_INPUT_BYTES", 10)
    with pytest.raises(ContentError, match="too-much"):
        pack(request(desk, "x"), "")


def test_a_remote_build_has_the_same_bytes_as_a_local_one(desk: Path, tmp_path: Path) -> None:
    one = request(desk, "x")
    here = build_outcome(one)
    assert isinstance(here, RenderedBriefing)
    inputs, expected = pack(one, here.environment_fingerprint)
    (tmp_path / "scratch").mkdir()
    for cwd in (desk, tmp_path, Path("/")):
        os.chdir(cwd)
        there = build_from_inputs(RemoteTask(one, desk, None), inputs, tmp_path / "scratch")
        assert isinstance(there, RenderedBriefing)
        assert there.content == here.content
        assert (there.read, there.missing, there.warnings) == (here.read, here.missing, here.warnings)
        assert accept(there, expected, one, None) == replace(here, seconds=there.seconds)
        assert not list((tmp_path / "scratch").iterdir())


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_worker_that_is_killed_leaves_no_text(
    in_memory: bool, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = request(desk, "x")
    inputs, _ = pack(one, "")
    memory, scratch = tmp_path / "memory", tmp_path / "scratch"
    for folder in (memory, scratch):
        folder.mkdir()
    monkeypatch.setattr(remote, "MEMORY", memory if in_memory else tmp_path / "none")
    reader, writer = os.pipe()

    def stop(_: BuildRequest) -> RenderedBriefing:
        os.write(writer, b"building")
        signal.pause()
        raise AssertionError("it was to be killed")

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(remote, "build_outcome", stop)
        build_from_inputs(RemoteTask(one, desk, None), inputs, scratch)
        os._exit(1)
    assert os.read(reader, 8) == b"building"
    (made,) = (memory if in_memory else scratch).iterdir()
    assert made.stat().st_mode & 0o077 == 0
    assert list(made.rglob("briefing.yaml"))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    deadline_s = time.monotonic() + 60
    while made.exists() and time.monotonic() < deadline_s:
        os.sched_yield()
    assert not [*memory.iterdir(), *scratch.iterdir()]


def test_inputs_that_memory_has_no_room_for_are_on_disk(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_SPARE_BYTES", 1 << 60)
    one, seen = request(desk, "x"), list[Path]()

    def build(task: BuildRequest) -> BuildOutcome:
        seen.append(task.folder)
        return build_outcome(one)

    monkeypatch.setattr(remote, "build_outcome", build)
    build_from_inputs(RemoteTask(one, desk, None), pack(one, "")[0], tmp_path)
    assert seen[0].is_relative_to(tmp_path)
    assert not seen[0].exists()


def test_errors_name_files_as_the_client_does(desk: Path, tmp_path: Path) -> None:
    one = request(desk, "x")
    inputs, _ = pack(one, "")
    bad = replace(one, folder=desk / "briefs" / "nowhere")
    there = build_from_inputs(RemoteTask(bad, desk, None), inputs, tmp_path)
    assert str(there) == str(build_outcome(bad))


def test_a_pdf_may_come_back_through_a_folder(desk: Path, tmp_path: Path) -> None:
    one, through = request(desk, "x"), tmp_path / "way.pdf"
    here = build_outcome(one)
    assert isinstance(here, RenderedBriefing)
    inputs, expected = pack(one, here.environment_fingerprint)
    there = build_from_inputs(RemoteTask(one, desk, through), inputs, tmp_path)
    assert isinstance(there, RenderedBriefing)
    assert len(there.content) == 64
    made = accept(there, expected, one, through)
    assert isinstance(made, RenderedBriefing)
    assert made.content == here.content
    assert not through.exists()
    through.write_bytes(b"other")
    for outcome in (
        accept(there, expected, one, through),
        accept(there, expected, one, tmp_path / "gone.pdf"),
        build_from_inputs(RemoteTask(one, desk, tmp_path / "nowhere" / "way.pdf"), inputs, tmp_path),
    ):
        assert isinstance(outcome, BatchError)
        assert outcome.problems[0].code == "not-shared"
    assert not (tmp_path / "nowhere").exists()


def test_a_pdf_built_from_other_files_is_refused(desk: Path) -> None:
    one = request(desk, "x")
    here = build_outcome(one)
    assert isinstance(here, RenderedBriefing)
    _, expected = pack(one, here.environment_fingerprint)
    for made in (replace(here, read={}), replace(here, environment_fingerprint="a b c")):
        outcome = accept(made, expected, one, None)
        assert isinstance(outcome, BatchError)
        assert outcome.problems[0].code == "versions-differ"
