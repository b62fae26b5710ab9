"""Problems print as one line and a hint, whatever they quote."""

from __future__ import annotations

import errno
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.problems import (
    MAX_PRINTED,
    ContentError,
    ExitCode,
    Place,
    Problem,
    Severity,
    fold_repeats,
    printable_line,
    writable_hint,
)


def test_a_problem_says_where_what_and_what_to_do() -> None:
    problem = Problem("bad-date", "no such date", Place("b.yaml", 3, 9), "correct it")
    assert str(problem) == "b.yaml:3:9: error[bad-date]: no such date\nhint: correct it"
    assert str(Problem("x", "y", Place("b.yaml"), severity=Severity.WARNING)) == "b.yaml: warning[x]: y"
    assert str(Problem("x", "y")) == "error[x]: y"


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "free some space there, then run it again"),
        (errno.EDQUOT, "free some space there, then run it again"),
        (errno.EACCES, "make the folder writable, or choose another one"),
        (errno.EROFS, "use a folder on a disk that can be written"),
    ],
)
def test_what_to_do_depends_on_why_nothing_can_be_written(number: int, hint: str) -> None:
    assert writable_hint(OSError(number, "why")) == hint


def test_control_and_invisible_characters_are_named() -> None:
    printed = str(Problem("x", "\x1b[2J\x9b\r\x00\u202e\u200b\ud800", Place("a\x1b]0;b\x07.yaml", 1, 1), "c\nd\te"))
    assert printed == (
        "a<U+001B>]0;b<U+0007>.yaml:1:1: error[x]: <U+001B>[2J<U+009B><U+000D><U+0000><U+202E><U+200B><U+D800>\nhint: c d e"
    )


def test_a_long_quotation_loses_its_middle() -> None:
    printed = printable_line('"' + "x" * 100_000 + '" is not a marking')
    assert len(printed) < MAX_PRINTED + 10
    assert printed.startswith('"xxx')
    assert printed.endswith('" is not a marking')


@given(st.text())
def test_anything_prints_as_one_line(text: str) -> None:
    assert len(printable_line(text).splitlines()) <= 1
    assert "\x1b" not in printable_line(text)


def test_an_error_keeps_its_problems_through_a_process_boundary() -> None:
    error = ContentError([Problem("a", "b"), Problem("c", "d", Place("e", 1, 2), "f")])
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems
    assert again.exit_code is ExitCode.CONTENT
    assert str(again) == "error[a]: b\ne:1:2: error[c]: d\nhint: f"


def test_a_repeated_warning_is_one_line_with_its_count_and_its_lines() -> None:
    def warning(line: int, what: str = "this is odd", file: str = "b.yaml") -> Problem:
        return Problem("odd", what, Place(file, line, 3), "look at it", Severity.WARNING)

    folded = fold_repeats(
        [warning(4), warning(2, "another"), warning(9), warning(9), warning(7, file="c.csv"), warning(12)]
    )
    assert [str(problem).splitlines()[0] for problem in folded] == [
        "b.yaml:4:3: warning[odd]: this is odd (4 times; also in lines 9, 12)",
        "b.yaml:2:3: warning[odd]: another",
        "c.csv:7:3: warning[odd]: this is odd",
    ]
    many = fold_repeats([warning(line) for line in range(1, 1001)])
    assert [problem.what for problem in many] == [
        "this is odd (1000 times; also in lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …)"
    ]
    nowhere = Problem("odd", "this is odd", severity=Severity.WARNING)
    assert [problem.what for problem in fold_repeats([nowhere, nowhere])] == ["this is odd (2 times)"]


def test_repeated_errors_keep_their_places() -> None:
    errors = [Problem("wrong", "this is wrong", Place("b.yaml", line)) for line in (1, 2)]
    assert fold_repeats(errors) == errors
    assert str(ContentError([*errors, *errors[:1]])).count("error[wrong]") == 3
