"""Where a worker of a cluster builds: as many at once as are asked for, and nothing left behind."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing.batch import workbench
from briefing.batch.parcel import Parcel, pack_folder, pack_workspace
from briefing.batch.pool import Outcome, attempt
from briefing.batch.versions import differences, versions_here
from briefing.batch.workbench import Bench, Task
from briefing.build_output import BuildRequest, RenderedBriefing
from briefing.workspace import Workspace
from tests.briefs import BRIEF, write_brief


def soon(is_so: Callable[[], object]) -> None:
    for _ in range(400):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("waited for twenty seconds in vain")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workspace with nothing in it."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "briefing.toml").touch()
    return tmp_path / "desk"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "bench").mkdir()
    made = Bench(tmp_path / "bench")
    yield made
    made.end()
    assert not list((tmp_path / "bench").iterdir())


def task(desk: Path, name: str, through: Path | None = None) -> tuple[Task, list[Parcel]]:
    folder = write_brief(desk / "briefs" / name, BRIEF.replace("id: x", f"id: {name}"))
    order = BuildRequest(folder, Workspace(desk), desk / "out", "a4")
    parcels = [pack_workspace(order.workspace), pack_folder(folder, order.workspace, order.out)]
    return Task("run", order, desk, through), parcels


def content_of(outcome: Outcome) -> bytes:
    assert isinstance(outcome, RenderedBriefing), str(outcome)
    return outcome.content


def test_several_at_once_are_built_as_they_are_here(desk: Path, here: Bench) -> None:
    tasks = [task(desk, name) for name in ("a", "b", "c")]
    made: dict[str, Outcome] = {}

    def build(one: Task, parcels: list[Parcel]) -> None:
        made[one.order.folder.name] = here.build(one, parcels)

    threads = [threading.Thread(target=build, args=given) for given in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one, _ in tasks:
        assert content_of(made[one.order.folder.name]) == content_of(attempt(one.order))


def test_a_bench_without_work_clears_itself_and_begins_anew(
    desk: Path, here: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench, "IDLE_S", 0.3)
    second = Bench(tmp_path / "bench")
    given = task(desk, "a")
    first = content_of(second.build(*given))
    soon(lambda: not list((tmp_path / "bench").iterdir()))
    assert content_of(second.build(*given)) == first
    second.end()


def test_a_pdf_goes_back_through_a_folder_that_is_there(desk: Path, here: Bench, tmp_path: Path) -> None:
    one, parcels = task(desk, "a", tmp_path / "way.pdf")
    made = here.build(one, parcels)
    assert len(content_of(made)) == 64
    assert (tmp_path / "way.pdf").read_bytes() == content_of(attempt(one.order))
    one, parcels = task(desk, "a", tmp_path / "nowhere" / "way.pdf")
    assert "[not-shared]" in str(here.build(one, parcels))
    assert not (tmp_path / "nowhere").exists()


def test_what_could_change_a_byte_is_told_with_both_versions() -> None:
    ours = versions_here()
    assert {"briefing", "python", "weasyprint", "matplotlib", "pango", "harfbuzz", "zlib", "font files"} <= ours.keys()
    assert all(ours[name] for name in ("pango", "harfbuzz", "templates and data", "machine"))
    assert not differences(ours, dict(ours))
    theirs = {**ours, "pango": "0.1", "more": "1"}
    del theirs["zlib"]
    assert differences(ours, theirs) == [
        f"pango 0.1 (here {ours['pango']})",
        f"zlib missing (here {ours['zlib']})",
        "more 1 (here missing)",
    ]


def test_the_process_that_builds_stands_nowhere_else(desk: Path, here: Bench) -> None:
    before = os.getcwd()  # noqa: PTH109
    one, parcels = task(desk, "a")
    write_brief(one.order.folder, "id: a\ncolour: red\n")
    parcels[1] = pack_folder(one.order.folder, one.order.workspace, one.order.out)
    told = str(here.build(one, parcels))
    assert told.startswith("briefs/a/briefing.yaml:")
    assert os.getcwd() == before  # noqa: PTH109
