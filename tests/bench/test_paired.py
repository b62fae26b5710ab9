"""The paired runner: its order, what it counts, and its ratios."""

from __future__ import annotations

from pathlib import Path
from subprocess import CalledProcessError, TimeoutExpired

from tests.bench.paired import Job, Timing, measure, why


def writer(name: str, folder: Path) -> Job:
    return Job(name, ("/bin/sh", "-c", f"printf {name} >>order"), folder)


def test_jobs_alternate_after_a_round_that_is_not_counted(tmp_path: Path) -> None:
    messages: list[str] = []
    timings, failed = measure([writer("a", tmp_path), writer("b", tmp_path)], 3, messages.append)
    assert (tmp_path / "order").read_text() == "ba" + "ab" + "ba" + "ab"
    assert {name: len(timing.walls) for name, timing in timings.items()} == {"a": 3, "b": 3}
    assert messages == ["warming up", "round 1 of 3", "round 2 of 3", "round 3 of 3"]
    assert not failed


def test_a_job_is_prepared_before_every_run_and_sees_its_environment(tmp_path: Path) -> None:
    prepared: list[bool] = []
    made = tmp_path / "made"

    def prepare() -> None:
        prepared.append(made.exists())
        made.unlink(missing_ok=True)

    command = ("/bin/sh", "-c", 'test ! -e made && test "$WORD" = said && touch made')
    measure([Job("one", command, tmp_path, {"WORD": "said"}, prepare)], 2, lambda _: None)
    assert prepared == [False, True, True]


def test_a_failing_job_is_left_out_with_its_error_and_the_others_continue(tmp_path: Path) -> None:
    second = 'test ! -e once && touch once || { echo "never mind" >&2; echo why >&2; exit 3; }'
    jobs = [
        writer("a", tmp_path),
        Job("b", ("/bin/sh", "-c", second), tmp_path),
        Job("c", ("no-such-command",), tmp_path),
    ]
    timings, failed = measure(jobs, 3, lambda _: None)
    assert failed == {"b": "exit 3: why", "c": "No such file or directory"}
    assert list(timings) == ["a"]
    assert len(timings["a"].walls) == 3


def test_a_failure_is_described_in_one_line_without_folder_names(tmp_path: Path) -> None:
    assert why(TimeoutExpired((str(tmp_path),), 300)) == "not done after 300 s"
    assert why(CalledProcessError(2, (str(tmp_path),))) == "exit 2: no word"
    assert why(FileNotFoundError(2, "No such file or directory", str(tmp_path))) == "No such file or directory"


def test_the_ratio_is_the_median_of_the_rounds_ratios() -> None:
    bare = Timing((1.0, 2.0, 1.0), (1.0, 1.0, 1.0))
    ours = Timing((1.5, 3.0, 9.0), (0.5, 0.7, 0.6))
    assert ours.against(bare) == 1.5
    assert (ours.wall, ours.processor) == (3.0, 0.6)
