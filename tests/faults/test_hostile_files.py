"""Whatever is in the place of our own files is told in a line: no traceback, no waiting, nothing read or written elsewhere."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.archive.archive import Notice, open_archive
from briefing.build_output import BuildRequest, find_unchanged, other_owner
from briefing.figure_cache import draw_cached
from briefing.fingerprint import digest
from briefing.problems import BriefingError
from briefing.workspace import Workspace
from tests.archived import publish
from tests.briefs import BRIEF, write_brief
from tests.command import Command, Ended
from tests.faults.hostile import ARCHIVES, BAD_TEXTS, ODD_NAMES, SETTINGS, change_build_record, replace_by

EACH = 11
"""How many archives are damaged in each way; with the settings and records there are more than 200 cases."""

MAX_S = 10.0
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@contextmanager
def at_once() -> Iterator[None]:
    """Fail where the block waits, or takes more processor time than 10 seconds."""

    def ring(*_: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, ring)
    started = time.process_time()
    signal.alarm(100)  # of wall time: the machine may be busy
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert time.process_time() - started < MAX_S


def told(ended: Ended) -> Ended:
    """Assert that a command ended as commands do, and printed nothing that a terminal would obey."""
    assert "Traceback" not in ended.err, ended.err
    assert ended.code in (0, 2, 3, 6), f"{ended.code}: {ended.err}"
    assert not RAW.search(ended.out + ended.err)
    return ended


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two editions of x, the first withdrawn, for few readers, and one of y for everyone."""
    archive = open_archive(tmp_path_factory.mktemp("sound") / "editions")
    publish(archive, "one", marking="TLP:RED")
    publish(archive, "two", marking="TLP:GREEN")
    archive.withdraw("x", Notice(1, datetime(2025, 1, 1, tzinfo=UTC), "wrong", "desk", 2))
    publish(archive, "other", "y", marking="TLP:CLEAR")
    return archive.root


def make_outside(folder: Path) -> Path:
    outside = folder / "outside"
    (outside / "folder").mkdir(parents=True)
    (outside / "file").write_text("private")
    os.mkfifo(outside / "pipe")
    with (outside / "huge").open("wb") as file:
        file.truncate(1 << 40)
    return outside


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what would differ if anything under a folder were changed; `moved` is the archive's own."""
    found = {path: path.lstat() for path in folder.rglob("*") if "moved" not in path.relative_to(folder).parts}
    return {path.relative_to(folder).as_posix(): (status.st_size, status.st_mtime_ns) for path, status in found.items()}


def below(folder: Path) -> set[str]:
    return {os.fsdecode(path) for path in folder.rglob("*")} if folder.exists() else set()


@pytest.mark.parametrize("seed", range(EACH))
@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_hostile_archive(kind: str, seed: int, sound: Path, command: Command, tmp_path: Path) -> None:
    outside, root = make_outside(tmp_path), tmp_path / "editions"
    shutil.copytree(sound, root)
    ARCHIVES[kind](root, random.Random(f"{kind} {seed}"), outside)
    before, moved = listing(outside), below(outside / "moved")
    with at_once():
        for words in (
            ["list"],
            ["list", "--json"],
            ["show", "x"],
            ["show", "x@1", "--json"],
            ["restore", "x@2", "restored"],
            ["diff", "x@1", "x@2"],
            ["export", "x@2", "--bag", "bag.zip"],
            ["verify"],
            ["verify", "--quick", "--since", "9d"],
            ["site", "site", "--up-to", "TLP:CLEAR"],
        ):
            told(command("editions", *words))
        shown = told(command("editions", "list", "--up-to", "TLP:CLEAR"))
        assert add_an_edition(root) in {"", *REFUSALS}
    assert not re.search(r"(?m)^x@", shown.out) or is_forged(kind)
    assert listing(outside) == before
    assert below(outside / "moved") == moved
    assert not (tmp_path / "new").exists()


def is_forged(kind: str) -> bool:
    """Whether the marking itself may have been forged in the manifest, with every digest, which nothing can tell."""
    return kind == "manifest"


REFUSALS = {"archive-damaged", "cannot-write", "not-an-archive", "archive-busy", "edition-too-old", "not-in-edition"}


def add_an_edition(root: Path) -> str:
    """Publish another edition, and return the code of the refusal, if it is refused."""
    try:
        publish(open_archive(root), "three", wait_seconds=0)
    except BriefingError as error:
        return error.problems[0].code
    return ""


def test_one_bad_notice_hides_its_edition_and_no_other(sound: Path, command: Command, tmp_path: Path) -> None:
    root = tmp_path / "editions"
    shutil.copytree(sound, root)
    for path in root.rglob("withdrawn-1.json"):
        path.write_text("{")
    done = told(command("editions", "list"))
    assert done.code == 6
    assert [line.split()[0] for line in done.out.splitlines()] == ["x@2", "y@1"]
    assert done.err.count("error[archive-damaged]") == 1


@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_hostile_settings(number: int, command: Command) -> None:
    (command.folder / "briefing.toml").write_bytes(SETTINGS[number])
    write_brief(command.folder / "x", BRIEF.replace("gaps:", "nonsense:"))
    with at_once():
        for words in (["check", "x"], ["editions", "list"], ["ledger"]):
            ended = told(command(*words))
            assert len(ended.err) < 60_000


def test_settings_that_are_a_pipe_a_device_or_a_ring(command: Command) -> None:
    path = command.folder / "briefing.toml"
    for seed in range(16):
        replace_by(path, random.Random(seed), make_outside(command.folder / str(seed)))
        with at_once():
            told(command("editions", "list"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a PDF and its records."""
    from briefing.build import build_briefing

    desk = tmp_path_factory.mktemp("built")
    build_briefing(request(desk), force=True, report=lambda _: None, taken={})
    return desk


def request(desk: Path) -> BuildRequest:
    if not (desk / "x").exists():
        write_brief(desk / "x")
    return BuildRequest(desk / "x", Workspace(desk), desk / "out", "a4")


@pytest.mark.parametrize("seed", range(60))
def test_hostile_records_of_builds(seed: int, built: Path, tmp_path: Path) -> None:
    outside, rng = make_outside(tmp_path), random.Random(seed)
    desk = tmp_path / "desk"
    shutil.copytree(built, desk)
    (path,) = (desk / "out" / ".briefing").glob("*.json")
    path.write_text(path.read_text().replace(str(built), str(desk)))
    # A record has the name of the folder it is about.
    path.rename(path.with_name(f"{digest(os.fsencode(desk / 'x'))[:20]}.json"))
    assert find_unchanged(request(desk))
    before = listing(outside)
    for path in sorted((desk / "out" / ".briefing").iterdir()):
        change_build_record(path, rng, outside)
    with at_once():
        known = find_unchanged(request(desk))
        assert known is None or known.pdf == desk / "out" / "x.pdf"
        other_owner(desk / "out" / "x.pdf", desk / "other", "x")
    assert listing(outside) == before


@pytest.mark.parametrize("seed", range(8))
def test_a_hostile_cache_of_figures_is_drawn_again(seed: int, tmp_path: Path) -> None:
    from briefing.figures.figure import Figure, Table

    figure = Figure("f", b"<svg/>", "t", "a", "d", ("n",), Table("c", ("h",), (("1",),)), b"h\n1\n")

    class Request:
        def draw(self) -> Figure:
            return figure

        def __repr__(self) -> str:
            return "Request()"

    folder = tmp_path / "out" / ".briefing" / "figures"
    assert draw_cached(folder, Request()) == figure
    (file,) = folder.iterdir()
    replace_by(file, random.Random(seed), make_outside(tmp_path))
    with at_once():
        assert draw_cached(folder, Request()) == figure


def test_records_are_not_written_through_a_link(tmp_path: Path) -> None:
    from briefing.build import build_briefing

    outside = make_outside(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".briefing").symlink_to(outside / "folder")
    with pytest.raises(BriefingError, match="is a link"):
        build_briefing(request(tmp_path), force=True, report=lambda _: None, taken={})
    assert not list((outside / "folder").iterdir())


@pytest.mark.parametrize("name", ODD_NAMES[:2])
def test_a_name_with_escape_codes_is_printed_harmless(name: bytes, command: Command) -> None:
    folder = Path(os.fsdecode(os.fsencode(command.folder) + b"/" + name))
    folder.mkdir()
    told(command("check", str(folder)))
    told(command("editions", "verify", "--object", str(folder)))
    told(command("verify", str(folder)))


def test_there_are_more_than_200_cases() -> None:
    assert EACH * len(ARCHIVES) + len(SETTINGS) + 60 + len(BAD_TEXTS) > 200
